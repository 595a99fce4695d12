"""The frame of the page: facts, legend, contents and passages, with every text escaped by the template."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, REFERENCE_LEVELS
from rf_scorer.pages.environment import template_of
from rf_scorer.pages.marks import FLAG_SIGNS, HOLDER_SIGNS
from rf_scorer.pages.overall import strip
from rf_scorer.pages.passages import STATES, PassageWriter
from rf_scorer.pages.plots import profile
from rf_scorer.pages.style import style
from rf_scorer.pages.view import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

__all__ = ["render"]

_HOLDERS = {
    "self": "the speaker (no sign)",
    "other": "another person",
    "shared": "the speaker with others",
    "generic": "people at large",
    "interviewer": "the interviewer",
    "none": "nobody in particular",
}
_FLAGS = {
    "negated": "denied",
    "recall": "introduces a memory",
    "quoted": "in quoted speech",
    "echo": "repeats the question",
}
_FAMILIES = {
    "A": "nature of mental states",
    "B": "states behind behaviour",
    "C": "development",
    "D": "towards the interviewer",
    "link": "states joined",
    "low": "possible low-RF cue",
}


@cache
def _titles() -> dict[str, str]:
    """What each marker may show."""
    from rf_scorer.language.codebook import load_codebook

    return {marker.id: marker.title for marker in load_codebook().markers}


@cache
def _template() -> Template:
    return template_of(
        "page.html.jinja",
        filters={},
        names={
            "profile": profile,
            "strip": strip,
            "states": STATES,
            "legend": {
                "categories": CATEGORIES,
                "holders": [(HOLDER_SIGNS[holder], _HOLDERS[holder]) for holder in HOLDERS],
                "flags": [(FLAG_SIGNS[flag], _FLAGS[flag]) for flag in FLAGS],
                "families": list(_FAMILIES.items()),
                "levels": list(enumerate(REFERENCE_LEVELS)),
            },
        },
    )


def render(document: Mapping[str, Any]) -> str:
    """One self-contained HTML page of a rating sheet.

    Parameters
    ----------
    document : mapping
        A rating sheet without faults (:func:`rf_scorer.validation.faults`).

    Returns
    -------
    str
        HTML that needs no script, no network and no other file; its content security policy forbids all of them.
        Suggestions are closed until a reader opens them, and stand in an appendix where the page is printed. The same
        sheet gives the same page.
    """
    sheet, digest = style("page.css")
    transcript = document["transcript"]
    rated = [made for made in document["suggestions"] if made["status"] == "provisional"]
    scale = (document["protocol"] or {}).get("scale")
    levels = [int(level) for made in rated[:1] for level in made["distribution"]]
    low = scale["minimum"] if scale else min(levels, default=0)
    high = scale["maximum"] if scale else max(levels, default=0)
    return _template().render(
        sheet=document,
        transcript=transcript,
        blocks=tuple(blocks(document, _titles())),
        writer=PassageWriter(document, low=low, high=high),
        rated=rated,
        low=low,
        high=high,
        words=sum(turn.get("words", 0) for turn in transcript["turns"]),
        notes=[*transcript["notes"], *document["notes"]],
        style=sheet,
        digest=digest,
    )
