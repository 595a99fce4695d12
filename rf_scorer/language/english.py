"""Whether a text is English at all: the share of English function words, which any connected English is full of."""

from __future__ import annotations

from rf_scorer.domain import Note, Severity

__all__ = ["FEWEST_SHARE", "FEWEST_WORDS", "notes"]

#: Fewer words tell nothing.
FEWEST_WORDS = 20
#: Connected English talk lies above .3 (its median is .6), German, Dutch, French, Spanish and Italian below .25, though they share some of the words.
FEWEST_SHARE = 0.25


def notes(words: int, function_words: float) -> tuple[Note, ...]:
    """A warning if a text does not look English; nothing for a short one.

    Parameters
    ----------
    words : int
    function_words : float
        How many of them are function words of English.
    """
    if words < FEWEST_WORDS or function_words >= FEWEST_SHARE * words:
        return ()
    return (
        Note(
            code="language-doubtful",
            message="Hardly any function word of English: another language, or no connected speech. What is marked here means nothing.",
            severity=Severity.WARNING,
            remedy="Leave this text out: the rules know English only.",
        ),
    )
