"""Weights of grams as columns, shared by all questions and, where questions recur, once more for each of them.

A gram that matters everywhere gets its weight in the shared columns, one that matters for a single question in that question's own (Daumé 2007,
*Frustratingly easy domain adaptation*, ACL 256-263).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, hstack

from rf_scorer.rating.members.columns import asked, shares
from rf_scorer.rating.wording import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.rating.design import Design

__all__ = ["Space", "learn_space"]

#: People who must have used a gram in answer to one question for its column there: of grams that enough people use at all, this tells nobody.
_FEWEST = 2
#: How much larger a question's own columns are than the shared ones: they see fewer answers, and a ridge penalty would silence them.
_OWN = 2.0


def _cross(table: csr_matrix, questions: NDArray[np.int64], count: int) -> csr_matrix:
    """Every column once for each question, filled where that question was asked."""
    found = coo_matrix(table)
    known = questions[found.row] >= 0
    rows = found.row[known]
    columns = questions[rows] * table.shape[1] + found.col[known]
    return csr_matrix((found.data[known], (rows, columns)), shape=(table.shape[0], table.shape[1] * count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The columns of a model of wording.

    Attributes
    ----------
    vocabulary : Vocabulary
    own : array of shape (own columns,)
        Kept columns of grams by question: question times the size of the vocabulary, plus gram.
    usual : array of shape (questions,)
        Share of each recurring question; empty where none is told apart.
    """

    vocabulary: Vocabulary
    own: NDArray[np.int64]
    usual: NDArray[np.float64]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.vocabulary.names) + len(self.own) + len(self.usual)

    def matrix(self, table: csr_matrix, questions: NDArray[np.int64]) -> csr_matrix:
        """Columns of answers.

        Parameters
        ----------
        table : sparse matrix of shape (n, grams)
            Counts, in the vocabulary's order.
        questions : array of shape (n,)

        Returns
        -------
        sparse matrix of shape (n, width)
        """
        weighed = self.vocabulary.weigh(table)
        if not len(self.usual):
            return weighed
        own = _cross(weighed, questions, len(self.usual))[:, self.own] * _OWN
        return hstack([weighed, own, csr_matrix(asked(questions, self.usual) * _OWN)], format="csr")


def learn_space(design: Design, *, least: int, questions: int) -> tuple[Space, NDArray[np.int64]]:
    """Choose the columns, by grams that enough people used.

    Parameters
    ----------
    design : Design
    least : int
        People who must have used a gram.
    questions : int
        Recurring questions to be told apart; 0 for none.

    Returns
    -------
    tuple of (Space, array of shape (grams,))
        The array holds the vocabulary's columns in the design's counts.
    """
    vocabulary, kept = Vocabulary.learn(design.counts, design.people, least=least, companions=design.companions)
    own = np.zeros(0, dtype=np.int64)
    if questions:
        present = design.counts.table[:, kept]
        present.data = np.ones_like(present.data)
        crossed = _cross(present, design.questions, questions)
        rows = len(design)
        people = csr_matrix((np.ones(rows, dtype=np.float32), (design.people, np.arange(rows))))
        own = np.flatnonzero(np.asarray(((people @ crossed) > 0).sum(axis=0)).ravel() >= _FEWEST)
    usual = shares(design.questions, questions) if questions else np.zeros(0)
    return Space(vocabulary=vocabulary, own=own, usual=usual), kept
