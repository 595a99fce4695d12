"""Every figure here is a function of sums over units: one definition serves the estimate, the jackknife and the bootstrap.

A unit adds a row of *parts* (a count, a square, a cell of a table); the figure is worked out from the column sums. A
resample only changes how often each unit's row counts, so that thousands of resamples are one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rf_scorer.domain.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Prepared", "quotient", "total", "without"]

#: Below this a denominator is nothing but the rounding of a zero; levels are steps of 1 or 0.5.
TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A figure of particular ratings, ready to be worked out from any sums of its parts.

    Attributes
    ----------
    parts : array or sparse array of float, shape (n_units, n_parts)
        What each unit adds; a unit that cannot count has zeros only.
    value : callable
        From sums of shape (..., n_parts) to figures of shape (...), NaN where undefined, without a warning.
    why : callable
        From sums of shape (n_parts,) to the reason why they give no figure.
    used : array of bool, shape (n_units,)
        The units that the figure rests on.
    raters : int
        How many raters gave those units a level.
    limits : callable or None
        From sums and a level of confidence to the two ends of an interval, NaN where undefined; None where no interval by
        formula is offered.
    interval : str
        The method of ``limits`` in words.
    note : str
    """

    parts: Any
    value: Callable[[Array], Array]
    why: Callable[[Array], str]
    used: Mask
    raters: int
    limits: Callable[[Array, float], tuple[Array, Array]] | None = None
    interval: str = ""
    note: str = ""


def total(parts: Any) -> Array:
    """Column sums of dense or sparse parts, shape (n_parts,)."""
    return np.asarray(parts.sum(axis=0), dtype=np.float64).reshape(-1)


def quotient(numerator: Any, denominator: Any) -> Array:
    """A ratio, NaN where the denominator is not above zero."""
    top, bottom = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    )
    found = np.full(top.shape, np.nan)
    with np.errstate(invalid="ignore"):
        np.divide(top, bottom, out=found, where=bottom > TINY)
    return found


def without(rated: Mask, used: Mask, why: str) -> str:
    """A note on units that were rated and could not be used, or nothing.

    Parameters
    ----------
    rated, used : array of bool, shape (n_units,)
    why : str
        Ends the sentence "3 of 20 units are left out: ...".
    """
    left = int((rated & ~used).sum())
    return f"{left:,} of {counted(int(rated.sum()), 'rated unit')} left out: {why}." if left else ""
