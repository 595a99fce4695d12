"""In which order a rater meets interviews: by chance, with the strata spread evenly over the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.study.planning.chance import number, shuffled, start
from rf_scorer.study.planning.sampling import strata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.study.planning.rating_plan import Interview

__all__ = ["mixed"]


def mixed(interviews: Iterable[Interview], *, rater: str, seed: int) -> tuple[str, ...]:
    """Ids in an order of the rater's own.

    The interviews of each stratum, in an order of chance, stand at equal distances from a random start, so that neither a group nor a
    timepoint fills the beginning or the end of a list.
    """
    places = []
    for stratum, members in strata(interviews).items():
        first = start(seed, "list", rater, *stratum)
        for place, one in enumerate(shuffled((each.id for each in members), seed, "list", rater)):
            places.append(((place + first) / len(members), number(seed, "list", rater, one), one))
    return tuple(one for _, _, one in sorted(places))
