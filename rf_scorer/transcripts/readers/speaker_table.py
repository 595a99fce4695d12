"""Tables in documents: one column says who speaks, another what is said."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.transcripts.readers.styled import Table

__all__ = ["Columns", "seconds", "speaker_columns", "without_counters"]

_TIME = re.compile(r"\W*(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?\W*(?:(?:-|–|—|to|-->).*)?")
_COUNTER = re.compile(r"[\W\d]*")
_HEADS = frozenset(
    {"speaker", "who", "person", "role", "name", "voice", "participant", "text", "utterance", "transcript", "speech"}
    | {"content", "words", "turn"}
)
_SPEAKERS = frozenset(
    {
        "interviewer",
        "participant",
        "interviewee",
        "therapist",
        "client",
        "patient",
        "respondent",
        "subject",
        "informant",
    }
    | {"mother", "father", "parent", "child", "researcher", "clinician", "examiner", "i", "p", "t", "c", "s", "r"}
)
_MOST_SPEAKERS = 8
_MOST_COLUMNS = 30
_MAX_TIME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where a table keeps what.

    ``words`` are the columns of speech. With a ``label`` column there is one of them; without, each is headed by the
    speaker whose words it holds. ``time`` is a column or None; ``rest`` are columns that are not read and hold more
    than numbers; ``first`` is the first row below the heading.
    """

    label: int | None
    words: tuple[int, ...]
    time: int | None
    rest: tuple[int, ...]
    first: int


def seconds(text: str) -> float | None:
    """A time stamp such as ``1:02:03`` or ``[02:03.5]`` in seconds, or None."""
    match = _TIME.fullmatch(text) if len(text) <= _MAX_TIME else None
    if match is None:
        return None
    hours, minutes, whole, part = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part or 0}")


def _grid(table: Table) -> list[list[str]]:
    width = max((len(row) for row in table.rows), default=0)
    if width > _MOST_COLUMNS:  # filled up to its widest row, a ragged table could fill the memory
        return []
    grid = [[" ".join(paragraph.text for paragraph in cell).strip() for cell in row] for row in table.rows]
    return [row + [""] * (width - len(row)) for row in grid]


def _is_label(values: list[str]) -> bool:
    filled = [value.rstrip(": ").casefold() for value in values if value]
    kinds = Counter(filled)
    return (
        2 <= len(kinds) <= min(_MOST_SPEAKERS, max(2, len(filled) * 2 // 3))
        and 2 * len(filled) >= len(values)
        and all(len(value) <= 40 and len(value.split()) <= 4 for value in kinds)
        and all(any(character.isalpha() for character in value) for value in kinds)
        and not any(value.endswith((".", "?", "!")) and len(value) > 3 for value in kinds)
    )


def _side_by_side(grid: list[list[str]], named: list[int]) -> Columns:
    others = [number for number in range(len(grid[0])) if number not in named]
    times = [number for number in others if _is_time([row[number] for row in grid[1:]])]
    rest = [number for number in others if not all(_COUNTER.fullmatch(row[number]) for row in grid[1:])]
    return Columns(
        label=None,
        words=tuple(named),
        time=times[0] if times else None,
        rest=tuple(number for number in rest if number not in times),
        first=1,
    )


def _is_time(values: list[str]) -> bool:
    return any(values) and all(not value or seconds(value) is not None for value in values)


def speaker_columns(table: Table) -> Columns | None:
    """Find the columns of a table that holds a turn a row, or None where it does not.

    A label column holds two to eight different short values and is filled in most rows; the words are the column with
    most of them. An empty label continues the speaker above.
    """
    grid = _grid(table)
    if not grid or len(grid[0]) < 2:
        return None
    named = [number for number, value in enumerate(grid[0]) if value.rstrip(":").casefold() in _SPEAKERS]
    if len(named) >= 2 and len(grid) > 1:
        return _side_by_side(grid, named)
    heads = sum(value.rstrip(":").casefold() in _HEADS for value in grid[0])
    first = int(heads >= 2 or (heads == 1 and all(len(value.split()) <= 3 for value in grid[0])))
    rows = grid[first:]
    columns = [[row[number] for row in rows] for number in range(len(grid[0]))]
    sizes = [sum(len(value.split()) for value in column) for column in columns]
    words = max(range(len(sizes)), key=sizes.__getitem__)
    label = next((number for number, column in enumerate(columns) if number != words and _is_label(column)), None)
    if label is None:
        return None
    times = [number for number, column in enumerate(columns) if number not in (label, words) and _is_time(column)]
    rest = tuple(
        number
        for number, column in enumerate(columns)
        if number not in (label, words, *times) and not all(_COUNTER.fullmatch(value) for value in column)
    )
    return Columns(label=label, words=(words,), time=times[0] if times else None, rest=rest, first=first)


def without_counters(table: Table) -> tuple[Table, int]:
    """The table without columns that only number or time its rows, and how many columns that were."""
    grid = _grid(table)
    if not grid or len(grid[0]) < 2:
        return table, 0
    counters = {
        number
        for number in range(len(grid[0]))
        if any(row[number] for row in grid)
        and all(_COUNTER.fullmatch(row[number]) or seconds(row[number]) is not None for row in grid)
    }
    if not counters or len(counters) == len(grid[0]):
        return table, 0
    rows = tuple(tuple(cell for number, cell in enumerate(row) if number not in counters) for row in table.rows)
    return type(table)(rows=rows), len(counters)
