"""CSV files and one Excel workbook: mentions, markers, passages, interviews, the ratings, and what every column means."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rf_scorer.exchange.sheet_tables import sheet_tables
from rf_scorer.exchange.tables import as_csv, codebook
from rf_scorer.study.files.csvtext import plain_cell
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl import Workbook

    from rf_scorer.exchange.material import Material, Options
    from rf_scorer.exchange.tables import Cell, Table

__all__ = ["write_csv", "write_xlsx"]

#: Excel holds no more in a cell.
_LONGEST = 32_767
_WIDEST = 60
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
#: The first day that a zip container knows: no file's time depends on when it was made.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _tables(material: Material, options: Options) -> tuple[Table, ...]:
    rated = material.tables if options.text else tuple(table.without_words() for table in material.tables)
    made = (*sheet_tables(material, options), *rated)
    return (*made, codebook(made))


def write_csv(material: Material, options: Options) -> Mapping[str, bytes]:
    """A file for each table."""
    return {f"{table.name}.csv": as_csv(table).encode("utf-8") for table in _tables(material, options)}


def write_xlsx(material: Material, options: Options) -> Mapping[str, bytes]:
    """One workbook with a sheet for each table; text is text whatever it begins with, and numbers are numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(iso_dates=True)
    for first in book.sheetnames:
        del book[first]
    for table in _tables(material, options):
        sheet = book.create_sheet(table.name[:31])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(table.columns, start=1):
            head = sheet.cell(1, number, column.name)
            head.font = Font(bold=True)
            longest = max((len(str(row[number - 1])) for row in table.rows if row[number - 1] is not None), default=0)
            sheet.column_dimensions[head.column_letter].width = min(max(longest, len(column.name)) + 2, _WIDEST)
        for place, row in enumerate(table.rows, start=2):
            for number, value in enumerate(row, start=1):
                if value is None:
                    continue
                cell = sheet.cell(place, number)
                cell.value = _held(value)
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula, and never an error value
                    # Nor when somebody goes into the cell and out of it again.
                    cell.quotePrefix = plain_cell(value) != shown(value)
    moment = datetime(1980, 1, 1)  # noqa: DTZ001 (the format knows no zone)
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "rf_scorer"
    return {"study.xlsx": _steady(_saved(book), moment)}


def _saved(book: Workbook) -> bytes:
    """The workbook's bytes. ``Workbook.save`` writes each sheet to a temporary file first, which a killed run would leave behind."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            content = io.BytesIO()
            writer: Any = WorksheetWriter(ws, content)
            writer.write()
            ws._rels, ws._drawing = writer._rels, SpreadsheetDrawing()
            archive.writestr(ws.path[1:], content.getvalue())
            self.manifest.append(ws)

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        InMemory(book, archive).save()
    return buffer.getvalue()


def _held(value: Cell) -> Cell:
    return shown(value)[:_LONGEST] if isinstance(value, str) else value


def _steady(data: bytes, moment: datetime) -> bytes:
    """The same container with the same times in it whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as made:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            content = given.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving
                content = _SAVED.sub(rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            made.writestr(info, content)
    return buffer.getvalue()
