"""Remarks, links, forms, contents and attachments of a PDF file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rf_scorer.errors import RfScorerError
from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.readers.pdf import FAULTS
from rf_scorer.transcripts.readers.safexml import parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf import PdfReader

    from rf_scorer.transcripts.margins.collecting import Collection

__all__ = ["attachments", "catalogue", "outline", "remarks", "safely"]

#: Words that annotations hold: remarks, their authors, and where they lead.
_NOTES = (
    ("/Contents", Place.COMMENTS),
    ("/RC", Place.COMMENTS),
    ("/Subj", Place.COMMENTS),
    ("/TU", Place.FORM),
    ("/V", Place.FORM),
)
#: Entries of trees of names, and annotations, beyond any document's.
_MOST = 20_000


def safely(look: Callable[..., None], *given: Any) -> None:
    """Look at one part; what is damaged there holds nothing back elsewhere."""
    from pypdf.errors import PyPdfError

    try:
        look(*given)
    except (PyPdfError, RfScorerError, *FAULTS):
        return


def catalogue(reader: PdfReader) -> Any:
    """The dictionary at the root of the file."""
    root: Any = reader.trailer["/Root"]
    return root.get_object()


def remarks(found: Collection, reader: PdfReader) -> None:
    """Remarks on pages, with their authors; links; fields of forms."""
    count = 0
    for page in reader.pages:
        notes = page.get("/Annots")
        for note in notes.get_object() if notes is not None else ():
            count += 1
            if count > _MOST:
                return
            safely(_annotation, found, note.get_object())
    form = catalogue(reader).get("/AcroForm")
    for field in form.get_object().get("/Fields", ()) if form is not None else ():
        safely(_annotation, found, field.get_object())


def _annotation(found: Collection, note: Any) -> None:
    kind = note.get("/Subtype")
    for key, place in _NOTES:
        value = note.get(key)
        if isinstance(value, str):
            found.add(place, _unmarked(value) if key == "/RC" else value)
    author = note.get("/T")
    if isinstance(author, str):
        if kind == "/Widget" or "/FT" in note:
            found.add(Place.FORM, author)
        else:
            found.name(Place.COMMENTERS, author)
    action = note.get("/A")
    if action is not None:
        _action(found, action.get_object())
    file = note.get("/FS")
    if file is not None:
        _file(found, Place.ATTACHMENTS, file.get_object())


def _unmarked(rich: str) -> str:
    """The words of rich text in a remark."""
    try:
        root = parse_xml(rich.encode(), where="remark")
    except RfScorerError:
        return rich
    return " ".join(part.strip() for part in root.itertext() if part.strip())


def _action(found: Collection, action: Any) -> None:
    target = action.get("/URI")
    if isinstance(target, str | bytes):
        found.add(Place.LINKS, unquote(target if isinstance(target, str) else target.decode("utf-8", "replace")))
    file = action.get("/F")
    if file is not None:
        _file(found, Place.LINKS, file.get_object())


def _file(found: Collection, place: Place, file: Any) -> None:
    if isinstance(file, str):
        found.add(place, file)
        return
    for key in ("/UF", "/F", "/Desc"):
        value = file.get(key)
        if isinstance(value, str):
            found.add(place, value)


def outline(found: Collection, reader: PdfReader) -> None:
    """Headings in the list of contents."""
    waiting: list[Any] = [reader.outline]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting += entry
        else:
            found.add(Place.BOOKMARKS, str(entry.title))


def attachments(found: Collection, reader: PdfReader) -> None:
    """Names and descriptions of files inside the file."""
    names = catalogue(reader).get("/Names")
    tree = names.get_object().get("/EmbeddedFiles") if names is not None else None
    waiting = [tree] if tree is not None else []
    count = 0
    while waiting and count < _MOST:
        count += 1
        node = waiting.pop().get_object()
        waiting += list(node.get("/Kids", ()))
        entries = list(node.get("/Names", ()))
        for label, file in zip(entries[::2], entries[1::2], strict=False):
            found.add(Place.ATTACHMENTS, str(label))
            _file(found, Place.ATTACHMENTS, file.get_object())
