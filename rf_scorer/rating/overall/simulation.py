"""Interviews composed of rated exemplars: real texts of a level, with what the passage model made of them.

An interviewee has a true overall level. Around it every passage has one of its own, and an exemplar that was rated so
stands for it: its suggestion and its markers come along, with all their errors. A simulated rater knows the true level
and the exemplars' ratings, follows the scale's rules (:class:`~rf_scorer.rating.overall.assumptions.Assumptions`), and
errs. So what is learned is how to get from suggestions that err to an overall rating, under stated assumptions, and
nothing about people.

The suggestions must be *out-of-fold*: a passage model that knew an exemplar would err less there than in an interview.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.overall.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.overall.assumptions import Assumptions

__all__ = ["Composed", "Exemplars", "compose", "judged"]

#: Draws after which an exemplar may come a second time in one interview: those of rare levels are few.
_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplars:
    """Rated passages with out-of-fold suggestions, one row each.

    Attributes
    ----------
    participants : tuple of str
    demand : array of bool, shape (n,)
    rating : array of shape (n,)
        On the scale; fractions are means of readings.
    probabilities : array of shape (n, levels)
    level : array of int, shape (n,)
    markers : array of shape (n, families)
    words : array of shape (n,)
    """

    participants: tuple[str, ...]
    demand: NDArray[np.bool_]
    rating: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    level: NDArray[np.int64]
    markers: NDArray[np.float64]
    words: NDArray[np.float64]

    def of(self, rows: NDArray[np.int64]) -> Exemplars:
        """Some of them."""
        return Exemplars(
            participants=tuple(self.participants[row] for row in rows),
            demand=self.demand[rows],
            rating=self.rating[rows],
            probabilities=self.probabilities[rows],
            level=self.level[rows],
            markers=self.markers[rows],
            words=self.words[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """Simulated interviews.

    Attributes
    ----------
    interviews : tuple of Interview
        What has a suggestion.
    overall : array of int, shape (n,)
        The simulated rater's overall rating.
    second : array of int, shape (n,)
        Another such rater's, who errs on his own.
    rated : tuple of array
        Ratings of all passages of each interview, as a rater without any error of a machine would have them.
    """

    interviews: tuple[Interview, ...]
    overall: NDArray[np.int64]
    second: NDArray[np.int64]
    rated: tuple[NDArray[np.float64], ...]


def judged(truth: float, ratings: NDArray[np.float64], assumptions: Assumptions) -> float:
    """What the scale's rules make of a true level, before a rater errs (check against the manual).

    Parameters
    ----------
    truth : float
    ratings : array of shape (passages,)
        Of all passages.
    assumptions : Assumptions
    """
    found = truth
    if ratings.min() <= assumptions.negative_level:
        found = max(found - assumptions.negative_pull, min(found, float(assumptions.negative_level)))
    if (ratings >= assumptions.high_level).sum() < assumptions.high_repeats:
        found = min(found, assumptions.high_level - 1.0)
    if (ratings >= assumptions.ordinary_level).mean() < assumptions.ordinary_share:
        found = min(found, assumptions.ordinary_level - 1.0)
    return found


def compose(
    exemplars: Exemplars, assumptions: Assumptions, *, levels: Sequence[int], count: int, seed: int
) -> Composed:
    """Compose interviews.

    Parameters
    ----------
    exemplars : Exemplars
        Where a level has none of a role, the nearest level that has one stands in.
    assumptions : Assumptions
    levels : sequence of int
        The scale, lowest first.
    count, seed : int

    Raises
    ------
    ValueError
        If there is no demand exemplar, or permit passages are wanted and there is none.
    """
    generator = np.random.default_rng(seed)
    pools = _Pools(exemplars, levels)
    expected = exemplars.probabilities @ np.asarray(levels, dtype=np.float64)
    interviews, truths, rated = [], [], []
    for _ in range(count):
        truth = _truth(assumptions, levels, generator)
        rows = pools.interview(truth, assumptions, generator)
        kept = _kept(exemplars.demand[rows], assumptions, generator)
        interviews.append(_interview(exemplars, expected, rows[kept]))
        truths.append(judged(truth, exemplars.rating[rows], assumptions))
        rated.append(exemplars.rating[rows])
    overall, second = (
        _whole(np.array(truths) + generator.normal(0.0, assumptions.rater_error, count), levels) for _ in range(2)
    )
    return Composed(interviews=tuple(interviews), overall=overall, second=second, rated=tuple(rated))


def _truth(assumptions: Assumptions, levels: Sequence[int], generator: np.random.Generator) -> float:
    low, high = levels[0] - 0.5, levels[-1] + 0.5
    if generator.random() < assumptions.flat:
        return float(generator.uniform(low, high))
    return float(np.clip(generator.normal(assumptions.centre, assumptions.spread), low, high))


def _kept(demand: NDArray[np.bool_], assumptions: Assumptions, generator: np.random.Generator) -> NDArray[np.int64]:
    """Positions of the passages that have a suggestion; three demand ones always do."""
    there = generator.random(len(demand)) >= assumptions.abstained
    there[np.flatnonzero(demand)[:3]] = True
    return np.flatnonzero(there)


def _interview(exemplars: Exemplars, expected: NDArray[np.float64], rows: NDArray[np.int64]) -> Interview:
    return Interview(
        passages=tuple(f"p{number:02d}" for number in range(1, len(rows) + 1)),
        demand=exemplars.demand[rows],
        probabilities=exemplars.probabilities[rows],
        expected=expected[rows],
        level=exemplars.level[rows],
        markers=exemplars.markers[rows],
        words=exemplars.words[rows],
    )


def _whole(values: NDArray[np.float64], levels: Sequence[int]) -> NDArray[np.int64]:
    return np.clip(np.floor(values + 0.5), levels[0], levels[-1]).astype(np.int64)


class _Pools:
    """Exemplars by role and level."""

    def __init__(self, exemplars: Exemplars, levels: Sequence[int]) -> None:
        self._levels = levels
        whole = _whole(exemplars.rating, levels)
        self._rows: dict[tuple[bool, int], NDArray[np.int64]] = {}
        for role in (True, False):
            found = {level: np.flatnonzero((exemplars.demand == role) & (whole == level)) for level in levels}
            there = [level for level, rows in found.items() if len(rows)]
            for level in levels if there else ():
                nearest = min(there, key=lambda other: abs(other - level))
                self._rows[role, level] = found[nearest]

    def interview(self, truth: float, assumptions: Assumptions, generator: np.random.Generator) -> NDArray[np.int64]:
        """Rows of one interview's passages, demand ones first."""
        loose = generator.random() < assumptions.inconsistent
        within = assumptions.inconsistent_within if loose else assumptions.within
        permit = assumptions.centre + assumptions.permit_slope * (truth - assumptions.centre) - assumptions.permit_below
        rows: list[int] = []
        for role, middle, fewest, most in (
            (True, truth, assumptions.demand_fewest, assumptions.demand_most),
            (False, permit, assumptions.permit_fewest, assumptions.permit_most),
        ):
            for level in _whole(generator.normal(middle, within, generator.integers(fewest, most + 1)), self._levels):
                rows.append(self._draw(role, int(level), rows, generator))
        return np.array(rows, dtype=np.int64)

    def _draw(self, role: bool, level: int, used: Sequence[int], generator: np.random.Generator) -> int:
        if (role, level) not in self._rows:
            raise ValueError("there is no exemplar of a role that is wanted")
        rows = self._rows[role, level]
        for _ in range(_TRIES):
            row = int(rows[generator.integers(len(rows))])
            if row not in used:
                break
        return row
