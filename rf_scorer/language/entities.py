"""Named entities and parts of speech of the shipped pipeline: signs for the detectors of identifiers, and no more than signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import spacy
from threadpoolctl import threadpool_limits

from rf_scorer.language.pipelines import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

__all__ = ["NamedWords", "named_words", "pipeline_version"]

#: What names need: the parser and the base forms are left out, and with them half of the time.
_NEEDED = frozenset({"tok2vec", "tagger", "ner"})
#: Characters that the models see at once: their memory grows with the length of a text.
_MOST = 20_000
#: No name is so long, and the tokenizer's work grows with the square of what has no white space.
_HALVES = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"\S{100,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWords:
    """What a pipeline says about the words of one text.

    Attributes
    ----------
    entities : dict of int to str
        Label of the entity (``PERSON``, ``PLACE``, ``ORG``, ``DATE``) by the offset at which each of its words begins.
    tags : dict of int to str
        Part-of-speech tag of the Penn Treebank by the offset at which a word begins.
    """

    entities: dict[int, str]
    tags: dict[int, str]


@cache
def _pipeline() -> Language:
    with shipped_folder() as folder:
        meta = spacy.util.load_meta(folder / "meta.json")
        return spacy.load(folder, exclude=[name for name in meta["components"] if name not in _NEEDED])


def named_words(texts: Iterable[str]) -> Iterator[NamedWords]:
    """Tag texts and find the entities in them, in order.

    Parameters
    ----------
    texts : iterable of str
        Of any length; a long one is seen in parts.
    """
    nlp = _pipeline()
    texts = (_HALVES.sub("\ufffd", _LONG_RUN.sub(lambda run: " " * len(run.group()), text)) for text in texts)
    for batch in _batches(texts):
        parts = [
            (which, start, text[start : start + _MOST])
            for which, text in enumerate(batch)
            for start in range(0, len(text), _MOST)
        ]
        found = [NamedWords(entities={}, tags={}) for _ in batch]
        # These matrices are small: several threads would wait for each other longer than they work.
        with threadpool_limits(limits=1):
            docs = list(nlp.pipe((part for _, _, part in parts), batch_size=max(len(parts), 1)))
        for (which, start, _), doc in zip(parts, docs, strict=True):
            found[which].tags.update({start + token.idx: token.tag_ for token in doc})
            found[which].entities.update({start + token.idx: token.ent_type_ for token in doc if token.ent_type_})
        yield from found


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > _MOST:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def pipeline_version() -> str:
    """Version of the shipped pipeline."""
    return str(_pipeline().meta.get("version", ""))
