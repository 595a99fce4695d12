"""How often ratings are the same or nearly so, beside what always answering the modal rating would reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.combining import combined
from rf_scorer.agreement.estimation import Statistic, measure
from rf_scorer.agreement.prepared import Prepared, quotient, without
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.tables import pair_agreement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["TOLERANCES", "Closeness", "closeness", "gain", "modal", "within"]

#: Distances in levels, and what agreement within them is called.
TOLERANCES = {0.0: "exact", 0.5: "within_half", 1.0: "within_one"}
_WORDS = {
    "exact": "Exact agreement",
    "within_half": "Agreement within half a level",
    "within_one": "Agreement within one level",
}
_NO_PAIR = "No unit is rated by two or more raters."
_SOURCE = "plain proportion; over pairs of ratings: Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """One tolerance.

    Attributes
    ----------
    tolerance : float
        In levels.
    figure : Coefficient
        The share of pairs of ratings that lie so close, 0 to 1.
    modal : Coefficient
        The share that one would reach who always gave the most frequent level.
    gain : Coefficient
        ``figure`` minus ``modal``: agreement that is more than a narrow distribution.
    modes : tuple of float
        The most frequent level, or levels, of the units that have two ratings.
    """

    tolerance: float
    figure: Coefficient
    modal: Coefficient
    gain: Coefficient
    modes: tuple[float, ...]


def within(tolerance: float = 1.0) -> Statistic:
    """The share of pairs of ratings of a unit that differ by no more than a tolerance, a mean over units.

    Parameters
    ----------
    tolerance : float
        In levels: 0 (exact), 0.5 or 1.

    Returns
    -------
    Statistic
        From 0 to 1; None where no unit has two ratings. Of whole levels, within half is the same as exact.
    """
    name = TOLERANCES[tolerance]
    label = Label(
        id=name,
        title=_WORDS[name],
        method="mean over units of the share of pairs of ratings that lie so close",
        source=_SOURCE,
    )
    return Statistic(label=label, prepare=lambda ratings: _prepared(ratings, tolerance, constant=False))


def modal(tolerance: float = 1.0) -> Statistic:
    """The share of ratings within a tolerance of the most frequent level: a rater who never looks.

    Parameters
    ----------
    tolerance : float
        In levels: 0, 0.5 or 1.

    Returns
    -------
    Statistic
        From 0 to 1; None where no unit has two ratings. It rests on the units that have two, each counting once; of several
        equally frequent levels the one that is close to most ratings is taken.
    """
    name = TOLERANCES[tolerance]
    label = Label(
        id=f"{name}_modal",
        title=f"{_WORDS[name]} of one who always gives the most frequent level",
        method="share of ratings so close to the most frequent level, each unit counting once",
        source="baseline of a constant answer",
    )
    return Statistic(label=label, prepare=lambda ratings: _prepared(ratings, tolerance, constant=True))


def gain(tolerance: float = 1.0) -> Statistic:
    """Agreement within a tolerance minus what always giving the most frequent level reaches."""
    name = TOLERANCES[tolerance]
    label = Label(
        id=f"{name}_gain",
        title=f"{_WORDS[name]} beyond always giving the most frequent level",
        method="difference of the two shares, on the same units",
        source=_SOURCE,
    )
    return combined(within(tolerance), modal(tolerance), label, lambda one, two: one - two, undefined=_NO_PAIR)


def closeness(
    ratings: Ratings, *, confidence: float = 0.95, resampling: Resampling | None = None
) -> tuple[Closeness, ...]:
    """Exact agreement, within half a level, and within one, each beside the figure of always giving the modal rating."""
    wanted = [kind(tolerance) for tolerance in TOLERANCES for kind in (within, modal, gain)]
    found = measure(ratings, wanted, confidence=confidence, resampling=resampling)
    counts = ratings.counts()
    weight = _shares(counts)[1].sum(axis=0)
    modes = tuple(float(level) for level in ratings.points[_most(weight)]) if weight.any() else ()
    return tuple(
        Closeness(
            tolerance=tolerance,
            figure=found[name],
            modal=found[f"{name}_modal"],
            gain=found[f"{name}_gain"],
            modes=modes,
        )
        for tolerance, name in TOLERANCES.items()
    )


def _shares(counts: Array) -> tuple[NDArray[np.bool_], Array]:
    """Units with two ratings, and how each one's ratings spread over levels, summing to 1."""
    size = counts.sum(axis=1)
    twice = size >= 2
    return twice, counts * twice[:, None] / np.maximum(size, 1.0)[:, None]


def _most(weight: Array) -> NDArray[np.bool_]:
    """Which levels are the most frequent ones, shape (..., n_levels)."""
    return np.asarray(weight >= weight.max(axis=-1, keepdims=True) - 1e-9)


def _prepared(ratings: Ratings, tolerance: float, *, constant: bool) -> Prepared:
    points = ratings.points
    close = (np.abs(np.subtract.outer(points, points)) <= tolerance + 1e-9).astype(np.float64)
    counts = ratings.counts()
    twice, shares = _shares(counts)

    def value(sums: Array) -> Array:
        if not constant:
            return quotient(sums[..., 1], sums[..., 0])
        spread = sums[..., 1:]
        reached = np.where(_most(spread), spread @ close, 0.0).max(axis=-1)
        return quotient(reached, sums[..., 0])

    more = shares if constant else pair_agreement(counts, close)[1]
    return Prepared(
        parts=np.column_stack([twice, more]).astype(np.float64),
        value=value,
        why=lambda _: _NO_PAIR,
        used=twice,
        raters=ratings.active(twice),
        note=without(ratings.rated, twice, "only one rater rated them"),
    )
