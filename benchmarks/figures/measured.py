"""When, with what, and how long something was measured: the line below a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["duration", "figures", "line"]


def figures(kept: Mapping[str, Any], benchmark: str, run: str) -> Any:
    """The figures of one run.

    Raises
    ------
    KeyError
        If it was not measured.
    """
    return kept[benchmark][run]["figures"]


def duration(record: Mapping[str, Any]) -> str:
    """Processor time, rounded as one would say it; where it was not taken, time by the clock."""
    seconds = record["seconds"].get("cpu") or record["seconds"]["wall"]
    told = f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(seconds, 1):.0f} s"
    return told if record["seconds"].get("cpu") else f"{told} by the clock"


def line(kept: Mapping[str, Any], *runs: tuple[str, str]) -> str:
    """Commands, days, versions and processor time of some runs."""
    records = [kept[benchmark][run] for benchmark, run in runs]
    told = "; ".join(f"`{one['command']}`, {one['at'][:10]}, {duration(one)}" for one in records)
    machine = records[0]["machine"]
    return f"{told}. Python {machine['python']}, rf_scorer {machine['rf_scorer']}, spaCy {machine['libraries']['spacy']}; {machine['processor']}."
