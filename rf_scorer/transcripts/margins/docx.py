"""What Word documents hold beside their running text."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.docx_story import Story
from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.margins.package import open_parts, shared_part
from rf_scorer.transcripts.readers.docx_styles import Styles
from rf_scorer.transcripts.readers.safexml import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import Document, TrackedChanges
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["docx_margins"]

_STORIES = {
    "hdr": Place.HEADERS,
    "ftr": Place.HEADERS,
    "footnotes": Place.FOOTNOTES,
    "endnotes": Place.FOOTNOTES,
    "comments": Place.COMMENTS,
    "glossaryDocument": Place.UNSEEN,
    "document": Place.UNSEEN,
    "txbxContent": Place.TEXT_BOXES,
}


def docx_margins(document: Document, choice: TrackedChanges) -> Iterator[Margin]:
    """Everything that is not running text, from all parts, also those that nothing refers to any more.

    Parameters
    ----------
    document : Document
    choice : {"refuse", "accept", "reject"}
        How tracked changes were decided when the running text was read.
    """
    found = Collection()
    main = _main(document)
    hiding = next((root for _, root in open_parts(document, ending="/styles.xml")), None)
    for member, root in open_parts(document):
        name = local(root)
        if member.casefold() == main:
            Story(found, choice=choice, styles=Styles(hiding) if hiding is not None else None).tell(root)
        elif name in _STORIES:
            Story(found, choice=choice, place=_STORIES[name]).tell(root)
        elif name == "settings":
            _settings(found, root)
        elif name == "numbering":
            for element in root.iter():
                if local(element) == "lvlText":
                    found.label(attribute(element, "val"))
        else:
            shared_part(found, member, root)
    yield from found


def _main(document: Document) -> str:
    """The part that the reader read, in small letters: where the container says, else where Word puts it."""
    for member, root in open_parts(document, ending="_rels/.rels"):
        for element in root if member == "_rels/.rels" else ():
            if (attribute(element, "Type") or "").endswith("/officeDocument"):
                return posixpath.normpath(unquote(attribute(element, "Target") or "")).lstrip("/").casefold()
    return "word/document.xml"


def _settings(found: Collection, root: Element) -> None:
    """Variables that macros keep, and sources of form letters."""
    for element in root.iter():
        name = local(element)
        if name == "docVar":
            found.field(Place.PROPERTIES, attribute(element, "name") or "", attribute(element, "val"))
        elif name in ("connectString", "query", "udl", "addressFieldName", "mailSubject"):
            found.add(Place.LINKS, attribute(element, "val"))
