"""Drawings of an agreement report: pairs of raters, raters by themselves, drift, and a machine among humans. Inline SVG only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.pages.plots import signed
from rf_scorer.pages.svg import box, dot, drawing, line, text, upright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    Figure = Mapping[str, Any]
    Pair = Mapping[str, Any]

__all__ = ["bland_altman", "confusion", "drift", "levels", "matrix", "profiles", "side_by_side"]

_LEFT, _TOP, _FOOT = 54.0, 14.0, 44.0
#: A label that is longer is cut in drawings; tables hold it in full.
_LONGEST = 12


def levels(data: Mapping[str, Any]) -> list[float]:
    """Every level of the declared scale, lowest first."""
    low, step = data["minimum"], data["step"]
    return [low + place * step for place in range(round((data["maximum"] - low) / step) + 1)]


def _two(value: float | None) -> str:
    return "–" if value is None else signed(round(value, 2) + 0.0) if value % 1 else f"{value:.0f}"


def _fixed(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def matrix(pairs: Sequence[Pair], raters: Sequence[str]) -> Markup:
    """Above the diagonal ICC(A,1) of each pair, the darker the higher; below it the share of units within one level."""
    known = {frozenset((pair["one"], pair["two"])): pair for pair in pairs}
    cell = 62.0 if len(raters) <= 6 else 46.0
    left, top = 96.0, 30.0
    parts, told = [], []
    for row, one in enumerate(raters):
        parts.append(text(left - 8, top + row * cell + cell / 2 + 4, _short(one), "end ink"))
        parts.append(text(left + row * cell + cell / 2, top - 10, _short(one)))
        for column, two in enumerate(raters):
            x, y = left + column * cell, top + row * cell
            if row == column:
                parts.append(box(x + 1, y + 1, cell - 2, cell - 2, "self"))
                continue
            pair = known[frozenset((one, two))]
            upper = column > row
            figure = pair["figures"]["icc_a_1_random"] if upper else pair["closeness"][2]["figure"]
            value = figure["value"]
            shade = 0.0 if value is None else 0.85 * max(0.0, min(1.0, value)) ** (1.5 if upper else 3.0)
            parts.append(box(x + 1, y + 1, cell - 2, cell - 2, "cell" if upper else "cell soft", shade))
            said = "–" if value is None else _fixed(value) if upper else f"{100 * value:.0f} %"
            parts.append(text(x + cell / 2, y + cell / 2 + 4, said, "on" if upper and shade > 0.5 else ""))
            if upper:
                told.append(f"{one} and {two} {said}")
    size = len(raters) * cell
    title = f"Agreement of pairs, ICC(A,1): {'; '.join(told)}. The same figures stand in the table of pairs."
    return drawing("mx", left + size + 8, top + size + 8, title, parts)


def bland_altman(pair: Pair, data: Mapping[str, Any]) -> Markup:
    """Differences of two raters over the mean of their levels; larger dots are more units."""
    scale = levels(data)
    points = [
        ((scale[row] + scale[column]) / 2, scale[row] - scale[column], count)
        for row, counts in enumerate(pair["confusion"])
        for column, count in enumerate(counts)
        if count
    ]
    limits = pair["limits"]
    ends = [limits[name]["value"] for name in ("lower", "upper") if limits[name]["value"] is not None]
    reach = max([2.0, *(abs(apart) for _, apart, _ in points), *map(abs, ends)]) * 1.1
    width, height = 300.0, 210.0
    low, high = scale[0] - 0.4, scale[-1] + 0.4

    def x(value: float) -> float:
        return _LEFT + width * (value - low) / (high - low)

    def y(value: float) -> float:
        return float(_TOP + height * (reach - value) / (2 * reach))

    parts = [text(x(level), _TOP + height + 16, signed(level)) for level in scale if float(level).is_integer()]
    for tick in range(-int(reach), int(reach) + 1, max(1, int(reach) // 3)):
        parts += [
            line(_LEFT, y(tick), _LEFT + width, y(tick), "zero" if not tick else "grid"),
            text(_LEFT - 6, y(tick) + 4, signed(tick), "end"),
        ]
    for name, kind in (("lower", "ideal"), ("upper", "ideal"), ("mean", "median")):
        value = limits[name]["value"]
        if value is not None:
            parts += [
                line(_LEFT, y(value), _LEFT + width, y(value), kind),
                text(_LEFT + width + 6, y(value) + 4, _fixed(value), "start"),
            ]
    most = max((count for _, _, count in points), default=1)
    parts += [dot(x(mean), y(apart), 2.5 + 6.5 * (count / most) ** 0.5, "one see") for mean, apart, count in points]
    parts.append(text(_LEFT + width / 2, _TOP + height + 35, "mean of the two levels", "name"))
    parts.append(upright(12, _TOP + height / 2, f"{_short(pair['one'])} minus {_short(pair['two'])}"))
    told = ", ".join(f"{name} {_two(limits[name]['value'])}" for name in ("mean", "lower", "upper"))
    title = f"Differences of {pair['one']} and {pair['two']} over their mean; {told} ({pair['n_units']} units)."
    return drawing("ba", _LEFT + width + 46, _TOP + height + _FOOT, title, parts)


def confusion(pair: Pair, data: Mapping[str, Any]) -> Markup:
    """How often which levels met; the stronger the colour, the more units. Levels beyond those used are left out."""
    scale = levels(data)
    table = pair["confusion"]
    used = [place for place in range(len(scale)) if any(table[place]) or any(row[place] for row in table)]
    if not used:
        return drawing("cf", 40, 20, "No unit in common.", ())
    places = range(used[0], used[-1] + 1)
    cell = max(22.0, min(34.0, 300.0 / len(places)))
    most = max(max(row) for row in table)
    parts, told = [], []
    for y_place, row in enumerate(places):
        y = _TOP + y_place * cell
        parts.append(text(_LEFT - 6, y + cell / 2 + 4, signed(scale[row]), "end"))
        parts.append(text(_LEFT + y_place * cell + cell / 2, _TOP + len(places) * cell + 16, signed(scale[row])))
        for x_place, column in enumerate(places):
            count = table[row][column]
            x = _LEFT + x_place * cell
            shade = 0.85 * count / most
            parts.append(box(x + 1, y + 1, cell - 2, cell - 2, "cell right" if row == column else "cell", shade))
            if count:
                parts.append(text(x + cell / 2, y + cell / 2 + 4, str(count), "on" if shade > 0.5 else ""))
                told.append(f"{signed(scale[row])} and {signed(scale[column])}: {count}")
    size = len(places) * cell
    parts.append(text(_LEFT + size / 2, _TOP + size + 35, _short(pair["two"]), "name"))
    parts.append(upright(12, _TOP + size / 2, _short(pair["one"])))
    title = f"Levels of {pair['one']} (down) and {pair['two']} (across), units: {'; '.join(told)}."
    return drawing("cf", _LEFT + size + 14, _TOP + size + _FOOT, title, parts)


def profiles(raters: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> Markup:
    """Each rater's distance from the others, and how often they gave which level."""
    scale = levels(data)
    row, left, line_width = 46.0, 100.0, 190.0
    bars, bar = left + line_width + 56, max(10.0, min(24.0, 260.0 / len(scale)))
    ends = [abs(edge) for one in raters for edge in _edges(one["bias"])]
    reach = max(1.0, *ends) * 1.1 if ends else 1.0
    height = 26 + row * len(raters)

    def x(value: float) -> float:
        return left + line_width * (value + reach) / (2 * reach)

    parts = [
        text(left + line_width / 2, 13, "distance from the others, in levels", "name"),
        text(bars + bar * len(scale) / 2, 13, "levels given", "name"),
    ]
    for tick in _ticks(reach):
        parts.append(line(x(tick), 22, x(tick), height, "zero" if not tick else "grid"))
        parts.append(text(x(tick), height + 15, signed(tick)))
    most = max((count for one in raters for count in one["counts"]), default=1) or 1
    told = []
    for place, one in enumerate(raters):
        y = 26 + row * place + row / 2
        parts.append(text(left - 10, y + 4, _short(one["rater"]), "end ink"))
        bias = one["bias"]
        if bias["low"] is not None:
            parts.append(line(x(bias["low"]), y, x(bias["high"]), y, "span model"))
        if bias["value"] is not None:
            parts.append(dot(x(bias["value"]), y, 4.5, "model"))
            told.append(f"{one['rater']} {_fixed(bias['value'])}")
        for level, count in enumerate(one["counts"]):
            tall = (row - 14) * count / most
            base = y + row / 2 - 5
            parts.append(box(bars + level * bar + 1, base - tall, bar - 2, max(tall, 0.8), "bar"))
    parts += [
        text(bars + place * bar + bar / 2, height + 15, signed(level))
        for place, level in enumerate(scale)
        if float(level).is_integer()
    ]
    title = f"Distance of each rater from the mean of the others, in levels: {'; '.join(told)}."
    return drawing("pf", bars + bar * len(scale) + 8, height + 22, title, parts)


def _ticks(reach: float) -> Iterator[float]:
    step = 0.5 if reach <= 1.6 else 1.0 if reach <= 4 else 2.0
    count = int(reach / step)
    for place in range(-count, count + 1):
        yield place * step


def _edges(figure: Figure) -> list[float]:
    return [figure[name] for name in ("value", "low", "high") if figure[name] is not None]


def drift(runs: Sequence[Mapping[str, Any]]) -> Markup:
    """Each rater's mean distance in stretches of work, earliest first."""
    width, height, gap = 150.0, 120.0, 44.0
    ends = [abs(edge) for run in runs for block in run["blocks"] for edge in _edges(block["difference"])]
    reach = min(max([0.75, *ends]) * 1.1, 4.0)
    across = min(4, len(runs))
    parts, told = [], []

    def clipped(value: float) -> float:
        return min(max(value, -reach), reach)

    for place, run in enumerate(runs):
        left = _LEFT + (place % across) * (width + gap)
        top = 30 + (place // across) * (height + 56)

        def y(value: float, top: float = top) -> float:
            return top + height * (reach - clipped(value)) / (2 * reach)

        parts.append(text(left + width / 2, top - 10, _short(run["rater"])))
        for tick in _ticks(reach):
            parts.append(line(left, y(tick), left + width, y(tick), "zero" if not tick else "grid"))
            if place % across == 0:
                parts.append(text(left - 6, y(tick) + 4, signed(tick), "end"))
        step = width / max(1, len(run["blocks"]))
        known = [
            (left + (number + 0.5) * step, block["difference"])
            for number, block in enumerate(run["blocks"])
            if block["difference"]["value"] is not None
        ]
        if known:
            path = "L".join(f"{x:.1f} {y(figure['value']):.1f}" for x, figure in known)
            parts.append(f'<path class="path one" d="M{path}"/>')
        for x, figure in known:
            if figure["low"] is not None:
                parts.append(line(x, y(figure["low"]), x, y(figure["high"]), "span model"))
            parts.append(dot(x, y(figure["value"]), 4, "model"))
        parts.append(text(left + width / 2, top + height + 16, "earliest to latest", "name"))
        told.append(f"{run['rater']} {', '.join(_fixed(figure['value']) for _, figure in known) or 'none'}")
    rows = (len(runs) + across - 1) // across
    title = f"Mean distance in levels in successive stretches of work: {'; '.join(told)}."
    return drawing("dr", _LEFT + across * (width + gap) - gap + 10, 30 + rows * (height + 56) - 26, title, parts)


def side_by_side(figures: Sequence[Mapping[str, Any]]) -> Markup:
    """Raters with each other above the machine with raters, on a line from -0.2 to 1."""
    left, width, row = 150.0, 300.0, 46.0

    def x(value: float) -> float:
        return left + width * (min(max(value, -0.2), 1.0) + 0.2) / 1.2

    height = 8 + row * len(figures)
    parts = []
    for tick in (-0.2, 0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(line(x(tick), 8, x(tick), height, "zero" if not tick else "grid"))
        parts.append(text(x(tick), height + 16, signed(tick)))
    told = []
    for place, one in enumerate(figures):
        y = 8 + row * place + row / 2
        parts.append(text(left - 12, y + 4, one["head"], "end ink"))
        for who, kind, shift in (("human", "model", -7), ("machine", "two", 7)):
            figure = one[who]
            if figure["value"] is None:
                continue
            if figure["low"] is not None:
                parts.append(line(x(figure["low"]), y + shift, x(figure["high"]), y + shift, f"span {kind}"))
            parts.append(dot(x(figure["value"]), y + shift, 4.5, kind))
            told.append(f"{one['head']} {who} {_fixed(figure['value'])}")
    title = f"Raters with each other, and the machine with raters: {'; '.join(told)}."
    return drawing("hm", left + width + 16, height + 24, title, parts)
