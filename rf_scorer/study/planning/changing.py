"""A plan after a rater left or joined: as little as possible changes hands, and nothing that was finished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rf_scorer.errors import DataError, UsageError
from rf_scorer.study.planning.assignment import assign
from rf_scorer.study.planning.board import Board, pair
from rf_scorer.study.planning.order import mixed
from rf_scorer.study.planning.polish import even_pairs, even_words
from rf_scorer.study.planning.rating_plan import APART, TOGETHER, Move, PlannedRater, Purpose, Step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rf_scorer.study.planning.rating_plan import RatingPlan

__all__ = ["join", "leave"]


def leave(plan: RatingPlan, rater: str, *, finished: Collection[str]) -> RatingPlan:
    """Spread what a rater has not finished over the others.

    Parameters
    ----------
    plan : RatingPlan
    rater : str
    finished : collection of str
        Interviews that this rater has finished; they stay.

    Raises
    ------
    UsageError
        If the plan has no such rater any more, or nobody else.
    DataError
        If the others' capacities do not suffice, or nobody could be the second rater of an interview.
    """
    leaver = _part(plan, rater)
    others = [one for one in plan.active if one.id != rater]
    if not others:
        raise UsageError("Nobody would be left to rate.", remedy="Let another rater join first: rf-scorer plan join.")
    done = frozenset(finished)
    stays = replace(leaver, interviews=tuple(one for one in leaver.interviews if one in done), active=False)
    lost = [one for one in leaver.interviews if one not in done]
    # Everybody else rates the calibration set already.
    spread = [one for one in lost if plan.by_id[one].purpose is not Purpose.CALIBRATION]
    gone = [*(one for one in plan.raters if not one.active), stays]
    board = Board(others, plan.by_id, gone=gone, seed=plan.rules.seed)
    needs = {one: plan.by_id[one].purpose.wanted(0) - len(board.on[one]) for one in spread}
    assign(board, {one: max(0, count) for one, count in needs.items()}, participant=plan.rules.participant)
    had = {other.id: frozenset(other.interviews) for other in others}
    free = frozenset(spread)

    def movable(who: str, interview: str) -> bool:
        return interview in free and interview not in had[who]

    even_pairs(board, movable)
    even_words(board, movable)
    changed = [stays]
    moves: list[Move] = []
    for other in others:
        more = [plan.by_id[one].interview for one in board.held[other.id] if one not in had[other.id]]
        added = mixed(more, rater=other.id, seed=plan.rules.seed)
        changed.append(replace(other, interviews=(*other.interviews, *added)))
        moves += [Move(interview=one, giver=rater, taker=other.id) for one in added]
    told = {move.interview for move in moves}
    # The calibration set, and what more people than it needs had begun.
    moves += [Move(interview=one, giver=rater) for one in lost if one not in told]
    return plan.changed(changed, Step(action="leave", rater=rater, moves=tuple(moves)))


def _part(plan: RatingPlan, rater: str) -> PlannedRater:
    found = next((one for one in plan.active if one.id == rater), None)
    if found is None:
        listed = ", ".join(one.id for one in plan.active) or "nobody"
        raise UsageError(f"{rater} is not among the raters of the plan.", remedy=f"These are: {listed}.")
    return found


def join(
    plan: RatingPlan,
    rater: str,
    *,
    capacity: int | None = None,
    begun: Mapping[str, Collection[str]],
    finished: Mapping[str, Collection[str]],
) -> RatingPlan:
    """Let somebody take a fair part of what is still to be done.

    The rater gets the calibration set, and then interviews that nobody has begun, out of the ends of the lists of those who have most
    before them, until no further one would bring the two nearer.

    Parameters
    ----------
    plan : RatingPlan
    rater : str
        Somebody new, or who has left before.
    capacity : int, optional
    begun, finished : mapping of str to collection of str
        For interviews that raters have begun, or finished, who has; what was finished was begun.

    Raises
    ------
    UsageError
        If the rater is in the plan already.
    DataError
        If the capacity is smaller than the calibration set.
    """
    if any(one.id == rater for one in plan.active):
        raise UsageError(f"{rater} is among the raters of the plan already.", remedy="See rf-scorer plan show.")
    before = next((one for one in plan.raters if one.id == rater), PlannedRater(id=rater))
    first = [one for one in _calibration(plan) if one not in before.interviews]
    joiner = replace(before, interviews=(*first, *before.interviews), capacity=capacity, active=True, head_start=0)
    if capacity is not None and capacity < len(joiner.interviews):
        raise DataError(
            f"{rater} has {len(joiner.interviews)} interviews to begin with, which is more than the capacity.",
            remedy="Raise the --capacity.",
        )
    gone = [one for one in plan.raters if not one.active and one.id != rater]
    board = Board([*plan.active, joiner], plan.by_id, gone=gone, seed=plan.rules.seed)
    exchange = _Exchange(plan, board, rater, begun, finished)
    handed = exchange.all()
    given = {one: giver for giver, one in handed}
    added = mixed([plan.by_id[one].interview for one in given], rater=rater, seed=plan.rules.seed)
    others = [
        replace(one, interviews=tuple(each for each in one.interviews if given.get(each) != one.id))
        if one.id in given.values()
        else one
        for one in plan.active
    ]
    words = [board.load[one.id] for one in others]
    ahead = max(0, sum(words) // len(words) - board.load[rater]) if words else 0
    joined = replace(joiner, interviews=(*joiner.interviews, *added), head_start=ahead)
    moves = [Move(interview=one, taker=rater) for one in first]
    moves += [Move(interview=one, giver=given[one], taker=rater) for one in added]
    return plan.changed([*others, joined], Step(action="join", rater=rater, moves=tuple(moves)))


def _calibration(plan: RatingPlan) -> tuple[str, ...]:
    """The calibration set in the order in which the others rate it."""
    for rater in plan.active:
        found = tuple(one for one in rater.interviews if plan.by_id[one].purpose is Purpose.CALIBRATION)
        if found:
            return found
    return plan.of(Purpose.CALIBRATION)


class _Exchange:
    """Interviews that go to somebody who joins, one after the other, by what everybody still has before them."""

    def __init__(
        self,
        plan: RatingPlan,
        board: Board,
        joiner: str,
        begun: Mapping[str, Collection[str]],
        finished: Mapping[str, Collection[str]],
    ) -> None:
        self.plan, self.board, self.joiner = plan, board, joiner
        self.begun = begun
        self.before = {
            rater: sum(
                plan.by_id[one].interview.words for one in board.held[rater] if rater not in finished.get(one, ())
            )
            for rater in board.raters
        }
        self.place = {one.id: {each: place for place, each in enumerate(one.interviews)} for one in plan.active}
        slots = sum(len(rater.interviews) for rater in plan.active)
        twice = sum(2 for one in plan.interviews if one.purpose is Purpose.DOUBLE)
        self.share = twice / slots if slots else 0.0
        self.doubles = sum(self._double(one) for one in board.held[joiner])

    def all(self) -> list[tuple[str, str]]:
        """Hand over whatever brings people nearer: givers and interviews."""
        handed: list[tuple[str, str]] = []
        while found := self._next():
            giver, interviews = found
            for interview in interviews:
                self.board.hand(giver, self.joiner, interview)
                words = self.plan.by_id[interview].interview.words
                self.before[giver] -= words
                self.before[self.joiner] += words
                self.doubles += self._double(interview)
                handed.append((giver, interview))
        return handed

    def _next(self) -> tuple[str, tuple[str, ...]] | None:
        givers = [rater for rater in self.board.raters if rater != self.joiner]
        for giver in sorted(givers, key=lambda one: (-self.before[one], self.board.rank[one])):
            room = self.before[giver] - self.before[self.joiner]
            fitting = [
                block
                for block in self._blocks(giver)
                if sum(self.plan.by_id[one].interview.words for one in block) < room
                and self.board.has_room(self.joiner, len(block))
            ]
            if fitting:
                return giver, min(fitting, key=lambda block: self._cost(giver, block))
        return None

    def _blocks(self, giver: str) -> list[tuple[str, ...]]:
        """What can go from somebody without dividing what stays together or bringing together what is kept apart."""
        rules, held = self.plan.rules, self.board.held[giver]
        free = [one for one in held if self._movable(giver, one)]
        if rules.participant == APART:
            return [(one,) for one in free if not self.board.people[self.joiner][self._person(one)]]
        blocks: dict[str, list[str]] = {}
        for one in free:
            blocks.setdefault(self._person(one), []).append(one)
        return [
            tuple(block)
            for person, block in blocks.items()
            if rules.participant == TOGETHER and len(block) == self.board.people[giver][person]
        ]

    def _movable(self, giver: str, interview: str) -> bool:
        return (
            self.plan.by_id[interview].purpose is not Purpose.CALIBRATION
            and giver not in self.begun.get(interview, ())
            and self.joiner not in self.board.on[interview]
        )

    def _double(self, interview: str) -> bool:
        return self.plan.by_id[interview].purpose is Purpose.DOUBLE

    def _person(self, interview: str) -> str:
        return self.plan.by_id[interview].interview.person

    def _cost(self, giver: str, block: tuple[str, ...]) -> tuple[bool, int, int, int, str]:
        """Doubles in their share; pairs that share little, strata of which the joiner has few, and ends of lists first."""
        planned = [self.plan.by_id[one] for one in block]
        double = any(map(self._double, block))
        wants = self.doubles < self.share * (len(self.board.held[self.joiner]) + 1)
        shared = sum(
            self.board.pairs[pair(self.joiner, other)]
            for one in block
            for other in self.board.on[one]
            if other != giver
        )
        strata = sum(self.board.strata[self.joiner][one.interview.stratum] for one in planned)
        return double != wants, shared, strata, -max(self.place[giver][one] for one in block), block[0]
