"""Which structures are asked at all: a text that fits none of the ways of one holds nothing of it, and the runs that many of them look for."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

from rf_scorer.language.analysis import shipped
from rf_scorer.language.links import links, openers
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.language.scene import Scene, Seen
from rf_scorer.language.structures import STRUCTURES
from rf_scorer.language.structures.structure import ANY, Due, structure
from rf_scorer.language.structures.ties import Runs
from rf_scorer.language.view import View

ANALYSER = shipped()
BOOK = ANALYSER.codebook
PIPELINE = load_pipeline()
EXAMPLES = [
    re.sub(r"[\[\]]", "", example)
    for entry in (*BOOK.entries, *BOOK.markers)
    for example in (*entry.matching, *entry.non_matching)
]


@cache
def _scenes():
    """Every example of the codebook, and pairs of them, drawn by seed, some after a question."""
    draw = random.Random(8)
    texts = [*EXAMPLES, *(f"{draw.choice(EXAMPLES)} {draw.choice(EXAMPLES)}" for _ in range(600))]
    scenes = []
    for doc in PIPELINE.nlp.pipe(texts):
        view = ANALYSER.view(doc)
        question = draw.choice(([], ["why", "did", "your", "mother"], ["how", "is", "the", "baby"]))
        scenes.append(Scene(view, ANALYSER.mentions.find(view), question, BOOK.words))
    return scenes


def test_no_structure_that_is_left_out_would_have_seen_anything():
    """What the words and mentions of a text say is not due finds nothing there; and each structure is left out somewhere."""
    names = list(STRUCTURES)
    due = Due(STRUCTURES.values())
    left_out = set()
    for scene in _scenes():
        asked = {names[number] for number in due.of(scene.view, scene.mentions)}
        for name in STRUCTURES.keys() - asked:
            assert not list(STRUCTURES[name](scene)), f"{name}: {' '.join(scene.view.w)}"
            left_out.add(name)
    assert left_out == set(names)


def test_links_are_made_by_the_words_that_are_said_to_make_them():
    """Every link's word is among those that may make a link of its kind."""
    kinds = set()
    for scene in _scenes():
        for link in links(scene):
            assert scene.view.w[link.word] in openers({link.kind})
            kinds.add(link.kind)
    assert {"because", "so", "contrast", "concession", "when", "if", "purpose", "degree", "why"} == kinds


@structure({"but", "and"}, {"sad"}, needs={"emotion"})
@structure({"never"})
def _sought(scene):
    yield Seen(0, 1)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("but he was sad", True),
        ("he was sad", False),  # no word of the first set
        ("but he was tall", False),  # none of the second, and no mention
        ("he never was", True),  # the other way
        ("she never was, but he was sad", True),  # both ways are still one structure
        ("", False),
    ],
)
def test_a_structure_is_due_by_any_of_its_ways(text, fits):
    """Of each set of words of a way one stands in the text, and each kind of mention that it needs."""
    view = ANALYSER.view(PIPELINE.nlp(text))
    due = Due([structure({"zebra"})(_nothing), _sought, structure(needs={ANY})(_nothing)])
    mentions = ANALYSER.mentions.find(view)
    assert due.of(view, mentions) == ([1] if fits else []) + ([2] if mentions else [])


def _nothing(scene):
    yield from ()


def _words(text):
    view = View(text, ())
    view.w = text.split()
    return Scene(view, [], [], BOOK.words)


def test_runs_are_found_wherever_they_begin_and_as_long_as_they_go():
    """The longest of those that begin at a word, in order, by whichever of their words they are looked for."""
    runs = Runs("no idea", "no idea at all", "nothing", "it is", "is it")
    scene = _words("no idea at all nothing is it is it no idea")
    assert list(runs.found(scene)) == [(0, 4), (4, 5), (5, 7), (6, 8), (7, 9), (9, 11)]
    assert [runs.end(scene, i) for i in range(11)] == [4, -1, -1, -1, 5, 7, 8, 9, -1, 11, -1]
    assert list(runs.found(_words("idea at all"))) == []


def test_runs_are_the_same_found_and_tried_at_every_word():
    """In texts of nothing but their own words, drawn by seed."""
    draw = random.Random(5)
    words = ["a", "b", "c", "think"]
    runs = Runs("a b", "b a b", "a", "think a", "a think b c", "c c", "b think")
    for _ in range(300):
        scene = _words(" ".join(draw.choices(words, k=draw.randint(1, 12))))
        ends = [(i, runs.end(scene, i)) for i in range(len(scene.view.w))]
        assert list(runs.found(scene)) == [(i, end) for i, end in ends if end >= 0]
