"""Change of confirmed ratings over timepoints: what was compared, every figure with its interval, and the errors behind a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ChangeReport",
    "Comparison",
    "Counted",
    "Course",
    "ErrorModel",
    "Estimate",
    "Expected",
    "GroupChange",
    "GroupSlope",
    "PersonChange",
    "PersonSlope",
    "QuestionChange",
    "Regression",
    "Reliability",
    "Slopes",
    "Timepoints",
    "Verdict",
]


class Verdict(StrEnum):
    """What a reliable change index says of two ratings, and nothing more."""

    HIGHER = "higher"
    NO_RELIABLE_CHANGE = "no_reliable_change"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its interval; ``value`` or the ends are None where they are undefined, and ``reason`` says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many, and their share of those with both ratings."""

    count: int
    share: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Timepoints:
    """The occasions, in their order.

    Attributes
    ----------
    names : tuple of str
    order : str
        ``given`` by a person, or taken from the names: ``numbers``, ``numbered`` (one word with numbers) or ``words`` (pre, post …).
    ratings : tuple of int
        Participants with a value at each.
    """

    names: tuple[str, ...]
    order: str
    ratings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How reliable one value is, and who says so.

    Attributes
    ----------
    value : float
        Above 0 and below 1.
    low, high : float or None
        The interval; None where the value was given.
    origin : str
        ``given`` or ``estimated``.
    name : str
        Such as ``ICC(A,1)``; ``as given`` where a person gave it.
    interviews, raters : int
        What it was estimated from; 0 where it was given.
    method, source, note : str
    """

    value: float
    low: float | None
    high: float | None
    origin: str
    name: str
    interviews: int
    raters: int
    method: str
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorModel:
    """What follows from the reliability; everything in levels but ``confidence``, ``deviate`` and ``sd_ratings``.

    ``least`` is the cut-off: the least change that counts as reliable. ``sd_origin`` is ``given`` or ``first``: of the values at the first
    timepoint, of which there are ``sd_ratings``.
    """

    sd: float
    sd_origin: str
    sd_ratings: int
    standard_error: float
    difference_error: float
    confidence: float
    deviate: float
    least: float
    step: float
    reached: float
    formula: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Towards which mean extreme ratings are expected to come back; ``origin`` is ``given`` or ``first`` (the mean of all there)."""

    mean: float
    origin: str
    formula: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One participant's values, by timepoint; None where there is none."""

    participant: str
    group: str | None
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """One participant with ratings at two timepoints; ``low`` and ``high`` are the interval of ``change`` by the error of measurement alone."""

    participant: str
    group: str | None
    before: float
    after: float
    change: float
    low: float
    high: float
    index: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What regression to the mean and error of measurement alone would give: mean change in levels, and shares of reliable change."""

    change: float
    higher: float
    lower: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """Everybody (``name`` is None), or one group.

    Attributes
    ----------
    name : str or None
    n : int
        Participants with both ratings.
    only_first, only_last : int
        Those with one of the two.
    mean_before, mean_after, sd_before, sd_after, sd_change : float or None
        Of those with both.
    change, g_av, d_z : Estimate
    higher, lower : Counted
    unchanged : int
    expected : Expected or None
        None where nobody has both.
    """

    name: str | None
    n: int
    only_first: int
    only_last: int
    mean_before: float | None
    mean_after: float | None
    sd_before: float | None
    sd_after: float | None
    sd_change: float | None
    change: Estimate
    g_av: Estimate
    d_z: Estimate
    higher: Counted
    lower: Counted
    unchanged: int
    expected: Expected | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChange:
    """One question, over the participants whose answer has a level at both timepoints."""

    question: str
    n: int
    mean_before: float
    mean_after: float
    change: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The first timepoint and a later one; people by change, the largest loss first."""

    first: str
    last: str
    people: tuple[PersonChange, ...]
    groups: tuple[GroupChange, ...]
    questions: tuple[QuestionChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSlope:
    """One participant's least-squares slope; the interval is that of the error of measurement alone."""

    participant: str
    group: str | None
    ratings: int
    slope: float
    low: float
    high: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSlope:
    """The mean slope of everybody (``name`` is None) or a group."""

    name: str | None
    n: int
    slope: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """Slopes of all with three or more ratings; ``unit`` is ``timepoint`` or, where names are numbers, ``number``."""

    unit: str
    people: tuple[PersonSlope, ...]
    groups: tuple[GroupSlope, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """Everything of a comparison of timepoints.

    Attributes
    ----------
    source : str
        ``study``, ``documents`` or ``table``.
    sha256 : str
        Digest of what was read.
    minimum, maximum : float
        The declared scale.
    level : str
        ``overall``, or ``passages`` (the mean of a participant's questions that have a level at each of their timepoints).
    use : str
        ``consensus``, ``final``, ``blind``, ``mean`` or, of a table, ``table``.
    timepoints, reliability, error, regression
    courses : tuple of Course
    comparisons : tuple of Comparison
    slopes : Slopes or None
    left_out : mapping of str to int
        What does not count, and how much of it there is.
    cautions : tuple of str
        What stands against taking the figures at their word.
    """

    source: str
    sha256: str
    minimum: float
    maximum: float
    level: str
    use: str
    timepoints: Timepoints
    reliability: Reliability
    error: ErrorModel
    regression: Regression
    courses: tuple[Course, ...]
    comparisons: tuple[Comparison, ...]
    slopes: Slopes | None
    left_out: Mapping[str, int]
    cautions: tuple[str, ...]
