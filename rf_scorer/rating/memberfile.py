"""Members of a model as plain data, and back; whatever cannot be is refused with a sentence that quotes nothing.

Numbers are short (:mod:`rf_scorer.rating.plaindata`); but where a tree parts its values is written exactly, since a value can stand on the border.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rf_scorer.rating import features
from rf_scorer.rating.fitted import Members
from rf_scorer.rating.members import Boosted, Graded, Linear, Worded
from rf_scorer.rating.members.space import Space
from rf_scorer.rating.plaindata import array, number, numbers, table, whole
from rf_scorer.rating.trees import Tree
from rf_scorer.rating.wording import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["document", "members"]

#: More columns than any corpus can fill: a guard against files made to fill the memory.
_MOST = 20_000_000


def document(found: Members) -> dict[str, Any]:
    """Members as plain data."""
    return {
        "priors": found.priors,
        "linear": None if found.linear is None else _linear(found.linear),
        "boosted": None if found.boosted is None else _boosted(found.boosted),
        "wording": None if found.space is None else _wording(found.space, found.worded),
        "graded": None if found.graded is None else _graded(found.graded),
    }


def members(found: Any, *, questions: int, levels: int) -> Members:
    """Members of plain data.

    Parameters
    ----------
    found : object
        From :func:`document`.
    questions : int
        Recurring questions that the model tells apart.
    levels : int
        Levels of its scale.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a part is missing, of the wrong kind, or cannot be.
    """
    priors = found["priors"]
    if type(priors) is not int or not 0 <= priors <= 10:
        raise TypeError
    space = worded = graded = None
    if found["wording"] is not None:
        space, worded = _read_wording(found["wording"], questions)
    if found["graded"] is not None:
        if space is None:
            raise ValueError("single levels are learned on wording, and there is none")
        graded = _read_graded(found["graded"], space, questions, levels)
    made = Members(
        priors=priors,
        linear=None if found["linear"] is None else _read_linear(found["linear"], questions),
        boosted=None if found["boosted"] is None else _read_boosted(found["boosted"], questions),
        space=space,
        worded=worded,
        graded=graded,
    )
    if not (priors or made.linear or made.boosted or made.worded or made.graded):
        raise ValueError("there is no member")
    return made


def _linear(found: Linear) -> dict[str, Any]:
    count = len(features.names())
    columns = list(zip(numbers(found.coefficients), numbers(found.mean), numbers(found.spread), strict=True))
    return {
        "clip": found.clip,
        "columns": ["coefficient", "mean", "spread"],
        "features": dict(zip(features.names(), map(list, columns[:count]), strict=True)),
        "asked": [list(column) for column in columns[count:]],
        "usual": numbers(found.usual),
    }


def _read_linear(found: Any, questions: int) -> Linear:
    if tuple(found["features"]) != features.names():
        raise ValueError("the features are not those of the set, in its order")
    usual = _usual(found["usual"], questions)
    rows = [*found["features"].values(), *found["asked"]]
    if len(rows) != len(features.names()) + len(usual):
        raise ValueError("there is not one column for each question")
    columns = table(rows, 3)
    clip = number(found["clip"])
    if not (columns[:, 2] > 0).all() or not clip > 0:
        raise ValueError("a spread is not positive")
    return Linear(coefficients=columns[:, 0], mean=columns[:, 1], spread=columns[:, 2], clip=clip, usual=usual)


def _usual(values: Any, questions: int) -> NDArray[np.float64]:
    """Shares of questions: one for each that is told apart; where none is, so many as helped in learning."""
    usual = array(values)
    if questions and len(usual) != questions:
        raise ValueError("there is not one share for each question")
    return usual


def _boosted(found: Boosted) -> dict[str, Any]:
    return {
        "usual": numbers(found.usual),
        "trees": [
            {
                "feature": tree.feature.tolist(),
                "threshold": tree.threshold.tolist(),
                "left": tree.left.tolist(),
                "right": tree.right.tolist(),
                "value": numbers(tree.value),
            }
            for tree in found.trees
        ],
    }


def _read_boosted(found: Any, questions: int) -> Boosted:
    usual = _usual(found["usual"], questions)
    width = len(features.names()) + len(usual)
    trees = []
    for tree in found["trees"]:
        feature = whole(tree["feature"])
        if (feature < -1).any() or (feature >= width).any():
            raise ValueError("a tree asks for a feature that the set does not have")
        trees.append(
            Tree(
                feature=feature,
                threshold=array(tree["threshold"]),
                left=whole(tree["left"]),
                right=whole(tree["right"]),
                value=array(tree["value"]),
            )
        )
    return Boosted(trees=tuple(trees), usual=usual)


def _wording(space: Space, found: Worded | None) -> dict[str, Any]:
    vocabulary = space.vocabulary
    size = len(vocabulary.names)
    idf = numbers(vocabulary.idf)
    coefficients = numbers(found.coefficients) if found is not None else None
    shared = coefficients[:size] if coefficients is not None else [None] * size
    return {
        "columns": ["inverse document frequency", "coefficient"],
        "intercept": None if found is None else float(f"{found.intercept:.6g}"),
        "grams": {
            name: [one] if coefficient is None else [one, coefficient]
            for name, one, coefficient in zip(vocabulary.names, idf, shared, strict=True)
        },
        "usual": numbers(space.usual),
        "own": space.own.tolist(),
        "own_coefficients": None if coefficients is None else coefficients[size:],
    }


def _read_wording(found: Any, questions: int) -> tuple[Space, Worded | None]:
    names = tuple(found["grams"])
    if any(not name.startswith(("c:", "w:")) for name in names) or list(names) != sorted(names):
        raise ValueError("the grams are not words and letters in order")
    spoken = found["intercept"] is not None
    rows = table(list(found["grams"].values()), 2 if spoken else 1)
    usual, own = array(found["usual"]), whole(found["own"])
    if len(usual) not in {0, questions}:
        raise ValueError("there is not one share for each question")
    if len(own) and (own.min() < 0 or own.max() >= len(names) * len(usual) or (np.diff(own) <= 0).any()):
        raise ValueError("a question's own column is of no gram")
    space = Space(vocabulary=Vocabulary(names=names, idf=rows[:, 0]), own=own, usual=usual)
    if space.width > _MOST:
        raise ValueError("there are too many columns")
    if not spoken:
        return space, None
    rest = array(found["own_coefficients"], len(own) + len(usual))
    return space, Worded(coefficients=np.concatenate([rows[:, 1], rest]), intercept=number(found["intercept"]))


def _graded(found: Graded) -> dict[str, Any]:
    return {
        "levels": [numbers(row) for row in found.levels],
        "intercepts": numbers(found.intercepts),
        "mean": numbers(found.mean),
        "spread": numbers(found.spread),
    }


def _read_graded(found: Any, space: Space, questions: int, levels: int) -> Graded:
    count = len(features.names())
    told_apart = questions if len(space.usual) else 0
    width = space.width + count * (1 + told_apart)
    spread = array(found["spread"], count)
    if not (spread > 0).all():
        raise ValueError("a spread is not positive")
    return Graded(
        levels=_table(found["levels"], levels, width),
        intercepts=array(found["intercepts"], levels),
        mean=array(found["mean"], count),
        spread=spread,
        questions=told_apart,
    )


def _table(rows: Sequence[Any], height: int, width: int) -> NDArray[np.float64]:
    if not isinstance(rows, list) or len(rows) != height:
        raise ValueError("a table has the wrong number of rows")
    return table(rows, width)
