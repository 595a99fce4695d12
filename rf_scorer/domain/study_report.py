"""What can be told of a study as a whole, without a word of any participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Abstention",
    "Adherence",
    "Asked",
    "Distribution",
    "GroupCount",
    "Look",
    "Matrix",
    "Outlier",
    "Profile",
    "ProtocolPart",
    "RaterPart",
    "RatingsPart",
    "Read",
    "Refused",
    "StudyFacts",
    "StudyReport",
    "TimepointCount",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file or a sheet that cannot be used, with the reason and what to do."""

    name: str
    reason: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read.

    Attributes
    ----------
    files : mapping of str to int, or None
        Files of the last run by status; None where no run left a manifest.
    formats : mapping of str to int
        Sheets by the format of their transcripts.
    sheets : int
        Sheets that can be used.
    refused, faulty : tuple of Refused
        Files without a sheet, and sheets that cannot be used; the first of them.
    refused_more, faulty_more : int
        How many more there are.
    twins : tuple of tuple of str
        Interviews made of the same bytes.
    """

    files: Mapping[str, int] | None
    formats: Mapping[str, int]
    sheets: int
    refused: tuple[Refused, ...] = ()
    refused_more: int = 0
    faulty: tuple[Refused, ...] = ()
    faulty_more: int = 0
    twins: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFacts:
    """The study in numbers; ``words`` are the participants'."""

    id: str
    title: str
    interviews: int
    participants: int
    without_participant: int
    without_timepoint: int
    words: int
    passages: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a protocol: in how many interviews it came to what."""

    question: str
    topic: str | None
    role: str
    expected: bool
    answered: int
    not_answered: int
    inaudible: int
    merged: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Interviews by questions: for each interview a letter for each question.

    ``a`` answered, ``n`` not answered, ``i`` inaudible, ``m`` asked and answered with another question, ``x`` expected and not asked,
    ``.`` not asked and not expected. ``interviews`` with most missing demand questions come first, and at most some dozens are shown.
    """

    interviews: tuple[str, ...]
    states: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolPart:
    """The interviews of one protocol.

    Attributes
    ----------
    id, title : str
    kind : str
        ``interview``, or ``session``, whose bids have no order and no number.
    interviews : int
    known : bool
        Whether the protocol is at hand; if not, questions are those that occur.
    questions : tuple of Asked
    demand_expected, demand_missing : int
        Over all interviews.
    lacking : int
        Interviews without at least one expected demand question.
    matrix : Matrix or None
        None for sessions.
    """

    id: str
    title: str
    kind: str
    interviews: int
    known: bool
    questions: tuple[Asked, ...]
    demand_expected: int
    demand_missing: int
    lacking: int
    matrix: Matrix | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """How far an interviewer, or one interview, follows the protocol.

    Attributes
    ----------
    who : str or None
        Code of the interviewer, or id of the interview; None for interviews whose interviewer is not named.
    interviews : int
    expected, asked : int
        Questions, over all interviews.
    demand_missing : int
    in_order : float or None
        Share of asked questions that stand in the protocol's order (the longest run that does); None where fewer than two were asked.
    confidence : float or None
        Median certainty that what was said is the question, where it was told by its wording.
    """

    who: str | None
    interviews: int
    expected: int
    asked: int
    demand_missing: int
    in_order: float | None
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """An interview far from the others of its protocol: its value, and its robust z."""

    interview: str
    value: float
    z: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One number of each interview of a protocol.

    Attributes
    ----------
    protocol : str or None
    id, title : str
    n : int
    lowest, lower, median, upper, highest : float
        With the quartiles.
    values : tuple of float
        All of them in order, or of many evenly chosen ones.
    outliers : tuple of Outlier
        Farthest first.
    judged : bool
        Whether there are enough interviews to tell outliers.
    """

    protocol: str | None
    id: str
    title: str
    n: int
    lowest: float
    lower: float
    median: float
    upper: float
    highest: float
    values: tuple[float, ...]
    outliers: tuple[Outlier, ...]
    judged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Levels over one scale, by level, the lowest first; what is None was left out or is not there.

    Attributes
    ----------
    scale : str
    minimum, maximum : int
    suggestions : mapping of int to int, or None
        Provisional suggestions for passages.
    blind, final : mapping of int to int
        What raters who finished locked for passages, and what stood in the end.
    blind_overall, final_overall : mapping of int to int
        The same of overall ratings.
    """

    scale: str
    minimum: int
    maximum: int
    suggestions: Mapping[int, int] | None
    blind: Mapping[int, int]
    final: Mapping[int, int]
    blind_overall: Mapping[int, int]
    final_overall: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Passages without a suggestion for a reason, by its code; ``text`` is None for a code that is not ours."""

    code: str
    text: str | None
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterPart:
    """How far a rater is: interviews by status, and ratings of those that must be given."""

    rater: str
    new: int
    open: int
    finished: int
    done: int
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsPart:
    """Progress of ratings; ``differ`` units of which ``decided`` are settled."""

    raters: tuple[RaterPart, ...]
    rated: int
    twice: int
    differ: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An interview that somebody should look at, with plain reasons, and its page where there is one."""

    interview: str
    reasons: tuple[str, ...]
    page: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimepointCount:
    """Interviews and participants at a timepoint; ``name`` is None where it is not stated."""

    name: str | None
    interviews: int
    participants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """Participants and interviews of a group; ``name`` is None for participants in none."""

    name: str | None
    participants: int
    interviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """Everything; see the parts. ``adherence_by`` is ``interviewer`` or ``interview``; ``complete`` counts participants with every timepoint."""

    facts: StudyFacts
    read: Read
    protocols: tuple[ProtocolPart, ...]
    adherence_by: str
    adherence: tuple[Adherence, ...]
    adherence_more: int
    profiles: tuple[Profile, ...]
    distributions: tuple[Distribution, ...]
    abstentions: tuple[Abstention, ...]
    ratings: RatingsPart | None
    look: tuple[Look, ...]
    look_more: int
    timepoints: tuple[TimepointCount, ...]
    complete: int
    groups: tuple[GroupCount, ...]
    next: tuple[str, ...]
