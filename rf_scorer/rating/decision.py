"""From a distribution to the one level that is suggested.

Three rules are known. Which one a model uses is chosen on cross-validated ratings and written into it:

``median``
    The lowest level at which half of the probability is reached: smallest absolute error, but drawn towards the middle where little is known.
``likeliest``
    The level with the highest probability.
``matched``
    The expected value, cut so that levels are suggested as often as they were given. Agreement beyond chance (kappa) is not dulled by a model
    that plays safe; where little is known, single suggestions are bolder than the evidence for them, as the interval beside them shows. Levels
    at the ends of the scale that nobody was given are not suggested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import latent, metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["RULES", "Decision", "choose"]

#: The rules, the plainest first.
RULES = ("median", "likeliest", "matched")
#: Kappas this close are taken for equal.
_EQUAL = 0.03
#: Among equals exact agreement decides on scales of up to so many levels, and absolute error on longer ones.
_SHORT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A rule, and for ``matched`` its cuts.

    Attributes
    ----------
    rule : str
        One of :data:`RULES`.
    cuts : array of shape (levels - 1,)
        Ascending expected values (as indices of levels) between neighbouring levels; empty for the other rules.
    """

    rule: str
    cuts: NDArray[np.float64]

    def level(self, probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
        """Index of the suggested level.

        Parameters
        ----------
        probabilities : array of shape (n, levels)

        Returns
        -------
        array of shape (n,)
        """
        if self.rule == "median":
            return latent.median(probabilities)
        if self.rule == "likeliest":
            return np.asarray(np.argmax(probabilities, axis=1), dtype=np.int64)
        return np.asarray(np.searchsorted(self.cuts, _expected(probabilities), side="right"), dtype=np.int64)


def _expected(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    # Row by row: a matrix product would add up in an order that depends on the size of the batch.
    return np.asarray((probabilities * np.arange(probabilities.shape[1])).sum(axis=1), dtype=np.float64)


def choose(
    probabilities: NDArray[np.float64],
    ratings: NDArray[np.float64],
    levels: Sequence[int],
    questions: NDArray[np.int64] | None = None,
) -> Decision:
    """The rule with the highest quadratic kappa on cross-validated ratings.

    Among those within .03 of it, the one that is exact most often on a short scale, and the one with the smallest absolute error on a longer one.

    Parameters
    ----------
    probabilities : array of shape (n, levels)
        Out of fold.
    ratings : array of shape (n,)
    levels : sequence of int
        The declared scale.
    questions : array of shape (n,), optional
        Codes; kappa is then the mean over questions, since a rule that merely tells easy from hard questions serves no new one.
    """
    whole = np.floor(ratings + 0.5).astype(np.int64)
    values = np.asarray(levels)
    shares = np.cumsum(np.bincount(whole - values[0], minlength=len(values)))[:-1] / len(whole)
    matched = np.quantile(_expected(probabilities), shares)
    # Out of reach below the lowest level given and above the highest: a cut at the lowest or highest value known would send whatever lies a hair
    # beyond it past every level that was never given.
    matched = np.where(shares <= 0.0, 0.0, np.where(shares >= 1.0, float(len(values)), matched))
    rules = [Decision(rule=rule, cuts=matched if rule == "matched" else np.zeros(0)) for rule in RULES]
    judged = []
    for rule in rules:
        level = values[rule.level(probabilities)]
        kappas = [
            metrics.quadratic_kappa(level[rows], whole[rows], levels) or 0.0 for rows in _blocks(questions, len(whole))
        ]
        close_to = np.mean(level == whole) if len(values) <= _SHORT else -np.abs(level - ratings).mean()
        judged.append((float(np.mean(kappas)), float(close_to)))
    best = max(kappa for kappa, _ in judged)
    close = [index for index, (kappa, _) in enumerate(judged) if kappa >= best - _EQUAL]
    return rules[max(close, key=lambda index: (judged[index][1], -index))]


def _blocks(questions: NDArray[np.int64] | None, count: int) -> list[NDArray[np.int64]]:
    if questions is None:
        return [np.arange(count)]
    return [np.flatnonzero(questions == code) for code in np.unique(questions)]
