"""Figures of the same units at two times: standardised mean changes; and the agreement of raters whose ratings are means, not levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.intraclass import FORMS, icc_limits
from rf_scorer.agreement.prepared import Prepared, quotient, total
from rf_scorer.agreement.result import Coefficient, Label, checked_confidence
from rf_scorer.agreement.variance import mean_squares
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from rf_scorer.agreement.variance import MeanSquares

    Array = NDArray[np.float64]

__all__ = ["D_Z", "G_AV", "d_z", "g_av", "single_rater"]

_FEW = "Fewer than two units have both ratings."
_FLAT = "Nothing varies here that the mean change could be compared with."
#: Below this a spread is the rounding of sums of levels.
_TINY = 1e-9

G_AV = Label(
    id="g_av",
    title="Hedges g_av: mean change in standard deviations of the ratings",
    method="mean change over the mean of the two standard deviations, times 1 - 3 / (4 (n - 1) - 1)",
    source="Cumming 2012, Understanding the New Statistics, chapter 11; Lakens 2013, Front Psychol 4:863; correction: Hedges 1981, J Educ Stat 6:107-128",
)
D_Z = Label(
    id="d_z",
    title="Cohen's d_z: mean change in standard deviations of the change",
    method="mean change over the standard deviation of the changes; grows with the correlation of the two ratings",
    source="Cohen 1988, Statistical Power Analysis, section 2.3.5; Lakens 2013, Front Psychol 4:863",
)


def g_av(before: ArrayLike, after: ArrayLike) -> Prepared:
    """The mean change over the mean of both standard deviations, corrected for few units.

    Parameters
    ----------
    before, after : array of float, shape (n_units,)
        Without gaps.

    Returns
    -------
    Prepared
        None for fewer than two units, and where neither rating varies.

    Notes
    -----
    ``(mean(after) - mean(before)) / ((sd_before + sd_after) / 2)`` times ``1 - 3 / (4 (n - 1) - 1)``.
    """

    def value(sums: Array) -> Array:
        count = sums[..., 0]
        spread = (_sd(count, sums[..., 1], sums[..., 3]) + _sd(count, sums[..., 2], sums[..., 4])) / 2.0
        raw = quotient(quotient(sums[..., 2] - sums[..., 1], count), np.where(spread > _TINY, spread, np.nan))
        # Of two units nothing is left of the figure but its sign: 1 - 3 / (4 - 1) is zero.
        correction = 1.0 - quotient(3.0, 4.0 * (count - 1.0) - 1.0)
        return np.where(count > 2, raw * correction, np.nan)

    return _prepared(before, after, value, least=3)


def d_z(before: ArrayLike, after: ArrayLike) -> Prepared:
    """The mean change over the standard deviation of the changes.

    Parameters
    ----------
    before, after : array of float, shape (n_units,)
        Without gaps.

    Returns
    -------
    Prepared
        None for fewer than two units, and where all change alike.
    """

    def value(sums: Array) -> Array:
        count = sums[..., 0]
        change = sums[..., 2] - sums[..., 1]
        squares = sums[..., 3] + sums[..., 4] - 2.0 * sums[..., 5]
        spread = _sd(count, change, squares)
        return quotient(quotient(change, count), np.where(spread > _TINY, spread, np.nan))

    return _prepared(before, after, value, least=2)


def _prepared(before: ArrayLike, after: ArrayLike, value: object, *, least: int) -> Prepared:
    one, two = (np.atleast_1d(np.asarray(each, dtype=np.float64)) for each in (before, after))
    if one.shape != two.shape or not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise DataError("Ratings before and after are not in pairs.", remedy="Give both of every unit.")
    # Around a common middle: the sums stay small, and so does their rounding; no difference or spread changes by it.
    middle = float(np.concatenate([one, two]).mean()) if one.size else 0.0
    one, two = one - middle, two - middle
    why = "Fewer than three units have both ratings." if least > 2 else _FEW
    return Prepared(
        parts=np.column_stack([np.ones(len(one)), one, two, one**2, two**2, one * two]),
        value=value,  # type: ignore[arg-type]
        why=lambda sums: why if sums[0] < least else _FLAT,
        used=np.ones(len(one), dtype=np.bool_),
        raters=1,
    )


def _sd(count: Array, plain: Array, squares: Array) -> Array:
    """Standard deviation from sums, n - 1 below the line; NaN where there are fewer than two."""
    spread = np.maximum(squares - quotient(plain**2, count), 0.0)
    return np.sqrt(quotient(spread, count - 1.0))


def single_rater(rows: Sequence[Sequence[float | None]], *, confidence: float = 0.95) -> Coefficient:
    """ICC(A,1) of numbers that need not lie on a scale's steps, such as each rater's mean of several passages.

    Parameters
    ----------
    rows : sequence of sequence of (float or None)
        One for each unit, in it one number for each rater. Units that not every rater rated are left out.
    confidence : float

    Returns
    -------
    Coefficient
        The same figure and interval as :func:`rf_scorer.agreement.icc` gives for levels. None where fewer than two units are complete or
        nothing varies.

    Notes
    -----
    McGraw & Wong 1996, tables 4 and 7.
    """
    checked_confidence(confidence)
    label = next(form for form in FORMS if form.id == "icc_a_1_random").label
    width = max((len(row) for row in rows), default=0)
    complete = [[float(level) for level in row if level is not None] for row in rows]
    complete = [row for row in complete if len(row) == width]
    levels = np.array(complete, dtype=np.float64).reshape(len(complete), width)
    left = len(rows) - len(complete)
    share, low, high, reason = float("nan"), None, None, None
    if len(complete) > 1 and width > 1:
        found = _squares(levels - levels.mean())
        share = float(_agreement(found))
        ends = [float(end) for end in icc_limits(found, "A,1", confidence)]
        if np.isfinite(ends).all() and ends[0] <= share <= ends[1]:
            low, high = ends
    if not np.isfinite(share):
        reason = (
            "Fewer than two units are rated by every rater."
            if len(complete) < 2 or width < 2
            else "All ratings are the same, so there is nothing to tell units apart by."
        )
    elif low is None:
        reason = "There are too few units, or too little variation, for an interval by this method."
    return Coefficient(
        id=label.id,
        title=label.title,
        value=share if np.isfinite(share) else None,
        low=low if np.isfinite(share) else None,
        high=high if np.isfinite(share) else None,
        confidence=confidence,
        method=f"{label.method}; interval: F distribution, Satterthwaite's degrees of freedom",
        n_units=len(complete),
        n_raters=width if complete else 0,
        reason=reason,
        source=label.source,
        note=f"{left} of {len(rows)} units left out: not every rater rated them." if left else "",
    )


def _squares(levels: Array) -> MeanSquares:
    parts = np.column_stack([levels.sum(axis=1) ** 2, (levels**2).sum(axis=1), levels])
    sums = total(parts)
    return mean_squares(np.float64(len(levels)), sums[0], sums[1], sums[2:])  # type: ignore[arg-type]


def _agreement(found: MeanSquares) -> Array:
    return quotient(
        found.rows - found.error,
        found.rows + (found.k - 1) * found.error + found.k * (found.columns - found.error) / found.n,
    )
