"""Tables of levels: how often raters of a unit agree, and how two raters' levels fall together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rf_scorer.agreement.pair import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.pair import Shared
    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Confusion", "confusion", "joint_parts", "pair_agreement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How two raters' levels fall together over the whole declared scale.

    Attributes
    ----------
    one, two : str
        Ids: ``one`` is the rows, ``two`` the columns.
    levels : tuple of float
        Every level of the declared scale, lowest first.
    counts : array of int, shape (n_levels, n_levels)
        Read-only.
    """

    one: str
    two: str
    levels: tuple[float, ...]
    counts: NDArray[np.int64]


def confusion(ratings: Ratings, one: str, two: str) -> Confusion:
    """The table of two raters' levels on the units that both rated.

    Parameters
    ----------
    ratings : Ratings
    one, two : str
        Ids of raters.

    Returns
    -------
    Confusion
        All zeros where they share no unit; a level that nobody used has its row and column all the same.

    Raises
    ------
    UnknownName
        For a rater that is not there.
    """
    pair = ratings.of((one, two))
    width = len(pair.points)
    counts = np.asarray(joint_parts(shared(pair), width).sum(axis=0)).reshape(width, width).round().astype(np.int64)
    counts.setflags(write=False)
    return Confusion(one=one, two=two, levels=tuple(float(level) for level in pair.points), counts=counts)


def joint_parts(pair: Shared, levels: int) -> Any:
    """Each unit's cell of the joint table, rows first; sparse array of shape (n_units, levels ** 2)."""
    rows = np.flatnonzero(pair.both)
    cells = (pair.one[rows] * levels + pair.two[rows]).astype(np.int64)
    return sparse.csr_array((np.ones(len(rows)), (rows, cells)), shape=(len(pair.both), levels * levels))


def pair_agreement(counts: Array, weights: Array) -> tuple[Mask, Array]:
    """How far the raters of each unit agree: the mean over pairs of its ratings.

    Parameters
    ----------
    counts : array of shape (n_units, n_levels)
        How many raters gave each level.
    weights : array of shape (n_levels, n_levels)
        How far two levels agree, 1 on the diagonal.

    Returns
    -------
    twice : array of bool, shape (n_units,)
        Units with two or more ratings.
    agreed : array of float, shape (n_units,)
        From 0 to 1; 0 where there are not two ratings.

    Notes
    -----
    ``sum_k r_k (r*_k - 1) / (r (r - 1))`` with ``r*_k = sum_l w_kl r_l`` (Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapters 2 and 3).
    """
    size = counts.sum(axis=1)
    twice = size >= 2
    agreeing = (counts * (counts @ weights - 1.0)).sum(axis=1)
    return twice, np.where(twice, agreeing / np.maximum(size * (size - 1.0), 1.0), 0.0)
