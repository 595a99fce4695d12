"""Running one benchmark as a process of its own, and keeping what it hands over."""

from __future__ import annotations

import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling import machine

from figures import keeping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figures.runs import Run

__all__ = ["Failed", "missing", "shown", "start"]

ROOT = Path(__file__).parents[2]
#: One thread for matrix products: the same sums in the same order whatever the machine has.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_PROGRAMS = {"python": [sys.executable], "rf-scorer": [sys.executable, "-m", "rf_scorer"]}


class Failed(Exception):
    """A command left with a code that it should not."""


def missing(run: Run, data: Path | None) -> list[str]:
    """What the folder of data lacks for a run."""
    return [place for place in run.data if data is None or not (data / place).exists()]


def shown(command: str) -> str:
    """A command as a page gives it: DATA for the folder of data, WORK for what runs leave."""
    return command.replace(" --jobs {jobs}", "").format(data="DATA", work="WORK")


def start(run: Run, *, data: Path | None, work: Path, jobs: int = 2, folder: Path = keeping.DATA) -> None:
    """Run the commands and keep the figures, with day, seconds and machine.

    Raises
    ------
    Failed
        If a command fails; nothing is kept then.
    """
    about = machine.described()
    places = {"data": data, "work": work, "jobs": jobs}
    wall, cpu = time.monotonic(), _cpu()
    for command in run.before:
        _run(command, places, most=1)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "figures.json"
        _run(f"{run.command} --json {shlex.quote(str(path))}", places, most=0)
        figures = json.loads(path.read_text("utf-8"))
    record: dict[str, Any] = {
        "command": shown(run.command),
        "before": [shown(command) for command in run.before],
        "at": about.pop("at"),
        "seconds": {"wall": time.monotonic() - wall, "cpu": _cpu() - cpu},
        "machine": about,
        "figures": figures,
    }
    keeping.keep(run.benchmark, run.name, record, folder=folder)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: str, places: Mapping[str, Any], *, most: int) -> None:
    words = [word.format(**places) for word in shlex.split(command)]
    target = words[words.index(">") + 1] if ">" in words else None
    words = words[: words.index(">")] if target is not None else words
    print(f"$ {shown(command.partition(' --json /')[0])}", flush=True)
    environment = {**os.environ, **dict.fromkeys(_THREADS, "1")}
    with Path(target or os.devnull).open("w", encoding="utf-8") as sink:
        ended = subprocess.run(
            [*_PROGRAMS[words[0]], *words[1:]],
            cwd=ROOT,
            env=environment,
            stdout=sink if target else None,
            check=False,
        )
    if not 0 <= ended.returncode <= most:
        raise Failed(f"{shown(command)}: left with {ended.returncode}")
