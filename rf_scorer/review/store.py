"""Where a study's ratings are kept: events that are only ever added, in one SQLite file.

Events are ordered by ``seq``, never by a clock. With the events that change it, in one transaction, the standing of the rater
with the interview is written (:mod:`rf_scorer.review.standing`), so that a list of hundreds of interviews reads one short row
for each and no event; it can be made anew from the events at any time. Further tables are in :mod:`rf_scorer.review.annex`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio
from rf_scorer.domain.rating import EventKind, RatingEvent
from rf_scorer.review.annex import Annex
from rf_scorer.review.database import TIMEOUT, Database, StoreBusy
from rf_scorer.review.refused import Refused
from rf_scorer.review.standing import Standing, advance, read_standing, standing_document

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

__all__ = ["Store", "StoreBusy", "now"]

_INSERT = """INSERT INTO events (seq, id, at, rater, interview, unit, kind, body, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_SELECT = "SELECT seq, id, at, rater, interview, unit, kind, body, origin FROM events"
#: The newest event of each rater and interview, and the standing, which may be missing or older.
_STANDINGS = """SELECT e.rater, e.interview, e.seq, s.seq, s.document
    FROM (SELECT rater, interview, MAX(seq) AS seq FROM events WHERE rater = :rater OR :rater IS NULL
          GROUP BY rater, interview) e
    LEFT JOIN standing s ON s.rater = e.rater AND s.interview = e.interview ORDER BY e.rater, e.interview"""
_OF_ONE = ("rater = ?", "interview = ?")
_DESK = "desk"
#: Raters at work whose events are kept in memory.
_REMEMBERED = 64


def now() -> str:
    """The time: UTC, ISO 8601, milliseconds, ``Z``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Store(Annex):
    """A study's ratings; any number of threads and processes can use it at once. Make it with :meth:`open`.

    Attributes
    ----------
    path : Path
    journal_mode : str
        ``wal``, or what SQLite could do on this drive.
    """

    def __init__(self, database: Database, *, clock: Callable[[], str] = now) -> None:
        super().__init__(database, clock)
        #: Events that were read already, by rater and interview. They never change, so what is here only ever lacks the newest;
        #: touched within a transaction only, where threads take turns.
        self._read: dict[tuple[str, str], list[RatingEvent]] = {}

    @classmethod
    def open(
        cls, path: Path, *, study: str | None = None, timeout: float = TIMEOUT, clock: Callable[[], str] = now
    ) -> Store:
        """Open the database, or make it.

        Parameters
        ----------
        path : Path
        study : str, optional
            Id of the study; a new database is given it, and another study's is refused.
        timeout : float
            Seconds to wait for another program's lock.
        clock : callable
            Gives the time that events are stored with.

        Raises
        ------
        StoreBusy, OutputFailed, InvalidDocument, UsageError
            As :class:`~rf_scorer.review.database.Database` says.
        """
        return cls(Database(path, study=study, timeout=timeout), clock=clock)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def journal_mode(self) -> str:
        """``wal``, or what SQLite could do on this drive."""
        return self._database.journal_mode

    def check(self) -> None:
        """Hold the whole file against itself.

        Raises
        ------
        InvalidDocument
            If it is damaged.
        """
        self._database.check()

    def close(self) -> bool:
        """Bring everything into the one file, so that the folder can be copied, and close it.

        Returns
        -------
        bool
            False if another program kept some of it in the file beside it; nothing is lost.
        """
        return self._database.close()

    def record(
        self,
        rater: str,
        interview: str,
        events: Sequence[RatingEvent],
        *,
        judge: Callable[[list[RatingEvent], list[RatingEvent]], object],
    ) -> list[RatingEvent]:
        """Store what a rater did, all of it or nothing, after it was judged.

        In one transaction, so that nobody else writes between reading and storing: an event whose id is stored already is
        dropped (a page that heard no answer sends again), as is a visit to a finished interview; the others get their ``seq``
        and, if they come from the desk, the time of the store's clock.

        Parameters
        ----------
        rater, interview : str
            Those of every event.
        events : sequence of RatingEvent
            In their order.
        judge : callable
            ``judge(past, fresh)`` is given the stored events of this rater and interview, and the new ones as they will be
            stored (there may be none); whatever it raises is passed on, and nothing is stored.

        Returns
        -------
        list of RatingEvent
            What was new.

        Raises
        ------
        Refused
            ``shape``, if an id is that of an event of another rater or interview; and what ``judge`` raises.
        StoreBusy, OutputFailed, InvalidDocument
            As :class:`~rf_scorer.review.database.Database` says.
        """
        if any((event.rater, event.interview) != (rater, interview) for event in events):
            raise ValueError("the events are another rater's or interview's")
        with self._database.writing() as db:
            past = self._past(db, rater, interview)
            fresh = self._numbered(db, _without_visits_when_finished(past, self._unknown(db, events)))
            judge(list(past), list(fresh))
            if fresh:
                db.executemany(_INSERT, [_row(event) for event in fresh])
                standing = self._standing(db, rater, interview, past)
                self._put_standing(db, advance(standing, fresh))
        return fresh

    def events(
        self, rater: str | None = None, interview: str | None = None, kinds: Iterable[EventKind] | None = None
    ) -> tuple[RatingEvent, ...]:
        """Stored events, oldest first: of one rater or all, of one interview or all, of some kinds or all."""
        wanted = {"rater": rater, "interview": interview}
        clauses = [f"{column} = ?" for column, value in wanted.items() if value is not None]
        values = [value for value in wanted.values() if value is not None]
        if kinds is not None:
            names = [kind.value for kind in kinds]
            clauses.append(f"kind IN ({', '.join('?' * len(names))})")
            values += names
        with self._database.reading() as db:
            return tuple(self._select(db, clauses, values))

    def progress(self, rater: str) -> dict[str, Standing]:
        """How far a rater is with each interview that has an event of theirs, by interview."""
        return {standing.interview: standing for standing in self.standings(rater)}

    def standings(self, rater: str | None = None) -> tuple[Standing, ...]:
        """How far everybody is with every interview, by rater and interview; or one rater."""
        with self._database.reading() as db:
            rows = db.execute(_STANDINGS, {"rater": rater}).fetchall()
        found = []
        for who, interview, newest, seq, document in rows:
            if seq == newest:
                what = f"the standing of {who} with {interview}"
                read = self._loads(document, what)
                try:
                    found.append(read_standing(read, rater=who, interview=interview, seq=seq))
                except (LookupError, TypeError, ValueError, AttributeError):
                    raise self._unreadable(what) from None
            else:
                found.append(self._made_anew(who, interview))
        return tuple(found)

    def _select(self, db: sqlite3.Connection, clauses: Sequence[str], values: Sequence[str | int]) -> list[RatingEvent]:
        where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
        return [self._event(row) for row in db.execute(f"{_SELECT}{where} ORDER BY seq", values).fetchall()]

    def _past(self, db: sqlite3.Connection, rater: str, interview: str) -> list[RatingEvent]:
        """The events of one rater and interview, of which only those are read that were not read before."""
        past = self._read.pop((rater, interview), [])
        last = past[-1].seq if past else 0
        past += self._select(db, (*_OF_ONE, "seq > ?"), (rater, interview, last))
        if len(self._read) >= _REMEMBERED:
            del self._read[next(iter(self._read))]
        self._read[rater, interview] = past
        return past

    def _event(self, row: tuple[Any, ...]) -> RatingEvent:
        seq, name, at, rater, interview, unit, kind, body, origin = row
        try:
            known = EventKind(kind)
            sound = datetime.fromisoformat(at).tzinfo is not None
        except (TypeError, ValueError):
            sound = False
        if not sound:
            raise self._unreadable(f"event {seq}")
        return RatingEvent(
            seq=seq,
            id=name,
            at=at,
            rater=rater,
            interview=interview,
            unit=unit,
            kind=known,
            body=self._loads(body, f"event {seq}"),
            origin=origin,
        )

    def _unknown(self, db: sqlite3.Connection, events: Sequence[RatingEvent]) -> list[RatingEvent]:
        """The events that are not stored, each once."""
        found: dict[str, RatingEvent] = {}
        for event in events:
            stored = db.execute("SELECT rater, interview FROM events WHERE id = ?", (event.id,)).fetchone()
            if stored is None:
                found.setdefault(event.id, event)
            elif stored != (event.rater, event.interview):
                raise Refused(
                    "An event has the id of another one.",
                    code="shape",
                    where="$.id",
                    remedy="Load the page again; if it stays so, tell who runs the study.",
                )
        return list(found.values())

    def _numbered(self, db: sqlite3.Connection, events: Iterable[RatingEvent]) -> list[RatingEvent]:
        last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
        start, at = (last[0] if last else 0) + 1, self._clock()
        return [
            replace(event, seq=seq, at=at if event.origin == _DESK else event.at)
            for seq, event in enumerate(events, start=start)
        ]

    def _standing(self, db: sqlite3.Connection, rater: str, interview: str, past: Sequence[RatingEvent]) -> Standing:
        """The stored standing if it is as new as the events, else one made of them."""
        row = db.execute(
            "SELECT seq, document FROM standing WHERE rater = ? AND interview = ?", (rater, interview)
        ).fetchone()
        if row is not None and past and row[0] == past[-1].seq:
            document = self._loads(row[1], f"the standing of {rater} with {interview}")
            return read_standing(document, rater=rater, interview=interview, seq=row[0])
        return advance(Standing(rater=rater, interview=interview), past)

    def _put_standing(self, db: sqlite3.Connection, standing: Standing) -> None:
        db.execute(
            "INSERT OR REPLACE INTO standing (rater, interview, seq, document) VALUES (?, ?, ?, ?)",
            (standing.rater, standing.interview, standing.seq, jsonio.dumps_line(standing_document(standing))),
        )

    def _made_anew(self, rater: str, interview: str) -> Standing:
        with self._database.writing() as db:
            past = self._select(db, _OF_ONE, (rater, interview))
            standing = advance(Standing(rater=rater, interview=interview), past)
            self._put_standing(db, standing)
        return standing


def _row(event: RatingEvent) -> tuple[Any, ...]:
    body = jsonio.dumps_line(dict(event.body))
    return (
        event.seq, event.id, event.at, event.rater, event.interview, event.unit, event.kind.value, body, event.origin
    )  # fmt: skip


def _without_visits_when_finished(past: Sequence[RatingEvent], fresh: Iterable[RatingEvent]) -> list[RatingEvent]:
    turning = {EventKind.FINISHED: True, EventKind.REOPENED: False}
    finished = next((turning[event.kind] for event in reversed(past) if event.kind in turning), False)
    kept = []
    for event in fresh:
        finished = turning.get(event.kind, finished)
        if not (finished and event.kind is EventKind.VISITED):
            kept.append(event)
    return kept
