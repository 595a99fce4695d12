"""Learning the overall model from simulated interviews."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import intervals
from rf_scorer.rating.folds import folds
from rf_scorer.rating.latent import median
from rf_scorer.rating.ordinal import ProportionalOdds
from rf_scorer.rating.overall.model import Overall, Stratum
from rf_scorer.rating.overall.simulation import compose
from rf_scorer.rating.overall.summary import SIGNS, summarise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.domain import Scale
    from rf_scorer.rating.overall.assumptions import Assumptions
    from rf_scorer.rating.overall.interview import Interview
    from rf_scorer.rating.overall.simulation import Exemplars

__all__ = ["COVERAGE", "Identity", "Sample", "learn_simulated", "sample"]

#: The share of overall ratings that an interval is meant to hold.
COVERAGE = 0.8
#: Folds over participants.
FOLDS = 5
#: Ridge penalty on weights of standardised numbers. They overlap on purpose: it shares a weight out among those that say the same.
PENALTY = 300.0
#: Strata of intervals, and the fewest interviews that one rests on.
_STRATA, _FEWEST = 3, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How a model is called, and the passage model that it goes with."""

    name: str
    version: str
    statement: str
    passage_model: str
    passage_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Summed-up interviews with their overall ratings.

    Attributes
    ----------
    values : array of shape (n, numbers)
    error : array of shape (n,)
        Standard error of the passages' mean, in levels.
    overall : array of int, shape (n,)
    """

    values: NDArray[np.float64]
    error: NDArray[np.float64]
    overall: NDArray[np.int64]


def sample(interviews: Sequence[Interview], overall: NDArray[np.int64], levels: Sequence[int]) -> Sample:
    """Sum up interviews that have overall ratings."""
    found = [summarise(interview, levels) for interview in interviews]
    return Sample(
        values=np.array([one.values for one in found]), error=np.array([one.error for one in found]), overall=overall
    )


def learn_simulated(
    exemplars: Exemplars,
    assumptions: Assumptions,
    *,
    scale: Scale,
    identity: Identity,
    seed: int,
    count: int = 4000,
) -> Overall:
    """Learn from interviews composed of exemplars.

    Intervals come from interviews that are composed of exemplars whose participants took no part in the model that
    judges them.

    Parameters
    ----------
    exemplars : Exemplars
    assumptions : Assumptions
    scale : Scale
    identity : Identity
    seed : int
    count : int
        Interviews to learn from, and as many again for the intervals.
    """
    levels = scale.values

    def composed(rows: NDArray[np.int64], number: int, part: int) -> Sample:
        made = compose(exemplars.of(rows), assumptions, levels=levels, count=number, seed=seed + part)
        return sample(made.interviews, made.overall, levels)

    every = composed(np.arange(len(exemplars.participants)), count, 0)
    held = []
    for fold, (train, test) in enumerate(folds(exemplars.participants, count=FOLDS, seed=seed)):
        held.append((composed(train, count, 2 * fold + 1), composed(test, count // FOLDS, 2 * fold + 2)))
    return _assemble(
        every,
        held,
        scale=scale,
        identity=identity,
        assumptions=assumptions.told(),
        training={
            "interviews": count,
            "exemplars": len(exemplars.participants),
            "participants": len(set(exemplars.participants)),
            "seed": seed,
        },
    )


def _fit(known: Sample, levels: Sequence[int]) -> ProportionalOdds:
    return ProportionalOdds(alpha=PENALTY, classes=levels, signs=tuple(SIGNS.values())).fit(known.values, known.overall)


def _assemble(
    every: Sample,
    held: Sequence[tuple[Sample, Sample]],
    *,
    scale: Scale,
    identity: Identity,
    assumptions: Mapping[str, int | float],
    training: Mapping[str, int],
) -> Overall:
    levels = scale.values
    scores, errors = [], []
    for train, test in held:
        chances = _fit(train, levels).predict_proba(test.values)
        scores.append(intervals.scores(chances, (test.overall - levels[0]).astype(np.float64), median(chances)))
        errors.append(test.error)
    final = _fit(every, levels)
    return Overall(
        name=identity.name,
        version=identity.version,
        scale=scale,
        coefficients=final.coef_,
        mean=final.mean_,
        spread=final.scale_,
        clip=final.clip,
        thresholds=final.thresholds_,
        coverage=COVERAGE,
        strata=_strata(np.concatenate(scores), np.concatenate(errors)),
        passage_model=identity.passage_model,
        passage_sha256=identity.passage_sha256,
        training={"statement": identity.statement, **training, "penalty": PENALTY},
        assumptions=assumptions,
    )


def _strata(scores: NDArray[np.float64], errors: NDArray[np.float64]) -> tuple[Stratum, ...]:
    """Equal parts of the interviews by standard error, as many as can be known."""
    parts = max(min(_STRATA, len(scores) // _FEWEST), 1)
    inner = np.unique(np.round(np.quantile(errors, np.arange(1, parts) / parts), 4))
    edges = [*inner.tolist(), math.inf]
    place = np.searchsorted(inner, errors, side="left")
    return tuple(
        Stratum(
            upto=edge,
            limit=intervals.critical(scores[place == index], COVERAGE),
            interviews=int((place == index).sum()),
        )
        for index, edge in enumerate(edges)
    )
