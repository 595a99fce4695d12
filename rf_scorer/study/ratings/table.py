"""A file of ratings as rows of cells: delimited text, a workbook, or JSON Lines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, RfScorerError, UnreadableFile
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.ratings import columns
from rf_scorer.study.ratings.faults import Faults
from rf_scorer.transcripts.decoding import binary_kind, decode
from rf_scorer.transcripts.identity import shown
from rf_scorer.transcripts.readers import table_cells
from rf_scorer.transcripts.readers.archive import peek
from rf_scorer.transcripts.readers.table_xlsx import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rf_scorer.study.ratings.columns import Wanted
    from rf_scorer.transcripts.readers.table_cells import Row

__all__ = ["MAX_ROWS", "Record", "Table", "open_table"]

#: A hundred thousand answers of two hundred words are 120 MB.
_MAX_BYTES = 400_000_000
#: More rows than any study has; each costs some ten kilobytes of memory while it is worked on.
MAX_ROWS = 250_000
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright bar"}
_MEMBER = "xl/workbook.xml"
#: JSON can write half of a character; no document of ours could hold it.
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its number, how messages call its place, and its cells in the order of the columns."""

    row: int
    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The names of the columns, the rows below them, what was wrong with single rows, and remarks on how they were read."""

    names: tuple[str, ...]
    records: tuple[Record, ...]
    sha256: str
    faults: Faults
    remarks: tuple[str, ...] = ()


def open_table(path: Path, wanted: Wanted, *, encoding: str | None = None) -> Table:
    """Read a table of ratings.

    Parameters
    ----------
    path : Path
        .csv, .tsv, .xlsx or .jsonl; told apart by content.
    wanted : Wanted
        Helps to tell the delimiter, and which sheet of a workbook is meant.
    encoding : str, optional
        Overrules the guess.

    Raises
    ------
    UnreadableFile
        If there is no table in the file.
    UsageError
        If there is no such encoding.
    """
    name = shown(path.name)
    data = _bytes(path, name)
    try:
        names, records, faults, remarks = _read(data, name, wanted, encoding)
    except RfScorerError as error:
        raise error.at(name) from None
    if len(records) > MAX_ROWS:
        raise UnreadableFile(
            f"The table has more than {MAX_ROWS} rows.", where=name, remedy="Part it, by participants."
        )
    return Table(
        names=names, records=records, sha256=hashlib.sha256(data).hexdigest(), faults=faults, remarks=tuple(remarks)
    )


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFile("There is no such file.", where=name, remedy="Give a .csv, .tsv, .xlsx or .jsonl.")
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableFile(
                f"The file has more than {_MAX_BYTES // 1_000_000} MB.", where=name, remedy="Part it, by participants."
            )
        data = read_bytes(path)
    except OSError as error:
        raise UnreadableFile(
            f"The file cannot be opened ({error.strerror}).", where=name, remedy="Check its permissions."
        ) from None
    if not data.strip():
        raise UnreadableFile("The file is empty.", where=name, remedy="Was it saved, or synchronised, completely?")
    return data


_Read = tuple[tuple[str, ...], tuple[Record, ...], Faults, list[str]]


def _read(data: bytes, name: str, wanted: Wanted, encoding: str | None) -> _Read:
    if data.startswith(b"PK"):
        members = peek(data)
        if members is None or _MEMBER not in members:
            raise UnreadableFile("This is a zip archive, and no workbook.", remedy="Save the table as .xlsx or .csv.")
        return _workbook(data, name, wanted)
    decoded = decode(data, encoding=encoding)
    if decoded is None:
        what = (binary_kind(data) or ("some kind of binary file",))[0]
        raise UnreadableFile(f"This is {what}, not a table.", remedy="Save the table as .xlsx, or as .csv in UTF-8.")
    remarks = [" ".join(filter(None, (note.message, note.remedy))) for note in decoded.notes]
    if decoded.text.lstrip().startswith("{"):
        return _json_lines(decoded.text, remarks)
    if decoded.text.lstrip().startswith("["):
        raise UnreadableFile("This is one JSON array.", remedy="Give JSON Lines: one object a line.")
    return _delimited(decoded.text, wanted, remarks)


def _delimited(text: str, wanted: Wanted, remarks: list[str]) -> _Read:
    ranked = []
    for order, delimiter in enumerate(_DELIMITERS):
        top = _first(text, delimiter)
        ranked.append((columns.fit(top, wanted), len(top), -order, delimiter))
    delimiter = max(ranked)[3]
    rows = list(table_cells.delimited(text, delimiter))
    if not rows:
        raise UnreadableFile("The file holds no rows.", remedy="Was it saved completely?")
    names = _names(text, rows[0])
    if len(names) < 2:
        raise UnreadableFile(
            f"Only one column was found, whichever of {', '.join(_DELIMITERS.values())} parts them.",
            remedy="Save the table again as .csv with commas, or as .xlsx.",
        )
    faults = Faults()
    records = tuple(_records(text, rows, len(names), faults, counted=True))
    return names, records, faults, remarks


def _first(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        return _names(text, next(table_cells.delimited(text, delimiter, limit=1)))
    except (UnreadableFile, StopIteration):
        return ()


def _names(text: str, row: Row) -> tuple[str, ...]:
    return tuple(table_cells.value(text, cell).strip("\ufeff \t\r\n") for cell in row.cells)


def _records(text: str, rows: Sequence[Row], width: int, faults: Faults, *, counted: bool) -> Iterator[Record]:
    """The rows below the header, made as wide as it; ``counted`` where a row's own number is that of its line."""
    for number, row in enumerate(rows[1:], start=2):
        found = tuple(table_cells.value(text, cell) for cell in row.cells)
        place = str(row.number)
        if counted:
            place = str(number) if number == row.number else f"{number} (line {row.number})"
        if any(map(str.strip, found[width:])):
            faults.add(
                "There are more cells than columns: a text seems to be cut at its commas.",
                place=place,
                remedy="Put quotation marks around the texts, or save the table as .xlsx.",
            )
        yield Record(number if counted else row.number, place, (*found[:width], *[""] * (width - len(found))))


def _workbook(data: bytes, name: str, wanted: Wanted) -> _Read:
    found = sheets(data, name)
    if not found:
        raise UnreadableFile("The workbook holds no rows.", remedy="Was it saved completely?")
    heads = [_names(sheet.text, sheet.rows[0]) for sheet in found]
    best = max(range(len(found)), key=lambda index: (columns.fit(heads[index], wanted), -index))
    sheet, names = found[best], heads[best]
    if sheet.unresolved is not None:
        raise UnreadableFile(
            f"Row {sheet.unresolved} holds a formula whose result is not stored.",
            remedy="Open the workbook in your spreadsheet program, paste the cells as values, and save it.",
        )
    faults = Faults()
    remarks = [f"Sheet {best + 1} of {len(found)} that hold rows was read."] if len(found) > 1 else []
    if sheet.formulas:
        remarks.append(f"{sheet.formulas} cells hold formulas; their stored results were read.")
    return names, tuple(_records(sheet.text, sheet.rows, len(names), faults, counted=False)), faults, remarks


def _json_lines(text: str, remarks: list[str]) -> _Read:
    faults = Faults(unit="line")
    objects: list[tuple[int, dict[str, Any]]] = []
    names: dict[str, int] = {}
    # Not splitlines(): a separator of lines or paragraphs within a string ends no line of JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = jsonio.loads(line)
        except InvalidDocument as error:
            problem = error.message.partition(" (line")[0].rstrip(".") + "."
            faults.add(problem, place=str(number), remedy="Give JSON Lines: one object a line.")
            continue
        if not isinstance(found, dict):
            faults.add("This is not an object.", place=str(number), remedy="Give JSON Lines: one object a line.")
            continue
        if any(_HALF.search(key) is not None for key in found):
            faults.add("A key holds half of a surrogate pair.", place=str(number), remedy="Write it again.")
            continue
        for key in found:
            names.setdefault(key, len(names))
        objects.append((number, found))
    records = tuple(_json_records(objects, tuple(names), faults))
    return tuple(names), records, faults, remarks


def _json_records(
    objects: list[tuple[int, dict[str, Any]]], names: tuple[str, ...], faults: Faults
) -> Iterator[Record]:
    for number, found in objects:
        cells = []
        for name in names:
            value = found.get(name)
            if isinstance(value, bool | list | dict):
                faults.add(
                    "This is neither text nor a number.", place=str(number), column=name, remedy="Give one of the two."
                )
                value = None
            elif isinstance(value, str) and _HALF.search(value) is not None:
                faults.add(
                    "The text holds half of a surrogate pair.", place=str(number), column=name, remedy="Write it again."
                )
                value = None
            cells.append("" if value is None else str(value))
        yield Record(number, str(number), tuple(cells))
