"""Rows and cells of delimited text and of spreadsheets, each cell with its place in the source text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DELIMITERS", "MAX_CELLS", "Cell", "Row", "delimited", "runs", "value"]

DELIMITERS = (",", ";", "\t", "|")
#: Cells of a row. What has more is no table, or is cut at the wrong sign.
MAX_CELLS = 2_000
_DOUBLED = re.compile('""')


class Cell(NamedTuple):
    """A cell: its place in the source (between the quotation marks), and whether such marks are doubled in it."""

    start: int
    end: int
    quoted: bool = False


class Row(NamedTuple):
    """A row, its 1-based number in the source (line or spreadsheet row), and its cells."""

    number: int
    cells: tuple[Cell, ...]


def runs(text: str, cell: Cell) -> Iterator[tuple[int, int, str | None]]:
    """Part a cell into runs that read as they stand (None) and doubled quotation marks that read as one."""
    last = cell.start
    if cell.quoted:
        for match in _DOUBLED.finditer(text, cell.start, cell.end):
            if match.start() > last:
                yield last, match.start(), None
            yield match.start(), match.end(), '"'
            last = match.end()
    if cell.end > last:
        yield last, cell.end, None


def value(text: str, cell: Cell) -> str:
    """What a cell reads as."""
    raw = text[cell.start : cell.end]
    return raw.replace('""', '"') if cell.quoted else raw


def delimited(text: str, delimiter: str, *, limit: int | None = None) -> Iterator[Row]:
    """Read rows of delimited text (RFC 4180, with any delimiter and any line end), without blank lines.

    Parameters
    ----------
    text : str
    delimiter : str
        One of :data:`DELIMITERS`.
    limit : int, optional
        Stop after so many rows.

    Raises
    ------
    UnreadableFile
        If a quotation mark is opened and never closed, or a row has more than :data:`MAX_CELLS` cells.
    """
    plain = re.compile("[^" + re.escape(delimiter) + "\r\n]*")
    at, number, count = 0, 1, 0
    while at < len(text) and (limit is None or count < limit):
        cells: list[Cell] = []
        begin = number
        while True:
            cell, at = _cell(text, at, plain, number)
            number += _breaks(text, cell.start, cell.end) if cell.quoted else 0
            cells.append(cell)
            if at < len(text) and text[at] == delimiter:
                at += 1
                if len(cells) >= MAX_CELLS:
                    raise UnreadableFile(
                        f"The row in line {begin} has more than {MAX_CELLS} cells.",
                        remedy="Put quotation marks around the texts, or save the table as .xlsx.",
                    )
                continue
            break
        if text.startswith("\r\n", at):
            at += 2
        elif at < len(text):
            at += 1
        number += 1
        if len(cells) > 1 or cells[0].end > cells[0].start:
            count += 1
            yield Row(begin, tuple(cells))


def _cell(text: str, at: int, plain: re.Pattern[str], number: int) -> tuple[Cell, int]:
    start = at
    while start < len(text) and text[start] == " ":
        start += 1
    if start >= len(text) or text[start] != '"':
        match = plain.match(text, at)
        assert match is not None
        return Cell(at, match.end()), match.end()
    end = start + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            raise UnreadableFile(
                f"A quotation mark opened in line {number} is never closed.",
                remedy="Save the table again from your spreadsheet program, or as .xlsx.",
            )
        if text.startswith('""', end):
            end += 2
            continue
        break
    match = plain.match(text, end + 1)
    assert match is not None
    if text[end + 1 : match.end()].strip():
        # Something stands behind the closing mark, so the marks are part of what was said.
        match = plain.match(text, at)
        assert match is not None
        return Cell(at, match.end()), match.end()
    return Cell(start + 1, end, quoted=True), match.end()


def _breaks(text: str, start: int, end: int) -> int:
    part = text[start:end]
    return part.count("\n") + part.count("\r") - part.count("\r\n")
