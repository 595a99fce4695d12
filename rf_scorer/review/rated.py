"""From events to what is handed on: one rater's ratings in the source's coordinates, and the consensus of all who finished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rf_scorer.documents import turns_from_document
from rf_scorer.domain.confirmed import Adjudicator, Consensus, RatedInterview, RatedUnit, Reopening, Seen
from rf_scorer.domain.rating import EventKind
from rf_scorer.review.consensus import decisions, done, finishers, given, settled
from rf_scorer.review.shown import read_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rf_scorer.domain import Turn
    from rf_scorer.domain.confirmed import Shown, UnitFacts
    from rf_scorer.domain.rating import Judgement, RatingEvent, UnitRating
    from rf_scorer.review.gathered import Gathered

__all__ = ["begun", "consensus_of", "rated_interview", "seen_before"]


def begun(gathered: Gathered, rater: str) -> bool:
    """Whether a rater has locked anything that still stands: of drafts alone nothing is handed on."""
    return any(rating.blind is not None for rating in _standing(gathered, rater).values())


def _standing(gathered: Gathered, rater: str) -> dict[str, UnitRating]:
    return gathered.ledgers[rater].units


def rated_interview(
    gathered: Gathered, rater: str, *, shown: Mapping[str, tuple[str, Mapping[str, Any] | None]]
) -> RatedInterview:
    """One rater's ratings of an interview; one who has not finished, or must rate more now, has no ``finished_at``.

    Parameters
    ----------
    gathered : Gathered
    rater : str
        One who did something.
    shown : mapping
        What was shown, by event: :meth:`rf_scorer.review.store.Store.shown`.
    """
    ledger = gathered.ledgers[rater]
    own = [event for event in gathered.events if event.rater == rater]
    seen = seen_before(own)
    revealing = {event.unit: event.id for event in own if event.kind is EventKind.REVEALED}
    _, turns = turns_from_document(gathered.sheet["transcript"])

    def unit(facts: UnitFacts) -> RatedUnit:
        rating = ledger.unit(facts.unit)
        figures: Shown | None = None
        if rating.revealed_at is not None:
            _, document = shown.get(revealing.get(facts.unit, ""), ("", None))
            figures = None if document is None else read_shown(document)
        return RatedUnit(
            facts=facts,
            rating=_placed(rating, turns),
            seen=seen[facts.unit] if rating.blind is not None else None,
            shown=figures,
        )

    *passages, whole = gathered.units
    return RatedInterview(
        sheet=gathered.rated_sheet,
        rater=rater,
        finished_at=ledger.finished_at if done(ledger) else None,
        reopenings=tuple(Reopening(at=one.at, reason=one.reason) for one in ledger.reopenings),
        assistance=gathered.assistance,
        model=gathered.model,
        units=tuple(unit(facts) for facts in passages),
        overall=unit(whole),
    )


def seen_before(events: Iterable[RatingEvent]) -> dict[str, Seen]:
    """For every unit that was ever locked, which suggestions had been seen when it was locked last.

    Parameters
    ----------
    events : iterable of RatingEvent
        One rater's of one interview, in the order of their numbers.
    """
    revealed = False
    found: dict[str, Seen] = {}
    for event in events:
        if event.kind is EventKind.REVEALED:
            revealed = True
        elif event.kind is EventKind.LOCKED and event.unit is not None:
            # A unit that was revealed is never locked again, so whatever was seen before was another unit's.
            found[event.unit] = Seen.OTHER_PASSAGES if revealed else Seen.BLIND
    return found


def _placed(rating: UnitRating, turns: Sequence[Turn]) -> UnitRating:
    """The same without a draft, and with its markers in the source."""
    blind, decision = rating.blind, rating.decision
    return replace(
        rating,
        draft=None,
        blind=None if blind is None else replace(blind, judgement=_in_source(blind.judgement, turns)),
        decision=None if decision is None else replace(decision, judgement=_in_source(decision.judgement, turns)),
    )


def _in_source(judgement: Judgement, turns: Sequence[Turn]) -> Judgement:
    markers = []
    for tag in judgement.markers:
        start, end = turns[tag.turn].to_source(tag.start, tag.end)
        markers.append(replace(tag, start=start, end=end))
    return replace(judgement, markers=tuple(markers))


def consensus_of(gathered: Gathered) -> Consensus:
    """What follows from the ratings of all who finished, by the study's rules as they stand."""
    rules = gathered.study.desk
    raters = finishers(gathered.ledgers, assigned=gathered.assigned)
    units = tuple(
        settled(
            facts,
            given(gathered.ledgers, facts.unit),
            decisions(gathered.events, facts.unit, ledgers=gathered.ledgers),
            raters=len(raters),
            margin=rules.margin,
        )
        for facts in gathered.units
    )
    return Consensus(
        sheet=gathered.rated_sheet,
        raters=raters,
        assistance=gathered.assistance,
        model=gathered.model,
        margin=rules.margin,
        adjudication=Adjudicator(rules.adjudication),
        units=units[:-1],
        overall=units[-1],
    )
