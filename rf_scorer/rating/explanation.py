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
    from scipy.sparse import csr_matrix

    from rf_scorer.rating.fitted import Fitted, Numbers
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.members import Graded

__all__ = ["explained"]

#: Standard deviations at which a deviation is told; its sign is what evidence needs.
_CLIP = 3.0


def explained(model: Fitted, items: Sequence[RatingInput], seen: Numbers) -> list[Parts]:
    """What every passage's place is made of, in the stack's own units.

    Parameters
    ----------
    model : Fitted
    items : sequence of RatingInput
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
    worth: list[dict[str, float]] = [{} for _ in items]
    if members.space is not None:
        assert seen.table is not None
        names = members.space.vocabulary.names
        coefficients = np.zeros(members.space.width)
        if members.worded is not None:
            coefficients += weights[column] * members.worded.coefficients
            column += 1
        matrix = members.space.matrix(seen.table, asked)
        size, own = len(names), members.space.own
        graded = members.graded
        if graded is not None:
            columns = graded.columns(matrix, rows, asked)
            slopes = graded.slopes(columns) * weights[column]
        for index in range(len(items)):
            counts = slice(seen.table.indptr[index], seen.table.indptr[index + 1])
            times = dict(zip(seen.table.indices[counts].tolist(), seen.table.data[counts].tolist(), strict=True))
            row = slice(matrix.indptr[index], matrix.indptr[index + 1])
            parts = matrix.data[row] * coefficients[matrix.indices[row]]
            if graded is not None:
                parts += matrix.data[row] * (slopes[index] @ graded.levels[:, matrix.indices[row]])
                of_features[index] += _by_feature(graded, columns, index, slopes[index], members.space.width, count)
            grams = worth[index]
            for at, part in zip(matrix.indices[row].tolist(), parts.tolist(), strict=True):
                if at < size + len(own):
                    gram = at if at < size else int(own[at - size]) % size
                    grams[names[gram]] = grams.get(names[gram], 0.0) + part / times[gram]
                else:
                    of_question[index] += part
    # What not knowing the question comes to is no statement about a question.
    of_question[asked < 0] = 0.0
    deviations = latent.standardised(rows, model.mean, model.spread, _CLIP)
    return [
        Parts(
            features=of_features[index],
            deviations=deviations[index],
            phrases=phrases(item.texts, worth[index]),
            question=float(of_question[index]),
            prior=float(of_prior[index]),
        )
        for index, item in enumerate(items)
    ]


def _by_feature(
    graded: Graded, columns: csr_matrix, index: int, slope: NDArray[np.float64], start: int, count: int
) -> NDArray[np.float64]:
    """What each feature adds through the regression by level, shared and for the question asked; array of shape (features,)."""
    row = columns[index, start:].toarray().ravel()
    parts = row * (slope @ graded.levels[:, start:])
    return np.asarray(parts.reshape(-1, count).sum(axis=0), dtype=np.float64)
