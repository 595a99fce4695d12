"""A lab's table of ratings, long or wide, as a matrix: every row looked at, every fault told at once."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rf_scorer.errors import DataError, RfScorerError, UnreadableFile
from rf_scorer.study.agreeing.matrix import Column, Gathered, LeftOut, Machine, Matrix, Unit
from rf_scorer.study.agreeing.places import choose
from rf_scorer.study.ratings import cells
from rf_scorer.study.ratings.cells import NotARating
from rf_scorer.study.ratings.faults import listed
from rf_scorer.study.ratings.table import open_table
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rf_scorer.agreement import Range
    from rf_scorer.study.agreeing.matrix import LevelName
    from rf_scorer.study.agreeing.places import NamedColumns, Places
    from rf_scorer.study.ratings.table import Record, Table

__all__ = ["read_table"]

#: What the column of passages says of a whole interview.
_OVERALL = "overall"
_SECONDS_OF_A_DAY = 86_400.0
_SLACK = 1e-9
#: Characters of what a report names: raters, groups and columns.
_LONGEST = 200
_SHORT = "Give it a short name."
#: A machine's score as programs write it, with all the digits that it has; no rater gives so many.
_LONG = re.compile(r"[-+]?\d{1,9}\.\d{10,20}|[-+]?\d(?:\.\d{1,20})?[eE][-+]?\d{1,3}")


def read_table(
    path: Path, wanted: NamedColumns, *, scale: Range, step: float = 1.0, encoding: str | None = None
) -> Gathered:
    """Read a table of ratings.

    Parameters
    ----------
    path : Path
        .csv, .tsv, .xlsx or .jsonl: a row for each rating, or a row for each unit and a column for each rater.
    wanted : NamedColumns
    scale : Range
        Declared, never guessed.
    step : float
        1, or 0.5 where half points were given.
    encoding : str, optional

    Raises
    ------
    UnreadableFile
        If there is no table, or a column is missing.
    DataError
        With every fault of every row at once, by row and column and never by value.
    """
    table = open_table(path, wanted.told, encoding=encoding)
    where = shown(path.name)
    if not table.records:
        raise UnreadableFile("The table has no row below its header.", where=where, remedy="Was it saved completely?")
    try:
        places = choose(table, wanted)
    except RfScorerError as error:
        raise error.at(where) from None
    rows = _Rows(table=table, places=places, scale=scale, step=step)
    rows.read()
    table.faults.raise_any(where)
    found = rows.gathered(machine=wanted.machine, group=wanted.group)
    if wanted.machine is not None and all(matrix.machine is None for matrix in found.matrices):
        raise DataError(
            "Neither a column nor a rater of the name that --machine gives has a rating.",
            where=where,
            remedy=f"Raters: {', '.join(rows.raters)}.",
        )
    return found


@dataclass(slots=True, kw_only=True)
class _Known:
    """What several rows say of one unit, and where that was first said."""

    unit: Unit
    level: LevelName
    place: str
    ratings: dict[str, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    score: float | None = None


@dataclass(slots=True, kw_only=True)
class _Rows:
    """The rows of a table, and what is wrong with them."""

    table: Table
    places: Places
    scale: Range
    step: float
    raters: dict[str, None] = field(default_factory=dict)
    units: dict[tuple[str, str], _Known] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    spelt: dict[str, dict[str, dict[str, str]]] = field(
        default_factory=lambda: {"rater": {}, "unit": {}, "participant": {}}
    )
    dates: int = 0

    def read(self) -> None:
        """Look at every row."""
        at = self.places
        for place in (*at.raters, *(one for one in (at.machine, at.group) if one is not None)):
            if len(self.table.names[place].strip()) > _LONGEST:
                self.table.faults.add(
                    f"The name of column {place + 1} has more than {_LONGEST} characters.", remedy=_SHORT
                )
        for place in at.raters:
            self.raters.setdefault(self.table.names[place].strip())
        for record in self.table.records:
            if all(map(cells.blank, record.cells)):
                continue
            known = self._unit(record)
            if known is None:
                continue
            when = self._time(record)
            for rater, place in self._given(record):
                self._rating(record, known, rater, place, when)
            if at.machine is not None:
                self._machine(record, known)
        self._told_apart()

    def _given(self, record: Record) -> Iterator[tuple[str, int]]:
        at = self.places
        if at.raters:
            for place in at.raters:
                yield self.table.names[place].strip(), place
            return
        assert at.rater is not None
        assert at.rating is not None
        rater = self._cell(record, at.rater)
        if rater is None:
            self._fault("The rater is missing.", record, at.rater, "Say who rated, or leave the row out.")
            return
        if len(rater) > _LONGEST:
            self._fault(f"The rater's code has more than {_LONGEST} characters.", record, at.rater, _SHORT)
            return
        self.raters.setdefault(rater)
        self.spelt["rater"].setdefault(cells.same(rater), {}).setdefault(rater, record.place)
        yield rater, at.rating

    def _cell(self, record: Record, place: int | None) -> str | None:
        if place is None or cells.blank(record.cells[place]):
            return None
        return record.cells[place].strip()

    def _fault(self, problem: str, record: Record, place: int, remedy: str = "") -> None:
        self.table.faults.add(problem, place=record.place, column=self.table.names[place], remedy=remedy)

    def _unit(self, record: Record) -> _Known | None:
        at = self.places
        interview = self._cell(record, at.unit)
        if interview is None:
            self._fault("What was rated is missing.", record, at.unit, "Give every unit an id.")
            return None
        passage = self._cell(record, at.passage)
        if passage is not None and passage.casefold() == _OVERALL:
            passage = None
        level: LevelName = "overall" if passage is None else "passages"
        key = (cells.same(interview), "" if passage is None else cells.same(passage))
        name = interview if passage is None else f"{interview}/{passage}"
        self.spelt["unit"].setdefault(cells.same(name), {}).setdefault(name, record.place)
        participant, group = self._cell(record, at.participant), self._cell(record, at.group)
        if participant is not None:
            self.spelt["participant"].setdefault(cells.same(participant), {}).setdefault(participant, record.place)
        if at.group is not None and group is not None and len(group) > _LONGEST:
            self._fault(f"The group's name has more than {_LONGEST} characters.", record, at.group, _SHORT)
        unit = Unit(id=name, interview=interview, participant=participant, group=group)
        known = self.units.get(key)
        if known is None:
            known = self.units[key] = _Known(unit=unit, level=level, place=record.place)
            return known
        if at.raters and known.unit.id == name:
            self._fault("The unit stands in an earlier row already.", record, at.unit, "Give each unit one row.")
        for place, one, two in (
            (at.participant, participant, known.unit.participant),
            (at.group, group, known.unit.group),
        ):
            if place is not None and one != two:
                self._fault(
                    "Another row of the same unit says something else.", record, place, "Say the same in all its rows."
                )
        return known

    def _rating(self, record: Record, known: _Known, rater: str, place: int, when: float | None) -> None:
        machine = rater == self.places.machine_rater
        value = self._number(record, place, score=machine)
        if value is None:
            return
        if not self._on_scale(record, place, value, between=machine):
            return
        if rater in known.ratings:
            if not self.places.raters:
                assert self.places.rater is not None
                self._fault(
                    "The rater has rated the unit in an earlier row already.",
                    record,
                    self.places.rater,
                    "Keep one rating of each unit by each rater; name passages with --passage.",
                )
            return
        known.ratings[rater] = value
        if when is not None:
            known.times[rater] = when

    def _number(self, record: Record, place: int, *, of: str = "", score: bool = False) -> float | None:
        value = cells.rating(record.cells[place])
        if isinstance(value, float):
            return value
        if score and _LONG.fullmatch(record.cells[place].strip()):
            return float(record.cells[place])
        if value is NotARating.TEXT:
            self._fault("The rating is text, not a number.", record, place, f"Give a number from {self._range()}.")
        elif value is NotARating.NO_NUMBER:
            self.left_out[f"cells{of} that say that there is no rating (NA and the like)"] += 1
        else:
            self.left_out[f"empty cells{of}, not rated"] += 1
        return None

    def _on_scale(self, record: Record, place: int, value: float, *, between: bool = False) -> bool:
        low, high = self.scale.minimum, self.scale.maximum
        if not low <= value <= high:
            self._fault(
                f"The rating is off the scale ({self._range()}).",
                record,
                place,
                "Correct it, or declare another scale: --scale MIN:MAX.",
            )
            return False
        steps = (value - low) / self.step
        if abs(steps - round(steps)) > _SLACK and not between:
            half = "" if self.step < 1 else " Half points are taken with --step 0.5."
            self._fault("The rating lies between two levels.", record, place, f"Correct it.{half}")
            return False
        return True

    def _machine(self, record: Record, known: _Known) -> None:
        place = self.places.machine
        assert place is not None
        value = self._number(record, place, of=" of the machine", score=True)
        if value is None or not self._on_scale(record, place, value, between=True):
            return
        if known.score is not None and known.score != value:
            self._fault(
                "Another row of the same unit says something else.", record, place, "Say the same in all its rows."
            )
        known.score = value

    def _time(self, record: Record) -> float | None:
        place = self.places.time
        text = self._cell(record, place)
        if text is None or place is None:
            return None
        number = cells.rating(text)
        if isinstance(number, float):
            return number
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            self._fault(
                "The time is neither a number nor a date.", record, place, "Write 2026-11-30, or a running number."
            )
            return None
        self.dates += 1
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() / _SECONDS_OF_A_DAY

    def _range(self) -> str:
        return f"{self.scale.minimum:g} to {self.scale.maximum:g}"

    def _told_apart(self) -> None:
        columns = {"rater": self.places.rater, "unit": self.places.unit, "participant": self.places.participant}
        for kind, found in self.spelt.items():
            for spellings in found.values():
                if len(spellings) > 1:
                    column = columns[kind]
                    self.table.faults.add(
                        f"Rows {listed(list(spellings.values()))} name {kind}s that differ in case, spaces or width alone.",
                        column=None if column is None else self.table.names[column],
                        remedy="One under two names would count twice: write the name alike, or make it differ.",
                    )
        times = [value for known in self.units.values() for value in known.times.values()]
        if self.places.time is not None and 0 < self.dates < len(times) and not self.places.raters:
            self.table.faults.add(
                "Some times are dates and some are numbers.",
                column=self.table.names[self.places.time],
                remedy="Write all of them alike.",
            )

    def gathered(self, *, machine: str | None, group: str | None) -> Gathered:
        """The matrices, once there are no faults."""
        humans = [rater for rater in self.raters if rater != self.places.machine_rater]
        levels: tuple[LevelName, ...] = ("passages", "overall")
        between = 0
        matrices = []
        for level in levels:
            known = [one for one in self.units.values() if one.level == level]
            if not known:
                continue
            scores = [self._score(one) for one in known]
            rounded = [None if score is None else self._nearest(score) for score in scores]
            between += sum(score is not None and score != near for score, near in zip(scores, rounded, strict=True))
            told = machine is not None and any(score is not None for score in scores)
            matrices.append(
                Matrix(
                    level=level,
                    units=tuple(one.unit for one in known),
                    columns=tuple(self._column(rater, known) for rater in humans),
                    machine=Machine(name=machine or "", levels=rounded, scores=scores) if told else None,
                )
            )
        remarks = list(self.table.remarks)
        if between:
            remarks.append(
                f"{between} of the machine's scores lie between two levels: they were rounded to the nearest level, halves upwards, "
                "and taken as they are for PRMSE alone."
            )
        return Gathered(
            source="table",
            scale=self.scale,
            step=self.step,
            matrices=tuple(matrices),
            sha256=self.table.sha256,
            group=group,
            left_out=tuple(LeftOut(what=what, count=count) for what, count in sorted(self.left_out.items())),
            remarks=tuple(remarks),
        )

    def _score(self, known: _Known) -> float | None:
        rater = self.places.machine_rater
        return known.score if rater is None else known.ratings.get(rater)

    def _nearest(self, score: float) -> float:
        low = self.scale.minimum
        return low + math.floor((score - low) / self.step + 0.5 + _SLACK) * self.step

    def _column(self, rater: str, known: Sequence[_Known]) -> Column:
        times = [one.times.get(rater) for one in known]
        return Column(
            rater=rater,
            levels=[one.ratings.get(rater) for one in known],
            times=times if any(time is not None for time in times) else None,
        )
