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
from rf_scorer.privacy.lists import long_names, phrases
from rf_scorer.privacy.sight import KIN, SURE, Sight
from rf_scorer.privacy.tokens import Writing, shouted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rf_scorer.privacy.forms import Form
    from rf_scorer.privacy.sight import Signs
    from rf_scorer.privacy.tokens import Tokens

__all__ = ["NameFinder", "Names", "is_foreign", "observing"]

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
#: Who is spoken of in the sentence behind a name.
_SOMEBODY = frozenset({"she", "he", "she's", "he's", "she'd", "he'd"})
_NOBODY = cues.FUNCTION | cues.RELATIONS | cues.ANIMALS
#: Written before a name and no part of it.
_CALLED = cues.TITLES | cues.RELATIONS | cues.KIN_TITLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words of a text and which of them are names.

    Attributes
    ----------
    tokens : Tokens
    marked : frozenset of int
        Indices of names among the tokens.
    writing : Writing
    """

    tokens: Tokens
    marked: frozenset[int]
    writing: Writing


def is_foreign(parts: Sequence[Tokens]) -> bool:
    """Whether so many words of a document are in no English dictionary that it must be in another language."""
    strange = sum([form.strange for part in parts for form in part.forms])
    return strange > max(8, _FOREIGN * sum(map(len, parts)))


def _in_phrases(
    words: Sequence[str], places: Iterable[int], known: Mapping[str, Sequence[tuple[str, ...]]]
) -> frozenset[int]:
    """Words of works, brands and sayings that hold a name ("Peter Pan"), or of places that have several ("moss side"), which begin at some places."""
    found: set[int] = set()
    for index in places:
        for phrase in known.get(words[index], ()):
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


class NameFinder(Sight):
    """Finds the names in one text.

    Parameters
    ----------
    text : str
        With notes blanked out.
    tokens : Tokens
    signs : Signs
    style : Writing
        How the whole document uses capitals.
    foreign : bool
        Whether the document is in another language, of which only the capitals are understood.
    """

    def __init__(self, text: str, tokens: Tokens, signs: Signs, *, style: Writing, foreign: bool) -> None:
        # One shouted sentence in a transcript with capitals is shouted; a short text says little about itself.
        super().__init__(text, tokens, signs, Writing.UPPER if shouted(tokens) else style)
        self._foreign = foreign
        leading = [index for index, form in enumerate(self._forms) if form.leads]
        self._phrases = _in_phrases(self._folded, leading, phrases())
        self._long = _in_phrases(self._folded, leading, long_names()) - self._phrases
        self._ruled = frozenset(index for index in self._possible() if self._is_name(index))
        self.names = self._with_neighbours(self._ruled)

    def knowing(self, known: frozenset[str]) -> Names:
        """The names in the light of words, folded, that are names elsewhere in the document."""
        if known.isdisjoint(self._folded):
            return self.names
        # Nothing else hangs on what is known: each word is judged by its company, whatever that was judged to be.
        again = {index for index, word in enumerate(self._folded) if word in known}
        self._known = known
        ruled = self._ruled - again | {index for index in again if self._is_name(index)}
        return self.names if ruled == self._ruled else self._with_neighbours(ruled)

    def _possible(self) -> Iterator[int]:
        """Where a name may be; most words are none wherever they stand."""
        mixed = self._style is Writing.MIXED
        for index, form in enumerate(self._forms):
            if not (form.never if self._foreign or (mixed and form.capital) else form.idle):
                yield index
        yield from self._long

    def _with_neighbours(self, ruled: frozenset[int]) -> Names:
        return Names(tokens=self._tokens, marked=ruled | self._beside(ruled), writing=self._style)

    def _is_name(self, index: int) -> bool:
        form, word = self._forms[index], self._folded[index]
        if index in self._long and (self._style is not Writing.MIXED or form.capital):
            return True
        if len(word) < 2 or word in cues.TITLES or (word in cues.FUNCTION and not self._surname(index, word)):
            return False
        if index > 1 and self._folded[index - 2 : index] == [word[0], "for"]:
            return False  # letters are spelled by names: "H for Harry"
        if form.cut:
            return self._before(index) == SURE and word not in cues.FUNCTION
        accented = form.capital and form.word != word
        if word in self._lists.plain and not accented:
            return self._plain_name(index, word)
        if index in self._phrases:
            return False
        if self._style is Writing.MIXED and form.capital:
            return self._capital(index, form, word)
        return self._lower(index, word)

    def _plain_name(self, index: int, word: str) -> bool:
        """Whether a word that is usually nobody's is somebody's here: "my sister April", "June rang"."""
        if word not in self._lists.given:
            return False
        if self._before(index) >= KIN or (word in _MONTHS and index and self._folded[index - 1] in {"i'm", "im"}):
            return True
        capital = self._forms[index].capital
        return word in _MONTHS and capital is (self._style is Writing.MIXED) and self._follows(index, cues.PERSONAL)

    def _surname(self, index: int, word: str) -> bool:
        """Whether a title makes a name of any word: "Mrs May", "Dr Will"."""
        return (
            self._style is Writing.MIXED
            and word in self._lists.given
            and self._forms[index].capital
            and index > 0
            and self._folded[index - 1] in cues.TITLES
        )

    def _capital(self, index: int, form: Form, word: str) -> bool:
        named = self._lists
        if word in self._known and not (self._begins[index] and named.english(word)):
            return True
        before = self._before(index)
        if form.loud and len(word) <= _ABBREVIATION and (word not in named.given or word in named.worded):
            return before == SURE
        if _PLURAL_ABBREVIATION.match(form.text):
            return False
        if self._foreign and (self._begins[index] or "'" in word):
            return word in named.given and word not in named.worded
        if not named.english(word) or (form.word != word and word not in named.common):
            return True
        if word in named.worded:
            return self._worded_capital(index, before)
        return word in named.given or self._ordinary_capital(index, before)

    def _worded_capital(self, index: int, before: int) -> bool:
        """Whether a word that is also a name ("Will", "Grace") is one here."""
        word = self._folded[index]
        if not self._begins[index]:
            return word != "may" or before >= KIN
        if word == "may":
            return before == SURE or self._follows(index, cues.PERSONAL)
        if self._follows(index, cues.PERSONAL) or self._with_somebody(index) or self._follows(index, frozenset({word})):
            return True
        if self._began(index):
            return True
        proper = self._signs.proper(self._starts[index])
        return before >= KIN or (proper and (self._predicate(index) or self._follows(index, _ALONG)))

    def _ordinary_capital(self, index: int, before: int) -> bool:
        """Whether a word of the dictionary is a name for once ("Duchess", "Wing")."""
        named, word = self._lists, self._folded[index]
        entity = self._signs.entities.get(self._starts[index])
        proper = self._signs.proper(self._starts[index])
        if self._begins[index]:
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
            _OBSERVER.append((self._starts[index], self._tokens.end(index), found, ruled))
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

    def _beside(self, marked: frozenset[int]) -> set[int]:
        """Words that belong to a name beside them: capitalised ones, and the beginnings that the speaker broke off."""
        found = self._answers() - marked
        for index in sorted(marked):
            for step in (-1, 1):
                place = index + step
                while 0 <= place < len(self._forms) and place not in marked and self._joins(place, place - step):
                    found.add(place)
                    place += step
            if index + 1 < len(self._forms) and self._forms[index + 1].cut and self._forms[index + 1].capital:
                found.add(index + 1)  # a family name that the speaker thought better of
            place = index - 1
            while place >= 0 and self._forms[place].cut and self._begins_like(place, index):
                found.add(place)
                place -= 1
        names = {self._folded[index] for index in marked if len(self._folded[index]) > 3}
        if names:
            found.update(self._given_up(names) - marked)
        return found

    def _given_up(self, names: set[str]) -> set[int]:
        """Names that the speaker began and gave up: "Alek- no, Alexei"."""
        beginnings = tuple({name[:3] for name in names})
        return {
            index
            for index, form in enumerate(self._forms)
            if form.cut and len(form.folded) > 2 and form.folded.startswith(beginnings)
        }

    def _answers(self) -> set[int]:
        """Words that are a whole answer, of which somebody goes on to speak: "Bramble. She was a collie"."""
        if self._style is not Writing.MIXED or _SOMEBODY.isdisjoint(self._folded):
            return set()
        return {
            index - 1
            for index, word in enumerate(self._folded)
            if index and word in _SOMEBODY and self._answer(index - 1)
        }

    def _answer(self, index: int) -> bool:
        if not (self._begins[index] and self._forms[index].capital and self._begins[index + 1]):
            return False
        word, gap = self._folded[index], self._text[self._tokens.end(index) : self._starts[index + 1]]
        # "Heart." is no answer that anybody is called by.
        ordinary = word in _NOBODY or word in self._lists.plain or word in self._lists.talk
        name = word in self._lists.given or word not in self._lists.common
        return gap.startswith(".") and len(word) > 2 and not ordinary and name

    def _joins(self, place: int, neighbour: int) -> bool:
        form, word = self._forms[place], self._folded[place]
        first, second = sorted((place, neighbour))
        if self._text[self._tokens.end(first) : self._starts[second]] not in {" ", "-"} or form.cut:
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
        if not form.capital or word in cues.FUNCTION or word in self._lists.plain:
            return False
        if self._begins[place] and self._lists.english(word) and not self._signs.proper(self._starts[place]):
            return False
        return not (form.loud and len(word) <= _ABBREVIATION) and word not in _CALLED

    def _begins_like(self, place: int, index: int) -> bool:
        return self._folded[index].startswith(self._folded[place][:2]) or not self._lists.english(self._folded[place])
