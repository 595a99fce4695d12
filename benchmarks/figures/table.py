"""A table of figures: as text for a terminal, as Markdown for a page; and numbers as the pages write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Table", "as_markdown", "as_text", "figure", "percent", "share", "short"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a title, and a sentence or two below it; both may be empty."""

    title: str = ""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def as_text(table: Table) -> str:
    """For a terminal."""
    lines = (table.head, *table.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.head))]
    drawn = [
        "  ".join(cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip()
        for line in lines
    ]  # fmt: skip
    return "\n".join([table.title, *drawn, table.note])


def as_markdown(table: Table) -> str:
    """For a page."""
    lines = ["| " + " | ".join(row) + " |" for row in (table.head, tuple("---" for _ in table.head), *table.rows)]
    title = [f"**{table.title}**", ""] if table.title else []
    note = [table.note, ""] if table.note else []
    return "\n".join([*title, *lines, "", *note])


def short(value: float | None, digits: int = 2) -> str:
    """A number between -1 and 1 without its zero, as figures of agreement are written; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    if text.strip("-0.") == "":
        text = text.lstrip("-")
    return text.replace("0.", ".", 1) if abs(float(text)) < 1 else text


def figure(found: Mapping[str, float | None] | None, digits: int = 2) -> str:
    """A figure and its interval, where it has one."""
    if found is None or found.get("value") is None:
        return "–"
    value = short(found["value"], digits)
    if found.get("low") is None:
        return value
    return f"{value} ({short(found['low'], digits)} to {short(found['high'], digits)})"


def share(counts: Sequence[int], digits: int = 2) -> str:
    """A part of a whole, given as both."""
    part, whole = counts
    return short(part / whole, digits) if whole else "–"


def percent(value: float, digits: int = 1) -> str:
    """A share in hundredths; 0 where there is nothing."""
    return f"{100 * value:.{digits}f} %" if value else "0"
