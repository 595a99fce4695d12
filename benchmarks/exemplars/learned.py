"""Tables of what models reach that understand nothing; slow, as they are fitted over and over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .authorship import told
from .markdown import number, table
from .passages import PAIR_KINDS, STYLES
from .soundness import by_style, pairs_of
from .trivial import judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .passages import Passage
    from .trivial import Trivial

__all__ = ["authors", "by_writer", "orders", "questions", "trivials"]

#: The two ways of leaving out, as they are called in the tables.
_WAYS = ("speakers left out", "writer left out")


def authors(passages: Sequence[Passage]) -> str:
    """Whether the writer can be told from the words: among all writers, and among all but the oldest block's."""
    first = min(passage.writer for passage in passages)
    rows = []
    for title, chosen in (
        ("all", passages),
        (f"all but `{first}`", [passage for passage in passages if passage.writer != first]),
    ):
        count = len({passage.writer for passage in chosen})
        if count > 1:
            found = told(chosen)
            rows.append([title, count, found.passages, number(found.right), number(found.chance)])
    return table(["writers", "number", "passages", "writer named rightly", "always the commonest"], rows)


def trivials(found: Sequence[Trivial]) -> str:
    """Figures of every model, with speakers and with writers left out."""
    rows = [
        [
            one.title,
            *(number(value) for way in (one.speakers, one.writers) for value in (way.spearman, way.qwk, way.error)),
        ]
        for one in found
    ]
    head = [f"{figure}, {way}" for way in _WAYS for figure in ("Spearman", "weighted kappa", "mean absolute error")]
    return table(["model", *head], rows)


def by_writer(passages: Sequence[Passage], model: Trivial) -> str:
    """Figures of one model within the passages of every writer, both ways."""
    ratings = np.array([passage.rating for passage in passages])
    writers = np.array([passage.writer for passage in passages])
    rows = []
    for writer in np.unique(writers):
        mask = writers == writer
        ways = [judged(way.predicted[mask], ratings[mask]) for way in (model.speakers, model.writers)]
        rows.append(
            [
                f"`{writer}`",
                int(mask.sum()),
                *(number(way.spearman) for way in ways),
                *(number(way.error) for way in ways),
                number((model.writers.predicted - ratings)[mask].mean()),
            ]
        )
    head = [f"{figure}, {way}" for figure in ("Spearman", "mean absolute error") for way in _WAYS]
    return table(["writer", "passages", *head, "predicted minus rated, writer left out"], rows)


def questions(passages: Sequence[Passage], model: Trivial) -> str:
    """Spearman's correlation of ratings with what the question alone predicts, overall and within styles."""
    ratings = np.array([passage.rating for passage in passages])
    values = np.column_stack([model.speakers.predicted, model.writers.predicted])
    columns = by_style(values, ratings, passages)
    rows = [[way, *map(number, found)] for way, found in zip(_WAYS, zip(*columns, strict=True), strict=True)]
    return table([model.title, "all", *STYLES], rows)


def orders(passages: Sequence[Passage], model: Trivial) -> str:
    """Shares of the pairs of the same words that a model puts in the right order."""
    ratings = np.array([passage.rating for passage in passages])
    one, two = pairs_of(passages, PAIR_KINDS[0]).T
    true = np.sign(ratings[one] - ratings[two])
    right = [np.sign(way.predicted[one] - way.predicted[two]) == true for way in (model.speakers, model.writers)]
    differing = true != 0
    rows = [
        [way, int(differing.sum()), number(found[differing].mean() if differing.any() else None)]
        for way, found in zip(_WAYS, right, strict=True)
    ]
    return table([model.title, "pairs of the same words", "in the right order"], rows)
