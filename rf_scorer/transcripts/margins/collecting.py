"""Words of one file gathered by place, where the source text does not hold them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.transcripts.margins.margin import Place, entry, named, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["Collection"]

#: Fewer letters before a paragraph count or mark it.
_WORD = 3
_ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)


class Collection:
    """Lines and names by place, each kept once; iterating gives margins, the lines of a place together."""

    def __init__(self) -> None:
        self._lines: dict[Place, dict[str, None]] = {}
        self._names: dict[tuple[Place, str], None] = {}
        self._fields: dict[tuple[Place, str, str], None] = {}

    def add(self, place: Place, text: str | None) -> None:
        """Keep a line of words."""
        if text and (bare := text.strip()):
            self._lines.setdefault(place, {})[bare] = None

    def label(self, text: str | None) -> None:
        """Keep what stands before the paragraphs of a list, unless it merely counts or marks them."""
        plain = "".join(character for character in text or "" if character.isalpha())
        if len(plain) >= _WORD and not _ROMAN.fullmatch(plain):
            self.add(Place.LISTS, text)

    def name(self, place: Place, value: str | None) -> None:
        """Keep the name of a person."""
        if value and (bare := value.strip()):
            self._names[place, bare] = None

    def field(self, place: Place, key: str, value: str | None) -> None:
        """Keep the value of a field, which is a name where the field's own name says so."""
        if value and (bare := value.strip()):
            self._fields[place, key, bare] = None

    def __iter__(self) -> Iterator[Margin]:
        for place, name in self._names:
            yield from named(place, name)
        for place, key, value in self._fields:
            yield from entry(place, key, value)
        for place, lines in self._lines.items():
            yield from said(place, "\n".join(line for line in lines if any(said(place, line))))
