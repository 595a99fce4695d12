"""Weights of grams as columns, shared by all questions and, where questions recur, once more for each of them.

A gram that matters everywhere gets its weight in the shared columns, one that matters for a single question in that question's own (Daumé 2007,
*Frustratingly easy domain adaptation*, ACL 256-263).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.members.columns import asked, shares
from rf_scorer.rating.rows import Rows, beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rf_scorer.rating.design import Design
    from rf_scorer.rating.rows import Sparse
    from rf_scorer.rating.wording import Vocabulary

__all__ = ["Space", "learn_space"]

#: People who must have used a gram in answer to one question for its column there: of grams that enough people use at all, this tells nobody.
_FEWEST = 2
#: How much larger a question's own columns are than the shared ones: they see fewer answers, and a ridge penalty would silence them.
_OWN = 2.0


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

    def matrix(self, table: Sparse, questions: NDArray[np.int64]) -> Rows:
        """Columns of answers.

        Parameters
        ----------
        table : sparse matrix of shape (n, grams)
            Counts, in the vocabulary's order; columns ascend within a row.
        questions : array of shape (n,)

        Returns
        -------
        Rows of shape (n, width)
        """
        weighed = self.vocabulary.weigh(table)
        if not len(self.usual):
            return weighed
        return beside(weighed, self._own(weighed, questions), Rows.of(asked(questions, self.usual) * _OWN))

    def _own(self, weighed: Rows, questions: NDArray[np.int64]) -> Rows:
        """The grams that have a column of the question that was asked."""
        rows = np.repeat(np.arange(len(questions)), np.diff(weighed.indptr))
        wanted = _crossed(weighed, questions, rows)
        place = np.searchsorted(self.own, wanted)
        there = (wanted >= 0) & (place < len(self.own))
        there[there] = self.own[place[there]] == wanted[there]
        return Rows(
            indptr=np.concatenate([[0], np.cumsum(there)])[weighed.indptr],
            indices=place[there],
            data=weighed.data[there] * _OWN,
            width=len(self.own),
        )


def _crossed(table: Sparse, questions: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Question times grams, plus gram, for every entry; below 0 where the question is unknown."""
    asked_with = questions[rows]
    return np.where(asked_with >= 0, asked_with * table.shape[1] + table.indices, -1)


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
    from scipy.sparse import csr_matrix  # here, since a model at work never needs it

    from rf_scorer.rating.counts import learn_vocabulary

    vocabulary, kept = learn_vocabulary(design.counts, design.people, least=least, companions=design.companions)
    own = np.zeros(0, dtype=np.int64)
    if questions:
        present = design.counts.table[:, kept]
        present.data = np.ones_like(present.data)
        rows = np.repeat(np.arange(len(design)), np.diff(present.indptr))
        crossed = _crossed(present, design.questions, rows)
        known = crossed >= 0
        # Each person once for each gram and question.
        people = csr_matrix(
            (np.ones(int(known.sum()), dtype=np.float32), (design.people[rows[known]], crossed[known])),
            shape=(int(design.people.max()) + 1, len(kept) * questions),
        )
        own = np.flatnonzero(np.asarray((people > 0).sum(axis=0)).ravel() >= _FEWEST)
    usual = shares(design.questions, questions) if questions else np.zeros(0)
    return Space(vocabulary=vocabulary, own=own, usual=usual), kept
