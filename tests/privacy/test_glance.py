"""A look at a text passes over no text in which something is to be found: with it the finders find what they find without."""

from __future__ import annotations

import random
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.privacy import contacts, dates, numbers, roles, spelled
from rf_scorer.privacy.glance import Glance, glance
from rf_scorer.privacy.presidio import presidio_spans, worth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from rf_scorer.privacy.span import Span

    Finder = Callable[[str, Glance], Iterable[Span]]

#: With which every finder searches.
_ALL = Glance(hints=-1, numbers=10**6, letters=10**6, digit=True, signs=True)
_FINDERS: list[tuple[ModuleType, tuple[Finder, ...]]] = [
    (contacts, (contacts.contact_spans,)),
    (dates, (dates.date_spans, dates.age_spans)),
    (numbers, (numbers.number_spans,)),
    (roles, (roles.role_spans,)),
    (spelled, (spelled.spelled_spans,)),
]
#: Texts made of each pattern.
_TRIES = 60
#: Words beside which weak patterns count.
_AROUND = (
    "",
    "She said it was ",
    "my account number is ",
    "the plate of the car was ",
    "my mother died on ",
    "he was ",
)


def _patterns(module: ModuleType) -> Iterator[re.Pattern[str]]:
    for value in vars(module).values():
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, re.Pattern))


class _Maker:
    """Strings of a pattern's own pieces; what stands around a match is left to luck."""

    _CATEGORIES = {  # noqa: RUF012 (never changed)
        op.CATEGORY_DIGIT: "0123456789",
        op.CATEGORY_NOT_DIGIT: "ab -",
        op.CATEGORY_SPACE: "  \n",
        op.CATEGORY_NOT_SPACE: "ab1-",
        op.CATEGORY_WORD: "abcxyz019_é",
        op.CATEGORY_NOT_WORD: " -.,",
    }

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def made(self, source: str, flags: int) -> str:
        text = self._sequence(parser.parse(source, flags & ~re.DEBUG))
        if flags & re.IGNORECASE:
            change = self._random.choice((str, str.lower, str.upper, str.title, str.swapcase))
            text = change(text)
        return text

    def _sequence(self, tree: Any) -> str:
        return "".join(self._piece(*node) for node in tree)

    def _piece(self, kind: Any, value: Any) -> str:
        if kind is op.LITERAL:
            return chr(value)
        if kind is op.NOT_LITERAL:
            return "x" if value != ord("x") else "y"
        if kind is op.ANY:
            return self._random.choice("a1 -.")
        if kind is op.IN:
            return self._member(value)
        if kind is op.BRANCH:
            return self._sequence(self._random.choice(value[1]))
        if kind is op.SUBPATTERN:
            return self._sequence(value[3])
        if kind is op.ATOMIC_GROUP:
            return self._sequence(value)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inner = value
            times = self._random.choice(
                (least, least, min(most, least + 1), self._random.randint(least, min(most, least + 4)))
            )
            return "".join(self._sequence(inner) for _ in range(times))
        return ""  # places and what is looked at ahead or behind

    def _member(self, choices: Any) -> str:
        if choices[0][0] is op.NEGATE:
            barred = re.compile("".join(["[", *map(self._barred, choices[1:]), "]"]))
            return self._random.choice([sign for sign in "abcdefgxyzABC019 -_.," if not barred.match(sign)])
        kind, value = self._random.choice(choices)
        if kind is op.LITERAL:
            return chr(value)
        if kind is op.RANGE:
            return chr(self._random.randint(*value))
        return self._random.choice(self._CATEGORIES[value])

    @staticmethod
    def _barred(choice: tuple[Any, Any]) -> str:
        kind, value = choice
        if kind is op.LITERAL:
            return re.escape(chr(value))
        if kind is op.RANGE:
            return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        return {
            op.CATEGORY_DIGIT: r"\d",
            op.CATEGORY_NOT_DIGIT: r"\D",
            op.CATEGORY_SPACE: r"\s",
            op.CATEGORY_NOT_SPACE: r"\S",
            op.CATEGORY_WORD: r"\w",
            op.CATEGORY_NOT_WORD: r"\W",
        }[value]


@pytest.mark.parametrize(("module", "finders"), _FINDERS, ids=lambda value: getattr(value, "__name__", ""))
def test_finders_that_look_first_find_the_same(module: ModuleType, finders: tuple[Finder, ...]) -> None:
    """In texts made of every pattern, with words around them that make them count, a look passes over nothing."""
    maker, found = _Maker(11), 0
    for pattern in _patterns(module):
        for number in range(_TRIES):
            text = (
                _AROUND[number % len(_AROUND)]
                + maker.made(pattern.pattern, pattern.flags)
                + ("" if number % 3 else ", and so")
            )
            for finder in finders:
                spans = list(finder(text, _ALL))
                assert list(finder(text, glance(text))) == spans, (pattern.pattern[:40], len(text))
                found += len(spans)
    assert found > 20 * len(list(_patterns(module)))


@pytest.mark.parametrize(
    "text", ["the mayor of the fırst of the ﬁrst", "ſeventh of the ſecond", "K two K three ſeven", "ＩT WAS ＭAY １２"]
)
def test_letters_that_patterns_take_for_others_are_looked_at(text: str) -> None:
    """A long s is an s to a pattern without case, and no word has it: such texts are searched by all."""
    for _, finders in _FINDERS:
        for finder in finders:
            assert list(finder(text, glance(text))) == list(finder(text, _ALL))


def test_presidio_is_asked_wherever_it_would_be_sure() -> None:
    """Texts made of each recogniser's patterns beside its own words: where a look says no, it finds nothing, and few recognisers find what all do."""
    from rf_scorer.privacy import recognisers

    maker, sure, passed = _Maker(5), 0, 0
    for recogniser in recognisers.engine().registry.recognizers:
        words = list(recogniser.context or ("number",))
        for pattern in getattr(recogniser, "patterns", None) or ():
            for number in range(6):
                text = f"{words[number % len(words)]} {maker.made(pattern.regex.replace('(?i)', ''), re.IGNORECASE)}"
                spans = {(one.start, one.end, one.kind) for one in recognisers.recognised(text)}
                kept = {(span.start, span.end, span.kind) for span in presidio_spans(text)}
                searched = re.search(r"\d|@|://|\bwww\b|\.[a-z]{2,}\b", text, re.IGNORECASE)
                assert kept == (spans if searched else set())
                sure += bool(kept)
                passed += not worth(text)
    assert sure > 100
    assert passed > 0


def test_most_recognisers_need_five_digits() -> None:
    """All but those that are asked about texts with fewer: counted in the patterns of the library that is installed."""
    from rf_scorer.privacy import recognisers

    few = {
        entity
        for recogniser in recognisers.engine().registry.recognizers
        for pattern in getattr(recogniser, "patterns", None) or ()
        for entity in recogniser.supported_entities
        if _least_digits(parser.parse(pattern.regex)) < 5
    }
    assert few <= set(recognisers.FEW)
    assert set(recognisers.FEW) <= set(recognisers.ENTITIES)


def _least_digits(tree: Any) -> int:
    return sum(_digits(*node) for node in tree)


def _digits(kind: Any, value: Any) -> int:
    if kind is op.LITERAL:
        return chr(value).isdecimal()
    if kind is op.IN:
        return all(
            choice == (op.CATEGORY, op.CATEGORY_DIGIT)
            or (choice[0] is op.RANGE and chr(choice[1][0]).isdecimal() and chr(choice[1][1]).isdecimal())
            or (choice[0] is op.LITERAL and chr(choice[1]).isdecimal())
            for choice in value
        )
    if kind is op.BRANCH:
        return min(map(_least_digits, value[1]))
    if kind is op.SUBPATTERN:
        return _least_digits(value[3])
    if kind is op.ATOMIC_GROUP:
        return _least_digits(value)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return int(value[0]) * _least_digits(value[2])
    return 0
