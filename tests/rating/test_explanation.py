"""What a passage's place is made of, and how that is told."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from corpora import QUESTIONS, THREE, answer, corpus, with_members
from hypothesis import given, settings
from hypothesis import strategies as st
from passages import POOR, RF, RICH, rating_input
from scipy.special import logit

from rf_scorer.rating import RatingModel, features
from rf_scorer.rating.counts import count
from rf_scorer.rating.evidence import MOST, SMALLEST, Parts, evidence
from rf_scorer.rating.explanation import explained
from rf_scorer.rating.phrasing import Phrase, phrases
from rf_scorer.rating.rows import Rows
from rf_scorer.rating.view import View
from rf_scorer.rating.wording import Vocabulary, spoken_words

if TYPE_CHECKING:
    from rf_scorer.rating.fitted import Fitted

pytestmark = pytest.mark.usefixtures("few_trees")


@pytest.fixture(scope="module")
def prior(few_trees) -> Fitted:
    """A model that was there before."""
    return with_members(corpus(RF, people=10, seed=3), "linear", "boosted", "worded")


RATED = corpus(THREE, people=16, questions=QUESTIONS, effects=(-0.6, 0.6))


@pytest.fixture(
    scope="module",
    params=[
        ("linear",),
        ("boosted",),
        ("worded",),
        ("prior", "linear"),
        ("linear", "boosted", "worded"),
        ("prior", "linear", "boosted", "worded"),
    ],
    ids=" ".join,
)
def fitted(request, few_trees, prior) -> Fitted:
    """Models of every kind of member that adds up, and of all of them."""
    return with_members(RATED, *request.param, priors=(prior,))


def _items() -> list:
    """Answers of two turns and of one, to questions that the models know."""
    found = [answer(ties, 50 + ties, question=QUESTIONS[ties % 2]) for ties in range(5)]
    one, two = found[0].texts[0], found[3].texts[0]
    both = (*found[0].highlights, *found[3].highlights)
    return [*found, dataclasses.replace(found[0], texts=(one, two), highlights=both)]


def _parts(model: Fitted, items: list) -> tuple[list[Parts], np.ndarray]:
    views = [View(item) for item in items]
    numbers = model.numbers(items, views)
    return explained(model, items, views, numbers), model.stacked.place(model.latents(numbers))


def test_contributions_add_up_to_the_place(fitted):
    """What features, wording, question and former models contribute is the place on the stack's latent scale, but for one constant."""
    items = _items()
    parts, place = _parts(fitted, items)
    sums = np.array(
        [
            part.features.sum() + sum(phrase.contribution for phrase in part.phrases) + part.question + part.prior
            for part in parts
        ]
    )
    rest = place - sums
    np.testing.assert_allclose(rest, rest[0], atol=1e-9)
    assert np.ptp(place) > 0.5


def test_the_constant_is_what_it_says(fitted):
    """What is left is the roots of the trees, the intercept of the wording and the former model's middle: nothing of the answer."""
    members, weights = fitted.stacked.members, fitted.stacked.weights.tolist()
    parts, place = _parts(fitted, _items())
    constant, column = 0.0, members.priors
    if members.priors:
        constant += weights[0] * float(fitted.priors[0].stacked.thresholds.mean())
    if members.linear is not None:
        column += 1
    if members.boosted is not None:
        constant += weights[column] * sum(float(tree.value[0]) for tree in members.boosted.trees)
        column += 1
    if members.worded is not None:
        constant += weights[column] * members.worded.intercept
    for part, at in zip(parts, place.tolist(), strict=True):
        told = part.features.sum() + sum(phrase.contribution for phrase in part.phrases) + part.question + part.prior
        assert told + constant == pytest.approx(at, abs=1e-9)


def test_an_unknown_question_says_nothing(prior):
    """Of an answer to a question that the model does not know, nothing is said of answers to the question."""
    fitted = with_members(RATED, "linear", "boosted", "worded")
    known = [answer(2, 7, question=question) for question in QUESTIONS]
    parts, _ = _parts(fitted, [*known, answer(2, 7, question="And then?")])
    assert parts[0].question < 0 < parts[1].question
    assert parts[2].question == 0.0
    found = RatingModel(fitted, "0" * 64).suggest([*known, answer(2, 7, question="And then?")])
    told = [{one.feature: one for one in suggestion.evidence}.get("question") for suggestion in found]
    assert told[0] is None or told[0].direction == "against"
    assert told[1] is None or told[1].direction == "for"
    assert told[2] is None


@pytest.fixture(scope="module")
def graded(few_trees) -> Fitted:
    """A model of regressions by level alone."""
    return with_members(corpus(THREE, people=18, questions=QUESTIONS, effects=(-0.6, 0.6)), "graded")


def test_levels_learned_apart_are_explained(graded):
    """What a regression by level makes of features, wording and question is told to first order: it is the slope of the place along each of them."""
    items = _items()
    parts, _ = _parts(graded, items)
    numbers = graded.numbers(items, [View(item) for item in items])
    members, weight = graded.stacked.members, graded.stacked.weights[0]
    columns, width = numbers.columns.toarray(), numbers.matrix.width
    asked = width - len(members.space.usual)
    sides = {"phrases": slice(0, asked), "question": slice(asked, width), "features": slice(width, None)}
    told = {
        "phrases": [sum(phrase.contribution for phrase in part.phrases) for part in parts],
        "question": [part.question for part in parts],
        "features": [part.features.sum() for part in parts],
    }

    def place(side: slice, by: float) -> np.ndarray:
        moved = columns.copy()
        moved[:, side] *= 1.0 + by
        over = np.cumsum(members.graded.probabilities(Rows.of(moved))[:, ::-1], axis=1)[:, ::-1][:, 1:]
        return weight * logit(over).mean(axis=1)

    # The model holds log-odds at a bound, beyond which there would be no slope; short of it the place is the model's own.
    latents = graded.latents(numbers)
    free = np.abs(latents).max(axis=1) < 8.0
    assert free.sum() > len(items) / 2
    np.testing.assert_allclose(place(slice(0), 0.0)[free], graded.stacked.place(latents)[free])
    for name, side in sides.items():
        slope = (place(side, 1e-5) - place(side, -1e-5)) / 2e-5
        np.testing.assert_allclose(told[name], slope, atol=1e-6, err_msg=name)
    assert np.abs(told["features"]).min() > SMALLEST
    assert np.abs(told["phrases"]).min() > SMALLEST
    assert np.abs(told["question"]).max() > 0.0


def test_levels_learned_apart_beside_others(graded):
    """What the regression by level contributes is added to what other members do, as each weighs, and high answers' wording speaks for them."""
    rated = corpus(THREE, people=18, questions=QUESTIONS, effects=(-0.6, 0.6))
    both = with_members(rated, "linear", "worded", "graded")
    sums = with_members(rated, "linear", "worded")
    items = _items()
    alone, _ = _parts(graded, items)
    parts, _ = _parts(both, items)
    rest, _ = _parts(sums, items)
    weights = both.stacked.weights
    by_linear, by_worded = weights[:2] / sums.stacked.weights
    by_graded = weights[2] / graded.stacked.weights[0]
    assert (weights > 0).all()
    np.testing.assert_array_equal(both.stacked.members.linear.coefficients, sums.stacked.members.linear.coefficients)
    for one, two, three in zip(parts, rest, alone, strict=True):
        np.testing.assert_allclose(one.features, by_linear * two.features + by_graded * three.features, atol=1e-9)
        for phrase, other, third in zip(one.phrases, two.phrases, three.phrases, strict=True):
            assert phrase.contribution == pytest.approx(
                by_worded * other.contribution + by_graded * third.contribution, abs=1e-9
            )
    low, high = (
        sum(phrase.contribution for phrase in part.phrases)
        for part in _parts(both, [answer(ties, 90, question=QUESTIONS[1]) for ties in (0, 5)])[0]
    )
    assert low < high


def _inside(texts: tuple[str, ...], phrase: Phrase) -> None:
    words = spoken_words(texts[phrase.turn])
    assert phrase.start in {start for _, start, _ in words}
    assert phrase.end in {end for _, _, end in words}
    assert phrase.start < phrase.end


def test_stretches_lie_on_words(fitted):
    """Every stretch lies in its turn and begins and ends with a word; those of a turn follow each other and hold all its words."""
    for part, item in zip(_parts(fitted, _items())[0], _items(), strict=True):
        before = (-1, 0)
        for phrase in part.phrases:
            _inside(item.texts, phrase)
            assert (phrase.turn, phrase.start) >= before
            before = (phrase.turn, phrase.end)
        for turn, text in enumerate(item.texts):
            for _, start, end in spoken_words(text):
                assert (
                    sum(phrase.turn == turn and phrase.start <= start and end <= phrase.end for phrase in part.phrases)
                    == 1
                )


def _phrases(texts: list[str], worth: dict[str, float]) -> tuple[Phrase, ...]:
    known = Vocabulary(names=tuple(sorted(worth)), idf=np.ones(len(worth)))
    said = [spoken_words(text) for text in texts]
    return phrases(texts, said, known.lay(said).carried(np.array([*map(worth.get, known.names), 0.0])).tolist())


TEXTS = st.text(st.sampled_from("ab cI.?!…'”’){}[(/\n  "), max_size=120)


@settings(deadline=None, max_examples=80)
@given(texts=st.lists(TEXTS, max_size=3), data=st.data())
def test_any_text_is_cut_into_phrases(texts, data):
    """Whatever was said, stretches begin and end with words, run in order, and share out all that grams contribute."""
    times = count(texts)
    chosen = sorted(times)[:: data.draw(st.integers(1, 5))]
    worth = {name: float(place % 7 - 3) for place, name in enumerate(chosen)}
    found = _phrases(texts, worth | {"w:never said": 100.0})
    for phrase in found:
        _inside(tuple(texts), phrase)
    assert [(one.turn, one.start) for one in found] == sorted({(one.turn, one.start) for one in found})
    whole = sum(times[name] * value for name, value in worth.items())
    assert sum(one.contribution for one in found) == pytest.approx(whole, abs=1e-9)


def test_phrases_are_sentences():
    """A turn is cut where a sentence ends, and a run-on after twenty-five words."""
    text = 'I was sad. She said "no!" and he went… So what? ' + " ".join(["and then"] * 20)
    found = [text[one.start : one.end] for one in _phrases([text], {})]
    assert found[:4] == ["I was sad", 'She said "no', "and he went", "So what?"]
    assert [len(re.findall(r"\w+", one)) for one in found[4:]] == [25, 15]


def test_every_occurrence_counts_where_it_begins():
    """A gram counts in each stretch in which it stands; one that reaches over a sentence's end counts where it begins."""
    one, two = _phrases(["Sad she was. She was sad."], {"w:sad": 1.0, "w:was she": 3.0, "w:she was sad": 4.0})
    assert (one.contribution, two.contribution) == (4.0, 5.0)


def _told(view: View, **changes: object) -> tuple:
    width = len(features.names())
    parts = {
        "features": np.zeros(width),
        "deviations": np.ones(width),
        "phrases": (),
        "question": 0.0,
        "prior": 0.0,
    }
    return evidence(view, Parts(**(parts | changes)))


VIEW = View(rating_input(*RICH))


def test_nothing_to_tell():
    """Contributions that move no rating are no evidence."""
    small = np.full(len(features.names()), 0.9 * SMALLEST)
    phrase = Phrase(turn=0, start=0, end=5, contribution=0.9 * SMALLEST)
    assert _told(VIEW, features=small, phrases=(phrase,), question=0.04, prior=-0.04) == ()


def test_strongest_first_and_not_too_many():
    """Evidence runs from the strongest to the weakest, at most five of each direction."""
    generator = np.random.default_rng(1)
    found = _told(
        VIEW,
        features=generator.normal(size=len(features.names())),
        phrases=(Phrase(turn=0, start=0, end=5, contribution=1.5), Phrase(turn=0, start=6, end=9, contribution=-0.5)),
        question=0.7,
        prior=-0.8,
    )
    sizes = [abs(one.contribution) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    for way in ("for", "against"):
        assert 1 <= sum(one.direction == way for one in found) <= MOST
    assert all((one.direction == "for") == (one.contribution > 0) for one in found)


def test_a_topic_is_told_once():
    """Of features that say nearly the same, the strongest of each direction is told."""
    topics = [feature.topic for feature in features.FEATURES]
    topic = max(set(topics), key=topics.count)
    places = [place for place, one in enumerate(topics) if one == topic]
    assert len(places) > 2
    values = np.zeros(len(topics))
    values[places] = np.linspace(0.2, 0.9, len(places))
    found = _told(VIEW, features=values)
    assert [one.feature for one in found] == [features.FEATURES[places[-1]].name]
    values[places[0]] = -0.3
    found = _told(VIEW, features=values)
    assert [one.feature for one in found] == [features.FEATURES[place].name for place in (places[-1], places[0])]


def test_the_absence_of_what_speaks_against_is_not_told():
    """That somebody does not blame is the usual case: only its presence is evidence."""
    place = next(place for place, feature in enumerate(features.FEATURES) if feature.sign < 0)
    values = np.zeros(len(features.names()))
    values[place] = 0.5
    deviations = np.ones(len(values))
    deviations[place] = -0.5
    assert _told(VIEW, features=values, deviations=deviations) == ()
    deviations[place] = 0.5
    assert len(_told(VIEW, features=-values, deviations=deviations)) == 1


def test_what_carries_a_feature_is_named_where_it_is_there():
    """Mentions and markers are named for what an answer has more of than usual, not for what it lacks."""
    width = len(features.names())
    carried = [
        place for place, feature in enumerate(features.FEATURES) if feature.sign > 0 and list(feature.carriers(VIEW))
    ]
    values = np.zeros(width)
    values[carried[0]] = 0.5
    there = _told(VIEW, features=values)[0]
    assert there.mentions or there.markers
    lacking = _told(VIEW, features=-values, deviations=-np.ones(width))[0]
    assert (lacking.mentions, lacking.markers) == ((), ())
    assert lacking.text != there.text


def test_wording_is_told_by_its_strongest_stretches():
    """For either direction the sum of its stretches is told, with the three strongest, in the order of the text."""
    sizes = [0.3, -0.2, 0.5, 0.06, 0.4, 0.01]
    found = _told(
        VIEW,
        phrases=tuple(
            Phrase(turn=place // 4, start=10 * (place % 4), end=10 * (place % 4) + 5, contribution=size)
            for place, size in enumerate(sizes)
        ),
    )
    high, low = found
    assert (high.direction, high.feature, high.contribution) == ("for", "wording", pytest.approx(1.27))
    assert [(one.turn, one.start) for one in high.stretches] == [(0, 0), (0, 20), (1, 0)]
    assert (low.direction, low.contribution) == ("against", pytest.approx(-0.2))
    assert [(one.turn, one.start, one.end) for one in low.stretches] == [(0, 10, 15)]


def test_many_small_stretches_are_told_without_any():
    """Where wording counts only by many small parts, their sum is told and no stretch is picked out."""
    many = tuple(Phrase(turn=0, start=place, end=place + 1, contribution=0.02) for place in range(10))
    (found,) = _told(VIEW, phrases=many)
    assert found.contribution == pytest.approx(0.2)
    assert found.stretches == ()


def test_evidence_holds_no_words():
    """Nothing that the speaker said stands in a piece of evidence: stretches are offsets."""
    model = RatingModel(with_members(RATED, "linear", "boosted", "worded"), "0" * 64)
    said = {word for word, _, _ in spoken_words(RICH[0])} & {"frightened", "guilty", "mother", "cried"}
    assert len(said) == 4
    for item in (rating_input(*RICH), rating_input(*POOR)):
        for one in model.suggest([item])[0].evidence:
            assert not said & set(re.findall(r"\w+", one.text.lower()))
            assert not said & set(re.findall(r"\w+", one.feature.lower()))


def test_an_answer_of_several_turns_is_told_turn_by_turn():
    """Stretches name the turn they stand in, and their offsets are local to it."""
    fitted = with_members(RATED, "worded")
    item = _items()[-1]
    stretches = [
        one
        for found in RatingModel(fitted, "0" * 64).suggest([item])
        for piece in found.evidence
        for one in piece.stretches
    ]
    assert {one.turn for one in stretches} == {0, 1}
    for one in stretches:
        assert item.texts[one.turn][one.start : one.end].strip() == item.texts[one.turn][one.start : one.end] != ""
