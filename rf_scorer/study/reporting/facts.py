"""What is kept of one sheet for a report: ids, codes and counts. The sheet itself is let go, so that a thousand fit into memory."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CATEGORIES", "QuestionFact", "SheetFacts", "facts_of"]

CATEGORIES = ("cognition", "emotion", "desire", "perception", "modulation")
#: Labels that say who speaks, and not which interviewer it is.
_GENERIC = re.compile(
    r"[a-z]|int|intv|ir|inter|interviewer|interviewerin|question|therapist|th|researcher|bold|plain|italic|underlined|speaker[ _-]?\w{1,2}",
    re.IGNORECASE,
)
#: A label that may be shown: one short word of letters and digits. A sentence taken for a label must not be.
#: Of a suggestion that was not made, since there are too few words.
_SHORT = "too_short"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFact:
    """A passage with a question: its state, certainty and how it was told; ``merged`` are questions answered with it."""

    question: str
    topic: str | None
    role: str
    state: str
    confidence: float | None
    method: str
    merged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """One interview in ids and numbers.

    Attributes
    ----------
    interview : str
    participant, timepoint : str or None
    format, source_sha256 : str
    protocol, protocol_title, protocol_version : str or None
    scale : tuple of (str, int, int), or None
        Id and ends.
    interviewer : str or None
        Code of who asks most, where labels tell.
    questions : tuple of QuestionFact
        In the order of the interview; questions not asked last.
    words, other_words : int
        The participant's, and everybody else's.
    passages, answered, ratable, inaudible : int
        ``ratable`` are answered, long enough to be rated by the model, and have a role.
    answer_words : float or None
        Median words of an answered passage.
    mentions : mapping of str to int
        By category.
    suggested : mapping of int to int
        Provisional suggestions by level.
    abstained : mapping of str to int
        Reasons for none, by code.
    abstained_ratable : int
        Ratable passages without a suggestion.
    speakers : float
        The least certainty of a speaker's role.
    warnings : tuple of str
        Codes of notes that are warnings.
    """

    interview: str
    participant: str | None
    timepoint: str | None
    format: str
    source_sha256: str
    protocol: str | None
    protocol_title: str | None
    protocol_version: str | None
    scale: tuple[str, int, int] | None
    interviewer: str | None
    questions: tuple[QuestionFact, ...]
    words: int
    other_words: int
    passages: int
    answered: int
    ratable: int
    inaudible: int
    answer_words: float | None
    mentions: Mapping[str, int]
    suggested: Mapping[int, int]
    abstained: Mapping[str, int]
    abstained_ratable: int
    speakers: float
    warnings: tuple[str, ...] = field(default=())

    @property
    def density(self) -> float | None:
        """Mentions in a hundred of the participant's words."""
        return 100.0 * sum(self.mentions.values()) / self.words if self.words else None

    def dense(self, category: str) -> float | None:
        """The same of one category."""
        return 100.0 * self.mentions.get(category, 0) / self.words if self.words else None


def facts_of(sheet: Mapping[str, Any]) -> SheetFacts:
    """What is kept of a sheet that has no faults."""
    transcript, protocol, passages = sheet["transcript"], sheet["protocol"], sheet["passages"]
    answered = [passage for passage in passages if passage["state"] == "answered"]
    ratable = {passage["id"] for passage in answered if passage["role"] != "none" or protocol is None}
    suggested: Counter[int] = Counter()
    abstained: Counter[str] = Counter()
    missed = 0
    for made in sheet["suggestions"]:
        if made["status"] == "provisional":
            suggested[made["level"]] += 1
        else:
            abstained.update([reason["code"] for reason in made["reasons"][:1]])
            if made["reasons"][:1] and made["reasons"][0]["code"] == _SHORT:
                # In a talk of many short turns most are: that says nothing of the interview.
                ratable.discard(made["passage"])
            missed += made["passage"] in ratable
    speakers = transcript["speakers"]
    scale = protocol["scale"] if protocol is not None else None
    return SheetFacts(
        interview=transcript["id"],
        participant=_code(transcript["participant"]),
        timepoint=_code(transcript["timepoint"]),
        format=transcript["source"]["format"],
        source_sha256=transcript["source"]["sha256"],
        protocol=None if protocol is None else protocol["id"],
        protocol_title=None if protocol is None else protocol["title"],
        protocol_version=None if protocol is None else protocol["version"],
        scale=None if scale is None else (scale["id"], scale["minimum"], scale["maximum"]),
        interviewer=_interviewer(speakers),
        questions=tuple(_question(passage) for passage in passages if passage["question_id"] is not None),
        words=sum(turn["words"] for turn in transcript["turns"] if turn["role"] == "participant"),
        other_words=sum(speaker["words"] for speaker in speakers if speaker["role"] != "participant"),
        passages=len(passages),
        answered=len(answered),
        ratable=len(ratable),
        inaudible=sum(passage["state"] == "inaudible" for passage in passages),
        answer_words=median(passage["words"] for passage in answered) if answered else None,
        mentions=Counter(mention["category"] for mention in sheet["mentions"]),
        suggested=suggested,
        abstained=abstained,
        abstained_ratable=missed,
        speakers=min((speaker["confidence"] for speaker in speakers), default=1.0),
        warnings=tuple(
            sorted(note["code"] for note in (*transcript["notes"], *sheet["notes"]) if note["severity"] == "warning")
        ),
    )


def _code(text: str | None) -> str | None:
    return None if text is None or not text.strip() else text.strip()


def _question(passage: Mapping[str, Any]) -> QuestionFact:
    return QuestionFact(
        question=passage["question_id"],
        topic=passage["topic"],
        role=passage["role"],
        state=passage["state"],
        confidence=passage["confidence"],
        method=passage["method"],
        merged=tuple(passage["merged"]),
    )


def _interviewer(speakers: list[Mapping[str, Any]]) -> str | None:
    asking = [one for one in speakers if one["role"] == "interviewer" and one["label"]]
    if not asking:
        return None
    label: str = max(asking, key=lambda one: one["turns"])["label"].strip()
    known = _CODE.fullmatch(label) is not None and _GENERIC.fullmatch(label) is None
    return label if known else None
