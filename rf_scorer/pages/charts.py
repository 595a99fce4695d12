"""Drawings of an evaluation: intervals, boxes, a confusion table, reliability, a learning curve, coverage. Inline SVG only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from rf_scorer.domain.amounts import percent
from rf_scorer.pages.plots import signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["boxes", "confusion", "coverage", "curve", "interval", "reliability"]

_SIDE, _LEFT, _TOP, _FOOT = 280, 52, 12, 42


def _svg(name: str, width: float, height: float, title: str, parts: Sequence[str]) -> Markup:
    return Markup(  # noqa: S704 (numbers, fixed words, and escaped titles)
        f'<svg class="ch {name}" role="img" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<path class="{kind}" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


def interval(figure: Mapping[str, Any] | None, kind: str) -> Markup:
    """A figure on a line from -0.2 to 1, with its interval; empty where it is undefined."""
    width, height, low, high = 128, 20, -0.2, 1.0
    if figure is None or figure["value"] is None:
        return Markup("")

    def place(value: float) -> float:
        return 4 + (width - 8) * (min(max(value, low), high) - low) / (high - low)

    parts = [_line(place(tick), 3, place(tick), height - 3, "zero" if not tick else "grid") for tick in (0, 0.5, 1)]
    if figure["low"] is not None:
        parts.append(_line(place(figure["low"]), height / 2, place(figure["high"]), height / 2, f"span {kind}"))
    parts.append(f'<circle class="{kind}" cx="{place(figure["value"]):.1f}" cy="{height / 2:g}" r="4.5"/>')
    return _svg("iv", width, height, f"{figure['value']:.2f} on a line from −0.2 to 1", parts)


class _Square:
    """A square with both axes from one low to one high."""

    def __init__(self, low: float, high: float, side: float = _SIDE) -> None:
        self.low, self.high, self.side = low, high, side

    def x(self, value: float) -> float:
        return _LEFT + self.side * (value - self.low) / (self.high - self.low)

    def y(self, value: float) -> float:
        return _TOP + self.side * (self.high - value) / (self.high - self.low)

    def frame(self, ticks: Sequence[tuple[float, str]], across: str, up: str) -> list[str]:
        parts = []
        for value, text in ticks:
            parts.append(_line(_LEFT, self.y(value), _LEFT + self.side, self.y(value), "grid"))
            parts.append(_text(_LEFT - 6, self.y(value) + 4, text, "end"))
            parts.append(_text(self.x(value), _TOP + self.side + 16, text))
        parts.append(_line(self.x(self.low), self.y(self.low), self.x(self.high), self.y(self.high), "ideal"))
        parts.append(_text(_LEFT + self.side / 2, _TOP + self.side + 34, across, "name"))
        middle = _TOP + self.side / 2
        parts.append(f'<text class="name" transform="translate(11 {middle:.1f}) rotate(-90)">{escape(up)}</text>')
        return parts

    @property
    def size(self) -> tuple[float, float]:
        return _LEFT + self.side + 18, _TOP + self.side + _FOOT


def _ticks(low: int, high: int) -> list[tuple[float, str]]:
    return [(float(level), signed(level)) for level in range(low, high + 1)]


def boxes(levels: Sequence[Mapping[str, Any]]) -> Markup:
    """Expected values of the answers of each rated level: half of them in the box, all of them between the whiskers."""
    low, high = levels[0]["level"], levels[-1]["level"]
    square = _Square(low - 0.5, high + 0.5)
    parts = square.frame(_ticks(low, high), "rated level", "expected value")
    half = 0.28 * square.side / (high - low + 1)
    told = []
    for row in levels:
        if row["spread"] is None:
            continue
        least, first, middle, third, most = row["spread"]
        x = square.x(row["level"])
        parts.append(_line(x, square.y(least), x, square.y(most), "whisker"))
        top, tall = square.y(third), max(square.y(first) - square.y(third), 1.0)
        parts.append(
            f'<rect class="half" x="{x - half:.1f}" y="{top:.1f}" width="{2 * half:.1f}" height="{tall:.1f}"/>'
        )
        parts.append(_line(x - half, square.y(middle), x + half, square.y(middle), "median"))
        told.append(f"rated {signed(row['level'])}: median {signed(round(middle, 2))}")
    return _svg("bx", *square.size, f"Expected values by rated level. {'; '.join(told)}.", parts)


def confusion(levels: Sequence[Mapping[str, Any]]) -> Markup:
    """How often each level (across) was suggested for answers rated so (down); the darker, the larger the share of the row."""
    count = len(levels)
    cell = min(56.0, max(27.0, 300.0 / count))
    parts = []
    for place, row in enumerate(levels):
        y = _TOP + place * cell
        parts.append(_text(_LEFT - 6, y + cell / 2 + 4, signed(row["level"]), "end"))
        parts.append(_text(_LEFT + place * cell + cell / 2, _TOP + count * cell + 16, signed(row["level"])))
        for other, times in enumerate(row["suggested"]):
            x = _LEFT + other * cell
            share = times / row["answers"] if row["answers"] else 0.0
            right = " right" if other == place else ""
            parts.append(
                f'<rect class="cell{right}" x="{x + 1:.1f}" y="{y + 1:.1f}" width="{cell - 2:.1f}" height="{cell - 2:.1f}" '
                f'fill-opacity="{0.85 * share:.2f}"/>'
            )
            if times:
                parts.append(_text(x + cell / 2, y + cell / 2 + 4, str(times), "on" if share > 0.55 else "in"))
    bottom = _TOP + count * cell
    parts.append(_text(_LEFT + count * cell / 2, bottom + 34, "suggested level", "name"))
    middle = _TOP + count * cell / 2
    parts.append(f'<text class="name" transform="translate(11 {middle:.1f}) rotate(-90)">rated level</text>')
    title = "Suggested levels (across) of answers by rated level (down); the same numbers stand in the report document."
    return _svg("cf", _LEFT + count * cell + 14, bottom + _FOOT, title, parts)


def reliability(bins: Sequence[Mapping[str, Any]]) -> Markup:
    """Observed against stated share, a dot for each bin, larger where there are more statements."""
    square = _Square(0.0, 1.0)
    parts = square.frame([(tick / 4, f"{tick * 25} %") for tick in range(5)], "stated probability", "observed share")
    places = [(square.x(row["expected"]), square.y(row["observed"])) for row in bins]
    parts.append(f'<path class="path one" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in places)}"/>' if places else "")
    most = max((row["statements"] for row in bins), default=1)
    for (x, y), row in zip(places, bins, strict=True):
        parts.append(
            f'<circle class="one" cx="{x:.1f}" cy="{y:.1f}" r="{2.5 + 4.5 * (row["statements"] / most) ** 0.5:.1f}"/>'
        )
    told = "; ".join(f"{percent(row['expected'])} stated, {percent(row['observed'])} observed" for row in bins)
    return _svg("rl", *square.size, f"Reliability of the probabilities that a level is reached: {told}.", parts)


def curve(points: Sequence[Mapping[str, Any]]) -> Markup:
    """Kappa and rank correlation by the number of participants learned from, with the lowest and highest draw."""
    width, height = 250.0, 190.0
    most = max((point["participants"] for point in points), default=1)
    values = [
        figure[edge]
        for point in points
        for figure in point["figures"].values()
        for edge in ("value", "low", "high")
        if figure[edge] is not None
    ]
    low = min([0.0, *map(float, values)])

    def x(people: float) -> float:
        return _LEFT + width * people / most

    def y(value: float) -> float:
        return _TOP + height * (1.0 - value) / (1.0 - low)

    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts += [
            _line(_LEFT, y(tick), _LEFT + width, y(tick), "grid"),
            _text(_LEFT - 6, y(tick) + 4, f"{tick:g}", "end"),
        ]
    told = []
    for name, kind, head in (("qwk", "one", "kappa"), ("spearman", "two", "Spearman")):
        known = [(p["participants"], p["figures"][name]) for p in points if name in p["figures"]]
        known = [(people, figure) for people, figure in known if figure["value"] is not None]
        if not known:
            continue
        path = "L".join(f"{x(people):.1f} {y(figure['value']):.1f}" for people, figure in known)
        parts.append(f'<path class="path {kind}" d="M{path}"/>')
        for people, figure in known:
            if figure["low"] is not None:
                parts.append(_line(x(people), y(figure["low"]), x(people), y(figure["high"]), f"span {kind}"))
            parts.append(f'<circle class="{kind}" cx="{x(people):.1f}" cy="{y(figure["value"]):.1f}" r="4"/>')
            told.append(f"{head} {figure['value']:.2f} with {people} participants")
        people, figure = known[-1]
        parts.append(_text(x(people) + 8, y(figure["value"]) + (4 if kind == "one" else -6), head, f"start {kind}"))
    for point in points:
        parts.append(_text(x(point["participants"]), _TOP + height + 16, str(point["participants"])))
    parts.append(_text(_LEFT + width / 2, _TOP + height + 34, "participants learned from", "name"))
    return _svg("cv", _LEFT + width + 84, _TOP + height + _FOOT, f"Learning curve: {'; '.join(told)}.", parts)


def coverage(levels: Sequence[Mapping[str, Any]], nominal: float) -> Markup:
    """Share of ratings inside their intervals, by rated level, beside the share that is meant."""
    step, height = max(30.0, min(60.0, 300.0 / len(levels))), 150.0
    width = step * len(levels)

    def y(share: float) -> float:
        return _TOP + height * (1.0 - share)

    parts = []
    for tick in (0.0, 0.5, 1.0):
        parts += [
            _line(_LEFT, y(tick), _LEFT + width, y(tick), "grid"),
            _text(_LEFT - 4, y(tick) + 4, percent(tick), "end"),
        ]
    told = []
    for place, row in enumerate(levels):
        x = _LEFT + place * step
        parts.append(_text(x + step / 2, _TOP + height + 16, signed(row["level"])))
        if row["coverage"] is None:
            continue
        tall = max(height * row["coverage"], 0.75)
        parts.append(
            f'<rect class="bar" x="{x + 4:.1f}" y="{y(row["coverage"]):.1f}" width="{step - 8:.1f}" height="{tall:.1f}"/>'
        )
        told.append(f"rated {signed(row['level'])}: {percent(row['coverage'])}")
    parts.append(_line(_LEFT, y(nominal), _LEFT + width, y(nominal), "ideal"))
    parts.append(_text(_LEFT + width / 2, _TOP + height + 34, "rated level", "name"))
    return _svg(
        "co", _LEFT + width + 14, _TOP + height + _FOOT, f"Ratings inside their intervals: {'; '.join(told)}.", parts
    )
