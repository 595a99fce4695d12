"""The learned overall rating as a drawing: never a figure alone, always over all the passages it rests on. Inline SVG only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rf_scorer.pages.plots import signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["strip"]

_STEP, _SIDE, _DOT = 46, 24, 11


def strip(
    figure: Mapping[str, Any],
    passages: Sequence[Mapping[str, Any]],
    suggestions: Sequence[Mapping[str, Any]],
    low: int,
    high: int,
) -> Markup:
    """Every passage as a dot over the scale, its spread as a band, and the overall figure with its interval below.

    Parameters
    ----------
    figure : mapping
        An aggregate that has a basis, as in a sheet.
    passages, suggestions : sequence of mapping
        As in a sheet, in the same order.
    low, high : int
        The scale's ends.
    """
    used = frozenset(figure["passages"])
    rated = [
        (passage["role"], made["level"])
        for passage, made in zip(passages, suggestions, strict=True)
        if passage["id"] in used and made["level"] is not None
    ]

    def place(level: float) -> float:
        return _SIDE + (level - low) * _STEP

    piles: dict[int, int] = {}
    dots = []
    floor = 14 + _DOT * max((sum(level == other for _, other in rated) for _, level in rated), default=1)
    for role, level in sorted(rated, key=lambda one: one[0]):
        height = piles[level] = piles.get(level, 0) + 1
        kind = "dt" if role == "demand" else "pt"
        dots.append(f'<circle class="{kind}" cx="{place(level):g}" cy="{floor - 4 - (height - 1) * _DOT}" r="4.5"/>')
    axis = "".join(
        f'<text x="{place(level):g}" y="{floor + 18}">{signed(level)}</text>' for level in range(low, high + 1)
    )
    value, spread, row = figure["value"], figure["basis"]["spread"], floor + 34
    mean = sum(level for _, level in rated) / max(len(rated), 1)
    left, right = max(place(mean - spread), 2), min(place(mean + spread), place(high) + _SIDE - 2)
    first, last, centre = place(figure["low"]), place(figure["high"]), place(value)
    width, height = place(high) + _SIDE, floor + 46
    return Markup(  # noqa: S704 (numbers and fixed words)
        f'<svg class="strip" role="img" viewBox="0 0 {width:g} {height}" width="{width:g}" height="{height}">'
        f"<title>{_text(figure, [level for _, level in rated])}</title>"
        f'<path class="gx" d="M{place(low):g} {floor + 3}H{place(high):g}"/>'
        f'<path class="sd" d="M{left:.1f} {floor + 3}H{right:.1f}"/>{"".join(dots)}{axis}'
        f'<path class="wh" d="M{first:g} {row - 5}v10m0 -5H{last:g}m0 -5v10"/>'
        f'<path class="vl" d="M{centre:.1f} {row - 7}l7 7l-7 7l-7 -7z"/></svg>'
    )


def _text(figure: Mapping[str, Any], levels: Sequence[int]) -> str:
    ends = f"{signed(min(levels))} to {signed(max(levels))}" if levels else "nowhere"
    return (
        f"Provisional overall figure {signed(round(figure['value'], 1))}, interval {signed(figure['low'])} to "
        f"{signed(figure['high'])}; {len(levels)} passages from {ends}, "
        f"standard deviation {figure['basis']['spread']:.1f}."
    )
