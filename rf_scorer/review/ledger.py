"""One rater's ledger of one interview: events in, the state of every unit out.

A ledger judges each event before it takes it (:meth:`Ledger.apply`) and is as it was after a refusal. What was judged when it
was stored is not judged again (:meth:`Ledger.replay`): a sheet that was scored anew, or a study's other rules, must not lock a
rater out of what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.rating import OVERALL, Blind, Decision, EventKind, Judgement, Stage, UnitRating
from rf_scorer.review import rules, shape
from rf_scorer.review.events import Body, judgement_document, read_body
from rf_scorer.review.refused import CODES, Refused
from rf_scorer.review.terms import Terms, read_terms, terms_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rf_scorer.domain.rating import RatingEvent

__all__ = ["CODES", "Ledger", "Refused", "Reopening", "Terms", "ledger_document", "read_terms", "terms_document"]

_OF_A_UNIT = frozenset({EventKind.DRAFTED, EventKind.LOCKED, EventKind.UNLOCKED, EventKind.REVEALED, EventKind.DECIDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """When and why a finished interview was opened again; the reason is a rater's own words."""

    at: str
    reason: str


class Ledger:
    """What became of each unit.

    Parameters
    ----------
    terms : Terms
    events : iterable of RatingEvent, optional
        Applied one by one, judged like new ones; for stored ones use :meth:`replay`.

    Attributes
    ----------
    terms : Terms
    status : str
        ``new`` until something was entered, then ``open`` or ``finished``.
    at : str or None
        The unit that was visited last, where to resume.
    seq : int
        Of the newest event.
    finished_at : str or None
        None while the interview is open.
    reopenings : tuple of Reopening

    Raises
    ------
    Refused
    """

    __slots__ = ("_units", "at", "finished_at", "reopenings", "seq", "status", "terms")

    def __init__(self, terms: Terms, events: Iterable[RatingEvent] = ()) -> None:
        self.terms = terms
        self.status = "new"
        self.at: str | None = None
        self.seq = 0
        self.finished_at: str | None = None
        self.reopenings: tuple[Reopening, ...] = ()
        self._units: dict[str, UnitRating] = {}
        for event in events:
            self.apply(event)

    @classmethod
    def replay(cls, terms: Terms, events: Iterable[RatingEvent]) -> Ledger:
        """The ledger of stored events, which were judged before they were stored; what is no rater's event is passed over."""
        ledger = cls(terms)
        stored = [event for event in events if event.kind is not EventKind.ADJUDICATED]
        newest = {event.unit: event for event in stored if event.kind in _OF_A_UNIT}
        for event in stored:
            seq = event.seq or ledger.seq + 1
            # Most events are drafts, and only one that nothing followed leaves a trace.
            if event.kind is EventKind.DRAFTED and newest[event.unit] is not event:
                ledger.seq, ledger.status = seq, "open"
            else:
                ledger._take(event, read_body(event.kind, event.unit, event.body), seq)
        return ledger

    @property
    def units(self) -> dict[str, UnitRating]:
        """Every unit that is not new, in the order of the interview, the overall rating last."""
        order = dict.fromkeys((*self.terms.ratable, *self._units))
        order.pop(OVERALL, None)
        return {unit: self._units[unit] for unit in (*order, OVERALL) if unit in self._units}

    def unit(self, unit: str) -> UnitRating:
        """The state of a unit; new where nothing is known of it."""
        return self._units.get(unit) or UnitRating(unit=unit)

    def apply(self, event: RatingEvent) -> bool:
        """Take an event.

        An event without a ``seq`` is numbered next.

        Returns
        -------
        bool
            False for a visit to a finished interview, which changes nothing and need not be stored.

        Raises
        ------
        Refused
            The ledger is then as it was.
        """
        return self._apply(event, None)

    def apply_all(self, events: Iterable[RatingEvent]) -> list[RatingEvent]:
        """Take events that one page sent together, all or none.

        A page cannot know which ``seq`` its earlier events will get: each event's ``after`` may be the unit's ``seq`` now, or
        the one it had before the first of them.

        Returns
        -------
        list of RatingEvent
            Without visits to a finished interview, which need not be stored.

        Raises
        ------
        Refused
            The ledger is then as it was.
        """
        before = (self.status, self.at, self.seq, self.finished_at, self.reopenings, dict(self._units))
        known = {unit: rating.seq for unit, rating in self._units.items()}
        try:
            return [event for event in events if self._apply(event, known)]
        except Refused:
            self.status, self.at, self.seq, self.finished_at, self.reopenings, self._units = before
            raise

    def _apply(self, event: RatingEvent, earlier: Mapping[str, int] | None) -> bool:
        kind, unit = event.kind, event.unit
        if kind is EventKind.ADJUDICATED:
            raise shape.bad("This is not for a rater's ledger.", "$.kind")
        body = read_body(kind, unit, event.body)
        seq = event.seq or self.seq + 1
        if seq <= self.seq:
            raise shape.bad("The events are not in their order.", "$.seq")
        if self.status == "finished" and kind is not EventKind.REOPENED:
            if kind is EventKind.VISITED:
                return False
            raise Refused(
                "The interview is finished.",
                code="finished",
                where=unit,
                remedy="Open it again with a reason to change something.",
            )
        if unit is not None and kind in _OF_A_UNIT:
            now = self._units[unit].seq if unit in self._units else 0
            known = (now,) if earlier is None else (now, earlier.get(unit, 0))
            rules.judge_unit(kind, unit, body, terms=self.terms, units=self._units, known=known)
        elif kind is EventKind.FINISHED:
            rules.judge_finish(terms=self.terms, units=self._units)
        elif kind is EventKind.REOPENED:
            if self.status != "finished":
                raise Refused("The interview is not finished.", code="stage")
            rules.judge_reopening(body.text)
        self._take(event, body, seq)
        return True

    def _take(self, event: RatingEvent, body: Body, seq: int) -> None:
        """Change the state; nothing is judged here."""
        kind, unit, at = event.kind, event.unit, event.at
        self.seq = seq
        if kind is EventKind.VISITED:
            self.at = unit
            return
        self.status = "finished" if kind is EventKind.FINISHED else "open"
        if kind is EventKind.FINISHED:
            self.finished_at = at
        elif kind is EventKind.REOPENED:
            self.finished_at = None
            self.reopenings += (Reopening(at=at, reason=body.text),)
        elif unit is not None:
            self._change(unit, kind, body, at=at, seq=seq)

    def _change(self, unit: str, kind: EventKind, body: Body, *, at: str, seq: int) -> None:
        judgement, old = body.judgement or Judgement(), self.unit(unit)
        blind, revealed_at = old.blind, old.revealed_at
        if kind is EventKind.DRAFTED:
            if judgement.empty:
                # New again, as if it had never been touched: who knows it as new knows it as it is.
                self._units.pop(unit, None)
            else:
                self._units[unit] = UnitRating(unit=unit, stage=Stage.DRAFT, draft=judgement, seq=seq)
        elif kind is EventKind.LOCKED:
            blind = Blind(judgement=judgement, at=at, seconds=body.seconds)
            self._units[unit] = UnitRating(unit=unit, stage=Stage.LOCKED, blind=blind, seq=seq)
        elif kind is EventKind.UNLOCKED:
            draft = None if blind is None else blind.judgement
            self._units[unit] = UnitRating(unit=unit, stage=Stage.DRAFT, draft=draft, seq=seq)
        elif kind is EventKind.REVEALED:
            self._units[unit] = UnitRating(unit=unit, stage=Stage.REVEALED, blind=blind, revealed_at=at, seq=seq)
        else:
            self._units[unit] = UnitRating(
                unit=unit,
                stage=Stage.DECIDED,
                blind=blind,
                revealed_at=revealed_at,
                decision=Decision(
                    judgement=judgement,
                    at=at,
                    kept=body.kept,
                    reason=body.reason,
                    reason_note=body.text,
                    seconds=body.seconds,
                ),
                seq=seq,
            )


def ledger_document(ledger: Ledger) -> dict[str, Any]:
    """A ledger as JSON; the same events give the same document. Units that are new are left out."""
    return {
        "status": ledger.status,
        "at": ledger.at,
        "seq": ledger.seq,
        "units": {unit: _unit_document(rating) for unit, rating in ledger.units.items()},
    }


def _unit_document(rating: UnitRating) -> dict[str, Any]:
    blind, decision = rating.blind, rating.decision
    return {
        "stage": rating.stage.value,
        "seq": rating.seq,
        "draft": None if rating.draft is None else judgement_document(rating.draft),
        "blind": None
        if blind is None
        else {"judgement": judgement_document(blind.judgement), "at": blind.at, "seconds": blind.seconds},
        "revealed_at": rating.revealed_at,
        "decision": None
        if decision is None
        else {
            "judgement": judgement_document(decision.judgement),
            "at": decision.at,
            "kept": decision.kept,
            "reason": None if decision.reason is None else decision.reason.value,
            "reason_note": decision.reason_note,
            "seconds": decision.seconds,
        },
    }
