"""Replacing stretches of a text by codes, and nothing else of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.transcripts.conventions import asides

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Edit", "Target", "applied", "outside", "replacements"]


_CODE = re.compile(r"\{\{[^{}\n]{0,200}\}\}")


class Edit(NamedTuple):
    """What stands instead of ``[start, end)``."""

    start: int
    end: int
    text: str


class Target(NamedTuple):
    """A stretch that identifies somebody, and its class."""

    start: int
    end: int
    kind: str


def outside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a span in which something is said: without transcriber's notes and codes, and without what is no word at their ends."""
    for first, last in _between(text, start, end):
        begin, close = first, last
        while begin < close and not text[begin].isalnum():
            begin += 1
        while close > begin and not text[close - 1].isalnum():
            close -= 1
        if begin < close:
            # A sign that belongs to what follows it goes with it: the "+" of a telephone number, the "@" of a handle.
            if begin > first and text[begin - 1] in "+@#(":
                begin -= 1
            if close < last and text[close] == ")" and "(" in text[begin:close]:
                close += 1
            yield begin, close


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span without notes, and without codes, which can stand within somebody's own parentheses."""
    notes = [(aside.start, aside.end) for aside in asides(text)]
    codes = [match.span() for match in _CODE.finditer(text)]
    for first, last in sorted([*notes, *codes]):
        if last <= start:
            continue
        if first >= end:
            break
        yield start, max(start, first)
        start = min(max(start, last), end)
    yield start, end


def replacements(targets: Iterable[tuple[int, int, str]]) -> tuple[Edit, ...]:
    """Edits that put codes into a text, in order and without overlap.

    Parameters
    ----------
    targets : iterable of (int, int, str)
        Span and code, without braces. Where two overlap the one that begins first wins, and of these the longer; what is left of the other
        is replaced by its own code.
    """
    found: list[Edit] = []
    for start, end, code in sorted(targets, key=lambda target: (target[0], -target[1])):
        begin = max(start, found[-1].end if found else 0)
        if begin < end:
            found.append(Edit(begin, end, code))
    return tuple(found)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with its edits, which are in order and do not overlap."""
    made, last = [], 0
    for edit in edits:
        made += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*made, text[last:]])
