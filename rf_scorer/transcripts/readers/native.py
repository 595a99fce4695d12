"""rf_scorer's own transcript documents (``schemas/transcript.schema.json``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, validation
from rf_scorer.documents import turns_from_document
from rf_scorer.domain import Note, Role, Severity
from rf_scorer.errors import InvalidDocument, UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.identity import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rf_scorer.domain import Turn

__all__ = ["READER", "TranscriptReader"]

_MARK = "urn:rf-scorer:schema:transcript:"
_ONE_LINE = str.maketrans(dict.fromkeys("\n\r\t\v\f\x85\u2028\u2029", " "))
_SHOWN = 5


class TranscriptReader:
    """Transcript documents, written by rf_scorer, by another tool or by hand."""

    name = "transcript"
    description = "rf_scorer's own transcript JSON"

    def recognise(self, document: Document) -> float:
        """By the schema key, whatever else may be wrong."""
        decoded = document.decoded
        if decoded is None or not decoded.text[:100].lstrip().startswith("{"):
            return 0.0
        return 0.99 if _MARK in decoded.text[:100_000] else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:  # noqa: ARG002
        """Take the turns from the document; roles that it gives are kept.

        Raises
        ------
        InvalidDocument
            With the places of the first faults, never with what stands there.
        UnreadableFile
            If a label has two roles.
        """
        decoded = document.decoded
        if decoded is None:
            raise UnreadableFile("This is not text.", remedy="Save it as UTF-8.")
        content: dict[str, Any] = jsonio.loads(decoded.text)
        faults = validation.faults(content, "transcript")
        if faults:
            listed = "; ".join(f"{fault.path}: {fault.message}" for fault in faults[:_SHOWN])
            more = f" (and {len(faults) - _SHOWN} more)" if len(faults) > _SHOWN else ""
            raise InvalidDocument(
                f"This is not a valid transcript document. {listed}{more}",
                remedy=f"See all with: rf-scorer validate {document.name}",
            )
        text, given = turns_from_document(content)
        stated = ["role" in turn for turn in content["turns"]]
        turns, roles = _labelled(given, stated)
        return Reading(
            format="transcript",
            text=text,
            turns=turns,
            notes=tuple(_note(note) for note in content.get("notes", ())),
            styled=roles,
            id=content.get("id"),
            participant=content.get("participant"),
            timepoint=content.get("timepoint"),
            language=content.get("language"),
            protocol=content.get("protocol"),
        )


def _labelled(given: tuple[Turn, ...], stated: list[bool]) -> tuple[tuple[Turn, ...], dict[str, Role]]:
    turns: list[Turn] = []
    roles: dict[str, Role] = {}
    for turn, says in zip(given, stated, strict=True):
        label = turn.role.value if turn.label is None else one_line(turn.label)
        if says and roles.setdefault(label, turn.role) is not turn.role:
            raise UnreadableFile(
                f"Turn {turn.index} gives its speaker another role than a turn before.",
                remedy="Give every speaker label one role only.",
            )
        turns.append(replace(turn, label=label, role=Role.OTHER, text=turn.text.translate(_ONE_LINE)))
    return tuple(turns), roles


def _note(note: Mapping[str, Any]) -> Note:
    return Note(**{**note, "severity": Severity(note["severity"])})


READER = TranscriptReader()
