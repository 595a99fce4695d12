"""Learning a rating model: what is chosen, what is learned from, and what is kept out."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from corpora import QUESTIONS, SCALES, THREE, answer, corpus, learned, with_members
from passages import POOR, RF, rating_input
from threadpoolctl import threadpool_info, threadpool_limits

from rf_scorer.domain import Level, Scale
from rf_scorer.errors import DataError
from rf_scorer.rating import RatingModel, features, learning, metrics, modelfile, teacher, validation
from rf_scorer.rating.corpus import Corpus
from rf_scorer.rating.design import UNKNOWN
from rf_scorer.rating.learning import Options, design_of
from rf_scorer.rating.members import learn_worded, linear, worded
from rf_scorer.rating.validation import baselines, cross_validate

pytestmark = pytest.mark.usefixtures("few_trees")


def _agreement(rated: Corpus, expected: np.ndarray) -> float:
    return metrics.spearman(expected, rated.ratings) or 0.0


def _suggested(fitted: learning.Fitted, items) -> list[float]:
    return [found.expected for found in RatingModel(fitted, "0" * 64).suggest(items)]


@SCALES
@pytest.mark.parametrize("questions", [(), QUESTIONS], ids=["apart", "recurring"])
def test_the_same_answers_give_the_same_model(scale, questions):
    """The same answers and options give the same file, byte for byte; another seed or order of people may not."""
    rated = corpus(scale, people=10, questions=questions)
    one, two = (modelfile.text(learned(rated, seed=3)) for _ in range(2))
    assert one == two
    assert modelfile.text(learned(rated, seed=4)) != one


@SCALES
def test_made_up_answers_are_learned(scale):
    """On answers that make their rating plain, a model agrees with ratings of people it did not know, better than any baseline."""
    rated = corpus(scale, people=15)
    found = cross_validate(rated, Options(), folds=4)
    own = _agreement(rated, found.expected)
    assert own > 0.8
    for plain in baselines(rated, folds=4):
        assert own > _agreement(rated, plain.expected)
    assert metrics.quadratic_kappa(found.level, np.floor(rated.ratings + 0.5), scale.values) > 0.6


@SCALES
def test_random_ratings_are_not_learned(scale):
    """Where ratings were drawn without looking at the answers, nested cross-validation finds next to no agreement."""
    rated = corpus(scale, people=20, random=True)
    found = cross_validate(rated, Options(), folds=4)
    assert abs(_agreement(rated, found.expected)) < 0.25
    held = float(np.mean((found.low <= rated.ratings) & (rated.ratings <= found.high)))
    assert held >= 0.7


@SCALES
def test_fractional_ratings_are_learned(scale):
    """Means of two raters are learned from as they are; an unseen answer between two others is rated between them."""
    rated = corpus(scale, people=15, fractional=True)
    assert any(rating != round(rating) for rating in rated.ratings)
    low, middle, high = _suggested(learned(rated), [answer(ties, 7) for ties in (0, 2, 5)])
    assert scale.minimum <= low < middle < high <= scale.maximum


def test_too_little_to_learn_from():
    """Few answers, few people or one rating are refused with what is needed."""
    items = tuple(rating_input(*POOR) for _ in range(40))
    people = tuple(str(index % 5) for index in range(40))
    mixed = np.arange(40) % 4
    for ratings, groups, count in ((mixed, people, 29), (mixed, ("a", "b") * 20, 40), (np.full(40, 3), people, 40)):
        rated = Corpus(
            items=items[:count],
            ratings=ratings[:count].astype(float),
            groups=groups[:count],
            questions=(None,) * count,
            scale=RF,
        )
        for task in (learned, lambda rated: cross_validate(rated, Options()), lambda rated: baselines(rated)):
            with pytest.raises(DataError, match="too little") as caught:
                task(rated)
            assert "thirty answers" in str(caught.value)


@pytest.mark.parametrize("rating", [9.5, -1.01, 30.0, float("nan"), float("inf")])
def test_ratings_off_the_scale(rating):
    """A rating that is not on the declared scale, or is no number, is refused; the message gives the scale, not the rating."""
    rated = corpus()
    with pytest.raises(DataError, match="-1 to 9") as caught:
        dataclasses.replace(rated, ratings=np.append(rated.ratings[1:], rating))
    assert str(rating) not in str(caught.value)


def test_parts_of_a_corpus_go_together():
    """There is one rating, person and question for each answer; parts are taken together and in the order asked for."""
    rated = corpus(questions=QUESTIONS)
    with pytest.raises(ValueError, match="for each answer"):
        dataclasses.replace(rated, groups=rated.groups[1:])
    part = rated.take([5, 2])
    assert part.items == (rated.items[5], rated.items[2])
    assert part.ratings.tolist() == [rated.ratings[5], rated.ratings[2]]
    assert part.groups == (rated.groups[5], rated.groups[2])
    assert part.questions == (rated.questions[5], rated.questions[2])


def test_what_was_learned_is_told():
    """The model says what it was trained on and what was chosen."""
    rated = corpus(people=10)
    found = learned(rated, seed=6).training
    assert (found["answers"], found["people"], found["seed"], found["folds"]) == (50, 10, 6, 5)
    assert found["statement"] == "trained on made-up answers"
    assert set(found["members"].split(" + ")) <= {"linear", "boosted", "worded"}
    json.dumps(dict(found))


def test_few_ratings_give_the_whole_scale():
    """With too few cross-validated ratings the interval is the whole scale, and the suggestion says so."""
    fitted = learned(corpus(people=10))
    few = dataclasses.replace(fitted, stacked=dataclasses.replace(fitted.stacked, scores=fitted.stacked.scores[:3]))
    found = RatingModel(few, "0" * 64).suggest([answer(3, 1)])[0]
    assert found.interval == (-1, 9)
    assert "interval_unknown" in {reason.code for reason in found.reasons}


def _asked(rated: Corpus, item: int, question: str | None):
    return dataclasses.replace(rated.items[item], question_text=question)


def test_recurring_questions_help():
    """Where one question draws higher ratings than the other, telling them apart gives better suggestions for people nobody knew."""
    rated = corpus(THREE, people=16, questions=QUESTIONS, effects=(-0.7, 0.7))
    apart = cross_validate(rated, Options(), folds=4)
    alike = cross_validate(dataclasses.replace(rated, questions=(None,) * len(rated)), Options(), folds=4)
    target = np.floor(rated.ratings + 0.5).astype(int)
    score = metrics.ranked_probability_score
    assert score(apart.probabilities, target) < 0.9 * score(alike.probabilities, target)
    fitted = learned(rated)
    assert fitted.questions == QUESTIONS
    low, unknown, high = _suggested(
        fitted, [_asked(rated, 0, question) for question in (QUESTIONS[0], "And then?", QUESTIONS[1])]
    )
    assert low < unknown < high


def test_a_new_question_is_said_to_be_new():
    """A model that tells questions apart has a reservation about answers to one that it does not know, and knows its own by id or wording."""
    rated = corpus(THREE, people=16, questions=QUESTIONS)
    model = RatingModel(learned(rated), "0" * 64)

    def codes(item) -> set[str]:
        return {reason.code for reason in model.suggest([item])[0].reasons}

    assert "question_unknown" not in codes(rated.items[0])
    assert "question_unknown" in codes(_asked(rated, 0, "And then?"))
    assert "question_unknown" in codes(_asked(rated, 0, None))
    by_id = answer(3, 1, question="And then?")
    by_id = dataclasses.replace(by_id, passage=dataclasses.replace(by_id.passage, question_id=QUESTIONS[1]))
    assert "question_unknown" not in codes(by_id)


@SCALES
def test_for_new_questions_no_question_is_known(scale):
    """A model for new questions says the same of an answer whatever it answers, and has nothing to say of questions."""
    top = scale.maximum - scale.minimum
    rated = corpus(scale, people=16, questions=QUESTIONS, effects=(-top / 4, top / 4))
    for members in (("linear", "boosted", "worded"), ()):
        fitted = with_members(rated, *members, new_questions=True) if members else learned(rated, new_questions=True)
        assert fitted.questions == ()
        items = [_asked(rated, 3, question) for question in (*QUESTIONS, "And then?", None)]
        numbers = fitted.numbers(items, [learning.View(item) for item in items])
        assert numbers.asked.tolist() == [UNKNOWN] * 4
        found = RatingModel(fitted, "0" * 64).suggest(items)
        assert len({tuple(one.distribution.items()) for one in found}) == 1
        assert not any(reason.code == "question_unknown" for one in found for reason in one.reasons)
        assert not any(one.feature == "question" for suggestion in found for one in suggestion.evidence)


def test_for_new_questions_validation_looks_at_no_question_of_those_judged():
    """In a cross-validation for new questions, what is said of answers does not change with the questions that they are answers to."""
    rated = corpus(THREE, people=16, questions=QUESTIONS, effects=(-0.7, 0.7))
    groups = np.array(rated.groups)
    test = np.flatnonzero(np.isin(groups, ["s0", "s1", "s2"]))
    train = np.flatnonzero(~np.isin(groups, ["s0", "s1", "s2"]))
    design = design_of(rated, Options())
    turned = design.questions.copy()
    turned[test] = 1 - turned[test]
    for options, same in ((Options(new_questions=True), True), (Options(), False)):
        one, two = (
            validation._judged(dataclasses.replace(design, questions=asked), train, test, THREE.values, options)[1]
            for asked in (design.questions, turned)
        )
        assert (one.tolist() == two.tolist()) == same


def test_for_few_new_questions_levels_are_not_learned_apart(monkeypatch):
    """For new questions single levels are learned apart as well, but not from a few questions, where nothing is chosen."""
    rated = corpus(THREE, people=18, questions=QUESTIONS)
    for few, new, there in ((30, False, True), (30, True, False), (0, True, True)):
        monkeypatch.setattr(teacher, "_FEW_QUESTIONS", few)
        options = Options(new_questions=new)
        found = teacher.Teacher(design_of(rated, options), THREE.values, options)
        assert ("graded" in found.choices()) == there
        assert any("graded" in names for names in found.candidates()) == there


def test_inner_folds_keep_people_whole():
    """Whatever is chosen is chosen on people, or for new questions on questions, that the members did not know."""
    rated = corpus(people=16, questions=QUESTIONS)
    for new, what in ((False, "people"), (True, "questions")):
        options = Options(new_questions=new)
        design = design_of(rated, options)
        codes = getattr(design, what)
        splits = teacher.Teacher(design, RF.values, options).splits()
        assert sorted(np.concatenate([test for _, test in splits]).tolist()) == list(range(len(design)))
        assert all(not set(codes[train]) & set(codes[test]) for train, test in splits)


def test_answers_to_rare_questions_stay_with_their_speaker():
    """For new questions, an answer to a question that does not recur is never learned from when others of its speaker's like it are judged."""
    rated = corpus(people=20, questions=(*QUESTIONS, *(f"Rare {number}?" for number in range(10))))
    rated = dataclasses.replace(
        rated, questions=tuple(QUESTIONS[row % 2] if row < 60 else f"Rare {row}?" for row in range(len(rated)))
    )
    options = Options(new_questions=True)
    design = design_of(rated, options)
    rare = design.questions == UNKNOWN
    assert 0 < rare.sum() < len(rare)
    for train, test in teacher.Teacher(design, RF.values, options).splits():
        assert not set(design.people[train][rare[train]]) & set(design.people[test][rare[test]])
        assert not set(design.questions[train][~rare[train]]) & set(design.questions[test][~rare[test]])


def test_with_few_questions_nothing_is_chosen():
    """Learned from few questions for new ones, members of features and wording are taken as they are, at their heaviest penalties, and count alike."""
    rated = corpus(people=16, questions=QUESTIONS)
    fitted = learned(rated, new_questions=True)
    assert fitted.training["members"] == "linear + worded"
    assert (fitted.training["penalty_linear"], fitted.training["penalty_worded"]) == (
        max(linear.PENALTIES),
        max(worded.PENALTIES),
    )
    found = fitted.latents(fitted.numbers(rated.items, [learning.View(item) for item in rated.items]))
    assert (fitted.stacked.weights > 0).all()
    one, two = (fitted.stacked.weights * found.std(axis=0)).tolist()
    # Not quite alike: they are weighed by what they say of answers that they did not learn from.
    assert 0.4 < one / two < 2.5


def test_with_few_questions_a_former_model_counts_as_one_more(prior):
    """Where there is a former model it is asked beside the members of features and wording, whether it helps or not, and counts as they do."""
    rated = corpus(people=16, questions=QUESTIONS)
    fitted = learned(rated, new_questions=True, priors=(prior,))
    assert fitted.training["members"] == "prior + linear + worded"
    assert fitted.priors == (prior,)
    found = fitted.latents(fitted.numbers(rated.items, [learning.View(item) for item in rated.items]))
    counts = fitted.stacked.weights * found.std(axis=0)
    assert counts.min() > 0
    assert counts.max() / counts.min() < 2.5


def test_one_question_left_is_no_fold():
    """Where only the second of two questions is left to learn from, people are held out instead."""
    rated = corpus(THREE, people=16, questions=QUESTIONS)
    options = Options(new_questions=True)
    design = design_of(rated, options)
    for code in (0, 1):
        part = design.take(np.flatnonzero(design.questions == code))
        splits = teacher.Teacher(part, THREE.values, options).splits()
        assert len(splits) == 5
        assert all(not set(part.people[train]) & set(part.people[test]) for train, test in splits)


def test_a_level_that_one_person_was_given():
    """A level that only one person's answers have does not stop the learning: levels are then not learned apart."""
    rated = corpus(THREE, people=18, questions=QUESTIONS)
    ratings = np.minimum(rated.ratings, 1.0)
    ratings[0] = 2.0
    rare = dataclasses.replace(rated, ratings=ratings)
    usual = teacher.Teacher(design_of(rated, Options()), THREE.values, Options())
    assert "graded" in usual.choices()
    lone = teacher.Teacher(design_of(rare, Options()), THREE.values, Options())
    assert "graded" not in lone.choices()
    assert RatingModel(learned(rare), "0" * 64).suggest(rated.items[:1])[0].status == "provisional"


def _of(count: int) -> Scale:
    return Scale(id=f"of{count}", levels=tuple(Level(value=value) for value in range(count)))


@pytest.mark.parametrize(
    ("scale", "answers", "there"),
    [
        (_of(2), 90, False),
        (THREE, 90, True),
        (THREE, 89, False),
        (_of(5), 150, True),
        (RF, 330, True),
        (RF, 329, False),
    ],
    ids=lambda value: value.id if isinstance(value, Scale) else str(value),
)
@pytest.mark.parametrize("questions", [(), QUESTIONS], ids=["apart", "recurring"])
def test_levels_are_learned_apart_where_there_are_enough_answers(scale, answers, there, questions):
    """Single levels are learned apart on scales of three levels and more, from thirty answers for each, whether questions recur or not."""
    rated = corpus(scale, people=66, questions=questions).take(range(answers))
    choices = teacher.Teacher(design_of(rated, Options()), scale.values, Options()).choices()
    assert ("graded" in choices) == there


def test_levels_learned_apart_are_tried_beside_the_others():
    """Every set of members is tried without the regression by level and with it; its block has one weight for all thresholds."""
    rated = corpus(THREE, people=18, questions=QUESTIONS)
    found = teacher.Teacher(design_of(rated, Options()), THREE.values, Options()).candidates()
    assert set(found) == {*teacher.CANDIDATES, *((*names, "graded") for names in teacher.CANDIDATES)}
    fitted = with_members(rated, "linear", "graded")
    assert fitted.stacked.weights.shape == (2,)
    assert fitted.latents(fitted.numbers(rated.items, [learning.View(item) for item in rated.items])).shape == (90, 3)


def test_the_plainest_that_is_as_good():
    """A bolder model is taken only where it is better by more than the standard error of the difference over people."""
    people = np.repeat(np.arange(10), 4)
    generator = np.random.default_rng(0)
    plain = generator.uniform(0.2, 0.3, 40)
    noise = generator.normal(scale=0.05, size=40)
    assert learning._plainest([plain, plain + noise - noise.mean() - 0.001], people) == 0
    assert learning._plainest([plain, plain - 0.05], people) == 1
    assert learning._plainest([plain, plain - 0.05, plain - 0.05], people) == 1
    # One person with many answers is one person.
    people = np.repeat(np.arange(10), [100, *[1] * 9])
    assert learning._plainest([np.full(109, 0.3), np.where(people == 0, 0.2, 0.35)], people) == 0


CANARY = "zwickelmond"


def _with_canary(users: int) -> Corpus:
    """A corpus in which some people say a word, three times each, that goes with high ratings."""
    rated = corpus(people=12)
    items = list(rated.items)
    ratings = rated.ratings.copy()
    for person in range(users):
        for place in range(3):
            row = 5 * person + place
            items[row] = answer(5, row, more=f"And the {CANARY} was there.")
            ratings[row] = 9.0
    return dataclasses.replace(rated, items=tuple(items), ratings=ratings)


def test_few_peoples_words_are_not_in_the_file():
    """A word that two people used is in no part of the model's file; one that three used is, which is what three means."""
    for users, least, there in ((2, 3, False), (2, 2, True), (3, 3, True), (3, 4, False)):
        fitted = with_members(_with_canary(users), "linear", "boosted", "worded", least_people=least)
        text = modelfile.text(fitted)
        assert (CANARY in text) == there
        assert (CANARY[:5] in text) == there
        assert "s0" not in {*fitted.questions, *map(str, fitted.training.values())}


def test_length_can_be_left_out():
    """Without features of length, a longer answer of the same kind is rated the same by the features' members."""
    rated = corpus(people=12)
    fitted = with_members(rated, "linear", "boosted", length=False)
    of_length = ~features.without_length()
    assert of_length.any()
    assert not fitted.stacked.members.linear.coefficients[of_length].any()
    for tree in fitted.stacked.members.boosted.trees:
        assert not np.isin(tree.feature[tree.feature >= 0], np.flatnonzero(of_length)).any()


@pytest.fixture(scope="module")
def prior() -> learning.Fitted:
    """A model of many answers on the long scale."""
    return learned(corpus(people=24, seed=5))


def test_a_former_model_helps_where_there_is_little(prior):
    """Begun from a model that knows better, a model of few and noisy ratings agrees better than from scratch."""
    rated = corpus(THREE, people=8, seed=9)
    generator = np.random.default_rng(0)
    noisy = dataclasses.replace(rated, ratings=np.clip(rated.ratings + generator.integers(-1, 2, len(rated)), 0, 2))
    fresh = corpus(THREE, people=20, seed=11)
    scratch = _agreement(fresh, np.array(_suggested(learned(noisy), fresh.items)))
    warm = learned(noisy, priors=(prior,))
    assert "prior" in warm.training["members"]
    assert warm.stacked.members.priors == 1
    assert warm.priors == (prior,)
    assert _agreement(fresh, np.array(_suggested(warm, fresh.items))) > scratch


def test_former_models_are_asked_in_their_order(prior):
    """Every former model's place is one number for the stack, the first first."""
    rated = corpus(people=8, seed=9)
    other = learned(corpus(people=8, seed=13))
    views = [learning.View(item) for item in rated.items]
    design = design_of(rated, Options(priors=(prior, other)))
    assert design.priors[:, 0].tolist() == prior.place(rated.items, views).tolist()
    assert design.priors[:, 1].tolist() == other.place(rated.items, views).tolist()
    fitted = with_members(rated, "prior", "linear", priors=(prior, other))
    assert fitted.stacked.members.priors == 2
    assert len(fitted.stacked.weights) == 3
    np.testing.assert_array_equal(fitted.latents(fitted.numbers(rated.items, views))[:, :2], design.priors)


def test_a_former_model_that_is_not_chosen_is_left_out(prior):
    """Where the members that were chosen do not hold the former model, it is not carried along."""
    rated = corpus(people=8, seed=9)
    fitted = with_members(rated, "linear", priors=(prior,))
    assert fitted.stacked.members.priors == 0
    assert fitted.priors == ()
    assert len(fitted.stacked.weights) == 1
    assert np.isfinite(_suggested(fitted, rated.items[:3])).all()


OTHERS = ("What did he want?", "What did she fear?", *QUESTIONS)


@pytest.fixture(scope="module")
def companion() -> Corpus:
    """Answers to other questions, by people and to questions that are called as the corpus' own."""
    return corpus(THREE, people=12, each=4, seed=21, questions=OTHERS)


def test_companions_are_others(companion):
    """People and questions of the companion are never taken for those of the corpus, whatever they are called; they stand behind it."""
    rated = corpus(THREE, people=16, questions=QUESTIONS)
    plain = design_of(rated, Options(new_questions=True))
    both = design_of(rated, Options(new_questions=True, companion=companion))
    assert (plain.companions, both.companions, both.own) == (0, len(companion), len(rated))
    own, rest = both.questions[: both.own], both.questions[both.own :]
    assert own.tolist() == plain.questions.tolist()
    # Of a companion, a question need not recur twenty times.
    assert set(rest.tolist()) == {2, 3, 4, 5}
    assert both.people[: both.own].tolist() == plain.people.tolist()
    assert not set(both.people[: both.own].tolist()) & set(both.people[both.own :].tolist())
    assert both.ratings[both.own :].tolist() == companion.ratings.tolist()
    np.testing.assert_array_equal(both.features[: both.own], plain.features)


def test_companions_are_never_held_out(companion):
    """Folds are of the corpus' own answers, the same with companions as without; every part keeps all companions when the design is parted."""
    rated = corpus(THREE, people=16, questions=QUESTIONS)
    options = Options(new_questions=True, companion=companion)
    design, plain = design_of(rated, options), design_of(rated, Options(new_questions=True))
    for folds in (teacher.by_novelty, teacher.by_people):
        for with_them, without in zip(folds(design, options), folds(plain, options), strict=True):
            assert [rows.tolist() for rows in with_them] == [rows.tolist() for rows in without]
    kept = design.keep(np.array([3, 1]))
    assert (len(kept), kept.companions, kept.own) == (2 + len(companion), len(companion), 2)
    assert kept.ratings.tolist() == [*design.ratings[[3, 1]].tolist(), *companion.ratings.tolist()]
    assert design.take(np.array([3, 1])).companions == 0


def test_companions_are_for_new_questions_alone(companion):
    """A model that knows its questions is the same with a companion as without; one for new questions is another."""
    rated = corpus(THREE, people=12, questions=QUESTIONS)
    for new in (False, True):
        one, two = (modelfile.text(learned(rated, new_questions=new, companion=those)) for those in (None, companion))
        assert (one == two) != new


def test_what_a_model_says_of_its_examples_is_of_its_own(companion):
    """With a companion, too, answers, people, the typical example, lengths and what is familiar are those of the corpus itself."""
    rated = corpus(THREE, people=12, questions=QUESTIONS)
    one, two = (learned(rated, new_questions=True, companion=those) for those in (None, companion))
    assert (two.training["answers"], two.training["people"]) == (len(rated), 12)
    np.testing.assert_array_equal(one.mean, two.mean)
    np.testing.assert_array_equal(one.spread, two.spread)
    assert (one.shortest, one.longest) == (two.shortest, two.longest)
    assert one.familiarity.known == two.familiarity.known
    assert (one.familiarity.doubt, one.familiarity.refuse) == (two.familiarity.doubt, two.familiarity.refuse)
    assert len(one.stacked.scores) == len(two.stacked.scores) == len(rated)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_companions_help_where_ratings_are_few_and_noisy(companion, seed):
    """Learned with answers that make their ratings plain, a model of few and noisy ratings agrees better with answers that it has not seen."""
    rated = corpus(THREE, people=8, seed=9, questions=QUESTIONS)
    noise = np.random.default_rng(seed).integers(-2, 3, len(rated))
    noisy = dataclasses.replace(rated, ratings=np.clip(rated.ratings + noise, 0, 2))
    fresh = corpus(THREE, people=20, seed=11)
    one, two = (
        _agreement(fresh, np.array(_suggested(learned(noisy, new_questions=True, companion=those), fresh.items)))
        for those in (None, companion)
    )
    assert 0.5 < one < two - 0.01


def test_companions_on_another_scale_are_refused():
    """Answers that were rated on another scale cannot be learned from together."""
    rated = corpus(THREE, people=12, questions=QUESTIONS)
    with pytest.raises(ValueError, match="same scale"):
        learned(rated, new_questions=True, companion=corpus(RF, people=8))


def test_many_answers_are_learned_from_by_people(monkeypatch):
    """Where answers are too many for the members of features, whole people are drawn, as many as there may be; others learn from all."""
    rated = corpus(THREE, people=18)
    design = design_of(rated, Options())
    assert teacher.Teacher(design, THREE.values, Options()).drawn.all()
    monkeypatch.setattr(teacher, "_MOST_ROWS", 33)
    found = teacher.Teacher(design, THREE.values, Options())
    assert found.drawn.sum() == 30
    assert not set(design.people[found.drawn]) & set(design.people[~found.drawn])
    other = teacher.Teacher(design, THREE.values, Options(seed=5))
    assert other.drawn.tolist() != found.drawn.tolist()
    members = found.members(("linear", "worded"), {"linear": 8.0, "worded": 2.0})
    np.testing.assert_allclose(members.linear.mean, design.features[found.drawn].mean(axis=0))
    everything = learn_worded(found.matrix, design.ratings, penalty=2.0)
    assert members.worded.coefficients.tolist() == everything.coefficients.tolist()


def test_arithmetic_in_one_thread(monkeypatch):
    """Learning keeps to one thread and gives the others back afterwards."""
    seen = []
    monkeypatch.setattr(learning, "_fit", lambda *_: seen.append(_threads()))
    with threadpool_limits(limits=2):
        before = _threads()
        learning.fit(design_of(corpus(people=8), Options()), RF.values, Options())
        after = _threads()
    assert before == after
    assert 2 in before
    assert set(seen[0]) == {1}


def _threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info()]
