"""Multinomial logistic regression on wording and features: every level by itself, whatever lies between.

What is said at a level need not lie on a line with the levels beside it: a bizarre account of a mind is full of states, as a reflective one is, and the
step from wrong to half right may rest on other words than the one from half right to right. The regression knows nothing of order; the stack, which
takes its log-odds of lying above each threshold, does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.latent import logit, softmax, standardised
from rf_scorer.rating.rows import Rows, beside

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from rf_scorer.rating.rows import Sparse

__all__ = ["Graded", "learn_graded"]

#: Inverse of the ridge penalty.
_FREEDOM = 5.0
#: Scale of the standardised features beside the grams' weights, shared and by question.
_FEATURES, _OWN_FEATURES = 0.1, 0.2
#: Standard deviations at which a feature is held.
_CLIP = 4.0
#: Log-odds are held here.
_SURE = 8.0


@dataclass(frozen=True, kw_only=True)  # no slots: the weights are kept column by column as well
class Graded:
    """A regression by level.

    Attributes
    ----------
    levels, intercepts : array of shape (levels, columns) and (levels,)
        Columns are those of the space, the features, and the features once more for each question.
    mean, spread : array of shape (features,)
    questions : int
    """

    levels: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    questions: int

    @cached_property
    def by_column(self) -> NDArray[np.float64]:
        """The weights as they are looked up, array of shape (columns, levels)."""
        return np.ascontiguousarray(self.levels.T)

    def columns(self, matrix: Sparse, features: NDArray[np.float64], questions: NDArray[np.int64]) -> Rows:
        """What the regression looks at, n rows of its columns."""
        return _columns(matrix, standardised(features, self.mean, self.spread, _CLIP), questions, self.questions)

    def probabilities(self, columns: Rows) -> NDArray[np.float64]:
        """Probability of every level, array of shape (n, levels)."""
        return softmax(columns @ self.by_column + self.intercepts)

    def latent(
        self, matrix: Sparse, features: NDArray[np.float64], questions: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Log-odds of lying above each threshold, array of shape (n, levels - 1)."""
        return self.log_odds(self.probabilities(self.columns(matrix, features, questions)))

    def log_odds(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """What :meth:`latent` makes of :meth:`probabilities`."""
        tiny = 1.0 / (1.0 + float(np.exp(_SURE)))
        return logit(np.clip(_over(probabilities), tiny, 1.0 - tiny))

    def slopes(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """By how much each level's score moves the log-odds, a mean over the thresholds, at every answer's own place.

        The score of a column times its weights times these is what the column contributes, to first order.
        Log-odds that are held at a bound are taken as they would be if they were not: what took them there is to be told.

        Parameters
        ----------
        probabilities : array of shape (n, levels)
            From :meth:`probabilities`.

        Returns
        -------
        array of shape (n, levels)
        """
        found = probabilities
        count = found.shape[1]
        above = np.arange(count)[None, :] > np.arange(count - 1)[:, None]
        # By a level's share of what lies on its side of a threshold; one minus the other side would be lost in rounding where a model is sure.
        over, under = _over(found), np.cumsum(found, axis=1)[:, :-1]
        side = np.where(above, over[:, :, None], -under[:, :, None])
        moved = found[:, None, :] / np.where(side == 0.0, 1.0, side)
        return np.asarray(moved.mean(axis=1), dtype=np.float64)


def _over(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.cumsum(probabilities[:, ::-1], axis=1)[:, ::-1][:, 1:], dtype=np.float64)


def _columns(matrix: Sparse, deviations: NDArray[np.float64], questions: NDArray[np.int64], count: int) -> Rows:
    width = deviations.shape[1]
    own = np.zeros((len(deviations), count * width))
    for question in range(count):
        rows = questions == question
        own[rows, question * width : (question + 1) * width] = deviations[rows] * _OWN_FEATURES
    return beside(matrix, Rows.of(deviations * _FEATURES), Rows.of(own))


def learn_graded(
    matrix: csr_matrix,
    features: NDArray[np.float64],
    questions: NDArray[np.int64],
    ratings: NDArray[np.float64],
    *,
    count: int,
) -> Graded:
    """Fit the member.

    Parameters
    ----------
    matrix : sparse matrix of shape (n, width)
        Of a :class:`~rf_scorer.rating.members.space.Space`.
    features : array of shape (n, features)
    questions, ratings : array of shape (n,)
        Ratings between levels count as the nearest, halves upwards. At least three levels, and every one of the scale, must have been given.
    count : int
        Recurring questions that the space tells apart.
    """
    from sklearn.linear_model import LogisticRegression  # here, since a model at work never needs it

    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 1e-9 * (1.0 + np.abs(mean)), spread, 1.0)
    columns = _columns(matrix, standardised(features, mean, spread, _CLIP), questions, count).csr()
    whole = np.floor(ratings + 0.5).astype(np.int64)
    model = LogisticRegression(C=_FREEDOM, max_iter=300, tol=1e-3).fit(columns, whole)
    return Graded(levels=model.coef_, intercepts=model.intercept_, mean=mean, spread=spread, questions=count)
