"""Features of the states that are named: what they are, whose, and how they are spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, dense, number, shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Mention
    from rf_scorer.rating.view import View

    States = Callable[[View], list[Mention]]

__all__ = ["STATES"]

_AT_LARGE = ("generic", "none")
#: How each category is called.
_CATEGORIES = {
    "cognition": "thinking and knowing",
    "emotion": "feelings",
    "desire": "wishes and intentions",
    "perception": "noticing",
}
#: The one category that is called by a singular.
_BE = {"perception": "is"}
#: Whose states: the holders, the sign of their density, and how they are called.
_WHOSE = {
    "own": (("self",), 0, "The speaker's own {}"),
    "others": (("other",), 1, "A particular other person's {}"),
    "at_large": (_AT_LARGE, -1, "The {} of people at large"),
}


def _of(category: str, holders: tuple[str, ...]) -> States:
    return lambda view: view.of(category, *holders)


def _all(category: str) -> States:
    return lambda view: view.of(category)


def _flagged(flag: str, category: str | None = None, *holders: str) -> States:
    def found(view: View) -> list[Mention]:
        return [
            mention
            for mention in view.flagged(flag)
            if (category is None or mention.category == category) and (not holders or mention.holder in holders)
        ]

    return found


def _everything(view: View) -> list[Mention]:
    return view.mentions


def _states(view: View) -> list[Mention]:
    return view.states


def _at_large(view: View) -> list[Mention]:
    return view.held(*_AT_LARGE)


def _loose(view: View) -> list[Mention]:
    return view.loose


#: In their fixed order.
STATES: tuple[Feature, ...] = (
    # What is named, and whose.
    *(
        dense(
            f"{category}_{who}",
            f"{category} {who}",
            _of(category, holders),
            sign=sign,
            more=f"{whose.format(words)} {_BE.get(category, 'are')} often named.",
            less=f"{whose.format(words)} {_BE.get(category, 'are')} seldom named.",
        )
        for category, words in _CATEGORIES.items()
        for who, (holders, sign, whose) in _WHOSE.items()
        if (category, who) != ("perception", "at_large")
    ),
    *(
        number(
            f"{category}_number",
            f"{category} all",
            _all(category),
            sign=0,
            more=f"{words.capitalize()} come up again and again.",
            less=f"{words.capitalize()} hardly come up.",
        )
        for category, words in _CATEGORIES.items()
        if category != "perception"
    ),
    number(
        "own_number",
        "own states",
        lambda view: view.held("self"),
        sign=0,
        more="Many of the speaker's own states are named.",
        less="Few of the speaker's own states are named.",
    ),
    number(
        "others_number",
        "others' states",
        lambda view: view.held("other"),
        sign=1,
        more="Many states of particular other people are named.",
        less="Few states of particular other people are named.",
    ),
    dense(
        "states_shared",
        "shared states",
        lambda view: view.held("shared"),
        sign=0,
        more="States are ascribed to several people together ('we').",
        less="States are seldom ascribed to several people together.",
    ),
    shared(
        "at_large_share",
        "generality",
        _at_large,
        _states,
        sign=-1,
        more="States are ascribed to people at large.",
        less="States are ascribed to particular people.",
    ),
    dense(
        "states",
        "states",
        _states,
        sign=0,
        more="States of mind are named densely.",
        less="Few states of mind are named.",
    ),
    Feature(
        name="spread",
        topic="states",
        sign=1,
        more="States of mind run through much of the answer.",
        less="Much of the answer names no state of mind.",
        value=lambda view: float(view.parts),
        carriers=_states,
    ),
    # How they are spoken of.
    dense(
        "not_knowing_own",
        "denied knowing",
        _flagged("negated", "cognition", "self"),
        sign=0,
        more="The speaker often says what the speaker did not know or think.",
        less="The speaker seldom says what the speaker did not know or think.",
    ),
    dense(
        "not_knowing_others",
        "denied knowing",
        _flagged("negated", "cognition", "other", "shared"),
        sign=0,
        more="It is said what others did not know or think.",
        less="It is seldom said what others did not know or think.",
    ),
    dense(
        "not_feeling",
        "denied feelings",
        _flagged("negated", "emotion"),
        sign=0,
        more="Feelings are denied.",
        less="Feelings are seldom denied.",
    ),
    shared(
        "denied_share",
        "denied",
        _flagged("negated"),
        _everything,
        sign=0,
        more="States are often denied.",
        less="States are seldom denied.",
    ),
    dense(
        "quoted_states",
        "quoted states",
        _flagged("quoted"),
        sign=0,
        more="States are quoted in somebody's voice.",
        less="States are seldom quoted in somebody's voice.",
    ),
    dense(
        "recall",
        "recall",
        _flagged("recall"),
        sign=0,
        more="Remembering serves to introduce scenes.",
        less="Scenes are seldom introduced by remembering.",
    ),
    shared(
        "echo",
        "echo",
        _flagged("echo"),
        _everything,
        sign=-1,
        more="Words for states repeat the question.",
        less="Words for states are the speaker's own.",
    ),
    Feature(
        name="question_overlap",
        topic="echo",
        sign=-1,
        more="The answer leans on the question's words.",
        less="The answer has its own words.",
        value=lambda view: min(view.average("question_overlap"), 1.0),
    ),
    shared(
        "loose_share",
        "loose",
        _loose,
        _states,
        sign=-1,
        more="States are named without anything being made of them.",
        less="Few states are left standing by themselves.",
    ),
    dense(
        "hedged_minds",
        "tentative",
        lambda view: view.hedged,
        sign=1,
        more="States are often put forward as guesses.",
        less="Guesses at states are rare.",
    ),
    dense(
        "hedging_elsewhere",
        "hedging",
        lambda view: view.unscoped,
        sign=0,
        more="The speaker hedges where no state is meant.",
        less="The speaker seldom hedges where no state is meant.",
    ),
)
