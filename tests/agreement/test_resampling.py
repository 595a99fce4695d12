"""The bootstrap over clusters: what it draws, when it refuses, and how much it needs."""

from __future__ import annotations

import inspect
import time
import tracemalloc

import numpy as np
import pytest
from published import NAN, made, simulated
from scipy import stats

from rf_scorer.agreement import (
    Resampling,
    alpha,
    bootstrap,
    cohen,
    conger,
    gwet,
    icc,
    icc_unequal,
    light,
    mean_difference,
    measure,
    pearson,
    spearman,
    within,
)
from rf_scorer.agreement import resampling as module
from rf_scorer.agreement.bca import acceleration, bca
from rf_scorer.errors import DataError, UsageError

ANY_NUMBER = (alpha("ordinal"), gwet("ordinal"), icc(), icc_unequal(), light(), conger(), within(1.0))
OF_PAIRS = (cohen(), cohen("linear"), pearson(), spearman(), mean_difference())


def _interviews(units, size=1):
    return [f"i{unit // size:04d}" for unit in range(units)]


def test_it_is_scipys_interval_where_every_unit_is_a_cluster():
    """SciPy's BCa of the mean difference, from other draws, lies within the noise of 20,000 resamples."""
    ratings = simulated(40, 2, seed=11)
    found = bootstrap(ratings, mean_difference(), clusters=_interviews(40), seed=1, resamples=20_000)
    apart = ratings.levels[:, 0] - ratings.levels[:, 1]
    seed = "rng" if "rng" in inspect.signature(stats.bootstrap).parameters else "random_state"
    given = {"n_resamples": 20_000, "method": "BCa", seed: np.random.default_rng(2)}
    other = stats.bootstrap((apart,), np.mean, **given)
    assert found.low == pytest.approx(other.confidence_interval.low, abs=0.02)
    assert found.high == pytest.approx(other.confidence_interval.high, abs=0.02)


def test_acceleration_of_a_published_sample():
    """The jackknife acceleration of the variance of Efron and Tibshirani's 26 spatial scores (table 14.1) is 0.061."""
    scores = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41]
    values = np.array([np.var(np.delete(scores, place)) for place in range(26)])
    assert acceleration(values) == pytest.approx(0.061, abs=0.0006)


@pytest.mark.parametrize("statistic", ANY_NUMBER, ids=lambda each: each.label.id)
def test_a_resample_is_a_table_in_which_units_come_several_times(statistic):
    """Weights give what a table with repeated rows gives: ten resamples written out and worked out afresh."""
    ratings = simulated(12, 3, seed=3, missing=0.15)
    prepared = statistic.prepare(ratings)
    generator = np.random.default_rng(1)
    for _ in range(10):
        chosen = generator.integers(0, 12, 12)
        again = statistic.of(made(ratings.levels[chosen]))
        counts = np.bincount(chosen, minlength=12).astype(float)
        assert prepared.value((counts @ prepared.parts)[None])[0] == pytest.approx(again.value, abs=1e-12)


@pytest.mark.parametrize("statistic", OF_PAIRS, ids=lambda each: each.label.id)
def test_the_same_for_pairs(statistic):
    """The same for figures of two raters, sparse tables among them."""
    ratings = simulated(12, 2, seed=3, missing=0.1)
    prepared = statistic.prepare(ratings)
    generator = np.random.default_rng(1)
    for _ in range(10):
        chosen = generator.integers(0, 12, 12)
        again = statistic.of(made(ratings.levels[chosen]))
        counts = np.bincount(chosen, minlength=12).astype(float)
        assert prepared.value((counts @ prepared.parts)[None])[0] == pytest.approx(again.value, abs=1e-12)


def test_the_same_seed_gives_the_same_interval():
    """Twice the same seed gives the same interval to the last digit; another seed another one."""
    ratings = simulated(30, 3, seed=5)
    one, two, three = (
        bootstrap(ratings, alpha(), clusters=_interviews(30, 2), seed=seed, resamples=400) for seed in (7, 7, 8)
    )
    assert (one.low, one.high) == (two.low, two.high) != (three.low, three.high)
    assert "15 clusters, 400 resamples, seed 7" in one.method


def test_how_work_is_cut_does_not_change_what_is_drawn(monkeypatch):
    """Small blocks give the interval of large ones, dense or sparse: memory is bounded, figures are not touched."""
    ratings = simulated(40, 2, seed=5)
    wanted = [alpha(), spearman()]
    given = Resampling(clusters=_interviews(40, 2), seed=1, resamples=400)
    whole = measure(ratings, wanted, resampling=given)
    monkeypatch.setattr(module, "_BLOCK", 500)
    cut = measure(ratings, wanted, resampling=given)
    for name, coefficient in whole.items():
        assert (cut[name].low, cut[name].high) == (pytest.approx(coefficient.low), pytest.approx(coefficient.high))


def test_units_of_an_interview_are_drawn_together():
    """Passages that repeat their interview's figures four times make no interval narrower than the interviews do."""
    one = simulated(20, 2, seed=9)
    four = made(np.repeat(one.levels, 4, axis=0))
    alone = bootstrap(one, cohen(), clusters=_interviews(20), seed=1)
    together = bootstrap(four, cohen(), clusters=_interviews(80, 4), seed=1)
    apart = bootstrap(four, cohen(), clusters=_interviews(80), seed=1)
    assert (together.low, together.high) == (pytest.approx(alone.low), pytest.approx(alone.high))
    assert apart.high - apart.low < 0.7 * (alone.high - alone.low)


def test_the_order_of_units_does_not_matter():
    """Shuffled units with their clusters give the same interval."""
    ratings, clusters = simulated(30, 3, seed=5), _interviews(30, 3)
    order = np.random.default_rng(1).permutation(30)
    shuffled = made(ratings.levels[order])
    one = bootstrap(ratings, gwet(), clusters=clusters, seed=2, resamples=300)
    two = bootstrap(shuffled, gwet(), clusters=[clusters[place] for place in order], seed=2, resamples=300)
    assert (one.low, one.high) == (pytest.approx(two.low), pytest.approx(two.high))


def test_few_clusters_have_no_interval():
    """Seven interviews are too few; clusters without a unit that counts are not counted as clusters."""
    ratings = simulated(28, 2, seed=5)
    found = bootstrap(ratings, alpha(), clusters=_interviews(28, 4), seed=1)
    assert found.value is not None
    assert found.low is None
    assert "only 7 clusters" in found.reason
    levels = np.vstack([ratings.levels, np.tile([[3, NAN]], (10, 1))])
    found = bootstrap(made(levels), alpha(), clusters=[*_interviews(28, 4), *(f"x{n}" for n in range(10))], seed=1)
    assert "only 7 clusters" in found.reason


def test_resamples_that_do_not_vary():
    """Raters who never differ give the same figure in every resample: a figure, no interval, the reason."""
    levels = np.repeat(np.arange(0, 10)[:, None], 2, axis=1)
    found = bootstrap(made(levels), alpha(), clusters=_interviews(10), seed=1)
    assert (found.value, found.low) == (1, None)
    assert "Every resample gives the same figure" in found.reason


def test_undefined_resamples_are_counted():
    """Few undefined resamples are left out and counted; many leave no interval."""
    levels = [[3, 3]] * 10 + [[5, 6], [6, 5], [4, 5]]
    some = bootstrap(made(levels), cohen(), clusters=_interviews(13), seed=1)
    assert some.low is not None
    assert "of 2,000 undefined and left out" in some.note
    levels = [[3, 3]] * 12 + [[5, 6]]
    many = bootstrap(made(levels), cohen(), clusters=_interviews(13), seed=1)
    assert many.low is None
    assert "too many for an interval" in many.reason


def test_an_undefined_figure_has_no_interval():
    """What is undefined in the ratings is not made up from resamples."""
    found = bootstrap(made([[3, 3]] * 10), cohen(), clusters=_interviews(10), seed=1)
    assert found.value is found.low is None
    assert "one and the same level" in found.reason


def test_a_lopsided_bootstrap_is_told():
    """Where nearly all resamples lie on one side of the figure there is no interval to trust."""
    draws = np.random.default_rng(1).normal(0, 1, 2000)
    assert "one side" in bca(3.0, draws, np.arange(10.0), 0.95)
    assert acceleration(np.array([1.0, np.nan])) is None
    assert "without acceleration" in bca(0.0, draws, np.ones(10), 0.95)[2]


def test_intervals_cover_what_they_promise():
    """Of 200 studies of 40 interviews, about 95 % of the BCa intervals of ICC(A,1) hold the figure of a very large study."""
    truth = icc().of(simulated(200_000, 2, seed=1)).value
    held = 0
    for study in range(200):
        found = bootstrap(
            simulated(40, 2, seed=1000 + study), icc(), clusters=_interviews(40), seed=study, resamples=600
        )
        held += bool(found.low <= truth <= found.high)
    assert 178 <= held <= 199


def test_requests_that_make_no_sense():
    """Too few resamples, a confidence of 95, a unit without a cluster, too few clusters for the units."""
    ratings = simulated(12, 2, seed=1)
    with pytest.raises(UsageError, match="200 resamples"):
        bootstrap(ratings, alpha(), clusters=_interviews(12), seed=1, resamples=50)
    with pytest.raises(UsageError, match="confidence"):
        bootstrap(ratings, alpha(), clusters=_interviews(12), seed=1, confidence=95)
    with pytest.raises(DataError, match="no cluster") as caught:
        bootstrap(ratings, alpha(), clusters=[*_interviews(11), ""], seed=1)
    assert caught.value.where == "unit 12 of the list"
    with pytest.raises(DataError, match="12 units, but clusters of 11"):
        bootstrap(ratings, alpha(), clusters=_interviews(11), seed=1)


def test_ten_thousand_units_and_twelve_raters():
    """400 interviews of 25 passages, 12 raters, 1,000 resamples: each figure in seconds, all in less than 600 megabytes."""
    ratings = simulated(10_000, 12, seed=1, missing=0.1)
    resampling = Resampling(clusters=_interviews(10_000, 25), seed=1, resamples=1000)
    for statistic in ANY_NUMBER:
        tracemalloc.start()
        begun = time.monotonic()
        found = statistic.of(ratings, resampling=resampling)
        spent, peak = time.monotonic() - begun, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found.low < found.value < found.high, statistic.label.id
        assert peak < 600e6, (statistic.label.id, peak)
        # Generous: machines that run tests are shared. It takes 0.1 to 4 seconds on one core.
        assert spent < 60, (statistic.label.id, spent)
