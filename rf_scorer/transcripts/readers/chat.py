"""CHAT transcripts (.cha).

Read with our own main-line reader: the library for CHAT gives tokens without fillers, retracings and offsets, and
all three are needed here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rf_scorer.domain import Note, Role, Severity
from rf_scorer.errors import RfScorerError, UnreadableFile
from rf_scorer.transcripts.decoding import decode
from rf_scorer.transcripts.document import Reading
from rf_scorer.transcripts.readers.chat_line import BULLET, stretches
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rf_scorer.transcripts.decoding import Decoded
    from rf_scorer.transcripts.document import Document, ReadOptions

__all__ = ["READER", "ChatReader"]

_LINE = re.compile(r"[^\r\n]+")
_MAIN = re.compile(r"\*([A-Za-z0-9_-]{1,20}):[ \t]*")
_MARK = re.compile(r"^\*[A-Z0-9]{1,7}:\t", re.MULTILINE)
_HEAD = re.compile(r"\ufeff?\s*@(?:UTF8|Begin|Window|Font|PID)\b")
_ROLES = {
    "participant": Role.PARTICIPANT,
    "subject": Role.PARTICIPANT,
    "patient": Role.PARTICIPANT,
    "client": Role.PARTICIPANT,
    "informant": Role.PARTICIPANT,
    "interviewee": Role.PARTICIPANT,
    "target_adult": Role.PARTICIPANT,
    "investigator": Role.INTERVIEWER,
    "interviewer": Role.INTERVIEWER,
    "therapist": Role.INTERVIEWER,
    "clinician": Role.INTERVIEWER,
    "doctor": Role.INTERVIEWER,
    "examiner": Role.INTERVIEWER,
}
_CODE = re.compile("[a-z]{2,3}")
_LANGUAGES = {"eng": "en", "deu": "de", "fra": "fr", "spa": "es", "ita": "it", "nld": "nl", "por": "pt", "dan": "da"}


class ChatReader:
    """Reads the main lines of CHAT files; dependent tiers are skipped."""

    name = "chat"
    description = "CHAT transcripts (.cha)"

    def recognise(self, document: Document) -> float:
        """Certain by the opening header, likely by suffix and main lines."""
        if not document.data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"@") and document.suffix != ".cha":
            return 0.0
        try:
            text = _decoded(document, None).text
        except RfScorerError:
            return 0.0
        if _MARK.search(text) is None:
            return 0.0
        return 0.98 if _HEAD.match(text) else 0.9 if document.suffix == ".cha" else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:
        """Make turns of the document.

        Raises
        ------
        UnreadableFile
            If the bytes are no text, a main line has no speaker, or there is no main line.
        """
        name = document.name
        decoded = _decoded(document, options.encoding)
        text = decoded.text
        builder = TurnBuilder(text)
        headers: dict[str, str] = {}
        tiers = strays = 0
        ended = False
        for start, end, stray in _tiers(text):
            strays += stray
            mark = text[start]
            if mark == "@":
                key, _, value = text[start + 1 : end].partition(":")
                headers.setdefault(key.strip(), value.strip())
                ended = ended or key.strip() == "End"
            elif mark == "%":
                tiers += 1
            elif mark == "*":
                _utterance(builder, text, start, end, name)
        turns = builder.finish()
        if not turns:
            raise UnreadableFile(
                "There are no main lines with words.", where=name, remedy="A main line begins with '*', a code and ':'."
            )
        styled, notes = _declared(headers.get("Participants", ""), {turn.label or "" for turn in turns})
        notes += _skipped(tiers, strays, ended=ended)
        code = re.split(r"[\s,]", headers.get("Languages", ""))[0].lower()
        return Reading(
            format="chat",
            text=text,
            turns=turns,
            notes=(*decoded.notes, *notes),
            encoding=decoded.encoding,
            newline=decoded.newline,
            styled=styled,
            language=_LANGUAGES.get(code, code if _CODE.fullmatch(code) else None),
        )


def _decoded(document: Document, encoding: str | None) -> Decoded:
    """The text with its time marks, whose control characters would otherwise make it look like binary data."""
    found = decode(document.data.replace(b"\x15", b" "), encoding=encoding)
    if found is None:
        raise UnreadableFile("This is not text.", where=document.name, remedy="Save the transcript as UTF-8.")
    return replace(found, text=document.data.decode(found.encoding, errors="replace"))


def _tiers(text: str) -> Iterator[tuple[int, int, bool]]:
    """Headers, main lines and dependent tiers with the lines that continue them, and whether one lacks its tab."""
    start, end, stray = -1, -1, False
    for match in _LINE.finditer(text):
        first = text[match.start()]
        if first in "@*%" or (first == "\ufeff" and start < 0):
            if start >= 0:
                yield start, end, stray
            start, stray = match.start() + (first == "\ufeff"), False
        elif start < 0:
            start = match.start()
        else:
            stray = stray or (not first.isspace() and bool(match.group().strip()))
        end = match.end()
    if 0 <= start < end:
        yield start, end, stray


def _utterance(builder: TurnBuilder, text: str, start: int, end: int, name: str) -> None:
    main = _MAIN.match(text, start, end)
    if main is None:
        line = text.count("\n", 0, start) + 1
        raise UnreadableFile(
            "A main line has no speaker code before a colon.",
            where=f"{name}:{line}",
            remedy="Write it as '*PAR:', tab, words.",
        )
    times = [(int(found[1]) / 1000, int(found[2]) / 1000) for found in BULLET.finditer(text, main.end(), end)]
    begin, close = (times[0][0], times[-1][1]) if times else (None, None)
    for stretch in stretches(text, main.end(), end):
        builder.add(main[1], stretch.start, stretch.end, time=begin, time_end=close, joined=stretch.joined)


def _declared(participants: str, labels: set[str]) -> tuple[dict[str, Role], list[Note]]:
    """Roles that the header gives to the codes that speak. Names in the header are not kept."""
    found: dict[str, Role] = {}
    for entry in participants.split(","):
        words = entry.split()
        if len(words) >= 2 and words[0] in labels and (role := _ROLES.get(words[-1].lower())) is not None:
            found[words[0]] = role
    if not found:
        return {}, []
    listed = ", ".join(f"{code} {role.value}" for code, role in found.items())
    return found, [Note(code="participants-declared", message=f"The header says who is who: {listed}.")]


def _skipped(tiers: int, strays: int, *, ended: bool) -> list[Note]:
    notes = []
    if tiers:
        notes.append(Note(code="dependent-tiers-skipped", message=f"{tiers} dependent tiers were not read."))
    if strays:
        message = f"{strays} lines begin with neither a mark nor a tab and were read as continuing the line before."
        notes.append(Note(code="line-without-mark", severity=Severity.WARNING, message=message))
    if not ended:
        message = "The closing header '@End' is missing."
        remedy = "Was the file copied completely?"
        notes.append(Note(code="end-missing", severity=Severity.WARNING, message=message, remedy=remedy))
    return notes


READER = ChatReader()
