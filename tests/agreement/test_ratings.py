"""The matrix of ratings: what it takes, what it refuses, and where it says the fault lies."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, RF, made

from rf_scorer.agreement import Coefficient, Range, Ratings
from rf_scorer.domain.protocol import Level, Scale
from rf_scorer.errors import DataError, UnknownName


def _ratings(levels, **changes):
    levels = np.array(levels, dtype=float)
    given = {
        "levels": levels,
        "scale": RF,
        "raters": tuple("abcdef"[: levels.shape[1]]),
        "units": tuple(f"p{row:02d}" for row in range(1, len(levels) + 1)),
    }
    return Ratings(**(given | changes))


def test_a_protocols_scale_declares_the_range():
    """The domain's scale is taken as it is, and every level counts, used or not."""
    scale = Scale(id="rf", levels=tuple(Level(value=value) for value in range(-1, 10)))
    found = _ratings([[3, 5], [4, NAN]], scale=scale)
    assert found.points.tolist() == list(range(-1, 10))
    assert found.counts()[0].tolist() == [0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0]


def test_halves_are_levels_where_declared():
    """With a step of 0.5 there are 21 levels from -1 to 9, and 3.5 is one of them."""
    found = _ratings([[3.5, 4], [-1, 9]], step=0.5)
    assert len(found.points) == 21
    assert found.codes.tolist() == [[9, 10], [0, 20]]


@pytest.mark.parametrize(
    ("levels", "changes", "message", "where"),
    [
        ([[3, 10]], {}, "off the declared scale", "unit p01, rater b"),
        ([[3, 3], [-2, 3]], {}, "off the declared scale", "unit p02, rater a"),
        ([[3, 3.5]], {}, "between two levels", "unit p01, rater b"),
        ([[3, 3.25]], {"step": 0.5}, "between two levels", "unit p01, rater b"),
        ([[3, np.inf]], {}, "infinite", "unit p01, rater b"),
        ([[3, 4]], {"raters": ("Anna", "anna")}, "differ by case only", "rater Anna"),
        ([[3, 4], [3, 4]], {"units": ("p1", "P1")}, "differ by case only", "unit p1"),
        ([[3, 4]], {"raters": ("a", " ")}, "no id", "rater 2"),
        ([[3]], {}, "fewer than two raters", None),
        ([[3, 4]], {"units": ("p1", "p2")}, "shape", None),
        ([[3, 4]], {"scale": Range(minimum=9, maximum=-1)}, "no range", None),
        ([[3, 4]], {"step": 0.25}, "neither 1 nor 0.5", None),
        ([[3, 4]], {"scale": Range(minimum=0, maximum=4.5)}, "whole number of steps", None),
    ],
)
def test_what_cannot_be_rated_is_refused_with_its_place(levels, changes, message, where):
    """Every fault is a DataError that names the unit and the rater, and never the level."""
    with pytest.raises(DataError, match=message) as caught:
        _ratings(levels, **changes)
    assert caught.value.where == where
    assert caught.value.remedy
    assert "3.25" not in str(caught.value)


def test_further_faults_are_counted():
    """The first place is named and the others are counted."""
    with pytest.raises(DataError, match=r"and 2 more"):
        _ratings([[10, 11], [12, 3]])


def test_the_matrix_is_a_copy_and_read_only():
    """Changing the array that was handed in changes nothing, and the ratings' own cannot be changed."""
    levels = np.array([[3.0, 4.0]])
    found = _ratings(levels)
    levels[0, 0] = 9
    assert found.levels[0, 0] == 3
    with pytest.raises(ValueError, match="read-only"):
        found.levels[0, 0] = 9


def test_fractions_of_a_step_by_rounding_are_forgiven():
    """A level of 0.1 * 30 is the level 3, and counts as the same level as 3."""
    found = _ratings([[0.1 * 30, 3.0]])
    assert found.levels[0, 0] == found.levels[0, 1] == 3.0


def test_some_raters_and_some_units():
    """Columns come in the order asked for; a rater that is not there is named."""
    found = made([[1, 2, 3], [4, 5, 6]])
    assert found.of(("r2", "r0")).levels.tolist() == [[3, 1], [6, 4]]
    assert found.only([False, True]).units == ("u1",)
    with pytest.raises(UnknownName, match="nobody"):
        found.of(("r0", "nobody"))


def test_a_coefficient_cannot_hide_that_it_is_undefined():
    """NaN, half an interval, and a missing figure without a reason are bugs of ours and are not let out."""
    given = {"id": "x", "title": "X", "method": "", "n_units": 0, "n_raters": 0, "source": ""}
    for wrong in (
        {"value": float("nan"), "reason": "?"},
        {"value": None},
        {"value": 0.5},
        {"value": 0.5, "low": 0.1, "reason": "?"},
        {"value": None, "low": 0.1, "high": 0.2, "reason": "?"},
    ):
        with pytest.raises(ValueError, match=r"undefined|interval"):
            Coefficient(**given, **wrong)
