"""Which interviews two people rate: a share, drawn across strata."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from rf_scorer.study.planning.chance import shuffled, start

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from rf_scorer.study.planning.rating_plan import Interview

__all__ = ["LEAST", "doubles", "strata"]

#: Interviews that a stratum must have for one of them to be rated twice in any case.
LEAST = 4


def strata(interviews: Iterable[Interview]) -> dict[tuple[str, ...], list[Interview]]:
    """Interviews by stratum, strata in their order."""
    found: dict[tuple[str, ...], list[Interview]] = defaultdict(list)
    for one in interviews:
        found[one.stratum].append(one)
    return dict(sorted(found.items()))


def doubles(
    interviews: Collection[Interview],
    *,
    share: float,
    seed: int,
    controls: Collection[str] = (),
    settled: Mapping[str, bool] | None = None,
) -> frozenset[str]:
    """Draw the interviews that two people rate.

    A systematic sample from a random start: interviews lie in the order of their strata, in each of them those without help side by side,
    and one is drawn wherever the drawn have fallen behind their share. So every stratum, and whatever lies without a gap, has its share to
    within one interview; and a stratum of :data:`LEAST` or more has one in any case.

    Parameters
    ----------
    interviews : collection of Interview
    share : float
        0 to 1.
    seed : int
    controls : collection of str
        Ids of interviews that are rated without help.
    settled : mapping of str to bool, optional
        For some of the interviews whether two rate them, which stays.

    Returns
    -------
    frozenset of str
        Ids, those that were settled to be doubles among them.

    Raises
    ------
    ValueError
        If the share is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    known = settled or {}
    # As it was written: 0.29 of 100 is 29, which no float says.
    part, first = Fraction(repr(share)), start(seed, "doubles")
    found = {one.id for one in interviews if known.get(one.id, False)}
    looked_at = sum(one.id in known for one in interviews)
    for place, members in enumerate(strata(interviews).values()):
        for one in _serpentine(members, controls, seed, forward=place % 2 == 0):
            if one not in known:
                looked_at += 1
                if len(found) < floor(part * looked_at + first):
                    found.add(one)
    if share > 0:
        found |= set(_missed(interviews, found, known, seed))
    return frozenset(found)


def _serpentine(members: Iterable[Interview], controls: Collection[str], seed: int, *, forward: bool) -> list[str]:
    """One stratum in the order of the draw: the end at which controls lie changes from one to the next, so that they meet."""
    order = shuffled((one.id for one in members), seed, "doubles")
    return sorted(order, key=lambda one: (one in controls) == forward)


def _missed(
    interviews: Iterable[Interview], found: Collection[str], known: Mapping[str, bool], seed: int
) -> Iterable[str]:
    for members in strata(interviews).values():
        ids = [one.id for one in members]
        free = [one for one in ids if one not in known]
        if len(ids) >= LEAST and free and not any(one in found for one in ids):
            yield shuffled(free, seed, "doubles")[0]
