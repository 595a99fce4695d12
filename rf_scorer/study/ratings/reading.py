"""From a table to rated answers: every row looked at, every fault told at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rf_scorer.errors import RfScorerError
from rf_scorer.study.ratings import cells, columns
from rf_scorer.study.ratings.answers import RatedAnswer, RatedAnswers
from rf_scorer.study.ratings.cells import NotARating
from rf_scorer.study.ratings.enough import check_enough, remarks_on_size
from rf_scorer.study.ratings.faults import listed
from rf_scorer.study.ratings.table import open_table
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.domain import Scale
    from rf_scorer.study.ratings.columns import Columns, Wanted
    from rf_scorer.study.ratings.faults import Faults
    from rf_scorer.study.ratings.table import Record, Table

__all__ = ["RatingRules", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRules:
    """What ratings may be.

    Attributes
    ----------
    scale : Scale
        Declared, never guessed.
    allow_between : bool
        Whether a rater may give a rating between two levels (half points). A mean of raters always may.
    """

    scale: Scale
    allow_between: bool = False


def read(path: Path, wanted: Wanted, rules: RatingRules, *, encoding: str | None = None) -> RatedAnswers:
    """Read a table of rated answers.

    Parameters
    ----------
    path : Path
    wanted : Wanted
        Which column holds what.
    rules : RatingRules
    encoding : str, optional

    Raises
    ------
    UnreadableFile
        If there is no table, or a column is missing.
    DataError
        With every fault of every row at once, by row and column and never by value; or where there is too little to learn from.
    """
    table = open_table(path, wanted, encoding=encoding)
    where = shown(path.name)
    try:
        found = columns.choose(table.names, wanted)
    except RfScorerError as error:
        raise error.at(where) from None
    rows = tuple(_Rows(table, found, rules).read())
    answered = tuple(row for row in rows if row.answered)
    table.faults.raise_any(where)
    check_enough(answered, table.faults)
    table.faults.raise_any(where)
    raters = tuple(table.names[place] for place in found.ratings)
    subgroups = tuple(table.names[place] for place in found.subgroups)
    answers = RatedAnswers(
        rows=rows,
        scale=rules.scale,
        raters=raters,
        subgroups=subgroups,
        sha256=table.sha256,
        people_known=found.group is not None,
    )
    asked = found.question is not None or found.question_id is not None
    remarks = (*table.remarks, *_left_out(table, rows), *remarks_on_size(answers, asked=asked))
    return replace(answers, remarks=remarks)


def _left_out(table: Table, rows: tuple[RatedAnswer, ...]) -> list[str]:
    places = [record.place for record, row in zip(table.records, rows, strict=True) if not row.answered]
    if not places:
        return []
    if len(places) == 1:
        return [f"Row {places[0]} has no answer; it counts as not answered, never as a low rating, and is left out."]
    return [
        f"{len(places)} rows have no answer; they count as not answered, never as low ratings, and are left out: {listed(places)}."
    ]


class _Rows:
    """The rows of a table, and what is wrong with them."""

    def __init__(self, table: Table, found: Columns, rules: RatingRules) -> None:
        self.table = table
        self.columns = found
        self.rules = rules
        self.faults: Faults = table.faults
        self.name = table.names
        self.ids: dict[str, str] = {}
        self.people: dict[str, dict[str, str]] = {}

    def read(self) -> list[RatedAnswer]:
        rows = [self._row(record) for record in self.table.records]
        self._told_apart()
        return rows

    def _cell(self, record: Record, place: int | None) -> str | None:
        if place is None or cells.blank(record.cells[place]):
            return None
        return record.cells[place].strip()

    def _row(self, record: Record) -> RatedAnswer:
        at = self.columns
        text = record.cells[at.text]
        text = "" if cells.blank(text) else text
        raters = self._raters(record) if text else tuple(None for _ in at.ratings)
        given = [value for value in raters if value is not None]
        group = str(record.row)
        if at.group is not None:
            group = record.cells[at.group]
            if text:
                self._participant(record, group, self.name[at.group])
        return RatedAnswer(
            row=record.row,
            id=self._id(record),
            group=group,
            text=text,
            rating=sum(given) / len(given) if given else math.nan,
            raters=raters,
            question=self._question(record),
            question_id=self._question_id(record),
            protocol=self._cell(record, at.protocol),
            subgroups=tuple(self._cell(record, place) or "" for place in at.subgroups),
        )

    def _id(self, record: Record) -> str:
        found = self._cell(record, self.columns.id)
        if self.columns.id is None:
            return str(record.row)
        column = self.name[self.columns.id]
        if found is None:
            self.faults.add(
                "The id is missing.", place=record.place, column=column, remedy="Or number rows: --id none."
            )
            return str(record.row)
        if found in self.ids:
            self.faults.add(
                "The id stands in an earlier row already.",
                place=record.place,
                column=column,
                remedy="Ids name answers, not participants; --id none numbers the rows instead.",
            )
        self.ids.setdefault(found, record.place)
        return found

    def _question(self, record: Record) -> str | None:
        return self._cell(record, self.columns.question)

    def _question_id(self, record: Record) -> str | None:
        return self._cell(record, self.columns.question_id)

    def _participant(self, record: Record, group: str, column: str) -> None:
        if cells.blank(group):
            self.faults.add(
                "The participant is missing.",
                place=record.place,
                column=column,
                remedy="Without it nobody can say who was known in training.",
            )
            return
        self.people.setdefault(cells.same(group), {}).setdefault(group, record.place)

    def _told_apart(self) -> None:
        if self.columns.group is None:
            return
        for spellings in self.people.values():
            if len(spellings) > 1:
                self.faults.add(
                    f"Rows {listed(list(spellings.values()))} name participants that differ in case, spaces or width alone.",
                    column=self.name[self.columns.group],
                    remedy="One person under two names would be trained and tested on: write the name alike, or make it differ.",
                )

    def _raters(self, record: Record) -> tuple[float | None, ...]:
        found = tuple(self._rating(record, place) for place in self.columns.ratings)
        if all(isinstance(value, NotARating) and value is NotARating.MISSING for value in found):
            self.faults.add(
                "The rating is missing.",
                place=record.place,
                column=self.name[self.columns.ratings[0]],
                remedy="Rate the answer, or leave the row out.",
            )
        return tuple(value if isinstance(value, float) else None for value in found)

    def _rating(self, record: Record, place: int) -> float | NotARating:
        value, column, scale = cells.rating(record.cells[place]), self.name[place], self.rules.scale
        problem = remedy = ""
        if isinstance(value, NotARating):
            if value is NotARating.TEXT:
                problem, remedy = "The rating is text, not a number.", f"Give a number from {_range(scale)}."
            elif value is NotARating.NO_NUMBER:
                problem, remedy = "The rating is not a finite number.", "Leave the cell empty, or rate the answer."
        elif not scale.minimum <= value <= scale.maximum:
            problem = f"The rating is off the scale ({_range(scale)})."
            remedy = "Correct it, or declare another scale: --scale MIN:MAX."
        elif not value.is_integer() and not self.rules.allow_between:
            problem = "The rating lies between two levels."
            remedy = (
                "To take such ratings as they are: --allow-between. The mean of several raters is made by --second."
            )
        if problem:
            self.faults.add(problem, place=record.place, column=column, remedy=remedy)
        return value


def _range(scale: Scale) -> str:
    return f"{scale.minimum} to {scale.maximum}"
