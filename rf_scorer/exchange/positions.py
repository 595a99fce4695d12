"""How a tool counts: positions are led to code points of the plain text, by the reading under which most words come out right.

Programs differ in four things, and a file does not say which: whether a character beyond the basic plane counts once or twice, whether
a line end of two characters does, whether a byte-order mark does, and whether the end is the last character or the one behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Counted", "Reading", "count"]

_BOM = "\ufeff"
#: How much longer than its words a stretch may be, by blanks and line ends.
_WIDER, _ROOM = 10, 1000
#: How programs end words that they have cut short.
_CUT = ("…", "...")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A way to count.

    Attributes
    ----------
    wide : bool
        UTF-16 units instead of code points.
    pairs : bool
        A carriage return with its line feed counts as two.
    mark : bool
        A byte-order mark counts.
    inclusive : bool
        The end is the last character.
    """

    wide: bool = False
    pairs: bool = True
    mark: bool = False
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A span with the words that it should have; None where nobody says them."""

    start: int
    end: int
    words: str | None = None


def count(text: str, spans: Sequence[Counted]) -> tuple[str, list[tuple[int, int] | None], Reading]:
    """Lead spans to the plain text.

    Parameters
    ----------
    text : str
        As it was stored: with its line ends, and with a byte-order mark if there is one.
    spans : sequence of Counted

    Returns
    -------
    str
        The text without mark and with line feeds.
    list of (int, int) or None
        Half-open, in code points of that; None for a span that lies outside.
    Reading
        What was taken: that under which most words come out, and among equals the plainest, where each character of the stored text counts
        once and the end lies behind the last one.
    """
    readings = list(_readings(text, spans))
    best = max(readings, key=lambda reading: _right(text, spans, reading)) if len(readings) > 1 else readings[0]
    plain, places = _places(text, best)
    return plain, [_span(places, span, best) for span in spans], best


def _readings(text: str, spans: Sequence[Counted]) -> Iterator[Reading]:
    told = any(span.words is not None for span in spans)
    wide = (False, True) if told and any(ord(character) > 0xFFFF for character in text) else (False,)
    pairs = (True, False) if told and "\r\n" in text else (True,)
    mark = (False, True) if told and text.startswith(_BOM) else (False,)
    inclusive = (False, True) if told else (False,)
    for choice in product(inclusive, mark, pairs, wide):
        yield Reading(inclusive=choice[0], mark=choice[1], pairs=choice[2], wide=choice[3])


def _places(text: str, reading: Reading) -> tuple[str, list[int]]:
    """The plain text, and for every position as it is counted the place in it; the last is behind the end."""
    plain: list[str] = []
    places: list[int] = []
    before = ""
    for number, character in enumerate(text):
        if number == 0 and character == _BOM:
            if reading.mark:
                places.append(0)
            continue
        if before == "\r" and character == "\n":
            if reading.pairs:
                places.append(len(plain))  # behind the one line feed that both have become
            before = character
            continue
        before = character
        places.append(len(plain))
        if reading.wide and ord(character) > 0xFFFF:
            places.append(len(plain))
        plain.append("\n" if character == "\r" else character)
    places.append(len(plain))
    return "".join(plain), places


def _span(places: list[int], span: Counted, reading: Reading) -> tuple[int, int] | None:
    end = span.end + int(reading.inclusive)
    if not 0 <= span.start < end < len(places):
        return None
    found = places[span.start], places[end]
    return found if found[0] < found[1] else None


def _right(text: str, spans: Sequence[Counted], reading: Reading) -> int:
    """How many words come out."""
    plain, places = _places(text, reading)
    right = 0
    for span in spans:
        found = _span(places, span, reading)
        if found is not None and span.words is not None:
            # No more of the text than could be these words: spans that each cover all of it would be read again and again.
            end = min(found[1], found[0] + _WIDER * len(span.words) + _ROOM)
            said, named = plain[found[0] : end].split(), span.words.split()
            right += 2 * (said == named)
            if span.words.endswith(_CUT):  # the name is cut short: it tells the beginning, and half as much
                right += "".join(said).startswith("".join(span.words.rstrip("….").split()))
    return right
