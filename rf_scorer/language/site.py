"""The surroundings of one word, worked out only as far as a rule asks for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rf_scorer.language.adjectives import attributive, predicative
from rf_scorer.language.following import follows
from rf_scorer.language.lazy import lazy
from rf_scorer.language.negation import head_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.language.conditions import Hit
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.phrases import Subject
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["TENSES", "Site"]

TENSES = ("present", "past", "progressive", "perfect", "infinitive", "future", "conditional", "modal")
_PERSON_OBJECTS = frozenset({
    "me", "him", "her", "us", "them", "you", "myself", "himself", "herself", "themselves", "ourselves", "yourself", "someone",
    "somebody", "everyone", "everybody", "anyone", "anybody", "nobody", "people", "who",
})  # fmt: skip
_ASKING = frozenset({"do", "did", "does", "are", "were", "have", "had", "would", "could", "can", "will", "should"})
_NONE: frozenset[str] = frozenset()
_STATE_REACH = 8
#: What only nouns have, and what only verbs have.
_NOUN_KIDS = frozenset({"cop", "det", "case", "amod", "nmod"})
_VERB_KIDS = frozenset({"nsubj", "obj", "ccomp", "xcomp"})


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
    taken : mapping of int to Hit
        What has been found before, by its words.

    Attributes
    ----------
    tag : str
        Which form of its headword the word here is taken for; empty for an idiom.
    """

    def __init__(
        self,
        view: View,
        start: int,
        end: int,
        *,
        words: Words,
        finder: SubjectFinder,
        noun: bool = False,
        taken: Mapping[int, Hit] = MappingProxyType({}),
    ) -> None:
        self.view, self.start, self.end, self.taken, self.tag = view, start, end, taken, ""
        self._words, self._finder, self._noun = words, finder, noun

    @lazy
    def subject(self) -> Subject:
        """Whose predicate, or whose noun, this is."""
        find = self._finder.of_noun if self._noun else self._finder.of_verb
        return find(self.view, self.start, self.end)

    @lazy
    def head(self) -> int:
        """The word of this place on which its other words depend."""
        return head_of(self.view, self.start, self.end)

    @lazy
    def kids(self) -> dict[str, list[int]]:
        """Dependents of the head outside this place, by relation without its subtype."""
        found: dict[str, list[int]] = {}
        view = self.view
        for kid in view.kids[self.head] if view.head else ():
            if not self.start <= kid < self.end:
                found.setdefault(view.dep[kid].partition(":")[0], []).append(kid)
        return found

    @lazy
    def part(self) -> str:
        """Universal part of speech; a noun that is tagged as a verb is told by its dependents."""
        tagged = self.view.pos[self.head]
        if (
            tagged == "VERB"
            and _NOUN_KIDS.intersection(self.kids)
            and ("cop" in self.kids or not _VERB_KIDS.intersection(self.kids))
        ):
            return "ADJ" if "det" not in self.kids and self.view.tag[self.head] in {"VBN", "VBD"} else "NOUN"
        return tagged

    @lazy
    def auxiliaries(self) -> frozenset[str]:
        """Auxiliaries, copulas and the infinitive's *to* that belong to this word, wherever they stand."""
        view = self.view
        found = {view.w[kid] for relation in ("aux", "cop") for kid in self.kids.get(relation, ())}
        found.update("to" for kid in self.kids.get("mark", ()) if view.w[kid] == "to")
        return frozenset(found)

    @lazy
    def governor(self) -> str:
        """Base form of the word that governs this one, over a list and its first member; empty for none."""
        view, node = self.view, self.head
        if not view.head:
            return ""
        for _ in range(3):
            if view.dep[node] != "conj":
                break
            node = view.head[node]
        above = view.head[node]
        return view.lemma[above] if above >= 0 else ""

    @lazy
    def predicate(self) -> bool:
        """Whether an adjective, participle or noun here is what is said of somebody: *was*, *felt*, *made him …*, or all that is said."""
        view = self.view
        return bool(view.head) and predicative(view, self.head)

    @lazy
    def object(self) -> str:
        """``person``, ``thing``, ``clause`` or ``none``: what the verb here is directed at."""
        kids = self.kids
        if "ccomp" in kids:
            return "clause"
        for kid in [*kids.get("obj", ()), *kids.get("iobj", ())]:
            if kid > self.head and self.view.tag[kid] != "PRP$":
                return "person" if self._person(kid) else "thing"
        if any(self.view.dep[n] == "det" for kid in kids.get("xcomp", ()) for n in self.view.kids[kid]):
            return "thing"  # it wants a good clean
        return "none"

    def _person(self, i: int) -> bool:
        view = self.view
        word = view.w[i]
        named = view.pos[i] == "PROPN" and view.w[i - 1] != ","
        return word in _PERSON_OBJECTS or self._finder.is_person_noun(view, i) or named

    @lazy
    def before(self) -> tuple[str, ...]:
        """Auxiliaries, negations, adverbs and support verbs in front, nearest first, as far as the subject."""
        w, allowed = self.view.w, self._words.leading
        k, low = self.start - 1, max(self.view.first[self.start], self.start - 10)
        while k >= low and w[k] in allowed:
            k -= 1
        return tuple(w[k + 1 : self.start][::-1])

    @lazy
    def tags(self) -> frozenset[str]:
        """Verb tags that the word's form may have."""
        return self._words.verb_tags.get(self.view.w[self.start], _NONE)

    @lazy
    def tense(self) -> str:
        """One of :data:`TENSES`."""
        chain, tags = self._chain, self.tags
        if "to" in chain[:1] or (self.view.head and "to" in self.auxiliaries):
            return "infinitive"
        chain = (*chain, *self.auxiliaries.difference(chain))
        if "ing" in tags and "base" not in tags:
            return "progressive"
        if chain:
            if "will" in chain or ("to" in chain and "going" in chain):
                return "future"
            if "'d" in chain and "participle" in tags and "base" not in tags:
                return "perfect"
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

    @lazy
    def _chain(self) -> tuple[str, ...]:
        keep = self._words.chained
        return tuple(word for word in self.before if word in keep)

    @lazy
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

    @lazy
    def complement(self) -> frozenset[str]:
        """What follows, as names from ``following.COMPLEMENTS``: after the words, and where these could be either, after the parse."""
        near = follows(self.view, self.after, self.view.last[self.start], self._words, self._finder)
        if not self.view.head:
            return near
        kids = self.kids
        if self._state_follows():
            return frozenset({"adjective"})
        if "end" in near or near == {"preposition"} or near == {"about"}:
            later = [kid for kid in kids.get("ccomp", ()) if kid > self.head]
            # I think, well, he left; I think about four years ago he left
            if later and (near != {"about"} or self.view.pos[self.after] == "ADV"):
                return frozenset({"clause"}) if "end" not in near else near | {"clause"}
            return near
        if near & {"object", "clause", "adjective"} and "that" not in near and "conjunction" not in near:
            return self._parsed(near)
        return near

    def _state_follows(self) -> bool:
        """An adjective or participle said of the subject or object: ``felt really, really guilty``, ``found it hard``."""
        view, kids = self.view, self.kids
        k = self.after
        if k < view.last[self.start] and view.tag[k] == "JJ" and 0 <= view.head[k] < self.start:
            return True  # what I found odd was: no adjective stands before a noun that is over
        for relation in ("xcomp", "parataxis", "advmod"):
            for kid in kids.get(relation, ()):
                if (
                    kid > self.head
                    and kid - self.head < _STATE_REACH
                    and (view.pos[kid] == "ADJ" or view.tag[kid] == "VBN")
                ):
                    below = {view.dep[grandchild] for grandchild in view.kids[kid]}
                    if not below & {"nsubj", "cop", "mark", "aux", "aux:pass", "det"}:
                        return True
        return False

    def _parsed(self, near: frozenset[str]) -> frozenset[str]:
        """What follows, told by how the next word hangs on this one."""
        view, head = self.view, self.head
        node = self.after
        for _ in range(5):
            above = view.head[node]
            if above == head or above < 0:
                break
            node = above
        if view.head[node] != head:
            return near | {"end"} if near == {"object"} else near
        relation = view.dep[node].partition(":")[0]
        if relation in {"ccomp", "parataxis"}:
            return frozenset({"clause"})
        if relation in {"obj", "iobj"} and "clause" in near and not self.kids.get("ccomp"):
            return frozenset({"object", "person"}) if self._person(node) else frozenset({"object"})
        if relation in {"obl", "advmod", "discourse"} and any(kid > head for kid in self.kids.get("ccomp", ())):
            return near | {"clause"}
        return near

    @lazy
    def question(self) -> bool:
        """Whether the sentence asks: ends in a question mark, or puts an auxiliary before 'you'."""
        view = self.view
        if view.w[view.last[self.start] - 1] == "?":
            return True
        you = next((i for i in self.kids.get("nsubj", ()) if view.w[i] == "you"), -1)
        return any(view.w[i] in _ASKING and i < you for i in (*self.kids.get("aux", ()), *self.kids.get("cop", ())))

    @lazy
    def attributive(self) -> bool:
        """Whether an adjective here stands before its noun."""
        return attributive(self, self._words)
