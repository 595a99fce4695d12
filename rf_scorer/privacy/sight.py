"""What can be seen around one word: its tag, what stands before and behind it, and what that says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues
from rf_scorer.privacy.lists import lists
from rf_scorer.privacy.tokens import Writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.privacy.tokens import Tokens

__all__ = ["KIN", "NONE", "SURE", "WEAK", "Sight", "Signs"]

#: How sure the words before one make it that this is a name.
NONE, WEAK, KIN, SURE = range(4)
#: Before these a turn may still open with a name.
_OPENERS = frozenset({"so", "and", "yeah", "then", "when", "but", "anyway", "because", "no", "yes"})
_OPENING = cues.FILLERS | _OPENERS
#: Hesitations, without the words that a name may follow as well.
_HESITATIONS = cues.FILLERS - {"is", "was"}
_BEFORE_CAPITALS = _HESITATIONS | cues.PARTICLES
#: Titles that also are words for what somebody is.
_AMBIGUOUS = cues.RELATIONS | {"sister", "brother", "father", "major"}
_NAMED = cues.NAMED_THINGS | {"was", "is", "were", "got"}
_BESIDE = cues.RELATIONS | cues.ANIMALS | cues.KIN_TITLES
_PROMISING = cues.BEFORE_PLACES | {"i'm", "im", "hi", "hello", "hey", "dear", "with", "and", "for", "to", "by"}
_PRONOUNS = frozenset({"me", "you", "him", "her", "us", "it", "them"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a language pipeline says about words, by the offset at which they start.

    Attributes
    ----------
    entities : mapping of int to str
        ``PERSON``, ``PLACE`` or ``ORG`` for every word of a named entity.
    tags : mapping of int to str
        Part-of-speech tags of the Penn Treebank.
    """

    entities: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)

    def proper(self, start: int) -> bool:
        """Whether a word is tagged as a proper noun."""
        return self.tags.get(start, "").startswith("NNP")


class Sight:
    """One text, word by word.

    Parameters
    ----------
    text : str
    tokens : Tokens
    signs : Signs
    style : Writing
    """

    def __init__(self, text: str, tokens: Tokens, signs: Signs, style: Writing) -> None:
        self._text, self._signs = text, signs
        self._known: frozenset[str] = frozenset()
        self._style, self._lists = style, lists()
        self._tokens, self._forms, self._folded = tokens, tokens.forms, tokens.folded
        self._starts, self._begins = tokens.starts, tokens.begins

    def _began(self, index: int) -> bool:
        """Whether a turn opens with somebody: "Hope came to us", "so Dawn was my key worker", "um Joy she was"."""
        place = index
        while place > 0 and not self._begins[place] and self._folded[place - 1] in _OPENING:
            place -= 1
        if not (place == 0 or self._begins[place]):
            return False
        after, quality = self._folded[index + 1 : index + 4], self._folded[index] in cues.QUALITIES
        if not after:
            return False
        if after[0] in {"she", "he", "she's", "he's", "shes", "hes"} or (
            after[0] in {"that's", "thats"} and "my" in after
        ):
            return True
        if after[0] in {"was", "is"}:
            return (
                bool(set(after[1:2]) & {"my", "our", "the", "his", "her", "born", "always"})
                and self._style is not Writing.MIXED
            )
        if (
            after[0] == "and"
            and len(after) > 1
            and after[1] in self._lists.given
            and not (quality and after[1] in cues.QUALITIES)
        ):
            return True
        return (
            self._tag(index + 1) == "VBD"
            or after[0] in cues.PERSONAL
            or (not quality and self._tag(index + 1) == "VBN")
        )

    def _tag(self, index: int) -> str:
        return self._signs.tags.get(self._starts[index], "") if 0 <= index < len(self._forms) else ""

    def _noun(self, index: int) -> bool:
        return self._tag(index) in {"NN", "NNP"}

    def _modified(self, index: int) -> bool:
        """Whether an article, an adjective, a number or a verb before a word says what kind of word it is."""
        if index == 0:
            return False
        last = self._folded[index - 1]
        return last in cues.ORDINARY_BEFORE or (
            self._tag(index - 1) in {"JJ", "JJR", "JJS", "CD", "DT", "PRP$", "MD", "TO"}
            and last not in self._lists.worded
        )

    def _introduced(self, index: int) -> bool:
        """Whether somebody is brought in: "it was Mercy who", "there was Sky and there was Autumn", "that was Summer"."""
        if (
            index < 2
            or self._folded[index - 1] not in {"was", "is"}
            or self._folded[index - 2] not in {"it", "that", "there"}
        ):
            return False
        return self._follows(index, frozenset({"who", "and", "she", "he", "that", "always", "whos", "no"})) and (
            self._noun(index) or self._folded[index] not in cues.QUALITIES
        )

    def _in_row(self, index: int) -> bool:
        """Whether other names, or "me", stand beside it in a row: "Art, Gene and me"."""
        nearby = []
        for step in (-1, 1):
            place = index + step
            while 0 <= place < len(self._forms) and self._folded[place] == "and":
                place += step
            if 0 <= place < len(self._forms) and abs(place - index) <= 2:
                joined = abs(place - index) == 2
                word = self._folded[place]
                named = (
                    (word in self._lists.given and word not in cues.FUNCTION and len(word) > 2)
                    or (joined and word in {"me", "i", "my", "her"} and step == 1)
                    or (joined and word == "me")
                )
                nearby.append(named and not (word in self._lists.plain and word not in self._lists.given))
        if not any(nearby) or self._modified(index):
            return False
        pair = self._folded[index - 1 : index] == ["and"] and index >= 2 and nearby[0] and self._began(index - 2)
        both = (len(nearby) == 2 and all(nearby)) or pair
        me = {"me"} & set(self._folded[max(0, index - 2) : index + 3])
        return both or (bool(me) and self._noun(index) and self._folded[index] not in cues.QUALITIES)

    def _opens(self, index: int) -> bool:
        """Whether a clause may begin here."""
        return index == 0 or self._begins[index] or self._folded[index - 1] in cues.CLAUSES

    def _subject(self, index: int) -> bool:
        """Whether a bare noun does something: "and Bear went up north"."""
        follows = self._tag(index + 1) in {"VBD", "VBZ", "MD"} or self._follows(index, cues.PERSONAL)
        return self._opens(index) and follows

    def _object(self, index: int) -> bool:
        """Whether a bare noun is spoken to, or went along: "I told Sue", "with Sandy"."""
        return index > 0 and self._folded[index - 1] in cues.TOWARDS_PEOPLE

    def _with_somebody(self, index: int) -> bool:
        """Whether somebody else is named in one breath: "Faith and I", "Faith and my brother"."""
        return self._folded[index + 1 : index + 2] == ["and"] and bool(
            set(self._folded[index + 2 : index + 3]) & {"i", "me", "my", "her", "his", "he", "she"}
        )

    def _possessive(self, index: int) -> bool:
        """Whether a caption left out an apostrophe: "marks bedroom"."""
        word = self._folded[index]
        if not word.endswith("s") or word[:-1] not in self._lists.given or len(word) < 4:
            return False
        last = self._folded[index - 1] if index else ""
        return self._tag(index + 1) == "NN" and last in {
            "was",
            "on",
            "in",
            "at",
            "to",
            "into",
            "from",
            "of",
            "wore",
            "thats",
            "that's",
            "its",
            "for",
            "with",
            "and",
            "by",
        }

    def _relation_after(self, index: int) -> bool:
        return bool(set(self._folded[index + 2 : index + 4]) & (cues.RELATIONS | {"organist"}))

    def _follows(self, index: int, words: frozenset[str]) -> bool:
        return index + 1 < len(self._forms) and self._folded[index + 1] in words

    def _before(self, index: int) -> int:
        """What the words before one promise, over hesitations and commas."""
        place = index - 1
        hesitated = False
        while place >= 0 and (
            self._folded[place] in (_BEFORE_CAPITALS if self._forms[index].capital else _HESITATIONS)
            or self._forms[place].cut
        ):
            hesitated |= self._folded[place] in cues.FILLERS and not self._forms[place].cut
            place -= 1
        if place < 0 or index - place > 4:
            return NONE
        last, gap = self._folded[place], self._text[self._tokens.end(place) : self._starts[index]]
        stopped = any(mark in gap for mark in ".?!;:\n\0") and not gap.strip().startswith(".")
        if stopped and last not in cues.TITLES:
            return NONE
        earlier = self._folded[max(0, place - 5) : place]
        if last in _PRONOUNS and earlier and earlier[-1] in cues.NAMING:
            return SURE
        if (
            last in {"was", "is"}
            and earlier
            and earlier[-1] in cues.RELATIONS
            and self._follows(index, frozenset({"and", "he", "she"}))
        ):
            return SURE
        if last in cues.TITLES and not hesitated and (last not in _AMBIGUOUS or "." in gap):
            return SURE
        if last in cues.NAMING and (set(earlier) & _NAMED or not earlier):
            return SURE
        if last in {"is", "was", "name"} and "name" in [*earlier, last]:
            return SURE
        if last in _BESIDE:
            return KIN
        if last in _PROMISING:
            return WEAK
        return NONE

    def _predicate(self, index: int) -> bool:
        """Whether what follows is said of somebody."""
        if index + 1 >= len(self._forms):
            return True
        between = self._text[self._tokens.end(index) : self._starts[index + 1]]
        return self._folded[index + 1] in cues.PREDICATES or between.startswith(("'s", "’s", ",", "."))
