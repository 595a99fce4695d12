"""Rows of an Excel workbook, read without running anything in it."""

from __future__ import annotations

import datetime
import io
import warnings
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.archive import open_archive, read_member
from rf_scorer.transcripts.readers.safexml import entities_declared, refuse_crowded
from rf_scorer.transcripts.readers.table_cells import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sheet", "sheets"]

_MAX_ROWS = 200_000
_MAX_COLUMNS = 200
# What openpyxl, its zip and its XML raise on damaged workbooks; it has no tree of its own. Errors of XML are syntax errors, with lxml and without.
_DAMAGE = (
    BadZipFile,
    SyntaxError,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    OSError,
    EOFError,
)


class Sheet(NamedTuple):
    """A worksheet as text: rows a line each, cells between tabs.

    ``formulas`` counts cells that hold a formula, ``unresolved`` is the first row with one whose result was not stored.
    """

    title: str
    text: str
    rows: tuple[Row, ...]
    formulas: int
    unresolved: int | None


def sheets(data: bytes, name: str) -> list[Sheet]:
    """Read the visible worksheets that hold anything.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for messages.

    Raises
    ------
    UnreadableFile
        If the workbook is damaged, password-protected, a zip bomb, or longer than any transcript.
    """
    with open_archive(data, name) as archive:
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")):
                part = read_member(archive, member, name)
                # Without the zeros of UTF-16. What stands in a cell is escaped.
                if b"<!DOCTYPE" in part.replace(b"\0", b""):
                    raise entities_declared(name)
                refuse_crowded(part, where=name)
    damaged = False
    seen = 0
    found: list[Sheet] = []
    import openpyxl  # here, since only a workbook needs it

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl warns of every feature that it would lose on saving; nothing is saved
        try:
            results = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            for sheet, other in zip(results.worksheets, formulas.worksheets, strict=True):
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()
                other.reset_dimensions()
                rows, originals = (one.iter_rows(max_col=_MAX_COLUMNS + 1) for one in (sheet, other))
                read, count = _sheet(sheet.title, rows, originals, left=_MAX_ROWS - seen)
                seen += count
                if read.rows:
                    found.append(read)
            results.close()
            formulas.close()
        except _DAMAGE:
            damaged = True
    # Outside the handler: what openpyxl raises may quote a cell.
    if damaged:
        raise UnreadableFile(
            "The workbook is damaged.", remedy="Open it in your spreadsheet program and save it again."
        )
    return found


def _sheet(title: str, rows: Iterator[Any], originals: Iterator[Any], *, left: int) -> tuple[Sheet, int]:
    """A sheet, and how many rows it has; empty ones count, since a workbook can hold a million of them in a hundred bytes."""
    parts: list[str] = []
    found: list[Row] = []
    at, formulas, number = 0, 0, 0
    unresolved: int | None = None
    for number, (row, original) in enumerate(zip(rows, originals, strict=True), start=1):
        if number > left:
            raise UnreadableFile(
                f"The sheets have more than {_MAX_ROWS} rows.", remedy="Delete the rows that are not the transcript."
            )
        values = [_text(cell.value) for cell in row]
        for cell, stored in zip(original, values, strict=False):
            if getattr(cell, "data_type", "") == "f":
                formulas += 1
                unresolved = number if unresolved is None and not stored else unresolved
        while values and not values[-1]:
            values.pop()
        if not values:
            continue
        if len(values) > _MAX_COLUMNS:
            raise UnreadableFile(
                f"Row {number} has more than {_MAX_COLUMNS} columns.",
                remedy="Delete the columns that are not the transcript.",
            )
        cells = []
        for value in values:
            cells.append(Cell(at, at + len(value)))
            parts += [value, "\t"]
            at += len(value) + 1
        parts[-1] = "\n"
        found.append(Row(number, tuple(cells)))
    return Sheet(title, "".join(parts), tuple(found), formulas, unresolved), number


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.timedelta):
        return str(value.total_seconds())
    if isinstance(value, datetime.datetime | datetime.time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "")
