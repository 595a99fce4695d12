"""Work on a stream of things, in this process or in several: results in the order in which things came, and few of them in hand."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from rf_scorer.discreet import quietly
from rf_scorer.study.running.deaf import deaf_children
from rf_scorer.study.running.turn import turn

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Future

__all__ = ["Intake", "Things", "in_order"]

Thing = TypeVar("Thing")
Made = TypeVar("Made")
Thing_co = TypeVar("Thing_co", covariant=True)

#: Things that are given out for each process: one that it is at work on, and one that waits for it.
_AHEAD = 2
#: Times in a row that processes are ended from outside before anything more has been made.
_LIVES = 2
#: As in :mod:`rf_scorer.study.running.turn`: processes share the processors, and how many threads share a sum must not decide its last digit.
_ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


class Intake(Protocol[Thing_co]):
    """Where things come from."""

    def take(self, *, wait: bool) -> Thing_co | None:
        """The next thing; None at the end, and, unless told to wait, where nothing is there yet."""
        ...


class Things(Generic[Thing]):
    """The things of an iterable, taken one by one and no sooner than they are asked for."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = iter(things)

    def take(self, *, wait: bool) -> Thing | None:  # noqa: ARG002 (what an iterator has next can only be waited for)
        """The next thing, or None at the end."""
        return next(self._things, None)


def in_order(intake: Intake[Thing], work: Callable[[Thing], Made], *, jobs: int = 1) -> Generator[Made]:
    """Do some work on everything that comes, and give what is made of it in the same order.

    Nothing is taken before somebody asks for what is made of it, but for two things for each process: a slow reader slows the whole, and
    memory is bounded. What was given out is waited for when nothing more comes at the moment, so that whoever waits for an answer before going on gets it.

    Parameters
    ----------
    intake : Intake
    work : callable
        With more than one process it must be possible to pickle it, as well as what it takes and gives.
    jobs : int
        Processes, at least 1; with one, all is done here.

    Yields
    ------
    object
        What ``work`` makes of each thing.

    Raises
    ------
    WorkersLost
        If the system ends processes at their work again and again. Whatever ``work`` or the intake raises is raised here, in its turn.
    """
    if jobs == 1:
        while (one := intake.take(wait=True)) is not None:
            with turn():
                made = work(one)
            yield made
        return
    with closing(_Workers(work, jobs)) as workers:
        while True:
            try:
                one = intake.take(wait=not workers.busy)
            except Exception:
                # What came before has its answers first, as it has where all is done here.
                while workers.busy:
                    yield workers.oldest()
                raise
            if one is not None:
                workers.give(one)
            elif not workers.busy:
                return
            if one is None or workers.full:
                yield workers.oldest()


class _Workers(Generic[Thing, Made]):
    """Processes, and what they were given, oldest first.

    joblib's own generators take all that comes as fast as it can be worked on, whether or not anybody reads what is made of it.
    """

    def __init__(self, work: Callable[[Thing], Made], jobs: int) -> None:
        self._work = quietly(work)
        self._jobs = jobs
        self._held: deque[tuple[Thing, Future[Made] | None]] = deque()
        self._lives = _LIVES
        self._pool = self._started()

    def _started(self) -> Any:
        from joblib.externals.loky import ProcessPoolExecutor  # here, since a single process never needs it

        with deaf_children():
            pool = ProcessPoolExecutor(max_workers=self._jobs, env=_ALONE)
            pool.submit(os.getpid)  # all processes are started with the first thing that is given to them
        return pool

    @property
    def busy(self) -> bool:
        return bool(self._held)

    @property
    def full(self) -> bool:
        return len(self._held) >= _AHEAD * self._jobs

    def give(self, one: Thing) -> None:
        self._held.append((one, self._submitted(one)))

    def _submitted(self, one: Thing) -> Future[Made] | None:
        try:
            future: Future[Made] = self._pool.submit(self._work, one)
        except BrokenProcessPool:  # told where its result is asked for
            return None
        return future

    def oldest(self) -> Made:
        while True:
            future = self._held[0][1]
            try:
                if future is None:
                    raise BrokenProcessPool
                made = future.result()
            except BrokenProcessPool:
                self._again()
                continue
            self._held.popleft()
            self._lives = _LIVES
            return made

    def _again(self) -> None:
        """New processes for what the old ones were given."""
        self._lives -= 1
        if self._lives == 0:
            from rf_scorer.study.running.processes import WorkersLost  # here, since it brings all that scores files

            raise WorkersLost(
                "The system ended a process at the same work twice, most likely because memory ran out.",
                where="--jobs",
                remedy="Give fewer processes, or shorter texts.",
            ) from None
        self._pool.shutdown(wait=True)
        self._pool = self._started()
        self._held = deque((one, self._submitted(one)) for one, _ in self._held)

    def close(self) -> None:
        if self._held:
            # What nobody will ask for any more need not be finished. The library's own way to say so fails where something has not been handed out yet.
            for process in [*self._pool._processes.values()]:
                process.terminate()
        self._pool.shutdown(wait=True)
