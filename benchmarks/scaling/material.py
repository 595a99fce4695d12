"""Interviews to be measured on, made of invented material: the bundled interviews' exchanges and the exemplars, drawn anew by a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from rf_scorer import resources, transcripts
from rf_scorer.domain import Role
from rf_scorer.study import demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LONG", "PROTOCOL", "SHARE", "Made", "interview", "lengths", "make", "passages"]

#: What the interviews follow: most exemplars answer its questions.
PROTOCOL = "aai"
#: Words of a long interview, shortest and longest.
LONG = (3000, 10_000)
#: Share of the words that are the participant's.
SHARE = 0.8
#: The golden ratio's fraction: its multiples are spread evenly, however many are taken.
_STEP = 0.6180339887498949
_ONSETS = (
    "b",
    "br",
    "c",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "oo")
_ENDS = ("b", "ck", "d", "ft", "g", "l", "mp", "n", "nd", "p", "rt", "sh", "st", "t")  # fmt: skip
#: Words among which one is new, as far as made words go: the vocabulary of talk does not end.
_NEW = 120
_PROBES = ("Mm.", "Right.", "Could you say a bit more about that?", "And what was that like, for you, at the time?", "Okay, take your time.")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made: the folder, files, words of all speakers, words of the participants."""

    folder: Path
    files: int
    words: int
    participant: int


@cache
def passages() -> tuple[tuple[str, str], ...]:
    """Questions and answers that interviews are drawn from, all invented."""
    text = (resources.folder("models") / "rf_passage" / "exemplars.jsonl").read_text("utf-8")
    rows = map(json.loads, text.splitlines())
    return tuple((row["question"], row["answer"]) for row in rows if row["protocol"] == PROTOCOL) + tuple(_exchanges())


def _exchanges() -> Iterator[tuple[str, str]]:
    with demo.opened() as (inputs, _):
        for item in inputs:
            asked = ""
            for turn in transcripts.read(item.path).turns:
                if turn.role is Role.INTERVIEWER:
                    asked = turn.text
                elif turn.role is Role.PARTICIPANT and asked:
                    yield asked, turn.text
                    asked = ""


def lengths(count: int, *, shortest: int, longest: int) -> list[int]:
    """Words of each of a number of interviews: the longest and the shortest first, so that few hold the same extremes as many."""
    spread = (shortest + round((longest - shortest) * ((place * _STEP) % 1)) for place in range(count))
    return [longest, shortest, *spread][:count]


def interview(words: int, *, random: Random) -> str:
    """One interview in plain text with labels, in which four fifths of the words are the participant's.

    Parameters
    ----------
    words : int
        About so many, by all speakers.
    random : Random
        Decides everything.
    """
    lines: list[str] = []
    said = asked = 0
    pool = passages()
    while said + asked < words:
        question, answer = random.choice(pool)
        answer = _renewed(" ".join(answer.split()), random)
        question = " ".join(question.split())
        while asked + len(question.split()) < (1 - SHARE) * (said + asked):
            question += " " + random.choice(_PROBES)
        lines += [f"Interviewer: {question}", f"Participant: {answer}"]
        asked += len(question.split())
        said += len(answer.split())
        # Too much asked: the participant goes on, as people do.
        while said < SHARE * (said + asked):
            more = _renewed(" ".join(random.choice(pool)[1].split()), random)
            lines[-1] += " " + more
            said += len(more.split())
    return "\n\n".join(lines) + "\n"


def _renewed(answer: str, random: Random) -> str:
    return " ".join(
        f"{word} {_new_word(random)}" if random.random() * _NEW < 1 and word.isalpha() and word.islower() else word
        for word in answer.split(" ")
    )


def _new_word(random: Random) -> str:
    return "".join(random.choice(part) for part in (_ONSETS, _VOWELS, _ENDS, _VOWELS, _ENDS))


def make(folder: Path, count: int, *, seed: int, shortest: int = LONG[0], longest: int = LONG[1]) -> Made:
    """Write interviews into a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    count : int
    seed : int
        An interview depends on this and its number alone.
    shortest, longest : int
        Words by all speakers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = participant = 0
    for number, length in enumerate(lengths(count, shortest=shortest, longest=longest)):
        text = interview(length, random=Random(f"{seed} {number}"))
        (folder / f"made-{number:05}.txt").write_text(text, "utf-8")
        for line in text.splitlines():
            label, _, said = line.partition(": ")
            words += len(said.split())
            participant += len(said.split()) if label == "Participant" else 0
    return Made(folder=folder, files=count, words=words, participant=participant)
