"""Intervals of levels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.rating import intervals
from rf_scorer.rating.latent import distribution, median


def test_scores_by_hand():
    """The score of a rating is the probability gathered from the median outwards, likelier neighbours first."""
    row = np.array([[0.1, 0.2, 0.4, 0.25, 0.05]])
    found = [float(intervals.scores(row, np.array([level]))[0]) for level in range(5)]
    assert found == pytest.approx([0.95, 0.85, 0.4, 0.65, 1.0])


def test_rank_by_hand():
    """Of nine scores at a coverage of .8 the eighth counts: ceil((9 + 1) * .8)."""
    known = np.array([0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    assert intervals.critical(known, 0.8) == 0.8


def test_too_few_scores_give_the_whole_scale():
    """Three ratings cannot support an interval of 80 %, and none is pretended."""
    assert intervals.critical(np.array([0.1, 0.2, 0.3]), 0.8) is None
    assert intervals.interval(np.array([0.2, 0.7, 0.1]), None) == (0, 2)


@pytest.mark.parametrize("coverage", [0.0, 1.0, -0.5, float("nan")])
def test_a_coverage_that_cannot_be(coverage):
    """Coverage lies between 0 and 1."""
    with pytest.raises(ValueError, match="coverage"):
        intervals.critical(np.ones(5), coverage)


@settings(deadline=None, max_examples=100)
@given(shares=st.lists(st.floats(0.001, 1.0), min_size=2, max_size=11), limit=st.floats(0, 1), more=st.floats(0, 1))
def test_intervals_hold_the_median_and_grow(shares, limit, more):
    """Every interval holds the median, stays on the scale, and never shrinks with a higher limit."""
    row = np.array(shares) / sum(shares)
    low, high = intervals.interval(row, limit)
    assert 0 <= low <= int(median(row[None, :])[0]) <= high < len(row)
    wide_low, wide_high = intervals.interval(row, limit + more)
    assert wide_low <= low
    assert high <= wide_high


def test_coverage_on_fresh_ratings():
    """On new ratings from the same source, intervals hold at least the stated share, and not nearly everything."""
    generator = np.random.default_rng(0)
    places = generator.normal(scale=2.0, size=4000)
    # The model is overconfident on purpose: the scores must make up for it.
    sharp = distribution(places * 1.5, np.linspace(-4, 4, 10) * 1.5)
    levels = np.digitize(places + generator.logistic(size=4000), np.linspace(-4, 4, 10))
    limit = intervals.critical(intervals.scores(sharp[:2000], levels[:2000]), 0.8)
    ends = np.array([intervals.interval(row, limit) for row in sharp[2000:]])
    held = float(np.mean((ends[:, 0] <= levels[2000:]) & (levels[2000:] <= ends[:, 1])))
    assert 0.78 <= held <= 0.92
