"""Grams of many answers, counted to learn from: which stand in a vocabulary, and in how many answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from rf_scorer.rating.wording import LONGEST_RUN, Vocabulary, grams, letters_of, spoken_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Counts", "count", "learn_vocabulary", "tabulate"]

#: Most grams of a vocabulary.
_MOST = 25_000


def count(texts: Sequence[str]) -> Counter[str]:
    """How often each gram stands in an answer's turns; no gram reaches from one turn into the next."""
    return Counter(name for text in texts for name, _, _ in grams(spoken_words(text)))


@dataclass(frozen=True, slots=True)
class Counts:
    """Grams of many answers.

    Attributes
    ----------
    names : tuple of str
        Sorted.
    table : sparse matrix of shape (answers, grams)
    """

    names: tuple[str, ...]
    table: csr_matrix

    @classmethod
    def of(cls, answers: Sequence[Sequence[str]], *, least: int = 2) -> Counts:
        """Count the grams of answers, each given by its turns.

        Parameters
        ----------
        answers : sequence of sequence of str
        least : int
            Grams that stand in fewer answers are never kept: they could teach nothing, and most of a corpus are such.
        """
        seen: Counter[str] = Counter()
        for texts in answers:
            seen.update(count(texts).keys())
        names = tuple(sorted(name for name, times in seen.items() if times >= least))
        del seen
        return cls(names, tabulate(answers, {name: index for index, name in enumerate(names)}))

    def within(self, names: Sequence[str]) -> csr_matrix:
        """Counts of some grams, in the given order; those that never occur have none."""
        place = {name: index for index, name in enumerate(self.names)}
        columns = np.array([place.get(name, -1) for name in names], dtype=np.int64)
        found = self.table[:, np.maximum(columns, 0)]
        if (columns >= 0).all():
            return found
        found = found.tocsc()
        for column in np.flatnonzero(columns < 0).tolist():
            found.data[found.indptr[column] : found.indptr[column + 1]] = 0.0
        found = found.tocsr()
        found.eliminate_zeros()
        return found


def tabulate(answers: Sequence[Sequence[str]], place: Mapping[str, int]) -> csr_matrix:
    """Counts of known grams.

    Parameters
    ----------
    answers : sequence of sequence of str
        The turns of each answer.
    place : mapping of str to int
        Column of every gram.

    Returns
    -------
    sparse matrix of shape (answers, grams)
    """
    ends, columns, values = [0], [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.float32)]
    letters: dict[str, list[int]] = {}
    for texts in answers:
        found = sorted(_placed(texts, place, letters).items())
        columns.append(np.array([column for column, _ in found], dtype=np.int32))
        values.append(np.array([times for _, times in found], dtype=np.float32))
        ends.append(ends[-1] + len(found))
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=(len(answers), len(place))
    )


def _placed(texts: Sequence[str], place: Mapping[str, int], letters: dict[str, list[int]]) -> dict[int, int]:
    """Counts by column: what :func:`count` finds, letters looked up once for each word (``letters`` keeps them)."""
    found: dict[int, int] = {}
    said: Counter[str] = Counter()
    for text in texts:
        words = [word for word, _, _ in spoken_words(text)]
        said.update(words)
        for start, word in enumerate(words):
            name = f"w:{word}"
            for later in (None, *words[start + 1 : start + LONGEST_RUN]):
                name = name if later is None else f"{name} {later}"
                column = place.get(name)
                if column is not None:
                    found[column] = found.get(column, 0) + 1
    for word, times in said.items():
        if word not in letters:
            letters[word] = [place[name] for name in letters_of(word) if name in place]
        for column in letters[word]:
            found[column] = found.get(column, 0) + times
    return found


def learn_vocabulary(
    counts: Counts, groups: NDArray[np.int64], *, least: int, companions: int = 0
) -> tuple[Vocabulary, NDArray[np.int64]]:
    """Keep the grams of several people.

    Parameters
    ----------
    counts : Counts
        Of the answers to learn from.
    groups : array of shape (answers,)
        Who gave each answer.
    least : int
        People who must have used a gram: a model must not carry one person's words, nor learn a person. More, where more than
        25,000 grams are left.
    companions : int
        So many of the answers, the last ones, are invented: whoever gave them does not make two people three.

    Returns
    -------
    tuple of (Vocabulary, array of shape (grams,))
        The array holds the kept columns of ``counts``.
    """
    rows = len(groups)
    present = counts.table.copy()
    present.data = np.ones_like(present.data)
    own = rows - companions
    users = _users(present[:own], groups[:own])
    if companions:
        users = np.maximum(users, _users(present[own:], groups[own:]))
    # The widest used are the best known; ties go together, so that no order decides.
    widest = np.sort(users)[::-1]
    least = max(least, int(widest[_MOST]) + 1) if len(widest) > _MOST else least
    kept = np.flatnonzero(users >= least)
    answers = np.asarray(present.sum(axis=0)).ravel()[kept]
    idf = 1.0 + np.log((1.0 + rows) / (1.0 + answers))
    return Vocabulary(names=tuple(counts.names[index] for index in kept), idf=idf), kept


def _users(present: csr_matrix, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """People who used each gram, array of shape (grams,)."""
    rows = len(groups)
    people = csr_matrix((np.ones(rows, dtype=np.float32), (groups, np.arange(rows))))
    return np.asarray(((people @ present) > 0).sum(axis=0), dtype=np.int64).ravel()
