"""Bland and Altman's limits: between which two raters' differences lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.differences import mean_difference, moments, variance_of_difference
from rf_scorer.agreement.estimation import Statistic, measure
from rf_scorer.agreement.means import t_ends, z_of
from rf_scorer.agreement.prepared import Prepared, quotient
from rf_scorer.agreement.result import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["Limits", "bland_altman", "limit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a rater's differences from another lie.

    Attributes
    ----------
    mean : Coefficient
        First rater minus second, in levels.
    lower, upper : Coefficient
        Between them lie ``share`` of the differences, if they are normal; each with an interval of its own.
    share : float
    """

    mean: Coefficient
    lower: Coefficient
    upper: Coefficient
    share: float


def limit(side: str, *, share: float = 0.95) -> Statistic:
    """One limit of agreement.

    Parameters
    ----------
    side : str
        ``lower`` or ``upper``.
    share : float
        Of differences that should lie between the limits.

    Returns
    -------
    Statistic
        In levels; None where the raters share fewer than two units.

    Notes
    -----
    ``mean -+ z s`` of the differences; variance of a limit ``s ** 2 (1 / n + z ** 2 / (2 (n - 1)))`` with Student's t
    (Bland & Altman 1999, Stat Methods Med Res 8:135-160, section 2.1; their paper of 1986 has ``3 s ** 2 / n``).
    """
    z = z_of(share)
    sign = -1.0 if side == "lower" else 1.0
    label = Label(
        id=f"limit_{side}",
        title=f"{side.capitalize()} limit of agreement, first rater minus second",
        method=f"mean difference {'minus' if sign < 0 else 'plus'} {z:.2f} standard deviations of the differences",
        source="Bland & Altman 1999, Stat Methods Med Res 8:135-160, section 2.1",
    )

    def value(sums: Array) -> Array:
        centre = quotient(sums[..., 1] - sums[..., 2], sums[..., 0])
        return centre + sign * z * np.sqrt(variance_of_difference(sums))

    def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
        n = sums[..., 0]
        share_of_variance = quotient(1.0, n) + quotient(z**2, 2.0 * (n - 1.0))
        error = np.sqrt(variance_of_difference(sums) * share_of_variance)
        return t_ends(value(sums), error, n - 1.0, confidence)

    def prepare(ratings: Ratings) -> Prepared:
        base = moments(ratings)
        return Prepared(
            parts=base.parts,
            value=value,
            why=lambda _: "The raters share fewer than two units.",
            used=base.used,
            raters=base.raters,
            limits=limits,
            interval="Student's t, units taken as independent",
            note=base.note,
        )

    return Statistic(label=label, prepare=prepare)


def bland_altman(
    ratings: Ratings, *, share: float = 0.95, confidence: float = 0.95, resampling: Resampling | None = None
) -> Limits:
    """The mean difference and the limits of agreement of a pair.

    Parameters
    ----------
    ratings : Ratings
        Of two raters.
    share : float
        Of differences that should lie between the limits.
    confidence : float
        Of the three intervals.
    resampling : Resampling, optional
        For bootstrap intervals, which do not take units of one cluster as independent.
    """
    wanted = [mean_difference(), limit("lower", share=share), limit("upper", share=share)]
    found = measure(ratings, wanted, confidence=confidence, resampling=resampling)
    return Limits(mean=found["mean_difference"], lower=found["limit_lower"], upper=found["limit_upper"], share=share)
