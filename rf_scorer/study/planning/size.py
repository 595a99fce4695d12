"""How many double-coded interviews an agreement needs: by simulation, before anything is rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.agreement import Population, precision
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain import Scale

__all__ = ["FORM", "SIMULATIONS", "Assumed", "Design", "Sizes", "sizes"]

#: One rater's ratings, absolute agreement, raters as a sample of those there could be: what a study reports that uses single ratings.
FORM = "icc_a_1_random"
#: Studies that are simulated for each design.
SIMULATIONS = 2_000
_LEAST = 200
#: Ratings that are drawn in all, for some ten seconds on one core.
_BUDGET = 40_000_000
#: The variance of what rounding to whole levels takes away or adds.
_ROUNDING = 1.0 / 12.0
#: The middle nine of ten estimates: between the 5th and the 95th percentile.
_SPREAD, _CONFIDENCE = 0.9, 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What is assumed of those who will be rated and of the raters.

    Attributes
    ----------
    scale : Scale
    mean, sd : float
        Of one rater's ratings, in whole levels as they are given.
    icc : float
        The agreement of single ratings that is expected, 0 to 1 exclusive.
    rater_sd : float
        How far raters differ in severity, as a standard deviation in levels; it lowers the agreement and is counted in ``icc``.
    """

    scale: Scale
    mean: float
    sd: float
    icc: float
    rater_sd: float = 0.0

    def population(self) -> Population:
        """Whom to simulate so that ratings in whole levels come out like this.

        Rounding to levels is an error too, of a variance of 1/12 (Sheppard's correction): it is taken out of ``sd``, and true scores vary by
        so much more of the rest that the expected agreement is left when it comes back.

        Raises
        ------
        UsageError
            If a figure is out of range, or ratings in whole levels with this deviation cannot agree so well.
        """
        self._check()
        before = self.sd * self.sd - _ROUNDING
        reliability = self.icc * (self.sd * self.sd + self.rater_sd * self.rater_sd) / before if before > 0 else 1.0
        if reliability >= 1.0:
            raise UsageError(
                "Ratings in whole levels that vary so little cannot agree so well.",
                remedy="Give a larger --sd, or a lower --icc.",
            )
        return Population(
            scale=self.scale,
            mean=self.mean,
            sd=before**0.5 if before > 0 else self.sd,
            reliability=reliability,
            rater_sd=self.rater_sd,
        )

    def _check(self) -> None:
        low, high = self.scale.minimum, self.scale.maximum
        if not 0.0 < self.icc < 1.0:
            raise UsageError(
                "The agreement does not lie between 0 and 1.",
                where="--icc",
                remedy="Give what you expect, such as 0.8.",
            )
        if not low <= self.mean <= high:
            raise UsageError(
                f"The mean lies off the scale ({low} to {high}).",
                where="--mean",
                remedy="Give a mean that can be rated.",
            )
        for option, deviation, sound in (
            ("--sd", self.sd, self.sd > 0.0),
            ("--rater-sd", self.rater_sd, self.rater_sd >= 0.0),
        ):
            if not sound or not deviation <= high - low:
                least = "not above 0" if option == "--sd" else "below 0"
                raise UsageError(
                    f"The standard deviation is {least}, or wider than the scale.",
                    where=option,
                    remedy="Give it in levels.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What to expect of so many interviews that are all rated by so many raters.

    Attributes
    ----------
    units, raters : int
    expected : float or None
        The mean estimate.
    low, high : float or None
        5th and 95th percentile of the estimates.
    width : float or None
        Mean width of the 95 % intervals.
    reason : str or None
        Why there are no figures.
    """

    units: int
    raters: int
    expected: float | None
    low: float | None
    high: float | None
    width: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Designs, by raters and then interviews; the smallest that reaches the wanted width, for each number of raters; and by how many simulations."""

    designs: tuple[Design, ...]
    least: tuple[tuple[int, int | None], ...]
    width: float
    simulations: int
    seed: int


def sizes(
    units: Sequence[int],
    raters: Sequence[int],
    assumed: Assumed,
    *,
    width: float,
    seed: int,
    simulations: int = SIMULATIONS,
) -> Sizes:
    """Simulate designs.

    Parameters
    ----------
    units, raters : sequence of int
        Every number of interviews with every number of raters; 2 or more each.
    assumed : Assumed
    width : float
        The widest 95 % interval that is wanted; above 0.
    seed : int
    simulations : int
        Studies for each design. Fewer are simulated where so many would take long.

    Raises
    ------
    UsageError
        If there is nothing to simulate, or too much for :data:`_LEAST` simulations, or an assumption is out of range.
    """
    if not units or not raters or min(*units, 2) < 2 or min(*raters, 2) < 2 or not width > 0.0:
        raise UsageError(
            "A design has two interviews and two raters at least, and a width above 0.",
            remedy="Give --units, --raters and --width such as 10,20,30, 2 and 0.2.",
        )
    per_study = 2 * sum(set(units)) * sum(set(raters))
    most = _BUDGET // per_study
    if most < _LEAST:
        raise UsageError(
            "So many interviews and raters take too long to simulate.", remedy="Ask for fewer --units, or smaller ones."
        )
    count = min(simulations, most)
    population = assumed.population()
    designs = [
        _design(size, number, population, seed=seed, simulations=count)
        for number in sorted(set(raters))
        for size in sorted(set(units))
    ]
    least = []
    for number in sorted(set(raters)):
        fits = (one.units for one in designs if one.raters == number and one.width is not None and one.width <= width)
        least.append((number, next(fits, None)))
    return Sizes(designs=tuple(designs), least=tuple(least), width=width, simulations=count, seed=seed)


def _design(units: int, raters: int, population: Population, *, seed: int, simulations: int) -> Design:
    # The same seed, so the same studies: once for the spread of the estimates, once for the intervals.
    spread, told = (
        precision(units, raters, population, seed=seed, form=FORM, simulations=simulations, confidence=confidence)
        for confidence in (_SPREAD, _CONFIDENCE)
    )
    return Design(
        units=units,
        raters=raters,
        expected=told.expected,
        low=spread.spread_low,
        high=spread.spread_high,
        width=told.width,
        reason=told.reason or spread.reason,
    )
