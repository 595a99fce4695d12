"""Standardised mean changes, and the agreement of raters whose ratings are means."""

from __future__ import annotations

import pytest

from rf_scorer.agreement import Range, Resampling, icc, ratings_of
from rf_scorer.agreement.estimation import estimate
from rf_scorer.agreement.paired import D_Z, G_AV, d_z, g_av, single_rater
from rf_scorer.errors import DataError

BEFORE, AFTER = [2.0, 4.0, 4.0, 6.0], [5.0, 4.0, 5.0, 6.0]
#: Shrout & Fleiss 1979, table 2: six targets, four judges; their ICC(2,1) is .29.
TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_g_av_is_what_a_hand_finds() -> None:
    """Mean change 1 over the mean of 1.632993 and 0.816497, times 8/11."""
    assert estimate(g_av(BEFORE, AFTER), G_AV).value == pytest.approx(1.0 / 1.2247449 * 8 / 11)


def test_d_z_is_what_a_hand_finds() -> None:
    """Mean change 1 over the standard deviation of 3, 0, 1, 0, which is the root of 2."""
    assert estimate(d_z(BEFORE, AFTER), D_Z).value == pytest.approx(2**-0.5)


def test_neither_depends_on_where_the_scale_begins() -> None:
    """All levels moved up by a thousand change nothing."""
    up = [level + 1000 for level in BEFORE], [level + 1000 for level in AFTER]
    assert estimate(g_av(*up), G_AV).value == pytest.approx(estimate(g_av(BEFORE, AFTER), G_AV).value)
    assert estimate(d_z(*up), D_Z).value == pytest.approx(estimate(d_z(BEFORE, AFTER), D_Z).value)


@pytest.mark.parametrize("pair", [([], []), ([1.0], [2.0]), ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0])])
def test_what_is_undefined_has_a_reason(pair: tuple[list[float], list[float]]) -> None:
    """Nobody, one person, or no variation: no figure, and why."""
    for figure in (estimate(g_av(*pair), G_AV), estimate(d_z(*pair), D_Z)):
        assert figure.value is None
        assert figure.reason


def test_the_bootstrap_gives_an_interval_around_the_figure() -> None:
    """Over twelve people, the same for the same seed."""
    before = [float(place % 5) for place in range(12)]
    after = [level + (place % 3) for place, level in enumerate(before)]
    drawn = Resampling(clusters=[str(place) for place in range(12)], seed=1, resamples=400)
    figure = estimate(g_av(before, after), G_AV, resampling=drawn)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.value is not None
    assert figure.low < figure.value < figure.high
    assert figure == estimate(g_av(before, after), G_AV, resampling=drawn)


def test_ratings_that_are_no_pairs_are_refused() -> None:
    """Every unit has both."""
    with pytest.raises(DataError):
        g_av([1.0], [1.0, 2.0])
    with pytest.raises(DataError):
        d_z([float("nan")], [2.0])


def test_one_rater_agrees_as_published_and_as_our_own_coefficient() -> None:
    """Shrout & Fleiss's example, and figure and interval of ``icc``."""
    found = single_rater(TARGETS)
    ratings = ratings_of(
        TARGETS, scale=Range(minimum=1, maximum=10), raters=list("abcd"), units=[str(place) for place in range(6)]
    )
    ours = icc("icc_a_1_random").of(ratings)
    assert found.value == pytest.approx(0.29, abs=0.005)
    assert (found.value, found.low, found.high) == pytest.approx((ours.value, ours.low, ours.high))


def test_numbers_between_levels_count_and_gaps_are_left_out() -> None:
    """Halving every level changes no agreement; a unit that one did not rate is left out and told."""
    halved = single_rater([[level / 2 for level in row] for row in TARGETS])
    assert halved.value == pytest.approx(single_rater(TARGETS).value)
    gap = single_rater([*TARGETS, [3, None, 3, 3]])
    assert (gap.value, gap.n_units) == (pytest.approx(halved.value), 6)
    assert "1 of 7 units left out" in gap.note


@pytest.mark.parametrize("rows", [[], [[3.0]], [[3.0, 3.0]], [[3.0, 3.0], [3.0, 3.0]]])
def test_agreement_without_anything_to_tell_apart_is_none(rows: list[list[float | None]]) -> None:
    """Too few units, one rater, or the same level throughout."""
    found = single_rater(rows)
    assert found.value is None
    assert found.reason
