"""The features of the set ``passage.v1``, in their fixed order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.rating.view import DIFFUSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rf_scorer.domain import Marker, Mention
    from rf_scorer.rating.view import View, Window

__all__ = ["FEATURES", "Feature"]


def _nothing(_: View) -> Iterable[Mention | Marker]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something counted in a passage.

    Attributes
    ----------
    name : str
        Stable within the set.
    topic : str
        Features of one topic say nearly the same; evidence shows the strongest of them.
    sign : int
        -1, 0 or 1: what its coefficient may be.
    more, less : str
        What a value above, or below, that of a typical example means, in a rater's words.
    value : callable
        From a view to a number.
    carriers : callable
        From a view to the mentions and markers behind the number.
    """

    name: str
    topic: str
    sign: int
    more: str
    less: str
    value: Callable[[View], float]
    carriers: Callable[[View], Iterable[Mention | Marker]] = _nothing


def _density(view: View, found: Iterable[object]) -> float:
    """Square root of a rate: the first of a kind says most, and the tenth next to nothing."""
    return math.sqrt(view.per_hundred(sum(1 for _ in found)))


def _share(part: float, whole: float) -> float:
    """A share held back towards nothing where there is little to share: one of one is no pattern."""
    return part / (whole + 2.0)


def _measured(view: View, name: str) -> float:
    return math.sqrt(min(view.per_hundred(view.measure(name)), 100.0))


def _windows(view: View, wanted: Callable[[Window], bool]) -> float:
    """Half the count, half the rate, of windows in which something holds."""
    count = sum(1 for window in view.windows if wanted(window))
    return math.log1p(count) + 0.5 * math.sqrt(view.per_hundred(count))


def _inside(view: View, wanted: Callable[[Window], bool]) -> Iterable[Mention | Marker]:
    for window in view.windows:
        if wanted(window):
            yield from window.states
            yield from window.stances
            yield from (marker for marker in window.markers if marker.family != "low")


def _of(name: str, topic: str, *categories: str, sign: int, more: str, less: str) -> Feature:
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: _density(view, view.of(*categories)),
        carriers=lambda view: view.of(*categories),
    )


def _marked(name: str, topic: str, *kinds: str, sign: int, more: str, less: str) -> Feature:
    return Feature(
        name=name,
        topic=topic,
        sign=sign,
        more=more,
        less=less,
        value=lambda view: math.log1p(len(view.marked(*kinds))) + 0.5 * _density(view, view.marked(*kinds)),
        carriers=lambda view: view.marked(*kinds),
    )


def _linked(name: str, topic: str, wanted: Callable[[Window], bool], *, more: str, less: str) -> Feature:
    return Feature(
        name=name,
        topic=topic,
        sign=1,
        more=more,
        less=less,
        value=lambda view: _windows(view, wanted),
        carriers=lambda view: _inside(view, wanted),
    )


def _counted(name: str, topic: str, measure: str, *, sign: int, more: str, less: str) -> Feature:
    return Feature(name=name, topic=topic, sign=sign, more=more, less=less, value=lambda view: _measured(view, measure))


def _variety(view: View) -> float:
    return len({state.lemma or state.rule for state in view.states}) / math.sqrt(max(view.words, 30))


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
    return _share(sum(1 for window in view.windows if window.states), len(view.windows))


def _flagged(flag: str) -> Callable[[View], list[Mention]]:
    return lambda view: [mention for mention in view.mentions if flag in mention.flags]


def _stances_about_minds(view: View) -> list[Mention]:
    return [stance for window in view.windows if window.states for stance in window.stances]


def _stances_elsewhere(view: View) -> list[Mention]:
    return [stance for window in view.windows if not window.states for stance in window.stances]


def _ambivalent(window: Window) -> bool:
    feelings = {state.lemma for state in window.states if state.category == "emotion"}
    return len(feelings) > 1 and window.has("link.contrast", "A", "B2", "B3")


def _then_and_now(window: Window) -> bool:
    return bool(window.states) and window.has("link.time", "C")


def _certain(window: Window) -> bool:
    return "other" in window.holders and window.has("low.certainty", "low.absolute")


_FAMILY = {
    "A": ("weighs how far a mind can be known", "does not weigh how far a mind can be known"),
    "B": ("works at the states behind behaviour", "does not work at the states behind behaviour"),
    "C": ("sees how states develop between people and over time", "does not see states develop over time"),
    "D": ("keeps in mind what the interviewer can know", "does not turn to what the interviewer can know"),
}

_LOW = {
    "certainty": "speaks of others' minds as beyond doubt",
    "absolute": "speaks in absolutes",
    "cliche": "falls back on set phrases",
    "disavowal": "disclaims knowing or remembering",
    "concrete_reason": "gives practical reasons where a state of mind was asked for",
    "generality": "explains by how people or times are",
    "trait": "explains by what a person is like",
    "diagnosis": "explains by a diagnosis or a technical label",
    "blame": "lays blame or defends the self",
    "hostility": "turns against the question",
    "teleological": "reads minds from deeds alone",
    "hyperanalysis": "analyses at length and in the abstract",
    "bizarre": "gives an account of minds that is hard to follow",
}

#: Every feature of the set, in its fixed order.
FEATURES: tuple[Feature, ...] = (
    # How much is said, and how much of it about minds.
    Feature(
        name="words",
        topic="length",
        sign=0,
        more="Longer than most examples.",
        less="Shorter than most examples.",
        value=lambda view: math.log1p(min(view.words, 5000)),
    ),
    _of(
        "cognition",
        "states",
        "cognition",
        sign=0,
        more="Thinking and knowing are often named.",
        less="Thinking and knowing are seldom named.",
    ),
    _of("emotion", "states", "emotion", sign=0, more="Feelings are often named.", less="Feelings are seldom named."),
    _of(
        "desire",
        "states",
        "desire",
        sign=0,
        more="Wishes and intentions are often named.",
        less="Wishes and intentions are seldom named.",
    ),
    _of(
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
        value=lambda view: _density(view, view.held("other", "shared")),
        carriers=lambda view: view.held("other", "shared"),
    ),
    Feature(
        name="own_mind",
        topic="whose",
        sign=0,
        more="The speaker's own states are often named.",
        less="The speaker's own states are hardly named.",
        value=lambda view: _density(view, view.held("self")),
        carriers=lambda view: view.held("self"),
    ),
    Feature(
        name="people_at_large",
        topic="generality",
        sign=-1,
        more="States are ascribed to people at large.",
        less="States are ascribed to particular people.",
        value=lambda view: _share(len(view.held("generic", "none")), len(view.states)),
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
    # How states are spoken of.
    Feature(
        name="specific_feelings",
        topic="specific",
        sign=1,
        more="Feelings are named precisely.",
        less="Few feelings are named precisely.",
        value=lambda view: _density(view, _specific(view)),
        carriers=_specific,
    ),
    Feature(
        name="diffuse_feelings",
        topic="diffuse",
        sign=-1,
        more="Feelings stay diffuse (good, bad, fine, upset).",
        less="Few feelings stay diffuse.",
        value=lambda view: _share(len(_diffuse(view)), len(view.of("emotion"))),
        carriers=_diffuse,
    ),
    Feature(
        name="bare_states",
        topic="bare",
        sign=-1,
        more="States are named without anything being made of them.",
        less="Few states are left standing by themselves.",
        value=lambda view: _share(len(_bare(view)), len(view.states)),
        carriers=_bare,
    ),
    Feature(
        name="denied",
        topic="denied",
        sign=0,
        more="States are often denied.",
        less="States are seldom denied.",
        value=lambda view: _share(len(_flagged("negated")(view)), len(view.mentions)),
        carriers=_flagged("negated"),
    ),
    Feature(
        name="recall",
        topic="recall",
        sign=0,
        more="Remembering serves to introduce scenes.",
        less="Scenes are seldom introduced by remembering.",
        value=lambda view: _density(view, _flagged("recall")(view)),
        carriers=_flagged("recall"),
    ),
    Feature(
        name="quoted_minds",
        topic="quoted",
        sign=0,
        more="States are quoted in somebody's voice.",
        less="States are seldom quoted in somebody's voice.",
        value=lambda view: _density(view, _flagged("quoted")(view)),
        carriers=_flagged("quoted"),
    ),
    Feature(
        name="echo",
        topic="echo",
        sign=-1,
        more="Words for states repeat the question.",
        less="Words for states are the speaker's own.",
        value=lambda view: _share(len(_flagged("echo")(view)), len(view.mentions)),
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
        value=lambda view: _density(view, _stances_about_minds(view)),
        carriers=_stances_about_minds,
    ),
    Feature(
        name="tentative_elsewhere",
        topic="hedging",
        sign=0,
        more="The speaker hedges where no state is meant.",
        less="The speaker seldom hedges where no state is meant.",
        value=lambda view: _density(view, _stances_elsewhere(view)),
        carriers=_stances_elsewhere,
    ),
    # What is linked with what.
    _linked(
        "state_and_cause",
        "links",
        lambda window: window.linked,
        more="States are given a cause or a consequence.",
        less="States are seldom given a cause or a consequence.",
    ),
    _linked(
        "states_linked",
        "links",
        lambda window: window.linked and window.two_states,
        more="One state is explained by another.",
        less="States are seldom explained by one another.",
    ),
    _linked(
        "two_minds",
        "minds",
        lambda window: window.two_minds,
        more="Two people's states are set beside each other.",
        less="Two people's states are seldom set beside each other.",
    ),
    _linked(
        "two_minds_linked",
        "minds",
        lambda window: window.two_minds and window.has("link.cause", "link.result", "link.contrast", "B"),
        more="One person's state is tied to another's.",
        less="One person's state is seldom tied to another's.",
    ),
    _linked(
        "then_and_now",
        "time",
        _then_and_now,
        more="States are placed in time or seen to change.",
        less="States are seldom placed in time.",
    ),
    _linked(
        "contrast",
        "mixed",
        lambda window: window.two_states and window.has("link.contrast"),
        more="States are held against each other.",
        less="States are seldom held against each other.",
    ),
    _linked(
        "ambivalence",
        "mixed",
        _ambivalent,
        more="Mixed or opposite feelings stand together.",
        less="Mixed feelings are seldom in view.",
    ),
    _linked(
        "weighed_other",
        "tentative",
        lambda window: window.uncertain and "other" in window.holders,
        more="Another's state is weighed rather than asserted.",
        less="Another's state is seldom weighed.",
    ),
    # The ladder.
    Feature(
        name="ladder_top",
        topic="ladder",
        sign=1,
        more="At its best the answer links states with care.",
        less="Even at its best the answer links little.",
        value=lambda view: float(view.levels[0]),
        carriers=lambda view: _inside(view, lambda window: bool(window.states) and window.level == view.levels[0]),
    ),
    Feature(
        name="ladder_upper",
        topic="ladder",
        sign=1,
        more="Links between states are sustained.",
        less="Links between states are not sustained.",
        value=lambda view: float(view.levels[len(view.levels) // 4]),
        carriers=lambda view: _inside(view, lambda window: window.level >= max(view.levels[len(view.levels) // 4], 3)),
    ),
    Feature(
        name="ladder_mean",
        topic="ladder",
        sign=1,
        more="Most states are elaborated.",
        less="Most states are left bare.",
        value=lambda view: sum(view.levels) / len(view.levels),
        carriers=lambda view: _inside(view, lambda window: window.level >= 3),
    ),
    # Markers.
    *(
        _marked(
            f"markers_{family}",
            f"family {family}",
            family,
            sign=1,
            more=f"The speaker {more}.",
            less=f"The speaker {less}.",
        )
        for family, (more, less) in _FAMILY.items()
    ),
    Feature(
        name="marker_kinds",
        topic="marker kinds",
        sign=1,
        more="Several different marks of reflection are present.",
        less="Few different marks of reflection are present.",
        value=lambda view: math.log1p(len({marker.marker for marker in view.marked("A", "B", "C", "D")})),
        carriers=lambda view: view.marked("A", "B", "C", "D"),
    ),
    *(
        _marked(marker, f"family {marker[0]}", marker, sign=1, more=more, less=less)
        for marker, more, less in (
            ("A1", "Minds are treated as not fully knowable.", "Minds are not treated as hard to know."),
            ("A2", "States are seen to be disguised.", "No disguised states are considered."),
            ("A3", "Limits of insight are acknowledged.", "Limits of insight are not acknowledged."),
            (
                "A5",
                "A way of keeping a feeling at bay is recognised.",
                "No way of keeping feelings at bay is recognised.",
            ),
            ("B1", "Behaviour is explained by a plausible state.", "Behaviour is seldom explained by a state."),
            ("B3", "Different views of one event are seen.", "Only one view of events is seen."),
            ("B4", "The speaker's own state is taken into account.", "The speaker's own part is left out."),
            ("B5", "Effects of a state on people are seen.", "Effects of states on people are not drawn out."),
            ("B6", "How the speaker seems to others is considered.", "How the speaker seems to others is left out."),
            ("C1", "A line is drawn across generations.", "No line is drawn across generations."),
            ("C2", "A child's mind is seen as a child's.", "Age is not brought into states."),
            ("C3", "An earlier view is revised.", "No earlier view is revised."),
            (
                "C5",
                "People are seen to shape each other's states.",
                "People are not seen to shape each other's states.",
            ),
        )
    ),
    # Possible low cues.
    *(
        _marked(
            f"low_{cue}",
            f"low {cue}",
            f"low.{cue}",
            sign=-1,
            more=f"The speaker {text}.",
            less=f"It is rare that the speaker {text}.",
        )
        for cue, text in _LOW.items()
    ),
    Feature(
        name="low_cues",
        topic="low cues",
        sign=-1,
        more="Possible signs of low reflection are many.",
        less="Possible signs of low reflection are few.",
        value=lambda view: _density(view, view.marked("low")),
        carriers=lambda view: view.marked("low"),
    ),
    Feature(
        name="sure_of_others",
        topic="low certainty",
        sign=-1,
        more="Another's state is stated as certain.",
        less="Another's state is seldom stated as certain.",
        value=lambda view: _windows(view, _certain),
        carriers=lambda view: _inside(view, _certain),
    ),
    # How it is told.
    _counted(
        "particular_persons",
        "episode",
        "particular_persons",
        sign=0,
        more="Many particular people appear.",
        less="Few particular people appear.",
    ),
    _counted(
        "past_tense", "episode", "past_tense", sign=0, more="Told largely in the past.", less="Told little in the past."
    ),
    _counted(
        "present_generic",
        "generality",
        "present_generic",
        sign=-1,
        more="Much is said of people in general.",
        less="Little is said of people in general.",
    ),
    _counted(
        "times_and_ages",
        "episode",
        "times",
        sign=0,
        more="Episodes are placed in time.",
        less="Episodes are not placed in time.",
    ),
    _counted(
        "abstract_terms",
        "abstract",
        "abstract_terms",
        sign=-1,
        more="Technical words for the mind are frequent.",
        less="Technical words for the mind are rare.",
    ),
    _counted(
        "trait_terms",
        "traits",
        "trait_terms",
        sign=-1,
        more="People are described by character.",
        less="People are seldom described by character.",
    ),
    _counted(
        "intensifiers", "emphasis", "intensifiers", sign=0, more="Emphasis is frequent.", less="Emphasis is rare."
    ),
    _counted(
        "absolutes",
        "absolutes",
        "absolutes",
        sign=-1,
        more="Always, never and their like are frequent.",
        less="Always, never and their like are rare.",
    ),
    _counted(
        "negations",
        "denied",
        "negations",
        sign=0,
        more="Much is put in the negative.",
        less="Little is put in the negative.",
    ),
    _counted(
        "behaviour",
        "behaviour",
        "behaviour_terms",
        sign=-1,
        more="Much of the answer is about doings.",
        less="Little of the answer is about doings.",
    ),
    _counted("numbers", "facts", "numbers", sign=-1, more="Figures are frequent.", less="Figures are rare."),
    _counted(
        "modals",
        "possibility",
        "modals",
        sign=0,
        more="What might or would be is often considered.",
        less="What might or would be is seldom considered.",
    ),
    _counted("fillers", "fluency", "fillers", sign=0, more="Fillers are frequent.", less="Fillers are rare."),
)
