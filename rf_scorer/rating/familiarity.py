"""How far a passage is from everything the model has seen: the Mahalanobis distance in a few traits of how somebody talks.

The distance looks at *how* somebody talks and with which words, not at how reflective it is: an answer without a single mental state is as familiar as
a rich one. Words that no example holds tell a foreign topic, a foreign register and many dialects. How much was said has limits of its own
(:mod:`rf_scorer.rating.doubts`), so that a short answer is not strange for being short: what its traits say is mostly chance, and counts as little.

An off-topic answer in the words of family life cannot be told from an ordinary one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rf_scorer.rating.wording import spoken_words

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.view import View
    from rf_scorer.rating.wording import Words

__all__ = ["SET", "SPREADS", "TRAITS", "Familiarity", "spoken", "traits", "trust", "unknown_words"]

#: Name of the list of traits, with its version.
SET = "shape.v2"


class _Trait(NamedTuple):
    """How far a trait can be trusted: the standard deviation granted beyond the examples' own, and the words from which half of it is no chance."""

    spread: float
    words: float = 20.0
    one_sided: bool = False


_TRAITS = {
    "log_words_per_sentence": _Trait(0.4),
    "function_word_share": _Trait(0.06),
    "distinct_words": _Trait(0.25),
    "word_length": _Trait(0.25),
    "fillers": _Trait(0.8),
    # One word in twenty is unknown in the examples themselves: it takes more words to say anything. Nobody is strange for being understood.
    "unknown_words": _Trait(0.01, words=60.0, one_sided=True),
}
#: The traits, in their order.
TRAITS = tuple(_TRAITS)
#: The standard deviation that ordinary speech is granted beyond the examples' own, array of shape (traits,).
SPREADS = np.array([trait.spread for trait in _TRAITS.values()])
_WORDS = np.array([trait.words for trait in _TRAITS.values()])
_ONE_SIDED = np.array([trait.one_sided for trait in _TRAITS.values()])


def unknown_words(said: Sequence[Words], known: Container[str]) -> float:
    """Share of an answer's words that a model does not know.

    Parameters
    ----------
    said : sequence of list of (str, int, int)
        The words of each turn (:attr:`rf_scorer.rating.view.View.said`); question marks are none.
    known : container of str
    """
    found = [word in known for turn in said for word, _, _ in turn if word != "?"]
    return found.count(False) / len(found) if found else 0.0


def spoken(texts: Sequence[str]) -> list[str]:
    """The words of several turns, in their order; question marks are none."""
    return [word for text in texts for word, _, _ in spoken_words(text) if word != "?"]


def traits(views: Sequence[View], unknown: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Traits of passages, array of shape (passages, traits); always finite.

    Parameters
    ----------
    views : sequence of View
    unknown : sequence of float
        Share of each passage's words that the model does not know.
    """
    rows = [[*_traits(view), share] for view, share in zip(views, unknown, strict=True)]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(TRAITS))


def _traits(view: View) -> list[float]:
    words = max(view.words, 1)
    return [
        math.log1p(min(words / max(view.sentences, 1), 500.0)),
        view.rate("function_words"),
        # Distinct words grow roughly with the 0.7th power of the length (Heaps' law): long answers are not odd for it.
        min(view.distinct / words**0.7, 2.0),
        min(view.average("mean_word_length"), 20.0),
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
        Distances beyond which a suggestion is doubtful, and beyond which none is made.
    known : frozenset of str
        Words that enough people used in the examples.
    """

    mean: NDArray[np.float64]
    precision: NDArray[np.float64]
    doubt: float
    refuse: float
    known: frozenset[str]

    def distance(self, rows: NDArray[np.float64], words: NDArray[np.int64]) -> NDArray[np.float64]:
        """Mahalanobis distance of every passage, array of shape (n,).

        Parameters
        ----------
        rows : array of shape (n, traits)
        words : array of shape (n,)
            How many words each passage has.
        """
        away = (rows - self.mean) * trust(words)
        away[:, _ONE_SIDED] = np.maximum(away[:, _ONE_SIDED], 0.0)
        squared = np.einsum("ij,jk,ik->i", away, self.precision, away)
        return np.asarray(np.sqrt(np.clip(squared, 0.0, None)), dtype=np.float64)


def trust(words: NDArray[np.int64]) -> NDArray[np.float64]:
    """What part of a trait's deviation counts in a passage of so many words, array of shape (n, traits).

    ``n / (n + n0)`` is the reliability of a share over ``n`` words where ``n0`` words make it half chance (Spearman-Brown).
    """
    counts = np.maximum(np.asarray(words, dtype=np.float64), 0.0)[:, None]
    return np.asarray(counts / (counts + _WORDS), dtype=np.float64)
