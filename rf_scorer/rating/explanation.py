"""Taking a passage's place on the latent scale apart: what each feature, each stretch of wording, the question and former models contribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import latent
from rf_scorer.rating.evidence import Parts
from rf_scorer.rating.phrasing import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.fitted import Fitted, Numbers
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.members import Graded
    from rf_scorer.rating.rows import Rows
    from rf_scorer.rating.view import View

__all__ = ["explained"]

#: Standard deviations at which a deviation is told; its sign is what evidence needs.
_CLIP = 3.0


def explained(model: Fitted, items: Sequence[RatingInput], views: Sequence[View], seen: Numbers) -> list[Parts]:
    """What every passage's place is made of, in the stack's own units.

    Parameters
    ----------
    model : Fitted
    items : sequence of RatingInput
    views : sequence of View
    seen : Numbers
        Of the items.

    Returns
    -------
    list of Parts
        The regression by level is no sum; it is taken apart by its slope at the passage's own place.
    """
    members, weights = model.stacked.members, model.stacked.weights.tolist()
    rows, asked = seen.rows, seen.asked
    count = rows.shape[1]
    of_features = np.zeros((len(items), count))
    of_question = np.zeros(len(items))
    of_prior = np.zeros(len(items))
    column = members.priors
    for place in range(members.priors):
        # Relative to a passage that the former model puts in the middle of its thresholds.
        middle = float(model.priors[place].stacked.thresholds.mean())
        of_prior += weights[place] * (seen.priors[:, place] - middle)
    for member in (members.linear, members.boosted):
        if member is not None:
            found = member.contributions(rows, asked) * weights[column]
            of_features += found[:, :count]
            of_question += found[:, count:].sum(axis=1)
            column += 1
    carried: list[list[float]] = [[] for _ in items]
    if members.space is not None:
        assert seen.table is not None
        assert seen.matrix is not None
        coefficients = np.zeros(members.space.width)
        if members.worded is not None:
            coefficients += weights[column] * members.worded.coefficients
            column += 1
        size, own = len(members.space.vocabulary.names), members.space.own
        worth = np.zeros(size + 1)
        graded = members.graded
        if graded is not None:
            assert seen.columns is not None
            assert seen.levels is not None
            slopes = graded.slopes(seen.levels) * weights[column]
        for index in range(len(items)):
            grams, times = seen.table.row(index)
            columns, entries = seen.matrix.row(index)
            parts = entries * coefficients[columns]
            if graded is not None and seen.columns is not None:
                parts += entries * (graded.by_column.take(columns, axis=0) @ slopes[index])
                of_features[index] += _by_feature(
                    graded, seen.columns, index, slopes[index], members.space.width, count
                )
            # Shared columns are the grams of the answer, in their order; a question's own are some of them once more.
            shared = len(grams)
            worth[grams] = parts[:shared] / times
            asks = int(np.searchsorted(columns, size + len(own)))
            again = own[columns[shared:asks] - size] % size
            worth[again] += parts[shared:asks] / times[np.searchsorted(grams, again)]
            for part in parts[asks:].tolist():
                of_question[index] += part
            carried[index] = seen.laid[index].carried(worth).tolist()
            worth[grams] = 0.0
    # What not knowing the question comes to is no statement about a question.
    of_question[asked < 0] = 0.0
    deviations = latent.standardised(rows, model.mean, model.spread, _CLIP)
    return [
        Parts(
            features=of_features[index],
            deviations=deviations[index],
            phrases=phrases(item.texts, view.said, carried[index]),
            question=float(of_question[index]),
            prior=float(of_prior[index]),
        )
        for index, (item, view) in enumerate(zip(items, views, strict=True))
    ]


def _by_feature(
    graded: Graded, seen: Rows, index: int, slope: NDArray[np.float64], start: int, count: int
) -> NDArray[np.float64]:
    """What each feature adds through the regression by level, shared and for the question asked; array of shape (features,)."""
    columns, entries = seen.row(index)
    first = int(np.searchsorted(columns, start))
    row = np.zeros(seen.width - start)
    row[columns[first:] - start] = entries[first:]
    parts = row * (slope @ graded.levels[:, start:])
    return np.asarray(parts.reshape(-1, count).sum(axis=0), dtype=np.float64)
