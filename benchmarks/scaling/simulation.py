"""A million interviews on a cluster that nobody has given us: shards on nodes that fail and are pre-empted, event by event.

What goes in is of two kinds: what was measured here (words a second, seconds to start, bytes), and what is assumed (:class:`World`): each
assumption is an option of the command, and stands in the table. Time is in seconds.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SCENARIOS", "Measured", "Run", "World", "simulate", "summary"]

_HOUR = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one process does, as measured.

    Attributes
    ----------
    words_per_second : float
    start : float
        Seconds until a fresh process begins with its first interview.
    keep : float
        Seconds that a resumed run takes over an interview whose sheet is there.
    sheet_bytes, page_bytes, table_bytes : float
        Bytes written for a word of a transcript.
    """

    words_per_second: float
    start: float
    keep: float = 0.0
    sheet_bytes: float = 0.0
    page_bytes: float = 0.0
    table_bytes: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is assumed.

    Attributes
    ----------
    interviews : int
    words : float
        Mean words of an interview, by all speakers.
    spread : float
        Standard deviation of the logarithm of the words; 0: all alike.
    shards : int
        Tasks of the job array.
    hashed : bool
        Whether hashes decide which shard an interview is in, as ``--shard`` does; otherwise shards are as even as can be.
    nodes : int
    cores : int
        Tasks that a node works on at once, each in one process.
    failures, preemptions : float
        Of a node in an hour. Both end all its tasks; a failed node comes back after ``repair``, a pre-empted one after ``wait``.
    repair, wait : float
        Seconds.
    queue : float
        Seconds from when a slot is free until the next task starts on it.
    price : float
        Of a core hour, in whatever money; a task's core is paid from its start to its end.
    block : int
        Bytes of a block of the file system: no file takes less.
    """

    interviews: int = 1_000_000
    words: float = 6000.0
    spread: float = 0.35
    shards: int = 2000
    hashed: bool = True
    nodes: int = 10
    cores: int = 16
    failures: float = 0.001
    preemptions: float = 0.1
    repair: float = 1800.0
    wait: float = 300.0
    queue: float = 5.0
    price: float = 0.04
    block: int = 4096


#: Three kinds of cluster: what differs from :class:`World`.
SCENARIOS: dict[str, dict[str, float]] = {
    "nodes of one's own": {"preemptions": 0.0},
    "shared nodes": {},
    "spot nodes": {"preemptions": 1.0, "price": 0.015},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of one simulated array.

    Attributes
    ----------
    wall : float
        Seconds from submission to the end of the last shard.
    core_seconds : float
        Seconds that tasks held a core.
    useful : float
        Seconds of them that scoring took whose sheets stand.
    failures, preemptions : int
        That ended at least one task.
    ended : int
        Tasks that were ended and began again.
    again : float
        Seconds of work that was lost with them, and of starting and keeping again.
    """

    wall: float
    core_seconds: float
    useful: float
    failures: int
    preemptions: int
    ended: int
    again: float


@dataclass(slots=True)
class _Shard:
    """Seconds of its interviews, summed up, and how many are done."""

    ends: NDArray[np.float64]
    done: int = 0

    @property
    def before(self) -> float:
        return float(self.ends[self.done - 1]) if self.done else 0.0


@dataclass(slots=True)
class _Node:
    """Its tasks (when each began, and the shard), whether it is up, and how often it was not: events of an earlier life are void."""

    tasks: dict[int, tuple[float, _Shard]] = field(default_factory=dict)
    up: bool = False
    life: int = 0


def simulate(measured: Measured, world: World, *, seed: int) -> Run:
    """Run the array once.

    A task that is ended goes to the end of the queue and is resumed: sheets that were written are kept, the interview in work is lost.
    """
    return _Array(measured, world, seed).run()


class _Array:
    def __init__(self, measured: Measured, world: World, seed: int) -> None:
        self._measured, self._world = measured, world
        self._random = np.random.default_rng(seed)
        self._events: list[tuple[float, int, str, int, int, int]] = []
        self._count = 0
        self._nodes = [_Node() for _ in range(world.nodes)]
        self._waiting = deque(self._shards())
        self._left = len(self._waiting)
        self._core_seconds = self._useful = self._again = 0.0
        self._ended = 0
        self._struck = {"failure": 0, "preemption": 0}

    def _shards(self) -> list[_Shard]:
        world = self._world
        normal = self._random.standard_normal(world.interviews) if world.spread else np.zeros(world.interviews)
        words = world.words * np.exp(world.spread * normal - world.spread**2 / 2)
        seconds = words / self._measured.words_per_second
        if world.hashed:
            # A hash of its name puts an interview into a shard: shards hold as many as chance will have it.
            ends = np.cumsum(self._random.multinomial(world.interviews, np.full(world.shards, 1 / world.shards)))[:-1]
            parts = np.split(seconds, ends)
        else:
            parts = np.array_split(seconds, world.shards)
        return [_Shard(np.cumsum(part)) for part in parts if len(part)]

    def _push(self, at: float, kind: str, node: int, slot: int = 0) -> None:
        self._count += 1
        heapq.heappush(self._events, (at, self._count, kind, node, slot, self._nodes[node].life))

    def run(self) -> Run:
        for node in range(self._world.nodes):
            self._up(0.0, node)
        now = 0.0
        while self._left:
            now, _, kind, node, slot, life = heapq.heappop(self._events)
            if kind == "up":
                self._up(now, node)
            elif life != self._nodes[node].life:
                continue
            elif kind == "end":
                self._finish(now, node, slot)
            else:
                self._strike(now, node, kind)
        return Run(
            wall=now,
            core_seconds=self._core_seconds,
            useful=self._useful,
            failures=self._struck["failure"],
            preemptions=self._struck["preemption"],
            ended=self._ended,
            again=self._again,
        )

    def _up(self, now: float, node: int) -> None:
        self._nodes[node].up = True
        for kind, rate in (("failure", self._world.failures), ("preemption", self._world.preemptions)):
            if rate:
                self._push(now + self._random.exponential(_HOUR / rate), kind, node)
        for slot in range(self._world.cores):
            self._begin(now, node, slot)

    def _begin(self, now: float, node: int, slot: int) -> None:
        if not self._waiting:
            return
        shard = self._waiting.popleft()
        began = now + self._world.queue
        self._nodes[node].tasks[slot] = (began, shard)
        self._push(began + self._ahead(shard) + float(shard.ends[-1]) - shard.before, "end", node, slot)

    def _ahead(self, shard: _Shard) -> float:
        """Seconds before the first new interview: the start, and looking at sheets that are there."""
        return self._measured.start + self._measured.keep * shard.done

    def _finish(self, now: float, node: int, slot: int) -> None:
        began, shard = self._nodes[node].tasks.pop(slot)
        self._core_seconds += now - began
        self._useful += float(shard.ends[-1]) - shard.before
        self._left -= 1
        self._begin(now, node, slot)

    def _strike(self, now: float, node: int, kind: str) -> None:
        lost = self._nodes[node]
        if lost.tasks:
            self._struck[kind] += 1
        for began, shard in lost.tasks.values():
            held = max(now - began, 0.0)
            worked = max(held - self._ahead(shard), 0.0)
            done = int(np.searchsorted(shard.ends, shard.before + worked, side="right"))
            kept = (float(shard.ends[done - 1]) if done else 0.0) - shard.before
            self._core_seconds += held
            self._useful += kept
            self._again += held - kept
            self._ended += 1
            shard.done = done
            self._waiting.append(shard)
        lost.tasks.clear()
        lost.up = False
        lost.life += 1
        self._push(now + (self._world.repair if kind == "failure" else self._world.wait), "up", node)
        self._wake(now)

    def _wake(self, now: float) -> None:
        """Give what waits to slots that stand idle, as they do when the queue has run empty."""
        for number, node in enumerate(self._nodes):
            if not self._waiting:
                return
            if node.up:
                for slot in range(self._world.cores):
                    if slot not in node.tasks:
                        self._begin(now, number, slot)


def summary(measured: Measured, world: World, *, seeds: int, first: int = 1) -> dict[str, Any]:
    """Simulate with several seeds, and sum up.

    Returns
    -------
    dict
        What went in, and for each figure its median and the interval in which nine of ten seeds fall.
    """
    runs = [simulate(measured, world, seed=seed) for seed in range(first, first + seeds)]
    figures = {
        "wall_hours": [run.wall / _HOUR for run in runs],
        "core_hours": [run.core_seconds / _HOUR for run in runs],
        "cost": [run.core_seconds / _HOUR * world.price for run in runs],
        "failures": [float(run.failures) for run in runs],
        "preemptions": [float(run.preemptions) for run in runs],
        "ended": [float(run.ended) for run in runs],
        "again_share": [run.again / run.core_seconds for run in runs],
    }
    words = world.interviews * world.words
    return {
        "seeds": seeds,
        "measured": asdict(measured),
        "world": asdict(world),
        "figures": {
            name: {
                "median": float(np.median(values)),
                "low": float(np.quantile(values, 0.05)),
                "high": float(np.quantile(values, 0.95)),
            }
            for name, values in figures.items()
        },
        "storage": {
            "sheets_gb": _on_disk(world.words * measured.sheet_bytes, world) * world.interviews / 1e9,
            "pages_gb": _on_disk(world.words * measured.page_bytes, world) * world.interviews / 1e9,
            "tables_gb": words * measured.table_bytes / 1e9,
            # A sheet and a page each; of each shard a folder with two in it, two tables and a lock.
            "files": 2 * world.interviews + 6 * world.shards,
        },
    }


def _on_disk(size: float, world: World) -> float:
    return float(np.ceil(size / world.block) * world.block)
