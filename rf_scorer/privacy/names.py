"""Which words of a text are names, by how they are written, what dictionaries and lists know, and what stands beside them.

A name is above all a word that English does not have, written with a capital where no sentence begins. What is left is harder and decided by
several signs together: names at the beginning of a sentence, names that are words ("Will", "Grace"), and captions without any capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues
from rf_scorer.privacy.lists import folded, lists, long_names, phrases
from rf_scorer.privacy.tokens import Writing, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.privacy.tokens import Token

__all__ = ["Names", "Signs", "is_foreign", "name_tokens"]

#: How sure the words before one make it that this is a name.
_NONE, _WEAK, _KIN, _SURE = range(4)
#: What follows a name at the beginning of a sentence, and what would be odd behind most words.
_ALONG = frozenset({"and", "or", "will", "would", "can", "could", "says", "used", "the"})
#: Share of words that English does not have above which a text is taken for another language's.
_FOREIGN = 0.12
#: Longest word in capitals that is taken for an abbreviation.
_ABBREVIATION = 5
_PLURAL_ABBREVIATION = re.compile(r"^[A-Z]{2,5}s$")
#: Before these a turn may still open with a name.
_OPENERS = frozenset({"so", "and", "yeah", "then", "when", "but", "anyway", "because", "no", "yes"})
_MONTHS = frozenset({"april", "may", "june", "august"})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words of a text and which of them are names.

    Attributes
    ----------
    tokens : sequence of Token
    marked : frozenset of int
        Indices of names among the tokens.
    writing : Writing
    """

    tokens: Sequence[Token]
    marked: frozenset[int]
    writing: Writing


def name_tokens(
    text: str,
    tokens: Sequence[Token],
    signs: Signs,
    *,
    known: frozenset[str] = frozenset(),
    style: Writing | None = None,
    foreign: bool | None = None,
) -> Names:
    """Find the names in one text.

    Parameters
    ----------
    text : str
        With notes blanked out.
    tokens : sequence of Token
    signs : Signs
    known : frozenset of str
        Words, folded, that are names elsewhere in the document.
    style : Writing, optional
        How the whole document uses capitals; by default what this text shows.
    foreign : bool, optional
        Whether the document is in another language, of which only the capitals are understood; by default what this text shows.
    """
    own = writing(tokens)
    # One shouted sentence in a transcript with capitals is shouted; a short text says little about itself.
    use = own if own is Writing.UPPER or style is None else style
    finder = _Finder(text, tokens, signs, known, use, is_foreign(tokens) if foreign is None else foreign)
    marked = {index for index in range(len(tokens)) if finder.is_name(index)}
    marked |= finder.beside(marked)
    return Names(tokens=tokens, marked=frozenset(marked), writing=use)


def is_foreign(tokens: Sequence[Token]) -> bool:
    """Whether so many words are in no English dictionary that the text must be in another language."""
    known = lists()
    words = [folded(token.word) for token in tokens]
    strange = sum(
        len(word) > 2 and not known.english(word) and word not in known.plain and word not in known.given
        for word in words
    )
    return strange > max(8, _FOREIGN * len(words))


def _in_phrases(words: Sequence[str], known: Mapping[str, Sequence[tuple[str, ...]]]) -> frozenset[int]:
    """Words of works, brands and sayings that hold a name ("Peter Pan"), or of places that have several ("moss side")."""
    found: set[int] = set()
    for index, word in enumerate(words):
        for phrase in known.get(word, ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                found.update(range(index, index + len(phrase)))
    return frozenset(found)


class _Finder:
    def __init__(
        self, text: str, tokens: Sequence[Token], signs: Signs, known: frozenset[str], style: Writing, foreign: bool
    ) -> None:
        self._text, self._tokens, self._signs, self._known = text, tokens, signs, known
        self._style, self._foreign, self._lists = style, foreign, lists()
        self._folded = [folded(token.word) for token in tokens]
        self._phrases = _in_phrases(self._folded, phrases())
        self._long = _in_phrases(self._folded, long_names()) - self._phrases

    def is_name(self, index: int) -> bool:
        token, word = self._tokens[index], self._folded[index]
        if index in self._long and index not in self._phrases and (self._style is not Writing.MIXED or token.capital):
            return True
        if len(word) < 2 or word in cues.TITLES or (word in cues.FUNCTION and not self._surname(index, word)):
            return False
        if token.cut:
            return len(word) > 1 and self._before(index) is _SURE and word not in cues.FUNCTION
        accented = token.capital and token.word != word
        if word in self._lists.plain and not accented:
            return self._plain_name(index, word)
        if index in self._phrases:
            return False
        if self._style is Writing.MIXED and token.capital:
            return self._capital(index, token, word)
        return self._lower(index, word)

    def _plain_name(self, index: int, word: str) -> bool:
        """Whether a word that is usually nobody's is somebody's here: "my sister April", "June rang"."""
        if word not in self._lists.given:
            return False
        if self._before(index) >= _KIN or (word in _MONTHS and index and self._folded[index - 1] in {"i'm", "im"}):
            return True
        token = self._tokens[index]
        return (
            word in _MONTHS and token.capital is (self._style is Writing.MIXED) and self._follows(index, cues.PERSONAL)
        )

    def _surname(self, index: int, word: str) -> bool:
        """Whether a title makes a name of any word: "Mrs May", "Dr Will"."""
        return (
            self._style is Writing.MIXED
            and word in self._lists.given
            and self._tokens[index].capital
            and index > 0
            and self._folded[index - 1] in cues.TITLES
        )

    def _capital(self, index: int, token: Token, word: str) -> bool:
        named = self._lists
        if word in self._known and not (token.begins and named.english(word)):
            return True
        before = self._before(index)
        if token.loud and len(word) <= _ABBREVIATION and (word not in named.given or word in named.worded):
            return before is _SURE
        if _PLURAL_ABBREVIATION.match(token.text):
            return False
        if self._foreign and (token.begins or "'" in word):
            return word in named.given and word not in named.worded
        if not named.english(word) or (token.word != word and word not in named.common):
            return True
        if word in named.worded:
            return self._worded_capital(index, token, before)
        return word in named.given or self._ordinary_capital(index, token, before)

    def _worded_capital(self, index: int, token: Token, before: int) -> bool:
        """Whether a word that is also a name ("Will", "Grace") is one here."""
        word = self._folded[index]
        if not token.begins:
            return word != "may" or before >= _KIN
        if word == "may":
            return before is _SURE or self._follows(index, cues.PERSONAL)
        if self._follows(index, cues.PERSONAL) or self._with_somebody(index) or self._follows(index, frozenset({word})):
            return True
        if self._began(index):
            return True
        proper = self._signs.proper(token.start)
        return before >= _KIN or (proper and (self._predicate(index) or self._follows(index, _ALONG)))

    def _ordinary_capital(self, index: int, token: Token, before: int) -> bool:
        """Whether a word of the dictionary is a name for once ("Duchess", "Wing")."""
        named, word = self._lists, self._folded[index]
        entity = self._signs.entities.get(token.start)
        proper = self._signs.proper(token.start)
        if token.begins:
            return entity is not None and proper and word not in named.common and word.isalpha()
        if (
            word in named.family
            or word in named.places
            or (word not in named.common and word.isalpha() and word not in named.talk)
        ):
            return True
        # A tagger's word for it, of a word that stands without an article: "Dad shot Duchess".
        alone = index == 0 or self._folded[index - 1] not in cues.DETERMINERS
        return before is _SURE or (entity is not None and before >= _KIN) or (proper and alone)

    def _lower(self, index: int, word: str) -> bool:
        named = self._lists
        if self._foreign:
            return self._before(index) is _SURE and not named.english(word)
        caption = self._style is not Writing.MIXED
        before = self._before(index)
        english = named.english(word)
        if word in self._known and not english:
            return True
        if word in named.worded and (english or len(word) < 3):
            return self._worded(index, before, caption=caption)
        if word in named.given:
            return not english or caption or before >= _KIN
        if not english:
            return before >= _KIN or word in named.family or word in named.places or (caption and len(word) > 2)
        if caption and self._possessive(index):
            return True
        return before is _SURE and (word not in named.common or word in named.family)

    def _worded(self, index: int, before: int, *, caption: bool) -> bool:
        """Whether an ordinary word without a capital is somebody's name."""
        if before is _SURE:
            return True
        if not caption:
            return False
        if before is _KIN:
            return self._predicate(index)
        if self._introduced(index) or self._in_row(index) or self._began(index):
            return True
        if self._modified(index):
            return False
        word = self._folded[index]
        if word in self._known:
            return self._noun(index) or self._predicate(index) or before is _WEAK
        if self._follows(index, frozenset({"my", "our", "his", "her"})) and self._relation_after(index):
            return True
        if self._follows(index, frozenset({"she's", "he's", "shes", "hes"})):
            return True
        if word in cues.QUALITIES:
            return self._opens(index) and self._follows(index, cues.PERSONAL | {"who"})
        return self._noun(index) and (self._subject(index) or self._object(index))

    def _began(self, index: int) -> bool:
        """Whether a turn opens with somebody: "Hope came to us", "so Dawn was my key worker", "um Joy she was"."""
        place = index
        while place > 0 and not self._tokens[place].begins and self._folded[place - 1] in cues.FILLERS | _OPENERS:
            place -= 1
        if not (place == 0 or self._tokens[place].begins):
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
        return self._signs.tags.get(self._tokens[index].start, "") if 0 <= index < len(self._tokens) else ""

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
            while 0 <= place < len(self._tokens) and self._folded[place] == "and":
                place += step
            if 0 <= place < len(self._tokens) and abs(place - index) <= 2:
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
        return (
            both
            or (bool(me) and self._noun(index) and self._folded[index] not in cues.QUALITIES)
            or (bool(me) and both)
        )

    def _opens(self, index: int) -> bool:
        """Whether a clause may begin here."""
        return index == 0 or self._tokens[index].begins or self._folded[index - 1] in cues.CLAUSES

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
        return index + 1 < len(self._tokens) and self._folded[index + 1] in words

    def _before(self, index: int) -> int:
        """What the words before one promise, over hesitations and commas."""
        place = index - 1
        hesitated = False
        while place >= 0 and (
            self._folded[place]
            in (cues.FILLERS - {"is", "was"}) | (cues.PARTICLES if self._tokens[index].capital else set())
            or self._tokens[place].cut
        ):
            hesitated |= self._folded[place] in cues.FILLERS and not self._tokens[place].cut
            place -= 1
        if place < 0 or index - place > 4:
            return _NONE
        last, gap = self._folded[place], self._text[self._tokens[place].end : self._tokens[index].start]
        stopped = any(mark in gap for mark in ".?!;:\n\0") and not gap.strip().startswith(".")
        if stopped and last not in cues.TITLES:
            return _NONE
        earlier = self._folded[max(0, place - 5) : place]
        if last in _PRONOUNS and earlier and earlier[-1] in cues.NAMING:
            return _SURE
        if (
            last in {"was", "is"}
            and earlier
            and earlier[-1] in cues.RELATIONS
            and self._follows(index, frozenset({"and", "he", "she"}))
        ):
            return _SURE
        if (
            last in cues.TITLES
            and not hesitated
            and (last not in cues.RELATIONS | {"sister", "brother", "father", "major"} or "." in gap)
        ):
            return _SURE
        if last in cues.NAMING and (set(earlier) & (cues.NAMED_THINGS | {"was", "is", "were", "got"}) or not earlier):
            return _SURE
        if last in {"is", "was", "name"} and "name" in [*earlier, last]:
            return _SURE
        if last in cues.RELATIONS | cues.ANIMALS or last in cues.KIN_TITLES:
            return _KIN
        if last in {"i'm", "im", "hi", "hello", "hey", "dear", "with", "and", "for", "to", "by"} | cues.BEFORE_PLACES:
            return _WEAK
        return _NONE

    def _predicate(self, index: int) -> bool:
        """Whether what follows is said of somebody."""
        if index + 1 >= len(self._tokens):
            return True
        between = self._text[self._tokens[index].end : self._tokens[index + 1].start]
        return self._folded[index + 1] in cues.PREDICATES or between.startswith(("'s", "’s", ",", "."))

    def beside(self, marked: set[int]) -> set[int]:
        """Words that belong to a name beside them: capitalised ones, and the beginnings that the speaker broke off."""
        found = {index for index in range(len(self._tokens)) if index not in marked and self._answers(index)}
        for index in sorted(marked):
            for step in (-1, 1):
                place = index + step
                while 0 <= place < len(self._tokens) and place not in marked and self._joins(place, place - step):
                    found.add(place)
                    place += step
            if index + 1 < len(self._tokens) and self._tokens[index + 1].cut and self._tokens[index + 1].capital:
                found.add(index + 1)  # a family name that the speaker thought better of
            place = index - 1
            while place >= 0 and self._tokens[place].cut and self._begins_like(place, index):
                found.add(place)
                place -= 1
        names = {self._folded[index] for index in marked if len(self._folded[index]) > 3}
        for index, token in enumerate(self._tokens):
            # A name that the speaker began and gave up: "Alek- no, Alexei".
            if (
                token.cut
                and index not in marked
                and len(self._folded[index]) > 2
                and any(name.startswith(self._folded[index][:3]) for name in names)
            ):
                found.add(index)
        return found

    def _answers(self, index: int) -> bool:
        """Whether one word is a whole answer, of which somebody goes on to speak: "Bramble. She was a collie"."""
        if self._style is not Writing.MIXED or index + 1 >= len(self._tokens):
            return False
        token, word, after = self._tokens[index], self._folded[index], self._tokens[index + 1]
        if not (
            token.begins
            and token.capital
            and after.begins
            and self._folded[index + 1] in {"she", "he", "she's", "he's", "she'd", "he'd"}
        ):
            return False
        gap = self._text[token.end : after.start]
        ordinary = (
            word in cues.FUNCTION
            or word in self._lists.plain
            or word in self._lists.talk
            or word in cues.RELATIONS
            or word in cues.ANIMALS
        )
        return (
            gap.startswith(".") and len(word) > 2 and not ordinary and self._tag(index) in {"NN", "NNP", "NNS", "NNPS"}
        )

    def _joins(self, place: int, neighbour: int) -> bool:
        token, word = self._tokens[place], self._folded[place]
        first, second = sorted((place, neighbour))
        gap = self._text[self._tokens[first].end : self._tokens[second].start]
        if gap not in {" ", "-"} or token.cut:
            return False
        if self._style is not Writing.MIXED or not token.capital or word in cues.FUNCTION or word in self._lists.plain:
            return False
        if token.begins and self._lists.english(word) and not self._signs.proper(token.start):
            return False
        return (
            not (token.loud and len(word) <= _ABBREVIATION)
            and word not in cues.TITLES | cues.RELATIONS | cues.KIN_TITLES
        )

    def _begins_like(self, place: int, index: int) -> bool:
        return self._folded[index].startswith(self._folded[place][:2]) or not self._lists.english(self._folded[place])
