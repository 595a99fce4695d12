"""What is refused of a rater's events, and by what code a page tells one refusal from another."""

from __future__ import annotations

from typing import Any

from rf_scorer.errors import DataError

__all__ = ["CODES", "Refused"]

#: Every code, with what it stands for.
CODES = {
    "shape": "the event is not one of ours",
    "stale": "the unit has changed since the page read it",
    "stage": "the unit is not at the stage for that",
    "incomplete": "there is no level and no reason for none; or something is begun and neither locked nor decided",
    "note_needed": "this judgement needs a note",
    "reason_needed": "a change, or a reopening, needs a reason",
    "not_ratable": "there is nothing to rate in this unit",
    "off_scale": "the level is not on the scale",
    "required_open": "units that must be locked first are open",
    "no_assistance": "this rater sees no suggestions for this interview",
    "finished": "the interview is finished",
    "kept": "whether the rating was kept is not what the judgement says",
}


class Refused(DataError):
    """An event that cannot be taken; nothing of it is stored.

    Parameters
    ----------
    message : str
        For a rater, in one plain sentence.
    code : str
        One of :data:`CODES`.
    where : str, optional
        The unit, or the JSON path in the event.
    remedy : str, optional
        What to do next.
    """

    def __init__(self, message: str, *, code: str, where: str | None = None, remedy: str | None = None) -> None:
        if code not in CODES:
            raise ValueError("there is no such code")
        super().__init__(message, where=where, remedy=remedy)
        self.code = code

    def document(self) -> dict[str, Any]:
        """The refusal as a page is told it."""
        return {"code": self.code, "message": self.message, "where": self.where, "remedy": self.remedy}
