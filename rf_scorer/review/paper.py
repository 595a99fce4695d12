"""What lies before a rater: the list of interviews, and one interview without what may not be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.domain.rating import Assistance
    from rf_scorer.review.shelf import ShelfRow
    from rf_scorer.review.standing import Standing

__all__ = ["ListRow", "Paper", "hushed", "list_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One interview in a rater's list.

    Attributes
    ----------
    interview : str
    participant, timepoint, protocol : str or None
    words : int
        The participant's.
    units : int
        Passages.
    required, done : int
        Ratings that must be given, the overall one among them if there is one, and those that are locked or decided.
    status : str
        ``new``, ``open`` or ``finished``.
    at : str or None
        The unit that was visited last.
    last_at : str or None
        When the rater last entered something.
    fault : str or None
        Why the interview cannot be opened; only where the rater has begun with it.
    """

    interview: str
    participant: str | None = None
    timepoint: str | None = None
    protocol: str | None = None
    words: int = 0
    units: int = 0
    required: int = 0
    done: int = 0
    status: str = "new"
    at: str | None = None
    last_at: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An interview as it may lie before a rater.

    Attributes
    ----------
    sheet : mapping
        The rating sheet without its suggestions and sums; of a control interview also without mentions, markers and levels.
    digest : str
        SHA-256 of the sheet's bytes.
    assistance : Assistance
    """

    sheet: Mapping[str, Any]
    digest: str
    assistance: Assistance

    @property
    def assisted(self) -> bool:
        """Whether highlights may be shown."""
        return not self.assistance.control

    @property
    def facts(self) -> dict[str, Any]:
        """What may be said of an assisted interview before anything is revealed: how much is marked, and what its reader noted."""
        return {
            "mentions": len(self.sheet["mentions"]),
            "markers": len(self.sheet["markers"]),
            "speakers": self.sheet["transcript"]["speakers"],
            "notes": self.sheet["transcript"]["notes"],
        }


def list_row(row: ShelfRow, standing: Standing | None, *, named: bool) -> ListRow:
    """An interview in the list of a rater who is so far with it, None for one who has not begun; ``named`` with whose it is, and when it was."""
    units = {} if standing is None else standing.units
    return ListRow(
        interview=row.interview,
        participant=row.participant if named else None,
        timepoint=row.timepoint if named else None,
        protocol=row.protocol_title,
        words=row.words,
        units=row.units,
        required=len(row.needed),
        done=sum(unit in units and units[unit].done for unit in row.needed),
        status="new" if standing is None else standing.status,
        at=None if standing is None else standing.at,
        last_at=None if standing is None else standing.last_at,
        fault=row.fault,
    )


def hushed(sheet: Mapping[str, Any], assistance: Assistance) -> dict[str, Any]:
    """A sheet without what nobody may see before it is revealed, and without what nobody may see at all."""
    quiet = {**sheet, "suggestions": [], "overall": {"note": "", "aggregates": []}, "notes": [], "provenance": {}}
    if assistance.control:
        plain = {"reference_level": 0, "reference_level_75": 0}
        passages = [{**passage, **plain} for passage in sheet["passages"]]
        quiet |= {"mentions": [], "markers": [], "passages": passages, "provisional": ""}
    return quiet
