"""Time stamps as people and programs write them."""

from __future__ import annotations

import re

__all__ = ["INSIDE", "STAMP", "balanced", "seconds"]

_CLOCK = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?:[.,:]\d{1,3})?"
#: A stamp, bare or in brackets, alone or as a span: ``00:12``, ``[00:12:31]``, ``(0:12 - 0:15)``, ``#00:12:31-5#``.
STAMP = re.compile(
    rf"(?P<open>[\[(<{{#]?)[ \t]?(?P<time>{_CLOCK})(?:-\d{{1,3}}(?=#))?"
    rf"(?:[ \t]?(?:-->|-|–|—|to)[ \t]?(?P<until>{_CLOCK}))?[ \t]?(?P<close>[\])>}}#]?)(?!\d)"
)
#: A stamp inside speech, which only brackets tell apart from a time of day that somebody mentions.
INSIDE = re.compile(
    r"[\[<]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\]>]|\(\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?\)|#\d{1,2}:\d{2}:\d{2}(?:-\d{1,3})?#"
)


def balanced(stamp: re.Match[str]) -> bool:
    """Whether a stamp's bracket is both opened and closed, or neither: half a pair belongs to the words around it."""
    return bool(stamp["open"]) == bool(stamp["close"])


def seconds(clock: str) -> float:
    """Seconds of a time such as ``1:02``, ``00:12:31``, ``00:12:31,250`` or ``00:12:31:250``."""
    whole, _, fraction = clock.replace(",", ".").partition(".")
    parts = whole.split(":")
    if len(parts) == 4:
        fraction = parts.pop()
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return float(f"{total}.{fraction or 0}")
