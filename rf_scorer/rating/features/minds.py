"""Features of several minds: perspectives in play, how they alternate, and what joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, dense, number, share
from rf_scorer.rating.view import PERSONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Marker, Mention
    from rf_scorer.rating.view import Tie, View

__all__ = ["MINDS"]

_JOINING = ("link.cause", "link.result", "link.contrast", "link.recursion", "B", "C")


def _paired(view: View) -> list[Mention]:
    return [state for pair in view.pairs for state in pair]


def _balance(view: View) -> float:
    """How much of the states the less regarded of the two has: a half is the most."""
    return share(min(len(view.held("self")), len(view.held("other"))), len(view.states))


def _alternation(view: View) -> float:
    return share(len(view.pairs), len(view.held("self", "other", "shared")))


def _joined(view: View) -> list[Tie]:
    return [tie for tie in view.tied(*_JOINING) if len(tie.persons) > 1]


def _inside_one(view: View) -> list[Tie]:
    return [tie for tie in view.tied(*_JOINING) if len(tie.states) > 1 and len(tie.persons) == 1]


def _alone(view: View) -> list[Tie]:
    return [tie for tie in view.tied("link.cause", "link.result", "B1", "B5") if len(tie.states) == 1]


def _markers(ties: Callable[[View], list[Tie]]) -> Callable[[View], list[Marker]]:
    return lambda view: [tie.marker for tie in ties(view)]


def _weighed(view: View) -> list[Marker]:
    return [tie.marker for tie in view.tied("A") if any(state.holder == "other" for state in tie.states)]


#: In their fixed order.
MINDS: tuple[Feature, ...] = (
    Feature(
        name="perspectives",
        topic="perspectives",
        sign=1,
        more="More than one person's mind comes into play.",
        less="Only one person's mind, or none, comes into play.",
        value=lambda view: float(sum(1 for holder in PERSONS if view.held(holder))),
        carriers=lambda view: view.held("self", "other", "shared"),
    ),
    Feature(
        name="balance",
        topic="perspectives",
        sign=1,
        more="The speaker's mind and another's are given their room.",
        less="One person's mind takes the room, or none does.",
        value=_balance,
        carriers=lambda view: view.held("self", "other"),
    ),
    Feature(
        name="alternation",
        topic="alternation",
        sign=1,
        more="The answer goes back and forth between two minds.",
        less="The answer seldom goes from one mind to another.",
        value=_alternation,
        carriers=_paired,
    ),
    number(
        "minds_joined",
        "minds joined",
        _markers(_joined),
        sign=1,
        more="One person's state is tied to another's.",
        less="One person's state is seldom tied to another's.",
    ),
    number(
        "states_joined",
        "states joined",
        _markers(_inside_one),
        sign=1,
        more="One state of a person is tied to another of the same person.",
        less="One person's states are seldom tied to one another.",
    ),
    number(
        "states_and_deeds",
        "states and deeds",
        _markers(_alone),
        sign=1,
        more="What somebody did and what somebody felt are tied together.",
        less="Deeds and states are seldom tied together.",
    ),
    Feature(
        name="depth",
        topic="nested minds",
        sign=1,
        more="It is said what one person thought of another's mind.",
        less="It is not said what one person thought of another's mind.",
        value=lambda view: float(view.depth),
        carriers=lambda view: view.marked("link.recursion"),
    ),
    dense(
        "others_weighed",
        "tentative",
        _weighed,
        sign=1,
        more="Another's state is weighed rather than asserted.",
        less="Another's state is seldom weighed.",
    ),
)
