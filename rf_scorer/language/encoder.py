"""Words into vectors that know their neighbours: spaCy's tok2vec layers at work, and at nothing else, in a form that processors like.

What thinc's own layers compute for a batch of Docs is computed here for plain words. Three things make it fast: the vector of a word by itself is
kept (a word is the same wherever it stands); words stand in columns, so that the halves of a maxout, and a word's neighbours, are whole stretches
of memory; and products are made over blocks that fit a processor's cache.

A text's vectors are the same whatever other texts are in its batch, and whatever was seen before. Libraries sum in another order at the edges of
a matrix than inside it, so that results differ in the last bit; hence every column that counts stands inside a block of which nobody uses the edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import NORM, ORTH, PREFIX, SHAPE, SUFFIX  # type: ignore[import-not-found]
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from thinc.api import Model

    Floats = NDArray[np.float32]

__all__ = ["Encoder", "by_steps"]

#: Columns of a block, and those at either end of it whose sums may differ in the last bit.
_BLOCK, _EDGE = 256, 8
#: A block's columns come in such steps: so many numbers a processor takes at once, at the most.
_STEP = 16
#: Words whose own vectors are kept; with more, all are forgotten.
_KEPT = 24_000
#: Columns that are worked on together: what they need fits into some megabytes.
_AT_ONCE = 6000
_ATTRIBUTES: list[int | str] = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
_SMALL = np.float32(1e-8)


class Encoder:
    """The layers of a pipeline's ``tok2vec``.

    Parameters
    ----------
    nlp : spacy.language.Language
        With a ``tok2vec`` of spaCy's ``MultiHashEmbed`` (with static vectors) and ``MaxoutWindowEncoder`` (of windows of three words).

    Raises
    ------
    ValueError
        If its layers are others.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        model: Model[Any, Any] = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
        embed, encode = model.get_ref("embed"), model.get_ref("encode")
        self._hashes = _layers(embed, "hashembed")
        names = ("extract_features", "static_vectors", "maxout", "layernorm")
        found = [_layers(embed, name) for name in names]
        if [len(layers) for layers in found] != [1] * len(names):
            raise ValueError("the layers of tok2vec are not those that are known here")
        (attributes,), (static,), (mixed,), (scaled,) = found
        windows, squashed = _layers(encode, "maxout"), _layers(encode, "layernorm")
        sizes_of = [layer.attrs["window_size"] for layer in _layers(encode, "expand_window")]
        if (
            attributes.attrs["columns"] not in (_ATTRIBUTES, [NORM, PREFIX, SUFFIX, SHAPE])
            or set(sizes_of) != {1}
            or not len(windows) == len(squashed) == len(sizes_of) > 0
            or getattr(nlp.vocab.vectors, "attr", ORTH) != ORTH
        ):
            raise ValueError("the layers of tok2vec are not those that are known here")
        self.width: int = windows[0].get_dim("nO")
        self._static = np.ascontiguousarray(static.get_param("W"))
        self._mixed = _Maxout(mixed, scaled)
        self._windows = [_Maxout(*pair) for pair in zip(windows, squashed, strict=True)]
        self._rows: dict[str, int] = {}
        self._table = np.empty((_KEPT, self.width), np.float32)

    def vectors(self, texts: Sequence[Sequence[str]]) -> list[Floats]:
        """The vectors of the words of several texts.

        Parameters
        ----------
        texts : sequence of sequence of str
            The words of each, as they would stand in a Doc.

        Returns
        -------
        list of numpy.ndarray
            For each text one row a word.
        """
        found: list[Floats] = []
        batch: list[Sequence[str]] = []
        width = 0
        for text in texts:
            if batch and width + len(text) > _AT_ONCE:
                found += self._encoded(batch)
                batch, width = [], 0
            batch.append(text)
            width += len(text) + len(self._windows)
        return found + self._encoded(batch)

    def _encoded(self, texts: Sequence[Sequence[str]]) -> list[Floats]:
        # Between two texts, and around them, stand as many columns of zeros as a word sees neighbours on one side.
        gap = len(self._windows)
        places, start = [], _EDGE + 1 + gap
        for text in texts:
            places.append((start, start + len(text)))
            start += len(text) + gap
        words = [word for text in texts for word in text]
        if not words:
            return [np.zeros((0, self.width), np.float32) for _ in texts]
        total = start + _BLOCK
        here = np.zeros((total, self.width), np.float32)
        rows = self._embedded(words)
        at = 0
        for low, high in places:
            here[low:high] = rows[at : at + high - low]
            at += high - low
        columns = np.ascontiguousarray(here.T)
        windows = np.empty((3 * self.width, _BLOCK), np.float32)
        for layer in self._windows:
            layer.add_windows(columns, windows, last=start)
        out = np.ascontiguousarray(columns.T)
        return [out[low:high] for low, high in places]

    def _embedded(self, words: list[str]) -> Floats:
        rows = self._rows
        new = list(dict.fromkeys(word for word in words if word not in rows))
        if len(rows) + len(new) > _KEPT:
            rows.clear()
            new = list(dict.fromkeys(words))
            if len(new) > _KEPT:
                return np.concatenate([self._alone(words[k : k + _KEPT]) for k in range(0, len(words), _KEPT)])
        if new:
            first = len(rows)
            self._table[first : first + len(new)] = self._alone(new)
            rows.update(zip(new, range(first, first + len(new)), strict=True))
        return self._table[[rows[word] for word in words]]

    def _alone(self, words: list[str]) -> Floats:
        """Vectors of words by themselves, each the same in whatever company."""
        doc = Doc(self._vocab, words=words)
        keys = doc.to_array(_ATTRIBUTES).astype("uint64")
        held = self._vocab.vectors.find(keys=doc.to_array(ORTH))
        static = by_steps(self._static, self._vocab.vectors.data[held])
        static[held < 0] = 0
        parts = [layer.predict(np.ascontiguousarray(keys[:, k])) for k, layer in enumerate(self._hashes)]
        # A single column would be summed in another order than one of many.
        rows = np.zeros((max(len(words), _STEP), self._mixed.inputs), np.float32)
        rows[: len(words)] = np.concatenate([*parts, static], axis=1)
        made = self._mixed.of(np.ascontiguousarray(by_steps(self._mixed.weights, rows).T))
        return made[:, : len(words)].T


class _Maxout:
    """A maxout layer and the layer of normal sizes behind it; inputs and outputs are columns."""

    def __init__(self, maxout: Model[Any, Any], norm: Model[Any, Any]) -> None:
        weights: Any = maxout.get_param("W")
        bias: Any = maxout.get_param("b")
        self.width: int
        self.pieces: int
        self.inputs: int
        self.width, self.pieces, self.inputs = weights.shape
        # First the first piece of every output, then the second.
        self.weights: Floats = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, self.inputs))
        self._bias: Floats = np.ascontiguousarray(bias.T.reshape(-1, 1))
        scale: Any = norm.get_param("G")
        shift: Any = norm.get_param("b")
        self._scale: Floats = scale.reshape(-1, 1)
        self._shift: Floats = shift.reshape(-1, 1)

    def of(self, product: Floats) -> Floats:
        """What becomes of the products of the weights with the inputs, which are overwritten."""
        product += self._bias
        width = self.width
        best = product[:width]
        for piece in range(1, self.pieces):
            np.maximum(best, product[piece * width : (piece + 1) * width], out=best)
        best -= best.sum(axis=0) / np.float32(width)
        size = np.square(best, out=product[width : 2 * width]).sum(axis=0) / np.float32(width)
        best *= np.float32(1) / np.sqrt(size + _SMALL)
        best *= self._scale
        best += self._shift
        return best

    def add_windows(self, columns: Floats, windows: Floats, *, last: int) -> None:
        """Add to each column up to `last` what this layer makes of it and its neighbours."""
        width = self.width
        product = np.empty((self.pieces * width, _BLOCK), np.float32)
        # What a block adds would be seen by the next one, whose first column has the last one of this for a neighbour.
        held: tuple[Floats, Floats] | None = None
        for start in range(1, last, _BLOCK - 2 * _EDGE):
            size = min(_BLOCK, max(2 * _STEP, -(-(last - start + _EDGE) // _STEP) * _STEP))
            seen = windows[:, :size]
            for k in range(3):
                seen[k * width : (k + 1) * width] = columns[:, start - 1 + k : start - 1 + k + size]
            made = self.of(np.matmul(self.weights, seen, out=product[:, :size]))[:, _EDGE : size - _EDGE].copy()
            if held is not None:
                np.add(*held, out=held[0])
            held = (columns[:, start + _EDGE : start + size - _EDGE], made)
        if held is not None:
            np.add(*held, out=held[0])


def by_steps(weights: Floats, rows: Floats) -> Floats:
    """Rows times transposed weights, in blocks of one shape, so that each row's product is the same in whatever company."""
    count, inputs = rows.shape
    blocks = -(-count // _STEP)
    given = np.zeros((blocks * _STEP, inputs), np.float32)
    given[:count] = rows
    columns = np.ascontiguousarray(given.reshape(blocks, _STEP, inputs).transpose(0, 2, 1))
    made = np.matmul(weights, columns).transpose(0, 2, 1)
    return np.ascontiguousarray(made).reshape(-1, len(weights))[:count]


def _layers(model: Model[Any, Any], name: str) -> list[Model[Any, Any]]:
    """All layers within one, in order, that are made by a function of thinc or spaCy."""
    return [layer for layer in model.walk(order="dfs_pre") if layer.name == name]
