"""Regression trees as plain arrays: to be written to a file, read by anybody, and explained split by split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sklearn.tree import DecisionTreeRegressor

__all__ = ["Tree", "contributions", "scores"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One tree. A node's children stand behind it, so that no walk can go in circles, and every node but the first has one parent.

    Attributes
    ----------
    feature : array of shape (nodes,)
        The feature a node looks at; -1 in a leaf.
    threshold : array of shape (nodes,)
        A value up to here goes left.
    left, right : array of shape (nodes,)
        Children; -1 in a leaf.
    value : array of shape (nodes,)
        What the tree would say if it ended here.

    Raises
    ------
    ValueError
        If the arrays do not make a tree.
    """

    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]

    def __post_init__(self) -> None:
        count = len(self.feature)
        if count < 1 or any(len(part) != count for part in (self.threshold, self.left, self.right, self.value)):
            raise ValueError("the parts of a tree are not of one length")
        inner = self.feature >= 0
        place = np.arange(count)
        if (self.feature < -1).any():
            raise ValueError("a tree's node looks at a feature that cannot be")
        for child in (self.left, self.right):
            if (child[inner] <= place[inner]).any() or (child[~inner] != -1).any():
                raise ValueError("a tree's node has a child that cannot be")
        children = np.sort(np.concatenate([self.left[inner], self.right[inner]]))
        if not np.array_equal(children, place[1:]):
            raise ValueError("a tree's node has not one parent")

    @classmethod
    def of(cls, fitted: DecisionTreeRegressor, rate: float) -> Tree:
        """A fitted tree of scikit-learn, its values times ``rate``."""
        found = fitted.tree_
        inner = found.children_left >= 0
        return cls(
            feature=np.where(inner, found.feature, -1).astype(np.int64),
            # scikit-learn compares single-precision features; the threshold lies between two of them.
            threshold=np.where(inner, found.threshold, 0.0).astype(np.float64),
            left=found.children_left.astype(np.int64),
            right=found.children_right.astype(np.int64),
            value=found.value[:, 0, 0].astype(np.float64) * rate,
        )


def _step(
    tree: Tree, rows: NDArray[np.float64], place: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """From where each row stands in the tree to where it goes, and which rows go on."""
    going = np.flatnonzero(tree.feature[place] >= 0)
    at = place[going]
    goes_left = rows[going, tree.feature[at]] <= tree.threshold[at]
    after = place.copy()
    after[going] = np.where(goes_left, tree.left[at], tree.right[at])
    return after, going


def scores(trees: Sequence[Tree], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of the trees' leaves for every row, array of shape (n,)."""
    # Single precision, as the trees were grown on: a value at a threshold must not fall to the other side.
    seen = rows.astype(np.float32).astype(np.float64)
    found = np.zeros(len(rows))
    for tree in trees:
        place = np.zeros(len(rows), dtype=np.int64)
        going = np.arange(len(rows))
        while len(going):
            place, going = _step(tree, seen, place)
        found += tree.value[place]
    return found


def contributions(trees: Sequence[Tree], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each feature's splits add on a row's way from root to leaf, summed over the trees (Saabas 2014; exact, not sampled).

    Returns
    -------
    array of shape (n, features)
        A row sums to its score less the sum of the roots' values.
    """
    seen = rows.astype(np.float32).astype(np.float64)
    found = np.zeros(rows.shape)
    for tree in trees:
        place = np.zeros(len(rows), dtype=np.int64)
        while True:
            after, going = _step(tree, seen, place)
            if not len(going):
                break
            np.add.at(found, (going, tree.feature[place[going]]), tree.value[after[going]] - tree.value[place[going]])
            place = after
    return found
