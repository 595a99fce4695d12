"""The same ratings given to packages that laboratories use; runs where they are installed by hand, none is a dependency."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from published import NAN, made

from rf_scorer.agreement import (
    alpha,
    brennan_prediger,
    cohen,
    conger,
    gwet,
    icc,
    pearson,
    prmse,
    spearman,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = list(range(-1, 10))
#: Ids of ours, and what pingouin (0.5 to 0.7) calls them.
PINGOUIN = {
    "icc_1": ("ICC1", "ICC(1,1)"),
    "icc_k": ("ICC1k", "ICC(1,k)"),
    "icc_a_1_random": ("ICC2", "ICC(A,1)"),
    "icc_a_k_random": ("ICC2k", "ICC(A,k)"),
    "icc_c_1_mixed": ("ICC3", "ICC(C,1)"),
    "icc_c_k_mixed": ("ICC3k", "ICC(C,k)"),
}


def _tables(raters: tuple[int, int] = (2, 5), *, gaps: bool = True) -> Iterator[np.ndarray]:
    """200 tables on -1..9: agreeing and random ones, with gaps, with levels never used, unanimous, of one level."""
    generator = np.random.default_rng(2026)
    for number in range(200):
        units, columns = int(generator.integers(3, 25)), int(generator.integers(raters[0], raters[1] + 1))
        kind = number % 5
        true = generator.choice([-1, 3, 4, 5, 9], size=(units, 1)) if kind == 1 else generator.normal(4, 2, (units, 1))
        noise = {0: 1.0, 1: 0.0, 2: 3.0, 3: 0.0, 4: 1.0}[kind]
        levels = np.clip(np.round(true + generator.normal(0, noise, (units, columns))), -1, 9)
        if kind == 1:
            # Only 3, 5 and 9 are used, and raters sometimes differ.
            other = generator.choice([3, 5, 9], size=levels.shape)
            levels = np.where(generator.random(levels.shape) < 0.3, other, np.where(levels < 4, 3, levels))
            levels = np.where(levels == 4, 5, levels)
        if kind == 3 and number % 10 == 8:
            levels[:] = 4
        if gaps and kind == 4:
            levels[generator.random(levels.shape) < 0.35] = NAN
        yield levels


def _difference(ours: float | None, theirs: float | None) -> float | None:
    """How far two figures are apart; None where either is undefined or not a number."""
    if ours is None or theirs is None or not np.isfinite(theirs):
        return None
    return abs(ours - float(theirs))


def _told(name: str, apart: list[float | None], least: int) -> None:
    """Says the largest difference (pytest -s shows it), and asks for enough comparisons and for no difference but rounding."""
    known = [each for each in apart if each is not None]
    sys.stdout.write(f"{name}: {len(known)} of {len(apart)} compared, largest difference {max(known):.2e}\n")
    assert len(known) >= least
    assert max(known) < 1e-9


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Other packages may warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_pingouin():
    """Six intraclass correlations and their intervals are pingouin's, wherever it gives finite ones that hold the figure."""
    pandas = pytest.importorskip("pandas", reason="pandas comes with pingouin, which is installed by hand")
    pingouin = pytest.importorskip("pingouin", reason="pingouin is installed by hand for this comparison")
    # It rounds intervals to two digits unless told not to; the option's name changed with the column's.
    pingouin.options.update({"round.column.CI95": None, "round.column.CI95%": None})
    values, ends = {name: [] for name in PINGOUIN}, {name: [] for name in PINGOUIN}
    for levels in _tables(gaps=False):
        if len(levels) < 5:
            continue
        long = pandas.DataFrame(
            [(unit, rater, levels[unit, rater]) for unit in range(levels.shape[0]) for rater in range(levels.shape[1])],
            columns=["unit", "rater", "level"],
        )
        theirs = pingouin.intraclass_corr(data=long, targets="unit", raters="rater", ratings="level").set_index("Type")
        column = next(name for name in theirs.columns if name.startswith("CI95"))
        for name, aliases in PINGOUIN.items():
            row = theirs.loc[next(alias for alias in aliases if alias in theirs.index)]
            ours = icc(name).of(made(levels))
            values[name].append(_difference(ours.value, row["ICC"]))
            low, high = (float(edge) for edge in row[column])
            if ours.low is not None and np.isfinite([low, high]).all():
                ends[name] += [abs(ours.low - low), abs(ours.high - high)]
    for name in PINGOUIN:
        _told(f"pingouin {name}", values[name], 130)
        _told(f"pingouin {name}, interval", ends[name], 200)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_krippendorff(metric):
    """Alpha is the krippendorff package's, gaps and unused levels included; where it raises, ours is None."""
    krippendorff = pytest.importorskip("krippendorff", reason="krippendorff is installed by hand for this comparison")
    apart = []
    for levels in _tables():
        ours = alpha(metric).of(made(levels)).value
        try:
            theirs = krippendorff.alpha(reliability_data=levels.T, value_domain=LEVELS, level_of_measurement=metric)
        except ValueError:
            theirs = None
        apart.append(_difference(ours, theirs))
        assert ours is not None or theirs is None or not np.isfinite(theirs)
    _told(f"krippendorff {metric}", apart, 170)


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_statsmodels(weights):
    """Cohen's kappa of the declared table is statsmodels'."""
    inter_rater = pytest.importorskip(
        "statsmodels.stats.inter_rater", reason="statsmodels is installed by hand for this comparison"
    )
    apart = []
    for levels in _tables((2, 2)):
        both = levels[~np.isnan(levels).any(axis=1)].astype(int) + 1
        if not len(both):
            continue
        table = np.zeros((11, 11))
        np.add.at(table, (both[:, 0], both[:, 1]), 1)
        theirs = inter_rater.cohens_kappa(table, wt=None if weights == "unweighted" else weights, return_results=False)
        apart.append(_difference(cohen(weights).of(made(levels)).value, theirs))
    _told(f"statsmodels kappa {weights}", apart, 170)


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_scikit_learn_and_scipy(weights):
    """Kappa is scikit-learn's given the declared levels; correlations are SciPy's."""
    from scipy import stats
    from sklearn.metrics import cohen_kappa_score

    apart, ranks = [], []
    for levels in _tables((2, 2)):
        both = levels[~np.isnan(levels).any(axis=1)]
        if len(both) < 3:
            continue
        theirs = cohen_kappa_score(
            both[:, 0], both[:, 1], labels=LEVELS, weights=None if weights == "unweighted" else weights
        )
        ratings = made(levels)
        apart.append(_difference(cohen(weights).of(ratings).value, theirs))
        ranks.append(_difference(spearman().of(ratings).value, stats.spearmanr(both[:, 0], both[:, 1]).statistic))
        ranks.append(_difference(pearson().of(ratings).value, stats.pearsonr(both[:, 0], both[:, 1]).statistic))
    _told(f"scikit-learn kappa {weights}", apart, 170)
    _told("SciPy correlations", ranks, 300)


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic", "ordinal"])
def test_irrcac(weights):
    """Gwet's, Brennan and Prediger's and Conger's are irrCAC's given the declared levels; so is alpha but for its ordinal weights."""
    pandas = pytest.importorskip("pandas", reason="pandas comes with irrCAC, which is installed by hand")
    raw = pytest.importorskip("irrCAC.raw", reason="irrCAC is installed by hand for this comparison")
    apart = {name: [] for name in ("gwet", "bp", "conger", "alpha")}
    metric = {"unweighted": "nominal", "quadratic": "interval"}.get(weights)
    for levels in _tables():
        ratings = made(levels)
        frame = pandas.DataFrame(levels)
        if (~np.isnan(levels)).sum(axis=1).max() < 2:
            continue
        theirs = raw.CAC(
            frame, weights="identity" if weights == "unweighted" else weights, categories=LEVELS, digits=12
        )
        ours = {
            "gwet": gwet(weights).of(ratings).value,
            "bp": brennan_prediger(weights).of(ratings).value,
            "conger": conger(weights).of(ratings).value,
        }
        if metric:
            ours["alpha"] = alpha(metric).of(ratings).value
        for name, value in ours.items():
            method = {"alpha": "krippendorff"}.get(name, name)
            try:
                found = getattr(theirs, method)()["est"]["coefficient_value"]
            except (ZeroDivisionError, ValueError, FloatingPointError):
                found = None
            apart[name].append(_difference(value, found))
    for name, found in apart.items():
        if found:
            _told(f"irrCAC {name} {weights}", found, 150)


def test_rsmtool():
    """PRMSE of unequal numbers of human ratings is RSMTool's, wherever the variance of true scores can be estimated."""
    pytest.importorskip("pandas", reason="pandas comes with rsmtool, which is installed by hand")
    rsmtool = pytest.importorskip("rsmtool.utils.prmse", reason="rsmtool is installed by hand for this comparison")
    generator, apart = np.random.default_rng(1), []
    for levels in _tables((2, 4)):
        scores = np.clip(
            np.nan_to_num(np.nanmean(levels, axis=1), nan=4.0) + generator.normal(0, 1, len(levels)), -1, 9
        )
        human = levels[~np.isnan(levels).all(axis=1)]
        theirs = None
        if ((~np.isnan(human)).sum(axis=1) > 1).any():
            theirs = rsmtool.prmse_true(scores[~np.isnan(levels).all(axis=1)], human)
        apart.append(_difference(prmse("machine", scores=scores).of(made(levels)).value, theirs))
    _told("RSMTool PRMSE", apart, 150)
