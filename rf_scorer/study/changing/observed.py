"""Values of participants at timepoints, wherever they come from, and what is known of how they were rated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Observation", "Observed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One participant at one timepoint.

    Attributes
    ----------
    participant, timepoint : str
    value : float
        On the scale; a mean may lie between two levels.
    group : str or None
    questions : mapping of str to float
        By question, where the value is a mean of passages.
    """

    participant: str
    timepoint: str
    value: float
    group: str | None = None
    questions: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """All values.

    Attributes
    ----------
    source : str
        ``study``, ``documents`` or ``table``.
    sha256 : str
    minimum, maximum : float
        The declared scale.
    level, use : str
        As in :class:`rf_scorer.domain.change.ChangeReport`.
    observations : tuple of Observation
        No participant twice at one timepoint.
    raters : tuple of str
        Whose ratings ``rows`` hold.
    rows : tuple of tuple of (float or None)
        A row for each interview that two or more rated blind, a number for each rater.
    left_out : mapping of str to int
    cautions : tuple of str
    """

    source: str
    sha256: str
    minimum: float
    maximum: float
    level: str
    use: str
    observations: tuple[Observation, ...]
    raters: tuple[str, ...] = ()
    rows: tuple[tuple[float | None, ...], ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
