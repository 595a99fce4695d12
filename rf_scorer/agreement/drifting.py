"""Whether a rater's distance from the others, or from a calibration key, changes with order or time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import estimates
from rf_scorer.agreement.means import mean_of, t_ends
from rf_scorer.agreement.prepared import Prepared, quotient
from rf_scorer.agreement.profile import mean_of_others
from rf_scorer.agreement.result import Label
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["Block", "Drift", "drift"]

_SOURCE = "ordinary least squares; on drift: Myford & Wolfe 2009, J Educ Meas 46:371-389"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a rater's work.

    Attributes
    ----------
    first, last : float
        Order or time of its first and last unit.
    difference : Coefficient
        Mean signed difference there, in levels.
    """

    first: float
    last: float
    difference: Coefficient


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One rater over order or time.

    Attributes
    ----------
    rater : str
    against : str
        ``others`` or ``key``.
    n_units : int
        Units with a difference and a place in the order.
    slope : Coefficient
        Levels for each unit of ``order``.
    total : Coefficient
        The same from the first to the last unit: what the slope amounts to.
    blocks : tuple of Block
        Equal numbers of units, as nearly as can be; earlier blocks hold the odd ones.
    """

    rater: str
    against: str
    n_units: int
    slope: Coefficient
    total: Coefficient
    blocks: tuple[Block, ...]


def drift(
    ratings: Ratings,
    *,
    order: ArrayLike,
    key: ArrayLike | None = None,
    blocks: int = 4,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> tuple[Drift, ...]:
    """Each rater's signed differences over order or time.

    Parameters
    ----------
    ratings : Ratings
    order : array of float, shape (n_units,) or (n_units, n_raters)
        When a unit was rated: a running number, days, anything that grows. NaN where it is not known.
    key : array of float, shape (n_units,), optional
        Calibration levels, NaN for units without; differences are from these. Without it they are from the mean of the
        other raters, whose own drift then counts against the rater.
    blocks : int
        1 or more.
    confidence : float
    resampling : Resampling, optional

    Returns
    -------
    tuple of Drift
        In the order of the columns. ``slope`` is None for fewer than two units or where all have one place in the order;
        its interval by formula needs three.

    Raises
    ------
    DataError
        For an order or a key of the wrong shape, infinite, or a key off the scale.
    """
    when = _order(ratings, order)
    target = None if key is None else _key(ratings, key)
    if blocks < 1:
        raise DataError("There are no blocks to take means of.", remedy="Ask for one block or more.")
    found = []
    for column, rater in enumerate(ratings.raters):
        reference = mean_of_others(ratings, rater) if target is None else target
        apart = np.where(np.isnan(when[:, column]), np.nan, ratings.levels[:, column] - reference)
        found.append(
            _one(
                rater,
                when[:, column],
                apart,
                against="others" if target is None else "key",
                blocks=blocks,
                confidence=confidence,
                resampling=resampling,
            )
        )
    return tuple(found)


def _one(
    rater: str,
    when: Array,
    apart: Array,
    *,
    against: str,
    blocks: int,
    confidence: float,
    resampling: Resampling | None,
) -> Drift:
    rows = np.flatnonzero(~np.isnan(apart))
    rows = rows[np.argsort(when[rows], kind="stable")]
    start, span = (float(when[rows[0]]), float(np.ptp(when[rows]))) if len(rows) else (0.0, 0.0)
    pieces = [piece for piece in np.array_split(rows, blocks) if len(piece)]
    what = "the calibration key" if against == "key" else "the mean of the other raters"
    items = [
        (
            _label("slope", f"Drift from {what}: levels for each unit of order"),
            _line(when, apart, start, span, per=span),
        ),
        (
            _label("total", f"Drift from {what}: levels from the first to the last unit"),
            _line(when, apart, start, span, per=1.0),
        ),
    ]
    for number, piece in enumerate(pieces, start=1):
        part = np.full(len(apart), np.nan)
        part[piece] = apart[piece]
        items.append(
            (
                _label(f"block_{number}", f"Mean signed difference from {what}, block {number} of {len(pieces)}"),
                mean_of(part, raters=1, why="The block has no unit."),
            )
        )
    slope, whole, *means = estimates(items, confidence=confidence, resampling=resampling)
    return Drift(
        rater=rater,
        against=against,
        n_units=len(rows),
        slope=slope,
        total=whole,
        blocks=tuple(
            Block(first=float(when[piece[0]]), last=float(when[piece[-1]]), difference=mean)
            for piece, mean in zip(pieces, means, strict=True)
        ),
    )


def _label(name: str, title: str) -> Label:
    return Label(id=f"drift_{name}", title=title, method="signed differences in levels of the scale", source=_SOURCE)


def _line(when: Array, apart: Array, start: float, span: float, *, per: float) -> Prepared:
    """The slope of a straight line through differences, in levels for each ``span / per`` units of order."""
    used = ~np.isnan(apart)
    # Times may be large numbers close together: from 0 to 1 they lose nothing to rounding.
    x = np.where(used, (when - start) / span if span > 0 else 0.0, 0.0)
    y = np.where(used, apart, 0.0)
    scale = 1.0 / per if span > 0 else 1.0

    def spread(sums: Array, place: int, one: int, two: int) -> Array:
        return sums[..., place] - quotient(sums[..., one] * sums[..., two], sums[..., 0])

    def value(sums: Array) -> Array:
        return quotient(spread(sums, 4, 1, 2), spread(sums, 3, 1, 1)) * scale

    def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
        freedom = sums[..., 0] - 2.0
        rest = np.maximum(spread(sums, 5, 2, 2) - value(sums) / scale * spread(sums, 4, 1, 2), 0.0)
        error = np.sqrt(quotient(quotient(rest, freedom), spread(sums, 3, 1, 1))) * scale
        return t_ends(value(sums), error, freedom, confidence)

    return Prepared(
        parts=np.column_stack([used, x, y, x**2, x * y, y**2]).astype(np.float64),
        value=value,
        why=lambda sums: (
            "There are fewer than two units to lay a line through."
            if sums[0] < 2
            else "All units have one and the same place in the order."
        ),
        used=used,
        raters=int(used.any()),
        limits=limits,
        interval="Student's t, units taken as independent",
    )


def _order(ratings: Ratings, order: ArrayLike) -> Array:
    when = np.array(order, dtype=np.float64)
    if when.ndim == 1 and when.shape == (len(ratings.units),):
        when = np.repeat(when[:, None], len(ratings.raters), axis=1)
    if when.shape != ratings.levels.shape or np.isinf(when).any():
        raise DataError(
            "The order is not one finite number for each unit, or for each unit and rater.",
            remedy="Give NaN where the order is not known.",
        )
    return when


def _key(ratings: Ratings, key: ArrayLike) -> Array:
    target = np.array(key, dtype=np.float64)
    if target.shape != (len(ratings.units),):
        raise DataError("The key is not one number for each unit.", remedy="Give NaN for a unit without a key.")
    known = target[~np.isnan(target)]
    if ((known < float(ratings.scale.minimum)) | (known > float(ratings.scale.maximum))).any():
        place = int(
            np.flatnonzero((target < float(ratings.scale.minimum)) | (target > float(ratings.scale.maximum)))[0]
        )
        raise DataError(
            "A level of the key lies off the declared scale.",
            where=f"unit {ratings.units[place]}",
            remedy="Correct the key, or declare the scale that was used.",
        )
    return target
