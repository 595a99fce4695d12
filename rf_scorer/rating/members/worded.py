"""Ridge regression on how an answer is worded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from rf_scorer.rating.rows import Rows

__all__ = ["PENALTIES", "Worded", "centred", "learn_worded"]

#: Ridge penalties that cross-validation chooses from, the plainest first.
PENALTIES = (4.0, 2.0, 1.0, 0.5)
#: Answers for which a question's mean and variance are held back towards those of all.
_HELD_BACK = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A weighted sum of the columns of a :class:`~rf_scorer.rating.members.space.Space`.

    Attributes
    ----------
    coefficients : array of shape (width,)
    intercept : float
    """

    coefficients: NDArray[np.float64]
    intercept: float

    def latent(self, matrix: Rows | csr_matrix) -> NDArray[np.float64]:
        """Place on the latent scale, in levels; array of shape (n,)."""
        return np.asarray(matrix @ self.coefficients, dtype=np.float64) + self.intercept


def centred(ratings: NDArray[np.float64], questions: NDArray[np.int64]) -> NDArray[np.float64]:
    """Ratings as what they are above or below their question's mean, in the question's own standard deviations.

    What is learned so is what makes an answer better than others *to the same question*, which is all that serves a question nobody has answered yet.

    Parameters
    ----------
    ratings : array of shape (n,)
    questions : array of shape (n,)
        Codes; answers with unknown ones are compared with one another.

    Returns
    -------
    array of shape (n,)
        On the ratings' scale: times the standard deviation within questions.
    """
    codes = questions - questions.min(initial=0)
    sizes = np.bincount(codes)
    grand = float(ratings.mean())
    means = (np.bincount(codes, weights=ratings - grand) / (sizes + _HELD_BACK))[codes] + grand
    away = ratings - means
    within = float(np.sqrt(np.mean(away**2)))
    variances = (np.bincount(codes, weights=away**2) + _HELD_BACK * within**2) / (sizes + _HELD_BACK)
    spread = np.sqrt(variances)[codes]
    return np.asarray(np.where(spread > 0, away / np.where(spread > 0, spread, 1.0), 0.0) * within, dtype=np.float64)


def learn_worded(matrix: csr_matrix, target: NDArray[np.float64], *, penalty: float) -> Worded:
    """Fit the member.

    Parameters
    ----------
    matrix : sparse matrix of shape (n, width)
    target : array of shape (n,)
        Ratings, :func:`centred` where questions are not told apart.
    penalty : float
    """
    from sklearn.linear_model import Ridge  # here, since a model at work never needs it

    model = Ridge(alpha=penalty, solver="sparse_cg", tol=1e-5).fit(matrix, target)
    return Worded(coefficients=np.asarray(model.coef_, dtype=np.float64), intercept=float(model.intercept_))
