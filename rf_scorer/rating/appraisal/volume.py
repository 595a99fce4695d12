"""How far suggestions follow the mere number of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.evaluation import LengthCheck
from rf_scorer.rating import metrics
from rf_scorer.rating.appraisal.agreement import estimates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.rating.appraisal.agreement import Figures, Judged
    from rf_scorer.rating.corpus import Corpus

__all__ = ["length_check", "words_of"]


def words_of(corpus: Corpus) -> NDArray[np.int64]:
    """Spoken words of every answer, array of shape (n,)."""
    return np.array([sum(found.words for found in item.highlights) for item in corpus.items], dtype=np.int64)


def length_check(judged: Judged, words: NDArray[np.int64], *, seed: int) -> LengthCheck:
    """Rank correlations of suggestions and ratings with length, and with each other where length is held constant.

    The last is the partial rank correlation ``(r12 - r13 r23) / sqrt((1 - r13^2) (1 - r23^2))`` (Kendall 1942, *Biometrika* 32).
    """

    def measure(rows: NDArray[np.int64]) -> Figures:
        expected, rated, length = judged.made.expected[rows], judged.corpus.ratings[rows], words[rows]
        said, truth = metrics.spearman(expected, length), metrics.spearman(rated, length)
        both = metrics.spearman(expected, rated)
        return {"expected_words": said, "rating_words": truth, "both": both, "partial": _partial(both, said, truth)}

    found = estimates(measure, judged.corpus.groups, seed=seed)
    return LengthCheck(
        expected_words=found["expected_words"],
        rating_words=found["rating_words"],
        expected_rating=found["both"],
        expected_rating_without_words=found["partial"],
    )


def _partial(both: float | None, one: float | None, two: float | None) -> float | None:
    if both is None or one is None or two is None:
        return None
    rest = (1.0 - one * one) * (1.0 - two * two)
    return float((both - one * two) / np.sqrt(rest)) if rest > 1e-9 else None
