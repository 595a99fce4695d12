"""Nested cross-validation: everything that is learned or chosen is so without the people, and perhaps the questions, that are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from joblib import Parallel, delayed

from rf_scorer.discreet import quietly
from rf_scorer.errors import DataError
from rf_scorer.rating import baselines as plain
from rf_scorer.rating import intervals, metrics
from rf_scorer.rating.corpus import FEWEST_ANSWERS, FEWEST_PEOPLE
from rf_scorer.rating.design import UNKNOWN
from rf_scorer.rating.folds import folds as deal
from rf_scorer.rating.learning import Options, design_of, fit
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.rating.design import Design

    Split = tuple[NDArray[np.int64], NDArray[np.int64]]

__all__ = ["OutOfFold", "Step", "baselines", "cross_validate", "learning_curve", "splits"]

#: Where questions or protocols are left out, people are parted into so many at the same time: nobody stands on both sides.
_FEWEST_PARTS, _MOST_PARTS = 3, 10
#: Models that are learned for all that is left out; where it is more, each learns from fewer people, and from two thirds of them at least.
_MODELS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfFold:
    """What a model says of every answer that it did not learn from.

    Attributes
    ----------
    title : str
    probabilities : array of shape (n, levels)
    level : array of shape (n,)
        Suggested levels.
    expected : array of shape (n,)
    low, high : array of shape (n,), or None
        Levels at the ends of the interval.
    fold : array of shape (n,)
    """

    title: str
    probabilities: NDArray[np.float64]
    level: NDArray[np.int64]
    expected: NDArray[np.float64]
    low: NDArray[np.int64] | None
    high: NDArray[np.int64] | None
    fold: NDArray[np.int64]


def splits(
    groups: Sequence[str], *, count: int, seed: int, leave_out: Sequence[str | None] | None = None
) -> Iterator[Split]:
    """Pairs of row indices, to learn from and to judge.

    Parameters
    ----------
    groups : sequence of str
        Who gave each answer.
    count : int
        Folds over people.
    seed : int
    leave_out : sequence of (str or None), optional
        What is to be left out whole, for every row. Each value is judged by models that saw neither it nor the people judged, in
        ten parts of the people, or in fewer where there are more than nine values, but in three at least; rows with None are never judged
        together with a value and count as one of their own.

    Raises
    ------
    DataError
        If there is one value only: nothing is left to learn from.
    ValueError
        If there are fewer than two groups or folds.
    """
    if leave_out is None:
        yield from deal(groups, count=count, seed=seed)
        return
    labels = np.array([value if value is not None else "" for value in leave_out])
    values = np.unique(labels)
    if len(values) < 2:
        raise DataError("What is to be left out is the same for every answer.", remedy="Leave out people instead.")
    parts = max(_FEWEST_PARTS, min(_MOST_PARTS, _MODELS // len(values)))
    for value in values:
        for train, test in deal(groups, count=parts, seed=seed):
            yield train[labels[train] != value], test[labels[test] == value]


def cross_validate(
    corpus: Corpus,
    options: Options,
    *,
    folds: int = 10,
    leave_out: Sequence[str | None] | None = None,
    title: str = "model",
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> OutOfFold:
    """Judge every answer by a model that knew nobody of its group.

    Parameters
    ----------
    corpus : Corpus
    options : Options
        With ``leave_out``, ``new_questions`` should be set: the model is then learned for what it has not seen.
    folds : int
    leave_out : sequence of (str or None), optional
        See :func:`splits`.
    title : str
    jobs : int
        Processes.
    progress : callable, optional
        Called with the number of finished folds and of all.

    Raises
    ------
    DataError
        If there is too little to learn from.
    """
    corpus.teachable()
    levels = corpus.scale.values
    design = design_of(corpus, options)
    pairs = [
        (train, test)
        for train, test in splits(corpus.groups, count=folds, seed=options.seed, leave_out=leave_out)
        if len(test)
    ]
    run = Parallel(n_jobs=jobs, return_as="generator")
    values = np.asarray(levels)
    probabilities = np.empty((len(corpus), len(levels)))
    level, low, high, fold = (np.empty(len(corpus), dtype=np.int64) for _ in range(4))
    for number, (rows, found, chosen, edges) in enumerate(
        run(delayed(quietly(_judged))(design, train, test, levels, options) for train, test in pairs)
    ):
        probabilities[rows], level[rows], fold[rows] = found, values[chosen], number
        low[rows], high[rows] = values[edges[:, 0]], values[edges[:, 1]]
        if progress is not None:
            progress(number + 1, len(pairs))
    return OutOfFold(
        title=title,
        probabilities=probabilities,
        level=level,
        expected=probabilities @ values,
        low=low,
        high=high,
        fold=fold,
    )


def _judged(
    design: Design, train: NDArray[np.int64], test: NDArray[np.int64], levels: Sequence[int], options: Options
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    stacked, _ = fit(design.keep(train), levels, options)
    part = design.take(test)
    space = stacked.members.space
    table = part.counts.within(space.vocabulary.names) if space is not None else None
    # A question that nobody answered among those learned from is a new one, whatever the model is meant for.
    met = np.isin(part.questions, design.questions[train]) & (not options.new_questions)
    asked = np.where(met, part.questions, UNKNOWN)
    found = stacked.probabilities(
        stacked.members.latents(stacked.members.numbers(part.features, table, asked, part.priors))
    )
    level = stacked.decision.level(found)
    limit = intervals.critical(stacked.scores, options.coverage)
    edges = np.array([intervals.interval(row, limit, int(at)) for row, at in zip(found, level, strict=True)])
    return test, found, level, edges.reshape(len(test), 2)


def baselines(
    corpus: Corpus,
    *,
    folds: int = 10,
    leave_out: Sequence[str | None] | None = None,
    seed: int = 20,
    jobs: int = 1,
) -> tuple[OutOfFold, ...]:
    """The baselines on the same folds; parameters as in :func:`cross_validate`.

    Returns
    -------
    tuple of OutOfFold
        In the order of :data:`rf_scorer.rating.baselines.TITLES`, whose keys are the titles; without intervals.
    """
    corpus.teachable()
    levels = corpus.scale.values
    views = [View(item) for item in corpus.items]
    design = design_of(corpus, Options(seed=seed), views=views)
    known = plain.columns(corpus.items, views)
    pairs = [pair for pair in splits(corpus.groups, count=folds, seed=seed, leave_out=leave_out) if len(pair[1])]
    values = np.asarray(levels)
    found = []
    for name in plain.TITLES:
        judged = Parallel(n_jobs=jobs if name == "bag_of_words" else 1)(
            delayed(quietly(plain.judge))(name, design, known.get(name), train, test, levels, known=leave_out is None)
            for train, test in pairs
        )
        probabilities = np.empty((len(corpus), len(levels)))
        level, fold = np.empty(len(corpus), dtype=np.int64), np.empty(len(corpus), dtype=np.int64)
        for number, ((_, test), one) in enumerate(zip(pairs, judged, strict=True)):
            probabilities[test], level[test], fold[test] = one.probabilities, values[one.level], number
        found.append(
            OutOfFold(
                title=name,
                probabilities=probabilities,
                level=level,
                expected=probabilities @ values,
                low=None,
                high=None,
                fold=fold,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a learning curve: models that learned from so many people, judged on people they did not know.

    Attributes
    ----------
    people, answers : int
        Learned from; answers on average.
    repeats : int
        Draws of people.
    figures : mapping of str to (tuple of float)
        For each figure (``spearman``, ``qwk``, ``mae``) its value in every draw where it is defined.
    """

    people: int
    answers: int
    repeats: int
    figures: Mapping[str, tuple[float, ...]]


def learning_curve(
    corpus: Corpus,
    options: Options,
    *,
    sizes: Sequence[int],
    repeats: int = 3,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Step, ...]:
    """How agreement grows with the number of people learned from.

    A fifth of the people are drawn to be judged, and so many of the others to learn from; anew for every repeat.

    Parameters
    ----------
    corpus : Corpus
    options : Options
    sizes : sequence of int
        Numbers of people to learn from, ascending; those beyond four fifths of all are left out.
    repeats, jobs : int
    progress : callable, optional
        Called with the number of finished models and of all.

    Raises
    ------
    DataError
        If there is too little to learn from.
    """
    corpus.teachable()
    levels = corpus.scale.values
    design = design_of(corpus, options)
    # Companions are learned from whoever is drawn, and never judged.
    people = np.unique(design.people[: design.own], return_inverse=True)[1]
    count = int(people.max()) + 1
    held = max(count // 5, 1)
    tasks: list[tuple[int, NDArray[np.int64], NDArray[np.int64]]] = []
    for repeat in range(repeats):
        order = np.random.default_rng([options.seed, repeat]).permutation(count)
        test = np.flatnonzero(np.isin(people, order[:held]))
        tasks += [
            (size, np.flatnonzero(np.isin(people, order[held : held + size])), test)
            for size in sizes
            if size <= count - held
        ]
    run = Parallel(n_jobs=jobs, return_as="generator")
    gathered: dict[int, list[tuple[int, dict[str, float | None]]]] = {}
    judged = run(delayed(quietly(_tried))(design, train, test, levels, options) for _, train, test in tasks)
    for number, ((size, train, _), figures) in enumerate(zip(tasks, judged, strict=True)):
        if figures is not None:
            gathered.setdefault(size, []).append((len(train), figures))
        if progress is not None:
            progress(number + 1, len(tasks))
    return tuple(
        Step(
            people=size,
            answers=round(sum(rows for rows, _ in found) / len(found)),
            repeats=len(found),
            figures={
                name: tuple(value for _, one in found if (value := one[name]) is not None)
                for name in ("spearman", "qwk", "mae")
            },
        )
        for size, found in sorted(gathered.items())
    )


def _tried(
    design: Design, train: NDArray[np.int64], test: NDArray[np.int64], levels: Sequence[int], options: Options
) -> dict[str, float | None] | None:
    """Figures of one draw; None where there is too little to learn from."""
    people, ratings = np.unique(design.people[train]), np.unique(design.ratings[train])
    if len(train) < FEWEST_ANSWERS or len(people) < FEWEST_PEOPLE or len(ratings) < 2:
        return None
    _, found, level, _ = _judged(design, train, test, levels, options)
    values = np.asarray(levels)
    return metrics.figures(found @ values, values[level], design.ratings[test], levels)
