"""What JSON files hold besides turns: paths of recordings, names, lists of words, whatever else a program wrote into them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rf_scorer import jsonio
from rf_scorer.transcripts.margins.collecting import Collection
from rf_scorer.transcripts.margins.margin import Place, entry, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.document import Document
    from rf_scorer.transcripts.margins.cover import Cover
    from rf_scorer.transcripts.margins.margin import Margin

__all__ = ["native_margins", "whisperx_margins"]

_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?')
#: Keys of transcription programs; their own names say nothing about anybody.
_KEYS = frozenset(
    """
    segments word_segments words text word start end score speaker speakers language id seek tokens temperature avg_logprob
    compression_ratio no_speech_prob probability confidence chars char punctuated_word type duration channel model result results
    """.split()  # noqa: SIM905
)
#: Keys whose strings repeat what is said.
_REPEATED = frozenset({"text", "word", "words", "punctuated_word", "transcript", "char"})
_SPEAKER = frozenset({"speaker", "speakers", "label", "voice"})
_PATH = re.compile(
    r"[\\/]|^file:|\.(?:wav|mp3|mp4|m4a|aac|flac|ogg|opus|wma|mov|avi|mkv|webm|json|docx?|txt|eaf|cha)$", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_HALF = re.compile("[\ud800-\udfff]")


def whisperx_margins(cover: Cover) -> Iterator[Margin]:
    """Every string that is no turn's text, no speaker's label and no usual key."""
    seen: set[str] = set()
    key = ""
    for match in _STRING.finditer(cover.text):
        start, end = match.span(1)
        raw = match[1]
        if match[2]:
            key = raw
            if raw not in _KEYS and raw not in seen:
                seen.add(raw)
                yield from said(Place.OTHER_FIELDS, raw, start)
            continue
        if len(raw) < 2 or cover.holds(start, end):
            continue
        value = raw if "\\" not in raw else _whole(json.loads(f'"{raw}"', strict=False))
        yield from _value(cover, key, value, start if value == raw else None)


def _value(cover: Cover, key: str, value: str, start: int | None) -> Iterator[Margin]:
    if (key in _REPEATED and cover.repeats(value)) or (key == "language" and _LANGUAGE.fullmatch(value)):
        return
    if key in _SPEAKER:
        if not cover.is_label(value):
            yield from said(Place.SPEAKER_TAGS, value, start)
    elif _PATH.search(value):
        plain = unquote(value)
        yield from said(Place.MEDIA, plain, start if plain == value else None)
    else:
        yield from entry(Place.OTHER_FIELDS, key, value, start)


def native_margins(document: Document, cover: Cover) -> Iterator[Margin]:
    """What our own transcript documents hold besides turns and the text they point into."""
    content = jsonio.loads(document.decoded.text) if document.decoded is not None else None
    found = Collection()
    if not isinstance(content, dict):
        return
    for key in ("id", "participant", "timepoint", "protocol"):
        found.add(Place.OTHER_FIELDS, _whole(content.get(key)))
    found.add(Place.OTHER_FIELDS, _whole((content.get("source") or {}).get("name")))
    for speaker in content.get("speakers", ()):
        found.add(Place.OTHER_FIELDS, _whole(speaker["reason"]))
        if not cover.is_label(speaker["label"]):
            found.add(Place.SPEAKER_TAGS, _whole(speaker["label"]))
    for note in content.get("notes", ()):
        found.add(Place.OTHER_FIELDS, _whole(note["message"]))
        found.add(Place.OTHER_FIELDS, _whole(note["remedy"]))
    yield from found


def _whole(value: str | None) -> str:
    """A string without halves of surrogate pairs, which JSON can hold and no text can."""
    return _HALF.sub("\ufffd", value or "")
