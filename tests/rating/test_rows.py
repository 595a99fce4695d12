"""Rows of numbers most of which are 0: the same as scipy's, bit by bit, and whatever stands beside a row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from scipy.sparse import csr_matrix, hstack

from rf_scorer.rating import latent
from rf_scorer.rating.rows import Rows, beside


def _table(seed: int, height: int, width: int, filled: float = 0.3) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return generator.normal(size=(height, width)) * (generator.random((height, width)) < filled)


SIZES = [(0, 3), (1, 1), (4, 0), (5, 700), (40, 7)]


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_products_are_those_of_scipy(height, width):
    """A product with a vector and one with a table are scipy's to the last bit, since both add entry after entry."""
    table = _table(1, height, width)
    ours, theirs = Rows.of(table), csr_matrix(table)
    vector, right = _table(2, 1, width, 1.0)[0], _table(3, width, 11, 1.0)
    assert (ours @ vector).tolist() == (theirs @ vector).tolist()
    assert (ours @ right).tolist() == (theirs @ right).tolist()
    # However the table lies in memory.
    assert (ours @ np.asfortranarray(right)).tolist() == (theirs @ right).tolist()


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_there_and_back(height, width):
    """A table is made of rows and rows of a table; scipy's have the same parts."""
    table = _table(4, height, width)
    ours, theirs = Rows.of(table), csr_matrix(table)
    assert ours.shape == theirs.shape == table.shape
    np.testing.assert_array_equal(ours.toarray(), table)
    np.testing.assert_array_equal(ours.csr().toarray(), table)
    for name in ("indptr", "indices", "data"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=4), st.integers(0, 5), st.integers(0, 99))
def test_tables_side_by_side(widths, height, seed):
    """Tables of the same rows stand beside each other, scipy's and ours alike, and a row can be taken out."""
    tables = [_table(seed + place, height, width, 0.5) for place, width in enumerate(widths)]
    parts = [Rows.of(table) if place % 2 else csr_matrix(table) for place, table in enumerate(tables)]
    found = beside(*parts)
    whole = np.hstack(tables)
    np.testing.assert_array_equal(found.toarray(), whole)
    if height and whole.shape[1]:
        expected = hstack(list(map(csr_matrix, tables)), format="csr")
        np.testing.assert_array_equal(found.indices, expected.indices)
    for index in range(height):
        columns, entries = found.row(index)
        assert columns.tolist() == np.flatnonzero(whole[index]).tolist()
        assert entries.tolist() == whole[index][columns].tolist()


def test_a_row_is_the_same_alone_and_among_others():
    """What a row comes to does not depend on the rows that are asked for with it."""
    table, right = _table(5, 30, 900), _table(6, 900, 5, 1.0)
    together = Rows.of(table) @ right
    for index in range(30):
        assert (Rows.of(table[index : index + 1]) @ right)[0].tolist() == together[index].tolist()


def test_log_odds_and_shares_are_those_of_scipy():
    """Log-odds and normalised exponentials are scipy's to the last bit, near one half and at the ends as well."""
    generator = np.random.default_rng(7)
    chances = np.concatenate([generator.random(4000), generator.random(500) ** 9, [0.3, 0.5, 0.65, 1e-12, 1 - 1e-12]])
    chances = chances[chances > 0].reshape(1, -1)
    assert latent.logit(chances).tolist() == special.logit(chances).tolist()
    scores = generator.normal(scale=20.0, size=(50, 11))
    assert latent.softmax(scores).tolist() == special.softmax(scores, axis=1).tolist()
