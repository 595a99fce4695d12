"""Where the strings of a JSON text stand in it.

Python's parser gives values but not their places. This second pass over a text that is known to be valid keeps a path
and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Path", "StringRun", "string_places", "string_runs"]

Path = tuple[str | int, ...]

_NEXT = re.compile(r'["{}\[\],]')
_ESCAPE = re.compile(r'\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|["\\/bfnrt])')
_SIMPLE = {'"': '"', "\\": "\\", "/": "/", "b": " ", "f": " ", "n": " ", "r": " ", "t": " "}


class StringRun(NamedTuple):
    """A part of a string: as it stands where ``text`` is None, an escape that reads as ``text`` otherwise."""

    start: int
    end: int
    text: str | None


def string_places(text: str, wanted: Callable[[Path], bool]) -> dict[Path, tuple[int, int]]:
    """Find the string values at certain paths.

    Parameters
    ----------
    text : str
        Valid JSON.
    wanted : callable
        Called with the path of every string value, such as ``("segments", 0, "text")``.

    Returns
    -------
    dict of tuple to tuple of int
        Half-open places between the quotation marks, by path.
    """
    found: dict[Path, tuple[int, int]] = {}
    path: list[str | int] = []
    objects: list[bool] = []
    key_due = False
    at = 0
    while (match := _NEXT.search(text, at)) is not None:
        at = match.end()
        mark = match.group()
        if mark == '"':
            end = _closing(text, at)
            if key_due:
                path[-1] = text[at:end] if "\\" not in text[at:end] else ""
                key_due = False
            elif wanted(tuple(path)):
                found[tuple(path)] = (at, end)
            at = end + 1
        elif mark in "{[":
            objects.append(mark == "{")
            path.append("" if mark == "{" else 0)
            key_due = mark == "{"
        elif mark == ",":
            if objects[-1]:
                key_due = True
            else:
                path[-1] = int(path[-1]) + 1
        else:
            objects.pop()
            path.pop()
            key_due = False
    return found


def _closing(text: str, at: int) -> int:
    """The quotation mark that ends the string that begins here."""
    while True:
        end = text.index('"', at)
        slashes = 0
        while end - slashes - 1 >= at and text[end - slashes - 1] == "\\":
            slashes += 1
        if slashes % 2 == 0:
            return end
        at = end + 1


def string_runs(text: str, start: int, end: int) -> Iterator[StringRun]:
    """Part the inside of a JSON string into plain runs and escapes.

    Half a surrogate pair reads as a replacement character.
    """
    last = start
    for match in _ESCAPE.finditer(text, start, end):
        if match.start() > last:
            yield StringRun(last, match.start(), None)
        code = match.group()[1:]
        yield StringRun(match.start(), match.end(), _SIMPLE[code] if code[0] != "u" else _character(code))
        last = match.end()
    if end > last:
        yield StringRun(last, end, None)


def _character(code: str) -> str:
    if len(code) > 5:
        high, low = int(code[1:5], 16), int(code[7:11], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    value = int(code[1:], 16)
    return "\ufffd" if 0xD800 <= value <= 0xDFFF else chr(value) if value >= 32 else " "
