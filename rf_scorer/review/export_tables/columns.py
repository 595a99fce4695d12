"""Columns: a name, what it means, what its cells hold, and what an empty one says; the codebook is made of them.

An empty cell is a missing value in every table; no number stands for one, since -1 is a level of a scale. Why a level is missing
stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rf_scorer.documents.numbers import rounded
from rf_scorer.study.files.csvtext import csv_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rf_scorer.domain.confirmed import RatedSheet, UnitFacts
    from rf_scorer.domain.rating import Assistance

__all__ = [
    "LEVELS",
    "UNRATABLE",
    "YES_NO",
    "Column",
    "as_csv",
    "figure",
    "help_columns",
    "on_one_line",
    "sheet_columns",
    "unit_columns",
]

Row = TypeVar("Row")

#: What a column of levels holds; the codebook adds the ends of the scale.
LEVELS = "whole numbers of the scale"
UNRATABLE = "not_answered, inaudible, supplied, no_opportunity, other"
YES_NO = "1 yes, 0 no"
_NO_QUESTION = "no question of a protocol; the whole interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column of a table.

    Attributes
    ----------
    name : str
        Letters, digits and underscores.
    meaning, values : str
    missing : str
        What an empty cell says; empty where there is none.
    cell : callable
        The cell of a row.
    note : bool
        Whether a rater's or an adjudicator's own words stand there, which can be left out.
    rater, unit : str
        Of a wide table's columns: whose and of what; else empty.
    """

    name: str
    meaning: str
    values: str
    cell: Callable[[Row], Any]
    missing: str = ""
    note: bool = False
    rater: str = ""
    unit: str = ""


def on_one_line(text: str) -> str:
    """A note as a cell may hold it: on one line."""
    return " ".join(text.split())


def figure(value: float | None) -> float | int | None:
    """A figure with six decimal places at most, and none where it is whole."""
    short = rounded(value)
    return int(short) if short is not None and short.is_integer() else short


def sheet_columns(sheet: Callable[[Any], RatedSheet]) -> tuple[Column[Any], ...]:
    """Which interview a row is about."""
    return (
        Column(name="interview", meaning="Id of the interview", values="text", cell=lambda row: sheet(row).interview),
        Column(
            name="participant",
            meaning="Code of the person interviewed",
            values="text",
            missing="not known",
            cell=lambda row: sheet(row).participant,
        ),
        Column(
            name="timepoint",
            meaning="When in the study the interview took place",
            values="text",
            missing="not known",
            cell=lambda row: sheet(row).timepoint,
        ),
        Column(
            name="protocol",
            meaning="Id of the interview protocol",
            values="text",
            missing="none: every exchange is a passage",
            cell=lambda row: sheet(row).protocol,
        ),
    )


def unit_columns(facts: Callable[[Any], UnitFacts]) -> tuple[Column[Any], ...]:
    """Which unit of it."""
    return (
        Column(
            name="unit",
            meaning="The passage in the interview's sheet; numbers of different interviews are different questions",
            values="p01, p02 and so on; overall for the whole interview",
            cell=lambda row: facts(row).unit,
        ),
        Column(
            name="question_id",
            meaning="Id of the protocol's question",
            values="text",
            missing=_NO_QUESTION,
            cell=lambda row: facts(row).question_id,
        ),
        Column(
            name="topic",
            meaning="What the question is about",
            values="text",
            missing=_NO_QUESTION,
            cell=lambda row: facts(row).topic,
        ),
        Column(
            name="role",
            meaning="Whether the question asks for reflective functioning or gives room for it",
            values="demand, permit, none",
            missing="the whole interview",
            cell=lambda row: facts(row).role,
        ),
        Column(
            name="state",
            meaning="What became of the question; none of these is a low rating",
            values="answered, not_asked, not_answered, inaudible",
            missing="the whole interview",
            cell=lambda row: facts(row).state,
        ),
        Column(
            name="required",
            meaning="Whether raters had to rate it",
            values=YES_NO,
            cell=lambda row: int(facts(row).required),
        ),
    )


def help_columns(given: Callable[[Any], Assistance]) -> tuple[Column[Any], ...]:
    """What help there was with it."""
    return (
        Column(
            name="control",
            meaning="Whether the interview was drawn to be rated without any help",
            values=YES_NO,
            cell=lambda row: int(given(row).control),
        ),
        Column(
            name="highlights",
            meaning="Whether highlights were on when the interview was opened",
            values=YES_NO,
            cell=lambda row: int(given(row).highlights),
        ),
        Column(
            name="reveal",
            meaning="When suggestions could be seen",
            values="passage, interview, never",
            cell=lambda row: given(row).reveal.value,
        ),
    )


def as_csv(columns: Sequence[Column[Row]], rows: Iterable[Row], *, notes: bool = True) -> str:
    """RFC 4180 text with a header line; a missing value is an empty cell, and text is never a formula.

    Parameters
    ----------
    columns : sequence of Column
    rows : iterable
    notes : bool
        Whether the cells of columns that hold somebody's own words are filled.
    """
    return csv_text(
        (column.name for column in columns),
        ([column.cell(row) if notes or not column.note else None for column in columns] for row in rows),
    )
