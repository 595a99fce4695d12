"""Words that tell a sub-type: habits that the writers shared."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .passages import Passage

__all__ = ["Giveaway", "giveaways"]

#: Fewest passages of the sub-type that must hold the words, and how many words are told.
_LEAST, _TOLD = 6, 6


class Giveaway(NamedTuple):
    """One word or two in a row, in how many passages of the sub-type, and in how many of the others."""

    words: str
    inside: int
    outside: int


def _grams(passage: Passage) -> set[str]:
    return {*passage.words, *map(" ".join, pairwise(passage.words))}


def giveaways(passages: Sequence[Passage], subtypes: Iterable[str]) -> dict[str, Sequence[Giveaway]]:
    """The words of every sub-type that are commonest beyond expectation, most telling first.

    Words are ordered by how many standard deviations their number of passages lies above that of a random draw of as many
    passages. Words that share one with those told already are left out.
    """
    grams = [_grams(passage) for passage in passages]
    everywhere = Counter(gram for found in grams for gram in found)
    told: dict[str, Sequence[Giveaway]] = {}
    for subtype in subtypes:
        inside = Counter(
            gram for passage, found in zip(passages, grams, strict=True) if passage.subtype == subtype for gram in found
        )
        share = sum(passage.subtype == subtype for passage in passages) / len(passages)
        scores = {
            gram: (count - share * everywhere[gram]) / np.sqrt(share * (1 - share) * everywhere[gram])
            for gram, count in inside.items()
            if count >= _LEAST
        }
        chosen: list[str] = []
        for gram in sorted(scores, key=lambda gram: (-scores[gram], gram)):
            parts = set(gram.split())
            if len(chosen) < _TOLD and not any(parts & set(other.split()) for other in chosen):
                chosen.append(gram)
        told[subtype] = [Giveaway(gram, inside[gram], everywhere[gram] - inside[gram]) for gram in chosen]
    return told
