"""Features of the ladder: how much of a mind the references to mental states say (:data:`rf_scorer.domain.highlight.REFERENCE_LEVELS`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, number, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Mention
    from rf_scorer.rating.view import View

__all__ = ["LEVELS"]

_REACHED = {
    4: ("States are given a cause or a consequence.", "States are seldom given a cause or a consequence."),
    5: (
        "States of two people, or of two times, are joined.",
        "States of two people, or of two times, are seldom joined.",
    ),
    6: (
        "What joins two states is put with care: as a guess, or as one view of it.",
        "What joins two states is seldom put as a guess or as one view of it.",
    ),
}


def _reaching(level: int) -> Callable[[View], list[Mention]]:
    return lambda view: view.at_least(level)


def _mean(view: View) -> float:
    levels = [state.level for state in view.states if state.level is not None]
    # Two diffuse states are added, so that a single one of any level is no pattern.
    return (sum(levels) + 4.0) / (len(levels) + 2.0)


#: In their fixed order.
LEVELS: tuple[Feature, ...] = (
    Feature(
        name="level_top",
        topic="level",
        sign=1,
        more="At its best the answer says a good deal of a mind.",
        less="Even at its best the answer says little of a mind.",
        value=lambda view: float(view.reach[0]),
        carriers=lambda view: view.at_least(max(view.reach[0], 2)),
    ),
    Feature(
        name="level_75",
        topic="level",
        sign=1,
        more="Links between states are sustained.",
        less="Links between states are not sustained.",
        value=lambda view: float(view.reach[1]),
        carriers=lambda view: view.at_least(max(view.reach[1], 2)),
    ),
    Feature(
        name="level_mean",
        topic="level",
        sign=1,
        more="Most states are elaborated.",
        less="Most states are left bare.",
        value=_mean,
        carriers=lambda view: view.at_least(3),
    ),
    *(
        number(f"level_{level}", f"level {level}", _reaching(level), sign=1, more=more, less=less)
        for level, (more, less) in _REACHED.items()
    ),
    Feature(
        name="diffuse_share",
        topic="diffuse",
        sign=-1,
        more="Many states stay diffuse.",
        less="Few states stay diffuse.",
        value=lambda view: share(len(view.states) - len(view.at_least(3)), len(view.states)),
        carriers=lambda view: [state for state in view.states if (state.level or 3) < 3],
    ),
)
