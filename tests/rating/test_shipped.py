"""The model that ships: its file, its card, its README and what it says of plain cases."""

from __future__ import annotations

import hashlib
import json

import pytest

from rf_scorer import language, pipeline, registry, resources, validation
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


QUESTION = "Why do you think your parents behaved the way they did when you were a child?"
HIGH = (
    "I think she was frightened, because her own mother had left when she was small, though I could not have seen that "
    "at the time. Back then I thought she hated me, so I hid how hurt I was, and she took that for coldness, I suppose. "
    "Now that I have a daughter I notice the same fear in me. I could be wrong about that."
)
OFF_TOPIC = (
    "Well, you take the flour and the butter and you rub them together until it looks like crumbs, and then you add the "
    "sugar and the egg and roll it out. It goes in the oven for about twenty minutes, and you watch it."
)


@pytest.fixture(scope="module")
def rated():
    """Suggestions for answers in words, through the whole path."""
    highlighter = language.load()
    model = load(str(resources.folder("models") / "rf_passage"))

    def rate(answer: str):
        record = {"id": "x", "question": QUESTION, "answer": answer}
        return model.suggest(list(pipeline.rating_inputs([record], highlighter=highlighter)))[0]

    return rate


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("asdf lkj qwer zxcv poiu mnbv asdf qwe rty uio pas dfg hjk", "not_prose"),
        (
            "think feel want believe sad angry hope wish understand realise fear love hate know guess maybe",
            "recited_words",
        ),
        ("Why do I think my parents behaved the way they did when I was a child?", "repeats_question"),
        ("Meine Mutter war damals sehr traurig, weil sie ihre eigene Mutter verloren hatte, glaube ich.", "not_prose"),
        ("Je pense que ma mère était très triste parce que son père était parti de la maison.", "not_prose"),
        ("I guess she was frightened because I was angry. " * 8, "repeats_itself"),
        ("I don't know.", "too_short"),
        ("", "state_not_answered"),
    ],
)
def test_sham_answers_in_words(rated, answer, code):
    """Gibberish, recited state words, the question said back, other languages, repetition and silence get no rating."""
    found = rated(answer)
    assert found.status == "abstained"
    assert code in {reason.code for reason in found.reasons}


def test_high_above_off_topic_and_recital(rated):
    """Off-topic talk and state words strung on syntax alone stay far below an answer that ties minds together."""
    high = rated(HIGH)
    assert high.level >= 6
    for answer in (
        OFF_TOPIC,
        "I think and I feel and I believe and I wonder and I hope and she felt and he thought and they wanted and we knew.",
    ):
        found = rated(answer)
        assert found.level is None or found.level <= 4


def test_length_alone_earns_nothing(rated):
    """More of the same kind of talk about doings does not raise the rating beyond low."""
    doings = [
        "We went to the river on the bus and my father had the tent.",
        "My mother was at the shop until six and then she was in the kitchen.",
        "My brother had a bicycle, it was a red one, and I was given it after.",
        "The school was down the road and we walked there with the neighbours.",
        "On Sundays it was church and then dinner at my uncle's place.",
        "They painted the house every few years, it was white with green doors.",
    ]
    short, long = rated(" ".join(doings[:2])), rated(" ".join(doings))
    assert long.level <= 3
    assert long.expected <= short.expected + 1
