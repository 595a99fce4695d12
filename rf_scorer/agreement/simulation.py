"""How precise an intraclass correlation will be with so many units and raters on this scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.intraclass import icc
from rf_scorer.agreement.ratings import Ratings
from rf_scorer.agreement.resampling import blocks
from rf_scorer.agreement.result import checked_confidence
from rf_scorer.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.agreement.prepared import Prepared
    from rf_scorer.agreement.ratings import ScaleLike

    Array = NDArray[np.float64]

__all__ = ["Population", "Precision", "SampleSizes", "precision", "sample_sizes"]

_LEAST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Whom the raters will rate, and how well.

    Attributes
    ----------
    scale : ScaleLike
    mean, sd : float
        Of one rater's ratings before they are rounded to steps, in levels.
    reliability : float
        The share of that variance that is true, 0 to 1 exclusive.
    rater_sd : float
        How far raters differ in level, as a standard deviation; 0 where they do not. It comes on top of ``sd``.
    step : float
        1 or 0.5.

    Raises
    ------
    DataError
        For a figure out of range.
    """

    scale: ScaleLike
    mean: float
    sd: float
    reliability: float
    rater_sd: float = 0.0
    step: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 < self.reliability < 1.0:
            raise DataError(
                "The reliability does not lie between 0 and 1.", remedy="Give what you expect, such as 0.8."
            )
        if not (self.sd > 0.0 and self.rater_sd >= 0.0):
            raise DataError(
                "A standard deviation is out of range.", remedy="Give one above 0, and 0 or more for raters."
            )
        if not float(self.scale.minimum) <= self.mean <= float(self.scale.maximum):
            raise DataError("The mean lies off the declared scale.", remedy="Give a mean that can be rated.")

    def draw(self, generator: np.random.Generator, shape: tuple[int, int, int]) -> Array:
        """Codes (whole steps above the minimum) of samples, array of shape (samples, units, raters) as asked for."""
        samples, units, raters = shape
        true = generator.normal(0.0, self.sd * np.sqrt(self.reliability), (samples, units, 1))
        error = generator.normal(0.0, self.sd * np.sqrt(1.0 - self.reliability), shape)
        severity = generator.normal(0.0, 1.0, (samples, 1, raters)) * self.rater_sd
        low, high = float(self.scale.minimum), float(self.scale.maximum)
        steps = np.floor((self.mean + true + error + severity - low) / self.step + 0.5)
        return np.clip(steps, 0.0, round((high - low) / self.step))


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What to expect of a design.

    Attributes
    ----------
    n_units, n_raters : int
    form : str
        Id of the form of the intraclass correlation.
    expected : float or None
        Mean of the estimates. It lies somewhat below the reliability, since rounding to levels is an error too.
    spread_low, spread_high : float or None
        Between them lies the share ``confidence`` of the estimates.
    low, high : float or None
        Mean ends of the intervals that the samples would report.
    width : float or None
        Mean width of those intervals.
    undefined : int
        Samples without an estimate or an interval; they are left out.
    simulations : int
    confidence : float
    seed : int
    reason : str or None
        Why there are no figures: more than one sample in twenty is undefined.
    """

    n_units: int
    n_raters: int
    form: str
    expected: float | None
    spread_low: float | None
    spread_high: float | None
    low: float | None
    high: float | None
    width: float | None
    undefined: int
    simulations: int
    confidence: float
    seed: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSizes:
    """Designs side by side.

    Attributes
    ----------
    rows : tuple of Precision
        By raters, then by units.
    width : float
        The widest interval that is wanted.
    least : tuple of (int, int or None)
        For each number of raters the smallest number of units in the table whose intervals are on average no wider, or
        None where none of them is.
    """

    rows: tuple[Precision, ...]
    width: float
    least: tuple[tuple[int, int | None], ...]


def precision(
    units: int,
    raters: int,
    population: Population,
    *,
    seed: int,
    form: str = "icc_a_1_random",
    simulations: int = 2000,
    confidence: float = 0.95,
) -> Precision:
    """Simulates studies of one design.

    Parameters
    ----------
    units, raters : int
        Of the design, all units rated by all raters; 2 or more each.
    population : Population
    seed : int
        The same seed gives the same figures.
    form : str
        An id of :data:`rf_scorer.agreement.FORMS`.
    simulations : int
        At least 100.
    confidence : float
        Of the intervals.

    Returns
    -------
    Precision

    Raises
    ------
    UsageError
        For a design that is too small or too few simulations.
    UnknownName
        For another form.

    Notes
    -----
    Normal true scores, raters' severities and errors, rounded to steps and cut off at the ends of the scale. Intervals are
    McGraw and Wong's (1996, table 7). For the question cf. Bonett 2002, Stat Med 21:1331-1335.
    """
    checked_confidence(confidence)
    statistic = icc(form)
    if units < 2 or raters < 2:
        raise UsageError("A design has two units and two raters at least.", remedy="Ask for more.")
    if simulations < _LEAST:
        raise UsageError(f"Fewer than {_LEAST} simulations say little.", remedy="Ask for 2000.")
    generator = np.random.default_rng(seed)
    formula = statistic.prepare(_empty(population, raters))
    found = [
        _samples(formula, population.draw(generator, (block.stop - block.start, units, raters)), confidence)
        for block in blocks(simulations, units * raters)
    ]
    value, low, high = (np.concatenate(each) for each in zip(*found, strict=True))
    fine = np.isfinite(value) & np.isfinite(low) & np.isfinite(high)
    undefined = int((~fine).sum())
    enough = undefined <= 0.05 * simulations
    tail = (1.0 - confidence) / 2.0
    spread = np.quantile(value[fine], [tail, 1.0 - tail]) if enough else np.zeros(2)

    def mean(numbers: Array) -> float | None:
        return float(numbers[fine].mean()) if enough else None

    return Precision(
        n_units=units,
        n_raters=raters,
        form=form,
        expected=mean(value),
        spread_low=float(spread[0]) if enough else None,
        spread_high=float(spread[1]) if enough else None,
        low=mean(low),
        high=mean(high),
        width=mean(high - low),
        undefined=undefined,
        simulations=simulations,
        confidence=confidence,
        seed=seed,
        reason=None if enough else f"{undefined:,} of {simulations:,} samples have no estimate or no interval.",
    )


def sample_sizes(
    units: Sequence[int],
    raters: Sequence[int],
    population: Population,
    *,
    width: float,
    seed: int,
    form: str = "icc_a_1_random",
    simulations: int = 2000,
    confidence: float = 0.95,
) -> SampleSizes:
    """Several designs side by side, and the smallest that is precise enough.

    Parameters
    ----------
    units, raters : sequence of int
        Every number of units is simulated with every number of raters.
    population : Population
    width : float
        The widest interval that is wanted, on average; above 0.
    seed, form, simulations, confidence
        As of :func:`precision`.

    Raises
    ------
    UsageError
        For nothing to simulate, or a width that is not above 0.
    """
    if not units or not raters or not width > 0.0:
        raise UsageError(
            "There is no design, or no width, to look for.", remedy="Give units, raters and a width above 0."
        )
    rows, least = [], []
    for number in sorted(set(raters)):
        tried = [
            precision(size, number, population, seed=seed, form=form, simulations=simulations, confidence=confidence)
            for size in sorted(set(units))
        ]
        rows += tried
        fitting = (row.n_units for row in tried if row.width is not None and row.width <= width)
        least.append((number, next(fitting, None)))
    return SampleSizes(rows=tuple(rows), width=width, least=tuple(least))


def _empty(population: Population, raters: int) -> Ratings:
    """No units of this design: the formulas of its coefficient can be had from it."""
    return Ratings(
        levels=np.zeros((0, raters)),
        scale=population.scale,
        step=population.step,
        raters=tuple(f"r{number}" for number in range(1, raters + 1)),
        units=(),
    )


def _samples(formula: Prepared, codes: Array, confidence: float) -> tuple[Array, Array, Array]:
    """Estimate and interval of each sample of codes, shape (samples, units, raters)."""
    sums = np.column_stack(
        [
            np.full(len(codes), float(codes.shape[1])),
            (codes.sum(axis=2) ** 2).sum(axis=1),
            (codes**2).sum(axis=(1, 2)),
            codes.sum(axis=1),
        ]
    )
    assert formula.limits is not None
    return formula.value(sums), *formula.limits(sums, confidence)
