"""Drafts of passages: which turns belong together, before anything is said about what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.domain import Role, Turn
from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Draft", "count_words", "merge_backchannels", "spoken", "trivial"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
#: An interviewer's turn made of these alone keeps the answer going; it asks nothing.
_BACKCHANNEL = frozenset(
    """
    mhm mm mmm hmm hm mm-hmm mm-hm mm-mm uh-huh uh huh um ah aha oh yeah yes yep yup no nope okay ok right sure alright
    all i see go on wow gosh really good great fine perfect lovely nice excellent cool interesting exactly absolutely
    definitely of course thank thanks you so and but well then got it that's makes sense understand fair enough carry
    please continue keep going take your time very much super
    """.split()  # noqa: SIM905
)
_TRIVIAL_WORDS = 6
#: The interviewer had not finished.
_BROKEN_OFF = re.compile(r"(?:[-–—,]|//|\.\.\.|…)\s*$")


@dataclass(slots=True)
class Draft:
    """A passage in the making; indices of turns, ascending."""

    asking: list[int] = field(default_factory=list)
    answering: list[int] = field(default_factory=list)


def spoken(turn: Turn) -> str:
    """A turn's text with every transcriber's aside blanked out."""
    return masked(turn.text, asides(turn.text))


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def trivial(text: str) -> bool:
    """Whether an interviewer's words only keep the answer going ("mhm", "okay", "go on", "really?")."""
    said = _WORD.findall(text)
    return not said or (
        len(said) <= _TRIVIAL_WORDS and all(word.casefold().replace("’", "'") in _BACKCHANNEL for word in said)
    )


def merge_backchannels(turns: Iterable[Turn]) -> list[Draft]:
    """Every exchange a draft; turns that only keep the answer going, and turns of others, do not begin one.

    Nor does the second half of an interviewer's sentence that the participant only nods at ("mm-hm").

    Parameters
    ----------
    turns : iterable of Turn
        With their roles.

    Returns
    -------
    list of Draft
        The first begins without an asking turn where the participant speaks first.
    """
    drafts: list[Draft] = []
    by: dict[int, Turn] = {}
    for turn in turns:
        by[turn.index] = turn
        if turn.role is Role.PARTICIPANT:
            if not drafts:
                drafts.append(Draft())
            drafts[-1].answering.append(turn.index)
        elif turn.role is Role.INTERVIEWER:
            opens = not drafts or (
                bool(drafts[-1].answering) and not (trivial(spoken(turn)) or _goes_on(drafts[-1], by))
            )
            if opens:
                drafts.append(Draft())
            drafts[-1].asking.append(turn.index)
    return drafts


def _goes_on(draft: Draft, turns: dict[int, Turn]) -> bool:
    """Whether the interviewer was cut off and the participant has only nodded since."""
    if not draft.asking or not _BROKEN_OFF.search(spoken(turns[draft.asking[-1]])):
        return False
    return all(trivial(spoken(turns[index])) for index in draft.answering if index > draft.asking[-1])
