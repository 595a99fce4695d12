"""Every coefficient on every kind of hostile table: a finite figure, or None with a reason; never NaN, a warning or a crash."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from published import NAN, made

from rf_scorer.agreement import (
    FORMS,
    Resampling,
    alpha,
    bland_altman,
    brennan_prediger,
    closeness,
    cohen,
    conger,
    gwet,
    human_machine,
    icc,
    icc_unequal,
    light,
    measure,
    modal,
    pairs,
    prmse,
    profiles,
    within,
)
from rf_scorer.agreement.pairwise import pair_statistics

ANY_NUMBER = [
    *(icc(form.id) for form in FORMS),
    icc_unequal(),
    *(alpha(metric) for metric in ("nominal", "ordinal", "interval")),
    *(kind(weights) for kind in (gwet, conger) for weights in ("unweighted", "linear", "quadratic", "ordinal")),
    *(brennan_prediger(weights) for weights in ("unweighted", "linear", "quadratic", "ordinal")),
    *(light(weights) for weights in ("unweighted", "linear", "quadratic")),
    *(kind(tolerance) for kind in (within, modal) for tolerance in (0.0, 0.5, 1.0)),
    prmse("r1"),
]

HOSTILE = {
    "unanimous": [[3, 3, 3], [5, 5, 5], [8, 8, 8]],
    "one level": [[4, 4, 4]] * 5,
    "one unit": [[3, 4, 5]],
    "two units": [[3, 4, 5], [5, 5, 4]],
    "no unit": np.zeros((0, 3)),
    "a silent rater": [[3, 4, NAN], [5, 5, NAN], [2, 3, NAN]],
    "two silent raters": [[3, NAN, NAN], [5, NAN, NAN]],
    "nobody": [[NAN] * 3] * 4,
    "no overlap": [[3, NAN, NAN], [NAN, 4, NAN], [NAN, NAN, 5]],
    "a constant rater": [[3, 4, 4], [5, 4, 6], [2, 4, 1], [8, 4, 7]],
    "constant raters": [[3, 4, 5]] * 6,
    "opposed": [[-1, 9, -1], [9, -1, 9], [-1, 9, -1]],
    "the ends": [[-1, -1, -1], [9, 9, 9]],
    "mirrored": [[3, 5, 4], [5, 3, 4]],
}


def _sound(coefficient):
    for figure in (coefficient.value, coefficient.low, coefficient.high):
        assert figure is None or math.isfinite(figure)
    if coefficient.value is None or coefficient.low is None:
        assert coefficient.reason
        assert coefficient.reason[0].isupper()
        assert coefficient.reason.endswith(".")
    if coefficient.low is not None:
        assert coefficient.low <= coefficient.value <= coefficient.high
    assert coefficient.title
    assert coefficient.method
    assert coefficient.source


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("drawing", [False, True])
def test_hostile_tables(name, drawing):
    """Each figure of each table is sound, by formula and by bootstrap, for any number of raters and for every pair."""
    ratings = made(HOSTILE[name])
    resampling = None
    if drawing:
        clusters = [f"i{unit}" for unit in range(len(ratings.units))]
        resampling = Resampling(clusters=clusters, seed=1, resamples=200)
    for coefficient in measure(ratings, ANY_NUMBER, resampling=resampling).values():
        _sound(coefficient)
    for pair in pairs(ratings, resampling=resampling):
        for coefficient in pair.figures.values():
            _sound(coefficient)
        for each in pair.closeness:
            _sound(each.figure)
            _sound(each.gain)
        for coefficient in (pair.limits.mean, pair.limits.lower, pair.limits.upper):
            _sound(coefficient)
    for profile in profiles(ratings, resampling=resampling):
        _sound(profile.bias)
    for figure in human_machine(ratings, machine="r2", resampling=resampling).figures:
        for coefficient in (figure.human, figure.machine, figure.degradation, figure.every):
            _sound(coefficient)


levels = arrays.arrays(
    np.float64,
    st.tuples(st.integers(0, 12), st.integers(2, 4)),
    elements=st.sampled_from([NAN, NAN, -1.0, 0.0, 3.0, 4.0, 5.0, 9.0]),
)


@settings(max_examples=150, deadline=None)
@given(levels)
def test_any_table(table):
    """Whatever the table: every figure is sound, and agreement of unanimous raters is never below 1."""
    ratings = made(table)
    found = measure(ratings, ANY_NUMBER)
    for coefficient in found.values():
        _sound(coefficient)
    for name in ("alpha_ordinal", "gwet_ac1", "brennan_prediger_quadratic", "exact"):
        assert found[name].value is None or found[name].value <= 1 + 1e-12


@settings(max_examples=80, deadline=None)
@given(levels, st.randoms(use_true_random=False))
def test_neither_order_nor_names_matter(table, random):
    """Units and raters in another order give the same figures."""
    units, raters = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(units)
    random.shuffle(raters)
    statistics = [statistic for statistic in ANY_NUMBER if statistic.label.id != "prmse"]
    one = measure(made(table), statistics)
    two = measure(made(table[units][:, raters].reshape(table.shape)), statistics)
    for name, coefficient in one.items():
        assert two[name].value == (None if coefficient.value is None else pytest.approx(coefficient.value, abs=1e-9))


@settings(max_examples=80, deadline=None)
@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(0, 12), st.just(2)), elements=st.sampled_from([NAN, -1.0, 3.0, 4.0, 9.0])
    )
)
def test_a_pair_of_any_kind(table):
    """Figures of two raters are sound, and the symmetric ones do not depend on who comes first."""
    ratings, turned = made(table), made(table[:, ::-1])
    one, two = measure(ratings, pair_statistics()), measure(turned, pair_statistics())
    signed = {"mean_difference", "smd_second", "smd_pooled"}
    for name, coefficient in one.items():
        _sound(coefficient)
        if name not in signed:
            assert two[name].value == (
                None if coefficient.value is None else pytest.approx(coefficient.value, abs=1e-9)
            )
    if one["mean_difference"].value is not None:
        assert two["mean_difference"].value == pytest.approx(-one["mean_difference"].value)
    _sound(bland_altman(ratings).upper)
    assert len(closeness(ratings)) == 3


def test_a_shift_of_the_scale_changes_nothing():
    """Ratings of -1..9 and the same ratings written as 0..10 agree alike: the zero of the scale means nothing."""
    from rf_scorer.agreement import Range

    table = np.array([[-1, 0, 0], [3, 4, 3], [5, NAN, 6], [9, 9, 8], [0, 0, -1]])
    one = measure(made(table), ANY_NUMBER)
    two = measure(made(table + 1, Range(minimum=0, maximum=10)), ANY_NUMBER)
    for name, coefficient in one.items():
        assert two[name].value == pytest.approx(coefficient.value, abs=1e-12), name


def test_a_level_below_zero_counts_like_any_other():
    """-1 and 0 are levels, not missing ratings: without them the figures are others."""
    table = [[-1, 0], [0, 0], [3, 4], [5, 5], [8, 7]]
    for statistic in (alpha(), cohen(), icc(), gwet()):
        found = statistic.of(made(table))
        assert found.n_units == 5
        assert found.value != statistic.of(made(table[2:])).value
