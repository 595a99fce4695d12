"""Rows of numbers most of which are 0, by numpy alone: a model at work needs no more, and starts the sooner for it.

Every sum is taken entry after entry in the order of the columns, so that a row comes to the same whatever rows stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

__all__ = ["Rows", "Sparse", "beside"]


class Sparse(Protocol):
    """What :class:`Rows` and the matrices of scipy have in common: a model works on either, and learns from scipy's."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""

    @property
    def indptr(self) -> NDArray[Any]:
        """Where each row begins among the entries, and where the last one ends."""

    @property
    def indices(self) -> NDArray[Any]:
        """Column of every entry."""

    @property
    def data(self) -> NDArray[Any]:
        """The entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of which only what is not 0 is kept; named as scipy names the parts of its own.

    Attributes
    ----------
    indptr : array of shape (n + 1,)
    indices, data : array of shape (entries,)
        Columns ascend within a row.
    width : int
        Number of columns.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int64]
    data: NDArray[np.float64]
    width: int

    @classmethod
    def of(cls, table: NDArray[np.float64]) -> Rows:
        """What is not 0 in a table, array of shape (n, width)."""
        rows, columns = np.nonzero(table)
        return cls(
            indptr=_ends(rows, len(table)),
            indices=columns.astype(np.int64),
            data=table[rows, columns],
            width=table.shape[1],
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.indptr) - 1, self.width

    def row(self, index: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns and entries of one row."""
        part = slice(self.indptr[index], self.indptr[index + 1])
        return self.indices[part], self.data[part]

    def __matmul__(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """The product with a vector of shape (width,) or a table of shape (width, k)."""
        count = len(self.indptr) - 1
        if right.ndim == 1:
            rows = np.repeat(np.arange(count), np.diff(self.indptr))
            sums = np.bincount(rows, weights=self.data * right[self.indices], minlength=count)
            return np.asarray(sums, dtype=np.float64)
        # Rows of a table that lies row by row are added one after another; of any other, numpy adds in pairs.
        right = np.ascontiguousarray(right)
        found = np.zeros((count, right.shape[1]))
        for index, (start, end) in enumerate(pairwise(self.indptr.tolist())):
            part = right.take(self.indices[start:end], axis=0)
            part *= self.data[start:end, None]
            np.add.reduce(part, axis=0, out=found[index])
        return found

    def csr(self) -> csr_matrix:
        """The same as scipy's own, to learn from."""
        from scipy.sparse import csr_matrix  # here, since a model at work never needs it

        return csr_matrix((self.data, self.indices, self.indptr), shape=self.shape)

    def toarray(self) -> NDArray[np.float64]:
        """The whole table, array of shape (n, width)."""
        found = np.zeros(self.shape)
        found[np.repeat(np.arange(len(found)), np.diff(self.indptr)), self.indices] = self.data
        return found


def beside(*parts: Sparse) -> Rows:
    """Tables of the same rows side by side."""
    sizes = [np.diff(part.indptr) for part in parts]
    indptr = np.concatenate([[0], np.cumsum(np.sum(sizes, axis=0))]).astype(np.int64)
    indices = np.empty(indptr[-1], dtype=np.int64)
    data = np.empty(indptr[-1], dtype=np.float64)
    width, taken = 0, np.zeros(len(indptr) - 1, dtype=np.int64)
    for part, size in zip(parts, sizes, strict=True):
        place = np.arange(len(part.data)) + np.repeat(indptr[:-1] + taken - part.indptr[:-1], size)
        indices[place] = part.indices + width
        data[place] = part.data
        width += part.shape[1]
        taken += size
    return Rows(indptr=indptr, indices=indices, data=data, width=width)


def _ends(rows: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Where each of ``count`` rows begins among entries that stand row by row, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)
