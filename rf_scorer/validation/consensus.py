"""What a consensus must satisfy beyond its schema: that it follows from the ratings that stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.validation.places import repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rf_scorer.validation.places import Finding, Place

__all__ = ["consensus_faults", "one_of", "said_of"]

#: What a consensus has nothing of: it is nobody's rating.
_OWN = ("blind", "seen", "revealed_at", "suggestion", "decision")
#: Decimal places of a mean.
_DIGITS = 6


def one_of(said: Mapping[str, Any], scale: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    """A rating is a level on the scale or a reason for none."""
    if (said["level"] is None) == (said["unratable"] is None):
        yield place, "rating", "There must be either a level or a reason for none, and not both."
    elif said["level"] is not None and not scale["minimum"] <= said["level"] <= scale["maximum"]:
        yield (*place, "level"), "level", "The level is not on the scale."


def said_of(said: Mapping[str, Any]) -> tuple[Any, Any]:
    """What two ratings are compared by."""
    return said["level"], said["unratable"]


def consensus_faults(unit: Mapping[str, Any], document: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    """Findings in one unit of a consensus.

    Parameters
    ----------
    unit, document : mapping
        That the schema accepts.
    place : tuple
        Of the unit.
    """
    made, here = unit["consensus"], (*place, "consensus")
    if any(unit[key] is not None for key in _OWN):
        yield place, "kind", "A consensus has what a rater's document has."
    if made is None:
        yield here, "kind", "It is not told how the consensus came about."
        return
    yield from _parts(made, document, here)
    if document["rules"] is None:
        return
    if (made["derivation"] is None) == (made["reason"] is None):
        yield here, "consensus", "There must be either a derivation or a reason for none, and not both."
    elif made["reason"] is not None:
        if unit["final"] is not None:
            yield (*place, "final"), "consensus", "There is a consensus and a reason for none."
        elif not _lacks(made, unit, document):
            yield (*here, "reason"), "consensus", "This does not follow from the ratings."
    elif unit["final"] is None or not _follows(made, unit["final"], document):
        yield (*place, "final"), "consensus", "This does not follow from the ratings by its derivation."


def _parts(made: Mapping[str, Any], document: Mapping[str, Any], here: Place) -> Iterator[Finding]:
    """The ratings and the decisions, each by itself."""
    known = {rater["rater"] for rater in document["raters"] if rater["status"] == "finished"}
    yield from repeated(made["ratings"], "rater", (*here, "ratings"))
    for index, one in enumerate(made["ratings"]):
        if one["rater"] not in known:
            yield (*here, "ratings", index, "rater"), "reference", "There is no such rater who has finished."
    for key in ("ratings", "adjudications"):
        for index, one in enumerate(made[key]):
            yield from one_of(one, document["interview"]["scale"], (*here, key, index))
    if any(one["counts"] for one in made["adjudications"][:-1]):
        yield (*here, "adjudications"), "adjudication", "A decision counts that is not the newest."


def _decided(made: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The decision that counts."""
    found: Sequence[Mapping[str, Any]] = made["adjudications"]
    return found[-1] if found and found[-1]["counts"] else None


def _apart(ratings: Sequence[Mapping[str, Any]], margin: int) -> bool:
    """Whether ratings differ so that somebody must decide."""
    levels = [one["level"] for one in ratings if one["level"] is not None]
    if levels and len(levels) < len(ratings):
        return True
    return bool(levels) and max(levels) - min(levels) > margin


def _follows(made: Mapping[str, Any], final: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    ratings, margin, decided = made["ratings"], document["rules"]["margin"], _decided(made)
    by, said = made["derivation"], {said_of(one) for one in ratings}
    if by in {"third", "consensus"}:
        return decided is not None and decided["by"] == by and said_of(decided) == said_of(final)
    if decided is not None:
        return False
    if by == "single":
        return len(document["raters"]) == 1 and said == {said_of(final)}
    if by == "agreed":
        return len(ratings) > 1 and said == {said_of(final)}
    levels = [one["level"] for one in ratings]
    if len(said) < 2 or None in levels or _apart(ratings, margin):
        return False
    return said_of(final) == (round(sum(levels) / len(levels), _DIGITS), None)


def _lacks(made: Mapping[str, Any], unit: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    ratings, margin = made["ratings"], document["rules"]["margin"]
    if _decided(made) is not None:
        return False
    match made["reason"]:
        case "no_rater":
            return not ratings and unit["state"] != "not_asked"
        case "one_rater":
            return len(ratings) == 1 and len(document["raters"]) > 1
        case "not_ratable":
            reasons = {one["unratable"] for one in ratings}
            return unit["state"] == "not_asked" or (None not in reasons and len(reasons) > 1)
        case _:
            return _apart(ratings, margin)
