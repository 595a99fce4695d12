"""The shipped model of short answers: its file, its card, its README and what it says of plain cases."""

from __future__ import annotations

import hashlib
import json

import pytest

from rf_scorer import pipeline, registry, validation
from rf_scorer.rating import card, features, load, shipped


@pytest.fixture(scope="module")
def folder():
    """The folder of the model."""
    return shipped.short_answers()


@pytest.fixture(scope="module")
def about(folder):
    """Its card."""
    return json.loads((folder / "card.json").read_bytes())


@pytest.fixture(scope="module")
def rated():
    """Suggestions for answers in words, through the whole path."""
    engine = pipeline.Engine.load("short_answers")

    def rate(*answers: str):
        question = "Why does Leo say that he likes the soup?"
        records = [{"id": number, "question": question, "answer": answer} for number, answer in enumerate(answers)]
        return list(pipeline.rate_records(records, engine=engine))

    return rate


def test_it_is_registered():
    """It comes by the same entry point as anybody's, on a scale of its own."""
    assert "short_answers" in registry.names("rf_scorer.models")
    model = load("short_answers")
    assert model.fitted.scale.id == "short-0-2"
    assert model.fitted.scale.values == (0, 1, 2)
    assert model.provenance["feature_set"] == features.SET


def test_the_card_is_valid_and_speaks_of_this_model(folder, about):
    """The card matches its schema, names the digests of the model file and of the answers, and says that no human rated them."""
    assert validation.faults(about) == ()
    assert about["sha256"] == hashlib.sha256((folder / "model.json").read_bytes()).hexdigest()
    assert about["data"]["sha256"] == hashlib.sha256((folder / "exemplars.jsonl").read_bytes()).hexdigest()
    assert about["statement"] == "Trained on invented short answers, not on human-rated answers."
    assert "must not be counted or cited as human ratings" in about["data"]["description"]
    assert load("short_answers").provenance["training"] == about["statement"][:-1].replace("T", "t", 1)


def test_the_readme_is_made_from_the_card(folder, about):
    """README.md says what card.json says, to the byte."""
    assert (folder / "README.md").read_text("utf-8") == card.readme(about)


def test_it_beats_what_knows_no_words(about):
    """On stories left out it agrees better than the typical level and than counts, and its intervals hold what they are meant to."""
    own, *others = about["evaluations"][0]["results"]
    for other in others:
        if other["title"].split(":")[0] in {"typical", "length", "states", "dictionary"}:
            for name in ("spearman", "qwk"):
                assert own["figures"][name]["value"] > (other["figures"][name]["value"] or 0.0)
    assert abs(own["figures"]["coverage"]["value"] - 0.8) < 0.15


def test_an_explanation_by_a_mind_above_what_things_are_like(rated):
    """What somebody wants another to feel comes out above what the soup is like; probabilities are of the scale's levels."""
    high, low = rated("because he doesn't want his uncle to feel sad that nobody likes it", "because it is soup")
    assert list(high["distribution"]) == ["0", "1", "2"]
    assert high["expected"] > low["expected"] + 0.5
    assert high["status"] == low["status"] == "provisional"


def test_what_cannot_be_judged_is_not(rated):
    """No answer at all gets no suggestion, and never a low one."""
    (found,) = rated("")
    assert found["status"] == "abstained"
    assert found["level"] is None
