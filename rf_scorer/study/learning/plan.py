"""What a person may choose for evaluating and training on their own ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.study.ratings import RatedAnswers

__all__ = ["Plan", "many"]

#: Of more answers than this, a full evaluation takes longer than somebody who did not ask for it would wait.
_MANY = 1000


def many(answers: RatedAnswers) -> bool:
    """Whether there are so many answers that a full evaluation must be asked for."""
    return len(answers.answers) > _MANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How answers are left out, what is compared, and what a model may learn.

    Attributes
    ----------
    folds : int
        Parts of the participants.
    leave_out : str or None
        ``question`` or ``protocol`` to leave out each in its turn, as the evaluation that all details speak of; None for folds.
    quick : bool
        Only that evaluation and its baselines: no other way of leaving out, no variants, no learning curve.
    new_questions : bool
        Learn for questions that are not among these, instead of telling recurring questions apart.
    warm_start : tuple of str
        Models, by name or path, whose judgement the new one may use; where there is any, a model for new questions on the scale from 0 to 2 also
        learns from the invented short answers that ship.
    seed : int
    least_people : int
        Participants who must have used a run of words or letters for the model to know it, or been asked a question for it to be named.
    min_group : int
        Participants a subgroup must have to be judged.
    jobs : int
        Processes.
    language_model : str or None
        A spaCy pipeline's name or folder; None for the one that ships.
    """

    folds: int = 10
    leave_out: str | None = None
    quick: bool = False
    new_questions: bool = False
    warm_start: tuple[str, ...] = ("rf_passage",)
    seed: int = 20
    least_people: int = 5
    min_group: int = 10
    jobs: int = 1
    language_model: str | None = None
