"""The body of an OpenDocument text as paragraphs and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.left_out import Dropped
from rf_scorer.transcripts.readers.odt_styles import style_of
from rf_scorer.transcripts.readers.safexml import attribute, local
from rf_scorer.transcripts.readers.styled import Paragraph, Run, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import TrackedChanges
    from rf_scorer.transcripts.readers.odt_styles import Look, OdtStyles

__all__ = ["OdtWalk", "change_counts", "comment_count"]

_KINDS = {"insertion": "insertions", "deletion": "deletions", "format-change": "changes of formatting"}
_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls", "user-field-decls", "forms"}
    | {"note-citation", "ruby-text", "number", "object", "object-ole", "image", "binary-data", "scripts"}
)
_BLANKS = re.compile(r"[ \t\r\n]+")
#: More blanks than this in one ``text:s`` is layout or an attack; a blank is a blank.
_MOST_BLANKS = 1000


def _regions(body: Element) -> Iterator[tuple[str, str, Element]]:
    for tracked in body.iter():
        if local(tracked) == "tracked-changes":
            for region in tracked:
                identifier = attribute(region, "id") or ""
                for change in region:
                    yield identifier, local(change), change


def change_counts(body: Element) -> dict[str, int]:
    """How many undecided changes of each kind the body holds."""
    counts = dict.fromkeys(_KINDS.values(), 0)
    for _, kind, _ in _regions(body):
        if kind in _KINDS:
            counts[_KINDS[kind]] += 1
    return counts


def comment_count(body: Element) -> int:
    """How many margin comments the body holds."""
    return sum(1 for element in body.iter() if local(element) == "annotation")


class OdtWalk:
    """One pass over ``office:text``.

    Parameters
    ----------
    styles : OdtStyles
    body : Element
    choice : {"refuse", "accept", "reject"}
        ``reject`` leaves out insertions and puts deleted words back where they stood.

    Attributes
    ----------
    dropped : Dropped
    numbered : int
        Paragraphs with an automatic number or bullet, which is not text.
    """

    def __init__(self, styles: OdtStyles, body: Element, *, choice: TrackedChanges) -> None:
        self._styles = styles
        self._body = body
        self._reject = choice == "reject"
        regions = list(_regions(body)) if self._reject else []
        self._inserted = {identifier for identifier, kind, _ in regions if kind == "insertion"}
        self._deleted = {identifier: change for identifier, kind, change in regions if kind == "deletion"}
        self._open: set[str] = set()  # insertions under way, which can span paragraphs
        self._restoring = False
        self._runs: list[Run] = []
        self._blank = True  # whether a blank now would be a second one, or the first of a line
        self.dropped = Dropped()
        self.numbered = 0

    def blocks(self) -> tuple[Paragraph | Table, ...]:
        """The body's paragraphs and tables in order."""
        found = tuple(self._blocks(self._body, listed=False))
        if self._open:
            raise UnreadableFile(
                "A tracked insertion never ends, so it cannot be told from the words behind it.",
                remedy="Accept or reject the changes in your word processor.",
            )
        return found

    def _blocks(self, parent: Element, *, listed: bool) -> Iterator[Paragraph | Table]:
        first = listed
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                self.numbered += first
                first = False
                yield self._paragraph(element)
            elif name == "table":
                yield self._table(element)
            elif name in ("change", "change-start", "change-end"):
                self._mark(name, attribute(element, "change-id") or "", {})
            elif name not in _SKIPPED:
                yield from self._blocks(element, listed=name == "list-item")

    def _table(self, element: Element) -> Table:
        rows = []
        for row in element.iter():
            if local(row) == "table-row":
                cells = [cell for cell in row if local(cell) in ("table-cell", "covered-table-cell")]
                rows.append(tuple(tuple(self._cell(cell)) for cell in cells))
        return Table(rows=tuple(rows))

    def _cell(self, cell: Element) -> Iterator[Paragraph]:
        for block in self._blocks(cell, listed=False):
            if isinstance(block, Paragraph):
                yield block

    def _paragraph(self, element: Element) -> Paragraph:
        identifier = attribute(element, "style-name")
        look = self._styles.paragraph(identifier)
        outer, self._runs = (self._runs, self._blank), []
        self._blank = True
        self._inside(element, look)
        runs = self._runs
        self._runs, self._blank = outer
        heading = local(element) == "h" or self._styles.is_title(identifier)
        return Paragraph(runs=tuple(runs), heading=heading)

    def _inside(self, element: Element, look: Look) -> None:
        self._say(element.text, look)
        for part in element:
            self._part(part, look)
            self._say(part.tail, look)

    def _part(self, part: Element, look: Look) -> None:
        name = local(part)
        if name == "span":
            self._inside(part, look | self._styles.of("text", attribute(part, "style-name")))
        elif name == "s":
            count = attribute(part, "c") or "1"
            self._sign(" " * min(int(count[:6]) if count.isdecimal() else 1, _MOST_BLANKS), look)
        elif name in ("tab", "line-break"):
            self._sign("\t" if name == "tab" else "\n", look)
        elif name == "note":
            self.dropped.footnotes += _count(part, skip="note-citation")
        elif name in ("frame", "custom-shape", "text-box", "g"):
            self.dropped.text_boxes += _count(part, skip="desc")
        elif name in ("change", "change-start", "change-end"):
            self._mark(name, attribute(part, "change-id") or "", look)
        elif name not in _SKIPPED:
            self._inside(part, look)

    def _mark(self, name: str, identifier: str, look: Look) -> None:
        if name == "change-start" and identifier in self._inserted:
            self._open.add(identifier)
        elif name == "change-end":
            self._open.discard(identifier)
        elif name == "change" and identifier in self._deleted and not self._restoring:
            self._restoring = (
                True  # a deletion cannot hold another; a file in which one does would lead round in circles
            )
            change = self._deleted.pop(identifier)
            for number, paragraph in enumerate(block for block in change if local(block) in ("p", "h")):
                if number:
                    self._sign("\n", look)
                self._inside(paragraph, self._styles.paragraph(attribute(paragraph, "style-name")) | look)
            self._restoring = False

    def _say(self, text: str | None, look: Look) -> None:
        """Add text as it is displayed: a run of blanks and line ends is one blank, and none at the head of a line."""
        if not text:
            return
        shown = _BLANKS.sub(" ", text)
        if self._blank and shown.startswith(" "):
            shown = shown[1:]
        if shown:
            self._blank = shown.endswith(" ")
            self._add(shown, look)

    def _sign(self, text: str, look: Look) -> None:
        self._blank = False
        self._add(text, look)

    def _add(self, text: str, look: Look) -> None:
        if self._open:
            return
        if look.get("hidden", False):
            self.dropped.hidden += len(text.split())
        else:
            self._runs.append(Run(text=text, style=style_of(look)))


def _count(element: Element, *, skip: str) -> int:
    """Words in an element and below, without those in elements of one name."""
    words = len((element.text or "").split())
    for part in element:
        if local(part) != skip:
            words += _count(part, skip=skip)
        words += len((part.tail or "").split())
    return words
