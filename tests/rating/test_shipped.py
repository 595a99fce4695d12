"""The model that ships: its file, its card, its README and what it says of plain cases."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from rf_scorer import language, pipeline, registry, resources, validation
from rf_scorer.rating import card, features, load, shipped
from rf_scorer.rating.baselines import TITLES
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
    """In cross-validation, with features of length or without, the model agrees better in kappa than any baseline, and in every way than one that only counts."""
    results = json.loads(_read(folder, "card.json"))["evaluations"][0]["results"]
    own, without, *others = (result["figures"] for result in results)
    assert len(others) == len(TITLES)
    for name, other in zip(TITLES, others, strict=True):
        for mine in (own, without):
            assert mine["qwk"]["value"] > (other["qwk"]["value"] or 0.0)
            # A bag of words may order the exemplars as well: they have few writers. The card shows it beside the model.
            if name != "bag_of_words":
                assert mine["spearman"]["value"] > (other["spearman"]["value"] or 0.0) + 0.2
                assert mine["rps"]["value"] < other["rps"]["value"]
                assert mine["mae"]["value"] < other["mae"]["value"]
    assert abs(own["coverage"]["value"] - 0.8) < 0.05


def test_every_subtype_is_reported(folder):
    """The card says how suggestions fare for each of the writers' sub-types."""
    records = [json.loads(line) for line in _read(folder, "exemplars.jsonl").decode().splitlines()]
    kinds = json.loads(_read(folder, "card.json"))["evaluations"][1]["results"]
    assert {kind["title"].split(":")[0] for kind in kinds} == {record["subtype"] for record in records}


def test_it_says_what_it_was_trained_on(folder):
    """Provenance states the training, the feature set and the digest."""
    model = load(str(resources.folder("models") / "rf_passage"))
    assert model.provenance["feature_set"] == features.SET
    assert model.provenance["sha256"] == hashlib.sha256(_read(folder, "model.json")).hexdigest()
    assert model.provenance["training"] == "trained on invented exemplars, not on human-rated interviews"


def test_the_exemplars_are_whole(folder):
    """Every exemplar has the keys of the data statement, a rating that is the mean of its three levels, enough words, and an id of its own."""
    records = [json.loads(line) for line in _read(folder, "exemplars.jsonl").decode().splitlines()]
    assert len({record["id"] for record in records}) == len(records) >= 1500
    named = set(re.findall(r"`([a-z]+)`", "".join(_fields(_read(folder, "EXEMPLARS.md").decode()))))
    for record in records:
        assert set(record) <= named
        levels = [record["intended"], *record["readings"]]
        assert len(levels) == 3
        assert all(level in range(-1, 10) for level in levels)
        assert record["rating"] == pytest.approx(sum(levels) / 3, abs=0.006)
        assert len(record["answer"].split()) >= FEWEST_WORDS
        assert record["participant"]
        assert record["role"] in {"demand", "permit"}
    assert named == {key for record in records for key in record}


def _fields(statement: str) -> list[str]:
    """The first column of the data statement's table of keys."""
    table = statement.split("| key | meaning |")[1].split("\n\n")[0]
    return [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]


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
