"""Words that occur once in the world, of kinds that can be told apart, and a search that finds them in whatever form they stand."""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import itertools
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KINDS", "Canaries", "kinds_in", "words_in"]

#: Kinds of confidential words, by the letter that marks them.
KINDS = {
    "s": "said",  # by the participant
    "q": "asked",  # by the interviewer
    "n": "note",  # by a rater or an adjudicator
    "l": "label",  # of a speaker, as the transcript writes it
    "p": "person",  # code of a participant
    "f": "file",  # name of a transcript, and so the interview's id
}
_CONSONANTS, _VOWELS = "bdfgklmnprst", "aeiou"
_CANARY = re.compile(r"qz([" + "".join(KINDS) + rf"])((?:[{_CONSONANTS}][{_VOWELS}]){{3}})")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{32,}={0,2}")
_ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
_PERCENT = re.compile(rb"%([0-9a-fA-F]{2})")
_DEEPEST = 5
_LARGEST = 50_000_000


class Canaries:
    """Makes them; the same ones in the same order every time."""

    def __init__(self) -> None:
        parts = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
        self._ends = itertools.product(parts, repeat=3)
        self._next = 0

    def word(self, kind: str) -> str:
        """One more, written in one of three ways: small, with a capital, or all capitals."""
        letter = next(letter for letter, name in KINDS.items() if name == kind)
        word = f"qz{letter}" + "".join(next(self._ends))
        self._next += 1
        if kind == "label":  # a word before a colon is one only with a capital
            return word.capitalize()
        return (word, word, word.capitalize(), word.upper())[self._next % 4]

    def words(self, kind: str, count: int) -> str:
        """Several, with spaces between them."""
        return " ".join(self.word(kind) for _ in range(count))


def words_in(data: bytes | str) -> set[str]:
    """Every canary in the data, in small letters: as it stands, packed, encoded, escaped, or with zeros between its letters."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return {match.group() for form in _forms(raw, 0) for match in _CANARY.finditer(form.decode("latin-1").lower())}


def kinds_in(data: bytes | str) -> set[str]:
    """The kinds of the canaries in the data."""
    return {KINDS[word[2]] for word in words_in(data)}


def _forms(data: bytes, depth: int) -> Iterator[bytes]:
    yield data
    if depth == _DEEPEST:
        return
    if b"\0" in data:
        yield data.replace(b"\0", b"")
    if b"\\u" in data:
        yield _ESCAPED.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "surrogatepass"), data)
    if b"%" in data:
        yield _PERCENT.sub(lambda match: bytes([int(match[1], 16)]), data)
    for inner in _within(data):
        yield from _forms(inner, depth + 1)


def _within(data: bytes) -> Iterator[bytes]:
    """What is packed into the data, or encoded in it."""
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from (name.encode() for name in archive.namelist())
                yield from (archive.read(name) for name in archive.namelist())
        except zipfile.BadZipFile:
            pass
    if data[:4] == b"$FL2":
        yield _spss(data)
    for start in (b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        if data.startswith(start):
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(47).decompress(data, _LARGEST)
    for match in _BASE64.finditer(data):
        found = match.group().rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        # What is encoded may begin anywhere in a longer run of letters.
        for offset in range(4):
            part = found[offset:]
            part = part[: len(part) - (len(part) % 4 == 1)]
            part += b"=" * (-len(part) % 4)
            try:
                decoded = base64.b64decode(part)
            except binascii.Error:
                continue
            # Letters decoded by chance are not worth a second look.
            yield (
                decoded
                if b"qz" in decoded.lower() or decoded[:2] in {b"PK", b"\x1f\x8b", b"\x78\x9c", b"\x78\xda"}
                else b""
            )


def _spss(data: bytes) -> bytes:
    """All texts of a file of SPSS, whose own packing cuts them into eights."""
    import tempfile
    from pathlib import Path

    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.sav"
        path.write_bytes(data)
        table, meta = pyreadstat.read_sav(path, output_format="dict")
    told: list[Any] = [table, meta.column_names_to_labels, meta.variable_value_labels, meta.notes, meta.file_label]
    # Columns are arrays, which would be shortened.
    return repr([told[1:], {name: list(values) for name, values in table.items()}]).encode()
