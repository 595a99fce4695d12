"""Intervals of levels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.rating import intervals
from rf_scorer.rating.latent import distribution, median

ROW = np.array([[0.1, 0.2, 0.4, 0.25, 0.05]])


def _score(target: float, level: int) -> float:
    return float(intervals.scores(ROW, np.array([target]), np.array([level]))[0])


def test_scores_by_hand():
    """The score of a rating is the probability gathered from the suggested level outwards, likelier neighbours first."""
    assert [_score(target, 2) for target in range(5)] == pytest.approx([0.95, 0.85, 0.4, 0.65, 1.0])
    assert [_score(target, 4) for target in range(5)] == pytest.approx([1.0, 0.9, 0.7, 0.3, 0.05])


@pytest.mark.parametrize(("target", "whole"), [(2.5, 3), (1.5, 1), (0.25, 0), (3.75, 4)])
def test_a_rating_between_two_levels_is_reached_with_the_farther(target, whole):
    """A mean of raters lies in an interval only with the levels on both of its sides."""
    assert _score(target, 2) == _score(whole, 2)


def test_of_two_equal_neighbours_the_lower_comes_first():
    """A tie goes to the lower level: too low a suggestion is the lesser harm."""
    assert intervals.interval(np.array([0.25, 0.5, 0.25]), 0.8, 1) == (0, 1)


def test_rank_by_hand():
    """Of nine scores at a coverage of .8 the eighth counts: ceil((9 + 1) * .8)."""
    known = np.array([0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    assert intervals.critical(known, 0.8) == 0.8


def test_too_few_scores_give_the_whole_scale():
    """Three ratings cannot support an interval of 80 %, and none is pretended."""
    assert intervals.critical(np.array([0.1, 0.2, 0.3]), 0.8) is None
    assert intervals.interval(np.array([0.2, 0.7, 0.1]), None, 1) == (0, 2)


@pytest.mark.parametrize("coverage", [0.0, 1.0, -0.5, float("nan")])
def test_a_coverage_that_cannot_be(coverage):
    """Coverage lies between 0 and 1."""
    with pytest.raises(ValueError, match="coverage"):
        intervals.critical(np.ones(5), coverage)


@settings(deadline=None, max_examples=100)
@given(
    shares=st.lists(st.floats(0.001, 1.0), min_size=2, max_size=11),
    level=st.integers(0, 10),
    limit=st.floats(0, 1),
    more=st.floats(0, 1),
)
def test_intervals_hold_the_suggested_level_and_grow(shares, level, limit, more):
    """Every interval holds the suggested level, stays on the scale, and never shrinks with a higher limit."""
    row, level = np.array(shares) / sum(shares), level % len(shares)
    low, high = intervals.interval(row, limit, level)
    assert 0 <= low <= level <= high < len(row)
    wide_low, wide_high = intervals.interval(row, limit + more, level)
    assert wide_low <= low
    assert high <= wide_high


@settings(deadline=None, max_examples=100)
@given(
    shares=st.lists(st.floats(0.001, 1.0), min_size=2, max_size=11),
    level=st.integers(0, 10),
    target=st.floats(0, 1),
)
def test_a_rating_lies_in_the_interval_of_its_own_score(shares, level, target):
    """An interval with a rating's score as its limit holds that rating, between levels or not."""
    row, level = np.array(shares) / sum(shares), level % len(shares)
    place = target * (len(shares) - 1)
    limit = float(intervals.scores(row[None, :], np.array([place]), np.array([level]))[0])
    low, high = intervals.interval(row, limit, level)
    assert low <= place <= high


def test_coverage_on_fresh_ratings():
    """On new ratings from the same source, intervals hold at least the stated share, and not nearly everything."""
    generator = np.random.default_rng(0)
    places = generator.normal(scale=2.0, size=4000)
    # The model is overconfident on purpose: the scores must make up for it.
    sharp = distribution(places * 1.5, np.linspace(-4, 4, 10) * 1.5)
    levels = np.digitize(places + generator.logistic(size=4000), np.linspace(-4, 4, 10))
    suggested = median(sharp)
    limit = intervals.critical(intervals.scores(sharp[:2000], levels[:2000], suggested[:2000]), 0.8)
    pairs = zip(sharp[2000:], suggested[2000:], strict=True)
    ends = np.array([intervals.interval(row, limit, int(level)) for row, level in pairs])
    held = float(np.mean((ends[:, 0] <= levels[2000:]) & (levels[2000:] <= ends[:, 1])))
    assert 0.78 <= held <= 0.92
