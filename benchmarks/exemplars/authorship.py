"""Whether a bag of words can tell who wrote a passage: writers whom it cannot tell apart are hardly more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from rf_scorer.rating.folds import folds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .passages import Passage

__all__ = ["Told", "told"]

_FOLDS, _SEED = 5, 20


class Told(NamedTuple):
    """Share of passages whose writer is named rightly, and the share that always naming one writer would reach at best."""

    passages: int
    right: float
    chance: float


def told(passages: Sequence[Passage]) -> Told:
    """Name the writer of every passage by a linear classifier of its words that does not know the speaker."""
    texts, writers = np.array([passage.spoken for passage in passages]), np.array([one.writer for one in passages])
    named = np.empty_like(writers)
    for train, test in folds([passage.participant for passage in passages], count=_FOLDS, seed=_SEED):
        vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = LinearSVC(C=0.5, random_state=_SEED).fit(vectors.fit_transform(texts[train]), writers[train])
        named[test] = model.predict(vectors.transform(texts[test]))
    _, counts = np.unique(writers, return_counts=True)
    return Told(len(passages), float((named == writers).mean()), float(counts.max() / len(passages)))
