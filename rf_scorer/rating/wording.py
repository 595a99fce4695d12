"""Runs of one to three words and of two to five letters: how an answer is worded, as far as a linear model can use it.

Letters make spelling mistakes, endings and dialect spellings resemble what they vary. Nothing but case is changed, and a transcriber's notes and
punctuation (but for question marks) are left out: what was said counts, not how it was typed.

A *gram* is written ``w:she was`` or ``c: ang``, so that words and letters never meet. Counts enter as ``1 + log(count)`` times the gram's inverse
document frequency ``1 + log((1 + n) / (1 + df))``, and the two kinds are scaled to unit length each (Salton & Buckley 1988, Inf Process Manag
24:513-523), so that neither long answers nor the many letters win.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.laid import UNKNOWN, Laid
from rf_scorer.rating.rows import Rows
from rf_scorer.transcripts.conventions import asides, masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.rows import Sparse

__all__ = ["LONGEST_RUN", "Vocabulary", "Words", "grams", "letters_of", "lowered", "spoken_words"]

#: Longest run of words.
LONGEST_RUN = 3
#: Shortest and longest run of letters, a word's ends counted as letters.
_LETTERS = (2, 5)
#: Words whose letters a vocabulary remembers the columns of.
_REMEMBERED = 20_000
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\?")

#: A word as a model knows it, and where it stands.
Words = list[tuple[str, int, int]]


def spoken_words(text: str) -> Words:
    """Words of a text as a model knows them, each with its half-open offsets; transcriber's notes are left out."""
    heard = masked(text, asides(text))
    small = lowered(heard)
    if small is None:
        return [(match[0].lower().replace("’", "'"), *match.span()) for match in _TOKEN.finditer(heard)]
    return [(match[0], *match.span()) for match in _TOKEN.finditer(small.replace("’", "'"))]


def lowered(text: str) -> str | None:
    """A text in small letters, the same as every word of it by itself; None for the few in which no letter would keep its place, or be the same.

    A capital sigma becomes one of two letters by what stands beside it, and a capital dotted I becomes two.
    """
    small = text.lower()
    return small if len(small) == len(text) and "\u03a3" not in text else None


def letters_of(word: str) -> tuple[str, ...]:
    """Every run of letters in a word, its ends counted as letters."""
    padded = f" {word} "
    least, most = _LETTERS
    return tuple(
        f"c:{padded[start : start + size]}"
        for size in range(least, min(most, len(padded)) + 1)
        for start in range(len(padded) - size + 1)
    )


_letters = lru_cache(maxsize=20_000)(letters_of)


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
        for later, _, reach in words[place + 1 : place + LONGEST_RUN]:
            name = f"{name} {later}"
            yield name, start, reach
        for letters in _letters(word):
            yield letters, start, end


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

    def lay(self, said: Sequence[Words]) -> Laid:
        """Where the grams of an answer stand.

        Parameters
        ----------
        said : sequence of list of (str, int, int)
            From :func:`spoken_words`, for each of its turns; no gram reaches from one turn into the next.
        """
        column, runs = self._run_columns.get, []
        numbers: dict[str, int] = {}
        words: list[int] = []
        for turn in said:
            spoken = [word for word, _, _ in turn]
            words += [numbers.setdefault(word, len(numbers)) for word in spoken]
            of_turn = np.full((len(spoken), LONGEST_RUN), UNKNOWN, dtype=np.int64)
            of_turn[:, 0] = [column(word, UNKNOWN) for word in spoken]
            names = spoken
            for more in range(1, min(LONGEST_RUN, len(spoken))):
                names = [f"{name} {later}" for name, later in zip(names, spoken[more:], strict=False)]
                of_turn[: len(names), more] = [column(name, UNKNOWN) for name in names]
            runs.append(of_turn)
        letters = [self._of_letters(word) for word in numbers]
        sizes = [len(columns) for columns in letters]
        return Laid(
            words=np.array(words, dtype=np.int64),
            runs=np.concatenate(runs) if runs else np.zeros((0, LONGEST_RUN), dtype=np.int64),
            letters=np.concatenate(letters) if letters else np.zeros(0, dtype=np.int32),
            owners=np.repeat(np.arange(len(numbers)), sizes),
            distinct=len(numbers),
        )

    def tabulate(self, answers: Sequence[Laid]) -> Rows:
        """Counts of the vocabulary's grams in each answer."""
        columns, entries = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for laid in answers:
            counts = laid.counts
            columns.append(np.flatnonzero(counts))
            entries.append(counts[columns[-1]])
        return Rows(
            indptr=np.cumsum([len(found) for found in columns]),
            indices=np.concatenate(columns),
            data=np.concatenate(entries),
            width=len(self.names),
        )

    def weigh(self, table: Sparse) -> Rows:
        """Weights of the vocabulary's grams.

        Parameters
        ----------
        table : sparse matrix of shape (answers, grams)
            Counts, in the vocabulary's order; columns ascend within a row.
        """
        count = table.shape[0]
        data = (1.0 + np.log(table.data.astype(np.float64))) * self.idf[table.indices]
        rows = np.repeat(np.arange(count), np.diff(table.indptr))
        home = 2 * rows + (table.indices >= self.split)
        lengths = np.sqrt(np.bincount(home, weights=data**2, minlength=2 * count))
        return Rows(indptr=table.indptr, indices=table.indices, data=data / lengths[home], width=table.shape[1])

    def _of_letters(self, word: str) -> NDArray[np.int32]:
        """Columns of the letters in a word, one for each time they stand there."""
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            column = self._letter_columns.get
            places = [at for name in letters_of(word) if (at := column(name)) is not None]
            found = np.array(places, dtype=np.int32)
            self._remembered[word] = found
        return found

    @cached_property
    def _remembered(self) -> dict[str, NDArray[np.int32]]:
        return {}

    @cached_property
    def split(self) -> int:
        """The first column of a word; letters (``c:``) sort before words (``w:``)."""
        return sum(1 for name in self.names if name.startswith("c:"))

    @cached_property
    def _run_columns(self) -> dict[str, int]:
        """Column of every run of words, by the words alone."""
        return {name[2:]: at for at, name in enumerate(self.names[self.split :], self.split)}

    @cached_property
    def _letter_columns(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.names[: self.split])}
