"""Composing interviews of exemplars, and learning from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from overalls import LEVELS, exemplars
from passages import RF

from rf_scorer.rating.metrics import spearman
from rf_scorer.rating.overall.assumptions import Assumptions
from rf_scorer.rating.overall.learning import Identity, learn_simulated
from rf_scorer.rating.overall.simulation import compose, judged
from rf_scorer.rating.overall.summary import SIGNS, summarise

USUAL = Assumptions()
IDENTITY = Identity(name="o", version="1", statement="made", passage_model="m", passage_sha256="0" * 64)


def _composed(assumptions=USUAL, *, count=400, seed=5, some=None):
    return compose(some or exemplars(), assumptions, levels=LEVELS, count=count, seed=seed)


@pytest.fixture(scope="module")
def simulated():
    """A model learned from simulated interviews of half of the participants."""
    every = exemplars(120)
    half = np.flatnonzero(np.array([int(name[1:]) % 2 == 0 for name in every.participants]))
    other = np.setdiff1d(np.arange(len(every.participants)), half)
    found = learn_simulated(every.of(half), USUAL, scale=RF, identity=IDENTITY, seed=7, count=900)
    return found, every.of(other)


def test_interviews_hold_what_is_asked_of_them():
    """Numbers of passages lie within bounds, three demand passages always have a suggestion, and ratings are on the scale."""
    made = _composed()
    for one, rated in zip(made.interviews, made.rated, strict=True):
        assert 3 <= one.demand.sum() <= USUAL.demand_most
        assert len(one.passages) <= len(rated) <= USUAL.demand_most + USUAL.permit_most
    assert set(made.overall.tolist()) <= set(LEVELS)


def test_the_same_seed_composes_the_same_interviews():
    """And another seed others."""
    one, same, other = (_composed(count=20, seed=seed) for seed in (5, 5, 6))
    assert (one.overall == same.overall).all()
    assert all((a.expected == b.expected).all() for a, b in zip(one.interviews, same.interviews, strict=True))
    assert any(len(a.passages) != len(b.passages) for a, b in zip(one.interviews, other.interviews, strict=True))


def test_passages_scatter_as_assumed():
    """Demand passages lie around the interviewee's level, by about the assumed standard deviation."""
    steady = replace(USUAL, inconsistent=0.0, permit_most=0, flat=0.0)
    spreads = [one.std(ddof=1) for one in _composed(steady, count=600).rated]
    loose = [one.std(ddof=1) for one in _composed(replace(steady, inconsistent=1.0), count=600).rated]
    assert np.mean(spreads) == pytest.approx(USUAL.within, abs=0.15)
    assert np.mean(loose) == pytest.approx(USUAL.inconsistent_within, abs=0.35)


def test_raters_agree_as_assumed():
    """Two simulated raters agree about as well as trained ones do."""
    made = _composed(replace(USUAL, flat=0.0), count=3000)
    assert np.corrcoef(made.overall, made.second)[0, 1] == pytest.approx(0.8, abs=0.04)


def test_the_whole_scale_is_covered():
    """A share of the interviewees comes evenly from the whole scale, so that its ends are learned too."""
    counts = np.bincount(_composed(replace(USUAL, flat=1.0), count=2000).overall + 1, minlength=len(LEVELS))
    assert (counts > 0).all()


@pytest.mark.parametrize(
    ("truth", "ratings", "wanted"),
    [
        (5.0, [5, 5, 5, 6], 5.0),
        (5.0, [5, 5, 5, -1], 4.5),
        (0.2, [0, 1, 0], 0.0),
        (-0.8, [-1, -1, 0], -0.8),
        (7.4, [7, 8, 7, 6], 7.4),
        (7.4, [9, 8, 6, 6], 6.0),
        (5.2, [6, 2, 2, 3, 1], 4.0),
        (3.0, [6, 2, 2, 3, 1], 3.0),
    ],
)
def test_the_scales_rules(truth, ratings, wanted):
    """One strongly negative passage pulls down; high needs repetition; a few good passages make no ordinary rating."""
    assert judged(truth, np.array(ratings, dtype=float), USUAL) == pytest.approx(wanted)


def test_rules_can_be_left_out():
    """Without them the true level stands."""
    free = replace(USUAL, negative_pull=0.0, high_repeats=0, ordinary_share=0.0)
    assert judged(7.4, np.array([-1.0, 2.0]), free) == 7.4


@pytest.mark.parametrize(
    "changes", [{"flat": 1.5}, {"within": -1.0}, {"demand_fewest": 2}, {"permit_most": -1}, {"abstained": 0.9}]
)
def test_what_cannot_be_assumed(changes):
    """An assumption outside its range is refused."""
    with pytest.raises(ValueError):
        Assumptions(**changes)


def test_a_level_without_exemplars_is_stood_in_for():
    """Rare levels may be missing among held-out exemplars: the nearest stands in; a missing role is refused."""
    every = exemplars()
    middle = every.of(np.flatnonzero((every.rating > 1) & (every.rating < 6)))
    made = _composed(replace(USUAL, flat=1.0), count=50, some=middle)
    assert all(ratings.min() >= 2 and ratings.max() <= 5 for ratings in made.rated)
    with pytest.raises(ValueError, match="role"):
        _composed(count=20, some=every.of(np.flatnonzero(every.demand)))


def test_what_is_learned_holds_for_other_participants(simulated):
    """On interviews of participants it never saw, it orders interviewees and its intervals keep their promise."""
    model, others = simulated
    made = compose(others, USUAL, levels=LEVELS, count=600, seed=11)
    found = [model.judge(summarise(one, LEVELS)) for one in made.interviews]
    assert spearman([one.expected for one in found], made.overall) > 0.7
    held = [one.low <= rated <= one.high for one, rated in zip(found, made.overall, strict=True)]
    assert np.mean(held) == pytest.approx(0.8, abs=0.07)


def test_every_weight_has_its_sign(simulated):
    """So that the figure is monotone, whatever the exemplars were; and it is never the demand passages alone."""
    model, _ = simulated
    weights = dict(zip(SIGNS, model.coefficients, strict=True))
    assert all(weight * SIGNS[name] >= 0 for name, weight in weights.items())
    assert weights["permit_mean"] + weights["permit_telling"] > 0


def test_the_model_says_what_it_took_for_granted(simulated):
    """Every assumption stands in the model by name, beside how much it was learned from."""
    model, _ = simulated
    assert model.assumptions == USUAL.told()
    assert model.training["interviews"] == 900
    assert model.training["participants"] == 60
    assert sum(stratum.interviews for stratum in model.strata) == 900
