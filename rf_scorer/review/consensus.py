"""What follows from the ratings of those who have finished an interview: agreement, a mean, a decision, or nothing yet.

Whoever finished and then, by a sheet that was scored anew, has a passage to rate that had not to be rated before, has not
finished (:func:`done`).

A decision on a disagreement stands as long as the ratings that it was made on stand. Each has a number (``seq``), and the
decision keeps those numbers under ``of``: when a rater reopens and changes one, or another rater finishes, it is void. It is
kept all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain.confirmed import (
    Adjudication,
    Adjudicator,
    ConsensusUnit,
    Derivation,
    Finisher,
    Gap,
    GivenRating,
    UnitFacts,
)
from rf_scorer.domain.passage import PassageState
from rf_scorer.domain.rating import DisagreementCode, Unratable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.ledger import Ledger

__all__ = ["DIGITS", "OF", "basis", "decisions", "differ", "done", "finishers", "given", "settled"]

#: Key in a decision's body: the numbers of the ratings that it was made on.
OF = "of"
#: Decimal places of a mean.
DIGITS = 6
_FINISHED = "finished"


def done(ledger: Ledger) -> bool:
    """Whether a rater has finished, and has rated all that must be rated now."""
    return ledger.status == _FINISHED and all(ledger.unit(unit).final is not None for unit in ledger.terms.needed)


def given(ledgers: Mapping[str, Ledger], unit: str) -> tuple[GivenRating, ...]:
    """The final ratings of a unit by those who have finished the interview, in the order of ``ledgers``.

    A rater who locked nothing there (a passage that nobody had to rate) is not among them.
    """
    return tuple(
        GivenRating(rater=rater, level=final.level, unratable=final.unratable)
        for rater, ledger in ledgers.items()
        if done(ledger) and (final := ledger.unit(unit).final) is not None
    )


def basis(ledgers: Mapping[str, Ledger], unit: str) -> tuple[int, ...]:
    """The numbers of the ratings that :func:`given` lists, ascending: what a decision is made on."""
    return tuple(
        sorted(
            ledger.unit(unit).seq for ledger in ledgers.values() if done(ledger) and ledger.unit(unit).final is not None
        )
    )


def differ(ratings: Sequence[GivenRating], *, margin: int) -> bool:
    """Whether somebody must decide: levels further apart than the margin, or a level beside a reason for none."""
    levels = [one.level for one in ratings if one.level is not None]
    if levels and len(levels) < len(ratings):
        return True
    return bool(levels) and max(levels) - min(levels) > margin


def decisions(events: Iterable[RatingEvent], unit: str, *, ledgers: Mapping[str, Ledger]) -> tuple[Adjudication, ...]:
    """Every decision on a unit, oldest first.

    Parameters
    ----------
    events : iterable of RatingEvent
        Of the interview, in the order of their numbers; those of other kinds and units may be among them.
    unit : str
    ledgers : mapping of str to Ledger
        By rater, as they stand now: the newest decision counts if the ratings are still those that it was made on.
    """
    found = [event for event in events if event.unit == unit and "code" in event.body]
    now = basis(ledgers, unit)
    return tuple(_adjudication(event, counts=event is found[-1] and tuple(event.body[OF]) == now) for event in found)


def _adjudication(event: RatingEvent, *, counts: bool) -> Adjudication:
    body = event.body
    return Adjudication(
        adjudicator=event.rater,
        by=Adjudicator(body["by"]),
        level=body["level"],
        unratable=None if body["unratable"] is None else Unratable(body["unratable"]),
        code=DisagreementCode(body["code"]),
        note=body["note"],
        at=event.at,
        counts=counts,
    )


def settled(
    facts: UnitFacts, ratings: tuple[GivenRating, ...], made: tuple[Adjudication, ...], *, raters: int, margin: int
) -> ConsensusUnit:
    """What follows for one unit.

    Parameters
    ----------
    facts : UnitFacts
    ratings : tuple of GivenRating
        By those who have finished.
    made : tuple of Adjudication
        Oldest first.
    raters : int
        To how many the interview is given, finished or not; the only one's rating needs no second.
    margin : int
        Levels by which ratings may lie apart.
    """
    decided = next((one for one in made if one.counts), None)
    said = {one.said for one in ratings}
    levels = [one.level for one in ratings if one.level is not None]
    level: float | None = None
    unratable: Unratable | None = None
    derivation: Derivation | None = None
    gap: Gap | None = None
    if decided is not None:
        derivation, level, unratable = Derivation(decided.by.value), decided.level, decided.unratable
    elif facts.state == PassageState.NOT_ASKED:
        gap = Gap.NOT_RATABLE
    elif not ratings:
        gap = Gap.NO_RATER
    elif len(ratings) == 1 and raters > 1:
        gap = Gap.ONE_RATER
    elif len(said) == 1:
        derivation = Derivation.AGREED if len(ratings) > 1 else Derivation.SINGLE
        ((level, unratable),) = said
    elif differ(ratings, margin=margin):
        gap = Gap.NOT_ADJUDICATED
    elif not levels:
        gap = Gap.NOT_RATABLE
    else:
        derivation, level = Derivation.MEAN, round(sum(levels) / len(levels), DIGITS)
    return ConsensusUnit(
        facts=facts,
        ratings=ratings,
        adjudications=made,
        level=level,
        unratable=unratable,
        derivation=derivation,
        gap=gap,
    )


def finishers(ledgers: Mapping[str, Ledger], *, assigned: Iterable[str]) -> tuple[Finisher, ...]:
    """How far everybody is whose rating counts: all to whom the interview is given, and whoever finished it before leaving.

    Parameters
    ----------
    ledgers : mapping of str to Ledger
        Of all who began.
    assigned : iterable of str
        Raters of the study as it stands, to whom the interview is given.
    """
    finished = {rater: ledger.finished_at for rater, ledger in ledgers.items() if done(ledger)}
    found = []
    for rater in sorted({*assigned, *finished}):
        begun = rater in ledgers and ledgers[rater].status != "new"
        status = _FINISHED if rater in finished else "open" if begun else "new"
        found.append(Finisher(rater=rater, status=status, finished_at=finished.get(rater)))
    return tuple(found)
