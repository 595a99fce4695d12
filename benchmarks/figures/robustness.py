"""Tables of what was killed and what was spoilt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures.measured import figures, line
from figures.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["TABLES", "kills", "spoilt"]


def kills(found: Mapping[str, Any]) -> dict[str, int]:
    """Sums over all commands that were killed."""
    sums = {name: sum(one[name] for one in found.values()) for name in ("kills", "ended", "begun", "left")}
    return sums | {"wrong": sum(len(one["wrong"]) for one in found.values())}


def spoilt(found: Mapping[str, Any]) -> dict[str, int]:
    """Sums over everything that spoilt inputs were given to."""
    rows = found["targets"].values()
    sums = {name: sum(one[name] for one in rows) for name in ("inputs", "refused", "read", "named")}
    return sums | {"findings": sum(len(one["findings"]) for one in rows), "targets": len(found["targets"])}


def _survival(kept: Mapping[str, Any]) -> Iterator[Table]:
    found = figures(kept, "survival", "kills")
    sums = kills(found)
    rows = [
        (f"`{name}`", *(str(one[key]) for key in ("kills", "begun", "left")), str(len(one["wrong"])))
        for name, one in found.items()
    ]
    yield Table(
        head=("command", "killed", "… after something had been written", "… leaving a part or a lock", "wrong"),
        rows=(*rows, ("all", *(str(sums[name]) for name in ("kills", "begun", "left", "wrong")))),
        note=line(kept, ("survival", "kills")),
    )


def _hostile(kept: Mapping[str, Any]) -> Iterator[Table]:
    found = figures(kept, "hostile", "inputs")
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for name, one in found["targets"].items():
        groups.setdefault(name.partition(" ")[0], []).append(one)
    sums = spoilt(found)
    rows = [
        (
            name,
            str(len(of)),
            *(f"{sum(one[key] for one in of):,}" for key in ("inputs", "refused", "read")),
            f"{1000 * max(one['slowest'] for one in of):,.0f}",
            str(sum(len(one["findings"]) for one in of)),
        )
        for name, of in groups.items()
    ]
    slowest = 1000 * max(one["slowest"] for one in found["targets"].values())
    total = ("all", str(sums["targets"]), *(f"{sums[key]:,}" for key in ("inputs", "refused", "read")))
    yield Table(
        head=("what reads", "of these", "inputs", "refused with a message", "read", "slowest (ms)", "findings"),
        rows=(*rows, (*total, f"{slowest:,.0f}", str(sums["findings"]))),
        note=f"{found['seconds']:.0f} s by the clock, at most {found['memory_mb']:.0f} MB of memory. {line(kept, ('hostile', 'inputs'))}",
    )


TABLES = {"survival": _survival, "hostile": _hostile}
