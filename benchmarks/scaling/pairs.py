"""Paired measurements: works that take turns in one run, so that whatever else a machine does falls on all of them alike."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Figure", "Work", "alternate", "figure", "ratio", "tell"]

#: Does one repetition. Gives seconds where it has a clock of its own (another process), else None: then its CPU time counts.
Work: TypeAlias = "Callable[[], float | None]"
#: A median with the lowest and the highest of the repetitions: ``{"median", "low", "high"}``.
Figure: TypeAlias = "dict[str, float]"


def alternate(
    works: Mapping[str, Work], *, repeat: int, clock: Callable[[], float] = time.process_time
) -> dict[str, list[float]]:
    """Run each work once a repetition, in an order that turns round each time.

    Parameters
    ----------
    works : mapping of str to callable
        By name. Each must have been run before, so that nothing is loaded in what is timed.
    repeat : int
        Repetitions, at least 1.
    clock : callable
        Seconds of this process; its CPU time by default, so that other people's load costs nothing but noise.

    Returns
    -------
    dict of str to list of float
        Seconds of each work, by repetition: those of one repetition are a pair.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(repeat):
        for name in names if turn % 2 == 0 else reversed(names):
            # One work's garbage is not to be collected on another's time.
            gc.collect()
            began = clock()
            own = works[name]()
            seconds[name].append(clock() - began if own is None else own)
            tell(f"  {turn + 1}/{repeat} {name}: {seconds[name][-1]:.2f} s")
    return seconds


def figure(values: Sequence[float]) -> Figure:
    """Median, lowest and highest."""
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def ratio(above: Sequence[float], below: Sequence[float]) -> Figure:
    """The figure of the ratios of pairs."""
    return figure([one / other for one, other in zip(above, below, strict=True)])


def tell(line: str) -> None:
    """Say how far the run is, on standard error: tables go to standard output."""
    print(line, file=sys.stderr, flush=True)
