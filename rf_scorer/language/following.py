"""What follows a word, told by the words alone: a clause, an object, a preposition or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["COMPLEMENTS", "clause_at", "follows"]

#: What may follow a word; a word may be followed by several at once.
COMPLEMENTS = (
    "end",
    "clause",
    "that",
    "wh",
    "if",
    "to",
    "ing",
    "about",
    "object",
    "person",
    "adjective",
    "so",
    "preposition",
    "conjunction",
)

_STOPS = frozenset({".", "?", "!", ",", ";", ":", "-", "...", '"', ")"})
_SUBJECT_ONLY = frozenset(
    {"i", "he", "she", "we", "they", "there", "everybody", "everyone", "nobody", "someone", "somebody"}
)
_BASE = frozenset({"base"})
_NONE: frozenset[str] = frozenset()
_ING_NOUNS = frozenset({"thing", "something", "anything", "nothing", "everything", "morning", "evening"})
#: Words that tell at once what follows.
_OPENERS = {
    "that": ("that",), "if": ("wh", "if"), "whether": ("wh", "if"), "when": ("wh", "conjunction"), "to": ("to",), "so": ("so",),
    "about": ("about",), "of": ("about",), "over": ("about",), "and": ("conjunction",), "but": ("conjunction",), "or": ("conjunction",),
    "because": ("conjunction", "clause"), "as": ("conjunction", "clause"), "since": ("conjunction", "clause"), "although": ("conjunction", "clause"),
    "though": ("conjunction", "clause"), "while": ("conjunction", "clause"), "once": ("conjunction", "clause"),
}  # fmt: skip


def follows(view: View, k: int, last: int, words: Words, finder: SubjectFinder) -> frozenset[str]:
    """What follows at word ``k``, told by the words alone: names from :data:`COMPLEMENTS`."""
    if k >= last or view.w[k] in _STOPS:
        return frozenset({"end"})
    word = view.w[k]
    if word in _OPENERS:
        found = set(_OPENERS[word])
        if word == "that":
            found.add(
                "clause"
                if clause_at(view, k + 1, last, words, finder) or clause_at(view, k, last, words, finder)
                else "object"
            )
        elif word == "so" and clause_at(view, k + 1, last, words, finder):
            found.add("clause")
        return frozenset(found)
    classes = words.classes
    if word in classes["wh"]:
        return frozenset({"wh"})
    if word in classes["subordinator"]:
        return frozenset({"conjunction"})
    if clause_at(view, k, last, words, finder):
        return frozenset({"clause"})
    if word in classes["preposition"]:
        return frozenset({"preposition"})
    if word.endswith("ing") and len(word) > 4 and word not in _ING_NOUNS:
        return frozenset({"ing"})
    return frozenset({"object", "person"} if finder.phrase(view, k) is not None else {"object"})


def clause_at(view: View, k: int, last: int, words: Words, finder: SubjectFinder) -> bool:
    """Whether a clause with its own subject and verb begins at word ``k`` and before ``last``."""
    w, classes, tags = view.w, words.classes, words.verb_tags
    while k < last and w[k] in classes["adverb"] and w[k] not in {"a", "all", "both", "more", "most", "no"}:
        k += 1
    if k >= last:
        return False
    word = w[k]
    if word in _SUBJECT_ONLY or (word == "nothing"):
        return True
    if word in {"me", "him", "us", "them", "myself", "himself", "herself", "themselves", "yourself", "ourselves"}:
        return False
    if word in {"it", "you", "this", "that", "these", "those"}:
        n = k + 1
        while n < last and w[n] in words.unsaid:
            n += 1
        if n < last and (w[n] in words.finite or ({"s", "past"} & tags.get(w[n], _NONE))):
            return True
        if word in {"it", "you"}:
            return word == "you" and n < last and "base" in tags.get(w[n], _NONE)
    return _phrase_with_verb(view, k, last, words, finder)


def _phrase_with_verb(view: View, k: int, last: int, words: Words, finder: SubjectFinder) -> bool:
    w, classes, tags = view.w, words.classes, words.verb_tags
    if w[k] in classes["preposition"] or w[k] in {"to", "and", "but", "or"}:
        return False
    starts_phrase = (
        w[k] in classes["det"]
        or w[k] in classes["poss"]
        or finder.is_person_noun(view, k)
        or view.capital(k)
        or w[k] not in tags
    )
    if not starts_phrase:
        return False
    for n in range(k + 1, min(last, k + 7)):
        word = w[n]
        if word in _STOPS or word in {
            "and",
            "but",
            "or",
            "to",
            "because",
            "when",
            "who",
            "that",
            "which",
            "if",
            "with",
            "about",
            "for",
        }:
            return False
        if word in words.finite and word != "'s":
            return True
        if word in _SUBJECT_ONLY or word in {"it", "you"}:
            return False
        form = tags.get(word, _NONE)
        if (
            ("s" in form or ("past" in form and "base" not in form))
            and w[n - 1] not in classes["det"]
            and w[n - 1] not in classes["poss"]
        ):
            return True
        if form == _BASE and (w[n - 1] in classes["people"]):
            return True
    return False
