"""Figures and tables as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import SupportsFloat

__all__ = ["number", "table"]


def number(value: SupportsFloat | None, places: int = 2) -> str:
    """A figure with its sign only where it is below zero; a dash where it is undefined."""
    if value is None:
        return "–"
    # Adding zero makes -0.00 plain.
    return f"{round(float(value), places) + 0.0:.{places}f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with its line break; cells are written as they are."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
