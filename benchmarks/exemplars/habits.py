"""Habits of the writers that tell a rating: found by reading and counting this very file, so they describe it and test nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .passages import Passage

__all__ = ["HABITS", "Habit", "habits"]

#: What is looked for in an answer's words, in lower case with one space between them; the key stands in the table.
HABITS: Mapping[str, re.Pattern[str]] = {
    title: re.compile(pattern)
    for title, pattern in {
        "*I thought*": r"\bi thought\b",
        "*used to think, took it for, took it as*": r"\b(?:used to think|took it (?:for|as))\b",
        "*I think he, I think she*": r"\bi think (?:he|she)\b",
        "*scared, ashamed*": r"\b(?:scared|ashamed)\b",
        "*happy, love, loves, loved*": r"\b(?:happy|love[sd]?)\b",
        "*pattern, attachment, system, dynamic*": r"\b(?:pattern|attachment|system|dynamic)s?\b",
        "*jealous*": r"\bjealous\b",
        "*normal*": r"\bnormal\b",
        "*couldn't tell you, you'd have to ask*": r"\b(?:couldn't tell you|you'd have to ask)\b",
        "*there was a*": r"\bthere was a\b",
        "*hundred, degrees, metres, pounds, euros*": r"\b(?:hundred|degrees|metres|pounds|euros)\b",
        "*the left, my left*": r"\b(?:the|my) left\b",
        "*you want me*": r"\byou want me\b",
        "*write*": r"\bwrite\b",
        "*next question, next one*": r"\bnext (?:question|one)\b",
        "opens with *no*": r"^no\b",
        "no *he, she, him, her, his* at all": r"^(?!.*\b(?:he|she|him|her|his)\b)",
    }.items()
}
#: Levels up to the first are called low here, those from the second on high.
LOW, HIGH = 1, 6


class Habit(NamedTuple):
    """Passages and writers that show a habit, their mean rating, and the shares of them that are low and high."""

    title: str
    passages: int
    writers: int
    rating: float
    low: float
    high: float


def _habit(title: str, chosen: Sequence[Passage]) -> Habit:
    count = len(chosen)
    return Habit(
        title=title,
        passages=count,
        writers=len({passage.writer for passage in chosen}),
        rating=sum(passage.rating for passage in chosen) / count,
        low=sum(passage.level <= LOW for passage in chosen) / count,
        high=sum(passage.level >= HIGH for passage in chosen) / count,
    )


def habits(passages: Sequence[Passage]) -> Sequence[Habit]:
    """Every passage taken together, then every habit that occurs, highest mean rating first."""
    texts = [" ".join(passage.words) for passage in passages]
    found = []
    for title, pattern in HABITS.items():
        chosen = [passage for passage, text in zip(passages, texts, strict=True) if pattern.search(text)]
        if chosen:
            found.append(_habit(title, chosen))
    return [_habit("every passage", passages), *sorted(found, key=lambda one: -one.rating)]
