"""Who said what, and where it stands in the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.domain.note import Note

__all__ = ["Piece", "Role", "Source", "Speaker", "Transcript", "Turn"]


class Role(StrEnum):
    """Who is speaking. Only the participant is ever highlighted or rated."""

    PARTICIPANT = "participant"
    INTERVIEWER = "interviewer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document that was read.

    Attributes
    ----------
    name : str
        File name without folders.
    format : str
        What the content turned out to be: ``text``, ``docx``, ``vtt``, ``csv`` …
    reader : str
        Name of the reader that made the turns.
    sha256 : str
        Digest of the file's bytes, 64 hexadecimal digits.
    size : int
        Bytes.
    text : str
        The text into which all offsets point.
    encoding : str or None
        For text formats, such as ``utf-8`` or ``cp1252``.
    newline : str or None
        ``lf``, ``crlf``, ``cr`` or ``mixed`` for text formats.
    notes : tuple of Note
        What the reader guessed, dropped or normalised.
    """

    name: str
    format: str
    reader: str
    sha256: str
    size: int
    text: str = field(repr=False)
    encoding: str | None = None
    newline: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a turn's text and where it stands in the source.

    ``length`` characters of the turn's text from ``offset`` stand at ``[start, end)`` in the source. Where the two
    lengths agree, the run corresponds character by character (a line break or tab in the source reads as a space); where they differ (an
    entity such as ``&amp;``) the run is indivisible.
    """

    offset: int
    length: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.offset < 0 or self.length < 0 or self.start < 0 or self.end < self.start:
            raise ValueError("a piece has a negative offset, length or extent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person says before another speaks.

    Attributes
    ----------
    index : int
        0-based position in the transcript.
    label : str or None
        The speaker as the document names them; None where a format marks speakers by style alone.
    role : Role
        ``other`` until speakers have been assigned.
    text : str
        The words, without speaker label, time stamps and line breaks; transcriber's notes are kept.
    pieces : tuple of Piece
        Where the words stand in the source; in order, without overlap. Between pieces the text may hold joining spaces.
    time, time_end : float or None
        Seconds from the start of the recording.
    """

    index: int
    label: str | None
    text: str = field(repr=False)
    pieces: tuple[Piece, ...]
    role: Role = Role.OTHER
    time: float | None = None
    time_end: float | None = None

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ValueError("a turn has no place in the source")

    @property
    def start(self) -> int:
        """Where the turn's words begin in the source."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the turn's words end in the source."""
        return self.pieces[-1].end

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Lead a half-open local span back to the source.

        Raises
        ------
        ValueError
            If the span is empty or outside the turn's text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError("a span lies outside its turn")
        return self._place(start, last=False), self._place(end - 1, last=True)

    def _place(self, position: int, *, last: bool) -> int:
        found = max(bisect_right(self.pieces, position, key=lambda piece: piece.offset) - 1, 0)
        piece = self.pieces[found]
        within = position - piece.offset
        if within >= piece.length:  # a joining space behind the piece
            return piece.end
        if piece.end - piece.start != piece.length:
            return piece.end if last else piece.start
        return piece.start + within + int(last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A label, the role it was given, and why.

    Attributes
    ----------
    label : str
        As in the document; for style-marked formats a descriptive one, such as ``plain``.
    role : Role
    reason : str
        One sentence without the transcript's words.
    confidence : float
        0 to 1; 1 where a person said so.
    turns, words : int
        How much this speaker says.
    """

    label: str
    role: Role
    reason: str
    confidence: float
    turns: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """An interview, read and with its speakers known.

    Attributes
    ----------
    id : str
        Unique in a run; letters, digits, ``.``, ``_``, ``-``.
    participant : str or None
        The person interviewed, across interviews; None where unknown.
    timepoint, language : str or None
    protocol : str or None
        Where the document itself names one.
    source : Source
    speakers : tuple of Speaker
    turns : tuple of Turn
    """

    id: str
    source: Source
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    participant: str | None = None
    timepoint: str | None = None
    language: str | None = None
    protocol: str | None = None
