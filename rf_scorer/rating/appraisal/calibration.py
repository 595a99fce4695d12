"""Whether probabilities mean what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.evaluation import Bin

if TYPE_CHECKING:
    from rf_scorer.rating.appraisal.agreement import Judged

__all__ = ["reliability"]

_BINS = 10


def reliability(judged: Judged) -> tuple[Bin, ...]:
    """The reliability curve of all statements "this answer reaches level k", k above the lowest, in ten bins of equal width.

    The probability of reaching a level is what an ordinal model states (Murphy & Winkler 1977, *Applied Statistics* 26); pooled over
    levels, each answer makes as many statements as the scale has steps. Bins without a statement are left out.
    """
    reach = 1.0 - np.cumsum(judged.made.probabilities, axis=1)[:, :-1]
    levels = np.asarray(judged.corpus.scale.values)[1:]
    reached = (judged.rounded[:, None] >= levels[None, :]).astype(np.float64)
    said, was = np.clip(reach.ravel(), 0.0, 1.0), reached.ravel()
    place = np.minimum((said * _BINS).astype(np.int64), _BINS - 1)
    return tuple(
        Bin(
            low=index / _BINS,
            high=(index + 1) / _BINS,
            expected=float(said[inside].mean()),
            observed=float(was[inside].mean()),
            statements=int(inside.sum()),
        )
        for index in range(_BINS)
        for inside in [place == index]
        if inside.any()
    )
