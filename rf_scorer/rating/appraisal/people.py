"""Agreement within questions and within groups of participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.domain.evaluation import RatedQuestion, Subgroup
from rf_scorer.rating.appraisal.agreement import estimates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rf_scorer.domain.evaluation import Estimate
    from rf_scorer.rating.appraisal.agreement import Figures, Judged

__all__ = ["rated_questions", "subgroups"]

#: Characters of a question or a group that a report shows.
_LONGEST = 200
_SHOWN = ("qwk", "spearman", "mae", "bias")


def rated_questions(judged: Judged) -> tuple[RatedQuestion, ...]:
    """Figures within each question, in the order in which they were first asked; empty where questions do not recur."""
    if judged.questions is None:
        return ()
    asked = np.array([question or "" for question in judged.questions])
    found = []
    for question in dict.fromkeys(judged.questions):
        if question is None:
            continue
        rows = np.flatnonzero(asked == question)
        figures = judged.basic(rows)
        found.append(
            RatedQuestion(
                question=question[:_LONGEST],
                answers=len(rows),
                mean_rating=float(judged.corpus.ratings[rows].mean()),
                mean_expected=float(judged.made.expected[rows].mean()),
                figures={name: figures[name] for name in _SHOWN},
            )
        )
    return tuple(found)


def subgroups(
    judged: Judged, columns: Sequence[str], values: Sequence[Sequence[str]], *, least: int, seed: int
) -> tuple[Subgroup, ...]:
    """Agreement within every group.

    Parameters
    ----------
    judged : Judged
    columns : sequence of str
    values : sequence of (sequence of str)
        For every answer its value in each column.
    least : int
        Participants that a group must have to be named and judged; smaller ones are only counted, since their name and their
        figures could tell who somebody is.
    seed : int
    """
    return tuple(
        group
        for place, column in enumerate(columns)
        for group in _of_column(judged, column, [row[place] for row in values], least=least, seed=seed)
    )


def _of_column(judged: Judged, column: str, values: Sequence[str], *, least: int, seed: int) -> Iterator[Subgroup]:
    people, cells = np.asarray(judged.corpus.groups), np.asarray(values)
    small: list[NDArray[np.int64]] = []
    for value in sorted(set(values), key=_natural):
        rows = np.flatnonzero(cells == value)
        count = len(set(people[rows].tolist()))
        if count < least:
            small.append(rows)
            continue
        yield Subgroup(
            column=column,
            name=value[:_LONGEST] or "(empty)",
            answers=len(rows),
            participants=count,
            too_small=False,
            figures=_figures(judged, rows, seed=seed),
        )
    for rows in small:
        count = len(set(people[rows].tolist()))
        yield Subgroup(column=column, name=None, answers=len(rows), participants=count, too_small=True, figures=None)


def _figures(judged: Judged, rows: NDArray[np.int64], *, seed: int) -> dict[str, Estimate]:
    def measure(chosen: NDArray[np.int64]) -> Figures:
        found = judged.basic(rows[chosen])
        return {name: found[name] for name in _SHOWN}

    return estimates(measure, [judged.corpus.groups[row] for row in rows.tolist()], seed=seed)


def _natural(value: str) -> tuple[float, str]:
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value
