"""What a rating sheet must satisfy beyond its schema: that its parts agree with one another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import reach
from rf_scorer.validation.overall import aggregate_faults
from rf_scorer.validation.places import repeated, turn_offsets, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rf_scorer.validation.places import Finding, Place

__all__ = ["faults"]

#: Probabilities have six decimal places; eleven of them may miss 1, or a mean, by a little more than one such unit.
_TOLERANCE = 1e-4
_NUMBERS = ("level", "expected", "distribution", "interval", "coverage")


def faults(sheet: Mapping[str, Any]) -> Iterator[Finding]:
    """Findings in a rating sheet that its schema accepts."""
    transcript, passages = sheet["transcript"], sheet["passages"]
    text, turns = transcript["text"], transcript["turns"]
    yield from _turns(turns, text)
    yield from repeated(passages, "id", ("passages",))
    states = {passage["id"]: passage["state"] for passage in passages}
    for index, passage in enumerate(passages):
        yield from _passage(passage, turns, ("passages", index))
    home = {turn: passage["id"] for passage in passages for turn in passage["answering"]}
    for kind in ("mentions", "markers"):
        yield from repeated(sheet[kind], "id", (kind,))
        yield from _spans(sheet[kind], kind, turns, text, home)
    yield from _carriers(sheet)
    yield from _levels(sheet)
    yield from _suggestions(sheet, states)
    yield from aggregate_faults(sheet, states)


def _turns(turns: Sequence[Mapping[str, Any]], text: str) -> Iterator[Finding]:
    for index, turn in enumerate(turns):
        if turn["index"] != index:
            yield ("transcript", "turns", index, "index"), "order", "The turns are not numbered from 0 in order."
        if turn["role"] == "participant" and "words" not in turn:
            yield (
                ("transcript", "turns", index),
                "required",
                "The key 'words' is missing: the turn is the participant's.",
            )
        yield from turn_offsets(turn, text, ("transcript", "turns", index))


def _passage(passage: Mapping[str, Any], turns: Sequence[Mapping[str, Any]], place: Place) -> Iterator[Finding]:
    for key, rated in (("asking", False), ("answering", True)):
        given = passage[key]
        if any(later <= earlier for earlier, later in pairwise(given)):
            yield (*place, key), "order", "The turns are not in ascending order."
        for position, turn in enumerate(given):
            if turn >= len(turns):
                yield (*place, key, position), "reference", "There is no such turn in this document."
            elif rated and turns[turn]["role"] != "participant":
                yield (*place, key, position), "role", "The turn is not the participant's."
    if passage["state"] == "not_asked" and (passage["asking"] or passage["answering"]):
        yield (*place, "state"), "state", "A question that was not asked has turns."
    if passage["state"] == "answered" and not passage["answering"]:
        yield (*place, "state"), "state", "A question that was answered has no turn of the participant."


def _spans(
    rows: Sequence[Mapping[str, Any]],
    kind: str,
    turns: Sequence[Mapping[str, Any]],
    text: str,
    home: Mapping[int, str],
) -> Iterator[Finding]:
    before = 0
    count = len(turns)
    for index, row in enumerate(rows):
        start, end, place = row["start"], row["end"], (kind, index)
        if row["turn"] >= count:
            yield (*place, "turn"), "reference", "There is no such turn in this document."
            continue
        turn = turns[row["turn"]]
        if turn["role"] != "participant":
            yield (*place, "turn"), "role", "The turn is not the participant's."
        if not turn["start"] <= start < end <= turn["end"]:
            yield (*place, "start"), "offsets", "The span is empty or lies outside its turn."
        elif text[start:end] != row["text"]:
            yield (*place, "text"), "offsets", "The text at these offsets is another."
        if start < before:
            yield (*place, "start"), "order", "The spans are not ordered by start."
        before = start
        if row["passage"] != home.get(row["turn"]):
            yield (*place, "passage"), "reference", "The turn does not belong to this passage."


def _carriers(sheet: Mapping[str, Any]) -> Iterator[Finding]:
    """A marker's mentions are there, and in its own turn."""
    turns = {row["id"]: row["turn"] for row in sheet["mentions"]}
    for index, row in enumerate(sheet["markers"]):
        place: Place = ("markers", index, "mentions")
        yield from unknown(row["mentions"], turns, place, "mention")
        for position, name in enumerate(row["mentions"]):
            if turns.get(name, row["turn"]) != row["turn"]:
                yield (*place, position), "reference", "The mention stands in another turn than the marker."


def _levels(sheet: Mapping[str, Any]) -> Iterator[Finding]:
    """A passage's level is that of its mentions."""
    levels: dict[int, list[int | None]] = {}
    for row in sheet["mentions"]:
        levels.setdefault(row["turn"], []).append(row["level"])
    for index, passage in enumerate(sheet["passages"]):
        found = [level for turn in passage["answering"] for level in levels.get(turn, ())]
        figures = zip(("reference_level", "reference_level_75"), reach(found, passage["words"]), strict=True)
        for key, figure in figures:
            if passage[key] != figure:
                yield (
                    ("passages", index, key),
                    "reference_level",
                    "This is not what the levels of the passage's mentions make.",
                )


def _suggestions(sheet: Mapping[str, Any], states: Mapping[str, str]) -> Iterator[Finding]:
    suggestions = sheet["suggestions"]
    if [made["passage"] for made in suggestions] != list(states):
        yield ("suggestions",), "suggestions", "There is not exactly one suggestion for every passage, in their order."
    mentions = frozenset(row["id"] for row in sheet["mentions"])
    markers = frozenset(row["id"] for row in sheet["markers"])
    turns = sheet["transcript"]["turns"]
    answering = {
        passage["id"]: [turn for turn in passage["answering"] if turn < len(turns)] for passage in sheet["passages"]
    }
    scale = sheet["protocol"] and sheet["protocol"]["scale"]
    if scale:
        yield from _scale(scale)
    for index, made in enumerate(suggestions):
        place: Place = ("suggestions", index)
        if made["status"] == "provisional":
            if states.get(made["passage"], "answered") != "answered":
                yield (*place, "status"), "state", "A passage that was not answered has a rating."
            yield from _rating(made, scale, place)
        else:
            yield from _abstention(made, place)
        for number, item in enumerate(made["evidence"]):
            here = (*place, "evidence", number)
            yield from unknown(item["mentions"], mentions, (*here, "mentions"), "mention")
            yield from unknown(item["markers"], markers, (*here, "markers"), "marker")
            for position, run in enumerate(item["stretches"]):
                where = (*here, "stretches", position)
                if run["turn"] not in answering.get(made["passage"], ()):
                    yield (*where, "turn"), "reference", "The turn is none of the passage's answering turns."
                elif not turns[run["turn"]]["start"] <= run["start"] < run["end"] <= turns[run["turn"]]["end"]:
                    yield (*where, "start"), "offsets", "The span is empty or lies outside its turn."


def _scale(scale: Mapping[str, Any]) -> Iterator[Finding]:
    values = [level["value"] for level in scale["levels"]]
    if values != list(range(scale["minimum"], scale["maximum"] + 1)):
        place = ("protocol", "scale", "levels")
        yield place, "scale", "The levels are not every whole number from the minimum to the maximum, in order."


def _abstention(made: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    for key in _NUMBERS:
        if made[key] is not None:
            yield (*place, key), "abstained", "A suggestion that abstains has a figure."
    if not made["reasons"]:
        yield (*place, "reasons"), "abstained", "A suggestion that abstains gives no reason."


def _rating(made: Mapping[str, Any], scale: Mapping[str, Any] | None, place: Place) -> Iterator[Finding]:
    missing = [key for key in _NUMBERS if made[key] is None]
    if missing:
        yield (*place, missing[0]), "provisional", "A provisional suggestion lacks a figure."
        return
    levels = [int(level) for level in made["distribution"]]
    low, high = (scale["minimum"], scale["maximum"]) if scale else (min(levels, default=0), max(levels, default=0))
    if levels != list(range(low, high + 1)):
        yield (*place, "distribution"), "levels", "The distribution does not hold every level of the scale, in order."
        return
    odds = list(made["distribution"].values())
    if abs(sum(odds) - 1.0) > _TOLERANCE:
        yield (*place, "distribution"), "sum", "The probabilities do not make 1."
        return
    first, last = made["interval"]
    if not low <= first <= last <= high:
        yield (*place, "interval"), "interval", "The interval's ends are not in order, or not on the scale."
    if abs(sum(level * p for level, p in zip(levels, odds, strict=True)) - made["expected"]) > _TOLERANCE:
        yield (*place, "expected"), "mean", "This is not the mean of the distribution."
    if not first <= made["level"] <= last:
        yield (*place, "level"), "level", "The level lies outside its own interval."
