"""Ratings as they come from a table or from documents: plain rows of levels, with what is known of each unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.agreement import Range

__all__ = ["Column", "Gathered", "LeftOut", "LevelName", "Machine", "Matrix", "Twice", "Unit"]

#: What a unit is: a passage of an interview, or a whole interview.
LevelName: TypeAlias = Literal["passages", "overall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One thing that was rated.

    Attributes
    ----------
    id : str
        Unique within its kind; participants are not told by it unless a lab's own ids do.
    interview : str
    participant : str or None
        None where it is not known: the interview then counts as a person of its own.
    group : str or None
        By which agreement is to be told apart.
    control : bool or None
        Whether it was rated without any help; None where that is not known.
    """

    id: str
    interview: str
    participant: str | None = None
    group: str | None = None
    control: bool | None = None

    @property
    def cluster(self) -> str:
        """What is drawn as a whole: the participant, or the interview."""
        return self.interview if self.participant is None else self.participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine's levels, one for each unit, and finer scores where there are any; None where it said nothing."""

    name: str
    levels: Sequence[float | None]
    scores: Sequence[float | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One rater: levels, and when each was given (days, or any running number); None where there is none."""

    rater: str
    levels: Sequence[float | None]
    times: Sequence[float | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """What one rater said before and after a suggestion was seen, one entry for each unit that was decided.

    Attributes
    ----------
    rater : str
    before, after, suggestion : sequence of (float or None)
    clusters : sequence of str
    units : sequence of str
    seconds_before, seconds_more : sequence of float
        Active time until the blind rating, and from there to the decision, of units for which it was measured.
    """

    rater: str
    before: Sequence[float | None]
    after: Sequence[float | None]
    suggestion: Sequence[float | None]
    clusters: Sequence[str]
    units: Sequence[str]
    seconds_before: Sequence[float]
    seconds_more: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Units of one kind, and everybody's levels of them.

    Attributes
    ----------
    level : LevelName
    units : tuple of Unit
    columns : tuple of Column
        By rater; a calibration key is among them.
    machine : Machine or None
    twice : tuple of Twice
        Empty where nobody saw a suggestion, or it is not known.
    """

    level: LevelName
    units: tuple[Unit, ...]
    columns: tuple[Column, ...]
    machine: Machine | None = None
    twice: tuple[Twice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What does not count, how much of it there is, and why."""

    what: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that was read.

    Attributes
    ----------
    source : str
        ``table`` or ``documents``.
    scale : Range
    step : float
        1 or 0.5.
    matrices : tuple of Matrix
    sha256 : str
        Digest of what was read.
    use : str or None
        ``blind`` or ``final`` levels; None for a table, which does not say.
    group : str or None
        What groups go by.
    left_out : tuple of LeftOut
    remarks : tuple of str
        What a reader should know about the data and how they were read.
    assistance : mapping of str to int
        Interviews by what help raters had; empty where that is not known.
    protocols : tuple of str
        Known only of documents.
    """

    source: Literal["table", "documents"]
    scale: Range
    step: float
    matrices: tuple[Matrix, ...]
    sha256: str
    use: str | None = None
    group: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    assistance: Mapping[str, int] | None = None
    protocols: tuple[str, ...] = ()
