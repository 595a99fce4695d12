"""From a place on the latent scale to a probability for every level, and back to one level: numpy alone.

The proportional-odds model (McCullagh 1980, *Regression models for ordinal data*, J R Stat Soc B 42:109-142) has one
latent score *f* and increasing thresholds *t*: the probability of a level at or below the *k*-th is
``1 / (1 + exp(f - t[k]))``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "chances",
    "distribution",
    "logit",
    "median",
    "places",
    "rounded",
    "sigmoid",
    "softmax",
    "standardised",
]

#: Decimals of a written probability: far finer than any rating, and coarse enough that the last bits in which machines
#: differ never show.
DECIMALS = 4


def sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function, without overflow at either end."""
    clipped = np.clip(values, -500.0, 500.0)
    return np.asarray(1.0 / (1.0 + np.exp(-clipped)), dtype=np.float64)


def logit(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds of chances between 0 and 1, neither of them among these; digit by digit what scipy makes of them."""
    found = [_log_odds(chance) for chance in chances.ravel().tolist()]
    return np.array(found, dtype=np.float64).reshape(chances.shape)


def _log_odds(chance: float) -> float:
    if 0.3 <= chance <= 0.65:
        # Near one half the quotient is near one, and its logarithm would lose digits.
        away = 2.0 * (chance - 0.5)
        return math.log1p(away) - math.log1p(-away)
    return math.log(chance / (1.0 - chance))


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities in proportion to the exponentials of scores, array of shape (n, levels)."""
    found = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def standardised(
    rows: NDArray[np.float64], mean: NDArray[np.float64], scale: NDArray[np.float64], clip: float
) -> NDArray[np.float64]:
    """Centre and scale, and hold every value within ``clip`` standard deviations.

    Parameters
    ----------
    rows : array of shape (n, features)
    mean, scale : array of shape (features,)
    clip : float
        An answer that is extreme in one feature must not be carried off the scale by that feature alone.

    Returns
    -------
    array of shape (n, features)
    """
    return np.clip((rows - mean) / scale, -clip, clip)


def distribution(latent: NDArray[np.float64], thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of every level.

    Parameters
    ----------
    latent : array of shape (n,)
    thresholds : array of shape (levels - 1,)
        Increasing.

    Returns
    -------
    array of shape (n, levels)
        Every row sums to 1.
    """
    below = sigmoid(thresholds[None, :] - latent[:, None])
    edges = np.concatenate([np.zeros((len(latent), 1)), below, np.ones((len(latent), 1))], axis=1)
    found = np.clip(np.diff(edges, axis=1), 0.0, None)
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def median(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Index of the lowest level at which the cumulative probability reaches one half.

    Parameters
    ----------
    probabilities : array of shape (n, levels)

    Returns
    -------
    array of shape (n,)
    """
    cumulative = np.cumsum(probabilities, axis=1)
    # Rounded probabilities may add up to a hair below one half where exact ones reach it.
    return np.asarray(np.argmax(cumulative >= 0.5 - 1e-9, axis=1), dtype=np.int64)


def rounded(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities to :data:`DECIMALS` decimals whose rows still sum to 1: the likeliest level takes up the rest.

    Parameters
    ----------
    probabilities : array of shape (n, levels)

    Returns
    -------
    array of shape (n, levels)
    """
    found = np.round(probabilities, DECIMALS)
    likeliest = np.argmax(found, axis=1)
    index = np.arange(len(found))
    found[index, likeliest] = 0.0
    found[index, likeliest] = np.round(1.0 - found.sum(axis=1), DECIMALS)
    return found


def chances(
    rows: NDArray[np.float64], weights: NDArray[np.float64], thresholds: NDArray[np.float64], own: int
) -> NDArray[np.float64]:
    """Chance of lying above each threshold.

    Parameters
    ----------
    rows : array of shape (n, shared + own * (levels - 1))
        Scores that serve every threshold, then blocks with a score for each threshold.
    weights : array of shape (shared + own,)
    thresholds : array of shape (levels - 1,)
    own : int
        Blocks.

    Returns
    -------
    array of shape (n, levels - 1)
    """
    return sigmoid(places(rows, weights, len(thresholds), own) - thresholds[None, :])


def places(rows: NDArray[np.float64], weights: NDArray[np.float64], steps: int, own: int) -> NDArray[np.float64]:
    """Place on the latent scale as each threshold sees it, array of shape (n, levels - 1); parameters as in :func:`chances`."""
    shared = rows.shape[1] - own * steps
    # Column by column rather than by a matrix product, whose order of additions depends on the size of the batch.
    places = np.zeros((len(rows), steps))
    for column in range(shared):
        places += (rows[:, column] * weights[column])[:, None]
    for block in range(own):
        start = shared + block * steps
        places += rows[:, start : start + steps] * weights[shared + block]
    return places
