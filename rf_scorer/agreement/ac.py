"""Coefficients whose chance agreement rests on the declared number of levels: Gwet's AC1 and AC2, Brennan and Prediger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.prepared import Prepared, quotient, without
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.tables import pair_agreement
from rf_scorer.agreement.weights import WEIGHTS, agreement, named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]

__all__ = ["brennan_prediger", "gwet"]

_NO_PAIR = "No unit is rated by two or more raters."


def gwet(weights: str = "ordinal") -> Statistic:
    """Gwet's AC1 (unweighted) or AC2 (weighted), any number of raters, ratings missing or not.

    Parameters
    ----------
    weights : str
        ``unweighted`` (AC1), ``linear``, ``quadratic`` or ``ordinal``.

    Returns
    -------
    Statistic
        Up to 1. Defined, unlike kappa, where all raters gave one level: it is 1 then. None where no unit has two ratings.
        A longer declared scale makes AC2 higher for the same ratings; do not compare it between scales.

    Raises
    ------
    UnknownName
        For another weighting.

    Notes
    -----
    ``(p_a - p_e) / (1 - p_e)`` with ``p_e = T_w / (q (q - 1)) * sum(pi_k (1 - pi_k))``, q the number of declared levels and
    T_w the sum of the weights (Gwet 2008, Br J Math Stat Psychol 61:29-48; weighted: Gwet 2014, Handbook of Inter-Rater
    Reliability, 4th edition, chapter 3). Units that were rated once count for ``pi``.
    """
    name = "AC1" if named(weights) == "unweighted" else "AC2"
    label = Label(
        id="gwet_ac1" if name == "AC1" else f"gwet_ac2_{weights}",
        title=f"Gwet's {name}" + ("" if name == "AC1" else f", {weights} weights"),
        method=f"mean over units of agreeing pairs; {WEIGHTS[weights]}; chance by the declared number of levels",
        source="Gwet 2008, Br J Math Stat Psychol 61:29-48; Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
    )

    def prepare(ratings: Ratings) -> Prepared:
        counts = ratings.counts()
        levels = len(ratings.points)
        share = agreement(weights, levels)
        twice, agreed = pair_agreement(counts, share)
        size = counts.sum(axis=1)
        rated = size > 0
        rates = counts / np.maximum(size, 1.0)[:, None]
        spread = float(share.sum()) / (levels * (levels - 1.0))

        def value(sums: Array) -> Array:
            common = quotient(sums[..., 3:], sums[..., 2:3])
            chance = spread * (common * (1.0 - common)).sum(axis=-1)
            return quotient(quotient(sums[..., 1], sums[..., 0]) - chance, 1.0 - chance)

        return Prepared(
            parts=np.column_stack([twice, agreed, rated, rates]).astype(np.float64),
            value=value,
            why=lambda _: _NO_PAIR,
            used=twice,
            raters=ratings.active(twice),
            note=without(rated, twice, "only one rater rated them (they count for chance)"),
        )

    return Statistic(label=label, prepare=prepare)


def brennan_prediger(weights: str = "quadratic") -> Statistic:
    """Brennan and Prediger's coefficient: chance is a rater who draws levels of the declared scale blindly.

    Parameters
    ----------
    weights : str
        ``unweighted``, ``linear``, ``quadratic`` or ``ordinal``.

    Returns
    -------
    Statistic
        Up to 1. None where no unit has two ratings.

    Raises
    ------
    UnknownName
        For another weighting.

    Notes
    -----
    ``(p_a - p_e) / (1 - p_e)`` with ``p_e = T_w / q ** 2`` (Brennan & Prediger 1981, Educ Psychol Meas 41:687-699; weighted:
    Gwet 2014, chapter 3).
    """
    label = Label(
        id=f"brennan_prediger_{named(weights)}",
        title=f"Brennan and Prediger's coefficient, {weights}",
        method=f"mean over units of agreeing pairs; {WEIGHTS[weights]}; chance even over the declared levels",
        source="Brennan & Prediger 1981, Educ Psychol Meas 41:687-699; Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
    )

    def prepare(ratings: Ratings) -> Prepared:
        levels = len(ratings.points)
        share = agreement(weights, levels)
        twice, agreed = pair_agreement(ratings.counts(), share)
        chance = float(share.sum()) / levels**2
        return Prepared(
            parts=np.column_stack([twice, agreed]).astype(np.float64),
            value=lambda sums: (quotient(sums[..., 1], sums[..., 0]) - chance) / (1.0 - chance),
            why=lambda _: _NO_PAIR,
            used=twice,
            raters=ratings.active(twice),
            note=without(ratings.rated, twice, "only one rater rated them"),
        )

    return Statistic(label=label, prepare=prepare)
