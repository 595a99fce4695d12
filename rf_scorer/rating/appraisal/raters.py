"""Agreement of raters with each other, which is what suggestions are to be measured against."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.evaluation import Human
from rf_scorer.rating import metrics
from rf_scorer.rating.appraisal.agreement import estimates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.appraisal.agreement import Figures, Judged

__all__ = ["human"]

#: Answers that all raters rated, below which their agreement says nothing.
_LEAST = 10


def human(judged: Judged, ratings: Sequence[Sequence[float | None]], *, seed: int) -> Human | None:
    """How raters agree, and how suggestions agree with single raters, on the answers that all of them rated.

    Suggestions are compared with each rater in turn and the figures are averaged: agreement with the raters' mean would be higher than
    any rater's with another, since a mean errs less than one person.

    Parameters
    ----------
    judged : Judged
    ratings : sequence of (sequence of float or None)
        For every answer each rater's rating.
    seed : int

    Returns
    -------
    Human or None
        None where there is one rater, or fewer than ten answers that all rated.
    """
    raters = len(ratings[0]) if len(ratings) else 0
    rows = np.array([row for row, given in enumerate(ratings) if None not in given], dtype=np.int64)
    if raters < 2 or len(rows) < _LEAST:
        return None
    table = np.array([ratings[row] for row in rows.tolist()], dtype=np.float64)
    whole = np.floor(table + 0.5).astype(np.int64)
    groups = [judged.corpus.groups[row] for row in rows.tolist()]
    levels = judged.corpus.scale.values
    level, expected = judged.made.level[rows], judged.made.expected[rows]

    def pair(
        one: NDArray[np.int64], two: NDArray[np.int64], rank: NDArray[np.float64], other: NDArray[np.float64]
    ) -> Figures:
        return {
            "qwk": metrics.quadratic_kappa(one, two, levels),
            "icc": metrics.concordance(rank, other),
            "spearman": metrics.spearman(rank, other),
            "accuracy": float((one == two).mean()),
            "within_1": float((np.abs(one - two) <= 1).mean()),
            "mae": float(np.abs(one - two).mean()),
        }

    def between(chosen: NDArray[np.int64]) -> Figures:
        part, parts = whole[chosen], table[chosen]
        return _means(
            [pair(part[:, a], part[:, b], parts[:, a], parts[:, b]) for a, b in combinations(range(raters), 2)]
        )

    def suggested(chosen: NDArray[np.int64]) -> Figures:
        part, parts = whole[chosen], table[chosen]
        return _means([pair(level[chosen], part[:, a], expected[chosen], parts[:, a]) for a in range(raters)])

    return Human(
        raters=raters,
        answers=len(rows),
        participants=len(set(groups)),
        between_raters=estimates(between, groups, seed=seed),
        suggestions_with_raters=estimates(suggested, groups, seed=seed),
    )


def _means(found: Sequence[Figures]) -> Figures:
    means: Figures = {}
    for name in found[0]:
        values = [figures[name] for figures in found]
        known = [value for value in values if value is not None]
        means[name] = sum(known) / len(known) if len(known) == len(values) else None
    return means
