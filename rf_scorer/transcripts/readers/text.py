"""Plain text and Markdown in which every turn begins with a speaker's label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.lines import split
from rf_scorer.transcripts.readers.text_labels import Style, label_key, strength
from rf_scorer.transcripts.readers.text_layout import Layout, examine
from rf_scorer.transcripts.readers.text_learn import Learned, learn
from rf_scorer.transcripts.stamps import INSIDE
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.domain import Turn
    from rf_scorer.transcripts.lines import Line

__all__ = ["MAX_LINES", "READER", "Labelled", "TextReader", "labelled"]

#: Lines of an interview as text. Ten hours have some twenty thousand; each is looked at in many ways before it is known who speaks.
MAX_LINES = 200_000
_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text", ".log", ""})
_OTHERS = re.compile(r"\s*(?:[{]\s*[\"}\\]|\[\s*[\[{\"]|<\?xml|<!doctype|<html|\{\\rtf|WEBVTT)", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_INSIDE_LABEL = re.compile(r"(?<=[.?!…\-—)\]\"”])[ \t]{1,4}([A-Z][\w .]{0,24}?)[ \t]?:(?=[ \t])")
_UNLABELLED = (
    "Begin every turn with the speaker and a colon, such as 'I: …' and 'P: …'. "
    "If the interviewer is set in bold instead, give the .docx file: plain text loses bold type."
)


class Labelled(NamedTuple):
    """What labelled text holds: turns whose pieces point into it, and what was guessed or dropped."""

    turns: tuple[Turn, ...]
    notes: tuple[Note, ...]


class TextReader:
    """Speaker-labelled ``.txt`` and ``.md``."""

    name = "text"
    description = "plain text or Markdown with speaker labels"

    def recognise(self, document: Document) -> float:
        """Any text will do, the more so with labels in it; what has a syntax of its own is left to others."""
        decoded = document.decoded
        if decoded is None or _OTHERS.match(decoded.text):
            return 0.0
        sample = decoded.text[:20_000]
        return _sure(document, labels=learn(sample, split(sample)).style is not None)

    def bounds(self, document: Document) -> tuple[float, float]:
        """Without and with labels."""
        decoded = document.decoded
        if decoded is None or _OTHERS.match(decoded.text):
            return 0.0, 0.0
        return _sure(document, labels=False), _sure(document, labels=True)

    def read(self, document: Document, options: ReadOptions) -> Reading:  # noqa: ARG002
        """Make turns of the labelled text.

        Raises
        ------
        UnreadableFile
            If the bytes are no text, or no set of labels explains it.
        """
        decoded = document.decoded
        if decoded is None:
            raise UnreadableFile("This is not text.", remedy="Save the transcript as .docx or as UTF-8 text.")
        turns, notes = labelled(decoded.text)
        return Reading(
            format="text",
            text=decoded.text,
            turns=turns,
            notes=notes,
            encoding=decoded.encoding,
            newline=decoded.newline,
        )


def _sure(document: Document, *, labels: bool) -> float:
    return 0.3 + 0.2 * (document.suffix in _SUFFIXES) + 0.2 * labels


def labelled(text: str) -> Labelled:
    """Make turns of labelled text.

    Parameters
    ----------
    text : str
        Lines may be wrapped; labels may be followed by a colon, a tab, a dash or a time stamp, or stand on a line of
        their own.

    Returns
    -------
    Labelled

    Raises
    ------
    UnreadableFile
        If nothing was said, or no set of labels explains the text.
    """
    lines = split(text)
    if len(lines) > MAX_LINES:
        raise UnreadableFile(
            f"The text has {len(lines)} lines; an interview has at most {MAX_LINES}.",
            remedy="Part it, one file for each conversation.",
        )
    if not any(line.end > line.start for line in lines):
        raise UnreadableFile("The file holds no words.", remedy="Was it saved, or synchronised, completely?")
    layout = examine(text, lines)
    learned = learn(text, layout.lines, layout.skip)
    if learned.style is None:
        raise UnreadableFile("No speaker labels were found, so nobody knows who says what.", remedy=_UNLABELLED)
    turns, dropped = _turns(text, layout, learned)
    if not turns:
        raise UnreadableFile(
            "There are speaker labels but no words after them.", remedy="Was the file saved completely?"
        )
    notes = [*layout.notes, *_cover_notes(text, layout, learned), *_label_notes(layout.lines, learned), *dropped]
    notes += _inside_notes(text, layout.lines, learned)
    return Labelled(turns, tuple(notes))


def _turns(text: str, layout: Layout, learned: Learned) -> tuple[tuple[Turn, ...], list[Note]]:
    builder = TurnBuilder(text)
    label: str | None = None
    time = _time_above(layout, learned.first)
    stamps = 0
    headings: list[int] = []
    for index in range(learned.first, len(layout.lines)):
        line = layout.lines[index]
        if index in layout.skip:
            time = layout.times.get(index, time)
            continue
        start = line.start
        candidate = learned.labels.get(index)
        if candidate is not None:
            label, start = candidate.label, min(candidate.speech, line.end)
            time = time if candidate.time is None else candidate.time
        elif line.end > start and text[start] == "#" and _HEADING.match(text, start, line.end):
            headings.append(index)
            continue
        if start >= line.end or label is None:
            continue
        for match in INSIDE.finditer(text, start, line.end):
            builder.add(label, start, match.start(), time=time)
            start = match.end()
            stamps += 1
        builder.add(label, start, line.end, time=time)
        time = None
    notes = []
    if headings:
        notes.append(
            Note(
                code="headings-dropped",
                message=f"{len(headings)} Markdown heading{'s' if len(headings) > 1 else ''} left out.",
                line=layout.lines[headings[0]].number,
            )
        )
    if stamps:
        notes.append(
            Note(
                code="stamps-dropped", message=f"{stamps} time stamp{'s' if stamps > 1 else ''} inside speech left out."
            )
        )
    return builder.finish(), notes


def _time_above(layout: Layout, first: int) -> float | None:
    """The stamp on a line of its own right above the first label."""
    for index in range(first - 1, -1, -1):
        if index in layout.times:
            return layout.times[index]
        if layout.lines[index].end > layout.lines[index].start:
            break
    return None


def _cover_notes(text: str, layout: Layout, learned: Learned) -> Iterable[Note]:
    cover = [
        line
        for index, line in enumerate(layout.lines[: learned.first])
        if line.end > line.start and index not in layout.skip
    ]
    words = sum(len(text[line.start : line.end].split()) for line in cover)
    if cover:
        yield Note(
            code="cover-dropped",
            message=f"{_count(len(cover), 'line')} with {_count(words, 'word')} before the first label left out.",
            severity=Severity.WARNING if words > 60 else Severity.INFO,
            line=cover[0].number,
            remedy="If somebody says this, put the speaker's label before it.",
        )


def _label_notes(lines: Sequence[Line], learned: Learned) -> Iterable[Note]:
    def note(code: str, indices: Sequence[int], message: str, severity: Severity, remedy: str | None) -> Iterable[Note]:
        if indices:
            shown = ", ".join(str(lines[index].number) for index in indices[:5]) + (", …" if len(indices) > 5 else "")
            yield Note(
                code=code,
                message=f"{message} (line{'s' if len(indices) > 1 else ''} {shown}).",
                severity=severity,
                line=lines[indices[0]].number,
                remedy=remedy,
            )

    if learned.style is not Style.COLON and learned.style is not None:
        yield Note(code="label-style", message=f"Speaker labels are set off by {learned.style.value}.")
    yield from note(
        "label-misspelled",
        learned.misspelled,
        f"{_count(len(learned.misspelled), 'label')} taken for a slip of a frequent one",
        Severity.WARNING,
        "Correct the label if it was meant as it stands, or if it was not.",
    )
    yield from note(
        "labels-unified",
        learned.unified,
        f"{_count(len(learned.unified), 'label')} spelled in another way than most, taken for the same speaker",
        Severity.INFO,
        None,
    )
    yield from note(
        "label-once",
        learned.rare,
        f"{_count(len(learned.rare), 'speaker')} with one turn only",
        Severity.WARNING,
        "If this is not a speaker, remove the colon.",
    )
    yield from note(
        "label-doubtful",
        learned.doubtful,
        f"{_count(len(learned.doubtful), 'line')} begins with something like a label that was read as speech"
        if len(learned.doubtful) == 1
        else f"{len(learned.doubtful)} lines begin with something like a label that was read as speech",
        Severity.WARNING,
        "If somebody else speaks there, use the same label wherever that person speaks.",
    )


def _inside_notes(text: str, lines: Sequence[Line], learned: Learned) -> Iterable[Note]:
    """Labels in the middle of lines: two turns in one line, or a file whose line breaks were lost."""
    if learned.style is not Style.COLON:
        return
    keys = {candidate.key for candidate in learned.labels.values()}
    count, first = 0, None
    for index, line in enumerate(lines[learned.first :], start=learned.first):
        start = learned.labels[index].speech if index in learned.labels else line.start
        for match in _INSIDE_LABEL.finditer(text, min(start, line.end), line.end):
            if label_key(match[1]) in keys or strength(match[1]) == 3:
                count += 1
                first = first or line.number
    if count > max(2, 2 * len(learned.labels)):
        raise UnreadableFile(
            f"{count} speaker labels stand inside lines (the first in line {first}): line breaks were lost.",
            remedy="Begin every turn on a line of its own; exporting the transcript again may bring the breaks back.",
        )
    if count:
        yield Note(
            code="labels-inside-lines",
            message=f"{_count(count, 'speaker label')} inside a line, where another turn may begin.",
            severity=Severity.WARNING,
            line=first,
            remedy="Begin every turn on a line of its own.",
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


READER = TextReader()
