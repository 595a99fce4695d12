"""Which stretches of an answer its wording counts by: every gram's contribution, laid where it begins and summed by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.rating.wording import Words

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


def phrases(texts: Sequence[str], said: Sequence[Words], carried: Sequence[float]) -> tuple[Phrase, ...]:
    """Stretches of an answer, in order.

    Parameters
    ----------
    texts : sequence of str
        The answering turns.
    said : sequence of list of (str, int, int)
        The words of each of them.
    carried : sequence of float
        What every word of the answer contributes (:meth:`rf_scorer.rating.laid.Laid.carried`).
    """
    found: list[Phrase] = []
    before = 0
    for turn, (text, words) in enumerate(zip(texts, said, strict=True)):
        opens = _opening(text, [start for _, start, _ in words])
        for first, behind in pairwise((*opens, len(words))):
            # From 0.0 on and word by word, as any other sum here.
            total = 0.0
            for one in carried[before + first : before + behind]:
                total += one
            found.append(Phrase(turn=turn, start=words[first][1], end=words[behind - 1][2], contribution=total))
        before += len(words)
    return tuple(found)


def _opening(text: str, words: Sequence[int]) -> list[int]:
    """Which words open a stretch, ascending; ``words`` are their offsets."""
    breaks = [bisect_left(words, match.end()) for match in _BREAK.finditer(text)]
    found: list[int] = []
    # The first word after a break opens one; so does every so manieth word since the last that did.
    for behind in (*breaks, len(words)):
        found += range(found[-1] + _LONGEST if found else 0, behind, _LONGEST)
        if behind < len(words) and (not found or found[-1] != behind):
            found.append(behind)
    return found
