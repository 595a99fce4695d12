"""Figures as files: what one benchmark hands over, and what is kept of it in ``benchmarks/data``.

A kept file has for each run of a benchmark its figures, the command, the day, the seconds it took, and what it ran on. It holds numbers, and names of
our own making; nothing that anybody said.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

__all__ = ["DATA", "FORMAT", "keep", "kept", "offer", "read", "write"]

DATA = Path(__file__).parents[1] / "data"
FORMAT = "rf_scorer.figures/1"
#: Significant figures that are kept: more than any page shows.
_DIGITS = 6


def offer(parser: argparse.ArgumentParser) -> None:
    """The option by which a benchmark hands its figures over."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, too")


def write(path: Path | None, figures: Mapping[str, Any]) -> None:
    """Hand figures over, if somebody asked for them."""
    if path is not None:
        path.write_text(json.dumps(_plain(figures), indent=1) + "\n", encoding="utf-8")


def keep(name: str, run: str, record: Mapping[str, Any], *, folder: Path = DATA) -> None:
    """Keep one run of a benchmark beside its other runs.

    Parameters
    ----------
    name : str
        The benchmark, and the file's name.
    run : str
        Which of its runs.
    record : mapping
        ``figures``, ``command``, ``at``, ``seconds`` and ``machine``.
    folder : Path
    """
    path = folder / f"{name}.json"
    document = kept(name, folder=folder) or {"format": FORMAT, "runs": {}}
    document["runs"][run] = _plain(record)
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def kept(name: str, *, folder: Path = DATA) -> dict[str, Any] | None:
    """What is kept of a benchmark; None where nothing is."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def read(*, folder: Path = DATA) -> dict[str, dict[str, Any]]:
    """The runs of everything that is kept, by benchmark."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        if document.get("format") == FORMAT:
            found[path.stem] = document["runs"]
    return found


def _plain(value: Any) -> Any:
    """The same as JSON has it, floats cut to what is kept of them."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return float(f"{value:.{_DIGITS}g}")
    return value
