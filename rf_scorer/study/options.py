"""What a person may choose for a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.study.casemap import CaseMap
from rf_scorer.study.privacy.gate import Gate
from rf_scorer.transcripts.document import ReadOptions
from rf_scorer.transcripts.speakers import SpeakerChoice

if TYPE_CHECKING:
    from rf_scorer.study.running.sharding import Shard

__all__ = ["RunOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How files are read, aligned, rated and written.

    Attributes
    ----------
    read : ReadOptions
    speakers : SpeakerChoice
        Holds in every file; the table of cases adds to it.
    cases : CaseMap
    protocol : str or None
        A protocol's name or path, ``auto`` to choose one for each file, ``none`` to take every exchange as a passage, or None for
        what each document itself states, if anything.
    model : str
        A rating model's name or path.
    language_model : str or None
        A spaCy pipeline's name or folder; None for the one that ships.
    gate : Gate
        How transcripts are looked through for identifiers.
    pages : bool
        Whether to write an HTML page beside each sheet.
    jobs : int
        Processes of this machine.
    cluster : str or None
        Address of the scheduler of a Dask cluster that does the work instead, such as ``tcp://host:8786``.
    shard : Shard or None
        The part of a larger set that the inputs are, or None where they are all.
    force : bool
        Replace what is there.
    resume : bool
        Keep sheets that were made of the same bytes with the same settings, versions and models.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    speakers: SpeakerChoice = field(default_factory=SpeakerChoice)
    cases: CaseMap = field(default_factory=CaseMap)
    protocol: str | None = None
    model: str = "rf_passage"
    language_model: str | None = None
    gate: Gate = field(default_factory=Gate)
    pages: bool = True
    jobs: int = 1
    cluster: str | None = None
    shard: Shard | None = None
    force: bool = False
    resume: bool = False
