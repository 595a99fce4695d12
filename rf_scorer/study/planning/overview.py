"""What there is to tell of a plan: each rater's part, what pairs share, and what did not come out as was wanted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rf_scorer.domain.amounts import counted
from rf_scorer.study.planning.board import pair
from rf_scorer.study.planning.rating_plan import APART, Purpose, people_of
from rf_scorer.study.planning.sampling import LEAST, strata
from rf_scorer.study.ratings.faults import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rf_scorer.study.planning.rating_plan import PlannedRater, RatingPlan

__all__ = ["Overview", "Part", "overview", "remarks"]

#: Pairs of raters that one message lists.
_LISTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One rater's part.

    Attributes
    ----------
    rater : str
    active : bool
    interviews, words : int
    calibration, double, single : int
        Of the interviews.
    strata : mapping of tuple of str to int
        Interviews of each stratum.
    """

    rater: str
    active: bool
    interviews: int
    words: int
    calibration: int
    double: int
    single: int
    strata: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A plan in figures.

    Attributes
    ----------
    parts : tuple of Part
        Of everybody who has one, those who left last.
    strata : tuple of tuple of str
        All of the plan.
    shared : mapping of tuple of str to int
        For each two raters the interviews that both rate, those of the calibration set not counted.
    purposes : mapping of str to int
        How many interviews of each purpose.
    """

    parts: tuple[Part, ...]
    strata: tuple[tuple[str, ...], ...]
    shared: Mapping[tuple[str, str], int]
    purposes: Mapping[str, int]


def overview(plan: RatingPlan) -> Overview:
    """Count."""
    there = [rater for rater in plan.raters if rater.active or rater.interviews]
    parts = tuple(_part(plan, rater) for rater in sorted(there, key=lambda one: (not one.active, one.id)))
    return Overview(
        parts=parts,
        strata=tuple(strata(one.interview for one in plan.interviews)),
        shared=_shared(plan),
        purposes={purpose.value: len(plan.of(purpose)) for purpose in Purpose},
    )


def _part(plan: RatingPlan, rater: PlannedRater) -> Part:
    mine = [plan.by_id[one] for one in rater.interviews]
    purposes = Counter(one.purpose for one in mine)
    return Part(
        rater=rater.id,
        active=rater.active,
        interviews=len(mine),
        words=sum(one.interview.words for one in mine),
        calibration=purposes[Purpose.CALIBRATION],
        double=purposes[Purpose.DOUBLE],
        single=purposes[Purpose.SINGLE],
        strata=Counter(one.interview.stratum for one in mine),
    )


def _shared(plan: RatingPlan) -> dict[tuple[str, str], int]:
    found = {pair(one.id, other.id): 0 for one, other in combinations(plan.raters, 2)}
    for interview, raters in plan.raters_of.items():
        if plan.by_id[interview].purpose is not Purpose.CALIBRATION:
            for one, other in combinations(raters, 2):
                found[pair(one, other)] += 1
    return found


def remarks(plan: RatingPlan, *, controls: Collection[str] | None = None) -> tuple[str, ...]:
    """What somebody should know before raters begin.

    Parameters
    ----------
    plan : RatingPlan
    controls : collection of str, optional
        Interviews that are rated without help, as the desk has drawn them or will draw them.
    """
    return (*_people(plan), *_pairs(plan), *_strata(plan), *_controls(plan, controls), *_again(plan))


def _people(plan: RatingPlan) -> Iterator[str]:
    if plan.rules.participant != APART:
        return
    crowded = 0
    for interviews in people_of(one.interview for one in plan.interviews).values():
        if len(interviews) > 1:
            who = Counter(rater for one in interviews for rater in plan.raters_of[one.id])
            crowded += any(count > 1 for count in who.values())
    if crowded:
        yield (
            f"Of {counted(crowded, 'participant', 'participants')} somebody rates more than one interview: "
            "there are too few raters, or they have too little room, to keep them apart."
        )


def _pairs(plan: RatingPlan) -> Iterator[str]:
    active = [rater.id for rater in plan.active]
    twice, shared = len(plan.of(Purpose.DOUBLE)), _shared(plan)
    pairs = [pair(one, other) for one, other in combinations(sorted(active), 2)]
    without = [one for one in pairs if not shared[one]]
    if not twice or not without:
        return
    told = [f"{one} and {other}" for one, other in without[:_LISTED]]
    more = f" and {len(without) - _LISTED} more" if len(without) > _LISTED else ""
    few = f" ({twice} double-coded interviews are fewer than {len(pairs)} pairs)" if twice < len(pairs) else ""
    yield f"Pairs of raters that share no double-coded interview: {'; '.join(told)}{more}{few}."


def _strata(plan: RatingPlan) -> Iterator[str]:
    twice = frozenset(plan.of(Purpose.DOUBLE))
    alone = [members for members in strata(one.interview for one in plan.interviews).values() if len(members) == 1]
    if alone and plan.rules.by:
        ids = listed([members[0].id for members in alone])
        yield f"{counted(len(alone), 'stratum has', 'strata have')} one interview alone: {ids}."
    if not plan.rules.double:
        return
    others = strata(one.interview for one in plan.interviews if one.purpose is not Purpose.CALIBRATION)
    small = sum(len(those) < LEAST and not any(one.id in twice for one in those) for those in others.values())
    if small:
        yield f"Of {counted(small, 'stratum', 'strata')} with fewer than {LEAST} interviews none is double-coded."


def _controls(plan: RatingPlan, controls: Collection[str] | None) -> Iterator[str]:
    if controls is None:
        return
    others = [one for one in plan.interviews if one.purpose is not Purpose.CALIBRATION]
    twice = plan.of(Purpose.DOUBLE)
    here = sum(one.interview.id in controls for one in others)
    drawn = sum(one in controls for one in twice)
    if not here or not twice:
        return
    wanted = len(twice) * here / len(others)
    yield (
        f"Without help at the desk: {here} of {counted(len(others), 'interview', 'interviews')}, "
        f"{drawn} of {len(twice)} that are double-coded (in proportion: {wanted:.1f})."
    )
    if abs(drawn - wanted) > max(1.0, 0.1 * wanted):
        yield "So double-coded interviews do not hold those without help in proportion; compare agreement with and without help with care."


def _again(plan: RatingPlan) -> Iterator[str]:
    if plan.rules.recalibrate and plan.of(Purpose.CALIBRATION):
        yield (
            "The desk keeps one rating of an interview by a rater: rate the calibration set the second time in a study of its own "
            "(rf-scorer init) with the same transcripts."
        )
