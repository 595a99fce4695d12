"""Features of feelings: how precisely they are named, how many different ones, and whose."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, dense, shared

if TYPE_CHECKING:
    from rf_scorer.domain import Mention
    from rf_scorer.rating.view import View

__all__ = ["AFFECT"]

#: From this level of the ladder on a feeling says more than pleasant or unpleasant, and was felt (a denied one stands below).
_SPECIFIC = 3


def _feelings(view: View) -> list[Mention]:
    return view.of("emotion")


def _specific(view: View) -> list[Mention]:
    return [state for state in view.of("emotion") if state.level is not None and state.level >= _SPECIFIC]


def _diffuse(view: View) -> list[Mention]:
    return [state for state in view.of("emotion") if state.level is not None and state.level < _SPECIFIC]


def _kinds(states: list[Mention]) -> int:
    return len({state.lemma or state.rule for state in states})


def _variety(view: View) -> float:
    # Distinct words grow with the root of all words, roughly (Heaps' law), and so does what is expected here.
    return _kinds(view.states) / math.sqrt(max(view.words, 30))


#: In their fixed order.
AFFECT: tuple[Feature, ...] = (
    dense(
        "specific_feelings",
        "specific",
        _specific,
        sign=1,
        more="Feelings are named precisely.",
        less="Few feelings are named precisely.",
    ),
    shared(
        "diffuse_feelings",
        "diffuse",
        _diffuse,
        _feelings,
        sign=-1,
        more="Feelings stay diffuse (good, bad, fine, upset).",
        less="Few feelings stay diffuse.",
    ),
    Feature(
        name="different_feelings",
        topic="specific",
        sign=1,
        more="Several different feelings are named precisely.",
        less="Not several different feelings are named precisely.",
        value=lambda view: math.log1p(_kinds(_specific(view))),
        carriers=_specific,
    ),
    Feature(
        name="variety",
        topic="variety",
        sign=1,
        more="Many different states are named.",
        less="Few different states are named.",
        value=_variety,
        carriers=lambda view: view.states,
    ),
)
