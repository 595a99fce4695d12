"""Processes of this machine: one that the system ends, and how many there may be."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from joblib.externals.loky import reusable_executor
from routes import files, talk

from rf_scorer.study import inputs
from rf_scorer.study.options import RunOptions
from rf_scorer.study.privacy.gate import Gate, Mode
from rf_scorer.study.running import batch, parcels
from rf_scorer.study.running.processes import WorkersLost, processors


def test_a_process_that_the_system_ends_ends_the_run_and_not_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message with the way on; what was finished has its rows, and the next run, in new processes, does the rest."""
    monkeypatch.setattr(parcels, "_BYTES", 1)
    (tmp_path / "in").mkdir()
    for number in range(60):
        (tmp_path / "in" / f"t{number:02}.txt").write_text(talk(number, 6))
    found, out = inputs.find([tmp_path / "in"]), tmp_path / "out"
    options = RunOptions(gate=Gate(mode=Mode.OFF), jobs=2, pages=False)

    def kill(_: Any) -> None:
        for process in list(reusable_executor._executor._processes):
            os.kill(process, signal.SIGKILL)

    with pytest.raises(WorkersLost, match="The system ended a process") as lost:
        batch.run(found, out, options, progress=kill)
    assert "--resume" in str(lost.value.remedy)
    counts = json.loads((out / "manifest.json").read_bytes())["counts"]
    assert counts["done"] >= 1
    assert counts["not_done"] >= 1
    result = batch.run(found, out, replace(options, resume=True))
    assert set(result.counts) == {"kept", "done"}
    batch.run(found, tmp_path / "one", replace(options, jobs=1))
    assert files(out, tables=False) == files(tmp_path / "one", tables=False)


def test_processors_are_those_that_this_program_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says how many, be it a scheduler or a person, is heard."""
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "1")
    assert processors() == 1


def test_relative_paths_lead_from_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are used again follow a program that has changed its folder."""
    options = RunOptions(gate=Gate(mode=Mode.OFF), jobs=2, pages=False)
    for name in ("first", "second"):
        (tmp_path / name / "in").mkdir(parents=True)
        for number in range(2):
            (tmp_path / name / "in" / f"{name}{number}.txt").write_text(talk(number, 6))
        monkeypatch.chdir(tmp_path / name)
        result = batch.run(inputs.find([Path("in")]), Path("out"), options)
        assert result.counts == {"done": 2}
        assert len(list((tmp_path / name / "out" / "sheets").iterdir())) == 2
