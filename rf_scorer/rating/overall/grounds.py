"""Why an overall rating is what it is, in a rater's words: which numbers spoke for it and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.sheet import Ground
from rf_scorer.rating.overall.summary import LOW, NAMES, ORDINARY, by_height, most_telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rf_scorer.rating.overall.interview import Interview
    from rf_scorer.rating.overall.model import Judgement, Overall
    from rf_scorer.rating.overall.summary import Summary

__all__ = ["grounds"]

#: Contributions that are not told: too small, on the latent scale, to change a level anywhere.
_SLIGHT = 0.05

#: What each number is; its figure and that of the typical simulated interview follow.
_WORDS = {
    "demand_mean": "Mean of the demand passages",
    "demand_median": "Middle of the demand passages",
    "demand_quartile": "Lower quarter of the demand passages",
    "demand_lowest": "Lowest demand passage",
    "demand_top2": "Mean of the two highest demand passages",
    "demand_ordinary": f"Expected share of demand passages at {ORDINARY} or more",
    "permit_mean": "Mean of the permit passages",
    "permit_telling": "Mean of the most telling permit passages, five at most",
    "repeated": "Third highest passage, so that what is high is repeated",
    "low_share": f"Expected share of passages at {LOW} or below",
    "negative": "Chance that the lowest passage is strongly negative",
    "markers": "Markers of families A to D in 1,000 words",
    "kinds": "Families of markers in a passage",
}
_SHARES = frozenset({"demand_ordinary", "low_share", "negative"})
_UNSAID = "No permit passage has a suggestion; the mean of the demand passages stands in"


def _figure(name: str, value: float) -> str:
    return f"{value:.0%}" if name in _SHARES else f"{value:.1f}".replace("-", "−")


def _lowest(interview: Interview) -> NDArray[np.int64]:
    demand = np.flatnonzero(interview.demand)
    return demand[np.argsort(interview.expected[demand], kind="stable")[:1]]


def _top_demand(interview: Interview) -> NDArray[np.int64]:
    order = by_height(interview)
    return order[interview.demand[order]][:2]


#: Where a number comes from few passages, which.
_CARRIERS: dict[str, Callable[[Interview], NDArray[np.int64]]] = {
    "demand_lowest": _lowest,
    "demand_top2": _top_demand,
    "demand_ordinary": lambda interview: np.flatnonzero(interview.demand & (interview.level >= ORDINARY)),
    "permit_telling": most_telling,
    "repeated": lambda interview: by_height(interview)[:3],
    "low_share": lambda interview: np.flatnonzero(interview.level <= LOW),
    "negative": lambda interview: by_height(interview)[-1:],
}


def grounds(model: Overall, interview: Interview, summary: Summary, judgement: Judgement) -> tuple[Ground, ...]:
    """The numbers that moved the overall rating away from the typical interview, strongest first."""
    found = []
    for place in np.argsort(-np.abs(judgement.contributions), kind="stable").tolist():
        contribution = float(judgement.contributions[place])
        if abs(contribution) < _SLIGHT:
            break
        name = NAMES[place]
        what = _UNSAID if name.startswith("permit") and not summary.permit else _WORDS[name]
        carriers = _CARRIERS[name](interview).tolist() if name in _CARRIERS else []
        usual = _figure(name, float(model.mean[place]))
        found.append(
            Ground(
                summary=name,
                direction="for" if contribution > 0 else "against",
                contribution=round(contribution, 3),
                text=f"{what}: {_figure(name, float(summary.values[place]))} (typically {usual}).",
                passages=tuple(interview.passages[index] for index in sorted(carriers)),
            )
        )
    return tuple(found)
