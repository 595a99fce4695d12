"""PDF files with a text layer. A PDF keeps glyphs on a page, not paragraphs: only labelled interviews can be read."""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import MissingExtra, UnreadableFile
from rf_scorer.transcripts.document import Reading
from rf_scorer.transcripts.readers.page_furniture import without_furniture
from rf_scorer.transcripts.readers.pdf_weight import (
    MAX_DRAWING,
    MAX_OPERATIONS,
    Operations,
    TooManyOperations,
    drawing_bytes,
)
from rf_scorer.transcripts.readers.text import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    from pypdf import PdfReader

    from rf_scorer.transcripts.document import Document, ReadOptions

__all__ = ["FAULTS", "MAX_PAGES", "READER", "PdfFileReader", "silence"]

#: Pages and characters beyond any interview; both bound the work that a hostile file can ask for.
MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000
#: Fewer characters a page than this, on average, are a scan's stamps and page numbers, not its words.
_SCANNED = 25

_MAGIC = b"%PDF-"
_HEAD = 1024
#: What a damaged PDF makes the library stumble over, besides its own errors.
FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,  # and with it RecursionError and NotImplementedError
    OSError,
    EOFError,
    struct.error,
    zlib.error,
)


class PdfFileReader:
    """Reads the text layer with pypdf (extra ``pdf``)."""

    name = "pdf"
    description = "PDF with a text layer and speaker labels (extra: pdf)"

    def recognise(self, document: Document) -> float:
        """Certain by the mark in the first bytes."""
        return 1.0 if _MAGIC in document.data[:_HEAD] else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:  # noqa: ARG002
        """Make turns of the document.

        Raises
        ------
        MissingExtra
            If pypdf is not installed.
        UnreadableFile
            If it is encrypted, damaged, scanned, or holds no speaker labels.
        """
        name = document.name
        if not self.recognise(document):
            raise UnreadableFile("The file is not a PDF.", where=name, remedy="Save the interview as .docx.")
        whole = _pages(document.data, name)
        pages, furniture = without_furniture(whole)
        text = "\n".join(pages)
        if len("".join(text.split())) < _SCANNED * len(pages):
            raise UnreadableFile(
                f"The PDF has {len(pages)} page{'s' if len(pages) > 1 else ''} but next to no text: it seems to be scanned.",
                where=name,
                remedy="Run text recognition (OCR) on it, correct the result, and save it as .docx.",
            )
        try:
            turns, notes = labelled(text)
        except UnreadableFile as error:
            raise UnreadableFile(
                error.message, where=name, remedy="Speakers marked by bold type are lost in a PDF: give the .docx file."
            ) from None
        return Reading(format="pdf", text=text, turns=turns, notes=(*_notes(text, pages, furniture), *notes))


def _notes(text: str, pages: list[str], furniture: int) -> list[Note]:
    message = "Offsets point into the text extracted from the PDF, page after page."
    notes = [Note(code="text-extracted", message=message)]
    if furniture:
        message = f"{furniture} lines were taken for page headers, footers and page numbers and left out."
        notes.append(Note(code="page-headers-dropped", message=message))
    empty = sum(1 for page in pages if not page.strip())
    if empty:
        notes.append(
            Note(
                code="pages-without-text",
                severity=Severity.WARNING,
                message=f"{empty} of {len(pages)} pages hold no text.",
                remedy="If they are scanned, their words are missing: run text recognition (OCR) on them.",
            )
        )
    hyphens = sum(1 for line in text.splitlines() if line.rstrip().endswith("-") and line.rstrip()[-2:-1].isalpha())
    if hyphens:
        message = f"{hyphens} lines end in a hyphen; words divided there are left as they stand."
        remedy = "If words are divided at line ends, the .docx file gives better highlights."
        notes.append(Note(code="hyphens-at-line-ends", message=message, remedy=remedy))
    return notes


@contextmanager
def silence() -> Iterator[None]:
    """Keep the library's warnings about a file, which can quote it, out of logs."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _pages(data: bytes, name: str) -> list[str]:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
    except ImportError:
        raise MissingExtra("pdf", "Reading PDF files") from None
    with silence():
        try:
            reader = PdfReader(io.BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                _refuse_encrypted(name)
            return _texts(reader, name)
        except (DependencyError, FileNotDecryptedError):
            _refuse_encrypted(name)
        except (PyPdfError, *FAULTS):
            raise UnreadableFile(
                "The PDF is damaged and cannot be read.",
                where=name,
                remedy="Was it copied completely? Print it to a new PDF, or give the .docx file.",
            ) from None


def _refuse_encrypted(name: str) -> NoReturn:
    raise UnreadableFile(
        "The PDF is encrypted.", where=name, remedy="Save a copy without a password, or give the .docx file."
    ) from None


def _too_much(what: str, name: str) -> UnreadableFile:
    return UnreadableFile(
        f"The PDF asks for more than {what}, which no interview does.", where=name, remedy="Save the interview alone."
    )


def _texts(reader: PdfReader, name: str) -> list[str]:
    count = len(reader.pages)
    if not 0 < count <= MAX_PAGES:
        raise UnreadableFile(
            f"The PDF has {count} pages; an interview has between 1 and {MAX_PAGES}.",
            where=name,
            remedy="Save the interview alone.",
        )
    texts, length, drawn = [], 0, 0
    operations = Operations()
    for page in reader.pages:
        drawn += drawing_bytes(page, most=MAX_DRAWING - drawn)
        if drawn > MAX_DRAWING:
            raise _too_much(f"{MAX_DRAWING // 1_000_000} MB of drawing", name)
        try:
            texts.append(page.extract_text(visitor_operand_before=operations))
        except TooManyOperations:
            raise _too_much(f"{MAX_OPERATIONS:,} steps of drawing", name) from None
        length += len(texts[-1])
        if length > MAX_CHARACTERS:
            raise UnreadableFile(
                f"The PDF holds more than {MAX_CHARACTERS:,} characters, which no interview does.",
                where=name,
                remedy="Save the interview alone.",
            )
    return texts


READER = PdfFileReader()
