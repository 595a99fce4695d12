"""Who has what so far, while a plan is being made: words, interviews, participants, strata and pairs of each rater."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from rf_scorer.study.planning.chance import shuffled
from rf_scorer.study.planning.rating_plan import Purpose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rf_scorer.study.planning.rating_plan import Interview, Planned, PlannedRater

__all__ = ["Board", "enough", "pair"]

#: Interviews that nobody reaches: the room of a rater without a capacity.
_ENDLESS = 10**9


def pair(one: str, other: str) -> tuple[str, str]:
    """Two raters, in whichever order they are given."""
    return (one, other) if one < other else (other, one)


def enough(rooms: Collection[int], *, doubles: int, singles: int) -> bool:
    """Whether raters with room for so many interviews each can take so many that two of them rate, and so many that one does.

    Exactly so: two raters for each of ``doubles`` can be found if and only if the rooms, each counted up to ``doubles``, make twice as many.
    """
    return sum(rooms) >= 2 * doubles + singles and sum(min(room, doubles) for room in rooms) >= 2 * doubles


class Board:
    """The state of a plan in the making.

    Parameters
    ----------
    raters : iterable of PlannedRater
        Those who can be given something, with what they have already.
    planned : mapping of str to Planned
        Every interview of the plan, by id.
    gone : iterable of PlannedRater
        Those who have left; what they finished counts as rated.
    seed : int
        Breaks ties.
    attempt : int
        Which of several plans that could be made: it decides who is given interviews first.

    Attributes
    ----------
    raters : tuple of str
        In the order in which ties are broken.
    longest : int
        Words of the longest interview outside the calibration set, or block of interviews that stay together: the balance that is kept.
    load : dict of str to int
        Words.
    room : dict of str to int
        Interviews that a rater can still take.
    on : dict of str to list of str
        Raters of each interview.
    people, strata : dict of str to Counter
        How many interviews of each participant, and of each stratum, a rater has.
    pairs : Counter
        How many interviews each pair of raters shares, those of the calibration set not counted.
    """

    def __init__(
        self,
        raters: Iterable[PlannedRater],
        planned: Mapping[str, Planned],
        *,
        gone: Iterable[PlannedRater] = (),
        seed: int,
        attempt: int = 0,
    ) -> None:
        parts = {rater.id: rater for rater in raters}
        self.planned = planned
        self.raters = tuple(shuffled(parts, seed, "raters"))
        self.seed, self.attempt = seed, attempt
        self.rank = {rater: place for place, rater in enumerate(self.raters)}
        dealt = (one.interview.words for one in planned.values() if one.purpose is not Purpose.CALIBRATION)
        self.longest = max(dealt, default=0)
        self.limited = any(rater.capacity is not None for rater in parts.values())
        self.load = {rater: parts[rater].head_start for rater in self.raters}
        self.room = {rater: _ENDLESS if (most := parts[rater].capacity) is None else most for rater in self.raters}
        self.on: dict[str, list[str]] = defaultdict(list)
        self.held: dict[str, dict[str, None]] = {rater: {} for rater in self.raters}
        self.people: dict[str, Counter[str]] = {rater: Counter() for rater in self.raters}
        self.strata: dict[str, Counter[tuple[str, ...]]] = {rater: Counter() for rater in self.raters}
        self.pairs: Counter[tuple[str, str]] = Counter()
        for left in gone:
            for interview in left.interviews:
                self.on[interview].append(left.id)
        for rater in self.raters:
            for interview in parts[rater].interviews:
                self.put(rater, interview)

    def put(self, rater: str, interview: str) -> None:
        """Give a rater an interview."""
        self._count(rater, self.planned[interview].interview, 1)
        self._pair(rater, interview, 1)
        self.on[interview].append(rater)
        self.held[rater][interview] = None

    def take(self, rater: str, interview: str) -> None:
        """Take an interview from a rater."""
        self._count(rater, self.planned[interview].interview, -1)
        self.on[interview].remove(rater)
        self._pair(rater, interview, -1)
        del self.held[rater][interview]

    def hand(self, giver: str, taker: str, interview: str) -> None:
        """Take an interview from one rater and give it to another."""
        self.take(giver, interview)
        self.put(taker, interview)

    def _count(self, rater: str, interview: Interview, step: int) -> None:
        self.load[rater] += step * interview.words
        self.room[rater] -= step
        self.people[rater][interview.person] += step
        self.strata[rater][interview.stratum] += step

    def _pair(self, rater: str, interview: str, step: int) -> None:
        if self.planned[interview].purpose is not Purpose.CALIBRATION:
            for other in self.on[interview]:
                if other in self.rank:
                    self.pairs[pair(rater, other)] += step

    def has_room(self, rater: str, count: int = 1) -> bool:
        """Whether a rater can take so many more interviews."""
        return self.room[rater] >= count

    def lightest(self) -> tuple[str | None, int, int]:
        """Of those with room the rater with the fewest words, these words, and those of the next one."""
        least, low, next_low = None, _ENDLESS, _ENDLESS
        for rater in self.raters:
            if self.room[rater] > 0:
                words = self.load[rater]
                if words < low:
                    least, low, next_low = rater, words, low
                elif words < next_low:
                    next_low = words
        return least, low, next_low

    def quality(self, *, apart: bool) -> tuple[int, int, int]:
        """How far from what is wanted, for comparison with other attempts; smaller is better.

        Interviews that a rater has beside another of the participant, where they are to be kept apart; by how many interviews the pair
        that shares most is ahead of the one that shares least; and the spread of words.
        """
        doubled = sum(count - 1 for people in self.people.values() for count in people.values() if count > 1)
        shared = [self.pairs[one] for one in combinations(sorted(self.raters), 2)]
        return doubled if apart else 0, max(shared, default=0) - min(shared, default=0), self.spread()

    def spread(self) -> int:
        """Words between the rater with the most and the one with the fewest, of those with room."""
        words = [self.load[rater] for rater in self.raters if self.room[rater] > 0]
        return max(words) - min(words) if words else 0
