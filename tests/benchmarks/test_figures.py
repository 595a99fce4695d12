"""The command that measures everything: what a benchmark hands over is kept whole, and what cannot be measured is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from figures import keeping, running
from figures.runs import Run, chosen

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_is_kept_with_its_command_and_comes_out_as_before(tmp_path: Path) -> None:
    """Alignment, measured again, has the figures that stand in ``benchmarks/data``; beside them are command, day, seconds and machine."""
    (run,) = chosen(("alignment",))
    running.start(run, data=None, work=tmp_path, folder=tmp_path)
    record = keeping.read(folder=tmp_path)["alignment"]["interviews"]
    assert record["figures"] == keeping.read()["alignment"]["interviews"]["figures"]
    assert record["command"] == "python benchmarks/alignment.py"
    assert record["seconds"]["cpu"] > 0
    assert {"at", "machine", "before"} <= set(record)


def test_what_data_lacks_is_told_by_its_place(tmp_path: Path) -> None:
    """A run says which of its data are not there; without a folder all of them."""
    (run,) = chosen(("mind-ca.applied",))
    assert running.missing(run, tmp_path) == running.missing(run, None) == ["mind-ca/mind-ca.csv"]
    (tmp_path / "mind-ca").mkdir()
    (tmp_path / "mind-ca" / "mind-ca.csv").touch()
    assert running.missing(run, tmp_path) == []


def test_a_run_that_fails_keeps_nothing(tmp_path: Path) -> None:
    """What was kept before stays; the command is told."""
    keeping.keep("broken", "run", {"figures": {"value": 1.5}}, folder=tmp_path)
    run = Run(benchmark="broken", name="run", command="python benchmarks/alignment.py --no-such-option")
    with pytest.raises(running.Failed, match="left with 2"):
        running.start(run, data=None, work=tmp_path, folder=tmp_path)
    assert keeping.read(folder=tmp_path)["broken"]["run"]["figures"] == {"value": 1.5}
