"""The model at work: suggestions, evidence, abstention, the model file, training."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest

from rf_scorer import jsonio
from rf_scorer.domain import Level, Passage, PassageState, Protocol, QuestionRole, Scale
from rf_scorer.errors import DataError, InvalidDocument, UnknownName, UsageError
from rf_scorer.rating import RatingInput, RatingModel, features, load, modelfile, training

from .conftest import POOR, RF, RICH, rating_input

FEELINGS = ("sad", "angry", "afraid", "ashamed", "proud", "lonely", "hurt", "jealous")
DOINGS = (
    "He went to work and he came home and we had the dinner on the table.",
    "And then they had to go to the shop in town for it.",
    "My mother had the car and she was at the school to get us.",
    "We were by the river most days in the summer, or in the yard.",
    "They put it in the kitchen and that was it, it was an old house.",
)


def _answer(level: int, number: int) -> RatingInput:
    """An invented answer with more linked states the higher its level."""
    generator = np.random.default_rng([level + 1, number])
    parts, mentions, markers = [], [], []
    for index in range(max(level, 0)):
        one, two = generator.choice(FEELINGS, 2, replace=False).tolist()
        parts.append(f"I guess she was {one} because I had been {two} at the time.")
        mentions += [(one, "emotion", "other"), (two, "emotion", "self")]
        markers += [("I guess", "A1"), ("because", "link.cause")] if index % 2 == 0 else [("because", "link.cause")]
    if level < 1:
        parts.append("How should I know that, and what sort of a question is it?")
        markers.append(("How should I know", "low.hostility"))
    parts += generator.choice(DOINGS, int(generator.integers(1, 5)), replace=False).tolist()
    return rating_input(" ".join(parts), tuple(mentions), tuple(markers), passage_id=f"x{level}-{number}")


def _train(count: int = 10, scale: Scale = RF) -> training.Fitted:
    pairs = [(level, number) for level in range(-1, 10) for number in range(count)]
    return training.fit(
        [_answer(*pair) for pair in pairs],
        [level for level, _ in pairs],
        [f"s{number}" for _, number in pairs],
        scale=scale,
        seed=1,
        name="made_up",
        version="1",
        statement="trained on made-up answers",
    )


@pytest.fixture(scope="module")
def fitted() -> training.Fitted:
    """A model of made-up answers."""
    return _train()


@pytest.fixture(scope="module")
def model(fitted) -> RatingModel:
    """The model, as written and read."""
    return RatingModel(fitted, "0" * 64)


def _one(model: RatingModel, item: RatingInput) -> Any:
    return model.suggest([item])[0]


def test_a_suggestion_is_whole(model, rich):
    """A provisional suggestion has every level's probability, its median and mean, and an interval."""
    found = _one(model, rich)
    assert found.status == "provisional"
    assert tuple(found.distribution) == RF.values
    assert sum(found.distribution.values()) == pytest.approx(1.0, abs=1e-9)
    assert found.expected == pytest.approx(sum(level * share for level, share in found.distribution.items()), abs=1e-3)
    below = sum(share for level, share in found.distribution.items() if level < found.level)
    assert below < 0.5 <= below + found.distribution[found.level] + 1e-9
    assert found.interval[0] <= found.level <= found.interval[1]
    assert found.coverage == 0.8
    assert found.model == "made_up"
    assert model.provenance["training"] == "trained on made-up answers"


def test_more_of_it_is_rated_higher(model):
    """Unseen made-up answers are put in order."""
    found = model.suggest([_answer(level, 99) for level in (0, 2, 4)])
    assert found[0].expected < found[1].expected < found[2].expected


def test_alone_or_in_a_batch(model, rich, poor):
    """What stands beside a passage in a batch changes nothing; nothing in, nothing out."""
    both = model.suggest([rich, poor, rich])
    assert both[0] == both[2] == _one(model, rich)
    assert both[1] == _one(model, poor)
    assert model.suggest([]) == ()


def test_evidence_leads_to_what_carries_it(model, rich, poor):
    """Evidence is signed, strongest first, names ids that exist, and holds none of the participant's words."""
    for item in (rich, poor):
        found = _one(model, item).evidence
        assert found
        sizes = [abs(one.contribution) for one in found]
        assert sizes == sorted(sizes, reverse=True)
        mentions = {mention.id for mention in item.highlights[0].mentions}
        markers = {marker.id for marker in item.highlights[0].markers}
        for one in found:
            assert (one.direction == "for") == (one.contribution > 0)
            assert set(one.mentions) <= mentions
            assert set(one.markers) <= markers
            assert "frightened" not in one.text
    assert any(one.mentions for one in _one(model, rich).evidence if one.direction == "for")


def test_a_stream_has_no_ids(model, rich):
    """Where mentions carry no ids, evidence names none."""
    bare = rich.highlights[0]
    bare = dataclasses.replace(
        bare,
        mentions=tuple(dataclasses.replace(mention, id="") for mention in bare.mentions),
        markers=tuple(dataclasses.replace(marker, id="") for marker in bare.markers),
    )
    found = _one(model, dataclasses.replace(rich, highlights=(bare,)))
    assert all(one.mentions == () and one.markers == () for one in found.evidence)
    assert found.level == _one(model, rich).level


@pytest.mark.parametrize("state", [PassageState.NOT_ASKED, PassageState.NOT_ANSWERED, PassageState.INAUDIBLE])
def test_what_was_not_answered_is_never_low(model, make, state):
    """A question that was not asked, answered or heard has no numbers, only a reason."""
    found = _one(model, make(*RICH, state=state))
    assert found.status == "abstained"
    assert [reason.code for reason in found.reasons] == [f"state_{state.value}"]
    assert (found.level, found.expected, found.distribution, found.interval) == (None, None, None, None)
    assert found.evidence == ()


def test_questions_that_are_not_rated(model, make):
    """A question without a role is not rated; an exchange that no protocol covers is."""
    asked = make(*RICH, role=QuestionRole.NONE, question_id="aai.1")
    assert [reason.code for reason in _one(model, asked).reasons] == ["role_none"]
    assert _one(model, make(*RICH, role=QuestionRole.NONE)).status == "provisional"


def test_another_scale(model, rich):
    """A protocol with another scale gets no suggestion from this model."""
    scale = Scale(id="three", levels=tuple(Level(value=value) for value in range(3)))
    protocol = Protocol(
        id="x", title="X", version="1", language="en", kind="interview", scale=scale, questions=(), check="Check."
    )
    found = _one(model, dataclasses.replace(rich, protocol=protocol))
    assert [reason.code for reason in found.reasons] == ["scale_differs"]


def test_too_short(model, make):
    """Four words are too few; a refusal that turns against a demand question is rated however short."""
    assert [reason.code for reason in _one(model, make("I do not know.")).reasons] == ["too_short"]
    text, markers = "How would I know?", (("How would I know", "low.hostility"),)
    refused = _one(model, make(text, (), markers))
    assert "too_short" not in {reason.code for reason in refused.reasons}
    permitted = _one(model, make(text, (), markers, role=QuestionRole.PERMIT))
    assert [reason.code for reason in permitted.reasons] == ["too_short"]


def test_sham_answers(model, make):
    """Gibberish, recited words, the question said back, and one sentence over and over are not rated."""
    recited = " ".join(FEELINGS * 4)
    states = tuple((word, "emotion", "self") for word in FEELINGS * 4)
    question = "Why do you think that your parents behaved as they did when you were a child?"
    again = "I was sad because she was sad and that was it. " * 8
    for item, code in (
        (make("florp wibble zanty grobe " * 5), "not_prose"),
        (make(recited, states), "recited_words"),
        (make("Well, " + question, question=question), "repeats_question"),
        (make(again), "repeats_itself"),
    ):
        found = _one(model, item)
        assert found.status == "abstained"
        assert code in {reason.code for reason in found.reasons}


def test_off_topic_is_not_high(model, make):
    """Connected talk about something else, without a mind in it, is not rated above low."""
    text = (
        "You have to sieve the flour and put it in the bowl, and the eggs go in and it is on to the oven for an hour."
    )
    found = _one(model, make(text))
    assert found.level is None or found.level <= 3


def test_far_from_every_example(model, make):
    """An answer of a shape that no example has gets no suggestion."""
    text = "the " * 25
    item = make(text, (), (), fillers=25.0, mean_word_length=19.0, types=1.0)
    codes = {reason.code for reason in _one(model, item).reasons}
    assert codes & {"out_of_domain", "repeats_itself"}
    long = make("I do not know that it was so. And that was it for us. " + " ".join(f"a{n} the" for n in range(4000)))
    assert "out_of_domain" in {reason.code for reason in _one(model, long).reasons}


def test_doubts_do_not_silence(model, make):
    """A short answer and one with inaudible stretches are rated, and the sheet says that they are."""
    found = _one(model, make("She was sad, I guess, and I was too.", (("sad", "emotion", "other"),), (), inaudible=3.0))
    if found.status == "provisional":
        assert {"short_passage", "partly_inaudible"} <= {reason.code for reason in found.reasons}
    else:
        assert [reason.code for reason in found.reasons] == ["out_of_domain"]


def test_what_is_read_is_what_was_written(fitted, tmp_path, rich, poor):
    """A model that was written and read gives the same suggestions, and the same bytes when written again."""
    text = jsonio.dumps(modelfile.document(fitted))
    (tmp_path / "model.json").write_text(text)
    model = load(tmp_path)
    assert jsonio.dumps(modelfile.document(model.fitted)) == text
    again = RatingModel(fitted, model.sha256).suggest([rich, poor])
    for one, two in zip(model.suggest([rich, poor]), again, strict=True):
        assert one.level == two.level
        assert one.expected == pytest.approx(two.expected, abs=2e-3)


def test_training_is_repeatable(fitted):
    """The same answers and seed give the same model, byte for byte."""
    assert jsonio.dumps(modelfile.document(_train())) == jsonio.dumps(modelfile.document(fitted))


def _spoil(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    spoiled = json.loads(json.dumps(document))
    *head, last = path.split(".")
    place = spoiled
    for key in head:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return spoiled


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("format", 2, "'format'"),
        ("format", True, "'format'"),
        ("kind", "forest", "'kind'"),
        ("feature_set", "passage.v0", "'feature_set'"),
        ("familiarity.trait_set", "shape.v0", "'trait_set'"),
        ("thresholds", [1.0, 0.0], "threshold"),
        ("thresholds", None, "missing"),
        ("features", {}, "features"),
        ("features", [], "damaged"),
        ("features.words.spread", 0.0, "not positive"),
        ("features.words.coefficient", "high", "damaged"),
        ("interval.coverage", 1.5, "range"),
        ("scale.maximum", 10**9, "scale"),
        ("longest", "x", "damaged"),
        ("name", 5, "wrong kind"),
    ],
)
def test_a_model_file_that_does_not_fit(fitted, tmp_path, path, value, message):
    """Another format, feature set or kind, and any damage, is refused with the place named, never half-used."""
    (tmp_path / "model.json").write_text(jsonio.dumps(_spoil(modelfile.document(fitted), path, value)))
    with pytest.raises(InvalidDocument, match=message) as caught:
        load(tmp_path)
    assert "model.json" in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("content", ["", "[]", "5", "{}", "\x00", '{"format": 1, "format": 1}', "[" * 5000])
def test_what_is_no_model_file(tmp_path, content):
    """Anything that is not a model file is refused as such."""
    (tmp_path / "model.json").write_text(content)
    with pytest.raises(InvalidDocument):
        load(tmp_path)


def test_no_model_here(tmp_path):
    """A folder without a model, and a name that nobody registered, say what to do."""
    with pytest.raises(UsageError, match=r"model\.json"):
        load(tmp_path)
    with pytest.raises(UnknownName):
        load("no_such_model")
    with pytest.raises(UsageError):
        load("./no_such_folder")


def test_too_little_to_learn_from():
    """Few answers, few people, one rating, or a rating off the scale are refused with what is needed."""
    items = [rating_input(*POOR) for _ in range(40)]
    settings = {"scale": RF, "seed": 1, "name": "x", "version": "1", "statement": "x"}
    people = [str(index % 5) for index in range(40)]
    mixed = [index % 4 for index in range(40)]
    for ratings, groups, count in (
        (mixed, people, 20),
        (mixed, ["a"] * 40, 40),
        ([3] * 40, people, 40),
        ([30] * 40, people, 40),
    ):
        with pytest.raises(DataError):
            training.fit(items[:count], ratings[:count], groups[:count], **settings)


def test_few_scores_give_the_whole_scale(fitted, rich):
    """With too few cross-validated ratings the interval is the whole scale, and the suggestion says so."""
    few = dataclasses.replace(fitted, scores=fitted.scores[:3])
    found = _one(RatingModel(few, "0" * 64), rich)
    assert found.interval == (-1, 9)
    assert "interval_unknown" in {reason.code for reason in found.reasons}


def test_signs_hold_in_the_model(fitted):
    """No coefficient of a fitted model contradicts the theory of its feature."""
    for sign, coefficient in zip(features.signs(), fitted.coefficients, strict=True):
        assert sign * coefficient >= 0


def test_validation_is_honest():
    """Where ratings are drawn without looking at the answers, nested cross-validation finds no agreement."""
    generator = np.random.default_rng(4)
    rows = generator.normal(size=(120, len(features.names())))
    ratings = generator.integers(0, 5, 120)
    groups = [str(index // 4) for index in range(120)]
    found = training.validate(rows, ratings, groups, levels=range(5), seed=1)
    expected = found.probabilities @ np.arange(5)
    assert abs(np.corrcoef(expected, ratings)[0, 1]) < 0.3
    held = float(np.mean((found.low <= ratings) & (ratings <= found.high)))
    assert held >= 0.7


def test_a_passage_of_the_right_shape_only():
    """The passage's id leads from suggestion to passage."""
    item = RatingInput(
        passage=Passage(id="p07", state=PassageState.NOT_ASKED), question_text=None, texts=(), highlights=()
    )
    assert RatingModel(_train(4), "0" * 64).suggest([item])[0].passage == "p07"
