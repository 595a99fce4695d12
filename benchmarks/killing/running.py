"""Commands in processes of their own, ended as a power cut would end them: at a random moment, or at a call that matters."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer import cli
from rf_scorer.study.files import placing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CALLS", "Ended", "at_call", "at_time", "calls_of", "warm", "whole", "whole_program"]

#: What changes a folder; a run can end before and after each.
CALLS = ("fsync", "link", "mkdir", "open", "rename", "replace", "unlink")
_PATIENCE = 180.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: its exit code (negative for a signal), seconds, and what it said."""

    code: int
    seconds: float
    told: str


def warm(arguments: Sequence[str]) -> None:
    """Run a command in this very process, so that what it imports and loads is there for every copy."""
    with tempfile.TemporaryFile("w") as said, redirect_stdout(said), redirect_stderr(said), suppress(SystemExit):
        cli.main([*arguments])


def whole(arguments: Sequence[str], temporary: Path) -> Ended:
    """Run a command to its end, in a copy of this process: everything is imported already."""
    return _forked(arguments, temporary)


def at_time(arguments: Sequence[str], temporary: Path, seconds: float) -> Ended:
    """Run a command and kill it after this time."""
    return _forked(arguments, temporary, seconds=seconds)


def at_call(arguments: Sequence[str], temporary: Path, number: int) -> Ended:
    """Run a command that is killed at a call that changes a folder: before the first (0), after the first (1), before the second (2), and so on."""
    return _forked(arguments, temporary, prepare=lambda: _count(number, None))


def calls_of(arguments: Sequence[str], temporary: Path) -> int:
    """How many of such moments a command has."""
    with tempfile.NamedTemporaryFile() as file:
        ended = _forked(arguments, temporary, prepare=lambda: _count(-1, file.name))
        assert ended.code >= 0, ended
        return 2 * Path(file.name).stat().st_size


def _count(number: int, name: str | None) -> None:
    """Wrap the calls in this process, which is a copy that ends with the command."""
    moment = 0
    told = None if name is None else os.open(name, os.O_WRONLY | os.O_APPEND)
    write, here = os.write, os.getpid()

    def reached() -> None:
        nonlocal moment
        if os.getpid() == here and moment == number:
            os.kill(here, signal.SIGKILL)
        moment += 1

    def wrapped(call: Callable[..., Any], *, every: bool = True) -> Callable[..., Any]:
        def around(*given: Any, **named: Any) -> Any:
            if not every and not (len(given) > 1 and given[1] & (os.O_CREAT | os.O_WRONLY)):
                return call(*given, **named)
            reached()
            made = call(*given, **named)
            if told is not None:
                write(told, b".")
            reached()
            return made

        return around

    for one in CALLS:
        setattr(os, one, wrapped(getattr(os, one), every=one != "open"))
    placing.swap = wrapped(placing.swap)


def _forked(
    arguments: Sequence[str],
    temporary: Path,
    *,
    seconds: float | None = None,
    prepare: Callable[[], None] = lambda: None,
) -> Ended:
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = os.fork()
        if not child:
            _be_the_program(arguments, temporary, said.fileno(), prepare)
        code = _awaited(child, start, seconds)
        took = time.perf_counter() - start
        said.seek(0)
        return Ended(code=code, seconds=took, told=said.read().decode("utf-8", "replace"))


def _be_the_program(arguments: Sequence[str], temporary: Path, said: int, prepare: Callable[[], None]) -> None:
    code = 3
    try:
        os.setpgid(0, 0)
        for descriptor in (1, 2):
            os.dup2(said, descriptor)
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        prepare()
        cli.main([*arguments])
    except SystemExit as left:
        code = int(left.code or 0)
    except BaseException as error:  # noqa: BLE001 (told by its kind alone)
        with suppress(OSError):
            os.write(2, f"{type(error).__name__}\n".encode())
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _awaited(child: int, start: float, seconds: float | None) -> int:
    until = start + (seconds if seconds is not None else _PATIENCE)
    while time.perf_counter() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        # A sleep is up to a tenth of a millisecond too long, and no more than that matters here.
        time.sleep(min(0.0005, max(0.0, until - time.perf_counter())))
    os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if seconds is None:
        raise TimeoutError("a command did not end by itself")
    return code


def whole_program(arguments: Sequence[str], temporary: Path, seconds: float | None, *, group: bool = True) -> Ended:
    """The program as a person starts it, with all its processes.

    Parameters
    ----------
    arguments : sequence of str
    temporary : Path
        Its folder for temporary files.
    seconds : float or None
        When it is killed; None for never.
    group : bool
        Whether its helpers are killed with it; otherwise they are left to find out.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "rf_scorer", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE if seconds is None else seconds)
            if process.poll() is None:
                if seconds is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    raise TimeoutError("a command did not end by itself")
                (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
            code = process.wait()
        took = time.perf_counter() - start
        if not group:
            _wait_for_helpers(process.pid)
        said.seek(0)
        return Ended(code=code, seconds=took, told=said.read().decode("utf-8", "replace"))


def _wait_for_helpers(group: int) -> None:
    """Helpers whose program has died must end by themselves."""
    until = time.monotonic() + _PATIENCE
    while _alive(group):
        if time.monotonic() > until:
            os.killpg(group, signal.SIGKILL)
            raise TimeoutError("helpers of a killed program did not end by themselves")
        time.sleep(0.02)


def _alive(group: int) -> bool:
    """Whether a group has a process that has not ended; one that nobody has asked about since is still listed."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, found = path.read_text(errors="replace").rpartition(") ")[2].split()[:3]
            if int(found) == group and state != "Z":
                return True
    return False
