"""Work on a Dask cluster that somebody runs: paths and settings go out, rows come back, and every worker writes into the same folder.

The cluster is the user's own. What reaches its scheduler, and the pages and logs that it keeps, are names of our functions, counts and times: tasks hide
what they were given, and no error leaves a worker but as a value.
"""

from __future__ import annotations

import logging
import os
import warnings
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer.errors import MissingExtra, RfScorerError, UsageError
from rf_scorer.study.files.lock import SUFFIX
from rf_scorer.study.running import parcels, worker
from rf_scorer.study.running.layout import Layout
from rf_scorer.study.running.processes import WorkersLost, ended

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.running.parcels import Answer, Parcel
    from rf_scorer.study.running.work import Job, Outcome

__all__ = ["Cluster"]

#: Seconds to wait for the scheduler, and for the first worker.
_CONNECT, _FIRST = 20, 60
#: Seconds in which a worker loads the engine, also while others do the same from one drive.
_ANSWER = 180
#: Parcels that are on their way at once, at least: workers may join, and a parcel is some ten kilobytes.
_ON_THE_WAY = 1000
#: What no connection ends with: bugs of ours, which must not be taken for one that did.
_OURS = (AssertionError, AttributeError, LookupError, NameError, TypeError, ValueError)
#: Loggers that Dask sets up when it is imported, each with a level of its own.
_LOUD = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
#: What is told of one thing that differs between machines.
_LISTED = 5


class Cluster:
    """A Dask cluster, by joblib.

    Parameters
    ----------
    options : RunOptions
        ``cluster`` is the scheduler's address.
    inputs : sequence of Path
        Transcripts that every worker must be able to read.
    out : Path
        The folder that every worker must be able to write; the run has locked it.

    Raises
    ------
    MissingExtra
        If Dask is not installed.
    """

    def __init__(self, options: RunOptions, inputs: Sequence[Path], out: Path) -> None:
        try:
            import distributed
        except ImportError:
            raise MissingExtra("dask", "Work on a Dask cluster") from None
        # Its remarks on connections come beside our own message, and many times.
        for name in _LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._options = _absolute(options)
        self._inputs = inputs
        self._out = out.absolute()
        self._dask: Any = distributed
        self._client: Any = None
        self._provenance: Mapping[str, str] = {}

    @property
    def _where(self) -> str:
        return f"--dask {self._options.cluster}"

    def provenance(self) -> Mapping[str, str]:
        """Connect, have every worker load the engine, and look whether each has what it needs; versions and models.

        Raises
        ------
        UsageError
            If nobody answers, there are no workers, or they are not fit for this run.
        """
        self._client = self._connected()
        self._check_scheduler()
        self._await_worker()
        samples = tuple(str(path.absolute()) for path in (*self._inputs[:1], *self._inputs[-1:]))
        look = worker.Look(
            model=self._options.model,
            language_model=self._options.language_model,
            out=str(self._out),
            marker=self._marker(),
            samples=samples,
        )
        self._provenance = self._agreed(self._asked(lambda: self._looked(look)))
        return self._provenance

    def _looked(self, look: worker.Look) -> list[worker.Standing | None]:
        """What each worker says of itself, None where it cannot; those that do not answer in time are looked at again when they get work."""
        asked = [
            self._client.submit(worker.standing, look, workers=[address], allow_other_workers=False, pure=False)
            for address in self._client.ncores()
        ]
        with suppress(TimeoutError):
            for _ in self._dask.as_completed(asked, loop=self._client.loop, timeout=_ANSWER):
                pass
        answered = [future for future in asked if future.done()]
        return [future.result() if future.status == "finished" else None for future in answered]

    def _connected(self) -> Any:
        try:
            if "://" not in str(self._options.cluster):
                raise ValueError  # it would be tried at some port
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of other versions of libraries; what matters is looked at
                return self._dask.Client(
                    self._options.cluster, timeout=_CONNECT, set_as_default=False, name="rf-scorer"
                )
        except Exception:  # noqa: BLE001 (an address that is none, a name that nobody knows, a port that is closed, a certificate: all the same to a person)
            raise UsageError(
                "No scheduler of a Dask cluster answers there.",
                where=self._where,
                remedy="Check the address that the scheduler printed when it began, such as tcp://host:8786, and with tls:// the certificates.",
            ) from None

    def _check_scheduler(self) -> None:
        try:
            version = self._client.run_on_scheduler(worker.version)
        except Exception:  # noqa: BLE001 (it cannot import what it was sent, however it says so)
            version = None
        if version != rf_scorer.__version__:
            told = "has no rf_scorer" if version is None else f"has rf_scorer {version}"
            raise UsageError(
                f"The scheduler {told}, and this is {rf_scorer.__version__}.", where=self._where, remedy=worker.REMEDY
            )

    def _await_worker(self) -> None:
        """Wait for a worker; a cluster that grows by need must see that there is some."""
        if not self._client.ncores():
            with suppress(Exception):
                self._client.submit(worker.version, pure=False).result(timeout=_FIRST)
        if not self._client.ncores():
            raise UsageError(
                f"The cluster has no worker after {_FIRST} seconds.",
                where=self._where,
                remedy="Start workers, and give the same command again once one is there.",
            )

    def _marker(self) -> str:
        """The name of a file that this run has made in its folder: whoever sees it sees the same folder."""
        shard = self._options.shard
        return f".{shard.name}{SUFFIX}" if shard is not None else SUFFIX

    def _agreed(self, answers: list[worker.Standing | None]) -> Mapping[str, str]:
        """What all workers have in common.

        Raises
        ------
        UsageError
            If they are not fit for this run, or not alike.
        """
        if not answers:
            raise UsageError(
                f"No worker of the cluster answered in {_ANSWER} seconds.",
                where=self._where,
                remedy="Look at the workers' logs; they may be busy with other work.",
            )
        standings = [one for one in answers if one is not None]
        self._refuse(len(answers) - len(standings), answers, "cannot run rf_scorer")
        others = sorted({one.version for one in standings} - {rf_scorer.__version__})
        self._refuse(
            sum(one.version in others for one in standings),
            standings,
            f"have rf_scorer {', '.join(others[:_LISTED])}, and this is {rf_scorer.__version__}",
        )
        faults = sorted({one.fault for one in standings if one.fault})
        self._refuse(
            sum(bool(one.fault) for one in standings), standings, f"cannot load the models: {' '.join(faults[:1])}"
        )
        self._refuse(sum(not one.writes for one in standings), standings, f"do not see the output folder {self._out}")
        self._refuse(sum(not one.reads for one in standings), standings, "do not see the transcripts")
        found = [one.provenance or {} for one in standings]
        first, other = found[0], [one for one in found if one != found[0]]
        differing = sorted({key for one in other for key in {*one, *first} if one.get(key) != first.get(key)})
        self._refuse(len(other), standings, f"differ from the others in {', '.join(differing[:_LISTED])}")
        return first

    def _refuse(self, count: int, standings: Sequence[object], what: str) -> None:
        if count:
            raise UsageError(
                f"Workers of the cluster {what} ({count} of {len(standings)}).", where=self._where, remedy=worker.REMEDY
            )

    def outcomes(self, jobs: Sequence[Job]) -> Generator[tuple[int, Outcome]]:
        """Do all jobs, the largest first; outcomes with the jobs' places, as they come.

        Raises
        ------
        OutputFailed
            If the results cannot be written.
        WorkersLost
            If the cluster is gone, or tasks end their workers again and again.
        UsageError
            If a worker that has joined since is not fit.
        """
        if not jobs:
            return
        threads = sum(self._client.ncores().values())
        layout = Layout(self._out, jobs[0].layout.part)
        sent = [
            replace(job, input=replace(job.input, path=job.input.path.absolute()), layout=layout, options=self._options)
            for job in jobs
        ]
        packed = parcels.parcels(sent, processes=max(threads, 1))
        wanted = worker.fingerprint(self._provenance)
        marker = str(self._out / self._marker())
        with ended(self._answers(packed, threads, wanted, marker)) as answers:
            for answer in answers:
                yield from parcels.opened(answer, jobs)

    def _answers(self, packed: Iterator[Parcel], threads: int, wanted: str, marker: str) -> Generator[Answer]:
        from joblib import Parallel, delayed, parallel_config

        from rf_scorer.study.running.backend import Backend

        backend = Backend(client=self._client)
        with parallel_config(backend=backend):
            parallel = Parallel(
                n_jobs=-1,
                return_as="generator_unordered",
                batch_size=1,
                pre_dispatch=max(_ON_THE_WAY, 4 * threads),
            )
            results = self._asked(lambda: parallel(delayed(worker.done)(one, wanted, marker) for one in packed))
        with ended(results) as answers:
            while True:
                try:
                    yield self._asked(lambda: next(answers))
                except StopIteration:
                    break
        if backend.lost is not None:  # joblib may have ended without saying so
            raise self._gone(backend.lost)

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What the cluster answers.

        Raises
        ------
        WorkersLost
            If it does not.
        """
        try:
            return ask()
        except (StopIteration, RfScorerError, *_OURS):
            raise
        except Exception as error:  # noqa: BLE001 (connections end in many ways)
            raise self._gone(error) from None

    def _gone(self, error: BaseException) -> WorkersLost:
        reason, remedy = "The Dask cluster is gone.", "once it is there again"
        if isinstance(error, self._dask.KilledWorker):
            reason = (
                "Workers of the cluster ended again and again at the same files, most likely because memory ran out."
            )
            remedy = "with more memory for each worker"
        return WorkersLost(
            reason,
            where=self._where,
            remedy=f"What was finished stays: give the same command again with --resume, {remedy}.",
        )

    def close(self) -> None:
        """Let go of the cluster; tasks that nobody waits for any more are dropped."""
        if self._client is not None:
            with suppress(Exception):
                self._client.close(timeout=_CONNECT)


def _absolute(options: RunOptions) -> RunOptions:
    """The options with paths that mean the same in any folder."""
    cases = replace(
        options.cases,
        files={name: replace(case, protocol=_anywhere(case.protocol)) for name, case in options.cases.files.items()},
    )
    return replace(
        options,
        cases=cases,
        protocol=_anywhere(options.protocol),
        model=_anywhere(options.model) or options.model,
        language_model=_anywhere(options.language_model),
    )


def _anywhere(name: str | None) -> str | None:
    """A name as it is, and a path from the root on."""
    if name is None or not (os.sep in name or "/" in name or name.endswith(".toml")):
        return name
    return str(Path(name).absolute())
