"""``benchmarks/README.md`` says what there is."""

from __future__ import annotations

import re
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_every_program_has_its_line() -> None:
    """Each program is told of once, and none that is not there."""
    told = re.findall(r"^\| `(\w+\.py)` \|", (BENCHMARKS / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(path.name for path in BENCHMARKS.glob("*.py"))
