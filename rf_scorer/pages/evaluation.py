"""The page of an evaluation report: what was evaluated, how well suggestions followed ratings, and what that does not say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rf_scorer.pages import charts
from rf_scorer.pages.environment import template_of
from rf_scorer.pages.style import style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

__all__ = ["render"]

#: Figures of the tables, with what they are called; those that no row has are left out.
_HEADS = {
    "qwk": "Kappa (quadratic)",
    "spearman": "Spearman",
    "icc": "ICC(A,1)",
    "accuracy": "Exact",
    "within_1": "Within one",
    "mae": "Absolute error",
    "bias": "Bias",
    "rps": "RPS",
    "coverage": "In interval",
    "width": "Levels in interval",
    "question_qwk": "Kappa within a question",
    "question_spearman": "Spearman within a question",
    "participant_spearman": "Spearman of participants",
}
_LEFT_OUT = {
    "participants": "Participants left out",
    "question": "Questions left out",
    "protocol": "Protocols left out",
}
_EXPLAINED = {
    "participants": "Every answer was judged by a model that knew nobody of its participant.",
    "question": "Each question was left out in its turn, and the participants judged with it: what to expect of a question never asked before.",
    "protocol": "Each protocol was left out in its turn, and the participants judged with it: what to expect of another interview.",
}


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _heads_of(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The figures that any of these rows has, with their heads; kappa has a column of its own, with a drawing."""
    return [(key, head) for key, head in _HEADS.items() if key != "qwk" and any(key in row["figures"] for row in rows)]


@cache
def _template() -> Template:
    return template_of(
        "evaluation.html.jinja",
        filters={"figure": _figure},
        names={"heads_of": _heads_of, "charts": charts, "left_out": _LEFT_OUT, "explained": _EXPLAINED},
    )


def render(document: Mapping[str, Any]) -> str:
    """One self-contained HTML page of an evaluation report.

    Parameters
    ----------
    document : mapping
        Without faults by the schema ``evaluation-report``.

    Returns
    -------
    str
        HTML that needs no script, no network and no other file; its content security policy forbids all of them. The same document gives
        the same page.
    """
    sheet, digest = style("page.css", "evaluation.css")
    return _template().render(report=document, facts=document["facts"], style=sheet, digest=digest)
