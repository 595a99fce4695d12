"""The frame of the page: facts, legend, contents and passages, with every text escaped by the template."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rf_scorer.domain import CATEGORIES, FLAGS, HOLDERS, MARKER_FAMILIES
from rf_scorer.pages.marks import FLAG_SIGNS, HOLDER_SIGNS, marker_tag
from rf_scorer.pages.plots import distribution, distribution_text, profile, signed
from rf_scorer.pages.view import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

__all__ = ["render"]

_STATES = {
    "answered": "",
    "not_asked": "not asked",
    "not_answered": "not answered",
    "inaudible": "inaudible",
}
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
    "low": "possible low-RF cue",
    "link": "ties states to behaviour or to one another",
}
#: Alignment less sure than this is said beside the question.
_UNSURE = 0.7
#: Words of a question that stand over a passage without a topic.
_TITLE_WORDS = 7


def _title(passage: Mapping[str, Any], turns: Sequence[Mapping[str, Any]]) -> str:
    """What stands over a passage: its topic, or the first words of what was asked."""
    if passage["topic"]:
        return str(passage["topic"])
    words = turns[passage["asking"][0]]["text"].split() if passage["asking"] else []
    short = " ".join(words[:_TITLE_WORDS])
    return f"{short} …" if len(words) > _TITLE_WORDS else short or "Exchange"


@cache
def _style() -> tuple[Markup, str]:
    text = (importlib.resources.files("rf_scorer.pages") / "templates" / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return Markup(text), f"sha256-{digest}"  # noqa: S704 (our own file)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("rf_scorer.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"signed": signed, "marker_tag": marker_tag, "percent": lambda share: f"{share:.0%}"}
    environment.globals |= {
        "distribution": distribution,
        "distribution_text": distribution_text,
        "profile": profile,
        "states": _STATES,
        "unsure": _UNSURE,
        "legend": {
            "categories": CATEGORIES,
            "holders": [(HOLDER_SIGNS[holder], _HOLDERS[holder]) for holder in HOLDERS],
            "flags": [(FLAG_SIGNS[flag], _FLAGS[flag]) for flag in FLAGS],
            "families": [(family, _FAMILIES[family]) for family in MARKER_FAMILIES],
        },
    }
    return environment.get_template("page.html.jinja")


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
    style, digest = _style()
    transcript = document["transcript"]
    said = {found["id"]: " ".join(found["text"].split()) for found in document["mentions"]}
    markers = {found["id"]: marker_tag(found["marker"]) for found in document["markers"]}
    rated = [made for made in document["suggestions"] if made["status"] == "provisional"]
    scale = (document["protocol"] or {}).get("scale")
    levels = [int(level) for made in rated[:1] for level in made["distribution"]]
    return _template().render(
        sheet=document,
        transcript=transcript,
        blocks=tuple(blocks(document)),
        topics={passage["id"]: _title(passage, transcript["turns"]) for passage in document["passages"]},
        said=said,
        markers=markers,
        rated=rated,
        low=scale["minimum"] if scale else min(levels, default=0),
        high=scale["maximum"] if scale else max(levels, default=0),
        names={level["value"]: level["name"] for level in scale["levels"] if level["name"]} if scale else {},
        words=sum(turn.get("words", 0) for turn in transcript["turns"]),
        notes=[*transcript["notes"], *document["notes"]],
        style=style,
        digest=digest,
    )
