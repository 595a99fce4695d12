"""Contractions undone, as the view has them."""

from __future__ import annotations

__all__ = ["expand"]

_PRONOUN_S = frozenset({"that", "it", "he", "she", "there", "what", "who", "where", "how", "here", "this"})
_STANDALONE = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will"}


def expand(word: str) -> list[str]:
    """A word as the view has it: contractions undone."""
    if word in _STANDALONE:
        return [_STANDALONE[word]]
    for ending, full in (("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "'d")):
        if word.endswith(ending) and len(word) > len(ending):
            stem = {"ca": "can", "wo": "will", "sha": "shall"}.get(word.removesuffix(ending), word.removesuffix(ending))
            return [stem, full]
    if word.endswith("'s") and len(word) > 2:
        return [word[:-2], "is" if word[:-2] in _PRONOUN_S else "'s"]
    return [part for part in word.split("-") if part] if "-" in word and len(word) > 1 else [word]
