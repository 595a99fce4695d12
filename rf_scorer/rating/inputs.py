"""What the rating room is given about one passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.domain import Highlights, Passage, Protocol, Question

__all__ = ["RatingInput"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingInput:
    """A passage, the participant's words in it, and what the language package found there.

    Attributes
    ----------
    passage : Passage
    question_text : str or None
        What the interviewer said, all asking turns joined; None where nothing was asked.
    texts : tuple of str
        The participant's turns of the passage, in order.
    highlights : tuple of Highlights
        One for each text. Offsets are local to it; mentions and markers carry ids, or empty ones in a stream.
    question : Question or None
        The protocol's question, where there is one.
    protocol : Protocol or None

    Raises
    ------
    ValueError
        If there is not one Highlights for each text.
    """

    passage: Passage
    question_text: str | None = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    highlights: tuple[Highlights, ...]
    question: Question | None = None
    protocol: Protocol | None = None

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.highlights):
            raise ValueError("there must be one Highlights for each text")
