"""What a document of human ratings must satisfy beyond its schema: that a rating is one, and that what follows from others does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.validation.consensus import consensus_faults, one_of, said_of
from rf_scorer.validation.places import repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.validation.places import Finding, Place

__all__ = ["faults"]

_OVERALL = "overall"
_RATER = "rater"
#: Probabilities have six decimal places.
_TOLERANCE = 1e-4


def faults(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Findings in a document of ratings that its schema accepts."""
    units = document["units"]
    yield from repeated(units, "unit", ("units",))
    scale = document["interview"]["scale"]
    if scale["minimum"] >= scale["maximum"]:
        yield ("interview", "scale"), "scale", "The scale's minimum is not below its maximum."
    if document["overall"]["unit"] != _OVERALL:
        yield ("overall", "unit"), "reference", "This is not called 'overall'."
    yield from _kind(document)
    for place, unit in _placed(document):
        yield from _facts(unit, place)
        if document["kind"] == _RATER:
            yield from _rated(unit, document, place)
        else:
            yield from consensus_faults(unit, document, place)
    yield from _status(document)


def _placed(document: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    for index, unit in enumerate(document["units"]):
        yield ("units", index), unit
    yield ("overall",), document["overall"]


def _kind(document: Mapping[str, Any]) -> Iterator[Finding]:
    raters = document["raters"]
    if document["kind"] == _RATER:
        if document["rater"] is None:
            yield ("rater",), "kind", "A rater's document does not name its rater."
        if raters or document["rules"] is not None:
            yield ("raters",), "kind", "A rater's document has what a consensus has."
    else:
        if document["rater"] is not None or document["finished_at"] is not None or document["reopenings"]:
            yield ("rater",), "kind", "A consensus has what a rater's document has."
        if document["rules"] is None or not raters:
            yield ("raters",), "kind", "A consensus lacks its raters or its rules."
        yield from repeated(raters, "rater", ("raters",))
    for index, rater in enumerate(raters):
        if (rater["status"] == "finished") != (rater["finished_at"] is not None):
            yield (
                ("raters", index, "finished_at"),
                "status",
                "Whoever has finished did so at some time, and nobody else.",
            )
    help_ = document["assistance"]
    if help_["control"] and (help_["highlights"] or help_["reveal"] != "never" or help_["model"] is not None):
        yield ("assistance",), "control", "A control interview has no help."


def _facts(unit: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    whole = place[0] == _OVERALL
    if whole and any(unit[key] is not None for key in ("question_id", "topic", "role", "state")):
        yield place, "state", "The whole interview has what a passage has."
    if not whole and (unit["role"] is None or unit["state"] is None):
        yield place, "state", "A passage lacks its role or its state."
    if not whole and unit["unit"] == _OVERALL:
        yield (*place, "unit"), "reference", "A passage is called like the whole interview."
    if unit["state"] == "not_asked" and (unit["required"] or unit["blind"] is not None or unit["final"] is not None):
        yield (*place, "state"), "state", "A question that was not asked has a rating, or had to be rated."


def _rated(unit: Mapping[str, Any], document: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    scale = document["interview"]["scale"]
    blind, decision, final = unit["blind"], unit["decision"], unit["final"]
    if unit["consensus"] is not None:
        yield (*place, "consensus"), "kind", "A rater's document has what a consensus has."
    for key in ("blind", "decision"):
        if unit[key] is not None:
            yield from one_of(unit[key]["judgement"], scale, (*place, key, "judgement"))
            for index, tag in enumerate(unit[key]["judgement"]["markers"]):
                if tag["start"] >= tag["end"]:
                    yield (*place, key, "judgement", "markers", index), "offsets", "The span is empty."
    if (blind is None) != (unit["seen"] is None):
        yield (*place, "seen"), "seen", "What had been seen is told of what was locked, and of nothing else."
    yield from _order(unit, document, place)
    if decision is not None and blind is not None:
        same = said_of(decision["judgement"]) == said_of(blind["judgement"])
        if decision["kept"] != same:
            yield (*place, "decision", "kept"), "kept", "This does not agree with the two ratings."
        elif same != (decision["reason"] is None):
            yield (*place, "decision", "reason"), "kept", "A rating that was changed has a reason, and no other has."
    counting = decision if decision is not None else blind
    expected = None if counting is None else said_of(counting["judgement"])
    if expected != (None if final is None else said_of(final)):
        yield (*place, "final"), "final", "This is not the decision, or the blind rating where nothing was decided."


def _order(unit: Mapping[str, Any], document: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    """Blind comes before revealed, and revealed before decided; what was not revealed was not shown."""
    blind, revealed, decision = unit["blind"], unit["revealed_at"], unit["decision"]
    if revealed is not None and blind is None:
        yield (*place, "revealed_at"), "revealed", "A suggestion was seen before anything was locked."
    if revealed is not None and document["assistance"]["control"]:
        yield (*place, "revealed_at"), "control", "A suggestion was seen in a control interview."
    if decision is not None and revealed is None:
        yield (*place, "decision"), "revealed", "Something was decided and no suggestion was seen."
    if unit["suggestion"] is not None:
        if revealed is None:
            yield (*place, "suggestion"), "revealed", "A suggestion stands here that was not seen."
        yield from _shown(unit["suggestion"], document["interview"]["scale"], (*place, "suggestion"))


def _shown(shown: Mapping[str, Any], scale: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    figures = [shown[key] for key in ("level", "expected", "distribution", "interval")]
    if shown["status"] == "abstained":
        if any(figure is not None for figure in figures):
            yield place, "abstained", "A suggestion that abstains has a figure."
        return
    if any(figure is None for figure in figures):
        yield place, "provisional", "A provisional suggestion lacks a figure."
        return
    levels = [int(level) for level in shown["distribution"]]
    odds = list(shown["distribution"].values())
    if levels != list(range(scale["minimum"], scale["maximum"] + 1)):
        yield (*place, "distribution"), "levels", "The distribution does not hold every level of the scale, in order."
    elif abs(sum(odds) - 1.0) > _TOLERANCE:
        yield (*place, "distribution"), "sum", "The probabilities do not make 1."
    low, high = shown["interval"]
    if not scale["minimum"] <= low <= shown["level"] <= high <= scale["maximum"]:
        yield (*place, "interval"), "interval", "The interval is not on the scale, or does not hold the level."


def _status(document: Mapping[str, Any]) -> Iterator[Finding]:
    finished = document["status"] == "finished"
    missing = [place for place, unit in _placed(document) if unit["required"] and unit["final"] is None]
    if document["kind"] == _RATER:
        if finished != (document["finished_at"] is not None):
            yield ("finished_at",), "status", "Whoever has finished did so at some time, and nobody else."
        undecided = [
            place for place, unit in _placed(document) if unit["revealed_at"] is not None and unit["decision"] is None
        ]
        if finished and (missing or undecided):
            yield (missing or undecided)[0], "status", "The rating is finished, and this unit is not."
    elif finished == bool(missing):
        yield ("status",), "status", "A consensus is finished where every required unit has one, and else open."
