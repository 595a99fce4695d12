"""Krippendorff's alpha for any number of raters, with or without missing ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.prepared import Prepared, quotient, without
from rf_scorer.agreement.result import Label
from rf_scorer.errors import UnknownName

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]

__all__ = ["METRICS", "alpha"]

#: Metrics by name: how the difference between two levels is measured.
METRICS = {
    "nominal": "any two different levels differ alike",
    "ordinal": "levels differ by how many of the observed ratings lie between them (Krippendorff's metric, not weights "
    "fixed by the scale)",
    "interval": "levels differ by the square of their distance",
}


def alpha(metric: str = "ordinal") -> Statistic:
    """Krippendorff's alpha, from the coincidences of ratings within units.

    Parameters
    ----------
    metric : str
        ``nominal``, ``ordinal`` or ``interval``.

    Returns
    -------
    Statistic
        Up to 1; 0 where ratings agree no better than if they were dealt to units at random, below 0 for systematic
        disagreement. None where no unit has two ratings, and where all ratings of such units are the same level.
        Krippendorff advises to rely on 0.80 and more, and to draw tentative conclusions only from 0.667 on.

    Raises
    ------
    UnknownName
        For another metric.

    Notes
    -----
    ``1 - (n - 1) sum(o_ck d_ck) / sum(n_c n_k d_ck)``, the sums over pairs of levels c < k; a unit with m ratings adds
    each of its pairs to the coincidences ``o`` with weight 1/(m - 1) (Krippendorff 2019, Content Analysis, 4th edition,
    chapter 12; Krippendorff 2011, Computing Krippendorff's alpha-reliability). The ordinal metric is his
    coincidence-based one over the observed marginals: ``(sum of n_g from c to k - (n_c + n_k) / 2) ** 2``. Levels that
    nobody used do not change alpha, however the scale is declared.
    """
    if metric not in METRICS:
        raise UnknownName("metric", metric, METRICS)
    label = Label(
        id=f"alpha_{metric}",
        title=f"Krippendorff's alpha, {metric}",
        method=f"coincidences within units that have two or more ratings; {METRICS[metric]}",
        source="Krippendorff 2019, Content Analysis, 4th ed., ch. 12",
    )

    def prepare(ratings: Ratings) -> Prepared:
        counts = ratings.counts()
        size = counts.sum(axis=1)
        twice = size >= 2
        counts = counts * twice[:, None]
        levels = len(ratings.points)
        low, high = np.triu_indices(levels, k=1)
        coincidences = counts[:, low] * counts[:, high] / np.maximum(size - 1.0, 1.0)[:, None]

        def value(sums: Array) -> Array:
            marginals, off = sums[..., :levels], sums[..., levels:]
            apart = _apart(metric, marginals, low, high)
            expected = (marginals[..., low] * marginals[..., high] * apart).sum(axis=-1)
            return 1.0 - quotient((marginals.sum(axis=-1) - 1.0) * (off * apart).sum(axis=-1), expected)

        return Prepared(
            parts=np.column_stack([counts, coincidences]),
            value=value,
            why=lambda sums: (
                "No unit is rated by two or more raters."
                if sums[:levels].sum() < 2
                else "All ratings are the same level, so there is no variation that agreement could be told by."
            ),
            used=twice,
            raters=ratings.active(twice),
            note=without(ratings.rated, twice, "only one rater rated them"),
        )

    return Statistic(label=label, prepare=prepare)


def _apart(metric: str, marginals: Array, low: NDArray[np.int64], high: NDArray[np.int64]) -> Array:
    """Squared differences between pairs of levels, shape (..., n_pairs)."""
    if metric == "nominal":
        return np.ones((*marginals.shape[:-1], len(low)))
    if metric == "interval":
        return np.broadcast_to(((high - low) ** 2).astype(np.float64), (*marginals.shape[:-1], len(low)))
    # The sum of marginals from c to k, with half of each end, is the distance between the two levels' mean ranks.
    ranks = np.cumsum(marginals, axis=-1) - marginals / 2.0
    return np.asarray((ranks[..., high] - ranks[..., low]) ** 2, dtype=np.float64)
