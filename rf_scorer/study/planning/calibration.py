"""Which interviews everybody rates, to begin with: from every stratum its part."""

from __future__ import annotations

from collections import Counter
from math import floor
from typing import TYPE_CHECKING

from rf_scorer.errors import UsageError
from rf_scorer.study.planning.chance import number, shuffled, start
from rf_scorer.study.planning.rating_plan import people_of
from rf_scorer.study.planning.sampling import strata

if TYPE_CHECKING:
    from collections.abc import Collection

    from rf_scorer.study.planning.rating_plan import Interview

__all__ = ["calibration"]


def calibration(interviews: Collection[Interview], *, count: int, seed: int) -> tuple[str, ...]:
    """Draw the calibration set, in the order in which everybody rates it.

    Strata have their parts by systematic sampling. Within one, interviews of participants who have no other come first: whoever rates one
    of two interviews of a participant should not rate the other, and these are rated by everybody.

    Parameters
    ----------
    interviews : collection of Interview
    count : int
    seed : int

    Raises
    ------
    UsageError
        If there are not so many.
    """
    if count > len(interviews):
        raise UsageError(
            f"A calibration set of {count} is wanted, and there are {len(interviews)} interviews.",
            remedy=f"Give --calibration {len(interviews)} or less.",
        )
    people = people_of(interviews)
    wanted = _parts(interviews, count, seed)
    found: list[Interview] = []
    taken: Counter[str] = Counter()
    for stratum, members in strata(interviews).items():
        left = {one.id: one for one in members}
        for _ in range(wanted[stratum]):
            best = min(
                left.values(),
                key=lambda one: (taken[one.person], len(people[one.person]) > 1, number(seed, "calibration", one.id)),
            )
            taken[best.person] += 1
            found.append(left.pop(best.id))
    return tuple(shuffled((one.id for one in found), seed, "calibration order"))


def _parts(interviews: Collection[Interview], count: int, seed: int) -> Counter[tuple[str, ...]]:
    """How many of each stratum: those on which equal steps from a random start fall."""
    lined = [stratum for stratum, members in strata(interviews).items() for _ in members]
    first = start(seed, "calibration")
    return Counter(lined[floor((step + first) * len(lined) / count)] for step in range(count))
