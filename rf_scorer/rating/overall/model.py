"""The overall model at work: a weighted sum of an interview's numbers, cut into levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import intervals, latent
from rf_scorer.rating.overall.summary import NAMES, SET, SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rf_scorer.domain import Scale
    from rf_scorer.rating.overall.summary import Summary

__all__ = ["Judgement", "Overall", "Stratum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Interviews that are about equally hard to sum up, and how far their intervals reach.

    Attributes
    ----------
    upto : float
        Largest standard error of the passages' mean, in levels; infinite for the last.
    limit : float or None
        Largest nonconformity score that an interval takes in (:mod:`rf_scorer.rating.intervals`); None gives the whole
        scale.
    interviews : int
        Held-out interviews that it comes from.
    """

    upto: float
    limit: float | None
    interviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the model makes of one interview.

    Attributes
    ----------
    level : int
        Median of the distribution.
    expected : float
        Its mean, on the scale.
    distribution : mapping of int to float
    low, high : int
        Ends of the interval.
    contributions : array of shape (numbers,)
        On the latent scale, against the typical interview that the model learned from.
    """

    level: int
    expected: float
    distribution: Mapping[int, float]
    low: int
    high: int
    contributions: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """Proportional odds (:mod:`rf_scorer.rating.latent`) on the numbers of an interview, every weight with its sign.

    Attributes
    ----------
    name, version : str
    scale : Scale
    coefficients, mean, spread : array of shape (numbers,)
        Of standardised numbers, in the order of :data:`~rf_scorer.rating.overall.summary.NAMES`.
    clip : float
        Standard deviations at which a number is held.
    thresholds : array of shape (levels - 1,)
    coverage : float
        The share of overall ratings that an interval is meant to hold.
    strata : tuple of Stratum
        By increasing ``upto``.
    passage_model, passage_sha256 : str
        The passage model whose suggestions it weighs: those of another one lie elsewhere.
    training, assumptions : mapping
        Statement, interviews, seed; what the simulation took for granted, empty where interviews were rated ones.
    sha256 : str
        Digest of the file it was read from; empty where there is none.
    """

    name: str
    version: str
    scale: Scale
    coefficients: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    clip: float
    thresholds: NDArray[np.float64]
    coverage: float
    strata: tuple[Stratum, ...]
    passage_model: str
    passage_sha256: str
    training: Mapping[str, str | int | float]
    assumptions: Mapping[str, int | float]
    sha256: str = ""

    def __post_init__(self) -> None:
        if not all(len(part) == len(NAMES) for part in (self.coefficients, self.mean, self.spread)):
            raise ValueError("the numbers are not those of the set")
        if bool(np.any(self.coefficients * np.array(list(SIGNS.values())) < 0)):
            raise ValueError("a weight has the wrong sign")
        if len(self.thresholds) != len(self.scale.levels) - 1 or bool(np.any(np.diff(self.thresholds) <= 0)):
            raise ValueError("there must be one threshold between every two levels, increasing")
        if bool(np.any(self.spread <= 0)) or not 0 < self.coverage < 1 or self.clip <= 0:
            raise ValueError("a limit lies outside its range")
        edges = [stratum.upto for stratum in self.strata]
        if not edges or edges[-1] != math.inf or edges != sorted(set(edges)):
            raise ValueError("the strata do not follow one another up to the last, which has no end")

    @property
    def provenance(self) -> dict[str, str]:
        """Id, version, digest, set of numbers and what the model was trained on."""
        return {
            "id": self.name,
            "version": self.version,
            "sha256": self.sha256,
            "summary_set": SET,
            "training": str(self.training.get("statement", "unknown")),
        }

    def stratum(self, summary: Summary) -> Stratum:
        """Where an interview's interval is looked up."""
        return next(stratum for stratum in self.strata if summary.error <= stratum.upto)

    def judge(self, summary: Summary) -> Judgement:
        """Weigh the numbers of one interview; raising a passage never lowers what comes out."""
        deviations = latent.standardised(summary.values, self.mean, self.spread, self.clip)
        contributions = deviations * self.coefficients
        (row,) = latent.distribution(np.array([contributions.sum()]), self.thresholds)
        values = self.scale.values
        place = int(latent.median(row[None, :])[0])
        low, high = intervals.interval(row, self.stratum(summary).limit, place)
        expected = float(row @ np.array(values, dtype=np.float64))
        return Judgement(
            level=values[place],
            expected=expected,
            distribution=dict(zip(values, row.tolist(), strict=True)),
            # An interval that leaves out its own figure could not be drawn.
            low=min(values[low], math.floor(expected)),
            high=max(values[high], math.ceil(expected)),
            contributions=contributions,
        )
