"""Cues of WebVTT and SRT files, with the places of their words in the file.

Libraries give a cue's text but not where it stands, and rf_scorer must be able to cut every word out of the source
again. The rules are those of the WebVTT recommendation (W3C, section 4), read as leniently as webvtt-py does; the
tests hold the two side by side.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.transcripts.stamps import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.transcripts.lines import Line

__all__ = ["Cue", "Run", "cues", "runs"]

_CLOCK = r"(?:\d{1,10}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?"
TIMING = re.compile(rf"({_CLOCK})[ \t]*-->[ \t]*({_CLOCK})(?!\d)")
_ARROW = re.compile(r"[\d:.,; \t]{3,24}-->")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>v|c|i|b|u|s|ruby|rt|lang|font)(?P<classes>(?:\.[^\s<>.]{1,60}){0,8})"
    r"(?:[ \t](?P<rest>[^<>]{0,300}))?>"
    r"|<(?:\d{1,10}:)?\d{1,2}:\d{2}[.,]\d{1,3}>"
    r"|\{\\[^{}]{1,40}\}"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});",
    re.IGNORECASE,
)


class Cue(NamedTuple):
    """One caption: its lines, and seconds from the start of the recording (None where the time line is malformed).

    ``stray`` marks text behind a blank line, which players do not show.
    """

    lines: tuple[Line, ...]
    time: float | None
    time_end: float | None
    number: int
    stray: bool = False


class Run(NamedTuple):
    """Words of a cue.

    ``text`` is given where the span reads differently (an entity); ``joined`` where no line begins here.
    """

    start: int
    end: int
    text: str | None
    voice: str | None
    joined: bool


def cues(text: str, lines: Sequence[Line]) -> Iterator[Cue]:
    """Find the cues in order; comments, styles and regions are left out."""
    arrows = [index for index, line in enumerate(lines) if _ARROW.match(text, line.start, line.end)]
    begins = [_begin(text, lines, index) for index in arrows]
    for position, index in enumerate(arrows):
        end = begins[position + 1] if position + 1 < len(arrows) else len(lines)
        match = TIMING.match(text, lines[index].start, lines[index].end)
        time, until = (seconds(match[1]), seconds(match[2])) if match else (None, None)
        after_blank, stray = False, False
        block: list[Line] = []
        payload: list[tuple[bool, list[Line]]] = []
        for line in lines[index + 1 : end]:
            if line.end == line.start:
                after_blank, block = True, []
                continue
            if not block:
                block = []
                stray = after_blank
                if not (stray and _BLOCK.match(text, line.start, line.end)):
                    payload.append((stray, block))
            block.append(line)
        for stray, found in payload:
            yield Cue(tuple(found), time, until, lines[index].number, stray)
        if not payload:
            yield Cue((), time, until, lines[index].number)


def _begin(text: str, lines: Sequence[Line], index: int) -> int:
    """Where a cue begins: at its time line, or at the identifier before it."""
    before = index - 1
    if before < 0 or lines[before].end == lines[before].start:
        return index
    alone = before == 0 or lines[before - 1].end == lines[before - 1].start
    counted = text[lines[before].start : lines[before].end].isdigit()
    return before if alone or counted else index


def runs(text: str, cue: Cue) -> Iterator[Run]:
    """The words of a cue, without tags, with the voice that each is marked with."""
    voice: str | None = None
    for line in cue.lines:
        joined = False
        last = line.start
        for token in _TOKEN.finditer(text, line.start, line.end):
            if token.start() > last:
                yield Run(last, token.start(), None, voice, joined)
                joined = True
            last = token.end()
            found = token.group()
            if found[0] == "&":
                plain = html.unescape(found)
                if plain == found or (not plain.isprintable() and not plain.isspace()):
                    plain = found if plain == found else ""
                if plain:
                    yield Run(token.start(), token.end(), None if plain == found else plain, voice, joined)
                    joined = True
            elif (token["tag"] or "").lower() == "v" and not token["close"]:
                voice = html.unescape(token["rest"] or "").strip() or None
        if line.end > last:
            yield Run(last, line.end, None, voice, joined)
