"""The page of a study report: what was read, asked, said, suggested and rated, and what to look at next."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rf_scorer.pages import overviews
from rf_scorer.pages.change import figure
from rf_scorer.pages.environment import template_of
from rf_scorer.pages.style import style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

__all__ = ["render"]

_STATUSES = {
    "done": "scored",
    "kept": "kept from an earlier run",
    "refused": "refused",
    "error": "lost to a bug of ours",
    "not_done": "not reached",
}
_ROLES = {"demand": "demand", "permit": "permit", "none": "not rated"}


def _number(value: float | None) -> str:
    if value is None:
        return "undefined"
    return f"{value:,.0f}" if abs(value) >= 100 else figure(value, 1)


@cache
def _template() -> Template:
    return template_of(
        "study-report.html.jinja",
        filters={
            "figure": figure,
            "number": _number,
            "count": lambda value: f"{value:,}",
        },
        names={"drawings": overviews, "statuses": _STATUSES, "roles": _ROLES},
    )


def render(document: Mapping[str, Any], *, base: str = "") -> str:
    """One self-contained HTML page of a study report.

    Parameters
    ----------
    document : mapping
        Without faults by the schema ``study-report``.
    base : str
        How the study's folder is reached from where the page will stand, with forward slashes, such as ``../my-study``; nothing where it
        stands in the folder. Interviews' own pages are linked below it.

    Returns
    -------
    str
        HTML that needs no script, no network and no other file; its content security policy forbids all of them. The same document gives
        the same page.
    """
    sheet, digest = style("page.css", "evaluation.css", "study.css")
    # A folder called javascript: must stay a folder.
    prefix = f"{quote(base.rstrip('/'))}/" if base else "./"
    protocols = [part["id"] for part in document["protocols"]]
    profiles = [
        (name, [one for one in document["profiles"] if one["protocol"] == name])
        for name in [*dict.fromkeys(protocols), None]
    ]
    return _template().render(
        report=document,
        profiles=[(name, ones) for name, ones in profiles if ones],
        titles={part["id"]: part["title"] for part in document["protocols"]},
        prefix=prefix,
        style=sheet,
        digest=digest,
    )
