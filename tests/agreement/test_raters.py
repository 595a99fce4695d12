"""Pairs, profiles and drift: each rater and each two of them."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, made, simulated
from scipy import stats

from rf_scorer.agreement import Resampling, cohen, drift, pairs, profiles
from rf_scorer.errors import DataError


def test_every_pair_with_every_figure():
    """Three raters are three pairs; each figure is that of the pair alone."""
    ratings = simulated(20, 3, seed=1, missing=0.1)
    found = pairs(ratings)
    assert [(pair.one, pair.two) for pair in found] == [("r0", "r1"), ("r0", "r2"), ("r1", "r2")]
    one = found[1]
    assert one.figures["kappa_quadratic"] == cohen("quadratic").of(ratings.of(("r0", "r2")))
    assert one.n_units == one.figures["kappa_quadratic"].n_units == one.limits.mean.n_units
    assert {"icc_a_1_random", "alpha_ordinal", "gwet_ac2_quadratic", "pearson", "spearman", "smd_second"} <= set(
        one.figures
    )
    assert [each.tolerance for each in one.closeness] == [0.0, 0.5, 1.0]


def test_a_pair_without_a_common_unit():
    """It is listed, with None and the reason everywhere and never a crash."""
    (found,) = pairs(made([[3, NAN], [NAN, 4], [5, NAN]]))
    assert found.n_units == 0
    for coefficient in [*found.figures.values(), found.limits.mean, found.limits.lower]:
        assert coefficient.value is None
        assert coefficient.reason
        assert coefficient.n_units == 0


def test_chosen_pairs_with_bootstrap_intervals():
    """A pair asked for as (second, first) turns the sign; with clusters every varying figure has an interval."""
    ratings = simulated(40, 3, seed=2)
    resampling = Resampling(clusters=[f"i{unit // 2}" for unit in range(40)], seed=1, resamples=300)
    (found,) = pairs(ratings, chosen=[("r1", "r0")], resampling=resampling)
    straight = pairs(ratings, chosen=[("r0", "r1")])[0]
    assert found.figures["mean_difference"].value == -straight.figures["mean_difference"].value
    for coefficient in found.figures.values():
        assert coefficient.low <= coefficient.value <= coefficient.high, coefficient.id


def test_profiles_by_hand():
    """Means, spread, use of levels, and the difference from the mean of whoever else rated the unit."""
    one, two, three = profiles(made([[3, 4, 5], [6, 6, NAN], [2, NAN, NAN]]))
    assert (one.n_units, one.mean, one.lowest, one.highest) == (3, pytest.approx(11 / 3), 2, 6)
    assert one.sd == pytest.approx(np.std([3, 6, 2], ddof=1))
    assert one.bias.value == pytest.approx(((3 - 4.5) + (6 - 6)) / 2)
    assert one.bias.n_units == 2
    assert one.bias.note == "1 unit that nobody else rated left out."
    assert sum(one.counts) == 3
    assert len(one.counts) == 11
    assert two.levels_used == 2
    assert (three.sd, three.bias.value) == (None, pytest.approx(1.5))


def test_a_rater_without_ratings():
    """Listed with None and zeros, in profiles and in drift."""
    ratings = made([[3, 4, NAN], [6, 6, NAN], [5, 4, NAN]])
    silent = profiles(ratings)[2]
    assert (silent.n_units, silent.mean, silent.sd, silent.levels_used, silent.bias.value) == (0, None, None, 0, None)
    assert "shares no unit" in silent.bias.reason
    moving = drift(ratings, order=[1, 2, 3])[2]
    assert (moving.n_units, moving.slope.value, moving.blocks) == (0, None, ())


def test_the_bias_of_a_severe_rater_is_found():
    """A rater one level below the others has a bias near -1, with an interval that leaves 0 out."""
    ratings = simulated(80, 3, seed=4, mean=5)
    levels = np.array(ratings.levels)
    levels[:, 0] -= 1
    found = profiles(made(levels))[0].bias
    assert found.value == pytest.approx(-1, abs=0.25)
    assert found.high < 0


def test_the_slope_is_least_squares():
    """Slope and interval are SciPy's, whatever the unit of time; from the first to the last unit it adds up."""
    generator = np.random.default_rng(3)
    levels = np.clip(np.round(generator.normal(4, 1.5, (30, 2))), -1, 9)
    when = 1.7e9 + np.sort(generator.uniform(0, 3e6, 30))
    found = drift(made(levels), order=when)[0]
    expected = stats.linregress(when - when[0], levels[:, 0] - levels[:, 1])
    assert found.slope.value == pytest.approx(expected.slope)
    reach = stats.t.ppf(0.975, 28) * expected.stderr
    assert found.slope.high - found.slope.value == pytest.approx(reach)
    assert found.total.value == pytest.approx(expected.slope * np.ptp(when))


def test_a_rater_who_grows_milder():
    """A rater who rises by one level over 60 units against a key: the slope, and means by equal blocks."""
    key = np.tile([2, 3, 4, 5, 6, 7], 10)
    levels = np.column_stack([key + (np.arange(60) >= 30), key])
    one, two = drift(made(levels), order=np.arange(60), key=key, blocks=4)
    assert one.total.value == pytest.approx(1.5, abs=0.05)
    assert one.slope.low > 0
    assert [block.difference.value for block in one.blocks] == [0, 0, 1, 1]
    assert [(block.first, block.last) for block in one.blocks] == [(0, 14), (15, 29), (30, 44), (45, 59)]
    assert one.against == "key"
    assert (two.slope.value, two.slope.low) == (0, None)
    assert two.slope.reason


def test_order_of_each_rater_and_gaps():
    """Raters may have rated in different orders; a unit without a place in the order does not count."""
    levels = [[3, 4], [5, 4], [4, 4], [6, 5]]
    order = [[4, 1], [3, 2], [2, 3], [NAN, 4]]
    one, two = drift(made(levels), order=order, blocks=2)
    assert (one.n_units, two.n_units) == (3, 4)
    assert [block.first for block in one.blocks] == [2, 4]
    assert one.slope.value == pytest.approx(stats.linregress([4, 3, 2], [-1, 1, 0]).slope)


def test_drift_over_interviews():
    """With clusters the slope's interval is a bootstrap one."""
    ratings = simulated(60, 2, seed=8)
    resampling = Resampling(clusters=[f"i{unit // 3}" for unit in range(60)], seed=1, resamples=300)
    found = drift(ratings, order=np.arange(60), resampling=resampling)[0]
    assert found.slope.low < found.slope.value < found.slope.high
    assert "20 clusters" in found.slope.method


def test_orders_that_make_no_sense():
    """One place for all units has no slope; wrong shapes and a key off the scale are refused with their place."""
    ratings = made([[3, 4], [5, 5], [6, 4]])
    still = drift(ratings, order=[1, 1, 1])[0]
    assert still.slope.value is None
    assert "one and the same place" in still.slope.reason
    with pytest.raises(DataError, match="order"):
        drift(ratings, order=[1, 2])
    with pytest.raises(DataError, match="order"):
        drift(ratings, order=[1, 2, np.inf])
    with pytest.raises(DataError, match="key lies off") as caught:
        drift(ratings, order=[1, 2, 3], key=[3, 12, NAN])
    assert caught.value.where == "unit u1"
    with pytest.raises(DataError, match="one number for each unit"):
        drift(ratings, order=[1, 2, 3], key=[3])
    with pytest.raises(DataError, match="blocks"):
        drift(ratings, order=[1, 2, 3], blocks=0)
