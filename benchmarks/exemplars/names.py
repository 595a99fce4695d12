"""Two capitalised words in a row: what a reader looks through for the full name of somebody real."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .passages import Passage

__all__ = ["capitalised"]


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Capitalised because a sentence begins or because English does so; none is part of a name.
_NO_NAMES = _words(
    "a about after all also always an and any as at ay because before bueno but by can cause could did do don't each "
    "even every everybody everyone first for from get good had has have he he'd he's her here his how i i'd i'll i'm "
    "i've if in is it it's its just last like look looking maybe me my next no not nothing now of oh ok okay on once one or "
    "other our over people she she'd she's since so some somebody sometimes still such tell that that's the their then "
    "there there's these they this those to told under up was we well were what what's when where which who why with "
    "yeah yes you your "
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays january february march april june july august september october november december"
)
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’]*")
_GAP = re.compile(r"[ -]")


def capitalised(passages: Sequence[Passage]) -> Mapping[str, Sequence[str]]:
    """Every run of two or more capitalised words, with the ids of the passages that hold it, sorted by run.

    Words that are capitalised for another reason than being a name part a run. Role codes (``{{Sister}}``) are no names.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        for text in (passage.question, passage.spoken):
            for run in _runs(text):
                if passage.id not in found[run]:
                    found[run].append(passage.id)
    return dict(sorted(found.items()))


def _runs(text: str) -> list[str]:
    runs: list[list[str]] = []
    end = -1
    for match in _CAPITALISED.finditer(text):
        word = match[0]
        joined = end >= 0 and _GAP.fullmatch(text[end : match.start()])
        inside = match.start() > 0 and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "'’")
        if inside:  # the tail of a word such as McArthur
            continue
        if word.replace("’", "'").lower() in _NO_NAMES:
            end = -1
            continue
        if joined:
            runs[-1].append(word)
        else:
            runs.append([word])
        end = match.end()
    return [" ".join(run) for run in runs if len(run) > 1]
