"""The model at work: suggestions, evidence, abstention."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from corpora import FEELINGS, SCALES, answer, corpus, learned, with_members
from passages import RF, RICH

from rf_scorer.domain import Level, Passage, PassageState, Protocol, QuestionRole, Scale
from rf_scorer.rating import RatingInput, RatingModel, features
from rf_scorer.rating.decision import RULES, Decision

if TYPE_CHECKING:
    from rf_scorer.rating.fitted import Fitted

pytestmark = pytest.mark.usefixtures("few_trees")


@pytest.fixture(scope="module")
def fitted(few_trees) -> Fitted:
    """A model of made-up answers, of every kind of member there is for a long scale."""
    return _open(with_members(corpus(people=30), "linear", "boosted", "worded"))


def _open(fitted: Fitted) -> Fitted:
    """The model without limits: these answers are far from its few examples, and how far is too far is tested elsewhere."""
    known = dataclasses.replace(fitted.familiarity, doubt=math.inf, refuse=math.inf)
    return dataclasses.replace(fitted, familiarity=known)


@pytest.fixture(scope="module")
def model(fitted) -> RatingModel:
    """The model at work."""
    return RatingModel(fitted, "0" * 64)


def _one(model: RatingModel, item: RatingInput) -> Any:
    return model.suggest([item])[0]


@SCALES
def test_a_suggestion_is_whole(scale, rich):
    """A provisional suggestion has every level's probability, a level by the model's rule, the mean, and an interval."""
    fitted = _open(learned(corpus(scale, people=10), coverage=0.7))
    model = RatingModel(fitted, "0" * 64)
    found = _one(model, rich)
    assert found.status == "provisional"
    assert tuple(found.distribution) == scale.values
    assert sum(found.distribution.values()) == pytest.approx(1.0, abs=1e-9)
    assert found.expected == pytest.approx(sum(level * share for level, share in found.distribution.items()), abs=1e-3)
    row = np.array([list(found.distribution.values())])
    assert found.level == scale.values[int(fitted.stacked.decision.level(row)[0])]
    assert found.interval[0] <= found.level <= found.interval[1]
    assert found.coverage == 0.7
    assert found.model == "made_up"
    assert model.provenance["training"] == "trained on made-up answers"


@pytest.mark.parametrize("rule", RULES)
def test_the_level_follows_the_models_rule(fitted, rich, poor, rule):
    """Whatever rule a model holds is applied to the distribution that is told, and the interval grows from that level."""
    cuts = np.linspace(0.5, 9.5, 10) if rule == "matched" else np.zeros(0)
    decision = Decision(rule=rule, cuts=cuts)
    model = RatingModel(
        dataclasses.replace(fitted, stacked=dataclasses.replace(fitted.stacked, decision=decision)), "0" * 64
    )
    for found in model.suggest([rich, poor]):
        row = np.array([list(found.distribution.values())])
        assert found.level == RF.values[int(decision.level(row)[0])]
        assert found.interval[0] <= found.level <= found.interval[1]


def test_more_of_it_is_rated_higher(model):
    """Unseen made-up answers are put in order."""
    found = model.suggest([answer(ties, 99) for ties in (0, 2, 4)])
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


@pytest.mark.parametrize(
    ("doubt", "refuse", "status", "code"),
    [
        (1e9, 1e9, "provisional", None),
        (0.0, 1e9, "provisional", "far_from_examples"),
        (0.0, 0.0, "abstained", "out_of_domain"),
    ],
)
def test_far_from_the_examples(fitted, make, doubt, refuse, status, code):
    """Beyond one distance from the examples a suggestion is doubtful, beyond another none is made, and either is said."""
    known = dataclasses.replace(fitted.familiarity, doubt=doubt, refuse=refuse)
    found = _one(RatingModel(dataclasses.replace(fitted, familiarity=known), "0" * 64), make(*RICH))
    assert found.status == status
    assert {reason.code for reason in found.reasons} & {"far_from_examples", "out_of_domain"} == ({code} - {None})


def test_doubts_do_not_silence(model, make):
    """A short answer and one with inaudible stretches are rated, and the sheet says that they are."""
    found = _one(model, make("She was sad, I guess, and I was too.", (("sad", "emotion", "other"),), (), inaudible=3.0))
    assert found.status == "provisional"
    assert {"short_passage", "partly_inaudible"} <= {reason.code for reason in found.reasons}


def test_signs_hold_in_the_model(fitted):
    """No coefficient of a fitted model contradicts the theory of its feature."""
    coefficients = fitted.stacked.members.linear.coefficients
    assert (coefficients != 0).any()
    for sign, coefficient in zip(features.signs(), coefficients, strict=True):
        assert sign * coefficient >= 0


def test_a_passage_without_anything(model):
    """A passage that was not asked has no texts at all; its id leads from suggestion to passage."""
    item = RatingInput(
        passage=Passage(id="p07", state=PassageState.NOT_ASKED), question_text=None, texts=(), highlights=()
    )
    assert _one(model, item).passage == "p07"


def test_an_interval_over_most_of_the_scale_is_said_to_say_little(fitted, make):
    """Where the scores ask for nearly all of the probability, the interval is wide and the suggestion doubtful; a narrow one is not."""
    wide = dataclasses.replace(fitted, stacked=dataclasses.replace(fitted.stacked, scores=np.full(200, 1.0)))
    narrow = dataclasses.replace(fitted, stacked=dataclasses.replace(fitted.stacked, scores=np.full(200, 0.05)))
    said = {}
    for name, one in (("wide", wide), ("narrow", narrow)):
        found = _one(RatingModel(one, "0" * 64), make(*RICH))
        said[name] = (
            found.interval[1] - found.interval[0] + 1,
            "undecided" in {reason.code for reason in found.reasons},
        )
    assert said["wide"][0] >= 8
    assert said["wide"][1]
    assert said["narrow"][0] <= 2
    assert not said["narrow"][1]
