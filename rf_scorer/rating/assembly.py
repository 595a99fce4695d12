"""A corpus of plain numbers and words: the door for rooms that know no arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.domain import Scale
    from rf_scorer.rating.inputs import RatingInput

__all__ = ["corpus_of"]


def corpus_of(
    items: Iterable[RatingInput],
    *,
    ratings: Sequence[float],
    groups: Sequence[str],
    questions: Sequence[str | None] | None,
    scale: Scale,
) -> Corpus:
    """Rated answers as a corpus; ``questions`` is None where none recurs.

    Raises
    ------
    DataError
        If a rating is off the scale.
    ValueError
        If the parts are not of one length.
    """
    found = tuple(items)
    return Corpus(
        items=found,
        ratings=np.asarray(ratings, dtype=np.float64),
        groups=tuple(groups),
        questions=tuple(questions) if questions is not None else (None,) * len(found),
        scale=scale,
    )
