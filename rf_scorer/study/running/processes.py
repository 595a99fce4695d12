"""Work in processes of this machine: each loads the engine once, and ends with the program."""

from __future__ import annotations

import gc
import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rf_scorer.discreet import quietly
from rf_scorer.errors import RfScorerError, UsageError
from rf_scorer.study.running import parcels
from rf_scorer.study.running.deaf import deaf_children
from rf_scorer.study.running.engines import engine_for

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.running.work import Job, Outcome

__all__ = ["Processes", "WorkersLost", "ended", "processors"]

#: Parcels that wait for each process, beside the one that it works on.
_WAITING = 2


class WorkersLost(UsageError):
    """Processes that were to do the work ended before it was done; what they finished stays."""


def processors() -> int:
    """Processors that this process may use: fewer than the machine has where its scheduler, its container or somebody says so."""
    from joblib import cpu_count

    return int(cpu_count())


class Processes:
    """Processes of this machine, by joblib.

    Parameters
    ----------
    options : RunOptions
        ``jobs`` of them.
    """

    def __init__(self, options: RunOptions) -> None:
        self._options = options

    def provenance(self) -> Mapping[str, str]:
        """Have every process load the engine, all at once; versions and models.

        Raises
        ------
        UsageError
            If the model or the pipeline is not known, or cannot be used.
        """
        options = self._options
        loading = [(options.model, options.language_model)] * options.jobs
        found: list[Mapping[str, str] | RfScorerError] = list(self._each(_loaded, loading))
        for one in found:
            if isinstance(one, RfScorerError):
                raise one
        assert not isinstance(found[0], RfScorerError)
        return found[0]

    def outcomes(self, jobs: Sequence[Job]) -> Generator[tuple[int, Outcome]]:
        """Do all jobs, the largest first; outcomes with the jobs' places, as they come.

        Raises
        ------
        OutputFailed
            If the results cannot be written.
        WorkersLost
            If the system ends a process.
        """
        packed = parcels.parcels(jobs, processes=self._options.jobs)
        left = len(jobs)
        with ended(self._each(parcels.done, ((one,) for one in packed))) as answers:
            for answer in answers:
                yield from parcels.opened(answer, jobs)
                left -= len(answer.done)
        if left:  # joblib may have ended without saying so
            raise _lost()

    def close(self) -> None:
        """Nothing: the processes end with the program, or are used again."""

    def _each(self, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Generator[Any]:
        from joblib import Parallel, delayed, parallel_config  # here, since a single process never needs it
        from joblib.externals.loky.process_executor import BrokenProcessPool

        try:
            with parallel_config(backend="loky", inner_max_num_threads=1), deaf_children():
                results = Parallel(
                    n_jobs=self._options.jobs,
                    return_as="generator_unordered",
                    batch_size=1,
                    pre_dispatch=(1 + _WAITING) * self._options.jobs,
                )(delayed(quietly(_there))(_here(), function, *call) for call in calls)
            with ended(results) as answers:
                yield from answers
        except BrokenProcessPool:  # its message tells of exit codes and nothing that helps
            raise _lost() from None


def _lost() -> WorkersLost:
    return WorkersLost(
        "The system ended a process of this run, most likely because memory ran out.",
        where="--jobs",
        remedy="What was finished stays: give the same command again with --resume, with fewer processes or with more memory.",
    )


def _here() -> str | None:
    """The working folder; None where it was removed."""
    try:
        return os.getcwd()  # noqa: PTH109 (the text is what travels)
    except OSError:
        return None


def _there(folder: str | None, function: Callable[..., Any], *arguments: Any) -> Any:
    """Do something in a folder: a process that is used again may have been started in another, and paths may be relative."""
    if folder is not None:
        os.chdir(folder)
    return function(*arguments)


def _loaded(model: str, language_model: str | None) -> Mapping[str, str] | RfScorerError:
    try:
        found = engine_for(model, language_model).provenance
    except RfScorerError as error:
        return error
    # What was loaded stays to the end: looking it through for rubbish again and again would find none.
    gc.collect()
    gc.freeze()
    return found


@contextmanager
def ended(results: Generator[Any]) -> Iterator[Generator[Any]]:
    """Results that end with the block, without the library's remarks on what was not taken."""
    try:
        yield results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            results.close()
