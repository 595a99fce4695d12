"""Fitting a rating model, and saying honestly how good it is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.covariance import LedoitWolf

from rf_scorer.errors import DataError
from rf_scorer.rating import baselines, familiarity, features, intervals, metrics
from rf_scorer.rating.evaluation import Predicted, from_probabilities
from rf_scorer.rating.familiarity import Familiarity
from rf_scorer.rating.folds import folds
from rf_scorer.rating.modelfile import Fitted
from rf_scorer.rating.ordinal import ProportionalOdds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.domain import Scale
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.view import View

__all__ = ["PENALTIES", "Validation", "choose_penalty", "fit", "out_of_fold", "validate", "validated_baselines"]

#: Ridge penalties that cross-validation chooses from.
PENALTIES = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
#: Folds of every cross-validation.
FOLDS = 10
#: Intervals are meant to hold this share of ratings.
COVERAGE = 0.8
#: However alike the examples are, a distance below this one (99.99 % of a ten-dimensional normal) is not refused.
FARTHEST = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Nested cross-validation: everything that is chosen is chosen without the answers that are judged.

    Attributes
    ----------
    probabilities : array of shape (n, levels)
    low, high : array of shape (n,)
        Indices of the interval's ends.
    """

    probabilities: NDArray[np.float64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]


def _estimator(penalty: float, levels: Sequence[int]) -> ProportionalOdds:
    return ProportionalOdds(alpha=penalty, classes=tuple(levels), signs=features.signs(), weights=features.weights())


def out_of_fold(
    rows: NDArray[np.float64],
    ratings: NDArray[np.int64],
    groups: Sequence[str],
    *,
    penalty: float,
    levels: Sequence[int],
    seed: int,
) -> NDArray[np.float64]:
    """Probabilities of every level for every answer, from models that knew nobody of its group."""
    found = np.empty((len(rows), len(levels)))
    for train, test in folds(groups, count=FOLDS, seed=seed):
        found[test] = _estimator(penalty, levels).fit(rows[train], ratings[train]).predict_proba(rows[test])
    return found


def choose_penalty(
    rows: NDArray[np.float64], ratings: NDArray[np.int64], groups: Sequence[str], *, levels: Sequence[int], seed: int
) -> float:
    """The largest penalty whose ranked probability score is within one standard error of the best in cross-validation.

    The rule of one standard error (Breiman et al. 1984, *Classification and Regression Trees*, section 3.4.3) prefers the
    plainer of models that cannot be told apart. The error is that of the difference from the best, over groups.
    """
    target = ratings - levels[0]
    labels = np.unique(np.asarray(groups), return_inverse=True)[1]
    scores = []
    for penalty in PENALTIES:
        found = out_of_fold(rows, ratings, groups, penalty=penalty, levels=levels, seed=seed)
        single = metrics.ranked_probability_scores(found, target)
        scores.append(np.bincount(labels, weights=single) / np.bincount(labels))
    means = [float(score.mean()) for score in scores]
    best = int(np.argmin(means))
    chosen = best
    for index in range(best + 1, len(PENALTIES)):
        difference = scores[index] - scores[best]
        if float(difference.mean()) <= float(difference.std(ddof=1)) / np.sqrt(len(difference)):
            chosen = index
    return PENALTIES[chosen]


def validate(
    rows: NDArray[np.float64], ratings: NDArray[np.int64], groups: Sequence[str], *, levels: Sequence[int], seed: int
) -> Validation:
    """Nested cross-validation over groups: penalty and interval are chosen inside every training part."""
    labels = np.asarray(groups)
    probabilities = np.empty((len(rows), len(levels)))
    low, high = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.int64)
    for train, test in folds(groups, count=FOLDS, seed=seed):
        inner = labels[train].tolist()
        penalty = choose_penalty(rows[train], ratings[train], inner, levels=levels, seed=seed)
        known = out_of_fold(rows[train], ratings[train], inner, penalty=penalty, levels=levels, seed=seed)
        limit = intervals.critical(intervals.scores(known, ratings[train] - levels[0]), COVERAGE)
        found = _estimator(penalty, levels).fit(rows[train], ratings[train]).predict_proba(rows[test])
        probabilities[test] = found
        for index, row in zip(test.tolist(), found, strict=True):
            low[index], high[index] = intervals.interval(row, limit)
    return Validation(probabilities=probabilities, low=low, high=high)


def validated_baselines(
    views: Sequence[View],
    ratings: NDArray[np.int64],
    groups: Sequence[str],
    *,
    levels: Sequence[int],
    seed: int,
) -> tuple[Predicted, ...]:
    """The baselines on the same folds."""
    predicted = []
    for name, column in baselines.columns(views).items():
        found = np.empty((len(column), len(levels)))
        for train, test in folds(groups, count=FOLDS, seed=seed):
            model = baselines.estimator(levels).fit(column[train], ratings[train])
            found[test] = model.predict_proba(column[test])
        predicted.append(from_probabilities(name, found, levels))
    return tuple(predicted)


def fit(
    items: Sequence[RatingInput],
    ratings: Sequence[int],
    groups: Sequence[str],
    *,
    scale: Scale,
    seed: int,
    name: str,
    version: str,
    statement: str,
) -> Fitted:
    """Fit a model. The same input and seed give the same model.

    Parameters
    ----------
    items : sequence of RatingInput
    ratings : sequence of int
        On the scale.
    groups : sequence of str
        Who was interviewed.
    scale : Scale
        Its every level gets a probability, seen or not.
    seed : int
        Deals the groups to folds.
    name, version : str
    statement : str
        What the model was trained on, in one phrase; stated wherever it suggests.

    Raises
    ------
    DataError
        If there are fewer than thirty answers, three groups or two different ratings, or a rating is off the scale.
    """
    levels = scale.values
    found = features.extract(items)
    target = np.asarray(ratings, dtype=np.int64)
    if not len(items) == len(target) == len(groups):
        raise ValueError("there must be one rating and one group for each answer")
    if not np.isin(target, levels).all():
        raise DataError(
            f"A rating lies outside the scale ({scale.minimum} to {scale.maximum}).", remedy="Correct it, or the scale."
        )
    if len(target) < 30 or len(set(groups)) < 3 or len(set(target.tolist())) < 2:
        raise DataError(
            "There is too little to learn from.",
            remedy="It takes thirty answers, three people and two different ratings at least; hundreds are better.",
        )
    rows = found.values
    penalty = choose_penalty(rows, target, groups, levels=levels, seed=seed)
    known = out_of_fold(rows, target, groups, penalty=penalty, levels=levels, seed=seed)
    estimator = _estimator(penalty, levels).fit(rows, target)
    return Fitted(
        name=name,
        version=version,
        scale=scale,
        coefficients=estimator.coef_,
        mean=estimator.mean_,
        spread=estimator.scale_,
        clip=estimator.clip,
        thresholds=estimator.thresholds_,
        coverage=COVERAGE,
        scores=np.sort(intervals.scores(known, target - levels[0])),
        familiarity=_familiarity(familiarity.traits(found.views)),
        longest=2 * max(view.words for view in found.views),
        training={
            "statement": statement,
            "answers": len(items),
            "people": len(set(groups)),
            "penalty": penalty,
            "folds": FOLDS,
            "seed": seed,
        },
    )


def _familiarity(rows: NDArray[np.float64]) -> Familiarity:
    """Limits from the examples' distances: doubt beyond 97.5 % of them, refusal at 1.5 times the farthest."""
    estimate = LedoitWolf().fit(rows)
    # Examples that are all alike, or whose traits go together too neatly, must not make ordinary speech look strange.
    ordinary = np.diag([familiarity.SPREADS[trait] ** 2 for trait in familiarity.TRAITS])
    precision = np.linalg.inv(estimate.covariance_ + ordinary)
    limits = Familiarity(mean=estimate.location_, precision=precision, doubt=1.0, refuse=1.0)
    own = limits.distance(rows)
    return dataclasses.replace(
        limits, doubt=float(np.quantile(own, 0.975)), refuse=max(1.5 * float(own.max()), FARTHEST)
    )
