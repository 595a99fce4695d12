"""How much a difference between two levels of the declared scale counts as disagreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.errors import UnknownName

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["WEIGHTS", "agreement", "disagreement", "named"]

#: Weightings by name, and what each is called in a title.
WEIGHTS = {
    "unweighted": "every difference counts the same",
    "linear": "differences count by their size",
    "quadratic": "differences count by their square",
    "ordinal": "differences count by the number of pairs of levels they span",
}


def named(weights: str, known: tuple[str, ...] = tuple(WEIGHTS)) -> str:
    """The same name, if it is one of the known weightings.

    Raises
    ------
    UnknownName
    """
    if weights not in known:
        raise UnknownName("weighting", weights, known)
    return weights


def disagreement(weights: str, levels: int) -> Array:
    """Whole numbers: 0 on the diagonal, more the farther two levels are apart.

    Parameters
    ----------
    weights : str
        ``unweighted``: 1. ``linear``: |i - j| (Cicchetti & Allison 1971). ``quadratic``: (i - j) ** 2 (Fleiss & Cohen
        1973). ``ordinal``: |i - j| + 1 over 2 (Gwet 2014, chapter 3), which is not Krippendorff's ordinal metric.
    levels : int
        Of the declared scale, used or not.

    Returns
    -------
    array of float, shape (levels, levels)

    Raises
    ------
    UnknownName
    """
    apart = np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))).astype(np.float64)
    named(weights)
    if weights == "unweighted":
        return (apart > 0).astype(np.float64)
    if weights == "linear":
        return apart
    return apart**2 if weights == "quadratic" else apart * (apart + 1.0) / 2.0


def agreement(weights: str, levels: int) -> Array:
    """Shares of agreement: 1 on the diagonal, 0 for the two ends of the declared scale; shape (levels, levels).

    Of unweighted agreement every other cell is 0. The declared ends matter here: the same two ratings agree more on a
    longer scale.
    """
    apart = disagreement(weights, levels)
    return np.asarray(1.0 - apart / apart.max(), dtype=np.float64)
