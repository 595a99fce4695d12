"""Word lists that ship with the detectors: English words, names of people and places, and capitalised words that are nobody's."""

from __future__ import annotations

import importlib.resources
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Lists", "folded", "lists", "long_names", "phrases"]

#: In the list of given names, an entry with this mark is more often an ordinary word than a name when it is spoken.
_WORD_MARK = "?"
#: By these a speaker makes a word that no dictionary has.
_ENDINGS = (
    "s",
    "es",
    "ed",
    "ing",
    "er",
    "ers",
    "ish",
    "y",
    "ness",
    "less",
    "ability",
    "ly",
    "able",
    "like",
    "ful",
    "ism",
    "ist",
    "wise",
    "isation",
    "ization",
)
_PREFIXES = (
    "un",
    "re",
    "pre",
    "non",
    "over",
    "under",
    "self",
    "anti",
    "co",
    "mis",
    "super",
    "mini",
    "mega",
    "ex",
    "step",
    "semi",
    "multi",
    "inter",
    "post",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Lower-case words, accents removed.

    Attributes
    ----------
    common, rare : frozenset of str
        English words in ordinary and in large dictionaries, names left out.
    given : frozenset of str
        Given names and their short forms.
    worded : frozenset of str
        Those of them that are oftener something else.
    family : frozenset of str
        Family names.
    places : frozenset of str
        Names of places below a country; several words are joined by one space.
    plain : frozenset of str
        Written with a capital and nobody's: months, languages, peoples, religions, festivals, brands, works, words of other languages for kin.
    talk : frozenset of str
        Spoken forms that no dictionary has, in English: gonna, mhm, dunno.
    """

    common: frozenset[str]
    rare: frozenset[str]
    given: frozenset[str]
    worded: frozenset[str]
    family: frozenset[str]
    places: frozenset[str]
    plain: frozenset[str]
    talk: frozenset[str]

    def english(self, word: str) -> bool:
        """Whether a dictionary has the word, or a plain inflection, contraction, compound or stutter of it."""
        if word in self.common or word in self.rare or word in self.talk:
            return True
        parts = word.split("-")
        if len(parts) > 1:
            stutter = all(part[:1] == parts[-1][:1] for part in parts)
            return all(
                len(part) < 2 or part == "i'" or (stutter and len(part) < 3) or self.english(part) or part in self.plain
                for part in parts
            )
        stem, mark, _ = word.partition("'")
        if mark and (
            stem in self.common
            or stem in self.talk
            or (stem.endswith("n") and stem[:-1] in self.common)
            or stem in {"i", "d", "y"}
        ):
            return True
        return any(
            word.endswith(ending) and (word[: -len(ending)] in self.common or word[: -len(ending)] + "e" in self.common)
            for ending in _ENDINGS
        ) or any(word.startswith(prefix) and word[len(prefix) :] in self.common for prefix in _PREFIXES)


def folded(word: str) -> str:
    """A word in lower case without accents."""
    low = word.lower()
    if low.isascii():
        return low
    plain = low.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i").replace("ß", "ss")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


@cache
def lists() -> Lists:
    """The lists that ship, read once a process."""
    given = _read("given_names")
    worded = frozenset(name.rstrip(_WORD_MARK) for name in given if name.endswith(_WORD_MARK))
    return Lists(
        common=_read("words"),
        rare=_read("rare_words"),
        given=frozenset(name.rstrip(_WORD_MARK) for name in given),
        worded=worded,
        family=_read("family_names"),
        places=_read("places"),
        plain=_read("plain"),
        talk=_read("talk"),
    )


@cache
def phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Works, brands and sayings of several words, by their first word."""
    return _by_first([*_read("phrases"), *(entry for entry in _read("plain") if " " in entry)])


@cache
def long_names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Names of places and families that have several words, by their first word."""
    return _by_first(entry for name in ("places", "family_names") for entry in _read(name) if " " in entry)


def _by_first(entries: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        words = tuple(entry.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(several) for first, several in found.items()}


@cache
def _read(name: str) -> frozenset[str]:
    text = (importlib.resources.files("rf_scorer.privacy") / "data" / f"{name}.txt").read_text("utf-8")
    lines = [line for line in text.lower().splitlines() if line and line[0] != "#"]
    # A hundred thousand words are read before the first transcript; few of them have an accent.
    return frozenset([line if line.isascii() else folded(line) for line in lines])
