"""Krippendorff's alpha, Gwet's AC and Brennan and Prediger's coefficient against published examples."""

from __future__ import annotations

import numpy as np
import pytest
from published import KRIPPENDORFF, NAN, RF, made, of_counts, of_table, simulated

from rf_scorer.agreement import Range, alpha, brennan_prediger, gwet
from rf_scorer.errors import UnknownName

FIVE = Range(minimum=1, maximum=5)

#: Fleiss 1971 as shortened by Gwet: 15 patients, 6 psychiatrists, 5 diagnoses.
PSYCHIATRISTS = [
    [0, 0, 0, 6, 0],
    [0, 3, 0, 0, 3],
    [0, 1, 4, 0, 1],
    [0, 0, 0, 0, 6],
    [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2],
    [2, 0, 3, 1, 0],
    [2, 0, 0, 4, 0],
    [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0],
    [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0],
    [1, 0, 0, 5, 0],
    [0, 2, 0, 3, 1],
]


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
@pytest.mark.parametrize("scale", [FIVE, Range(minimum=0, maximum=5), RF])
def test_krippendorffs_example(metric, value, scale):
    """His four observers and twelve units, 40 pairable values; a longer declared scale changes nothing."""
    found = alpha(metric).of(made(KRIPPENDORFF, scale))
    assert found.value == pytest.approx(value, abs=0.0005)
    assert (found.n_units, found.n_raters) == (11, 4)
    assert found.note == "1 of 12 rated units left out: only one rater rated them."


def test_ordinal_names_its_formula():
    """Ordinal alpha says that its metric is Krippendorff's, since others mean other weights by the word."""
    assert "Krippendorff's metric" in alpha("ordinal").of(made(KRIPPENDORFF, FIVE)).method


def test_ordinal_metric_by_hand():
    """Two units, ratings (1, 2) and (2, 4): marginals 1, 2, 0, 1 and the squared distances that follow from them."""
    found = alpha("ordinal").of(made([[1, 2], [2, 4]], FIVE))
    # Between 1 and 2: (1 + 2) - 3/2 = 1.5; between 2 and 4: (2 + 0 + 1) - 3/2 = 1.5; between 1 and 4: 4 - 2/2 = 3.
    observed, expected = 1.5**2 + 1.5**2, 1 * 2 * 1.5**2 + 2 * 1 * 1.5**2 + 1 * 1 * 3**2
    assert found.value == pytest.approx(1 - 3 * observed / expected)


@pytest.mark.parametrize(
    ("coefficient", "value"),
    [(gwet("unweighted"), 0.77544), (brennan_prediger("unweighted"), 0.77273)],
)
def test_gwets_raw_ratings(coefficient, value):
    """AC1 and Brennan-Prediger that Gwet prints for four raters with missing ratings."""
    assert coefficient.of(made(KRIPPENDORFF, FIVE)).value == pytest.approx(value, abs=5e-6)


def test_gwets_abstractors():
    """Two raters, three classes: AC1 .8493305 and Brennan-Prediger .835; alpha nominal .7972585."""
    ratings = of_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert gwet("unweighted").of(ratings).value == pytest.approx(0.8493305, abs=5e-8)
    assert brennan_prediger("unweighted").of(ratings).value == pytest.approx(0.835, abs=5e-4)
    assert alpha("nominal").of(ratings).value == pytest.approx(0.7972585, abs=5e-8)


def test_gwets_psychiatrists():
    """Six raters of 15 patients: AC1 .4448007 and Brennan-Prediger .4388889."""
    ratings = of_counts(PSYCHIATRISTS)
    assert gwet("unweighted").of(ratings).value == pytest.approx(0.4448007, abs=5e-8)
    assert brennan_prediger("unweighted").of(ratings).value == pytest.approx(0.4388889, abs=5e-8)
    # His alpha counts observed agreement with a correction of its own for small samples; the coincidences give the same.
    assert alpha("nominal").of(ratings).value == pytest.approx(0.4204384, abs=5e-8)


def test_ac2_depends_on_the_declared_scale():
    """The same ratings of 3, 5 and 9 agree more on -1..9 than among the three levels that were used."""
    levels = np.array([[3, 3], [3, 5], [5, 5], [9, 9], [9, 5], [3, 3], [5, 3]])
    declared = gwet("quadratic").of(made(levels)).value
    used = gwet("quadratic").of(made(np.searchsorted([3, 5, 9], levels), Range(minimum=0, maximum=2))).value
    assert declared > used + 0.1


def test_ac2_by_hand():
    """Two raters, levels 1..3, quadratic weights 1, 3/4, 0: observed and chance agreement from their definitions."""
    found = gwet("quadratic").of(made([[1, 1], [1, 2], [3, 1], [2, 2]], Range(minimum=1, maximum=3)))
    observed = (1 + 0.75 + 0 + 1) / 4
    rates = np.array([4, 3, 1]) / 8
    chance = (3 + 4 * 0.75) / (3 * 2) * (rates * (1 - rates)).sum()
    assert found.value == pytest.approx((observed - chance) / (1 - chance))


def test_one_level_throughout():
    """Alpha has nothing to compare with and says so; AC1 and Brennan-Prediger are 1 by their definitions."""
    ratings = made([[4, 4], [4, 4], [4, NAN]])
    for metric in ("nominal", "ordinal", "interval"):
        found = alpha(metric).of(ratings)
        assert found.value is None
        assert "same level" in found.reason
    assert gwet("unweighted").of(ratings).value == 1
    assert brennan_prediger("quadratic").of(ratings).value == 1


def test_no_unit_rated_twice():
    """Without a unit that two raters rated there is no agreement to speak of."""
    for statistic in (alpha(), gwet(), brennan_prediger()):
        found = statistic.of(made([[4, NAN], [NAN, 5], [NAN, NAN]]))
        assert found.value is None
        assert "two or more raters" in found.reason
        assert found.n_units == 0


def test_alpha_of_random_ratings_is_near_zero():
    """Ratings that have nothing to do with their units have an alpha near 0, by every metric."""
    generator = np.random.default_rng(9)
    ratings = made(generator.integers(-1, 10, (3000, 3)))
    for metric in ("nominal", "ordinal", "interval"):
        assert abs(alpha(metric).of(ratings).value) < 0.02


def test_interval_alpha_comes_near_the_intraclass_correlation():
    """For many units alpha of interval ratings is ICC(1), but for the small-sample correction of chance."""
    from rf_scorer.agreement import icc

    ratings = simulated(4000, 2, seed=6)
    assert alpha("interval").of(ratings).value == pytest.approx(icc("icc_1").of(ratings).value, abs=1e-3)


def test_unknown_names_list_the_known_ones():
    """A metric or a weighting that is not there is named with those that are."""
    with pytest.raises(UnknownName, match="ratio"):
        alpha("ratio")
    with pytest.raises(UnknownName, match="cubic"):
        gwet("cubic")
