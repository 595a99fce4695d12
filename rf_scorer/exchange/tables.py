"""Tables: columns that are described, rows whose cells are numbers or text, and how both become CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from rf_scorer.study.files.csvtext import csv_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Cell", "Column", "Described", "Table", "as_csv", "codebook", "table_of"]

Cell: TypeAlias = "str | int | float | None"


class Described(Protocol):
    """A column as the desk's own tables describe it."""

    @property
    def name(self) -> str: ...  # noqa: D102 (as in Column)
    @property
    def meaning(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> str: ...  # noqa: D102
    @property
    def missing(self) -> str: ...  # noqa: D102
    @property
    def note(self) -> bool: ...  # noqa: D102
    @property
    def cell(self) -> Callable[[Any], Any]: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes
    ----------
    name, meaning, values : str
    missing : str
        What an empty cell says.
    words : bool
        Whether participants' or raters' own words stand in it, which can be left out.
    """

    name: str
    meaning: str
    values: str = "text"
    missing: str = ""
    words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; every row has a cell for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without_words(self) -> Table:
        """The same without the columns of anybody's own words."""
        kept = [place for place, column in enumerate(self.columns) if not column.words]
        return Table(
            name=self.name,
            columns=tuple(self.columns[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in self.rows),
        )


def table_of(name: str, columns: Sequence[Described], rows: Iterable[Any]) -> Table:
    """A table of columns that take their cells from rows of another kind."""
    return Table(
        name=name,
        columns=tuple(
            Column(
                name=column.name,
                meaning=column.meaning,
                values=column.values,
                missing=column.missing,
                words=column.note,
            )
            for column in columns
        ),
        rows=tuple(tuple(column.cell(row) for column in columns) for row in rows),
    )


def as_csv(table: Table) -> str:
    """RFC 4180 text with a header line; a missing value is an empty cell, and text is never a formula."""
    return csv_text((column.name for column in table.columns), table.rows)


def codebook(tables: Iterable[Table]) -> Table:
    """A row for each column of these tables."""
    return Table(
        name="codebook",
        columns=(
            Column(name="table", meaning="Name of the table"),
            Column(name="column", meaning="Name of the column"),
            Column(name="meaning", meaning="What stands in it"),
            Column(name="values", meaning="What its cells can hold"),
            Column(name="missing", meaning="What an empty cell says", missing="no cell is empty"),
        ),
        rows=tuple(
            (table.name, column.name, column.meaning, column.values, column.missing or None)
            for table in tables
            for column in table.columns
        ),
    )
