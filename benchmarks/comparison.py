"""Comparing suggestions, and the baselines beside them, with ratings: figures with bootstrap intervals over people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Figure", "Predicted", "evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and its 95 % interval; each None where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What one model or baseline says of every answer.

    Attributes
    ----------
    title : str
    expected, level : array of shape (n,)
    low, high : array of shape (n,), or None
        Levels at the ends of the interval.
    """

    title: str
    expected: NDArray[np.float64]
    level: NDArray[np.int64]
    low: NDArray[np.int64] | None = None
    high: NDArray[np.int64] | None = None


def evaluate(
    predicted: Predicted,
    rated: NDArray[np.float64],
    groups: Sequence[str],
    *,
    levels: Sequence[int],
    seed: int,
    draws: int = 1000,
) -> dict[str, Figure]:
    """Every figure of :func:`rf_scorer.rating.metrics.figures`, and the intervals' coverage and width.

    Parameters
    ----------
    predicted : Predicted
    rated : array of shape (n,)
    groups : sequence of str
        Who was interviewed: drawn whole.
    levels : sequence of int
        The declared scale.
    seed, draws : int
    """

    def measure(rows: NDArray[np.int64]) -> dict[str, float | None]:
        found = metrics.figures(predicted.expected[rows], predicted.level[rows], rated[rows], levels)
        if predicted.low is not None and predicted.high is not None:
            low, high, truth = predicted.low[rows], predicted.high[rows], rated[rows]
            found["coverage"] = float(np.mean((low <= truth) & (truth <= high)))
            found["width"] = float(np.mean(high - low + 1))
        return found

    whole = measure(np.arange(len(rated)))
    drawn = metrics.bootstrap(measure, groups, seed=seed, draws=draws)
    return {
        name: Figure(value=value, low=edges[0] if edges else None, high=edges[1] if edges else None)
        for name, value in whole.items()
        for edges in [drawn[name]]
    }
