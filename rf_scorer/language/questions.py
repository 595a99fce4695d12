"""Whom a question asks about, whose state a bare answer names: *How do you think she felt? - Scared, I guess*."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["asks_about_another"]

#: With these the one who is asked is only asked for an opinion.
_OPINION = frozenset(
    {"think", "imagine", "suppose", "guess", "reckon", "believe", "say", "remember", "describe", "tell", "mean"}
)
_OTHERS = frozenset({"he", "she", "they", "his", "her", "him", "them", "their"})
_COMMENT = frozenset({"that", "it", "this"})


def asks_about_another(words: Sequence[str], people: Collection[str]) -> bool:
    """Whether a question asks how it was for somebody else than the one who is asked.

    Parameters
    ----------
    words : sequence of str
        Of the question, in lower case.
    people : collection of str
        Nouns for people.
    """
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else ""
        if word in _COMMENT and after == "like":
            return "for" in words[i + 2 : i + 4] and bool(_OTHERS.union(people).intersection(words[i + 3 : i + 6]))
        if word == "you" and after not in _OPINION:
            return False
        if word in _OTHERS or (word == "your" and after in people):
            return True
    return False
