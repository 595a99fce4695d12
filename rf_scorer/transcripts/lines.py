"""Lines of a text, with where they stand in it."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Line", "split"]

# Word and Mac editors leave vertical tabs, form feeds and Unicode's own separators behind; editors do not number
# lines by those.
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_UNNUMBERED = frozenset("\v\f\x85\u2028\u2029")
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\ufeff\u200b\u200e\u200f\x1a"
_BLANK = frozenset(_BLANKS)


class Line(NamedTuple):
    """One line without its line break and without white space at its ends.

    Attributes
    ----------
    start, end : int
        Half-open, in the source; equal for a blank line.
    number : int
        1-based, as an editor counts.
    indent : int
        Characters of white space before ``start``.
    page : bool
        Whether a form feed stands before it.
    """

    start: int
    end: int
    number: int
    indent: int
    page: bool


def split(text: str) -> list[Line]:
    """Split a text into lines at line breaks of every system."""
    found = []
    number, begin, page = 1, 0, False
    for match in _BREAK.finditer(text):
        end, behind = match.span()
        mark = text[end:behind]
        found.append(_line(text, begin, end, number, page))
        page = mark == "\f"
        number += mark not in _UNNUMBERED
        begin = behind
    if begin < len(text):
        found.append(_line(text, begin, len(text), number, page))
    return found


def _line(text: str, begin: int, end: int, number: int, page: bool) -> Line:
    if begin == end or (text[begin] not in _BLANK and text[end - 1] not in _BLANK):  # as most lines are
        return Line(begin, end, number, 0, page)
    raw = text[begin:end]
    bare = raw.lstrip(_BLANKS)
    indent = len(raw) - len(bare)
    start = begin + indent
    return Line(start, start + len(bare.rstrip(_BLANKS)), number, indent, page)
