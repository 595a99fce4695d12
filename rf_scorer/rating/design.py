"""Rated answers as numbers: features, counts of grams, and codes for questions and people."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import features
from rf_scorer.rating.counts import Counts
from rf_scorer.rating.members.columns import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.view import View

__all__ = ["UNKNOWN", "Design", "recurring"]

#: A question with fewer answers than this is not learned by itself.
FEWEST_ASKED = 20


def recurring(
    questions: Sequence[str | None],
    *,
    least: int = FEWEST_ASKED,
    people: Sequence[str] | None = None,
    least_people: int = 1,
) -> tuple[str, ...]:
    """Questions with enough answers to be learned by themselves, sorted; none where only one is. An empty text is no question.

    Parameters
    ----------
    questions : sequence of (str or None)
        Of every answer.
    least : int
        Answers.
    people : sequence of str, optional
        Who gave each answer.
    least_people : int
        People who must have answered a question, where ``people`` says who did: a model names its questions, and one that was put to a single
        person may be made of that person's words.
    """
    counts: dict[str, int] = {}
    heard: dict[str, set[str]] = {}
    for place, question in enumerate(questions):
        if question:
            counts[question] = counts.get(question, 0) + 1
            if people is not None:
                heard.setdefault(question, set()).add(people[place])
    enough = {question for question, who in heard.items() if len(who) >= least_people} if people is not None else counts
    found = tuple(sorted(question for question, times in counts.items() if times >= least and question in enough))
    return found if len(found) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Numbers of several answers, in one order.

    Attributes
    ----------
    features : array of shape (n, features)
    counts : Counts
    questions : array of shape (n,)
        Codes of recurring questions; :data:`UNKNOWN` for all others.
    people : array of shape (n,)
        Codes of participants.
    ratings : array of shape (n,)
    priors : array of shape (n, priors)
        Latent scores by models that were there before.
    companions : int
        So many of the answers, the last ones, are only learned from: answers to other questions, on the same scale, by other people.
    """

    features: NDArray[np.float64]
    counts: Counts
    questions: NDArray[np.int64]
    people: NDArray[np.int64]
    ratings: NDArray[np.float64]
    priors: NDArray[np.float64]
    companions: int = 0

    @classmethod
    def of(
        cls, corpus: Corpus, *, views: Sequence[View], codes: Mapping[str, int], priors: NDArray[np.float64]
    ) -> Design:
        """Numbers of a corpus.

        Parameters
        ----------
        corpus : Corpus
        views : sequence of View
            Of its items.
        codes : mapping of str to int
            Of the questions to be told apart.
        priors : array of shape (n, priors)
        """
        return cls(
            features=features.read_off(views),
            counts=Counts.of([item.texts for item in corpus.items]),
            questions=np.array([codes.get(question or "", UNKNOWN) for question in corpus.questions], dtype=np.int64),
            people=np.unique(np.asarray(corpus.groups), return_inverse=True)[1],
            ratings=corpus.ratings,
            priors=priors,
        )

    def __len__(self) -> int:
        return len(self.features)

    @property
    def own(self) -> int:
        """Answers that are learned from and judged."""
        return len(self) - self.companions

    def take(self, rows: NDArray[np.int64]) -> Design:
        """Some of the answers, in the given order, companions no longer apart."""
        return Design(
            features=self.features[rows],
            counts=Counts(self.counts.names, self.counts.table[rows]),
            questions=self.questions[rows],
            people=self.people[rows],
            ratings=self.ratings[rows],
            priors=self.priors[rows],
        )

    def keep(self, rows: NDArray[np.int64]) -> Design:
        """Some of the answers that are not companions, and all companions behind them."""
        companions = np.arange(self.own, len(self))
        return dataclasses.replace(self.take(np.concatenate([rows, companions])), companions=self.companions)
