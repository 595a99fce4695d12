"""What stands in a file beside its interview: one look for every format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.errors import RfScorerError
from rf_scorer.transcripts.margins.beside import beside
from rf_scorer.transcripts.margins.captions import caption_margins
from rf_scorer.transcripts.margins.chat import chat_margins
from rf_scorer.transcripts.margins.cover import Cover
from rf_scorer.transcripts.margins.docx import docx_margins
from rf_scorer.transcripts.margins.elan import elan_margins
from rf_scorer.transcripts.margins.odt import odt_margins
from rf_scorer.transcripts.margins.pdf import pdf_margins, pdf_pictures
from rf_scorer.transcripts.margins.rtf import rtf_margins
from rf_scorer.transcripts.margins.strings import native_margins, whisperx_margins
from rf_scorer.transcripts.margins.table import table_margins
from rf_scorer.transcripts.margins.xlsx import xlsx_margins
from rf_scorer.transcripts.readers.archive import is_zip, peek

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.domain import Transcript
    from rf_scorer.transcripts.document import Document, TrackedChanges
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["margins", "pictures"]

#: Where containers keep pictures, recordings and embedded files. Thumbnails repeat the first page and are not counted.
_PICTURE = re.compile(
    r"(?:word|xl|ppt)/(?:media|embeddings)/.+|(?:Pictures|media)/.+|Object [^/]+/content\.xml", re.IGNORECASE
)
_FLAT = re.compile(rb"<office:binary-data[\s>]")
_RICH = re.compile(rb"\\(?:pict|objdata)(?![a-z])")
_REPEATED = re.compile(rb"\\nonshppict(?![a-z])")


def margins(document: Document, transcript: Transcript) -> tuple[Margin, ...]:
    """Words that stand in a file beside the interview that was read of it.

    Parameters
    ----------
    document : Document
        The file.
    transcript : Transcript
        What was read of it, for its turns, labels and source text.

    Returns
    -------
    tuple of Margin
        Those of the source text in order, with offsets, and those of other parts of the file. Nothing for a part that
        cannot be read; never an error for a file that a reader accepted.
    """
    return tuple(_margins(document, transcript))


def _margins(document: Document, transcript: Transcript) -> Iterator[Margin]:
    reader, cover = transcript.source.reader, Cover(transcript)
    if reader == "table":
        workbook = is_zip(document.data)
        yield from _whole(xlsx_margins(document, cover) if workbook else table_margins(cover))
    elif reader == "captions":
        yield from caption_margins(cover)
    elif reader == "chat":
        yield from chat_margins(cover)
    elif reader == "whisperx":
        yield from whisperx_margins(cover)
    else:
        yield from beside(cover)
        yield from _whole(_elsewhere(reader, document, transcript, cover))


def _elsewhere(reader: str, document: Document, transcript: Transcript, cover: Cover) -> Iterator[Margin]:
    """What the source text does not hold."""
    choice = _decided(transcript)
    if reader == "docx":
        yield from docx_margins(document, choice)
    elif reader == "odt":
        yield from odt_margins(document, choice)
    elif reader == "rtf":
        yield from rtf_margins(document, choice)
    elif reader == "pdf":
        yield from pdf_margins(document, transcript)
    elif reader == "elan":
        yield from elan_margins(document, cover)
    elif reader == "transcript":
        yield from native_margins(document, cover)


def _whole(found: Iterator[Margin]) -> Iterator[Margin]:
    """What is found before a container turns out to be damaged."""
    try:
        yield from found
    except RfScorerError:
        return


def _decided(transcript: Transcript) -> TrackedChanges:
    """How the reader was told to decide on tracked changes, by the note that it left."""
    for note in transcript.source.notes:
        if note.code == "tracked-changes":
            return "reject" if " rejected" in note.message else "accept"
    return "refuse"


def pictures(document: Document) -> int:
    """How many pictures, recordings and embedded files a document holds; 0 where it cannot be told.

    Not looked into: a picture can show a face, a family tree or a page of notes.
    """
    data = document.data
    if is_zip(data):
        return sum(_PICTURE.fullmatch(member) is not None and not member.endswith("/") for member in peek(data) or ())
    head = data[:1024]
    if b"%PDF-" in head:
        return pdf_pictures(document)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return max(0, len(_RICH.findall(data)) - len(_REPEATED.findall(data)))
    return len(_FLAT.findall(data)) if b"<office:document" in data[:4000] else 0
