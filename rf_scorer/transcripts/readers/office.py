"""From a styled document to turns: by a speaker table, by labels, or by style, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Reading
from rf_scorer.transcripts.readers.front_matter import is_front_matter
from rf_scorer.transcripts.readers.house import StyledTurns, split
from rf_scorer.transcripts.readers.speaker_table import seconds, speaker_columns, without_counters
from rf_scorer.transcripts.readers.styled import Layout, Paragraph, Table, lay_out
from rf_scorer.transcripts.readers.text import labelled
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from rf_scorer.domain import Turn
    from rf_scorer.transcripts.readers.speaker_table import Columns

__all__ = ["Dropped", "drop_note", "extracted_note", "refuse_changes", "refuse_comments", "to_reading"]

#: Labels that begin at least this share of the lines are the document's way of marking speakers, whatever is bold.
_LABELLED_SHARE = 0.25
#: Words that may stand outside a speaker table, or in text boxes, before leaving them out would be losing an interview.
_MAX_DROPPED_WORDS = 60
_MAX_DROPPED_SHARE = 0.05


@dataclass(slots=True)
class Dropped:
    """Words that stand in the file but not in the running text, by what held them."""

    hidden: int = 0
    text_boxes: int = 0
    footnotes: int = 0

    def notes(self, spoken: int, *, name: str) -> list[Note]:
        """One note for each kind.

        Raises
        ------
        UnreadableFile
            If text boxes or hidden text hold so many words that they may be the interview.
        """
        notes = []
        for words, kind in (
            (self.hidden, "hidden text"),
            (self.text_boxes, "text boxes"),
            (self.footnotes, "footnotes"),
        ):
            if words > max(_MAX_DROPPED_WORDS, _MAX_DROPPED_SHARE * spoken) and kind != "footnotes":
                raise UnreadableFile(
                    f"{words} words stand in {kind}, beside the running text of {spoken} words.",
                    where=name,
                    remedy=f"Move what belongs to the interview out of the {kind}, and delete the rest.",
                )
            if words:
                notes.append(drop_note(kind, words))
        return notes


def drop_note(kind: str, words: int) -> Note:
    """The note for words that were left out with what held them."""
    return Note(
        code=f"{kind.replace(' ', '-')}-dropped",
        severity=Severity.WARNING,
        message=f"{words} words in {kind} were left out.",
        remedy="If somebody says them in the interview, move them into the running text.",
    )


def extracted_note(kind: str) -> Note:
    """The note that says what offsets point into."""
    message = f"Offsets point into the text extracted from the {kind} document, one line a paragraph."
    return Note(code="text-extracted", message=message)


def refuse_changes(counts: dict[str, int], *, name: str) -> None:
    """Refuse a document with undecided changes.

    Parameters
    ----------
    counts : dict of str to int
        Such as ``{"insertions": 2, "deletions": 0}``.

    Raises
    ------
    UnreadableFile
        If any count is above 0.
    """
    found = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    if found:
        raise UnreadableFile(
            f"The document holds tracked changes that nobody has decided on: {found}.",
            where=name,
            remedy="Accept or reject them in your word processor, or use --tracked-changes accept (or reject).",
        )


def refuse_comments(count: int, *, name: str) -> None:
    """Refuse a document with margin comments, which may name people or hold codings.

    Raises
    ------
    UnreadableFile
        If ``count`` is above 0.
    """
    if count:
        raise UnreadableFile(
            f"The document holds {count} margin {'comment' if count == 1 else 'comments'}.",
            where=name,
            remedy="Delete them in your word processor, or use --comments drop.",
        )


def _words(text: str) -> int:
    return sum(1 for _ in re.finditer(r"\S+", text))


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
    spoken = _words(text)
    if not spoken:
        raise UnreadableFile(
            "The document holds no words.", where=name, remedy="Is the interview in it a picture or a recording?"
        )
    every = [extracted_note(kind), *notes, *dropped.notes(spoken, name=name)]
    if counters:
        message = f"{counters} table columns that only number or time the rows were left out."
        every.append(Note(code="table-columns-dropped", message=message))
    if any(columns for _, columns in found):
        turns, more = _from_tables(found, name=name)
        return Reading(format=kind, text=text, turns=turns, notes=(*every, *more))
    labelled = _labelled(text)
    styled = split(layout)
    if labelled is not None and (styled is None or _labels_win(labelled[0], layout)):
        return Reading(format=kind, text=text, turns=labelled[0], notes=(*every, *labelled[1]))
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


def _from_tables(
    found: list[tuple[Paragraph | Table, Columns | None]], *, name: str
) -> tuple[tuple[Turn, ...], list[Note]]:
    layout = Layout()
    spans: list[tuple[str, int, int, float | None]] = []
    outside: list[tuple[int, int, bool]] = []
    rest = 0
    label: str | None = None
    for block, columns in found:
        if isinstance(block, Paragraph) or columns is None:
            heading = isinstance(block, Paragraph) and block.heading
            part = lay_part(layout, block)
            outside.append((*part, heading and not spans))
            continue
        for number, row in enumerate(block.rows):
            places = []
            for cell in row:
                lines = [line for paragraph in cell for line in layout.add(paragraph)]
                places.append((lines[0].start, lines[-1].end) if lines else (layout.length, layout.length))
            texts = [" ".join(paragraph.text for paragraph in cell).strip() for cell in row]
            if number < columns.first:
                continue
            if len(row) <= max(columns.label, columns.words):  # a merged row: a heading inside the table
                outside.extend((*place, False) for place in places)
                continue
            label = texts[columns.label].rstrip(": ").strip() or label
            time = seconds(texts[columns.time]) if columns.time is not None and columns.time < len(row) else None
            rest += sum(_words(texts[number]) for number in columns.rest if number < len(row))
            if label is None:
                outside.append((*places[columns.words], False))
            else:
                spans.append((label, *places[columns.words], time))
    text = layout.text
    builder = TurnBuilder(text)
    for speaker, start, end, time in spans:
        builder.add(speaker, start, end, time=time)
    turns = builder.finish()
    return turns, _outside_notes(text, outside, rest, turns, name=name)


def lay_part(layout: Layout, block: Paragraph | Table) -> tuple[int, int]:
    """Append a block to a layout and give its extent."""
    paragraphs = (block,) if isinstance(block, Paragraph) else (p for row in block.rows for cell in row for p in cell)
    lines = [line for paragraph in paragraphs for line in layout.add(paragraph)]
    return (lines[0].start, lines[-1].end) if lines else (layout.length, layout.length)


def _outside_notes(
    text: str, outside: list[tuple[int, int, bool]], rest: int, turns: tuple[Turn, ...], *, name: str
) -> list[Note]:
    words = sum(
        _words(text[start:end])
        for start, end, heading in outside
        if not is_front_matter(text[start:end].strip(), heading=heading)
    )
    spoken = sum(_words(turn.text) for turn in turns)
    if words > max(_MAX_DROPPED_WORDS, _MAX_DROPPED_SHARE * spoken):
        raise UnreadableFile(
            f"{words} words stand outside the table that says who speaks ({spoken} words).",
            where=name,
            remedy="Move what belongs to the interview into the table, and delete the rest.",
        )
    notes = [Note(code="speakers-by-table", message="The speakers are taken from a column of the document's table.")]
    if words:
        notes.append(drop_note("paragraphs outside the table", words))
    if rest:
        notes.append(drop_note("other table columns", rest))
    return notes
