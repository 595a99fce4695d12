"""Tables of how far the ratings can be relied on: agreement, surface cues, the writers' habits, contrast pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rf_scorer.rating.metrics import spearman

from . import agreement, cues
from .giveaways import giveaways
from .habits import HIGH, LOW, habits
from .markdown import number, table
from .passages import LEVELS, PAIR_KINDS, STYLES, SUBTYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .passages import Passage

__all__ = [
    "agreements",
    "agreements_by_subtype",
    "agreements_by_writer",
    "by_style",
    "correlations",
    "habits_told",
    "pairs",
    "pairs_of",
    "readings_by_level",
    "telling_words",
]

_HEAD = ("weighted kappa", "Spearman", "equal", "within one", "mean difference")


def agreements(passages: Sequence[Passage]) -> str:
    """Agreement of the writer's level and the two readings, with intervals."""
    levels, speakers = agreement.three(passages), [passage.participant for passage in passages]
    rows = []
    for title, (one, two) in agreement.COMPARISONS.items():
        found = agreement.compare(levels[:, one], levels[:, two])._asdict()
        edges = agreement.intervals(levels[:, one], levels[:, two], speakers)
        cells = []
        for name, value in found.items():
            edge = edges[name]
            cells.append(number(value) + (f" ({number(edge[0])} to {number(edge[1])})" if edge else ""))
        rows.append([title, *cells])
    return table(["", *_HEAD], rows)


def agreements_by_subtype(passages: Sequence[Passage]) -> str:
    """The same by sub-type; every cell holds the three comparisons in their order."""
    rows = []
    for subtype in SUBTYPES:
        chosen = [passage for passage in passages if passage.subtype == subtype]
        if not chosen:
            continue
        levels = agreement.three(chosen)
        found = [agreement.compare(levels[:, one], levels[:, two]) for one, two in agreement.COMPARISONS.values()]
        cells = [" / ".join(number(value) for value in column) for column in zip(*found, strict=True)]
        rows.append([subtype, len(chosen), *cells])
    return table(["sub-type", "passages", *_HEAD], rows)


def readings_by_level(passages: Sequence[Passage]) -> str:
    """What the readers found in passages of every level that the writers meant."""
    rows = []
    for level in LEVELS:
        chosen = [passage for passage in passages if passage.intended == level]
        if chosen:
            read = np.array([passage.readings for passage in chosen], dtype=float)
            rows.append([level, len(chosen), number(read.mean(), 1), number(read.mean() - level, 1)])
    return table(["level meant", "passages", "mean reading", "difference"], rows)


def telling_words(passages: Sequence[Passage]) -> str:
    """Words that lean most to one sub-type."""
    rows = []
    for subtype, found in giveaways(passages, SUBTYPES).items():
        count = sum(passage.subtype == subtype for passage in passages)
        if count:
            cells = ", ".join(f"*{one.words}* {one.inside} + {one.outside}" for one in found)
            rows.append([subtype, count, cells])
    return table(["sub-type", "passages", "words: passages of the sub-type + others"], rows)


def agreements_by_writer(passages: Sequence[Passage]) -> str:
    """Passages and ratings of every writer, and the agreement with the readers; cells as in the table by sub-type."""
    rows = []
    for writer in sorted({passage.writer for passage in passages}):
        chosen = [passage for passage in passages if passage.writer == writer]
        levels = agreement.three(chosen)
        found = [agreement.compare(levels[:, one], levels[:, two]) for one, two in agreement.COMPARISONS.values()]
        rows.append(
            [
                f"`{writer}`",
                len(chosen),
                len({passage.participant for passage in chosen}),
                number(np.mean([passage.rating for passage in chosen])),
                number(np.std([passage.rating for passage in chosen]), 1),
                " / ".join(number(one.qwk) for one in found),
                " / ".join(number(one.exact) for one in found),
                number(levels[:, 1:].mean() - levels[:, 0].mean()),
            ]
        )
    head = ["writer", "passages", "speakers", "mean rating", "SD", "weighted kappa", "equal", "readings minus writer"]
    return table(head, rows)


def habits_told(passages: Sequence[Passage]) -> str:
    """Habits of the writers that tell a rating."""
    rows = [
        [one.title, one.passages, one.writers, number(one.rating, 1), number(one.low), number(one.high)]
        for one in habits(passages)
    ]
    head = ["habit", "passages", "writers", "mean rating", f"at {LOW} or below", f"at {HIGH} or above"]
    return table(head, rows)


def correlations(passages: Sequence[Passage]) -> str:
    """Spearman's correlation of ratings with surface cues, overall and within styles of transcription."""
    ratings = np.array([passage.rating for passage in passages])
    columns = by_style(cues.table(passages), ratings, passages)
    rows = [[title, *map(number, found)] for title, found in zip(cues.CUES, zip(*columns, strict=True), strict=True)]
    return table(["cue", "all", *STYLES], rows)


def by_style(
    values: NDArray[np.float64], ratings: NDArray[np.float64], passages: Sequence[Passage]
) -> list[list[float | None]]:
    """Correlations of each column of values (n, columns) with the ratings: of all passages, then of every style."""
    masks = [np.ones(len(passages), dtype=bool)]
    masks += [np.array([passage.style == style for passage in passages]) for style in STYLES]
    return [
        cues.correlations(values[mask], ratings[mask]) if mask.any() else [None] * values.shape[1] for mask in masks
    ]


def _overlap(one: Passage, two: Passage) -> float:
    first, second = set(one.words), set(two.words)
    return len(first & second) / len(first | second)


def pairs_of(passages: Sequence[Passage], kind: str) -> NDArray[np.int64]:
    """Rows of both passages of every pair of a kind; array of shape (pairs, 2)."""
    at = {passage.id: index for index, passage in enumerate(passages)}
    found = [
        (index, at[passage.pair.of])
        for index, passage in enumerate(passages)
        if passage.pair is not None and passage.pair.kind == kind and passage.pair.of in at
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def pairs(passages: Sequence[Passage]) -> str:
    """How far ratings and words of contrast pairs lie apart."""
    ratings = np.array([passage.rating for passage in passages])
    rows = []
    for kind in PAIR_KINDS:
        chosen = pairs_of(passages, kind)
        if not len(chosen):
            continue
        one, two = chosen.T
        apart = np.abs(ratings[one] - ratings[two])
        rows.append(
            [
                kind,
                len(chosen),
                number(apart.mean()),
                f"{number(apart.min(), 1)} to {number(apart.max(), 1)}",
                number(spearman(ratings[one], ratings[two])),
                number(np.mean([_overlap(passages[a], passages[b]) for a, b in chosen])),
            ]
        )
    head = [
        "pairs",
        "number",
        "mean difference of ratings",
        "range",
        "Spearman of the two ratings",
        "share of different words in common",
    ]
    return table(head, rows)
