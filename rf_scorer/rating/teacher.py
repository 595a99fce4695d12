"""What a model can be made of, and teaching it: members, learned from some answers and asked about others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating import features
from rf_scorer.rating.design import UNKNOWN
from rf_scorer.rating.fitted import Members
from rf_scorer.rating.folds import folds
from rf_scorer.rating.members import (
    Graded,
    Worded,
    learn_boosted,
    learn_graded,
    learn_linear,
    learn_worded,
    linear,
    worded,
)
from rf_scorer.rating.members.space import learn_space

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.design import Design
    from rf_scorer.rating.fitted import Fitted
    from rf_scorer.rating.members import Boosted, Linear

    Member = Linear | Boosted | Worded | Graded
    Split = tuple[NDArray[np.int64], NDArray[np.int64]]

__all__ = ["CANDIDATES", "FOLDS", "Options", "Teacher", "by_novelty", "by_people"]

#: Folds of the cross-validation inside a model's learning.
FOLDS = 5
#: Sets of members that are tried, the plainest first; ``prior`` and ``graded`` join where there are such.
CANDIDATES: tuple[tuple[str, ...], ...] = (
    ("linear",),
    ("boosted",),
    ("worded",),
    ("linear", "worded"),
    ("boosted", "worded"),
    ("linear", "boosted", "worded"),
)
#: With fewer questions than this to learn from, members for new questions are not chosen and weighed but taken as they are, with equal weights.
_FEW_QUESTIONS = 30
#: Fewest answers for each level of the scale from which levels are learned by themselves.
_FEWEST_GRADED = 30
#: Of more answers than this, the features' members learn from a drawn share of the people.
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a model is learned.

    Attributes
    ----------
    seed : int
        Deals the groups to folds and draws the features that trees look at.
    new_questions : bool
        Learn for questions that are not among the corpus' own; otherwise recurring questions are told apart.
    least_people : int
        People who must have used a gram, or been asked a question, for the model to know it. Three is for invented people; a lab's own answers
        take more (:class:`rf_scorer.study.learning.plan.Plan`).
    coverage : float
        The share of ratings that an interval is meant to hold.
    priors : tuple of Fitted
        Models that were there before, whose judgement is one more member if that helps. Where there are few questions to learn from and new ones are
        meant, members count alike, and a former model should be one for the same scale.
    companion : Corpus or None
        Answers to other questions on the same scale, which a model for new questions learns from as well.
    length : bool
        Whether features that only measure how much was said take part.
    protocols : tuple of str
        Ids of the protocols whose questions were asked; passages of another will be doubtful. Empty where they are not known, and none will.
    """

    seed: int = 20
    new_questions: bool = False
    least_people: int = 3
    coverage: float = 0.8
    priors: tuple[Fitted, ...] = ()
    companion: Corpus | None = None
    length: bool = True
    protocols: tuple[str, ...] = ()


def by_novelty(design: Design, options: Options) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Folds over people, or over questions where the model is meant for new ones and there are some to hold out; companions apart."""
    codes, questions = design.people[: design.own], design.questions[: design.own]
    if options.new_questions and len(np.unique(questions[questions >= 0])) > 1:
        # An answer whose question does not recur stays with its speaker.
        codes = np.where(questions >= 0, questions, codes + int(questions.max()) + 1)
    return list(folds([str(code) for code in codes], count=FOLDS, seed=options.seed))


def by_people(design: Design, options: Options) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Folds over people; companions apart."""
    return list(folds([str(code) for code in design.people[: design.own]], count=FOLDS, seed=options.seed))


class Teacher:
    """Learns members from a design, whole or in part."""

    def __init__(self, design: Design, levels: Sequence[int], options: Options) -> None:
        self.design = design
        self.own = np.arange(design.own)
        self.levels = levels
        self.options = options
        self.questions = int(design.questions.max(initial=UNKNOWN)) + 1
        told_apart = 0 if options.new_questions else self.questions
        self.space, kept = learn_space(design, least=options.least_people, questions=told_apart)
        # A question that is to be new is known while members learn, and unknown whenever an answer is judged.
        self.asked = np.full(len(design), UNKNOWN) if options.new_questions else design.questions
        self.matrix = self.space.matrix(design.counts.table[:, kept], self.asked).csr()
        # Levels are learned apart only where each is met in whatever part of the answers a fold leaves.
        self.graded = 2 < len(levels) <= design.own / _FEWEST_GRADED and self._all_met(len(levels))
        own_questions = int(design.questions[self.own].max(initial=UNKNOWN)) + 1
        self.few_questions = options.new_questions and 1 < own_questions < _FEW_QUESTIONS
        people = np.random.default_rng(options.seed).permutation(int(design.people.max()) + 1)
        within = np.cumsum(np.bincount(design.people)[people]) <= _MOST_ROWS
        self.drawn = np.isin(design.people, people[within]) if within.any() else np.ones(len(design), dtype=bool)

    def _all_met(self, count: int) -> bool:
        whole = np.floor(self.design.ratings + 0.5)
        return all(len(np.unique(whole[train])) == count for train, _ in self.splits())

    def splits(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Folds over people, or over questions where the model is meant for new ones and there are some to hold out."""
        return by_novelty(self.design, self.options)

    def choices(self) -> dict[str, tuple[float, ...]]:
        """Every member there can be, with its penalties, the plainest first."""
        found: dict[str, tuple[float, ...]] = {}
        if self.few_questions:
            # Which member or penalty does best on a few questions says little of the next one (Dawes 1979, Am Psychol 34:571-582).
            former = {"prior": (0.0,)} if self.design.priors.shape[1] else {}
            return (
                former
                | {"linear": linear.PENALTIES[:1]}
                | ({"worded": worded.PENALTIES[:1]} if self.space.width else {})
            )
        if self.design.priors.shape[1]:
            found["prior"] = (0.0,)
        found |= {"linear": linear.PENALTIES, "boosted": (0.0,)}
        if self.space.width:
            found["worded"] = worded.PENALTIES
            if self.graded:
                found["graded"] = (0.0,)
        return found

    def candidates(self) -> list[tuple[str, ...]]:
        """Sets of members, the plainest first."""
        there = self.choices()
        if self.few_questions:
            return [tuple(there)]
        found: list[tuple[str, ...]] = [("prior",)]
        for names in CANDIDATES:
            found += [names, ("prior", *names), (*names, "graded"), ("prior", *names, "graded")]
        return [names for names in found if all(name in there for name in names)]

    def out_of_fold(
        self, name: str, penalty: float, splits: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]
    ) -> NDArray[np.float64]:
        """What a member says of answers it did not learn from, array of shape (n, columns)."""
        if name == "prior":
            return self.design.priors[self.own]
        parts = []
        for train, test in splits:
            parts.append(self._latent(self._learned(name, penalty, train), test))
        found = np.empty((len(self.own), parts[0].shape[1]))
        for (_, test), part in zip(splits, parts, strict=True):
            found[test] = part
        return found

    def members(self, names: Sequence[str], penalties: Mapping[str, float]) -> Members:
        """The chosen members, learned from everything."""
        learned = {name: self._learned(name, penalties[name], self.own) for name in names if name != "prior"}
        return Members(
            priors=self.design.priors.shape[1] if "prior" in names else 0,
            space=self.space if {"worded", "graded"} & set(names) else None,
            **learned,  # type: ignore[arg-type]
        )

    def _learned(self, name: str, penalty: float, rows: NDArray[np.int64]) -> Member:
        signs, design = features.signs(), self.design
        rows = np.concatenate([rows, np.arange(design.own, len(design))])
        if name in {"linear", "boosted"}:
            part = design.take(rows[self.drawn[rows]])
            if name == "boosted":
                return learn_boosted(part, self.levels, questions=self.questions, signs=signs, seed=self.options.seed)
            return learn_linear(
                part, self.levels, penalty=penalty, questions=self.questions, signs=signs, weights=features.weights()
            )
        ratings, questions = design.ratings[rows], design.questions[rows]
        if name == "worded":
            target = worded.centred(ratings, questions) if self.options.new_questions else ratings
            return learn_worded(self.matrix[rows], target, penalty=penalty)
        told_apart = len(self.space.usual)
        return learn_graded(self.matrix[rows], design.features[rows], self.asked[rows], ratings, count=told_apart)

    def _latent(self, member: Member, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        if isinstance(member, Worded):
            return member.latent(self.matrix[rows])[:, None]
        if isinstance(member, Graded):
            return member.latent(self.matrix[rows], self.design.features[rows], self.asked[rows])
        return member.latent(self.design.features[rows], self.asked[rows])[:, None]
