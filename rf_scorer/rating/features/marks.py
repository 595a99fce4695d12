"""Features of the markers: the families A to D, some of their kinds, and possible cues of low reflection."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rf_scorer.rating.features.feature import Feature, density, inside, marked, windows

if TYPE_CHECKING:
    from rf_scorer.rating.view import Window

__all__ = ["MARKS"]

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


def _certain(window: Window) -> bool:
    return "other" in window.holders and window.has("low.certainty", "low.absolute")


#: In their fixed order.
MARKS: tuple[Feature, ...] = (
    # Markers.
    *(
        marked(
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
        marked(marker, f"family {marker[0]}", marker, sign=1, more=more, less=less)
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
        marked(
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
        value=lambda view: density(view, view.marked("low")),
        carriers=lambda view: view.marked("low"),
    ),
    Feature(
        name="sure_of_others",
        topic="low certainty",
        sign=-1,
        more="Another's state is stated as certain.",
        less="Another's state is seldom stated as certain.",
        value=lambda view: windows(view, _certain),
        carriers=lambda view: inside(view, _certain),
    ),
)
