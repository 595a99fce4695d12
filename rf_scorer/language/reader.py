"""The shipped pipeline at work: loaded once a process for all who read with it, and every text read but once.

Whoever looks for names and whoever reads the participant's words need the same vectors of the same words. They are made here (:mod:`encoder`), and
each asks for what it needs of them: tags and entities, or a grammar. The answers are those of spaCy's own components, which are tested against.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import spacy
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import registry

from rf_scorer.language.encoder import Encoder
from rf_scorer.language.grammar import Grammar, join, settled
from rf_scorer.language.labels import Labels
from rf_scorer.language.moves import Moves
from rf_scorer.language.ops import one_thread
from rf_scorer.language.pipelines import Pipeline, digest_of, ours_alone, shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    from rf_scorer.language.spoken import Spoken

    Floats = NDArray[np.float32]

__all__ = ["Part", "Reader", "reader"]

_NONE: Floats = np.zeros((0, 0), np.float32)
#: Words whose grammar is read together.
_AT_ONCE = 6000


class Part:
    """Words that are read at once: a text, or as much of a long one as memory should bear.

    Attributes
    ----------
    first, last : int
        Half-open range of the words in what was said.
    words : tuple of str
        As a parser reads them.
    vectors : numpy.ndarray
        One row a word; none before somebody needs them.
    """

    __slots__ = ("first", "last", "spaces", "vectors", "words")

    def __init__(self, spoken: Spoken, first: int, last: int) -> None:
        words, self.spaces = spoken.written(first, last)
        self.first, self.last, self.words = first, last, tuple(words)
        self.vectors: Floats = _NONE


class Reader(Pipeline):
    """The shipped pipeline, with all of its components.

    Parameters
    ----------
    nlp : spacy.language.Language
    digest : str
        SHA-256 over its files.
    """

    def __init__(self, nlp: Language, digest: str) -> None:
        super().__init__(nlp, digest)
        self._encoder, self._labels = Encoder(nlp), Labels(nlp)
        # Its parts have room that they use again: one thread at a time.
        self._working = Lock()
        self._parser, self._names = Moves(nlp.get_pipe("parser")), Moves(nlp.get_pipe("ner"))

    @staticmethod
    def parts(spoken: Spoken) -> list[Part]:
        """What was said in a text, in parts of bounded length."""
        return [Part(spoken, first, last) for first, last in spoken.parts()]

    def look(self, parts: Sequence[Part]) -> list[tuple[list[str], list[str]]]:
        """For each part the tags of its words, and their entities' labels, empty where a word is in none."""
        with self._working, one_thread():
            self._encode(parts)
            distinct = _distinct(parts)
            vectors = [part.vectors for part in distinct]
            docs = [Doc(self.vocab, words=list(part.words), spaces=part.spaces) for part in distinct]
            self._names.annotate(docs, vectors)
            tags = iter(self._labels.tags(np.concatenate(vectors))) if vectors else iter(())
        found = {}
        for part, doc in zip(distinct, docs, strict=True):
            entities = [""] * len(doc)
            for entity in doc.ents:
                entities[entity.start : entity.end] = [entity.label_] * len(entity)
            found[part.words] = [next(tags) for _ in part.words], entities
        return [found[part.words] if part.words else ([], []) for part in parts]

    def grammars(
        self,
        heard: Iterable[Spoken],
        *,
        base: Callable[[str], str] = str,
        parts: Iterable[Sequence[Part]] | None = None,
    ) -> Iterator[Grammar]:
        """Tag and parse what was said in several texts, in order.

        Parameters
        ----------
        heard : iterable of Spoken
        base : callable, optional
            Gives the base form of a word in lower case, where the pipeline does not.
        parts : iterable of sequence of Part, optional
            The parts of each, if somebody has looked at them already.
        """
        batch: list[Sequence[Part]] = []
        words = 0
        for one in parts if parts is not None else map(self.parts, heard):
            size = sum(len(part.words) for part in one)
            if batch and words + size > _AT_ONCE:
                yield from self._grammars(batch, base)
                batch, words = [], 0
            batch.append(one)
            words += size
        if batch:
            yield from self._grammars(batch, base)

    def _grammars(self, texts: Sequence[Sequence[Part]], base: Callable[[str], str]) -> Iterator[Grammar]:
        parts = [part for text in texts for part in text]
        with self._working, one_thread():
            self._encode(parts)
            distinct = _distinct(parts)
            read = dict(zip((part.words for part in distinct), self._read(distinct, base), strict=True))
        for text in texts:
            # Lists that one reader changes must not be another's.
            yield join([_copy(read[part.words]) if part.words else _empty() for part in text])

    def _read(self, parts: Sequence[Part], base: Callable[[str], str]) -> Iterator[Grammar]:
        if not parts:
            return
        vectors = [part.vectors for part in parts]
        docs = [Doc(self.vocab, words=list(part.words), spaces=part.spaces) for part in parts]
        self._parser.annotate(docs, vectors)
        rows: Floats = np.concatenate(vectors)
        words = [word for part in parts for word in part.words]
        tag, pos, lemma = self._labels.tags(rows), self._labels.parts(rows), self._labels.lemmas(words, rows)
        strings, last = self.vocab.strings, 0
        for part, doc in zip(parts, docs, strict=True):
            first, last = last, last + len(doc)
            columns = doc.to_array(["DEP", "HEAD", "SENT_START"]).astype("int64").T
            yield settled(
                Grammar(
                    pos[first:last],
                    tag[first:last],
                    lemma[first:last],
                    [strings[value] for value in columns[0].astype("uint64").tolist()],
                    [k + offset if offset else -1 for k, offset in enumerate(columns[1].tolist())],
                    begins=[value == 1 for value in columns[2].tolist()],
                ),
                lambda part=part: [word.lower() for word in part.words],  # type: ignore[misc]
                base=base,
                clear=self.clear,
            )

    def _encode(self, parts: Iterable[Part]) -> None:
        missing = [part for part in parts if part.vectors is _NONE]
        distinct = _distinct(missing)
        made = dict(
            zip(
                (part.words for part in distinct), self._encoder.vectors([part.words for part in distinct]), strict=True
            )
        )
        for part in missing:
            if part.words:
                part.vectors = made[part.words]


def _distinct(parts: Iterable[Part]) -> list[Part]:
    """One part for each that says the same ("Yeah."), and none that says nothing."""
    return list({part.words: part for part in parts if part.words}.values())


def _copy(one: Grammar) -> Grammar:
    return Grammar(list(one.pos), list(one.tag), list(one.lemma), list(one.dep), list(one.head), list(one.begins))


def _empty() -> Grammar:
    return Grammar([], [], [], [], [], [])


@registry.tokenizers("rf_scorer.Tokenizer.v1")  # type: ignore[untyped-decorator]
def _unruled() -> Callable[[Language], Tokenizer]:
    """A tokenizer that has its rules yet to read: those of English would be made first and thrown away, which takes a fifth of loading."""
    return lambda nlp: Tokenizer(nlp.vocab)


@cache
def reader() -> Reader:
    """The one reader of this process.

    Raises
    ------
    ResourceMissing
        If the shipped pipeline is not where it must be, or damaged.
    """
    with shipped_folder() as folder, ours_alone():
        nlp = spacy.load(folder, config={"nlp.tokenizer": {"@tokenizers": "rf_scorer.Tokenizer.v1"}})
        return Reader(nlp, digest_of(folder))
