"""The way from a file to a transcript: open, detect, read, assign speakers."""

from __future__ import annotations

from pathlib import Path

from rf_scorer.domain import Note, Source, Transcript
from rf_scorer.errors import RfScorerError, UnreadableFile
from rf_scorer.transcripts.detection import detect
from rf_scorer.transcripts.document import MAX_BYTES, Document, ReadOptions
from rf_scorer.transcripts.identity import identifier
from rf_scorer.transcripts.speakers import SpeakerChoice, assign

__all__ = ["read", "read_document"]

_READ_OPTIONS = ReadOptions()
_NOBODY_SAID = SpeakerChoice()


def read(
    path: Path,
    *,
    options: ReadOptions = _READ_OPTIONS,
    speakers: SpeakerChoice = _NOBODY_SAID,
    transcript_id: str | None = None,
) -> Transcript:
    """Read a transcript.

    Parameters
    ----------
    path : Path
    options : ReadOptions
        What overrules the guesses about the file.
    speakers : SpeakerChoice
        Who is who, where a person has said so.
    transcript_id : str, optional
        Unique in a run; by default what the document says, or its file name without suffix.

    Returns
    -------
    Transcript

    Raises
    ------
    RfScorerError
        Placed at the file's name: :class:`~rf_scorer.errors.UnreadableFile` where no turns can be made of it,
        :class:`~rf_scorer.errors.SpeakerError` where the participant is not certain,
        :class:`~rf_scorer.errors.UnknownName` for an unknown format.
    """
    path = Path(path)
    document = Document.open(path, encoding=options.encoding)
    return read_document(document, options=options, speakers=speakers, transcript_id=transcript_id)


def read_document(
    document: Document,
    *,
    options: ReadOptions = _READ_OPTIONS,
    speakers: SpeakerChoice = _NOBODY_SAID,
    transcript_id: str | None = None,
) -> Transcript:
    """:func:`read` for bytes that are at hand already."""
    try:
        if not document.data.strip():
            raise UnreadableFile("The file is empty.", remedy="Was it saved, or synchronised, completely?")
        if len(document.data) > MAX_BYTES:
            raise UnreadableFile(
                f"The file has {len(document.data) / 1e6:.0f} MB; a transcript has at most {MAX_BYTES / 1e6:.0f}.",
                remedy="Is this a recording, or a document with pictures? Save the text alone.",
            )
        # Decoded before any reader is asked, so that broken bytes are an error of the file and not of whichever
        # reader looks first.
        decoded = document.decoded
        reader = detect(document, options)
        reading = reader.read(document, options)
        if not reading.turns:
            raise UnreadableFile("The file holds no turns.", remedy="Was it saved completely?")
        assignment = assign(reading, speakers)
    except RfScorerError as error:
        raise error.at(document.name) from None
    decoding = decoded.notes if decoded is not None and reading.encoding is not None else ()
    safe, renamed = _identified(transcript_id or reading.id or Path(document.name).stem)
    source = Source(
        name=document.name,
        format=reading.format,
        reader=reader.name,
        sha256=document.sha256,
        size=len(document.data),
        text=reading.text,
        encoding=reading.encoding,
        newline=reading.newline,
        notes=(*decoding, *reading.notes, *assignment.notes, *renamed),
    )
    return Transcript(
        id=safe,
        participant=reading.participant,
        timepoint=reading.timepoint,
        language=reading.language,
        protocol=reading.protocol,
        source=source,
        speakers=assignment.speakers,
        turns=assignment.turns,
    )


def _identified(name: str) -> tuple[str, tuple[Note, ...]]:
    safe = identifier(name)
    if safe == name:
        return safe, ()
    text = f"The transcript is called {safe!r}, without characters that file names may not hold."
    return safe, (Note(code="id-adapted", message=text),)
