"""Which stretches of an answer its wording counts by: every gram's contribution, laid where it begins and summed by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rf_scorer.rating.wording import laid_on, spoken_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Phrase", "phrases"]

_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++")
#: Spoken words after which a run-on is cut: a stretch that a rater can take in at a glance.
_LONGEST = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A stretch of a turn and what its wording contributes.

    ``turn`` counts the passage's answering turns from 0; offsets are half-open and local to it.
    """

    turn: int
    start: int
    end: int
    contribution: float


def phrases(texts: Sequence[str], worth: Mapping[str, float]) -> tuple[Phrase, ...]:
    """Stretches of an answer, in order.

    Parameters
    ----------
    texts : sequence of str
        The answering turns.
    worth : mapping of str to float
        What every occurrence of a gram contributes.
    """
    found = []
    for turn, text in enumerate(texts):
        words = spoken_words(text)
        if not words:
            continue
        places = [start for _, start, _ in words]
        starts = _starts(text, places)
        sums, ends = [0.0] * len(starts), [0] * len(starts)
        for (_, start, end), carried in zip(words, laid_on(words, worth), strict=True):
            stretch = bisect_right(starts, start) - 1
            sums[stretch] += carried
            ends[stretch] = end
        found += [
            Phrase(turn=turn, start=start, end=end, contribution=total)
            for start, end, total in zip(starts, ends, sums, strict=True)
        ]
    return tuple(found)


def _starts(text: str, words: Sequence[int]) -> list[int]:
    """Offsets of the words that open a stretch, ascending."""
    breaks = [match.end() for match in _BREAK.finditer(text)]
    found = [words[0]]
    since = 0
    for before, start in pairwise(words):
        since += 1
        parted = bisect_right(breaks, start) > bisect_right(breaks, before)
        if parted or since >= _LONGEST:
            found.append(start)
            since = 0
    return found
