"""Tables with one turn a row: CSV, TSV, semicolons (Excel in most of Europe), and .xlsx."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers import table_cells, table_columns
from rf_scorer.transcripts.readers.archive import peek
from rf_scorer.transcripts.readers.table_cells import DELIMITERS, Cell, Row
from rf_scorer.transcripts.readers.table_xlsx import sheets
from rf_scorer.transcripts.stamps import STAMP, seconds
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.domain import Turn

__all__ = ["READER", "TableReader"]

_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_WORKBOOK = "xl/workbook.xml"
#: The names of the columns stand in one of the first rows; titles may stand above.
_HEADER_ROWS = 6
#: What stands below the header of a table in Markdown.
_RULE = re.compile(r"[ \t|:]*+-[ \t|:-]*+")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")


class _Table(NamedTuple):
    text: str
    rows: Sequence[Row]
    header: int
    names: tuple[str, ...]
    delimiter: str | None


class TableReader:
    """CSV, TSV and XLSX with a column of speakers and a column of text."""

    name = "table"
    description = "CSV, TSV or XLSX with one turn a row"

    def recognise(self, document: Document) -> float:
        """By a header that names a column of text and one of speakers; by suffix if it does not."""
        if document.data.startswith(b"PK"):
            members = peek(document.data)
            return 0.95 if members is not None and _WORKBOOK in members else 0.0
        decoded = document.decoded
        if decoded is None:
            return 0.0
        named = document.suffix in _SUFFIXES
        try:
            table = _delimited(decoded.text, limit=40)
        except UnreadableFile:
            return 0.6 if named else 0.0
        if table_columns.matches(table.names) < 2:
            return 0.6 if named else 0.0
        even = sum(len(row.cells) == len(table.names) for row in table.rows[table.header :])
        return 0.9 if named or (even >= 0.8 * len(table.rows[table.header :]) and even > 1) else 0.2

    def bounds(self, document: Document) -> tuple[float, float]:
        """By what kind of file it is."""
        if document.data.startswith(b"PK"):
            return 0.0, 0.95
        if document.decoded is None:
            return 0.0, 0.0
        return (0.6, 0.9) if document.suffix in _SUFFIXES else (0.0, 0.9)

    def read(self, document: Document, options: ReadOptions) -> Reading:
        """Make turns of the rows; rows of one speaker on end are one turn.

        Raises
        ------
        UnreadableFile
            If there is no column of text or of speakers, a row has more cells than the header, or the file is damaged.
        UnknownName
            If a column that the options name is not there.
        """
        if document.data.startswith(b"PK"):
            return _workbook(document, options)
        decoded = document.decoded
        if decoded is None:
            raise UnreadableFile("This is not text.", remedy="Save the table as .xlsx or as CSV in UTF-8.")
        table = _delimited(decoded.text, options=options)
        turns, notes = _turns(table, options)
        return Reading(
            format="tsv" if table.delimiter == "\t" else "csv",
            text=decoded.text,
            turns=turns,
            notes=tuple(notes),
            encoding=decoded.encoding,
            newline=decoded.newline,
        )


def _workbook(document: Document, options: ReadOptions) -> Reading:
    found = sheets(document.data, document.name)
    if not found:
        raise UnreadableFile("The workbook holds no rows.", remedy="Was it saved completely?")
    tables = [_header(sheet.text, sheet.rows, None, options) for sheet in found]
    best = max(range(len(found)), key=lambda index: (_fit(tables[index].names, options), -index))
    sheet, table = found[best], tables[best]
    turns, notes = _turns(table, options)
    if sheet.unresolved is not None:
        raise UnreadableFile(
            f"Row {sheet.unresolved} holds a formula whose result is not stored.",
            remedy="Open the workbook in your spreadsheet program, paste the cells as values, and save it.",
        )
    if len(found) > 1:
        notes.append(
            Note(
                code="sheet-chosen",
                message=f"Sheet {best + 1} of {len(found)} that hold rows was read.",
                severity=Severity.WARNING,
                remedy="If another holds the transcript, or one of its own, save each as a file of its own.",
            )
        )
    if sheet.formulas:
        notes.append(
            Note(code="formulas", message=f"{sheet.formulas} cells hold formulas; their stored results were read.")
        )
    return Reading(format="xlsx", text=sheet.text, turns=turns, notes=tuple(notes))


def _fit(names: Sequence[str], options: ReadOptions) -> int:
    plain = {name.strip().casefold() for name in names}
    asked = sum(
        name is not None and name.strip().casefold() in plain for name in (options.text_column, options.speaker_column)
    )
    return table_columns.matches(names) + 2 * asked


def _header(text: str, rows: Sequence[Row], delimiter: str | None, options: ReadOptions) -> _Table:
    """The first of the topmost rows that names the most columns we know."""
    best, points = 0, -1
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        found = _fit([table_cells.value(text, cell) for cell in row.cells], options)
        if found > points:
            best, points = index, found
    names = tuple(table_cells.value(text, cell).strip("\ufeff \t") for cell in rows[best].cells) if rows else ()
    return _Table(text, rows, best + 1, names, delimiter)


def _delimited(text: str, *, limit: int | None = None, options: ReadOptions | None = None) -> _Table:
    """Read with the delimiter under which the header makes the most sense."""
    options = options or ReadOptions()
    ranked = []
    for delimiter in DELIMITERS:
        names = _header(text, _topmost(text, delimiter), delimiter, options).names
        ranked.append((_fit(names, options), len(names), -DELIMITERS.index(delimiter)))
    chosen = DELIMITERS[-max(ranked)[2]]
    return _header(text, list(table_cells.delimited(text, chosen, limit=limit)), chosen, options)


def _topmost(text: str, delimiter: str) -> list[Row]:
    """The first rows, as far as quotation marks are closed under this delimiter."""
    for limit in (_HEADER_ROWS, 1):
        try:
            return list(table_cells.delimited(text, delimiter, limit=limit))
        except UnreadableFile:
            continue
    return []


def _turns(table: _Table, options: ReadOptions) -> tuple[tuple[Turn, ...], list[Note]]:
    columns = table_columns.choose(table.names, options)
    text = table.text
    builder = TurnBuilder(text)
    tally: Counter[str] = Counter()
    speaker: str | None = None
    for row in table.rows[table.header :]:
        cells = _whole(row, table, columns)
        tally["overlong"] += cells is not row.cells
        if table.delimiter == "|" and _RULE.fullmatch(text, row.cells[0].start, row.cells[-1].end):
            continue
        if columns.text >= len(cells) or not table_cells.value(text, cells[columns.text]).strip():
            tally["empty"] += 1
            continue
        named = (
            table_cells.value(text, cells[columns.speaker]).strip(" \t\r\n:\u00a0")
            if columns.speaker < len(cells)
            else ""
        )
        if not named:
            tally["unnamed"] += 1
            tally.setdefault("unnamed-row", row.number)
        speaker = " ".join(named.split())[:200] or speaker
        time, time_end = _time(text, cells, columns.time), _time(text, cells, columns.time_end)
        for position, (start, end, reads) in enumerate(table_cells.runs(text, cells[columns.text])):
            builder.add(speaker, start, end, text=reads, time=time, time_end=time_end, joined=position > 0)
    turns = builder.finish()
    if not turns:
        raise UnreadableFile("The table has a header but no row with words.", remedy="Was the file saved completely?")
    return turns, list(_notes(tally, table))


def _whole(row: Row, table: _Table, columns: table_columns.Columns) -> tuple[Cell, ...]:
    """The row's cells; where unquoted text was cut at its commas and stands last, put together again."""
    width = len(table.names)
    extra = row.cells[width:]
    if not any(cell.end > cell.start for cell in extra):
        return row.cells
    if columns.text != width - 1 or any(cell.quoted for cell in (*extra, row.cells[columns.text])):
        raise UnreadableFile(
            f"Row {row.number} has more cells than the header: its text seems to be cut at commas.",
            remedy="Put quotation marks around the text, or save the table as .xlsx.",
        )
    return (*row.cells[: columns.text], Cell(row.cells[columns.text].start, row.cells[-1].end))


def _time(text: str, cells: Sequence[Cell], column: int | None) -> float | None:
    if column is None or column >= len(cells):
        return None
    content = table_cells.value(text, cells[column]).strip()[:40]
    if _NUMBER.fullmatch(content):
        return float(content.replace(",", "."))
    stamp = STAMP.fullmatch(content)
    return None if stamp is None else seconds(stamp["time"])


def _notes(tally: Counter[str], table: _Table) -> Iterable[Note]:
    if table.header > 1:
        yield Note(
            code="rows-above-header", message=f"{table.header - 1} rows above the names of the columns left out."
        )
    if tally["empty"]:
        yield Note(code="rows-empty", message=f"{tally['empty']} rows without text left out.")
    if tally["unnamed"]:
        yield Note(
            code="rows-unnamed",
            message=f"{tally['unnamed']} rows name no speaker; each continues the one before it.",
            severity=Severity.WARNING,
            line=tally["unnamed-row"],
            remedy="Check that nobody else speaks there.",
        )
    if tally["overlong"]:
        yield Note(
            code="rows-rejoined",
            message=f"{tally['overlong']} rows were cut at delimiters inside the text and put together again.",
            severity=Severity.WARNING,
            remedy="Put quotation marks around the text.",
        )


READER = TableReader()
