"""What a rating model must beat: the typical level, the length, and a count of marker words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.ordinal import ProportionalOdds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.view import View

__all__ = ["TITLES", "columns", "estimator"]

#: The baselines and what each knows of an answer.
TITLES: Mapping[str, str] = {
    "typical": "the level that is most typical of the examples, whatever was said",
    "length": "the number of words",
    "dictionary": "how many states and marks of reflection stand in a hundred words",
}


def columns(views: Sequence[View]) -> dict[str, NDArray[np.float64]]:
    """The one feature of each baseline, arrays of shape (n, 1), in the order of :data:`TITLES`."""
    counts = [len(view.states) + len(view.marked("A", "B", "C", "D", "link")) for view in views]
    return {
        "typical": np.zeros((len(views), 1)),
        "length": np.log1p([[float(view.words)] for view in views]),
        "dictionary": np.array([[view.per_hundred(count)] for view, count in zip(views, counts, strict=True)]),
    }


def estimator(levels: Sequence[int]) -> ProportionalOdds:
    """The ordinal model that every baseline uses."""
    return ProportionalOdds(alpha=1.0, classes=tuple(levels))
