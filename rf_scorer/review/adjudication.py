"""Ratings that differ, for somebody to decide: without names, without suggestions, and without times.

A decision is stored like what raters enter, and like that is never changed: the newest counts. It keeps the numbers of the
ratings that it was made on (:data:`~rf_scorer.review.consensus.OF`), and is void when one of them changes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.confirmed import Adjudicator, GivenRating
from rf_scorer.domain.rating import Assistance, DisagreementCode, EventKind, Judgement, Reveal, Unratable
from rf_scorer.errors import UnknownName, UsageError
from rf_scorer.review import case
from rf_scorer.review.consensus import OF, basis, decisions, differ, given
from rf_scorer.review.events import judgement_document, parse, read_body
from rf_scorer.review.gathered import gather
from rf_scorer.review.ledger import Ledger, ledger_document
from rf_scorer.review.paper import Paper, hushed
from rf_scorer.review.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.gathered import Gathered
    from rf_scorer.review.room import Room
    from rf_scorer.review.shelf import ShelfRow
    from rf_scorer.review.standing import Standing
    from rf_scorer.study.folder import Rater

__all__ = [
    "DisagreementRow",
    "adjudication_case",
    "adjudication_paper",
    "disagreement_rows",
    "disagreements",
    "record",
]

#: It takes two to disagree.
_LEAST_RATERS = 2
_RATING = frozenset({EventKind.LOCKED, EventKind.DECIDED})
_CODES = {
    DisagreementCode.GUIDE_GAP: "The guide does not say what to do",
    DisagreementCode.AMBIGUOUS: "The passage can be read in two ways",
    DisagreementCode.SLIP: "A slip of one of the raters",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementRow:
    """One interview in an adjudicator's list.

    Attributes
    ----------
    interview : str
    participant, timepoint : str or None
    raters : tuple of str
        Codes of those who have finished it, at least two.
    differ : int
        Units whose ratings differ, the overall one among them.
    decided : int
        Those of them that are decided.
    void : int
        Those of them whose decision is void, since a rating has changed under it.
    """

    interview: str
    participant: str | None
    timepoint: str | None
    raters: tuple[str, ...]
    differ: int
    decided: int
    void: int


def disagreement_rows(room: Room, *, adjudicator: str | None = None) -> tuple[DisagreementRow, ...]:
    """The interviews that at least two raters have finished, by id, whether their ratings differ or not.

    Parameters
    ----------
    room : Room
    adjudicator : str, optional
        Whose interviews; without it all, for who runs the study.

    Raises
    ------
    UnknownName
        If the study has nobody of that id.
    UsageError
        If this is no adjudicator.
    """
    judge = None if adjudicator is None else _adjudicator(room, adjudicator)
    room.refresh()
    shelf = {
        row.interview: row
        for row in room.shelf.rows()
        if row.fault is None and (judge is None or judge.gets(row.interview))
    }
    finished: dict[str, list[Standing]] = defaultdict(list)
    for standing in room.store.standings():
        row = shelf.get(standing.interview)
        if row is not None and _done(standing, row):
            finished[standing.interview].append(standing)
    decided = {event.interview for event in room.store.events(kinds=[EventKind.ADJUDICATED])}
    return tuple(
        _row(room, shelf[interview], finished[interview], looked=interview in decided)
        for interview in sorted(finished)
        if len(finished[interview]) >= _LEAST_RATERS
    )


def _done(standing: Standing, row: ShelfRow) -> bool:
    """As :func:`~rf_scorer.review.consensus.done` says of a ledger."""
    return standing.status == "finished" and all(
        unit in standing.units and standing.units[unit].final is not None for unit in row.needed
    )


def _row(room: Room, row: ShelfRow, finished: Sequence[Standing], *, looked: bool) -> DisagreementRow:
    margin = room.study.desk.margin
    if looked:  # whether a decision stands can be told from the events alone
        listed = disagreements(gather(room, row.interview))
        apart = len(listed)
        settled = [one["decided"] for one in listed if one["decided"] is not None]
        void = sum(one["void"] for one in settled)
        decided = len(settled) - void
    else:
        units = dict.fromkeys(unit for standing in finished for unit in standing.units)
        apart = sum(differ(_finals(finished, unit), margin=margin) for unit in units)
        decided = void = 0
    return DisagreementRow(
        interview=row.interview,
        participant=row.participant if room.study.desk.show_participants else None,
        timepoint=row.timepoint if room.study.desk.show_participants else None,
        raters=tuple(sorted(standing.rater for standing in finished)),
        differ=apart,
        decided=decided,
        void=void,
    )


def _finals(finished: Sequence[Standing], unit: str) -> tuple[GivenRating, ...]:
    return tuple(
        GivenRating(rater=standing.rater, level=final.level, unratable=final.unratable)
        for standing in finished
        if unit in standing.units and (final := standing.units[unit].final) is not None
    )


def disagreements(gathered: Gathered) -> list[dict[str, Any]]:
    """Units whose ratings differ, in the interview's order, as a page is given them.

    Returns
    -------
    list of dict
        Each with ``unit``; ``ratings``: ``name`` (a letter, by chance another one of a rater's in every unit), ``level``, ``unratable``,
        ``note`` and ``markers`` (local coordinates); ``of``: the numbers of these ratings, ascending, which a page sends back so that
        nothing is decided that was not seen; ``decided``: None, or the newest decision with ``void``.
    """
    margin = gathered.study.desk.margin
    found = []
    for facts in gathered.units:
        ratings = given(gathered.ledgers, facts.unit)
        made = decisions(gathered.events, facts.unit, ledgers=gathered.ledgers)
        newest = made[-1] if made else None
        if not differ(ratings, margin=margin) and not (newest is not None and newest.counts):
            continue
        found.append(
            {
                "unit": facts.unit,
                "ratings": _unnamed(gathered, facts.unit, [one.rater for one in ratings]),
                OF: list(basis(gathered.ledgers, facts.unit)),
                "decided": None
                if newest is None
                else {
                    "level": newest.level,
                    "unratable": None if newest.unratable is None else newest.unratable.value,
                    "note": newest.note,
                    "code": newest.code.value,
                    "by": newest.by.value,
                    "void": not newest.counts,
                },
            }
        )
    return found


def _unnamed(gathered: Gathered, unit: str, raters: Sequence[str]) -> list[dict[str, Any]]:
    seed = gathered.study.desk.seed

    def chance(rater: str) -> bytes:
        return hashlib.sha256(f"{seed}:{gathered.interview}:{unit}:{rater}".encode()).digest()

    found = []
    for number, rater in enumerate(sorted(raters, key=chance)):
        final = gathered.ledgers[rater].unit(unit).final or Judgement()
        found.append({"name": _letter(number), **judgement_document(final)})
    return found


def _letter(number: int) -> str:
    """A, B … Z, AA, AB …."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, len(ascii_uppercase))
        name = ascii_uppercase[letter] + name
    return name


def adjudication_case(room: Room, *, interview: str, adjudicator: str) -> dict[str, Any]:
    """What an adjudicator's page is given: a case without a ledger's content, with the units that differ.

    Returns
    -------
    dict
        As :func:`rf_scorer.review.case.case_document`, ``mode`` ``adjudication``, nothing revealed; and ``disagreements``
        (:func:`disagreements`), ``codes`` (code and label) and ``by``, how the study settles disagreements.

    Raises
    ------
    UnknownName
        If the interview is not this adjudicator's, whether there is one or not.
    UsageError
        If this is no adjudicator.
    DataError
        If the interview is not what was rated.
    """
    judge = _adjudicator(room, adjudicator)
    gathered = _gathered(room, judge, interview)
    frame = case.frame(
        gathered.sheet,
        study=room.study.id,
        digest=gathered.digest,
        assistance=_unsuggested(gathered.assistance),
        protocol=room.protocol(gathered.sheet["protocol"]),
        named=room.study.desk.show_participants,
    )
    return {
        **frame,
        "rater": judge.id,
        "mode": "adjudication",
        "by": room.study.desk.adjudication,
        "codes": [{"code": code.value, "label": label} for code, label in _CODES.items()],
        **_state(gathered),
    }


def adjudication_paper(room: Room, *, interview: str, adjudicator: str) -> Paper:
    """The interview to read, as it lay before the raters.

    Raises
    ------
    UnknownName, UsageError, DataError
        As :func:`adjudication_case` says.
    """
    gathered = _gathered(room, _adjudicator(room, adjudicator), interview)
    assistance = _unsuggested(gathered.assistance)
    return Paper(sheet=hushed(gathered.sheet, assistance), digest=gathered.digest, assistance=assistance)


def record(room: Room, *, adjudicator: str, interview: str, events: Sequence[Any]) -> dict[str, Any]:
    """Store what an adjudicator decided, all of it or nothing.

    Parameters
    ----------
    room : Room
    adjudicator, interview : str
    events : sequence
        As a page gives them (:mod:`rf_scorer.review.events`), kind ``adjudicated``; visits are passed over. A body may repeat ``of`` of the
        disagreement that was shown.

    Returns
    -------
    dict
        ``disagreements`` as they are now; and, as from a rater's room, ``ledger`` and ``revealed``, which are empty.

    Raises
    ------
    Refused
        ``shape``; ``stale``: a rating has changed since the page was loaded; ``stage``: the ratings of this unit do not differ, or this person
        rated the interview and may not decide as a third one; ``incomplete``, ``off_scale``, ``note_needed``.
    UnknownName, UsageError, DataError
        As :func:`adjudication_case` says.
    """
    judge = _adjudicator(room, adjudicator)
    gathered = _gathered(room, judge, interview)
    made = [
        event
        for raw in events
        if (event := _parsed(raw, judge=judge.id, gathered=gathered)).kind is not EventKind.VISITED
    ]

    def check(_: list[RatingEvent], fresh: list[RatingEvent]) -> None:
        # Within the transaction: what is decided on cannot change any more before it is stored.
        now = gather(room, interview)
        for event in fresh:
            _judge(event, now)

    room.store.record(judge.id, interview, made, judge=check)
    return _state(gather(room, interview))


def _adjudicator(room: Room, adjudicator: str) -> Rater:
    judge = room.study.rater(adjudicator)
    if not judge.adjudicates:
        raise UsageError(
            "Only adjudicators decide on disagreements.",
            where=judge.id,
            remedy="Give somebody the role 'adjudicator' in the study's settings.",
        )
    return judge


def _gathered(room: Room, judge: Rater, interview: str) -> Gathered:
    room.refresh()
    known = [row.interview for row in room.shelf.rows() if judge.gets(row.interview)]
    if interview not in known:
        raise UnknownName("interview", interview, known)
    return gather(room, interview)


def _unsuggested(assistance: Assistance) -> Assistance:
    """The same highlights as raters had, and no suggestion ever."""
    return replace(assistance, reveal=Reveal.NEVER)


def _state(gathered: Gathered) -> dict[str, Any]:
    return {
        "ledger": ledger_document(Ledger(gathered.terms)),
        "revealed": {},
        "disagreements": disagreements(gathered),
    }


def _parsed(raw: Any, *, judge: str, gathered: Gathered) -> RatingEvent:
    """An event with the numbers of the ratings that it was made on: those that the page repeats, else those of now."""
    seen: Any = None
    if isinstance(raw, dict) and isinstance(raw.get("body"), dict) and OF in raw["body"]:
        seen = raw["body"][OF]
        raw = {**raw, "body": {key: value for key, value in raw["body"].items() if key != OF}}
        if not isinstance(seen, list) or not all(type(number) is int for number in seen):
            raise Refused("A list of whole numbers is expected here.", code="shape", where=f"$.body.{OF}")
    event = parse(raw, rater=judge, interview=gathered.interview)
    if event.kind is EventKind.VISITED:
        return event
    if event.kind is not EventKind.ADJUDICATED:
        raise Refused("An adjudicator does not rate.", code="shape", where="$.kind")
    now = list(basis(gathered.ledgers, event.unit or ""))
    return replace(event, body={**event.body, OF: now if seen is None else sorted(seen)})


def _judge(event: RatingEvent, now: Gathered) -> None:
    unit = event.unit or ""
    plain = {key: value for key, value in event.body.items() if key != OF}
    body = read_body(event.kind, event.unit, plain)
    judgement = body.judgement or Judgement()
    if unit not in {facts.unit for facts in now.units}:
        raise Refused("There is nothing to rate here.", code="not_ratable", where=unit)
    if event.body[OF] != list(basis(now.ledgers, unit)):
        raise Refused(
            "A rating of this unit has changed.", code="stale", where=unit, remedy="Look at the ratings again."
        )
    if not any(one["unit"] == unit for one in disagreements(now)):
        raise Refused("The ratings of this unit do not differ.", code="stage", where=unit)
    if body.by == Adjudicator.THIRD and any(
        before.rater == event.rater and before.kind in _RATING for before in now.events
    ):
        raise Refused(
            "You rated this interview yourself.",
            code="stage",
            where=unit,
            remedy="Leave it to somebody who did not, or decide it together with the other raters.",
        )
    if not judgement.given:
        raise Refused("Give a level, or a reason for none.", code="incomplete", where=unit)
    if judgement.level is not None and not now.terms.minimum <= judgement.level <= now.terms.maximum:
        raise Refused("The level is not on the scale.", code="off_scale", where=unit)
    if judgement.unratable is Unratable.OTHER and not judgement.note.strip():
        raise Refused("Say in a note why the unit has no level.", code="note_needed", where=unit)
