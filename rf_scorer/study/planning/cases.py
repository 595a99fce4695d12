"""A lab's table of its cases: group, site and the like, for interviews or for participants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rf_scorer.errors import DataError, UsageError
from rf_scorer.study.ratings.cells import blank, same
from rf_scorer.study.ratings.columns import Wanted
from rf_scorer.study.ratings.faults import listed
from rf_scorer.study.ratings.header import plain_name
from rf_scorer.study.ratings.table import open_table
from rf_scorer.transcripts.identity import shown
from rf_scorer.transcripts.readers.table_columns import named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from rf_scorer.study.planning.rating_plan import Interview
    from rf_scorer.study.ratings.table import Record, Table

__all__ = ["Cases", "grouped", "read_cases"]

_INTERVIEW, _PARTICIPANT = ("interview", "id", "transcript"), ("participant", "participant_id", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """What a table says.

    Attributes
    ----------
    columns : tuple of str
        Those that were asked for and are in the table.
    by_interview, by_participant : mapping of str to mapping of str to str
        Values by column, for an interview's or a participant's code without case, spaces and width.
    places : mapping of str to str
        The row in which a code was met, for messages: with ``interview:`` or ``participant:`` before it.
    participants : mapping of str to str
        Participants' codes of interviews, where a row has both.
    """

    columns: tuple[str, ...] = ()
    by_interview: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_participant: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    participants: Mapping[str, str] = field(default_factory=dict)


def read_cases(path: Path, by: Sequence[str], *, known: Collection[str] = ()) -> Cases:
    """Read a table of groups.

    Parameters
    ----------
    path : Path
        .csv, .tsv, .xlsx or .jsonl with a column ``interview`` or ``participant`` or both, and those of ``by``. A row that names an interview
        holds for it, one that names only a participant for all of that participant's.
    by : sequence of str
        The columns that make strata.
    known : collection of str
        Columns that something else than the table says: they need not be in it.

    Raises
    ------
    UnreadableFile
        If there is no table in the file.
    UsageError
        If a column is not there; those that are, are told.
    DataError
        If a row names nobody, or two rows say different things of one case.
    """
    where = shown(path.name)
    table = open_table(path, Wanted(id="interview", group="participant", subgroups=tuple(by)))
    table.faults.raise_any(where)
    plain = [plain_name(name) for name in table.names]
    interview, participant = _usual(plain, _INTERVIEW), _usual(plain, _PARTICIPANT)
    if interview is None and participant is None:
        raise UsageError(
            "The table has no column 'interview' and none 'participant'.", where=where, remedy=_columns(table.names)
        )
    lacking = [name for name in by if name.casefold() not in plain and name not in known]
    if lacking:
        raise UsageError(f"There is no column {lacking[0]!r} (--by).", where=where, remedy=_columns(table.names))
    repeated = sorted({name for name in by if plain.count(name.casefold()) > 1})
    if repeated:
        raise UsageError(f"Two columns are called {repeated[0]!r}.", where=where, remedy="Give one another name.")
    wanted = {name: plain.index(name.casefold()) for name in by if name.casefold() in plain}
    return _Reading(where, interview, participant, wanted).cases(table)


def _usual(plain: Sequence[str], names: Iterable[str]) -> int | None:
    return next((plain.index(name) for name in names if name in plain), None)


def _columns(names: Sequence[str]) -> str:
    found = named(names)
    return f"Columns found: {', '.join(found)}." if found else "Is the first row the names of the columns?"


class _Reading:
    def __init__(self, where: str, interview: int | None, participant: int | None, wanted: Mapping[str, int]) -> None:
        self.where, self.interview, self.participant, self.wanted = where, interview, participant, wanted
        self.nobody: list[str] = []
        self.twice: list[str] = []
        self.spelt: dict[tuple[str, str], str] = {}

    def cases(self, table: Table) -> Cases:
        interviews: dict[str, dict[str, str]] = {}
        participants: dict[str, dict[str, str]] = {}
        places: dict[str, str] = {}
        people: dict[str, str] = {}
        for record in table.records:
            if all(blank(cell) for cell in record.cells):
                continue
            interview, participant = self._cell(record, self.interview), self._cell(record, self.participant)
            code = same(interview or participant)
            if not code:
                self.nobody.append(record.place)
                continue
            values = {name: self._value(name, record.cells[place]) for name, place in self.wanted.items()}
            kind, kept = ("interview", interviews) if interview else ("participant", participants)
            if kept.setdefault(code, values) != values:
                self.twice.append(record.place)
            places.setdefault(f"{kind}:{code}", record.place)
            if interview and participant and people.setdefault(code, participant) != participant:
                self.twice.append(record.place)
        self._raise()
        return Cases(
            columns=tuple(self.wanted),
            by_interview=interviews,
            by_participant=participants,
            places=places,
            participants=people,
        )

    def _cell(self, record: Record, place: int | None) -> str:
        return "" if place is None or blank(record.cells[place]) else record.cells[place].strip()

    def _value(self, column: str, cell: str) -> str:
        """A value, as it was spelt where it was met first."""
        text = " ".join(cell.split()) if not blank(cell) else ""
        return self.spelt.setdefault((column, same(text)), text)

    def _raise(self) -> None:
        if self.nobody:
            raise DataError(
                f"Rows that name neither an interview nor a participant: {listed(self.nobody)}.",
                where=self.where,
                remedy="Fill in one of the two, or delete these rows.",
            )
        if self.twice:
            raise DataError(
                f"Rows that say something else of a case than a row above them: {listed(list(dict.fromkeys(self.twice)))}.",
                where=self.where,
                remedy="Codes are compared without regard to case and spaces; one row for each case is enough.",
            )


def grouped(
    interviews: Sequence[Interview], sheets: Mapping[str, Mapping[str, str | None]], by: Sequence[str], cases: Cases
) -> tuple[tuple[Interview, ...], tuple[str, ...]]:
    """Interviews with their strata, and what there is to remark.

    Parameters
    ----------
    interviews : sequence of Interview
    sheets : mapping of str to mapping of str to str or None
        For each interview what its sheet says of some of the columns, such as ``timepoint``; the table goes before it.
    by : sequence of str
    cases : Cases
    """
    found, unknown, people, told = [], [], set(), set()
    for one in interviews:
        code = same(one.id)
        participant = one.participant or cases.participants.get(code)
        person = same(participant) if participant else ""
        rows = [cases.by_interview.get(code, {}), cases.by_participant.get(person, {})]
        told |= {f"interview:{code}", f"participant:{person}"}
        values = []
        for name in by:
            given = [row[name] for row in rows if row.get(name)]
            values.append(given[0] if given else (sheets.get(one.id, {}).get(name) or ""))
        if cases.places and code not in cases.by_interview and person not in cases.by_participant:
            unknown.append(one.id)
        if participant:
            people.add((person, participant))
        found.append(replace(one, participant=person or None, stratum=tuple(values)))
    return tuple(found), tuple(_remarks(found, by, cases, unknown, people, told))


def _remarks(
    found: Sequence[Interview],
    by: Sequence[str],
    cases: Cases,
    unknown: Sequence[str],
    people: Collection[tuple[str, str]],
    told: Collection[str],
) -> Iterable[str]:
    rows = [place for code, place in cases.places.items() if code not in told]
    if rows:
        yield f"Rows of the table of groups that name nothing in the study: {listed(rows)}."
    if unknown:
        yield f"Interviews that the table of groups does not have: {_some(unknown)}."
    for place, name in enumerate(by):
        without = [one.id for one in found if not one.stratum[place]]
        if without:
            yield f"Interviews without a {name}, which make a stratum of their own: {_some(without)}."
    if len({person for person, _ in people}) < len(people):
        yield "Some participants' codes differ by case or spaces alone; they are taken for the same participant."
    nobodys = [one.id for one in found if one.participant is None]
    if nobodys:
        yield f"Interviews without a participant, planned as if each were somebody else's: {_some(nobodys)}."


def _some(ids: Sequence[str]) -> str:
    return listed(list(ids))
