"""Runs of words: an index finds what trying every pattern at every word finds, and a plain pattern matches as any other does."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING

import pytest

from rf_scorer.language.analysis import shipped
from rf_scorer.language.patterns import compile_pattern
from rf_scorer.language.runs import RunIndex
from rf_scorer.language.view import View

if TYPE_CHECKING:
    from rf_scorer.language.patterns import Pattern

BOOK = shipped().codebook
PATTERNS = [pattern for entry in (*BOOK.entries, *BOOK.markers) for pattern in entry.patterns]


def view_of(text: str) -> View:
    """Words alone, without a grammar."""
    words = text.split()
    view = View(" ".join(words), ())
    view.w = words
    start = 0
    for word in words:
        view.s.append(start)
        view.e.append(start + len(word))
        start += len(word) + 1
    view.t = list(range(len(words)))
    view.close_sentences()
    return view


def _said(pattern: Pattern, draw: random.Random) -> list[str]:
    """Words that it may match."""
    words: list[str] = []
    for element in pattern.elements:
        if element.kind == "gap":
            words += draw.choices(["well", "so", "the"], k=draw.randint(0, element.most))
        elif not (element.optional and draw.random() < 0.5):
            words.append(draw.choice(sorted(element.words) or ["well"]))
    return words


def texts(count: int) -> list[str]:
    """What patterns match, one behind another, some with their words shuffled, drawn by seed."""
    draw = random.Random(4)
    made = [""]
    for _ in range(count):
        words = [word for pattern in draw.sample(PATTERNS, 3) for word in _said(pattern, draw)]
        if draw.random() < 0.3:
            draw.shuffle(words)
        made.append(" ".join(words))
    return made


def test_the_index_finds_what_every_pattern_finds_at_every_word() -> None:
    """The same runs, in order of the words by which they are found and of the patterns."""
    index = RunIndex(list(enumerate(PATTERNS)))
    seen = 0
    for text in texts(200):
        view = view_of(text)
        tried = [
            (i, number, span)
            for i, word in enumerate(view.w)
            for number, pattern in enumerate(PATTERNS)
            if word in pattern.keys and (span := pattern.at_anchor(view, i)) is not None
        ]
        assert [(run.place, run.rule, run.span) for run in index.found(view)] == tried
        seen += len(tried)
    assert seen > 400


def test_a_plain_pattern_matches_as_it_would_step_by_step() -> None:
    """By its anchor, from its beginning and up to its end, at every word of a text and beyond."""
    plain = [pattern for pattern in PATTERNS if pattern.plain][::3]
    assert len(plain) > 400
    stepwise = [dataclasses.replace(pattern, plain=(), opens=None, closes=None) for pattern in plain]
    for text in texts(40):
        view = view_of(text)
        for one, other in zip(plain, stepwise, strict=True):
            for i in range(len(view.w) + 1):
                assert one.begin(view, i) == other.begin(view, i)
                assert one.finish(view, i) == other.finish(view, i)
                if i < len(view.w) and view.w[i] in one.keys:
                    assert one.at_anchor(view, i) == other.at_anchor(view, i)


@pytest.mark.parametrize(
    ("text", "opens", "closes", "plain"),
    [
        ("a b c", {"a"}, {"c"}, True),
        ("a? b c", {"a", "b"}, {"c"}, False),
        ("a b c?", {"a"}, {"b", "c"}, False),
        ("{kin} b <2> c", {"mum"}, {"c"}, False),
        ("<2> a b", None, {"b"}, False),
        ("a b *", {"a"}, None, False),
        ("@mind a b", None, {"b"}, False),
        ("^ a b $", None, None, False),
        ("b {name}", {"b"}, None, False),
    ],
)
def test_a_pattern_knows_with_which_words_it_can_begin_and_end(text, opens, closes, plain) -> None:
    """None where these may be any; what may be left out hands on to its neighbour."""
    made = compile_pattern(text, forms=lambda lemma: frozenset({lemma}), classes={"kin": frozenset({"mum"})})
    assert (made.opens, made.closes, bool(made.plain)) == (opens, closes, plain)
