"""A first look at all that is said in an interview, of which whoever reads on makes use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.reader import reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.language.reader import Part
    from rf_scorer.language.spoken import Spoken

__all__ = ["Look", "Looked", "NamedWords", "whole"]

#: Halves of a character, which no text may hold but a Python string can; spaCy fails on them. Replaced one for one.
_HALVES = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """A text without halves of characters."""
    return _HALVES.sub("\ufffd", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWords:
    """What the shipped pipeline says about the words of one text; hesitations and transcriber's notes are none.

    Attributes
    ----------
    entities : dict of int to str
        Label of the entity (``PERSON``, ``PLACE``, ``ORG``, ``DATE``) by the offset at which each of its words begins.
    tags : dict of int to str
        Part-of-speech tag of the Penn Treebank by the offset at which a word begins.
    """

    entities: dict[int, str]
    tags: dict[int, str]


class Look:
    """One text as it was heard; for the package alone."""

    __slots__ = ("_parts", "spoken")

    def __init__(self, text: str) -> None:
        self.spoken: Spoken = reader().hear(whole(text))
        self._parts: list[Part] | None = None

    @property
    def parts(self) -> list[Part]:
        """What is read at once."""
        if self._parts is None:
            self._parts = reader().parts(self.spoken)
        return self._parts


class Looked:
    """Texts that are looked at with the shipped pipeline: each when somebody asks about it, and none twice.

    Parameters
    ----------
    texts : iterable of str
        What is said, turn by turn.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._looks: dict[int, Look] = {}
        self._named: dict[int, NamedWords] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def looks(self, indices: Iterable[int]) -> list[Look]:
        """Some of the texts as they were heard, for whoever reads on."""
        return [self._look(index) for index in indices]

    def named(self, indices: Sequence[int]) -> list[NamedWords]:
        """Tags and entities of some of the texts."""
        missing = [index for index in indices if index not in self._named]
        parts = [(index, part) for index in missing for part in self._look(index).parts]
        found = reader().look([part for _, part in parts])
        for index in missing:
            self._named[index] = NamedWords(entities={}, tags={})
        for (index, part), (tags, entities) in zip(parts, found, strict=True):
            starts = self._look(index).spoken.starts[part.first : part.last]
            self._named[index].tags.update(zip(starts, tags, strict=True))
            self._named[index].entities.update(
                (start, label) for start, label in zip(starts, entities, strict=True) if label
            )
        return [self._named[index] for index in indices]

    def _look(self, index: int) -> Look:
        if index not in self._looks:
            self._looks[index] = Look(self._texts[index])
        return self._looks[index]
