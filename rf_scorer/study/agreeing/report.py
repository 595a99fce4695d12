"""A comparison of raters as data: figures with their reasons, part by part, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.agreement import Anchoring, Closeness, Coefficient, Drift, HumanMachine, Profile
    from rf_scorer.agreement.limits import Limits

__all__ = [
    "AnchoredRater",
    "ComparedPair",
    "Data",
    "Facts",
    "Group",
    "Groups",
    "Intervals",
    "MachinePart",
    "Part",
    "Sentence",
    "Timing",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPair:
    """Two raters with every figure of two, and the table of their levels: rows are ``one``'s, columns ``two``'s, lowest first."""

    one: str
    two: str
    n_units: int
    figures: Mapping[str, Coefficient]
    closeness: tuple[Closeness, ...]
    limits: Limits
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was compared.

    Attributes
    ----------
    units, interviews : int
        That at least one rater rated.
    participants : int or None
        None where no participant is known.
    clusters : int
    clustered_by : str
        ``participant``, ``interview``, or ``participant or interview`` where some participants are not known.
    raters, ratings : int
    complete : int
        Units that every rater rated.
    by_raters : mapping of str to int
        Units by how many raters rated them.
    by_level : tuple of int
        Ratings by level, lowest first.
    """

    units: int
    interviews: int
    participants: int | None
    clusters: int
    clustered_by: str
    raters: int
    ratings: int
    complete: int
    by_raters: Mapping[str, int]
    by_level: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """How many resamples intervals of each kind rest on; 0 where they are by formula, or there is none."""

    main: int
    pairs: int
    machine: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Median active seconds, and of how many units; None where they were not measured."""

    units: int
    before: float | None
    more: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoredRater:
    """One rater before and after suggestions; ``rater`` is None for all together."""

    rater: str | None
    anchoring: Anchoring
    seconds: Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group; ``name`` is None where it has too few units to be named."""

    name: str | None
    n_units: int
    figures: Mapping[str, Coefficient]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Figures told apart by a property of units."""

    column: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachinePart:
    """A machine among humans.

    Attributes
    ----------
    silent : int
        Rated units of which it said nothing.
    compared : HumanMachine
    pairs : tuple of ComparedPair
        Each human, and then the machine: signed figures are human minus machine.
    """

    silent: int
    compared: HumanMachine
    pairs: tuple[ComparedPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Everything about units of one kind.

    Attributes
    ----------
    level : str
        ``passages`` or ``overall``.
    facts : Facts
    single, mean : str
        Which figure practice in this field reports: where one rater's level is analysed, and where the mean of all is.
    iccs : tuple of Coefficient
        The ten forms, with intervals of the F distribution.
    figures : mapping of str to Coefficient
        Of all raters together.
    closeness : tuple of Closeness
    pairs : tuple of ComparedPair
    profiles : tuple of Profile
    drift : tuple of Drift
    key : tuple of ComparedPair
        Each rater, and then the calibration key.
    machine : MachinePart or None
    anchoring : tuple of AnchoredRater
    groups : tuple of Groups
    intervals : Intervals
    """

    level: str
    facts: Facts
    single: str
    mean: str
    iccs: tuple[Coefficient, ...]
    figures: Mapping[str, Coefficient]
    closeness: tuple[Closeness, ...]
    pairs: tuple[ComparedPair, ...]
    profiles: tuple[Profile, ...]
    drift: tuple[Drift, ...]
    key: tuple[ComparedPair, ...]
    machine: MachinePart | None
    anchoring: tuple[AnchoredRater, ...]
    groups: tuple[Groups, ...]
    intervals: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What was read; ``sha256`` is the digest of the table, or of the ratings."""

    source: str
    use: str | None
    sha256: str
    minimum: float
    maximum: float
    step: float
    raters: tuple[str, ...]
    key: str | None
    machine: str | None
    group: str | None
    protocols: tuple[str, ...]
    assistance: Mapping[str, int] | None
    left_out: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a methods section, and the item of the reporting guideline that it answers."""

    item: str
    text: str
