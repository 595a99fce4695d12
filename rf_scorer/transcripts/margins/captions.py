"""What WebVTT and SRT files hold besides captions: notes, styles, headers, identifiers, and names in tags."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from rf_scorer.transcripts.lines import split
from rf_scorer.transcripts.margins.margin import Place, said
from rf_scorer.transcripts.readers.cues import TIMING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.lines import Line
    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["caption_margins"]

_BLOCKS = {"NOTE": Place.CAPTION_NOTES, "STYLE": Place.CAPTION_STYLES, "REGION": Place.CAPTION_STYLES}
_BLOCK = re.compile(r"(NOTE|STYLE|REGION)(?=[ \t]|$)")
_SIGNATURE = re.compile(r"\ufeff?WEBVTT")
#: Header lines that programs write and that say nothing about anybody.
_TECHNICAL = re.compile(r"(?:Kind|Language|X-TIMESTAMP-MAP)\s*[:=]\s*[\w:,.=-]{1,60}", re.IGNORECASE)
_SETTING = re.compile(r"(?<!\S)(?:vertical|line|position|size|align):[\w%.,-]{1,30}", re.IGNORECASE)
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z]*)(?P<classes>(?:\.[^\s<>.]{1,60}){0,8})(?:[ \t](?P<rest>[^<>]{0,300}))?>"
)
#: Classes that stand for colours and for the first and loud voice.
_CLASS = re.compile(
    r"(?:bg_)?(?:white|lime|cyan|red|yellow|magenta|blue|black)|color[0-9a-f]{6}|first|loud", re.IGNORECASE
)


def caption_margins(cover: Cover) -> Iterator[Margin]:
    """Whatever of a caption file no caption says."""
    text = cover.text
    lines = split(text)
    place: Place | None = None
    timed = False  # whether a time line has been passed in this block
    for number, line in enumerate(lines):
        if line.end == line.start:
            place, timed = None, False
            continue
        fresh = number == 0 or lines[number - 1].end == lines[number - 1].start
        if TIMING.match(text, line.start, line.end):
            place, timed = None, True
            yield from _settings(text, line)
            continue
        if fresh:
            place = _block(text, line, first=number == 0)
        head = _SIGNATURE.match(text, line.start, line.end) if number == 0 else None
        block = _BLOCK.match(text, line.start, line.end) if place in _BLOCKS.values() and fresh else None
        begin = head.end() if head else block.end() if block else line.start
        if place is not None:
            yield from _outside(cover, place, begin, line.end)
        elif not timed and _names_next(text, lines, number):
            yield from _outside(cover, Place.CUE_NAMES, line.start, line.end)
        else:
            yield from _in_caption(cover, line)


def _block(text: str, line: Line, *, first: bool) -> Place | None:
    """What kind of block a line begins, if it is none of captions."""
    if first and _SIGNATURE.match(text, line.start, line.end):
        return Place.FILE_HEADERS
    found = _BLOCK.match(text, line.start, line.end)
    return _BLOCKS[found[1]] if found else None


def _names_next(text: str, lines: list[Line], number: int) -> bool:
    after = lines[number + 1] if number + 1 < len(lines) else None
    return after is not None and TIMING.match(text, after.start, after.end) is not None


def _outside(cover: Cover, place: Place, start: int, end: int) -> Iterator[Margin]:
    for first, last in cover.free(start, end):
        words = cover.text[first:last]
        if not (place is Place.FILE_HEADERS and _TECHNICAL.fullmatch(words.strip())):
            yield from said(place, words, first)


def _settings(text: str, line: Line) -> Iterator[Margin]:
    timing = TIMING.match(text, line.start, line.end)
    assert timing is not None
    rest = text[timing.end() : line.end]
    if _SETTING.sub("", rest).strip():
        yield from said(Place.BESIDE, rest, timing.end())


def _in_caption(cover: Cover, line: Line) -> Iterator[Margin]:
    text = cover.text
    for start, end in cover.free(line.start, line.end):
        last = start
        for tag in _TAG.finditer(text, start, end):
            yield from _between(cover, last, tag.start())
            yield from _tag(cover, tag)
            last = tag.end()
        yield from _between(cover, last, end)


def _between(cover: Cover, start: int, end: int) -> Iterator[Margin]:
    found = cover.bare(start, end) if start < end else None
    if found is not None:
        yield from said(Place.BESIDE, cover.text[slice(*found)], found[0])


def _tag(cover: Cover, tag: re.Match[str]) -> Iterator[Margin]:
    for position in (match for match in re.finditer(r"[^.]+", tag["classes"] or "")):
        if not _CLASS.fullmatch(position.group()):
            yield from said(Place.SPEAKER_TAGS, position.group(), tag.start("classes") + position.start())
    rest = tag["rest"]
    if rest and tag["name"].lower() not in ("font", "lang") and not cover.is_label(html.unescape(rest)):
        yield from said(Place.SPEAKER_TAGS, rest, tag.start("rest"))
