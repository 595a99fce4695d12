"""An answer laid on a vocabulary: where each of its grams stands there, and what each word carries by what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNKNOWN", "Laid"]

#: Place of a run of words that a vocabulary does not know: behind all that it knows.
UNKNOWN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Columns of an answer's grams.

    Attributes
    ----------
    words : array of shape (n,)
        Number of each word among the different ones, in the order of the answer.
    runs : array of shape (n, longest run)
        Columns of the runs of one word, two and more that begin with each word; :data:`UNKNOWN` where there is none.
    letters, owners : array of shape (entries,)
        Columns of letters, and the number of the word that they stand in, once for each different word.
    distinct : int
        How many different words there are.
    """

    words: NDArray[np.int64]
    runs: NDArray[np.int64]
    letters: NDArray[np.integer[Any]]
    owners: NDArray[np.int64]
    distinct: int

    @property
    def counts(self) -> NDArray[np.float64]:
        """How often each gram stands in the answer, up to the last column of those that do."""
        runs = self.runs[self.runs != UNKNOWN]
        times = np.bincount(self.words, minlength=self.distinct)
        columns = np.concatenate([runs, self.letters])
        weights = np.concatenate([np.ones(len(runs)), times[self.owners]])
        return np.asarray(np.bincount(columns, weights=weights), dtype=np.float64)

    def carried(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each word carries: the letters in it, and the runs that begin with it.

        Parameters
        ----------
        worth : array of shape (width + 1,)
            Of every occurrence of a gram; the last place, of what is not known, is 0.

        Returns
        -------
        array of shape (n,)
        """
        by_word = np.bincount(self.owners, weights=worth[self.letters], minlength=self.distinct)
        found = np.asarray(by_word, dtype=np.float64)[self.words]
        for column in self.runs.T:
            found += worth[column]
        return found
