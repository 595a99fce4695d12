"""Mental-state language, as the language package marks it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rf_scorer.domain.note import Note


__all__ = [
    "CATEGORIES",
    "FLAGS",
    "HOLDERS",
    "MARKER_FAMILIES",
    "REFERENCE_LEVELS",
    "Highlights",
    "Marker",
    "Mention",
    "reach",
]

#: What a mention can be about, in the order in which legends and tables show them (highlight codebook, section 2).
CATEGORIES = ("cognition", "emotion", "desire", "perception", "modulation")
#: Whose state a mention is (highlight codebook, section 3).
HOLDERS = ("self", "other", "shared", "generic", "interviewer", "none")
#: What else may be true of a mention (highlight codebook, section 4).
FLAGS = ("negated", "recall", "quoted", "echo")
#: Marker families: A-D after the scale's own grouping, ``low`` for possible low-RF cues, ``link`` for structure
#: (causal, temporal, contrast) that ties states to behaviour or to one another.
MARKER_FAMILIES = ("A", "B", "C", "D", "low", "link")
#: How much of a mind a reference says; each step contains the one below it. A mention stands on 2 or above, words without one on 1.
REFERENCE_LEVELS = (
    "nothing is said",
    "behaviour and circumstances alone",
    "a diffuse state",
    "a specific state",
    "a state with its cause, or with what came of it",
    "two minds, or two times, joined",
    "uncertainty, perspective or defence about what joins them",
)


def reach(levels: Iterable[int | None], words: int) -> tuple[int, int]:
    """How far up the ladder of :data:`REFERENCE_LEVELS` a passage comes: its highest level, and the 75th percentile over its mentions.

    Parameters
    ----------
    levels : iterable of int or None
        Of the mentions; None for those that count for nothing.
    words : int
        Spoken words of the passage.

    Returns
    -------
    tuple of int
        Both 0 without words, and both 1 for words without a mention that counts. The percentile is a level that occurs (nearest rank).
    """
    found = sorted(level for level in levels if level is not None)
    if not found:
        return (1, 1) if words else (0, 0)
    return found[-1], found[math.ceil(0.75 * len(found)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name a mental state (highlight codebook).

    Attributes
    ----------
    start, end : int
        Half-open; local to a turn as the language package gives it, in the source once placed.
    category : str
        One of :data:`CATEGORIES`.
    holder : str
        One of :data:`HOLDERS`.
    flags : tuple of str
        Of :data:`FLAGS`, in that order.
    lemma : str
        The codebook entry's headword.
    rule : str
        Id of the codebook entry that fired.
    id : str
        ``m1``, ``m2`` … within a sheet; empty until placed.
    turn : int
        Index of the turn.
    level : int or None
        How much of a mind it says, from 2 to 6 of :data:`REFERENCE_LEVELS`; None where it counts for nothing (modulation, recall, echo).
    """

    start: int
    end: int
    category: str
    holder: str
    flags: tuple[str, ...] = ()
    lemma: str = ""
    rule: str = ""
    id: str = ""
    turn: int = 0
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Words that may show reflective functioning, or its lack; a suggestion to a rater, never a finding.

    ``marker`` is the codebook's id (``A1``, ``B3``, ``low.certainty`` …), ``family`` one of :data:`MARKER_FAMILIES`, ``mentions`` the mentions
    that carry it, counted from 0 among those of the same text (:class:`Highlights`, or turn of a sheet); the rest as in :class:`Mention`.
    """

    start: int
    end: int
    marker: str
    family: str
    rule: str = ""
    id: str = ""
    turn: int = 0
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights:
    """What the language package finds in one text.

    Attributes
    ----------
    mentions, markers
        Ordered by start.
    words : int
        Spoken words, without punctuation and transcriber's notes.
    sentences : int
    measures : mapping of str to float
        Counts that features need and that no mention carries (past tense, pronouns, fillers …), named by the language package.
    notes : tuple of Note
        What makes all this doubtful.
    """

    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]
    words: int
    sentences: int
    measures: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def level(self) -> int:
        """Highest level of a reference in this text (:func:`reach`)."""
        return reach((mention.level for mention in self.mentions), self.words)[0]

    @property
    def level_75(self) -> int:
        """75th percentile of the levels in this text (:func:`reach`)."""
        return reach((mention.level for mention in self.mentions), self.words)[1]
