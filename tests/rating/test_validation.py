"""Nested cross-validation: who is judged by whom, and in what order it is told."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from corpora import QUESTIONS, SCALES, THREE, corpus

from rf_scorer.errors import DataError
from rf_scorer.rating import boosting, validation
from rf_scorer.rating.baselines import TITLES
from rf_scorer.rating.boosting import OrdinalBoosting
from rf_scorer.rating.design import UNKNOWN
from rf_scorer.rating.learning import Options, design_of
from rf_scorer.rating.validation import OutOfFold, baselines, cross_validate, learning_curve, splits

pytestmark = pytest.mark.usefixtures("few_trees")


@pytest.fixture(autouse=True)
def _three_parts(monkeypatch) -> None:
    """People in three parts where questions are left out: so many models are soon learned."""
    monkeypatch.setattr(validation, "_MOST_PARTS", 3)


@pytest.fixture
def seen(monkeypatch) -> list[tuple[np.ndarray, np.ndarray, Options]]:
    """Which rows each model learned from and judged, while it is learned."""
    found = []
    judged = validation._judged

    def spy(design, train, test, levels, options):
        found.append((train, test, options))
        return judged(design, train, test, levels, options)

    monkeypatch.setattr(validation, "_judged", spy)
    return found


def test_nobody_on_both_sides():
    """Every row is judged once, by a model that learned from nobody of its group; sides make up the whole."""
    groups = [f"s{row % 7}" for row in range(40)]
    pairs = list(splits(groups, count=5, seed=1))
    assert len(pairs) == 5
    assert sorted(np.concatenate([test for _, test in pairs]).tolist()) == list(range(40))
    for train, test in pairs:
        assert not {groups[row] for row in train} & {groups[row] for row in test}
        assert len(train) + len(test) == 40


@pytest.mark.parametrize(("values", "parts"), [(2, 10), (9, 10), (10, 9), (20, 4), (30, 3), (45, 3)])
def test_more_questions_are_left_out_in_fewer_parts(values, parts, monkeypatch):
    """Ten parts of the people for up to nine questions, fewer for more of them, three at least; every row is still judged once."""
    monkeypatch.setattr(validation, "_MOST_PARTS", 10)
    groups = [f"s{row % 60}" for row in range(60 * values)]
    labels = [f"q{row // 60}" for row in range(60 * values)]
    pairs = list(splits(groups, count=10, seed=1, leave_out=labels))
    assert len(pairs) == values * parts
    assert sorted(np.concatenate([test for _, test in pairs]).tolist()) == list(range(60 * values))


def test_leaving_out_questions_leaves_out_people_too():
    """A question is judged by models that saw neither it nor the people judged; no question counts as one of its own."""
    generator = np.random.default_rng(0)
    groups = [f"s{row % 8}" for row in range(80)]
    labels = [("a", "b", "c", None)[place] for place in generator.integers(0, 4, 80)]
    pairs = list(splits(groups, count=10, seed=1, leave_out=labels))
    assert len(pairs) == 4 * 3
    assert sorted(np.concatenate([test for _, test in pairs]).tolist()) == list(range(80))
    for train, test in pairs:
        assert len({labels[row] for row in test}) == 1
        assert not {groups[row] for row in train} & {groups[row] for row in test}
        assert not {labels[row] for row in train} & {labels[row] for row in test}


def test_one_value_cannot_be_left_out():
    """Where all answers are to one question nothing would be left to learn from: refused, with what to do."""
    rated = corpus(THREE)
    with pytest.raises(DataError, match="the same for every answer"):
        cross_validate(rated, Options(new_questions=True), leave_out=["a"] * len(rated))


def test_models_learn_from_nobody_whom_they_judge(seen):
    """In the cross-validation itself, people and left-out questions are on one side of each model only."""
    rated = corpus(THREE, people=16, questions=QUESTIONS)
    groups, asked = np.array(rated.groups), np.array(rated.questions)
    cross_validate(rated, Options(), folds=4)
    assert len(seen) == 4
    cross_validate(rated, Options(new_questions=True), leave_out=rated.questions)
    assert len(seen) == 4 + 6
    for place, (train, test, options) in enumerate(seen):
        assert not set(groups[train]) & set(groups[test])
        assert options.new_questions == (place >= 4)
        if place >= 4:
            assert not set(asked[train]) & set(asked[test])


@SCALES
def test_out_of_fold_is_aligned(scale):
    """Row by row, what is told belongs together and to the answer in that row, whatever the folds."""
    rated = corpus(scale, people=12)
    found = cross_validate(rated, Options(), folds=4)
    levels = np.array(scale.values)
    n = len(rated)
    assert found.probabilities.shape == (n, len(levels))
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.expected, found.probabilities @ levels)
    assert np.isin(found.level, levels).all()
    assert ((found.low <= found.level) & (found.level <= found.high)).all()
    assert ((scale.minimum <= found.low) & (found.high <= scale.maximum)).all()
    assert set(found.fold.tolist()) == {0, 1, 2, 3}
    assert all(len(set(found.fold[np.array(rated.groups) == group].tolist())) == 1 for group in set(rated.groups))
    # The answers in reverse: the same people, dealt to the same folds, are judged by models of the same answers.
    order = np.arange(n)[::-1]
    turned = cross_validate(rated.take(order), Options(), folds=4)
    assert turned.fold[order].tolist() == found.fold.tolist()
    assert np.abs(turned.expected[order] - found.expected).mean() < 0.01 * (len(levels) - 1)


def test_other_peoples_ratings_do_not_leak():
    """What is said of a fold does not depend on the ratings of the people in it."""
    rated = corpus(THREE, people=12)
    options = Options()
    found = cross_validate(rated, options, folds=4)
    mine = found.fold == 2
    changed = dataclasses.replace(rated, ratings=np.where(mine, 2.0 - rated.ratings, rated.ratings))
    again = cross_validate(changed, options, folds=4)
    np.testing.assert_array_equal(again.probabilities[mine], found.probabilities[mine])
    assert again.level[mine].tolist() == found.level[mine].tolist()
    assert (again.probabilities[~mine] != found.probabilities[~mine]).any()


def test_jobs_change_nothing(monkeypatch):
    """One process and two give the same numbers, for the model, its baselines and its learning curve."""
    # Other processes know nothing of the few trees of these tests.
    monkeypatch.setattr(boosting, "OrdinalBoosting", OrdinalBoosting)
    rated, options = corpus(THREE, people=9), Options()
    one, two = (
        (
            cross_validate(rated, options, folds=3, jobs=jobs),
            *baselines(rated, folds=3, jobs=jobs),
        )
        for jobs in (1, 2)
    )
    for alone, together in zip(one, two, strict=True):
        for field in dataclasses.fields(OutOfFold):
            np.testing.assert_array_equal(getattr(alone, field.name), getattr(together, field.name))
    curves = [learning_curve(rated, options, sizes=[7], repeats=2, jobs=jobs) for jobs in (1, 2)]
    assert curves[0] == curves[1]


def test_progress_is_told():
    """After each model, how many are done and how many there are."""
    told = []
    rated = corpus(THREE, people=9)
    cross_validate(rated, Options(), folds=3, progress=lambda *numbers: told.append(numbers))
    assert told == [(1, 3), (2, 3), (3, 3)]
    told.clear()
    learning_curve(rated, Options(), sizes=[7], repeats=2, progress=lambda *numbers: told.append(numbers))
    assert told == [(1, 2), (2, 2)]


@SCALES
def test_baselines_are_judged_on_the_same_folds(scale):
    """Every baseline judges every row, in the folds in which the model does, whether people or questions are left out."""
    rated = corpus(scale, people=12, questions=QUESTIONS, fractional=True)
    for settings, options in (
        ({"folds": 3}, Options()),
        ({"leave_out": rated.questions}, Options(new_questions=True)),
    ):
        own = cross_validate(rated, options, **settings)
        found = baselines(rated, **settings)
        assert tuple(one.title for one in found) == tuple(TITLES)
        for one in found:
            assert one.fold.tolist() == own.fold.tolist()
            np.testing.assert_allclose(one.probabilities.sum(axis=1), 1.0)
            assert np.isin(one.level, scale.values).all()
            assert one.low is None
            assert one.high is None


def test_what_baselines_say():
    """The typical level looks at no answer; the count of words at nothing but words; a word that makes the rating is learned by the bag of words."""
    rated = corpus(THREE, people=20)
    ratings = np.where(
        [("How should" in item.texts[0]) or ("river" in item.texts[0]) for item in rated.items], 2.0, 0.0
    )
    assert 0.5 < ratings.mean() < 1.5
    typical, length, *_, bag = baselines(dataclasses.replace(rated, ratings=ratings), folds=3)
    assert all(len(set(typical.level[typical.fold == fold].tolist())) == 1 for fold in range(3))
    words = np.array([item.highlights[0].words for item in rated.items])
    for fold in range(3):
        part = length.fold == fold
        order = np.argsort(words[part])
        steps = np.diff(length.expected[part][order])
        assert (steps >= -1e-9).all() or (steps <= 1e-9).all()
    assert np.mean(bag.level == ratings) > 0.85
    assert np.mean(bag.level == ratings) > np.mean(typical.level == ratings)


def test_a_rating_that_one_person_was_given():
    """Where all that is left to learn from has one rating, or none that is another whole level, baselines still judge."""
    rated = corpus(THREE, people=12)
    lone = np.zeros(len(rated))
    lone[:3] = 2.0
    for ratings in (lone, np.where(np.arange(len(rated)) % 2, 1.1, 1.2)):
        for one in baselines(dataclasses.replace(rated, ratings=ratings), folds=4):
            assert np.isfinite(one.probabilities).all()
        found = cross_validate(dataclasses.replace(rated, ratings=ratings), Options(), folds=4)
        assert np.isfinite(found.probabilities).all()


@pytest.mark.parametrize("asked_by", ["s0", "s5"])
def test_a_question_that_one_person_was_asked(asked_by):
    """A question that only one person was asked is told apart by no model, which would name it; one that is left alone then is none either."""
    rated = corpus(THREE, people=6, each=20)
    for alone in ("A?", "Z?"):  # its code is the first or the last
        other = "M?"
        asked = tuple(alone if group == asked_by else other for group in rated.groups)
        split = dataclasses.replace(rated, questions=asked)
        assert set(design_of(split, Options()).questions.tolist()) == {UNKNOWN}
        assert np.isfinite(cross_validate(split, Options(), folds=3).probabilities).all()


def test_questions_left_out_without_saying_so():
    """A model that tells questions apart and is judged on one it never saw takes it for a new one."""
    rated = corpus(THREE, people=9, questions=QUESTIONS)
    found = cross_validate(rated, Options(), leave_out=rated.questions)
    assert np.isfinite(found.probabilities).all()
    assert len(set(found.fold.tolist())) == 6


@SCALES
def test_more_people_agree_better(scale):
    """A learning curve has one step for each size that can be drawn, with as many draws as asked for, and rises on answers that can be learned."""
    rated = corpus(scale, people=30, each=4)
    steps = learning_curve(rated, Options(), sizes=[8, 24, 25], repeats=2)
    assert [step.people for step in steps] == [8, 24]
    assert [step.answers for step in steps] == [32, 96]
    assert all(step.repeats == 2 for step in steps)
    assert all(set(step.figures) == {"spearman", "qwk", "mae"} for step in steps)
    small, large = (np.mean(step.figures["mae"]) for step in steps)
    assert large < small + 0.1
    assert np.mean(steps[1].figures["spearman"]) > 0.7


def test_companions_are_learned_from_and_never_drawn_or_judged(seen, monkeypatch):
    """Sizes of a learning curve count people of the corpus itself; its companions stand behind whoever is drawn."""
    rated = corpus(THREE, people=15, each=4, questions=QUESTIONS)
    companion = corpus(THREE, people=10, each=3, seed=2, questions=("What did he want?", "What did she fear?"))
    kept = []
    tried = validation._tried
    monkeypatch.setattr(
        validation, "_tried", lambda design, *rest: kept.append((design, *rest[:2])) or tried(design, *rest)
    )
    steps = learning_curve(rated, Options(new_questions=True, companion=companion), sizes=[8, 12, 13], repeats=1)
    assert [(step.people, step.answers) for step in steps] == [(8, 32), (12, 48)]
    for design, train, test in kept:
        assert design.companions == len(companion)
        assert max(*train, *test) < len(rated)
        assert len(test) == 3 * 4


def test_a_step_from_too_little_is_left_out():
    """Sizes at which there are too few answers, or too few people, are no step; a corpus of too little is refused."""
    rated = corpus(THREE, people=8, each=16)
    steps = learning_curve(rated, Options(), sizes=[1, 2, 3], repeats=1)
    assert [step.people for step in steps] == [3]
    with pytest.raises(DataError, match="too little"):
        learning_curve(rated.take(range(20)), Options(), sizes=[3])
