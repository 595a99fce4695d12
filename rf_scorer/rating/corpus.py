"""Rated answers: what a model is learned from and judged on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.domain import Scale
    from rf_scorer.rating.inputs import RatingInput

__all__ = ["FEWEST_ANSWERS", "FEWEST_PEOPLE", "Corpus"]

#: Fewest rated answers and fewest people to learn from; hundreds are better.
FEWEST_ANSWERS = 30
FEWEST_PEOPLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Answers with their ratings, in one order.

    Attributes
    ----------
    items : tuple of RatingInput
    ratings : array of shape (n,)
        On the scale; a mean of several raters may lie between two levels.
    groups : tuple of str
        Who gave each answer: one person's answers never stand on both sides of a split.
    questions : tuple of (str or None)
        The question of each answer, by id or wording, where questions recur; None where they do not.
    scale : Scale

    Raises
    ------
    DataError
        If a rating lies outside the scale or is no number.
    ValueError
        If the parts are not of one length.
    """

    items: tuple[RatingInput, ...]
    ratings: NDArray[np.float64]
    groups: tuple[str, ...]
    questions: tuple[str | None, ...]
    scale: Scale

    def __post_init__(self) -> None:
        if not len(self.items) == len(self.ratings) == len(self.groups) == len(self.questions):
            raise ValueError("there must be one rating, one group and one question for each answer")
        inside = (self.ratings >= self.scale.minimum) & (self.ratings <= self.scale.maximum)
        if not inside.all():  # NaN is not inside either
            raise DataError(
                f"A rating lies outside the scale ({self.scale.minimum} to {self.scale.maximum}).",
                remedy="Correct it, or the scale.",
            )

    def __len__(self) -> int:
        return len(self.items)

    def take(self, rows: Sequence[int] | NDArray[np.int64]) -> Corpus:
        """Some of the answers, in the given order."""
        chosen = np.asarray(rows, dtype=np.int64).tolist()
        return Corpus(
            items=tuple(self.items[row] for row in chosen),
            ratings=self.ratings[chosen],
            groups=tuple(self.groups[row] for row in chosen),
            questions=tuple(self.questions[row] for row in chosen),
            scale=self.scale,
        )

    def teachable(self) -> None:
        """Raise :class:`~rf_scorer.errors.DataError` where there is too little to learn from."""
        if len(self) < FEWEST_ANSWERS or len(set(self.groups)) < FEWEST_PEOPLE or len(set(self.ratings.tolist())) < 2:
            raise DataError(
                "There is too little to learn from.",
                remedy="It takes thirty answers, three people and two different ratings at least; hundreds are better.",
            )
