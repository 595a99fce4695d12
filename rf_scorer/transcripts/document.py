"""A file on its way to becoming turns: its bytes, what a reader gets to see of it, and what a reader gives back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from rf_scorer.errors import UnreadableFile
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.decoding import Decoded, decode
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from rf_scorer.domain import Note, Role, Turn

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "MAX_LINES",
    "MAX_SPOKEN",
    "MAX_TURNS",
    "Document",
    "ReadOptions",
    "Reader",
    "Reading",
    "TrackedChanges",
]

#: A ten-hour interview is about half a megabyte of text, and a .docx of it well below ten: anything beyond this is not a transcript.
MAX_BYTES = 50_000_000
#: Characters of a file that is text: ten hours with a time for each word, as programs write them, take ten million.
MAX_CHARACTERS = 25_000_000
#: Lines of it: such a file has six for each word.
MAX_LINES = 1_000_000
#: Characters that are said: a hundred hours.
MAX_SPOKEN = 5_000_000
#: Turns: ten hours of quick talk have some ten thousand.
MAX_TURNS = 100_000

TrackedChanges = Literal["refuse", "accept", "reject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a person may say about how files are to be read.

    Attributes
    ----------
    format : str or None
        Name of a reader, to overrule detection.
    encoding : str or None
        To overrule the guess.
    tracked_changes : {"refuse", "accept", "reject"}
        What to do with insertions and deletions that nobody has decided on.
    comments : {"refuse", "drop"}
        What to do with margin comments.
    text_column, speaker_column : str or None
        Column names in tables, where they cannot be guessed.
    """

    format: str | None = None
    encoding: str | None = None
    tracked_changes: TrackedChanges = "refuse"
    comments: Literal["refuse", "drop"] = "refuse"
    text_column: str | None = None
    speaker_column: str | None = None


class Document:
    """A file's name and bytes, decoded once and only if somebody asks.

    Parameters
    ----------
    name : str
        File name without folders.
    data : bytes
    encoding : str, optional
        Overrules the guess.
    """

    def __init__(self, name: str, data: bytes, *, encoding: str | None = None) -> None:
        self.name = name
        self.data = data
        self._encoding = encoding

    @classmethod
    def open(cls, path: Path, *, encoding: str | None = None) -> Document:
        """Read a file.

        Raises
        ------
        UnreadableFile
            If it is missing, not a regular file, empty, larger than :data:`MAX_BYTES`, or may not be read.
        """
        name = shown(path.name)
        try:
            if path.is_symlink() and not path.exists():
                raise UnreadableFile(
                    "This is a link to a file that is not there.", where=name, remedy="Fetch the file itself."
                )
            if not path.is_file():
                raise UnreadableFile(
                    "This is not a file.", where=name, remedy="Give a transcript or a folder of transcripts."
                )
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise UnreadableFile(
                    f"The file has {size / 1e6:.0f} MB; a transcript has at most {MAX_BYTES / 1e6:.0f}.",
                    where=name,
                    remedy="Is this a recording, or a document with pictures? Save the text alone.",
                )
            data = read_bytes(path, most=MAX_BYTES)
        except OSError as error:
            raise UnreadableFile(
                f"The file cannot be opened ({error.strerror}).", where=name, remedy="Check its permissions."
            ) from None
        if not data.strip():
            raise UnreadableFile("The file is empty.", where=name, remedy="Was it saved, or synchronised, completely?")
        return cls(name, data, encoding=encoding)

    @property
    def suffix(self) -> str:
        """The file name's suffix, lower-case, with its dot."""
        return Path(self.name).suffix.lower()

    @cached_property
    def sha256(self) -> str:
        """Digest of the bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def decoded(self) -> Decoded | None:
        """The text, or None where the bytes are no text in any encoding we know."""
        return decode(self.data, encoding=self._encoding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader makes of a document.

    Attributes
    ----------
    format : str
        ``text``, ``docx``, ``vtt`` …
    text : str
        The text into which the turns' pieces point.
    turns : tuple of Turn
        With labels as found, adjacent turns of one speaker merged, roles left at ``other``.
    notes : tuple of Note
    encoding, newline : str or None
        For text formats.
    styled : mapping of str to Role
        For formats that mark speakers by style: which label the style stands for. Empty otherwise.
    participant, timepoint, language, protocol : str or None
        Where the document itself says so (our own transcript JSON).
    """

    format: str
    text: str = field(repr=False)
    turns: tuple[Turn, ...]
    notes: tuple[Note, ...] = ()
    encoding: str | None = None
    newline: str | None = None
    styled: dict[str, Role] = field(default_factory=dict)
    id: str | None = None
    participant: str | None = None
    timepoint: str | None = None
    language: str | None = None
    protocol: str | None = None


class Reader(Protocol):
    """How to add a format.

    1. Write an object with ``name``, ``description``, :meth:`recognise` and :meth:`read`.
    2. Register it under its name in the entry-point group ``rf_scorer.readers``.

    Detection asks every reader and takes the most confident; two that are equally sure are an error that names both. A reader to whom it is much
    work to be sure may also have ``bounds(document) -> (least, most)``: what :meth:`recognise` will say lies between them, and is only asked for
    where that matters.
    """

    name: str
    description: str

    def recognise(self, document: Document) -> float:
        """How sure the reader is, 0 (not mine) to 1 (certainly), by content first and suffix second. Must not raise."""
        ...

    def read(self, document: Document, options: ReadOptions) -> Reading:
        """Make turns of the document.

        Raises
        ------
        UnreadableFile
            With a remedy, where this cannot be done without losing or inventing words.
        """
        ...
