"""Noun phrases without a parse: where they begin, and which people they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.view import CODE, PLACE

if TYPE_CHECKING:
    from rf_scorer.language.lexicon import Words
    from rf_scorer.language.view import View

__all__ = ["NounPhrases", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What was found.

    ``kind`` is ``self``, ``other``, ``shared``, ``generic``, ``you``, ``it``, ``thing``, ``there`` or ``none``; ``index`` the word, -1 for none;
    ``shared_by`` whether it was reached over a conjunction.
    """

    kind: str
    index: int
    coordinated: bool = False


class NounPhrases:
    """Reads noun phrases with the word classes of the codebook.

    Parameters
    ----------
    words : Words
    """

    def __init__(self, words: Words) -> None:
        c = words.classes
        self._words = words
        self._skip = (
            c["adverb"]
            | c["aux"]
            | c["neg"]
            | c["support"]
            | {
                "to",
                "-",
                "...",
                '"',
                "not",
                "lot",
                "lots",
                "of",
                "bit",
                "being",
                "full",
                "filled",
                "able",
                "unable",
                "such",
                "tend",
                "tended",
            }
        ) - {"nobody", "nothing", "none", "noone"}
        self._pronouns = {
            "i": "self", "we": "shared", "he": "other", "she": "other", "they": "other", "you": "you", "y'all": "you", "it": "it", "there": "there",
        }  # fmt: skip
        self._objects = {
            "me": "self", "us": "shared", "him": "other", "them": "other", "her": "other", "myself": "self", "himself": "other", "herself": "other", "themselves": "other",
            "ourselves": "shared", "yourself": "you", "one": "generic", "each": "other",
        }  # fmt: skip
        self._poss = {
            "my": "self",
            "our": "shared",
            "your": "you",
            "his": "other",
            "her": "other",
            "their": "other",
            "mine": "self",
            "one's": "generic",
        }
        self._indefinite = c["indefinite"] | {"none", "noone", "nobody"}
        self._kin = c["kin"]
        self._person = c["person"] | c["kin"] | frozenset(word + "s" for word in c["person"])
        self._people = c["people"]
        self._det = c["det"]
        self._prep = c["preposition"]
        self._subordinators = c["subordinator"] | c["wh"] - {"who", "which"}
        self._conj = c["conjunction"]
        self._body = c["body"]
        self._aux = c["aux"]
        self._predicates = c["be"] | {
            "feel",
            "feels",
            "felt",
            "feeling",
            "get",
            "gets",
            "got",
            "getting",
            "become",
            "became",
            "seem",
            "seems",
            "seemed",
            "looked",
            "look",
            "so",
            "very",
            "too",
            "really",
            "quite",
            "more",
            "pretty",
        }
        #: Verbs that introduce what somebody said.
        self.quotatives = c["quotative"]

    def is_person_noun(self, view: View, i: int) -> bool:
        """Whether a word names a person or people."""
        word = view.w[i]
        return word in self._person or word in self._people or word == CODE

    def _phrase_start(self, view: View, j: int, low: int) -> int:
        """Where the noun phrase that ends at ``j`` begins."""
        w = view.w
        k = j
        while k > low and k > j - 5:
            before = w[k - 1]
            if before in self._det or before in self._poss or before == "'s":
                k -= 1
                if before == "'s" and k > low:
                    k -= 1
                    continue
                if k > low and w[k - 1] in {"all", "both", "half"}:
                    k -= 1
                break
            if (
                before in self._words.verb_tags
                or before in self._prep
                or before in self._conj
                or not before[0].isalpha()
                or before in self._pronouns
                or before in self._objects
                or before in self._subordinators
                or before in self._skip
            ):
                break
            k -= 1
        return k

    def _person_phrase(self, view: View, j: int, low: int) -> Subject:
        w = view.w
        start = self._phrase_start(view, j, low)
        word = w[j]
        if word == "guys" and start <= j and j > 0 and w[j - 1] == "you":
            return Subject("you", j - 1)
        # my sister and I / me and my brother
        if j + 2 < len(w) and w[j + 1] == "and" and w[j + 2] in {"i", "me", "myself"}:
            return Subject("shared", start)
        if start - 2 >= low and w[start - 1] == "and" and w[start - 2] in {"me", "i", "us"}:
            return Subject("shared", start - 2)
        determiner = w[start] if start < j else ""
        if (
            word == CODE
            or determiner in self._poss
            or determiner in {"the", "this", "that", "these", "those", "both"}
            or (start < j and w[start + 1 : start + 2] == ["'s"])
        ):
            return Subject("other", start)
        if word in self._words.classes["proper_kin"] and not determiner:
            return Subject("other", start)
        if word in self._people and (
            not determiner or determiner in {"most", "many", "some", "all", "few", "any", "no", "a", "lot"}
        ):
            return Subject("generic", start)
        if determiner in {"a", "an", "any", "every", "no", "each", "another"} and (
            word
            in {
                "child",
                "kid",
                "baby",
                "person",
                "parent",
                "mother",
                "father",
                "toddler",
                "teenager",
                "adult",
                "human",
                "infant",
            }
        ):
            return Subject("generic", start)
        return Subject("other", start)

    def _body_of(self, view: View, start: int, j: int) -> bool:
        return view.w[start] in {"my", "his", "her", "their", "our", "your"} and view.w[j] in self._body

    def _is_noun_like(self, view: View, j: int) -> bool:
        word = view.w[j]
        return (
            (word[0].isalpha() or word == PLACE)
            and word not in self._words.verb_tags
            and not word.endswith("ly")
            and word not in self._prep
            and word not in self._det
        )

    def named(self, view: View, i: int) -> Subject | None:
        """An experiencer who is named after the word: ``for me``, ``to my mother``, ``for all of us``."""
        w, last = view.w, min(view.last[i], i + 7)
        for k in range(i + 1, last):
            if w[k] in {",", ".", "because", "and", "but", "when", "that", "so"}:
                return None
            if w[k] in {"for", "to", "on"} and k + 1 < last:
                return self.phrase(view, k + 1)
        return None

    def phrase(self, view: View, k: int) -> Subject | None:
        """The person that a phrase beginning at word ``k`` names, or None."""
        w = view.w
        if k >= len(w) or (not w[k][0].isalnum() and w[k] != CODE):
            return None
        word = w[k]
        if word in self._objects and word not in {"one"}:
            if word == "her" and k + 1 < len(w) and self.is_person_noun(view, k + 1):
                return Subject("other", k)
            return Subject(self._objects[word], k)
        if word == "you":
            return Subject("you", k)
        if word in self._indefinite:
            return Subject("generic", k)
        for j in range(k, min(view.last[k], k + 4)):
            if self.is_person_noun(view, j) or view.capital(j):
                return self._person_phrase(view, j, k)
            if (
                w[j] not in self._det
                and w[j] not in self._poss
                and (not w[j][0].isalpha() or w[j] in self._words.verb_tags or w[j] in self._prep)
            ):
                break
        if word in {"all", "both"} and k + 2 < len(w) and w[k + 1] == "of" and w[k + 2] in self._objects:
            return Subject(self._objects[w[k + 2]], k + 2)
        if w[k] in {"my", "his", "her"} and k + 1 < len(w) and w[k + 1] in self._body:
            return Subject(self._poss[w[k]], k)
        return None
