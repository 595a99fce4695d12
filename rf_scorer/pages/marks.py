"""Text with its marks: mentions, markers and asides may overlap in any way, and every character is written once."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rf_scorer.domain import REFERENCE_LEVELS
from rf_scorer.transcripts.conventions import asides

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "CONNECTIVES",
    "FLAG_SIGNS",
    "HOLDER_SIGNS",
    "carriers",
    "describe",
    "local",
    "marked",
    "marker_tag",
    "mention_tag",
    "said",
]

#: Sign behind a category's letter for whose state it is; the speaker's own has none.
HOLDER_SIGNS = {"self": "", "other": "o", "shared": "w", "generic": "g", "interviewer": "i", "none": "–"}
#: Sign before a category's letter for what else is true of it.
FLAG_SIGNS = {"negated": "¬", "recall": "↺", "quoted": "“", "echo": "="}

#: Words that place, contrast and connect; drawn only where somebody follows the evidence to one.
CONNECTIVES = frozenset({"link.cause", "link.result", "link.contrast", "link.time", "link.condition"})

_HOLDERS = {
    "self": "the speaker's",
    "other": "another's",
    "shared": "ours",
    "generic": "anyone's",
    "interviewer": "the interviewer's",
    "none": "nobody's",
}


def describe(mention: Mapping[str, Any]) -> str:
    """What a mention is, in words, such as ``emotion, another's, negated``."""
    return ", ".join((mention["category"], _HOLDERS[mention["holder"]], *mention["flags"]))


def said(mark: Mapping[str, Any]) -> str:
    """A mark's words on one line."""
    return " ".join(mark["text"].split())


def carriers(marker: Mapping[str, Any], mentions: Mapping[str, Mapping[str, Any]]) -> str:
    """The words that carry a marker, such as ``“thought”, “angry”``; empty where no mention does.

    Parameters
    ----------
    marker : mapping
        As in a sheet.
    mentions : mapping of str to mapping
        By id.
    """
    return ", ".join(f"“{said(mentions[name])}”" for name in marker["mentions"] if name in mentions)


def mention_tag(category: str, holder: str, flags: Sequence[str]) -> str:
    """The small sign behind a mention, such as ``¬Eo``: flags, category, holder."""
    return "".join(FLAG_SIGNS[flag] for flag in flags) + category[0].upper() + HOLDER_SIGNS[holder]


def marker_tag(marker: str) -> str:
    """The small sign behind a marker: its id, or for cues and links their name alone."""
    family, dot, name = marker.partition(".")
    return name.replace("_", " ") if dot and family == "link" else marker.replace(".", " ").replace("_", " ")


def local(position: int, turn: Mapping[str, Any], *, last: bool = False) -> int:
    """Lead a position in the source text into a turn's own text; the inverse of ``Turn.to_source``.

    Parameters
    ----------
    position : int
        For ``last``, the end of a half-open span; otherwise its start.
    turn : mapping
        As in a sheet, with ``pieces`` where its words are not one run.
    last : bool
        Whether the position ends a span.
    """
    pieces = turn.get("pieces")
    if pieces is None:
        return int(min(max(position - turn["start"], 0), len(turn["text"])))
    point = position - 1 if last else position
    found = max(bisect_right(pieces, point, key=lambda piece: piece[2]) - 1, 0)
    offset, length, start, end = pieces[found]
    if end - start != length:  # an entity: all of it or nothing
        return int(offset + length if last or point >= end else offset)
    return int(offset + min(max(point - start, 0) + int(last), length))


def marked(
    turn: Mapping[str, Any],
    mentions: Sequence[Mapping[str, Any]],
    markers: Sequence[Mapping[str, Any]],
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """A turn's text as HTML, whose text content is the turn's own: signs are attributes, which the style sheet draws.

    Where a mention is cut by the edge of a marker it is written in parts: the first has its anchor, the last its sign.

    Parameters
    ----------
    turn : mapping
        As in a sheet.
    mentions, markers : sequence of mapping
        Those of this turn, ordered by start.
    titles : mapping of str to str
        What each marker may show, by its id in the codebook; shown where a reader points at the marker's sign.
    """
    text: str = turn["text"]
    spans = [(aside.start, aside.end, None) for aside in asides(text)]
    if not (mentions or markers or spans):
        return Markup(escape(text))  # noqa: S704 (escaped)
    placed: list[tuple[int, int, Mapping[str, Any] | None]] = [*spans]
    placed += [(local(found["start"], turn), local(found["end"], turn, last=True), found) for found in mentions]
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    named = {mention["id"]: mention for mention in mentions}
    for marker in markers:
        start, end = local(marker["start"], turn), local(marker["end"], turn, last=True)
        family, identity = escape(marker["family"]), escape(marker["id"])
        quiet = marker["marker"] in CONNECTIVES
        begins.setdefault(start, []).append(f'<i class="b {"quiet" if quiet else f"f{family}"}" id="{identity}"></i>')
        if quiet:
            # Connectives are what other marks rest on; with a sign each, a page would be hard to read.
            continue
        sign = escape(marker_tag(marker["marker"]))
        carried = carriers(marker, named)
        told = "; ".join(part for part in (titles.get(marker["marker"]), f"in {carried}" if carried else "") if part)
        hint = f' title="{escape(told)}"' if told else ""
        # Those that begin last end first, as brackets do.
        ends.setdefault(end, []).insert(0, f'<i class="z f{family}"{hint} data-t="{sign}"></i>')
    cuts = sorted({0, len(text), *begins, *ends, *(cut for start, end, _ in placed for cut in (start, end))})
    placed.sort(key=lambda span: (span[0], -span[1]))
    return Markup("".join(_segments(text, cuts, placed, begins, ends)))  # noqa: S704 (every part is escaped where it is made)


def _segments(
    text: str,
    cuts: Sequence[int],
    placed: Sequence[tuple[int, int, Mapping[str, Any] | None]],
    begins: Mapping[int, Sequence[str]],
    ends: Mapping[int, Sequence[str]],
) -> list[str]:
    parts: list[str] = []
    active: list[tuple[int, int, Mapping[str, Any] | None]] = []
    coming = 0
    for number, cut in enumerate(cuts):
        parts += ends.get(cut, ())
        parts += begins.get(cut, ())
        if number + 1 == len(cuts):
            break
        while coming < len(placed) and placed[coming][0] <= cut:
            active.append(placed[coming])
            coming += 1
        active = [span for span in active if span[1] > cut]
        # A mention that begins under another one is never drawn first, but links must still find it.
        parts += [f'<i id="{escape(span[2]["id"])}"></i>' for span in active[:-1] if span[0] == cut and span[2]]
        until = cuts[number + 1]
        piece = escape(text[cut:until])
        parts.append(_wrapped(piece, active[-1], cut, until) if active else piece)
    return parts


def _wrapped(piece: str, span: tuple[int, int, Mapping[str, Any] | None], start: int, end: int) -> str:
    mention = span[2]
    if mention is None:
        return f'<span class="a">{piece}</span>'
    anchor = f' id="{escape(mention["id"])}"' if start == span[0] else ""
    title, sign = _attributes(mention["category"], mention["holder"], tuple(mention["flags"]), mention["level"])
    return f"<mark {title}{anchor}{sign if end == span[1] else ''}><u>{piece}</u></mark>"


@lru_cache(maxsize=1024)
def _attributes(category: str, holder: str, flags: tuple[str, ...], level: int | None) -> tuple[str, str]:
    # A few dozen combinations stand in a page, thousands of times.
    words = describe({"category": category, "holder": holder, "flags": flags})
    if level is not None:
        words += f"; level {level} of 6: {REFERENCE_LEVELS[level]}"
    sign = mention_tag(category, holder, flags)
    return f'class="{category[0]}" title="{escape(words)}"', f' data-t="{escape(sign)}"'
