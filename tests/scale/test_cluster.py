"""A cluster that is not there, not fit, or goes away: one message each, what was finished stays, and nothing of a transcript is told to it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from grid import Grid
from routes import files, talk

from rf_scorer.domain import Role
from rf_scorer.errors import MissingExtra, OutputExists, UsageError
from rf_scorer.privacy import Policy
from rf_scorer.study import inputs
from rf_scorer.study.casemap import Case, CaseMap
from rf_scorer.study.files.lock import SUFFIX
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running import batch, cluster, parcels, work, worker
from rf_scorer.study.running.layout import Layout
from rf_scorer.study.running.processes import WorkersLost
from rf_scorer.study.running.worker import Look, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OFF = Gate(mode=Mode.OFF)


@pytest.fixture
def many(tmp_path: Path) -> tuple[inputs.Input, ...]:
    """Small interviews, the larger of which workers do at once, and the others when they are not held any more."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(4):
        (folder / f"first-{number}.txt").write_text(talk(number, 4))
        (folder / f"held-{number}.txt").write_text(talk(10 + number, 2))
    return inputs.find([folder])


class _At:
    """Hears of finished files, and does something at one of them."""

    def __init__(self, count: int, act: Callable[[], None]) -> None:
        self._left, self._act = count, act

    def __call__(self, _: Any) -> None:
        self._left -= 1
        if self._left == 0:
            self._act()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file travels alone."""
    monkeypatch.setattr(parcels, "_BYTES", 1)


@pytest.fixture
def own_grid(tmp_path: Path, loopback: None) -> Iterator[Callable[..., Grid]]:
    """A cluster that a test may spoil."""
    made = []

    def make(**settings: str) -> Grid:
        (tmp_path / "grid").mkdir()
        made.append(Grid(folder=tmp_path / "grid", settings=settings))
        return made[-1].start(1)

    yield make
    for one in made:
        one.stop()


@pytest.mark.usefixtures("alone")
def test_a_worker_that_is_killed_loses_nothing(many: tuple[inputs.Input, ...], grid: Grid, tmp_path: Path) -> None:
    """Another does its work again, also where its sheets stand already: all is there, and as one process makes it."""
    grid.hold.touch()

    def kill() -> None:
        grid.kill("worker0")
        grid.add("worker0")
        grid.hold.unlink()

    result = batch.run(many, tmp_path / "out", RunOptions(gate=OFF, cluster=grid.address), progress=_At(4, kill))
    assert result.counts == {"done": len(many)}
    batch.run(many, tmp_path / "one", RunOptions(gate=OFF))
    assert files(tmp_path / "out") == files(tmp_path / "one")


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("settings", "killed", "told"),
    [
        ({}, "scheduler", "The Dask cluster is gone"),
        ({"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}, "worker0", "ended again and again"),
    ],
)
def test_a_cluster_that_is_lost_ends_the_run_and_not_the_work(
    many: tuple[inputs.Input, ...],
    own_grid: Callable[..., Grid],
    tmp_path: Path,
    settings: dict[str, str],
    killed: str,
    told: str,
) -> None:
    """Its scheduler, or the worker of a task that has cost too many: one message with the way on; what was finished stands, and is kept."""
    own, out = own_grid(**settings), tmp_path / "out"
    own.hold.touch()
    kill = _At(4, lambda: own.kill(killed))
    with pytest.raises(WorkersLost, match=told) as lost:
        batch.run(many, out, RunOptions(gate=OFF, cluster=own.address), progress=kill)
    assert "--resume" in str(lost.value.remedy)
    assert lost.value.exit_code == 2
    counts = json.loads((out / "manifest.json").read_bytes())["counts"]
    assert (counts["done"], counts["not_done"]) == (4, 4)
    assert batch.run(many, out, RunOptions(gate=OFF, resume=True)).counts == {"kept": 4, "done": 4}


def test_an_interrupt_lets_go_of_the_cluster(many: tuple[inputs.Input, ...], grid: Grid, tmp_path: Path) -> None:
    """What was finished has its rows; the cluster has no work of ours left, and does the next run."""

    def stop(_: Any) -> None:
        raise KeyboardInterrupt

    options = RunOptions(gate=OFF, cluster=grid.address)
    result = batch.run(many, tmp_path / "out", options, progress=stop)
    assert result.interrupted
    assert result.counts["done"] == 1
    assert result.counts["not_done"] == len(many) - 1
    assert batch.run(many, tmp_path / "out", replace(options, resume=True)).counts.total() == len(many)


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "127.0.0.1:9", "nonsense://x", ""])
def test_an_address_where_nobody_is(
    many: tuple[inputs.Input, ...], tmp_path: Path, address: str, monkeypatch: Any
) -> None:
    """One message with the address; nothing is left in the folder."""
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    with pytest.raises(UsageError, match="No scheduler of a Dask cluster answers"):
        batch.run(many, tmp_path / "out", RunOptions(gate=OFF, cluster=address))
    assert not (tmp_path / "out").exists()


def test_without_the_extra_it_is_named(many: tuple[inputs.Input, ...], tmp_path: Path, monkeypatch: Any) -> None:
    """What to install, and nothing is left in the folder."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"rf_scorer\[dask\]"):
        batch.run(many, tmp_path / "out", RunOptions(gate=OFF, cluster="tcp://127.0.0.1:9"))
    assert not (tmp_path / "out").exists()


def test_a_worker_of_another_version_is_refused(
    many: tuple[inputs.Input, ...], own_grid: Callable[..., Grid], tmp_path: Path
) -> None:
    """Before anything is started, with both versions."""
    own = own_grid()
    own.kill("worker0")
    own.add("other", "--preload", "import rf_scorer; rf_scorer.__version__ = '9.9'")
    with pytest.raises(UsageError, match=r"have rf_scorer 9\.9, and this is .* \(1 of 1\)"):
        batch.run(many, tmp_path / "out", RunOptions(gate=OFF, cluster=own.address))
    assert not (tmp_path / "out").exists()


def test_what_a_worker_must_have(tmp_path: Path) -> None:
    """The models, the folder in which the run has its lock, and the transcripts: each is looked for by name."""
    (tmp_path / SUFFIX).touch()
    (tmp_path / "a.txt").touch()
    look = Look(
        model="rf_passage", language_model=None, out=str(tmp_path), marker=SUFFIX, samples=(str(tmp_path / "a.txt"),)
    )
    good = worker.standing(look)
    assert (good.fault, good.writes, good.reads) == ("", True, True)
    assert good.provenance is not None
    assert not worker.standing(replace(look, out=str(tmp_path / "elsewhere"))).writes
    assert not worker.standing(replace(look, samples=(str(tmp_path / "b.txt"),))).reads
    assert "none-of-ours" in worker.standing(replace(look, model="none-of-ours")).fault


_GOOD = Standing(version=cluster.rf_scorer.__version__, provenance={"python": "3.11.7"}, writes=True, reads=True)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([], "No worker of the cluster answered"),
        ([_GOOD, None], r"cannot run rf_scorer \(1 of 2\)"),
        ([_GOOD, replace(_GOOD, version="9.9")], r"have rf_scorer 9\.9, and this is .* \(1 of 2\)"),
        ([_GOOD, replace(_GOOD, provenance=None, fault="There is no such model.")], "cannot load the models"),
        ([_GOOD, replace(_GOOD, writes=False)], "do not see the output folder"),
        ([_GOOD, replace(_GOOD, reads=False)], "do not see the transcripts"),
        (
            [_GOOD, _GOOD, replace(_GOOD, provenance={"python": "3.12.1"})],
            r"differ from the others in python \(1 of 3\)",
        ),
    ],
)
@pytest.mark.usefixtures("_grid_is_there")
def test_workers_that_are_not_fit(answers: list[Standing | None], told: str, tmp_path: Path) -> None:
    """One message for each, with how many there are."""
    with pytest.raises(UsageError, match=told):
        cluster.Cluster(RunOptions(cluster="tcp://x:1"), [], tmp_path)._agreed(answers)
    assert cluster.Cluster(RunOptions(cluster="tcp://x:1"), [], tmp_path)._agreed([_GOOD, _GOOD]) == _GOOD.provenance


@pytest.fixture
def _grid_is_there() -> None:
    pytest.importorskip("distributed", reason="the extra 'dask' is not installed")


def test_a_worker_that_joins_late_is_looked_at(many: tuple[inputs.Input, ...], tmp_path: Path) -> None:
    """It does nothing if its models are others, or if it does not see the folder: nothing is written on a disk of its own."""
    elsewhere = tmp_path / "elsewhere"
    job = work.Job(input=many[0], layout=Layout(elsewhere), options=RunOptions(gate=OFF))
    (parcel,) = parcels.parcels([job], processes=1)
    wanted = worker.fingerprint(work.engine_for("rf_passage", None).provenance)
    for given, told in (("0" * 64, "another version"), (wanted, "does not see the output folder")):
        answer = worker.done(parcel, given, str(elsewhere / SUFFIX))
        assert isinstance(answer.error, UsageError)
        assert told in answer.error.message
        assert not elsewhere.exists()


def test_work_that_is_done_twice_is_done(many: tuple[inputs.Input, ...], tmp_path: Path) -> None:
    """A sheet that its own killed worker has just written is no obstacle; one that somebody else has put there is."""
    job = work.Job(input=many[0], layout=Layout(tmp_path / "out"), options=RunOptions(gate=OFF))
    first = work.attempt(job)
    assert work.attempt(job) == first
    sheet = tmp_path / "out" / first.outputs[0].path
    sheet.write_text("{}")
    again = work.attempt(job)
    assert (again.row.status, again.outputs) == ("refused", ())
    assert "exists already" in again.row.reason
    assert sheet.read_text() == "{}"
    with pytest.raises(OutputExists):
        work._write(job.layout, sheet, "{ }", force=False)


def test_nothing_of_a_transcript_is_told_to_the_cluster(own_grid: Callable[..., Grid], tmp_path: Path) -> None:
    """With everything logged that Dask can log: no word, label, file name, code or pseudonym, also of files that are refused, and of a disk that fails."""
    own = own_grid(DASK_LOGGING__DISTRIBUTED="debug")
    folder = tmp_path / "in"
    folder.mkdir()
    canaries = ("zwickelmond", "Quorrel", "bramblefish", "Tavvish", "Ommerling", "Plonkwort")
    said, label, name, code, pseudonym, other = canaries
    text = "".join(
        f"{label}: What was {said} like in the year {number}?\n{other}: I think {said} hated it {number} times, and {pseudonym} knew.\n"
        for number in range(6)
    )
    (folder / f"{name}.txt").write_text(text)
    (folder / f"{name}-bad.txt").write_text(f"{said} {label}")
    cases = CaseMap(
        labels={label: Role.INTERVIEWER, other: Role.PARTICIPANT},
        files={f"{name}.txt": Case(participant=code)},
    )
    options = RunOptions(
        cases=cases, gate=Gate(mode=Mode.WARN, policy=Policy.of(allowed=[pseudonym])), cluster=own.address
    )
    out = tmp_path / "out"
    result = batch.run(inputs.find([folder]), out, options)
    assert result.counts == {"done": 1, "refused": 1}, [row.reason for row in result.rows]
    (out / "sheets" / f"{name}.json").unlink()
    (out / "sheets").rmdir()
    (out / "sheets").touch()  # no file can be written below it
    with pytest.raises(UsageError):
        batch.run(inputs.find([folder]), out, replace(options, force=True))
    own.stop()
    told = own.told().casefold()
    assert "batch_of_done" in told  # the log tells of our tasks
    assert [canary for canary in canaries if canary.casefold() in told] == []
