"""Rated answers, whatever they were read from; any reader of ratings makes these."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain import Scale

__all__ = ["RatedAnswer", "RatedAnswers"]

#: More different questions than this are not asked of everybody: leaving each out in its turn would say nothing.
_MOST_QUESTIONS = 60
#: A question that recurs has answers of so many participants.
_LEAST_ASKED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedAnswer:
    """One row of the input.

    Attributes
    ----------
    row : int
        Where it stands, as messages count it: from 1, the names of the columns included.
    id : str
        As the input names it; the row's number where it does not.
    group : str
        Participant.
    text : str
        What was answered; empty where nothing was, and the row is then left out.
    rating : float
        Mean of the raters; NaN where the row is left out.
    raters : tuple of (float or None)
        Each rater's rating, in the order of :attr:`RatedAnswers.raters`.
    question, question_id, protocol : str or None
    subgroups : tuple of str
        In the order of :attr:`RatedAnswers.subgroups`.
    """

    row: int
    id: str
    group: str
    text: str = field(repr=False)
    rating: float
    raters: tuple[float | None, ...]
    question: str | None = field(default=None, repr=False)
    question_id: str | None = None
    protocol: str | None = None
    subgroups: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there is something to rate."""
        return bool(self.text)


@dataclass(frozen=True, kw_only=True)
class RatedAnswers:
    """All rows of an input, in its order, checked as a whole.

    Attributes
    ----------
    rows : tuple of RatedAnswer
        Those that are left out among them.
    scale : Scale
    raters : tuple of str
        Names of the columns that hold ratings.
    subgroups : tuple of str
        Names of the columns by which agreement is to be told apart.
    sha256 : str
        Digest of the input's bytes.
    remarks : tuple of str
        What a person should know about how the input was read; holds no value of it.
    origin : str
        What was read: ``table``, or ``confirmed ratings``.
    people_known : bool
        Whether the input says whose answers these are; where it does not, each counts as another person's.
    """

    rows: tuple[RatedAnswer, ...]
    scale: Scale
    raters: tuple[str, ...]
    sha256: str
    subgroups: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    origin: str = "table"
    people_known: bool = True

    @cached_property
    def answers(self) -> tuple[RatedAnswer, ...]:
        """The rows that can be rated."""
        return tuple(row for row in self.rows if row.answered)

    @cached_property
    def people(self) -> int:
        """Participants who answered."""
        return len({row.group for row in self.answers})

    @cached_property
    def questions(self) -> tuple[str | None, ...] | None:
        """The question of every answer, by id or text, or None where questions do not recur.

        They do where there are at least two, few enough to leave each out in its turn, and where nine answers of ten are to a question
        that several participants were asked.
        """
        found = tuple(row.question_id or row.question for row in self.answers)
        asked: dict[str, set[str]] = {}
        for question, row in zip(found, self.answers, strict=True):
            if question is not None:
                asked.setdefault(question, set()).add(row.group)
        known = {question for question, people in asked.items() if len(people) >= _LEAST_ASKED}
        covered = sum(question in known for question in found)
        if not 2 <= len(asked) <= _MOST_QUESTIONS or len(known) < 2 or covered < 0.9 * len(found):
            return None
        return found

    @cached_property
    def protocols(self) -> tuple[str | None, ...] | None:
        """The protocol of every answer, or None where there are not two."""
        found = tuple(row.protocol for row in self.answers)
        return found if len(set(found) - {None}) >= 2 else None

    def chosen(self, values: Sequence[float]) -> int:
        """How many answers have one of these ratings."""
        return sum(row.rating in values for row in self.answers)
