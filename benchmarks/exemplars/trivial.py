"""Models that understand nothing, judged on speakers, and on writers, whom they have not seen: how far surface alone leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from rf_scorer.rating.folds import folds
from rf_scorer.rating.metrics import figures

from . import cues
from .passages import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from .passages import Passage

    Numbers = NDArray[np.float64]
    Rows = NDArray[np.int64]
    Predict = Callable[[Rows, Rows], Numbers]

__all__ = ["ANSWER", "FOLDS", "QUESTION", "Judged", "Trivial", "judged", "leave_one_out", "predictions"]

FOLDS = 10
QUESTION, ANSWER = "question alone, TF-IDF ridge", "answer, TF-IDF ridge"
_SEED = 20
#: Penalties fixed beforehand: choosing them would make the figures less plain and hardly better.
_PENALTY_OF_TEXT, _PENALTY_OF_CUES = 1.0, 10.0


class Judged(NamedTuple):
    """Predictions (n,) by models that did not know the row's group, and what they come to."""

    predicted: Numbers
    spearman: float | None
    qwk: float | None
    error: float


class Trivial(NamedTuple):
    """A model in folds that part no speaker, and with one writer left out after the other."""

    title: str
    speakers: Judged
    writers: Judged


def _from_numbers(rows: Numbers, ratings: Numbers) -> Predict:
    def predict(train: Rows, test: Rows) -> Numbers:
        scaler = StandardScaler().fit(rows[train])
        model = Ridge(alpha=_PENALTY_OF_CUES, solver="cholesky").fit(scaler.transform(rows[train]), ratings[train])
        return np.asarray(model.predict(scaler.transform(rows[test])))

    return predict


def _from_text(texts: Sequence[str], ratings: Numbers) -> Predict:
    def predict(train: Rows, test: Rows) -> Numbers:
        vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        known = vectors.fit_transform([texts[row] for row in train])
        asked = vectors.transform([texts[row] for row in test])
        # Conjugate gradients, nearly to the end: the exact solver forms a dense matrix and takes a minute, not seconds.
        model = Ridge(alpha=_PENALTY_OF_TEXT, solver="sparse_cg", tol=1e-9, max_iter=1000).fit(known, ratings[train])
        return np.asarray(model.predict(asked))

    return predict


def leave_one_out(groups: Sequence[str]) -> Sequence[tuple[Rows, Rows]]:
    """Pairs of row indices, to train on and to test on: each group is tested once, by all the others.

    Raises
    ------
    ValueError
        If there are fewer than two groups.
    """
    labels = np.asarray(groups)
    names = np.unique(labels)
    if len(names) < 2:
        raise ValueError("leaving one out needs two groups at least")
    return [(np.flatnonzero(labels != name), np.flatnonzero(labels == name)) for name in names]


def judged(predicted: Numbers, ratings: Numbers) -> Judged:
    """What predictions come to, beside ratings of the same rows."""
    found = figures(predicted, np.floor(predicted + 0.5), ratings, LEVELS)
    return Judged(predicted, found["spearman"], found["qwk"], float(np.abs(predicted - ratings).mean()))


def _judge(predict: Predict, ratings: Numbers, splits: Iterable[tuple[Rows, Rows]]) -> Judged:
    predicted = np.empty(len(ratings))
    for train, test in splits:
        predicted[test] = predict(train, test)
    return judged(np.clip(predicted, LEVELS[0], LEVELS[-1]), ratings)


def predictions(passages: Sequence[Passage], *, titles: Iterable[str] | None = None) -> tuple[Trivial, ...]:
    """Predictions of the trivial models, first by models that did not know the speaker, then by models that did not know the writer.

    Parameters
    ----------
    passages : sequence of Passage
        Of two writers at least.
    titles : iterable of str, optional
        Models that are wanted; all where none are named.
    """
    ratings = np.array([passage.rating for passage in passages])
    counted = cues.table(passages)
    named = dict(zip(cues.CUES, counted.T, strict=True))
    length, mental = named["words"], named["mental-state words"]
    models: dict[str, Predict] = {
        "mean rating of the others": lambda train, test: np.full(len(test), ratings[train].mean()),
        "number of words (and its logarithm)": _from_numbers(np.column_stack([length, np.log(length)]), ratings),
        "rate of mental-state words": _from_numbers(mental[:, None], ratings),
        "all surface cues above, ridge": _from_numbers(counted, ratings),
        QUESTION: _from_text([passage.question for passage in passages], ratings),
        ANSWER: _from_text([passage.answer for passage in passages], ratings),
    }
    speakers = list(folds([passage.participant for passage in passages], count=FOLDS, seed=_SEED))
    writers = leave_one_out([passage.writer for passage in passages])
    return tuple(
        Trivial(title, _judge(models[title], ratings, speakers), _judge(models[title], ratings, writers))
        for title in (models if titles is None else titles)
    )
