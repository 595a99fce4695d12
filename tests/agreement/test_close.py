"""Exact agreement and agreement within a tolerance, beside always answering the modal rating."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, made, simulated

from rf_scorer.agreement import Resampling, closeness, cohen, modal, within


def test_two_raters_by_hand():
    """Five units: two exact, four within one; the mode is 4, given four times of ten."""
    ratings = made([[4, 4], [4, 5], [3, 3], [7, 4], [5, 6]])
    exact, half, one = closeness(ratings)
    assert exact.figure.value == pytest.approx(2 / 5)
    assert half.figure.value == exact.figure.value
    assert one.figure.value == pytest.approx(4 / 5)
    assert exact.modes == (4,)
    assert exact.modal.value == pytest.approx(4 / 10)
    assert one.modal.value == pytest.approx(8 / 10)
    assert one.gain.value == pytest.approx(0.0)


def test_half_levels():
    """On a scale of halves agreement within half a level lies between exact and within one."""
    exact, half, one = closeness(made([[4, 4.5], [4, 4], [3, 4], [3, 4.5]], step=0.5))
    assert [each.figure.value for each in (exact, half, one)] == [0.25, 0.5, 0.75]


def test_several_raters_and_gaps():
    """Each unit counts once, as the share of its pairs; a unit with one rating does not count."""
    ratings = made([[4, 4, 5], [3, NAN, 3], [NAN, 2, NAN]])
    found = within(0.0).of(ratings)
    assert found.value == pytest.approx((1 / 3 + 1) / 2)
    assert (found.n_units, found.n_raters) == (2, 3)


def test_of_two_modes_the_harder_to_beat():
    """Levels 2 and 5 are equally frequent; 5 has neighbours, and so the constant answer 5 is what must be beaten."""
    ratings = made([[2, 2], [5, 5], [6, 4]])
    _, _, one = closeness(ratings)
    assert one.modes == (2, 5)
    assert one.modal.value == pytest.approx(4 / 6)


@pytest.mark.parametrize(
    ("mean", "sd", "kappa", "exact", "one", "constant"),
    [(2.62, 1.22, 0.757, 0.45, 0.93, 0.76), (4.0, 1.4, 0.768, 0.41, 0.89, 0.72), (4.5, 1.7, 0.777, 0.35, 0.82, 0.60)],
)
def test_what_a_reliability_of_eighty_means_on_the_scale(mean, sd, kappa, exact, one, constant):
    """Normal traits rounded to -1..9 at reliability .80: high agreement within one is mostly a narrow distribution."""
    ratings = simulated(60_000, 2, seed=7, mean=mean, sd=sd)
    assert cohen("quadratic").of(ratings).value == pytest.approx(kappa, abs=0.01)
    assert within(0.0).of(ratings).value == pytest.approx(exact, abs=0.01)
    assert within(1.0).of(ratings).value == pytest.approx(one, abs=0.01)
    assert modal(1.0).of(ratings).value == pytest.approx(constant, abs=0.015)


def test_intervals_over_interviews():
    """With clusters all three figures of a tolerance have intervals that hold them."""
    ratings = simulated(60, 3, seed=2, missing=0.2)
    clusters = [f"i{unit // 3}" for unit in range(60)]
    for each in closeness(ratings, resampling=Resampling(clusters=clusters, seed=1, resamples=500)):
        for coefficient in (each.figure, each.modal, each.gain):
            assert coefficient.low <= coefficient.value <= coefficient.high


def test_nobody_twice():
    """Without two ratings of a unit there is neither a figure nor a mode."""
    for each in closeness(made([[4, NAN], [NAN, 4]])):
        assert each.figure.value is each.modal.value is each.gain.value is None
        assert each.modes == ()
        assert each.gain.reason == each.figure.reason
    assert np.isfinite(within(1.0).of(made([[4, 5]])).value)
