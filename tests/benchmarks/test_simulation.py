"""The simulated job array: exact where that can be worked out on paper, near theory where chance is at work."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace

import pytest
from scaling.simulation import Measured, World, simulate, summary

#: One interview takes 20 s.
MEASURED = Measured(words_per_second=100.0, start=3.0, keep=0.5, sheet_bytes=5.0, page_bytes=2.0, table_bytes=0.01)
STILL = World(
    interviews=1200, words=2000.0, spread=0.0, shards=12, hashed=False, nodes=2, cores=2, failures=0.0, preemptions=0.0, queue=7.0, price=0.5
)  # fmt: skip


def test_without_failures_it_is_exact() -> None:
    """Twelve equal shards on four cores: three rounds of waiting, starting and a hundred interviews each."""
    run = simulate(MEASURED, STILL, seed=1)
    assert run.wall == pytest.approx(3 * (7 + 3 + 100 * 20))
    assert run.core_seconds == pytest.approx(12 * (3 + 100 * 20))
    assert run.useful == pytest.approx(1200 * 20)
    assert (run.failures, run.preemptions, run.ended, run.again) == (0, 0, 0, 0.0)


def test_one_shard_too_many_costs_a_round() -> None:
    """Thirteen shards on four cores take a fourth round, which is as long as the longest shard."""
    run = simulate(MEASURED, replace(STILL, interviews=1300, shards=13), seed=1)
    assert run.wall == pytest.approx(4 * (7 + 3 + 100 * 20))


def test_seeds_decide() -> None:
    """The same seed gives the same run, another one another."""
    world = replace(STILL, hashed=True, spread=0.4, failures=0.5)
    assert simulate(MEASURED, world, seed=3) == simulate(MEASURED, world, seed=3) != simulate(MEASURED, world, seed=4)


def test_no_interview_is_lost_whatever_fails() -> None:
    """All work is done in the end, and what a core was paid for is work that stands, starts, and work that was lost."""
    world = replace(STILL, failures=2.0, preemptions=3.0, repair=60.0, wait=30.0)
    run = simulate(MEASURED, world, seed=5)
    assert run.useful == pytest.approx(1200 * 20)
    assert run.failures > 0
    assert run.preemptions > 0
    assert run.ended >= max(run.failures, run.preemptions)
    # Each task that came to its end started once more than it was ended; kept sheets are looked at by those that were ended.
    last = run.core_seconds - run.useful - run.again
    assert 12 * 3.0 <= last <= 12 * (3.0 + 100 * 0.5)


def test_restarts_from_nothing_take_as_long_as_theory_says() -> None:
    """A task that keeps nothing, ended at a rate r and back after a time w, takes (exp(rT) - 1)(1/r + w) in the mean."""
    rate, wait = 2.0, 100.0
    world = replace(
        STILL, interviews=1, words=200_000.0, shards=1, nodes=1, cores=1, preemptions=rate, wait=wait, queue=0.0
    )
    work = 200_000 / 100 + 3
    mean = (math.exp(rate * work / 3600) - 1) * (3600 / rate + wait)
    walls = [simulate(MEASURED, world, seed=seed).wall for seed in range(3000)]
    error = statistics.stdev(walls) / len(walls) ** 0.5
    assert abs(statistics.mean(walls) - mean) < 4 * error
    assert error < 0.03 * mean


def test_smaller_shards_lose_no_less_but_a_resumed_one_loses_little() -> None:
    """With sheets kept, what a task loses is at most the interview in work, its start and the look at what is there."""
    world = replace(STILL, preemptions=6.0, wait=10.0)
    run = simulate(MEASURED, world, seed=2)
    assert 0 < run.again <= run.ended * (20.0 + 3.0 + 100 * 0.5)


def test_summary_has_intervals_and_storage() -> None:
    """Medians lie in their intervals; cost is core hours times the price; a file takes whole blocks."""
    told = summary(MEASURED, replace(STILL, hashed=True, preemptions=1.0), seeds=9)
    figures = told["figures"]
    assert all(one["low"] <= one["median"] <= one["high"] for one in figures.values())
    assert figures["cost"]["median"] == pytest.approx(0.5 * figures["core_hours"]["median"])
    assert told["storage"]["sheets_gb"] == pytest.approx(1200 * 12_288 / 1e9)
    assert told["storage"]["pages_gb"] == pytest.approx(1200 * 4096 / 1e9)
    assert told["storage"]["files"] == 2 * 1200 + 6 * 12
