"""The main job: from files and folders to rating sheets, pages, a summary and a manifest."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter, defaultdict
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.discreet import quietly
from rf_scorer.errors import OutputExists, OutputFailed
from rf_scorer.study import lock
from rf_scorer.study.case import check_names
from rf_scorer.study.layout import Layout
from rf_scorer.study.manifest import manifest
from rf_scorer.study.summary import NOT_DONE, Row, as_csv
from rf_scorer.study.work import Job, Outcome, attempt, engine_for

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = ["BatchResult", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
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
    UsageError
        If the protocol, model, language model, format or encoding is not known.
    """
    check_names(options)
    with lock.inside(out):
        return _run(inputs, Layout(out), options, progress)


def _run(inputs: Sequence[Input], layout: Layout, options: RunOptions, progress: Callable[[Row], None]) -> BatchResult:
    if not (options.force or options.resume) and any(map(os.path.lexists, (layout.manifest, layout.summary))):
        raise OutputExists(
            "The folder holds the results of an earlier run.",
            where=str(layout.root),
            remedy="Give another folder, --resume to finish that run, or --force to replace its results.",
        )
    provenance = engine_for(options.model, options.language_model).provenance
    for folder in (layout.root, layout.sheet("any").parent, layout.page("any").parent):
        jsonio.remove_parts(folder)
    outcomes: dict[Input, Outcome] = {}
    replaces = options.force or options.resume
    # Tables that stand from the start prove that the folder can be written, and survive whatever ends the run.
    _write_tables(layout, inputs, outcomes, options, provenance, force=replaces)
    interrupted = False
    try:
        jobs = [Job(input=item, layout=layout, options=options) for item in inputs]
        with closing(_outcomes(jobs, options.jobs)) as finished:
            for outcome in finished:
                outcomes[outcome.input] = outcome
                progress(outcome.row)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        _write_tables(layout, inputs, outcomes, options, provenance, force=True)
    _check_there(layout, outcomes.values())
    ordered = _in_order(inputs, outcomes)
    return BatchResult(
        rows=tuple(outcome.row for outcome in ordered),
        interrupted=interrupted,
        training=provenance["rating.training"],
        strays=_strays(layout, ordered),
    )


def _check_there(layout: Layout, outcomes: Iterable[Outcome]) -> None:
    """Never say of results that they are there if they are not: somebody may have moved the folder while the run was at work."""
    gone = sum(not os.path.lexists(layout.root / output.path) for one in outcomes for output in one.outputs)
    if gone:
        raise OutputFailed(
            f"The folder was moved or removed during the run: {gone} of the files that were written are not there any more.",
            where=str(layout.root),
            remedy="Put the folder back, or give the same command again with --resume: it makes what is missing.",
        )


def _outcomes(jobs: Sequence[Job], processes: int) -> Generator[Outcome]:
    if processes == 1 or len(jobs) < 2:
        yield from map(attempt, jobs)
        return
    from joblib import Parallel, delayed  # here, since a single process never needs it

    # Longest first keeps every process busy to the end.
    ordered = sorted(jobs, key=_size, reverse=True)
    with _deaf_children():
        finished = Parallel(n_jobs=processes, return_as="generator_unordered", batch_size=1)(
            delayed(quietly(attempt))(job) for job in ordered
        )
    yield from finished


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started in the block ignore interrupts for good, and so does this one for the moments it lasts.

    Ctrl-C reaches every process of a terminal. The one that writes the tables ends the others; left to themselves they would die with
    tracebacks. Blocking the signal instead would not do: starting a process unblocks it in some versions of Python.
    """
    if threading.current_thread() is not threading.main_thread():
        # Only the main thread may decide on signals, and only it hears them.
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _size(job: Job) -> int:
    try:
        return job.input.path.stat().st_size
    except OSError:  # gone since it was found: reading it will tell
        return 0


def _in_order(inputs: Sequence[Input], outcomes: Mapping[Input, Outcome]) -> list[Outcome]:
    return [outcomes.get(item) or _not_done(item) for item in inputs]


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
    known = {output.path for outcome in outcomes for output in outcome.outputs}
    # What a file that was not reached has there is still good, or will be replaced when the run is resumed.
    waiting = {outcome.input.id for outcome in outcomes if outcome.row.status == NOT_DONE}
    there = [*layout.sheet("any").parent.glob("*.json"), *layout.page("any").parent.glob("*.html")]
    names = (path.relative_to(layout.root).as_posix() for path in there if path.stem not in waiting)
    return tuple(sorted(name for name in names if name not in known))


def _write_tables(
    layout: Layout,
    inputs: Sequence[Input],
    outcomes: Mapping[Input, Outcome],
    options: RunOptions,
    provenance: Mapping[str, str],
    *,
    force: bool,
) -> None:
    ordered = _in_order(inputs, outcomes)
    jsonio.write_text(layout.summary, as_csv(outcome.row for outcome in ordered), force=force)
    jsonio.write_text(layout.manifest, jsonio.dumps(manifest(ordered, options, provenance)), force=force)
