"""Intraclass correlations against published tables and against their own definitions."""

from __future__ import annotations

import numpy as np
import pytest
from published import NAN, SHROUT_FLEISS, made, simulated

from rf_scorer.agreement import FORMS, Range, icc, icc_unequal, iccs
from rf_scorer.errors import UnknownName

TEN = Range(minimum=1, maximum=10)


def test_shrout_and_fleisss_table():
    """The six figures that Shrout and Fleiss (1979) print for their six targets and four judges."""
    found = {coefficient.id: coefficient for coefficient in iccs(made(SHROUT_FLEISS, TEN))}
    printed = {"1": 0.17, "a_1_random": 0.29, "c_1_mixed": 0.71, "k": 0.44, "a_k_random": 0.62, "c_k_mixed": 0.91}
    for form, value in printed.items():
        assert found[f"icc_{form}"].value == pytest.approx(value, abs=0.005)


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [
        ("1", -0.133, 0.723),
        ("k", -0.884, 0.912),
        ("a_1_random", 0.019, 0.761),
        ("a_k_random", 0.071, 0.927),
        ("c_1_mixed", 0.342, 0.946),
        ("c_k_mixed", 0.676, 0.986),
    ],
)
def test_intervals_of_that_table(form, low, high):
    """The 95 % intervals that SPSS and R (psych) report for the same table, to three digits."""
    found = icc(f"icc_{form}").of(made(SHROUT_FLEISS, TEN))
    assert (found.low, found.high) == (pytest.approx(low, abs=0.0006), pytest.approx(high, abs=0.0006))


def test_a_published_interval_of_consistency():
    """Bonett's example: mean squares 48.2 and 11.3, 30 units, 5 raters: 0.3951 (0.2311, 0.5853); mean 0.7656 (0.6005, 0.8759)."""
    from rf_scorer.agreement.intraclass import _FIGURES, icc_limits
    from rf_scorer.agreement.variance import MeanSquares

    one = np.ones(1)
    squares = MeanSquares(n=30 * one, k=5, rows=48.2 * one, columns=11.3 * one, error=11.3 * one, within=11.3 * one)
    for formula, printed in (("C,1", (0.3951, 0.2311, 0.5853)), ("C,k", (0.7656, 0.6005, 0.8759))):
        low, high = icc_limits(squares, formula, 0.95)
        assert [_FIGURES[formula](squares)[0], low[0], high[0]] == pytest.approx(printed, abs=5e-5)


def test_ten_forms_share_six_formulas():
    """Random and mixed two-way forms give one figure under two names, and say so."""
    found = {coefficient.id: coefficient for coefficient in iccs(made(SHROUT_FLEISS, TEN))}
    assert len(FORMS) == len(found) == 10
    for part in ("c_1", "c_k", "a_1", "a_k"):
        random, mixed = found[f"icc_{part}_random"], found[f"icc_{part}_mixed"]
        assert (random.value, random.low, random.high) == (mixed.value, mixed.low, mixed.high)
        assert "same figure" in random.method
    assert {form.shrout_fleiss for form in FORMS} - {None} == {
        "ICC(1,1)", "ICC(1,k)", "ICC(2,1)", "ICC(2,k)", "ICC(3,1)", "ICC(3,k)"
    }  # fmt: skip
    with pytest.raises(UnknownName, match="icc_9"):
        icc("icc_9")


def test_the_analysis_of_variance_by_hand():
    """Mean squares equal those of the definition, row by row."""
    levels = np.array(SHROUT_FLEISS, dtype=float)
    n, k = levels.shape
    grand = levels.mean()
    rows = k * ((levels.mean(axis=1) - grand) ** 2).sum() / (n - 1)
    columns = n * ((levels.mean(axis=0) - grand) ** 2).sum() / (k - 1)
    rest = levels - levels.mean(axis=1, keepdims=True) - levels.mean(axis=0) + grand
    error = (rest**2).sum() / ((n - 1) * (k - 1))
    expected = (rows - error) / (rows + (k - 1) * error + k * (columns - error) / n)
    assert icc("icc_a_1_random").of(made(levels, TEN)).value == pytest.approx(expected, rel=1e-12)


def test_incomplete_units_are_left_out_and_counted():
    """A unit that one rater did not rate does not count, and the note says how many there are."""
    levels = [*SHROUT_FLEISS, [5, NAN, 5, 5], [NAN] * 4]
    found = icc().of(made(levels, TEN))
    whole = icc().of(made(SHROUT_FLEISS, TEN))
    assert (found.value, found.low, found.n_units) == (whole.value, whole.low, 6)
    assert found.note == "1 of 7 rated units left out: not every rater rated them."


def test_a_constant_difference_lowers_agreement_and_not_consistency():
    """A rater who is always two levels higher is perfectly consistent and does not agree."""
    levels = np.array([[1, 3], [2, 4], [4, 6], [7, 9]])
    assert icc("icc_c_1_random").of(made(levels)).value == 1
    assert icc("icc_a_1_random").of(made(levels)).value < 0.8


@pytest.mark.parametrize("form", [form.id for form in FORMS])
def test_intervals_hold_their_figures(form):
    """On 300 random tables, among them tiny and hostile ones, no interval leaves its figure out."""
    generator = np.random.default_rng(20)
    seen = 0
    for _ in range(300):
        shape = (int(generator.integers(2, 9)), int(generator.integers(2, 5)))
        found = icc(form).of(made(generator.integers(-1, 10, shape)))
        if found.low is None:
            assert found.reason
            continue
        seen += 1
        assert found.low <= found.value <= found.high
    assert seen > 180


def test_unequal_numbers_agree_with_equal_ones():
    """Where every unit has all raters the unequal form is ICC(1), interval and all."""
    ratings = simulated(30, 3, seed=1)
    one, other = icc("icc_1").of(ratings), icc_unequal().of(ratings)
    assert (other.value, other.low, other.high) == (
        pytest.approx(one.value),
        pytest.approx(one.low),
        pytest.approx(one.high),
    )


def test_unequal_numbers_by_hand():
    """Units with 3, 2 and 1 ratings: MSB, MSW and k0 worked out from their definitions."""
    levels = [[3, 4, 5], [6, 7, NAN], [1, NAN, NAN]]
    counts, means, grand = np.array([3, 2, 1]), np.array([4, 6.5, 1]), 26 / 6
    between = (counts * (means - grand) ** 2).sum() / 2
    within = (2 + 0.5) / 3
    k0 = (6 - 14 / 6) / 2
    expected = (between - within) / (between + (k0 - 1) * within)
    found = icc_unequal().of(made(levels))
    assert found.value == pytest.approx(expected, rel=1e-12)
    assert (found.n_units, found.n_raters) == (3, 3)
    assert found.note.startswith("1 unit rated by one rater only: it tells")


def test_unequal_numbers_cover_what_they_promise():
    """Of 1,000 simulated studies with a third of the units rated twice, about 95 % of intervals hold the true figure."""
    from rf_scorer.agreement import oneway

    generator = np.random.default_rng(3)
    rho, units, held = 0.8, 45, 0
    for _ in range(1000):
        levels = generator.normal(0, np.sqrt(rho), (units, 1)) + generator.normal(0, np.sqrt(1 - rho), (units, 2))
        twice = np.arange(units) < units / 3
        count, mean = np.where(twice, 2.0, 1.0), np.where(twice, levels.mean(axis=1), levels[:, 0])
        within = np.where(twice, ((levels - levels.mean(axis=1, keepdims=True)) ** 2).sum(axis=1), 0.0)
        parts = [np.ones(units), count, count**2, within, count * mean, count * mean**2, 1 / count, mean, mean**2]
        low, high = oneway._limits(np.column_stack(parts).sum(axis=0)[None], 0.95)
        held += bool(low[0] <= rho <= high[0])
    assert 925 <= held <= 972


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ([[3, 3, 3]], "Fewer than two units"),
        ([[3, 3], [3, 3], [3, 3]], "All ratings are the same"),
        ([[3, NAN], [NAN, 4], [5, NAN]], "Fewer than two units"),
    ],
)
def test_nothing_to_tell_apart(levels, reason):
    """One unit, one level, no overlap: None with the reason."""
    for coefficient in iccs(made(levels)):
        assert coefficient.value is None
        assert coefficient.low is None
        assert reason in coefficient.reason


def test_unanimous_raters_have_a_figure_and_no_interval():
    """Raters who never differ agree perfectly; how precisely cannot be told from these units."""
    for coefficient in iccs(made([[3, 3], [5, 5], [8, 8]])):
        assert coefficient.value == 1
        assert coefficient.low is None
        assert coefficient.reason


def test_means_that_do_not_vary_have_no_reliability():
    """Two units on which the raters' means are equal: one rater's figure is -1, the mean's is undefined."""
    ratings = made([[3, 5], [5, 3]])
    assert icc("icc_c_1_random").of(ratings).value == -1
    assert icc("icc_c_k_random").of(ratings).value is None
    assert "no value" in icc("icc_c_k_random").of(ratings).reason
