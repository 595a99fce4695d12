"""Features of the states that are named: how many, whose, how precise, and how they are spoken of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, density, share, states_of
from rf_scorer.rating.view import DIFFUSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Mention
    from rf_scorer.rating.view import View

__all__ = ["STATES"]


def _variety(view: View) -> float:
    return len({state.lemma or state.rule for state in view.states}) / math.sqrt(max(view.words, 30))


def _feelings(view: View, holder: str) -> list[Mention]:
    return [state for state in view.of("emotion") if state.holder == holder]


def _specific(view: View) -> list[Mention]:
    return [state for state in view.of("emotion") if state.lemma not in DIFFUSE]


def _diffuse(view: View) -> list[Mention]:
    return [state for state in view.of("emotion") if state.lemma in DIFFUSE]


def _perspectives(view: View) -> float:
    return math.log1p(len({state.holder for state in view.states} & {"self", "other", "shared"}))


def _bare(view: View) -> list[Mention]:
    """States that nothing is made of: neither linked, nor weighed, nor set beside another mind."""
    return [
        state
        for window in view.windows
        if not (window.linked or window.uncertain or window.two_minds or window.has("A", "B", "C"))
        for state in window.states
    ]


def _mental_windows(view: View) -> float:
    return share(sum(1 for window in view.windows if window.states), len(view.windows))


def _flagged(flag: str) -> Callable[[View], list[Mention]]:
    return lambda view: [mention for mention in view.mentions if flag in mention.flags]


def _stances_about_minds(view: View) -> list[Mention]:
    return [stance for window in view.windows if window.states for stance in window.stances]


def _stances_elsewhere(view: View) -> list[Mention]:
    return [stance for window in view.windows if not window.states for stance in window.stances]


#: In their fixed order.
STATES: tuple[Feature, ...] = (
    # How much is said, and how much of it about minds.
    Feature(
        name="words",
        topic="length",
        sign=0,
        more="Longer than most examples.",
        less="Shorter than most examples.",
        value=lambda view: math.log1p(min(view.words, 5000)),
    ),
    states_of(
        "cognition",
        "states",
        "cognition",
        sign=0,
        more="Thinking and knowing are often named.",
        less="Thinking and knowing are seldom named.",
    ),
    states_of(
        "emotion", "states", "emotion", sign=0, more="Feelings are often named.", less="Feelings are seldom named."
    ),
    states_of(
        "desire",
        "states",
        "desire",
        sign=0,
        more="Wishes and intentions are often named.",
        less="Wishes and intentions are seldom named.",
    ),
    states_of(
        "perception",
        "noticing",
        "perception",
        sign=1,
        more="Somebody notices another's state.",
        less="Nobody notices another's state.",
    ),
    Feature(
        name="mental_windows",
        topic="states",
        sign=1,
        more="States of mind run through much of the answer.",
        less="Much of the answer names no state of mind.",
        value=_mental_windows,
        carriers=lambda view: view.states,
    ),
    Feature(
        name="variety",
        topic="states",
        sign=1,
        more="Many different states are named.",
        less="Few different states are named.",
        value=_variety,
        carriers=lambda view: view.states,
    ),
    # Whose states.
    Feature(
        name="other_minds",
        topic="whose",
        sign=1,
        more="Particular other people's states are named.",
        less="Other people's states are hardly named.",
        value=lambda view: density(view, view.held("other", "shared")),
        carriers=lambda view: view.held("other", "shared"),
    ),
    Feature(
        name="own_mind",
        topic="whose",
        sign=0,
        more="The speaker's own states are often named.",
        less="The speaker's own states are hardly named.",
        value=lambda view: density(view, view.held("self")),
        carriers=lambda view: view.held("self"),
    ),
    Feature(
        name="people_at_large",
        topic="generality",
        sign=-1,
        more="States are ascribed to people at large.",
        less="States are ascribed to particular people.",
        value=lambda view: share(len(view.held("generic", "none")), len(view.states)),
        carriers=lambda view: view.held("generic", "none"),
    ),
    Feature(
        name="perspectives",
        topic="whose",
        sign=1,
        more="More than one person's mind comes into play.",
        less="Only one person's mind, or none, comes into play.",
        value=_perspectives,
        carriers=lambda view: view.held("self", "other", "shared"),
    ),
    Feature(
        name="own_feelings",
        topic="own feelings",
        sign=1,
        more="The speaker's own feelings are named.",
        less="The speaker's own feelings are hardly named.",
        value=lambda view: density(view, _feelings(view, "self")),
        carriers=lambda view: _feelings(view, "self"),
    ),
    Feature(
        name="others_feelings",
        topic="others' feelings",
        sign=1,
        more="Particular other people's feelings are named.",
        less="Other people's feelings are hardly named.",
        value=lambda view: density(view, _feelings(view, "other")),
        carriers=lambda view: _feelings(view, "other"),
    ),
    # How states are spoken of.
    Feature(
        name="specific_feelings",
        topic="specific",
        sign=1,
        more="Feelings are named precisely.",
        less="Few feelings are named precisely.",
        value=lambda view: density(view, _specific(view)),
        carriers=_specific,
    ),
    Feature(
        name="diffuse_feelings",
        topic="diffuse",
        sign=-1,
        more="Feelings stay diffuse (good, bad, fine, upset).",
        less="Few feelings stay diffuse.",
        value=lambda view: share(len(_diffuse(view)), len(view.of("emotion"))),
        carriers=_diffuse,
    ),
    Feature(
        name="bare_states",
        topic="bare",
        sign=-1,
        more="States are named without anything being made of them.",
        less="Few states are left standing by themselves.",
        value=lambda view: share(len(_bare(view)), len(view.states)),
        carriers=_bare,
    ),
    Feature(
        name="denied",
        topic="denied",
        sign=0,
        more="States are often denied.",
        less="States are seldom denied.",
        value=lambda view: share(len(_flagged("negated")(view)), len(view.mentions)),
        carriers=_flagged("negated"),
    ),
    Feature(
        name="recall",
        topic="recall",
        sign=0,
        more="Remembering serves to introduce scenes.",
        less="Scenes are seldom introduced by remembering.",
        value=lambda view: density(view, _flagged("recall")(view)),
        carriers=_flagged("recall"),
    ),
    Feature(
        name="quoted_minds",
        topic="quoted",
        sign=0,
        more="States are quoted in somebody's voice.",
        less="States are seldom quoted in somebody's voice.",
        value=lambda view: density(view, _flagged("quoted")(view)),
        carriers=_flagged("quoted"),
    ),
    Feature(
        name="echo",
        topic="echo",
        sign=-1,
        more="Words for states repeat the question.",
        less="Words for states are the speaker's own.",
        value=lambda view: share(len(_flagged("echo")(view)), len(view.mentions)),
        carriers=_flagged("echo"),
    ),
    Feature(
        name="question_overlap",
        topic="echo",
        sign=-1,
        more="The answer leans on the question's words.",
        less="The answer has its own words.",
        value=lambda view: min(view.average("question_overlap"), 1.0),
    ),
    Feature(
        name="tentative_about_minds",
        topic="tentative",
        sign=1,
        more="States are put forward as guesses.",
        less="States are seldom put forward as guesses.",
        value=lambda view: density(view, _stances_about_minds(view)),
        carriers=_stances_about_minds,
    ),
    Feature(
        name="tentative_elsewhere",
        topic="hedging",
        sign=0,
        more="The speaker hedges where no state is meant.",
        less="The speaker seldom hedges where no state is meant.",
        value=lambda view: density(view, _stances_elsewhere(view)),
        carriers=_stances_elsewhere,
    ),
)
