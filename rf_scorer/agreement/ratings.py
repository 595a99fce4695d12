"""Ratings as a matrix on a declared scale, checked once, so that no coefficient has to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rf_scorer.agreement.ids import check_ids
from rf_scorer.errors import DataError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Range", "Ratings", "ScaleLike"]

#: Steps that a scale can be rated in: whole levels, or halves.
_STEPS = (1.0, 0.5)
#: How far a level may lie off a step and still be that step; decimal fractions from tables are not exact.
_SLACK = 1e-9


class ScaleLike(Protocol):
    """Whatever declares a lowest and a highest level, such as a protocol's scale."""

    @property
    def minimum(self) -> float:
        """The lowest level that can be given."""
        ...

    @property
    def maximum(self) -> float:
        """The highest level that can be given."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A declared range of levels where there is no protocol's scale at hand.

    Attributes
    ----------
    minimum, maximum : float
        RF: -1 and 9.
    """

    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratings:
    """Who gave which unit which level.

    Attributes
    ----------
    levels : array of float, shape (n_units, n_raters)
        NaN where a rater did not rate a unit. Copied, and read-only from then on.
    scale : ScaleLike
        The declared range, whether or not all of it is used.
    raters : tuple of str
        Ids in the order of the columns.
    units : tuple of str
        Ids in the order of the rows.
    step : float
        1 or 0.5: the least difference between two levels.

    Raises
    ------
    DataError
        For a shape that does not fit the ids, fewer than two raters, ids that are empty, repeated or differ by case
        only, and levels that are infinite, off the scale or between two steps. The message names the places, never a level.
    """

    levels: Array
    scale: ScaleLike
    raters: tuple[str, ...]
    units: tuple[str, ...]
    step: float = 1.0

    def __post_init__(self) -> None:
        levels = np.array(self.levels, dtype=np.float64)
        object.__setattr__(self, "raters", tuple(self.raters))
        object.__setattr__(self, "units", tuple(self.units))
        _check_scale(self.scale, self.step)
        if levels.ndim != 2 or levels.shape != (len(self.units), len(self.raters)):
            raise DataError(
                f"The matrix of ratings has shape {levels.shape}, but there are {len(self.units)} units and "
                f"{len(self.raters)} raters.",
                remedy="Give one row for each unit and one column for each rater.",
            )
        if len(self.raters) < 2:
            raise DataError("There are fewer than two raters.", remedy="Agreement needs at least two.")
        check_ids("rater", self.raters)
        check_ids("unit", self.units)
        self._check_levels(levels)
        # Whole steps from the minimum and back: a level of 0.1 + 0.2 and one of 0.3 are the same level afterwards.
        low = float(self.scale.minimum)
        levels = low + np.round((levels - low) / self.step) * self.step
        levels.setflags(write=False)
        object.__setattr__(self, "levels", levels)

    def _check_levels(self, levels: Array) -> None:
        low, high = float(self.scale.minimum), float(self.scale.maximum)
        self._refuse(np.isinf(levels), "is infinite", "Leave the place empty where there is no rating.")
        self._refuse(
            (levels < low - _SLACK) | (levels > high + _SLACK),
            f"lies off the declared scale of {low:g} to {high:g}",
            "Correct the rating, or declare the scale that was used.",
        )
        steps = (levels - low) / self.step
        self._refuse(
            np.abs(steps - np.round(steps)) > _SLACK,
            f"lies between two levels of the declared scale, whose step is {self.step:g}",
            "Correct the rating, or declare the step that was used.",
        )

    def _refuse(self, wrong: Mask, what: str, remedy: str) -> None:
        places = np.argwhere(wrong)
        if len(places):
            unit, rater = places[0]
            more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
            raise DataError(
                f"A rating {what}{more}.", where=f"unit {self.units[unit]}, rater {self.raters[rater]}", remedy=remedy
            )

    @property
    def points(self) -> Array:
        """Every level of the declared scale, lowest first; array of shape (n_levels,)."""
        low, high = float(self.scale.minimum), float(self.scale.maximum)
        return np.asarray(low + np.arange(round((high - low) / self.step) + 1) * self.step, dtype=np.float64)

    @property
    def given(self) -> Mask:
        """Where there is a rating; array of shape (n_units, n_raters)."""
        return ~np.isnan(self.levels)

    @property
    def rated(self) -> Mask:
        """Units that at least one rater rated; array of shape (n_units,)."""
        return np.asarray(self.given.any(axis=1))

    @property
    def complete(self) -> Mask:
        """Units that every rater rated; array of shape (n_units,)."""
        return np.asarray(self.given.all(axis=1))

    @property
    def codes(self) -> Array:
        """Levels as whole numbers of steps above the scale's minimum, NaN where missing; shape (n_units, n_raters)."""
        return np.round((self.levels - float(self.scale.minimum)) / self.step)

    def counts(self) -> Array:
        """How many raters gave each unit each level; array of shape (n_units, n_levels)."""
        width = len(self.points)
        units, raters = np.nonzero(self.given)
        flat = units * width + self.codes[units, raters].astype(np.int64)
        return np.bincount(flat, minlength=len(self.units) * width).reshape(len(self.units), width).astype(np.float64)

    def active(self, units: Mask) -> int:
        """How many raters rated at least one of some units, given as an array of bool of shape (n_units,)."""
        return int(self.given[units].any(axis=0).sum())

    def column(self, rater: str) -> int:
        """The place of a rater among the columns.

        Raises
        ------
        UnknownName
        """
        if rater not in self.raters:
            raise UnknownName("rater", rater, self.raters)
        return self.raters.index(rater)

    def of(self, raters: Sequence[str]) -> Ratings:
        """The same units with some raters only, in the order asked for; at least two."""
        columns = [self.column(rater) for rater in raters]
        return Ratings(
            levels=self.levels[:, columns], scale=self.scale, raters=tuple(raters), units=self.units, step=self.step
        )

    def only(self, keep: ArrayLike) -> Ratings:
        """The same raters with some units only.

        Parameters
        ----------
        keep : array of bool, shape (n_units,)
        """
        mask = np.asarray(keep, dtype=np.bool_)
        units = tuple(unit for unit, kept in zip(self.units, mask, strict=True) if kept)
        return Ratings(levels=self.levels[mask], scale=self.scale, raters=self.raters, units=units, step=self.step)


def _check_scale(scale: ScaleLike, step: float) -> None:
    low, high = float(scale.minimum), float(scale.maximum)
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise DataError("The declared scale has no range.", remedy="Declare a minimum that is below the maximum.")
    if step not in _STEPS:
        raise DataError("The declared step is neither 1 nor 0.5.", remedy="Declare whole levels or halves.")
    if abs((high - low) / step - round((high - low) / step)) > _SLACK:
        raise DataError(
            "The declared scale is not a whole number of steps.", remedy="Declare a step that fits the scale."
        )
