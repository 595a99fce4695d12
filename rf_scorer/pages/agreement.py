"""The page of an agreement report: what was compared, how far raters agree, who differs from whom, and a paragraph to report it with."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from rf_scorer.pages import agreement_plots, charts
from rf_scorer.pages.environment import template_of
from rf_scorer.pages.style import style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

__all__ = ["render"]

#: Figures of all raters that stand on top, and what each says in a few words.
_HEADLINE = (
    ("icc_a_1_random", "ICC(A,1)", "agreement of single raters in level"),
    ("icc_a_k_random", "ICC(A,k)", "the same of the mean of all raters; where the mean is analysed"),
    ("icc_c_1_random", "ICC(C,1)", "order alone: whoever always rates two levels higher still agrees"),
    ("icc_1_unequal", "ICC(1), every rating", "numbers of raters may differ between units; who rated does not count"),
    (
        "light_quadratic",
        "Kappa, quadratic",
        "mean over pairs of raters; corrected for chance, large differences weigh most",
    ),
    ("alpha_ordinal", "Alpha, ordinal", "Krippendorff’s; ratings may be missing"),
    ("gwet_ac2_ordinal", "AC2, ordinal", "Gwet’s; holds where most ratings are one level"),
)
#: Figures of pairs in the table.
_PAIR = (
    ("icc_a_1_random", "ICC(A,1)"),
    ("kappa_quadratic", "Kappa, quadratic"),
    ("gwet_ac2_ordinal", "AC2, ordinal"),
    ("mean_difference", "Mean difference"),
    ("mean_absolute", "Absolute difference"),
    ("smd_pooled", "SMD"),
)
_MACHINE = (
    ("icc_a_1_random", "ICC(A,1)"),
    ("kappa_quadratic", "Kappa, quadratic"),
    ("pearson", "Pearson"),
    ("spearman", "Spearman"),
    ("exact", "Exact"),
    ("within_one", "Within one"),
    ("mean_absolute", "Absolute difference"),
)
_ANCHORED = (
    ("agreed_before", "At the suggestion, blind"),
    ("agreed_after", "At the suggestion, final"),
    ("towards", "Of differing: moved towards"),
    ("away", "Of differing: moved away"),
    ("accepted", "Of differing: accepted"),
    ("taken", "Share of the distance taken"),
    ("kappa_gain", "Kappa gained"),
)
_GROUPED = (
    ("icc_a_1_random", "ICC(A,1)"),
    ("icc_1_unequal", "ICC(1), every rating"),
    ("alpha_ordinal", "Alpha, ordinal"),
    ("exact", "Exact"),
    ("within_one", "Within one"),
)
_SHARES = frozenset({"agreed_before", "agreed_after", "towards", "away", "accepted", "taken", "exact", "within_one"})
_CLOSE = {0: "Exact", 0.5: "Within half a level", 1: "Within one level"}
#: Pairs that are drawn, and raters of which a square of pairs is drawn.
_DRAWN, _SQUARE = 4, 20
_TITLES = {"passages": "Passages", "overall": "Overall ratings"}
_ASSISTANCE = {"assisted": "with help", "control": "without help"}
_BRACKET = re.compile(r"\[[^\]]*\]")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %".replace("-", "−")


def _level(value: float | None) -> str:
    return "–" if value is None else f"{value:g}".replace("-", "−")


def _brackets(text: str) -> Markup:
    """Words to be filled in, marked."""
    parts, end = [], 0
    for match in _BRACKET.finditer(text):
        parts += [escape(text[end : match.start()]), Markup("<b>{}</b>").format(match[0])]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def _drawn(pairs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The pairs to draw: those that agree least, in the order of the table."""
    shared = [pair for pair in pairs if pair["n_units"]]

    def low(pair: Mapping[str, Any]) -> float:
        value = pair["figures"]["icc_a_1_random"]["value"]
        return 2.0 if value is None else float(value)

    chosen = sorted(shared, key=low)[:_DRAWN]
    return [pair for pair in shared if pair in chosen]


def _machine_rows(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    by_id = {one["id"]: one for one in part["machine"]["compared"]["figures"]}
    return [{**by_id[key], "head": head, "as_share": key in _SHARES} for key, head in _MACHINE]


def _correlations(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["id"] != "mean_absolute"]


def _reasons(part: Mapping[str, Any]) -> list[str]:
    """Why figures of the first table are undefined, each reason once."""
    found: dict[str, list[str]] = {}
    for key, head, _ in _HEADLINE:
        figure = part["figures"].get(key)
        if figure is not None and figure["reason"]:
            found.setdefault(figure["reason"], []).append(head)
    return [f"{', '.join(heads)}: {reason}" for reason, heads in found.items()]


def _others(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Figures of all raters that do not stand in the first table."""
    first = {key for key, _, _ in _HEADLINE}
    return (figure for key, figure in part["figures"].items() if key not in first and not key.startswith("icc_"))


@cache
def _template() -> Template:
    return template_of(
        "agreement.html.jinja",
        filters={"figure": _figure, "percent": _percent, "level": _level, "brackets": _brackets},
        names={
            "anchored": _ANCHORED,
            "assistance": _ASSISTANCE,
            "charts": charts,
            "close": _CLOSE,
            "correlations": _correlations,
            "drawn": _drawn,
            "grouped": _GROUPED,
            "headline": _HEADLINE,
            "machine_rows": _machine_rows,
            "others": _others,
            "pair_heads": _PAIR,
            "plots": agreement_plots,
            "reasons": _reasons,
            "shares": _SHARES,
            "square": _SQUARE,
            "titles": _TITLES,
        },
    )


def render(document: Mapping[str, Any]) -> str:
    """One self-contained HTML page of an agreement report.

    Parameters
    ----------
    document : mapping
        Without faults by the schema ``agreement-report``.

    Returns
    -------
    str
        HTML that needs no script, no network and no other file; its content security policy forbids all of them. The same document gives
        the same page.
    """
    sheet, digest = style("page.css", "evaluation.css", "agreement.css")
    return _template().render(
        report=document, data=document["data"], measures=document["measures"], style=sheet, digest=digest
    )
