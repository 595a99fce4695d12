"""The numbers of an interview, and the model that weighs them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overalls import LEVELS, bell, interview, model

from rf_scorer.rating.overall.model import Stratum
from rf_scorer.rating.overall.summary import NAMES, SIGNS, summarise


def _values(one):
    return dict(zip(NAMES, summarise(one, LEVELS).values, strict=True))


def _raised(one, place, by):
    """The same interview with one passage's distribution moved up."""
    rows = one.probabilities.copy()
    # Mixing with the shifted distribution moves every cumulative probability down or leaves it.
    shifted = np.concatenate([[0.0], rows[place][:-1]])
    shifted[-1] += rows[place][-1]
    rows[place] = (1 - by) * rows[place] + by * shifted
    expected = rows @ np.array(LEVELS, dtype=float)
    return replace(one, probabilities=rows, expected=expected)


def test_numbers_by_hand():
    """Demand passages have a mean, a middle, ends; permit ones a mean and the five that tell most."""
    means = [2.0, 4.0, 5.0, 3.0, 3.0, 3.0, 3.0, 3.0, 6.0, 1.0]
    one = interview("dddppppppp", means, markers=0.5, words=200.0)
    found = _values(one)
    at = one.expected
    assert found["demand_mean"] == pytest.approx(at[:3].mean())
    assert found["demand_median"] == pytest.approx(at[1])
    assert found["demand_quartile"] == pytest.approx((at[0] + at[1]) / 2)
    assert found["demand_lowest"] == pytest.approx(at[0])
    assert found["demand_top2"] == pytest.approx((at[1] + at[2]) / 2)
    assert found["permit_mean"] == pytest.approx(at[3:].mean())
    assert found["permit_telling"] == pytest.approx((at[8] + at[9] + 3 * at[3]) / 5)
    assert found["repeated"] == pytest.approx(at[1])
    assert found["negative"] == pytest.approx(bell(1.0)[:2].sum())
    assert found["demand_ordinary"] == pytest.approx(np.mean([bell(mean)[6:].sum() for mean in means[:3]]))
    assert found["markers"] == pytest.approx(10.0)
    assert found["kinds"] == 4.0


def test_without_permit_passages_the_demand_ones_stand_in():
    """A missing part is no low one: the demand passages' mean takes its place."""
    found = _values(interview("ddd", [2.0, 4.0, 6.0]))
    assert found["permit_mean"] == found["permit_telling"] == found["demand_mean"]
    assert summarise(interview("ddd", [2.0, 4.0, 6.0]), LEVELS).permit == 0


@pytest.mark.parametrize(("roles", "means"), [("dd", [3.0, 4.0]), ("ppp", [3.0, 4.0, 5.0])])
def test_too_little_for_a_summary(roles, means):
    """Three passages, one of them a demand passage, are the least that can be summed up."""
    with pytest.raises(ValueError, match="too few"):
        summarise(interview(roles, means), LEVELS)


def test_length_is_not_weighed():
    """Twice the words with twice the markers is the same interview."""
    one = interview("dddp", [2.0, 4.0, 5.0, 3.0])
    longer = replace(one, words=one.words * 2, markers=one.markers * 2)
    assert summarise(longer, LEVELS).values == pytest.approx(summarise(one, LEVELS).values)


@settings(deadline=None, max_examples=200)
@given(
    roles=st.text("dp", min_size=0, max_size=12),
    seed=st.integers(0, 10_000),
    by=st.floats(0.01, 1.0),
)
def test_raising_a_passage_never_lowers_the_overall(roles, seed, by):
    """Whatever the interview and whichever passage is moved up the scale: no number, and so no figure, moves against it."""
    roles = "ddd" + roles
    generator = np.random.default_rng(seed)
    one = interview(roles, generator.uniform(-1, 9, len(roles)).tolist())
    raised = _raised(one, int(generator.integers(len(roles))), by)
    before, after = summarise(one, LEVELS), summarise(raised, LEVELS)
    moved = (after.values - before.values) * np.array(list(SIGNS.values()))
    assert (moved >= -1e-9).all()
    assert model().judge(after).expected >= model().judge(before).expected - 1e-9


def test_one_strongly_negative_passage_pulls_down():
    """Among the same passages otherwise, a hostile one costs more than its share of the mean."""
    usual = model().judge(summarise(interview("dddddd", [5.0] * 6), LEVELS))
    pulled = model().judge(summarise(interview("dddddd", [5.0] * 5 + [-1.0]), LEVELS))
    even = model().judge(summarise(interview("dddddd", [4.0] * 6), LEVELS))
    assert pulled.expected < even.expected < usual.expected


def test_a_judgement_holds_together():
    """The distribution makes 1, its mean is the figure, and the interval holds figure and level."""
    for mean in (-1.0, 2.2, 5.0, 9.0):
        found = model().judge(summarise(interview("dddpp", [mean] * 5), LEVELS))
        assert sum(found.distribution.values()) == pytest.approx(1.0)
        assert sum(level * p for level, p in found.distribution.items()) == pytest.approx(found.expected)
        assert found.low <= found.level <= found.high
        assert found.low <= found.expected <= found.high


def test_the_interval_is_wider_where_passages_lie_apart():
    """The spread is not weighed, but an inconsistent interview has an interval of its own kind."""
    even = summarise(interview("dddddd", [4.0] * 6), LEVELS)
    apart = summarise(interview("dddddd", [1.0, 7.0] * 3), LEVELS)
    assert model().stratum(even).limit == 0.7
    assert model().stratum(apart).limit == 0.9


def test_no_limit_is_the_whole_scale():
    """Where too few interviews were held out for an interval, it promises nothing."""
    unknown = model(strata=(Stratum(upto=math.inf, limit=None, interviews=3),))
    found = unknown.judge(summarise(interview("ddd", [4.0] * 3), LEVELS))
    assert (found.low, found.high) == (-1, 9)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"coefficients": np.full(len(NAMES), 0.1)}, "wrong sign"),
        ({"coefficients": np.ones(2)}, "not those of the set"),
        ({"thresholds": np.zeros(10)}, "increasing"),
        ({"spread": np.zeros(len(NAMES))}, "outside its range"),
        ({"strata": ()}, "strata"),
        ({"strata": (Stratum(upto=1.0, limit=0.8, interviews=9),)}, "strata"),
    ],
)
def test_what_cannot_be_a_model_is_refused(changes, message):
    """Above all a weight against its sign, which would let a better passage lower the figure."""
    with pytest.raises(ValueError, match=message):
        model(**changes)
