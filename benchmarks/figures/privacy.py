"""Tables of the privacy gate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from figures.measured import figures, line
from figures.table import Table, share, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["TABLES", "alarms", "found"]

_BASELINES = {
    "Presidio and the shipped pipeline's entities alone": "baseline: Presidio's recognisers and the shipped pipeline's entities, without our own layer",
    "capitals inside sentences and long numbers": "baseline: every capital inside a sentence, every long number",
}


def found(counts: Sequence[int], digits: int = 2) -> str:
    """A share with its Wilson interval of 95 %."""
    part, whole = counts
    z, p = 1.959964, part / whole
    scale = 1 + z * z / whole
    middle = (p + z * z / (2 * whole)) / scale
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / scale
    return f"{short(p, digits)} ({short(middle - half)} to {short(middle + half)})"


def alarms(tally: Mapping[str, Any]) -> str:
    """False alarms in a thousand words."""
    return f"{1000 * tally['alarms'] / tally['words']:.2f}"


def _gate(kept: Mapping[str, Any]) -> Iterator[Table]:
    test = figures(kept, "privacy", "test")
    ours = test["ours"]
    precision = share((ours["hits"], ours["hits"] + ours["alarms"]))
    rows = [
        (
            "**the gate**",
            f"**{found(ours['direct'], 3)}**",
            found(ours["all"], 3),
            f"**{alarms(ours)}** (precision {precision})",
        )
    ]
    rows += [
        (
            title,
            found(test["baselines"][name]["direct"], 3),
            found(test["baselines"][name]["all"], 3),
            alarms(test["baselines"][name]),
        )
        for name, title in _BASELINES.items()
    ]
    yield Table(
        head=("", "direct identifiers found", "all found", "false alarms per 1,000 words"),
        rows=tuple(rows),
        note=f"{test['passages']} passages, {ours['words']:,} words, {ours['all'][1]:,} identifiers. {line(kept, ('privacy', 'test'))}",
    )  # fmt: skip


def _classes(kept: Mapping[str, Any]) -> Iterator[Table]:
    classes = figures(kept, "privacy", "test")["ours"]["classes"]
    yield Table(
        head=("class", "direct", "there", "found", "of these the class is right", "false alarms"),
        rows=tuple(
            (
                f"`{kind}`",
                "yes" if one["direct"] else "no",
                str(one["there"]),
                found((one["found"], one["there"])),
                share((one["classed"], one["found"])),
                str(one["alarms"]),
            )
            for kind, one in classes.items()
        ),
    )


def _transcripts(kept: Mapping[str, Any]) -> Iterator[Table]:
    folders = figures(kept, "privacy", "transcripts")["folders"]
    yield Table(
        head=("transcripts", "files", "words", "findings", "per 1,000 words", "files blocked"),
        rows=tuple(
            (
                f"`{one['folder']}`",
                str(one["files"]),
                f"{one['words']:,}",
                f"{one['findings']:,}",
                f"{1000 * one['findings'] / one['words']:.1f}",
                str(one["blocked"]),
            )
            for one in folders
        ),
        note=line(kept, ("privacy", "transcripts")),
    )


TABLES = {"privacy": _gate, "privacy.classes": _classes, "privacy.transcripts": _transcripts}
