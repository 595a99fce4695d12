"""What delimited tables hold beside the columns of words and speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.margins.margin import Place, entry, said
from rf_scorer.transcripts.readers import table_cells, table_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin
    from rf_scorer.transcripts.readers.table_cells import Row

__all__ = ["table_margins", "usual"]

#: Rows by which the delimiter is told, and among which the names of the columns stand, as the reader does.
_SAMPLE = 40
_HEADER_ROWS = 6
#: Columns that count.
_COUNTING = frozenset(
    {
        "turn",
        "turns",
        "id",
        "index",
        "no",
        "number",
        "nr",
        "row",
        "line",
        "segment",
        "duration",
        "utterance id",
        "turn id",
        "row id",
    }
)


def usual(name: str) -> bool:
    """Whether a column's name says nothing about anybody."""
    return table_columns.usual(name) or " ".join(name.replace("_", " ").casefold().split()) in _COUNTING


def table_margins(cover: Cover) -> Iterator[Margin]:
    """Cells that are no turn's words and no speaker's label, with their places; names where the column says so."""
    rows = _rows(cover)
    header = _header(cover.text, rows)
    names = tuple(table_cells.value(cover.text, cell).strip("\ufeff \t") for cell in rows[header].cells) if rows else ()
    reached = 0
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            yield from _between(cover, reached, cell.start)
            reached = max(reached, cell.end)
            if number == header and usual(names[column]):
                continue
            place = Place.BESIDE if number < header else Place.COLUMNS
            for start, end in cover.free(cell.start, cell.end):
                found = cover.bare(start, end)
                if found is not None:
                    key = names[column] if number > header and column < len(names) else ""
                    yield from entry(place, key, cover.text[slice(*found)], found[0])
    yield from _between(cover, reached, len(cover.text))


def _between(cover: Cover, start: int, end: int) -> Iterator[Margin]:
    """What stands behind a quoted cell, which no reader takes for a part of it."""
    if cover.text[start:end].strip('",;\t| \r\n'):
        for first, last in cover.free(start, end):
            yield from said(Place.BESIDE, cover.text[first:last], first)


def _rows(cover: Cover) -> list[Row]:
    """The rows under the delimiter by which most cells begin where a turn's words begin."""
    best, most = "", 0
    for delimiter in table_cells.DELIMITERS:
        try:
            sample = list(table_cells.delimited(cover.text, delimiter, limit=_SAMPLE))
        except UnreadableFile:
            continue
        fits = sum(_begins(cover, cell.start, cell.end) for row in sample for cell in row.cells if len(row.cells) > 1)
        if fits > most:
            best, most = delimiter, fits
    try:
        return list(table_cells.delimited(cover.text, best)) if best else []
    except UnreadableFile:
        return []


def _begins(cover: Cover, start: int, end: int) -> bool:
    raw = cover.text[start:end]
    return bool(raw.strip()) and cover.begins(start + len(raw) - len(raw.lstrip()))


def _header(text: str, rows: list[Row]) -> int:
    found = [
        table_columns.matches([table_cells.value(text, cell) for cell in row.cells]) for row in rows[:_HEADER_ROWS]
    ]
    return found.index(max(found)) if found else 0
