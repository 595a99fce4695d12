"""Differences, correlations and limits of agreement of a pair."""

from __future__ import annotations

import numpy as np
import pytest
from published import LARGE, MINI, NAN, made, simulated
from scipy import stats

from rf_scorer.agreement import (
    Range,
    bland_altman,
    confusion,
    mean_absolute,
    mean_difference,
    pearson,
    root_mean_square,
    spearman,
    standardised,
)
from rf_scorer.errors import UnknownName


def _meters():
    return made(np.column_stack([LARGE, MINI]), Range(minimum=0, maximum=1000))


def test_bland_and_altmans_meters():
    """Their paper of 1986: mean difference -2.1, its interval -22.0 to 17.8; limits -79.7 and 75.5 with two deviations."""
    found = bland_altman(_meters(), share=2 * stats.norm.cdf(2) - 1)
    assert found.mean.value == pytest.approx(-2.1, abs=0.05)
    assert (found.mean.low, found.mean.high) == (pytest.approx(-22.0, abs=0.1), pytest.approx(17.8, abs=0.1))
    assert (found.lower.value, found.upper.value) == (pytest.approx(-79.7, abs=0.1), pytest.approx(75.5, abs=0.2))
    # Printed with the variance 3 s ** 2 / n of 1986: -114.3 to -45.1 and 40.9 to 110.1.
    assert (found.lower.low, found.lower.high) == (pytest.approx(-114.3, abs=1), pytest.approx(-45.1, abs=1))
    assert (found.upper.low, found.upper.high) == (pytest.approx(40.9, abs=1), pytest.approx(110.1, abs=1))


def test_limits_of_1999_by_hand():
    """Limits with 1.96 and the variance (1/n + z ** 2 / (2 (n - 1))) s ** 2 of the later paper."""
    found = bland_altman(_meters())
    apart = np.subtract(LARGE, MINI)
    deviation, n, z = apart.std(ddof=1), len(apart), stats.norm.ppf(0.975)
    assert found.upper.value == pytest.approx(apart.mean() + z * deviation)
    reach = stats.t.ppf(0.975, n - 1) * deviation * np.sqrt(1 / n + z**2 / (2 * (n - 1)))
    assert found.upper.high - found.upper.value == pytest.approx(reach)


def test_sizes_of_differences():
    """Signed, absolute, squared and standardised differences of five units, first minus second."""
    one, two = np.array([3, 5, 4, 6, 2]), np.array([2, 5, 6, 4, 1])
    ratings, apart = made(np.column_stack([one, two])), one - two
    assert mean_difference().of(ratings).value == pytest.approx(apart.mean())
    assert mean_absolute().of(ratings).value == pytest.approx(np.abs(apart).mean())
    assert root_mean_square().of(ratings).value == pytest.approx(np.sqrt((apart**2).mean()))
    assert standardised("second").of(ratings).value == pytest.approx(apart.mean() / two.std(ddof=1))
    pooled = np.sqrt((one.var(ddof=1) + two.var(ddof=1)) / 2)
    assert standardised("pooled").of(ratings).value == pytest.approx(apart.mean() / pooled)
    assert "second rater" in standardised("second").of(ratings).method


def test_halves_count_as_halves():
    """On a scale of halves differences are in levels, not in steps."""
    ratings = made([[3.5, 3], [4, 4.5], [5.5, 4]], step=0.5)
    assert mean_absolute().of(ratings).value == pytest.approx((0.5 + 0.5 + 1.5) / 3)
    assert mean_difference().of(ratings).value == pytest.approx(0.5)


def test_student_of_the_mean_difference():
    """The interval of the mean difference is SciPy's for paired differences."""
    ratings = simulated(30, 2, seed=3)
    expected = stats.ttest_1samp(ratings.levels[:, 0] - ratings.levels[:, 1], 0).confidence_interval(0.9)
    found = mean_difference().of(ratings, confidence=0.9)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_correlations_against_scipy():
    """Pearson's with Fisher's interval and Spearman's with its ties, on 50 random pairs."""
    generator = np.random.default_rng(2)
    for _ in range(50):
        one = generator.integers(-1, 10, 15)
        two = np.clip(one + generator.integers(-3, 4, 15), -1, 9)
        ratings = made(np.column_stack([one, two]))
        expected = stats.pearsonr(one, two)
        found = pearson().of(ratings)
        assert found.value == pytest.approx(expected.statistic)
        interval = expected.confidence_interval(0.95)
        assert (found.low, found.high) == (pytest.approx(interval.low), pytest.approx(interval.high))
        assert spearman().of(ratings).value == pytest.approx(stats.spearmanr(one, two).statistic)


def test_bonett_and_wrights_interval():
    """Spearman's interval widens Fisher's by half the squared correlation."""
    ratings = simulated(40, 2, seed=5)
    found = spearman().of(ratings)
    reach = stats.norm.ppf(0.975) * np.sqrt((1 + found.value**2 / 2) / 37)
    assert (np.arctanh(found.high) - np.arctanh(found.low)) / 2 == pytest.approx(reach)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ([[3, 4], [3, 5], [3, 6]], "one level throughout"),
        ([[3, 4]], "fewer than two"),
        ([[3, NAN], [NAN, 4]], "fewer than"),
    ],
)
def test_correlations_that_do_not_exist(levels, reason):
    """A constant rater, one unit, no unit: None with the reason, and no warning."""
    for statistic in (pearson(), spearman()):
        found = statistic.of(made(levels))
        assert found.value is None
        assert reason in found.reason


def test_a_perfect_correlation_has_no_interval():
    """Three or a hundred perfect pairs: a figure of 1 and no interval."""
    for statistic in (pearson(), spearman()):
        found = statistic.of(made([[1, 2], [2, 3], [3, 4], [4, 5], [5, 6]]))
        assert found.value == pytest.approx(1)
        assert found.low is None
        assert found.reason


def test_a_denominator_that_is_zero():
    """A second rater who does not vary gives no standardised difference; two units without a difference no interval."""
    found = standardised("second").of(made([[3, 4], [5, 4]]))
    assert found.value is None
    assert "do not vary" in found.reason
    level = mean_difference().of(made([[3, 4], [5, 6]]))
    assert (level.value, level.low) == (-1, None)
    assert level.reason
    with pytest.raises(UnknownName, match="third"):
        standardised("third")


def test_confusion_covers_the_declared_scale():
    """Eleven rows and columns, whatever was used; units that one of the two did not rate are not in it."""
    found = confusion(made([[3, 4], [3, 4], [-1, 9], [5, NAN]]), "r0", "r1")
    assert found.counts.shape == (11, 11)
    assert found.counts.sum() == 3
    assert found.counts[found.levels.index(3), found.levels.index(4)] == 2
    assert found.counts[0, 10] == 1
    turned = confusion(made([[3, 4], [3, 4], [-1, 9], [5, NAN]]), "r1", "r0")
    assert (turned.counts == found.counts.T).all()
    assert confusion(made([[3, NAN], [NAN, 4]]), "r0", "r1").counts.sum() == 0
