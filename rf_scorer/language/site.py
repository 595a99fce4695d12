"""The surroundings of one word, worked out only as far as a rule asks for them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.phrases import Subject
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["COMPLEMENTS", "TENSES", "Site"]

TENSES = ("present", "past", "progressive", "perfect", "infinitive", "future", "conditional", "modal")
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
_NOT_FINITE = frozenset({"going", "being", "been", "got", "get", "gets", "getting", "gotten", "gon", "having", "be"})
_ING_NOUNS = frozenset({"thing", "something", "anything", "nothing", "everything", "morning", "evening"})
#: Words that tell at once what follows.
_OPENERS = {
    "that": ("that",), "if": ("wh", "if"), "whether": ("wh", "if"), "when": ("wh", "conjunction"), "to": ("to",), "so": ("so",),
    "about": ("about",), "of": ("about",), "over": ("about",), "and": ("conjunction",), "but": ("conjunction",), "or": ("conjunction",),
    "because": ("conjunction", "clause"), "as": ("conjunction", "clause"), "since": ("conjunction", "clause"), "although": ("conjunction", "clause"),
    "though": ("conjunction", "clause"), "while": ("conjunction", "clause"), "once": ("conjunction", "clause"),
}  # fmt: skip


class Site:
    """One place in a text.

    Parameters
    ----------
    view : View
    start, end : int
        Half-open range of words.
    words : Words
    finder : SubjectFinder
    noun : bool
        Whether a noun stands here, whose holder is its possessor.
    """

    def __init__(
        self, view: View, start: int, end: int, *, words: Words, finder: SubjectFinder, noun: bool = False
    ) -> None:
        self.view, self.start, self.end = view, start, end
        self._words, self._finder, self._noun = words, finder, noun

    @cached_property
    def subject(self) -> Subject:
        """Whose predicate, or whose noun, this is."""
        return (
            self._finder.of_noun(self.view, self.start) if self._noun else self._finder.of_verb(self.view, self.start)
        )

    @cached_property
    def before(self) -> tuple[str, ...]:
        """Auxiliaries, negations, adverbs and support verbs in front, nearest first, as far as the subject."""
        w, classes = self.view.w, self._words.classes
        allowed = classes["aux"] | classes["adverb"] | classes["neg"] | classes["support"] | {"to", "used"}
        k, low = self.start - 1, max(self.view.first[self.start], self.start - 10)
        while k >= low and w[k] in allowed:
            k -= 1
        return tuple(w[k + 1 : self.start][::-1])

    @cached_property
    def tags(self) -> frozenset[str]:
        """Verb tags that the word's form may have."""
        return self._words.verb_tags.get(self.view.w[self.start], frozenset())

    @cached_property
    def tense(self) -> str:
        """One of :data:`TENSES`."""
        chain = self._chain
        tags = self.tags
        if "to" in chain[:1]:
            return "infinitive"
        if "ing" in tags and "base" not in tags:
            return "progressive"
        if chain:
            if "will" in chain or ("to" in chain and "going" in chain):
                return "future"
            if "would" in chain or "'d" in chain:
                return "conditional"
            if (
                {"have", "has", "had"}.intersection(chain)
                and "participle" in tags
                and "do" not in chain
                and "did" not in chain
            ):
                return "perfect"
            if {"can", "could", "may", "might", "must", "should"}.intersection(chain):
                return "modal"
            if "did" in chain:
                return "past"
        if "past" in tags and "base" not in tags:
            return "past"
        return "present"

    @cached_property
    def _chain(self) -> tuple[str, ...]:
        keep = self._words.classes["aux"] | {"to"}
        return tuple(word for word in self.before if word in keep)

    @cached_property
    def after(self) -> int:
        """Index of the next word that is no adverb, or the end of the sentence."""
        view, adverbs = self.view, self._words.classes["adverb"]
        k, last = self.end, view.last[self.start]
        while (
            k < last
            and view.w[k] in adverbs
            and view.w[k] not in {"so", "like", "of", "no", "a", "at", "all", "more", "much"}
        ):
            k += 1
        if k + 1 < last and view.w[k] == "a" and view.w[k + 1] in {"lot", "bit", "little"}:
            k += 2
            if k < last and view.w[k] == "more":
                k += 1
        return k

    @cached_property
    def complement(self) -> frozenset[str]:
        """What follows, as names from :data:`COMPLEMENTS`."""
        view, k = self.view, self.after
        if k >= view.last[self.start] or view.w[k] in _STOPS:
            return frozenset({"end"})
        word = view.w[k]
        if word in _OPENERS:
            found = set(_OPENERS[word])
            if word == "that":
                found.add("clause" if self.clause_at(k + 1) or self.clause_at(k) else "object")
            elif word == "so" and self.clause_at(k + 1):
                found.add("clause")
            return frozenset(found)
        classes = self._words.classes
        if word in classes["wh"]:
            return frozenset({"wh"})
        if word in classes["subordinator"]:
            return frozenset({"conjunction"})
        if self.clause_at(k):
            return frozenset({"clause"})
        if word in classes["preposition"]:
            return frozenset({"preposition"})
        if word.endswith("ing") and len(word) > 4 and word not in _ING_NOUNS:
            return frozenset({"ing"})
        return frozenset({"object", "person"} if self._finder.phrase(view, k) is not None else {"object"})

    def clause_at(self, k: int) -> bool:
        """Whether a clause with its own subject and verb begins at word ``k``."""
        view = self.view
        w, last = view.w, view.last[self.start]
        classes, tags = self._words.classes, self._words.verb_tags
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
            while n < last and w[n] in classes["adverb"] | classes["neg"]:
                n += 1
            if n < last and (w[n] in classes["aux"] - _NOT_FINITE or ({"s", "past"} & tags.get(w[n], frozenset()))):
                return True
            if word in {"it", "you"}:
                return word == "you" and n < last and "base" in tags.get(w[n], frozenset())
        return self._phrase_with_verb(k, last)

    def _phrase_with_verb(self, k: int, last: int) -> bool:
        w = self.view.w
        classes, tags = self._words.classes, self._words.verb_tags
        if w[k] in classes["preposition"] or w[k] in {"to", "and", "but", "or"}:
            return False
        starts_phrase = (
            w[k] in classes["det"]
            or w[k] in classes["poss"]
            or self._finder.is_person_noun(self.view, k)
            or self.view.capital(k)
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
            if word in classes["aux"] - _NOT_FINITE and word != "'s":
                return True
            if word in _SUBJECT_ONLY or word in {"it", "you"}:
                return False
            form = tags.get(word, frozenset())
            if (
                ("s" in form or ("past" in form and "base" not in form))
                and w[n - 1] not in classes["det"]
                and w[n - 1] not in classes["poss"]
            ):
                return True
            if form == frozenset({"base"}) and (w[n - 1] in classes["people"]):
                return True
        return False

    @cached_property
    def question(self) -> bool:
        """Whether the sentence asks: ends in a question mark, or puts an auxiliary before 'you'."""
        view = self.view
        end = view.last[self.start]
        return view.w[end - 1] == "?"

    @cached_property
    def attributive(self) -> bool:
        """Whether an adjective here stands before its noun."""
        view = self.view
        k = self.end
        if k >= view.last[self.start]:
            return False
        word = view.w[k]
        if not word[0].isalpha():
            return False
        before = view.w[self.start - 1] if self.start > view.first[self.start] else ""
        classes = self._words.classes
        if (
            word in classes["preposition"]
            or word in classes["subordinator"]
            or word in classes["conjunction"]
            or word in classes["wh"]
            or word in classes["aux"]
            or word in classes["neg"]
        ):
            return False
        if (
            word in classes["det"]
            or word in classes["poss"]
            or word in classes["subject"]
            or word in classes["object"]
            or word in {"to", "who"}
            or word.endswith("ly")
            or word in classes["adverb"]
        ):
            return False
        if before in {
            "a",
            "an",
            "the",
            "my",
            "his",
            "her",
            "their",
            "our",
            "your",
            "this",
            "that",
            "these",
            "those",
            "some",
            "any",
            "no",
            "such",
            "very",
            "of",
            "with",
            "really",
            "in",
            "many",
            "all",
            "most",
            "pretty",
            "so",
            "every",
            "lot",
            "other",
            "one",
            "little",
            "more",
        }:
            return True
        return before in {"", ","} or before in classes["preposition"]
