"""How results look on a terminal: tables, numbers, counts and places, alike in all commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rf_scorer.domain.amounts import counted, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["LISTED", "MISSING", "counted", "listed", "number", "share", "table", "tell_written"]

#: Names that one message lists.
LISTED = 5
#: What stands in a cell of a printed table where there is nothing.
MISSING = "-"


def listed(names: Sequence[str], *, most: int = LISTED) -> str:
    """The first of some names, as messages list them."""
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def number(value: float | None) -> str:
    """A figure with two decimals; never ``-0.00``."""
    return MISSING if value is None else f"{round(value, 2) + 0.0:.2f}"


def share(value: float | None) -> str:
    """A share of 0 to 1 in whole per cent: ``41 %``."""
    return MISSING if value is None else percent(value)


def table(rows: Sequence[Sequence[str]], *, right: int | None = None) -> list[str]:
    """Lines of a table whose columns are as wide as their widest cell.

    Parameters
    ----------
    rows : sequence of sequence of str
        The heads first.
    right : int, optional
        The first column, counted from 0, that stands to the right, as do all behind it; without it all stand to the left.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if right is not None and place >= right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def tell_written(files: Mapping[str, Path | None]) -> None:
    """Say on standard error what was written and where; what was not asked for is None."""
    for name, path in files.items():
        if path is not None:
            click.echo(f"{name}: {path}", err=True)
