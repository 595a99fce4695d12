"""What a feature is, and the ways in which most of them are counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rf_scorer.domain import Marker, Mention
    from rf_scorer.rating.view import View, Window

__all__ = ["Feature", "counted", "density", "inside", "linked", "marked", "share", "states_of"]


def _nothing(_: View) -> Iterable[Mention | Marker]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something counted in a passage.

    Attributes
    ----------
    name : str
        Stable within the set.
    topic : str
        Features of one topic say nearly the same; evidence shows the strongest of them.
    sign : int
        -1, 0 or 1: what its coefficient may be.
    more, less : str
        What a value above, or below, that of a typical example means, in a rater's words.
    value : callable
        From a view to a number.
    carriers : callable
        From a view to the mentions and markers behind the number.
    """

    name: str
    topic: str
    sign: int
    more: str
    less: str
    value: Callable[[View], float]
    carriers: Callable[[View], Iterable[Mention | Marker]] = _nothing


def density(view: View, found: Iterable[object]) -> float:
    """Square root of a rate: the first of a kind says most, and the tenth next to nothing."""
    return math.sqrt(view.per_hundred(sum(1 for _ in found)))


def share(part: float, whole: float) -> float:
    """A share held back towards nothing where there is little to share: one of one is no pattern."""
    return part / (whole + 2.0)


def measured(view: View, name: str) -> float:
    """Square root of the rate of something that the language package counts."""
    return math.sqrt(min(view.per_hundred(view.measure(name)), 100.0))


def windows(view: View, wanted: Callable[[Window], bool]) -> float:
    """How many windows something holds in, and how densely; each more counts for less than the one before."""
    count = sum(1 for window in view.windows if wanted(window))
    return math.log1p(count) + 0.5 * math.sqrt(view.per_hundred(count))


def inside(view: View, wanted: Callable[[Window], bool]) -> Iterable[Mention | Marker]:
    """What stands in the windows in which something holds, low cues apart."""
    for window in view.windows:
        if wanted(window):
            yield from window.states
            yield from window.stances
            yield from (marker for marker in window.markers if marker.family != "low")


def states_of(name: str, topic: str, *categories: str, sign: int, more: str, less: str) -> Feature:
    """The density of states of some categories."""
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: density(view, view.of(*categories)),
        carriers=lambda view: view.of(*categories),
    )


def marked(name: str, topic: str, *kinds: str, sign: int, more: str, less: str) -> Feature:
    """How many markers of some families or ids there are, and how densely; each more counts for less."""
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: math.log1p(len(view.marked(*kinds))) + 0.5 * density(view, view.marked(*kinds)),
        carriers=lambda view: view.marked(*kinds),
    )


def linked(name: str, topic: str, wanted: Callable[[Window], bool], *, more: str, less: str) -> Feature:
    """Windows in which states stand in some relation; relations only speak for reflective functioning."""
    return Feature(
        name=name,
        topic=topic,
        sign=1,
        more=more,
        less=less,
        value=lambda view: windows(view, wanted),
        carriers=lambda view: inside(view, wanted),
    )


def counted(name: str, topic: str, measure: str, *, sign: int, more: str, less: str) -> Feature:
    """The density of something that the language package counts."""
    return Feature(name=name, topic=topic, sign=sign, more=more, less=less, value=lambda view: measured(view, measure))
