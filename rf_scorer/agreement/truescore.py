"""How well a machine's scores predict raters' true scores, whatever share of the units was rated more than once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.prepared import Prepared, quotient, total
from rf_scorer.agreement.result import Label
from rf_scorer.domain.amounts import counted
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["TrueScores", "prmse", "true_scores"]

_SOURCE = (
    "Loukina, Madnani, Cahill, Yao, Johnson, Riordan & McCaffrey 2020, Proc 15th BEA Workshop:18-29, appendix; Haberman "
    "2019, ETS RM-19-05"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueScores:
    """PRMSE and what it is made of.

    Attributes
    ----------
    prmse : Coefficient
        The share of the variance of true scores that the machine explains.
    error_variance : float or None
        Of a single rating, from units with two or more; squared levels. None where there is no such unit.
    true_variance : float or None
        Of true scores between units. None where it cannot be estimated; it may come out below 0.
    squared_error : float or None
        Mean squared difference of the machine's scores from true scores; may come out below 0.
    reliability : float or None
        True variance over true and error variance: how reliable one rating is. None unless both can be estimated and the
        true variance is above 0.
    several : int
        Units that two or more raters rated.
    """

    prmse: Coefficient
    error_variance: float | None
    true_variance: float | None
    squared_error: float | None
    reliability: float | None
    several: int


def prmse(machine: str, *, scores: ArrayLike | None = None) -> Statistic:
    """Proportional reduction in mean squared error of true scores.

    Parameters
    ----------
    machine : str
        The id of the machine among the raters; all other raters are human. It may be the id of nobody where ``scores`` are
        given.
    scores : array of float, shape (n_units,), optional
        The machine's scores where they are not levels of the scale, such as expected values; NaN where there is none.

    Returns
    -------
    Statistic
        1 for a perfect prediction, 0 for one no better than the mean, below 0 for a worse one; above 1 by chance where
        raters agree badly. None where no unit with a score has two human ratings, and where the estimated variance of true
        scores is not above zero. Units without a score or without a human rating are left out.

    Raises
    ------
    DataError
        For scores that are not one number for each unit, or are infinite.

    Notes
    -----
    With c_i human ratings of unit i, their mean H_i, and the machine's M_i: the error variance ``v`` is the pooled variance
    within units; ``MSE = (sum(c_i (H_i - M_i) ** 2) - N v) / sum(c_i)``; the true variance is ``(sum(c_i (H_i - H) ** 2) -
    (N - 1) v) / (sum(c_i) - sum(c_i ** 2) / sum(c_i))`` with H the mean of all ratings; PRMSE is 1 minus their ratio.
    """
    label = Label(
        id="prmse",
        title="PRMSE: share of the variance of raters' true scores that the machine explains",
        method="error variance from units with two or more human ratings; numbers of ratings may differ",
        source=_SOURCE,
    )
    return Statistic(label=label, prepare=lambda ratings: _prepare(ratings, machine, scores))


def true_scores(
    ratings: Ratings,
    machine: str,
    *,
    scores: ArrayLike | None = None,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> TrueScores:
    """PRMSE with the variances that it is made of; parameters as of :func:`prmse`."""
    statistic = prmse(machine, scores=scores)
    parts = statistic.prepare(ratings).parts
    error, true, squared = (_known(each) for each in _variances(total(parts)))
    reliability = true / (true + error) if error is not None and true is not None and true > 0 else None
    return TrueScores(
        prmse=statistic.of(ratings, confidence=confidence, resampling=resampling),
        error_variance=error,
        true_variance=true,
        squared_error=squared,
        reliability=reliability,
        several=int((parts[:, 1] >= 2).sum()),
    )


def _known(value: Array) -> float | None:
    return float(value) if np.isfinite(value) else None


def _prepare(ratings: Ratings, machine: str, scores: ArrayLike | None) -> Prepared:
    human = np.array([rater != machine for rater in ratings.raters])
    score = ratings.levels[:, ratings.column(machine)] if scores is None else np.asarray(scores, dtype=np.float64)
    if score.shape != (len(ratings.units),) or np.isinf(score).any():
        raise DataError(
            "The machine's scores are not one finite number for each unit.",
            remedy="Give NaN for a unit without a score.",
        )
    levels = ratings.levels[:, human]
    given = ~np.isnan(levels)
    used = given.any(axis=1) & ~np.isnan(score)
    count = given.sum(axis=1) * used.astype(np.float64)
    # From the middle of the scale: sums of squares stay small, and so does their rounding.
    middle = (float(ratings.scale.minimum) + float(ratings.scale.maximum)) / 2.0
    centred = np.where(given & used[:, None], levels - middle, 0.0)
    mean = centred.sum(axis=1) / np.maximum(count, 1.0)
    within = np.where(given & used[:, None], (centred - mean[:, None]) ** 2, 0.0).sum(axis=1)
    apart = np.where(used, mean - (score - middle), 0.0)
    left = int((given.any(axis=1) & ~used).sum())
    return Prepared(
        parts=np.column_stack([used, count, count**2, within, count * mean, count * mean**2, count * apart**2]).astype(
            np.float64
        ),
        value=_value,
        why=_why,
        used=used,
        raters=int(given[used].any(axis=0).sum()),
        note=f"{counted(left, 'rated unit')} without a score left out." if left else "",
    )


def _variances(sums: Array) -> tuple[Array, Array, Array]:
    """Error variance, true variance, and mean squared error of true scores."""
    n, ratings, squared, within, first, second, apart = (sums[..., place] for place in range(7))
    error = quotient(within, ratings - n)
    between = second - quotient(first**2, ratings)
    true = quotient(between - (n - 1.0) * error, ratings - quotient(squared, ratings))
    return error, true, quotient(apart - n * error, ratings)


def _value(sums: Array) -> Array:
    _, true, squared = _variances(sums)
    # A true variance that is zero but for rounding would give any figure at all.
    return 1.0 - quotient(squared, np.where(true > 1e-9, true, 0.0))


def _why(sums: Array) -> str:
    if sums[0] < 2:
        return "Fewer than two units have both a score and a human rating."
    if sums[1] <= sums[0]:
        return "No unit with a score is rated by two or more humans, so the error of a rating cannot be estimated."
    return "The estimated variance of true scores is not above zero: raters differ as much as units do."
