"""Turns from the tables of a document, and what stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import Note
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.readers.front_matter import is_front_matter
from rf_scorer.transcripts.readers.left_out import drop_note, too_many
from rf_scorer.transcripts.readers.speaker_table import seconds
from rf_scorer.transcripts.readers.styled import Layout, Paragraph
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from rf_scorer.domain import Turn
    from rf_scorer.transcripts.readers.speaker_table import Columns
    from rf_scorer.transcripts.readers.styled import Table

__all__ = ["table_turns", "word_count"]

_WORDS = re.compile(r"\S+")


class _Speech(NamedTuple):
    label: str
    start: int
    end: int
    time: float | None


def word_count(text: str) -> int:
    """Words between white space."""
    return sum(1 for _ in _WORDS.finditer(text))


class _Walk:
    """One pass over the blocks, which lays them out as :func:`~rf_scorer.transcripts.readers.styled.lay_out` does."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.speech: list[_Speech] = []
        self.outside: list[tuple[int, int, bool]] = []
        self.rest = 0
        self._label: str | None = None
        self._heads: list[str] = []

    def _place(self, paragraphs: tuple[Paragraph, ...]) -> tuple[int, int]:
        lines = [line for paragraph in paragraphs for line in self.layout.add(paragraph)]
        return (lines[0].start, lines[-1].end) if lines else (self.layout.length, self.layout.length)

    def beside(self, block: Paragraph | Table) -> None:
        """A block that is no speaker table."""
        if isinstance(block, Paragraph):
            self.outside.append((*self._place((block,)), block.heading))
        else:
            for row in block.rows:
                self.outside += [(*self._place(cell), False) for cell in row]

    def table(self, table: Table, columns: Columns) -> None:
        """A speaker table."""
        for number, row in enumerate(table.rows):
            places = [self._place(cell) for cell in row]
            texts = [" ".join(paragraph.text for paragraph in cell).strip() for cell in row]
            if number < columns.first:
                self._heads = [text.rstrip(": ").strip() for text in texts]
            elif len(row) <= max(*columns.words, columns.label or 0):  # a merged row: a heading inside the table
                self.outside += [(*place, False) for place in places]
            else:
                self._row(places, texts, columns)

    def _row(self, places: list[tuple[int, int]], texts: list[str], columns: Columns) -> None:
        time = seconds(texts[columns.time]) if columns.time is not None and columns.time < len(texts) else None
        self.rest += sum(word_count(texts[number]) for number in columns.rest if number < len(texts))
        if columns.label is None:
            self.speech += [_Speech(self._heads[column], *places[column], time) for column in columns.words]
            return
        self._label = texts[columns.label].rstrip(": ").strip() or self._label
        place = places[columns.words[0]]
        if self._label is None:
            self.outside.append((*place, False))
        else:
            self.speech.append(_Speech(self._label, *place, time))


def table_turns(
    blocks: tuple[tuple[Paragraph | Table, Columns | None], ...], *, name: str
) -> tuple[tuple[Turn, ...], list[Note]]:
    """Make turns of speaker tables.

    Parameters
    ----------
    blocks : tuple of (Paragraph or Table, Columns or None)
        In order; None for what is no speaker table.
    name : str
        File name, for messages.

    Returns
    -------
    turns : tuple of Turn
        Their pieces point into the text of :func:`~rf_scorer.transcripts.readers.styled.lay_out` of the same blocks.
    notes : list of Note

    Raises
    ------
    UnreadableFile
        If so many words stand outside the tables that they may be a part of the interview.
    """
    walk = _Walk()
    for block, columns in blocks:
        if columns is None or isinstance(block, Paragraph):
            walk.beside(block)
        else:
            walk.table(block, columns)
    text = walk.layout.text
    builder = TurnBuilder(text)
    for speech in walk.speech:
        builder.add(speech.label, speech.start, speech.end, time=speech.time)
    turns = builder.finish()
    spoken = sum(word_count(turn.text) for turn in turns)
    words = sum(
        word_count(text[start:end])
        for start, end, heading in walk.outside
        if not is_front_matter(text[start:end].strip(), heading=heading)
    )
    if too_many(words, spoken):
        raise UnreadableFile(
            f"{words} words stand outside the table that says who speaks ({spoken} words).",
            where=name,
            remedy="Move what belongs to the interview into the table, and delete the rest.",
        )
    notes = [Note(code="speakers-by-table", message="The speakers are taken from the document's table.")]
    if words:
        notes.append(drop_note("paragraphs outside the table", words))
    if walk.rest:
        notes.append(drop_note("other table columns", walk.rest))
    return turns, notes
