"""What every figure of two raters starts from: the units that both rated, as whole steps of the scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.agreement.prepared import without
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.agreement.ratings import Ratings

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["NO_OVERLAP", "Shared", "shared"]

NO_OVERLAP = "The two raters have no unit in common."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Two raters side by side.

    Attributes
    ----------
    both : array of bool, shape (n_units,)
        Units that both rated.
    one, two : array of float, shape (n_units,)
        Steps above the scale's minimum, 0 where not both rated.
    raters : int
        2 where there is such a unit, otherwise 0.
    note : str
        How many units one of them alone rated.
    """

    both: Mask
    one: Array
    two: Array
    raters: int
    note: str


def shared(ratings: Ratings) -> Shared:
    """The ratings of a pair.

    Raises
    ------
    DataError
        Where there are more than two raters.
    """
    if len(ratings.raters) != 2:
        raise DataError(
            f"A figure of two raters was asked of {len(ratings.raters)}.",
            remedy="Choose a pair, or a figure for any number.",
        )
    both = ratings.complete
    codes = np.where(both[:, None], ratings.codes, 0.0)
    return Shared(
        both=both,
        one=codes[:, 0],
        two=codes[:, 1],
        raters=2 if both.any() else 0,
        note=without(ratings.rated, both, "one of the two did not rate them"),
    )
