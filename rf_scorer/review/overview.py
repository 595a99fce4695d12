"""How far a study is: every interview with everybody's progress, and what waits to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain.rating import OVERALL
from rf_scorer.review.adjudication import disagreement_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.review.room import Room

__all__ = ["OverviewRow", "Progress", "overview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One rater with one interview: ``new``, ``open`` or ``finished``, and how many of the required ratings are given.

    ``listed`` says whether it is on the rater's list: who left may have begun what others rate now, and nobody waits for that.
    """

    status: str
    done: int
    required: int
    listed: bool = True

    @property
    def counts(self) -> bool:
        """Whether it is, or has been, this rater's to finish."""
        return self.listed or self.status == "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """One interview.

    Attributes
    ----------
    interview : str
    participant, timepoint : str or None
    raters : mapping of str to Progress
        Of those to whom it is given, and of whoever rated it before leaving the study, by code.
    differ, decided, void : int
        As :class:`~rf_scorer.review.adjudication.DisagreementRow` says; 0 where fewer than two have finished.
    fault : str or None
        Why its sheet cannot be used, or that there is none any more.
    """

    interview: str
    raters: Mapping[str, Progress]
    participant: str | None = None
    timepoint: str | None = None
    differ: int = 0
    decided: int = 0
    void: int = 0
    fault: str | None = None


def overview(room: Room) -> tuple[OverviewRow, ...]:
    """Every interview of the study, by id; those that were rated and have no sheet any more among them."""
    room.refresh()
    shelf = {row.interview: row for row in room.shelf.rows()}
    standings = {(one.interview, one.rater): one for one in room.store.standings() if one.status != "new"}
    apart = {row.interview: row for row in disagreement_rows(room)}
    rows = []
    for interview in sorted({*shelf, *(interview for interview, _ in standings)}):
        row = shelf.get(interview)
        needed = row.needed if row is not None else (OVERALL,)
        assigned = [one.id for one in room.study.raters if not one.adjudicates and one.gets(interview)]
        began = [rater for known, rater in standings if known == interview]
        raters = {}
        for rater in sorted({*assigned, *began}):
            standing = standings.get((interview, rater))
            units = {} if standing is None else standing.units
            raters[rater] = Progress(
                status="new" if standing is None else standing.status,
                done=sum(unit in units and units[unit].done for unit in needed),
                required=len(needed),
                listed=rater in assigned,
            )
        found = apart.get(interview)
        rows.append(
            OverviewRow(
                interview=interview,
                raters=raters,
                participant=None if row is None else row.participant,
                timepoint=None if row is None else row.timepoint,
                differ=0 if found is None else found.differ,
                decided=0 if found is None else found.decided,
                void=0 if found is None else found.void,
                fault="There is no sheet of it any more." if row is None else row.fault,
            )
        )
    return tuple(rows)
