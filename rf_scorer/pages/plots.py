"""Drawings: how a suggestion spreads over the scale, and how suggestions run through the interview. Inline SVG only."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from rf_scorer.domain.amounts import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["distribution", "distribution_text", "profile", "signed"]

_BAR, _GAP, _HEIGHT = 26, 6, 84
_STEP, _BASE = _BAR + _GAP, _HEIGHT + 14


def signed(level: float) -> str:
    """A figure with a true minus sign."""
    return f"{level:g}".replace("-", "−")


def distribution_text(spread: Mapping[str, float]) -> str:
    """The distribution as a sentence, for those who do not see the drawing."""
    return ", ".join(f"{level}: {percent(share)}" for level, share in spread.items()).replace("-", "−")


@lru_cache(maxsize=16)
def _axis(levels: tuple[str, ...]) -> str:
    # The same under every drawing of a page.
    return "".join(
        f'<text class="lv" x="{place * _STEP + _STEP // 2}" y="{_BASE + 14}">{signed(int(level))}</text>'
        for place, level in enumerate(levels)
    )


def distribution(made: Mapping[str, Any]) -> Markup:
    """A bar for every level of the scale; the interval is a line below, the suggested level a darker bar.

    Parameters
    ----------
    made : mapping
        A provisional suggestion, as in a sheet.
    """
    spread: Mapping[str, float] = made["distribution"]
    first, last = made["interval"]
    # Against a fixed height: two suggestions that are equally sure look equally sure, unless one is very sure.
    unit = _HEIGHT / max(0.4, *spread.values())
    bars = {"ou": "", "in": "", "md": ""}
    shares = ""
    left = 0
    for place, (level, share) in enumerate(spread.items()):
        value, x = int(level), place * _STEP + _GAP // 2
        tall = max(share * unit, 0.75)
        kind = "md" if value == made["level"] else "in" if first <= value <= last else "ou"
        bars[kind] += f"M{x} {_BASE}v-{tall:.1f}h{_BAR}v{tall:.1f}z"
        if value == first:
            left = x
        if share >= 0.005:
            shares += f'<text class="pc" x="{x + _BAR // 2}" y="{_BASE - tall - 3:.1f}">{share * 100:.0f}</text>'
    drawn = "".join(f'<path class="{kind}" d="{path}"/>' for kind, path in bars.items() if path)
    right = left + (last - first) * _STEP + _BAR
    width, height = len(spread) * _STEP, _BASE + 26
    return Markup(  # noqa: S704 (numbers alone)
        f'<svg class="dist" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>Probability of each level. {distribution_text(spread)}.</title>"
        f"{drawn}{shares}{_axis(tuple(spread))}"
        f'<path class="iv" d="M{left} {_BASE + 18}v6m0 -3H{right}m0 -3v6"/></svg>'
    )


def profile(
    passages: Sequence[Mapping[str, Any]], suggestions: Sequence[Mapping[str, Any]], low: int, high: int
) -> Markup:
    """Level and interval of every passage, in the order of the interview; an abstention is a cross below the scale.

    Parameters
    ----------
    passages, suggestions : sequence of mapping
        As in a sheet, in the same order.
    low, high : int
        The scale's ends.
    """
    step, left, top, row = 34, 30, 8, 17
    floor = top + (high - low) * row
    width = left + step * len(passages) + 8
    parts = [
        f'<svg class="prof" role="img" viewBox="0 0 {width} {floor + 60}" width="{width}" height="{floor + 60}">',
        f"<title>{escape(_profile_text(suggestions))}</title>",
    ]
    dense = high - low > 6
    for level in range(low, high + 1):
        y = floor - (level - low) * row
        parts.append(f'<path class="{"gx" if level % 2 or not dense else "gy"}" d="M{left} {y}H{width}"/>')
        if level % 2 or not dense:
            parts.append(f'<text class="ax" x="{left - 6}" y="{y + 4}">{signed(level)}</text>')
    for place, (passage, made) in enumerate(zip(passages, suggestions, strict=False)):
        x = left + step * place + step // 2
        name = escape(passage["id"])
        parts.append(f'<a href="#{name}"><text class="nm" x="{x}" y="{floor + 38}">{name}</text></a>')
        parts.append(f'<text class="rl" x="{x}" y="{floor + 54}">{_ROLE_SIGN[passage["role"]]}</text>')
        if made["status"] != "provisional":
            parts.append(f'<path class="ab" d="M{x - 4} {floor + 12}l8 8m0 -8l-8 8"/>')
            continue
        first, last = (floor - (level - low) * row for level in made["interval"])
        y = floor - (made["level"] - low) * row
        kind = "dt" if passage["role"] == "demand" else "pt"
        parts.append(f'<path class="wh" d="M{x} {first}V{last}M{x - 4} {first}h8M{x - 4} {last}h8"/>')
        parts.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="5.5"/>')
    return Markup("".join(parts) + "</svg>")  # noqa: S704 (numbers, fixed words, and escaped ids)


_ROLE_SIGN = {"demand": "D", "permit": "P", "none": "·"}


def _profile_text(suggestions: Sequence[Mapping[str, Any]]) -> str:
    levels = ", ".join(
        f"{made['passage']} {signed(made['level'])}" if made["status"] == "provisional" else f"{made['passage']} none"
        for made in suggestions
    )
    return f"Provisional level of each passage: {levels}."
