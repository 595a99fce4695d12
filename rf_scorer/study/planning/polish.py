"""A plan that is balanced made better: pairs that share too little, and words that lie apart without need.

Interviews only change hands where nobody gets two of a participant by it and the balance of words is no worse than the
longest interview.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from rf_scorer.study.planning.board import pair
from rf_scorer.study.planning.rating_plan import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rf_scorer.study.planning.board import Board

__all__ = ["even_pairs", "even_words"]

#: Changes that are tried for each rater, at most: a few suffice, and ten thousand interviews are to take seconds.
_STEPS = 40


def even_pairs(board: Board, movable: Callable[[str, str], bool]) -> None:
    """Let pairs of raters that share fewest interviews share more, until no two pairs differ by more than one or nothing helps.

    Parameters
    ----------
    board : Board
        Is changed.
    movable : callable
        Whether an interview may be taken from a rater.
    """
    every = list(combinations(sorted(board.raters), 2))
    for _ in range(_STEPS * len(board.raters)):
        counts = [board.pairs[one] for one in every]
        if not counts or max(counts) - min(counts) < 2:
            return
        low = sorted((one for one in every if board.pairs[one] <= max(counts) - 2), key=lambda one: board.pairs[one])
        if not any(_paired(board, one, movable) or _replaced(board, one, movable) for one in low[:_STEPS]):
            return


def _paired(board: Board, wanted: tuple[str, str], movable: Callable[[str, str], bool]) -> bool:
    """Let two raters share one interview more: each gives up a partner, and these are brought together, or one gets a single interview."""
    for one, other in (wanted, wanted[::-1]):
        for shared, partner in _doubles(board, one, movable):
            if partner == other or board.pairs[pair(one, partner)] - board.pairs[pair(one, other)] < 2:
                continue
            for given in _near(board, other, shared, movable):
                rest = [rater for rater in board.on[given] if rater != other]
                if other in board.on[shared] or any(
                    rater not in board.rank or rater in {one, partner} for rater in rest
                ):
                    continue
                # What the exchange makes of the squares of all counts: it is to make them smaller.
                change = 2 * (board.pairs[pair(one, other)] - board.pairs[pair(one, partner)] + 1)
                for rater in rest:
                    change += 2 * (board.pairs[pair(rater, partner)] - board.pairs[pair(rater, other)] + 1)
                if change < 0 and _exchanged(board, partner, shared, other, given):
                    return True
    return False


def _replaced(board: Board, wanted: tuple[str, str], movable: Callable[[str, str], bool]) -> bool:
    """Let two raters have an interview of two others who share many, each for a single one."""
    crowded = [
        one
        for one, count in board.pairs.most_common(_STEPS)
        if count - board.pairs[wanted] >= 2 and not {*one} & {*wanted}
    ]
    for givers in crowded:
        for shared, _ in _doubles(board, givers[0], movable):
            if set(board.on[shared]) != {*givers} or not movable(givers[0], shared):
                continue
            for first, second in (givers, givers[::-1]):
                back = _single_back(board, first, shared, wanted[0], movable)
                if back is None:
                    continue
                if _single_back(board, second, shared, wanted[1], movable) is not None:
                    return True
                board.hand(wanted[0], first, shared)
                board.hand(first, wanted[0], back)
    return False


def _single_back(board: Board, giver: str, shared: str, taker: str, movable: Callable[[str, str], bool]) -> str | None:
    """Exchange an interview for a single one; which one, or None where no exchange is possible."""
    for given in _near(board, taker, shared, movable):
        if board.planned[given].purpose is Purpose.SINGLE and _exchanged(board, giver, shared, taker, given):
            return given
    return None


def _doubles(board: Board, rater: str, movable: Callable[[str, str], bool]) -> Iterator[tuple[str, str]]:
    """Interviews that a rater shares with one other, from whom they can be taken."""
    for interview in list(board.held[rater]):
        if board.planned[interview].purpose is Purpose.DOUBLE:
            for partner in board.on[interview]:
                if partner != rater and partner in board.rank and movable(partner, interview):
                    yield interview, partner


def _near(board: Board, rater: str, interview: str, movable: Callable[[str, str], bool]) -> list[str]:
    """Some of a rater's interviews, those nearest in stratum and words to another one first."""
    like = board.planned[interview].interview
    there = [one for one in board.held[rater] if movable(rater, one)]

    def apart(one: str) -> tuple[bool, int, str]:
        found = board.planned[one].interview
        return found.stratum != like.stratum, abs(found.words - like.words), one

    return sorted(there, key=apart)[:_STEPS]


def _exchanged(board: Board, one: str, from_one: str, other: str, from_other: str) -> bool:
    """Exchange interviews of two raters, unless that brings two of a participant together or spoils the balance."""
    before = board.spread()
    board.hand(one, other, from_one)
    board.hand(other, one, from_other)
    kept = board.spread() <= max(before, board.longest)
    for rater, giver, interview in ((other, one, from_one), (one, other, from_other)):
        person = board.planned[interview].interview.person
        kept = kept and board.people[rater][person] == 1 and board.people[giver][person] == 0
    if not kept:
        board.hand(one, other, from_other)
        board.hand(other, one, from_one)
    return kept


def even_words(board: Board, movable: Callable[[str, str], bool]) -> None:
    """Exchange single interviews of one stratum between raters with many and with few words, as long as that brings them nearer.

    Parameters
    ----------
    board : Board
        Is changed.
    movable : callable
        Whether an interview may be taken from a rater.
    """
    if len(board.raters) < 2:
        return
    singles = {rater: _singles(board, rater, movable) for rater in board.raters}
    for _ in range(_STEPS * len(board.raters)):
        by_words = sorted(board.raters, key=lambda one: (board.load[one], board.rank[one]))
        if not any(
            _nearer(board, heavy, light, singles)
            for heavy, light in ((by_words[-1], by_words[0]), (by_words[-1], by_words[1]), (by_words[-2], by_words[0]))
            if heavy != light
        ):
            return


def _singles(
    board: Board, rater: str, movable: Callable[[str, str], bool]
) -> dict[tuple[str, ...], list[tuple[int, str]]]:
    """A rater's single interviews of participants of whom there is no other with this rater, by stratum, by words."""
    found: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for one in board.held[rater]:
        planned = board.planned[one]
        if planned.purpose is Purpose.SINGLE and movable(rater, one):
            found[planned.interview.stratum].append((planned.interview.words, one))
    return defaultdict(list, {stratum: sorted(those) for stratum, those in found.items()})


def _nearer(
    board: Board, heavy: str, light: str, singles: dict[str, dict[tuple[str, ...], list[tuple[int, str]]]]
) -> bool:
    gap = board.load[heavy] - board.load[light]
    best: tuple[int, tuple[int, str], tuple[int, str], tuple[str, ...]] | None = None
    for stratum, mine in singles[heavy].items():
        theirs = singles[light][stratum]
        for words, one in mine:
            place = bisect_left(theirs, (words - gap // 2, ""))
            for other in theirs[max(0, place - 1) : place + 1]:
                step = words - other[0]
                off = abs(gap - 2 * step)
                nearest = best is None or (off, one) < (best[0], best[1][1])
                if 0 < step < gap and nearest and _free(board, heavy, light, one, other[1]):
                    best = off, (words, one), other, stratum
    if best is None:
        return False
    _, mine_, theirs_, stratum = best
    board.hand(heavy, light, mine_[1])
    board.hand(light, heavy, theirs_[1])
    for rater, gone, come in ((heavy, mine_, theirs_), (light, theirs_, mine_)):
        there = singles[rater][stratum]
        there.remove(gone)
        there.insert(bisect_left(there, come), come)
    return True


def _free(board: Board, heavy: str, light: str, one: str, other: str) -> bool:
    """Whether neither participant is among the other interviews of either rater."""
    first, second = board.planned[one].interview.person, board.planned[other].interview.person
    if first == second:
        return False
    return (
        board.people[heavy][first] == 1
        and board.people[light][second] == 1
        and board.people[light][first] == 0
        and board.people[heavy][second] == 0
    )
