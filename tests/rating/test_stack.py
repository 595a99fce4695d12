"""The last stage: scores of members into chances."""

from __future__ import annotations

import numpy as np
import pytest
from corpora import SCALES
from scipy.optimize import approx_fprime
from sklearn.utils.estimator_checks import parametrize_with_checks

from rf_scorer.rating import metrics, stack
from rf_scorer.rating.latent import chances, places
from rf_scorer.rating.stack import ThresholdStack
from rf_scorer.rating.thresholds import above, from_above


def _sample(levels: tuple[int, ...] = (0, 1, 2, 3), n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Three scores, of which the first tells most, the second something and the third nothing."""
    generator = np.random.default_rng(0)
    place = generator.normal(scale=2.0, size=n)
    rows = np.column_stack(
        [
            place + generator.normal(scale=0.5, size=n),
            place + generator.normal(scale=2.0, size=n),
            generator.normal(size=n),
        ]
    )
    steps = np.linspace(-3, 3, len(levels) - 1)
    return rows, np.digitize(place + generator.logistic(scale=0.5, size=n), steps) + levels[0]


def _shares(levels: np.ndarray) -> np.ndarray:
    return above(levels.astype(float), (0, 1, 2, 3))


def _expected(_: object) -> dict[str, str]:
    return {
        "check_classifiers_train": "predict gives the median level, as raters' scales want it, and not the likeliest; "
        "and the check's classes lie in no order along any line"
    }


@parametrize_with_checks(
    [ThresholdStack(), ThresholdStack(10.0, prior=0.5)],
    expected_failed_checks=_expected,
)
def test_it_is_a_scikit_learn_classifier(estimator, check):
    """scikit-learn's own checks of a classifier hold."""
    check(estimator)


@pytest.mark.parametrize("own", [0, 1, 2])
def test_gradient(own, monkeypatch):
    """The gradient is the derivative of the loss, with blocks for each threshold and without."""
    seen = []
    search = stack.minimize

    def minimize(loss, start, **settings):
        seen.append((loss, start))
        return search(loss, start, **settings)

    monkeypatch.setattr(stack, "minimize", minimize)
    generator = np.random.default_rng(1)
    rows, levels = generator.normal(size=(40, 2 + 3 * own)), generator.uniform(0, 3, 40)
    shares = above(levels, (0, 1, 2, 3))
    ThresholdStack(0.7, own=own, prior=2.0).fit_shares(rows, shares, generator.uniform(0.5, 2.0, 40))
    loss, start = seen[0]
    assert len(start) == 2 + own + 3
    at = generator.normal(size=len(start))
    numeric = approx_fprime(at, lambda free: loss(free)[0], 1e-7)
    np.testing.assert_allclose(loss(at)[1], numeric, rtol=1e-4, atol=1e-4)


@SCALES
def test_probabilities_are_ordered(scale):
    """A higher score never lowers the level; probabilities are whole; a good score is followed."""
    rows, levels = _sample(scale.values)
    model = ThresholdStack(classes=scale.values, positive=True).fit(rows, levels)
    found = model.predict_proba(rows)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert (found >= 0).all()
    assert metrics.quadratic_kappa(model.predict(rows), levels, scale.values) > 0.5
    line = np.zeros((50, 3))
    line[:, 0] = np.linspace(-8, 8, 50)
    assert (np.diff(model.predict(line)) >= 0).all()
    assert (np.diff(np.cumsum(model.predict_proba(line), axis=1), axis=0) <= 1e-12).all()
    assert (np.diff(model.thresholds_) >= 0).all()


def test_a_better_member_counts_for_more():
    """Members weigh by what they tell; one that tells nothing hardly counts."""
    rows, levels = _sample()
    one, two, three = (ThresholdStack().fit(rows, levels).weights_ * rows.std(axis=0)).tolist()
    assert one > 2 * two > 0
    assert abs(three) < 0.2 * one


def test_no_member_is_turned_round():
    """A member that points the wrong way is ignored, not used upside down, where weights may not be negative."""
    rows, levels = _sample()
    turned = rows * [1.0, -1.0, 1.0]
    assert ThresholdStack().fit(turned, levels).weights_[1] < -0.1
    bound = ThresholdStack(positive=True).fit(turned, levels)
    assert bound.weights_.min() >= 0
    assert bound.weights_[1] == pytest.approx(0.0, abs=1e-9)


def test_what_the_weights_are_of():
    """Weights and thresholds are of raw scores: a score in other units gives the same chances."""
    rows, levels = _sample()
    one, two = ThresholdStack().fit(rows, levels), ThresholdStack().fit(1000 * rows + 50, levels)
    np.testing.assert_allclose(one.weights_, 1000 * two.weights_, rtol=1e-3)
    np.testing.assert_allclose(one.predict_proba(rows), two.predict_proba(1000 * rows + 50), atol=1e-4)


def _blocks(n: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    """Three thresholds that each rest on a cue of their own, as one block of scores."""
    generator = np.random.default_rng(3)
    cues = generator.normal(scale=3.0, size=(n, 3))
    passed = cues + np.array([2.0, 0.0, -2.0]) + generator.logistic(size=(n, 3)) > 0
    return cues, np.cumprod(passed, axis=1).sum(axis=1)


def test_own_blocks():
    """With a block, every threshold is judged by its own score; the mean of the block tells less."""
    cues, levels = _blocks()
    apart = ThresholdStack(own=1).fit(cues, levels)
    assert apart.weights_.shape == (1,)
    together = ThresholdStack().fit(cues.mean(axis=1)[:, None], levels)
    score = metrics.ranked_probability_score
    assert score(apart.predict_proba(cues), levels) < score(together.predict_proba(cues.mean(axis=1)[:, None]), levels)


def test_shared_scores_stand_before_blocks():
    """A place is the weighted sum of the shared scores and of each block's score for the threshold."""
    rows = np.array([[1.0, 10.0, 20.0, 100.0, 200.0]])
    weights = np.array([2.0, 0.5, 0.1])
    assert places(rows, weights, 2, 2).tolist() == [[2 + 5 + 10, 2 + 10 + 20]]
    np.testing.assert_allclose(
        chances(rows, weights, np.array([17.0, 32.0]), 2), [[0.5, 0.5]], err_msg="at its threshold a chance is even"
    )


def test_alone_or_in_a_batch():
    """Beside whatever others a row stands, its place is the same to the last bit."""
    generator = np.random.default_rng(4)
    rows, weights = generator.normal(size=(257, 9)), generator.normal(size=5)
    together = places(rows, weights, 3, 2)
    alone = np.vstack([places(row[None, :], weights, 3, 2) for row in rows])
    assert together.tolist() == alone.tolist()


def test_too_few_columns():
    """Blocks that the columns cannot hold are refused."""
    with pytest.raises(ValueError, match="columns"):
        ThresholdStack(own=2).fit([[1.0, 2.0], [2.0, 1.0], [0.0, 0.0]], [0, 1, 2])


def _asked(n: int = 600) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A score that tells which question was asked, one that tells the answer, ratings by both, and the questions."""
    generator = np.random.default_rng(5)
    questions = generator.integers(0, 4, n)
    ease, answer = np.array([-3.0, -1.0, 1.0, 3.0])[questions], generator.normal(size=n)
    levels = np.digitize(ease + answer + generator.logistic(scale=0.5, size=n), [-2.0, 0.0, 2.0])
    rows = np.column_stack([ease + generator.normal(scale=0.3, size=n), answer + generator.normal(scale=0.3, size=n)])
    return rows, answer, levels, np.eye(4)[questions]


def test_nuisance_takes_up_what_is_not_the_answers():
    """A member that only knows the question loses its weight where questions are a nuisance; the other keeps its own, and nothing asks which it was."""
    rows, _, levels, nuisance = _asked()
    ones = np.ones(len(rows))
    plain = ThresholdStack(positive=True).fit_shares(rows, _shares(levels), ones)
    apart = ThresholdStack(positive=True).fit_shares(rows, _shares(levels), ones, nuisance)
    assert plain.weights_[0] > plain.weights_[1]
    assert apart.weights_[0] < apart.weights_[1] / 3
    assert apart.weights_.shape == (2,)
    assert (np.diff(apart.thresholds_) >= 0).all()


def test_nuisance_is_brought_back_to_what_is_known():
    """Without knowing the question, chances say how uncertain that leaves them: on the whole they are as frequent as ratings."""
    rows, _, levels, nuisance = _asked()
    model = ThresholdStack(positive=True).fit_shares(rows, _shares(levels), np.ones(len(rows)), nuisance)
    found = from_above(chances(rows, model.weights_, model.thresholds_, 0))
    np.testing.assert_allclose(found.mean(axis=0), np.bincount(levels) / len(levels), atol=0.03)


def test_no_nuisance_is_none():
    """A table without columns changes nothing."""
    rows, levels = _sample()
    one = ThresholdStack().fit(rows, levels)
    two = ThresholdStack().fit_shares(rows, _shares(levels), np.ones(len(rows)), np.zeros((len(rows), 0)))
    assert one.weights_.tolist() == two.weights_.tolist()
    assert one.thresholds_.tolist() == two.thresholds_.tolist()


def test_scores_that_count_alike():
    """Weighed evenly, scores count by their spread once what the nuisance tells is taken out, whatever the ratings say; the slope is still found."""
    rows, _, levels, nuisance = _asked()
    rows = np.column_stack([rows * [1.0, 100.0], np.full(len(rows), 5.0)])
    model = ThresholdStack(positive=True).fit_evenly(rows, _shares(levels), np.ones(len(rows)), nuisance)
    questions = np.argmax(nuisance, axis=1)
    means = np.array([rows[questions == code].mean(axis=0) for code in range(4)])
    left = (rows - means[questions]).std(axis=0)
    one, two = (model.weights_[:2] * left[:2]).tolist()
    assert one == pytest.approx(two)
    assert one > 0.1
    assert model.weights_[2] == 0.0
    assert (np.diff(model.thresholds_) >= 0).all()
    turned = ThresholdStack(positive=True).fit_evenly(-rows, _shares(levels), np.ones(len(rows)), nuisance)
    assert turned.weights_.tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)


def test_blocks_cannot_count_alike():
    """Blocks for single thresholds are not weighed evenly."""
    with pytest.raises(ValueError, match="single thresholds"):
        ThresholdStack(own=1).fit_evenly(np.zeros((3, 2)), np.zeros((3, 2)), np.ones(3), np.zeros((3, 0)))


def test_weights_of_nothing_are_refused():
    """Where no answer has any weight there is nothing to learn from."""
    with pytest.raises(ValueError, match="zero"):
        ThresholdStack().fit([[0.0], [1.0]], [0, 1], sample_weight=[0.0, 0.0])
