"""What the ordinal estimators share: scikit-learn's way in, a declared scale, and the median level out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from rf_scorer.rating.latent import median
from rf_scorer.rating.thresholds import declared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["OrdinalEstimator"]


class OrdinalEstimator(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier of levels in order.

    Who inherits it has a parameter ``classes`` (every level of the declared scale, lowest first, or None for those seen), begins ``fit`` with
    :meth:`_given`, every look at new answers with :meth:`_new`, and has ``predict_proba``.

    Attributes
    ----------
    classes_ : array of shape (levels,)
    """

    classes: Sequence[Any] | None
    classes_: NDArray[Any]

    def _given(
        self,
        X: ArrayLike,  # noqa: N803
        y: ArrayLike,
        sample_weight: ArrayLike | None,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
        """What ``fit`` is given: rows of shape (n, features), indices of levels and weights of shape (n,); sets ``classes_``."""
        rows, levels = validate_data(self, X, y, dtype=np.float64)
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64, ensure_non_negative=True)
        self.classes_, steps = declared(levels, self.classes)
        return rows, steps, weights

    def _new(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Rows of answers that are judged, of shape (n, features)."""
        check_is_fitted(self)
        return np.asarray(validate_data(self, X, reset=False, dtype=np.float64))

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Probability of every level, array of shape (n, levels)."""
        raise NotImplementedError

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """The median level, array of shape (n,)."""
        found = self.predict_proba(X)  # first, since an unfitted model has no classes
        return np.asarray(self.classes_[median(found)])
