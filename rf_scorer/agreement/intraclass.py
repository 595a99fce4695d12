"""Intraclass correlations of units rated by every rater: the ten forms of McGraw and Wong.

Ten designations share six formulas: whether the raters are a random sample of all raters (two-way random) or the only
ones of interest (two-way mixed) changes what a figure may be generalised to, not the figure.

==============================  ===============================  ==============  =================
id                              raters                           McGraw & Wong   Shrout & Fleiss
==============================  ===============================  ==============  =================
``icc_1``, ``icc_k``            others for each unit, or unknown  ICC(1), ICC(k)  ICC(1,1), ICC(1,k)
``icc_c_1_random``              a sample; consistency             ICC(C,1)        none
``icc_c_k_random``              a sample; consistency             ICC(C,k)        none
``icc_a_1_random``              a sample; absolute agreement      ICC(A,1)        ICC(2,1)
``icc_a_k_random``              a sample; absolute agreement      ICC(A,k)        ICC(2,k)
``icc_c_1_mixed``               fixed; consistency                ICC(C,1)        ICC(3,1)
``icc_c_k_mixed``               fixed; consistency                ICC(C,k)        ICC(3,k)
``icc_a_1_mixed``               fixed; absolute agreement         ICC(A,1)        none
``icc_a_k_mixed``               fixed; absolute agreement         ICC(A,k)        none
==============================  ===============================  ==============  =================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.estimation import Statistic, measure
from rf_scorer.agreement.prepared import Prepared, quotient, without
from rf_scorer.agreement.result import Label
from rf_scorer.agreement.variance import MeanSquares, f_quantile, mean_squares
from rf_scorer.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings
    from rf_scorer.agreement.resampling import Resampling
    from rf_scorer.agreement.result import Coefficient

    Array = NDArray[np.float64]

__all__ = ["FORMS", "Form", "icc", "icc_limits", "iccs"]

_SOURCE = "McGraw & Wong 1996, Psychol Methods 1:30-46, tables 4 and 7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One of the ten designations.

    Attributes
    ----------
    id : str
    name : str
        McGraw and Wong's, such as ``ICC(A,1)``.
    shrout_fleiss : str or None
        Their name for it, where they have one.
    model : str
        ``one-way random``, ``two-way random`` or ``two-way mixed``.
    formula : str
        Which of the six formulas: ``1``, ``k``, ``C,1``, ``C,k``, ``A,1`` or ``A,k``.
    """

    id: str
    name: str
    shrout_fleiss: str | None
    model: str
    formula: str

    @property
    def label(self) -> Label:
        """What the figure is called, and how it is worked out."""
        who = "one rater" if self.formula in ("1", "C,1", "A,1") else "the mean of the k raters"
        kind = "consistency" if "C" in self.formula else "absolute agreement"
        alias = f"; Shrout & Fleiss's {self.shrout_fleiss}" if self.shrout_fleiss else ""
        method = f"{self.model} analysis of variance of units rated by every rater"
        if self.model != "one-way random":
            other = "mixed" if self.model == "two-way random" else "random"
            method += f"; the two-way {other} form has the same formula and the same figure"
        if self.formula in ("C,k", "A,k") and self.model == "two-way mixed":
            method += "; assumes that raters differ alike on all units (no interaction)"
        return Label(
            id=self.id,
            title=f"{self.name}, {self.model}: {kind} of {who}{alias}",
            method=method,
            source=_SOURCE + ("; Shrout & Fleiss 1979, Psychol Bull 86:420-428" if self.shrout_fleiss else ""),
        )


def _form(model: str, formula: str, shrout_fleiss: str | None = None) -> Form:
    tail = formula.replace(",", "_").lower()
    suffix = "" if model == "one-way random" else "_" + model.removeprefix("two-way ")
    return Form(
        id=f"icc_{tail}{suffix}", name=f"ICC({formula})", shrout_fleiss=shrout_fleiss, model=model, formula=formula
    )


#: The ten forms, in the order of McGraw and Wong's table 4.
FORMS: tuple[Form, ...] = (
    _form("one-way random", "1", "ICC(1,1)"),
    _form("one-way random", "k", "ICC(1,k)"),
    _form("two-way random", "C,1"),
    _form("two-way random", "C,k"),
    _form("two-way random", "A,1", "ICC(2,1)"),
    _form("two-way random", "A,k", "ICC(2,k)"),
    _form("two-way mixed", "C,1", "ICC(3,1)"),
    _form("two-way mixed", "C,k", "ICC(3,k)"),
    _form("two-way mixed", "A,1"),
    _form("two-way mixed", "A,k"),
)


def icc(form: str = "icc_a_1_random") -> Statistic:
    """An intraclass correlation, with its F-based interval.

    Units that not every rater rated are left out and counted in the note.

    Parameters
    ----------
    form : str
        An id of :data:`FORMS`.

    Returns
    -------
    Statistic
        For one rater from -1/(k - 1) (C and 1) to 1; for the mean of k raters from minus infinity to 1. None where fewer
        than two units are complete, where all ratings are the same, and for k raters where their means do not vary.
        The interval is None where the raters never differ, and, for absolute agreement below zero, where the formula
        would leave the figure out of its own interval.

    Raises
    ------
    UnknownName
        For a form that is not one of the ten.

    Notes
    -----
    McGraw & Wong 1996, table 4 (figures) and table 7 (intervals). For absolute agreement the degrees of freedom are
    Satterthwaite's; the interval of the mean of k raters is the interval of one rater stepped up by the Spearman-Brown
    formula, which is what their table gives.
    """
    chosen = next((each for each in FORMS if each.id == form), None)
    if chosen is None:
        raise UnknownName("form of the intraclass correlation", form, (each.id for each in FORMS))
    figure = _FIGURES[chosen.formula]
    formula = chosen.formula

    def prepare(ratings: Ratings) -> Prepared:
        complete = ratings.complete
        codes = np.where(complete[:, None], ratings.codes, 0.0)
        parts = np.column_stack([complete, codes.sum(axis=1) ** 2, (codes**2).sum(axis=1), codes]).astype(np.float64)
        return Prepared(
            parts=parts,
            value=lambda sums: figure(_squares(sums)),
            why=_why,
            used=complete,
            raters=len(ratings.raters) if complete.any() else 0,
            limits=lambda sums, confidence: icc_limits(_squares(sums), formula, confidence),
            interval="F distribution" + (", Satterthwaite's degrees of freedom" if "A" in formula else ""),
            note=without(ratings.rated, complete, "not every rater rated them"),
        )

    return Statistic(label=chosen.label, prepare=prepare)


def iccs(
    ratings: Ratings, *, confidence: float = 0.95, resampling: Resampling | None = None
) -> tuple[Coefficient, ...]:
    """All ten forms of the same ratings, in the order of :data:`FORMS`.

    Absolute agreement that is clearly below consistency shows that raters differ in level; both are worth reporting.
    """
    found = measure(ratings, [icc(form.id) for form in FORMS], confidence=confidence, resampling=resampling)
    return tuple(found[form.id] for form in FORMS)


def icc_limits(found: MeanSquares, formula: str, confidence: float) -> tuple[Array, Array]:
    """The interval of one of the six formulas; NaN where it is not bounded or cannot be known.

    Parameters
    ----------
    found : MeanSquares
    formula : str
        ``1``, ``k``, ``C,1``, ``C,k``, ``A,1`` or ``A,k``.
    confidence : float

    Notes
    -----
    McGraw & Wong 1996, table 7.
    """
    upper = 0.5 + confidence / 2.0
    n, k = found.n, found.k
    if "A" in formula:
        low, high = _agreement_limits(found, upper)
    else:
        error, freedom = (found.error, (n - 1) * (k - 1)) if "C" in formula else (found.within, n * (k - 1.0))
        ratio = quotient(found.rows, error)
        low_ratio = quotient(ratio, f_quantile(upper, n - 1, freedom))
        high_ratio = ratio * f_quantile(upper, freedom, n - 1)
        low, high = ((each - 1.0) / (each + k - 1.0) for each in (low_ratio, high_ratio))
    if "k" in formula:
        low, high = (_stepped_up(each, k) for each in (low, high))
    return low, high


def _agreement_limits(found: MeanSquares, upper: float) -> tuple[Array, Array]:
    n, k, rows, columns, error = found.n, found.k, found.rows, found.columns, found.error
    share = _FIGURES["A,1"](found)
    odds = quotient(share, n * (1.0 - share))
    a, b = k * odds, 1.0 + k * odds * (n - 1.0)
    spread = (a * columns) ** 2 / (k - 1) + quotient((b * error) ** 2, (n - 1.0) * (k - 1.0))
    freedom = quotient((a * columns + b * error) ** 2, spread)
    rest = k * columns + (k * n - k - n) * error
    below, above = f_quantile(upper, n - 1, freedom), f_quantile(upper, freedom, n - 1)
    low = quotient(n * (rows - below * error), below * rest + n * rows)
    high = quotient(n * (above * rows - error), rest + n * above * rows)
    # Below zero the degrees of freedom can fall so low that the formula leaves its own figure out.
    fine = (low <= share) & (share <= high)
    return np.where(fine, low, np.nan), np.where(fine, high, np.nan)


def _stepped_up(share: Array, k: int) -> Array:
    """Spearman-Brown: from one rater to the mean of k; NaN where there is no finite answer."""
    return quotient(k * share, 1.0 + (k - 1) * share)


def _squares(sums: Array) -> MeanSquares:
    return mean_squares(sums[..., 0], sums[..., 1], sums[..., 2], sums[..., 3:])


#: The six formulas of table 4.
_FIGURES: dict[str, Callable[[MeanSquares], Array]] = {
    "1": lambda s: quotient(s.rows - s.within, s.rows + (s.k - 1) * s.within),
    "k": lambda s: quotient(s.rows - s.within, s.rows),
    "C,1": lambda s: quotient(s.rows - s.error, s.rows + (s.k - 1) * s.error),
    "C,k": lambda s: quotient(s.rows - s.error, s.rows),
    "A,1": lambda s: quotient(
        s.rows - s.error, s.rows + (s.k - 1) * s.error + s.k * (s.columns - s.error) / _some(s.n)
    ),
    "A,k": lambda s: quotient(s.rows - s.error, s.rows + (s.columns - s.error) / _some(s.n)),
}


def _some(n: Array) -> Array:
    return np.maximum(n, 1.0)


def _why(sums: Array) -> str:
    if sums[0] < 2:
        return "Fewer than two units are rated by every rater."
    found = _squares(sums)
    if found.rows == 0 and found.error == 0 and found.columns == 0:
        return "All ratings are the same, so there is nothing to tell units apart by."
    return "The raters' means differ less between units than their disagreement alone would make them; the figure has no value then."
