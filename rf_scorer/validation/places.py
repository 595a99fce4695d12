"""Rules beyond a schema are generators of (place, rule, message); a place is a path of keys and positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Finding", "Place", "repeated", "turn_offsets", "unknown"]

Place: TypeAlias = "tuple[str | int, ...]"
Finding: TypeAlias = "tuple[Place, str, str]"


def repeated(rows: Sequence[Mapping[str, Any]], key: str, place: Place) -> Iterator[Finding]:
    """Rows whose id stood before."""
    if len({row[key] for row in rows}) == len(rows):
        return
    seen = set()
    for index, row in enumerate(rows):
        if row[key] in seen:
            yield (*place, index, key), "unique", "This id stands here twice."
        seen.add(row[key])


def unknown(
    names: Sequence[str], known: frozenset[str] | Mapping[str, Any], place: Place, what: str
) -> Iterator[Finding]:
    """References that lead nowhere."""
    for index, name in enumerate(names):
        if name not in known:
            yield (*place, index), "reference", f"There is no such {what} in this document."


def _reads_as(words: str, source: str) -> bool:
    """Whether these words are what the source says, where line breaks and control characters may read as spaces."""
    if words == source:
        return True
    return len(words) == len(source) and all(
        said == found or (said == " " and (found.isspace() or not found.isprintable()))
        for said, found in zip(words, source, strict=True)
    )


def turn_offsets(turn: Mapping[str, Any], text: str, place: Place) -> Iterator[Finding]:
    """Check that a turn's words stand in the text where the turn says they do."""
    start, end, words, pieces = turn["start"], turn["end"], turn["text"], turn.get("pieces")
    if not start < end <= len(text):
        yield (*place, "start"), "offsets", "The turn begins behind its end, or ends behind the end of the text."
    elif pieces is None:
        if end - start != len(words):
            yield (*place, "end"), "offsets", "The turn's offsets are not as far apart as its text is long."
        elif not _reads_as(words, text[start:end]):
            yield (*place, "text"), "offsets", "The turn's words do not stand in the text at its offsets."
    else:
        yield from _pieces(turn, pieces, text, place)


def _pieces(turn: Mapping[str, Any], pieces: Sequence[Sequence[int]], text: str, place: Place) -> Iterator[Finding]:
    words = turn["text"]
    if pieces[0][2] != turn["start"] or pieces[-1][3] != turn["end"]:
        yield (*place, "pieces"), "offsets", "The first or the last piece is not where the turn begins or ends."
    offset_before = source_before = 0
    for index, (offset, length, start, end) in enumerate(pieces):
        here = (*place, "pieces", index)
        if offset < offset_before or offset + length > len(words) or not source_before <= start < end <= len(text):
            yield here, "offsets", "The piece lies outside the turn or the text, or overlaps the piece before."
        elif length == end - start and not _reads_as(words[offset : offset + length], text[start:end]):
            yield here, "offsets", "The piece's words do not stand in the text at its offsets."
        offset_before, source_before = offset + length, end
