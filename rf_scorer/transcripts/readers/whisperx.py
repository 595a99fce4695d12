"""WhisperX-style JSON: segments, perhaps with words, with the speakers that diarization found."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from rf_scorer import jsonio
from rf_scorer.domain import Note, Severity
from rf_scorer.errors import InvalidDocument, UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.json_places import Path, string_places, string_runs
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["READER", "WhisperXReader"]


class _Words(NamedTuple):
    """Words that one speaker says on end: where their string stands, and when."""

    path: Path
    speaker: str | None
    time: float | None
    time_end: float | None


class WhisperXReader:
    """``{"segments": [{"start", "end", "text", "speaker", "words"}]}``, or the list of segments alone."""

    name = "whisperx"
    description = "WhisperX-style JSON with speakers"

    def recognise(self, document: Document) -> float:
        """By segments that hold text."""
        decoded = document.decoded
        if decoded is None or not decoded.text[:100].lstrip().startswith(("{", "[")):
            return 0.0
        head = decoded.text[:100_000]
        if "urn:rf-scorer" in head or ('"text"' not in head and '"word"' not in head):
            return 0.0
        if decoded.text.lstrip()[0] == "{":
            return 0.95 if '"segments"' in decoded.text else 0.0
        return 0.9 if decoded.text.lstrip()[1:50].lstrip().startswith("{") and '"speaker"' in head else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:  # noqa: ARG002
        """Make turns of the segments; a segment in which two people speak is split at its words.

        Raises
        ------
        InvalidDocument
            If this is not JSON.
        UnreadableFile
            If there are no segments, or no speakers.
        """
        decoded = document.decoded
        if decoded is None:
            raise UnreadableFile("This is not text.", remedy="Save it as UTF-8.")
        text = decoded.text
        content = jsonio.loads(text)
        base: Path = ("segments",) if isinstance(content, dict) else ()
        segments = content.get("segments") if isinstance(content, dict) else content
        if not isinstance(segments, list) or not all(isinstance(segment, dict) for segment in segments):
            raise InvalidDocument("'segments' is not a list of objects.", remedy="Is this WhisperX output?")
        places = string_places(text, lambda path: path[-1:] in {("text",), ("word",)} and path[: len(base)] == base)
        builder = TurnBuilder(text)
        tally: Counter[str] = Counter()
        for index, segment in enumerate(segments):
            for words in _split(segment, (*base, index), tally):
                _add(builder, text, places, words)
        if not tally["named"]:
            raise UnreadableFile(
                "The segments name no speakers.",
                remedy="Run WhisperX again with --diarize, or label the turns in a text file.",
            )
        language = content.get("language") if isinstance(content, dict) else None
        return Reading(
            format="whisperx",
            text=text,
            turns=builder.finish(),
            notes=_notes(tally, len(segments)),
            encoding=decoded.encoding,
            newline=decoded.newline,
            language=language
            if isinstance(language, str) and language.isascii() and language.isalpha() and len(language) <= 8
            else None,
        )


def _split(segment: dict[str, Any], path: Path, tally: Counter[str]) -> Iterator[_Words]:
    own = _name(segment.get("speaker"))
    words = segment.get("words")
    said = [word for word in words if isinstance(word, dict)] if isinstance(words, list) else []
    voices = {name for word in said if (name := _name(word.get("speaker"))) is not None}
    text = segment.get("text")
    whole = isinstance(text, str) and (len(voices) < 2 or not all(isinstance(word.get("word"), str) for word in said))
    if whole:
        speaker = own if own is not None else next(iter(voices), None)
        tally["named"] += speaker is not None
        tally["unassigned"] += len(str(text).split()) if speaker is None else 0
        tally["split-lost"] += len(voices) > 1
        yield _Words((*path, "text"), speaker, _number(segment.get("start")), _number(segment.get("end")))
        return
    tally["split"] += len(voices) > 1
    # A word that diarization left open stands between words of somebody: the one before it, or at the beginning the
    # one after it.
    current = next((name for word in said if (name := _name(word.get("speaker"))) is not None), own)
    for position, word in enumerate(said):
        name = _name(word.get("speaker"))
        tally["inferred"] += name is None and current is not None
        tally["unassigned"] += name is None and current is None
        current = name or current
        tally["named"] += current is not None
        yield _Words(
            (*path, "words", _place(words, word, position), "word"),
            current,
            _number(word.get("start")),
            _number(word.get("end")),
        )


def _place(words: Any, word: dict[str, Any], position: int) -> int:
    return next(index for index in range(position, len(words)) if words[index] is word)


def _name(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip()[:200] or None if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    fit = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9 and math.isfinite(value)
    return float(value) if fit else None


def _add(builder: TurnBuilder, text: str, places: dict[Path, tuple[int, int]], words: _Words) -> None:
    if words.path not in places:
        return
    for position, run in enumerate(string_runs(text, *places[words.path])):
        builder.add(
            words.speaker,
            run.start,
            run.end,
            text=run.text,
            time=words.time,
            time_end=words.time_end,
            joined=position > 0,
        )


def _notes(tally: Counter[str], segments: int) -> tuple[Note, ...]:
    notes = []
    if tally["unassigned"]:
        notes.append(
            Note(
                code="words-unassigned",
                message=f"{tally['unassigned']} words were given to no speaker; they are kept without a label.",
                severity=Severity.WARNING,
                remedy="Add the speakers in the JSON file where it matters.",
            )
        )
    if tally["inferred"]:
        notes.append(
            Note(
                code="words-inferred",
                message=f"{tally['inferred']} words without a speaker went to the one before in the same segment.",
            )
        )
    if tally["split"]:
        notes.append(
            Note(
                code="segments-split",
                message=f"{tally['split']} of {segments} segments hold several speakers and were split.",
            )
        )
    if tally["split-lost"]:
        notes.append(
            Note(
                code="segments-unsplit",
                message=f"{tally['split-lost']} segments of several speakers lack words and went to the main one.",
                severity=Severity.WARNING,
                remedy="Check these segments against the recording.",
            )
        )
    notes.append(
        Note(
            code="speakers-by-machine",
            message="A program decided who speaks and what was said.",
            severity=Severity.WARNING,
            remedy="Check the transcript against the recording before rating.",
        )
    )
    return tuple(notes)


READER = WhisperXReader()
