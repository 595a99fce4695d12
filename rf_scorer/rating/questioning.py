"""How unlike the questions of the examples a question is: the share of its words that no such question holds, rare words counting more.

Small vectors with the nearest cluster were tried and tell a foreign question worse: what makes a question foreign is what it asks about, and that
stands in words that the examples' questions lack.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.familiarity import spoken

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Questioning"]

#: Weight added to every question's, about four common words: in two or three words there is nothing to go by.
_PRIOR = 10.0


@dataclass(frozen=True, kw_only=True)  # no slots: what is derived from the words is kept
class Questioning:
    """The words of the examples' questions.

    Attributes
    ----------
    words : tuple of str
        Sorted; each stood in questions to several people.
    weights : array of shape (words,)
        Inverse document frequency, ``1 + log((1 + people) / (1 + people asked with it))``.
    foreign : float
        Weight of every other word.
    limit : float
        Strangeness beyond which a question is unlike those of the examples.
    """

    words: tuple[str, ...]
    weights: NDArray[np.float64]
    foreign: float
    limit: float

    def strangeness(self, question: str) -> float:
        """Weighted share of words that no question of the examples holds, 0 to below 1."""
        unknown = known = 0.0
        for word in spoken([question]):
            weight = self.weight.get(word)
            if weight is None:
                unknown += self.foreign
            else:
                known += weight
        return unknown / (unknown + known + _PRIOR)

    def strange(self, question: str) -> bool:
        """Whether the question is unlike those of the examples."""
        return self.strangeness(question) > self.limit

    @cached_property
    def weight(self) -> dict[str, float]:
        """Weight of every known word."""
        return dict(zip(self.words, np.asarray(self.weights).tolist(), strict=True))
