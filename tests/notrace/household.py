"""Runs the program in processes with a home, temporary folder, caches and working folder of their own, and remembers what each left behind.

What is costly is done once: a process imports everything and loads the shipped models, and each run is a copy of it. It differs from ``rf-scorer`` started
by a shell in that alone; one run of every kind that matters is started by a shell as well (``cold=True``).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rf_scorer

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HOOK", "Household", "Run"]

HERE = Path(__file__).parent
HOOK = HERE / "hook"
_NURSERY = HERE / "nursery.py"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of the program and all that it left.

    Attributes
    ----------
    command : str
        Name of the command.
    why : str
        ``good``, ``failing`` or ``bug``.
    arguments : tuple of str
    code : int
    out, err : bytes
    written : mapping of str to bytes
        Files in the laboratory's folder, or in the working folder, that were not there before or are not what they were; by path below the one or the other.
    strays : mapping of str to bytes
        Files elsewhere: in its home, temporary folder or caches.
    events : tuple of dict
        What the hook noted.
    """

    command: str
    why: str
    arguments: tuple[str, ...]
    code: int
    out: bytes
    err: bytes
    written: Mapping[str, bytes]
    strays: Mapping[str, bytes]
    events: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        return f"{self.why} run of {self.command}"


@dataclass(eq=False)
class Household:
    """Where runs happen.

    Attributes
    ----------
    root : Path
        An empty folder.
    lab : Path
        What the runs read and write on purpose.
    runs : list of Run
    """

    root: Path
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lab = self.root / "lab"
        self.lab.mkdir()
        self._sandbox("nursery")
        self._process = subprocess.Popen(
            [sys.executable, str(_NURSERY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.root / "nursery" / "cwd",
            env=self._environment("nursery"),
        )
        assert self._line() == "ready"

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def _sandbox(self, name: str) -> Path:
        place = self.root / name
        for part in ("home", "tmp", "cache", "config", "data", "state", "runtime", "cwd"):
            (place / part).mkdir(parents=True)
        return place

    def _environment(self, name: str) -> dict[str, str]:
        place = self.root / name
        kept = {key: value for key, value in os.environ.items() if key in {"PATH", "LANG", "LC_ALL", "VIRTUAL_ENV"}}
        xdg = {f"XDG_{key.upper()}_HOME": str(place / key) for key in ("cache", "config", "data", "state")}
        return {
            **kept,
            **xdg,
            "XDG_RUNTIME_DIR": str(place / "runtime"),
            "HOME": str(place / "home"),
            "TMPDIR": str(place / "tmp"),
            "TMP": str(place / "tmp"),
            "TEMP": str(place / "tmp"),
            # The package that is tested, wherever it was imported from.
            "PYTHONPATH": os.pathsep.join([str(HOOK), str(Path(rf_scorer.__file__).parents[1])]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            "RF_NOTRACE_LOG": str(place / "events"),
        }

    def run(
        self,
        command: str,
        *arguments: object,
        why: str = "good",
        stdin: bytes = b"",
        wreck: str = "",
        text: str = "",
        cold: bool = False,
        code: int | None = 0,
    ) -> Run:
        """Run the program to its end.

        Parameters
        ----------
        command : str
        arguments : objects
        why : str
        stdin : bytes
        wreck : str
            A function of ours, ``module:name``, that is to fail with an exception full of ``text``.
        text : str
        cold : bool
            Whether a new interpreter is started for it.
        code : int or None
            The exit code that is expected; None for any.
        """
        job = self.begin(command, *arguments, why=why, stdin=stdin, wreck=wreck, text=text, cold=cold)
        found = self.end(job)
        assert code is None or found.code == code, f"{found} {found.arguments}: exit {found.code}\n{found.err.decode()}"
        return found

    def begin(
        self,
        command: str,
        *arguments: object,
        why: str = "good",
        stdin: bytes = b"",
        wreck: str = "",
        text: str = "",
        cold: bool = False,
    ) -> dict[str, Any]:
        """Start a run that goes on; see :meth:`run`."""
        name = f"run-{len(self.runs):03}-{command}-{why}"
        place = self._sandbox(name)
        for stream, data in (("in", stdin), ("out", b""), ("err", b"")):
            (place / stream).write_bytes(data)
        told = tuple(map(str, arguments))
        job = {"name": name, "command": command, "why": why, "told": told, "before": self._lab(), "cold": cold}
        wish = {
            "arguments": [command, *told],
            "cwd": str(place / "cwd"),
            "environment": self._environment(name),
            "streams": [str(place / stream) for stream in ("in", "out", "err")],
            "wreck": wreck,
            "text": text,
        }
        if cold:
            with (
                (place / "in").open("rb") as read,
                (place / "out").open("wb") as out,
                (place / "err").open("wb") as err,
            ):
                job["process"] = subprocess.Popen(
                    [sys.executable, "-m", "rf_scorer", command, *told],
                    stdin=read,
                    stdout=out,
                    stderr=err,
                    cwd=place / "cwd",
                    env=self._environment(name),
                )
            return job
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        job["pid"] = int(self._line())
        return job

    def interrupt(self, job: dict[str, Any]) -> None:
        """Press Ctrl-C in a run that goes on."""
        os.kill(job["pid"], signal.SIGINT)

    def told(self, job: dict[str, Any], stream: str) -> bytes:
        """What a run that goes on has printed so far: ``out`` or ``err``."""
        return (self.root / job["name"] / stream).read_bytes()

    def end(self, job: dict[str, Any]) -> Run:
        """Wait for the end of a run, and look at what it left."""
        if job["cold"]:
            code = job["process"].wait(timeout=120)
        else:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps({"wait": job["pid"]}) + "\n")
            self._process.stdin.flush()
            code = int(self._line())
        place = self.root / job["name"]
        written = {
            path.relative_to(self.lab).as_posix(): path.read_bytes()
            for path, seen in self._lab().items()
            if job["before"].get(path) != seen
        }
        written |= _files(place / "cwd")
        strays: dict[str, bytes] = {}
        for part in ("home", "tmp", "cache", "config", "data", "state", "runtime"):
            strays |= {f"{part}/{name}": data for name, data in _files(place / part).items()}
        events = place / "events"
        lines = events.read_text().splitlines() if events.exists() else []
        found = Run(
            command=job["command"],
            why=job["why"],
            arguments=job["told"],
            code=code,
            out=(place / "out").read_bytes(),
            err=(place / "err").read_bytes(),
            written=written,
            strays=strays,
            events=tuple(map(json.loads, lines)),
        )
        self.runs.append(found)
        return found

    def _lab(self) -> dict[Path, tuple[int, int, int]]:
        found = {}
        for path in self.lab.rglob("*"):
            if path.is_file():
                about = path.stat()
                found[path] = (about.st_mtime_ns, about.st_size, about.st_ino)
        return found


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
