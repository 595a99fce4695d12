"""Passages for every test of rating, and arithmetic that does not wait for itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from passages import POOR, RF, RICH, rating_input
from threadpoolctl import threadpool_limits

from rf_scorer.rating import RatingInput, boosting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rf_scorer.domain import Scale


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """Arithmetic in one thread: on the small tables of these tests, threads that wait for one another on a busy machine take most of the time."""
    with threadpool_limits(limits=1):
        yield


@pytest.fixture(scope="module")
def few_trees() -> Iterator[None]:
    """Boosted members of twelve trees, which are enough for made-up answers, for the module that asks for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boosting, "OrdinalBoosting", partial(boosting.OrdinalBoosting, trees=12))
        yield


@pytest.fixture
def make() -> Callable[..., RatingInput]:
    """Makes a passage of one turn."""
    return rating_input


@pytest.fixture
def rich() -> RatingInput:
    """An answer with two minds and links between them."""
    return rating_input(*RICH)


@pytest.fixture
def poor() -> RatingInput:
    """An answer about doings alone."""
    return rating_input(*POOR, passage_id="p02")


@pytest.fixture
def rf_scale() -> Scale:
    """The scale from -1 to 9."""
    return RF
