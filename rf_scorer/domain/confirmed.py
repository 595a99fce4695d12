"""What comes out of the desk: an interview as one rater rated it, and the consensus of several.

All places are in source coordinates. Nothing here was said by a machine but :class:`Shown`, which is kept beside a rating
and never in place of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.domain.rating import Assistance, DisagreementCode, UnitRating, Unratable

__all__ = [
    "Adjudication",
    "Adjudicator",
    "Consensus",
    "ConsensusUnit",
    "Derivation",
    "Finisher",
    "Gap",
    "GivenRating",
    "ModelUsed",
    "RatedInterview",
    "RatedSheet",
    "RatedUnit",
    "Reopening",
    "Seen",
    "Shown",
    "UnitFacts",
]


class Seen(StrEnum):
    """Which suggestions of the interview a rater had seen when a rating was locked: none, or some of other units."""

    BLIND = "blind"
    OTHER_PASSAGES = "other_passages"


class Derivation(StrEnum):
    """How a consensus came about."""

    SINGLE = "single"
    AGREED = "agreed"
    MEAN = "mean"
    THIRD = "third"
    CONSENSUS = "consensus"


class Gap(StrEnum):
    """Why a unit has no consensus."""

    NOT_ADJUDICATED = "not_adjudicated"
    NO_RATER = "no_rater"
    ONE_RATER = "one_rater"
    NOT_RATABLE = "not_ratable"


class Adjudicator(StrEnum):
    """Who settled a disagreement: a person who had not rated the interview, or the raters together."""

    THIRD = "third"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a unit is; everything but ``unit`` and ``required`` is None for the whole interview."""

    unit: str
    required: bool
    question_id: str | None = None
    topic: str | None = None
    role: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedSheet:
    """The interview that was rated, with the digests of its transcript and its sheet, and the scale."""

    study: str
    title: str
    interview: str
    participant: str | None
    timepoint: str | None
    protocol: str | None
    source_sha256: str
    sheet_sha256: str
    scale: str
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsed:
    """The rating model whose suggestions could be seen, and what was said wherever one was shown."""

    id: str
    version: str
    sha256: str
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A suggestion as it was shown; every number is None where the program abstained."""

    status: str
    level: int | None = None
    expected: float | None = None
    distribution: Mapping[int, float] | None = None
    interval: tuple[float, float] | None = None
    model_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """When a finished interview was taken up again, and why; ``reason`` is None where notes were left out."""

    at: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedUnit:
    """One rater's rating of one unit; ``seen`` is None where nothing was locked, ``shown`` where nothing was revealed."""

    facts: UnitFacts
    rating: UnitRating
    seen: Seen | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedInterview:
    """One rater's ratings of one interview.

    Attributes
    ----------
    sheet : RatedSheet
    rater : str
    finished_at : str or None
        When the rater finished last; None where the interview is open.
    reopenings : tuple of Reopening
    assistance : Assistance
    model : ModelUsed or None
        None where no suggestion could be seen.
    units : tuple of RatedUnit
        The passages, in the sheet's order.
    overall : RatedUnit
    """

    sheet: RatedSheet
    rater: str
    finished_at: str | None
    assistance: Assistance
    model: ModelUsed | None
    units: tuple[RatedUnit, ...]
    overall: RatedUnit
    reopenings: tuple[Reopening, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether the rater has finished and not reopened."""
        return self.finished_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRating:
    """A finished rater's final rating of a unit: exactly one of level and reason for none."""

    rater: str
    level: int | None
    unratable: Unratable | None

    @property
    def said(self) -> tuple[int | None, Unratable | None]:
        """What is compared between raters."""
        return self.level, self.unratable


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjudication:
    """A decision on ratings that differ; ``counts`` says whether it is the newest and nothing changed under it."""

    adjudicator: str
    by: Adjudicator
    level: int | None
    unratable: Unratable | None
    code: DisagreementCode
    note: str | None = field(repr=False)
    at: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusUnit:
    """What follows from the ratings of one unit.

    Exactly one of ``derivation`` and ``gap`` is given. ``level`` is whole but for a mean, which has six decimal places.
    """

    facts: UnitFacts
    ratings: tuple[GivenRating, ...]
    adjudications: tuple[Adjudication, ...] = ()
    level: float | None = None
    unratable: Unratable | None = None
    derivation: Derivation | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finisher:
    """How far a rater is with an interview: ``new``, ``open`` or ``finished``."""

    rater: str
    status: str
    finished_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The consensus on one interview, by the study's rules."""

    sheet: RatedSheet
    raters: tuple[Finisher, ...]
    assistance: Assistance
    model: ModelUsed | None
    margin: int
    adjudication: Adjudicator
    units: tuple[ConsensusUnit, ...]
    overall: ConsensusUnit

    @property
    def complete(self) -> bool:
        """Whether every unit that had to be rated has a consensus."""
        return all(unit.derivation is not None for unit in (*self.units, self.overall) if unit.facts.required)
