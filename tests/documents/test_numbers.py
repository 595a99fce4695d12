"""Figures as documents hold them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.documents.numbers import probabilities, rounded


@given(st.lists(st.floats(min_value=1e-9, max_value=1.0), min_size=1, max_size=20))
def test_a_rounded_distribution_still_makes_one(weights):
    """Whatever the probabilities, their millionths make exactly a million, and none moves by more than one."""
    total = math.fsum(weights)
    exact = {level: weight / total for level, weight in enumerate(weights, start=-1)}
    found = probabilities(exact)
    assert sum(round(p * 1_000_000) for p in found.values()) == 1_000_000
    assert all(abs(found[str(level)] - p) < 1.000001e-6 for level, p in exact.items())


def test_levels_stand_in_order_whatever_order_they_came_in():
    """The document's order is the scale's, with -1 first."""
    assert list(probabilities({3: 0.25, -1: 0.5, 0: 0.25})) == ["-1", "0", "3"]


def test_equal_remainders_go_to_the_lower_level():
    """A third each cannot be written: the lowest level gets the millionth that is left."""
    assert probabilities({1: 1 / 3, 2: 1 / 3, 3: 1 / 3}) == {"1": 0.333334, "2": 0.333333, "3": 0.333333}


@pytest.mark.parametrize("bad", [{}, {0: 0.4, 1: 0.4}, {0: -0.1, 1: 1.1}, {0: math.nan, 1: 1.0}])
def test_what_is_no_distribution_is_refused(bad):
    """A model that gives less than one, less than nothing or no number is our bug, and not written."""
    with pytest.raises(ValueError, match="probabilities"):
        probabilities(bad)


def test_negative_zero_is_written_as_zero():
    """Two machines that differ in the sign of nothing give the same bytes."""
    assert str(rounded(-0.0000001)) == "0.0"


@pytest.mark.parametrize("bad", [math.inf, math.nan])
def test_a_figure_that_is_not_finite_is_refused(bad):
    """JSON has no infinity."""
    with pytest.raises(ValueError, match="finite"):
        rounded(bad)
