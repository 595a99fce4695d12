"""Where an interview is over: thanks, the recorder, "anything I haven't asked". What follows answers no question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.domain import Role
from rf_scorer.protocols.units import spoken

if TYPE_CHECKING:
    from collections.abc import Collection

    from rf_scorer.domain import Transcript

__all__ = ["closing_turn"]

#: Interviewers part in a few turns; a thank-you further from the end was for something else.
_LAST_TURNS = 5
_CLOSES = re.compile(
    r"\b(?:(?:switch|turn) (?:this|it|that|the \w+(?: \w+)?) off|(?:stop|end|finish|leave) (?:it |this |here|there\b)"
    r"|stop(?:ping)? the \w+|(?:come|came|are|we're) (?:(?:now |nearly )?(?:to|at) )?the (?:very )?end of"
    r"|(?:that's|that is|that was) (?:all|everything|it for|the (?:last|end)\b)|all (?:of )?(?:the|my) questions"
    r"|good (?:place|point|moment) to (?:stop|leave|end|finish)"
    r"|(?:anything|something) (?:else )?(?:that )?(?:I've|I have|we've|we have) (?:missed|not asked|left out|forgotten)"
    r"|(?:anything|something)\b[^.?!]{0,60}\b(?:haven't asked|have not asked|didn't ask|like to add|want to add)"
    r"|thank(?:s| you)(?: ever)? (?:so|very) much|thank(?:s| you) for (?:your|talking|sharing|doing|coming|taking|all))\b",
    re.IGNORECASE,
)


def closing_turn(transcript: Transcript, claimed: Collection[int]) -> int | None:
    """The interviewer's turn with which the closing begins.

    Parameters
    ----------
    transcript : Transcript
        With its speakers known.
    claimed : collection of int
        Indices of turns that ask, or about which a person decided: a closing begins after the last of them.

    Returns
    -------
    int or None
        Index of the turn; None where nothing closes, or nothing was asked before.
    """
    after = max(claimed, default=len(transcript.turns))
    turns = [turn for turn in transcript.turns if turn.role is Role.INTERVIEWER][-_LAST_TURNS:]
    return next(
        (turn.index for turn in turns if turn.index > after and _CLOSES.search(spoken(turn).replace("’", "'"))), None
    )
