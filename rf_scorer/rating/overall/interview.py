"""An interview as the overall rating sees it: its passages' suggestions and markers as columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain import QuestionRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.domain import Suggestion
    from rf_scorer.rating.inputs import RatingInput

__all__ = ["FAMILIES", "ROLES", "Interview", "counts", "interview_of"]

#: Families of markers that count towards an overall rating (check against the manual).
FAMILIES = ("A", "B", "C", "D")
#: Only passages of these roles are rated by the manual's users.
ROLES = (QuestionRole.DEMAND, QuestionRole.PERMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """Passages that have a suggestion, demand and permit ones alone, in the interview's order.

    Attributes
    ----------
    passages : tuple of str
        Ids.
    demand : array of bool, shape (n,)
        The others are permit passages.
    probabilities : array of shape (n, levels)
        Of every level, lowest first.
    expected : array of shape (n,)
        Mean of each distribution, on the scale.
    level : array of int, shape (n,)
        Suggested level, on the scale.
    markers : array of shape (n, families)
        Counts in the order of :data:`FAMILIES`.
    words : array of shape (n,)
        Spoken words of the participant.
    """

    passages: tuple[str, ...]
    demand: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    expected: NDArray[np.float64]
    level: NDArray[np.int64]
    markers: NDArray[np.float64]
    words: NDArray[np.float64]

    def __post_init__(self) -> None:
        rows = {len(part) for part in (self.demand, self.probabilities, self.expected, self.level, self.markers)}
        if rows | {len(self.words)} != {len(self.passages)}:
            raise ValueError("there must be one row for each passage")


def counts(markers: Mapping[str, int]) -> list[float]:
    """Markers by family in the order of :data:`FAMILIES`; ``links`` and cues of low functioning are left out."""
    return [float(markers.get(family, 0)) for family in FAMILIES]


def interview_of(
    items: Sequence[RatingInput], suggestions: Sequence[Suggestion], levels: Sequence[int]
) -> Interview | None:
    """The columns of a scored interview.

    Parameters
    ----------
    items : sequence of RatingInput
    suggestions : sequence of Suggestion
        One for each item, in the same order; those that abstained are left out, and never count as low.
    levels : sequence of int
        The scale.

    Returns
    -------
    Interview or None
        None where no demand or permit passage has a suggestion.
    """
    rated = [
        (item, made, made.distribution)
        for item, made in zip(items, suggestions, strict=True)
        if item.passage.role in ROLES and made.distribution is not None
    ]
    if not rated:
        return None
    families = [Counter(marker.family for found in item.highlights for marker in found.markers) for item, _, _ in rated]
    return Interview(
        passages=tuple(made.passage for _, made, _ in rated),
        demand=np.array([item.passage.role is QuestionRole.DEMAND for item, _, _ in rated]),
        probabilities=np.array([[spread.get(level, 0.0) for level in levels] for _, _, spread in rated]),
        expected=np.array([made.expected for _, made, _ in rated], dtype=np.float64),
        level=np.array([made.level for _, made, _ in rated], dtype=np.int64),
        markers=np.array([counts(found) for found in families]),
        words=np.array([sum(found.words for found in item.highlights) for item, _, _ in rated], dtype=np.float64),
    )
