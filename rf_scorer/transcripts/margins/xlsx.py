"""What workbooks hold beside the table that was read: other sheets, names, notes in cells, people, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.margin import Place, entry
from rf_scorer.transcripts.margins.package import open_parts, shared_part
from rf_scorer.transcripts.margins.table import usual
from rf_scorer.transcripts.readers import table_columns
from rf_scorer.transcripts.readers.safexml import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import Document
    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["xlsx_margins"]

_LINE = re.compile(r"[^\n]+")
_TABBED = re.compile(r"[^\t]*(?:\t|$)")
_CELL = re.compile(r"[^\t\n]+")
_SHEET_NAME = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|ark)\s?\d{0,3}", re.IGNORECASE)
_OWN_NAME = re.compile(r"_xlnm\..*|_xl\w*\..*", re.IGNORECASE)
#: Words in a formula, and other files that it looks into.
_IN_FORMULA = re.compile(r'"([^"]+)"|\[([^\[\]]+)\]')
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|K[0-9A-F]{6}|[A-Z])')
#: What Excel writes before a threaded comment for older versions of itself.
_OLD_FORM = re.compile(r"\[Threaded comment\].{0,400}?linkid=\d{1,12}(?:\s{1,9}Comment:)?", re.DOTALL)
_LONG_NUMBER = re.compile(r"\d{6,}")
#: Attributes by which other parts of a workbook hold words or people.
_ATTRIBUTES = {
    "userName": Place.CHANGERS,
    "refreshedBy": Place.CHANGERS,
    "lastRefreshedBy": Place.CHANGERS,
    "url": Place.LINKS,
    "sourceFile": Place.LINKS,
    "connection": Place.LINKS,
    "command": Place.LINKS,
    "display": Place.SHEETS,
    "tooltip": Place.SHEETS,
    "prompt": Place.SHEETS,
    "promptTitle": Place.SHEETS,
    "error": Place.SHEETS,
    "errorTitle": Place.SHEETS,
}


def xlsx_margins(document: Document, cover: Cover) -> Iterator[Margin]:
    """Other columns of the sheet that was read, with their places, and all other words of the workbook."""
    yield from _columns(cover)
    shown = frozenset(cell.strip() for cell in _CELL.findall(cover.text))
    found = Collection()
    for member, root in open_parts(document):
        _part(found, member, root, shown)
    yield from found


def _columns(cover: Cover) -> Iterator[Margin]:
    """Cells of the sheet that was read, which are no turn's words and no speaker's label."""
    names: list[str] = []
    for line in _LINE.finditer(cover.text):
        cells = [(line.start() + cell.start(), line.start() + cell.end()) for cell in _TABBED.finditer(line.group())]
        values = [cover.text[start:end] for start, end in cells]
        if not names and table_columns.matches(values) > 1:
            names = values
        # A cell with a line break goes on in a line where no column is what the header says.
        whole = any(cover.is_label(value) for value, name in zip(values, names, strict=False) if usual(name))
        for number, (first, last) in enumerate(cells):
            key = names[number] if whole and number < len(names) else ""
            for start, end in cover.free(first, last):
                found = cover.bare(start, end)
                if found is not None and not usual(values[number]):
                    yield from entry(Place.COLUMNS, key, cover.text[slice(*found)], found[0])


def _part(found: Collection, member: str, root: Element, shown: frozenset[str]) -> None:
    name = local(root)
    if name == "sst":
        for item in root:
            _words(found, Place.SHEETS, item, shown)
    elif name == "worksheet":
        _sheet(found, root, shown)
    elif name == "workbook":
        _workbook(found, root)
    elif name in ("comments", "ThreadedComments"):
        _comments(found, root)
    elif not shared_part(found, member, root):
        _other(found, root)


def _comments(found: Collection, root: Element) -> None:
    for element in root.iter():
        kind = local(element)
        if kind == "author":
            found.name(Place.COMMENTERS, element.text)
        elif kind == "comment":
            found.add(Place.COMMENTS, _OLD_FORM.sub("", _text(element)))
        elif kind == "text":
            found.add(Place.COMMENTS, element.text)


def _text(element: Element) -> str:
    """The words of a rich text; its phonetic reading, which repeats them, too."""
    return "".join(part.text or "" for part in element.iter() if local(part) == "t").replace("_x000D_", "")


def _words(found: Collection, place: Place, element: Element, shown: frozenset[str]) -> None:
    text = _text(element)
    if not _in(text, shown):
        found.add(place, text)


def _in(text: str, shown: frozenset[str]) -> bool:
    """Whether the sheet that was read shows this cell; one with line breaks stands there in several."""
    return all(not (part := line.strip()) or part in shown for line in re.split(r"[\t\n]", text))


def _sheet(found: Collection, root: Element, shown: frozenset[str]) -> None:
    for element in root.iter():
        name = local(element)
        if name == "is":
            _words(found, Place.SHEETS, element, shown)
        elif name == "c" and element.get("t") in ("str", None, "n"):
            value = next((part.text or "" for part in element if local(part) == "v"), "")
            wanted = element.get("t") == "str" or _LONG_NUMBER.match(value)
            if wanted and not _in(value, shown) and not _in(value.removesuffix(".0"), shown):
                found.add(Place.SHEETS, value)
        elif name in ("f", "formula1", "formula2", "formula"):
            for match in _IN_FORMULA.finditer(element.text or ""):
                found.add(Place.FIELDS, match[1] or match[2])
        elif name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
            found.add(Place.HEADERS, _HEADER_CODE.sub(" ", element.text or ""))
        else:
            _attributes(found, element)


def _workbook(found: Collection, root: Element) -> None:
    for element in root.iter():
        name = local(element)
        label = element.get("name") or ""
        if name == "sheet" and not _SHEET_NAME.fullmatch(label):
            found.add(Place.SHEET_NAMES, label)
        elif name == "definedName" and not _OWN_NAME.fullmatch(label):
            found.add(Place.DEFINED, label)
            found.add(Place.DEFINED, attribute(element, "comment"))
            for match in _IN_FORMULA.finditer(element.text or ""):
                found.add(Place.DEFINED, match[1] or match[2])
        else:
            _attributes(found, element)


def _attributes(found: Collection, element: Element) -> None:
    for key, value in element.items():
        place = _ATTRIBUTES.get(key)
        if place is Place.CHANGERS:
            found.name(place, value)
        elif place is not None:
            found.add(place, unquote(value) if place is Place.LINKS else value)


def _other(found: Collection, root: Element) -> None:
    """Pivot tables and connections, which keep copies of cells; tables, whose columns have names."""
    for element in root.iter():
        name = local(element)
        if name in ("s", "n", "d", "sheetName"):
            found.add(Place.SHEETS, element.get("v") or element.get("val"))
        elif name in ("cacheField", "tableColumn", "table", "connection", "dbPr", "textPr"):
            found.add(Place.SHEETS, element.get("name"))
            found.add(Place.SHEETS, element.get("displayName"))
        if name in ("shape", "textbox", "div", "font"):
            found.add(Place.TEXT_BOXES, element.text)
        _attributes(found, element)
