"""Looking through transcripts for what may identify somebody, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.errors import InvalidDocument, RfScorerError
from rf_scorer.study.case import check_names
from rf_scorer.study.privacy.attestation import OtherBytes, read_attestation
from rf_scorer.study.privacy.held import held, revealed
from rf_scorer.study.reason import REPORT, bug, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rf_scorer.domain.privacy import Verdict
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.privacy.attestation import Attestation

__all__ = ["Looked", "look", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found in one file.

    Attributes
    ----------
    file, transcript : str
    verdict : Verdict or None
        None where the file could not be read.
    attestation : Attestation or None
        One that holds.
    sha256 : str or None
        Digest of the bytes.
    problem, remedy : str
        Why the file could not be read, or, where there is a verdict, why an attestation that stands there does not hold; and what to do.
    bug : bool
        Whether it was rf_scorer that failed.
    words : tuple of str
        For each finding the words themselves, where they were asked for; else empty. Never to be written anywhere.
    """

    file: str
    transcript: str
    verdict: Verdict | None = None
    attestation: Attestation | None = None
    sha256: str | None = None
    problem: str = ""
    remedy: str = ""
    bug: bool = False
    words: tuple[str, ...] = field(default=(), repr=False)


def run(inputs: Sequence[Input], options: RunOptions, *, reveal: bool = False) -> Iterator[Looked]:
    """Look through every input, one result each, in order; nothing is written.

    Parameters
    ----------
    inputs : sequence of Input
    options : RunOptions
    reveal : bool
        Whether results hold the words that were found.

    Raises
    ------
    UsageError
        If a format or encoding is not known.
    """
    check_names(options)
    for item in inputs:
        yield look(item, options, reveal=reveal)


def look(item: Input, options: RunOptions, *, reveal: bool = False) -> Looked:
    """Look through one transcript, whether or not it is certain who is who in it.

    A file that cannot be read is a result with its problem.
    """
    try:
        one = held(item, options, roles=False)
        verdict, words = revealed(one, options.gate.policy)
        attestation, void = _attested(item.path, one.document.sha256)
    except RfScorerError as error:
        return Looked(file=item.name, transcript=item.id, problem=refusal(error, item), remedy=error.remedy or "")
    except Exception as error:  # noqa: BLE001 (our own bug on one file must not cost the look at the others)
        return Looked(file=item.name, transcript=item.id, problem=bug(error), remedy=REPORT, bug=True)
    return Looked(
        file=item.name,
        transcript=one.transcript.id,
        verdict=verdict,
        attestation=attestation,
        sha256=one.document.sha256,
        problem=refusal(void, item) if void is not None else "",
        remedy=(void.remedy or "") if void is not None else "",
        words=words if reveal else (),
    )


def _attested(path: Path, sha256: str) -> tuple[Attestation | None, RfScorerError | None]:
    """The attestation of a file, or why the one that stands there does not hold."""
    try:
        return read_attestation(path, sha256=sha256), None
    except (OtherBytes, InvalidDocument) as error:
        return None, error
