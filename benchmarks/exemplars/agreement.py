"""How well the writer's level and the two blind readings agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rf_scorer.rating.metrics import bootstrap, quadratic_kappa, spearman

from .passages import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .passages import Passage

__all__ = ["COMPARISONS", "Agreement", "compare", "intervals", "three"]

#: Who is compared with whom: columns of :func:`three`. Differences are of the second minus the first.
COMPARISONS: Mapping[str, tuple[int, int]] = {
    "writer and reading a": (0, 1),
    "writer and reading b": (0, 2),
    "reading a and reading b": (1, 2),
}
_DRAWS, _SEED = 400, 20


class Agreement(NamedTuple):
    """Figures of one comparison. ``exact`` and ``within_one`` are shares; ``difference`` is in levels."""

    qwk: float | None
    spearman: float | None
    exact: float
    within_one: float
    difference: float


def three(passages: Sequence[Passage]) -> NDArray[np.int64]:
    """The writer's level and the two readings; array of shape (passages, 3)."""
    return np.array([(passage.intended, *passage.readings) for passage in passages], dtype=np.int64).reshape(-1, 3)


def compare(one: NDArray[np.int64], two: NDArray[np.int64]) -> Agreement:
    """Figures of two columns of levels; kappa with quadratic weights on the declared scale."""
    apart = np.abs(one - two)
    return Agreement(
        qwk=quadratic_kappa(one, two, LEVELS),
        spearman=spearman(one, two),
        exact=float((apart == 0).mean()),
        within_one=float((apart <= 1).mean()),
        difference=float((two - one).mean()),
    )


def intervals(
    one: NDArray[np.int64], two: NDArray[np.int64], speakers: Sequence[str]
) -> dict[str, tuple[float, float] | None]:
    """Bootstrap intervals (95 %) of every figure, drawing whole speakers."""
    return bootstrap(lambda rows: compare(one[rows], two[rows])._asdict(), speakers, seed=_SEED, draws=_DRAWS)
