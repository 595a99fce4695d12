"""All that raters did with one interview, for those who may see the work of several: adjudicators and exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.confirmed import ModelUsed, RatedSheet, UnitFacts
from rf_scorer.domain.rating import OVERALL, EventKind, Reveal
from rf_scorer.errors import DataError, InvalidDocument
from rf_scorer.review.case import scale_of, terms_of
from rf_scorer.review.consensus import OF
from rf_scorer.review.events import read_body
from rf_scorer.review.ledger import Ledger
from rf_scorer.review.refused import Refused
from rf_scorer.review.rules import on_scale
from rf_scorer.review.terms import division
from rf_scorer.study.folder import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rf_scorer.domain.rating import Assistance, RatingEvent
    from rf_scorer.review.room import Room
    from rf_scorer.review.terms import Terms
    from rf_scorer.study.folder import Study

__all__ = ["Gathered", "gather"]

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One interview with everybody's work.

    Attributes
    ----------
    study : Study
    sheet : mapping
        The rating sheet as it stands.
    digest : str
        SHA-256 of its bytes.
    assistance : Assistance
    terms : Terms
    events : tuple of RatingEvent
        Of all raters and adjudicators, oldest first.
    ledgers : mapping of str to Ledger
        By rater, in the order of their codes; of all who did more than look.
    """

    study: Study
    sheet: Mapping[str, Any]
    digest: str
    assistance: Assistance
    terms: Terms
    events: tuple[RatingEvent, ...]
    ledgers: Mapping[str, Ledger]

    @property
    def interview(self) -> str:
        """Id of the interview."""
        name: str = self.sheet["transcript"]["id"]
        return name

    @property
    def assigned(self) -> tuple[str, ...]:
        """Raters of the study to whom the interview is given."""
        return tuple(one.id for one in self.study.raters if not one.adjudicates and one.gets(self.interview))

    @property
    def units(self) -> tuple[UnitFacts, ...]:
        """The passages in the sheet's order, and the whole interview."""
        required = frozenset(self.terms.required)
        passages = tuple(
            UnitFacts(
                unit=passage["id"],
                required=passage["id"] in required,
                question_id=passage["question_id"],
                topic=passage["topic"],
                role=passage["role"],
                state=passage["state"],
            )
            for passage in self.sheet["passages"]
        )
        return (*passages, UnitFacts(unit=OVERALL, required=self.terms.overall))

    @property
    def rated_sheet(self) -> RatedSheet:
        """What was rated, as documents name it."""
        transcript, protocol = self.sheet["transcript"], self.sheet["protocol"]
        return RatedSheet(
            study=self.study.id,
            title=self.study.title,
            interview=transcript["id"],
            participant=transcript["participant"],
            timepoint=transcript["timepoint"],
            protocol=None if protocol is None else protocol["id"],
            source_sha256=transcript["source"]["sha256"],
            sheet_sha256=self.digest,
            scale=scale_of(self.sheet)["id"],
            minimum=self.terms.minimum,
            maximum=self.terms.maximum,
        )

    @property
    def model(self) -> ModelUsed | None:
        """The rating model of the sheet; None where raters could see no suggestion, or the sheet does not name it."""
        stated = self.sheet["provenance"]
        if self.assistance.reveal is Reveal.NEVER or "rating.sha256" not in stated:
            return None
        return ModelUsed(
            id=stated.get("rating.id", _UNKNOWN),
            version=stated.get("rating.version", _UNKNOWN),
            sha256=stated["rating.sha256"],
            notice=self.sheet["provisional"],
        )


def gather(room: Room, interview: str) -> Gathered:
    """Everybody's work on one interview.

    Raises
    ------
    UnknownName
        If there is no sheet of that interview.
    InvalidDocument
        If it cannot be used, or what is stored of it cannot have been entered.
    DataError
        If its text, or its division into passages, is not what was rated.
    """
    sheet, digest = room.shelf.sheet(interview)
    assistance = room.assistance(interview)
    terms = terms_of(sheet, assistance, practice=room.study.kind == PRACTICE)
    before = room.store.rated(interview)
    if before is not None and before != (sheet["transcript"]["source"]["sha256"], division(terms)):
        raise DataError(
            "The transcript, or its division into passages, was changed since it was rated.",
            where=f"sheets/{interview}.json",
            remedy="Put back the transcript that was rated and score it again as it was scored then.",
        )
    events = room.store.events(interview=interview)
    by_rater: dict[str, list[RatingEvent]] = {}
    for event in events:
        if event.kind not in {EventKind.ADJUDICATED, EventKind.VISITED}:
            by_rater.setdefault(event.rater, []).append(event)
    try:
        ledgers = {rater: Ledger.replay(terms, by_rater[rater]) for rater in sorted(by_rater)}
        _check_levels(ledgers, events, terms)
    except Refused as refused:
        raise InvalidDocument(
            f"What is stored of this interview cannot have been entered: {refused.message}",
            where=f"{interview}: {refused.where}",
            remedy="Somebody, or another program, has changed the database of ratings. Put back the newest copy that you have of ratings/.",
        ) from None
    return Gathered(
        study=room.study,
        sheet=sheet,
        digest=digest,
        assistance=assistance,
        terms=terms,
        events=events,
        ledgers=ledgers,
    )


def _check_levels(ledgers: Mapping[str, Ledger], events: Iterable[RatingEvent], terms: Terms) -> None:
    """Events were judged before they were stored; a level that is on no scale was put there by another hand."""
    for ledger in ledgers.values():
        for unit, rating in ledger.units.items():
            for locked in (rating.blind, rating.decision):
                if locked is not None:
                    on_scale(unit, locked.judgement, terms)
    for event in events:
        if event.kind is EventKind.ADJUDICATED:
            body = {key: value for key, value in event.body.items() if key != OF}
            judgement = read_body(event.kind, event.unit, body).judgement
            if judgement is not None:
                on_scale(str(event.unit), judgement, terms)
