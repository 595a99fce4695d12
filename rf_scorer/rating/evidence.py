"""What spoke for a higher and for a lower rating, in a rater's words and with the mentions, markers and words that carry it.

Members that add up (weighted features, weighted grams) are taken apart exactly; trees are taken apart split by split on a passage's own way from
root to leaf, which adds up exactly, too; regressions by level by their slope at the passage's own place. Contributions of features are relative to the typical example: the absence of something common is
evidence. Those of wording are relative to not having said it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain import Evidence, Marker, Stretch
from rf_scorer.rating.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rf_scorer.rating.phrasing import Phrase
    from rf_scorer.rating.view import View

__all__ = ["MOST", "Parts", "evidence"]

#: At most this many of each direction.
MOST = 5
#: At most so many stretches of wording for one direction.
STRETCHES = 3
#: A contribution smaller than this moves no rating.
SMALLEST = 0.05

_WORDING = {
    "for": "Worded like higher-rated examples.",
    "against": "Worded like lower-rated examples.",
}
_QUESTION = {
    "for": "Answers to this question were rated higher than others.",
    "against": "Answers to this question were rated lower than others.",
}
_PRIOR = {
    "for": "The model that was there before rates this higher than most.",
    "against": "The model that was there before rates this lower than most.",
}


class Parts:
    """What a passage's place on the latent scale is made of.

    Attributes
    ----------
    features : array of shape (features,)
        Contribution of each feature.
    deviations : array of shape (features,)
        Standardised values: above or below the typical example.
    phrases : tuple of Phrase
        Stretches of the answer with what their wording contributes.
    question, prior : float
        Contribution of the question itself (0 where it is unknown), and of models that were there before.
    """

    __slots__ = ("deviations", "features", "phrases", "prior", "question")

    def __init__(
        self,
        *,
        features: NDArray[np.float64],
        deviations: NDArray[np.float64],
        phrases: tuple[Phrase, ...],
        question: float,
        prior: float,
    ) -> None:
        self.features = features
        self.deviations = deviations
        self.phrases = phrases
        self.question = question
        self.prior = prior


def evidence(view: View, parts: Parts) -> tuple[Evidence, ...]:
    """The strongest contributions, strongest first, one of each direction for each topic.

    Parameters
    ----------
    view : View
    parts : Parts
    """
    found = [*_of_features(view, parts), *_of_wording(parts)]
    found += [
        Evidence(feature=name, direction=way, contribution=round(size, 3), text=texts[way])
        for name, size, texts in (("question", parts.question, _QUESTION), ("prior", parts.prior, _PRIOR))
        for way in [_direction(size)]
        if abs(size) >= SMALLEST
    ]
    found.sort(key=lambda one: -abs(one.contribution))  # stable: equals keep one order on every machine
    count = {"for": 0, "against": 0}
    kept = []
    for one in found:
        count[one.direction] += 1
        if count[one.direction] <= MOST:
            kept.append(one)
    return tuple(kept)


def _direction(size: float) -> str:
    return "for" if size > 0 else "against"


def _of_features(view: View, parts: Parts) -> Iterator[Evidence]:
    seen: set[tuple[str, str]] = set()
    told = {"for": 0, "against": 0}
    sizes = parts.features.tolist()
    # A stable sort on rounded values: machines that differ in the last bit still give one order.
    for index in np.argsort(-np.abs(np.round(parts.features, 6)), kind="stable").tolist():
        size = sizes[index]
        if abs(size) < SMALLEST:
            return
        if told[_direction(size)] == MOST:  # what comes now is weaker, and would be left out
            continue
        feature = FEATURES[index]
        present = bool(parts.deviations[index] > 0)
        # That somebody does not blame, or speaks of nobody at large, is the usual case and tells a rater nothing.
        if (feature.sign < 0 and not present) or (feature.topic, _direction(size)) in seen:
            continue
        seen.add((feature.topic, _direction(size)))
        told[_direction(size)] += 1
        carriers = list(feature.carriers(view)) if present else []
        yield Evidence(
            feature=feature.name,
            direction=_direction(size),
            contribution=round(size, 3),
            text=feature.more if present else feature.less,
            mentions=_ids(item for item in carriers if not isinstance(item, Marker)),
            markers=_ids(item for item in carriers if isinstance(item, Marker)),
        )


def _of_wording(parts: Parts) -> Iterator[Evidence]:
    for way in ("for", "against"):
        strongest = sorted(
            (phrase for phrase in parts.phrases if _direction(phrase.contribution) == way),
            key=lambda phrase: -abs(round(phrase.contribution, 6)),
        )
        total = sum(phrase.contribution for phrase in strongest)
        if abs(total) < SMALLEST:
            continue
        yield Evidence(
            feature="wording",
            direction=way,
            contribution=round(total, 3),
            text=_WORDING[way],
            stretches=tuple(
                Stretch(turn=phrase.turn, start=phrase.start, end=phrase.end)
                for phrase in sorted(strongest[:STRETCHES], key=lambda phrase: (phrase.turn, phrase.start))
                if abs(phrase.contribution) >= SMALLEST
            ),
        )


def _ids(items: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.id for item in items if item.id))  # type: ignore[attr-defined]
