"""Cross-validation folds that never part a group: nobody is judged by a model that knew them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["folds"]


def folds(groups: Sequence[str], *, count: int, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Pairs of row indices, to train on and to test on.

    Groups are shuffled by the seed and dealt, largest first, each to the fold that holds fewest rows.

    Parameters
    ----------
    groups : sequence of str
        Group of every row.
    count : int
        Folds; fewer where there are fewer groups.
    seed : int

    Raises
    ------
    ValueError
        If there are fewer than two groups or folds.
    """
    labels = np.asarray(groups)
    names, inverse, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    count = min(count, len(names))
    if count < 2:
        raise ValueError("cross-validation needs two groups and two folds at least")
    shuffled = np.random.default_rng(seed).permutation(len(names))
    order = shuffled[np.argsort(-sizes[shuffled], kind="stable")]
    load = np.zeros(count, dtype=np.int64)
    home = np.empty(len(names), dtype=np.int64)
    for group in order:
        fold = int(np.argmin(load))
        home[group] = fold
        load[fold] += sizes[group]
    place = home[inverse]
    for fold in range(count):
        yield np.flatnonzero(place != fold), np.flatnonzero(place == fold)
