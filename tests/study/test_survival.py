"""A small sample of ``benchmarks/survival.py``: runs that are killed lose nothing, and the next one brings them to their end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied on POSIX systems alone")
@pytest.mark.parametrize(
    ("names", "kills"), [(("score", "score --force"), 6), (("collect", "review", "export --force", "plan make --force"), 12)], ids=["score", "study"]
)  # fmt: skip
def test_what_is_killed_loses_nothing(names: tuple[str, ...], kills: int, tmp_path: Path) -> None:
    """At random moments and at calls that change a folder, drawn by a fixed seed: every file is whole, old or new, and a next run ends in the bytes of an undisturbed one."""
    figures = tmp_path / "figures.json"
    only = [word for name in names for word in ("--only", name)]
    command = [sys.executable, str(ROOT / "benchmarks" / "survival.py"), "--kills", str(kills), "--seed", "7", *only, "--json", str(figures)]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    tallies = json.loads(figures.read_text())
    assert set(tallies) == set(names)
    assert sum(tally["kills"] for tally in tallies.values()) >= kills - 2
    assert all(tally["kills"] and not tally["wrong"] for tally in tallies.values())
    # Kills that fall before anything was written would show nothing.
    assert sum(tally["begun"] for tally in tallies.values()) > kills // 3
    assert re.search(r"^\d+ kills .* 0 findings", ended.stdout, re.MULTILINE)
