"""Mean squares of units rated by all raters, and the interval formulas that rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtri

from rf_scorer.agreement.prepared import quotient

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["MeanSquares", "f_quantile", "mean_squares"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSquares:
    """The two analyses of variance of a complete table; arrays of one shape, one entry for each table.

    Attributes
    ----------
    n : array
        Units.
    k : int
        Raters.
    rows : array
        Between units (MSR), n - 1 degrees of freedom.
    columns : array
        Between raters (MSC), k - 1.
    error : array
        Rest of the two-way analysis (MSE), (n - 1)(k - 1).
    within : array
        Within units (MSW) of the one-way analysis, n (k - 1).
    """

    n: Array
    k: int
    rows: Array
    columns: Array
    error: Array
    within: Array


def mean_squares(n: Array, row_squares: Array, squares: Array, columns: Array) -> MeanSquares:
    """Mean squares from sums; NaN where there are fewer than two units.

    Parameters
    ----------
    n : array of shape (...)
        Number of units.
    row_squares : array of shape (...)
        Sum over units of the squared sum of a unit's ratings.
    squares : array of shape (...)
        Sum of all squared ratings.
    columns : array of shape (..., k)
        Sum of each rater's ratings.

    Notes
    -----
    Levels count as whole steps, so that all sums are whole numbers and a mean square that is zero is exactly zero.
    """
    k = columns.shape[-1]
    grand = columns.sum(axis=-1) ** 2
    by_row = n * row_squares - grand
    by_column = k * (columns**2).sum(axis=-1) - grand
    everything = n * k * squares - grand
    cells = n * k
    return MeanSquares(
        n=n,
        k=k,
        rows=quotient(quotient(by_row, cells), n - 1.0),
        columns=quotient(quotient(by_column, cells), np.full_like(n, k - 1.0)),
        error=quotient(quotient(everything - by_row - by_column, cells), (n - 1.0) * (k - 1.0)),
        within=quotient(quotient(everything - by_row, cells), n * (k - 1.0)),
    )


def f_quantile(probability: float, numerator: Array, denominator: Array) -> Array:
    """Quantile of the F distribution, NaN where a degree of freedom is not above zero."""
    one, two = np.broadcast_arrays(np.asarray(numerator, np.float64), np.asarray(denominator, np.float64))
    fine = (one > 0) & (two > 0) & np.isfinite(one) & np.isfinite(two)
    found = np.asarray(fdtri(np.where(fine, one, 1.0), np.where(fine, two, 1.0), probability), dtype=np.float64)
    return np.where(fine & np.isfinite(found), found, np.nan)
