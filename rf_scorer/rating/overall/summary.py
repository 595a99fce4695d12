"""The numbers of an interview that the overall rating weighs, each with the direction in which it may speak.

Demand passages form one factor, to which the most telling permit passages and the number of markers add (Taubner et al.
2013, doi 10.1037/a0029138). The spread enters through what lies at the ends: a mean says nothing of the weakest
passages, and the scale's text asks for them (one strongly negative passage pulls down; a high rating needs
repetition; a few good passages make no ordinary rating if the rest is low; check against the manual). A standard
deviation itself is told and widens the interval, but is not weighed: a weight for it could lower the overall rating of
an interview because its best passage became better. Length is not weighed either.

Every number is monotone: if a passage's distribution moves up the scale, no number moves against its sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.overall.interview import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.overall.interview import Interview

__all__ = ["LOW", "NAMES", "NEGATIVE", "ORDINARY", "SET", "SIGNS", "Summary", "by_height", "most_telling", "summarise"]

#: Name of this list of numbers; another list is another name.
SET = "overall-1"
#: Definite, ordinary reflective functioning begins here; absent or refused is what lies at :data:`LOW` or below;
#: strongly negative at :data:`NEGATIVE` or below.
ORDINARY, LOW, NEGATIVE = 5, 1, 0
#: A permit passage tells the more, the farther it lies from this level, at which nothing much is shown.
_UNTOLD = 3.0
#: Five permit questions added to the demand ones in Taubner et al. (2013).
_TELLING = 5
#: Instances that make a repetition.
_REPEATED = 3

#: The numbers, and whether more of one speaks for (1) or against (-1) a higher overall rating.
SIGNS = {
    "demand_mean": 1,
    "demand_median": 1,
    "demand_quartile": 1,
    "demand_lowest": 1,
    "demand_top2": 1,
    "demand_ordinary": 1,
    "permit_mean": 1,
    "permit_telling": 1,
    "repeated": 1,
    "low_share": -1,
    "negative": -1,
    "markers": 1,
    "kinds": 1,
}
NAMES = tuple(SIGNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The numbers of one interview.

    Attributes
    ----------
    values : array of shape (numbers,)
        In the order of :data:`NAMES`.
    spread : float
        Standard deviation of the expected values of all passages, in levels.
    demand, permit : int
        Passages with a suggestion.
    families : mapping of str to float
        Markers of each family in 1,000 words. Weighed together only: single families are too rare among exemplars for
        weights of their own to mean anything.
    """

    values: NDArray[np.float64]
    spread: float
    demand: int
    permit: int
    families: Mapping[str, float]

    @property
    def error(self) -> float:
        """Standard error of the passages' mean, in levels: large where passages are few or far apart."""
        return float(self.spread / np.sqrt(self.demand + self.permit))


def by_height(interview: Interview) -> NDArray[np.int64]:
    """Positions of the passages, highest expected value first, the earlier one first where equal."""
    return np.argsort(-interview.expected, kind="stable")


def most_telling(interview: Interview) -> NDArray[np.int64]:
    """Positions of the permit passages that tell most, at most five; those that tell nothing would only dilute."""
    permit = np.flatnonzero(~interview.demand)
    far = np.abs(interview.expected[permit] - _UNTOLD)
    return permit[np.argsort(-far, kind="stable")[:_TELLING]]


def summarise(interview: Interview, levels: Sequence[int]) -> Summary:
    """The numbers of an interview.

    Parameters
    ----------
    interview : Interview
        With at least three passages, one of them a demand passage.
    levels : sequence of int
        The scale, lowest first.

    Returns
    -------
    Summary
        Where no permit passage has a suggestion, the demand passages speak for them. Shares are expected ones: the mean
        probability of such a level.

    Raises
    ------
    ValueError
        If there are too few passages.
    """
    scale = np.asarray(levels)
    demand = np.sort(interview.expected[interview.demand])
    count = len(interview.passages)
    if not len(demand) or count < _REPEATED:
        raise ValueError("too few passages for a summary")
    telling = most_telling(interview)
    chance = interview.probabilities
    permit = interview.expected[~interview.demand]
    families = interview.markers.sum(axis=0) * (1000.0 / max(float(interview.words.sum()), 1.0))
    values = {
        "demand_mean": demand.mean(),
        "demand_median": np.median(demand),
        "demand_quartile": np.percentile(demand, 25),
        "demand_lowest": demand[0],
        "demand_top2": demand[-2:].mean(),
        "demand_ordinary": chance[interview.demand][:, scale >= ORDINARY].sum(axis=1).mean(),
        "permit_mean": permit.mean() if len(permit) else demand.mean(),
        "permit_telling": interview.expected[telling].mean() if len(telling) else demand.mean(),
        "repeated": interview.expected[by_height(interview)[_REPEATED - 1]],
        "low_share": chance[:, scale <= LOW].sum(axis=1).mean(),
        "negative": chance[:, scale <= NEGATIVE].sum(axis=1).max(),
        "markers": families.sum(),
        "kinds": (interview.markers > 0).sum(axis=1).mean(),
    }
    return Summary(
        values=np.array([values[name] for name in NAMES], dtype=np.float64),
        spread=float(interview.expected.std(ddof=1)),
        demand=len(demand),
        permit=count - len(demand),
        families=dict(zip(FAMILIES, families.tolist(), strict=True)),
    )
