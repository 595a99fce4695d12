"""Edits of a text file in its own text: what is said, speakers' labels, and what stands beside the turns. Everything else keeps its characters."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rf_scorer.privacy.lists import folded
from rf_scorer.privacy.replacing import Edit, outside, replacements
from rf_scorer.transcripts.conventions import asides
from rf_scorer.transcripts.margins.cover import Cover
from rf_scorer.transcripts.readers.json_places import string_places, string_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rf_scorer.domain import Transcript, Turn
    from rf_scorer.privacy.replacing import Target
    from rf_scorer.transcripts.readers.json_places import Path

__all__ = ["EDITED", "beside_edits", "in_source", "in_turn"]

#: Formats whose files are their own source text.
EDITED = frozenset({"text", "vtt", "srt", "csv", "tsv", "whisperx", "chat"})

Sweep: TypeAlias = "Callable[[str], Iterator[tuple[int, int, str, str]]]"
_TIER = re.compile(r"^%[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
#: Keys of transcription programs whose strings repeat what is said.
_REPEATED = frozenset({"text", "word", "words", "punctuated_word", "transcript", "char", "chars"})
#: From its first letter to what sets it off.
_LABEL = re.compile(r"[^\W\d_](?:[^:;|\t\]>)\r\n]*[\w.])?")


def in_turn(
    turn: Turn, targets: Sequence[Target], *, code: Callable[[str, str], str], sweep: Sweep
) -> tuple[Edit, ...]:
    """Edits of a turn's own text.

    Parameters
    ----------
    turn : Turn
    targets : sequence of Target
        What was found in it.
    code : callable
        Gives the code of a class and words.
    sweep : callable
        Finds what is known from elsewhere, see :meth:`rf_scorer.privacy.codes.CodeBook.sweep`.
    """
    text = turn.text
    notes = asides(text)

    def braced(start: int, end: int, bare: str) -> str:
        # Within a note, which has brackets of its own, braces would end it.
        within = any(note.start <= start and end <= note.end for note in notes)
        return bare if within else f"{{{{{bare}}}}}"

    named = [(start, end, braced(start, end, code(kind, text[start:end]))) for start, end, kind in targets]
    swept = [(*part, f"{{{{{known}}}}}") for start, end, _, known in sweep(text) for part in outside(text, start, end)]
    return replacements([*named, *swept])


def in_source(turn: Turn, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits of a turn's text as edits of the source.

    Words that the source breaks (at a line end, between two captions) are replaced where they begin and taken out where they go on.
    """
    last = 0
    for edit in edits:
        text = edit.text
        first = max(bisect_right(turn.pieces, edit.start, key=lambda piece: piece.offset) - 1, 0)
        for piece in turn.pieces[first:]:
            if piece.offset >= edit.end:
                break
            if piece.offset + piece.length <= edit.start:
                continue
            start, end = piece.start, piece.end
            if end - start == piece.length:
                start += max(0, edit.start - piece.offset)
                end = piece.start + min(piece.length, edit.end - piece.offset)
            start = max(start, last)
            if start < end or text:
                yield Edit(start, end, text)
                text, last = "", end


def beside_edits(
    transcript: Transcript,
    targets: Sequence[Target],
    *,
    labels: Mapping[str, str],
    code: Callable[[str, str], str],
    sweep: Sweep,
    speech: Sequence[Edit],
) -> tuple[Edit, ...]:
    """Edits of what stands outside of all turns.

    Parameters
    ----------
    transcript : Transcript
    targets : sequence of Target
        What was found there, in the source text.
    labels : mapping of str to str
        New labels by old.
    code, sweep : callable
        As for :func:`in_turn`. Codes stand without braces here: beside the turns words can be parts of a format.
    speech : sequence of Edit
        What is replaced in turns, in the source text.
    """
    text, kind = transcript.source.text, transcript.source.format
    cover = Cover(transcript)
    found = [(start, end, code(what, text[start:end])) for start, end, what in targets]
    if kind == "whisperx":
        places = string_places(text, lambda _: True)
        gaps = [place for path, place in places.items() if path[-1:] != ("speaker",) and not cover.holds(*place)]
        swept = [item for gap in gaps for item in _swept(text, *gap, sweep)]
        touched = sorted(edit.start for edit in speech)
        return replacements([*_strings(text, places, cover, labels, touched), *found, *swept])
    gaps = list(cover.free(0, len(text)))
    named = [item for gap in gaps for item in _labels(text, *gap, labels)]
    if kind in {"text", "srt"} and labels:
        named += _misspelled(transcript, labels, sorted(start for start, _, _ in named))
    # Of equal ones the first wins: a label is a label before it is a name.
    edits = [*named, *found, *(item for gap in gaps for item in _swept(text, *gap, sweep))]
    if kind == "chat" and (speech or edits):
        # Dependent tiers say the words again, with their base forms.
        edits += [(match.start(), match.end(), "") for match in _TIER.finditer(text)]
    return replacements(edits)


def _swept(text: str, start: int, end: int, sweep: Sweep) -> Iterator[tuple[int, int, str]]:
    return ((start + first, start + last, name) for first, last, _, name in sweep(text[start:end]))


def _labels(text: str, start: int, end: int, labels: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Labels that are renamed, wherever they stand outside of speech."""
    if not labels:
        return
    plain = {folded(" ".join(label.split())): name for label, name in labels.items()}
    for match in _pattern(tuple(labels)).finditer(text, start, end):
        yield match.start(), match.end(), plain[folded(" ".join(match.group().split()))]


@lru_cache(maxsize=16)
def _pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    spelled = sorted((r"\s+".join(map(re.escape, label.split())) for label in labels), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE)


def _misspelled(
    transcript: Transcript, labels: Mapping[str, str], known: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Labels that the reader took for others although they are spelled in another way, on the lines on which words begin."""
    text = transcript.source.text
    for turn in transcript.turns:
        name = labels.get(turn.label or "")
        if name is None:
            continue
        reached = 0
        for piece in turn.pieces:
            begin = max(text.rfind("\n", reached, piece.start), text.rfind("\r", reached, piece.start), reached - 1) + 1
            reached = piece.end
            place = bisect_left(known, begin)
            if place < len(known) and known[place] < piece.start:
                continue
            match = _LABEL.search(text, begin, piece.start)
            if match is not None:
                yield match.start(), match.end(), name


def _strings(
    text: str, places: Mapping[Path, tuple[int, int]], cover: Cover, labels: Mapping[str, str], touched: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Strings of a JSON file: labels are renamed, and what says once more the words of a segment in which some were replaced is emptied."""
    changed = {
        _segment(path)
        for path, (start, end) in places.items()
        if bisect_left(touched, start) < bisect_right(touched, end)
    }
    for path, (start, end) in places.items():
        if path[-1:] == ("speaker",):
            label = "".join(
                run.text if run.text is not None else text[run.start : run.end] for run in string_runs(text, start, end)
            )
            name = labels.get(label.strip()[:200])
            if name is not None:
                yield start, end, name
        elif (
            touched
            and start < end
            and path[-1] in _REPEATED
            and not cover.holds(start, end)
            and _segment(path) in {None, *changed}
        ):
            yield start, end, ""


def _segment(path: Path) -> Path | None:
    """The segment in which a string stands; None for what stands in none."""
    if path[:1] == ("segments",) and len(path) > 1:
        return path[:2]
    return path[:1] if path and isinstance(path[0], int) else None
