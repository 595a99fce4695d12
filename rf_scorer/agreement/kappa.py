"""Cohen's kappa of two raters over the declared scale, plain or weighted, and what is made of it for more raters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.combining import over_pairs
from rf_scorer.agreement.estimation import Statistic
from rf_scorer.agreement.pair import NO_OVERLAP, shared
from rf_scorer.agreement.prepared import Prepared, quotient, without
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.tables import pair_agreement
from rf_scorer.agreement.weights import WEIGHTS, agreement, disagreement, named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]

__all__ = ["cohen", "conger", "light"]

_COHEN = "Cohen 1960, Educ Psychol Meas 20:37-46; weighted: Cohen 1968, Psychol Bull 70:213-220"
_KINDS = ("unweighted", "linear", "quadratic")


def cohen(weights: str = "quadratic") -> Statistic:
    """Cohen's kappa of two raters.

    Parameters
    ----------
    weights : str
        ``unweighted``, ``linear`` or ``quadratic``.

    Returns
    -------
    Statistic
        From -1 to 1; 0 is what two raters with these distributions reach by chance. None where they share no unit, and
        where both gave one and the same level throughout.

    Raises
    ------
    UnknownName
        For another weighting.

    Notes
    -----
    ``1 - sum(w * observed) / sum(w * expected)`` (Cohen 1968). Levels are distances on the declared scale: a level that
    nobody used still keeps its neighbours apart, where packages that number the observed levels move them together.
    """
    named(weights, _KINDS)
    label = Label(
        id=f"kappa_{weights}",
        title=f"Cohen's kappa, {weights}",
        method=f"two raters, units that both rated; {WEIGHTS[weights]}, on the declared scale",
        source=_COHEN,
    )

    def prepare(ratings: Ratings) -> Prepared:
        pair = shared(ratings)
        levels = len(ratings.points)
        apart = disagreement(weights, levels)
        one, two = pair.one.astype(np.int64), pair.two.astype(np.int64)
        found = np.where(pair.both, apart[one, two], 0.0)
        marks = [np.eye(levels)[side] * pair.both[:, None] for side in (one, two)]

        def value(sums: Array) -> Array:
            expected = np.einsum(
                "...i,ij,...j->...", sums[..., 2 : 2 + levels], apart, sums[..., 2 + levels :], optimize=True
            )
            return 1.0 - quotient(sums[..., 0] * sums[..., 1], expected)

        return Prepared(
            parts=np.column_stack([pair.both, found, *marks]).astype(np.float64),
            value=value,
            why=_why,
            used=pair.both,
            raters=pair.raters,
            note=pair.note,
        )

    return Statistic(label=label, prepare=prepare)


def light(weights: str = "quadratic") -> Statistic:
    """Light's kappa: the mean of Cohen's kappa over all pairs of raters.

    Parameters
    ----------
    weights : str
        ``unweighted``, ``linear`` or ``quadratic``.

    Returns
    -------
    Statistic
        From -1 to 1. Pairs whose kappa is undefined are left out and counted; None where none is left.

    Notes
    -----
    Light 1971, Psychol Bull 76:365-377.
    """
    label = Label(
        id=f"light_{named(weights, _KINDS)}",
        title=f"Mean of Cohen's kappa over pairs of raters (Light's kappa), {weights}",
        method=f"plain mean over pairs, each on the units that both rated; {WEIGHTS[weights]}, on the declared scale",
        source=f"Light 1971, Psychol Bull 76:365-377; {_COHEN}",
    )
    return over_pairs(cohen(weights), label)


def conger(weights: str = "quadratic") -> Statistic:
    """Conger's kappa: any number of raters with their own distributions, ratings missing or not.

    Parameters
    ----------
    weights : str
        ``unweighted``, ``linear``, ``quadratic`` or ``ordinal`` (Gwet's).

    Returns
    -------
    Statistic
        From -1 to 1; of two raters and complete units it is Cohen's. None where no unit has two raters, or where all
        raters gave one and the same level throughout.

    Notes
    -----
    Conger 1980, Psychol Bull 88:322-328; weighted and with missing ratings: Gwet 2014, Handbook of Inter-Rater
    Reliability, 4th edition, chapter 3. Observed agreement is a mean over units with two or more ratings; each rater's
    distribution comes from everything that the rater rated; a rater without ratings does not count.
    """
    label = Label(
        id=f"conger_{named(weights)}",
        title=f"Conger's kappa, {weights}",
        method=f"mean over units of agreeing pairs, chance by pairs of raters; {WEIGHTS[weights]}, on the declared scale",
        source="Conger 1980, Psychol Bull 88:322-328; Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3",
    )

    def prepare(ratings: Ratings) -> Prepared:
        levels, raters = len(ratings.points), len(ratings.raters)
        share = agreement(weights, levels)
        twice, agreed = pair_agreement(ratings.counts(), share)
        codes = np.where(ratings.given, ratings.codes, 0.0).astype(np.int64)
        marks = (np.eye(levels)[codes] * ratings.given[..., None]).reshape(len(ratings.units), raters * levels)

        def value(sums: Array) -> Array:
            own = sums[..., 2:].reshape(*sums.shape[:-1], raters, levels)
            size = own.sum(axis=-1, keepdims=True)
            rates = own / np.maximum(size, 1.0)
            active = (size[..., 0] > 0).sum(axis=-1).astype(np.float64)
            together = rates.sum(axis=-2)
            both = np.einsum("...i,ij,...j->...", together, share, together, optimize=True)
            selves = np.einsum("...ri,ij,...rj->...", rates, share, rates, optimize=True)
            chance = quotient(both - selves, active * (active - 1.0))
            return quotient(quotient(sums[..., 1], sums[..., 0]) - chance, 1.0 - chance)

        return Prepared(
            parts=np.column_stack([twice, agreed, marks]).astype(np.float64),
            value=value,
            why=lambda sums: (
                "No unit is rated by two or more raters."
                if sums[0] < 1
                else "All raters gave one and the same level throughout, so there is no chance agreement to compare with."
            ),
            used=twice,
            raters=ratings.active(twice),
            note=without(ratings.rated, twice, "only one rater rated them (they count for chance)"),
        )

    return Statistic(label=label, prepare=prepare)


def _why(sums: Array) -> str:
    if sums[0] < 1:
        return NO_OVERLAP
    return "Both raters gave one and the same level throughout, so there is no chance agreement to compare with."
