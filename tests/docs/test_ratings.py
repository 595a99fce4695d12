"""What ``docs/reference/outputs.md`` tells of exports is what is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from doc_pages import DOCS, first_cells, section, table_rows

from rf_scorer import validation
from rf_scorer.domain.confirmed import Derivation, Gap
from rf_scorer.review.export_files import NAMES
from rf_scorer.review.export_tables.agreed import CONSENSUS
from rf_scorer.review.export_tables.codebook import CODEBOOK
from rf_scorer.review.export_tables.columns import help_columns, sheet_columns
from rf_scorer.review.export_tables.long import LONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.review.export_tables.columns import Column

PAGE = DOCS / "reference/outputs.md"


@pytest.mark.parametrize(
    ("table", "columns"), [("ratings-long.csv", LONG), ("consensus.csv", CONSENSUS), ("codebook.csv", CODEBOOK)]
)
def test_every_column_that_is_written_is_told(table: str, columns: Sequence[Column]) -> None:
    """The page lists every column of a table, each once, and no other."""
    told = first_cells(section(PAGE, f"Columns of {table}"))
    assert sorted(told) == sorted(column.name for column in columns)


def test_the_columns_of_the_wide_table_are_told() -> None:
    """Those that every wide table has by name, and the forms of the others."""
    told = first_cells(section(PAGE, "Columns of ratings-wide.csv"))
    fixed = [column.name for column in (*sheet_columns(lambda _: None), *help_columns(lambda _: None))]
    forms = ["<rater>_status", "<rater>_<question>_blind", "<rater>_<question>_final"]
    assert sorted(told) == sorted([*fixed, *forms])


def test_the_values_of_a_column_stand_in_its_paragraph() -> None:
    """Codes that a cell can hold are told where the column is."""
    # Columns that several tables have are told with the first of them.
    headings = ("What an export of ratings holds", "Columns of ratings-long.csv", "Columns of consensus.csv")
    text = "".join(section(PAGE, heading) for heading in headings)
    for columns in (LONG, CONSENSUS):
        for column in columns:
            codes = [code for code in re.split(r", ", column.values) if re.fullmatch(r"[a-z]+_[a-z_]+", code)]
            assert [code for code in codes if f"`{code}`" not in text] == [], column.name


def test_derivations_and_reasons_are_those_of_the_program() -> None:
    """The two tables of the consensus name each of them once."""
    told = first_cells(section(PAGE, "What an export of ratings holds"))
    assert [name for name in told if name in set(Derivation)] == list(Derivation)
    assert sorted(name for name in told if name in set(Gap)) == sorted(Gap)


def test_every_file_of_an_export_is_told() -> None:
    """And nothing else is said to be there."""
    rows = table_rows(section(PAGE, "What an export of ratings holds"))
    files = {row[0].strip("`").partition("/")[0] for row in rows if "." in row[0]}
    assert files == set(NAMES)


def test_codes_of_the_schema_are_those_of_the_program() -> None:
    """What a consensus may say of itself is what the program makes."""
    unit = validation.schema("rating")["$defs"]["unit"]["properties"]["consensus"]["properties"]
    assert unit["derivation"]["enum"] == [*(one.value for one in Derivation), None]
    assert unit["reason"]["enum"] == [*(one.value for one in Gap), None]
