"""What CHAT files hold besides main lines: headers with names, places and dates, and dependent tiers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.transcripts.margins.margin import Place, entry, named, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["chat_margins"]

_LINE = re.compile(r"[^\r\n]+")
_TIER = re.compile(r"\ufeff?([@%])([^:\r\n\t]{1,60})(?::[ \t]*|$)")
#: Headers by which programs find their way; their values are codes.
_TECHNICAL = frozenset(
    {
        "utf8",
        "begin",
        "end",
        "languages",
        "font",
        "window",
        "color words",
        "options",
        "types",
        "new episode",
        "g",
        "pid",
    }
)
_PATHS = frozenset({"media"})
_NAMED = re.compile(r"(?:n:prop|propn)[^|\s]{0,40}\|([^\s|-]+)", re.IGNORECASE)
_TIME_MARK = re.compile(r"\x15[\d_-]*\x15?")
_WORD = re.compile(r"\S+")
_ENTRY = re.compile(r"[^,]+")
#: Fields of ``@ID`` that name nobody: language, code, age, sex, role.
_ID_CODES = frozenset({0, 2, 3, 4, 7})
_TRANSLATED = frozenset({"wor", "mor", "gra", "pho", "mod", "umor", "ugra", "xmor", "xpho"})
_COMMENTS = frozenset({"com", "exp", "sit", "act", "add", "par", "gpx", "int"})


def chat_margins(cover: Cover) -> Iterator[Margin]:
    """Headers, dependent tiers, and what of main lines nobody says."""
    mark, key = "", ""
    for line in _LINE.finditer(cover.text):
        start, end = line.span()
        first = cover.text[start]
        tier = _TIER.match(cover.text, start, end)
        if tier is not None:
            mark, key = tier[1], tier[2].strip().casefold()
            start = tier.end()
        elif first == "*" or not first.isspace():
            mark, key = "", ""
        if mark == "@":
            yield from _header(cover, key, start, end)
        elif mark == "%":
            yield from _dependent(cover, key, start, end)
        else:
            for begin, close in cover.free(start, end):
                found = cover.bare(begin, close)
                if found is not None and _TIME_MARK.sub("", cover.text[slice(*found)]).strip():
                    yield from said(Place.BESIDE, cover.text[slice(*found)], found[0])


def _header(cover: Cover, key: str, start: int, end: int) -> Iterator[Margin]:
    text = cover.text
    if key in _TECHNICAL:
        return
    if key == "participants":
        for found in _ENTRY.finditer(text, start, end):
            words = list(_WORD.finditer(text, *found.span()))
            for word in words[1:-1]:  # a code, names, a role
                yield from named(Place.FILE_HEADERS, word.group(), word.start())
    elif key == "id":
        yield from _identity(text, start, end)
    elif key in _PATHS:
        yield from said(Place.MEDIA, text[start:end], start)
    else:
        yield from entry(Place.FILE_HEADERS, key, text[start:end], start)


def _identity(text: str, start: int, end: int) -> Iterator[Margin]:
    """The fields of an ``@ID`` header, of which an empty one counts."""
    place = start
    for number, value in enumerate(text[start:end].split("|")):
        if number not in _ID_CODES:
            yield from said(Place.FILE_HEADERS, value, place)
        place += len(value) + 1


def _dependent(cover: Cover, key: str, start: int, end: int) -> Iterator[Margin]:
    """Remarks as they stand; of tiers that repeat the words only names, or words, that no turn holds."""
    text = cover.text
    if key not in _TRANSLATED:
        yield from said(Place.COMMENTS if key in _COMMENTS else Place.TIERS, text[start:end], start)
    elif key in ("mor", "umor", "xmor"):
        for found in _NAMED.finditer(text, start, end):
            if not cover.repeats(found[1]):
                yield from said(Place.TIERS, found[1], found.start(1))
    elif key == "wor":
        for word in _WORD.finditer(text, start, end):
            if "\x15" not in word.group() and not cover.repeats(word.group()):
                yield from said(Place.TIERS, word.group(), word.start())
