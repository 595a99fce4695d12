"""The same figures for groups of units, with a least size below which none is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import estimates
from rf_scorer.agreement.result import Coefficient
from rf_scorer.domain.amounts import counted
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.agreement.estimation import Statistic
    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling

__all__ = ["LEAST_UNITS", "Subgroup", "subgroups"]

#: A figure of fewer units than this tells more of chance than of a group, and may point at a person.
LEAST_UNITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """One group of units.

    Attributes
    ----------
    name : str
    n_units : int
        Units of the group that at least one rater rated.
    figures : mapping of str to Coefficient
        By id.
    """

    name: str
    n_units: int
    figures: Mapping[str, Coefficient]


def subgroups(
    ratings: Ratings,
    groups: Sequence[str | None],
    statistics: Sequence[Statistic],
    *,
    minimum: int = LEAST_UNITS,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> tuple[Subgroup, ...]:
    """Figures of each group.

    Parameters
    ----------
    ratings : Ratings
    groups : sequence of (str or None), one for each unit
        None for a unit without a group: it counts nowhere.
    statistics : sequence of Statistic
    minimum : int
        The least number of units that a figure must rest on, 2 or more; a figure of fewer is None with the reason.
    confidence : float
    resampling : Resampling, optional

    Returns
    -------
    tuple of Subgroup
        By name.

    Raises
    ------
    DataError
        Where there are not as many groups as units, or the minimum is below 2.
    """
    if len(groups) != len(ratings.units):
        raise DataError(
            f"There are {len(ratings.units)} units, but groups of {len(groups)}.",
            remedy="Give each unit a group or None.",
        )
    if minimum < 2:
        raise DataError("The least size of a group is below 2.", remedy="Ask for 10 units, or at least for 2.")
    found = []
    for name in sorted({group for group in groups if group is not None}):
        keep = np.array([group == name for group in groups], dtype=np.bool_)
        found.append(_one(name, ratings, keep, statistics, minimum, confidence, resampling))
    return tuple(found)


def _one(
    name: str,
    ratings: Ratings,
    keep: NDArray[np.bool_],
    statistics: Sequence[Statistic],
    minimum: int,
    confidence: float,
    resampling: Resampling | None,
) -> Subgroup:
    part = ratings.only(keep)
    drawn = None if resampling is None else resampling.only(keep)
    prepared = [(statistic.label, statistic.prepare(part)) for statistic in statistics]
    enough = [(label, ready) for label, ready in prepared if int(ready.used.sum()) >= minimum]
    given = {each.id: each for each in estimates(enough, confidence=confidence, resampling=drawn)}
    figures = {}
    for label, ready in prepared:
        units = int(ready.used.sum())
        figures[label.id] = given.get(label.id) or Coefficient(
            id=label.id,
            title=label.title,
            value=None,
            confidence=confidence,
            method=label.method,
            n_units=units,
            n_raters=ready.raters,
            reason=f"The group has only {counted(units, 'unit')} that this figure could rest on; it is given from {minimum} on.",
            source=label.source,
            note=ready.note,
        )
    return Subgroup(name=name, n_units=int(part.rated.sum()), figures=figures)
