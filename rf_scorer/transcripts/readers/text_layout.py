"""What pages add to a transcript: line numbers, page numbers, running headers, rules, stamps on lines of their own."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.transcripts.stamps import STAMP, balanced, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.transcripts.lines import Line

__all__ = ["Layout", "examine"]

_LEADING = re.compile(r"(\d{1,5})(?:[.)]?[ \t]+|$)")
_PAGE = re.compile(
    r"(?:[-–—|~][ \t]?)?(?:(?:page|pg\.?|p\.|seite|página)[ \t]?)?"
    r"(\d{1,4})(?:[ \t]?(?:/|of|von|de)[ \t]?\d{1,4})?(?:[ \t]?[-–—|~])?",
    re.IGNORECASE,
)
_PAGE_WORD = re.compile(
    r"(?:[-–—|~][ \t]?)?(?:page|pg\.?)[ \t]?\d{1,4}(?:[ \t]?(?:/|of)[ \t]?\d{1,4})?(?:[ \t]?[-–—|~])?", re.IGNORECASE
)
#: In a line whose numbers read ``#``.
_COUNTED = re.compile(r"\b(?:page|pg\.?|p\.|seite|página)[ \t]?#|#[ \t]?(?:/|of)[ \t]?#", re.IGNORECASE)
_RULE = re.compile(r"[-=_*~#+•·][-=_*~#+•· \t]{2,}")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is not speech.

    Attributes
    ----------
    lines : tuple of Line
        The document's, without line numbers.
    skip : frozenset of int
        Indices of lines to leave out.
    times : dict of int to float
        Seconds by index of a line that holds nothing but a stamp.
    notes : tuple of Note
    """

    lines: tuple[Line, ...]
    skip: frozenset[int] = frozenset()
    times: dict[int, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def examine(text: str, lines: Sequence[Line]) -> Layout:
    """Tell a page's furniture from speech; whatever could be speech stays."""
    notes: list[Note] = []
    kept = _without_line_numbers(text, lines, notes)
    skip: set[int] = set()
    times: dict[int, float] = {}
    headings = 0
    for index, line in enumerate(kept):
        if line.end - line.start > 60 and text[line.start] != "#":
            continue
        content = text[line.start : min(line.end, line.start + 61)]
        stamp = STAMP.fullmatch(content)
        if stamp is not None and balanced(stamp):
            times[index] = seconds(stamp["time"])
            skip.add(index)
        elif _RULE.fullmatch(content):
            skip.add(index)
        elif _HEADING.match(content) and ":" not in content:
            headings += 1
    numbers = _page_numbers(text, kept)
    skip |= numbers
    if numbers:
        notes.append(_dropped("page-numbers-dropped", numbers, kept, "page number", "page numbers"))
    headers, doubtful = _running(text, kept, frozenset(skip), numbers)
    skip |= headers
    if headers:
        notes.append(
            _dropped(
                "page-headers-dropped",
                headers,
                kept,
                "repeated page header or footer",
                "repeated page headers or footers",
            )
        )
    if doubtful:
        notes.append(
            Note(
                code="lines-repeated",
                message=f"{len(doubtful)} lines repeat word for word; they were read as speech.",
                severity=Severity.WARNING,
                line=kept[min(doubtful)].number,
                remedy="If they are page headers, delete them from the file.",
            )
        )
    return Layout(lines=tuple(kept), skip=frozenset(skip), times=times, notes=tuple(notes))


def _dropped(code: str, indices: set[int], lines: Sequence[Line], one: str, many: str) -> Note:
    count = len(indices)
    return Note(code=code, message=f"{count} {one if count == 1 else many} left out.", line=lines[min(indices)].number)


def _without_line_numbers(text: str, lines: Sequence[Line], notes: list[Note]) -> list[Line]:
    filled = [line for line in lines if line.end > line.start]
    found = [_LEADING.match(text, line.start, line.end) for line in filled]
    numbers = [int(match[1]) for match in found if match is not None]
    steps = sum(later == earlier + 1 for earlier, later in itertools.pairwise(numbers))
    if len(filled) < 10 or len(numbers) < 0.9 * len(filled) or steps < 0.9 * (len(numbers) - 1):
        return list(lines)
    notes.append(
        Note(code="line-numbers-dropped", message=f"{len(numbers)} line numbers left out.", line=filled[0].number)
    )
    kept = []
    for line in lines:
        match = _LEADING.match(text, line.start, line.end) if line.end > line.start else None
        kept.append(line if match is None else line._replace(start=match.end()))
    return kept


def _page_numbers(text: str, lines: Sequence[Line]) -> set[int]:
    """Lines that hold a page number and nothing else.

    Bare numbers count only as a rising series: a lone one may be an answer.
    """
    bare: list[tuple[int, int]] = []
    found = set()
    for index, line in enumerate(lines):
        if not 0 < line.end - line.start <= 24:
            continue
        content = text[line.start : line.end]
        if _PAGE_WORD.fullmatch(content):
            found.add(index)
        elif (match := _PAGE.fullmatch(content)) is not None:
            bare.append((index, int(match[1])))
    steps = sum(later == earlier + 1 for (_, earlier), (_, later) in itertools.pairwise(bare))
    if (len(bare) >= 3 and steps == len(bare) - 1) or (bare and all(_page_border(lines, index) for index, _ in bare)):
        found |= {index for index, _ in bare}
    return found


def _page_border(lines: Sequence[Line], index: int) -> bool:
    """Whether a form feed stands next to this line."""
    return lines[index].page or (index + 1 < len(lines) and lines[index + 1].page)


def _running(text: str, lines: Sequence[Line], skip: frozenset[int], numbers: set[int]) -> tuple[set[int], set[int]]:
    """Repeated lines at page borders, and repeated lines elsewhere that look like headers but may be speech."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if 0 < line.end - line.start <= 100 and index not in skip:
            groups[_DIGITS.sub("#", text[line.start : line.end])].append(index)
    counting = {shape for shape, indices in groups.items() if _counts_pages(text, lines, shape, indices)}
    found = numbers | {index for shape in counting for index in groups[shape]}
    borders = {near for index in found for near in range(index - 2, index + 3)}
    borders |= {near for index, line in enumerate(lines) if line.page for near in range(index - 2, index + 2)}
    borders |= set(range(3))
    headers: set[int] = set()
    doubtful: set[int] = set()
    for shape, indices in groups.items():
        if shape in counting:
            headers.update(indices)
            continue
        if len(indices) < 3 or (len(shape.split()) < 2 and "#" not in shape) or ":" in shape[:40]:
            continue
        if sum(index in borders for index in indices) >= 0.8 * len(indices):
            headers.update(indices)
        elif shape[-1] not in ".?!,…-—" and len(shape.split()) >= 3 and all(_apart(lines, index) for index in indices):
            doubtful.update(indices)
    return headers, doubtful


def _counts_pages(text: str, lines: Sequence[Line], shape: str, indices: Sequence[int]) -> bool:
    """Whether a repeated line has one number that rises page by page while everything else in it stays.

    A colon makes a line somebody's words, and so does a sentence's end, unless the line says that it counts pages
    (behind a colon it needs another number to be believed: ``P: page 3`` may be an answer).
    """
    if "#" not in shape or (":" in shape and shape.count("#") == 1):
        return False
    says_so = _COUNTED.search(shape) is not None
    if len(indices) < (2 if says_so else 3) or (not says_so and (":" in shape[:40] or shape[-1] in ".?!,")):
        return False
    rows = [[int(number) for number in _DIGITS.findall(text[lines[i].start : lines[i].end])] for i in indices]
    columns = [column for column in zip(*rows, strict=True) if len(set(column)) > 1]
    return len(columns) == 1 and all(later == earlier + 1 for earlier, later in itertools.pairwise(columns[0]))


def _apart(lines: Sequence[Line], index: int) -> bool:
    before = index == 0 or lines[index - 1].end == lines[index - 1].start
    after = index + 1 >= len(lines) or lines[index + 1].end == lines[index + 1].start
    return before and after
