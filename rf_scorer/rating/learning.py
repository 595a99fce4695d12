"""Learning a rating model: members by cross-validation, the stack on what they said of answers they had not seen.

Everything that is chosen (penalties, members, the rule for a level, the width of intervals) is chosen on out-of-fold scores, by the ranked probability
score, with participants kept whole; where the model is meant for questions nobody has answered yet, whole questions are held out instead.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from rf_scorer.rating import decision, features, intervals, limits, metrics
from rf_scorer.rating.corpus import Corpus
from rf_scorer.rating.design import UNKNOWN, Design, recurring
from rf_scorer.rating.fitted import Fitted, Stacked
from rf_scorer.rating.latent import chances
from rf_scorer.rating.members import Graded, Worded, columns
from rf_scorer.rating.stack import ThresholdStack
from rf_scorer.rating.teacher import FOLDS, Options, Teacher, by_novelty, by_people
from rf_scorer.rating.thresholds import above, from_above
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.members import Boosted, Linear

    Latents = dict[str, NDArray[np.float64]]
    Member = Linear | Boosted | Worded | Graded

__all__ = ["FOLDS", "Options", "design_of", "fit", "learn"]


def design_of(corpus: Corpus, options: Options, *, views: Sequence[View] = ()) -> Design:
    """Numbers of a corpus, and of its companion where there is one, made once for all folds; from views of the corpus where there are some already."""
    own = len(corpus)
    if options.companion is not None and options.new_questions:
        corpus = _joined(corpus, options.companion)
    views = [*views, *(View(item) for item in corpus.items[len(views) :])]
    codes = {question: code for code, question in enumerate(_told_apart(corpus.take(range(own)), options))}
    codes |= {question: code for code, question in enumerate(recurring(corpus.questions[own:], least=1), len(codes))}
    priors = [prior.place(corpus.items, views) for prior in options.priors]
    design = Design.of(
        corpus,
        views=views,
        codes=codes,
        priors=np.column_stack(priors) if priors else np.zeros((len(corpus), 0)),
    )
    design = dataclasses.replace(design, companions=len(corpus) - own)
    if options.length:
        return design
    held = design.features.copy()
    held[:, ~features.without_length()] = 0.0
    return dataclasses.replace(design, features=held)


def _told_apart(corpus: Corpus, options: Options) -> tuple[str, ...]:
    """Questions that are learned by themselves. Those of a model for new questions are not named in it, and may be one person's."""
    if options.new_questions:
        return recurring(corpus.questions)
    return recurring(corpus.questions, people=corpus.groups, least_people=options.least_people)


def _joined(corpus: Corpus, companion: Corpus) -> Corpus:
    """Both corpora, with names that cannot meet."""
    if companion.scale.values != corpus.scale.values:
        raise ValueError("a companion is rated on the same scale")
    # Sorted behind all other names, so that people have the codes, and folds the people, that they have without companions.
    mark = "\U0010ffffcompanion\x00"
    return Corpus(
        items=(*corpus.items, *companion.items),
        ratings=np.concatenate([corpus.ratings, companion.ratings]),
        groups=(*corpus.groups, *(mark + group for group in companion.groups)),
        questions=(*corpus.questions, *(mark + (question or "") for question in companion.questions)),
        scale=corpus.scale,
    )


def learn(corpus: Corpus, options: Options, *, name: str, version: str, statement: str) -> Fitted:
    """Learn a model. The same corpus and options give the same model.

    Parameters
    ----------
    corpus : Corpus
    options : Options
    name, version : str
    statement : str
        What the model was trained on, in one phrase; stated wherever it suggests.

    Raises
    ------
    DataError
        If there is too little to learn from.
    """
    corpus.teachable()
    views = [View(item) for item in corpus.items]
    design = design_of(corpus, options, views=views)
    stacked, chosen = fit(design, corpus.scale.values, options)
    own = design.take(np.arange(design.own))
    spread = own.features.std(axis=0)
    shortest, longest = limits.lengths([view.words for view in views])
    return Fitted(
        name=name,
        version=version,
        scale=corpus.scale,
        stacked=stacked,
        coverage=options.coverage,
        questions=() if options.new_questions else _told_apart(corpus, options),
        mean=own.features.mean(axis=0),
        spread=np.where(spread > 1e-9, spread, 1.0),
        familiarity=limits.learn_familiarity(
            own,
            [item.texts for item in corpus.items],
            views,
            by_people(own, options),
            least=options.least_people,
        ),
        shortest=shortest,
        longest=longest,
        training={
            "statement": statement,
            "answers": len(corpus),
            "people": len(set(corpus.groups)),
            "folds": FOLDS,
            "seed": options.seed,
            "least_people": options.least_people,
            **chosen,
        },
        priors=options.priors if stacked.members.priors else (),
        protocols=tuple(sorted(set(options.protocols))),
        questioning=limits.learn_questioning(
            [item.question_text for item in corpus.items],
            own.people,
            by_novelty(own, options),
            least=options.least_people,
        ),
    )


def fit(design: Design, levels: Sequence[int], options: Options) -> tuple[Stacked, dict[str, str | float]]:
    """Learn from numbers, on one thread: several would wait for one another on matrices this small, and add up in an order of their own.

    Parameters
    ----------
    design : Design
    levels : sequence of int
        The declared scale.
    options : Options

    Returns
    -------
    tuple of (Stacked, dict)
        The dict says what was chosen: ``members``, ``rule``, ``penalty_…``.
    """
    with threadpool_limits(limits=1):
        return _fit(design, levels, options)


def _fit(design: Design, levels: Sequence[int], options: Options) -> tuple[Stacked, dict[str, str | float]]:
    teacher = Teacher(design, levels, options)
    splits = teacher.splits()
    own, ratings, people = np.arange(design.own), design.ratings[: design.own], design.people[: design.own]
    # For new questions, the weights of the members must not answer for which question was asked.
    told_apart = design.questions[own] if options.new_questions else np.full(len(own), UNKNOWN)
    asked = columns.asked(told_apart, columns.shares(told_apart, int(told_apart.max(initial=UNKNOWN)) + 1))
    shares = above(ratings, levels)
    whole = np.floor(ratings + 0.5).astype(np.int64) - levels[0]

    def stacked_on(latents: Latents, names: Sequence[str], rows: NDArray[np.int64]) -> ThresholdStack:
        columns_ = np.hstack([latents[name] for name in names])[rows]
        stack = ThresholdStack(own=1 if "graded" in names else 0, positive=True, classes=tuple(levels))
        if teacher.few_questions:
            return stack.fit_evenly(columns_, shares[rows], np.ones(len(rows)), asked[rows])
        return stack.fit_shares(columns_, shares[rows], np.ones(len(rows)), asked[rows])

    def crossed(latents: Latents, names: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities by stacks that did not see the answers they judge."""
        found = np.empty((len(own), len(levels)))
        for train, test in splits:
            stack = stacked_on(latents, names, train)
            rows = np.hstack([latents[name] for name in names])[test]
            found[test] = from_above(chances(rows, stack.weights_, stack.thresholds_, stack.own))
        return found

    def score(latents: Latents, names: Sequence[str]) -> NDArray[np.float64]:
        return metrics.ranked_probability_scores(crossed(latents, names), whole)

    latents: Latents = {}
    penalties: dict[str, float] = {}
    choices = teacher.choices()
    for name, those in choices.items():
        tried = [{name: teacher.out_of_fold(name, penalty, splits)} for penalty in those]
        best = _plainest([score(one, [name]) for one in tried], people) if len(tried) > 1 else 0
        latents |= tried[best]
        penalties[name] = those[best]
    candidates = teacher.candidates()
    best = _plainest([score(latents, names) for names in candidates], people) if len(candidates) > 1 else 0
    names = candidates[best]
    stack = stacked_on(latents, names, own)
    known = crossed(latents, names)
    rule = decision.choose(known, ratings, levels, told_apart)
    stacked = Stacked(
        members=teacher.members(names, penalties),
        weights=stack.weights_,
        thresholds=stack.thresholds_,
        decision=rule,
        scores=np.sort(intervals.scores(known, ratings - levels[0], rule.level(known))),
    )
    chosen = {f"penalty_{name}": penalties[name] for name in names if penalties[name]}
    return stacked, {"members": " + ".join(names), "rule": rule.rule, **chosen}


def _plainest(scores: Sequence[NDArray[np.float64]], people: NDArray[np.int64]) -> int:
    """The plainest whose mean score is within one standard error of the best; ``scores`` run from plain to bold.

    The rule of one standard error (Breiman et al. 1984, *Classification and Regression Trees*, section 3.4.3) prefers the plainer of models that
    cannot be told apart. The error is that of the difference from the best, over people.
    """
    sizes = np.bincount(people)
    heard = sizes > 0
    means = [np.bincount(people, weights=score)[heard] / sizes[heard] for score in scores]
    best = means[int(np.argmin([float(mean.mean()) for mean in means]))]
    for index, mean in enumerate(means):
        difference = mean - best
        if float(difference.mean()) <= float(difference.std()) / np.sqrt(len(difference)):
            return index
    raise AssertionError("the best is within any error of itself")
