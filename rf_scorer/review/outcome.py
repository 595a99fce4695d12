"""Everything that raters have locked in a study, and what follows from it: what an export writes, and what is worked out at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain.rating import EventKind
from rf_scorer.errors import DataError
from rf_scorer.review.gathered import gather
from rf_scorer.review.rated import begun, consensus_of, rated_interview

if TYPE_CHECKING:
    from rf_scorer.domain.confirmed import Consensus, RatedInterview
    from rf_scorer.review.room import Room

__all__ = ["Outcome", "outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What stands in a study.

    Attributes
    ----------
    rated : tuple of RatedInterview
        By interview and rater, finished or not; of drafts alone there is nothing.
    agreed : tuple of Consensus
        Of interviews that somebody finished.
    gone : tuple of str
        Interviews that were rated and have no sheet any more.
    faulty : tuple of (str, DataError)
        Interviews that cannot be taken, since they are not what was rated, each with the reason.
    """

    rated: tuple[RatedInterview, ...]
    agreed: tuple[Consensus, ...]
    gone: tuple[str, ...] = ()
    faulty: tuple[tuple[str, DataError], ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Why interviews are not among the others, a sentence each."""
        return (
            *(f"{interview}: rated, and left out since it has no sheet any more." for interview in self.gone),
            *(f"{interview}: left out. {error.message}" for interview, error in self.faulty),
        )


def outcome(room: Room) -> Outcome:
    """All ratings of a study as they stand now, with the consensus; nothing is written."""
    room.refresh()
    shelf = {row.interview for row in room.shelf.rows()}
    known = sorted({event.interview for event in room.store.events(kinds=[EventKind.LOCKED])})
    shown = room.store.shown()
    rated: list[RatedInterview] = []
    agreed: list[Consensus] = []
    faulty: list[tuple[str, DataError]] = []
    for interview in known:
        if interview not in shelf:
            continue
        try:
            gathered = gather(room, interview)
        except DataError as error:
            faulty.append((interview, error))
            continue
        found = [rated_interview(gathered, rater, shown=shown) for rater in gathered.ledgers if begun(gathered, rater)]
        rated += found
        if any(one.finished for one in found):
            agreed.append(consensus_of(gathered))
    return Outcome(
        rated=tuple(rated),
        agreed=tuple(agreed),
        gone=tuple(interview for interview in known if interview not in shelf),
        faulty=tuple(faulty),
    )
