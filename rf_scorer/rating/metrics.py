"""How well suggestions agree with ratings on a declared scale. Undefined figures are None, never 0, 1 or NaN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    Figures = Mapping[str, float | None]

__all__ = [
    "bootstrap",
    "concordance",
    "figures",
    "mean_rank",
    "quadratic_kappa",
    "ranked_probability_score",
    "ranked_probability_scores",
    "spearman",
]


def mean_rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, ties sharing their mean rank; array of shape (n,)."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2.0)[inverse], dtype=np.float64)


def _correlation(one: NDArray[np.float64], two: NDArray[np.float64]) -> float | None:
    one, two = one - one.mean(), two - two.mean()
    norm = float(np.sqrt((one @ one) * (two @ two)))
    return float(one @ two) / norm if norm > 1e-12 else None


def spearman(predicted: ArrayLike, rated: ArrayLike) -> float | None:
    """Spearman's rank correlation; None where either side does not vary."""
    one, two = np.asarray(predicted, dtype=np.float64), np.asarray(rated, dtype=np.float64)
    return None if len(one) < 2 else _correlation(mean_rank(one), mean_rank(two))


def quadratic_kappa(predicted: ArrayLike, rated: ArrayLike, levels: Sequence[int]) -> float | None:
    """Quadratically weighted kappa (Cohen 1968) of whole-number levels on a declared scale.

    ``1 - sum(w * observed) / sum(w * expected)`` with weights ``(i - j) ** 2``. The range of the scale cancels out of
    this ratio, but levels outside it are refused, so that a score off the scale cannot pass as agreement.
    """
    one, two = np.asarray(predicted, dtype=np.int64), np.asarray(rated, dtype=np.int64)
    if not np.isin(np.concatenate([one, two]), levels).all():
        raise ValueError("a level lies outside the declared scale")
    if not len(one):
        return None
    observed = float(np.mean((one - two) ** 2))
    # The mean of (i - j) ** 2 over all pairs, by moments: a table of pairs would not fit in memory for a large corpus.
    expected = float(one.var() + two.var() + (one.mean() - two.mean()) ** 2)
    return 1.0 - observed / expected if expected > 0 else None


def concordance(*raters: ArrayLike) -> float | None:
    """ICC(A,1): two-way, absolute agreement, single rater (McGraw & Wong 1996); suggestions count as one more rater.

    Parameters
    ----------
    *raters : array of shape (n,)
        Each rater's ratings, in one order.
    """
    table = np.column_stack([np.asarray(rater, dtype=np.float64) for rater in raters])
    n, k = table.shape
    if n < 2:
        return None
    grand = table.mean()
    rows = k * float(((table.mean(axis=1) - grand) ** 2).sum()) / (n - 1)
    columns = n * float(((table.mean(axis=0) - grand) ** 2).sum()) / (k - 1)
    rest = float(((table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + grand) ** 2).sum())
    error = rest / ((n - 1) * (k - 1))
    denominator = rows + (k - 1) * error + k * (columns - error) / n
    return (rows - error) / denominator if denominator > 1e-12 else None


def ranked_probability_scores(probabilities: NDArray[np.float64], target: NDArray[np.int64]) -> NDArray[np.float64]:
    """Squared distance of cumulative probabilities from the rated step (Epstein 1969), a mean over the steps; 0 is perfect.

    Parameters
    ----------
    probabilities : array of shape (n, levels)
    target : array of shape (n,)
        Index of the rated level.

    Returns
    -------
    array of shape (n,)
    """
    count = probabilities.shape[1]
    step = (np.arange(count)[None, :] >= target[:, None]).astype(np.float64)
    squared = ((np.cumsum(probabilities, axis=1) - step) ** 2)[:, :-1]
    return np.asarray(squared.mean(axis=1), dtype=np.float64)


def ranked_probability_score(probabilities: NDArray[np.float64], target: NDArray[np.int64]) -> float:
    """Mean of :func:`ranked_probability_scores`."""
    return float(ranked_probability_scores(probabilities, target).mean())


def figures(expected: ArrayLike, level: ArrayLike, rated: ArrayLike, levels: Sequence[int]) -> dict[str, float | None]:
    """Every figure of one comparison.

    Parameters
    ----------
    expected : array of shape (n,)
        Means of the distributions.
    level : array of shape (n,)
        Suggested levels.
    rated : array of shape (n,)
        Ratings; for kappa, fractions (a mean of raters) are rounded to the nearest level, halves upwards.
    levels : sequence of int
        The declared scale.

    Returns
    -------
    dict
        ``spearman``, ``qwk``, ``icc``, ``mae``, ``within_1``, ``bias`` (mean of suggested minus rated).
    """
    mean, whole = np.asarray(expected, dtype=np.float64), np.asarray(level, dtype=np.int64)
    truth = np.asarray(rated, dtype=np.float64)
    if not len(truth):
        return dict.fromkeys(("spearman", "qwk", "icc", "mae", "within_1", "bias"))
    return {
        "spearman": spearman(mean, truth),
        "qwk": quadratic_kappa(whole, np.floor(truth + 0.5), levels),
        "icc": concordance(mean, truth),
        "mae": float(np.abs(whole - truth).mean()),
        "within_1": float((np.abs(whole - truth) <= 1.0).mean()),
        "bias": float((mean - truth).mean()),
    }


def bootstrap(
    measure: Callable[[NDArray[np.int64]], Figures],
    groups: Sequence[str],
    *,
    seed: int,
    draws: int = 1000,
    level: float = 0.95,
) -> dict[str, tuple[float, float] | None]:
    """Percentile intervals of figures, drawing whole groups (interviewees) with replacement.

    Parameters
    ----------
    measure : callable
        From row indices to figures.
    groups : sequence of str
        Group of every row.
    seed, draws : int
    level : float

    Returns
    -------
    dict
        For each figure its interval, or None where it was undefined in more than one draw of twenty.
    """
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    blocks = [np.array(rows) for rows in members.values()]
    generator = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(draws):
        chosen = generator.integers(0, len(blocks), len(blocks))
        for name, value in measure(np.concatenate([blocks[index] for index in chosen])).items():
            drawn.setdefault(name, [])
            if value is not None:
                drawn[name].append(value)
    tail = 100 * (1 - level) / 2
    return {
        name: tuple(float(edge) for edge in np.percentile(values, [tail, 100 - tail]))  # type: ignore[misc]
        if len(values) >= 0.95 * draws
        else None
        for name, values in drawn.items()
    }
