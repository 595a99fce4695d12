"""What OpenDocument texts hold beside their running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer.errors import RfScorerError
from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.readers.archive import is_zip, open_archive, read_member
from rf_scorer.transcripts.readers.odt_styles import OdtStyles
from rf_scorer.transcripts.readers.safexml import attribute, local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import Document, TrackedChanges
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["odt_margins"]

_PERSONS = frozenset({"initial-creator", "creator", "printed-by", "sender-firstname", "sender-lastname"})
_PROPERTIES = frozenset(
    {"title", "subject", "description", "keyword", "coverage", "contributor", "publisher", "source", "rights"}
)
_HEADERS = frozenset({"header", "header-left", "header-first", "footer", "footer-left", "footer-first"})
#: Text that stands in a box, a form or a picture.
_BOXES = frozenset(
    {"frame", "custom-shape", "text-box", "g", "rect", "ellipse", "line", "path", "polygon", "connector", "caption"}
)
_SAYING = {
    "hidden-text": (Place.HIDDEN, "string-value"),
    "user-field-decl": (Place.FIELDS, "string-value"),
    "placeholder": (Place.CONTROLS, "description"),
    "bookmark": (Place.BOOKMARKS, "name"),
    "bookmark-start": (Place.BOOKMARKS, "name"),
    "section": (Place.BOOKMARKS, "name"),
    "reference-mark": (Place.BOOKMARKS, "name"),
    "reference-mark-start": (Place.BOOKMARKS, "name"),
    "bibliography-mark": (Place.FIELDS, "author"),
}
_FORM = ("label", "value", "current-value", "help-text", "title", "name")
_USUAL = re.compile(
    r"(?:Section|Bereich|Bookmark|Table|Tabelle|Frame|Rahmen|Image|Bild|Form|Control|_)\w{0,40}\s?\d{0,6}",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"#|\.?/?(?:Pictures|media|Fonts|Object[ %\d]|ObjectReplacements)", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\\/]|\.[A-Za-z]{2,5}$")
_PARTS = re.compile(r"(?:.*/)?(?:content|styles|meta)\.xml")


def odt_margins(document: Document, choice: TrackedChanges) -> Iterator[Margin]:
    """Everything that is not running text: of the document's own parts and of objects that it holds."""
    found = Collection()
    own = dict(_roots(document, inside=False))
    styles = OdtStyles(own.values())
    for root in own.values():
        _Walk(found, styles, choice=choice).tell(root)
    for _, root in _roots(document, inside=True):
        _Walk(found, styles, choice=choice, place=Place.TEXT_BOXES).tell(root)
    yield from found


def _roots(document: Document, *, inside: bool) -> Iterator[tuple[str, Element]]:
    """The document's own parts, or those of objects inside it."""
    if not is_zip(document.data):
        if not inside:
            yield "content.xml", parse_xml(document.data, where=document.name)
        return
    with open_archive(document.data, document.name) as archive:
        for member in archive.namelist():
            if _PARTS.fullmatch(member) and ("/" in member) is inside:
                try:
                    yield member, parse_xml(read_member(archive, member, document.name), where=document.name)
                except RfScorerError:
                    continue


class _Walk:
    """One pass over a part; text is gathered paragraph by paragraph, by the place that it stands in."""

    def __init__(
        self, found: Collection, styles: OdtStyles, *, choice: TrackedChanges, place: Place | None = None
    ) -> None:
        self._found = found
        self._styles = styles
        self._choice = choice
        self._place = place
        self._inserted: set[str] = set()
        self._open: set[str] = set()  # insertions under way, where they were rejected
        self._lines: dict[Place, list[str]] = {}

    def tell(self, root: Element) -> None:
        """Gather from a part."""
        if self._choice == "reject":
            for region in root.iter():
                if local(region) == "changed-region" and any(local(part) == "insertion" for part in region):
                    self._inserted.add(attribute(region, "id") or "")
        self._inside(root, self._place, hidden=False)
        self._end_line()

    def _inside(self, element: Element, place: Place | None, *, hidden: bool) -> None:
        self._say(element.text, place, hidden=hidden)
        for part in element:
            self._part(part, place, hidden=hidden)
            self._say(part.tail, place, hidden=hidden)

    def _part(self, part: Element, place: Place | None, *, hidden: bool) -> None:
        name = local(part)
        self._attributes(name, part)
        if name in _PERSONS and len(part) == 0:
            self._found.name(_author(place), part.text)
        elif name.endswith("-initials"):
            self._found.add(_author(place), part.text)
        elif name == "tracked-changes":
            self._changes(part)
        elif name == "user-defined":
            self._found.add(Place.PROPERTIES, attribute(part, "name"))
            self._found.field(Place.PROPERTIES, attribute(part, "name") or "", part.text)
        elif name in _PROPERTIES and len(part) == 0 and place is None:
            self._found.add(Place.PROPERTIES, part.text)
        elif name in ("title", "desc"):
            self._found.add(Place.ALTERNATIVE, part.text)
        elif name in (
            "date",
            "generator",
            "note-citation",
            "binary-data",
            "meta-date-string",
            "script",
            "document-statistic",
        ):
            return
        elif name in ("p", "h"):
            outer, self._lines = self._lines, {}
            self._inside(
                part, place, hidden=hidden or self._styles.paragraph(attribute(part, "style-name")).get("hidden", False)
            )
            self._end_line()
            self._lines = outer
        elif name in ("change-start", "change-end"):
            self._mark(name, attribute(part, "change-id") or "")
        elif name in ("s", "tab", "line-break"):
            self._say(" ", place, hidden=hidden)
        else:
            look = self._styles.of("text", attribute(part, "style-name")) if name == "span" else {}
            self._inside(part, self._placed(name, place), hidden=look.get("hidden", hidden))

    def _placed(self, name: str, place: Place | None) -> Place | None:
        """Where the text inside an element stands."""
        if name == "annotation":
            return Place.COMMENTS
        if place is not None:
            return place
        if name in _HEADERS:
            return Place.HEADERS
        if name == "note":
            return Place.FOOTNOTES
        if name in _BOXES:
            return Place.TEXT_BOXES
        return Place.CONTROLS if name == "forms" else Place.UNSEEN if name == "ruby-text" else None

    def _changes(self, tracked: Element) -> None:
        """Who changed what, and what was taken out; put back where the changes were rejected."""
        for region in tracked:
            for change in region:
                for part in change:
                    if local(part) == "change-info":
                        for fact in part:
                            if local(fact) == "creator":
                                self._found.name(Place.CHANGERS, fact.text)
                            else:
                                self._part(fact, Place.COMMENTS, hidden=False)
                    elif self._choice != "reject":
                        self._part(part, Place.DELETED, hidden=False)

    def _mark(self, name: str, identifier: str) -> None:
        if name == "change-start" and identifier in self._inserted:
            self._open.add(identifier)
        elif name == "change-end":
            self._open.discard(identifier)

    def _say(self, text: str | None, place: Place | None, *, hidden: bool) -> None:
        if not text:
            return
        if place is None:
            place = Place.INSERTED if self._open else Place.HIDDEN if hidden else None
        if place is not None:
            self._lines.setdefault(place, []).append(text)

    def _end_line(self) -> None:
        for place, parts in self._lines.items():
            self._found.add(place, " ".join("".join(parts).split()))
        self._lines = {}

    def _attributes(self, name: str, part: Element) -> None:
        """Words that an element holds in attributes."""
        if name in _SAYING:
            place, key = _SAYING[name]
            value = attribute(part, key) or ""
            self._found.add(place, "" if _USUAL.fullmatch(value) else value)
        for key, value in part.items():
            plain = key.rpartition("}")[2]
            if plain == "href" and not _INSIDE.match(value):
                self._found.add(Place.LINKS, unquote(value))
            elif plain in ("string-value-if-true", "string-value-if-false"):
                self._found.add(Place.HIDDEN, value)
            elif plain in ("num-prefix", "num-suffix"):
                self._found.label(value)
            elif name in ("a", "template") and plain in ("title", "name"):
                self._found.add(Place.LINKS, value)
            elif plain == "name" and "drawing" in key and _FILE_NAME.search(value):
                self._found.add(Place.ALTERNATIVE, value)
            elif "}" in key and ":form:" in key and plain in _FORM and not _USUAL.fullmatch(value):
                self._found.add(Place.CONTROLS, value)


def _author(place: Place | None) -> Place:
    return Place.COMMENTERS if place is Place.COMMENTS else Place.PROPERTIES
