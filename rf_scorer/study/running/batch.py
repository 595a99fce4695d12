"""The main job: from files and folders to rating sheets, pages, a summary and a manifest."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from rf_scorer import jsonio
from rf_scorer.errors import OutputExists, OutputFailed
from rf_scorer.study.case import check_names, settings_of
from rf_scorer.study.files import lock
from rf_scorer.study.running import earlier
from rf_scorer.study.running.engines import engine_for
from rf_scorer.study.running.layout import Layout, strays
from rf_scorer.study.running.manifest import manifest
from rf_scorer.study.running.summary import NOT_DONE, Row, as_csv
from rf_scorer.study.running.turn import turn
from rf_scorer.study.running.work import Job, Outcome, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = ["BatchResult", "outcomes", "run"]

#: Seconds after which the tables tell of what was finished since, and how many times what that costs must have passed.
_TELL_EVERY, _TELL_SHARE = 60.0, 50.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BatchResult:
    """What became of a run.

    Attributes
    ----------
    rows : tuple of Row
        One per input, in the inputs' order.
    interrupted : bool
    training : str
        What the rating model was trained on.
    strays : tuple of str
        Sheets and pages in the folder that this run did not make, below it: an earlier run's, which nobody should take for this one's.
    """

    rows: tuple[Row, ...]
    interrupted: bool
    training: str
    strays: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # A notebook shows it, and a thousand rows would fill the screen.
        return f"BatchResult({', '.join(f'{status}={count}' for status, count in sorted(self.counts.items()))})"

    @property
    def counts(self) -> Counter[str]:
        """Files by status."""
        return Counter(row.status for row in self.rows)

    @property
    def twins(self) -> tuple[tuple[str, ...], ...]:
        """Files with the same bytes under different names: one interview that would count twice."""
        by_digest: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            if row.sha256 is not None:
                by_digest[row.sha256].append(row.file)
        return tuple(tuple(files) for files in by_digest.values() if len(files) > 1)


def run(
    inputs: Sequence[Input], out: Path, options: RunOptions, *, progress: Callable[[Row], None] = lambda _: None
) -> BatchResult:
    """Score every input and leave the results in a folder.

    Parameters
    ----------
    inputs : sequence of Input
    out : Path
        Made if it does not exist. Gets ``sheets/``, ``pages/``, ``summary.csv`` and ``manifest.json``.
    options : RunOptions
    progress : callable
        Called with each row as its file is finished, in the order of finishing.

    Returns
    -------
    BatchResult
        A file that cannot be scored is a row with its reason; an interrupt ends the run and leaves the rest ``not_done``.

    Raises
    ------
    OutputExists
        If the folder holds an earlier run's results and neither ``force`` nor ``resume`` was chosen.
    FolderTaken
        If another run is at work in the folder.
    OutputFailed
        If the folder cannot be written or the disk is full, or was moved or removed during the run; what was finished stays.
    WorkersLost
        If processes that were to do the work are gone; what was finished stays.
    UsageError
        If the protocol, model, language model, format or encoding is not known, or the cluster cannot be used.
    """
    check_names(options)
    with _alone(out, options):
        one = _Run(inputs, out, options)
        interrupted = False
        try:
            with closing(one.outcomes()) as finished:
                for outcome in finished:
                    progress(outcome.row)
        except KeyboardInterrupt:
            if not one.begun:
                raise
            interrupted = True
        return one.result(interrupted=interrupted)


def outcomes(inputs: Sequence[Input], out: Path, options: RunOptions) -> Generator[Outcome]:
    """Score every input and leave the results in a folder, as :func:`run` does; each outcome as its file is finished.

    The folder is taken from the first outcome asked for until the last one, or until the iterator is closed: then the tables say which files
    were done, and the others are ``not_done``.

    Yields
    ------
    Outcome
        In the order of finishing.

    Raises
    ------
    RfScorerError
        As :func:`run`.
    """
    check_names(options)
    with _alone(out, options):
        yield from _Run(inputs, out, options).outcomes()


def _alone(out: Path, options: RunOptions) -> AbstractContextManager[None]:
    return lock.inside(out) if options.shard is None else lock.part(out, options.shard.name)


class _Workers(Protocol):
    """Who does the work: this process, several of this machine, or a cluster."""

    def provenance(self) -> Mapping[str, str]:
        """Load what is needed, and say what it is.

        Raises
        ------
        UsageError
            If something is not there, or cannot be used.
        """

    def outcomes(self, jobs: Sequence[Job]) -> Generator[tuple[int, Outcome]]:
        """Do the jobs; outcomes with the jobs' places, as they come."""

    def close(self) -> None:
        """Let go of what was used."""


class _Here:
    """Work in this process, file after file."""

    def __init__(self, options: RunOptions) -> None:
        self._options = options

    def provenance(self) -> Mapping[str, str]:
        return engine_for(self._options.model, self._options.language_model).provenance

    def outcomes(self, jobs: Sequence[Job]) -> Generator[tuple[int, Outcome]]:
        for place, job in enumerate(jobs):
            with turn():  # for the work alone: whoever takes the outcomes has the process as it was
                outcome = attempt(job)
            yield place, outcome

    def close(self) -> None:
        pass  # the engine stays, for the next run


def _workers(options: RunOptions, inputs: Sequence[Input], out: Path) -> _Workers:
    if options.cluster is not None:
        from rf_scorer.study.running.cluster import Cluster

        return Cluster(options, [item.path for item in inputs], out)
    if options.jobs == 1 or len(inputs) < 2:
        return _Here(options)
    from rf_scorer.study.running.processes import Processes

    return Processes(replace(options, jobs=min(options.jobs, len(inputs))))


class _Run:
    """One run in a folder that is its own."""

    def __init__(self, inputs: Sequence[Input], out: Path, options: RunOptions) -> None:
        self._inputs = inputs
        self._options = options
        self._layout = Layout(out, f"-{options.shard.name}" if options.shard is not None else "")
        self._settings = settings_of(options)
        self._provenance: Mapping[str, str] = {}
        self._finished: dict[int, Outcome] = {}
        #: Whether there are tables, which tell of whatever ends the run from now on.
        self.begun = False

    def outcomes(self) -> Generator[Outcome]:
        """Do all inputs, and keep the tables."""
        self._check_free()
        workers = _workers(self._options, self._inputs, self._layout.root)
        try:
            self._provenance = workers.provenance()
            jobs = self._jobs()
            self._clean()
            # Tables that stand from the start prove that the folder can be written, and survive whatever ends the run.
            self._write_tables(force=self._options.force or self._options.resume)
            self.begun = True
            try:
                with closing(workers.outcomes(jobs)) as finished:
                    yield from self._told(finished)
            finally:
                self._write_tables(force=True)
        finally:
            workers.close()
        self._check_there()

    def _jobs(self) -> list[Job]:
        layout, options = self._layout, self._options
        kept = earlier.read(layout, settings=self._settings, provenance=self._provenance) if options.resume else {}
        return [
            Job(input=item, layout=layout, options=options, earlier=kept.pop((item.name, item.id), None))
            for item in self._inputs
        ]

    def _clean(self) -> None:
        if self._options.shard is None:  # other shards may be at work, on machines that do not see our locks
            for folder in (self._layout.root, self._layout.sheet("any").parent, self._layout.page("any").parent):
                jsonio.remove_parts(folder)

    def _told(self, finished: Iterable[tuple[int, Outcome]]) -> Generator[Outcome]:
        """The outcomes, each noted, and now and then written into the tables: a run that is killed has not lost what it did."""
        now = _Now(every=_TELL_EVERY)
        for place, outcome in finished:
            self._finished[place] = outcome
            yield outcome
            if now.due():
                self._write_tables(force=True)
                now.done()

    def result(self, *, interrupted: bool) -> BatchResult:
        """What became of the run."""
        ordered = self._ordered()
        return BatchResult(
            rows=tuple(outcome.row for outcome in ordered),
            interrupted=interrupted,
            training=self._provenance["rating.training"],
            # Other shards' sheets are theirs.
            strays=_strays(self._layout, ordered) if self._options.shard is None else (),
        )

    def _check_free(self) -> None:
        tables = [self._layout.manifest, self._layout.summary]
        if self._options.shard is not None:
            whole = Layout(self._layout.root)
            tables += [whole.manifest, whole.summary]
        if not (self._options.force or self._options.resume) and any(map(os.path.lexists, tables)):
            raise OutputExists(
                "The folder holds the results of an earlier run.",
                where=str(self._layout.root),
                remedy="Give another folder, --resume to finish that run, or --force to replace its results.",
            )

    def _check_there(self) -> None:
        """Never say of results that they are there if they are not: somebody may have moved the folder while the run was at work."""
        root = self._layout.root
        gone = sum(not os.path.lexists(root / output.path) for one in self._finished.values() for output in one.outputs)
        if gone:
            raise OutputFailed(
                f"The folder was moved or removed during the run: {gone} of the files that were written are not there any more.",
                where=str(root),
                remedy="Put the folder back, or give the same command again with --resume: it makes what is missing.",
            )

    def _ordered(self) -> list[Outcome]:
        return [self._finished.get(place) or _not_done(item) for place, item in enumerate(self._inputs)]

    def _write_tables(self, *, force: bool) -> None:
        ordered = self._ordered()
        table = jsonio.write_text(self._layout.summary, as_csv(outcome.row for outcome in ordered), force=force)
        document = manifest(
            ordered,
            self._options,
            self._provenance,
            settings=self._settings,
            summary=hashlib.sha256(table).hexdigest(),
        )
        jsonio.write_text(self._layout.manifest, jsonio.dumps(document), force=force)


@dataclass(slots=True)
class _Now:
    """When something that is done again and again is due: not too often, and not for longer than a small share of the time."""

    every: float
    last: float = field(default_factory=time.monotonic)
    pause: float = 0.0
    begun: float = 0.0

    def due(self) -> bool:
        """Whether it is time; if so, it begins now."""
        self.begun = time.monotonic()
        return self.begun - self.last >= max(self.every, self.pause)

    def done(self) -> None:
        """It has been done."""
        self.last = time.monotonic()
        self.pause = _TELL_SHARE * (self.last - self.begun)


def _not_done(item: Input) -> Outcome:
    row = Row(
        file=item.name,
        transcript=item.id,
        status=NOT_DONE,
        reason="The run ended before this file.",
        remedy="Run the same command again with --resume.",
    )
    return Outcome(input=item, row=row)


def _strays(layout: Layout, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    return strays(
        layout,
        known={output.path for outcome in outcomes for output in outcome.outputs},
        # What a file that was not reached has there is still good, or will be replaced when the run is resumed.
        waiting={outcome.input.id for outcome in outcomes if outcome.row.status == NOT_DONE},
    )
