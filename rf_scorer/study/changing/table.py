"""A lab's table of one rating for each participant and timepoint; and the table that says who belongs to which group."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.errors import RfScorerError, UnreadableFile
from rf_scorer.study.changing.observed import Observation, Observed
from rf_scorer.study.ratings import cells
from rf_scorer.study.ratings.cells import NotARating
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.faults import listed
from rf_scorer.study.ratings.header import Header
from rf_scorer.study.ratings.table import open_table
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rf_scorer.domain import Scale
    from rf_scorer.study.ratings.table import Record, Table

__all__ = ["NamedColumns", "read_groups", "read_table"]

_PARTICIPANT = ("participant", "participant_id", "subject", "subject_id", "person", "id")
_TIMEPOINT = ("timepoint", "time_point", "time", "wave", "occasion", "visit")
_RATING = ("rating", "score", "level", "rf")
_GROUP = ("group", "arm", "condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedColumns:
    """The columns that a person named; None for one to be found by its usual name."""

    participant: str | None = None
    timepoint: str | None = None
    rating: str | None = None
    group: str | None = None

    @property
    def told(self) -> Wanted:
        """The same for whoever must find the header of a table."""
        names = (self.participant, self.timepoint, self.rating, self.group)
        return Wanted(subgroups=tuple(name for name in names if name is not None))


def read_table(path: Path, wanted: NamedColumns, *, scale: Scale, encoding: str | None = None) -> Observed:
    """Read a table with a row for each participant and timepoint.

    Parameters
    ----------
    path : Path
        .csv, .tsv, .xlsx or .jsonl.
    wanted : NamedColumns
    scale : Scale
        Declared; a rating may lie between two of its levels (a mean of raters), not off it.
    encoding : str, optional

    Raises
    ------
    UnreadableFile
        If there is no table, or a column is missing.
    DataError
        With every fault of every row at once, by row and column and never by value.
    """
    table, where = _opened(path, wanted.told, encoding)
    columns = _Columns(table, wanted.told.told)
    places = (
        columns.needed(wanted.participant, _PARTICIPANT, "--participant", "the participants"),
        columns.needed(wanted.timepoint, _TIMEPOINT, "--timepoint", "the timepoints"),
        columns.needed(wanted.rating, _RATING, "--rating", "the ratings"),
    )
    group = columns.maybe(wanted.group, _GROUP, "--group")
    columns.check(where)
    rows = _Rows(table=table, scale=scale, participant=places[0], timepoint=places[1], rating=places[2], group=group)
    for record in table.records:
        if not all(map(cells.blank, record.cells)):
            rows.read(record)
    rows.told_apart()
    table.faults.raise_any(where)
    if not rows.found:
        raise UnreadableFile("The table holds no rating.", where=where, remedy="Was it saved completely?")
    left_out = {"rows without a rating": rows.empty} if rows.empty else {}
    return Observed(
        source="table",
        sha256=table.sha256,
        minimum=float(scale.minimum),
        maximum=float(scale.maximum),
        level="overall",
        use="table",
        observations=tuple(rows.found.values()),
        left_out=left_out,
        cautions=tuple(table.remarks),
    )


def read_groups(path: Path, *, encoding: str | None = None) -> dict[str, str]:
    """Groups by participant, from a table with a column of participants and one of groups.

    Raises
    ------
    UnreadableFile, DataError
        As :func:`read_table` says.
    """
    table, where = _opened(path, Wanted(), encoding)
    columns = _Columns(table)
    participant = columns.needed(None, _PARTICIPANT, "", "the participants")
    group = columns.needed(None, _GROUP, "", "the groups")
    columns.check(where)
    found: dict[str, str] = {}
    for record in table.records:
        code, name = record.cells[participant].strip(), record.cells[group].strip()
        if cells.blank(code) or cells.blank(name):
            continue
        if found.setdefault(code, name) != name:
            table.faults.add(
                "The participant is in another group in an earlier row.",
                place=record.place,
                column=table.names[group],
                remedy="Give each participant one group.",
            )
    table.faults.raise_any(where)
    return found


def _opened(path: Path, wanted: Wanted, encoding: str | None) -> tuple[Table, str]:
    where = shown(path.name)
    table = open_table(path, wanted, encoding=encoding)
    if not table.records:
        raise UnreadableFile("The table has no row below its header.", where=where, remedy="Was it saved completely?")
    return table, where


class _Columns:
    """Places of columns by name, with all that are missing told at once."""

    def __init__(self, table: Table, told: Iterable[str] = ()) -> None:
        self.header = Header(table.names, told)

    def needed(self, asked: str | None, usual: Sequence[str], option: str, what: str) -> int:
        place = self.maybe(asked, usual, option)
        if place is None:
            say = f" (say which: {option} NAME)" if option else ""
            self.header.missing.append(f"No column is known to hold {what}{say}.")
            return -1
        return place

    def maybe(self, asked: str | None, usual: Sequence[str], option: str) -> int | None:
        return self.header.usual(usual) if asked is None else self.header.asked(asked, option)

    def check(self, where: str) -> None:
        if not self.header.missing:
            return
        error: RfScorerError = UnreadableFile(
            " ".join(self.header.missing), remedy=f"{self.header.told()} A row holds one participant at one timepoint."
        )
        raise error.at(where)


@dataclass(slots=True, kw_only=True)
class _Rows:
    table: Table
    scale: Scale
    participant: int
    timepoint: int
    rating: int
    group: int | None
    found: dict[tuple[str, str], Observation] = field(default_factory=dict)
    groups: dict[str, str | None] = field(default_factory=dict)
    spelt: dict[str, dict[str, str]] = field(default_factory=dict)
    empty: int = 0

    def read(self, record: Record) -> None:
        who, when = self._cell(record, self.participant), self._cell(record, self.timepoint)
        for what, place, name in ((who, self.participant, "participant"), (when, self.timepoint, "timepoint")):
            if what is None:
                self._fault(f"The {name} is missing.", record, place, "Fill it in, or leave the row out.")
        value = self._value(record)
        if who is None or when is None:
            return
        self.spelt.setdefault(cells.same(who), {}).setdefault(who, record.place)
        group = None if self.group is None else self._cell(record, self.group)
        if self.groups.setdefault(who, group) != group and self.group is not None:
            self._fault(
                "The participant is in another group in an earlier row.",
                record,
                self.group,
                "Give each participant one group.",
            )
        if value is None:
            return
        if (who, when) in self.found:
            self._fault(
                "An earlier row has a rating of this participant at this timepoint.",
                record,
                self.rating,
                "Keep one: the consensus, or the mean of the raters.",
            )
            return
        self.found[who, when] = Observation(participant=who, timepoint=when, value=value, group=group)

    def _value(self, record: Record) -> float | None:
        value = cells.rating(record.cells[self.rating])
        low, high = self.scale.minimum, self.scale.maximum
        if isinstance(value, float):
            if low <= value <= high:
                return value
            self._fault(
                f"The rating is off the scale ({low} to {high}).",
                record,
                self.rating,
                "Correct it, or declare another scale: --scale MIN:MAX.",
            )
        elif value is NotARating.TEXT:
            self._fault(
                "The rating is text, not a number.", record, self.rating, f"Give a number from {low} to {high}."
            )
        else:
            self.empty += 1
        return None

    def told_apart(self) -> None:
        for spellings in self.spelt.values():
            if len(spellings) > 1:
                self.table.faults.add(
                    f"Rows {listed(list(spellings.values()))} name participants that differ in case, spaces or width alone.",
                    column=self.table.names[self.participant],
                    remedy="One person under two names would lose a timepoint: write the name alike, or make it differ.",
                )

    def _cell(self, record: Record, place: int) -> str | None:
        return None if cells.blank(record.cells[place]) else record.cells[place].strip()

    def _fault(self, problem: str, record: Record, place: int, remedy: str) -> None:
        self.table.faults.add(problem, place=record.place, column=self.table.names[place], remedy=remedy)
