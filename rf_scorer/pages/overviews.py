"""Drawings of a study: questions by interviews, numbers of interviews beside each other, and levels over the scale. Inline SVG only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.domain.amounts import percent
from rf_scorer.pages.plots import signed
from rf_scorer.pages.svg import box, dot, drawing, line, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

__all__ = ["levels", "matrix", "strip"]

_CELL = 15.0
#: More interviews than this have no room for their names.
_NAMED = 40
_STATES = {
    "a": "answered",
    "n": "asked, not answered",
    "i": "inaudible",
    "m": "answered with another",
    "x": "not asked",
    ".": "",
}
_KINDS = (("suggestions", "sg", "suggested"), ("blind", "bl", "rated blind"), ("final", "fi", "final"))


def matrix(part: Mapping[str, Any]) -> Markup:
    """A row for each question, a column for each interview; what is missing stands out, demand questions most.

    Parameters
    ----------
    part : mapping
        A protocol of a report, with its matrix.
    """
    found = part["matrix"]
    left, top = 292.0, 8.0
    names = found["interviews"]
    named = len(names) <= _NAMED
    parts = []
    missing = 0
    for row, question in enumerate(part["questions"]):
        y = top + row * _CELL
        role = {"demand": "D", "permit": "P"}.get(question["role"], "·")
        label = question["topic"] or question["question"]
        parts.append(text(left - 26, y + 11, _short(label, 44), "end"))
        parts.append(text(left - 12, y + 11, role, "role demand" if role == "D" else "role"))
        for column, states in enumerate(found["states"]):
            state = states[row]
            x = left + column * _CELL
            missing += state == "x"
            parts += _cell(x, y, state, demand=question["role"] == "demand")
    bottom = top + len(part["questions"]) * _CELL
    if named:
        for column, name in enumerate(names):
            x = left + column * _CELL + _CELL / 2 + 4
            parts.append(
                f'<g transform="translate({x:.1f} {bottom + 6:.1f}) rotate(-90)">{text(0, 0, _short(name, 18), "end tiny")}</g>'
            )
    height = bottom + (18 + 6 * min(max(map(len, names), default=0), 18) if named else 12)
    title = (
        f"{len(part['questions'])} questions by {len(names)} interviews of {part['title']}: {missing} cells are not asked; "
        "the table below counts them by question."
    )
    return drawing("mx", round(max(left + len(names) * _CELL + 8, 420)), round(height), title, parts)


def _cell(x: float, y: float, state: str, *, demand: bool) -> list[str]:
    inner = _CELL - 2
    if state == "x":
        cross = (
            line(x + 4, y + 4, x + inner - 2, y + inner - 2, "miss"),
            line(x + inner - 2, y + 4, x + 4, y + inner - 2, "miss"),
        )
        return [box(x + 1, y + 1, inner, inner, "gone demand" if demand else "gone"), *(cross if demand else ())]
    if state == "a":
        return [box(x + 1, y + 1, inner, inner, "got")]
    if state == "m":
        return [box(x + 1, y + 1 + inner / 2, inner, inner / 2, "got")]
    if state == "i":
        return [box(x + 1, y + 1, inner, inner, "half"), dot(x + 1 + inner / 2, y + 1 + inner / 2, 2.2, "hole")]
    if state == "n":
        return [box(x + 1, y + 1, inner, inner, "half")]
    return [dot(x + 1 + inner / 2, y + 1 + inner / 2, 1, "none")]


def strip(profile: Mapping[str, Any]) -> Markup:
    """A dot for each interview over a line of their numbers, with the middle half as a box; outliers by their ids.

    Parameters
    ----------
    profile : mapping
        As in a report.
    """
    width, left, middle = 500.0, 14.0, 40.0
    low, high = float(profile["lowest"]), float(profile["highest"])
    room = (high - low) or 1.0

    def x(value: float) -> float:
        return left + width * (value - low) / room

    far = {one["value"] for one in profile["outliers"]}
    parts = [line(left, middle, left + width, middle, "grid")]
    parts.append(box(x(profile["lower"]), middle - 13, max(x(profile["upper"]) - x(profile["lower"]), 1.0), 26, "mid"))
    parts.append(line(x(profile["median"]), middle - 13, x(profile["median"]), middle + 13, "median"))
    for number, value in enumerate(profile["values"]):
        if value not in far:
            # Equal numbers lie above each other by a rule, not by chance: the same study gives the same drawing.
            parts.append(dot(x(value), middle + ((number * 0.618034) % 1.0 - 0.5) * 18, 2.6, "pt"))
    taken: list[tuple[float, float]] = []
    for one in sorted(profile["outliers"], key=lambda one: -abs(one["z"])):
        place = x(one["value"])
        parts.append(f'<path class="out" d="M{place:.1f} {middle - 6:.1f}l6 6l-6 6l-6 -6z"/>')
        name = _short(one["interview"], 18)
        reach = 3.4 * len(name)
        centre = min(max(place, left + reach), left + width - reach)
        if all(abs(centre - other) > reach + size for other, size in taken):
            taken.append((centre, reach))
            parts.append(text(centre, middle - 19, name, "far"))
    ticks = [value for value in (low, high) if abs(x(value) - x(profile["median"])) > 46]
    parts += [
        text(min(max(x(value), left + 14), left + width - 14), middle + 30, _number(value), "tick")
        for value in (*ticks, float(profile["median"]))
    ]
    title = (
        f"{profile['title']}: {profile['n']} interviews from {_number(low)} to {_number(high)}, median "
        f"{_number(profile['median'])}; {len(profile['outliers'])} far from the others."
    )
    return drawing("dp", round(width + 2 * left), 76, title, parts)


def levels(found: Mapping[str, Any], suffix: str = "") -> Markup:
    """Shares of levels over the scale: suggested, rated blind, and final, side by side.

    Parameters
    ----------
    found : mapping
        A distribution of a report.
    suffix : str
        Nothing for passages, ``_overall`` for overall ratings.
    """
    given = [(found.get(key + suffix) or {}, kind, name) for key, kind, name in _KINDS]
    shown = [(counts, kind, name) for counts, kind, name in given if sum(counts.values())]
    span = range(found["minimum"], found["maximum"] + 1)
    bar, gap, left, top, height = 13.0, 10.0, 44.0, 14.0, 170.0
    step = bar * max(len(shown), 1) + gap
    most = max((count / sum(counts.values()) for counts, _, _ in shown for count in counts.values()), default=0.5)
    most = max(0.1, -(-most * 10 // 1) / 10)
    parts = []
    for tick in (0.0, most / 2, most):
        y = top + height * (1 - tick / most)
        parts += [line(left, y, left + step * len(span), y, "grid"), text(left - 6, y + 4, percent(tick), "end")]
    told = []
    for place, (counts, kind, name) in enumerate(shown):
        total = sum(counts.values())
        for column, level in enumerate(span):
            share = counts[str(level)] / total
            tall = height * share / most
            x = left + column * step + gap / 2 + place * bar
            if share:
                parts.append(box(x, top + height - tall, bar - 1.5, tall, kind))
        told.append(f"{name} ({total}): " + ", ".join(f"{level}: {counts[str(level)]}" for level in span))
    for column, level in enumerate(span):
        parts.append(text(left + column * step + step / 2, top + height + 17, signed(level)))
    parts.append(text(left + step * len(span) / 2, top + height + 36, "level", "name"))
    return drawing(
        "lv", round(left + step * len(span) + 10), round(top + height + 44), "; ".join(told) or "No levels.", parts
    )


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _number(value: float) -> str:
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}").replace("-", "−")
