"""Noun phrases: which people, person or thing the word names on which the others of its phrase depend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.view import CODE

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.view import View

__all__ = ["OUTWARD", "PEOPLE_KINDS", "NounPhrases", "Subject"]

#: Kinds of subject that have a mind.
PEOPLE_KINDS = frozenset({"self", "other", "shared", "generic", "you"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "themself"})
_THIRD = _THEY | {"he", "she", "him", "her", "his", "himself", "herself"}
# fmt: off
#: Words that take their reference from an of-phrase: all of us, part of me, the rest of my family, a kind of person.
_SHARES = frozenset({
    "all", "both", "none", "neither", "either", "each", "most", "many", "some", "few", "half", "any", "rest", "lot",
    "lots", "bunch", "couple", "majority", "one", "two", "three", "four", "five", "six", "part", "parts", "bit", "bits",
    "side", "sides", "piece", "kind", "sort", "type", "loads", "load", "plenty", "number", "several", "pair", "corner",
    "version", "whole", "that", "those", "everyone", "everybody", "every", "group", "generation", "ones", "quarter",
})
#: Whom anybody may have, so that "your" means nobody in particular.
_HAD_BY_ANYBODY = frozenset({"kid", "kids", "child", "children", "baby", "babies", "partner", "friends"})
_INNER = frozenset({"in", "inside", "within"})
_ADDRESSED = frozenset({"guys", "people", "folks", "lot", "two", "kids", "boys", "girls"})
_INDEFINITE = frozenset({"a", "an", "another"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
#: With one of these even a definite noun is anybody of its kind.
_ANY = frozenset({"any", "every", "no", "each"})
_ONE_OF_A_KIND = frozenset({
    "child", "kid", "baby", "person", "parent", "mother", "father", "toddler", "teenager", "adult", "human", "infant",
})
#: Of those, whom a he or she after them takes up.
_CHILDLIKE = frozenset({"child", "kid", "baby", "person", "toddler", "teenager", "infant"})
_THINGS = frozenset({
    "this", "that", "these", "those", "everything", "something", "nothing", "anything", "which", "what", "whatever",
})
#: Where a state is seen.
OUTWARD = frozenset({"eyes", "face", "voice", "eye", "head", "faces", "smile", "look"})
_OUTSIDE = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "ADV", "PART", "INTJ", "PUNCT"})
_CLAUSE_OPENERS = frozenset({",", "and", "but", "so", "because", "that", "when", "if", "then", "where", "how", "since", "while", "-", "yeah", '"'})
_WITHIN_PHRASE = frozenset({"det", "nmod:poss", "amod", "compound", "nummod", "det:predet", "advmod", "flat", "nmod:desc"})
# fmt: on


@dataclass(frozen=True, slots=True)
class Subject:
    """What was found.

    ``kind`` is ``self``, ``other``, ``shared``, ``generic``, ``you``, ``it``, ``thing``, ``there`` or ``none``; ``index`` the word, -1 for none;
    ``coordinated`` whether it was reached over a conjunction.
    """

    kind: str
    index: int
    coordinated: bool = False

    @property
    def person(self) -> bool:
        """Whether this has a mind."""
        return self.kind in PEOPLE_KINDS


class NounPhrases:
    """Reads noun phrases with the parse and the word classes of the codebook.

    Parameters
    ----------
    words : Words
    """

    def __init__(self, words: Words) -> None:
        c = words.classes
        self._words = words
        self._nominative = {"i": "self", "we": "shared", "he": "other", "she": "other", "they": "other"}
        self._pronouns = {
            **self._nominative,
            "me": "self", "myself": "self", "mine": "self", "us": "shared", "ourselves": "shared", "ours": "shared", "him": "other", "her": "other", "them": "other", "himself": "other",
            "herself": "other", "themselves": "other", "themself": "other", "hers": "other", "theirs": "other", "you": "you", "ya": "you", "y'all": "you", "yourself": "you",
            "yourselves": "you", "it": "it", "itself": "it", "there": "there", "oneself": "generic",
        }  # fmt: skip
        self._objects = frozenset({
            "me", "us", "him", "them", "her", "myself", "himself", "herself", "themselves", "ourselves", "yourself",
        })  # fmt: skip
        self._poss = {
            "my": "self", "mine": "self", "our": "shared", "your": "you", "his": "other", "her": "other", "their": "other", "one's": "generic", "its": "it", "whose": "other",
        }  # fmt: skip
        self._indefinite = c["indefinite"] | {"none", "noone", "nobody"}
        self._person = c["person"] | c["kin"] | frozenset(word + "s" for word in c["person"])
        self._people = c["people"]
        #: Nouns for persons.
        self.people = self._person
        self.body = c["body"]
        self._determiners = (c["det"] | self._poss.keys()) - {"that", "what", "which", "all", "both"}
        self._proper_kin = c["proper_kin"]
        self.adverbs = c["adverb"]
        self._aux = c["aux"]
        #: Before these "one" is a number or one of several.
        self._counting = c["det"] | c["poss"] | c["preposition"] | {"only", "just", "is", "was", "were", "are", "be"}
        #: What may stand between a pronoun and its verb.
        self._light = (c["aux"] | c["adverb"] | c["neg"]) - {"nobody", "nothing", "none", "noone"}
        #: Verbs that introduce what somebody said.
        self.quotatives = c["quotative"]

    def is_person_noun(self, view: View, i: int) -> bool:
        """Whether a word names a person or people."""
        word = view.w[i]
        return word in self._person or word in self._people or word == CODE

    def who(self, view: View, k: int) -> Subject:
        """Whom or what the noun phrase names whose head is word ``k``."""
        w, word = view.w, view.w[k]
        kind = self._pronouns.get(word)
        if kind is not None:
            if kind == "other" and word in _THIRD and self._bound(view, k):
                kind = "generic"
            return Subject(self._joined(view, k, kind), k)
        if word in _SHARES and (found := self._partitive(view, k)) is not None:
            return found
        if (found := self._inner(view, k)) is not None:
            return found
        if self.is_person_noun(view, k) or self._name(view, k):
            return Subject(self._joined(view, k, self._person_kind(view, k)), k)
        if word in {"one", "ones"}:
            return Subject(self._one(view, k), k)
        if word in self._indefinite or word == "who":
            return Subject("generic", k)
        if (
            word == "both"
            and "and" in w[max(k - 4, 0) : k]
            and {"i", "me", "we", "us", "myself"}.intersection(w[max(k - 5, 0) : k])
        ):
            return Subject("shared", k)
        if word in {"both", "neither"} or (word in _SHARES and view.tag[k] == "CD"):
            return Subject("other", k)
        return Subject("thing", k)

    def possessor(self, view: View, k: int) -> Subject | None:
        """Whose the noun at ``k`` is: ``my``, ``my mother's``; None without a possessor."""
        for j in view.kids[k]:
            if view.dep[j] == "nmod:poss":
                return self.of_pronoun(view, j) if view.w[j] in self._poss else self.who(view, j)
        return None

    def of_pronoun(self, view: View, j: int) -> Subject:
        """Whom the *my*, *his* or *their* at ``j`` stands for."""
        word = view.w[j]
        kind = self._poss[word]
        return Subject("generic" if word in _THIRD and self._bound(view, j) else kind, j)

    def _name(self, view: View, k: int) -> bool:
        return view.capital(k) or (
            view.pos[k] == "PROPN" and view.text[view.s[k]].isupper() and view.w[k] not in self._words.verb_tags
        )

    def _joined(self, view: View, k: int, kind: str) -> str:
        """What the phrase is with those who are joined to it: my sister and I, me and my mum."""
        if kind not in {"self", "other", "you", "generic"}:
            return kind
        if kind == "other" and self._beside_me(view, k):
            return "shared"
        for j in view.kids[k]:
            if view.dep[j] != "conj" or j - k > 7:
                continue
            if any(view.pos[n] in {"VERB", "AUX"} for n in range(k + 1, j)):
                return kind
            joined = self._pronouns.get(view.w[j])
            if joined in {"self", "shared"}:
                return "shared"
            if kind == "self" and (joined == "other" or self.is_person_noun(view, j) or self._name(view, j)):
                return "shared"
            if kind == "generic" and joined is None and view.w[k] not in self._people and self.is_person_noun(view, j):
                return "other"
        return kind

    def _beside_me(self, view: View, k: int) -> bool:
        """Whether the clause opens with *me and* before this phrase, which the parse may take for something apart: me and my mum were."""
        w, first = view.w, view.first[k]
        while k > first and view.head[k - 1] == k and view.dep[k - 1] in _WITHIN_PHRASE:
            k -= 1
        if k - 2 < first or w[k - 1] != "and" or w[k - 2] not in {"me", "i", "myself"}:
            return False
        return k - 2 == first or w[k - 3] in _CLAUSE_OPENERS

    def _partitive(self, view: View, k: int) -> Subject | None:
        """All of us, part of me, one of my brothers, a lot of people."""
        for j in view.kids[k]:
            if j > k and view.dep[j].startswith("nmod") and any(view.w[n] == "of" for n in view.kids[j]):
                found = self.who(view, j)
                return found if found.person else None
        return None

    def _inner(self, view: View, k: int) -> Subject | None:
        """My heart, the child in me, a voice in my head: the one who has it."""
        w = view.w
        if w[k] in self.body:
            owner = self.possessor(view, k)
            if owner is not None and owner.person:
                return owner
        n = k + 1
        if n + 1 < len(w) and w[n] in _INNER and view.pos[k] not in {"VERB", "AUX"}:
            n += w[n + 1] == "of"
            if w[n + 1] in self._objects and n + 1 < len(w):
                return Subject(self._pronouns[w[n + 1]], n + 1)
            if n + 2 < len(w) and w[n + 1] in self._poss and w[n + 2] in self.body | OUTWARD:
                return Subject(self._poss[w[n + 1]], n + 1)
        return None

    def _one(self, view: View, k: int) -> str:
        """One, nobody in particular; the one, the little one: somebody."""
        kids = [j for j in view.kids[k] if j < k and view.dep[j] in {"det", "amod", "nmod:poss"}]
        if not kids:
            return "generic"
        return "generic" if view.w[kids[0]] in _ANY else "other"

    def _person_kind(self, view: View, k: int) -> str:
        """Whether a noun for people means somebody or people at large."""
        w, word = view.w, view.w[k]
        before = w[k - 1] if k > view.first[k] else ""
        if before in {"us", "we"} and view.head[k - 1] == k:
            return "shared"
        if before == "you" and word in _ADDRESSED:
            return "you"
        if word == CODE:
            return "other"
        parts = {view.dep[j]: j for j in view.kids[k] if j < k}
        if "nmod:poss" in parts:
            return self._kin_kind(view, parts["nmod:poss"], word)
        determiner = w[parts["det"]] if "det" in parts else before if before in self._determiners else ""
        if determiner in _ANY or (determiner in _INDEFINITE and word in _ONE_OF_A_KIND):
            return "generic"
        if determiner in _DEFINITE or determiner in self._poss or (not determiner and word in self._proper_kin):
            return "other"
        if "nummod" not in parts and (word in self._people or (not determiner and view.tag[k] == "NNS")):
            return "generic"
        return "other"

    def _kin_kind(self, view: View, j: int, word: str) -> str:
        """Whether somebody's people are somebody: my mother is, your kid and people's parents are not."""
        if view.w[j] == "your":
            return "generic" if word in _HAD_BY_ANYBODY else "other"
        kind = self._poss.get(view.w[j]) or self.who(view, j).kind
        return "generic" if kind == "generic" else "other"

    def _bound(self, view: View, k: int) -> bool:
        """Whether *they* stands for people at large who were named before it: ``if somebody says they love you``."""
        w, plural = view.w, view.w[k] in _THEY
        for j in range(k - 1, max(view.first[k], k - 14) - 1, -1):
            word = w[j]
            if word in _THIRD:
                if (word in _THEY) != plural:
                    return False
                continue
            if word in self._indefinite or word in self._person or word in self._people:
                if not view.dep[j].startswith("nsubj"):
                    continue
                return self._person_kind(view, j) == "generic" and (plural or word in _CHILDLIKE)
            if word == CODE or view.capital(j):
                return False
        return False

    def phrase(self, view: View, k: int) -> Subject | None:
        """The person that a phrase beginning at word ``k`` names, or None."""
        w = view.w
        if k >= len(w) or not (w[k][0].isalnum() or w[k] == CODE):
            return None
        if view.pos[k] in _OUTSIDE and not self.is_person_noun(view, k) and w[k] not in self._poss:
            return None
        last = view.last[k]
        head = k
        while (
            view.dep[head] in _WITHIN_PHRASE
            and head < view.head[head] < min(last, k + 6)
            and view.pos[view.head[head]] in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"}
        ):
            head = view.head[head]
        if view.pos[head] in _OUTSIDE and not self.is_person_noun(view, head):
            return None
        found = self.who(view, head)
        return found if found.person else None

    def named(self, view: View, i: int) -> Subject | None:
        """An experiencer who is named beside the word: ``for me``, ``to my mother``, ``for all of us``; ``to him it was``."""
        w, last = view.w, min(view.last[i], i + 7)
        for k in range(i + 1, last):
            if w[k] in {",", ".", "because", "and", "but", "when", "that", "so"}:
                break
            if w[k] in {"for", "to", "on"} and k + 1 < last:
                return self.phrase(view, k + 1)
        k = view.first[i]
        k += w[k] in {"and", "but", "so"}
        return self.phrase(view, k + 1) if k < i and w[k] in {"for", "to"} else None
