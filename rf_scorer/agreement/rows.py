"""Ratings from plain lists, for callers who hold no arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.ratings import Ratings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.agreement.ratings import ScaleLike

__all__ = ["ratings_of"]


def ratings_of(
    rows: Sequence[Sequence[float | None]],
    *,
    scale: ScaleLike,
    raters: Sequence[str],
    units: Sequence[str],
    step: float = 1.0,
) -> Ratings:
    """The matrix of these rows.

    Parameters
    ----------
    rows : sequence of sequence of (float or None)
        One for each unit, in it one level for each rater; None or NaN where there is no rating.
    scale : ScaleLike
    raters, units : sequence of str
    step : float
        1 or 0.5.

    Raises
    ------
    DataError
        As :class:`~rf_scorer.agreement.ratings.Ratings` says.
    """
    levels = np.array([[np.nan if level is None else level for level in row] for row in rows], dtype=np.float64)
    return Ratings(
        levels=levels.reshape(len(units), len(raters)) if not len(units) else levels,
        scale=scale,
        raters=tuple(raters),
        units=tuple(units),
        step=step,
    )
