"""Learning where a model's examples end: what is estimated of answers and questions by people, or questions, that were left out.

An example's own words stand in the vocabulary, and its own traits in the mean: judged by a model that knows them, every example looks familiar, and
limits drawn there would refuse ordinary people. All shares, distances and limits are therefore those of examples held out.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from sklearn.covariance import LedoitWolf

from rf_scorer.rating.counts import Counts, learn_vocabulary
from rf_scorer.rating.familiarity import SPREADS, Familiarity, spoken, traits, trust
from rf_scorer.rating.questioning import Questioning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rf_scorer.rating.design import Design
    from rf_scorer.rating.view import View

    Split = tuple[NDArray[np.int64], NDArray[np.int64]]

__all__ = ["distances", "learn_familiarity", "learn_questioning", "lengths"]

#: Share of held-out examples within the distance of doubt, and within that of refusal: one in a hundred is refused and three are doubtful.
_DOUBT, _REFUSE = 0.96, 0.99
#: However alike the examples are, nearer than this is neither doubtful nor refused; a varied corpus has 2.4 and 3.3.
_LEAST_DOUBT, _LEAST_REFUSAL = 2.0, 3.0
#: Share of held-out questions that are not strange.
_ORDINARY = 0.995
#: However alike the questions are, a question of whose weight three quarters are known is not strange.
_LEAST_STRANGE = 0.25
#: Fewer questions than this do not show what is usual.
_FEWEST_QUESTIONS = 30
#: Lengths are compared by ratio: so many times shorter or longer than nearly all examples is still near them.
_STRETCH = 2
_NEARLY_ALL = 0.99
#: How the name of a run of words begins.
_WORD = "w:"


def lengths(words: Sequence[int]) -> tuple[int, int]:
    """Fewest and most words that the examples can speak for: half of what 99 % have at least, and twice what 99 % have at most."""
    low, high = np.quantile(np.asarray(words, dtype=np.float64), [1 - _NEARLY_ALL, _NEARLY_ALL])
    return round(float(low) / _STRETCH), round(float(high) * _STRETCH)


def learn_familiarity(
    design: Design, answers: Sequence[Sequence[str]], views: Sequence[View], splits: Sequence[Split], *, least: int
) -> Familiarity:
    """Where the examples lie, with limits on the distances of those held out.

    Parameters
    ----------
    design : Design
    answers : sequence of sequence of str
        The turns of each answer.
    views : sequence of View
    splits : sequence of pairs of arrays
        Rows to learn from and rows to judge; every row is judged once.
    least : int
        People who must have used a word for the model to know it.
    """
    rows, words = _told(design, answers, views, splits, least)
    doubt, refuse = np.quantile(_distances(rows, words, splits), [_DOUBT, _REFUSE]).tolist()
    counts = _single(design)
    vocabulary, _ = learn_vocabulary(counts, design.people, least=least)
    return dataclasses.replace(
        _centred(rows, words),
        doubt=max(doubt, _LEAST_DOUBT),
        refuse=max(refuse, _LEAST_REFUSAL),
        known=frozenset(name.removeprefix(_WORD) for name in vocabulary.names),
    )


def distances(
    design: Design, answers: Sequence[Sequence[str]], views: Sequence[View], splits: Sequence[Split], *, least: int
) -> NDArray[np.float64]:
    """Distance of each example from those it is held out from, array of shape (n,); parameters as in :func:`learn_familiarity`."""
    rows, words = _told(design, answers, views, splits, least)
    return _distances(rows, words, splits)


def _told(
    design: Design, answers: Sequence[Sequence[str]], views: Sequence[View], splits: Sequence[Split], least: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Traits, with shares of words that no vocabulary made without the speaker holds; and numbers of words."""
    counts = _single(design)
    # Words that only one answer holds are in no table, and count all the same.
    said = np.array([len(spoken(texts)) for texts in answers])
    unknown = np.zeros(len(answers))
    for train, test in splits:
        _, kept = learn_vocabulary(Counts(counts.names, counts.table[train]), design.people[train], least=least)
        known = np.asarray(counts.table[test][:, kept].sum(axis=1)).ravel()
        unknown[test] = 1.0 - known / np.maximum(said[test], 1)
    rows = traits(views, np.where(said > 0, unknown, 0.0))
    return rows, np.array([view.words for view in views])


def _single(design: Design) -> Counts:
    """Counts of single words alone."""
    found = [
        index
        for index, name in enumerate(design.counts.names)
        if name.startswith(_WORD) and " " not in name and name != f"{_WORD}?"
    ]
    return Counts(
        tuple(design.counts.names[index] for index in found), design.counts.table[:, np.array(found, dtype=np.int64)]
    )


def _centred(rows: NDArray[np.float64], words: NDArray[np.int64]) -> Familiarity:
    """Mean and precision of passages; all else is still open."""
    weights = trust(words)
    mean = (rows * weights).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-12)
    away = (rows - mean) * weights
    # Shrinkage draws all variances to their mean, which would bury the smallest trait: shares have a thousandth of the variance of rates.
    scale = np.sqrt((away**2).mean(axis=0) + SPREADS**2)
    covariance = LedoitWolf(assume_centered=True).fit(away / scale).covariance_ * np.outer(scale, scale)
    # Examples that are all alike, or whose traits go together too neatly, must not make ordinary speech look strange.
    precision = np.linalg.inv(covariance + np.diag(SPREADS**2))
    return Familiarity(mean=mean, precision=precision, doubt=np.inf, refuse=np.inf, known=frozenset())


def _distances(rows: NDArray[np.float64], words: NDArray[np.int64], splits: Sequence[Split]) -> NDArray[np.float64]:
    found = np.zeros(len(rows))
    for train, test in splits:
        found[test] = _centred(rows[train], words[train]).distance(rows[test], words[test])
    return found


def learn_questioning(
    questions: Sequence[str | None], people: NDArray[np.int64], splits: Sequence[Split], *, least: int
) -> Questioning | None:
    """The words of the examples' questions, with a limit on how strange those held out are.

    Parameters
    ----------
    questions : sequence of (str or None)
        What each answer was an answer to, in words.
    people : array of shape (n,)
    splits : sequence of pairs of arrays
    least : int
        People who must have been asked with a word: an interviewer's follow-up may repeat what one person said.

    Returns
    -------
    Questioning or None
        None where there are too few questions to tell what is usual.
    """
    asked = [question or "" for question in questions]
    words = {question: spoken([question]) for question in set(asked)}
    if sum(bool(words[question]) for question in asked) < _FEWEST_QUESTIONS:
        return None
    strange = []
    for train, test in splits:
        known = _known([words[asked[row]] for row in train.tolist()], people[train], least)
        strange += [known.strangeness(asked[row]) for row in test.tolist() if words[asked[row]]]
    limit = max(float(np.quantile(strange, _ORDINARY)), _LEAST_STRANGE)
    return dataclasses.replace(_known([words[question] for question in asked], people, least), limit=limit)


def _known(questions: Sequence[Sequence[str]], people: NDArray[np.int64], least: int) -> Questioning:
    """Words used to enough people; the limit is still open."""
    heard: dict[str, set[int]] = {}
    for words, person in zip(questions, people.tolist(), strict=True):
        for word in words:
            heard.setdefault(word, set()).add(person)
    count = len(np.unique(people))
    kept = sorted(word for word, who in heard.items() if len(who) >= least)
    weights = [1.0 + np.log((1.0 + count) / (1.0 + len(heard[word]))) for word in kept]
    return Questioning(
        words=tuple(kept), weights=np.array(weights), foreign=1.0 + float(np.log(1.0 + count)), limit=1.0
    )
