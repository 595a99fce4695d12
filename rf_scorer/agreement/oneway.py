"""The one-way intraclass correlation where units were rated by unequal numbers of raters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.prepared import Prepared, quotient
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.variance import f_quantile
from rf_scorer.domain.amounts import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]

__all__ = ["icc_unequal"]

_LABEL = Label(
    id="icc_1_unequal",
    title="ICC(1) for unequal numbers of raters: absolute agreement of one rater",
    method="one-way analysis of variance with k0 for the number of raters; who rated is not used",
    source="Donner 1986, Int Stat Rev 54:67-82, section 2; interval: Thomas & Hultquist 1978, Ann Stat 6:582-587",
)


def icc_unequal() -> Statistic:
    """ICC(1) of an incomplete design, by the analysis of variance, with every rating used.

    Returns
    -------
    Statistic
        Up to 1. None where fewer than two units are rated, where no unit is rated twice, or where all ratings are the
        same. Equal to ICC(1), interval and all, where every unit has the same number of raters.

    Notes
    -----
    ``(MSB - MSW) / (MSB + (k0 - 1) MSW)`` with ``k0 = (N - sum(k_i ** 2) / N) / (n - 1)`` for N ratings of n units
    (Donner 1986). The interval is Thomas and Hultquist's: the variance of the units' plain means times the harmonic mean
    of k_i, over MSW, is close to a multiple of F with n - 1 and N - n degrees of freedom.
    """
    return Statistic(label=_LABEL, prepare=_prepare)


def _prepare(ratings: Ratings) -> Prepared:
    given = ratings.given
    count = given.sum(axis=1).astype(np.float64)
    rated = count > 0
    codes = np.where(given, ratings.codes, 0.0)
    mean = codes.sum(axis=1) / np.maximum(count, 1.0)
    within = np.where(given, (codes - mean[:, None]) ** 2, 0.0).sum(axis=1)
    # Shifted to the middle of the scale: the sums stay small, and so does their rounding.
    centred = np.where(rated, mean - (len(ratings.points) - 1) / 2.0, 0.0)
    once = int((count == 1).sum())
    return Prepared(
        parts=np.column_stack(
            [
                *(rated, count, count**2, within, count * centred, count * centred**2),
                *(np.where(rated, 1.0 / np.maximum(count, 1.0), 0.0), centred, centred**2),
            ]
        ).astype(np.float64),
        value=_value,
        why=_why,
        used=rated,
        raters=int(given.any(axis=0).sum()),
        limits=_limits,
        interval="Thomas and Hultquist's, F distribution; approximate where numbers of raters differ",
        note=f"{counted(once, 'unit')} rated by one rater only: {'it tells' if once == 1 else 'they tell'} of the spread of "
        "units, not of agreement."
        if once
        else "",
    )


def _squares(sums: Array) -> tuple[Array, Array, Array, Array]:
    """Mean squares between and within units, k0, and the ratings beyond one a unit."""
    n, ratings, squared, within = (sums[..., place] for place in range(4))
    between = sums[..., 5] - quotient(sums[..., 4] ** 2, ratings)
    # What is left of a difference of equal sums is rounding.
    between = np.where(between > 1e-9 * np.maximum(sums[..., 5], 1.0), between, 0.0)
    beyond = ratings - n
    k0 = quotient(ratings - quotient(squared, ratings), n - 1.0)
    return quotient(between, n - 1.0), quotient(within, beyond), k0, beyond


def _value(sums: Array) -> Array:
    between, within, k0, _ = _squares(sums)
    return quotient(between - within, between + (k0 - 1.0) * within)


def _limits(sums: Array, confidence: float) -> tuple[Array, Array]:
    _, within, _, beyond = _squares(sums)
    n, upper = sums[..., 0], 0.5 + confidence / 2.0
    harmonic = quotient(n, sums[..., 6])
    spread = quotient(sums[..., 8] - quotient(sums[..., 7] ** 2, n), n - 1.0)
    ratio = harmonic * quotient(spread, within)
    low = quotient(ratio, f_quantile(upper, n - 1.0, beyond))
    high = ratio * f_quantile(upper, beyond, n - 1.0)
    return (low - 1.0) / (low + harmonic - 1.0), (high - 1.0) / (high + harmonic - 1.0)


def _why(sums: Array) -> str:
    if sums[0] < 2:
        return "Fewer than two units are rated."
    if sums[1] <= sums[0]:
        return "No unit is rated by more than one rater."
    return "All ratings are the same, so there is nothing to tell units apart by."
