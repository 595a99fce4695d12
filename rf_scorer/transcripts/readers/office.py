"""From a styled document to turns: by a speaker table, by labels, or by style, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import Note
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Reading
from rf_scorer.transcripts.readers.house import StyledTurns, split
from rf_scorer.transcripts.readers.left_out import extracted_note
from rf_scorer.transcripts.readers.speaker_table import speaker_columns, without_counters
from rf_scorer.transcripts.readers.styled import Table, lay_out
from rf_scorer.transcripts.readers.table_turns import table_turns, word_count
from rf_scorer.transcripts.readers.text import labelled

if TYPE_CHECKING:
    from rf_scorer.domain import Turn
    from rf_scorer.transcripts.readers.left_out import Dropped
    from rf_scorer.transcripts.readers.speaker_table import Columns
    from rf_scorer.transcripts.readers.styled import Layout, Paragraph

__all__ = ["to_reading"]

#: Labels that begin at least this share of the lines are the document's way of marking speakers, whatever is bold.
_LABELLED_SHARE = 0.25


def to_reading(
    blocks: tuple[Paragraph | Table, ...], *, kind: str, name: str, notes: tuple[Note, ...], dropped: Dropped
) -> Reading:
    """Make turns of a document.

    Parameters
    ----------
    blocks : tuple of Paragraph or Table
    kind : str
        Format, such as ``docx``.
    name : str
        File name, for messages.
    notes : tuple of Note
        From extraction.
    dropped : Dropped

    Raises
    ------
    UnreadableFile
        If there are no words, or nothing tells speakers apart.
    """
    counters = 0
    found: list[tuple[Paragraph | Table, Columns | None]] = []
    for block in blocks:
        columns = speaker_columns(block) if isinstance(block, Table) else None
        if isinstance(block, Table) and columns is None:
            slim, removed = without_counters(block)
            counters += removed
            found.append((slim, None))
        else:
            found.append((block, columns))
    layout = lay_out(tuple(block for block, columns in found))
    text = layout.text
    spoken = word_count(text)
    if not spoken:
        raise UnreadableFile("The document holds no words.", where=name, remedy="Is the interview a picture in it?")
    every = [extracted_note(kind), *notes, *dropped.notes(spoken, name=name)]
    if counters:
        message = f"{counters} table columns that only number or time the rows were left out."
        every.append(Note(code="table-columns-dropped", message=message))
    if any(columns for _, columns in found):
        turns, more = table_turns(tuple(found), name=name)
        return Reading(format=kind, text=text, turns=turns, notes=(*every, *more))
    by_label = _labelled(text)
    styled = split(layout)
    if by_label is not None and (styled is None or _labels_win(by_label[0], layout)):
        return Reading(format=kind, text=text, turns=by_label[0], notes=(*every, *by_label[1]))
    if styled is None:
        raise UnreadableFile(
            "Nothing tells the speakers apart: there are no speaker labels, and no style alternates with plain text.",
            where=name,
            remedy="Put the interviewer's words in bold and leave the participant's plain, or begin each turn with a "
            "label such as 'I:' and 'P:'.",
        )
    return _from_styles(kind, text, styled, every)


def _from_styles(kind: str, text: str, styled: StyledTurns, notes: list[Note]) -> Reading:
    return Reading(
        format=kind, text=text, turns=styled.turns, notes=(*notes, *styled.notes), styled=dict(styled.styled)
    )


def _labelled(text: str) -> tuple[tuple[Turn, ...], tuple[Note, ...]] | None:
    try:
        turns, notes = labelled(text)
    except UnreadableFile:
        return None
    return (turns, notes) if turns else None


def _labels_win(turns: tuple[Turn, ...], layout: Layout) -> bool:
    """Whether labels, found beside a style that alternates, mark the speakers: two at least, on enough of the lines.

    Otherwise they are a stray "Note:" or "He said:" at the head of a line of an interview in house style.
    """
    lines = sum(1 for line in layout.lines if any(span.end > span.start for span in line.spans))
    return len({turn.label for turn in turns}) >= 2 and len(turns) >= _LABELLED_SHARE * lines
