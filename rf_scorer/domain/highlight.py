"""Mental-state language, as the language package marks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["CATEGORIES", "FLAGS", "HOLDERS", "MARKER_FAMILIES", "Highlights", "Marker", "Mention"]

#: What a mention can be about, in the order in which legends and tables show them (highlight codebook, section 2).
CATEGORIES = ("cognition", "emotion", "desire", "perception", "modulation")
#: Whose state a mention is (highlight codebook, section 3).
HOLDERS = ("self", "other", "shared", "generic", "interviewer", "none")
#: What else may be true of a mention (highlight codebook, section 4).
FLAGS = ("negated", "recall", "quoted", "echo")
#: Marker families: A-D after the scale's own grouping, ``low`` for possible low-RF cues, ``link`` for structure
#: (causal, temporal, contrast) that ties states to behaviour or to one another.
MARKER_FAMILIES = ("A", "B", "C", "D", "low", "link")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Words that may show reflective functioning, or its lack; a suggestion to a rater, never a finding.

    ``marker`` is the codebook's id (``A1``, ``B3``, ``low.certainty`` …), ``family`` one of :data:`MARKER_FAMILIES`; the rest as in
    :class:`Mention`.
    """

    start: int
    end: int
    marker: str
    family: str
    rule: str = ""
    id: str = ""
    turn: int = 0


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
    """

    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]
    words: int
    sentences: int
    measures: Mapping[str, float] = field(default_factory=dict)
