"""Rows of an Excel workbook, read without running anything in it."""

from __future__ import annotations

import datetime
import io
import warnings
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.archive import open_archive, read_member
from rf_scorer.transcripts.readers.safexml import entities_declared
from rf_scorer.transcripts.readers.table_cells import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sheet", "sheets"]

_MAX_ROWS = 200_000
_MAX_COLUMNS = 200
#: Bytes in which a part that declares entities does so; behind comments longer than that openpyxl refuses them itself.
_PROLOG = 4096
# What openpyxl, its zip and its XML raise on damaged workbooks; it has no tree of its own.
_DAMAGE = (
    BadZipFile,
    ParseError,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
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
            if member.endswith((".xml", ".rels")) and b"<!DOCTYPE" in read_member(archive, member, name)[:_PROLOG]:
                raise entities_declared(name)
    damaged = False
    found: list[Sheet] = []
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
                read = _sheet(sheet.title, sheet.iter_rows(max_col=_MAX_COLUMNS), other.iter_rows(max_col=_MAX_COLUMNS))
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


def _sheet(title: str, rows: Iterator[Any], originals: Iterator[Any]) -> Sheet:
    parts: list[str] = []
    found: list[Row] = []
    at, formulas = 0, 0
    unresolved: int | None = None
    for number, (row, original) in enumerate(zip(rows, originals, strict=True), start=1):
        if number > _MAX_ROWS:
            raise UnreadableFile(
                f"The sheet has more than {_MAX_ROWS} rows.", remedy="Delete the rows that are not the transcript."
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
        cells = []
        for value in values:
            cells.append(Cell(at, at + len(value)))
            parts += [value, "\t"]
            at += len(value) + 1
        parts[-1] = "\n"
        found.append(Row(number, tuple(cells)))
    return Sheet(title, "".join(parts), tuple(found), formulas, unresolved)


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
