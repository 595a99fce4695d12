"""Tags, parts of speech and base forms of words with vectors: what spaCy's tagger, morphologizer and edit-tree lemmatizer say, without Docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.language.encoder import by_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.pipeline import EditTreeLemmatizer, Morphologizer, Tagger

    Floats = NDArray[np.float32]

__all__ = ["Labels"]

#: Base forms that are kept; with more, all are forgotten.
_KEPT = 100_000
_LEAST = np.finfo(np.float32).min


class Labels:
    """The components of a pipeline that say something of each word by itself.

    Parameters
    ----------
    nlp : spacy.language.Language
        With ``tagger``, ``morphologizer`` and ``trainable_lemmatizer``.
    """

    def __init__(self, nlp: Language) -> None:
        tagger: Tagger = nlp.get_pipe("tagger")
        morphologizer: Morphologizer = nlp.get_pipe("morphologizer")
        self._lemmatizer: EditTreeLemmatizer = nlp.get_pipe("trainable_lemmatizer")  # type: ignore[assignment]
        self._tag, self._pos, self._tree = (_Choice(one) for one in (tagger, morphologizer, self._lemmatizer))
        self._tags = list(tagger.labels)
        # Most labels of the morphologizer are features that nobody here reads.
        strings, parts = nlp.vocab.strings, morphologizer.cfg["labels_pos"]
        self._parts = [strings[parts.get(label, 0)] for label in morphologizer.labels]
        self._trees: list[int] = self._lemmatizer.cfg["labels"]
        self._lemmas: dict[tuple[str, int], str | None] = {}

    def tags(self, vectors: Floats) -> list[str]:
        """Tags of the Penn Treebank for rows of vectors."""
        return [self._tags[k] for k in self._tag.best(self._tag.scores(vectors))]

    def parts(self, vectors: Floats) -> list[str]:
        """Universal parts of speech for rows of vectors."""
        return [self._parts[k] for k in self._pos.best(self._pos.scores(vectors))]

    def lemmas(self, words: Sequence[str], vectors: Floats) -> list[str]:
        """Base forms of words with these vectors: by the likeliest edits that can be made to each, or else the words themselves."""
        if len(self._lemmas) > _KEPT:
            self._lemmas.clear()
        scores = self._tree.scores(vectors)
        found = []
        for k, (word, first) in enumerate(zip(words, self._tree.best(scores), strict=True)):
            lemma = self._edited(word, first)
            found.append(lemma if lemma is not None else self._further(word, scores[k]))
        return found

    def _edited(self, word: str, choice: int) -> str | None:
        key = word, choice
        try:
            return self._lemmas[key]
        except KeyError:
            lemma: str | None = self._lemmatizer.trees.apply(self._trees[choice], word)
            self._lemmas[key] = lemma
            return lemma

    def _further(self, word: str, scores: Floats) -> str:
        for _ in range(self._lemmatizer.top_k - 1):
            scores[scores.argmax()] = _LEAST
            lemma = self._edited(word, int(scores.argmax()))
            if lemma is not None:
                return lemma
        return word if self._lemmatizer.backoff == "orth" else ""


class _Choice:
    """A layer that gives every label a score."""

    def __init__(self, component: Tagger) -> None:
        layer = component.model.layers[-1].layers[-1]
        self._weights = np.ascontiguousarray(layer.get_param("W"))
        self._bias = layer.get_param("b")

    def scores(self, vectors: Floats) -> Floats:
        """For each row the score of each label."""
        found = by_steps(self._weights, vectors)
        found += self._bias
        return found

    @staticmethod
    def best(scores: Floats) -> list[int]:
        """For each row the label with the highest score."""
        return scores.argmax(axis=1).tolist()  # type: ignore[no-any-return]
