"""Figures of agreement of out-of-fold suggestions with ratings, with bootstrap intervals over participants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.evaluation import Compared, Estimate
from rf_scorer.rating import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.validation import OutOfFold

    Figures = dict[str, float | None]

__all__ = ["Judged", "compared", "draws_for", "estimates", "gain"]

#: Bootstrap draws; of large corpora fewer, since their intervals are narrow and each draw takes long.
_DRAWS, _FEW_DRAWS, _MANY_ANSWERS = 1000, 300, 4000
#: A question is judged by itself from so many answers on.
_LEAST_ANSWERS = 5


def draws_for(answers: int) -> int:
    """How many bootstrap samples the intervals of so many answers rest on."""
    return _FEW_DRAWS if answers > _MANY_ANSWERS else _DRAWS


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Suggestions beside the ratings, and what every figure of any draw of rows needs, worked out once.

    Attributes
    ----------
    corpus : Corpus
    made : OutOfFold
        For the same answers in the same order.
    questions : tuple of (str or None), or None
        Where questions recur.
    """

    corpus: Corpus
    made: OutOfFold
    questions: tuple[str | None, ...] | None = None

    @cached_property
    def rounded(self) -> NDArray[np.int64]:
        """The level nearest to each rating, halves upwards; array of shape (n,)."""
        return np.floor(self.corpus.ratings + 0.5).astype(np.int64)

    @cached_property
    def rps(self) -> NDArray[np.float64]:
        """Ranked probability score of each answer, array of shape (n,)."""
        target = self.rounded - self.corpus.scale.minimum
        return metrics.ranked_probability_scores(self.made.probabilities, target)

    @cached_property
    def covered(self) -> NDArray[np.bool_] | None:
        """Whether each interval holds the rating, array of shape (n,)."""
        if self.made.low is None or self.made.high is None:
            return None
        # A mean of raters between two levels is held where the level nearest to it is.
        return np.asarray((self.made.low <= self.rounded) & (self.rounded <= self.made.high))

    @cached_property
    def _first(self) -> NDArray[np.bool_]:
        """Whether a row is the first of its participant."""
        _, first = np.unique(np.asarray(self.corpus.groups), return_index=True)
        marks = np.zeros(len(self.corpus.groups), dtype=np.bool_)
        marks[first] = True
        return marks

    @cached_property
    def _by_person(self) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Each row's participant's mean of expected values and of ratings; None where participants gave one answer each."""
        _, person = np.unique(np.asarray(self.corpus.groups), return_inverse=True)
        counts = np.bincount(person)
        if len(person) < 2 * len(counts):
            return None
        expected = np.bincount(person, weights=self.made.expected) / counts
        rated = np.bincount(person, weights=self.corpus.ratings) / counts
        return expected[person], rated[person]

    @cached_property
    def _question(self) -> NDArray[np.int64] | None:
        if self.questions is None:
            return None
        return np.asarray(np.unique(np.array([q or "" for q in self.questions]), return_inverse=True)[1])

    def figures(self, rows: NDArray[np.int64]) -> Figures:
        """Every figure of some rows, which may stand there more than once."""
        found = self.basic(rows)
        if self._question is not None:
            found |= self._within_questions(rows, self._question[rows])
        if self._by_person is not None:
            marks = rows[self._first[rows]]
            expected, rated = self._by_person
            found["participant_spearman"] = metrics.spearman(expected[marks], rated[marks])
        return found

    def basic(self, rows: NDArray[np.int64]) -> Figures:
        """The figures that need neither questions nor participants."""
        made, rated, levels = self.made, self.corpus.ratings[rows], self.corpus.scale.values
        level, expected = made.level[rows], made.expected[rows]
        error = np.abs(level - rated)
        found: Figures = {
            "qwk": metrics.quadratic_kappa(level, self.rounded[rows], levels),
            "spearman": metrics.spearman(expected, rated),
            "icc": metrics.concordance(expected, rated),
            "accuracy": float((level == self.rounded[rows]).mean()),
            "within_1": float((error <= 1.0).mean()),
            "mae": float(error.mean()),
            "bias": float((expected - rated).mean()),
            "rps": float(self.rps[rows].mean()),
        }
        if self.covered is not None and made.low is not None and made.high is not None:
            found["coverage"] = float(self.covered[rows].mean())
            found["width"] = float((made.high[rows] - made.low[rows] + 1).mean())
        return found

    def _within_questions(self, rows: NDArray[np.int64], asked: NDArray[np.int64]) -> Figures:
        """Means over questions of what is true within each."""
        kappas, ranks = [], []
        order = np.argsort(asked, kind="stable")
        for part in np.split(rows[order], np.flatnonzero(np.diff(asked[order])) + 1):
            if len(part) < _LEAST_ANSWERS:
                continue
            kappas.append(metrics.quadratic_kappa(self.made.level[part], self.rounded[part], self.corpus.scale.values))
            ranks.append(metrics.spearman(self.made.expected[part], self.corpus.ratings[part]))
        return {"question_qwk": _mean(kappas), "question_spearman": _mean(ranks)}


def _mean(values: Sequence[float | None]) -> float | None:
    """Mean; what is undefined in a question (all suggestions alike) counts as no agreement there, not as missing."""
    return sum(value or 0.0 for value in values) / len(values) if values else None


def estimates(
    measure: Callable[[NDArray[np.int64]], Figures], groups: Sequence[str], *, seed: int
) -> dict[str, Estimate]:
    """Figures of all rows with their bootstrap intervals, participants drawn whole."""
    whole = measure(np.arange(len(groups)))
    drawn = metrics.bootstrap(measure, groups, seed=seed, draws=draws_for(len(groups)))
    found = {}
    for name, value in whole.items():
        edges = drawn.get(name) if value is not None else None
        low, high = edges or (None, None)
        found[name] = Estimate(value=value, low=low, high=high)
    return found


def compared(judged: Judged, *, title: str, kind: str, seed: int) -> Compared:
    """One line of the table of models and baselines."""
    return Compared(title=title, kind=kind, figures=estimates(judged.figures, judged.corpus.groups, seed=seed))


def gain(model: Judged, other: Judged, *, seed: int) -> Mapping[str, Estimate]:
    """How much higher the model's kappa and rank correlation are, drawn in pairs: both on the same participants in every draw."""

    def measure(rows: NDArray[np.int64]) -> Figures:
        found: Figures = {}
        for name in ("qwk", "spearman"):
            one, two = model.basic(rows)[name], other.basic(rows)[name]
            # Suggestions that are all alike have no rank correlation: they tell nothing apart.
            found[name] = None if one is None else one - (two or 0.0)
        return found

    return estimates(measure, model.corpus.groups, seed=seed)
