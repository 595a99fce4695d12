"""What the machine offers a rater: features, suggestions with their evidence, summaries, and the sheet of them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.domain.highlight import Marker, Mention
    from rf_scorer.domain.note import Note
    from rf_scorer.domain.passage import Passage
    from rf_scorer.domain.protocol import Protocol
    from rf_scorer.domain.transcript import Transcript

__all__ = ["Aggregate", "Basis", "Evidence", "Ground", "RatingSheet", "Reason", "Stretch", "Suggestion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a suggestion abstains or is doubtful: a stable code and one sentence for a rater."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A half-open run of characters in a turn: of the passage's answering turns, counted from 0, until placed in a sheet's source."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that spoke for a higher or a lower rating.

    Attributes
    ----------
    feature : str
        Name in the feature set.
    direction : str
        ``for`` (a higher rating) or ``against``.
    contribution : float
        On the model's latent scale; signed.
    text : str
        What it means, in a rater's words; holds none of the participant's.
    mentions, markers : tuple of str
        Ids of what carries it; may be empty (length, for one).
    stretches : tuple of Stretch
        Where it lies in the wording itself, in order; empty for what mentions and markers carry.
    """

    feature: str
    direction: str
    contribution: float
    text: str
    mentions: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A provisional rating of one passage, or a reason for none.

    Attributes
    ----------
    passage : str
    status : str
        ``provisional`` or ``abstained``. When abstained, every number below is None and ``reasons`` says why.
    level : int or None
        The level that is suggested; by which rule it follows from the distribution stands in the model.
    expected : float or None
        Mean of the distribution, on the scale.
    distribution : mapping of int to float, or None
        Every level of the scale; sums to 1.
    interval : tuple of int or None
        Lowest and highest level of a contiguous interval.
    coverage : float or None
        The share of ratings that the interval is meant to hold.
    evidence : tuple of Evidence
        Strongest first.
    reasons : tuple of Reason
    model, model_sha256 : str
    """

    passage: str
    status: str
    model: str
    model_sha256: str
    level: int | None = None
    expected: float | None = None
    distribution: Mapping[int, float] | None = None
    interval: tuple[int, int] | None = None
    coverage: float | None = None
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A number of the interview that spoke for a higher or a lower overall rating.

    Attributes
    ----------
    summary : str
        Name of the number.
    direction : str
        ``for`` (a higher rating) or ``against``.
    contribution : float
        On the model's latent scale; signed.
    text : str
        What it means, in a rater's words; holds none of the participant's.
    passages : tuple of str
        Those that carry it, where they are few.
    """

    summary: str
    direction: str
    contribution: float
    text: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a learned aggregate rests on, and must never be shown without.

    Attributes
    ----------
    level : int
        Median of the distribution.
    distribution : mapping of int to float
        Every level of the scale; sums to 1.
    coverage : float
        The share of overall ratings that the interval is meant to hold.
    spread : float
        Standard deviation of the passages' expected values, in levels.
    lowest, highest : tuple of str
        Passages with the lowest and the highest level.
    grounds : tuple of Ground
        Strongest first.
    """

    level: int
    distribution: Mapping[int, float]
    coverage: float
    spread: float
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One way to sum up the passages; none is a final score.

    ``value`` is None with a ``reason`` where it is undefined. ``passages`` are those it rests on. ``low`` and ``high`` are
    the ends of an interval on the scale, None where there is none; ``basis`` is None but for a learned one.
    """

    id: str
    title: str
    value: float | None
    passages: tuple[str, ...]
    reason: str | None = None
    low: float | None = None
    high: float | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingSheet:
    """Everything the machine offers a human rater about one interview; never edited in place.

    Attributes
    ----------
    transcript : Transcript
    protocol : Protocol or None
        None where every exchange is a passage.
    passages : tuple of Passage
    mentions, markers
        In source coordinates, with ids, ordered by start; a marker's ``mentions`` count among those of its turn.
    suggestions : tuple of Suggestion
        One for every passage, in the passages' order.
    aggregates : tuple of Aggregate
    words : mapping of int to int
        Spoken words by turn index, participant's turns only.
    notes : tuple of Note
        Of alignment and rating; the reader's stand in the source.
    provenance : mapping of str to str
        Versions, model names and digests, seed.
    """

    transcript: Transcript
    protocol: Protocol | None
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...]
    markers: tuple[Marker, ...]
    suggestions: tuple[Suggestion, ...]
    aggregates: tuple[Aggregate, ...]
    words: Mapping[int, int]
    notes: tuple[Note, ...]
    provenance: Mapping[str, str]
