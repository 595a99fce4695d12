"""Several transparent ways to sum up an interview; none is a final score.

The scale's authors prescribe a judgement, not a formula, for the whole interview (check against the manual). In
research, demand passages form one factor to which some permit passages and the count of markers add (Taubner et al.
2013, doi 10.1037/a0029138), so that no single figure is faithful: they stand side by side, with the spread and the
extremes.
"""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

from rf_scorer.domain import Aggregate, QuestionRole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.domain import Passage, Suggestion

    Summary = Callable[[list[float]], float]

__all__ = ["ORDINARY", "TRIMMED", "aggregates"]

#: The level of definite, ordinary reflective functioning.
ORDINARY = 5
#: Share of passages cut at each end for the trimmed mean, at least one.
TRIMMED = 0.2


def aggregates(passages: Sequence[Passage], suggestions: Sequence[Suggestion]) -> tuple[Aggregate, ...]:
    """Sum up the passages that have a suggestion.

    Parameters
    ----------
    passages : sequence of Passage
    suggestions : sequence of Suggestion
        Matched by passage id; those that abstained are left out, and never count as low.

    Returns
    -------
    tuple of Aggregate
        Always the same ones in the same order. Levels enter the median, the share, the lowest and the highest; expected
        values enter the means and the spread. An undefined one has no value and a reason.
    """
    roles = {passage.id: passage.role for passage in passages}
    rated = [found for found in suggestions if found.level is not None and found.expected is not None]
    demand = [found for found in rated if roles.get(found.passage) is QuestionRole.DEMAND]
    everything, asked = "No passage has a suggestion.", "No demand passage has a suggestion."
    return (
        _one("median", "Median level of all passages", rated, _level, statistics.median, empty=everything),
        _one("mean", "Mean expected value of all passages", rated, _expected, statistics.fmean, empty=everything),
        _one(
            "trimmed_mean",
            "Mean without the lowest and highest fifth",
            rated,
            _expected,
            _trimmed,
            least=5,
            empty=everything,
        ),
        _one("demand_median", "Median level of demand passages", demand, _level, statistics.median, empty=asked),
        _one("demand_mean", "Mean expected value of demand passages", demand, _expected, statistics.fmean, empty=asked),
        _share(demand, asked),
        _extreme("lowest", "Lowest level", rated, min, everything),
        _extreme("highest", "Highest level", rated, max, everything),
        _one(
            "spread",
            "Standard deviation of expected values",
            rated,
            _expected,
            statistics.stdev,
            least=2,
            empty=everything,
        ),
    )


def _level(found: Suggestion) -> float:
    assert found.level is not None
    return float(found.level)


def _expected(found: Suggestion) -> float:
    assert found.expected is not None
    return found.expected


def _trimmed(values: list[float]) -> float:
    cut = max(math.floor(TRIMMED * len(values)), 1)
    return statistics.fmean(sorted(values)[cut : len(values) - cut])


def _one(
    key: str,
    title: str,
    found: list[Suggestion],
    value: Callable[[Suggestion], float],
    summary: Summary,
    *,
    empty: str,
    least: int = 1,
) -> Aggregate:
    if not found:
        return Aggregate(id=key, title=title, value=None, passages=(), reason=empty)
    ids = tuple(one.passage for one in found)
    if len(found) < least:
        reason = f"This needs {least} passages with a suggestion, and there are {len(found)}."
        return Aggregate(id=key, title=title, value=None, passages=ids, reason=reason)
    return Aggregate(id=key, title=title, value=round(summary([value(one) for one in found]), 3), passages=ids)


def _share(demand: list[Suggestion], empty: str) -> Aggregate:
    key, title = "demand_share", f"Share of demand passages at {ORDINARY} or more"
    if not demand:
        return Aggregate(id=key, title=title, value=None, passages=(), reason=empty)
    if any(one.distribution is None or ORDINARY not in one.distribution for one in demand):
        reason = f"The scale has no level {ORDINARY}."
        return Aggregate(id=key, title=title, value=None, passages=(), reason=reason)
    reached = tuple(one.passage for one in demand if _level(one) >= ORDINARY)
    return Aggregate(id=key, title=title, value=round(len(reached) / len(demand), 3), passages=reached)


def _extreme(
    key: str, title: str, found: list[Suggestion], choose: Callable[[list[float]], float], empty: str
) -> Aggregate:
    if not found:
        return Aggregate(id=key, title=title, value=None, passages=(), reason=empty)
    value = choose([_level(one) for one in found])
    ids = tuple(one.passage for one in found if _level(one) == value)
    return Aggregate(id=key, title=title, value=value, passages=ids)
