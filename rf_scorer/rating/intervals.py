"""Contiguous intervals of levels that hold the rating in a stated share of cases (cross-conformal prediction).

Starting from the suggested level, levels are added one at a time, always the likelier neighbour, until the rating is
reached; the probability gathered on the way is the rating's *nonconformity score* (ordinal adaptive prediction sets:
Lu, Angelopoulos & Pomerantz 2022, MICCAI, doi 10.1007/978-3-031-16452-1_52; there from the likeliest). The scores come from
cross-validation, every answer scored by a model that knew nobody of its group (cross-conformal: Vovk 2015, Ann Math
Artif Intell 74:9-28). With *n* scores and coverage *c* an interval gathers levels up to the ``ceil((n + 1) c)``-th
smallest score.

The guarantee is for ratings like those the model was trained on; cross-conformal intervals keep their coverage in
practice, and ``1 - 2 (1 - c)`` in theory. Where so few scores are known that the rank lies beyond them, the interval is
the whole scale.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["critical", "interval", "scores"]


def _order(row: NDArray[np.float64], start: int) -> list[int]:
    """Indices of the levels in the order in which an interval takes them in."""
    low = high = start
    order = [start]
    last = len(row) - 1
    while low > 0 or high < last:
        # Of two equally likely neighbours the lower comes first: a rule is needed, and too low a suggestion is the
        # lesser harm.
        if high == last or (low > 0 and row[low - 1] >= row[high + 1]):
            low -= 1
            order.append(low)
        else:
            high += 1
            order.append(high)
    return order


def scores(
    probabilities: NDArray[np.float64], target: NDArray[np.float64], level: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Nonconformity score of every rating.

    Parameters
    ----------
    probabilities : array of shape (n, levels)
    target : array of shape (n,)
        Index of the rated level; a rating between two levels is reached with the farther of them.
    level : array of shape (n,)
        Index of the suggested level, from which an interval grows.

    Returns
    -------
    array of shape (n,)
        Between 0 and 1; high where the rating was far from expected.
    """
    found = np.empty(len(target))
    for index, (row, start) in enumerate(zip(probabilities, level, strict=True)):
        order = _order(row, int(start))
        reached = max(order.index(math.floor(target[index])), order.index(math.ceil(target[index])))
        found[index] = row[order[: reached + 1]].sum()
    return found


def critical(known: NDArray[np.float64], coverage: float) -> float | None:
    """Largest score that an interval takes in.

    Parameters
    ----------
    known : array of shape (n,)
        Scores of cross-validated ratings.
    coverage : float
        Between 0 and 1, both excluded.

    Returns
    -------
    float or None
        None where there are too few scores for this coverage.
    """
    if not 0.0 < coverage < 1.0:
        raise ValueError("a coverage lies between 0 and 1")
    rank = math.ceil((len(known) + 1) * coverage)
    return None if rank > len(known) else float(np.sort(known)[rank - 1])


def interval(row: NDArray[np.float64], limit: float | None, level: int) -> tuple[int, int]:
    """Indices of the lowest and the highest level of an interval; it always holds the suggested level.

    Parameters
    ----------
    row : array of shape (levels,)
        Probabilities.
    limit : float or None
        From :func:`critical`; None gives the whole scale.
    level : int
        Index of the suggested level.
    """
    if limit is None:
        return 0, len(row) - 1
    order = _order(row, level)
    gathered = np.cumsum(row[order])
    count = max(int(np.searchsorted(gathered, limit + 1e-9, side="right")), 1)
    return min(order[:count]), max(order[:count])
