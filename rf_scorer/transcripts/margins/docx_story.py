"""The text of one part of a Word document, sorted by whether the reader takes it for running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.margins.package import alternative_text
from rf_scorer.transcripts.readers.docx_changes import left_out
from rf_scorer.transcripts.readers.docx_styles import child, is_on
from rf_scorer.transcripts.readers.safexml import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import TrackedChanges
    from rf_scorer.transcripts.margins.collecting import Collection
    from rf_scorer.transcripts.readers.docx_styles import Styles

__all__ = ["Story", "instructed"]

_WORDS = frozenset({"t", "delText", "instrText", "delInstrText"})
_SIGNS = frozenset({"tab", "br", "cr", "ptab"})
#: How things look: without words, but signed by who changed them.
_LOOKS = frozenset({"rPr", "pPr", "trPr", "tcPr", "sectPr"})
_ARGUMENT = re.compile(r'\\[@#*]\s*(?:"[^"]*"|\S+)|\\[A-Za-z]+|"([^"]*)"|(\S+)')
_ANCHOR = re.compile(r"_\w*\d")
_LEADING = frozenset({"HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "DDE", "DDEAUTO", "RD"})
#: Elements by which a form, a list of choices or a permission can hold words: the attributes that do.
_SAYING = {
    "alias": (Place.CONTROLS, "val"),
    "tag": (Place.CONTROLS, "val"),
    "listItem": (Place.CONTROLS, "displayText"),
    "helpText": (Place.CONTROLS, "val"),
    "statusText": (Place.CONTROLS, "val"),
    "listEntry": (Place.CONTROLS, "val"),
    "attr": (Place.CONTROLS, "val"),
    "tblCaption": (Place.ALTERNATIVE, "val"),
    "tblDescription": (Place.ALTERNATIVE, "val"),
    "hyperlink": (Place.LINKS, "tooltip"),
}
#: Bookmarks that Word makes itself.
_BOOKMARK = re.compile(r"_.*|OLE_LINK\d+|Text\d+|Check\d+|Dropdown\d+")
#: So short, what stands for an author is initials, which the look for names must judge.
_INITIALS = 4


class Story:
    """One pass over a part.

    Parameters
    ----------
    found : Collection
    choice : {"refuse", "accept", "reject"}
        How tracked changes were decided.
    place : Place, optional
        Where all text of the part stands; None for the main part, of which only what is not running text is gathered.
    styles : Styles, optional
        By which text of the main part can be hidden; None where no style hides any.
    """

    def __init__(
        self,
        found: Collection,
        *,
        choice: TrackedChanges,
        place: Place | None = None,
        styles: Styles | None = None,
    ) -> None:
        self._found = found
        self._choice = choice
        self._place = place
        self._styles = styles
        self._lines: dict[Place, list[str]] = {}
        self._fields: list[bool] = []  # open fields; True while their instruction is being told

    def tell(self, root: Element) -> None:
        """Gather from a part."""
        self._inside(root, self._place, None)
        self._end_line()

    def _inside(self, element: Element, place: Place | None, style: str | None, parent: str = "") -> None:
        for number, part in enumerate(element):
            name = local(part)
            if name in _WORDS or name in _SIGNS:
                self._word(name, part.text or "", place)
            elif name in _LOOKS:
                self._signed(part)
            elif name == "r":
                self._inside(part, self._hidden(part, style) if place is None else place, style, name)
            elif name == "p":
                self._paragraph(part, place)
            elif name == "fldChar":
                self._field(attribute(part, "fldCharType"))
            else:
                self._marked(name, part)
                self._inside(part, self._placed(name, part, place, number, parent), style, name)

    def _placed(self, name: str, part: Element, place: Place | None, number: int, parent: str) -> Place | None:
        """Where the text inside an element stands."""
        if name == "txbxContent" and place in (None, Place.UNSEEN):
            return Place.TEXT_BOXES  # older programs are given the same words again, which are kept once
        if place is not None:
            return place
        if name in ("oMath", "oMathPara"):
            return Place.FORMULAS
        if name == "rt" or (parent == "AlternateContent" and number):
            return Place.UNSEEN
        marks = child(part, "trPr") if name == "tr" else child(part, "tcPr") if name == "tc" else None
        for mark in (name, *(local(mark) for mark in (marks if marks is not None else ()))):
            if left_out(mark, self._choice):
                return Place.DELETED if self._choice == "accept" else Place.INSERTED
        return None

    def _paragraph(self, paragraph: Element, place: Place | None) -> None:
        outer, self._lines = self._lines, {}
        named = child(child(paragraph, "pPr"), "pStyle")
        self._inside(paragraph, place, attribute(named, "val") if named is not None else None)
        self._end_line()
        self._lines = outer

    def _hidden(self, run: Element, style: str | None) -> Place | None:
        look = child(run, "rPr")
        if self._styles is not None:
            return Place.HIDDEN if self._styles.resolve(look, paragraph=style)[1] else None
        return Place.HIDDEN if is_on(child(look, "vanish")) else None

    def _word(self, name: str, text: str, place: Place | None) -> None:
        if name.endswith("nstrText") or (any(self._fields) and name in _WORDS):
            place = Place.FIELDS
        if place is not None:
            self._lines.setdefault(place, []).append(text if name in _WORDS else " ")

    def _end_line(self) -> None:
        for place, parts in self._lines.items():
            text = "".join(parts)
            if place is not Place.FIELDS:
                self._found.add(place, text)
                continue
            for instruction in text.split("\n"):
                self._instruction(instruction)
        self._lines = {}

    def _instruction(self, instruction: str) -> None:
        for place, argument in instructed(instruction):
            self._found.add(place, argument)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
            self._lines.setdefault(Place.FIELDS, []).append("\n")
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _signed(self, element: Element, *, once: bool = False) -> None:
        """Who made a change, or a comment, or may make one: of an element, or of all the looks it holds."""
        for part in (element,) if once else element.iter():
            for key, value in part.items():
                if key.endswith(("author", "}ed")):
                    self._found.name(Place.COMMENTERS if local(part) == "comment" else Place.CHANGERS, value)

    def _marked(self, name: str, element: Element) -> None:
        """Words and names that an element holds in attributes."""
        alternative_text(self._found, name, element)
        self._signed(element, once=True)
        if name in _SAYING:
            place, key = _SAYING[name]
            self._found.add(place, attribute(element, key))
        elif name == "fldSimple":
            self._instruction(attribute(element, "instr") or "")
        elif name == "bookmarkStart":
            label = attribute(element, "name") or ""
            self._found.add(Place.BOOKMARKS, "" if _BOOKMARK.fullmatch(label) else label)
        elif name == "comment":
            initials = attribute(element, "initials") or ""
            keep = self._found.add if len(initials) <= _INITIALS else self._found.name
            keep(Place.COMMENTERS, initials)
        elif name == "ffData":
            for part in element.iter():
                if local(part) in ("name", "default"):
                    self._found.add(Place.CONTROLS, attribute(part, "val"))


def instructed(instruction: str) -> Iterator[tuple[Place, str]]:
    """What a field is asked to show, or to lead to: its instruction without the first word, switches and formats."""
    leads = instruction.split(maxsplit=1)[:1]
    place = Place.LINKS if leads and leads[0].upper() in _LEADING else Place.FIELDS
    for number, match in enumerate(_ARGUMENT.finditer(instruction)):
        words = match[1] if match[1] is not None else match[2]
        if number and words and not _ANCHOR.fullmatch(words):
            yield place, unquote(words)
