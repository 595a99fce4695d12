"""From a distribution to one level."""

from __future__ import annotations

import numpy as np
import pytest
from corpora import SCALES
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.rating import metrics
from rf_scorer.rating.decision import RULES, Decision, choose
from rf_scorer.rating.latent import distribution

NO_CUTS = np.zeros(0)


def _sample(levels: tuple[int, ...], n: int = 400, spread: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Distributions, and ratings drawn around the same places."""
    generator = np.random.default_rng(2)
    steps = np.linspace(-3, 3, len(levels) - 1)
    places = generator.normal(scale=spread, size=n)
    ratings = np.digitize(places + generator.logistic(size=n), steps) + levels[0]
    return distribution(places, steps), ratings.astype(float)


def test_rules_by_hand():
    """The median, the likeliest level, and the level whose cut the mean has passed may be three levels."""
    row = np.array([[0.4, 0.05, 0.15, 0.05, 0.35]])
    assert Decision(rule="median", cuts=NO_CUTS).level(row).tolist() == [2]
    assert Decision(rule="likeliest", cuts=NO_CUTS).level(row).tolist() == [0]
    # The mean is 1.9.
    assert Decision(rule="matched", cuts=np.array([0.5, 1.0, 1.5, 1.8])).level(row).tolist() == [4]
    assert Decision(rule="matched", cuts=np.array([0.5, 1.0, 1.89, 3.0])).level(row).tolist() == [3]


def test_ties_go_down():
    """Where half of the probability lies on either side, and where two levels are equally likely, the lower is suggested."""
    row = np.array([[0.0, 0.5, 0.5]])
    assert Decision(rule="median", cuts=NO_CUTS).level(row).tolist() == [1]
    assert Decision(rule="likeliest", cuts=NO_CUTS).level(row).tolist() == [1]


def _matched(probabilities: np.ndarray, ratings: np.ndarray, levels: tuple[int, ...]) -> Decision:
    """The choice of ``matched``, on ratings that are the ranks of the means: no other rule can agree as well."""
    found = choose(probabilities, ratings, levels)
    assert found.rule == "matched"
    return found


@pytest.mark.parametrize("given_", [(0, 1, 2, 3, 4), (0, 4), (1, 2, 3), (2, 3, 4), (0, 1, 2)])
def test_matched_suggests_levels_as_often_as_they_were_given(given_):
    """Shares of suggestions are those of ratings; a level that was never given is never suggested, nor jumped to from beyond the examples."""
    generator = np.random.default_rng(5)
    # Far too narrow: the mean never leaves the middle level.
    probabilities = distribution(generator.normal(scale=0.3, size=200), np.array([-4.0, -1.0, 1.0, 4.0]))
    order = np.argsort(np.argsort(probabilities @ np.arange(5)))
    ratings = np.array(given_)[order * len(given_) // 200].astype(float)
    found = _matched(probabilities, ratings, (0, 1, 2, 3, 4))
    assert np.mean(found.level(probabilities) == ratings) > 0.97
    beyond = distribution(np.array([-30.0, -5.0, 5.0, 30.0]), np.array([-4.0, -1.0, 1.0, 4.0]))
    assert set(found.level(beyond).tolist()) <= {min(given_), max(given_)}


def _judged(found: Decision, probabilities: np.ndarray, ratings: np.ndarray, levels: tuple[int, ...]) -> tuple:
    """Kappa, exact agreement and absolute error of a rule."""
    level = np.array(levels)[found.level(probabilities)]
    whole = np.floor(ratings + 0.5).astype(int)
    kappa = metrics.quadratic_kappa(level, whole, levels)
    return kappa, np.mean(level == whole), np.abs(level - ratings).mean()


@SCALES
@pytest.mark.parametrize("spread", [0.3, 1.0, 2.5])
def test_the_choice_is_by_agreement(scale, spread):
    """What is chosen agrees as well as every other rule, to three hundredths, and is one that can be applied."""
    levels = scale.values
    probabilities, ratings = _sample(levels, spread=spread)
    found = choose(probabilities, ratings, levels)
    assert found.rule in RULES
    assert len(found.cuts) == (len(levels) - 1 if found.rule == "matched" else 0)
    assert (np.diff(found.cuts) >= 0).all()
    level = found.level(probabilities)
    assert ((level >= 0) & (level < len(levels))).all()
    own, *_ = _judged(found, probabilities, ratings, levels)
    for rule in ("median", "likeliest"):
        assert own >= _judged(Decision(rule=rule, cuts=NO_CUTS), probabilities, ratings, levels)[0] - 0.03


def test_among_equals_short_scales_want_the_level_and_long_ones_nearness():
    """Of rules that agree as well, the one that is exact most often is taken on up to five levels, and on six the one that is nearest."""
    # Ten answers of which the lowest level is likeliest and the third the median, among many that are beyond doubt.
    sure, torn = np.repeat(np.eye(5), 40, axis=0), np.tile([0.4, 0.0, 0.3, 0.3, 0.0], (10, 1))
    probabilities = np.vstack([sure, torn])
    ratings = np.array([*np.repeat(np.arange(5), 40), *[0] * 4, *[2] * 3, *[3] * 3], dtype=float)
    five, six = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5)
    median, likeliest = (
        _judged(Decision(rule=rule, cuts=NO_CUTS), probabilities, ratings, five) for rule in ("median", "likeliest")
    )
    assert abs(median[0] - likeliest[0]) < 0.03
    assert median[1] < likeliest[1]
    assert median[2] < likeliest[2]
    assert choose(probabilities, ratings, five).rule == "likeliest"
    assert choose(np.pad(probabilities, ((0, 0), (0, 1))), ratings, six).rule == "median"


def test_equals_go_to_the_plainest():
    """Where all rules say the same, the median is kept."""
    sure = np.eye(3)[np.array([0, 1, 2] * 10)]
    assert choose(sure, np.array([0.0, 1.0, 2.0] * 10), (0, 1, 2)).rule == "median"


def test_kappa_within_questions():
    """Where questions are named, agreement within each decides: a rule that tells easy from hard questions and nothing else is not chosen for it."""
    questions = np.repeat([0, 1], 60)
    ratings = np.array([0, 1] * 30 + [3, 4] * 30, dtype=float)
    # The likeliest level is always the question's lower one; the mean tells the answers of a question apart.
    low, high = [0.6, 0.4, 0.0, 0.0, 0.0], [0.55, 0.35, 0.1, 0.0, 0.0]
    probabilities = np.array([low, high] * 30 + [[0.0] * 3 + [0.55, 0.45], [0.0] * 3 + [0.51, 0.49]] * 30)
    assert choose(probabilities, ratings, (0, 1, 2, 3, 4), questions).rule == "matched"
    flat = np.array([low] * 60 + [[0.0] * 3 + [0.6, 0.4]] * 60)
    assert choose(flat, ratings, (0, 1, 2, 3, 4), questions).rule == "median"


def test_fractional_ratings_count_as_the_nearest():
    """Means of raters choose as the levels next to them do, halves upwards."""
    probabilities, ratings = _sample((-1, 0, 1, 2))
    one, two = choose(probabilities, ratings, (-1, 0, 1, 2)), choose(probabilities, ratings - 0.5, (-1, 0, 1, 2))
    assert one.rule == two.rule
    assert one.cuts.tolist() == two.cuts.tolist()


@settings(deadline=None, max_examples=50)
@given(rule=st.sampled_from(RULES), place=st.floats(-8, 8), more=st.floats(0, 8))
def test_a_higher_place_never_lowers_the_level(rule, place, more):
    """Every rule is monotone in the latent place."""
    cuts = np.linspace(0.5, 3.5, 4) if rule == "matched" else NO_CUTS
    rows = distribution(np.array([place, place + more]), np.array([-3.0, -1.0, 1.0, 3.0]))
    low, high = Decision(rule=rule, cuts=cuts).level(rows).tolist()
    assert low <= high
