"""PRMSE: against the formulas of the paper, worked cases, and simulated true scores."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, made

from rf_scorer.agreement import Range, Resampling, prmse, true_scores
from rf_scorer.errors import DataError, UnknownName


def _with(scores, humans):
    """Ratings of humans r0, r1, ... and the machine's scores beside them."""
    return made(humans), np.array(scores, dtype=float)


def test_two_ratings_of_every_unit():
    """The simple case: error variance is half the mean squared difference, halved again for the mean of two."""
    generator = np.random.default_rng(1)
    true = generator.normal(4, 1.5, 40)
    humans = np.clip(np.round(true[:, None] + generator.normal(0, 0.8, (40, 2))), -1, 9)
    scores = true + generator.normal(0, 1, 40)
    error = ((humans[:, 0] - humans[:, 1]) ** 2).sum() / (2 * 40)
    mean = humans.mean(axis=1)
    squared = ((mean - scores) ** 2).mean() - error / 2
    variance = mean.var(ddof=1) - error / 2
    found = true_scores(made(humans), "machine", scores=scores)
    assert found.error_variance == pytest.approx(error)
    assert found.true_variance == pytest.approx(variance)
    assert found.squared_error == pytest.approx(squared)
    assert found.prmse.value == pytest.approx(1 - squared / variance)
    assert found.several == 40


def test_a_part_rated_twice():
    """Mixed one and two ratings: the general formulas, written out with N1 and N2 as they are printed."""
    one = np.array([3, 5, 4, 6, 2, 7, 4, 1], dtype=float)
    two = np.array([4, 5, 2, 7, NAN, NAN, NAN, NAN])
    scores = np.array([3.2, 5.1, 3.9, 5.5, 2.8, 6.1, 4.4, 1.9])
    double = ~np.isnan(two)
    n1, n2, n = (~double).sum(), double.sum(), 8
    mean = np.where(double, (one + np.where(double, two, 0)) / 2, one)
    counts = np.where(double, 2, 1)
    error = ((one - two)[double] ** 2).sum() / (2 * n2)
    squared = ((counts * (mean - scores) ** 2).sum() - n * error) / (n1 + 2 * n2)
    grand = (counts * mean).sum() / counts.sum()
    below = (n - 1) + n2 * (n1 + 2 * n2 - 2) / (n1 + 2 * n2)
    variance = ((counts * (mean - grand) ** 2).sum() - (n - 1) * error) / below
    found = true_scores(made(np.column_stack([one, two])), "machine", scores=scores)
    assert found.prmse.value == pytest.approx(1 - squared / variance)
    assert found.reliability == pytest.approx(variance / (variance + error))
    assert found.several == 4


def test_published_true_score_variance():
    """A worked case of RSMTool's tests: six single scores, three double ones with means 4, 1, 1, error variance 0.5: 4/3."""
    from rf_scorer.agreement.truescore import _variances

    means, counts = np.array([1, 2, 4, 1, 2, 2, 4, 1, 1.0]), np.array([1, 1, 1, 1, 1, 1, 2, 2, 2.0])
    within = 0.5 * (counts - 1)
    parts = [np.ones(9), counts, counts**2, within, counts * means, counts * means**2, np.zeros(9)]
    error, true, _ = _variances(np.column_stack(parts).sum(axis=0))
    assert error == pytest.approx(0.5)
    assert true == pytest.approx(4 / 3)


def test_it_finds_what_was_put_in():
    """With true variance 2, error variance 1 and a machine that misses true scores by 0.5: PRMSE near .75, single or not."""
    generator = np.random.default_rng(4)
    for share in (1.0, 0.2):
        true = generator.normal(50, np.sqrt(2), 40_000)
        humans = np.round(true[:, None] * 2 + generator.normal(0, 2, (40_000, 3))) / 2
        humans[generator.random(40_000) > share, 1:] = NAN
        scores = true + generator.normal(0, np.sqrt(0.5), 40_000)
        found = true_scores(made(humans, Range(minimum=0, maximum=100), step=0.5), "m", scores=scores)
        assert found.true_variance == pytest.approx(2, abs=0.06)
        assert found.prmse.value == pytest.approx(0.75, abs=0.015)


def test_the_machine_as_a_rater():
    """The machine's own column is not one of the humans, and a unit without its level does not count."""
    levels = np.array([[3, 4, 3], [5, 5, 6], [7, 6, 6], [2, 3, 1], [8, 9, NAN]])
    found = prmse("r2").of(made(levels))
    other = prmse("nobody", scores=levels[:, 2]).of(made(levels[:, :2]))
    assert found.value == pytest.approx(other.value)
    assert (found.n_units, found.n_raters) == (4, 2)
    assert found.note == "1 rated unit without a score left out."
    with pytest.raises(UnknownName):
        prmse("nobody").of(made(levels))


@pytest.mark.parametrize(
    ("humans", "reason"),
    [
        ([[3, NAN], [NAN, 5], [4, NAN]], "two or more humans"),
        ([[3, 5], [5, 3], [4, 4]], "not above zero"),
        ([[4, 4], [4, 4], [4, 4]], "not above zero"),
        ([[NAN, NAN], [3, 4], [NAN, NAN]], "Fewer than two units"),
    ],
)
def test_nothing_known_of_true_scores(humans, reason):
    """Nobody rated twice, or raters as far apart as units: None with the reason."""
    ratings, scores = _with([3, 4, 5], humans)
    found = true_scores(ratings, "machine", scores=scores)
    assert found.prmse.value is None
    assert reason in found.prmse.reason
    assert found.reliability is None


def test_scores_of_the_wrong_shape():
    """Scores must be one finite number for each unit."""
    ratings, _ = _with([3], [[3, 4], [4, 5]])
    for wrong in ([3.0], [3.0, float("inf")]):
        with pytest.raises(DataError, match="one finite number"):
            prmse("machine", scores=wrong).of(ratings)


def test_an_interval_over_interviews():
    """PRMSE has a bootstrap interval that holds it."""
    generator = np.random.default_rng(6)
    true = generator.normal(4, 1.5, 60)
    humans = np.clip(np.round(true[:, None] + generator.normal(0, 0.8, (60, 2))), -1, 9)
    humans[20:, 1] = NAN
    resampling = Resampling(clusters=[f"i{unit // 2}" for unit in range(60)], seed=3)
    found = prmse("m", scores=true + generator.normal(0, 1, 60)).of(made(humans), resampling=resampling)
    assert found.low < found.value < found.high
