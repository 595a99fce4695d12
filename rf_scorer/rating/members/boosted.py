"""Boosted trees on the features: thresholds and interactions that a weighted sum cannot say, in the directions that theory gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.members.columns import shares, with_questions
from rf_scorer.rating.thresholds import above
from rf_scorer.rating.trees import Tree, contributions, scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.design import Design

__all__ = ["Boosted", "learn_boosted"]

#: Share of the features that a split looks at: few, since many features say nearly the same.
_COLUMNS = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Boosted:
    """A sum of trees.

    Attributes
    ----------
    trees : tuple of Tree
    usual : array of shape (questions,)
        Share of each recurring question.
    """

    trees: tuple[Tree, ...]
    usual: NDArray[np.float64]

    def latent(self, features: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.float64]:
        """Place on the latent scale, array of shape (n,)."""
        return scores(self.trees, with_questions(features, questions, self.usual))

    def contributions(self, features: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each column adds, array of shape (n, features + questions)."""
        return contributions(self.trees, with_questions(features, questions, self.usual))


def learn_boosted(design: Design, levels: Sequence[int], *, questions: int, signs: Sequence[int], seed: int) -> Boosted:
    """Fit the member; parameters as in :func:`~rf_scorer.rating.members.linear.learn_linear`."""
    from rf_scorer.rating.boosting import OrdinalBoosting  # here, since a model at work never needs it

    usual = shares(design.questions, questions)
    model = OrdinalBoosting(signs=(*signs, *(0 for _ in usual)), columns=_COLUMNS, random_state=seed)
    rows = with_questions(design.features, design.questions, usual)
    model.fit_shares(rows, above(design.ratings, levels), np.ones(len(rows)))
    return Boosted(trees=model.trees_, usual=usual)
