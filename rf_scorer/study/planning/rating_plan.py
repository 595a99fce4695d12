"""A plan: which interviews are rated how often, by whom and in which order, and how it came to be so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "APART",
    "TOGETHER",
    "Interview",
    "Move",
    "Planned",
    "PlannedRater",
    "Purpose",
    "RatingPlan",
    "Rules",
    "Step",
    "people_of",
]

#: What happens to several interviews of one participant: different raters, or the same one.
APART, TOGETHER = "apart", "together"


class Purpose(StrEnum):
    """What an interview is rated for, which says how many raters it gets."""

    CALIBRATION = "calibration"
    DOUBLE = "double"
    SINGLE = "single"

    def wanted(self, raters: int) -> int:
        """How many raters, of so many that there are."""
        return {Purpose.CALIBRATION: raters, Purpose.DOUBLE: 2, Purpose.SINGLE: 1}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What a planner must know of an interview.

    Attributes
    ----------
    id : str
    words : int
        The participant's.
    participant : str or None
        None where it is not known: the interview is then planned as that of somebody else than all others.
    stratum : tuple of str
        A value for each column of the rules; empty where there is none.
    """

    id: str
    words: int
    participant: str | None = None
    stratum: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        """The participant, or something that no other interview has."""
        # A code holds no line break.
        return f"\n{self.id}" if self.participant is None else self.participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What was asked for.

    Attributes
    ----------
    double : float
        0 to 1: the share of the interviews outside the calibration set that two rate.
    by : tuple of str
        Columns that make the strata.
    participant : str
        :data:`APART` or :data:`TOGETHER`.
    calibration : int
        Interviews that everybody rates first.
    recalibrate : bool
        Whether everybody rates them a second time at the end.
    blind : bool
        Whether lists for raters name interviews by codes.
    seed : int
    """

    double: float = 0.25
    by: tuple[str, ...] = ()
    participant: str = APART
    calibration: int = 0
    recalibrate: bool = False
    blind: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An interview and what it is rated for."""

    interview: Interview
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRater:
    """A rater's part.

    Attributes
    ----------
    id : str
    interviews : tuple of str
        Ids in the order in which they are to be rated.
    capacity : int or None
        The most interviews that this rater takes, those of the calibration set among them.
    active : bool
        False once the rater has left: the interviews are then those that were finished.
    head_start : int
        Words that count as this rater's in balancing, so that somebody who joined late need not catch up with what others did before.
    """

    id: str
    interviews: tuple[str, ...] = ()
    capacity: int | None = None
    active: bool = True
    head_start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An interview that somebody gets (``giver`` is None), gives up (``taker`` is None) or hands to somebody else."""

    interview: str
    giver: str | None = None
    taker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of a plan: ``make``, ``extend``, ``leave`` or ``join``; whom it is about; and what changed hands."""

    action: str
    rater: str | None = None
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RatingPlan:
    """Who rates what.

    Attributes
    ----------
    study : str
        Id of the study.
    rules : Rules
    interviews : tuple of Planned
        By id.
    raters : tuple of PlannedRater
        Those who left among them.
    history : tuple of Step
        Oldest first.
    """

    study: str
    rules: Rules
    interviews: tuple[Planned, ...]
    raters: tuple[PlannedRater, ...]
    history: tuple[Step, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Planned]:
        """Interviews by id."""
        return {one.interview.id: one for one in self.interviews}

    @cached_property
    def raters_of(self) -> Mapping[str, tuple[str, ...]]:
        """For each interview who rates it, those who left and had finished it among them."""
        found: dict[str, list[str]] = {one.interview.id: [] for one in self.interviews}
        for rater in self.raters:
            for interview in rater.interviews:
                found[interview].append(rater.id)
        return {interview: tuple(raters) for interview, raters in found.items()}

    @property
    def active(self) -> tuple[PlannedRater, ...]:
        """Raters who have not left."""
        return tuple(rater for rater in self.raters if rater.active)

    def of(self, purpose: Purpose) -> tuple[str, ...]:
        """Ids of the interviews that are rated for this."""
        return tuple(one.interview.id for one in self.interviews if one.purpose is purpose)

    def changed(self, raters: Iterable[PlannedRater], step: Step, *, more: Iterable[Planned] = ()) -> RatingPlan:
        """The plan after a step: raters in place of those of the same id or beside them, and further interviews."""
        new = {rater.id: rater for rater in raters}
        kept = tuple(new.pop(rater.id, rater) for rater in self.raters)
        interviews = sorted((*self.interviews, *more), key=lambda one: one.interview.id)
        return replace(self, interviews=tuple(interviews), raters=(*kept, *new.values()), history=(*self.history, step))


def people_of(interviews: Iterable[Interview]) -> dict[str, list[Interview]]:
    """Interviews by participant."""
    found: dict[str, list[Interview]] = defaultdict(list)
    for one in interviews:
        found[one.person].append(one)
    return dict(found)
