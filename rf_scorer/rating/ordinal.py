"""The ordinal estimator: proportional odds with a ridge penalty and, where theory knows them, signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from rf_scorer.rating.estimator import OrdinalEstimator
from rf_scorer.rating.latent import distribution, sigmoid, standardised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["ProportionalOdds"]

#: The shortest distance between neighbouring thresholds, so that no level's probability is ever exactly zero.
_GAP = 1e-4


class ProportionalOdds(OrdinalEstimator):
    """One latent scale with a threshold between every two neighbouring levels.

    The penalised likelihood of McCullagh's (1980) cumulative logit model is maximised by L-BFGS-B with its exact
    gradient. Features are standardised and clipped inside, so that the penalty treats them alike and no single one can
    carry an answer off the scale.

    Parameters
    ----------
    alpha : float
        Ridge penalty on the coefficients of standardised features; the sum of squares times ``alpha / 2`` is added to
        the negative log-likelihood of the whole sample.
    classes : sequence or None
        Every level of the declared scale, lowest first, seen in training or not. None takes those seen, sorted.
    signs : sequence of {-1, 0, 1} or None
        For each feature: its coefficient may not be positive, is free, may not be negative. None leaves all free.
    weights : sequence of float or None
        For each feature: how much more than ``alpha`` its coefficient is penalised. None is 1 for all.
    prior : float
        Pseudo-answers with average features, spread evenly over the levels. They keep thresholds finite where a level
        was never seen.
    clip : float
        Standard deviations at which a feature is held.
    max_iter : int
    tol : float
        Largest projected gradient at which the search ends; also where a step lowers the loss by less than its square, as a share.

    Attributes
    ----------
    classes_ : array of shape (levels,)
    coef_ : array of shape (features,)
    thresholds_ : array of shape (levels - 1,)
    mean_, scale_ : array of shape (features,)
    n_iter_ : int
    """

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        classes: Sequence[Any] | None = None,
        signs: Sequence[int] | None = None,
        weights: Sequence[float] | None = None,
        prior: float = 1.0,
        clip: float = 3.0,
        max_iter: int = 2000,
        tol: float = 1e-6,
    ) -> None:
        self.alpha = alpha
        self.classes = classes
        self.signs = signs
        self.weights = weights
        self.prior = prior
        self.clip = clip
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> ProportionalOdds:  # noqa: N803
        """Estimate coefficients and thresholds.

        Parameters
        ----------
        X : array of shape (n, features)
        y : array of shape (n,)
            Levels.
        sample_weight : array of shape (n,), optional

        Returns
        -------
        ProportionalOdds

        Raises
        ------
        ValueError
            If fewer than two levels are declared or seen, a level is not among the declared ones, or ``signs`` or
            ``weights`` do not match the features.
        """
        rows, target, shares = self._given(X, y, sample_weight)
        signs = np.zeros(rows.shape[1], dtype=int) if self.signs is None else np.asarray(self.signs, dtype=int)
        penalties = self.alpha * (
            np.ones(rows.shape[1]) if self.weights is None else np.asarray(self.weights, dtype=float)
        )
        if signs.shape != (rows.shape[1],) or penalties.shape != (rows.shape[1],):
            raise ValueError("There must be one sign and one weight for each feature.")
        total = shares.sum()
        if total <= 0:
            raise ValueError("All sample weights are zero.")
        self.mean_ = (shares @ rows) / total
        spread = np.sqrt(np.clip((shares @ (rows - self.mean_) ** 2) / total, 0.0, None))
        self.scale_ = np.where(spread > 1e-9 * (1.0 + np.abs(self.mean_)), spread, 1.0)
        self._search(standardised(rows, self.mean_, self.scale_, self.clip), target, shares, signs, penalties)
        return self

    def _search(
        self,
        rows: NDArray[np.float64],
        target: NDArray[np.int64],
        weights: NDArray[np.float64],
        signs: NDArray[np.int64],
        penalties: NDArray[np.float64],
    ) -> None:
        count = len(self.classes_)
        width = rows.shape[1]
        rows = np.vstack([rows, np.zeros((count, width))])
        target = np.concatenate([target, np.arange(count)])
        weights = np.concatenate([weights, np.full(count, self.prior / count)])
        shares = np.bincount(target, weights=weights, minlength=count) + 1e-9
        below = np.clip(np.cumsum(shares)[:-1] / shares.sum(), 1e-6, 1 - 1e-6)
        start = np.log(below / (1 - below))
        gaps = np.log(np.maximum(np.diff(start) - _GAP, 1e-3))
        bounds: list[tuple[float | None, float | None]] = [
            (None if sign <= 0 else 0.0, None if sign >= 0 else 0.0) for sign in signs.tolist()
        ]
        bounds += [(None, None)] + [(-12.0, 6.0)] * (count - 2)
        found = minimize(
            _objective,
            np.concatenate([np.zeros(width), start[:1], gaps]),
            args=(rows, target, weights, penalties, count),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": self.max_iter, "maxfun": 10 * self.max_iter, "gtol": self.tol, "ftol": self.tol**2},
        )
        self.coef_ = found.x[:width]
        self.thresholds_ = _thresholds(found.x[width:])
        self.n_iter_ = max(int(found.nit), 1)

    def latent(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Place on the latent scale, array of shape (n,)."""
        return np.asarray(standardised(self._new(X), self.mean_, self.scale_, self.clip) @ self.coef_, dtype=np.float64)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Probability of every level, array of shape (n, levels)."""
        return distribution(self.latent(X), self.thresholds_)


def _thresholds(free: NDArray[np.float64]) -> NDArray[np.float64]:
    steps = np.exp(free[1:]) + _GAP
    return np.concatenate([free[:1], free[0] + np.cumsum(steps)])


def _objective(
    free: NDArray[np.float64],
    rows: NDArray[np.float64],
    target: NDArray[np.int64],
    weights: NDArray[np.float64],
    penalties: NDArray[np.float64],
    count: int,
) -> tuple[float, NDArray[np.float64]]:
    """Penalised negative log-likelihood and its gradient.

    With *b* and *a* the upper and lower threshold minus the latent score, ``log(s(b) - s(a))`` is written as
    ``log s(b) + log s(-a) + log(1 - exp(a - b))``, which loses no digits where both tails are flat.
    """
    width = rows.shape[1]
    coefficients = free[:width]
    thresholds = _thresholds(free[width:])
    latent = rows @ coefficients
    has_upper, has_lower = target < count - 1, target > 0
    upper = np.where(has_upper, thresholds[np.minimum(target, count - 2)] - latent, 0.0)
    lower = np.where(has_lower, thresholds[np.maximum(target - 1, 0)] - latent, 0.0)
    both = has_upper & has_lower
    distance = np.where(both, upper - lower, 1.0)
    value = np.where(has_upper, -np.logaddexp(0.0, -upper), 0.0) + np.where(has_lower, -np.logaddexp(0.0, lower), 0.0)
    value = value + np.where(both, np.log(-np.expm1(-distance)), 0.0)
    shared = np.where(both, 1.0 / np.expm1(np.minimum(distance, 500.0)), 0.0)
    by_upper = np.where(has_upper, sigmoid(-upper) + shared, 0.0) * weights
    by_lower = np.where(has_lower, -sigmoid(lower) - shared, 0.0) * weights

    loss = -float(weights @ value) + 0.5 * float((penalties * coefficients) @ coefficients)
    by_threshold = np.bincount(np.minimum(target, count - 2), weights=by_upper, minlength=count - 1)
    by_threshold += np.bincount(np.maximum(target - 1, 0), weights=by_lower, minlength=count - 1)
    gradient = np.empty_like(free)
    gradient[:width] = (by_upper + by_lower) @ rows + penalties * coefficients
    # A step moves its own threshold and every one above it.
    above = np.cumsum(by_threshold[::-1])[::-1]
    gradient[width] = -above[0]
    gradient[width + 1 :] = -above[1:] * np.exp(free[width + 1 :])
    return loss, gradient
