"""Exemplar passages: what a line of the file must hold, and the lines as typed records."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument
from rf_scorer.transcripts.conventions import asides, masked, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["LEVELS", "PAIR_KINDS", "PROTOCOLS", "STYLES", "SUBTYPES", "Fault", "Pair", "Passage", "read"]

#: The declared scale.
LEVELS = tuple(range(-1, 10))
PROTOCOLS = ("aai", "brfi", "pdi", "pi", "cai", "session")
ROLES = ("demand", "permit")
STYLES = ("verbatim", "clean", "lower case", "house style")
PAIR_KINDS = ("same words", "same reasoning")
#: In the order of the levels that they belong to.
SUBTYPES = (
    "hostile rejection",
    "bizarre",
    "disavowal",
    "concrete",
    "self-serving",
    "naive-simplistic",
    "over-analytical",
    "one-sided",
    "miscellaneous low",
    "inconsistent",
    "ordinary",
    "marked",
    "exceptional",
)

_CHOICES = {"protocol": PROTOCOLS, "role": ROLES, "subtype": SUBTYPES, "style": STYLES}
_TEXTS = ("question", "answer", "speaker", "variety")
_PATTERNS = {"id": re.compile(r"ex-\d{4}"), "participant": re.compile(r"s\d{2,4}"), "writer": re.compile(r"w\d{2}")}
_REQUIRED = frozenset({*_CHOICES, *_TEXTS, *_PATTERNS, "rating", "intended", "readings"})
_OPTIONAL = frozenset({"surface", "pair"})
_READINGS = 2
#: ``woman, 58, shop worker, non-clinical``: who, how old, and at least one thing more.
_SPEAKER = re.compile(r"[^,]+, \d{1,3}, .*\S")
#: A word with its apostrophes; figures count as words, hyphens part them.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Fault(NamedTuple):
    """What is wrong, and where: ``file:line::$.key``, or an id."""

    place: str
    message: str


class Pair(NamedTuple):
    """A contrast with an earlier passage."""

    kind: str
    of: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One line of the file. ``rating`` is the mean of ``intended`` and ``readings``, all on :data:`LEVELS`."""

    id: str
    participant: str
    protocol: str
    role: str
    question: str
    answer: str
    rating: float
    intended: int
    readings: tuple[int, int]
    writer: str
    subtype: str
    speaker: str
    variety: str
    style: str
    surface: str | None = None
    pair: Pair | None = None

    @property
    def level(self) -> int:
        """The level nearest to the rating, halves upwards."""
        return math.floor(self.rating + 0.5)

    @cached_property
    def spoken(self) -> str:
        """The answer without pauses, events, back-channels and names' codes."""
        return masked(self.answer, asides(self.answer))

    @property
    def length(self) -> int:
        """Words that were spoken."""
        return word_count(self.answer)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of :attr:`spoken`, in lower case, with straight apostrophes."""
        return tuple(word.replace("’", "'") for word in _WORD.findall(self.spoken.lower()))


def _is_level(value: Any) -> bool:
    return type(value) is int and value in LEVELS


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value == value.strip() != ""


def _wrong_values(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and message of every value that cannot stand; keys that are missing are told elsewhere."""
    for key, choices in _CHOICES.items():
        if key in record and record[key] not in choices:
            yield key, f"This is none of: {', '.join(choices)}."
    for key in _TEXTS:
        if key in record and not _is_text(record[key]):
            yield key, "This must be text, without space at its ends."
    for key, pattern in _PATTERNS.items():
        if key in record and not (isinstance(record[key], str) and pattern.fullmatch(record[key])):
            yield key, f"This must look like {pattern.pattern}."
    speaker = record.get("speaker")
    if isinstance(speaker, str) and _is_text(speaker) and not _SPEAKER.fullmatch(speaker):
        yield "speaker", "This must be: who, age in figures, occupation or setting."
    if "surface" in record and not _is_text(record["surface"]):
        yield "surface", "This must be text; leave the key out where there is none."


def _wrong_ratings(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    readings = record.get("readings", [LEVELS[0]] * _READINGS)
    if not (isinstance(readings, list) and len(readings) == _READINGS and all(map(_is_level, readings))):
        yield "readings", f"This must be two whole levels from {LEVELS[0]} to {LEVELS[-1]}."
    if not _is_level(record.get("intended", LEVELS[0])):
        yield "intended", f"This must be a whole level from {LEVELS[0]} to {LEVELS[-1]}."
    rating = record.get("rating", LEVELS[0])
    if type(rating) not in (int, float) or not LEVELS[0] <= rating <= LEVELS[-1]:
        yield "rating", f"This must be a number from {LEVELS[0]} to {LEVELS[-1]}."


def _wrong_pair(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    pair = record.get("pair")
    if "pair" not in record:
        return
    if not (isinstance(pair, dict) and set(pair) == set(Pair._fields)):
        yield "pair", "This must hold kind and of, and nothing else."
    elif pair["kind"] not in PAIR_KINDS:
        yield "pair.kind", f"This is none of: {', '.join(PAIR_KINDS)}."


def _wrong(record: Any) -> list[tuple[str, str]]:
    if not isinstance(record, dict):
        return [("", "This must be an object.")]
    found = [(key, "This key is missing.") for key in sorted(_REQUIRED - set(record))]
    found += [("", "There is a key too many.")] if set(record) - _REQUIRED - _OPTIONAL else []
    return [*found, *_wrong_values(record), *_wrong_ratings(record), *_wrong_pair(record)]


def _passage(record: dict[str, Any]) -> Passage:
    pair = record.get("pair")
    values = record | {"readings": tuple(record["readings"]), "pair": Pair(**pair) if pair else None}
    return Passage(**values)


def read(path: Path) -> tuple[Sequence[Passage], Sequence[Fault]]:
    """Passages of a file, and what is wrong with the shape of lines; a line at fault gives no passage.

    Parameters
    ----------
    path : Path
        JSON Lines, UTF-8, one passage a line.
    """
    passages: list[Passage] = []
    faults: list[Fault] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")[:-1], 1):
        place = f"{path.name}:{number}"
        try:
            record = jsonio.loads(line)
        except InvalidDocument as error:
            faults.append(Fault(place, str(error)))
            continue
        wrong = _wrong(record)
        faults += [Fault(f"{place}::$.{key}" if key else place, message) for key, message in wrong]
        if not wrong:
            passages.append(_passage(record))
    return passages, faults
