"""Which words are names, however little of a text is looked at."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from rf_scorer.privacy import cues
from rf_scorer.privacy.forms import FORMS
from rf_scorer.privacy.lists import folded, lists
from rf_scorer.privacy.names import NameFinder, Names
from rf_scorer.privacy.sight import Signs
from rf_scorer.privacy.tokens import Writing, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAGS = ("NN", "NNP", "NNS", "VBD", "VBN", "VBG", "VBZ", "MD", "JJ", "DT", "IN", "PRP", "PRP$", "CD", "TO", "UH", "CC")
_BETWEEN = (*(" " for _ in range(12)), ", ", ". ", "? ", " - ", "-", "\n", ".\n", " “", "- ", "'s ", "… ")


class _Thorough(NameFinder):
    """Looks at every word, and at all of them again for what is known."""

    def _possible(self) -> Iterator[int]:
        yield from range(len(self._forms))

    def knowing(self, known: frozenset[str]) -> Names:
        self._known = known
        return self._with_neighbours(frozenset(index for index in self._possible() if self._is_name(index)))


def _talk(chance: random.Random, groups: list[list[str]]) -> str:
    parts = []
    for _ in range(chance.randint(2, 25)):
        word = chance.choice(chance.choice(groups))
        parts += [chance.choice((word, word, word.capitalize(), word.upper())), chance.choice(_BETWEEN)]
    return "".join(parts)


@pytest.mark.parametrize("style", list(Writing))
@pytest.mark.parametrize("foreign", [False, True])
def test_words_that_are_passed_over_are_no_names(style: Writing, foreign: bool) -> None:
    """A finder that looks at every word finds no other names, at first and in the light of what is a name elsewhere."""
    chance, known = random.Random(f"{style}{foreign}"), lists()
    groups = [
        sorted(group)
        for group in (known.common, known.rare, known.given, known.worded, known.family, known.places, known.plain, known.talk, cues.FUNCTION, cues.FUNCTION,
                      cues.RELATIONS, cues.TITLES, cues.NAMING | cues.NAMED_THINGS, cues.PERSONAL | cues.PREDICATES, cues.QUALITIES, cues.TOWARDS_PEOPLE,
                      {f"{word}s" for word in known.worded}, {"chloé", "zoë", "łukasz", "may", "will", "o'brien", "alek-", "a-", "xqz"})
    ]  # fmt: skip
    marked = 0
    for _ in range(120):
        text = _talk(chance, groups)
        words = tokens(text)
        signs = Signs(
            entities={
                start: chance.choice(("PERSON", "PLACE", "ORG")) for start in words.starts if chance.random() < 0.2
            },
            tags={start: chance.choice(_TAGS) for start in words.starts},
        )
        some = frozenset(word for word in words.folded if chance.random() < 0.2)
        quick, thorough = (kind(text, words, signs, style=style, foreign=foreign) for kind in (NameFinder, _Thorough))
        assert quick.names.marked == thorough.names.marked
        assert quick.knowing(some).marked == thorough.knowing(some).marked
        marked += len(quick.names.marked)
    assert marked > 50


@pytest.mark.parametrize(
    ("raw", "text", "word", "plain", "cut"),
    [
        ("Mary", "Mary", "mary", "mary", False),
        ("Zoë’s", "Zoë", "zoë", "zoe", False),
        ("Oluwa-", "Oluwa", "oluwa", "oluwa", True),
        ("D’Arcy’s", "D’Arcy", "d'arcy", "d'arcy", False),
        ("ŁUKASZ", "ŁUKASZ", "łukasz", "lukasz", False),
    ],
)
def test_a_word_is_known_by_how_it_is_written(raw: str, text: str, word: str, plain: str, cut: bool) -> None:
    """Without the possessive ending and the dash of a word that was cut off; in lower case; without accents."""
    form = FORMS[raw]
    assert (form.text, form.word, form.folded, form.cut) == (text, word, plain, cut)
    assert folded(form.word) == form.folded


def test_forms_do_not_pile_up() -> None:
    """However many words are said, no more than some are kept; a very long one never is."""
    before = FORMS["mother"]
    for number in range(31_000):
        FORMS["".join(chr(ord("a") + int(digit)) for digit in str(number))]
    FORMS["b" * 100]
    assert len(FORMS) <= 30_000
    assert "b" * 100 not in FORMS
    assert FORMS["mother"].folded == before.folded
