"""How well suggestions follow human ratings: the parts of an evaluation report. No participant's words or codes stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Appraisal",
    "Bin",
    "Compared",
    "Comparison",
    "CurvePoint",
    "Estimate",
    "Facts",
    "Human",
    "LengthCheck",
    "RatedLevel",
    "RatedQuestion",
    "Subgroup",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure and its 95 % interval; each None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One model or baseline and its figures, by name.

    ``kind`` is ``model`` (what is evaluated), ``variant`` (the same with one thing changed) or ``baseline`` (what it must beat).
    """

    title: str
    kind: str
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One way of leaving answers out.

    ``left_out`` says what each fold holds that its model never saw: ``participants``, ``question`` (and the participants) or ``protocol``;
    ``gain`` is how much better the model is than the best baseline, figure by figure, on the same answers; ``companions`` counts the invented
    answers to other questions that the model learned from as well.
    """

    left_out: str
    folds: int
    rows: tuple[Compared, ...]
    gain: Mapping[str, Estimate]
    best_baseline: str
    companions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Of the statements "this answer reaches that level": how sure the model was on average, and how often it was so."""

    low: float
    high: float
    expected: float
    observed: float
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedLevel:
    """Answers whose rating is nearest to one level, and what was suggested for them.

    ``suggested`` counts suggestions by level, lowest first; ``spread`` is lowest, quarter, median, three quarters and highest of the
    expected values; ``coverage`` the share whose interval holds the rating. None where no answer has this level.
    """

    level: int
    answers: int
    suggested: tuple[int, ...]
    spread: tuple[float, ...] | None
    coverage: float | None
    width: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedQuestion:
    """Agreement within one question."""

    question: str
    answers: int
    mean_rating: float
    mean_expected: float
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroup:
    """Agreement within one group; without name and figures (``too_small``) where fewer participants belong to it than must."""

    column: str
    name: str | None
    answers: int
    participants: int
    too_small: bool
    figures: Mapping[str, Estimate] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Agreement of models that learned from so many participants: the mean of some draws, and the lowest and highest of them."""

    participants: int
    answers: int
    repeats: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthCheck:
    """How far suggestions follow mere length (number of words), by rank correlation."""

    expected_words: Estimate
    rating_words: Estimate
    expected_rating: Estimate
    expected_rating_without_words: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Human:
    """Agreement of raters with each other, and of suggestions with single raters, on the answers that all of them rated."""

    raters: int
    answers: int
    participants: int
    between_raters: Mapping[str, Estimate]
    suggestions_with_raters: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was evaluated.

    ``levels`` counts answers by the level nearest to their rating; ``words`` is lowest, median and highest number of words.
    """

    rows: int
    answers: int
    participants: int
    questions: int | None
    protocols: int | None
    minimum: int
    maximum: int
    levels: Mapping[str, int]
    between_levels: int
    raters: int
    words: tuple[int, float, int]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """A whole evaluation; the first of ``comparisons`` is the one that calibration, levels, questions and subgroups speak of."""

    facts: Facts
    comparisons: tuple[Comparison, ...]
    reliability: tuple[Bin, ...]
    coverage: float
    levels: tuple[RatedLevel, ...]
    questions: tuple[RatedQuestion, ...]
    subgroups: tuple[Subgroup, ...]
    curve: tuple[CurvePoint, ...]
    length: LengthCheck | None
    human: Human | None
