"""Runs of one to three words and of two to five letters: how an answer is worded, as far as a linear model can use it.

Letters make spelling mistakes, endings and dialect spellings resemble what they vary. Nothing but case is changed, and a transcriber's notes and
punctuation (but for question marks) are left out: what was said counts, not how it was typed.

A *gram* is written ``w:she was`` or ``c: ang``, so that words and letters never meet. Counts enter as ``1 + log(count)`` times the gram's inverse
document frequency ``1 + log((1 + n) / (1 + df))``, and the two kinds are scaled to unit length each (Salton & Buckley 1988, Inf Process Manag
24:513-523), so that neither long answers nor the many letters win.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Counts", "Vocabulary", "Words", "count", "grams", "laid_on", "spoken_words", "tabulate"]

#: Longest run of words.
_WORDS = 3
#: Shortest and longest run of letters, a word's ends counted as letters.
_LETTERS = (2, 5)
#: Most grams of a vocabulary.
_MOST = 25_000
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\?")

#: A word as a model knows it, and where it stands.
Words = list[tuple[str, int, int]]


def spoken_words(text: str) -> Words:
    """Words of a text as a model knows them, each with its half-open offsets; transcriber's notes are left out."""
    return [
        (match.group().lower().replace("’", "'"), match.start(), match.end())
        for match in _TOKEN.finditer(masked(text, asides(text)))
    ]


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    least, most = _LETTERS
    return tuple(
        f"c:{padded[start : start + size]}"
        for size in range(least, min(most, len(padded)) + 1)
        for start in range(len(padded) - size + 1)
    )


def grams(words: Words) -> Iterator[tuple[str, int, int]]:
    """Every gram, with the offsets of the words it stands in.

    Parameters
    ----------
    words : list of (str, int, int)
        From :func:`spoken_words`.
    """
    for place, (word, start, end) in enumerate(words):
        name = f"w:{word}"
        yield name, start, end
        for later, _, reach in words[place + 1 : place + _WORDS]:
            name = f"{name} {later}"
            yield name, start, reach
        for letters in _letters(word):
            yield letters, start, end


def laid_on(words: Words, worth: Mapping[str, float]) -> list[float]:
    """What each word carries: the runs that begin with it, and the letters in it.

    Parameters
    ----------
    words : list of (str, int, int)
        From :func:`spoken_words`.
    worth : mapping of str to float
        Of every occurrence of a gram; those that are missing are worth nothing.
    """
    found, by_word = [], {}
    for place, (word, _, _) in enumerate(words):
        if word not in by_word:
            by_word[word] = sum(worth.get(letters, 0.0) for letters in _letters(word))
        name = f"w:{word}"
        total = by_word[word] + worth.get(name, 0.0)
        for later, _, _ in words[place + 1 : place + _WORDS]:
            name = f"{name} {later}"
            total += worth.get(name, 0.0)
        found.append(total)
    return found


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
            for later in (None, *words[start + 1 : start + _WORDS]):
                name = name if later is None else f"{name} {later}"
                column = place.get(name)
                if column is not None:
                    found[column] = found.get(column, 0) + 1
    for word, times in said.items():
        if word not in letters:
            letters[word] = [place[name] for name in _letters(word) if name in place]
        for column in letters[word]:
            found[column] = found.get(column, 0) + times
    return found


@dataclass(frozen=True, kw_only=True)  # no slots: what is derived from the names is kept
class Vocabulary:
    """The grams that a model knows, and how much each tells one answer from another.

    Attributes
    ----------
    names : tuple of str
        Sorted, so that letters come before words.
    idf : array of shape (grams,)
    """

    names: tuple[str, ...]
    idf: NDArray[np.float64]

    @classmethod
    def learn(
        cls, counts: Counts, groups: NDArray[np.int64], *, least: int, companions: int = 0
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
        return cls(names=tuple(counts.names[index] for index in kept), idf=idf), kept

    def weigh(self, table: csr_matrix) -> csr_matrix:
        """Weights of the vocabulary's grams.

        Parameters
        ----------
        table : sparse matrix of shape (answers, grams)
            Counts, in the vocabulary's order.
        """
        found = csr_matrix(table, dtype=np.float64, copy=True)
        found.data = (1.0 + np.log(found.data)) * self.idf[found.indices]
        rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
        of_words = found.indices >= self.split
        home = 2 * rows + of_words
        lengths = np.sqrt(np.bincount(home, weights=found.data**2, minlength=2 * found.shape[0]))
        found.data = found.data / lengths[home]
        return found

    @cached_property
    def split(self) -> int:
        """The first column of a word; letters (``c:``) sort before words (``w:``)."""
        return sum(1 for name in self.names if name.startswith("c:"))

    @cached_property
    def place(self) -> dict[str, int]:
        """Column of every gram."""
        return {name: index for index, name in enumerate(self.names)}


def _users(present: csr_matrix, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """People who used each gram, array of shape (grams,)."""
    rows = len(groups)
    people = csr_matrix((np.ones(rows, dtype=np.float32), (groups, np.arange(rows))))
    return np.asarray(((people @ present) > 0).sum(axis=0), dtype=np.int64).ravel()
