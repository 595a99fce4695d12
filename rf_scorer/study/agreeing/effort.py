"""How much drawing a comparison can bear: the whole of it takes minutes at most, and what was cut is said."""

from __future__ import annotations

from dataclasses import dataclass

from rf_scorer.agreement.resampling import LEAST_CLUSTERS

__all__ = ["Effort", "effort"]

#: Clusters drawn, over all resamples, for one figure of all raters.
_MAIN = 40_000_000
#: The same for all pairs of raters together; each pair has some thirty figures.
_PAIRS = 120_000_000
#: Numbers that a mean over pairs may hold at once: units x pairs x (2 + 2 levels); 8 bytes each, and three times over.
_HELD = 30_000_000
#: Fewer resamples than this cannot hold the ends of an interval.
_LEAST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Resamples for each kind of figure, 0 for none by bootstrap; and whether means over pairs fit into memory."""

    main: int
    pairs: int
    machine: int
    over_pairs: bool


def effort(*, clusters: int, units: int, raters: int, levels: int, resamples: int) -> Effort:
    """What is affordable.

    Parameters
    ----------
    clusters, units, raters, levels : int
        ``raters`` counts the machine and the key.
    resamples : int
        What was asked for; never more is drawn.
    """
    pairs = max(1, raters * (raters - 1) // 2)
    if clusters < LEAST_CLUSTERS:
        resamples = 0
    held = units * pairs * (2 + 2 * levels)
    # A mean over pairs draws once and multiplies by the parts of all pairs.
    return Effort(
        main=_cut(resamples, _MAIN // max(1, clusters)),
        pairs=_cut(resamples, _PAIRS // max(1, clusters * pairs)),
        machine=_cut(resamples, _MAIN // max(1, clusters * max(1, pairs // 8))),
        over_pairs=held <= _HELD,
    )


def _cut(asked: int, affordable: int) -> int:
    found = min(asked, affordable)
    return found if found >= _LEAST else 0
