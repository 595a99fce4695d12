"""Members: what each makes of features, wording and questions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
from corpora import QUESTIONS, SCALES, THREE, corpus
from scipy.sparse import csr_matrix

from rf_scorer.rating import features, metrics
from rf_scorer.rating.counts import Counts
from rf_scorer.rating.design import UNKNOWN, Design, recurring
from rf_scorer.rating.learning import Options, design_of
from rf_scorer.rating.members import Graded, columns, learn_boosted, learn_graded, learn_linear, learn_worded, linear
from rf_scorer.rating.members.space import Space, learn_space
from rf_scorer.rating.members.worded import centred
from rf_scorer.rating.thresholds import from_above
from rf_scorer.rating.wording import Vocabulary

if TYPE_CHECKING:
    from rf_scorer.rating.rows import Rows

pytestmark = pytest.mark.usefixtures("few_trees")


@pytest.fixture(scope="module")
def design() -> Design:
    """Answers to two questions, rated from 0 to 2."""
    return design_of(corpus(THREE, people=16, questions=QUESTIONS, effects=(0.0, 0.5)), Options())


def test_recurring_questions():
    """Questions with twenty answers are told apart, if there are two such; no question, and an empty text, is none."""
    many = ["a"] * 20 + ["b"] * 19 + [None] * 30 + [""] * 30
    assert recurring(many) == ()
    assert recurring([*many, "b"]) == ("a", "b")
    assert recurring(["b"] * 20 + ["a"] * 20) == ("a", "b")


def test_a_question_that_is_no_text_has_no_code():
    """Answers without a question are not taken for answers to one whose text is empty."""
    rated = corpus(THREE, people=16, questions=("", *QUESTIONS))
    found = design_of(dataclasses.replace(rated, questions=tuple(one or None for one in rated.questions)), Options())
    assert found.questions.tolist() == design_of(rated, Options()).questions.tolist()
    assert UNKNOWN in found.questions


def test_columns_of_questions():
    """A known question has a column with 1; an unknown one has the usual share in each, and so is like all on average."""
    questions = np.array([0, 2, 2, 0, UNKNOWN])
    usual = columns.shares(questions, 3)
    assert usual.tolist() == [0.4, 0.0, 0.4]
    assert columns.asked(questions, usual).tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0.4, 0.0, 0.4]]
    assert columns.with_questions(np.ones((5, 2)), questions, usual).shape == (5, 5)
    assert columns.with_questions(np.ones((5, 2)), questions, np.zeros(0)).shape == (5, 2)


def test_a_fraction_counts_for_both_neighbours():
    """A rating between two levels is an answer on each of them, weighted by its nearness; a whole one is one answer."""
    rows, levels, weights = linear._whole(np.array([-1.0, -0.25, 2.5]))
    found = sorted(zip(rows.tolist(), levels.tolist(), weights.tolist(), strict=True))
    assert found == [(0, -1, 1.0), (1, -1, 0.25), (1, 0, 0.75), (2, 2, 0.5), (2, 3, 0.5)]


def _linear(design: Design, **settings: object):
    return learn_linear(
        design,
        THREE.values,
        **({"penalty": 8.0, "questions": 2, "signs": features.signs(), "weights": features.weights()} | settings),
    )


def _boosted(design: Design):
    return learn_boosted(design, THREE.values, questions=2, signs=features.signs(), seed=1)


@pytest.mark.parametrize("learn", [_linear, _boosted])
def test_what_features_tell(design, learn):
    """A member of features follows ratings, adds up from its columns, and knows which question is answered well."""
    member = learn(design)
    found = member.latent(design.features, design.questions)
    assert metrics.spearman(found, design.ratings) > 0.6
    parts = member.contributions(design.features, design.questions)
    assert parts.shape == (len(design), len(features.names()) + 2)
    rest = found - parts.sum(axis=1)
    np.testing.assert_allclose(rest, rest[0], atol=1e-9)
    low, unknown, high = (member.latent(design.features, np.full(len(design), code)).mean() for code in (0, UNKNOWN, 1))
    assert low < high
    assert low <= unknown <= high


def test_theory_holds_in_the_linear_member(design):
    """No coefficient contradicts the sign of its feature, even if ratings are turned upside down."""
    turned = _linear(dataclasses.replace(design, ratings=2.0 - design.ratings))
    signs = np.array(features.signs())
    assert (signs * turned.coefficients[: len(signs)] >= 0).all()


def test_a_heavier_penalty_says_less(design):
    """The plainer of two linear members spreads answers less."""
    unknown = np.full(len(design), UNKNOWN)
    heavy, light = (np.ptp(_linear(design, penalty=size).latent(design.features, unknown)) for size in (1000.0, 1.0))
    assert heavy < light


def _space(design: Design, *, least: int = 3, questions: int = 2) -> tuple[Space, np.ndarray]:
    return learn_space(design, least=least, questions=questions)


def test_the_columns_of_wording(design):
    """Grams are shared by all questions and stand once more for each; without questions there are the shared ones alone."""
    space, kept = _space(design)
    size = len(space.vocabulary.names)
    table = design.counts.table[:, kept]
    found = space.matrix(table, design.questions).toarray()
    assert found.shape == (len(design), space.width)
    shared = space.vocabulary.weigh(table).toarray()
    np.testing.assert_array_equal(found[:, :size], shared)
    for column, own in enumerate(space.own.tolist()):
        question, gram = divmod(own, size)
        expected = np.where(design.questions == question, 2.0 * shared[:, gram], 0.0)
        np.testing.assert_allclose(found[:, size + column], expected)
    np.testing.assert_array_equal(found[:, -2:], 2.0 * np.eye(2)[design.questions])
    plain, _ = _space(design, questions=0)
    assert (len(plain.own), len(plain.usual), plain.width) == (0, 0, size)


def test_an_unknown_question_has_no_words_of_its_own(design):
    """Answers to a question that is unknown leave every question's own columns empty."""
    space, kept = _space(design)
    size = len(space.vocabulary.names)
    found = space.matrix(design.counts.table[:3, kept], np.full(3, UNKNOWN)).toarray()
    assert not found[:, size:-2].any()
    np.testing.assert_allclose(found[:, -2:], np.tile(2.0 * space.usual, (3, 1)))


def test_own_columns_are_of_several_people():
    """A gram has a column of a question's own only where two people used it there."""
    table = csr_matrix(np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 2.0], [0.0, 1.0]]))
    design = Design(
        features=np.zeros((4, 1)),
        counts=Counts(("w:a", "w:b"), table),
        questions=np.array([0, 0, 1, 1]),
        people=np.array([0, 1, 2, 2]),
        ratings=np.zeros(4),
        priors=np.zeros((4, 0)),
    )
    space, _ = learn_space(design, least=2, questions=2)
    assert space.vocabulary.names == ("w:a", "w:b")
    # Two people said "a" to the first question; "b" was said by one there, and twice by one to the second.
    assert space.own.tolist() == [0]


def test_what_wording_tells():
    """A word that only high answers hold raises the place, one that only low answers hold lowers it."""
    table = csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0]] * 10))
    space = Space(
        vocabulary=Vocabulary(names=("w:high", "w:low"), idf=np.ones(2)), own=np.zeros(0, int), usual=np.zeros(0)
    )
    matrix = space.matrix(table, np.full(20, UNKNOWN))
    member = learn_worded(matrix.csr(), np.array([4.0, 0.0] * 10), penalty=0.5)
    assert member.latent(matrix)[:2].tolist() == pytest.approx([4.0, 0.0], abs=0.3)
    assert member.coefficients[0] > 0 > member.coefficients[1]
    assert member.intercept == pytest.approx(2.0, abs=0.1)


def test_centred_ratings():
    """Ratings are told by their question's mean and spread, so that an easy question teaches no words; few answers are held back."""
    generator = np.random.default_rng(0)
    questions = np.repeat([0, 1, UNKNOWN], 200)
    ratings = np.concatenate([generator.normal(7, 1, 200), generator.normal(2, 1, 200), generator.normal(4, 3, 200)])
    found = centred(ratings, questions)
    for code in (0, 1, UNKNOWN):
        part = found[questions == code]
        assert abs(part.mean()) < 0.2
        assert metrics.spearman(part, ratings[questions == code]) == pytest.approx(1.0)
    spreads = [found[questions == code].std() for code in (0, 1, UNKNOWN)]
    assert max(spreads) < 1.2 * min(spreads)
    one = centred(np.array([9.0, 0.0, 1.0, 2.0]), np.array([1, 0, 0, 0]))
    assert one[0] > 3.0


def test_ratings_that_do_not_vary_are_all_average():
    """Where every answer has one rating there is nothing above or below."""
    assert centred(np.full(5, 3.0), np.array([0, 0, 1, 1, UNKNOWN])).tolist() == [0.0] * 5


def _graded(design: Design) -> tuple[Graded, Rows]:
    space, kept = _space(design)
    matrix = space.matrix(design.counts.table[:, kept], design.questions)
    return learn_graded(matrix, design.features, design.questions, design.ratings, count=2), matrix


def test_levels_learned_apart(design):
    """Each threshold has log-odds of its own, held within bounds and in order, that say what the probabilities say; levels follow the ratings."""
    member, matrix = _graded(design)
    found = member.latent(matrix, design.features, design.questions)
    assert found.shape == (len(design), 2)
    assert np.abs(found).max() <= 8.0
    assert (np.diff(found, axis=1) <= 0).all()
    assert metrics.spearman(found.mean(axis=1), design.ratings) > 0.8
    probabilities = member.probabilities(member.columns(matrix, design.features, design.questions))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
    np.testing.assert_allclose(from_above(1 / (1 + np.exp(-found))), probabilities, atol=1e-3)
    assert np.mean(np.argmax(probabilities, axis=1) == np.floor(design.ratings + 0.5)) > 0.8


def test_ratings_between_levels_count_as_the_nearest(design):
    """A mean of two raters that lies between levels teaches the regression by level as the nearest does, halves upwards."""
    space, kept = _space(design)
    matrix = space.matrix(design.counts.table[:, kept], design.questions)
    between = np.where(design.ratings > 0, design.ratings - 0.5, design.ratings + 0.4)
    one, two = (
        learn_graded(matrix, design.features, design.questions, ratings, count=2)
        for ratings in (design.ratings, between)
    )
    assert one.levels.tolist() == two.levels.tolist()


def test_what_regressions_by_level_look_at(design):
    """Columns are those of wording, the features, and the features once more for the question asked; an unknown question has none of its own."""
    member, matrix = _graded(design)
    width, count = matrix.shape[1], design.features.shape[1]
    found = member.columns(matrix, design.features, design.questions).toarray()
    assert found.shape == (len(design), width + 3 * count)
    assert member.levels.shape == (3, width + 3 * count)
    np.testing.assert_array_equal(found[:, :width], matrix.toarray())
    shared, *own = np.split(found[:, width:], 3, axis=1)
    for question, columns_ in enumerate(own):
        np.testing.assert_allclose(columns_, np.where((design.questions == question)[:, None], 2.0 * shared, 0.0))
    unknown = member.columns(matrix, design.features, np.full(len(design), UNKNOWN)).toarray()
    np.testing.assert_array_equal(unknown[:, width : width + count], shared)
    assert not unknown[:, width + count :].any()


def test_the_ends_of_a_scale_may_be_worded_alike():
    """A word of the lowest and the highest level, and not of the one between, is told as that: no weighted sum of words can say it."""
    matrix = csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]] * 20))
    nothing, unknown = np.zeros((60, 2)), np.full(60, UNKNOWN)
    member = learn_graded(matrix, nothing, unknown, np.array([0.0, 1.0, 2.0] * 20), count=0)
    either, between = member.probabilities(member.columns(matrix, nothing, unknown))[:2].tolist()
    assert either[0] == pytest.approx(either[2], abs=0.01)
    assert either[1] < 0.1
    assert between[1] > 0.8


def test_slopes_of_levels(design):
    """Slopes are by how much the mean log-odds move as a level's score does, where they are held at a bound as well."""
    member, matrix = _graded(design)
    columns_ = member.columns(matrix, design.features, design.questions)
    slopes = member.slopes(member.probabilities(columns_))
    assert slopes.shape == (len(design), 3)
    for level in range(3):

        def moved(by: float, level: int = level) -> np.ndarray:
            found = dataclasses.replace(member, intercepts=member.intercepts + by * np.eye(3)[level])
            probabilities = found.probabilities(columns_)
            low, middle, high = probabilities.T
            return (np.log((middle + high) / low) + np.log(high / (low + middle))) / 2

        np.testing.assert_allclose(slopes[:, level], (moved(1e-5) - moved(-1e-5)) / 2e-5, atol=1e-6)
    # A score added to every level moves nothing.
    np.testing.assert_allclose(slopes.sum(axis=1), 0.0, atol=1e-9)
    held = np.abs(member.latent(matrix, design.features, design.questions)).max(axis=1) >= 8.0
    assert 0 < held.sum() < len(design)


@SCALES
def test_members_keep_to_their_scale(scale):
    """Linear and boosted members are learned on whatever scale is declared, fractions and unseen levels among them."""
    rated = design_of(corpus(scale, people=8, fractional=True), Options())
    settings = {"questions": 0, "signs": features.signs()}
    for member in (
        learn_linear(rated, scale.values, penalty=8.0, weights=features.weights(), **settings),
        learn_boosted(rated, scale.values, seed=1, **settings),
    ):
        found = member.latent(rated.features, rated.questions)
        assert np.isfinite(found).all()
        assert metrics.spearman(found, rated.ratings) > 0.6
