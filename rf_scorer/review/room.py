"""The one door to everything that is rated: whose interviews these are, what a rater may see, and what may be entered.

Desk, worksheets and collecting go through it. A rater gets nothing of another rater's and no suggestion before it may be
revealed; of a control interview nothing that a machine marked leaves the room.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer import protocols
from rf_scorer.domain.rating import Assistance, EventKind, Reveal
from rf_scorer.errors import DataError, InvalidDocument, RfScorerError, UnknownName
from rf_scorer.review import access, case
from rf_scorer.review.draw import controls
from rf_scorer.review.events import parse
from rf_scorer.review.kept import has_ratings
from rf_scorer.review.lately import Lately
from rf_scorer.review.ledger import Ledger, ledger_document
from rf_scorer.review.paper import ListRow, Paper, hushed, list_row
from rf_scorer.review.resent import brought_up
from rf_scorer.review.shelf import Shelf
from rf_scorer.review.shown import figures_shown
from rf_scorer.review.store import Store
from rf_scorer.review.terms import division
from rf_scorer.review.texts import RatedTexts
from rf_scorer.study.folder import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rf_scorer.domain import Protocol
    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.shelf import ShelfRow
    from rf_scorer.review.terms import Terms
    from rf_scorer.study.folder import Rater, Study

__all__ = ["Room"]

#: Cases that are held ready: more than anybody has raters at once.
_HELD = 64
#: A folder that changed a moment ago may change again within the same tick of its file system's clock.
_TICK_NS = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A rater with an interview of theirs."""

    rater: str
    interview: str
    digest: str
    assistance: Assistance
    terms: Terms
    source: str
    shape: str


class Room:
    """A study's ratings, opened; make it with :meth:`open`, and close it. Safe to use from several threads.

    Attributes
    ----------
    study : Study
    store : Store
    shelf : Shelf
    """

    #: What pages are told they are for.
    mode = "rating"

    def __init__(self, study: Study, *, store: Store, key: bytes) -> None:
        self.study = study
        self.store = store
        self.shelf = Shelf(study, store)
        self._key = key
        self._draws: dict[str, bool] = {}
        self._texts = RatedTexts(store)
        self._seen: int | None = None
        self._lock = threading.Lock()
        self._terms: Lately[tuple[str, Assistance], tuple[Terms, str]] = Lately(4 * _HELD)
        self._frames: Lately[tuple[str, Assistance], dict[str, Any]] = Lately(_HELD)

    @classmethod
    def open(cls, study: Study, *, new_links: bool = False) -> Room:
        """Open a study's ratings, look at its sheets, and draw which new ones are rated without help.

        Parameters
        ----------
        study : Study
        new_links : bool
            Make a new key: all links that were given out are void.

        Raises
        ------
        UsageError
            If the database is another study's, held by another program, or cannot be written.
        InvalidDocument
            If it is damaged.
        DataError
            If it is missing, and the key of raters' links is there.
        """
        has_ratings(study)
        store = Store.open(study.database, study=study.id)
        try:
            key = access.new_key(study.access_key) if new_links else access.load_or_make_key(study.access_key)
            room = cls(study, store=store, key=key)
            room.refresh()
        except BaseException:
            store.close()
            raise
        return room

    def close(self) -> bool:
        """Bring everything into the one database file, and close it; False if another program still uses it."""
        return self.store.close()

    def token(self, rater_id: str) -> str:
        """What opens the desk for a rater or adjudicator.

        Raises
        ------
        UnknownName
            If the study has nobody of that id.
        """
        return access.token(self._key, self.study.rater(rater_id).id)

    def who(self, token: str) -> Rater | None:
        """Whose token this is; None where it is nobody's."""
        return access.who(self._key, self.study.raters, token)

    def refresh(self) -> None:
        """Look whether sheets were added or changed, at the cost of asking the system for one folder's time.

        Raises
        ------
        UsageError
            If the store is busy or cannot be written.
        """
        stamp = _changed_at(self.study.sheets)
        if stamp == self._seen and stamp is not None:
            return
        with self._lock:
            self.shelf.refresh()
            usable = [row.interview for row in self.shelf.rows() if row.fault is None]
            self._draws = self.store.draws()
            new = [interview for interview in usable if interview not in self._draws]
            if new:
                rules = self.study.desk
                drawn = controls(new, share=rules.control_share, seed=rules.seed, earlier=self._draws)
                self._draws = self.store.add_draws(drawn)
            settled = stamp is not None and time.time_ns() - stamp > _TICK_NS
            self._seen = stamp if settled else None

    def interviews(self, rater_id: str) -> list[ListRow]:
        """A rater's interviews, in the order of the list that names them, else by id; empty for an adjudicator.

        Raises
        ------
        UnknownName
            If the study has no such rater.
        """
        rater = self.study.rater(rater_id)
        if rater.adjudicates:
            return []
        self.refresh()
        standings = self.store.progress(rater.id)
        rows = []
        for row in self.shelf.rows():
            standing = standings.get(row.interview)
            if not rater.gets(row.interview) or (row.fault is not None and standing is None):
                continue
            rows.append(list_row(row, standing, named=self.study.desk.show_participants))
        return sorted(rows, key=lambda row: rater.place(row.interview))

    def paper(self, rater_id: str, interview: str) -> Paper:
        """An interview to read.

        Raises
        ------
        UnknownName, DataError
            As :meth:`case` says.
        """
        place = self._place(rater_id, interview)
        sheet = self._sheet(interview, place.digest)
        return Paper(sheet=hushed(sheet, place.assistance), digest=place.digest, assistance=place.assistance)

    def case(self, rater_id: str, interview: str) -> dict[str, Any]:
        """What a page is given of an interview: :func:`rf_scorer.review.case.case_document`.

        Raises
        ------
        UnknownName
            If the interview is not this rater's, whether there is one or not.
        InvalidDocument
            If its sheet cannot be used.
        DataError
            If its transcript was changed since somebody rated it.
        """
        place = self._place(rater_id, interview)
        ledger = self._ledger(place)
        return case.filled(
            self._frames.get((place.digest, place.assistance), lambda: self._frame(place)),
            rater=place.rater,
            mode=self.mode,
            ledger=ledger,
            reveal=lambda unit: self._revelation(place, ledger, unit),
        )

    def state(self, rater_id: str, interview: str) -> dict[str, Any]:
        """The rater's work so far, and all that was revealed: ``{"ledger": …, "revealed": {…}}``.

        Raises
        ------
        UnknownName, DataError
            As :meth:`case` says.
        """
        place = self._place(rater_id, interview)
        ledger = self._ledger(place)
        return self._state(place, ledger, case.shown(ledger, place.assistance.reveal))

    def record(
        self, rater_id: str, interview: str, raw_events: Sequence[Any], *, origin: str = "desk", sheet: str = ""
    ) -> dict[str, Any]:
        """Store what a rater did, all of it or nothing.

        Parameters
        ----------
        rater_id, interview : str
        raw_events : sequence
            As a page or a worksheet gives them; see :mod:`rf_scorer.review.events`. What was stored before is passed over.
        origin : str
            ``desk``, or ``worksheet:`` and a digest.
        sheet : str, optional
            Digest of the sheet out of which suggestions were shown, if that is not the one that is here.

        Returns
        -------
        dict
            As :meth:`state`, but ``revealed`` holds only what these events revealed.

        Raises
        ------
        Refused
            If an event has not the right shape, or may not happen now.
        UnknownName, DataError
            As :meth:`case` says.
        UsageError
            If the store is busy or cannot be written.
        """
        place = self._place(rater_id, interview)
        events = [parse(raw, rater=place.rater, interview=interview, origin=origin) for raw in raw_events]
        if any(event.kind is not EventKind.VISITED for event in events):
            self._texts.remember(place.interview, source=place.source, shape=place.shape)
        self._remember_shown(place, events, sheet or place.digest)
        ids = frozenset(event.id for event in events)
        judged: list[Ledger] = []

        def judge(past: list[RatingEvent], fresh: list[RatingEvent]) -> None:
            self._texts.check(place.interview, source=place.source, shape=place.shape)
            ledger = Ledger.replay(place.terms, past)
            ledger.apply_all(brought_up(fresh, past=past, ids=ids, terms=place.terms))
            judged.append(ledger)

        self.store.record(place.rater, interview, events, judge=judge)
        ledger = judged[-1]
        asked = {event.unit for event in events if event.kind is EventKind.REVEALED}
        shown = case.shown(ledger, place.assistance.reveal)
        return self._state(place, ledger, [unit for unit in shown if unit in asked])

    def agreement(self, rater_id: str) -> dict[str, Any] | None:  # noqa: ARG002 (a room to practise in has an answer)
        """How a rater's practice goes; None in a study."""
        return None

    def _revelation(self, place: _Place, ledger: Ledger, unit: str) -> Any:
        sheet = self._sheet(place.interview, place.digest)
        return case.revelation(sheet, unit, hidden=case.unseen(ledger, place.terms))

    def _state(self, place: _Place, ledger: Ledger, units: Sequence[str]) -> dict[str, Any]:
        return {
            "ledger": ledger_document(ledger),
            "revealed": {unit: self._revelation(place, ledger, unit) for unit in units},
        }

    def _ledger(self, place: _Place) -> Ledger:
        return Ledger.replay(place.terms, self.store.events(rater=place.rater, interview=place.interview))

    def _place(self, rater_id: str, interview: str) -> _Place:
        """Look whether this rater may open this interview, and on which terms."""
        rater = self.study.rater(rater_id)
        self.refresh()
        rows = (
            {} if rater.adjudicates else {row.interview: row for row in self.shelf.rows() if rater.gets(row.interview)}
        )
        row = rows.get(interview)
        if row is None:
            raise UnknownName("interview", interview, rows)
        if row.fault is not None:
            raise InvalidDocument(
                row.fault, where=f"sheets/{interview}.json", remedy="Score the study again: rf-scorer score STUDY."
            )
        assistance = self.assistance(interview)
        terms, shape = self._terms.get((row.sha256, assistance), lambda: self._made_terms(row, assistance))
        place = _Place(
            rater=rater.id,
            interview=interview,
            digest=row.sha256,
            assistance=assistance,
            terms=terms,
            source=row.source_sha256,
            shape=shape,
        )
        self._texts.check(place.interview, source=place.source, shape=place.shape)
        return place

    def assistance(self, interview: str) -> Assistance:
        """What help raters get with an interview."""
        if self._draws.get(interview, True):
            return Assistance(control=True, highlights=False, reveal=Reveal.NEVER)
        return Assistance(highlights=self.study.desk.highlights, reveal=self.study.desk.reveal)

    def _sheet(self, interview: str, digest: str) -> dict[str, Any]:
        """The sheet of this digest. Where another one was put in its place since the shelf was looked at, the next try finds that one."""
        sheet, found = self.shelf.sheet(interview)
        if found != digest:
            raise DataError(
                "The rating sheet was written anew just now.",
                where=f"sheets/{interview}.json",
                remedy="Load the page again.",
            )
        return sheet

    def _made_terms(self, row: ShelfRow, assistance: Assistance) -> tuple[Terms, str]:
        sheet = self._sheet(row.interview, row.sha256)
        terms = case.terms_of(sheet, assistance, practice=self.study.kind == PRACTICE)
        return terms, division(terms)

    def _frame(self, place: _Place) -> dict[str, Any]:
        sheet = self._sheet(place.interview, place.digest)
        return case.frame(
            sheet,
            study=self.study.id,
            digest=place.digest,
            assistance=place.assistance,
            protocol=self.protocol(sheet["protocol"]),
            terms=place.terms,
            named=self.study.desk.show_participants,
        )

    def protocol(self, stated: Mapping[str, Any] | None) -> Protocol | None:
        """The protocol that a sheet was made with, for its notes; None where it is not to be had any more."""
        if stated is None:
            return None
        for name in (stated["id"], self.study.protocol):
            try:
                found = protocols.load(name) if name else None
            except RfScorerError:
                continue
            if found is not None and (found.id, found.version) == (stated["id"], stated["version"]):
                return found
        return None

    def _remember_shown(self, place: _Place, events: Sequence[RatingEvent], digest: str) -> None:
        """Remember what is about to be shown: the sheet may be scored anew, and then suggests something else."""
        if place.assistance.reveal is not Reveal.NEVER and any(event.kind is EventKind.REVEALED for event in events):
            sheet = self._sheet(place.interview, digest) if digest == place.digest else None
            self.store.put_shown(figures_shown(sheet, events), sheet_sha256=digest)


def _changed_at(folder: Path) -> int | None:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return None
