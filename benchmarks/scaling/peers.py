"""Other libraries on the same words in the same run: their Python takes turns with ours."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer.study.privacy.gate import Mode
from scaling import pairs
from scaling.corpora import score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scaling.corpora import Corpus

__all__ = ["HOW", "TITLES", "measure"]

HOW = "python3 -m venv peers && peers/bin/pip install textdescriptives==2.8.4, then --peers peers/bin/python"
TITLES = {
    "score": "score, with the gate",
    "sm": "a pipeline of en_core_web_sm's sizes",
    "sm fast": "the same, with numpy's matrix products",
    "textdescriptives": "TextDescriptives' components behind it",
}


class Peer:
    """The other Python, which has read the texts and waits."""

    def __init__(self, process: subprocess.Popen[str], first: dict[str, Any]) -> None:
        self._process = process
        self._tell(first)
        self.about = self._hear()

    def run(self, way: str) -> float:
        """CPU seconds of one way over all texts."""
        self._tell({"run": way})
        return float(self._hear()["seconds"])

    def _tell(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"The peers' Python ended with {self._process.wait()}. Make it so: {HOW}")
        heard: dict[str, Any] = json.loads(line)
        return heard


@contextmanager
def _peer(python: Path, texts: Sequence[str], model: Path | None) -> Iterator[Peer]:
    # Words go through a pipe: nothing of them is to be left in a file.
    command = [str(python), "-W", "ignore", str(Path(__file__).with_name("peer.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:  # fmt: skip
        yield Peer(process, {"texts": list(texts), "model": None if model is None else str(model.resolve())})
        assert process.stdin is not None
        process.stdin.close()


def measure(corpora: Sequence[Corpus], *, repeat: int, python: Path, model: Path | None) -> dict[str, Any]:
    """Words a second of ``score`` and of each peer, and how many times as fast ``score`` is, from pairs.

    Parameters
    ----------
    corpora : sequence of Corpus
    repeat : int
    python : Path
        A Python that has spaCy, and TextDescriptives to be compared with that too.
    model : Path or None
        Folder of a spaCy pipeline; None for random weights.
    """
    found = []
    about: dict[str, Any] = {}
    for one in corpora:
        with _peer(python, one.turns, model) as peer:
            about = peer.about
            works: dict[str, pairs.Work] = {"score": partial(_scored, one)}
            works |= {way: partial(peer.run, way) for way in about["ways"]}
            seconds = pairs.alternate(works, repeat=repeat)
        found.append(
            {
                "corpus": one.name,
                "words": one.words,
                "seconds": seconds,
                "words_per_second": {
                    name: pairs.figure([one.words / value for value in values]) for name, values in seconds.items()
                },
                "times": {way: pairs.ratio(seconds[way], seconds["score"]) for way in about["ways"]},
            }
        )
    return {"repeat": repeat, "about": about, "corpora": found}


def _scored(one: Corpus) -> None:
    score(one.inputs, protocol=one.protocol, mode=Mode.WARN)
