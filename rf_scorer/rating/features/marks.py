"""Features of the markers: links, the families A to D, each of their kinds, and possible cues of low reflection."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, dense, marked

if TYPE_CHECKING:
    from rf_scorer.domain import Marker
    from rf_scorer.rating.view import View

__all__ = ["MARKS"]

_LINKS = {
    "cause": ("A state is given as a reason.", "A state is seldom given as a reason."),
    "result": ("It is said what a state led to.", "It is seldom said what a state led to."),
    "contrast": (
        "A state is held against another, or against what was done.",
        "States are seldom held against anything.",
    ),
    "time": ("States are placed in time.", "States are seldom placed in time."),
    "condition": (
        "It is considered what somebody would feel if.",
        "It is seldom considered what somebody would feel if.",
    ),
    "mixed": ("Mixed feelings stand together.", "Mixed feelings are seldom in view."),
    "recursion": (
        "One person's mind is about another's mind.",
        "It is seldom said what one person thought of another's mind.",
    ),
}

_FAMILIES = {
    "A": ("weighs how far a mind can be known", "does not weigh how far a mind can be known"),
    "B": ("works at the states behind behaviour", "does not work at the states behind behaviour"),
    "C": ("sees how states develop between people and over time", "does not see states develop over time"),
    "D": ("keeps in mind what the interviewer can know", "does not turn to what the interviewer can know"),
}

_KINDS = {
    "A1": ("Minds are treated as not fully knowable.", "Minds are not treated as hard to know."),
    "A2": ("States are seen to be disguised.", "No disguised states are considered."),
    "A3": ("Limits of insight are acknowledged.", "Limits of insight are not acknowledged."),
    "A4": (
        "A state is measured against what anybody would feel.",
        "No state is measured against what anybody would feel.",
    ),
    "A5": ("A way of keeping a feeling at bay is recognised.", "No way of keeping feelings at bay is recognised."),
    "B1": ("Behaviour is explained by a plausible state.", "Behaviour is seldom explained by a state."),
    "B2": (
        "It is seen that a feeling does not match the situation.",
        "Feelings that do not match the situation are not considered.",
    ),
    "B3": ("Different views of one event are seen.", "Only one view of events is seen."),
    "B4": ("The speaker's own state is taken into account.", "The speaker's own part is left out."),
    "B5": ("Effects of a state on people are seen.", "Effects of states on people are not drawn out."),
    "B6": ("How the speaker seems to others is considered.", "How the speaker seems to others is left out."),
    "B7": ("Something is noticed while it is being told.", "Little seems to be thought out while it is told."),
    "C1": ("A line is drawn across generations.", "No line is drawn across generations."),
    "C2": ("A child's mind is seen as a child's.", "Age is not brought into states."),
    "C3": ("An earlier view is revised.", "No earlier view is revised."),
    "C4": ("States are seen to change over time.", "States are not seen to change over time."),
    "C5": ("People are seen to shape each other's states.", "People are not seen to shape each other's states."),
    "C6": ("It is said what calms or stirs a feeling.", "It is not said what calms or stirs a feeling."),
    "C7": ("States are seen to move among several people of a family.", "States are not followed through a family."),
    "D1": ("The interviewer's mind is seen as another mind.", "The interviewer's mind is not considered."),
    "D2": ("What the interviewer cannot know is explained.", "What the interviewer cannot know is not explained."),
    "D3": ("The interviewer's feeling is considered.", "The interviewer's feeling is not considered."),
}

_LOW = {
    "certainty": "speaks of others' minds as beyond doubt",
    "absolute": "speaks in absolutes",
    "cliche": "falls back on set phrases",
    "disavowal": "disclaims knowing or remembering",
    "concrete_reason": "gives practical reasons where a state of mind was asked for",
    "generality": "explains by how people or times are",
    "trait": "explains by what a person is like",
    "diagnosis": "explains by a clinical label",
    "blame": "lays blame or defends the self",
    "hostility": "turns against the question",
    "teleological": "reads minds from deeds alone",
    "hyperanalysis": "analyses at length and in the abstract",
    "bizarre": "gives an account of minds that is hard to follow",
}


def _low(view: View) -> list[Marker]:
    return list(view.marked("low"))


#: In their fixed order.
MARKS: tuple[Feature, ...] = (
    *(
        marked(f"link_{kind}", f"link {kind}", f"link.{kind}", sign=1, more=more, less=less)
        for kind, (more, less) in _LINKS.items()
    ),
    *(
        marked(
            f"markers_{family}",
            f"family {family}",
            family,
            sign=1,
            more=f"The speaker {more}.",
            less=f"The speaker {less}.",
        )
        for family, (more, less) in _FAMILIES.items()
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
        marked(marker, f"family {marker[0]}", marker, sign=1, more=more, less=less)
        for marker, (more, less) in _KINDS.items()
    ),
    # Possible low cues.
    *(
        marked(
            f"low_{cue}",
            f"low {cue}",
            f"low.{cue}",
            sign=-1,
            more=f"Possibly the speaker {text}.",
            less=f"Nothing suggests that the speaker {text}.",
        )
        for cue, text in _LOW.items()
    ),
    dense(
        "low_cues",
        "low cues",
        _low,
        sign=-1,
        more="Possible signs of low reflection are many.",
        less="Possible signs of low reflection are few.",
    ),
    Feature(
        name="low_kinds",
        topic="low cues",
        sign=-1,
        more="Several different possible signs of low reflection are present.",
        less="Few different possible signs of low reflection are present.",
        value=lambda view: math.log1p(len({marker.marker for marker in view.marked("low")})),
        carriers=_low,
    ),
)
