"""The run over a folder, called from Python: rows in the inputs' order, names checked first, interrupts kept apart."""

from __future__ import annotations

import dataclasses
import json

import pytest

from rf_scorer.errors import OutputExists, OutputFailed, UnknownName
from rf_scorer.study import inputs
from rf_scorer.study.casemap import Case, CaseMap
from rf_scorer.study.options import RunOptions
from rf_scorer.study.running import batch, work
from rf_scorer.transcripts.document import ReadOptions

TALK = (
    "I: What was it like at home?\nP: It was loud, and I think my brother hated it.\n"
    "I: Why?\nP: Because he wanted to be left alone.\n"
)


@pytest.fixture
def found(tmp_path):
    """Three inputs, the second of which cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "c.txt"):
        (folder / name).write_text(TALK)
    (folder / "b.txt").write_text("")
    return inputs.find([folder])


def test_every_input_has_a_row_in_order_and_progress_hears_of_each(found, tmp_path) -> None:
    """Rows, counts and calls agree; the order of progress is that of finishing."""
    heard = []
    result = batch.run(found, tmp_path / "out", RunOptions(), progress=heard.append)
    assert [row.file for row in result.rows] == ["a.txt", "b.txt", "c.txt"]
    assert result.counts == {"done": 2, "refused": 1}
    assert sorted(heard, key=lambda row: row.file) == list(result.rows)
    assert not result.interrupted
    assert result.strays == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"protocol": "aia"},
        {"model": "rf"},
        {"read": ReadOptions(format="word")},
        {"cases": CaseMap(files={"zzz.txt": Case(protocol="aia")})},
    ],
)
def test_wrong_names_leave_nothing_behind(found, tmp_path, wrong) -> None:
    """A name that is not known ends the run before the folder is made."""
    with pytest.raises(UnknownName):
        batch.run(found, tmp_path / "out", RunOptions(**wrong))
    assert not (tmp_path / "out").exists()


def test_an_interrupt_leaves_the_rest_not_done(found, tmp_path, monkeypatch) -> None:
    """What was finished is told as done, the rest as not done with the way on, in the result and in the tables."""

    def stop(job: work.Job) -> work.Outcome:
        if job.input.name == "b.txt":
            raise KeyboardInterrupt
        return work.attempt(job)

    monkeypatch.setattr(batch, "attempt", stop)
    result = batch.run(found, tmp_path / "out", RunOptions())
    assert result.interrupted
    assert [row.status for row in result.rows] == ["done", "not_done", "not_done"]
    assert "--resume" in result.rows[1].remedy
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert [file["status"] for file in manifest["files"]] == ["done", "not_done", "not_done"]
    assert [len(file["outputs"]) for file in manifest["files"]] == [2, 0, 0]


def test_a_disk_that_fails_ends_the_run_and_the_tables_stand(found, tmp_path, monkeypatch) -> None:
    """Writing fails at the first sheet: the error goes up once, no file is blamed for it."""
    write = work.jsonio.write_text

    def full(path, text, *, force=False):
        if path.name == "a.json":
            raise OutputFailed("The output cannot be written (No space left on device).", where=str(path))
        return write(path, text, force=force)

    monkeypatch.setattr(work.jsonio, "write_text", full)
    with pytest.raises(OutputFailed):
        batch.run(found, tmp_path / "out", RunOptions())
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert [file["status"] for file in manifest["files"]] == ["not_done"] * 3


def test_the_manifest_is_the_same_whether_a_run_was_repeated(found, tmp_path) -> None:
    """--force and the number of processes are not recorded: the tables do not depend on them."""
    out = tmp_path / "out"
    batch.run(found, out, RunOptions())
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(OutputExists):
        batch.run(found, out, RunOptions())
    batch.run(found, out, RunOptions(force=True))
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_what_is_left_of_an_earlier_run_is_told(found, tmp_path) -> None:
    """A sheet of a file that is refused now, and a page beside a sheet made without one, are strays; nothing is removed."""
    out = tmp_path / "out"
    batch.run(found, out, RunOptions())
    found[2].path.write_text("")
    result = batch.run(found, out, dataclasses.replace(RunOptions(), force=True, pages=False))
    assert result.strays == ("pages/a.html", "pages/c.html", "sheets/c.json")
    assert all((out / name).exists() for name in result.strays)


def test_sheets_that_wait_for_a_resumed_run_are_no_strays(found, tmp_path, monkeypatch) -> None:
    """After an interrupt the earlier sheets of files that were not reached are not called left over."""
    out = tmp_path / "out"
    batch.run(found, out, RunOptions())

    def stop(_: work.Job) -> work.Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "attempt", stop)
    assert batch.run(found, out, RunOptions(resume=True)).strays == ()


def test_a_case_of_its_own_changes_only_its_file(found, tmp_path) -> None:
    """Participant, timepoint and protocol of the map reach the row of that file and no other."""
    cases = CaseMap(files={"a.txt": Case(participant="P1", timepoint="t2", protocol="aai")})
    rows = {row.file: row for row in batch.run(found, tmp_path / "out", RunOptions(cases=cases)).rows}
    assert (rows["a.txt"].participant, rows["a.txt"].timepoint, rows["a.txt"].protocol) == ("P1", "t2", "aai")
    assert (rows["c.txt"].participant, rows["c.txt"].timepoint, rows["c.txt"].protocol) == (None, None, None)


def test_one_interview_under_two_names_is_pointed_out(tmp_path) -> None:
    """Files with the same bytes are both scored, and named together; different ones are not."""
    folder = tmp_path / "in"
    folder.mkdir()
    talk = (
        "I: How was it at home?\nP: I think she was sad, and I hid it from her.\nI: Why?\nP: Because she worried so.\n"
    )
    for name, text in {"a.txt": talk, "copy of a.txt": talk, "b.txt": talk + "I: And then?\nP: Then I left.\n"}.items():
        (folder / name).write_text(text)
    result = batch.run(inputs.find([folder]), tmp_path / "out", RunOptions())
    assert result.counts == {"done": 3}
    assert result.twins == (("a.txt", "copy of a.txt"),)
