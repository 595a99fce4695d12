"""A Dask cluster of processes of its own, as somebody would start it by hand: a scheduler, and workers that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import rf_scorer

__all__ = ["Grid"]

_PATIENCE = 120.0
_SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
_WORKER = "from distributed.cli.dask_worker import main; main()"
#: Run by each worker before it begins: files that are called so are kept waiting for as long as there is a file of the cluster's.
_HELD = """
import os, time
from rf_scorer.study.running import work
def late(item, options, plain=work.open_case, there=os.path.exists, wait=time.sleep):
    while item.name.startswith("held") and there({hold!r}):
        wait(0.02)
    return plain(item, options)
work.open_case = late
"""


@dataclass
class Grid:
    """Processes of one cluster, with what they print in files.

    Attributes
    ----------
    folder : Path
        For logs and scratch space.
    settings : dict
        Dask's own configuration, as variables of the environment.
    """

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    address: str = ""

    def start(self, workers: int) -> Grid:
        """Start the scheduler on a free port of this machine, and workers of one thread."""
        where = self.folder / "scheduler.json"
        self._run(
            "scheduler", _SCHEDULER, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", where
        )
        self.address = json.loads(self._awaited(where, self.processes["scheduler"]))["address"]
        for number in range(workers):
            self.add(f"worker{number}")
        return self

    @property
    def hold(self) -> Path:
        """While this file is there, workers do not open transcripts whose names begin with ``held``."""
        return self.folder / "hold"

    def add(self, name: str, *more: object) -> None:
        """Start one more worker."""
        self._run(
            name, _WORKER, self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--name", name, "--local-directory", self.folder / "scratch",
            "--preload", _HELD.format(hold=str(self.hold)), *more,
        )  # fmt: skip

    def _run(self, name: str, code: str, *arguments: object) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(rf_scorer.__file__).parents[1]),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            **self.settings,
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-c", code, *map(str, arguments)],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=environment,
                cwd=self.folder,
            )

    def _awaited(self, path: Path, process: subprocess.Popen[bytes]) -> str:
        until = time.monotonic() + _PATIENCE
        while True:
            text = path.read_text("utf-8") if path.exists() else ""
            if text.endswith("}"):
                return text
            assert process.poll() is None, self.told()
            assert time.monotonic() < until, self.told()
            time.sleep(0.05)

    def kill(self, name: str) -> None:
        """End a process at once, as the system does."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait(_PATIENCE)

    def told(self) -> str:
        """All that the processes printed."""
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        """End all that is left."""
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait(_PATIENCE)
        self.processes.clear()
