"""Work in order, in one process or two: nothing is taken before its time, nothing is lost, and whoever waits gets an answer."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import closing
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from rf_scorer.errors import InvalidDocument
from rf_scorer.study.running.ordered import Things, in_order
from rf_scorer.study.running.processes import WorkersLost
from rf_scorer.study.running.turn import turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _doubled(number: int) -> tuple[int, int]:
    if number < 0:
        raise InvalidDocument("A number is negative.", where="$")
    return 2 * number, os.getpid()


def _killed(folder: Path, once: bool, number: int) -> int:
    """A process that the system ends at its work on the number 3: the first time, or always."""
    if number == 3:
        mark = folder / "killed"
        if not (once and mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return number


class _Counted:
    """Numbers for ever, and how many were taken."""

    def __init__(self) -> None:
        self.taken = 0

    def __iter__(self) -> Iterator[int]:
        while True:
            self.taken += 1
            yield self.taken


class _Quiet:
    """What a program sends that waits for each answer before it goes on; waiting for more than it has sent would last for ever."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = list(numbers)
        self.answered = self.sent = 0

    def take(self, *, wait: bool) -> int | None:
        if not self.numbers:
            return None
        if self.sent > self.answered:
            assert not wait, "nothing more comes before the answer is read"
            return None
        self.sent += 1
        return self.numbers.pop(0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_is_taken_before_it_is_asked_for(jobs: int) -> None:
    """However long nobody reads, no more is taken than two things for each process; results come in order, from as many processes as were asked for."""
    numbers = _Counted()
    with closing(in_order(Things(numbers), _doubled, jobs=jobs)) as results:
        assert numbers.taken == 0
        ahead = 2 * jobs if jobs > 1 else 1
        made = []
        for count in range(1, 21):
            made.append(next(results))
            assert numbers.taken <= count - 1 + ahead
    assert [number for number, _ in made] == list(range(2, 42, 2))
    assert (os.getpid() in {process for _, process in made}) == (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_whoever_waits_for_an_answer_gets_it(jobs: int) -> None:
    """A source that goes quiet is not waited for as long as it has answers to get."""
    quiet = _Quiet(1, 2, 3)
    results = []
    for result, _ in in_order(quiet, _doubled, jobs=jobs):
        results.append(result)
        quiet.answered += 1
    assert results == [2, 4, 6]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_in_its_turn(jobs: int) -> None:
    """What came before it has its answers, be it an error of the work or of the source."""
    results = in_order(Things([1, 2, -1, 4]), _doubled, jobs=jobs)
    assert [number for number, _ in islice(results, 2)] == [2, 4]
    with pytest.raises(InvalidDocument, match="negative"):
        next(results)

    def broken() -> Iterator[int]:
        yield from (1, 2, 3)
        raise OSError

    results = in_order(Things(broken()), _doubled, jobs=jobs)
    assert [number for number, _ in islice(results, 3)] == [2, 4, 6]
    with pytest.raises(OSError):
        next(results)


def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """Nothing is lost and the order is kept when the system ends a process; when it does so at the same work again, the error says what may help."""
    assert [*in_order(Things(range(6)), partial(_killed, tmp_path, True), jobs=2)] == list(range(6))
    results = in_order(Things(range(6)), partial(_killed, tmp_path, False), jobs=2)
    with pytest.raises(WorkersLost, match="ended a process") as caught:
        list(results)
    assert caught.value.remedy


def test_one_thread_at_a_time() -> None:
    """Two threads never work with the models at the same time; the thread that has the turn may ask for it again."""
    inside, most = [0], [0]

    def work() -> None:
        for _ in range(200):
            with turn(), turn():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
