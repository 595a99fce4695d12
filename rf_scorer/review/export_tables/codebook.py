"""The codebook: a row for each column of the other tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rf_scorer.review.export_tables.columns import LEVELS, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["CODEBOOK", "CodebookRow", "codebook_table"]


@dataclass(frozen=True, slots=True)
class CodebookRow:
    """A column of a table, described."""

    table: str
    column: Column[Any]


#: A row for each column of the other tables.
CODEBOOK: tuple[Column[CodebookRow], ...] = (
    Column(name="table", meaning="Name of the file", values="text", cell=lambda row: row.table),
    Column(name="column", meaning="Name of the column", values="text", cell=lambda row: row.column.name),
    Column(name="meaning", meaning="What stands in it", values="text", cell=lambda row: row.column.meaning),
    Column(name="values", meaning="What its cells can hold", values="text", cell=lambda row: row.column.values),
    Column(
        name="missing",
        meaning="What an empty cell says",
        values="text",
        missing="no cell is empty",
        cell=lambda row: row.column.missing,
    ),
    Column(
        name="rater",
        meaning="Of a column of the wide table: whose it is",
        values="text",
        missing="of no single rater",
        cell=lambda row: row.column.rater,
    ),
    Column(
        name="unit",
        meaning="Of a column of the wide table: the question, or the passage where no question covers it",
        values="text",
        missing="of no single unit",
        cell=lambda row: row.column.unit,
    ),
)


def codebook_table(tables: Iterable[tuple[str, Sequence[Column[Any]]]], *, scales: str) -> Iterator[CodebookRow]:
    """The rows of :data:`CODEBOOK`.

    Parameters
    ----------
    tables : iterable of (str, sequence of Column)
        Every table by the name of its file.
    scales : str
        The ends of the scale, or of each scale, which stand where a column holds levels.
    """
    for name, columns in tables:
        for column in columns:
            told = column.values.replace(LEVELS, f"{LEVELS}, {scales}") if scales else column.values
            yield CodebookRow(name, replace(column, values=told))
