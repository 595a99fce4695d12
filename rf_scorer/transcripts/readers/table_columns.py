"""Which column of a table holds what was said, who said it, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.errors import UnknownName, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.transcripts.document import ReadOptions

__all__ = ["Columns", "choose", "matches", "named", "usual"]

# In the order of preference where a table has several.
# fmt: off
_TEXT = (
    "text", "utterance", "utterances", "utterance text", "turn text", "spoken text", "transcript",
    "transcription", "transcript text", "speech", "said", "words", "message", "sentence", "sentences",
    "segment text", "caption", "dialogue", "dialog", "statement", "verbatim", "content", "contents",
    "text content", "response", "answer", "texte", "äußerung", "texto",
)
_SPEAKER = (
    "speaker", "speaker label", "speaker name", "speaker role", "speaker id", "speakerid", "speakers", "role",
    "who", "interlocutor", "talker", "person", "name", "participant role", "label", "voice", "party", "actor",
    "user", "participant", "sprecher", "sprecherin", "locuteur", "hablante",
)
_TIME = (
    "time", "start", "start time", "starttime", "time start", "begin", "begin time", "onset", "timestamp",
    "time stamp", "timecode", "time code", "start s", "start sec", "start seconds", "time in", "in",
)
_END = (
    "end", "end time", "endtime", "time end", "stop", "stop time", "offset", "end s", "end sec", "end seconds",
    "time out", "out",
)
# fmt: on
_MOST_SHOWN = 12
_RUN = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: How a row begins in which something was said at some time.
_CLOCK = re.compile(r"\[?\(?\d{1,2}:\d")


class Columns(NamedTuple):
    """Indices of the columns; None for what a table does not have."""

    text: int
    speaker: int
    time: int | None
    time_end: int | None


def _plain(name: str) -> str:
    return " ".join(_RUN.findall(_HUMP.sub(" ", name[:80]).casefold()))


def _find(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    plain = [_plain(name) for name in names]
    return next((plain.index(word) for word in wanted if word in plain), None)


def matches(names: Sequence[str]) -> int:
    """How much a row looks like a header: 2 where it names a text and a speaker column, 1 for one of them."""
    plain = frozenset(map(_plain, names))
    return (not plain.isdisjoint(_TEXT)) + (not plain.isdisjoint(_SPEAKER))


def usual(name: str) -> bool:
    """Whether this is one of the names by which columns are found."""
    return any(_find((name,), wanted) is not None for wanted in (_TEXT, _SPEAKER, _TIME, _END))


def named(names: Sequence[str]) -> tuple[str, ...]:
    """The names that may be shown in a message; empty where the row may hold speech, or times and numbers, rather than names."""
    short = [name.strip() for name in names if name.strip()]
    if any(
        len(name) > 40
        or len(name.split()) > 3
        or name[-1] in ".?!,"
        or _CLOCK.match(name) is not None
        or not name.isprintable()
        for name in short
    ):
        return ()
    return tuple(short[:_MOST_SHOWN])


def choose(names: Sequence[str], options: ReadOptions) -> Columns:
    """Find the columns by what a person said, or by their names.

    Parameters
    ----------
    names : sequence of str
        The header row.
    options : ReadOptions

    Raises
    ------
    UnknownName
        If a column that a person named is not there.
    UnreadableFile
        If there is no column of text or of speakers; the message lists the names that there are.
    """
    text = _asked(names, options.text_column) if options.text_column is not None else _find(names, _TEXT)
    speaker = _asked(names, options.speaker_column) if options.speaker_column is not None else _find(names, _SPEAKER)
    shown = named(names)
    listed = f" Columns found: {', '.join(shown)}." if shown else " Is the first row the names of the columns?"
    if text is None:
        raise UnreadableFile(
            "No column holds what was said." + listed, remedy="Name it 'text', or say which it is: --text-column NAME."
        )
    if speaker is None or speaker == text:
        raise UnreadableFile(
            "No column says who speaks." + listed,
            remedy="Name it 'speaker', or say which it is: --speaker-column NAME.",
        )
    return Columns(text, speaker, _find(names, _TIME), _find(names, _END))


def _asked(names: Sequence[str], asked: str) -> int:
    plain = [name.strip().casefold() for name in names]
    if asked.strip().casefold() in plain:
        return plain.index(asked.strip().casefold())
    raise UnknownName("column", asked, named(names))
