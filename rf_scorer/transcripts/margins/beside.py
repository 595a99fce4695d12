"""Lines of the source text that nobody says: titles, codes, notes of the transcriber, headings, page headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.transcripts.lines import split
from rf_scorer.transcripts.margins.margin import Place, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["beside"]


def beside(cover: Cover) -> Iterator[Margin]:
    """What no turn covers, line by line, without speaker labels and time stamps."""
    for line in split(cover.text):
        for start, end in cover.free(line.start, line.end):
            found = cover.bare(start, end)
            if found is not None:
                yield from said(Place.BESIDE, cover.text[slice(*found)], found[0])
