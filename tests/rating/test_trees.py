"""Trees as plain arrays."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from rf_scorer.rating.trees import Tree, contributions, scores

#: At most one on the first feature leads to 5; beyond, the second feature parts 1 from -2.
PARTS = {
    "feature": [0, -1, 1, -1, -1],
    "threshold": [1.0, 0.0, 0.5, 0.0, 0.0],
    "left": [1, -1, 3, -1, -1],
    "right": [2, -1, 4, -1, -1],
    "value": [2.0, 5.0, 0.0, 1.0, -2.0],
}


def _tree(**changes: list[float]) -> Tree:
    parts = PARTS | changes
    return Tree(
        **{name: np.array(part, float if name in {"threshold", "value"} else int) for name, part in parts.items()}
    )


def _grown(rows: np.ndarray, target: np.ndarray, **settings: object) -> DecisionTreeRegressor:
    return DecisionTreeRegressor(random_state=0, **settings).fit(rows.astype(np.float32), target)


def test_a_tree_by_hand():
    """A value at a threshold goes left; what each feature adds is what the way from root to leaf changes."""
    rows = np.array([[1.0, 9.0], [1.5, 0.5], [2.0, 0.6]])
    assert scores([_tree()], rows).tolist() == [5.0, 1.0, -2.0]
    assert contributions([_tree()], rows).tolist() == [[3.0, 0.0], [-2.0, 1.0], [-2.0, -2.0]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": [1.0]}, "one length"),
        ({name: [] for name in PARTS}, "one length"),
        ({"left": [0, -1, 3, -1, -1]}, "child"),
        ({"right": [2, -1, 2, -1, -1]}, "child"),
        ({"right": [2, -1, 1, -1, -1]}, "child"),
        ({"right": [2, -1, 9, -1, -1]}, "parent"),
        ({"left": [1, 3, 3, -1, -1]}, "child"),
        ({"left": [-1, -1, 3, -1, -1]}, "child"),
        ({"right": [2, -1, 3, -1, -1]}, "parent"),
        ({"left": [2, -1, 3, -1, -1]}, "parent"),
        ({"feature": [0, -1, -1, -1, -1]}, "child"),
        ({"feature": [0, -2, 1, -1, -1]}, "feature"),
    ],
)
def test_what_is_no_tree(changes, message):
    """Circles, children that are not there, leaves with children, nodes with two parents or none, and parts of several lengths are refused."""
    with pytest.raises(ValueError, match=message):
        _tree(**changes)


def test_the_same_as_scikit_learn():
    """A tree taken over says what scikit-learn's says, at its thresholds too, in single precision as there."""
    generator = np.random.default_rng(1)
    rows = generator.normal(size=(300, 4))
    rows[:150] = np.round(rows[:150], 1)
    grown = _grown(rows, rows[:, 0] * rows[:, 1] + generator.normal(size=300), max_depth=6)
    edges = rows.copy()
    edges[:, 0] = generator.choice(grown.tree_.threshold[grown.tree_.feature == 0], 300)
    for seen in (rows, edges, edges + 1e-9):
        np.testing.assert_allclose(
            scores([Tree.of(grown, 0.5)], seen), 0.5 * grown.predict(seen.astype(np.float32)), atol=1e-12
        )


def test_contributions_add_up():
    """Over several trees, contributions are the score less what the roots say, exactly."""
    generator = np.random.default_rng(2)
    rows = generator.normal(size=(80, 3))
    trees = [Tree.of(_grown(rows, generator.normal(size=80), max_depth=depth), 0.3) for depth in (1, 3, 5)]
    roots = sum(float(tree.value[0]) for tree in trees)
    np.testing.assert_allclose(contributions(trees, rows).sum(axis=1) + roots, scores(trees, rows), atol=1e-12)


def test_a_stump_and_nothing():
    """A tree of one leaf says one thing and ascribes nothing; no trees and no rows are no error."""
    stump = Tree.of(_grown(np.zeros((5, 2)), np.arange(5.0)), 1.0)
    assert scores([stump], np.ones((2, 2))).tolist() == [2.0, 2.0]
    assert contributions([stump], np.ones((2, 2))).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert scores([], np.ones((2, 2))).tolist() == [0.0, 0.0]
    assert scores([_tree()], np.zeros((0, 2))).shape == (0,)
