"""Ratings as answers to the questions "above this level?", one for every threshold of the scale.

A rating *y* on levels 1..K is K - 1 answers ``y > k``. A mean of several raters that lies between two levels answers one of them with a share: 3.67
is above 3 with two thirds. With a latent score *f* and thresholds *t* the *all-threshold* loss sums the logistic loss of every answer (Rennie &
Srebro 2005, *Loss functions for preference levels*, IJCAI workshop; ordinal decomposition: Frank & Hall 2001, ECML 145-156).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["above", "declared", "from_above", "starting_thresholds"]


def declared(levels: NDArray[Any], classes: Sequence[Any] | None) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The scale that an ordinal estimator was given, or has to take from what it sees.

    Parameters
    ----------
    levels : array of shape (n,)
        As given to ``fit``.
    classes : sequence or None
        Every level of the declared scale, lowest first; None takes those seen, sorted.

    Returns
    -------
    tuple of (array of shape (levels,), array of shape (n,))
        The scale, and each level's index on it.

    Raises
    ------
    ValueError
        If there are fewer than two levels, or one is not on the scale.
    """
    from sklearn.utils.multiclass import check_classification_targets  # here, since a model at work never needs it

    check_classification_targets(levels)
    seen = np.unique(levels)
    scale = seen if classes is None else np.asarray(classes)
    if len(scale) < 2:
        raise ValueError(f"An ordinal model needs two classes at least, and there is {len(scale)} class.")
    if not np.isin(seen, scale).all():
        raise ValueError("A level of y is not on the declared scale.")
    place = {level: index for index, level in enumerate(scale.tolist())}
    return scale, np.array([place[level] for level in levels.tolist()], dtype=np.int64)


def above(ratings: NDArray[np.float64], levels: Sequence[int]) -> NDArray[np.float64]:
    """How far each rating lies above each threshold.

    Parameters
    ----------
    ratings : array of shape (n,)
        Within the scale; may lie between levels.
    levels : sequence of int
        Every level, lowest first.

    Returns
    -------
    array of shape (n, levels - 1)
        0, 1, or the share for a rating between the two levels that a threshold parts.
    """
    low = np.asarray(levels[:-1], dtype=np.float64)
    return np.clip(np.asarray(ratings, dtype=np.float64)[:, None] - low[None, :], 0.0, 1.0)


def from_above(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of every level, from the chances of lying above each threshold.

    Parameters
    ----------
    chances : array of shape (n, levels - 1)
        Where they do not fall from one threshold to the next, they are put in order, largest first: the nearest ordered ones in the mean
        (Chernozhukov, Fernandez-Val & Galichon 2009, Biometrika 96:559-575).

    Returns
    -------
    array of shape (n, levels)
        Every row sums to 1.
    """
    falling = -np.sort(-chances, axis=1)
    ones, zeros = np.ones((len(chances), 1)), np.zeros((len(chances), 1))
    found = np.clip(-np.diff(np.concatenate([ones, falling, zeros], axis=1), axis=1), 0.0, None)
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def starting_thresholds(shares: NDArray[np.float64], weights: NDArray[np.float64], prior: float) -> NDArray[np.float64]:
    """Thresholds of a model that knows nothing but how often each is passed.

    Parameters
    ----------
    shares : array of shape (n, levels - 1)
        From :func:`above`.
    weights : array of shape (n,)
    prior : float
        Pseudo-answers spread evenly over the levels, so that no threshold is infinite.

    Returns
    -------
    array of shape (levels - 1,)
        Increasing.
    """
    steps = shares.shape[1]
    even = prior * np.arange(steps, 0, -1) / (steps + 1)
    passed = (weights @ shares + even) / (weights.sum() + prior)
    return np.asarray(-np.log(passed / (1.0 - passed)), dtype=np.float64)
