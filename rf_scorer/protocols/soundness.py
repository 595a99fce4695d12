"""What a schema cannot see in a protocol: things that stand twice, and questions that alignment cannot tell apart."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rf_scorer.domain import Note, Protocol, QuestionRole, Severity
from rf_scorer.protocols.similarity import Profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["judge", "repeats"]

#: Fewer wordings than this find less; in the shipped protocols two to five a question are enough.
_FEW_WORDINGS = 2


def repeats(document: dict[str, Any]) -> list[Note]:
    """Whatever stands more than once, ids outside their parent's, and questions that nothing could find."""
    return [Note(code=code, message=message, severity=Severity.ERROR) for code, message in _repeats(document)]


def _repeats(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    questions = document["questions"]
    ids = Counter(entry["id"] for entry in questions)
    ids.update(probe["id"] for entry in questions for probe in entry.get("probes", ()))
    numbers = Counter(entry["number"] for entry in questions if "number" in entry)
    owner: dict[str, str] = {}
    for position, entry in enumerate(questions):
        path = f"$.questions[{position}]"
        if ids[entry["id"]] > 1:
            yield "protocol-id-twice", f"{path}.id: the id {entry['id']} stands more than once."
        if not entry["id"].startswith(f"{document['id']}."):
            yield "protocol-id", f"{path}.id: an id begins with the protocol's, {document['id']}."
        if "number" in entry and numbers[entry["number"]] > 1:
            yield "protocol-number-twice", f"{path}.number: the number {entry['number']} stands more than once."
        if not entry.get("wordings"):
            if entry["role"] == "demand":
                yield "protocol-no-wording", f"{path}: a demand question without wordings can never be found."
            elif "number" not in entry:
                yield (
                    "protocol-no-wording",
                    f"{path}: a question with neither wordings nor a number can never be found.",
                )
        for place, probe in enumerate(entry.get("probes", ())):
            if not probe["id"].startswith(f"{entry['id']}."):
                yield "protocol-id", f"{path}.probes[{place}].id: an id begins with its question's, {entry['id']}."
        for place, wording in enumerate(entry.get("wordings", ())):
            key = " ".join(wording.casefold().split()).rstrip(" .?!")
            if key in owner:
                yield "protocol-wording-twice", f"{path}.wordings[{place}]: the same wording stands at {owner[key]}."
            owner.setdefault(key, f"{path}.wordings[{place}]")


def judge(protocol: Protocol) -> list[Note]:
    """What alignment will find hard: demands with few wordings, and wordings that fit another question too."""
    notes = [
        Note(
            code="protocol-few-wordings",
            message=f"{question.id}: has {len(question.wordings)} wording.",
            remedy="Add short forms and other ways of saying it.",
        )
        for question in protocol.questions
        if len(question.wordings) < _FEW_WORDINGS and question.role is QuestionRole.DEMAND
    ]
    if protocol.kind == "interview":
        for one, two, likeness in Profiles(protocol).confusable():
            notes.append(
                Note(
                    code="protocol-near-identical",
                    message=f"{one} and {two} are hard to tell apart (likeness of wordings {likeness:.2f} of 1).",
                    severity=Severity.WARNING,
                    remedy="Give each a wording with the words that the other lacks.",
                )
            )
    return notes
