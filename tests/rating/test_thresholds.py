"""Ratings as answers to "above this level?"."""

from __future__ import annotations

import numpy as np
import pytest
from corpora import SCALES
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.rating.thresholds import above, declared, from_above, starting_thresholds


def test_above_by_hand():
    """A whole rating passes every threshold below it; one between two levels passes theirs by its share."""
    found = above(np.array([-1.0, 1.0, 0.25, 2.0]), (-1, 0, 1, 2))
    assert found.tolist() == [[0, 0, 0], [1, 1, 0], [1, 0.25, 0], [1, 1, 1]]


@SCALES
def test_back_from_above(scale):
    """What lies above each threshold leads back to the level, and for a fraction to its two neighbours by their nearness."""
    levels = np.array(scale.values, dtype=float)
    np.testing.assert_array_equal(from_above(above(levels, scale.values)), np.eye(len(levels)))
    between = from_above(above(levels[:-1] + 0.25, scale.values))
    assert (between @ levels).tolist() == pytest.approx((levels[:-1] + 0.25).tolist())
    assert np.count_nonzero(between, axis=1).tolist() == [2] * (len(levels) - 1)


def test_chances_that_cross_are_put_in_order():
    """Where a higher threshold would be likelier passed than a lower one, no level's probability is negative."""
    assert from_above(np.array([[0.2, 0.6]])).tolist() == [pytest.approx([0.4, 0.4, 0.2])]


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=5))
def test_any_chances_make_distributions(rows):
    """Probabilities are not negative and sum to 1; the mean is that of the chances, crossed or not."""
    chances = np.array(rows)
    found = from_above(chances)
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose(found @ np.arange(5), chances.sum(axis=1), atol=1e-12)


def test_the_scale_is_declared_or_seen():
    """Without a declared scale it is what was seen; with one, levels that were not seen count."""
    scale, place = declared(np.array([5, 1, 5]), None)
    assert (scale.tolist(), place.tolist()) == ([1, 5], [1, 0, 1])
    scale, place = declared(np.array([5, 1, 5]), (1, 3, 5))
    assert (scale.tolist(), place.tolist()) == ([1, 3, 5], [2, 0, 2])


@pytest.mark.parametrize(
    ("levels", "classes", "message"),
    [
        ([1, 1], None, "two classes"),
        ([1, 1], (1,), "two classes"),
        ([1, 4], (1, 2, 3), "not on the declared scale"),
        ([0.5, 1.25], None, "continuous"),
    ],
)
def test_what_is_no_scale(levels, classes, message):
    """One level, a level off the scale, and numbers that are no levels are refused."""
    with pytest.raises(ValueError, match=message):
        declared(np.array(levels), classes)


def test_thresholds_to_start_from():
    """Thresholds give back how often each is passed; pseudo-answers keep them finite and in order where a level was never given."""
    shares = above(np.array([0.0, 1.0, 1.0, 2.0]), (0, 1, 2))
    found = starting_thresholds(shares, np.ones(4), 1e-9)
    np.testing.assert_allclose(1 / (1 + np.exp(found)), [0.75, 0.25], atol=1e-6)
    never = starting_thresholds(above(np.array([2.0, 2.0]), (0, 1, 2, 3)), np.ones(2), 1.0)
    assert np.isfinite(never).all()
    assert (np.diff(never) > 0).all()


def test_weights_count_as_answers():
    """An answer of weight two counts as two answers."""
    shares = above(np.array([0.0, 2.0]), (0, 1, 2))
    twice = starting_thresholds(shares[[0, 1, 1]], np.ones(3), 1.0)
    np.testing.assert_allclose(starting_thresholds(shares, np.array([1.0, 2.0]), 1.0), twice)
