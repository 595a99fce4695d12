"""Drawing whole clusters (interviews, participants) with replacement, as counts of how often each one was drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rf_scorer.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

__all__ = ["LEAST_CLUSTERS", "Resampling", "blocks", "by_cluster", "drawn"]

#: With fewer clusters than this, resamples of them say little about other clusters, and no interval is given.
LEAST_CLUSTERS = 8
_LEAST_RESAMPLES = 200
#: Numbers held at once in a block of resamples: 4 million are 32 megabytes.
_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How intervals are drawn.

    Attributes
    ----------
    clusters : sequence of str, one for each unit
        Units of one cluster are drawn together, since they are not independent: all passages of an interview, or all
        interviews of a participant.
    seed : int
        The same seed gives the same interval.
    resamples : int
        At least 200.

    Raises
    ------
    UsageError
        For too few resamples.
    DataError
        For a unit without a cluster.
    """

    clusters: Sequence[str]
    seed: int
    resamples: int = 2000
    _index: NDArray[np.int64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clusters", tuple(self.clusters))
        if self.resamples < _LEAST_RESAMPLES:
            raise UsageError(
                f"Fewer than {_LEAST_RESAMPLES} resamples cannot hold the ends of an interval.",
                remedy="Ask for 2000 or more.",
            )
        for place, cluster in enumerate(self.clusters, start=1):
            if not isinstance(cluster, str) or not cluster.strip():
                raise DataError(
                    "A unit has no cluster.",
                    where=f"unit {place} of the list",
                    remedy="Say which interview or participant it belongs to.",
                )
        # Every figure asks for it, twice: sorting ids anew each time would take longer than drawing.
        index = np.unique(np.array(self.clusters, dtype=np.str_), return_inverse=True)[1].astype(np.int64)
        index.setflags(write=False)
        object.__setattr__(self, "_index", index)

    def only(self, keep: ArrayLike) -> Resampling:
        """The same for some of the units.

        Parameters
        ----------
        keep : array of bool, shape (n_units,)
        """
        mask = np.asarray(keep, dtype=np.bool_)
        kept = tuple(name for name, wanted in zip(self.clusters, mask, strict=True) if wanted)
        return Resampling(clusters=kept, seed=self.seed, resamples=self.resamples)

    def index(self, units: int) -> NDArray[np.int64]:
        """Number of each unit's cluster, array of shape (n_units,).

        Raises
        ------
        DataError
            Where there are not as many clusters as units.
        """
        if len(self.clusters) != units:
            raise DataError(
                f"There are {units} units, but clusters of {len(self.clusters)}.", remedy="Give each unit one cluster."
            )
        return self._index


def by_cluster(parts: Any, index: NDArray[np.int64]) -> Any:
    """Parts summed within clusters.

    Parameters
    ----------
    parts : array or sparse array, shape (n_units, n_parts)
    index : array of int, shape (n_units,)
        From 0 without gaps.

    Returns
    -------
    array or sparse array, shape (n_clusters, n_parts)
        In the kind that came in.
    """
    count = int(index.max()) + 1
    belongs = sparse.csr_array((np.ones(len(index)), (index, np.arange(len(index)))), shape=(count, len(index)))
    return belongs @ parts


def blocks(rows: int, width: int) -> Iterator[slice]:
    """Cuts of so many rows that no block holds more than a few million numbers."""
    size = max(1, _BLOCK // max(1, width))
    for start in range(0, rows, size):
        yield slice(start, min(rows, start + size))


def drawn(clusters: int, resamples: int, *, seed: int, width: int) -> Iterator[Array]:
    """How often each cluster is drawn in each resample, in blocks.

    Parameters
    ----------
    clusters : int
    resamples : int
    seed : int
    width : int
        The widest row that is held beside a block; how the blocks are cut does not change what is drawn.

    Yields
    ------
    array of float, shape (rows, clusters)
    """
    generator = np.random.default_rng(seed)
    for block in blocks(resamples, max(clusters, width)):
        rows = block.stop - block.start
        chosen = generator.integers(0, clusters, size=(rows, clusters))
        chosen += np.arange(rows)[:, None] * clusters
        yield np.bincount(chosen.ravel(), minlength=rows * clusters).reshape(rows, clusters).astype(np.float64)
