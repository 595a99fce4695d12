"""What one word tells by itself, whatever stands around it: worked out once for all the places where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.privacy import cues
from rf_scorer.privacy.hints import hints
from rf_scorer.privacy.lists import folded, lists, long_names, phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMS", "Form"]

#: Forms kept at once, and characters of those that are kept: memory stays the same however much is said.
_MOST, _LONGEST = 30_000, 60
_DASHES = "-‑–—"
_SPEAKER = frozenset({"i", "i'm", "i've", "i'd", "i'll"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """A word as it is written.

    Attributes
    ----------
    text : str
        As written, without a possessive ending and without the dash of a word that was cut off.
    word : str
        That in lower case with straight apostrophes; empty where nothing is left.
    folded : str
        That without accents.
    cut : bool
        Whether the speaker broke off in the word.
    capital : bool
        Whether the word begins with a capital letter.
    loud : bool
        Whether all of its letters are capitals, and there are two at least.
    speaker : bool
        Whether it is "I", which has a capital in any text.
    strange : bool
        Whether no English dictionary and no list of names has it.
    leads : bool
        Whether a work, a brand, a saying, a place or a family with a name of several words begins with it.
    never, idle : bool
        Whether it is no name wherever it stands; and whether it is none where its capital, if it has one, means nothing and the text is English.
    hints, numbers, letters : int
        See :func:`rf_scorer.privacy.hints.hints`.
    """

    text: str
    word: str
    folded: str
    cut: bool
    capital: bool
    loud: bool
    speaker: bool
    strange: bool
    leads: bool
    never: bool
    idle: bool
    hints: int
    numbers: int
    letters: int


class _Forms(dict[str, Form]):
    def __missing__(self, raw: str) -> Form:
        if len(self) >= _MOST:
            self.clear()
        made = _made(raw)
        if len(raw) <= _LONGEST:
            self[raw] = made
        return made


#: The form of a word by how it stands in a text, with its apostrophes, hyphens and dash.
FORMS: Mapping[str, Form] = _Forms()


def _made(raw: str) -> Form:
    known = lists()
    bare = raw.rstrip(_DASHES)
    word = bare.replace("’", "'").replace("ʼ", "'").lower()
    text = bare
    if word.endswith("'s"):
        word, text = word[:-2], bare[:-2]
    plain = folded(word)
    capital = text[:1].isupper()
    found, numbers, letters = hints(raw)
    cut = raw[-1] in _DASHES
    never = _never(word, plain, capital=capital, cut=cut)
    return Form(
        text=text,
        word=word,
        folded=plain,
        cut=cut,
        capital=capital,
        loud=len(text) > 1 and text.isupper(),
        speaker=word in _SPEAKER,
        strange=len(plain) > 2 and not known.english(plain) and plain not in known.plain and plain not in known.given,
        leads=plain in phrases() or plain in long_names(),
        never=never,
        idle=never or (not cut and _idle(plain)),
        hints=found,
        numbers=numbers,
        letters=letters,
    )


def _never(word: str, plain: str, *, capital: bool, cut: bool) -> bool:
    known = lists()
    named = plain in known.given
    if len(plain) < 2 or plain in cues.TITLES or (plain in cues.FUNCTION and not (capital and named)):
        return True
    return plain in known.plain and not named and not cut and not (capital and word != plain)


def _idle(plain: str) -> bool:
    known = lists()
    possessive = len(plain) > 3 and plain[-1] == "s" and plain[:-1] in known.given  # a caption's "marks bedroom"
    return plain in known.common and plain not in known.given and plain not in known.family and not possessive
