"""Every pair of raters, with every figure of two raters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rf_scorer.agreement.ac import brennan_prediger, gwet
from rf_scorer.agreement.close import Closeness, closeness
from rf_scorer.agreement.correlation import pearson, spearman
from rf_scorer.agreement.differences import mean_absolute, mean_difference, root_mean_square, standardised
from rf_scorer.agreement.estimation import measure
from rf_scorer.agreement.intraclass import icc
from rf_scorer.agreement.kappa import cohen
from rf_scorer.agreement.krippendorff import alpha
from rf_scorer.agreement.limits import Limits, bland_altman

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.agreement.estimation import Statistic
    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

__all__ = ["Pair", "pair_statistics", "pairs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two raters.

    Attributes
    ----------
    one, two : str
        Ids; signed figures are ``one`` minus ``two``.
    n_units : int
        Units that both rated.
    figures : mapping of str to Coefficient
        By id, as of ``pair_statistics``.
    closeness : tuple of Closeness
        Exact, within half a level, within one.
    limits : Limits
        Bland and Altman's.
    """

    one: str
    two: str
    n_units: int
    figures: Mapping[str, Coefficient]
    closeness: tuple[Closeness, ...]
    limits: Limits


def pair_statistics() -> tuple[Statistic, ...]:
    """The figures that every pair is given, besides closeness and limits."""
    return (
        icc("icc_a_1_random"),
        icc("icc_c_1_random"),
        cohen("quadratic"),
        cohen("linear"),
        cohen("unweighted"),
        alpha("ordinal"),
        alpha("interval"),
        gwet("unweighted"),
        gwet("ordinal"),
        gwet("quadratic"),
        brennan_prediger("quadratic"),
        pearson(),
        spearman(),
        mean_difference(),
        mean_absolute(),
        root_mean_square(),
        standardised("second"),
        standardised("pooled"),
    )


def pairs(
    ratings: Ratings,
    *,
    chosen: Sequence[tuple[str, str]] | None = None,
    confidence: float = 0.95,
    resampling: Resampling | None = None,
) -> tuple[Pair, ...]:
    """All figures of each pair of raters.

    Parameters
    ----------
    ratings : Ratings
    chosen : sequence of (str, str), optional
        By default all pairs, in the order of the columns.
    confidence : float
    resampling : Resampling, optional
        For bootstrap intervals; without it intervals are by formula where there is one.

    Returns
    -------
    tuple of Pair
        A pair without a common unit is listed, its figures None with the reason.
    """
    found = []
    for one, two in combinations(ratings.raters, 2) if chosen is None else chosen:
        both = ratings.of((one, two))
        found.append(
            Pair(
                one=one,
                two=two,
                n_units=int(both.complete.sum()),
                figures=measure(both, pair_statistics(), confidence=confidence, resampling=resampling),
                closeness=closeness(both, confidence=confidence, resampling=resampling),
                limits=bland_altman(both, confidence=confidence, resampling=resampling),
            )
        )
    return tuple(found)
