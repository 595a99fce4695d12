"""The page of a report of change: who changed by more than error of measurement, beside what error alone would give."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer.pages import courses as drawings
from rf_scorer.pages.environment import template_of
from rf_scorer.pages.style import style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

__all__ = ["figure", "render"]

_VERDICTS = {"higher": "reliably higher", "no_reliable_change": "no reliable change", "lower": "reliably lower"}
_USES = {
    "consensus": "the consensus on each interview, by the study's rules",
    "mean": "the mean of what all raters of an interview locked blind",
    "blind": "one rater's rating as it was locked",
    "final": "one rater's rating as it stood in the end",
    "table": "as the table says",
}
_LEVELS = {"overall": "overall rating", "passages": "mean of passages by question"}
_ORDERS = {
    "given": "in the order that was given",
    "numbers": "ordered by the numbers that they are named with",
    "numbered": "ordered by the numbers in their names",
    "words": "ordered by their names",
}


def figure(value: float | None, digits: int = 2) -> str:
    """A figure with a true minus sign, or the word for none."""
    return "undefined" if value is None else f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def _plus(value: float | None) -> str:
    """The same with its sign, for changes."""
    shown = figure(value)
    return f"+{shown}" if value is not None and round(value, 2) > 0 else shown


@cache
def _template() -> Template:
    return template_of(
        "change.html.jinja",
        filters={"figure": figure, "plus": _plus},
        names={
            "drawings": drawings,
            "verdicts": _VERDICTS,
            "uses": _USES,
            "levels": _LEVELS,
            "orders": _ORDERS,
        },
    )


def render(document: Mapping[str, Any]) -> str:
    """One self-contained HTML page of a report of change.

    Parameters
    ----------
    document : mapping
        Without faults by the schema ``change-report``.

    Returns
    -------
    str
        HTML that needs no script, no network and no other file; its content security policy forbids all of them. The same document gives
        the same page.
    """
    sheet, digest = style("page.css", "evaluation.css", "study.css")
    names = sorted({one["group"] for one in document["courses"] if one["group"] is not None})
    groups: list[tuple[str | None, list[Mapping[str, Any]]]] = [
        (name, [one for one in document["courses"] if one["group"] == name]) for name in names
    ]
    if not groups or any(one["group"] is None for one in document["courses"]):
        rest = [one for one in document["courses"] if one["group"] is None]
        groups.append((None, rest))
    return _template().render(report=document, groups=groups, style=sheet, digest=digest)
