"""ELAN transcripts (.eaf): one tier a speaker, annotations in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.domain import Note, Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Reading
from rf_scorer.transcripts.readers.safexml import local, parse_xml
from rf_scorer.transcripts.turns import TurnBuilder

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from rf_scorer.transcripts.document import Document, ReadOptions

__all__ = ["READER", "ElanReader"]

_MARK = b"<ANNOTATION_DOCUMENT"
_HEAD = 4000


class _Annotation(NamedTuple):
    start: float
    order: int
    end: float
    label: str
    text: str


@dataclass(slots=True)
class _Tally:
    dependent: int = 0
    empty: int = 0
    unaligned: int = 0
    overlaps: int = 0
    repeated: bool = False


class ElanReader:
    """Reads the independent tiers of ELAN files."""

    name = "elan"
    description = "ELAN annotations (.eaf), one tier a speaker"

    def recognise(self, document: Document) -> float:
        """Certain by the root element."""
        return 1.0 if _MARK in document.data[:_HEAD] else 0.0

    def read(self, document: Document, options: ReadOptions) -> Reading:  # noqa: ARG002
        """Make turns of the document.

        Raises
        ------
        UnreadableFile
            If the XML is damaged or hostile, or no independent tier holds words.
        """
        name = document.name
        root = parse_xml(document.data, where=name)
        if local(root) != "ANNOTATION_DOCUMENT":
            raise UnreadableFile("The file is not an ELAN document.", where=name, remedy="Export it from ELAN as .eaf.")
        tally = _Tally()
        annotations = _annotations(root, tally)
        if not annotations:
            raise UnreadableFile(
                "No independent tier holds words.",
                where=name,
                remedy="Put each speaker's words on a tier of their own that does not depend on another.",
            )
        lines = [f"{annotation.label}: {annotation.text}" for annotation in annotations]
        text = "\n".join(lines)
        builder, place, latest = TurnBuilder(text), 0, ("", -1.0)
        for annotation, line in zip(annotations, lines, strict=True):
            begin = place + len(line) - len(annotation.text)
            builder.add(annotation.label, begin, place + len(line), time=annotation.start, time_end=annotation.end)
            tally.overlaps += annotation.label != latest[0] and annotation.start < latest[1]
            latest = (annotation.label, annotation.end)
            place += len(line) + 1
        return Reading(format="elan", text=text, turns=builder.finish(), notes=tuple(_notes(tally)))


def _slots(root: Element, tally: _Tally) -> dict[str, float]:
    """Seconds of every time slot; one without a time stands between its neighbours in the file."""
    order: list[tuple[str, float | None]] = []
    for slot in root.iter("TIME_SLOT"):
        value = slot.get("TIME_VALUE", "")
        number = int(value) / 1000 if value.isascii() and value.isdecimal() and len(value) <= 12 else None
        order.append((slot.get("TIME_SLOT_ID", ""), number))
    slots: dict[str, float] = {}
    last, waiting = 0.0, list[str]()
    for identifier, known in [*order, ("", None)]:
        if known is None and identifier:
            waiting.append(identifier)
            continue
        ahead = last if known is None else known
        for place, between in enumerate(waiting, start=1):
            slots[between] = last + (ahead - last) * place / (len(waiting) + 1)
        tally.unaligned += len(waiting)
        waiting = []
        if known is not None:
            slots[identifier] = last = known
    return slots


def _annotations(root: Element, tally: _Tally) -> list[_Annotation]:
    slots = _slots(root, tally)
    tiers = []
    for tier in root.iter("TIER"):
        if tier.get("PARENT_REF"):
            tally.dependent += any(True for _ in tier.iter("ANNOTATION_VALUE"))
        elif any((value.text or "").strip() for value in tier.iter("ANNOTATION_VALUE")):
            tiers.append(tier)
    speakers = [(tier.get("PARTICIPANT") or "").strip() for tier in tiers]
    found: list[_Annotation] = []
    for tier, speaker in zip(tiers, speakers, strict=True):
        # Two tiers of one person are rarely both speech (gesture, remarks): they stay apart, for a person to choose.
        shared = bool(speaker) and speakers.count(speaker) > 1
        tally.repeated = tally.repeated or shared
        label = " ".join((speaker if speaker and not shared else tier.get("TIER_ID") or "tier").split())
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            value = annotation.find("ANNOTATION_VALUE")
            words = " ".join((value.text or "").split()) if value is not None else ""
            if not words:
                tally.empty += 1
                continue
            start = slots.get(annotation.get("TIME_SLOT_REF1", ""), 0.0)
            end = slots.get(annotation.get("TIME_SLOT_REF2", ""), start)
            found.append(_Annotation(start, len(found), end, label, words))
    return sorted(found)


def _notes(tally: _Tally) -> list[Note]:
    message = "Offsets point into the text extracted from the ELAN document, one line an annotation."
    notes = [Note(code="text-extracted", message=message)]
    if tally.dependent:
        message = f"{tally.dependent} tiers that depend on another (translations, words, codes) were not read."
        notes.append(Note(code="dependent-tiers-skipped", message=message))
    if tally.repeated:
        notes.append(
            Note(
                code="participant-on-several-tiers",
                severity=Severity.WARNING,
                message="One person has several independent tiers: each is a speaker of its own, named after the tier.",
                remedy="Say which tier holds the participant's speech: --participant TIER.",
            )
        )
    if tally.overlaps:
        message = (
            f"{tally.overlaps} annotations begin while another speaker's lasts; they follow in order of their start."
        )
        notes.append(Note(code="overlapping-speech", message=message))
    if tally.unaligned:
        message = f"{tally.unaligned} time slots hold no time; theirs was taken from their neighbours."
        notes.append(Note(code="times-interpolated", message=message))
    return notes


READER = ElanReader()
