"""Features of what is linked with what: states with causes, with each other, with other minds, with time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, density, inside, linked

if TYPE_CHECKING:
    from rf_scorer.rating.view import Window

__all__ = ["LINKS"]


def _ambivalent(window: Window) -> bool:
    feelings = {state.lemma for state in window.states if state.category == "emotion"}
    return len(feelings) > 1 and window.has("link.contrast", "A", "B2", "B3")


def _then_and_now(window: Window) -> bool:
    return bool(window.states) and window.has("link.time", "C")


#: In their fixed order.
LINKS: tuple[Feature, ...] = (
    # What is linked with what.
    linked(
        "state_and_cause",
        "links",
        lambda window: window.linked,
        more="States are given a cause or a consequence.",
        less="States are seldom given a cause or a consequence.",
    ),
    linked(
        "states_linked",
        "links",
        lambda window: window.linked and window.two_states,
        more="One state is explained by another.",
        less="States are seldom explained by one another.",
    ),
    linked(
        "two_minds",
        "minds",
        lambda window: window.two_minds,
        more="Two people's states are set beside each other.",
        less="Two people's states are seldom set beside each other.",
    ),
    linked(
        "two_minds_linked",
        "minds",
        lambda window: window.two_minds and window.has("link.cause", "link.result", "link.contrast", "B"),
        more="One person's state is tied to another's.",
        less="One person's state is seldom tied to another's.",
    ),
    linked(
        "then_and_now",
        "time",
        _then_and_now,
        more="States are placed in time or seen to change.",
        less="States are seldom placed in time.",
    ),
    linked(
        "contrast",
        "mixed",
        lambda window: window.two_states and window.has("link.contrast"),
        more="States are held against each other.",
        less="States are seldom held against each other.",
    ),
    linked(
        "ambivalence",
        "mixed",
        _ambivalent,
        more="Mixed or opposite feelings stand together.",
        less="Mixed feelings are seldom in view.",
    ),
    linked(
        "weighed_other",
        "tentative",
        lambda window: window.uncertain and "other" in window.holders,
        more="Another's state is weighed rather than asserted.",
        less="Another's state is seldom weighed.",
    ),
    # Links wherever they stand: an account that ties things together, of minds or not.
    *(
        Feature(
            name=f"link_{kind}",
            topic=f"link {kind}",
            sign=1,
            more=more,
            less=less,
            value=lambda view, kind=kind: density(view, view.marked(f"link.{kind}")),  # type: ignore[misc]
            carriers=lambda view, kind=kind: view.marked(f"link.{kind}"),  # type: ignore[misc]
        )
        for kind, more, less in (
            ("time", "Then and now, before and after are told apart.", "Times are seldom told apart."),
            ("result", "It is said what led to what.", "It is seldom said what led to what."),
            ("contrast", "One thing is held against another.", "Little is held against anything else."),
            ("condition", "It is considered what would be if.", "It is seldom considered what would be if."),
        )
    ),
    # The ladder.
    Feature(
        name="ladder_top",
        topic="ladder",
        sign=1,
        more="At its best the answer links states with care.",
        less="Even at its best the answer links little.",
        value=lambda view: float(view.levels[0]),
        carriers=lambda view: inside(view, lambda window: bool(window.states) and window.level == view.levels[0]),
    ),
    Feature(
        name="ladder_upper",
        topic="ladder",
        sign=1,
        more="Links between states are sustained.",
        less="Links between states are not sustained.",
        value=lambda view: float(view.levels[len(view.levels) // 4]),
        carriers=lambda view: inside(view, lambda window: window.level >= max(view.levels[len(view.levels) // 4], 3)),
    ),
    Feature(
        name="ladder_mean",
        topic="ladder",
        sign=1,
        more="Most states are elaborated.",
        less="Most states are left bare.",
        value=lambda view: sum(view.levels) / len(view.levels),
        carriers=lambda view: inside(view, lambda window: window.level >= 3),
    ),
)
