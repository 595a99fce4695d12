"""A machine among humans, what seeing its suggestion does, and groups of units."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, RF, made, simulated

from rf_scorer.agreement import (
    Range,
    Resampling,
    alpha,
    anchoring,
    cohen,
    human_machine,
    icc,
    subgroups,
)
from rf_scorer.errors import DataError, UnknownName


def _with_machine(units=60, seed=1, noise=1.0, single=0):
    ratings = simulated(units, 2, seed=seed)
    # Another seed than that of the ratings, or the noise would be the traits over again.
    generator = np.random.default_rng(seed + 1000)
    machine = np.clip(np.round(ratings.levels.mean(axis=1) + generator.normal(0, noise, units)), -1, 9)
    levels = np.column_stack([ratings.levels, machine])
    levels[:single, 1] = NAN
    return made(levels)


def test_human_and_machine_on_the_same_units():
    """Ten units have one human: they count for the machine alone, and both columns of the comparison leave them out."""
    ratings = _with_machine(single=10)
    found = human_machine(ratings, machine="r2")
    assert (found.n_same, found.n_every, found.humans) == (50, 60, ("r0", "r1"))
    kappa = {figure.id: figure for figure in found.figures}["kappa_quadratic"]
    same = ratings.only(np.arange(60) >= 10)
    human = cohen().of(same.of(("r0", "r1"))).value
    machine = np.mean([cohen().of(same.of(("r2", rater))).value for rater in ("r0", "r1")])
    assert kappa.human.value == pytest.approx(human)
    assert kappa.machine.value == pytest.approx(machine)
    assert kappa.degradation.value == pytest.approx(human - machine)
    assert kappa.share.value == pytest.approx(machine / human)
    every = np.mean([cohen().of(ratings.of(("r2", rater))).value for rater in ("r0", "r1")])
    assert kappa.every.value == pytest.approx(every)
    assert kappa.human.n_units == 50


def test_less_is_better_for_errors():
    """The machine's mean absolute difference is larger than the humans': degradation is positive, and there is no share."""
    found = {figure.id: figure for figure in human_machine(_with_machine(noise=2.5), machine="r2").figures}
    error = found["mean_absolute"]
    assert error.degradation.value == pytest.approx(error.machine.value - error.human.value)
    assert error.degradation.value > 0
    assert error.share is None


def test_intervals_come_from_the_same_draws():
    """A difference of two figures that move together has a narrower interval than their own widths would allow."""
    resampling = Resampling(clusters=[f"i{unit // 2}" for unit in range(60)], seed=1, resamples=500)
    found = human_machine(_with_machine(single=6), machine="r2", resampling=resampling)
    for figure in found.figures:
        for coefficient in (figure.human, figure.machine, figure.degradation, figure.every):
            assert coefficient.low <= coefficient.value <= coefficient.high, coefficient.id
    icc_figure = found.figures[2]
    assert icc_figure.id == "icc_a_1_random"
    widths = [each.high - each.low for each in (icc_figure.human, icc_figure.machine, icc_figure.degradation)]
    assert widths[2] < widths[0] + widths[1]
    assert found.true_scores.prmse.low < found.true_scores.prmse.value


def test_rules_of_thumb_are_marked():
    """Each rule has its threshold, what was found, whether it is met, and the request to check it."""
    good = human_machine(_with_machine(units=400, noise=0.3), machine="r2")
    assert [rule.threshold for rule in good.rules] == [0.70, 0.70, 0.10, 0.10, 0.15]
    assert all(rule.met for rule in good.rules)
    assert all("check it" in rule.check for rule in good.rules)
    ratings = _with_machine(units=400, noise=3.0)
    levels = np.array(ratings.levels)
    levels[:, 2] = np.clip(levels[:, 2] + 1, -1, 9)
    poor = human_machine(made(levels), machine="r2")
    assert [rule.met for rule in poor.rules] == [False] * 5
    assert poor.bias.value == pytest.approx(1, abs=0.4)
    assert poor.smd_pooled.value == pytest.approx(poor.rules[4].value)


def test_one_human_only():
    """No human agreement to compare with: None and the reason, while the machine's own figures are there."""
    found = human_machine(_with_machine().of(("r0", "r2")), machine="r2")
    kappa = found.figures[0]
    assert kappa.human.value is kappa.degradation.value is kappa.share.value is None
    assert "no pair of raters" in kappa.human.reason
    assert kappa.every.value is not None
    assert found.n_same == 0
    assert found.true_scores.prmse.value is None
    assert [rule.met for rule in found.rules[2:4]] == [None, None]


def test_humans_who_agree_by_chance_have_no_share():
    """A share of nothing is undefined, and the reason says so."""
    levels = np.array([[3, 5, 4], [5, 3, 4], [3, 3, 5], [5, 5, 3], [4, 2, 4], [2, 4, 4]], dtype=float)
    kappa = human_machine(made(levels), machine="r2").figures[0]
    assert kappa.human.value <= 0
    assert kappa.share.value is None
    assert "no better than chance" in kappa.share.reason


def test_the_machine_must_be_there():
    """A machine that is not among the raters is named."""
    with pytest.raises(UnknownName, match="engine"):
        human_machine(_with_machine(), machine="engine")


def test_anchoring_by_hand():
    """Six units: two agreed blind, of four differing ones two were accepted, one moved nearer and none away; one left."""
    before, after = [4, 5, 3, 6, 2, 7], [4, 4, 5, 4, 3, 7]
    shown = [4, 5, 5, 4, 5, 6]
    found = anchoring(before, after, shown, scale=RF)
    assert (found.n_units, found.n_differing) == (6, 4)
    assert found.agreed_before.value == pytest.approx(2 / 6)
    assert found.agreed_after.value == pytest.approx(3 / 6)
    assert found.changed.value == pytest.approx(4 / 6)
    assert found.towards.value == pytest.approx(3 / 4)
    assert found.away.value == 0
    assert found.accepted.value == pytest.approx(2 / 4)
    assert found.left.value == pytest.approx(1 / 2)
    assert found.shift.value == pytest.approx((2 + 2 + 1 + 0) / 4)
    assert found.taken.value == pytest.approx(5 / (2 + 2 + 3 + 1))
    assert found.kappa_gain.value == pytest.approx(found.kappa_after.value - found.kappa_before.value)
    assert 0 <= found.away.low < found.away.high < 1


def test_wilsons_interval_of_a_share():
    """Ten of ten accepted: Wilson's interval reaches from 72 % to 100 %."""
    found = anchoring([3] * 10, [5] * 10, [5] * 10, scale=RF).accepted
    assert (found.value, found.high) == (1, pytest.approx(1))
    assert found.low == pytest.approx(0.7225, abs=1e-4)


def test_units_that_were_not_shown_anything_do_not_count():
    """A missing suggestion or final rating leaves the unit out; nothing left is None with the reason."""
    found = anchoring([4, 5, NAN], [5, NAN, 5], [5, 5, 5], scale=RF)
    assert (found.n_units, found.n_differing) == (1, 1)
    none = anchoring([NAN], [4], [4], scale=RF)
    assert none.changed.value is none.shift.value is none.kappa_gain.value is None
    assert "No unit" in none.changed.reason
    agreed = anchoring([4, 4], [4, 4], [4, 4], scale=RF)
    assert agreed.shift.value is agreed.taken.value is agreed.accepted.value is None
    assert "No blind rating differs" in agreed.shift.reason


def test_anchoring_over_interviews_and_faults():
    """Clusters give bootstrap intervals; a level off the scale is refused by the id of its unit."""
    generator = np.random.default_rng(1)
    before, shown = generator.integers(1, 8, 60), generator.integers(1, 8, 60)
    after = np.where(generator.random(60) < 0.4, shown, before)
    resampling = Resampling(clusters=[f"i{unit // 3}" for unit in range(60)], seed=1, resamples=400)
    found = anchoring(before, after, shown, scale=RF, resampling=resampling)
    assert found.taken.low < found.taken.value < found.taken.high
    assert found.kappa_gain.low > 0
    with pytest.raises(DataError) as caught:
        anchoring([4], [11], [4], scale=RF, units=["i1/p03"])
    assert caught.value.where == "unit i1/p03, rater after"


def test_small_groups_have_no_figures():
    """Nine units are too few by default, twelve are enough; units without a group count nowhere."""
    ratings = simulated(25, 2, seed=3)
    groups = ["small"] * 9 + ["large"] * 12 + [None] * 4
    large, small = subgroups(ratings, groups, [alpha(), icc()])
    assert (large.name, large.n_units, small.name, small.n_units) == ("large", 12, "small", 9)
    twelve = ratings.only([9 <= unit < 21 for unit in range(25)])
    assert large.figures["alpha_ordinal"].value == alpha().of(twelve).value
    assert small.figures["alpha_ordinal"].value is None
    assert "only 9 units" in small.figures["alpha_ordinal"].reason
    assert "from 10 on" in small.figures["icc_a_1_random"].reason


def test_what_counts_is_the_units_that_a_figure_rests_on():
    """A group of 14 units of which 8 were rated twice is too small for agreement."""
    levels = np.array(simulated(14, 2, seed=3).levels)
    levels[8:, 1] = NAN
    (found,) = subgroups(made(levels), ["all"] * 14, [alpha()])
    assert found.n_units == 14
    assert "only 8 units" in found.figures["alpha_ordinal"].reason
    (smaller,) = subgroups(made(levels), ["all"] * 14, [alpha()], minimum=5)
    assert smaller.figures["alpha_ordinal"].value is not None


def test_groups_with_intervals_and_faults():
    """Clusters go with their units into the groups; a group for each unit and a sensible minimum are asked for."""
    ratings = simulated(60, 2, seed=3)
    resampling = Resampling(clusters=[f"i{unit // 2}" for unit in range(60)], seed=1, resamples=300)
    one, two = subgroups(ratings, ["a", "b"] * 30, [cohen()], resampling=resampling)
    for group in (one, two):
        coefficient = group.figures["kappa_quadratic"]
        assert coefficient.low < coefficient.value < coefficient.high
    with pytest.raises(DataError, match="60 units, but groups of 2"):
        subgroups(ratings, ["a", "b"], [cohen()])
    with pytest.raises(DataError, match="below 2"):
        subgroups(ratings, ["a"] * 60, [cohen()], minimum=1)


def test_a_machine_on_another_scale():
    """All of it works on any declared scale, such as 1 to 5."""
    levels = [[1, 2, 1], [2, 2, 3], [5, 4, 5], [3, 3, 3], [4, 5, 4]]
    found = human_machine(made(levels, Range(minimum=1, maximum=5)), machine="r2")
    assert found.figures[0].machine.value > 0.7
