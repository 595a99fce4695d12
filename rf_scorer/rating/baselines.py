"""What a rating model must beat: the typical level, counts of words, a list of marker words, and a bag of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from rf_scorer.rating.counts import learn_vocabulary
from rf_scorer.rating.members.columns import asked, shares
from rf_scorer.rating.ordinal import ProportionalOdds
from rf_scorer.rating.wording import spoken_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.design import Design
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.view import View

__all__ = ["TITLES", "Judgement", "columns", "judge"]

#: The baselines and what each knows of an answer.
TITLES: Mapping[str, str] = {
    "typical": "the level that is most typical of the examples, whatever was said",
    "length": "the number of words",
    "states": "how many words for mental states stand in a hundred",
    "dictionary": "how many of fifty-four words that go with reflection stand in a hundred",
    "bag_of_words": "TF-IDF of words and letters, logistic regression by level",
}

#: Our own list in the manner of computerised reflective function (Fertuck et al. 2012, Psychother Res 22:298-305, count fifty-four words of theirs,
#: which are not published): words that a reader would expect to go with thinking about minds.
MARKER_WORDS = frozenset(
    [
        "because",
        "maybe",
        "perhaps",
        "probably",
        "might",
        "could",
        "think",
        "thought",
        "thinking",
        "feel",
        "felt",
        "feeling",
        "feelings",
        "know",
        "knew",
        "believe",
        "believed",
        "understand",
        "understood",
        "realise",
        "realised",
        "realize",
        "realized",
        "wonder",
        "wondered",
        "guess",
        "suppose",
        "imagine",
        "want",
        "wanted",
        "hope",
        "hoped",
        "wish",
        "needed",
        "afraid",
        "scared",
        "angry",
        "hurt",
        "sad",
        "lonely",
        "ashamed",
        "guilty",
        "worried",
        "upset",
        "confused",
        "different",
        "sometimes",
        "although",
        "looking",
        "remember",
        "aware",
        "seem",
        "seemed",
        "sense",
    ]
)

#: Inverse of the ridge penalty of the bag of words.
_FREEDOM = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a baseline says of some answers: probabilities, array of shape (n, levels), and the index of the level it suggests."""

    probabilities: NDArray[np.float64]
    level: NDArray[np.int64]


def columns(items: Sequence[RatingInput], views: Sequence[View]) -> dict[str, NDArray[np.float64]]:
    """The one feature of each baseline that counts something, arrays of shape (n, 1)."""
    marked = [sum(word in MARKER_WORDS for text in item.texts for word, _, _ in spoken_words(text)) for item in items]
    return {
        "length": np.log1p([[float(view.words)] for view in views]),
        "states": np.array([[view.per_hundred(len(view.states))] for view in views]),
        "dictionary": np.array([[view.per_hundred(count)] for view, count in zip(views, marked, strict=True)]),
    }


def judge(
    name: str,
    design: Design,
    column: NDArray[np.float64] | None,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    levels: Sequence[int],
    *,
    known: bool,
) -> Judgement:
    """What a baseline that learned from some answers says of others.

    Parameters
    ----------
    name : str
        One of :data:`TITLES`.
    design : Design
        Of all answers.
    column : array of shape (n, 1), or None
        From :func:`columns`.
    train, test : array
        Rows.
    levels : sequence of int
        The declared scale.
    known : bool
        Whether the questions that are judged are among those learned from.
    """
    target = np.floor(design.ratings[train] + 0.5).astype(np.int64)
    if name == "typical":
        return _typical(target, test, levels)
    if name == "bag_of_words":
        return _bag_of_words(design, target, train, test, levels, known=known)
    assert column is not None
    model = ProportionalOdds(alpha=1.0, classes=tuple(levels)).fit(column[train], target)
    probabilities = model.predict_proba(column[test])
    return Judgement(probabilities=probabilities, level=model.predict(column[test]) - levels[0])


def _typical(target: NDArray[np.int64], test: NDArray[np.int64], levels: Sequence[int]) -> Judgement:
    given = np.bincount(target - levels[0], minlength=len(levels))
    probabilities = np.tile(given / given.sum(), (len(test), 1))
    return Judgement(probabilities=probabilities, level=np.full(len(test), int(np.argmax(given))))


def _bag_of_words(
    design: Design,
    target: NDArray[np.int64],
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    levels: Sequence[int],
    *,
    known: bool,
) -> Judgement:
    part = design.take(train)
    vocabulary, kept = learn_vocabulary(part.counts, part.people, least=1)
    count = int(design.questions.max(initial=-1)) + 1 if known else 0
    usual = shares(part.questions, count) if count else np.zeros(0)

    def matrix(rows: NDArray[np.int64]) -> csr_matrix:
        weighed = vocabulary.weigh(design.counts.table[rows][:, kept]).csr()
        return hstack([weighed, csr_matrix(asked(design.questions[rows], usual))], format="csr") if count else weighed

    columns_there = matrix(train)
    if not columns_there.shape[1] or len(np.unique(target)) < 2:
        return _typical(target, test, levels)
    model = LogisticRegression(C=_FREEDOM, max_iter=200, tol=1e-3).fit(columns_there, target)
    found = model.predict_proba(matrix(test))
    probabilities = np.zeros((len(test), len(levels)))
    probabilities[:, model.classes_ - levels[0]] = found
    return Judgement(probabilities=probabilities, level=np.argmax(probabilities, axis=1))
