"""Pearson's and Spearman's correlation of two raters: whether they order units alike, whatever their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.differences import covariance, of_moments, variance
from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.means import z_of
from rf_scorer.agreement.pair import shared
from rf_scorer.agreement.prepared import Prepared, quotient
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.tables import joint_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]

__all__ = ["pearson", "spearman"]


def pearson() -> Statistic:
    """Pearson's correlation, with Fisher's interval.

    Returns
    -------
    Statistic
        From -1 to 1. None where the raters share fewer than two units or one of them gave one level throughout. The
        interval is None for fewer than four units and for a perfect correlation.

    Notes
    -----
    Interval: Fisher 1921, Metron 1:3-32; standard error 1/sqrt(n - 3) of the inverse hyperbolic tangent.
    """
    label = Label(
        id="pearson",
        title="Pearson's correlation",
        method="units that both rated; blind to a constant difference between raters",
        source="Pearson 1896, Phil Trans R Soc A 187:253-318; interval: Fisher 1921, Metron 1:3-32",
    )

    def value(sums: Array) -> Array:
        found = quotient(covariance(sums), np.sqrt(variance(sums, 1) * variance(sums, 2)))
        return np.clip(found, -1.0, 1.0)

    def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
        return _fisher(value(sums), quotient(1.0, sums[..., 0] - 3.0), confidence)

    return of_moments(
        label, value, lambda sums: _why(sums[0]), limits=limits, interval="Fisher's z, units taken as independent"
    )


def spearman() -> Statistic:
    """Spearman's rank correlation, ties sharing their mean rank, with Bonett and Wright's interval.

    Returns
    -------
    Statistic
        From -1 to 1. None where the raters share fewer than two units or one of them gave one level throughout. The
        interval is None for fewer than four units and for a perfect correlation.

    Notes
    -----
    Ranks come from the table of both raters' levels. Interval: Bonett & Wright 2000, Psychometrika 65:23-28; variance
    (1 + r ** 2 / 2) / (n - 3) of the inverse hyperbolic tangent; ties are many on a scale, so prefer the bootstrap.
    """
    label = Label(
        id="spearman",
        title="Spearman's rank correlation",
        method="units that both rated, ties at their mean rank; blind to differences in level",
        source="Spearman 1904, Am J Psychol 15:72-101; interval: Bonett & Wright 2000, Psychometrika 65:23-28",
    )

    def prepare(ratings: Ratings) -> Prepared:
        pair = shared(ratings)
        levels = len(ratings.points)

        def value(sums: Array) -> Array:
            return _of_table(np.asarray(sums).reshape(*sums.shape[:-1], levels, levels))

        def limits(sums: Array, confidence: float) -> tuple[Array, Array]:
            share = value(sums)
            return _fisher(share, quotient(1.0 + share**2 / 2.0, sums.sum(axis=-1) - 3.0), confidence)

        return Prepared(
            parts=joint_parts(pair, levels),
            value=value,
            why=lambda sums: _why(float(sums.sum())),
            used=pair.both,
            raters=pair.raters,
            limits=limits,
            interval="Bonett and Wright's, units taken as independent",
            note=pair.note,
        )

    return Statistic(label=label, prepare=prepare)


def _of_table(table: Array) -> Array:
    """Rank correlation of joint counts of shape (..., n_levels, n_levels)."""
    rows, columns = table.sum(axis=-1), table.sum(axis=-2)
    count = rows.sum(axis=-1, keepdims=True)
    one, two = (np.cumsum(side, axis=-1) - side / 2.0 - count / 2.0 for side in (rows, columns))
    together = np.einsum("...i,...ij,...j->...", one, table, two, optimize=True)
    spread = (rows * one**2).sum(axis=-1) * (columns * two**2).sum(axis=-1)
    return np.clip(quotient(together, np.sqrt(spread)), -1.0, 1.0)


def _fisher(share: Array, error: Array, confidence: float) -> tuple[Array, Array]:
    inside = np.abs(share) < 1.0 - 1e-12
    centre = np.arctanh(np.where(inside, share, 0.0))
    reach = z_of(confidence) * np.sqrt(error)
    return tuple(np.where(inside, np.tanh(centre + side * reach), np.nan) for side in (-1.0, 1.0))  # type: ignore[return-value]


def _why(count: float) -> str:
    return "The raters share fewer than two units." if count < 2 else "One of the raters gave one level throughout."
