"""The model that ships: its file, its card, its README and what it says of plain cases."""

from __future__ import annotations

import hashlib
import json

import pytest

from rf_scorer import registry, resources, validation
from rf_scorer.rating import card, features, load, shipped
from rf_scorer.rating.doubts import FEWEST_WORDS


@pytest.fixture(scope="module")
def folder():
    """The folder of the shipped model."""
    return shipped.rf_passage()


def _read(folder, name: str) -> bytes:
    return (folder / name).read_bytes()


def test_it_is_registered():
    """The shipped model comes by the same entry point as anybody else's."""
    assert "rf_passage" in registry.names("rf_scorer.models")
    assert load().sha256 == load("rf_passage").sha256


def test_the_card_is_valid_and_speaks_of_this_model(folder):
    """The card matches its schema and names the model file's and the data's own digests."""
    about = json.loads(_read(folder, "card.json"))
    assert validation.faults(about) == ()
    assert about["sha256"] == hashlib.sha256(_read(folder, "model.json")).hexdigest()
    assert about["data"]["sha256"] == hashlib.sha256(_read(folder, "exemplars.jsonl")).hexdigest()
    assert "not on human-rated" in about["statement"]


def test_the_readme_is_made_from_the_card(folder):
    """README.md says what card.json says, to the byte."""
    about = json.loads(_read(folder, "card.json"))
    assert _read(folder, "README.md").decode() == card.readme(about)


def test_it_beats_what_it_must_beat(folder):
    """In cross-validation the model agrees better than the typical level, the length and a count of words."""
    results = json.loads(_read(folder, "card.json"))["evaluations"][0]["results"]
    own, *others = (result["figures"] for result in results)
    for other in others:
        for name in ("spearman", "qwk"):
            assert own[name]["value"] > (other[name]["value"] or 0.0)
    assert own["spearman"]["value"] > 0.57
    assert 0.7 <= own["coverage"]["value"] <= 0.95


def test_it_says_what_it_was_trained_on(folder):
    """Provenance states the training, the feature set and the digest."""
    model = load(str(resources.folder("models") / "rf_passage"))
    assert model.provenance["feature_set"] == features.SET
    assert model.provenance["sha256"] == hashlib.sha256(_read(folder, "model.json")).hexdigest()
    assert model.provenance["training"] == "trained on invented exemplars, not on human-rated interviews"


def test_the_exemplars_are_whole(folder):
    """Every exemplar has its keys, a rating on the scale, enough words, and an id of its own."""
    records = [json.loads(line) for line in _read(folder, "exemplars.jsonl").decode().splitlines()]
    assert len({record["id"] for record in records}) == len(records) >= 200
    for record in records:
        assert record["rating"] in range(-1, 10)
        assert len(record["answer"].split()) >= FEWEST_WORDS
        assert record["participant"]


def test_rich_above_poor(rich, poor):
    """Two minds and their links are rated above a list of doings."""
    high, low = load(str(resources.folder("models") / "rf_passage")).suggest([rich, poor])
    assert high.expected is not None
    assert low.expected is not None
    assert high.expected > low.expected + 1
