"""Ratings from plain lists."""

from __future__ import annotations

import numpy as np
import pytest

from rf_scorer.agreement import Range, ratings_of
from rf_scorer.errors import DataError

SCALE = Range(minimum=0, maximum=2)


def test_none_is_no_rating() -> None:
    """None and NaN are gaps; everything else is a level."""
    made = ratings_of([[0, None], [2, 1], [float("nan"), 1]], scale=SCALE, raters=["a", "b"], units=["x", "y", "z"])
    assert made.given.tolist() == [[True, False], [True, True], [False, True]]
    assert np.nansum(made.levels) == 4


def test_no_units_are_a_matrix_too() -> None:
    """Where nothing is left there are still raters."""
    assert ratings_of([], scale=SCALE, raters=["a", "b"], units=[]).levels.shape == (0, 2)


def test_rows_that_do_not_fit_are_refused() -> None:
    """As everywhere: a row for each unit, a level for each rater."""
    with pytest.raises(DataError, match="units"):
        ratings_of([[0, 1]], scale=SCALE, raters=["a", "b"], units=["x", "y"])
