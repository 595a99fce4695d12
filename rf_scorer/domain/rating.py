"""What a human rater says of an interview: judgements, given blind and kept or changed, and the events that they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "OVERALL",
    "Assistance",
    "Blind",
    "ChangeReason",
    "Decision",
    "DisagreementCode",
    "EventKind",
    "Judgement",
    "MarkerTag",
    "RatingEvent",
    "Reveal",
    "Stage",
    "UnitRating",
    "Unratable",
]

#: The unit that is the whole interview; the others are passages, by their ids.
OVERALL = "overall"


class Unratable(StrEnum):
    """Why a unit has no level. None of these is ever a low rating."""

    NOT_ANSWERED = "not_answered"
    INAUDIBLE = "inaudible"
    SUPPLIED = "supplied"
    NO_OPPORTUNITY = "no_opportunity"
    OTHER = "other"


class ChangeReason(StrEnum):
    """Why a rating was changed after the suggestion was seen."""

    OVERLOOKED = "overlooked"
    GUIDE = "guide"
    SLIP = "slip"
    OTHER = "other"


class DisagreementCode(StrEnum):
    """What an adjudicator found behind two ratings that differ."""

    GUIDE_GAP = "guide_gap"
    AMBIGUOUS = "ambiguous"
    SLIP = "slip"


class Reveal(StrEnum):
    """When a rater may see suggestions: behind each locked unit, behind the whole locked interview, or not at all."""

    PASSAGE = "passage"
    INTERVIEW = "interview"
    NEVER = "never"


class Stage(StrEnum):
    """How far one rater is with one unit."""

    NEW = "new"
    DRAFT = "draft"
    LOCKED = "locked"
    REVEALED = "revealed"
    DECIDED = "decided"


class EventKind(StrEnum):
    """What can happen at the desk. Events are only ever added."""

    VISITED = "visited"
    DRAFTED = "drafted"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    REVEALED = "revealed"
    DECIDED = "decided"
    FINISHED = "finished"
    REOPENED = "reopened"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerTag:
    """A marker that a rater sees in a passage.

    Attributes
    ----------
    marker : str
        Id in the codebook, such as ``A1``.
    turn : int
        Index of the turn.
    start, end : int
        Half-open, in the turn's own text (*local* coordinates).
    suggested : bool
        Whether the rater picked a suggested marker rather than selecting the words.
    """

    marker: str
    turn: int
    start: int
    end: int
    suggested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a rater says of one unit: a level, or why there is none; both are None in an unfinished draft."""

    level: int | None = None
    unratable: Unratable | None = None
    markers: tuple[MarkerTag, ...] = ()
    note: str = field(default="", repr=False)

    @property
    def given(self) -> bool:
        """Whether there is a level or a reason for none."""
        return self.level is not None or self.unratable is not None

    @property
    def empty(self) -> bool:
        """Whether nothing was entered at all."""
        return not (self.given or self.markers or self.note)

    def same_rating(self, other: Judgement) -> bool:
        """Whether level or reason are the same, whatever the note and the markers say."""
        return (self.level, self.unratable) == (other.level, other.unratable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blind:
    """A judgement that was locked before any suggestion for the unit was seen.

    ``at`` is a time in UTC (ISO 8601, milliseconds, ``Z``); ``seconds`` is the rater's active time with the unit so far.
    """

    judgement: Judgement
    at: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A judgement after the suggestion was seen.

    ``kept`` says whether the rating is that of :class:`Blind`; where it is not, there is a ``reason``.
    """

    judgement: Judgement
    at: str
    kept: bool
    reason: ChangeReason | None = None
    reason_note: str = field(default="", repr=False)
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRating:
    """One rater's state with one unit.

    ``seq`` is the number of the newest event about it that counts (visits do not), 0 where there is none.
    """

    unit: str
    stage: Stage = Stage.NEW
    draft: Judgement | None = None
    blind: Blind | None = None
    revealed_at: str | None = None
    decision: Decision | None = None
    seq: int = 0

    @property
    def final(self) -> Judgement | None:
        """The judgement that counts now: the decision, else what was locked; a draft never counts."""
        if self.decision is not None:
            return self.decision.judgement
        return self.blind.judgement if self.blind is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistance:
    """What help a rater gets with an interview.

    Attributes
    ----------
    control : bool
        Whether the interview was drawn to be rated without any help; the others are then ``False`` and ``never``.
    highlights : bool
        Whether highlights are on when the interview is opened (they can be switched).
    reveal : Reveal
    """

    control: bool = False
    highlights: bool = True
    reveal: Reveal = Reveal.PASSAGE

    def __post_init__(self) -> None:
        if self.control and (self.highlights or self.reveal is not Reveal.NEVER):
            raise ValueError("a control interview has no help")


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingEvent:
    """Something a rater did.

    Attributes
    ----------
    id : str
        Made where it happened (a UUID): an event that arrives twice is stored once.
    seq : int
        Number in the study's database, from 1; 0 until it is stored.
    at : str
        When it was stored, or, out of a worksheet, when it happened by the rater's clock (UTC, ISO 8601, milliseconds, ``Z``).
    rater, interview : str
    unit : str or None
        A passage's id, :data:`OVERALL`, or None for what concerns the whole desk.
    kind : EventKind
    body : mapping
        As :mod:`rf_scorer.review.events` describes for each kind.
    origin : str
        ``desk``, or ``worksheet:`` and the digest of the file that it was collected from.
    """

    id: str
    at: str
    rater: str
    interview: str
    unit: str | None
    kind: EventKind
    body: Mapping[str, Any] = field(default_factory=dict)
    origin: str = "desk"
    seq: int = 0
