"""Kappa against published tables, and what a declared scale does to it."""

from __future__ import annotations

import numpy as np
import pytest
from published import KRIPPENDORFF, NAN, made, of_table, simulated
from sklearn.metrics import cohen_kappa_score

from rf_scorer.agreement import Range, cohen, conger, light
from rf_scorer.errors import DataError, UnknownName

#: Raters 2 and 3 of the anxiety ratings that R's irr ships; level 5 of six is used by none of the two.
ANXIETY = (
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
)


@pytest.mark.parametrize(
    ("table", "weights", "value"),
    [
        # Cohen 1960, table 1 (of 200 units).
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "unweighted", 0.492),
        # A SAS manual's table of 24 units: simple and (linearly) weighted.
        ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "unweighted", 0.4842),
        ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "linear", 0.4701),
        # Married couples, Agresti 1990 (Hout et al. 1987), as R's vcd reports it.
        ([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]], "unweighted", 0.1293),
        ([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]], "linear", 0.2374),
        # Gwet's abstractors.
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "unweighted", 0.7964094),
    ],
)
def test_published_tables(table, weights, value):
    """Cohen's kappa of tables whose kappa was printed."""
    assert cohen(weights).of(of_table(table)).value == pytest.approx(value, abs=0.0005 if value > 0.48 else 5e-5)


def test_an_unused_level_keeps_its_neighbours_apart():
    """R's irr drops level 5 and prints .1459 and .2520; on the declared six levels the figures are others."""
    levels = np.array(ANXIETY).T
    declared = made(levels, Range(minimum=1, maximum=6))
    renumbered = made(np.where(levels == 6, 5, levels), Range(minimum=1, maximum=5))
    assert cohen("linear").of(renumbered).value == pytest.approx(0.1459075, abs=5e-8)
    assert cohen("quadratic").of(renumbered).value == pytest.approx(0.2520325, abs=5e-8)
    for weights, printed in (("linear", 0.1459075), ("quadratic", 0.2520325)):
        expected = cohen_kappa_score(*ANXIETY, labels=[1, 2, 3, 4, 5, 6], weights=weights)
        assert cohen(weights).of(declared).value == pytest.approx(expected)
        assert abs(expected - printed) > 0.005
    assert cohen("unweighted").of(declared).value == pytest.approx(-0.006289308, abs=5e-9)


def test_three_levels_of_eleven():
    """Ratings that use only 3, 5 and 9 of -1..9: numbering the observed levels gives another kappa than the scale does."""
    one, two = [3, 3, 5, 5, 9, 9, 3, 5, 9, 3], [3, 5, 5, 5, 9, 5, 3, 3, 9, 3]
    declared = cohen("quadratic").of(made(np.column_stack([one, two]))).value
    assert declared == pytest.approx(cohen_kappa_score(one, two, labels=list(range(-1, 10)), weights="quadratic"))
    assert abs(declared - cohen_kappa_score(one, two, weights="quadratic")) > 0.01


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_against_scikit_learn(weights):
    """On 50 random pairs over the declared scale scikit-learn gives the same, given the same labels."""
    generator = np.random.default_rng(5)
    name = None if weights == "unweighted" else weights
    for _ in range(50):
        one = generator.integers(-1, 10, 20)
        two = np.clip(one + generator.integers(-3, 4, 20), -1, 9)
        expected = cohen_kappa_score(one, two, labels=list(range(-1, 10)), weights=name)
        assert cohen(weights).of(made(np.column_stack([one, two]))).value == pytest.approx(expected, abs=1e-12)


def test_lights_kappa_is_the_mean_over_pairs():
    """The mean of the three pairs' kappas; a pair that shares no unit is left out and counted."""
    ratings = simulated(25, 3, seed=4)
    each = [cohen("linear").of(ratings.of(pair)).value for pair in (("r0", "r1"), ("r0", "r2"), ("r1", "r2"))]
    assert light("linear").of(ratings).value == pytest.approx(np.mean(each))
    levels = ratings.levels.copy()
    levels[:12, 2], levels[12:, 1] = NAN, NAN
    found = light("linear").of(made(levels))
    assert found.note.startswith("1 of 3 pairs of raters undefined and left out.")
    assert found.value is not None


def test_congers_kappa_of_gwets_example():
    """Gwet's four raters with missing ratings: Conger's kappa is .76282 on the five observed levels."""
    found = conger("unweighted").of(made(KRIPPENDORFF, Range(minimum=1, maximum=5)))
    assert found.value == pytest.approx(0.76282, abs=5e-6)


def test_congers_kappa_of_two_raters_is_cohens():
    """With two raters and no gap the two coincide, whatever the weights."""
    ratings = simulated(30, 2, seed=8)
    for weights in ("unweighted", "linear", "quadratic"):
        assert conger(weights).of(ratings).value == pytest.approx(cohen(weights).of(ratings).value)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ([[4, 4], [4, 4], [4, 4]], "one and the same level"),
        ([[4, NAN], [NAN, 4]], "no unit in common"),
    ],
)
def test_undefined_with_a_reason(levels, reason):
    """Unanimous raters of one level and raters without a common unit: None, with the reason; Light says so as well."""
    for weights in ("unweighted", "linear", "quadratic"):
        found = cohen(weights).of(made(levels))
        assert found.value is None
        assert reason in found.reason
        assert light(weights).of(made(levels)).value is None


def test_one_rater_constant_is_chance():
    """A rater who always gives one level agrees as by chance: kappa is 0, not undefined."""
    assert cohen("quadratic").of(made([[4, 3], [4, 5], [4, 4], [4, 8]])).value == pytest.approx(0)


def test_a_pair_is_two_raters():
    """Three raters are not a pair, and an unknown weighting is named."""
    with pytest.raises(DataError, match="of 3"):
        cohen().of(simulated(5, 3, seed=1))
    with pytest.raises(UnknownName, match="cubic"):
        cohen("cubic")
    with pytest.raises(UnknownName, match="ordinal"):
        cohen("ordinal")


def test_the_figures_of_the_rating_package_are_these():
    """Kappa, rank correlation and ICC(A,1) of whole levels are what the rating package reports of suggestions."""
    from rf_scorer.agreement import icc, spearman
    from rf_scorer.rating import metrics

    ratings = simulated(60, 2, seed=12)
    one, two = ratings.levels.T
    assert cohen("quadratic").of(ratings).value == pytest.approx(metrics.quadratic_kappa(one, two, range(-1, 10)))
    assert spearman().of(ratings).value == pytest.approx(metrics.spearman(one, two))
    assert icc("icc_a_1_random").of(ratings).value == pytest.approx(metrics.concordance(one, two))
