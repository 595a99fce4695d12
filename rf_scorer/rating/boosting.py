"""Gradient boosting of an ordinal latent score: trees whose direction follows theory, and thresholds that keep the levels in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils import check_random_state

from rf_scorer.rating.estimator import OrdinalEstimator
from rf_scorer.rating.latent import sigmoid
from rf_scorer.rating.thresholds import above, from_above, starting_thresholds
from rf_scorer.rating.trees import Tree, contributions, scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["OrdinalBoosting"]

#: Smallest curvature of a leaf, so that a step stays finite where every answer is settled.
_FLAT = 1e-3
#: Between two trees the thresholds take this many steps of Newton's method.
_STEPS = 2


class OrdinalBoosting(OrdinalEstimator):
    """Shallow trees added one by one to a latent score, by Newton steps on the all-threshold logistic loss.

    The latent score is a sum over trees (Friedman 2001, Ann Stat 29:1189-1232), the thresholds are shared by all, so that chances of lying above them
    fall along the scale whatever the trees say. Every tree is fitted to gradient over curvature, weighted by curvature, which makes its leaves
    Newton steps that keep the monotone constraints.

    Parameters
    ----------
    trees : int
    rate : float
        Share of each tree's step that is taken.
    depth : int
    leaf : int
        Fewest answers in a leaf.
    columns : float
        Share of the features that each split looks at.
    signs : sequence of {-1, 0, 1} or None
        For each feature: the score may not rise with it, is free, may not fall with it.
    classes : sequence or None
        Every level of the declared scale, lowest first, seen in training or not. None takes those seen, sorted.
    prior : float
        Pseudo-answers spread evenly over the levels.
    random_state : int
        Draws the features that a split looks at.

    Attributes
    ----------
    classes_ : array of shape (levels,)
    trees_ : tuple of Tree
    thresholds_ : array of shape (levels - 1,)
    """

    def __init__(
        self,
        trees: int = 150,
        *,
        rate: float = 0.08,
        depth: int = 3,
        leaf: int = 10,
        columns: float = 0.3,
        signs: Sequence[int] | None = None,
        classes: Sequence[Any] | None = None,
        prior: float = 1.0,
        random_state: int = 0,
    ) -> None:
        self.trees = trees
        self.rate = rate
        self.depth = depth
        self.leaf = leaf
        self.columns = columns
        self.signs = signs
        self.classes = classes
        self.prior = prior
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> OrdinalBoosting:  # noqa: N803
        """Grow the trees.

        Parameters
        ----------
        X : array of shape (n, features)
        y : array of shape (n,)
            Levels.
        sample_weight : array of shape (n,), optional

        Returns
        -------
        OrdinalBoosting

        Raises
        ------
        ValueError
            If fewer than two levels are declared or seen, a level is not among the declared ones, all weights are zero, or ``signs`` do not match
            the features.
        """
        rows, steps, weights = self._given(X, y, sample_weight)
        return self.fit_shares(rows, above(steps.astype(np.float64), range(len(self.classes_))), weights)

    def fit_shares(
        self, rows: NDArray[np.float64], shares: NDArray[np.float64], weights: NDArray[np.float64]
    ) -> OrdinalBoosting:
        """As :meth:`fit`, for ratings that may lie between levels; ``classes_`` must be set.

        Parameters
        ----------
        rows : array of shape (n, features)
        shares : array of shape (n, levels - 1)
            From :func:`rf_scorer.rating.thresholds.above`.
        weights : array of shape (n,)

        Raises
        ------
        ValueError
            If all weights are zero, or ``signs`` do not match the features.
        """
        if weights.sum() <= 0:
            raise ValueError("All sample weights are zero.")
        signs = None if self.signs is None else np.asarray(self.signs, dtype=np.int8)
        if signs is not None and signs.shape != (rows.shape[1],):
            raise ValueError("There must be one sign for each feature.")
        generator = check_random_state(self.random_state)
        thresholds = starting_thresholds(shares, weights, self.prior)
        place = np.zeros(len(rows))
        narrow = rows.astype(np.float32)
        grown = []
        for _ in range(self.trees):
            chances = sigmoid(place[:, None] - thresholds[None, :])
            gradient = (shares - chances).sum(axis=1)
            curvature = (chances * (1.0 - chances)).sum(axis=1) + _FLAT
            tree = DecisionTreeRegressor(
                max_depth=self.depth,
                min_samples_leaf=min(self.leaf, max(len(rows) // 4, 1)),
                max_features=self.columns,
                monotonic_cst=signs if signs is not None and signs.any() else None,
                random_state=generator.randint(np.iinfo(np.int32).max),
            ).fit(narrow, gradient / curvature, sample_weight=weights * curvature)
            grown.append(Tree.of(tree, self.rate))
            place += scores((grown[-1],), rows)
            thresholds = self._settled(place, shares, weights, thresholds)
        self.trees_ = tuple(grown)
        self.thresholds_ = thresholds
        return self

    def _settled(
        self,
        place: NDArray[np.float64],
        shares: NDArray[np.float64],
        weights: NDArray[np.float64],
        thresholds: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Thresholds after some steps of Newton's method with the scores held; kept in order."""
        steps = shares.shape[1]
        even = np.arange(steps, 0, -1) / (steps + 1)
        for _ in range(_STEPS):
            chances = sigmoid(place[:, None] - thresholds[None, :])
            idle = sigmoid(-thresholds)
            gradient = weights @ (shares - chances) + self.prior * (even - idle)
            curvature = weights @ (chances * (1.0 - chances)) + self.prior * idle * (1.0 - idle) + 1e-9
            thresholds = np.maximum.accumulate(thresholds - np.clip(gradient / curvature, -1.0, 1.0))
        return thresholds

    def latent(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Place on the latent scale, array of shape (n,)."""
        rows = self._new(X)  # first, since an unfitted model has no trees
        return scores(self.trees_, rows)

    def contributions(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """What each feature adds to the latent score, array of shape (n, features); their sum is the score less the trees' starting values."""
        rows = self._new(X)
        return contributions(self.trees_, rows)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Probability of every level, array of shape (n, levels)."""
        return from_above(sigmoid(self.latent(X)[:, None] - self.thresholds_[None, :]))
