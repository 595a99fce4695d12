"""Bytes to text, with what had to be guessed.

Whatever is found, ``data.decode(decoded.encoding) == decoded.text``: an offset can be led back to the file with
nothing but Python.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Decoded", "binary_kind", "codec_name", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How well-known binary files begin, what they are called, and what to do with them.
_MAGIC = (
    (b"%PDF", "a PDF document", "Name it .pdf, or save its text as a .docx or .txt file."),
    (
        b"PK\x03\x04",
        "a zip archive or an Office document",
        "If it is a Word or Excel file, give it its .docx or .xlsx suffix back; else unpack it.",
    ),
    (b"PK\x05\x06", "an empty zip archive", "Is this the right file?"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office (.doc, .xls) or a password-protected document",
        "Save it as .docx, or remove the password first.",
    ),
    (b"ID3\x02", "a sound recording", "Give the transcript, not the recording."),
    (b"ID3\x03", "a sound recording", "Give the transcript, not the recording."),
    (b"ID3\x04", "a sound recording", "Give the transcript, not the recording."),
    (b"\xff\xfb", "a sound recording", "Give the transcript, not the recording."),
    (b"\xff\xf3", "a sound recording", "Give the transcript, not the recording."),
    (b"OggS\x00", "a sound recording", "Give the transcript, not the recording."),
    (b"fLaC\x00", "a sound recording", "Give the transcript, not the recording."),
    (b"\x1aE\xdf\xa3", "a film recording", "Give the transcript, not the recording."),
    (b"\x89PNG", "a picture", "Text in pictures cannot be read: type it, or run text recognition first."),
    (b"\xff\xd8\xff", "a picture", "Text in pictures cannot be read: type it, or run text recognition first."),
    (b"GIF8", "a picture", "Text in pictures cannot be read: type it, or run text recognition first."),
    (b"II*\x00", "a picture", "Text in pictures cannot be read: type it, or run text recognition first."),
    (b"MM\x00*", "a picture", "Text in pictures cannot be read: type it, or run text recognition first."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file", "Unpack it first."),
    (b"Rar!\x1a", "a compressed file", "Unpack it first."),
    (b"\xfd7zXZ", "a compressed file", "Unpack it first."),
    (b"SQLite format 3", "a database", "Export the transcript as text first."),
    (b"\x7fELF", "a program", "Is this the right file?"),
    (b"MZ\x90", "a program", "Is this the right file?"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a") + b"\x7f"
_CONTROL_TABLE = dict.fromkeys(_CONTROLS)
_CONTROL = re.compile("[" + re.escape(_CONTROLS.decode()) + "]")
#: More control characters than this, per character of text, and it is not text.
_MAX_CONTROLS = 0.002
#: Codecs that change the text rather than its bytes, or whose cost is not linear.
_REFUSED_CODECS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
_TYPOGRAPHIC = frozenset("‘’“”‚„–—…•«»°§£€©®™ \u00a0¿¡´·½¼¾")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file.

    Attributes
    ----------
    text : str
        Without byte-order mark, with its own line ends.
    encoding : str
        Name of the Python codec that turns the file's bytes into exactly this text (``utf-8-sig`` where there is a
        mark).
    newline : str
        ``lf``, ``crlf``, ``cr`` or ``mixed``; ``lf`` where there is no line end at all.
    notes : tuple of Note
        What was guessed.
    """

    text: str = field(repr=False)
    encoding: str
    newline: str
    notes: tuple[Note, ...] = ()


def binary_kind(data: bytes) -> tuple[str, str] | None:
    """What kind of binary file this is and what to do about it, or None where its beginning says nothing."""
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            return what, remedy
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] in {b"WAVE", b"AVI "}):
        return "a sound or film recording", "Give the transcript, not the recording."
    if data[:3] == b"BZh" and data[4:10] == b"1AY&SY":
        return "a compressed file", "Unpack it first."
    return None


def decode(data: bytes, *, encoding: str | None = None) -> Decoded | None:
    """Turn bytes into text.

    Parameters
    ----------
    data : bytes
    encoding : str, optional
        Overrules the guess; a Python codec name such as ``cp1252``.

    Returns
    -------
    Decoded or None
        None where the bytes are no text in any encoding we know.

    Raises
    ------
    UsageError
        If there is no such encoding.
    UnreadableFile
        If the bytes are text, but broken: with the line, never with what stands there.
    """
    codec = None if encoding is None else codec_name(encoding)
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    # The mark of UTF-16 is also how some recordings begin, so only files without one are looked up.
    if marked is None and binary_kind(data) is not None:
        return None
    if codec is not None:
        return _forced(data, codec, marked)
    if marked is not None:
        return _finish(_strict(data, marked), marked)
    if b"\0" in data:
        wide = _utf16(data)
        return None if wide is None else _finish(_strict(data, wide), wide, _guessed(wide, None))
    try:
        return _finish(data.decode(), "utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    return _eight_bit(data, start)


@cache
def codec_name(encoding: str) -> str:
    """The plain name of a text encoding; UsageError where there is none of that name."""
    try:
        name = codecs.lookup(encoding).name
        if name.replace("_", "-") not in _REFUSED_CODECS:
            bytes(4).decode(name)  # LookupError where it is no text encoding (base64, zlib …)
            return name
    except (LookupError, ValueError):
        pass
    raise UsageError(
        f"There is no text encoding called {encoding[:40]!r}.",
        remedy="Common ones: utf-8, utf-16, cp1252 (Windows), mac_roman, latin-1.",
    )


def _forced(data: bytes, codec: str, marked: str | None) -> Decoded | None:
    if marked is not None and codec in {
        "utf-8",
        "utf-16",
        "utf-32",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le",
        "utf-32-be",
    }:
        same = marked.removesuffix("-sig")
        codec = marked if codec.startswith(same) else codec
    return _finish(_strict(data, codec), codec)


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        start = error.start
    except UnicodeError:
        start = 0
    raise _broken(data, start, codec)


def _broken(data: bytes, start: int, codec: str) -> UnreadableFile:
    line = (
        len(re.findall(rb"\r\n|\r|\n", data[:start])) + 1
        if not codec.startswith(("utf-16", "utf-32", "utf_16", "utf_32"))
        else None
    )
    place = "" if line is None else f" (the first in line {line})"
    return UnreadableFile(
        f"The file holds bytes that are not {codec}{place}.",
        remedy="Open it in the program it was written with and save it as UTF-8, or give its encoding with --encoding.",
    )


def _finish(text: str, codec: str, *notes: Note) -> Decoded | None:
    found = list(notes)
    controls = len(text) - len(text.translate(_CONTROL_TABLE)) if _CONTROL.search(text) else 0
    if controls:
        if controls > max(3, _MAX_CONTROLS * len(text)):
            return None
        first = _CONTROL.search(text)
        assert first is not None
        found.append(
            Note(
                code="control-characters",
                message=f"The text holds {controls} invisible control character{'s' if controls > 1 else ''}.",
                severity=Severity.WARNING,
                line=_line(text, first.start()),
                remedy="Look at the first place in an editor: words may be lost there.",
            )
        )
    newline = _newline(text)
    if newline == "mixed":
        found.append(
            Note(code="line-ends-mixed", message="The file mixes line ends of several systems; all were understood.")
        )
    return Decoded(text=text, encoding=codec, newline=newline, notes=tuple(found))


def _line(text: str, position: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:position])) + 1


def _newline(text: str) -> str:
    crlf = text.count("\r\n")
    kinds = {"crlf": crlf, "lf": text.count("\n") - crlf, "cr": text.count("\r") - crlf}
    present = [name for name, count in kinds.items() if count]
    return "mixed" if len(present) > 1 else present[0] if present else "lf"


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, by where the NULs of Latin letters stand; None where NULs mean something else."""
    if len(data) % 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _guessed(codec: str, line: int | None) -> Note:
    return Note(
        code="encoding-guessed",
        message=f"The file does not say how its characters are written; {codec} was guessed.",
        severity=Severity.WARNING,
        line=line,
        remedy="Look at accents and quotation marks; if they are wrong, give --encoding.",
    )


def _eight_bit(data: bytes, start: int) -> Decoded | None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > max(3, _MAX_CONTROLS * len(data)):
        return None
    good, bad = _utf8_sequences(data)
    if good > bad:
        # Someone's UTF-8 with damage: another encoding would turn every good accent into two wrong characters.
        raise _broken(data, start, "utf-8")
    best, points = None, 0
    for codec in ("cp1252", "mac_roman"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        found = sum(_plausible(text))
        if best is None or found > points:
            best, points = codec, found
    if best is None or points < 0:
        raise _broken(data, start, "UTF-8, Windows-1252 or Mac Roman")
    return _finish(data.decode(best), best, _guessed(best, len(re.findall(rb"\r\n|\r|\n", data[:start])) + 1))


def _utf8_sequences(data: bytes) -> tuple[int, int]:
    """Well-formed multi-byte sequences of UTF-8, and high bytes outside any."""
    whole = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
    rest, good = whole.subn(b"", data)
    return good, len(re.findall(rb"[\x80-\xff]", rest))


def _plausible(text: str) -> Iterator[int]:
    """Points for every character beyond ASCII: whether people write it, and there."""
    for match in re.finditer(r"[^\x00-\x7f]", text):
        character, at = match.group(), match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if character in _TYPOGRAPHIC:
            yield 1
        elif character.isalpha():
            # A capital in the middle of a word is what the other encoding's small letter looks like.
            yield -2 if character.isupper() and (before.islower() or (after.islower() and before.isalpha())) else 1
        else:
            yield -2 if before.isalpha() or after.isalpha() else 0
