"""The last stage: members' latent scores into one chance of lying above each level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from rf_scorer.rating.estimator import OrdinalEstimator
from rf_scorer.rating.latent import chances, places, sigmoid
from rf_scorer.rating.thresholds import above, from_above, starting_thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["ThresholdStack"]


class ThresholdStack(OrdinalEstimator):
    """Stacked generalisation (Wolpert 1992, Neural Netw 5:241-259) on the all-threshold logistic loss.

    Every score has one weight for all thresholds. With ``own`` blocks of scores, one for each threshold, the model is a partial proportional odds
    model in the scores; without, proportional odds in the mean.

    Parameters
    ----------
    alpha : float
        Ridge penalty on the weights of standardised scores.
    own : int
        How many blocks of threshold-wise scores stand at the end of the columns.
    positive : bool
        Weights may not fall below 0: a member may be ignored, not turned round (Breiman 1996, Mach Learn 24:49-64).
    classes : sequence or None
        Every level of the declared scale, lowest first, seen in training or not. None takes those seen, sorted.
    prior : float
        Pseudo-answers with average scores, spread evenly over the levels.

    Attributes
    ----------
    classes_ : array of shape (levels,)
    weights_ : array of shape (shared + own,)
        Of raw scores.
    thresholds_ : array of shape (levels - 1,)
    """

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        own: int = 0,
        positive: bool = False,
        classes: Sequence[Any] | None = None,
        prior: float = 1.0,
    ) -> None:
        self.alpha = alpha
        self.own = own
        self.positive = positive
        self.classes = classes
        self.prior = prior

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> ThresholdStack:  # noqa: N803
        """Estimate weights and thresholds.

        Parameters
        ----------
        X : array of shape (n, shared + own * (levels - 1))
        y : array of shape (n,)
            Levels.
        sample_weight : array of shape (n,), optional

        Returns
        -------
        ThresholdStack

        Raises
        ------
        ValueError
            If fewer than two levels are declared or seen, a level is not among the declared ones, all weights are zero, or there are fewer columns
            than the blocks need.
        """
        rows, steps, weights = self._given(X, y, sample_weight)
        return self.fit_shares(rows, above(steps.astype(np.float64), range(len(self.classes_))), weights)

    def fit_shares(
        self,
        rows: NDArray[np.float64],
        shares: NDArray[np.float64],
        weights: NDArray[np.float64],
        nuisance: NDArray[np.float64] | None = None,
    ) -> ThresholdStack:
        """As :meth:`fit`, for ratings that may lie between levels.

        Parameters
        ----------
        rows : array of shape (n, shared + own * (levels - 1))
        shares : array of shape (n, levels - 1)
            From :func:`rf_scorer.rating.thresholds.above`.
        weights : array of shape (n,)
        nuisance : array of shape (n, m), optional
            Columns that take up what is not to be ascribed to the scores, such as which question was asked. Their weights are free, and
            forgotten: answers that are judged are taken to be average in them. Chances are then what they would be were all of that known; a
            last fit of slope and thresholds without them brings them back to what is known.

        Raises
        ------
        ValueError
            If all weights are zero, or there are fewer columns than the blocks need.
        """
        if nuisance is not None and nuisance.shape[1]:
            return self._without(rows, shares, weights, nuisance)
        self.weights_, self.thresholds_, self.n_iter_ = self._search(rows, shares, weights, 0)
        return self

    def fit_evenly(
        self,
        rows: NDArray[np.float64],
        shares: NDArray[np.float64],
        weights: NDArray[np.float64],
        nuisance: NDArray[np.float64],
    ) -> ThresholdStack:
        """As :meth:`fit_shares`, but scores count alike: each by its standard deviation once ``nuisance`` is taken out of it.

        Unit weights do as well as fitted ones where there is little to fit them on (Dawes 1979, Am Psychol 34:571-582), and cannot go astray.
        """
        if self.own:
            raise ValueError("Scores for single thresholds cannot be weighed evenly.")
        left = rows - nuisance @ np.linalg.lstsq(nuisance, rows, rcond=None)[0] if nuisance.shape[1] else rows
        spread = left.std(axis=0)
        even = np.where(spread > 1e-12, 1.0 / np.where(spread > 1e-12, spread, 1.0), 0.0)
        return self._levelled(rows, even, shares, weights)

    def _without(
        self,
        rows: NDArray[np.float64],
        shares: NDArray[np.float64],
        weights: NDArray[np.float64],
        nuisance: NDArray[np.float64],
    ) -> ThresholdStack:
        width = nuisance.shape[1]
        inner, _, _ = self._search(np.hstack([nuisance, rows]), shares, weights, width)
        return self._levelled(rows, inner[width:], shares, weights)

    def _levelled(
        self,
        rows: NDArray[np.float64],
        inner: NDArray[np.float64],
        shares: NDArray[np.float64],
        weights: NDArray[np.float64],
    ) -> ThresholdStack:
        """Keep the weights' proportions; find the slope and the thresholds."""
        place = places(rows, inner, shares.shape[1], self.own)
        last = ThresholdStack(self.alpha, own=1, positive=self.positive, prior=self.prior)
        slope, self.thresholds_, self.n_iter_ = last._search(place, shares, weights, 0)
        self.weights_ = inner * slope[0]
        return self

    def _search(
        self, rows: NDArray[np.float64], shares: NDArray[np.float64], weights: NDArray[np.float64], free: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
        """Weights of raw columns, the first ``free`` of either sign; thresholds; steps taken."""
        steps = shares.shape[1]
        width = rows.shape[1] - self.own * (steps - 1)
        shared = rows.shape[1] - self.own * steps
        if shared < 0 or width < 1:
            raise ValueError("There are fewer columns than the blocks need.")
        total = weights.sum()
        if total <= 0:
            raise ValueError("All sample weights are zero.")
        # One centre and spread for a whole block: its thresholds must keep their distances.
        home = np.concatenate([np.arange(shared), shared + np.repeat(np.arange(self.own), steps)]).astype(int)
        sizes = np.bincount(home, minlength=width)
        centre = np.bincount(home, weights=(weights @ rows) / total, minlength=width) / sizes
        away = rows - centre[home]
        variance = np.bincount(home, weights=(weights @ away**2) / total, minlength=width) / sizes
        spread = np.where(variance > 1e-18 * (1.0 + centre**2), np.sqrt(variance), 1.0)
        scaled = away / spread[home]
        even = np.arange(steps, 0, -1) / (steps + 1)

        def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            found, limits = at[:width], at[width:]
            logits = places(scaled, found, steps, self.own) - limits
            value = float(weights @ (np.logaddexp(0.0, logits) - shares * logits).sum(axis=1))
            away_from = (sigmoid(logits) - shares) * weights[:, None]
            value += self.prior * float((np.logaddexp(0.0, -limits) + even * limits).sum())
            value += 0.5 * self.alpha * float(found @ found)
            gradient = np.empty_like(at)
            row = away_from.sum(axis=1)
            gradient[:shared] = row @ scaled[:, :shared]
            for block in range(self.own):
                start = shared + block * steps
                gradient[shared + block] = (away_from * scaled[:, start : start + steps]).sum()
            gradient[:width] += self.alpha * found
            gradient[width:] = -away_from.sum(axis=0) - self.prior * (sigmoid(-limits) - even)
            return value, gradient

        start = np.concatenate(
            [np.where(np.arange(width) < free, 0.0, 0.5), starting_thresholds(shares, weights, self.prior)]
        )
        bounds = [(0.0 if self.positive and column >= free else None, None) for column in range(width)]
        bounds += [(None, None)] * steps
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1000})
        raw = found.x[:width] / spread
        limits = np.maximum.accumulate(found.x[width:] + float((raw * centre).sum()))
        return raw, limits, max(int(found.nit), 1)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Probability of every level, array of shape (n, levels)."""
        return from_above(chances(self._new(X), self.weights_, self.thresholds_, self.own))
