"""How far somebody is with an interview, in brief: what a list shows of it, without notes, markers or terms.

A standing is made of events that were judged already. The store keeps one for each rater and interview beside the events and
makes it anew from them where it is missing or older.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from rf_scorer.domain.rating import EventKind, Stage, Unratable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rf_scorer.domain.rating import RatingEvent

__all__ = ["Rated", "Standing", "UnitStanding", "advance", "read_standing", "standing_document"]

_DONE = frozenset({Stage.LOCKED, Stage.DECIDED})


class Rated(NamedTuple):
    """A level, or why there is none."""

    level: int | None
    unratable: Unratable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """One unit: its stage, what was locked blind, and what was decided after the suggestion was seen."""

    stage: Stage
    blind: Rated | None = None
    decided: Rated | None = None

    @property
    def final(self) -> Rated | None:
        """What counts now: the decision, else what was locked."""
        return self.decided or self.blind

    @property
    def done(self) -> bool:
        """Whether the unit is locked or decided; one whose suggestion was seen and not decided is not."""
        return self.stage in _DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One rater's work on one interview.

    Attributes
    ----------
    rater, interview : str
    status : str
        ``new``, ``open`` or ``finished``, as in a ledger.
    at : str or None
        The unit that was visited last.
    seq : int
        Of the newest event; 0 where there is none.
    last_at : str or None
        When the newest event was stored (or happened, out of a worksheet).
    finished_at : str or None
        None while the interview is open.
    units : mapping of str to UnitStanding
        Units that are not new.
    """

    rater: str
    interview: str
    status: str = "new"
    at: str | None = None
    seq: int = 0
    last_at: str | None = None
    finished_at: str | None = None
    units: Mapping[str, UnitStanding] = field(default_factory=dict)


def advance(standing: Standing, events: Iterable[RatingEvent]) -> Standing:
    """The standing after further events, in their order."""
    status, at, seq, last_at, finished_at = (
        standing.status,
        standing.at,
        standing.seq,
        standing.last_at,
        standing.finished_at,
    )
    units = dict(standing.units)
    for event in events:
        seq, last_at = event.seq, event.at
        match event.kind:
            case EventKind.ADJUDICATED:
                continue
            case EventKind.VISITED:
                at = event.unit
                continue
            case EventKind.FINISHED:
                status, finished_at = "finished", event.at
                continue
            case EventKind.REOPENED:
                finished_at = None
            case _ if event.unit is not None:
                changed = _changed(units.pop(event.unit, None), event)
                if changed is not None:
                    units[event.unit] = changed
        status = "open"
    return Standing(
        rater=standing.rater,
        interview=standing.interview,
        status=status,
        at=at,
        seq=seq,
        last_at=last_at,
        finished_at=finished_at,
        units=units,
    )


def _changed(old: UnitStanding | None, event: RatingEvent) -> UnitStanding | None:
    given, blind = event.body.get("judgement"), None if old is None else old.blind
    match event.kind:
        case EventKind.LOCKED:
            return UnitStanding(stage=Stage.LOCKED, blind=_rated(given))
        case EventKind.REVEALED:
            return UnitStanding(stage=Stage.REVEALED, blind=blind)
        case EventKind.DECIDED:
            return UnitStanding(stage=Stage.DECIDED, blind=blind, decided=_rated(given))
        case EventKind.DRAFTED if _empty(given):
            return None
    return UnitStanding(stage=Stage.DRAFT)


def _empty(judgement: Any) -> bool:
    return judgement["level"] is None and not (judgement["unratable"] or judgement["markers"] or judgement["note"])


def _rated(judgement: Any) -> Rated:
    code = judgement["unratable"]
    return Rated(judgement["level"], None if code is None else Unratable(code))


def standing_document(standing: Standing) -> dict[str, Any]:
    """A standing as JSON, without rater, interview and ``seq``."""
    return {
        "status": standing.status,
        "at": standing.at,
        "last_at": standing.last_at,
        "finished_at": standing.finished_at,
        "units": {unit: [each.stage, each.blind, each.decided] for unit, each in standing.units.items()},
    }


def read_standing(document: Mapping[str, Any], *, rater: str, interview: str, seq: int) -> Standing:
    """The standing of a document that :func:`standing_document` made."""
    return Standing(
        rater=rater,
        interview=interview,
        status=document["status"],
        at=document["at"],
        seq=seq,
        last_at=document["last_at"],
        finished_at=document["finished_at"],
        units={
            unit: UnitStanding(stage=Stage(stage), blind=_back(blind), decided=_back(decided))
            for unit, (stage, blind, decided) in document["units"].items()
        },
    )


def _back(pair: list[Any] | None) -> Rated | None:
    return None if pair is None else Rated(pair[0], None if pair[1] is None else Unratable(pair[1]))
