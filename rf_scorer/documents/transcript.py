"""Transcripts as documents, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.domain import Note, Piece, Role, Severity, Source, Speaker, Transcript, Turn
from rf_scorer.errors import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "note_document",
    "transcript_document",
    "transcript_from_document",
    "transcript_part",
    "turns_from_document",
]

_SCHEMA = "urn:rf-scorer:schema:transcript:1"


def note_document(note: Note) -> dict[str, Any]:
    """A note as documents hold it."""
    return {
        "code": note.code,
        "severity": note.severity.value,
        "message": note.message,
        "line": note.line,
        "remedy": note.remedy,
    }


def _turn(turn: Turn, words: int | None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "index": turn.index,
        "label": turn.label,
        "role": turn.role.value,
        "start": turn.start,
        "end": turn.end,
        "text": turn.text,
    }
    if turn.time is not None:
        document["time"] = turn.time
    if turn.time_end is not None:
        document["time_end"] = turn.time_end
    if words is not None:
        document["words"] = words
    if len(turn.pieces) > 1 or not _plain(turn.pieces[0], turn.text):
        document["pieces"] = [[piece.offset, piece.length, piece.start, piece.end] for piece in turn.pieces]
    return document


def _plain(piece: Piece, text: str) -> bool:
    return piece.offset == 0 and piece.length == len(text) == piece.end - piece.start


def transcript_part(transcript: Transcript, *, words: Mapping[int, int] | None = None) -> dict[str, Any]:
    """The transcript without a schema key, as transcript documents and rating sheets share it.

    Parameters
    ----------
    transcript : Transcript
    words : mapping of int to int, optional
        Spoken words by turn index, to stand beside the turns.
    """
    source = transcript.source
    counts = words or {}
    return {
        "id": transcript.id,
        "participant": transcript.participant,
        "timepoint": transcript.timepoint,
        "language": transcript.language,
        "source": {
            "name": source.name,
            "format": source.format,
            "reader": source.reader,
            "sha256": source.sha256,
            "size": source.size,
            "encoding": source.encoding,
            "newline": source.newline,
        },
        "text": source.text,
        "speakers": [
            {
                "label": speaker.label,
                "role": speaker.role.value,
                "reason": speaker.reason,
                "confidence": round(float(speaker.confidence), 6),
                "turns": speaker.turns,
                "words": speaker.words,
            }
            for speaker in transcript.speakers
        ],
        "turns": [_turn(turn, counts.get(turn.index)) for turn in transcript.turns],
        "notes": [note_document(note) for note in source.notes],
    }


def transcript_document(transcript: Transcript) -> dict[str, Any]:
    """The transcript as a document of its own (``schemas/transcript.schema.json``)."""
    return {"schema": _SCHEMA, "protocol": transcript.protocol, **transcript_part(transcript)}


def turns_from_document(document: Mapping[str, Any]) -> tuple[str, tuple[Turn, ...]]:
    """The text and the turns of a valid transcript document.

    Where the document has no ``text``, one is made of the turns, a line each, and the turns point into that.

    Parameters
    ----------
    document : mapping
        Without faults by :func:`rf_scorer.validation.faults`.

    Returns
    -------
    str
        The text into which the turns' pieces point.
    tuple of Turn
        With the roles that the document gives; ``other`` where it gives none.
    """
    given: Sequence[Mapping[str, Any]] = document["turns"]
    text = document.get("text")
    if text is not None:
        return text, tuple(_turn_back(turn, index) for index, turn in enumerate(given))
    turns, position = [], 0
    for index, turn in enumerate(given):
        end = position + len(turn["text"])
        turns.append(_turn_back({**turn, "start": position, "end": end, "pieces": None}, index))
        position = end + 1
    return "\n".join(turn["text"] for turn in given) + "\n", tuple(turns)


def _turn_back(turn: Mapping[str, Any], index: int) -> Turn:
    words: str = turn["text"]
    pieces = turn.get("pieces") or [[0, len(words), turn["start"], turn["end"]]]
    return Turn(
        index=index,
        label=turn.get("label"),
        role=Role(turn.get("role", "other")),
        text=words,
        pieces=tuple(
            Piece(offset=offset, length=length, start=start, end=end) for offset, length, start, end in pieces
        ),
        time=turn.get("time"),
        time_end=turn.get("time_end"),
    )


def transcript_from_document(document: Mapping[str, Any]) -> Transcript:
    """Read back what :func:`transcript_document` wrote, or the ``transcript`` part of a rating sheet.

    Parameters
    ----------
    document : mapping
        Without faults by :func:`rf_scorer.validation.faults`.

    Raises
    ------
    InvalidDocument
        If it has no ``id``, ``source`` or ``text``: then it was not written by rf_scorer, and the reader of transcript
        files must complete it.
    """
    source = document.get("source")
    if source is None or "id" not in document or "text" not in document:
        raise InvalidDocument(
            "The transcript document lacks its id, its source or its text.",
            remedy="Read it as a transcript file instead: rf-scorer score FILE.",
        )
    text, turns = turns_from_document(document)
    return Transcript(
        id=document["id"],
        participant=document.get("participant"),
        timepoint=document.get("timepoint"),
        language=document.get("language"),
        source=Source(text=text, notes=tuple(_note_back(note) for note in document.get("notes", ())), **source),
        speakers=tuple(
            Speaker(**{**speaker, "role": Role(speaker["role"])}) for speaker in document.get("speakers", ())
        ),
        turns=turns,
    )


def _note_back(note: Mapping[str, Any]) -> Note:
    return Note(**{**note, "severity": Severity(note["severity"])})
