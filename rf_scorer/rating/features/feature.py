"""What a feature is, and the ways in which most of them are counted.

Length is controlled in three ways. A *density* is taken per hundred words. A *number* is the logarithm of a count and so grows with length, less and less:
it says what a density hides, that one good link in a long answer is a good link; every number has its density beside it, and the length itself stands in
the set, so that a model can give each its due. And what only measures how much was said is marked ``length`` and can be left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from rf_scorer.domain import Marker, Mention
    from rf_scorer.rating.view import View

    #: The mentions or markers that something is counted by.
    Found = Callable[[View], Collection[Mention | Marker]]

__all__ = ["Feature", "dense", "density", "marked", "measure", "number", "share", "shared"]

#: Beyond this rate nothing is told any more, and a damaged count does no harm.
_MOST = 100.0


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
    length : bool
        Whether it only measures how much was said.
    """

    name: str
    topic: str
    sign: int
    more: str
    less: str
    value: Callable[[View], float]
    carriers: Callable[[View], Iterable[Mention | Marker]] = _nothing
    length: bool = False


def density(view: View, count: float) -> float:
    """Square root of a rate: the first of a kind says most, and the tenth next to nothing."""
    return math.sqrt(min(view.per_hundred(count), _MOST))


def share(part: float, whole: float) -> float:
    """A share held back towards nothing where there is little to share: one of one is no pattern."""
    return part / (whole + 2.0)


def dense(name: str, topic: str, found: Found, *, sign: int, more: str, less: str) -> Feature:
    """The density of something."""
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: density(view, len(found(view))),
        carriers=found,
    )


def number(name: str, topic: str, found: Found, *, sign: int, more: str, less: str) -> Feature:
    """The number of something, each more counting for less."""
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: math.log1p(len(found(view))),
        carriers=found,
    )


def shared(name: str, topic: str, found: Found, whole: Found, *, sign: int, more: str, less: str) -> Feature:
    """What share of something is of a kind."""
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: share(len(found(view)), len(whole(view))),
        carriers=found,
    )


def marked(name: str, topic: str, *kinds: str, sign: int, more: str, less: str) -> Feature:
    """Markers of some families or ids, by their number and half their density: most are so rare that two features would say one thing."""

    def value(view: View) -> float:
        count = len(view.marked(*kinds))
        return math.log1p(count) + 0.5 * density(view, count) if count else 0.0

    return Feature(
        name=name, topic=topic, sign=sign, more=more, less=less, value=value, carriers=lambda view: view.marked(*kinds)
    )


def measure(name: str, topic: str, counted: str, *, sign: int, more: str, less: str) -> Feature:
    """The density of something that the language package counts."""
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: density(view, view.measure(counted)),
    )
