"""What the summaries of a rating sheet must satisfy beyond its schema: above all that a learned one never stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.validation.places import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.validation.places import Finding, Place

__all__ = ["LEARNED", "aggregate_faults"]

#: Id of the summary that is learned.
LEARNED = "learned"
#: A figure has three decimal places, its distribution six.
_TOLERANCE = 1e-3


def aggregate_faults(sheet: Mapping[str, Any], states: Mapping[str, str]) -> Iterator[Finding]:
    """Findings in the summaries.

    Parameters
    ----------
    sheet : mapping
        That its schema accepts.
    states : mapping of str to str
        State of every passage.
    """
    rated = {made["passage"]: made["level"] for made in sheet["suggestions"] if made["level"] is not None}
    for index, aggregate in enumerate(sheet["overall"]["aggregates"]):
        place: Place = ("overall", "aggregates", index)
        yield from unknown(aggregate["passages"], states, (*place, "passages"), "passage")
        value, low, high = aggregate["value"], aggregate["low"], aggregate["high"]
        if value is None and not aggregate["reason"]:
            yield (*place, "reason"), "reason", "A figure that is undefined has no reason."
        if (low is None) != (high is None) or (low is not None and (value is None or not low <= value <= high)):
            yield (*place, "low"), "interval", "The interval lacks an end, or does not hold its figure."
        if aggregate["basis"] is not None:
            yield from _basis(aggregate, rated, (*place, "basis"))
        if aggregate["id"] == LEARNED and value is not None and (aggregate["basis"] is None or low is None):
            yield (*place, "basis"), "provisional", "A learned figure stands without its interval, spread and extremes."


def _basis(aggregate: Mapping[str, Any], rated: Mapping[str, int], place: Place) -> Iterator[Finding]:
    basis = aggregate["basis"]
    used = frozenset(aggregate["passages"])
    for key in ("lowest", "highest"):
        yield from unknown(basis[key], used, (*place, key), "passage among those it rests on")
    for number, ground in enumerate(basis["grounds"]):
        yield from unknown(
            ground["passages"], used, (*place, "grounds", number, "passages"), "passage among those it rests on"
        )
    yield from _extremes(basis, {name: level for name, level in rated.items() if name in used}, place)
    levels = [int(level) for level in basis["distribution"]]
    odds = list(basis["distribution"].values())
    if levels != list(range(levels[0], levels[-1] + 1)):
        yield (*place, "distribution"), "levels", "The distribution does not hold every level of the scale, in order."
        return
    if abs(sum(odds) - 1.0) > _TOLERANCE:
        yield (*place, "distribution"), "sum", "The probabilities do not make 1."
        return
    mean = sum(level * p for level, p in zip(levels, odds, strict=True))
    if aggregate["value"] is None or abs(mean - aggregate["value"]) > _TOLERANCE:
        yield (*place, "distribution"), "mean", "The figure is not the mean of its distribution."
    if aggregate["low"] is not None and not aggregate["low"] <= basis["level"] <= aggregate["high"]:
        yield (*place, "level"), "level", "The level lies outside its own interval."


def _extremes(basis: Mapping[str, Any], rated: Mapping[str, int], place: Place) -> Iterator[Finding]:
    for key, extreme in (("lowest", min), ("highest", max)):
        if rated and {name for name, level in rated.items() if level == extreme(rated.values())} != set(basis[key]):
            yield (*place, key), "reference", f"These are not the {key} of the passages it rests on."
