"""Features of a passage: one declared, versioned list, each with what it means to a rater and what carries it.

A changed meaning or order is a new set with a new name; a model file names the set it was trained on and is refused by
any other. No feature looks at a participant's words: all are made of mentions, markers and the language package's
counts.

Signs are theory put into the model: where the scale says that something speaks for (or against) reflective functioning,
its coefficient may not say the opposite, whatever a small sample suggests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.features.affect import AFFECT
from rf_scorer.rating.features.diction import DICTION
from rf_scorer.rating.features.levels import LEVELS
from rf_scorer.rating.features.marks import MARKS
from rf_scorer.rating.features.minds import MINDS
from rf_scorer.rating.features.states import STATES
from rf_scorer.rating.features.telling import TELLING
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.features.feature import Feature
    from rf_scorer.rating.inputs import RatingInput

__all__ = [
    "FEATURES",
    "SET",
    "Extracted",
    "extract",
    "matrix",
    "names",
    "read_off",
    "signs",
    "weights",
    "without_length",
]

#: Name of the set, with its version.
SET = "passage.v2"
#: Every feature of the set, in its fixed order.
FEATURES: tuple[Feature, ...] = (*STATES, *AFFECT, *MINDS, *LEVELS, *MARKS, *DICTION, *TELLING)


def names() -> tuple[str, ...]:
    """Names of the features, in the set's order."""
    return tuple(feature.name for feature in FEATURES)


def signs() -> tuple[int, ...]:
    """For each feature: -1 where it may only lower a rating, 1 where it may only raise it, 0 where it is free."""
    return tuple(feature.sign for feature in FEATURES)


def weights() -> tuple[float, ...]:
    """For each feature how strongly its coefficient is penalised: twice as much where theory says nothing of it.

    Such features (fillers, tense, diction, length …) may carry the habits of the examples rather than reflective functioning.
    """
    return tuple(2.0 if feature.sign == 0 else 1.0 for feature in FEATURES)


def without_length() -> NDArray[np.bool_]:
    """Which features remain when length is removed, array of shape (features,); false for those that only measure how much was said."""
    return np.array([not feature.length for feature in FEATURES], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Extracted:
    """Features of several passages and the views they were read off, in one order.

    Attributes
    ----------
    views : tuple of View
    values : array of shape (passages, features)
        Always finite.
    """

    views: tuple[View, ...]
    values: NDArray[np.float64]


def _values(view: View) -> list[float]:
    found = [feature.value(view) for feature in FEATURES]
    return [value if math.isfinite(value) else 0.0 for value in found]


def read_off(views: Sequence[View]) -> NDArray[np.float64]:
    """Features of passages that are viewed already, array of shape (passages, features)."""
    return np.array([_values(view) for view in views], dtype=np.float64).reshape(len(views), len(FEATURES))


def extract(items: Sequence[RatingInput]) -> Extracted:
    """Read the features off passages."""
    views = tuple(View(item) for item in items)
    return Extracted(views, read_off(views))


def matrix(items: Sequence[RatingInput]) -> NDArray[np.float64]:
    """Features of passages, array of shape (passages, features)."""
    return extract(items).values
