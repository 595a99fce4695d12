"""The unit that is rated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rf_scorer.domain.protocol import QuestionRole

__all__ = ["Passage", "PassageState"]


class PassageState(StrEnum):
    """What became of a question. Only ``answered`` can be rated; the others are never a low rating."""

    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    NOT_ANSWERED = "not_answered"
    INAUDIBLE = "inaudible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One rated unit: a question with its answer and follow-ups.

    Attributes
    ----------
    id : str
        ``p01``, ``p02`` … in the order of the interview; questions that were not asked come last.
    state : PassageState
    question_id : str or None
        None for an exchange that no question of the protocol covers.
    role : QuestionRole
    asking, answering : tuple of int
        Indices of the interviewer's and the participant's turns, ascending; empty for ``not_asked``.
    confidence : float or None
        0 to 1, that these turns belong to this question; None where there is no protocol.
    method : str
        ``number``, ``wording``, ``order``, ``override``, ``exchange`` or ``none``.
    merged : tuple of str
        Other question ids that were asked in the same breath and are answered here.
    """

    id: str
    state: PassageState
    question_id: str | None = None
    role: QuestionRole = QuestionRole.NONE
    asking: tuple[int, ...] = ()
    answering: tuple[int, ...] = ()
    confidence: float | None = None
    method: str = "exchange"
    merged: tuple[str, ...] = ()
