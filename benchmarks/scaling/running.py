"""The program as a person starts it: fresh processes, with their time, processor time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["PROGRAM", "Ended", "Peaks", "run"]

_SCRIPT = Path(sys.executable).with_name("rf-scorer")
#: The installed command, or the same through Python.
PROGRAM: tuple[str, ...] = (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-m", "rf_scorer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How processes that were started together ended.

    Attributes
    ----------
    seconds : float
        From the start of the first to the end of the last.
    cpu : float
        Processor seconds of all of them and of what they started and waited for.
    codes : tuple of int
    """

    seconds: float
    cpu: float
    codes: tuple[int, ...]


def run(*commands: Sequence[str], watch: Callable[[int], None] | None = None) -> Ended:
    """Run commands at the same time, and wait for all.

    Parameters
    ----------
    *commands : sequence of str
    watch : callable, optional
        Called with the first one's process id as soon as it runs, in a thread of its own.
    """
    began = time.perf_counter()
    started = [
        subprocess.Popen(list(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for command in commands
    ]
    watcher = threading.Thread(target=watch, args=(started[0].pid,)) if watch is not None else None
    if watcher is not None:
        watcher.start()
    cpu = 0.0
    codes = []
    for process in started:
        assert process.stderr is not None
        told = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        cpu += usage.ru_utime + usage.ru_stime
        codes.append(process.returncode)
        if process.returncode not in {0, 1}:
            raise SystemExit(f"{' '.join(process.args)} ended with {process.returncode}:\n{told}")  # type: ignore[arg-type]
    seconds = time.perf_counter() - began
    if watcher is not None:
        watcher.join()
    return Ended(seconds=seconds, cpu=cpu, codes=tuple(codes))


class Peaks:
    """The most memory that a process and those below it ever held, as the system keeps it (Linux), in MB.

    Parameters
    ----------
    every : float
        Seconds between looks. A peak is never missed, but for what a process takes after the last look at it.
    """

    def __init__(self, every: float = 0.05) -> None:
        self.own = 0.0
        self.below: dict[int, float] = {}
        self._every = every

    def __call__(self, pid: int) -> None:
        """Look until the process is gone."""
        while (own := _peak(pid)) is not None:
            self.own = max(self.own, own)
            for child in _below(pid):
                self.below[child] = max(self.below.get(child, 0.0), _peak(child) or 0.0)
            time.sleep(self._every)


def _peak(pid: int) -> float | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return None  # a process that has ended and waits to be asked how


def _below(pid: int) -> list[int]:
    try:
        lists = [(one / "children").read_text("utf-8") for one in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    direct = [int(word) for text in lists for word in text.split()]
    return [found for child in direct for found in (child, *_below(child))]
