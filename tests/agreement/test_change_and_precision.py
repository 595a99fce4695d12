"""Reliable change of participants, and the precision that a design will have."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, RF, made
from scipy import stats

from rf_scorer.agreement import Population, Range, change, icc, precision, sample_sizes
from rf_scorer.errors import DataError, UnknownName, UsageError


def test_jacobson_and_truaxs_example():
    """Their couple of 1991: 32.5 before, 47.5 after, s = 7.5, r = .80: Sdiff 4.74 and RC 3.16."""
    found = change([32.5], [47.5], reliability=0.80, sd=7.5)
    assert found.standard_error == pytest.approx(3.35, abs=0.005)
    assert found.difference_error == pytest.approx(4.74, abs=0.005)
    assert found.people[0].index == pytest.approx(3.16, abs=0.005)
    assert found.people[0].verdict == "risen"
    assert found.least == pytest.approx(9.29, abs=0.01)


def test_people_and_groups():
    """Verdicts, counts, means and shares; a participant without a second rating is listed and does not count."""
    found = change(
        [3, 4, 5, 4, 2],
        [6, 4, 2, 5, NAN],
        reliability=0.8,
        sd=1.4,
        participants=["p1", "p2", "p3", "p4", "p5"],
        groups=["therapy", "waiting", "waiting", "therapy", None],
    )
    assert found.least == pytest.approx(1.96 * np.sqrt(2) * 1.4 * np.sqrt(0.2), abs=0.001)
    assert [person.verdict for person in found.people] == ["risen", "unchanged", "fallen", "unchanged", None]
    assert found.people[4].after is None
    everybody, therapy, waiting = found.groups
    assert (everybody.name, everybody.n, everybody.risen, everybody.fallen, everybody.unchanged) == ("all", 4, 1, 1, 2)
    assert therapy.mean.value == pytest.approx(2)
    assert therapy.standardised == pytest.approx(2 / 1.4)
    assert waiting.share_fallen.value == pytest.approx(0.5)
    expected = stats.ttest_1samp([3, 0, -3, 1], 0).confidence_interval()
    assert (everybody.mean.low, everybody.mean.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_more_confidence_asks_for_more_change():
    """A rise of two levels is reliable at 90 %, not at 99 %."""
    for confidence, verdict in ((0.90, "risen"), (0.99, "unchanged")):
        found = change([4], [6], reliability=0.8, sd=1.5, confidence=confidence)
        assert found.people[0].verdict == verdict


def test_a_change_of_exactly_the_least_is_reliable():
    """What is called the least reliable difference is one."""
    found = change([4], [4], reliability=0.8, sd=1.5)
    again = change([0], [found.least], reliability=0.8, sd=1.5)
    assert again.people[0].verdict == "risen"


def test_nobody_with_both_ratings():
    """Figures of a group without anybody are None with the reason."""
    found = change([NAN, 4], [3, NAN], reliability=0.8, sd=1.5)
    assert found.groups[0].n == 0
    assert found.groups[0].mean.value is found.groups[0].standardised is None
    assert "both times" in found.groups[0].mean.reason


@pytest.mark.parametrize(
    "wrong",
    [
        {"reliability": 1.0},
        {"reliability": -0.1},
        {"reliability": NAN},
        {"sd": 0.0},
        {"sd": NAN},
        {"participants": ["a", "b"]},
        {"before": [3, 4], "after": [4, 4], "participants": ["p1", "P1"]},
        {"after": [3, 4]},
        {"before": [np.inf]},
    ],
)
def test_change_that_cannot_be_judged(wrong):
    """A reliability of 1, no spread, unequal lengths, infinite levels: refused with what to do."""
    given = {"before": [3], "after": [4], "reliability": 0.8, "sd": 1.4} | wrong
    before, after = given.pop("before"), given.pop("after")
    with pytest.raises(DataError) as caught:
        change(before, after, **given)
    assert caught.value.remedy


def _population(**changes):
    return Population(**({"scale": RF, "mean": 4.0, "sd": 1.4, "reliability": 0.8} | changes))


def test_simulated_precision_is_that_of_simulated_studies():
    """The mean interval of 300 studies, each worked out by itself, is the one that is reported."""
    found = precision(30, 2, _population(), seed=5, simulations=300)
    codes = _population().draw(np.random.default_rng(5), (300, 30, 2))
    one = [icc().of(made(sample - 1)) for sample in codes]
    assert found.expected == pytest.approx(np.mean([each.value for each in one]))
    assert found.low == pytest.approx(np.mean([each.low for each in one]))
    assert found.width == pytest.approx(np.mean([each.high - each.low for each in one]))
    assert (found.undefined, found.simulations, found.form) == (0, 300, "icc_a_1_random")


def test_what_to_expect_of_thirty_interviews():
    """At reliability .80, 30 units and two raters give about .60 to .88, and rounding costs a few hundredths."""
    found = precision(30, 2, _population(), seed=1)
    assert 0.74 < found.expected < 0.80
    assert found.low == pytest.approx(0.57, abs=0.03)
    assert found.high == pytest.approx(0.88, abs=0.02)
    assert found.spread_low < found.expected < found.spread_high


def test_more_units_more_raters_and_kinder_raters_are_more_precise():
    """Width falls with units and with raters, and severity that differs costs agreement but not consistency."""
    widths = [precision(units, 2, _population(), seed=1, simulations=300).width for units in (15, 30, 60)]
    assert widths[0] > widths[1] > widths[2]
    assert precision(30, 4, _population(), seed=1, simulations=300).width < widths[1]
    severe = _population(rater_sd=1.0)
    agreement = precision(60, 3, severe, seed=1, simulations=300).expected
    consistency = precision(60, 3, severe, seed=1, simulations=300, form="icc_c_1_random").expected
    assert agreement < consistency - 0.1


def test_the_same_seed_gives_the_same_table():
    """Designs by raters and units, with the smallest that is precise enough; None where none is."""
    found = sample_sizes([20, 40, 80], [2, 3], _population(), width=0.25, seed=3, simulations=300)
    again = sample_sizes([80, 40, 20], [3, 2], _population(), width=0.25, seed=3, simulations=300)
    assert found == again
    assert [(row.n_raters, row.n_units) for row in found.rows] == [(2, 20), (2, 40), (2, 80), (3, 20), (3, 40), (3, 80)]
    assert dict(found.least) == {2: 80, 3: 40}
    assert dict(sample_sizes([20], [2], _population(), width=0.05, seed=3, simulations=300).least) == {2: None}


def test_ratings_without_variation_cannot_be_planned_with():
    """Where nearly every simulated rater gives one level there are no figures, and the reason says how often."""
    found = precision(5, 2, _population(sd=0.05), seed=1, simulations=200)
    assert found.expected is found.width is found.spread_low is None
    assert "of 200 samples" in found.reason


def test_designs_that_make_no_sense():
    """One unit, one rater, a handful of simulations, no width, and populations out of range are refused."""
    for units, raters, simulations in ((1, 2, 300), (10, 1, 300), (10, 2, 10)):
        with pytest.raises(UsageError):
            precision(units, raters, _population(), seed=1, simulations=simulations)
    with pytest.raises(UsageError, match="width"):
        sample_sizes([10], [2], _population(), width=0.0, seed=1)
    with pytest.raises(UnknownName):
        precision(10, 2, _population(), seed=1, form="icc")
    for wrong in ({"reliability": 0.0}, {"sd": 0.0}, {"rater_sd": -1.0}, {"mean": 12.0}):
        with pytest.raises(DataError):
            _population(**wrong)
    assert Population(scale=Range(minimum=1, maximum=5), mean=3, sd=1, reliability=0.5).step == 1
