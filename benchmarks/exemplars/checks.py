"""What must hold between passages, and of their text. Every fault is told by id, never by the words found there."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from .passages import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .passages import Passage

__all__ = ["RUN", "check"]

#: Words in a row that two speakers do not share by chance.
RUN = 8
#: The furthest that the three ratings of a kept passage may lie apart.
SPREAD = 2
#: Ratings are written with two decimals.
_ROUNDING = 0.005 + 1e-9
_CONTACTS = {
    "an e-mail address": re.compile(r"\S@\S"),
    "a web address": re.compile(r"https?:|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|org|net|edu|gov|io|co\.[a-z]{2})\b"),
    "a telephone number": re.compile(r"\+?\d(?:[ ().-]{0,2}\d){6,}"),
}
_BRACES = re.compile(r"\{\{[^{}]+\}\}")


def _ids(passages: Sequence[Passage]) -> Iterator[Fault]:
    for before, after in pairwise(passages):
        if after.id == before.id:
            yield Fault(after.id, "This id stands twice.")
        elif after.id < before.id:
            yield Fault(after.id, "This id stands behind a higher one.")


def _ratings(passages: Sequence[Passage]) -> Iterator[Fault]:
    for passage in passages:
        three = (passage.intended, *passage.readings)
        if abs(passage.rating - sum(three) / len(three)) > _ROUNDING:
            yield Fault(passage.id, "The rating is not the mean of the three.")
        if max(three) - min(three) > SPREAD:
            yield Fault(passage.id, f"The three ratings lie more than {SPREAD} apart.")


def _speakers(passages: Sequence[Passage]) -> Iterator[Fault]:
    known: dict[str, Passage] = {}
    for passage in passages:
        first = known.setdefault(passage.participant, passage)
        for key in ("writer", "speaker", "variety", "protocol"):
            if getattr(first, key) != getattr(passage, key):
                yield Fault(passage.id, f"The {key} differs from that of the same participant in {first.id}.")


def _writers(passages: Sequence[Passage]) -> Iterator[Fault]:
    done: set[str] = set()
    for before, after in pairwise(passages):
        if after.writer != before.writer:
            done.add(before.writer)
            if after.writer in done:
                yield Fault(after.id, "The writer's passages do not stand together.")


def _pairs(passages: Sequence[Passage]) -> Iterator[Fault]:
    by_id = {passage.id: passage for passage in passages}
    for passage in passages:
        if passage.pair is None:
            continue
        other = by_id.get(passage.pair.of)
        if other is None:
            yield Fault(passage.id, "The pair names no passage of this file.")
        elif other.id == passage.id:
            yield Fault(passage.id, "The pair names the passage itself.")
        elif other.participant != passage.participant:
            # Whoever splits by participant must not have one of a pair on either side.
            yield Fault(passage.id, "The pair names a passage of another participant.")


def _repeats(passages: Sequence[Passage]) -> Iterator[Fault]:
    known: dict[tuple[str, ...], str] = {}
    for passage in passages:
        first = known.setdefault(passage.words, passage.id)
        if first != passage.id:
            yield Fault(passage.id, f"The answer is that of {first}.")


def _shared_runs(passages: Sequence[Passage]) -> Iterator[Fault]:
    holders: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for index, passage in enumerate(passages):
        for start in range(len(passage.words) - RUN + 1):
            holders[passage.words[start : start + RUN]].add(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for indices in holders.values():
        for pair in combinations(sorted(indices), 2):
            shared[pair] += 1
    for (one, two), count in sorted(shared.items()):
        first, second = passages[one], passages[two]
        if first.participant != second.participant and not _same_words(first, second):
            times = "a run" if count == 1 else f"{count} runs"
            yield Fault(second.id, f"Shares {times} of {RUN} words with {first.id}, of another participant.")


def _same_words(one: Passage, two: Passage) -> bool:
    return any(
        a.pair is not None and a.pair.kind == "same words" and a.pair.of == b.id for a, b in ((one, two), (two, one))
    )


def _texts(passages: Sequence[Passage]) -> Iterator[Fault]:
    for passage in passages:
        for key in ("question", "answer"):
            text = getattr(passage, key)
            place = f"{passage.id}::$.{key}"
            for what, pattern in _CONTACTS.items():
                if pattern.search(text):
                    yield Fault(place, f"This looks like {what}.")
            if not unicodedata.is_normalized("NFC", text):
                yield Fault(place, "This is not in Unicode's normal form C.")
            if any(unicodedata.category(sign)[0] == "C" for sign in text):
                yield Fault(place, "There is a control character, such as a line break.")
            rest = _BRACES.sub("", text)
            if "{" in rest or "}" in rest:
                yield Fault(place, "A brace has no partner.")


def check(passages: Sequence[Passage]) -> list[Fault]:
    """Every fault, check after check.

    Parameters
    ----------
    passages : sequence of Passage
        In the order of the file.
    """
    checks = (_ids, _ratings, _speakers, _writers, _pairs, _repeats, _shared_runs, _texts)
    return [fault for run in checks for fault in run(passages)]
