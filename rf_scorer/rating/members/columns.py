"""Features with a column for each recurring question beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNKNOWN", "asked", "shares", "with_questions"]

#: Code of a question that the model does not know.
UNKNOWN = -1


def shares(questions: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Share of the answers that each question has, array of shape (questions,)."""
    known = questions[questions >= 0]
    return np.bincount(known, minlength=count) / max(len(questions), 1)


def asked(questions: NDArray[np.int64], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    """One column a question: 1 where it was asked; ``usual`` throughout where the question is unknown.

    An answer to an unknown question is so neither drawn to a question nor pushed away from all.

    Parameters
    ----------
    questions : array of shape (n,)
        Codes; negative ones are unknown.
    usual : array of shape (questions,)
        From :func:`shares`.
    """
    found = np.zeros((len(questions), len(usual)))
    known = questions >= 0
    found[np.flatnonzero(known), questions[known]] = 1.0
    found[~known] = usual
    return found


def with_questions(
    features: NDArray[np.float64], questions: NDArray[np.int64], usual: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Features and question columns, array of shape (n, features + questions)."""
    return np.hstack([features, asked(questions, usual)]) if len(usual) else features
