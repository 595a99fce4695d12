"""A person's decisions about alignment: ``NAME.align.json`` beside the transcript."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.domain import Role
from rf_scorer.errors import AlignmentError, InvalidDocument
from rf_scorer.protocols.matching import Forced
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rf_scorer.domain import Protocol, Transcript

__all__ = ["Decisions", "decide", "find_override", "override_paths"]

_MAX_BYTES = 20_000_000
_REMEDY = "See 'rf-scorer schema alignment'."


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """``forced`` by index of an interviewer's turn; ``excluded`` holds indices of turns that belong to no passage."""

    forced: dict[int, Forced] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()


def override_paths(path: Path) -> tuple[Path, ...]:
    """Where the override of a transcript may stand: ``<name>.align.json`` or ``<stem>.align.json``."""
    return tuple(dict.fromkeys((path.with_name(f"{path.name}.align.json"), path.with_name(f"{path.stem}.align.json"))))


def find_override(path: Path) -> dict[str, Any] | None:
    """The override that stands beside a transcript.

    Parameters
    ----------
    path : Path
        The transcript. Its override is ``<stem>.align.json`` or ``<name>.align.json`` (where two transcripts
        share a stem).

    Returns
    -------
    dict or None
        The document; None where there is none.

    Raises
    ------
    AlignmentError
        If there are two, or it is not JSON, or does not match the schema ``alignment``: the message has every
        fault by its path.
    """
    candidates = override_paths(path)
    # Path.is_file() raises where the suffix makes a long name too long for the system.
    found = [candidate for candidate in candidates if os.path.isfile(candidate)]  # noqa: PTH113
    if not found:
        return None
    if len(found) > 1:
        raise AlignmentError(
            "Two alignment overrides stand beside this transcript.", where=shown(path.name), remedy="Keep one of them."
        )
    name = found[0].name
    try:
        if found[0].stat().st_size > _MAX_BYTES:
            raise AlignmentError(f"The override has more than {_MAX_BYTES // 1_000_000} MB.", where=name)
        data = read_bytes(found[0])
    except OSError as error:
        raise AlignmentError(f"The override cannot be opened ({error.strerror}).", where=name) from None
    try:
        document = jsonio.loads(data.removeprefix(b"\xef\xbb\xbf"), where=name)
    except InvalidDocument as error:
        raise AlignmentError(error.message, where=name, remedy=_REMEDY) from None
    _refuse(_schema_faults(document), where=name)
    return dict(document)


def decide(document: Mapping[str, Any], transcript: Transcript, protocol: Protocol | None) -> Decisions:
    """What an override says about this transcript.

    Parameters
    ----------
    document : mapping
        As :func:`find_override` returns it, or made elsewhere.
    transcript : Transcript
    protocol : Protocol or None

    Raises
    ------
    AlignmentError
        With every fault by its path: not the schema's form, another protocol or transcript, turns or lines that
        do not exist or are not the interviewer's, questions that the protocol lacks, a turn named twice.
    """
    faults = _schema_faults(document)
    _refuse(faults, where=f"{transcript.source.name} (override)")
    faults = []
    if protocol is not None and document.get("protocol") not in (None, protocol.id):
        faults.append(f"$.protocol: the override is about another protocol than {protocol.id}")
    if document.get("sha256") not in (None, transcript.source.sha256):
        faults.append("$.sha256: the transcript has changed since the override was written")
    places = {question.id: place for place, question in enumerate(protocol.questions)} if protocol else {}
    session = protocol is not None and protocol.kind == "session"
    lines = _Lines(transcript)
    forced: dict[int, Forced] = {}
    excluded: set[int] = set()
    seen: set[int] = set()
    for position, entry in enumerate(document["turns"]):
        path = f"$.turns[{position}]"
        index = entry["turn"] if "turn" in entry else lines.turn_at(entry["line"])
        if index is None or index >= len(transcript.turns):
            faults.append(f"{path}.{'turn' if 'turn' in entry else 'line'}: there is no such turn")
            continue
        if index in seen:
            faults.append(f"{path}: the turn is named a second time")
            continue
        seen.add(index)
        if "exclude" in entry:
            excluded.add(index)
            continue
        if transcript.turns[index].role is not Role.INTERVIEWER:
            faults.append(f"{path}: the turn is not the interviewer's")
            continue
        named = [("question", entry["question"])] if "question" in entry else []
        named += [(f"also[{number}]", other) for number, other in enumerate(entry.get("also", ()))]
        if protocol is not None:
            faults += [f"{path}.{key}: the protocol has no such question" for key, name in named if name not in places]
            if any(name not in places for _, name in named):
                continue
        if session and len(named) > 1:
            faults.append(f"{path}.also: a session's turn is one kind of bid")
            continue
        numbers = [places.get(name, 0) for _, name in named]
        if not named:
            forced[index] = Forced(outside="outside" in entry)
        else:
            forced[index] = Forced(numbers[0], tuple(dict.fromkeys(n for n in numbers[1:] if n != numbers[0])))
    _refuse(faults, where=f"{transcript.source.name} (override)")
    return Decisions(forced=forced, excluded=frozenset(excluded))


def _schema_faults(document: object) -> list[str]:
    return [f"{fault.path}: {fault.message}" for fault in validation.faults(document, "alignment")]


def _refuse(faults: list[str], *, where: str) -> None:
    if faults:
        head = faults[0] if len(faults) == 1 else f"{len(faults)} faults: " + "; ".join(faults[:20])
        raise AlignmentError(head if head.endswith(".") else f"{head}.", where=where, remedy=_REMEDY)


class _Lines:
    """1-based lines of the source, and the turns on them."""

    def __init__(self, transcript: Transcript) -> None:
        text = transcript.source.text
        starts = [0]
        for place, mark in enumerate(text):
            if mark == "\n" or (mark == "\r" and text[place + 1 : place + 2] != "\n"):
                starts.append(place + 1)
        self._starts = starts
        self._turns = transcript.turns

    def turn_at(self, line: int) -> int | None:
        """Index of the turn whose words begin on the line, or else of the one that runs over it."""
        running = None
        for turn in self._turns:
            first, last = bisect_right(self._starts, turn.start), bisect_right(self._starts, turn.end - 1)
            if first == line:
                return turn.index
            if first < line <= last:
                running = turn.index
        return running
