"""A plan made anew, and made longer when interviews have come into the study."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rf_scorer.errors import DataError, UsageError
from rf_scorer.study.planning.assignment import assign
from rf_scorer.study.planning.board import Board
from rf_scorer.study.planning.calibration import calibration
from rf_scorer.study.planning.order import mixed
from rf_scorer.study.planning.polish import even_pairs, even_words
from rf_scorer.study.planning.rating_plan import (
    APART,
    Move,
    Planned,
    PlannedRater,
    Purpose,
    RatingPlan,
    Rules,
    Step,
)
from rf_scorer.study.planning.sampling import doubles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rf_scorer.study.planning.rating_plan import Interview

__all__ = ["extend", "make", "taken_away"]

#: Ways of breaking ties of which the best is taken: where there are few interviews it matters, where there are many it takes long.
_TRIES = 20
_ENOUGH = 2_000


def make(
    interviews: Collection[Interview],
    raters: Mapping[str, int | None],
    rules: Rules,
    *,
    study: str,
    controls: Collection[str] = (),
    begun: Mapping[str, Collection[str]] | None = None,
) -> RatingPlan:
    """Plan who rates what.

    Parameters
    ----------
    interviews : collection of Interview
        All that are to be rated.
    raters : mapping of str to int or None
        Who rates, each with the most interviews that they take, or None.
    rules : Rules
    study : str
        Its id.
    controls : collection of str
        Interviews that are rated without help: these are drawn for double-coding in proportion.
    begun : mapping of str to collection of str, optional
        For interviews that raters have begun, who has; they keep them, whatever the plan would say.

    Returns
    -------
    RatingPlan
        The same for the same arguments, in whatever order.

    Raises
    ------
    UsageError
        If there are no raters, or one who should double-code, or more calibration interviews than there are.
    DataError
        If there are no interviews, or the raters' capacities do not suffice.
    """
    kept = {one: tuple(sorted(who)) for one, who in (begun or {}).items() if who}
    _check(interviews, raters, rules)
    first = calibration(interviews, count=rules.calibration, seed=rules.seed)
    everybodys = frozenset(first)
    others = [one for one in interviews if one.id not in everybodys]
    twice = doubles(
        others,
        share=rules.double,
        seed=rules.seed,
        controls=controls,
        settled={one.id: True for one in others if len(kept.get(one.id, ())) > 1},
    )
    planned = {
        one.id: Planned(interview=one, purpose=_purpose(one.id, first, twice))
        for one in sorted(interviews, key=lambda one: one.id)
    }
    gone = _who_left(kept, raters)
    parts = [PlannedRater(id=rater, capacity=most) for rater, most in sorted(raters.items())]
    _check_calibration(parts, len(first))
    given = [
        replace(
            part,
            interviews=(*first, *(one for one in sorted(planned) if part.id in kept.get(one, ()) and one not in first)),
        )
        for part in parts
    ]
    tries = max(1, min(_TRIES, _ENOUGH // len(planned)))
    boards = [_board(given, planned, gone, rules, kept, attempt=attempt) for attempt in range(tries)]
    board = min(boards, key=lambda one: one.quality(apart=rules.participant == APART))
    return RatingPlan(
        study=study,
        rules=rules,
        interviews=tuple(planned.values()),
        raters=(*(replace(part, interviews=_listed(board, part.id, first, kept, rules.seed)) for part in parts), *gone),
        history=(Step(action="make"),),
    )


def extend(plan: RatingPlan, interviews: Collection[Interview], *, controls: Collection[str] = ()) -> RatingPlan:
    """Plan interviews that have come into the study; what was planned before stays as it is, in its order.

    Parameters
    ----------
    plan : RatingPlan
    interviews : collection of Interview
        All of the study, or those that are new; of those that the plan has nothing is changed.
    controls : collection of str

    Returns
    -------
    RatingPlan
        The plan itself if there is nothing new.

    Raises
    ------
    DataError
        If the raters' capacities do not suffice.
    """
    new = [one for one in interviews if one.id not in plan.by_id]
    if not new:
        return plan
    rules = plan.rules
    old = [one for one in plan.interviews if one.purpose is not Purpose.CALIBRATION]
    twice = doubles(
        [*(one.interview for one in old), *new],
        share=rules.double,
        seed=rules.seed,
        controls=controls,
        settled={one.interview.id: one.purpose is Purpose.DOUBLE for one in old},
    )
    more = {one.id: Planned(interview=one, purpose=_purpose(one.id, (), twice)) for one in new}
    gone = [rater for rater in plan.raters if not rater.active]
    board = Board(plan.active, {**plan.by_id, **more}, gone=gone, seed=rules.seed)
    assign(board, _needs(board, set(more)), participant=rules.participant)

    def movable(rater: str, interview: str) -> bool:  # noqa: ARG001 (what is new can be moved from anybody)
        return interview in more

    even_pairs(board, movable)
    even_words(board, movable)
    raters = []
    for rater in plan.active:
        added = [more[one].interview for one in board.held[rater.id] if one in more]
        listed = mixed(added, rater=rater.id, seed=rules.seed)
        raters.append(replace(rater, interviews=(*rater.interviews, *listed)))
    moves = [Move(interview=one, taker=rater.id) for rater in raters for one in rater.interviews if one in more]
    return plan.changed(raters, Step(action="extend", moves=tuple(moves)), more=more.values())


def _board(
    raters: Sequence[PlannedRater],
    planned: Mapping[str, Planned],
    gone: Sequence[PlannedRater],
    rules: Rules,
    kept: Mapping[str, Collection[str]],
    *,
    attempt: int,
) -> Board:
    board = Board(raters, planned, gone=gone, seed=rules.seed, attempt=attempt)
    free = [one for one, each in planned.items() if each.purpose is not Purpose.CALIBRATION]
    assign(board, _needs(board, free), participant=rules.participant)

    def movable(rater: str, interview: str) -> bool:
        return rater not in kept.get(interview, ()) and planned[interview].purpose is not Purpose.CALIBRATION

    even_pairs(board, movable)
    even_words(board, movable)
    return board


def _listed(
    board: Board, rater: str, first: Sequence[str], kept: Mapping[str, Collection[str]], seed: int
) -> tuple[str, ...]:
    """A rater's interviews: the calibration set, what was begun, and the rest."""
    before = frozenset(first)
    others = [one for one in board.held[rater] if one not in before]
    begun = sorted(one for one in others if rater in kept.get(one, ()))
    rest = [board.planned[one].interview for one in others if rater not in kept.get(one, ())]
    return (*first, *begun, *mixed(rest, rater=rater, seed=seed))


def taken_away(plan: RatingPlan, begun: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """What raters have begun of the plan's interviews and would not have in it: interviews by rater."""
    has = {rater.id: frozenset(rater.interviews) for rater in plan.raters}
    found: dict[str, list[str]] = {}
    for interview, who in sorted(begun.items()):
        for rater in who:
            if interview in plan.by_id and interview not in has.get(rater, ()):
                found.setdefault(rater, []).append(interview)
    return {rater: tuple(those) for rater, those in sorted(found.items())}


def _check(interviews: Collection[Interview], raters: Mapping[str, int | None], rules: Rules) -> None:
    if not interviews:
        raise DataError("There are no interviews to plan.", remedy="Score the study first: rf-scorer score STUDY.")
    if not raters:
        raise UsageError("There are no raters to plan for.", remedy="Name them in study.toml, a [[raters]] for each.")
    if not 0 <= rules.double <= 1:
        raise UsageError("A share lies between 0 and 1.", remedy="Give --double 0.25, say.")
    if rules.recalibrate and not rules.calibration:
        raise UsageError("There is no calibration set to rate again.", remedy="Give --calibration, such as 5.")
    if len(raters) < 2 and rules.double > 0:
        raise UsageError(
            "One rater cannot double-code anything.", remedy="Give --double 0, or name another rater in study.toml."
        )


def _check_calibration(raters: Sequence[PlannedRater], count: int) -> None:
    small = [rater.id for rater in raters if rater.capacity is not None and rater.capacity < count]
    if small:
        raise DataError(
            f"The calibration set has {count} interviews, which is more than some raters take: {', '.join(small)}.",
            remedy="Raise their --capacity, or lower --calibration.",
        )


def _purpose(interview: str, first: Collection[str], twice: Collection[str]) -> Purpose:
    if interview in first:
        return Purpose.CALIBRATION
    return Purpose.DOUBLE if interview in twice else Purpose.SINGLE


def _who_left(kept: Mapping[str, Collection[str]], raters: Mapping[str, int | None]) -> list[PlannedRater]:
    """People who began something and are no raters of this plan."""
    theirs: dict[str, list[str]] = {}
    for interview, who in sorted(kept.items()):
        for rater in who:
            if rater not in raters:
                theirs.setdefault(rater, []).append(interview)
    return [PlannedRater(id=rater, interviews=tuple(those), active=False) for rater, those in sorted(theirs.items())]


def _needs(board: Board, interviews: Collection[str]) -> dict[str, int]:
    """How many raters interviews still lack."""
    return {
        one: max(0, board.planned[one].purpose.wanted(len(board.raters)) - len(board.on[one]))
        for one in sorted(interviews)
    }
