"""What a model's file holds of the words that it was learned from: counted, so that its card can say it, and never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rf_scorer.rating.fitted import Fitted

__all__ = ["Held", "held"]

_LETTERS = "c:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Words of one model; those of the earlier models that it asks stand beside them.

    Attributes
    ----------
    name : str
    statement : str
        What the model was trained on.
    least_people : int or None
        People who must have used a word for it to be here; None where an old model does not say.
    runs, letters : int
        Runs of one to three words, and of two to five letters, that the wording is judged by.
    words : int
        Single words by which an unfamiliar answer is known.
    question_words : int
        Words of questions by which an unfamiliar question is known.
    questions : int
        Questions that are told apart, each by its id or its whole wording.
    earlier : tuple of Held
        The same of the models within this one.
    """

    name: str
    statement: str
    least_people: int | None
    runs: int
    letters: int
    words: int
    question_words: int
    questions: int
    earlier: tuple[Held, ...] = ()

    @property
    def any(self) -> bool:
        """Whether this model itself, apart from earlier ones, holds any word, piece of a word, or question."""
        return bool(self.runs or self.letters or self.words or self.question_words or self.questions)

    @property
    def anywhere(self) -> bool:
        """Whether this model or one within it does."""
        return self.any or any(one.anywhere for one in self.earlier)

    def document(self) -> dict[str, Any]:
        """The counts as a card has them, earlier models in one list."""
        return {**self._counts(), "earlier_models": [one.told() for one in self._within()]}

    def told(self) -> dict[str, Any]:
        """The counts with the model's name and what it was trained on."""
        return {"name": self.name, "statement": self.statement, **self._counts()}

    def _counts(self) -> dict[str, Any]:
        names = ("least_people", "runs", "letters", "words", "question_words", "questions")
        return {"held": self.any, **{name: getattr(self, name) for name in names}}

    def _within(self) -> list[Held]:
        return [found for one in self.earlier for found in (one, *one._within())]


def held(fitted: Fitted) -> Held:
    """Count the words in everything that is written of a model."""
    space, asked, least = fitted.stacked.members.space, fitted.questioning, fitted.training.get("least_people")
    grams = () if space is None else space.vocabulary.names
    letters = sum(name.startswith(_LETTERS) for name in grams)
    return Held(
        name=fitted.name,
        statement=str(fitted.training.get("statement", "")),
        least_people=least if isinstance(least, int) else None,
        runs=len(grams) - letters,
        letters=letters,
        words=len(fitted.familiarity.known),
        question_words=0 if asked is None else len(asked.words),
        questions=len(fitted.questions),
        earlier=tuple(held(prior) for prior in fitted.priors),
    )
