"""A first look: what is asked about is looked at, together and once, and whoever reads on makes use of it."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from rf_scorer import language, resources, transcripts
from rf_scorer.language.entities import named_words, pipeline_version
from rf_scorer.language.looks import Looked
from rf_scorer.language.ops import one_thread
from rf_scorer.language.pipelines import load_pipeline
from rf_scorer.language.reader import reader

TEXTS = (
    "My brother Tobias , um , went to Leeds .",
    "Yeah.",
    "{{Mother}} was, uh, [laughs] frightened of Anna.",
    "",
    "A half \ud800 of a character.",
)


@pytest.fixture
def looks(monkeypatch):
    """How many parts each look was at."""
    counts = []
    look = reader().look
    monkeypatch.setattr(reader(), "look", lambda parts: counts.append(len(parts)) or look(parts))
    return counts


def test_places_are_those_of_the_text():
    """Offsets are where a word begins in the text as it was given; notes and hesitations have none, role codes are words."""
    first, _, third, *_ = Looked(TEXTS).named(range(len(TEXTS)))
    said = {TEXTS[0][start:].split()[0]: tag for start, tag in first.tags.items()}
    assert said["Tobias"] == "NNP"
    assert said["went"] == "VBD"
    assert "um" not in said
    assert {TEXTS[0][start:].split()[0]: label for start, label in first.entities.items()} == {
        "Tobias": "PERSON",
        "Leeds": "PLACE",
    }
    assert [TEXTS[2][start] for start in third.tags] == ["{", "w", "f", "o", "A", "."]


def test_nothing_is_looked_at_before_somebody_asks(looks):
    """And then what is asked about, together and once."""
    looked = Looked(TEXTS)
    assert len(looked) == len(TEXTS)
    assert looks == []
    first, second = looked.named([2, 0])
    assert looked.named([0]) == [second]
    assert looked.named([2]) == [first]
    assert sum(looks) == 2


def test_what_is_found_does_not_hang_on_what_else_is_asked():
    """One by one, all at once, or by the plain function: the same."""
    together = Looked(TEXTS).named(range(len(TEXTS)))
    looked = Looked(TEXTS)
    assert [looked.named([index])[0] for index in reversed(range(len(TEXTS)))][::-1] == together
    assert list(named_words(TEXTS)) == together


def test_no_text_and_nothing_said():
    """Empty texts have no word; no text, no result."""
    assert Looked([]).named([]) == []
    assert [(found.tags, found.entities) for found in Looked(["", "[coughs]"]).named([0, 1])] == [({}, {}), ({}, {})]


def test_highlights_are_the_same_after_a_look(monkeypatch):
    """With looks and without, and what was looked at is not read again."""
    path = next((resources.folder("annotation_guides") / "demo").glob("parent-interview.txt"))
    texts = [turn.text for turn in transcripts.read(path).turns]
    items = [(text, None) for text in texts]
    highlighter = language.load()
    expected = list(highlighter.highlight(items))
    looked = language.Looked(texts)
    looked.named(range(0, len(texts), 2))
    assert list(highlighter.highlight(items, looks=looked.looks(range(len(texts))))) == expected
    monkeypatch.setattr(reader()._encoder, "vectors", lambda given: pytest.fail("read twice") if given else [])
    assert list(highlighter.highlight(items, looks=looked.looks(range(len(texts))))) == expected


def test_another_pipeline_makes_nothing_of_looks():
    """Its highlights are its own, whatever ours has seen."""
    folder = resources.folder("models") / "en_interview"
    highlighter = language.load(str(folder))
    items = [(text, None) for text in TEXTS]
    looked = Looked(TEXTS)
    assert list(highlighter.highlight(items, looks=looked.looks(range(len(TEXTS))))) == list(
        highlighter.highlight(items)
    )


def test_the_version_is_the_pipelines():
    """Without loading it again."""
    assert pipeline_version() == load_pipeline().provenance["pipeline_version"]


def test_threads_are_as_before_afterwards():
    """Products take one thread within a look, and what the process had set holds again behind it."""

    def threads():
        return {
            info["num_threads"]
            for info in threadpool_info()
            if info["user_api"] == "blas" and "numpy" in info["filepath"]
        }

    np.ones((2, 2)) @ np.ones((2, 2))
    with threadpool_limits(limits=2):
        before = threads()
        with one_thread():
            assert threads() <= {1}
        assert threads() == before
