"""The ordinal estimator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from sklearn.utils.estimator_checks import parametrize_with_checks

from rf_scorer.rating import latent
from rf_scorer.rating.ordinal import ProportionalOdds, _objective


def _sample(n: int = 200, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    rows = generator.normal(size=(n, 4))
    place = 2.0 * rows[:, 0] - rows[:, 1] + generator.logistic(size=n)
    return rows, np.clip(np.round(place + 4), -1, 9).astype(int)


def _expected(_: object) -> dict[str, str]:
    return {
        "check_classifiers_train": "predict gives the median level, as raters' scales want it, and not the likeliest; "
        "and the check's classes lie in no order along any line"
    }


@parametrize_with_checks([ProportionalOdds(), ProportionalOdds(alpha=10.0, clip=2.0)], expected_failed_checks=_expected)
def test_it_is_a_scikit_learn_classifier(estimator, check):
    """scikit-learn's own checks of a classifier hold."""
    check(estimator)


def test_gradient():
    """The gradient is the derivative of the penalised likelihood, at the ends of the scale too."""
    rows, levels = _sample(60)
    target = levels + 1
    generator = np.random.default_rng(1)
    free = generator.normal(size=4 + 10) * 0.3
    arguments = (rows, target, generator.uniform(0.5, 2.0, len(rows)), np.array([0.7, 0.1, 2.0, 0.0]), 11)
    numeric = approx_fprime(free, lambda at: _objective(at, *arguments)[0], 1e-7)
    np.testing.assert_allclose(_objective(free, *arguments)[1], numeric, rtol=1e-4, atol=1e-3)


def test_known_coefficients():
    """With much data and little penalty the coefficients that made the data are found."""
    generator = np.random.default_rng(3)
    rows = generator.normal(size=(6000, 2))
    place = 1.5 * rows[:, 0] - 0.5 * rows[:, 1] + generator.logistic(size=6000)
    levels = np.digitize(place, [-2.0, 0.0, 1.0])
    model = ProportionalOdds(alpha=0.01).fit(rows, levels)
    np.testing.assert_allclose(model.coef_ / model.scale_, [1.5, -0.5], atol=0.1)
    offset = (model.mean_ / model.scale_) @ model.coef_
    np.testing.assert_allclose(model.thresholds_ + offset, [-2.0, 0.0, 1.0], atol=0.15)


def test_every_declared_level_has_a_probability():
    """Levels that nobody was given, inside the scale or at its ends, keep a small positive probability."""
    rows, levels = _sample()
    levels = np.where(levels == 3, 4, np.clip(levels, 1, 7))
    model = ProportionalOdds(classes=tuple(range(-1, 10))).fit(rows, levels)
    found = model.predict_proba(rows)
    assert model.classes_.tolist() == list(range(-1, 10))
    assert found.shape == (200, 11)
    assert found.min() > 0
    assert found[:, 4].mean() < 0.05


def test_signs_are_kept():
    """A coefficient never takes the sign that was ruled out, even where the data ask for it."""
    rows, levels = _sample()
    free = ProportionalOdds().fit(rows, levels)
    bound = ProportionalOdds(signs=(-1, 1, 0, 0)).fit(rows, levels)
    assert free.coef_[0] > 1
    assert free.coef_[1] < -0.5
    assert bound.coef_[0] == 0
    assert bound.coef_[1] == 0


def test_weights_make_a_penalty_heavier_for_one_feature():
    """A feature whose penalty is multiplied moves towards nothing, and others take over."""
    rows, levels = _sample()
    even = ProportionalOdds(alpha=1.0).fit(rows, levels)
    uneven = ProportionalOdds(alpha=1.0, weights=(1000.0, 1.0, 1.0, 1.0)).fit(rows, levels)
    assert abs(uneven.coef_[0]) < 0.2 * abs(even.coef_[0])
    assert abs(uneven.coef_[1]) > 0.5 * abs(even.coef_[1])


def test_a_heavy_penalty_gives_the_distribution_of_the_sample():
    """Without usable features every answer gets the shares of the levels."""
    rows, levels = _sample()
    found = ProportionalOdds(alpha=1e9, prior=1e-6).fit(rows, levels).predict_proba(rows[:1])[0]
    shares = np.unique(levels, return_counts=True)[1] / len(levels)
    np.testing.assert_allclose(found, shares, atol=1e-3)


@pytest.mark.parametrize(
    ("settings_", "levels"),
    [
        ({"classes": (0, 1)}, [0, 1, 2]),
        ({"signs": (1,)}, [0, 1, 2]),
        ({"weights": (1.0,)}, [0, 1, 2]),
        ({}, [1, 1, 1]),
        ({"classes": (1,)}, [1, 1, 1]),
    ],
)
def test_what_cannot_be_fitted_is_refused(settings_, levels):
    """Levels off the scale, signs that do not match and a single level are errors."""
    with pytest.raises(ValueError, match=r"scale|sign|class"):
        ProportionalOdds(**settings_).fit([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]], levels)


@settings(deadline=None, max_examples=60)
@given(
    place=st.floats(-1e6, 1e6),
    steps=st.lists(st.floats(1e-4, 50.0), min_size=1, max_size=12),
)
def test_distributions_are_distributions(place, steps):
    """Whatever the place and the thresholds, probabilities are finite, not negative, and sum to 1, rounded or not."""
    exact = latent.distribution(np.array([place]), np.cumsum(steps) - 20)
    for found in (exact, latent.rounded(exact)):
        assert np.isfinite(found).all()
        assert (found >= 0).all()
        assert found.sum() == pytest.approx(1.0, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(one=st.floats(-30, 30), more=st.floats(0, 10))
def test_a_higher_place_never_lowers_the_level(one, more):
    """The median level is monotone in the latent place."""
    found = latent.median(latent.distribution(np.array([one, one + more]), np.linspace(-5, 5, 10)))
    assert found[0] <= found[1]
