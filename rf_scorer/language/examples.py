"""The codebook's examples: sentences in which brackets mark what an entry must find.

``She was [angry|other,negated] .`` marks *angry*, held by somebody else, denied. What stands behind the bar may be left out; a space between a
closing bracket and a punctuation mark is for the eye alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Marked", "plain", "read"]

_BRACKET = re.compile(r"\[([^\]|]*)(?:\|([^\]]*))?\](?: (?=[.,?!]))?")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked part of an example: half-open span, and holder with flags where the example says them."""

    start: int
    end: int
    attributes: tuple[str, ...]


def read(example: str) -> tuple[str, tuple[Marked, ...]]:
    """The sentence without brackets, and what they mark."""
    parts: list[str] = []
    found: list[Marked] = []
    length = last = 0
    for match in _BRACKET.finditer(example):
        before, inside = example[last : match.start()], match[1]
        length += len(before)
        found.append(Marked(length, length + len(inside), tuple(part for part in (match[2] or "").split(",") if part)))
        length += len(inside)
        parts += [before, inside]
        last = match.end()
    return "".join([*parts, example[last:]]), tuple(found)


def plain(example: str) -> str:
    """The example for a reader: marked words in bold, without attributes."""
    return _BRACKET.sub(lambda match: f"**{match[1]}**" if match[1] else "", example)
