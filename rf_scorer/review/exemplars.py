"""Answers with labels, to practise on: those that ship, all invented, or a lab's own."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, resources
from rf_scorer.domain import QuestionRole
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["HIGHEST", "LOWEST", "Exemplar", "Exemplars", "draw", "read"]

#: The scale of reflective functioning.
LOWEST, HIGHEST = -1, 9

_SHIPPED = "exemplars.jsonl"
_MAX_BYTES = 50_000_000
_MAX_CHARACTERS = 100_000
_LONGEST_ID = 200
_REMEDY = (
    "Every line holds one JSON object with 'question', 'answer' and 'rating', and may have 'id', 'participant', 'role'."
)
_WORTH = "The answer is invented, and no certified rater rated it: a label to practise with, not an expert's rating."
_LEARNED = "The program's suggestion is not shown: it learned from this very answer, and would only repeat the label."


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplar:
    """An answer with its label.

    Attributes
    ----------
    id : str
        Unique in its file.
    question, answer : str
        On one line each.
    rating : float
        The label, from -1 to 9.
    role : QuestionRole
    participant : str or None
        Who speaks; nobody is drawn twice into a set.
    about : str
        What the label is worth.
    learned : bool
        Whether the shipped model learned from this very answer. Its suggestion would then be the label, and teach a rater to trust it.
    """

    id: str
    question: str
    answer: str
    rating: float
    role: QuestionRole
    participant: str | None
    about: str
    learned: bool = False

    @property
    def level(self) -> int:
        """The level that is nearest to the label, halves upwards."""
        return math.floor(self.rating + 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplars:
    """The answers of one file, in its order."""

    name: str
    sha256: str
    answers: tuple[Exemplar, ...]


def read(path: Path | None = None) -> Exemplars:
    """Answers with labels.

    Parameters
    ----------
    path : Path, optional
        A file of JSON Lines; without it, the invented answers that ship.

    Raises
    ------
    UsageError
        If it cannot be opened.
    InvalidDocument
        If a line is not as it must be; with its number, never with what stands there.
    """
    try:
        if path is None:
            data = (resources.folder("models") / "rf_passage" / _SHIPPED).read_bytes()
        elif path.stat().st_size > _MAX_BYTES:
            raise InvalidDocument(
                f"The file has more than {_MAX_BYTES // 1_000_000} MB.", where=shown(path.name), remedy=_REMEDY
            )
        else:
            data = read_bytes(path)
    except OSError as error:
        raise UsageError(
            f"The answers cannot be opened ({error.strerror}).",
            where=str(path or _SHIPPED),
            remedy="Give a file of JSON Lines.",
        ) from None
    name = _SHIPPED if path is None else shown(path.name)
    known = None if path is None else frozenset(answer.answer for answer in read().answers)
    answers = tuple(_answers(data, name, known))
    if not answers:
        raise InvalidDocument("The file holds no answers.", where=name, remedy=_REMEDY)
    seen: set[str] = set()
    for answer in answers:
        if answer.id in seen:
            raise InvalidDocument("Two answers have one id.", where=name, remedy="Give each line an 'id' of its own.")
        seen.add(answer.id)
    return Exemplars(name=name, sha256=hashlib.sha256(data).hexdigest(), answers=answers)


def _answers(data: bytes, name: str, known: frozenset[str] | None) -> Iterator[Exemplar]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield _answer(jsonio.loads(line, where=f"{name}:{number}"), name, number, known)


def _answer(record: Any, name: str, number: int, known: frozenset[str] | None) -> Exemplar:
    def refuse(message: str) -> InvalidDocument:
        return InvalidDocument(message, where=f"{name}:{number}", remedy=_REMEDY)

    if not isinstance(record, dict):
        raise refuse("The line is no object.")
    texts = {key: record.get(key) for key in ("question", "answer", "id", "participant", "role")}
    for key, value in texts.items():
        needed = key in {"question", "answer"}
        if value is None and not needed:
            continue
        if not isinstance(value, str) or not value.strip() or len(value) > _MAX_CHARACTERS:
            raise refuse(f"'{key}' must be text of 1 to {_MAX_CHARACTERS} characters.")
    if texts["id"] is not None and len(texts["id"]) > _LONGEST_ID:
        raise refuse(f"'id' must be text of 1 to {_LONGEST_ID} characters.")
    rating = record.get("rating")
    if isinstance(rating, bool) or not isinstance(rating, int | float) or not LOWEST <= rating <= HIGHEST:
        raise refuse(f"'rating' must be a number from {LOWEST} to {HIGHEST}.")
    role = texts["role"] or QuestionRole.DEMAND.value
    if role not in {one.value for one in QuestionRole}:
        raise refuse("'role' must be 'demand', 'permit' or 'none'.")
    answer = _line(str(texts["answer"]))
    learned = known is None or answer in known
    worth = _worth(record, name, shipped=known is None)
    return Exemplar(
        id=shown(texts["id"] or f"line-{number}"),
        question=_line(str(texts["question"])),
        answer=answer,
        rating=rating,
        role=QuestionRole(role),
        participant=texts["participant"],
        about=f"{worth} {_LEARNED}" if learned else worth,
        learned=learned,
    )


def _worth(record: Mapping[str, Any], name: str, *, shipped: bool) -> str:
    if not shipped:
        return f"The rating that stands in {name}. Who gave it, and how far it can be trusted, that file's makers know."
    first, second = (_number(reading) for reading in record["readings"])
    return (
        f"The mean of three: the level that the writer meant ({_number(record['intended'])}) and two blind readings "
        f"({first}, {second}). {_WORTH}"
    )


def _number(level: int) -> str:
    return str(level).replace("-", "−")


def _line(text: str) -> str:
    """Text on one line, as turns have it."""
    return shown(" ".join(text.split()))


def draw(answers: tuple[Exemplar, ...], *, size: int, sets: int, seed: int) -> tuple[tuple[Exemplar, ...], ...]:
    """Sets of answers on which each level comes up about as often as any other.

    Levels take turns, in an order that the seed makes anew for each round, as long as they have answers; nobody speaks twice in a set where that
    can be helped, so that the halves of a contrast pair never stand side by side.

    Parameters
    ----------
    answers : tuple of Exemplar
    size, sets : int
        Answers in a set, and sets; no answer is drawn twice.
    seed : int
        Decides on everything: the same one draws the same sets on every machine.

    Raises
    ------
    UsageError
        If there are fewer answers than that takes.
    """
    if size * sets > len(answers):
        raise UsageError(
            f"{sets} sets of {size} take {size * sets} answers; there are {len(answers)}.",
            remedy="Ask for fewer or smaller sets: --sets, --set-size.",
        )
    left: dict[int, list[Exemplar]] = {}
    for answer in sorted(answers, key=lambda one: _order(seed, "answer", one.id)):
        left.setdefault(answer.level, []).append(answer)
    turns: list[int] = []
    drawn = []
    for number in range(sets):
        chosen: list[Exemplar] = []
        while len(chosen) < size:
            if not turns:
                turns = sorted(left, key=lambda level: _order(seed, f"round-{number}-{len(chosen)}", str(level)))
            level = turns.pop(0)
            if level in left:
                chosen.append(_taken(left[level], chosen))
                if not left[level]:
                    del left[level]
        drawn.append(tuple(sorted(chosen, key=lambda one: _order(seed, f"set-{number}", one.id))))
    return tuple(drawn)


def _taken(pile: list[Exemplar], chosen: list[Exemplar]) -> Exemplar:
    speakers = {one.participant for one in chosen if one.participant is not None}
    place = next((index for index, one in enumerate(pile) if one.participant not in speakers), 0)
    return pile.pop(place)


def _order(seed: int, what: str, one: str) -> bytes:
    return hashlib.sha256(f"{seed}:{what}:{one}".encode()).digest()
