"""An agreement report on a terminal: the handful of figures that decide, their intervals, and what a reader should beware of."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from rf_scorer.cli.text import counted, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["lines"]

_WIDTH = 100
#: Pairs and raters that are listed; the report has them all.
_MOST = 12
_HEADLINE = (
    ("icc_a_1_random", "ICC(A,1)", "single raters, in level"),
    ("icc_a_k_random", "ICC(A,k)", "the mean of all raters, where that is analysed"),
    ("icc_c_1_random", "ICC(C,1)", "order alone"),
    ("icc_1_unequal", "ICC(1), every rating", "number of raters may vary"),
    ("light_quadratic", "kappa, quadratic", "mean over pairs of raters"),
    ("alpha_ordinal", "alpha, ordinal", "Krippendorff's"),
    ("gwet_ac2_ordinal", "AC2, ordinal", "Gwet's"),
)
#: Rests on units that one rater rated, too; its note says how many those are.
_ALL = "icc_1_unequal"
_TITLES = {"passages": "Passages", "overall": "Overall ratings"}
_NONE = "-"


def lines(document: Mapping[str, Any]) -> list[str]:
    """The report as plain text of at most 100 columns; what is undefined is ``-``, with the reason below."""
    data = document["data"]
    step = "" if data["step"] == 1 else ", in halves"
    found = [f"{counted(len(data['raters']), 'rater')}, scale {data['minimum']:g} to {data['maximum']:g}{step}"]
    if data["use"] is not None:
        found.append(
            "levels as locked before the suggestion was seen"
            if data["use"] == "blind"
            else "levels as they stood after suggestions had been seen"
        )
    percent = f"{100 * document['settings']['confidence']:g} %"
    for part in document["parts"]:
        found += ["", *_part(part, percent)]
    notes = [*document["remarks"], *(f"Not counted: {one['what']}: {one['count']}." for one in data["left_out"])]
    if notes:
        found += ["", "To be aware of"]
        for note in notes:
            found += _wrapped(f"* {note}")
    return found


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)


def _part(part: Mapping[str, Any], percent: str) -> Iterator[str]:
    facts = part["facts"]
    people = f" of {counted(facts['participants'], 'participant')}" if facts["participants"] else ""
    yield (
        f"{_TITLES[part['level']]}: {counted(facts['ratings'], 'rating')} of {counted(facts['units'], 'unit')} in "
        f"{counted(facts['interviews'], 'interview')}{people}; {facts['complete']:,} by every rater"
    )
    if part["figures"]:
        rows, reasons = _headline(part)
        yield from _table([["", "figure", f"{percent} interval", "units", ""], *rows])
        for reason in reasons:
            yield from _wrapped(reason, "    ")
        yield from _pairs("pair", part["pairs"])
        yield from _raters(part["profiles"])
    yield from _pairs("with the key", part["key"])
    if part["machine"] is not None:
        yield from _machine(part["machine"])
    if part["anchoring"]:
        yield from _anchoring(part["anchoring"])
    for groups in part["groups"]:
        yield from _groups(groups, part["single"])


def _headline(part: Mapping[str, Any]) -> tuple[list[list[str]], list[str]]:
    rows = []
    reasons: dict[str, list[str]] = {}
    for key, head, says in _HEADLINE:
        figure = part["figures"][key]
        told = says
        if key == part["single"]:
            told += ": the one to report"
        rows.append([head, _number(figure["value"]), _ends(figure), _units(figure), told])
        if figure["reason"]:
            reasons.setdefault(figure["reason"], []).append(head)
        if key == part["single"]:
            rows += _by_formula(part, figure)
        if key == _ALL and figure["value"] is not None and figure["note"]:
            reasons.setdefault(figure["note"], []).append(head)
    for place, head in ((0, "exact"), (2, "within one level")):
        one = part["closeness"][place]
        always = ", ".join(f"{level:g}" for level in one["modes"])
        beside = f"always giving {always}: {share(one['modal']['value'])}" if always else ""
        rows.append(
            [head, share(one["figure"]["value"]), _ends(one["figure"], as_share=True), _units(one["figure"]), beside]
        )
        if one["figure"]["reason"]:
            reasons.setdefault(one["figure"]["reason"], []).append(head)
    return rows, [f"- {', '.join(heads)}: {reason}" for reason, heads in reasons.items()]


def _units(figure: Mapping[str, Any]) -> str:
    """On how many units a figure rests: those of every rater, of two raters or more, or all."""
    return "" if figure["value"] is None else f"{figure['n_units']:,}"


def _by_formula(part: Mapping[str, Any], figure: Mapping[str, Any]) -> list[list[str]]:
    """The interval of the F distribution, where the other one was drawn."""
    formula = next((one for one in part["iccs"] if one["measure"] == figure["measure"]), None)
    if (
        formula is None
        or formula["low"] is None
        or (formula["low"], formula["high"]) == (figure["low"], figure["high"])
    ):
        return []
    return [["", "", _ends(formula), _units(formula), "by the F distribution: other raters, too"]]


def _pairs(head: str, pairs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not pairs:
        return
    yield ""
    rows = [[head, "units", "ICC(A,1)", "", "kappa", "exact", "within one", "difference"]]
    for pair in pairs[:_MOST]:
        figures, close = pair["figures"], pair["closeness"]
        rows.append(
            [
                f"{_short(pair['one'], 12)} - {_short(pair['two'], 12)}",
                str(pair["n_units"]),
                _number(figures["icc_a_1_random"]["value"]),
                _ends(figures["icc_a_1_random"]),
                _number(figures["kappa_quadratic"]["value"]),
                share(close[0]["figure"]["value"]),
                share(close[2]["figure"]["value"]),
                _plus(figures["mean_difference"]["value"]),
            ]
        )
    yield from _table(rows)
    if len(pairs) > _MOST:
        yield f"  and {len(pairs) - _MOST} more pairs: -o, --report or --json has them all"


def _raters(profiles: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    rows = [["rater", "units", "mean", "SD", "levels", "above the others", ""]]
    for one in profiles[:_MOST]:
        span = _NONE if one["lowest"] is None else f"{one['lowest']:g} to {one['highest']:g}"
        rows.append(
            [
                _short(one["rater"]),
                str(one["n_units"]),
                _number(one["mean"]),
                _number(one["sd"]),
                span,
                _plus(one["bias"]["value"]),
                _ends(one["bias"]),
            ]
        )
    yield from _table(rows)
    if len(profiles) > _MOST:
        yield f"  and {len(profiles) - _MOST} more raters: -o, --report or --json has them all"


def _machine(part: Mapping[str, Any]) -> Iterator[str]:
    compared = part["compared"]
    by_id = {one["id"]: one for one in compared["figures"]}
    yield ""
    rows = [
        [
            f"on {counted(compared['n_same'], 'unit')}",
            "raters with each other",
            "",
            f"{_short(compared['machine'])} with raters",
            "",
            "share",
        ],
        *(
            [
                head,
                _number(by_id[key]["human"]["value"]),
                _ends(by_id[key]["human"]),
                _number(by_id[key]["machine" if by_id[key]["machine"]["value"] is not None else "every"]["value"]),
                _ends(by_id[key]["machine" if by_id[key]["machine"]["value"] is not None else "every"]),
                share(by_id[key]["share"]["value"]) if by_id[key]["share"] else "",
            ]
            for key, head in (
                ("icc_a_1_random", "ICC(A,1)"),
                ("kappa_quadratic", "kappa, quadratic"),
                ("mean_absolute", "abs. difference"),
            )
        ),
    ]
    yield from _table(rows)
    reason = by_id["icc_a_1_random"]["human"]["reason"]
    if by_id["icc_a_1_random"]["human"]["value"] is None:
        yield from _wrapped(f"- raters with each other: {reason}", "    ")
    missed = [rule["text"] for rule in compared["rules"] if rule["met"] is False]
    if missed:
        yield from _wrapped(f"rules of thumb that are not met (check before citing): {'; '.join(missed)}", "  ")


def _anchoring(anchoring: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    rows = [["after the suggestion", "units", "differing", "towards", "away", "accepted", "kappa gained"]]
    for one in anchoring[:_MOST]:
        found = one["anchoring"]
        rows.append(
            [
                _short(one["rater"] or "all together"),
                str(found["n_units"]),
                str(found["n_differing"]),
                *(share(found[key]["value"]) for key in ("towards", "away", "accepted")),
                _plus(found["kappa_gain"]["value"]),
            ]
        )
    yield from _table(rows)


def _groups(groups: Mapping[str, Any], single: str) -> Iterator[str]:
    yield ""
    named = "ICC(1)" if single == "icc_1_unequal" else "ICC(A,1)"
    rows = [[f"by {_short(groups['column'])}", "units", named, "", "exact", "within one"]]
    for one in groups["groups"][:_MOST]:
        found = one["figures"]
        rows.append(
            [
                "too few to name" if one["name"] is None else _short(one["name"]),
                str(one["n_units"]),
                _number(found[single]["value"]),
                _ends(found[single]),
                *(share(found[key]["value"]) for key in ("exact", "within_one")),
            ]
        )
    yield from _table(rows)
    if len(groups["groups"]) > _MOST:
        yield f"  and {len(groups['groups']) - _MOST} more groups: -o, --report or --json has them all"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _short(name: str, most: int = 16) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{round(value, 2) + 0.0:.2f}"


def _plus(value: float | None) -> str:
    if value is None:
        return _NONE
    figure = round(value, 2) + 0.0
    return f"{figure:+.2f}" if figure else "0.00"


def _ends(figure: Mapping[str, Any], *, as_share: bool = False) -> str:
    if figure["low"] is None:
        return ""
    shown = share if as_share else _number
    return f"{shown(figure['low'])} to {shown(figure['high'])}"
