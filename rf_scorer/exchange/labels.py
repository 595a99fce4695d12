"""The names under which other tools know what is marked: categories of mental states and markers of the codebook, with colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import CATEGORIES, MARKER_FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FAMILIES", "FLAG_TITLES", "HOLDER_TITLES", "MARKER", "MENTION", "Label", "labels"]

#: Kinds of what is marked.
MENTION, MARKER = "mention", "marker"
#: What the families of markers are about, in our own words.
FAMILIES = {
    "A": "A. Awareness of the nature of mental states",
    "B": "B. Effort to tease out mental states underlying behaviour",
    "C": "C. Developmental aspects of mental states",
    "D": "D. Mental states in relation to the interviewer",
    "low": "Possible low-RF cues",
    "link": "Links: cause, result, contrast, time, condition",
}
#: Whose state a mention is.
HOLDER_TITLES = {
    "self": "the speaker's",
    "other": "another's",
    "shared": "ours",
    "generic": "anyone's",
    "interviewer": "the interviewer's",
    "none": "nobody's",
}
#: What else is true of a mention.
FLAG_TITLES = {
    "negated": "negated",
    "recall": "whether something is remembered",
    "quoted": "in direct speech",
    "echo": "the interviewer's word said again",
}
_ABOUT = {
    "cognition": "Words for thinking, knowing, believing, remembering, wondering.",
    "emotion": "Words for affect, liking and disliking.",
    "desire": "Words for wanting, hoping, needing, meaning to, trying to.",
    "perception": "Words for seeing, hearing and noticing as states of a mind.",
    "modulation": "Words that weaken or strengthen what is said of a state.",
}
# Those of the pages, on white.
_COLOURS = {
    "cognition": "#1B5FAE",
    "emotion": "#B3294E",
    "desire": "#8A5600",
    "perception": "#17693F",
    "modulation": "#66529C",
    "A": "#1F5C60",
    "B": "#3D6F3A",
    "C": "#6B5B95",
    "D": "#5C636D",
    "low": "#A23B16",
    "link": "#8C8C8C",
}
_CHECK = "A suggestion to a rater, never a finding; check against the manual."


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Something that can be marked.

    Attributes
    ----------
    id : str
        A category, or a marker's id in the codebook.
    kind : str
        :data:`MENTION` or :data:`MARKER`.
    title, about : str
    family : str
        Of a marker; empty for a category.
    colour : str
        ``#`` and six hexadecimal digits.
    """

    id: str
    kind: str
    title: str
    about: str
    family: str
    colour: str

    @property
    def named(self) -> str:
        """The id, and what it is about where the id does not tell."""
        return self.title if self.kind == MENTION else f"{self.id} {self.title}".strip()


@cache
def _known() -> tuple[Label, ...]:
    from rf_scorer.language.codebook import load_codebook

    found = [
        Label(
            id=name,
            kind=MENTION,
            title=name.capitalize(),
            about=_ABOUT.get(name, ""),
            family="",
            colour=_COLOURS[name],
        )
        for name in CATEGORIES
    ]
    markers = sorted(load_codebook().markers, key=lambda marker: (MARKER_FAMILIES.index(marker.family), marker.id))
    found += [_marker(marker.id, marker.family, marker.title, marker.meaning) for marker in markers]
    return tuple(found)


def _marker(name: str, family: str, title: str, meaning: str) -> Label:
    about = f"{meaning} {_CHECK}".strip()
    return Label(id=name, kind=MARKER, title=title, about=about, family=family, colour=_COLOURS[family])


def labels(sheets: Iterable[Mapping[str, Any]] = ()) -> tuple[Label, ...]:
    """Every label: categories, then markers family by family.

    Parameters
    ----------
    sheets : iterable of mapping
        Their markers that the codebook does not know any more are added.
    """
    found = {label.id: label for label in _known()}
    for sheet in sheets:
        for marker in sheet["markers"]:
            if marker["marker"] not in found:
                found[marker["marker"]] = _marker(marker["marker"], marker["family"], "", "")
    order = ["", *MARKER_FAMILIES]
    return tuple(sorted(found.values(), key=lambda label: order.index(label.family)))
