"""What drawings of a study share: a field with lines of reference, and signs whose form tells as much as their colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.pages.plots import signed
from rf_scorer.pages.svg import line, text, upright

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Frame", "mark"]


def mark(x: float, y: float, kind: str, size: float = 4.5) -> str:
    """A sign whose form tells as much as its colour: up for ``higher``, down for ``lower``, a ring for anything else."""
    if kind == "higher":
        return f'<path class="mk {kind}" d="M{x:.1f} {y - size:.1f}l{size:.1f} {1.8 * size:.1f}h{-2 * size:.1f}z"/>'
    if kind == "lower":
        return f'<path class="mk {kind}" d="M{x:.1f} {y + size:.1f}l{size:.1f} {-1.8 * size:.1f}h{-2 * size:.1f}z"/>'
    return f'<circle class="mk {kind}" cx="{x:.1f}" cy="{y:.1f}" r="{0.75 * size:.1f}"/>'


class Frame:
    """A field with numbers from ``low`` to ``high`` upwards, and its lines of reference.

    Parameters
    ----------
    low, high : float
    width, height : float
        Of the field in pixels.
    left, top : float
        Room beside and above it.
    """

    def __init__(
        self, low: float, high: float, *, width: float, height: float, left: float = 46, top: float = 12
    ) -> None:
        self.low, self.high = low, max(high, low + 1e-9)
        self.width, self.height, self.left, self.top = width, height, left, top

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    def y(self, value: float) -> float:
        """Where a number lies; one beyond the field lies on its edge."""
        inside = min(max(value, self.low), self.high)
        return self.top + self.height * (self.high - inside) / (self.high - self.low)

    def grid(self, ticks: Sequence[float], up: str = "") -> list[str]:
        """Lines at these numbers, and what they are."""
        parts = []
        for tick in ticks:
            parts.append(line(self.left, self.y(tick), self.right, self.y(tick), "zero" if not tick else "grid"))
            parts.append(text(self.left - 6, self.y(tick) + 4, signed(round(tick, 2)), "end"))
        if up:
            parts.append(upright(11, self.top + self.height / 2, up))
        return parts
