"""The plan of an interview: questions, their roles, and the scale their answers are rated on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Level", "Probe", "Protocol", "Question", "QuestionRole", "Scale"]


class QuestionRole(StrEnum):
    """Whether a question asks for reflective functioning: ``demand`` does, ``permit`` gives room for it."""

    DEMAND = "demand"
    PERMIT = "permit"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A point of a scale; ``name`` and ``anchor`` are empty for points between the anchors."""

    value: int
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Ordered whole-number levels from a declared minimum to a declared maximum (RF: -1 to 9).

    Agreement and probabilities are meaningless without the declared range, so every level is listed, seen or not.
    """

    id: str
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        values = [level.value for level in self.levels]
        if len(values) < 2 or values != list(range(values[0], values[-1] + 1)):
            raise ValueError("a scale lists every whole number from its minimum to its maximum, in order")

    @property
    def values(self) -> tuple[int, ...]:
        """Every level, lowest first."""
        return tuple(level.value for level in self.levels)

    @property
    def minimum(self) -> int:
        """The lowest level."""
        return self.levels[0].value

    @property
    def maximum(self) -> int:
        """The highest level."""
        return self.levels[-1].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A follow-up that belongs to a question."""

    id: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a protocol, in our own paraphrases.

    Attributes
    ----------
    id : str
        Such as ``aai.11``.
    number : str or None
        As interviewers write it before the question; None where a protocol has none.
    topic : str
        Three to eight words for tables.
    role : QuestionRole
    wordings : tuple of str
        Several paraphrases, to match what interviewers really say.
    probes : tuple of Probe
    expected : bool
        False for a question that is rightly left out of many interviews (own children, other trauma).
    note : str
        For raters; empty where there is nothing to say.
    """

    id: str
    number: str | None
    topic: str
    role: QuestionRole
    wordings: tuple[str, ...]
    probes: tuple[Probe, ...] = ()
    expected: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """The plan of an interview.

    Attributes
    ----------
    id, title, version, language : str
    kind : str
        ``interview`` (questions in an order) or ``session`` (turns; the therapist's bids for mental states are demands).
    scale : Scale
    questions : tuple of Question
        For a session: kinds of bid rather than questions in an order.
    check : str
        What a user must verify against the instrument's manual; shown wherever the protocol is.
    sources : tuple of str
        Citations, never text of an instrument.
    """

    id: str
    title: str
    version: str
    language: str
    kind: str
    scale: Scale
    questions: tuple[Question, ...]
    check: str
    sources: tuple[str, ...] = ()

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)
