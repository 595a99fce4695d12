"""A sheet as a page shows it: blocks of turns in the order of the interview, each with its marks and its suggestion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.pages.marks import describe, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

__all__ = ["Block", "Line", "blocks", "clock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A turn as it is shown; ``gap`` says which turns are passed over before it, if any."""

    role: str
    label: str
    time: str
    html: Markup
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A passage, or turns that belong to none (``passage`` is then None).

    ``words`` lists the marked words by category, for those who do not see the marks.
    """

    passage: Mapping[str, Any] | None
    suggestion: Mapping[str, Any] | None
    lines: tuple[Line, ...]
    words: tuple[tuple[str, str], ...]


def clock(seconds: float | None) -> str:
    """Seconds as ``m:ss`` or ``h:mm:ss``; empty where unknown."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Marks:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.mentions: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        self.markers: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for mention in document["mentions"]:
            self.mentions[mention["turn"]].append(mention)
        for marker in document["markers"]:
            self.markers[marker["turn"]].append(marker)

    def lines(self, turns: Sequence[Mapping[str, Any]], indices: Sequence[int]) -> tuple[Line, ...]:
        found = []
        before: int | None = None
        for index in indices:
            turn = turns[index]
            passed = range(index if before is None else before + 1, index)
            gap = "" if not passed else f"{len(passed)} turn{'s' * (len(passed) > 1)} of other passages"
            found.append(
                Line(
                    role=turn["role"],
                    label=turn["label"] or turn["role"],
                    time=clock(turn.get("time")),
                    html=marked(turn, self.mentions.get(index, ()), self.markers.get(index, ())),
                    gap=gap,
                )
            )
            before = index
        return tuple(found)

    def words(self, indices: Sequence[int]) -> tuple[tuple[str, str], ...]:
        listed: dict[str, list[str]] = defaultdict(list)
        for index in indices:
            for mention in self.mentions.get(index, ()):
                plain = mention["holder"] == "self" and not mention["flags"]
                said = " ".join(mention["text"].split())
                category, _, rest = describe(mention).partition(", ")
                listed[category].append(said if plain else f"{said} ({rest})")
        return tuple((category, "; ".join(said)) for category, said in listed.items())


def blocks(document: Mapping[str, Any]) -> Iterator[Block]:
    """Every turn once, in passages where it belongs to one, and passages without turns last."""
    turns = document["transcript"]["turns"]
    passages = document["passages"]
    suggestions = {made["passage"]: made for made in document["suggestions"]}
    marks = _Marks(document)
    claimed = {index for passage in passages for index in (*passage["asking"], *passage["answering"])}
    first = {min((*p["asking"], *p["answering"])): p for p in reversed(passages) if p["asking"] or p["answering"]}
    inside = _inside(passages, claimed)
    stray: list[int] = []
    for index in range(len(turns)):
        if index in first:
            if stray:
                yield Block(passage=None, suggestion=None, lines=marks.lines(turns, stray), words=marks.words(stray))
                stray = []
            for passage in (p for p in passages if min((*p["asking"], *p["answering"]), default=None) == index):
                own = inside[passage["id"]]
                lines, words = marks.lines(turns, own), marks.words(own)
                yield Block(passage=passage, suggestion=suggestions.get(passage["id"]), lines=lines, words=words)
        if index not in claimed and not any(index in own for own in inside.values()):
            stray.append(index)
    if stray:
        yield Block(passage=None, suggestion=None, lines=marks.lines(turns, stray), words=marks.words(stray))
    for passage in passages:
        if not passage["asking"] and not passage["answering"]:
            yield Block(passage=passage, suggestion=suggestions.get(passage["id"]), lines=(), words=())


def _inside(passages: Sequence[Mapping[str, Any]], claimed: set[int]) -> dict[str, tuple[int, ...]]:
    """The turns a passage shows: its own, and those of nobody's that stand among them (a third person's, for one)."""
    found = {}
    taken: set[int] = set()
    for passage in passages:
        own = {*passage["asking"], *passage["answering"]}
        if own:
            own |= {index for index in range(min(own), max(own)) if index not in claimed and index not in taken}
        taken |= own
        found[passage["id"]] = tuple(sorted(own))
    return found
