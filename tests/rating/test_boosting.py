"""Boosted trees on an ordinal latent score."""

from __future__ import annotations

import numpy as np
import pytest
from corpora import SCALES
from sklearn.utils.estimator_checks import parametrize_with_checks

from rf_scorer.rating import metrics
from rf_scorer.rating.boosting import OrdinalBoosting
from rf_scorer.rating.thresholds import above


def _sample(levels: tuple[int, ...] = tuple(range(-1, 10)), n: int = 150) -> tuple[np.ndarray, np.ndarray]:
    """Four features, of which the first raises and the second lowers the level, with a step in the first."""
    generator = np.random.default_rng(0)
    rows = generator.normal(size=(n, 4))
    place = 1.5 * rows[:, 0] + 2.0 * (rows[:, 0] > 0.5) - rows[:, 1] + generator.logistic(size=n)
    steps = np.quantile(place, np.linspace(0, 1, len(levels) + 1)[1:-1])
    return rows, np.digitize(place, steps) + levels[0]


def _model(**settings: object) -> OrdinalBoosting:
    return OrdinalBoosting(20, **settings)


def _expected(_: object) -> dict[str, str]:
    return {
        "check_classifiers_train": "predict gives the median level, as raters' scales want it, and not the likeliest",
        "check_sample_weight_equivalence_on_dense_data": "a leaf holds a least number of answers, however little they "
        "weigh, and a repeated answer counts there twice",
    }


@parametrize_with_checks([OrdinalBoosting(5)], expected_failed_checks=_expected)
def test_it_is_a_scikit_learn_classifier(estimator, check):
    """scikit-learn's own checks of a classifier hold."""
    check(estimator)


@SCALES
def test_it_learns_the_order(scale):
    """On answers that it did not see, levels follow those that were given; every declared level has a share."""
    rows, levels = _sample(scale.values, 300)
    model = _model(classes=scale.values).fit(rows[:200], levels[:200])
    found = model.predict_proba(rows[200:])
    assert found.shape == (100, len(scale.values))
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert metrics.spearman(found @ np.array(scale.values), levels[200:]) > 0.5
    assert set(model.predict(rows[200:])) <= set(scale.values)


def test_the_score_follows_the_signs():
    """The score never falls where it may only rise, nor rises where it may only fall, whatever the data ask for."""
    rows, levels = _sample()
    turned = np.column_stack([-rows[:, 0], -rows[:, 1], rows[:, 2:]])
    for signs in ((1, -1, 0, 0), (-1, 1, 0, 0)):
        model = _model(signs=signs, columns=1.0).fit(turned, levels)
        for feature in (0, 1):
            line = np.repeat(turned[:20], 30, axis=0)
            line[:, feature] = np.tile(np.linspace(-3, 3, 30), 20)
            steps = np.diff(model.latent(line).reshape(20, 30), axis=1) * signs[feature]
            assert (steps >= -1e-12).all()
    # The last signs agree with the data: they must leave something to say.
    assert np.ptp(model.latent(turned)) > 1.0


def test_contributions_add_up():
    """What features add, with what the roots say, is the score."""
    rows, levels = _sample()
    model = _model().fit(rows, levels)
    roots = sum(float(tree.value[0]) for tree in model.trees_)
    np.testing.assert_allclose(model.contributions(rows).sum(axis=1) + roots, model.latent(rows), atol=1e-12)


def test_thresholds_are_in_order():
    """Thresholds rise, with levels that nobody was given inside the scale and at its ends."""
    rows, levels = _sample()
    levels = np.where(levels == 3, 4, np.clip(levels, 1, 7))
    model = _model(classes=tuple(range(-1, 10))).fit(rows, levels)
    assert np.isfinite(model.thresholds_).all()
    assert (np.diff(model.thresholds_) >= 0).all()
    assert model.predict_proba(rows)[:, [0, 4, 10]].mean(axis=0).max() < 0.05


def test_fractional_ratings():
    """A rating halfway between two levels teaches a level between what either would teach."""
    rows, levels = _sample((0, 1, 2))
    scale, ones = (0, 1, 2), np.ones(len(rows))

    def mean(added: float) -> float:
        model = _model(classes=scale)
        model.classes_ = np.array(scale)
        shares = above(np.clip(levels + added, 0, 2), scale)
        return float(model.fit_shares(rows, shares, ones).predict_proba(rows).mean(axis=0) @ scale)

    assert mean(0.0) + 0.2 < mean(0.5) < mean(1.0) - 0.2


def test_whole_ratings_are_levels():
    """Shares of whole ratings are learned from as the levels themselves."""
    rows, levels = _sample((0, 1, 2))
    one, two = _model().fit(rows, levels), _model()
    two.fit_shares(rows, above(levels.astype(float), (0, 1, 2)), np.ones(len(rows)))
    assert one.thresholds_.tolist() == two.thresholds_.tolist()
    assert one.latent(rows).tolist() == two.latent(rows).tolist()


def test_the_same_state_gives_the_same_trees():
    """The features that splits look at are drawn by ``random_state`` and by nothing else."""
    rows, levels = _sample()
    one, two, three = (_model(random_state=state).fit(rows, levels).latent(rows) for state in (1, 1, 2))
    assert one.tolist() == two.tolist()
    assert one.tolist() != three.tolist()


@pytest.mark.parametrize(
    ("settings", "levels", "message"),
    [
        ({"classes": (0, 1)}, [0, 1, 2, 2], "scale"),
        ({"signs": (1,)}, [0, 1, 2, 2], "sign"),
        ({}, [1, 1, 1, 1], "class"),
    ],
)
def test_what_cannot_be_fitted_is_refused(settings, levels, message):
    """Levels off the scale, signs that do not match and a single level are errors."""
    with pytest.raises(ValueError, match=message):
        _model(**settings).fit([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0]], levels)


def test_weights_of_nothing_are_refused():
    """Where no answer has any weight there is nothing to learn from."""
    with pytest.raises(ValueError, match="zero"):
        _model().fit([[0.0], [1.0]], [0, 1], sample_weight=[0.0, 0.0])
