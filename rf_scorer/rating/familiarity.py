"""How far a passage is from everything the model has seen: the Mahalanobis distance in a few traits of its shape.

The distance looks at *how* somebody talks, not at how reflective it is: an answer without a single mental state is as
familiar as a rich one. It cannot tell an off-topic answer in ordinary English from an ordinary one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.view import View

__all__ = ["SET", "SPREADS", "TRAITS", "Familiarity", "traits"]

#: Name of the list of traits, with its version.
SET = "shape.v1"

#: The traits in their order, each with the standard deviation that ordinary speech is granted beyond the examples' own.
SPREADS: Mapping[str, float] = MappingProxyType(
    {
        "log_words": 0.5,
        "log_words_per_sentence": 0.4,
        "function_word_share": 0.06,
        "distinct_words": 0.25,
        "word_length": 0.25,
        "states": 0.8,
        "stances": 0.7,
        "markers": 0.8,
        "feeling_share": 0.15,
        "fillers": 0.8,
    }
)
#: The traits, in their order.
TRAITS = tuple(SPREADS)


def traits(views: Sequence[View]) -> NDArray[np.float64]:
    """Traits of passages, array of shape (passages, traits); always finite."""
    return np.array([_traits(view) for view in views], dtype=np.float64).reshape(len(views), len(TRAITS))


def _traits(view: View) -> list[float]:
    words = max(view.words, 1)
    return [
        math.log1p(min(view.words, 5000)),
        math.log1p(min(words / max(view.sentences, 1), 500.0)),
        view.rate("function_words"),
        # Distinct words grow roughly with the 0.7th power of the length (Heaps' law): long answers are not odd for it.
        min(view.distinct / words**0.7, 2.0),
        min(view.average("mean_word_length"), 20.0),
        math.sqrt(view.per_hundred(len(view.states))),
        math.sqrt(view.per_hundred(len(view.stances))),
        math.sqrt(view.per_hundred(len(view.markers))),
        len(view.of("emotion")) / (len(view.states) + 2.0),
        math.sqrt(100.0 * min(view.rate("fillers"), 1.0)),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiarity:
    """Where the examples lie, and from what distance on a passage is unlike them.

    Attributes
    ----------
    mean : array of shape (traits,)
    precision : array of shape (traits, traits)
        Inverse of the shrunken covariance (Ledoit & Wolf 2004) widened by :data:`SPREADS`.
    doubt, refuse : float
        Distances from which a suggestion is doubtful, and from which none is made.
    """

    mean: NDArray[np.float64]
    precision: NDArray[np.float64]
    doubt: float
    refuse: float

    def distance(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mahalanobis distance of every passage, array of shape (n,)."""
        away = rows - self.mean
        squared = np.einsum("ij,jk,ik->i", away, self.precision, away)
        return np.asarray(np.sqrt(np.clip(squared, 0.0, None)), dtype=np.float64)
