"""Which words of a text are names, by how they are written, what dictionaries and lists know, and what stands beside them.

A name is above all a word that English does not have, written with a capital where no sentence begins. What is left is harder and decided by
several signs together: names at the beginning of a sentence, names that are words ("Will", "Grace"), and captions without any capitals.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues, worded
from rf_scorer.privacy.lists import folded, lists, long_names, phrases
from rf_scorer.privacy.sight import KIN, SURE, Sight
from rf_scorer.privacy.tokens import Writing, writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rf_scorer.privacy.sight import Signs
    from rf_scorer.privacy.tokens import Token

__all__ = ["Names", "is_foreign", "name_tokens", "observing"]

#: What follows a name at the beginning of a sentence, and what would be odd behind most words.
_ALONG = frozenset({"and", "or", "will", "would", "can", "could", "says", "used", "the"})
#: Share of words that English does not have above which a text is taken for another language's.
_FOREIGN = 0.12
#: Longest word in capitals that is taken for an abbreviation.
_ABBREVIATION = 5
_PLURAL_ABBREVIATION = re.compile(r"^[A-Z]{2,5}s$")
#: What follows a name behind the word for kin, where nothing is said of the person: "my wife Angel you wonder".
_GOES_ON = frozenset(
    {"you", "i", "we", "they", "or", "but", "when", "because", "who", "that", "which", "from", "at", "in", "on", "to"}
)
#: Whoever comes behind these is a person.
_ADDRESSED = frozenset({"told", "asked", "rang", "phoned", "married", "hugged", "texted", "thanked"})
_MONTHS = frozenset({"april", "may", "june", "august"})


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


#: Where training collects what was seen of each word; None while the detectors work.
_OBSERVER: list[tuple[int, int, list[str], bool]] | None = None
#: What a word that is surely a name elsewhere in its document gains, as a logit.
_KNOWN = 1.0


@contextmanager
def observing() -> Iterator[list[tuple[int, int, list[str], bool]]]:
    """Within the block, collect start, end, features and the rules' word for every word of captions that is also a name."""
    global _OBSERVER
    _OBSERVER = []
    try:
        yield _OBSERVER
    finally:
        _OBSERVER = None


class _Finder(Sight):
    def __init__(
        self, text: str, tokens: Sequence[Token], signs: Signs, known: frozenset[str], style: Writing, foreign: bool
    ) -> None:
        super().__init__(text, tokens, signs, known, style)
        self._foreign = foreign
        self._phrases = _in_phrases(self._folded, phrases())
        self._long = _in_phrases(self._folded, long_names()) - self._phrases

    def is_name(self, index: int) -> bool:
        token, word = self._tokens[index], self._folded[index]
        if index in self._long and (self._style is not Writing.MIXED or token.capital):
            return True
        if len(word) < 2 or word in cues.TITLES or (word in cues.FUNCTION and not self._surname(index, word)):
            return False
        if token.cut:
            return len(word) > 1 and self._before(index) == SURE and word not in cues.FUNCTION
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
        if self._before(index) >= KIN or (word in _MONTHS and index and self._folded[index - 1] in {"i'm", "im"}):
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
            return before == SURE
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
            return word != "may" or before >= KIN
        if word == "may":
            return before == SURE or self._follows(index, cues.PERSONAL)
        if self._follows(index, cues.PERSONAL) or self._with_somebody(index) or self._follows(index, frozenset({word})):
            return True
        if self._began(index):
            return True
        proper = self._signs.proper(token.start)
        return before >= KIN or (proper and (self._predicate(index) or self._follows(index, _ALONG)))

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
        return before == SURE or (entity is not None and before >= KIN) or (proper and alone and word.isalpha())

    def _lower(self, index: int, word: str) -> bool:
        named = self._lists
        if self._foreign:
            return self._before(index) == SURE and not named.english(word)
        caption = self._style is not Writing.MIXED
        before = self._before(index)
        english = named.english(word)
        if word in self._known and not english:
            return True
        if word in named.worded and (english or len(word) < 3):
            return self._worded(index, before, caption=caption)
        if word in named.given:
            return not english or caption or before >= KIN
        if not english:
            return before >= KIN or word in named.family or word in named.places or (caption and len(word) > 2)
        if caption and self._possessive(index):
            return True
        return before == SURE and (word not in named.common or word in named.family)

    def _worded(self, index: int, before: int, *, caption: bool) -> bool:
        """Whether an ordinary word without a capital is somebody's name."""
        if not caption:
            return before == SURE
        signs = [sign for sign, holds in self._rules(index, before).items() if holds]
        found = worded.features(self._folded, self._tag, index, signs=[*signs, f"before{before}"])
        if _OBSERVER is not None:
            ruled = bool(set(signs) - {"modified", "noun", "predicate", "opens", "after kin"})
            _OBSERVER.append((self._tokens[index].start, self._tokens[index].end, found, ruled))
        # In a document in which the word is surely a name, less is asked of it.
        return before == SURE or worded.score(found) > worded.THRESHOLD - (
            _KNOWN if self._folded[index] in self._known else 0.0
        )

    def _rules(self, index: int, before: int) -> dict[str, bool]:
        """What the words around one say about it."""
        modified = self._modified(index)
        quality = self._folded[index] in cues.QUALITIES
        noun = self._noun(index)
        opens = self._opens(index)
        was = self._follows(index, frozenset({"was"})) and (
            self._tag(index + 2) == "VBG" or self._folded[index + 2 : index + 3] == ["born"]
        )
        owner = self._follows(index, frozenset({"my", "our", "his", "her"})) and self._relation_after(index)
        goes_on = self._predicate(index) or (noun and self._follows(index, _GOES_ON))
        return {
            "modified": modified,
            "noun": noun,
            "predicate": self._predicate(index),
            "opens": opens,
            "after kin": before == KIN,
            "kin": before == KIN and goes_on,
            "sure": before == SURE,
            "addressed": index > 0 and self._folded[index - 1] in _ADDRESSED and not quality,
            "introduced": self._introduced(index),
            "in a row": self._in_row(index),
            "began": self._began(index),
            "owner": owner and not modified,
            "she is": self._follows(index, frozenset({"she's", "he's", "shes", "hes"})) and not modified,
            "was doing": opens and was and not modified,
            "quality acts": quality and opens and self._follows(index, cues.PERSONAL | {"who"}) and not modified,
            "acts": not quality and noun and not modified and (self._subject(index) or self._object(index)),
        }

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
        # "Heart." is no answer that anybody is called by.
        name = word in self._lists.given or word not in self._lists.common
        return gap.startswith(".") and len(word) > 2 and not ordinary and name

    def _joins(self, place: int, neighbour: int) -> bool:
        token, word = self._tokens[place], self._folded[place]
        first, second = sorted((place, neighbour))
        gap = self._text[self._tokens[first].end : self._tokens[second].start]
        if gap not in {" ", "-"} or token.cut:
            return False
        if self._style is not Writing.MIXED:
            # "HARMONY GRACE STUBBLEFIELD": given names that are words, before one that is none.
            return (
                place < neighbour
                and word in self._lists.worded
                and word not in cues.FUNCTION
                and len(word) > 3
                and not self._modified(place)
            )
        if not token.capital or word in cues.FUNCTION or word in self._lists.plain:
            return False
        if token.begins and self._lists.english(word) and not self._signs.proper(token.start):
            return False
        return (
            not (token.loud and len(word) <= _ABBREVIATION)
            and word not in cues.TITLES | cues.RELATIONS | cues.KIN_TITLES
        )

    def _begins_like(self, place: int, index: int) -> bool:
        return self._folded[index].startswith(self._folded[place][:2]) or not self._lists.english(self._folded[place])
