"""Figures of agreement, against numbers worked out elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from rf_scorer.rating import metrics
from rf_scorer.rating.folds import folds

SCALE = range(-1, 10)


def test_against_other_libraries():
    """Spearman agrees with SciPy and weighted kappa with scikit-learn, ties included."""
    generator = np.random.default_rng(0)
    one = generator.integers(-1, 10, 60)
    two = np.clip(one + generator.integers(-2, 3, 60), -1, 9)
    assert metrics.spearman(one, two) == pytest.approx(spearmanr(one, two).statistic)
    kappa = cohen_kappa_score(one, two, labels=list(SCALE), weights="quadratic")
    assert metrics.quadratic_kappa(one, two, SCALE) == pytest.approx(kappa)


def test_intraclass_correlation_of_a_published_table():
    """ICC(2,1) of Shrout and Fleiss's (1979) four judges is .29."""
    judges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    assert metrics.concordance(*judges) == pytest.approx(0.29, abs=0.005)


def test_ranked_probability_score():
    """A sure right answer scores 0; a sure answer at the other end scores 1; a step off scores a step's share."""
    sure = np.eye(5)[[0]]
    assert metrics.ranked_probability_score(sure, np.array([0])) == 0
    assert metrics.ranked_probability_score(sure, np.array([4])) == 1
    assert metrics.ranked_probability_score(sure, np.array([1])) == pytest.approx(0.25)


def test_undefined_is_none():
    """Where one side never varies there is no correlation, and where both are the same constant no kappa."""
    found = metrics.figures([3.0, 3.0], [3, 3], [3.0, 3.0], SCALE)
    assert found["spearman"] is None
    assert found["qwk"] is None
    assert found["mae"] == 0
    assert set(metrics.figures([], [], [], SCALE).values()) == {None}


def test_off_the_scale():
    """A level outside the declared scale is refused rather than counted."""
    with pytest.raises(ValueError, match="scale"):
        metrics.quadratic_kappa([10], [3], SCALE)


def test_always_the_middle_is_near_everything_and_agrees_with_nothing():
    """Answering one level throughout gives a kappa of 0, whatever its share within one point."""
    found = metrics.figures([4.0] * 5, [4] * 5, [3.0, 4.0, 4.0, 5.0, 4.0], SCALE)
    assert found["within_1"] == 1
    assert found["qwk"] == pytest.approx(0)


def test_bootstrap_draws_whole_groups():
    """With one group there is nothing to draw, and the interval has no width; the seed decides the rest."""
    values = np.arange(12.0)

    def mean(rows):
        return {"mean": float(values[rows].mean())}

    assert metrics.bootstrap(mean, ["a"] * 12, seed=1, draws=50)["mean"] == (5.5, 5.5)
    groups = [str(index // 3) for index in range(12)]
    once = metrics.bootstrap(mean, groups, seed=1, draws=200)
    assert once == metrics.bootstrap(mean, groups, seed=1, draws=200)
    assert once["mean"][0] < 5.5 < once["mean"][1]


def test_folds_keep_groups_together():
    """Every row is tested once, no group stands on both sides, and the seed decides the deal."""
    groups = [f"g{index % 7}" for index in range(40)]
    deals = [list(folds(groups, count=5, seed=seed)) for seed in (1, 1, 2)]
    tested = np.concatenate([test for _, test in deals[0]])
    assert sorted(tested.tolist()) == list(range(40))
    for train, test in deals[0]:
        assert not {groups[row] for row in train} & {groups[row] for row in test}
    same, other = ([test.tolist() for _, test in deal] for deal in deals[1:])
    assert [test.tolist() for _, test in deals[0]] == same
    assert same != other


def test_one_group_has_no_folds():
    """With a single group nothing can be cross-validated."""
    with pytest.raises(ValueError, match="two groups"):
        list(folds(["a", "a"], count=5, seed=0))
