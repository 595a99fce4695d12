"""Plain means and shares of a number for each unit, with their intervals by formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri, stdtrit

from rf_scorer.agreement.prepared import Prepared, quotient

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

__all__ = ["mean_of", "share_of", "t_ends", "z_of"]


def z_of(confidence: float) -> float:
    """The normal deviate that leaves half of the rest in each tail: 1.96 for 0.95."""
    return float(ndtri(0.5 + confidence / 2.0))


def t_ends(centre: Array, error: Array, freedom: Array, confidence: float) -> tuple[Array, Array]:
    """Student's interval around a centre; NaN where there is no degree of freedom."""
    safe = np.where(freedom > 0, freedom, 1.0)
    reach = np.where(freedom > 0, stdtrit(safe, 0.5 + confidence / 2.0) * error, np.nan)
    return centre - reach, centre + reach


def mean_of(numbers: ArrayLike, *, raters: int, why: str, note: str = "") -> Prepared:
    """The mean of a number for each unit, with Student's interval.

    Parameters
    ----------
    numbers : array of float, shape (n_units,)
        NaN for a unit that cannot count.
    raters : int
    why : str
        The reason given where no unit counts.
    note : str
    """
    values = np.asarray(numbers, dtype=np.float64)
    used = ~np.isnan(values)
    kept = np.where(used, values, 0.0)

    def value(sums: Array) -> Array:
        return quotient(sums[..., 1], sums[..., 0])

    def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
        count, centre = sums[..., 0], value(sums)
        squares = np.maximum(sums[..., 2] - count * centre**2, 0.0)
        return t_ends(centre, np.sqrt(quotient(quotient(squares, count - 1.0), count)), count - 1.0, confidence)

    return Prepared(
        parts=np.column_stack([used, kept, kept**2]).astype(np.float64),
        value=value,
        why=lambda _: why,
        used=used,
        raters=raters,
        limits=limits,
        interval="Student's t, units taken as independent",
        note=note,
    )


def share_of(yes: ArrayLike, among: ArrayLike, *, raters: int, why: str, note: str = "") -> Prepared:
    """The share of units of which something is true, with Wilson's interval.

    Parameters
    ----------
    yes, among : array of bool, shape (n_units,)
        What is true, and of which units it is asked.
    raters : int
    why : str
        The reason given where it is asked of no unit.
    note : str

    Notes
    -----
    Wilson 1927, J Am Stat Assoc 22:209-212.
    """
    asked = np.asarray(among, dtype=np.bool_)
    true = np.asarray(yes, dtype=np.bool_) & asked

    def value(sums: Array) -> Array:
        return quotient(sums[..., 1], sums[..., 0])

    def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
        z2 = z_of(confidence) ** 2
        count, share = sums[..., 0], value(sums)
        centre = quotient(share * count + z2 / 2.0, count + z2)
        reach = quotient(np.sqrt(z2 * (share * (1.0 - share) * count + z2 / 4.0)), count + z2)
        return centre - reach, centre + reach

    return Prepared(
        parts=np.column_stack([asked, true]).astype(np.float64),
        value=value,
        why=lambda _: why,
        used=asked,
        raters=raters,
        limits=limits,
        interval="Wilson's, units taken as independent",
        note=note,
    )
