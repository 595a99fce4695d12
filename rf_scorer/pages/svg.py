"""Parts of inline drawings: a title for those who do not see them, text, lines, dots, boxes. Colours come from style sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["box", "dot", "drawing", "line", "text", "upright"]


def drawing(kind: str, width: float, height: float, title: str, parts: Sequence[str]) -> Markup:
    """A drawing with its title, as wide as it is meant and never wider than the page."""
    return Markup(  # noqa: S704 (numbers, fixed words, and escaped texts)
        f'<svg class="ch {kind}" role="img" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Words at a place; ``end`` and ``start`` say at which of their ends it is."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{_kind(kind)}>{escape(words)}</text>'


def upright(x: float, y: float, words: str) -> str:
    """The name of an axis that goes up."""
    return f'<text class="name" transform="translate({x:.1f} {y:.1f}) rotate(-90)">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<path{_kind(kind)} d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


def dot(x: float, y: float, radius: float, kind: str) -> str:
    """A filled circle."""
    return f'<circle{_kind(kind)} cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def box(x: float, y: float, width: float, height: float, kind: str, opacity: float | None = None) -> str:
    """A filled rectangle."""
    shade = "" if opacity is None else f' fill-opacity="{opacity:.2f}"'
    return f'<rect{_kind(kind)} x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{shade}/>'


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
