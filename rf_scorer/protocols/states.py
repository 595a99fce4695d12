"""What became of a question: answered, not answered, or lost to the recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import PassageState
from rf_scorer.protocols.units import count_words
from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.domain import Turn

__all__ = ["state_of"]

#: An answer with fewer heard words than this for each inaudible stretch has too many holes to be judged.
_WORDS_PER_HOLE = 4


def state_of(answering: Iterable[Turn]) -> PassageState:
    """The state of a question that was asked.

    ``NOT_ANSWERED`` means that nothing was said: there is no answering turn, or only pauses, laughter and other
    events. "I don't know" and "I'd rather not talk about that" **are** answers, since disavowing or refusing to
    think about minds is what the lowest levels of the scale describe; whether such an answer can be rated is
    the rater's decision. ``INAUDIBLE`` means fewer than four heard words for each inaudible stretch.

    Parameters
    ----------
    answering : iterable of Turn
        The participant's turns of the passage.
    """
    heard = holes = 0
    for turn in answering:
        found = asides(turn.text)
        heard += count_words(masked(turn.text, found)) + sum(aside.kind == "code" for aside in found)
        holes += sum(aside.kind == "inaudible" for aside in found)
    if holes and heard < _WORDS_PER_HOLE * holes:
        return PassageState.INAUDIBLE
    return PassageState.ANSWERED if heard else PassageState.NOT_ANSWERED
