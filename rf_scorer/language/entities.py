"""Named entities and parts of speech of the shipped pipeline: signs for the detectors of identifiers, and no more than signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.language.looks import Looked, NamedWords
from rf_scorer.language.reader import reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Looked", "NamedWords", "named_words", "pipeline_version"]


def named_words(texts: Iterable[str]) -> Iterator[NamedWords]:
    """Tag texts and find the entities in them, in order.

    Parameters
    ----------
    texts : iterable of str
        Of any length; a long one is seen in parts.
    """
    looked = Looked(texts)
    yield from looked.named(range(len(looked)))


def pipeline_version() -> str:
    """Version of the shipped pipeline."""
    return str(reader().nlp.meta.get("version", ""))
