"""Files that go to another process together, and what comes back for them.

A file of an hour takes seconds, a note of fifty words milliseconds, and to hand out work costs the same for both: small files travel together,
large ones alone. What is sent is paths and settings; what comes back is rows. No text of a transcript leaves the process that reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rf_scorer.errors import RfScorerError
from rf_scorer.study.casemap import keys_of
from rf_scorer.study.running.work import Job, Outcome, attempt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.study.casemap import CaseMap
    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.running.earlier import Earlier, Output
    from rf_scorer.study.running.layout import Layout
    from rf_scorer.study.running.summary import Row

__all__ = ["Answer", "Parcel", "done", "opened", "parcels"]

#: Bytes of input after which a parcel is full (about a second's work), and files.
_BYTES = 64_000
_FILES = 64
#: What a file costs beside its bytes, in bytes of text that take as long.
_EACH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Files to be done one after another, with all that a process needs to know."""

    places: tuple[int, ...]
    inputs: tuple[Input, ...]
    earlier: tuple[Earlier | None, ...]
    layout: Layout
    options: RunOptions

    def __repr__(self) -> str:
        # Other programs' logs and pages show what they hand on: names, labels and pseudonyms are nobody's business there.
        return f"<{len(self.inputs)} files>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a parcel: rows, outputs and digests of what stands beside, by the files' places; or why all work must end."""

    done: tuple[tuple[int, Row, tuple[Output, ...], str | None], ...] = ()
    error: RfScorerError | None = None

    def __repr__(self) -> str:
        return f"<{len(self.done)} files>"


def parcels(jobs: Sequence[Job], *, processes: int) -> Iterator[Parcel]:
    """Pack jobs, the largest first, which keeps every process busy to the end.

    Parameters
    ----------
    jobs : sequence of Job
        All with the same layout and options.
    processes : int
        Of few files, each process gets its share.
    """
    order = sorted(range(len(jobs)), key=lambda place: jobs[place].input.size, reverse=True)
    weight = sum(job.input.size + _EACH for job in jobs)
    full = min(_BYTES, weight // (4 * processes) + 1)
    begin = size = 0
    for end, place in enumerate(order, start=1):
        size += jobs[place].input.size + _EACH
        if size >= full or end - begin == _FILES or end == len(order):
            yield _packed(jobs, order[begin:end])
            begin, size = end, 0


def _packed(jobs: Sequence[Job], places: Sequence[int]) -> Parcel:
    chosen = [jobs[place] for place in places]
    first = chosen[0]
    return Parcel(
        places=tuple(places),
        inputs=tuple(job.input for job in chosen),
        earlier=tuple(job.earlier for job in chosen),
        layout=first.layout,
        # A table of ten thousand cases must not travel with each of them.
        options=replace(first.options, cases=_narrowed(first.options.cases, [job.input.name for job in chosen])),
    )


def _narrowed(cases: CaseMap, names: Sequence[str]) -> CaseMap:
    if not cases.files:
        return cases
    keys = {key for name in names for key in keys_of(name)}
    return replace(cases, files={key: cases.files[key] for key in sorted(keys & cases.files.keys())})


def done(parcel: Parcel) -> Answer:
    """Do a parcel; called in the process that is to do it.

    An error that ends the run comes back with what was done before it, rather than being raised: whoever runs the processes might tell of it.
    """
    finished = []
    error = None
    for place, item, earlier in zip(parcel.places, parcel.inputs, parcel.earlier, strict=True):
        try:
            outcome = attempt(Job(input=item, layout=parcel.layout, options=parcel.options, earlier=earlier))
        except RfScorerError as found:
            error = found
            break
        finished.append((place, outcome.row, outcome.outputs, outcome.beside))
    return Answer(done=tuple(finished), error=error)


def opened(answer: Answer, jobs: Sequence[Job]) -> Iterator[tuple[int, Outcome]]:
    """What a parcel's answer says of each file, with its place.

    Raises
    ------
    RfScorerError
        If the work had to end.
    """
    for place, row, outputs, side in answer.done:
        yield place, Outcome(input=jobs[place].input, row=row, outputs=outputs, beside=side)
    if answer.error is not None:
        raise answer.error
