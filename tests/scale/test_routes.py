"""The same bytes by every route: how work is shared out is nobody's business but the clock's."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from routes import Scored, files, score_part

from rf_scorer.study import inputs
from rf_scorer.study.running import batch
from rf_scorer.study.running.merging import merge

if TYPE_CHECKING:
    import pytest
    from grid import Grid


def test_two_processes(scored: Scored, tmp_path: Path) -> None:
    """Sheets, pages and both tables; rows in the order of the files, outcomes in that of finishing."""
    heard = []
    result = batch.run(scored.found, tmp_path, replace(scored.options, jobs=2), progress=heard.append)
    assert files(tmp_path) == files(scored.out)
    assert [row.file for row in result.rows] == [item.name for item in scored.found]
    assert sorted(row.file for row in heard) == sorted(row.file for row in result.rows)


def test_a_cluster_and_parts_on_it(scored: Scored, grid: Grid, tmp_path: Path) -> None:
    """All of it on a cluster; and one part there, one by two processes, put together."""
    options = replace(scored.options, cluster=grid.address)
    batch.run(scored.found, tmp_path / "dask", options)
    assert files(tmp_path / "dask") == files(scored.out)
    score_part(scored, tmp_path / "parts", 1, 2, cluster=grid.address)
    score_part(scored, tmp_path / "parts", 2, 2, jobs=2)
    merge([tmp_path / "parts"])
    assert files(tmp_path / "parts") == files(scored.out)


def test_paths_that_are_relative_reach_the_cluster(
    scored: Scored, grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers stand in folders of their own: what is relative here is made absolute before it is sent."""
    monkeypatch.chdir(shutil.copytree(scored.lab / "transcripts", tmp_path / "lab"))
    found = inputs.find([Path()])
    batch.run(found, Path("../relative"), replace(scored.options, cluster=grid.address))
    assert files(tmp_path / "relative") == files(scored.out)


def test_a_resumed_run_on_a_cluster(scored: Scored, grid: Grid, tmp_path: Path) -> None:
    """Workers keep what is still good, by the digests that travel with it."""
    batch.run(scored.found, tmp_path, replace(scored.options, jobs=2))
    result = batch.run(scored.found, tmp_path, replace(scored.options, cluster=grid.address, resume=True))
    assert set(result.counts) == {"kept", "refused"}
    assert files(tmp_path, tables=False) == files(scored.out, tables=False)
