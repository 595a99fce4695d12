"""Which column of a table of ratings holds what: told by a person, or found by a usual name, and never guessed from what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.errors import UnreadableFile
from rf_scorer.study.ratings import cells
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.header import Header, plain_name
from rf_scorer.transcripts.readers.table_columns import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.study.ratings.table import Table

__all__ = ["NamedColumns", "Places", "choose"]

#: Names that are understood without being told, in the order of preference.
_INTERVIEW = ("interview", "interview_id", "transcript", "transcript_id", "unit", "unit_id", "case", "id")
_PASSAGE = ("passage", "passage_id", "segment", "item", "unit")
_RATER = ("rater", "rater_id", "coder", "judge")
_RATING = ("rating", "score", "level", "rf")
_PARTICIPANT = ("participant", "participant_id", "subject", "subject_id", "person")
_TIME = ("time", "date", "rated_at", "order")
#: Rows that are looked at to tell columns of numbers, for a message alone.
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedColumns:
    """The columns that a person named; None for one to be found by its usual name.

    Attributes
    ----------
    unit, passage, rater, rating, participant, time : str or None
    raters : tuple of str
        A column for each rater; a table of one row for each unit.
    machine : str or None
        A column, or in a long table a rater.
    group : str or None
    """

    unit: str | None = None
    passage: str | None = None
    rater: str | None = None
    rating: str | None = None
    participant: str | None = None
    time: str | None = None
    raters: tuple[str, ...] = ()
    machine: str | None = None
    group: str | None = None

    @property
    def told(self) -> Wanted:
        """The same for whoever must find the header of a table."""
        single = (self.unit, self.passage, self.rater, self.rating, self.participant, self.time, self.group)
        return Wanted(subgroups=tuple(name for name in (*single, *self.raters) if name is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Places of the columns; None for what a table does not have.

    ``raters`` holds places of a wide table's raters and is empty for a long one, which has ``rater`` and ``rating``.
    ``machine_rater`` is the rater of a long table who is the machine.
    """

    unit: int
    passage: int | None
    rater: int | None
    rating: int | None
    raters: tuple[int, ...]
    participant: int | None
    time: int | None
    machine: int | None
    machine_rater: str | None
    group: int | None


def choose(table: Table, wanted: NamedColumns) -> Places:
    """Find the columns.

    Raises
    ------
    UnreadableFile
        With every column that is missing or stands twice, and the names that there are.
    """
    return _Choice(table, wanted).places()


class _Choice:
    def __init__(self, table: Table, wanted: NamedColumns) -> None:
        self.table = table
        self.wanted = wanted
        self.header = Header(table.names, (*wanted.told.told, *((wanted.machine,) if wanted.machine else ())))

    def places(self) -> Places:
        wanted = self.wanted
        raters = tuple(self.header.asked(name, "--rater-columns") for name in wanted.raters)
        rater = rating = None
        if not raters:
            rater = self._usual(wanted.rater, _RATER, "--rater")
            rating = self._usual(wanted.rating, _RATING, "--rating")
            if rater is None or rating is None:
                self.header.missing.append(self._no_raters(rater=rater is not None))
        unit = self._usual(wanted.unit, _INTERVIEW, "--unit")
        if unit is None:
            self.header.missing.append("No column is known to hold what was rated (say which: --unit NAME).")
        passage = self._usual(wanted.passage, _PASSAGE, "--passage")
        machine, machine_rater = self._machine(long=not raters)
        found = Places(
            unit=-1 if unit is None else unit,
            passage=passage,
            rater=rater,
            rating=rating,
            raters=raters,
            participant=self._usual(wanted.participant, _PARTICIPANT, "--participant"),
            time=self._usual(wanted.time, _TIME, "--time"),
            machine=machine,
            machine_rater=machine_rater,
            group=None if wanted.group is None else self.header.asked(wanted.group, "--group"),
        )
        if self.header.missing:
            raise UnreadableFile(" ".join(self.header.missing), remedy=self._remedy())
        used = [place for place in (found.unit, rater, rating, *raters, found.machine) if place is not None]
        if len(set(used)) < len(used):
            raise UnreadableFile(
                "One column is given for two things.",
                remedy="What was rated, each rater's levels and the machine's have a column of their own.",
            )
        return found

    def _machine(self, *, long: bool) -> tuple[int | None, str | None]:
        name = self.wanted.machine
        if name is None:
            return None, None
        if name in self.header or not long:
            return self.header.asked(name, "--machine"), None
        return None, name

    def _usual(self, asked: str | None, usual: Sequence[str], option: str) -> int | None:
        return self.header.usual(usual) if asked is None else self.header.asked(asked, option)

    def _no_raters(self, *, rater: bool) -> str:
        if rater:
            return "There is a column of raters, but none is known to hold their ratings (say which: --rating NAME)."
        numbers = [
            name
            for place, name in enumerate(self.table.names)
            if name.strip() and plain_name(name) not in self.header.taken and self._numbers(place)
        ]
        shown = named(numbers)
        likely = f" Columns that hold numbers: {', '.join(shown)}." if shown else ""
        return f"Nothing says who rated: there is no column of raters, and no columns were named as raters.{likely}"

    def _numbers(self, place: int) -> bool:
        found = [cells.rating(record.cells[place]) for record in self.table.records[:_LOOKED_AT]]
        given = [value for value in found if value is not cells.NotARating.MISSING]
        return bool(given) and all(isinstance(value, float) for value in given)

    def _remedy(self) -> str:
        how = ""
        if not self.wanted.raters:
            how = " A column for each rater: --rater-columns NAME,NAME; a row for each rating: --rater NAME --rating NAME."
        # All that was found wrong so far is rows that are wider than the header.
        if self.table.faults.found or not all(map(str.strip, self.table.names)):
            return f"There are columns without a name: the header must be one row, without merged cells.{how}"
        return f"{self.header.told()}{how}"
