"""How long somebody waits: fresh processes, files in the system's cache, nothing else warm."""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer.study import demo
from scaling import pairs
from scaling.running import PROGRAM, run

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TARGETS", "TITLES", "measure"]

TITLES = {
    "python": "Python alone: python -c pass",
    "help": "rf-scorer --help",
    "score": "rf-scorer score of one bundled interview, to its sheet",
    "score end": "the same, to the end (page, tables)",
}
#: Seconds that are aimed at.
TARGETS = {"help": 0.15, "score": 3.0}
_INTERVIEW = "aai-harbour"
#: Seconds between looks for the sheet.
_LOOK = 0.002


def measure(*, repeat: int) -> dict[str, Any]:
    """Seconds from the start of a process, and its CPU seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in TITLES}
    cpu: dict[str, list[float]] = {name: [] for name in TITLES}

    def note(name: str, took: float, used: float) -> None:
        seconds[name].append(took)
        cpu[name].append(used)

    works: list[Callable[[], None]] = [
        partial(_plain, note, "python", (sys.executable, "-c", "pass")),
        partial(_plain, note, "help", (*PROGRAM, "--help")),
        partial(_scored, note),
    ]
    for turn in range(repeat + 1):
        if turn == 1:
            # The first round brought the files into the system's cache.
            for kept in (*seconds.values(), *cpu.values()):
                kept.clear()
        for work in works if turn % 2 else works[::-1]:
            work()
        pairs.tell(f"  {turn}/{repeat} " + ", ".join(f"{name} {values[-1]:.2f} s" for name, values in seconds.items()))
    return {
        "repeat": repeat,
        "interview": _INTERVIEW,
        "seconds": {name: pairs.figure(values) for name, values in seconds.items()},
        "cpu": {name: pairs.figure(values) for name, values in cpu.items()},
    }


def _plain(note: Callable[[str, float, float], None], name: str, command: tuple[str, ...]) -> None:
    ended = run(command)
    note(name, ended.seconds, ended.cpu)


def _scored(note: Callable[[str, float, float], None]) -> None:
    with demo.opened() as (inputs, _), tempfile.TemporaryDirectory() as folder:
        (item,) = [one for one in inputs if one.id == _INTERVIEW]
        out = Path(folder) / "out"
        there: list[float] = []
        began = time.perf_counter()

        def watch(_: int) -> None:
            sheet = out / "sheets" / f"{_INTERVIEW}.json"
            while not sheet.exists():
                # A run that makes none ends in an error, and the watch with it.
                if time.perf_counter() - began > 120:
                    return
                time.sleep(_LOOK)
            there.append(time.perf_counter() - began)

        ended = run((*PROGRAM, "score", str(item.path), "-o", str(out), "--protocol", "aai", "--gate", "warn", "--quiet"), watch=watch)  # fmt: skip
        note("score", there[0], ended.cpu)
        note("score end", ended.seconds, ended.cpu)
