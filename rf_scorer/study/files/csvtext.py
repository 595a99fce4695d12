"""Tables as text, and cells that a spreadsheet cannot run: one way for every table that is written."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["as_it_was", "csv_text", "plain_cell"]

#: A cell that begins so is a formula to a spreadsheet, to some of them in full width as well.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def plain_cell(value: Any) -> Any:
    """A value as a table may hold it: text that a spreadsheet would run stays text, on one line."""
    # Names and codes come from outside: "=cmd.txt" must stay a name in a spreadsheet, and a carriage return must not end the row.
    if not isinstance(value, str):
        return value
    plain = shown(value)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def as_it_was(cell: str) -> str:
    """The text of which :func:`plain_cell` made a cell, but for characters that it does not show."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """RFC 4180 text, lines ending in a line feed: a header, and rows of plain cells; a cell is empty where its value is None."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(map(plain_cell, row) for row in rows)
    return buffer.getvalue()
