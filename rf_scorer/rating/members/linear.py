"""Proportional odds on the features: every feature one weight, held to the sign that theory gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import latent
from rf_scorer.rating.members.columns import shares, with_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.design import Design

__all__ = ["PENALTIES", "Linear", "learn_linear"]

#: Ridge penalties that cross-validation chooses from, the plainest first.
PENALTIES = (128.0, 32.0, 8.0)
#: What a question's own level is penalised relative to a feature: it is no feature of the answer, and must be free to take the level up.
_QUESTION = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A weighted sum of standardised features.

    Attributes
    ----------
    coefficients, mean, spread : array of shape (features + questions,)
    clip : float
        Standard deviations at which a feature is held.
    usual : array of shape (questions,)
        Share of each recurring question.
    """

    coefficients: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    clip: float
    usual: NDArray[np.float64]

    def contributions(self, features: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each column adds, array of shape (n, features + questions)."""
        return self.deviations(features, questions) * self.coefficients

    def deviations(self, features: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.float64]:
        """How far above or below the typical example each column lies, in standard deviations."""
        rows = with_questions(features, questions, self.usual)
        return latent.standardised(rows, self.mean, self.spread, self.clip)

    def latent(self, features: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.float64]:
        """Place on the latent scale, array of shape (n,)."""
        # Summed row by row rather than by a matrix product, whose order of additions depends on the size of the batch.
        return np.asarray(self.contributions(features, questions).sum(axis=1), dtype=np.float64)


def _whole(ratings: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Row, level and weight: a rating between two levels counts for both, by its nearness."""
    low = np.floor(ratings).astype(np.int64)
    over = ratings - low
    between = np.flatnonzero(over > 1e-9)
    rows = np.concatenate([np.arange(len(ratings)), between])
    return rows, np.concatenate([low, low[between] + 1]), np.concatenate([1.0 - over * (over > 1e-9), over[between]])


def learn_linear(
    design: Design,
    levels: Sequence[int],
    *,
    penalty: float,
    questions: int,
    signs: Sequence[int],
    weights: Sequence[float],
) -> Linear:
    """Fit the member.

    Parameters
    ----------
    design : Design
    levels : sequence of int
        The declared scale.
    penalty : float
    questions : int
        Recurring questions.
    signs, weights : sequence
        For each feature; see :class:`~rf_scorer.rating.ordinal.ProportionalOdds`.
    """
    from rf_scorer.rating.ordinal import ProportionalOdds  # here, since a model at work never needs it

    usual = shares(design.questions, questions)
    rows, target, counts = _whole(design.ratings)
    columns = with_questions(design.features, design.questions, usual)[rows]
    model = ProportionalOdds(
        alpha=penalty,
        classes=tuple(levels),
        signs=(*signs, *(0 for _ in usual)),
        weights=(*weights, *(_QUESTION for _ in usual)),
        tol=1e-3,
    ).fit(columns, target, counts)
    return Linear(coefficients=model.coef_, mean=model.mean_, spread=model.scale_, clip=model.clip, usual=usual)
