"""What PDF files hold beside the text of their pages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.margin import Place
from rf_scorer.transcripts.margins.pdf_notes import attachments, catalogue, outline, remarks, safely
from rf_scorer.transcripts.readers.pdf import FAULTS, MAX_PAGES, silence
from rf_scorer.transcripts.readers.safexml import local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

    from rf_scorer.domain import Transcript
    from rf_scorer.transcripts.document import Document
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["pdf_margins", "pdf_pictures"]

#: Entries of the information dictionary, and elements of XMP, that name programs and moments.
_TECHNICAL = frozenset(
    {"/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", "/SourceModified", "/PTEX.Fullbanner"}
)
_WORDED = frozenset(
    """
    title description subject creator contributor publisher rights source relation coverage identifier keywords author
    authors company manager credit headline captionwriter instructions transmissionreference city state country location
    authorsposition supplementalcategories category label nickname owner usageterms email comments subject
    lastmodifiedby createdby docaddress
    """.split()  # noqa: SIM905
)
#: Pages from which running headers are told, spread over the document: a line goes only if most pages hold it.
_SAMPLE = 12


def pdf_margins(document: Document, transcript: Transcript) -> Iterator[Margin]:
    """Properties, remarks, links, forms, outline, attachments, and page headers that the reader left out."""
    found = Collection()
    with silence():
        reader = _open(document)
        if reader is None:
            return
        for look in (_information, _metadata, remarks, outline, attachments):
            safely(look, found, reader)
        if any(note.code == "page-headers-dropped" for note in transcript.source.notes):
            safely(_furniture, found, reader, frozenset(map(str.strip, transcript.source.text.splitlines())))
    yield from found


def pdf_pictures(document: Document) -> int:
    """How many different pictures the pages refer to."""
    with silence():
        reader = _open(document)
        counted: set[Any] = set()
        if reader is not None:
            safely(_pictures, counted, reader)
    return len(counted)


def _open(document: Document) -> PdfReader | None:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return None
    try:
        reader = PdfReader(io.BytesIO(document.data), strict=False)
        if (reader.is_encrypted and not reader.decrypt("")) or len(reader.pages) > MAX_PAGES:
            return None
    except (PyPdfError, *FAULTS):
        return None
    return reader


def _information(found: Collection, reader: PdfReader) -> None:
    for key, value in dict(reader.metadata or {}).items():
        if key not in _TECHNICAL:
            found.field(Place.PROPERTIES, str(key), str(value))


def _metadata(found: Collection, reader: PdfReader) -> None:
    """The XMP packet, parsed by our own rules since the library's parser takes entities."""
    packet = catalogue(reader).get("/Metadata")
    if packet is None:
        return
    root = parse_xml(packet.get_object().get_data(), where="XMP")

    def tell(element: Any, key: str) -> None:
        name = local(element)
        key = name if name not in ("Alt", "Bag", "Seq", "li") else key
        if key.casefold() in _WORDED or _custom(element.tag):
            found.field(Place.PROPERTIES, "author" if key == "creator" else key, element.text)
        for label, value in element.items():
            plain = label.rpartition("}")[2]
            if plain.casefold() in _WORDED or _custom(label):
                found.field(Place.PROPERTIES, "author" if plain == "creator" else plain, value)
            elif plain in ("filePath", "derivedFrom", "url"):
                found.add(Place.LINKS, unquote(value))
        for part in element:
            tell(part, key)

    tell(root, "")


def _custom(tag: str) -> bool:
    """Whether a name is of the space in which Office keeps custom properties."""
    return "ns.adobe.com/pdfx/" in tag


def _furniture(found: Collection, reader: PdfReader, shown: frozenset[str]) -> None:
    count = len(reader.pages)
    for place in sorted(
        {number * (count - 1) // max(1, min(count, _SAMPLE) - 1) for number in range(min(count, _SAMPLE))}
    ):
        for line in reader.pages[place].extract_text().splitlines():
            if line.strip() not in shown:
                found.add(Place.HEADERS, line)


def _pictures(counted: set[Any], reader: PdfReader) -> None:
    for page in reader.pages:
        resources = page.get("/Resources")
        objects = resources.get_object().get("/XObject") if resources is not None else None
        for label, entry in (objects.get_object() if objects is not None else {}).items():
            if entry.get_object().get("/Subtype") == "/Image":
                counted.add(getattr(entry, "idnum", None) or (page.page_number, label))
