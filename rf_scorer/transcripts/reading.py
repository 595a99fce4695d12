"""The way from a file to a transcript: open, detect, read, assign speakers."""

from __future__ import annotations

import re
from pathlib import Path

from rf_scorer.domain import Note, Source, Transcript
from rf_scorer.errors import RfScorerError, UnreadableFile
from rf_scorer.transcripts.detection import detect
from rf_scorer.transcripts.document import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_LINES,
    MAX_SPOKEN,
    MAX_TURNS,
    Document,
    Reading,
    ReadOptions,
)
from rf_scorer.transcripts.identity import identifier
from rf_scorer.transcripts.speakers import Assignment, SpeakerChoice, assign

__all__ = ["read", "read_document"]

_READ_OPTIONS = ReadOptions()
_NOBODY_SAID = SpeakerChoice()
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_LONGEST_TAG = 40


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
    speakers: SpeakerChoice | None = _NOBODY_SAID,
    transcript_id: str | None = None,
) -> Transcript:
    """:func:`read` for bytes that are at hand already; with None for ``speakers`` nobody gets a role, and nobody's need be certain."""
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
        if decoded is not None:
            _bounded_text(decoded.text)
        reader = detect(document, options)
        reading = reader.read(document, options)
        _bounded_talk(reading)
        if not reading.turns:
            raise UnreadableFile("The file holds no turns.", remedy="Was it saved completely?")
        assignment = (
            assign(reading, speakers)
            if speakers is not None
            else Assignment(speakers=(), turns=reading.turns, notes=())
        )
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
        language=_tag(reading.language),
        protocol=reading.protocol,
        source=source,
        speakers=assignment.speakers,
        turns=assignment.turns,
    )


def _tag(language: str | None) -> str | None:
    """A language tag, if it is one: a file can say anything."""
    return language if language is not None and len(language) <= _LONGEST_TAG and _TAG.fullmatch(language) else None


def _bounded_text(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise UnreadableFile(
            f"The file holds {len(text) / 1e6:.0f} million characters; a transcript has at most {MAX_CHARACTERS / 1e6:.0f} million.",
            remedy="Part it, one file for each conversation.",
        )
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    if lines > MAX_LINES:
        raise UnreadableFile(
            f"The file has {lines} lines; a transcript has at most {MAX_LINES}.",
            remedy="Part it, one file for each conversation.",
        )


def _bounded_talk(reading: Reading) -> None:
    if len(reading.turns) > MAX_TURNS:
        raise UnreadableFile(
            f"The file has more than {MAX_TURNS} turns, which no conversation has.",
            remedy="Part it, one file for each conversation.",
        )
    said = sum(len(turn.text) for turn in reading.turns)
    if said > MAX_SPOKEN:
        raise UnreadableFile(
            f"The turns have {said / 1e6:.0f} million characters; a conversation has at most {MAX_SPOKEN / 1e6:.0f} million.",
            remedy="Part it, one file for each conversation.",
        )


def _identified(name: str) -> tuple[str, tuple[Note, ...]]:
    safe = identifier(name)
    if safe == name:
        return safe, ()
    text = f"The transcript is called {safe!r}, without characters that file names may not hold."
    return safe, (Note(code="id-adapted", message=text),)
