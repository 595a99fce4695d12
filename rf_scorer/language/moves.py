"""Heads, relations and entities by a transition at a time: spaCy's greedy parsers at work, with arithmetic of their own.

The states, what may be done in each, and what that does to it are spaCy's own. What is computed here is how well each transition suits each state:
spaCy's loop does it without the interpreter's lock, which some of the functions that it calls take and give back a hundred times a state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.pipeline import DependencyParser, EntityRecognizer
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

__all__ = ["Moves"]

#: Words of the Docs that are worked on together: a word takes ten kilobytes.
_AT_ONCE = 1600


class Moves:
    """A parser or an entity recogniser that takes the best transition each time.

    Parameters
    ----------
    component : spacy.pipeline.DependencyParser or spacy.pipeline.EntityRecognizer
        Listening to a ``tok2vec``, with a hidden layer of two pieces and one above it.

    Raises
    ------
    ValueError
        If its layers are others.
    """

    def __init__(self, component: DependencyParser | EntityRecognizer) -> None:
        model = component.model
        narrow, lower, upper = model.layers
        linear = narrow.layers[-1]
        if (
            component.cfg["beam_width"] != 1
            or not model.attrs["has_upper"]
            or model.attrs["unseen_classes"]
            or lower.get_dim("nP") != 2
        ):
            raise ValueError("the layers of a parser are not those that are known here")
        self._component = component
        self._narrow, self._narrowed = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")
        weights, pad = lower.get_param("W"), lower.get_param("pad")[0]
        self.features, self._hidden, _, inputs = weights.shape
        # The first piece of every hidden unit, then the second: the greater of the two is taken of whole rows.
        by_piece = weights.transpose(0, 2, 1, 3).reshape(-1, inputs)
        self._weights = np.ascontiguousarray(by_piece.T)
        self._pad = pad.transpose(0, 2, 1).reshape(self.features, -1)
        self._bias = np.ascontiguousarray(lower.get_param("b").T.reshape(-1))
        self._upper, self._uppered = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        # Words count from -1, which is none.
        self._places = np.arange(self.features, 2 * self.features)
        self._room = np.empty((0, len(by_piece)), np.float32)
        self._asked = _Asked(self.features)

    def annotate(self, docs: Sequence[Doc], vectors: Sequence[Floats]) -> None:
        """Set the annotations of Docs, of which none is without a word.

        Parameters
        ----------
        docs : sequence of spacy.tokens.Doc
        vectors : sequence of numpy.ndarray
            For each the vectors of its words.
        """
        order = sorted(range(len(docs)), key=lambda k: len(docs[k]))
        batch: list[int] = []
        words = 0
        for k in order:
            if batch and words + len(docs[k]) > _AT_ONCE:
                self._batch([docs[i] for i in batch], np.concatenate([vectors[i] for i in batch]))
                batch, words = [], 0
            batch.append(k)
            words += len(docs[k])
        if batch:
            self._batch([docs[i] for i in batch], np.concatenate([vectors[i] for i in batch]))

    def _batch(self, docs: list[Doc], vectors: Floats) -> None:
        component = self._component
        states: list[Any] = component.moves.init_batch(docs)
        summands = self._summands(vectors)
        live = [state for state in states if not state.is_final()]
        while live:
            chosen = self._asked.tokens(live)
            chosen *= self.features
            chosen += self._places
            hidden = np.add.reduce(summands.take(chosen, axis=0), axis=1)
            hidden += self._bias
            best = np.maximum(hidden[:, : self._hidden], hidden[:, self._hidden :])
            scores = np.matmul(best, self._upper)
            scores += self._uppered
            live = component.transition_states(live, scores)
        component.set_annotations(docs, states)

    def _summands(self, vectors: Floats) -> Floats:
        """What each word adds to the hidden layer in each place of a state; first what a place adds in which no word is."""
        count = len(vectors) + 1
        if len(self._room) < count:
            self._room = np.empty((count, self._room.shape[1]), np.float32)
        room = self._room[:count]
        narrow = vectors @ self._narrow
        narrow += self._narrowed
        room[0] = self._pad.reshape(-1)
        np.matmul(narrow, self._weights, out=room[1:])
        if len(self._room) > 2 * _AT_ONCE:
            self._room = np.empty((0, self._room.shape[1]), np.float32)
        return room.reshape(count * self.features, -1)


class _Asked:
    """As much of spaCy's model of a step as its question needs which words a state is about."""

    def __init__(self, features: int) -> None:
        self.state2vec, self.nF = self, features

    def tokens(self, states: list[Any]) -> NDArray[np.int32]:
        """For each state the word in each place, or -1."""
        found: NDArray[np.int32] = ParserStepModel.get_token_ids(self, states)
        return found
