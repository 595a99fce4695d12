"""What is scored: a folder of somebody's transcripts, and interviews made here; and scoring them as ``score`` does."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer import transcripts
from rf_scorer.domain import Role
from rf_scorer.study import inputs
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running import batch
from rf_scorer.study.running.summary import DONE
from scaling import material

if TYPE_CHECKING:
    from rf_scorer.study.inputs import Input

__all__ = ["Corpus", "corpus", "made", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Transcripts that can be scored.

    Attributes
    ----------
    name : str
    inputs : tuple of Input
        Those that are scored where the gate only warns.
    found : int
        How many files there were.
    texts : tuple of tuple of str
        Every speaker's turns, by interview.
    words, participant : int
        Words by all speakers, and the participants' among them.
    protocol : str or None
    """

    name: str
    inputs: tuple[Input, ...]
    found: int
    texts: tuple[tuple[str, ...], ...]
    words: int
    participant: int
    protocol: str | None

    @property
    def turns(self) -> list[str]:
        """Every speaker's turns, one after the other."""
        return [text for one in self.texts for text in one]


def corpus(folder: Path, *, name: str, protocol: str | None) -> Corpus:
    """Find what can be scored in a folder, and score it once, which warms what is to be warm."""
    found = inputs.find([folder])
    rows = score(found, protocol=protocol, mode=Mode.WARN).rows
    scored = tuple(item for item, row in zip(found, rows, strict=True) if row.status == DONE)
    read = [transcripts.read(item.path) for item in scored]
    return Corpus(
        name=name,
        inputs=scored,
        found=len(found),
        texts=tuple(tuple(turn.text for turn in one.turns) for one in read),
        words=sum(len(turn.text.split()) for one in read for turn in one.turns),
        participant=sum(len(turn.text.split()) for one in read for turn in one.turns if turn.role is Role.PARTICIPANT),
        protocol=protocol,
    )


def made(folder: Path, count: int, *, seed: int) -> Corpus:
    """Make long interviews in a folder, and take them for a corpus."""
    material.make(folder, count, seed=seed)
    return corpus(folder, name="made", protocol=material.PROTOCOL)


def score(
    files: tuple[Input, ...], *, protocol: str | None, mode: Mode = Mode.WARN, pages: bool = True
) -> batch.BatchResult:
    """Score files in this process into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        options = RunOptions(protocol=protocol, gate=Gate(mode=mode), pages=pages)
        return batch.run(files, Path(folder) / "out", options)
