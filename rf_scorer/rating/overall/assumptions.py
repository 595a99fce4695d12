"""What the simulation of interviews takes for granted. Every figure is an assumption: check against the manual.

No interviews rated on the scale are public, so nothing here is estimated from any. Centres and spreads are those that
studies report for their samples; the rules put what the scale's text asks of a rater into numbers as plainly as can be.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

__all__ = ["Assumptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """A world of interviews and raters. Levels and standard deviations are in points of the scale.

    Attributes
    ----------
    centre, spread : float
        Mean and standard deviation of interviewees' true overall level; samples have means of about 2.5 to 5 and
        standard deviations of about 1.2 to 1.7.
    flat : float
        Share of interviewees drawn evenly from the whole scale instead, so that its ends are learned too. A large share would
        carry high figures too high in samples as studies report them.
    within : float
        Standard deviation of demand passages around their interviewee's true level.
    inconsistent, inconsistent_within : float
        Share of interviewees whose passages lie farther apart, and how far.
    permit_below : float
        How much lower permit passages lie on the average: nobody asked for reflection there.
    permit_slope : float
        How much of an interviewee's distance from the centre shows in permit passages; 1 would be all.
    demand_fewest, demand_most, permit_fewest, permit_most : int
        Passages of each role.
    abstained : float
        Share of passages that get no suggestion.
    rater_error : float
        Standard deviation of a trained rater's overall rating around what the passages and rules make of the true level. With a
        spread of 1.45, an error of .72 gives an agreement between raters of .80.
    negative_level, negative_pull : int, float
        A single passage at this level or below lowers the overall rating by so much (not below that level).
    high_level, high_repeats : int, int
        An overall rating at this level or above needs so many passages that reach the level; else it stays below it.
    ordinary_level, ordinary_share : int, float
        An overall rating at this level or above needs so large a share of the passages to reach it; else it stays below.
    """

    centre: float = 3.75
    spread: float = 1.45
    flat: float = 0.05
    within: float = 1.3
    inconsistent: float = 0.2
    inconsistent_within: float = 2.0
    permit_below: float = 0.5
    permit_slope: float = 0.6
    demand_fewest: int = 4
    demand_most: int = 10
    permit_fewest: int = 0
    permit_most: int = 14
    abstained: float = 0.08
    rater_error: float = 0.72
    negative_level: int = 0
    negative_pull: float = 0.5
    high_level: int = 7
    high_repeats: int = 3
    ordinary_level: int = 5
    ordinary_share: float = 1 / 3

    def __post_init__(self) -> None:
        shares = (self.flat, self.inconsistent, self.permit_slope, self.abstained, self.ordinary_share)
        sizes = (self.spread, self.within, self.inconsistent_within, self.rater_error, self.negative_pull)
        if not all(0 <= share <= 1 for share in shares) or self.abstained > 0.5:
            raise ValueError("a share lies outside its range")
        if not all(0 <= size < math.inf for size in sizes):
            raise ValueError("a spread or a pull is negative or has no end")
        if not (3 <= self.demand_fewest <= self.demand_most and 0 <= self.permit_fewest <= self.permit_most):
            raise ValueError("an interview has three demand passages at least, and no fewer at most than at least")

    def told(self) -> dict[str, int | float]:
        """Every assumption by name, for the model's file."""
        return {name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(self).items()}
