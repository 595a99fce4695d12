"""The body of a Word document as paragraphs and tables, with nothing that is visible lost on the way.

The walk goes into whatever it does not know, because words hide in hyperlinks, content controls, smart tags, fields and
insertions; only what is known not to be running text is left out, and counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.docx_changes import left_out
from rf_scorer.transcripts.readers.docx_styles import child
from rf_scorer.transcripts.readers.left_out import Dropped
from rf_scorer.transcripts.readers.safexml import attribute, local
from rf_scorer.transcripts.readers.styled import Paragraph, Run, Style, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import TrackedChanges
    from rf_scorer.transcripts.readers.docx_styles import Styles

__all__ = ["BodyWalk"]

_SKIPPED = frozenset(
    {"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt", "instrText"}
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}


class BodyWalk:
    """One pass over ``w:body``.

    Parameters
    ----------
    styles : Styles
    choice : {"refuse", "accept", "reject"}
        For tracked changes; with ``refuse`` there must be none.
    name : str
        File name, for messages.

    Attributes
    ----------
    dropped : Dropped
    numbered, symbols, formulas : int
        Paragraphs with an automatic number, characters of symbol fonts and formulas, none of which are text.
    """

    def __init__(self, styles: Styles, *, choice: TrackedChanges, name: str) -> None:
        self._styles = styles
        self._choice = choice
        self._name = name
        self._fields: list[bool] = []  # open fields; True while their instruction, not their result, is being read
        self._runs: list[Run] = []
        self._merged: list[Run] = []
        self._instructions = 0
        self.dropped = Dropped()
        self.numbered = self.symbols = self.formulas = 0

    def blocks(self, body: Element) -> tuple[Paragraph | Table, ...]:
        """The body's paragraphs and tables in order."""
        found = (*self._blocks(body, None), *self._left_over())
        if self._instructions and any(self._fields):
            raise UnreadableFile(
                "A field in the document is never closed, so the words behind it cannot be told from its instruction.",
                where=self._name,
                remedy="Open it in Word, select everything, press Ctrl+Shift+F9 to turn fields into text, and save it.",
            )
        return found

    def _left_over(self) -> tuple[Paragraph, ...]:
        """The words of a last paragraph whose mark is deleted: nothing follows for them to join."""
        runs, self._merged = self._merged, []
        return (Paragraph(runs=tuple(runs)),) if runs else ()

    def _blocks(self, parent: Element, table: str | None) -> Iterator[Paragraph | Table]:
        for element in parent:
            name = local(element)
            if name == "p":
                paragraph = self._paragraph(element, table)
                if paragraph is not None:
                    yield paragraph
            elif name == "tbl":
                yield self._table(element)
            elif name == "altChunk":
                raise UnreadableFile(
                    "A part of the document is another file that was only linked into it.",
                    where=self._name,
                    remedy="Open the document in Word and save it again: Word then takes the part in.",
                )
            elif name not in _SKIPPED and not left_out(name, self._choice):
                yield from self._blocks(element, table)

    def _table(self, element: Element) -> Table:
        named = child(child(element, "tblPr"), "tblStyle")
        style = attribute(named, "val") if named is not None else None
        rows = []
        for row in self._inside(element, "tr"):
            if self._decided_against(child(row, "trPr")):
                continue
            rows.append(
                tuple(
                    tuple(self._cell(cell, style))
                    for cell in self._inside(row, "tc")
                    if not self._decided_against(child(cell, "tcPr"))
                )
            )
        return Table(rows=tuple(rows))

    def _decided_against(self, properties: Element | None) -> bool:
        """Whether a row or cell is one that the tracked changes, as decided, take away."""
        marks = () if properties is None else tuple(properties)
        return any(left_out(local(mark), self._choice) for mark in marks)

    def _cell(self, cell: Element, style: str | None) -> Iterator[Paragraph]:
        """The cell's paragraphs; a table inside it reads as its paragraphs, row by row."""
        for block in self._blocks(cell, style):
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from (paragraph for row in block.rows for inner in row for paragraph in inner)
        yield from self._left_over()

    def _inside(self, element: Element, wanted: str) -> Iterator[Element]:
        """Rows of a table or cells of a row, through content controls and undecided changes."""
        for part in element:
            name = local(part)
            if name == wanted:
                yield part
            elif name not in _SKIPPED and not left_out(name, self._choice):
                yield from self._inside(part, wanted)

    def _paragraph(self, element: Element, table: str | None) -> Paragraph | None:
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        style = attribute(named, "val") if named is not None else None
        self._note_number(properties, style)
        # Handed on, not copied: of thousands of such paragraphs on end, each would copy all before it.
        outer, self._runs, self._merged = self._runs, self._merged, []
        self._walk(element, style, table)
        runs, self._runs = self._runs, outer
        mark = child(properties, "rPr")
        if mark is not None and any(left_out(local(change), self._choice) for change in mark):
            self._merged = runs  # the paragraph mark goes, so the words run on into the next paragraph
            return None
        return Paragraph(runs=tuple(runs), heading=self._styles.is_heading(style))

    def _note_number(self, properties: Element | None, style: str | None) -> None:
        numbering = child(properties, "numPr")
        if numbering is None:
            self.numbered += self._styles.is_numbered(style)
            return
        identifier = child(numbering, "numId")
        self.numbered += identifier is not None and attribute(identifier, "val") != "0"

    def _walk(self, element: Element, style: str | None, table: str | None) -> None:
        for part in element:
            name = local(part)
            if name == "r":
                self._run(part, style, table)
            elif name == "AlternateContent":
                self._alternate(part, style, table)
            elif name in ("oMath", "oMathPara"):
                self.formulas += 1
            elif name == "txbxContent":
                self._text_box(part)
            elif name not in _SKIPPED and not left_out(name, self._choice):
                self._walk(part, style, table)

    def _alternate(self, element: Element, style: str | None, table: str | None) -> None:
        """The first of several renderings of one thing: the others repeat it for older programs."""
        chosen = next(iter(element), None)
        if chosen is not None:
            self._walk(chosen, style, table)

    def _text_box(self, element: Element) -> None:
        fields, self._fields = self._fields, []
        merged, self._merged = self._merged, []
        for block in self._blocks(element, None):
            paragraphs = [block] if isinstance(block, Paragraph) else [p for row in block.rows for c in row for p in c]
            self.dropped.text_boxes += sum(len(paragraph.text.split()) for paragraph in paragraphs)
        self._fields, self._merged = fields, merged

    def _run(self, run: Element, style: str | None, table: str | None) -> None:
        rpr = self._run_properties(run)
        look, hidden = self._styles.resolve(rpr, paragraph=style, table=table)
        text = []
        for part in run:
            name = local(part)
            if name == "fldChar":
                self._field(attribute(part, "fldCharType"))
            elif any(self._fields):
                self._instructions += name == "t"  # a field's instruction is not text
            elif name in ("t", "delText"):
                text.append((part.text or "").replace("\n", " ").replace("\r", " "))
            elif name in _SIGNS:
                text.append(_SIGNS[name])
            elif name == "sym":
                self.symbols += 1
            elif name == "AlternateContent":
                self._flush(text, look, hidden=hidden)
                self._alternate(part, style, table)
            elif name not in _SKIPPED and not left_out(name, self._choice):
                self._flush(text, look, hidden=hidden)
                self._walk(part, style, table)
        self._flush(text, look, hidden=hidden)

    def _run_properties(self, run: Element) -> Element | None:
        rpr = child(run, "rPr")
        if self._choice == "reject" and (change := child(rpr, "rPrChange")) is not None:
            return child(change, "rPr")
        return rpr

    def _flush(self, text: list[str], look: Style, *, hidden: bool) -> None:
        joined = "".join(text)
        text.clear()
        if hidden:
            self.dropped.hidden += len(joined.split())
        elif joined:
            self._runs.append(Run(text=joined, style=look))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()
