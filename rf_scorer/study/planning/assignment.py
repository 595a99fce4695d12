"""Giving interviews to raters, so that words stay balanced whatever else is wanted.

Interviews are given away participant by participant. Between two of these steps the rater with the most words is never more
than the longest interview ahead of the one with the fewest: as many raters as a participant's interviews need are had by
giving the longest to the rater with the fewest words, the next to the next one, and so on, which keeps that balance [1]_.
As long as the balance allows it, others are preferred: for pairs that share little, for strata that a rater has few of.

.. [1] Let ``W`` be the longest interview, ``l1 <= l2 <= …`` the raters' words, at most ``W`` apart, and ``w1 >= w2 >= …``
   given to the first ``k``. Of two of these, ``i`` before ``j``: ``(li + wi) - (lj + wj) <= wi - wj <= W``, and
   ``(lj + wj) - (li + wi) <= lj - li <= W``. One of them and one who got nothing: ``li + wi - l <= wi <= W``. It is the
   argument for list scheduling (Graham 1969, SIAM J Appl Math 17:416-429), for several at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rf_scorer.errors import DataError
from rf_scorer.study.planning.board import enough, pair
from rf_scorer.study.planning.chance import number
from rf_scorer.study.planning.rating_plan import TOGETHER, people_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rf_scorer.study.planning.board import Board
    from rf_scorer.study.planning.rating_plan import Interview

__all__ = ["assign"]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Interviews that go to the same rater, or the same two raters: one, or those of a participant that stay together."""

    interviews: tuple[str, ...]
    person: str
    stratum: tuple[str, ...]
    words: int
    raters: int


#: Where a participant's interviews stay together: who had some of them before; None where they are kept apart.
_Home: TypeAlias = "frozenset[str] | None"


@dataclass(frozen=True, slots=True)
class _Tried:
    """Who got what in one try, and how good that is: smaller is better."""

    given: tuple[tuple[str, str], ...]
    conflicts: int
    ahead: int


@dataclass(slots=True)
class _Left:
    """What is still to be given away: interviews that need two raters, and one."""

    doubles: int
    singles: int

    def without(self, units: Sequence[_Unit]) -> _Left:
        doubles = sum(len(unit.interviews) for unit in units if unit.raters == 2)
        singles = sum(len(unit.interviews) for unit in units if unit.raters == 1)
        return _Left(self.doubles - doubles, self.singles - singles)


def assign(board: Board, needs: Mapping[str, int], *, participant: str) -> None:
    """Give every interview as many further raters as it needs.

    Parameters
    ----------
    board : Board
        Is changed.
    needs : mapping of str to int
        1 or 2 for the interviews that need somebody.
    participant : str
        ``apart`` or ``together``.

    Raises
    ------
    DataError
        If raters, or what they can take, do not suffice.
    """
    wanted = {interview: count for interview, count in needs.items() if count}
    if not wanted:
        return
    jobs = _jobs(board, wanted, together=participant == TOGETHER)
    board.longest = max(board.longest, *(unit.words for job in jobs for unit in job))
    left = _Left(sum(count == 2 for count in wanted.values()), sum(count == 1 for count in wanted.values()))
    if board.limited and not enough(list(board.room.values()), doubles=left.doubles, singles=left.singles):
        raise _too_little(board, left)
    if participant == TOGETHER:  # blocks go to one rater each: only how many there is room for can be told beforehand
        left = _Left(0, sum(wanted.values()))
    for job in jobs:
        person, home = job[0].person, None
        if participant == TOGETHER:
            home = frozenset(rater for rater in board.raters if board.people[rater][person])
        for place, round_ in enumerate(_rounds(job, len(board.raters))):
            left = left.without(round_)
            _give(board, round_, left, home=home, first=place == 0)


def _jobs(board: Board, wanted: Mapping[str, int], *, together: bool) -> list[list[_Unit]]:
    """Each participant's interviews, the longest first; participants with interviews that need two raters first, then the longest."""
    jobs = []
    for person, interviews in people_of(board.planned[one].interview for one in wanted).items():
        if together:
            units = _blocks(person, interviews, wanted)
        else:
            units = [_Unit((one.id,), person, one.stratum, one.words, min(2, wanted[one.id])) for one in interviews]
        jobs.append(sorted(units, key=lambda unit: (-unit.words, unit.interviews)))
    return sorted(jobs, key=lambda units: (*_turn(board, units), units[0].interviews))


def _turn(board: Board, units: Sequence[_Unit]) -> tuple[int, int]:
    """When a participant's turn comes: the balance is kept in any order, and is finest where single interviews come last, the shortest at the end."""
    longest = -max(unit.words for unit in units)
    if any(unit.raters == 2 for unit in units):
        return 0, number(board.seed, "turn", str(board.attempt), units[0].person) if board.attempt else longest
    return (1 if len(units) > 1 else 2), longest


def _blocks(person: str, interviews: Sequence[Interview], wanted: Mapping[str, int]) -> list[_Unit]:
    """All interviews of a participant for one rater, and those that need two for another."""
    return [
        _Unit(tuple(one.id for one in those), person, those[0].stratum, sum(one.words for one in those), 1)
        for least in (1, 2)
        if (those := [one for one in interviews if wanted[one.id] >= least])
    ]


def _rounds(job: Sequence[_Unit], raters: int) -> Iterator[list[_Unit]]:
    """A participant's interviews in parts that need no more raters than there are."""
    part: list[_Unit] = []
    for unit in job:
        if part and sum(one.raters for one in part) + unit.raters > raters:
            yield part
            part = []
        part.append(unit)
    yield part


def _give(board: Board, units: Sequence[_Unit], left: _Left, *, home: _Home, first: bool) -> None:
    tries = [_preferred(board, units, left, home=home)]
    if tries[0] is None or tries[0].conflicts or tries[0].ahead:
        tries += [_strict(board, units, left, apart=apart, home=home) for apart in (True, False)]
    # Where a participant needs more raters than there are, somebody gets two of theirs anyway, and balance comes first.
    found = [one for one in tries if one is not None]
    if not found and any(len(unit.interviews) > 1 for unit in units):
        _give_singly(board, units, left, home=home)
        return
    if not found:
        raise _too_little(board, _Left(0, sum(len(unit.interviews) for unit in units)))
    best = min(found, key=lambda one: (one.conflicts, one.ahead) if first else (one.ahead, one.conflicts))
    for rater, interview in best.given:
        board.put(rater, interview)


def _give_singly(board: Board, units: Sequence[_Unit], left: _Left, *, home: _Home) -> None:
    """Divide what should stay together where nobody has room for all of it."""
    parts = []
    for unit in units:
        for one in unit.interviews:
            found = board.planned[one].interview
            parts.append(_Unit((one,), unit.person, found.stratum, found.words, 1))
    for place, part in enumerate(parts):
        _give(board, [part], _Left(left.doubles, left.singles + len(parts) - place - 1), home=home, first=False)


def _preferred(board: Board, units: Sequence[_Unit], left: _Left, *, home: _Home) -> _Tried | None:
    """Unit by unit: whoever keeps the balance, shares least with the other rater, and has fewest of the stratum."""
    given: list[tuple[str, str]] = []
    conflicts = 0
    for place, unit in enumerate(units):
        behind = units[place + 1 :]
        after = _Left(
            left.doubles + sum(len(one.interviews) for one in behind if one.raters == 2),
            left.singles + sum(len(one.interviews) for one in behind if one.raters == 1),
        )
        chosen = _choice(board, unit, after, home=home)
        if chosen is None:
            _undo(board, given)
            return None
        for rater in chosen:
            conflicts += _conflict(board, rater, unit, home=home)
        for rater in chosen:
            for interview in unit.interviews:
                board.put(rater, interview)
                given.append((rater, interview))
    tried = _Tried(tuple(given), conflicts, max(0, board.spread() - board.longest))
    _undo(board, given)
    return tried


def _choice(board: Board, unit: _Unit, left: _Left, *, home: _Home) -> tuple[str, ...] | None:
    for one in _ranked(board, unit, home=home):
        if unit.raters == 1:
            if _suffices(board, (one,), unit, left):
                return (one,)
            continue
        for interview in unit.interviews:
            board.put(one, interview)
        others = _ranked(board, unit, home=home)
        for interview in unit.interviews:
            board.take(one, interview)
        for other in others:
            if _suffices(board, (one, other), unit, left):
                return one, other
    return None


def _ranked(board: Board, unit: _Unit, *, home: _Home) -> list[str]:
    """Raters who can take a unit, the best first."""
    on = {rater for interview in unit.interviews for rater in board.on[interview]}
    with_them = [rater for rater in on if rater in board.rank]
    least, low, next_low = board.lightest()
    ranked = []
    for rater in board.raters:
        if rater in on or not board.has_room(rater, len(unit.interviews)):
            continue
        words = board.load[rater] + unit.words
        lowest = min(next_low if rater == least else low, words)
        ranked.append(
            (
                _conflict(board, rater, unit, home=home),
                words - lowest > board.longest,
                sum(board.pairs[pair(rater, other)] for other in with_them),
                board.strata[rater][unit.stratum],
                words,
                board.rank[rater],
                rater,
            )
        )
    return [one[-1] for one in sorted(ranked)]


def _conflict(board: Board, rater: str, unit: _Unit, *, home: _Home) -> bool:
    """Whether a rater has another interview of the participant, or, where they stay together, only others have."""
    if home is None:
        return board.people[rater][unit.person] > 0
    return bool(home) and rater not in home


def _suffices(board: Board, raters: Sequence[str], unit: _Unit, left: _Left) -> bool:
    """Whether everything that is left can still be given away, once these raters have the unit."""
    if not board.limited:
        return True
    rooms = [board.room[rater] - (len(unit.interviews) if rater in raters else 0) for rater in board.raters]
    return enough(rooms, doubles=left.doubles, singles=left.singles)


def _strict(board: Board, units: Sequence[_Unit], left: _Left, *, apart: bool, home: _Home) -> _Tried | None:
    """All units at once: the longest to whoever has the fewest words, the next to the next; every rater once at most."""
    wanted = [unit for unit in units for _ in range(unit.raters)]
    on = {rater for unit in units for interview in unit.interviews for rater in board.on[interview]}
    most = max(len(unit.interviews) for unit in units)
    open_ = [
        rater
        for rater in sorted(board.raters, key=lambda one: (board.load[one], board.rank[one]))
        if rater not in on
        and board.has_room(rater, most)
        and not (apart and any(_conflict(board, rater, unit, home=home) for unit in units))
    ]
    if len(open_) < len(wanted):
        return None
    chosen = list(zip(open_, wanted, strict=False))
    conflicts = sum(_conflict(board, rater, unit, home=home) for rater, unit in chosen)
    given = [(rater, interview) for rater, unit in chosen for interview in unit.interviews]
    for rater, interview in given:
        board.put(rater, interview)
    fine = not board.limited or enough(list(board.room.values()), doubles=left.doubles, singles=left.singles)
    tried = _Tried(tuple(given), conflicts, max(0, board.spread() - board.longest))
    _undo(board, given)
    return tried if fine else None


def _undo(board: Board, given: Sequence[tuple[str, str]]) -> None:
    for rater, interview in reversed(given):
        board.take(rater, interview)


def _too_little(board: Board, left: _Left) -> DataError:
    slots = 2 * left.doubles + left.singles
    if not board.limited:
        return DataError(
            "There is nobody left who could be the second rater of some interviews.",
            remedy="Let another rater join first, or plan without double-coded interviews (--double 0).",
        )
    rooms = sum(max(0, room) for room in board.room.values())
    told = f"{slots:,} ratings are to be given out, and the raters have room for {rooms:,}"
    if rooms >= slots:
        told += ", but not in such a way that two different ones rate each double-coded interview"
    return DataError(f"{told}.", remedy="Raise a --capacity, let another rater join, or lower --double.")
