"""The house style of attachment interviews: no speaker labels, the interviewer in bold, the participant plain.

Who speaks is decided line by line and run by run. A bold passage inside a plain line can be the interviewer's remark or
a stressed word; which of the two is told by its length and by whether it stands as a sentence of its own. Variants in
which the interviewer is underlined, in italics or in capitals are recognised where a document alternates steadily.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import Note, Role, Severity
from rf_scorer.transcripts.conventions import asides, masked
from rf_scorer.transcripts.readers.front_matter import body
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from rf_scorer.domain import Turn
    from rf_scorer.transcripts.readers.styled import Layout, Line, Style

__all__ = ["StyledTurns", "split"]

#: Up to so many words, a run in the other style is the same speaker's unless it stands alone as a sentence …
_SHORT = 3
#: … and from so many on it is another speaker's, wherever it stands.
_LONG = 8
#: A variant (italics, underlining, capitals) must alternate at least so often before it is believed.
_VARIANT_TURNS = 3

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\s*\(?\d{1,3}\s?[a-z]?[.):]?\s*")
_ASKS = re.compile(r"\?[\W\d]*(?:\{\{[^{}]*\}\}\W*)?$")
_TAIL = 60
#: How far around a run to look; the whole line, for each of its runs, would take the square of its length.
_NEAR = 80
_CLEAR = 3
_ENDS = '.?!…-–—/})]"”:'
_REPLIES = frozenset(
    {"okay", "ok", "right", "sure", "yeah", "yes", "yep", "no", "mm", "mmm", "hm", "hmm", "mhm", "mm-hm", "mm-hmm"}
    | {
        "mhmm",
        "uh-huh",
        "uh",
        "huh",
        "um",
        "aha",
        "ah",
        "oh",
        "wow",
        "really",
        "i",
        "see",
        "go",
        "on",
        "and",
        "so",
        "why",
    }
    | {"how", "when", "good", "great", "alright", "all", "thank", "thanks", "you", "of", "course"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledTurns:
    """Turns told apart by style.

    Attributes
    ----------
    turns : tuple of Turn
        Labelled with the name of the interviewer's style (``bold`` …) and ``plain``.
    styled : dict of str to Role
        Empty where the style alternates but the marked words look like the answers.
    notes : tuple of Note
    """

    turns: tuple[Turn, ...]
    styled: dict[str, Role]
    notes: tuple[Note, ...]


class _Segment(NamedTuple):
    start: int
    end: int
    marked: bool


@dataclass(slots=True)
class _Tally:
    """What was decided inside lines, for the notes."""

    stressed: int = 0
    stressed_line: int | None = None
    shared: int = 0


def split(layout: Layout) -> StyledTurns | None:
    """Tell speakers apart by style.

    Parameters
    ----------
    layout : Layout

    Returns
    -------
    StyledTurns or None
        None where no style alternates: everything, or nothing, is marked.
    """
    text = layout.text
    lines, notes = body(layout, text)
    for label, index in (("bold", 0), ("underlined", 2), ("italic", 1), ("capitals", 3)):
        tally = _Tally()
        turns = _turns(text, lines, label, index, tally)
        marked = [turn for turn in turns if turn.label == label]
        plain = [turn for turn in turns if turn.label != label]
        asks = not _contradicted(marked, plain)
        if label == "bold":
            if len(marked) < 2 and not any("?" in turn.text for turn in marked):
                continue
        elif min(len(marked), len(plain)) < _VARIANT_TURNS or not asks or not _questions(marked):
            continue
        if plain and marked:
            styled = {label: Role.INTERVIEWER, "plain": Role.PARTICIPANT} if asks else {}
            return StyledTurns(turns=turns, styled=styled, notes=(*notes, *_notes(label, asks=asks, tally=tally)))
    return None


def _questions(turns: list[Turn]) -> int:
    """Turns that end in a question. Long answers quote questions in passing; whoever asks one then falls silent."""
    return sum(_ASKS.search(turn.text[-_TAIL:]) is not None for turn in turns)


def _contradicted(marked: list[Turn], plain: list[Turn]) -> bool:
    """Whether it is clearly the unmarked words that ask: three times at least, twice as often as the others."""
    asked = _questions(plain)
    return asked >= _CLEAR and asked * len(marked) > 2 * _questions(marked) * len(plain)


def _notes(label: str, *, asks: bool, tally: _Tally) -> list[Note]:
    notes = []
    if label == "bold" and asks:
        message = (
            "There are no speaker labels: bold words are taken as the interviewer's, plain ones as the participant's."
        )
        notes.append(Note(code="speakers-by-style", message=message))
    elif label == "bold":
        notes.append(
            Note(
                code="speakers-by-style",
                severity=Severity.WARNING,
                message="There are no speaker labels, and the plain words ask more questions than the bold ones.",
                remedy="Look at the document; then say who is who: --participant bold, or --participant plain.",
            )
        )
    else:
        notes.append(
            Note(
                code="speakers-by-style-guessed",
                severity=Severity.WARNING,
                message=f"There are no speaker labels and no bold words; {label} words are taken as the interviewer's.",
                remedy="Look at the document; if this is wrong, use --participant, or put the interviewer in bold.",
            )
        )
    if tally.shared:
        message = f"{tally.shared} lines hold words of both speakers; they were divided where the style changes."
        notes.append(Note(code="line-with-two-speakers", message=message))
    if tally.stressed:
        message = f"{tally.stressed} short runs in the other style were taken as stress, not as a change of speaker."
        remedy = "Put a speaker's remark on a line of its own where this is wrong."
        notes.append(Note(code="style-taken-as-stress", message=message, line=tally.stressed_line, remedy=remedy))
    return notes


def _turns(text: str, lines: list[tuple[int, Line]], label: str, index: int, tally: _Tally) -> tuple[Turn, ...]:
    builder = TurnBuilder(text)
    for number, line in lines:
        raw = text[line.start : line.end]
        if not raw.strip():
            continue
        segments = [_by_capitals(raw, line)] if label == "capitals" else _decided(raw, line, index, tally, number)
        tally.shared += len(segments) > 1
        for segment in segments:
            builder.add(label if segment.marked else "plain", segment.start, segment.end)
    return builder.finish()


def _by_capitals(raw: str, line: Line) -> _Segment:
    # Capitals are judged by the line only: "I" and initials are capitals in anybody's mouth.
    marked = raw.isupper() or (bool(line.spans) and all(span.style.capitals for span in line.spans))
    return _Segment(line.start, line.end, marked)


def _flag(style: Style, index: int) -> bool:
    return bool(style[index])


def _decided(raw: str, line: Line, index: int, tally: _Tally, number: int) -> list[_Segment]:
    """The line's segments after stressed words, punctuation and asides were given to the speaker around them."""
    segments = _merged([_Segment(span.start, span.end, _flag(span.style, index)) for span in line.spans])
    if len(segments) < 2:
        return segments
    clean = masked(raw, asides(raw))
    words = [_words(clean, line, segment, first=not place) for place, segment in enumerate(segments)]
    if not any(words):
        longest = max(segments, key=lambda segment: segment.end - segment.start)
        return [_Segment(line.start, line.end, longest.marked)]
    marked_words = sum(count for count, segment in zip(words, segments, strict=True) if segment.marked)
    base = marked_words * 2 > sum(words)
    flags: list[bool | None] = []
    for count, segment in zip(words, segments, strict=True):
        if not count:
            flags.append(None)
        elif segment.marked != base and not _other_speaker(raw, line, segment, count):
            tally.stressed += 1
            tally.stressed_line = tally.stressed_line or number
            flags.append(base)
        else:
            flags.append(segment.marked)
    known = next(flag for flag in flags if flag is not None)
    resolved = []
    for segment, flag in zip(segments, flags, strict=True):
        known = known if flag is None else flag
        resolved.append(_Segment(segment.start, segment.end, known))
    return _merged(resolved)


def _words(clean: str, line: Line, segment: _Segment, *, first: bool) -> int:
    """Words of a segment; a question's number at the head of a line is none, nor are asides."""
    part = clean[segment.start - line.start : segment.end - line.start]
    return 0 if first and _NUMBER.fullmatch(part) else len(_WORD.findall(part))


def _other_speaker(raw: str, line: Line, segment: _Segment, count: int) -> bool:
    """Whether a run in the minority style of its line is another speaker's and not a stressed word."""
    if count >= _LONG:
        return True
    run = raw[segment.start - line.start : segment.end - line.start].strip()
    start, end = segment.start - line.start, segment.end - line.start
    before = raw[max(start - _NEAR, 0) : start].rstrip()
    after = raw[end : end + _NEAR].lstrip()
    begins = not before or before[-1] in _ENDS
    ends = not after or run[-1] in _ENDS
    upper = next((character for character in run if character.isalnum()), "a")
    starts_upper = not upper.islower()
    if count > _SHORT:
        goes_on = not ends and (after[0].islower() or after[0] in ",;")
        return not goes_on and (begins or (starts_upper and ends))
    if not (begins and ends and starts_upper):
        return False
    # Words of the participant are the ones that must not be lost, so a short plain sentence counts as theirs; a short
    # bold one may be stress ("Never.") and counts as the interviewer's only as a question or a listener's reply.
    return not segment.marked or run.endswith("?") or all(word.lower() in _REPLIES for word in _WORD.findall(run))


def _merged(segments: list[_Segment]) -> list[_Segment]:
    merged: list[_Segment] = []
    for segment in segments:
        if merged and merged[-1].marked == segment.marked:
            merged[-1] = _Segment(merged[-1].start, segment.end, segment.marked)
        else:
            merged.append(segment)
    return merged
