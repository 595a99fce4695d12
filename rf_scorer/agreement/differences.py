"""Differences between two raters in levels of the scale: signed, absolute, squared, standardised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.means import t_ends
from rf_scorer.agreement.pair import NO_OVERLAP, shared
from rf_scorer.agreement.prepared import Prepared, quotient
from rf_scorer.agreement.result import Label
from rf_scorer.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]

__all__ = [
    "covariance",
    "mean_absolute",
    "mean_difference",
    "moments",
    "of_moments",
    "root_mean_square",
    "standardised",
    "variance",
    "variance_of_difference",
]

#: Denominators of the standardised mean difference, and what each is.
_DENOMINATORS = {
    "second": "the standard deviation of the second rater",
    "pooled": "the root of the mean of both raters' variances",
}


def mean_difference() -> Statistic:
    """The first rater minus the second, in levels, a mean over the units that both rated.

    Returns
    -------
    Statistic
        Above 0 where the first rates higher. None where they share no unit. With Student's interval.
    """
    label = Label(
        id="mean_difference",
        title="Mean signed difference, first rater minus second",
        method="in levels of the scale; units that both rated",
        source="Bland & Altman 1986, Lancet 327:307-310",
    )

    def value(sums: Array) -> Array:
        return quotient(sums[..., 1] - sums[..., 2], sums[..., 0])

    def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
        count = sums[..., 0]
        return t_ends(value(sums), np.sqrt(quotient(variance_of_difference(sums), count)), count - 1.0, confidence)

    return of_moments(
        label, value, lambda _: NO_OVERLAP, limits=limits, interval="Student's t, units taken as independent"
    )


def mean_absolute() -> Statistic:
    """The mean size of the difference in levels, 0 or more; None where the raters share no unit."""
    label = Label(
        id="mean_absolute",
        title="Mean absolute difference",
        method="in levels of the scale; units that both rated",
        source="Willmott & Matsuura 2005, Clim Res 30:79-82",
    )
    return of_moments(label, lambda sums: quotient(sums[..., 6], sums[..., 0]), lambda _: NO_OVERLAP)


def root_mean_square() -> Statistic:
    """The root of the mean squared difference in levels, 0 or more; None where the raters share no unit."""
    label = Label(
        id="root_mean_square",
        title="Root mean square difference",
        method="in levels of the scale; units that both rated",
        source="Willmott & Matsuura 2005, Clim Res 30:79-82",
    )

    def value(sums: Array) -> Array:
        return np.sqrt(quotient(sums[..., 3] + sums[..., 4] - 2.0 * sums[..., 5], sums[..., 0]))

    return of_moments(label, value, lambda _: NO_OVERLAP)


def standardised(denominator: str = "second") -> Statistic:
    """The standardised mean difference (SMD): first rater minus second, over a standard deviation.

    Parameters
    ----------
    denominator : str
        ``second``: the second rater's standard deviation, n - 1 in its denominator; with the machine first and a human
        second, a bias in units of how humans spread. ``pooled``: the root of the mean of both variances.

    Returns
    -------
    Statistic
        None where the raters share fewer than two units or the denominator is zero.

    Raises
    ------
    UnknownName
        For another denominator.

    Notes
    -----
    ``pooled`` is the one of Williamson, Xi & Breyer 2012, Educ Meas Issues Pract 31(1):2-13, to which their rule of thumb
    belongs.
    """
    if denominator not in _DENOMINATORS:
        raise UnknownName("denominator", denominator, _DENOMINATORS)
    label = Label(
        id=f"smd_{denominator}",
        title="Standardised mean difference, first rater minus second",
        method=f"denominator: {_DENOMINATORS[denominator]}; units that both rated",
        source="Williamson, Xi & Breyer 2012, Educ Meas Issues Pract 31(1):2-13",
    )

    def value(sums: Array) -> Array:
        first, second = (variance(sums, place) for place in (1, 2))
        spread = np.sqrt(second if denominator == "second" else (first + second) / 2.0)
        return quotient(quotient(sums[..., 1] - sums[..., 2], sums[..., 0]), spread)

    def why(sums: Array) -> str:
        return (
            "The raters share fewer than two units." if sums[0] < 2 else "The ratings in the denominator do not vary."
        )

    return of_moments(label, value, why)


def moments(ratings: Ratings) -> Prepared:
    """Sums that all figures of differences rest on, in levels: n, a, b, a ** 2, b ** 2, ab, |a - b|."""
    pair = shared(ratings)
    # From the middle of the scale, in levels: products stay small.
    middle = (len(ratings.points) - 1) / 2.0
    one, two = (np.where(pair.both, (side - middle) * ratings.step, 0.0) for side in (pair.one, pair.two))
    return Prepared(
        parts=np.column_stack([pair.both, one, two, one**2, two**2, one * two, np.abs(one - two)]).astype(np.float64),
        value=lambda sums: sums[..., 0],
        why=lambda _: NO_OVERLAP,
        used=pair.both,
        raters=pair.raters,
        note=pair.note,
    )


def variance(sums: Array, place: int) -> Array:
    """Of the first (1) or the second (2) rater's levels, n - 1 in the denominator; NaN for fewer than two units."""
    n, first, squares = sums[..., 0], sums[..., place], sums[..., place + 2]
    return quotient(quotient(n * squares - first**2, n), n - 1.0)


def covariance(sums: Array) -> Array:
    """Of the two raters' levels, n - 1 in the denominator; NaN for fewer than two units."""
    n = sums[..., 0]
    return quotient(quotient(n * sums[..., 5] - sums[..., 1] * sums[..., 2], n), n - 1.0)


def variance_of_difference(sums: Array) -> Array:
    """Of first minus second, n - 1 in the denominator; NaN for fewer than two units."""
    return np.maximum(variance(sums, 1) + variance(sums, 2) - 2.0 * covariance(sums), 0.0)


def of_moments(
    label: Label,
    value: Callable[[Array], Array],
    why: Callable[[Array], str],
    *,
    limits: Callable[[Array, float], tuple[Array, Array]] | None = None,
    interval: str = "",
) -> Statistic:
    """A figure worked out from :func:`moments`: ``value`` from sums over units, ``why`` there is none, ``limits`` by the formula ``interval`` names."""

    def prepare(ratings: Ratings) -> Prepared:
        base = moments(ratings)
        return Prepared(
            parts=base.parts,
            value=value,
            why=why,
            used=base.used,
            raters=base.raters,
            limits=limits,
            interval=interval,
            note=base.note,
        )

    return Statistic(label=label, prepare=prepare)
