"""Each rater by themselves: how high, how widely, with which levels, and how far from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.means import mean_of
from rf_scorer.agreement.result import Label
from rf_scorer.domain.amounts import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.prepared import Prepared
    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["Profile", "bias", "mean_of_others", "profiles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One rater.

    Attributes
    ----------
    rater : str
    n_units : int
        Units rated.
    mean, sd : float or None
        Of the rater's levels; ``sd`` has n - 1 in its denominator. None where there are too few.
    lowest, highest : float or None
    counts : tuple of int
        How often each level of the declared scale was given, lowest first.
    levels_used : int
        How many levels were given at all.
    bias : Coefficient
        The rater minus the mean of the others, in levels.
    """

    rater: str
    n_units: int
    mean: float | None
    sd: float | None
    lowest: float | None
    highest: float | None
    counts: tuple[int, ...]
    levels_used: int
    bias: Coefficient


def mean_of_others(ratings: Ratings, rater: str) -> Array:
    """For each unit the mean level of all raters but one; NaN where nobody else rated it. Shape (n_units,).

    Raises
    ------
    UnknownName
        For a rater that is not there.
    """
    others = np.delete(ratings.levels, ratings.column(rater), axis=1)
    given = ~np.isnan(others)
    count = given.sum(axis=1)
    sums = np.where(given, others, 0.0).sum(axis=1)
    return np.where(count > 0, sums / np.maximum(count, 1), np.nan)


def bias(rater: str) -> Statistic:
    """A rater's mean difference from the mean of the others, with Student's interval.

    Parameters
    ----------
    rater : str

    Returns
    -------
    Statistic
        In levels; above 0 where the rater is higher. None where the rater shares no unit with anybody.
    """
    label = Label(
        id="bias",
        title="Bias: the rater minus the mean of the other raters",
        method="in levels of the scale; units that the rater and at least one other rated",
        source="leave-one-out mean difference; Wolfe 2004, Psychology Science 46:35-51",
    )

    def prepare(ratings: Ratings) -> Prepared:
        own = ratings.levels[:, ratings.column(rater)]
        apart = own - mean_of_others(ratings, rater)
        alone = int((~np.isnan(own) & np.isnan(apart)).sum())
        return mean_of(
            apart,
            raters=ratings.active(~np.isnan(apart)),
            why="The rater shares no unit with another rater.",
            note=f"{counted(alone, 'unit')} that nobody else rated left out." if alone else "",
        )

    return Statistic(label=label, prepare=prepare)


def profiles(
    ratings: Ratings, *, confidence: float = 0.95, resampling: Resampling | None = None
) -> tuple[Profile, ...]:
    """Every rater's profile, in the order of the columns.

    Parameters
    ----------
    ratings : Ratings
    confidence : float
        Of the interval of the bias.
    resampling : Resampling, optional

    Returns
    -------
    tuple of Profile
        A rater without ratings is listed with None and zeros.
    """
    found = []
    for column, rater in enumerate(ratings.raters):
        levels = ratings.levels[:, column]
        levels = levels[~np.isnan(levels)]
        codes = np.round((levels - float(ratings.scale.minimum)) / ratings.step).astype(np.int64)
        counts = np.bincount(codes, minlength=len(ratings.points))
        found.append(
            Profile(
                rater=rater,
                n_units=len(levels),
                mean=float(levels.mean()) if len(levels) else None,
                sd=float(levels.std(ddof=1)) if len(levels) > 1 else None,
                lowest=float(levels.min()) if len(levels) else None,
                highest=float(levels.max()) if len(levels) else None,
                counts=tuple(int(count) for count in counts),
                levels_used=int((counts > 0).sum()),
                bias=bias(rater).of(ratings, confidence=confidence, resampling=resampling),
            )
        )
    return tuple(found)
