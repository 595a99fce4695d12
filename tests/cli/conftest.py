"""What the tests of the command line share: the program in this process, invented talk, and one scored folder."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple

import pytest

from rf_scorer import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: In every invented transcript of these tests, and nowhere else in the world.
SECRET = "zwickelmond"

_TALK = (
    "I: What was it like at home?\n"
    f"P: It was loud, and I think my brother hated it more than I did, he called it the {SECRET}.\n"
    "I: Why do you think he hated it?\n"
    "P: Because he wanted to be left alone, and nobody noticed that he was frightened.\n"
)


class Ending(NamedTuple):
    """How a run ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """All that was printed."""
        return self.out + self.err


def _run(*arguments: object, stdin: bytes = b"") -> Ending:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace")
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            cli.main([str(argument) for argument in arguments])
    finally:
        sys.stdin = before
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.buffer.seek(0)
        texts.append(stream.buffer.read().decode("utf-8"))
    return Ending(int(left.value.code or 0), *texts)


@pytest.fixture(scope="module", autouse=True)
def _one_engine(one_engine: None) -> None:
    """Commands that run in this process share one."""


@pytest.fixture(scope="session")
def run() -> Callable[..., Ending]:
    """Run the program in this process: ``run("check", path, stdin=b"")``."""
    return _run


@pytest.fixture(scope="session")
def spawn() -> Callable[..., subprocess.Popen[str]]:
    """Start the program in a process and a process group of its own: ``spawn("score", path, env={}, cwd=None)``."""

    def start(*arguments: object, env: dict[str, str] | None = None, **more: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "rf_scorer", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, **(env or {})},
            **more,  # type: ignore[call-overload]
        )

    return start


@pytest.fixture(scope="session")
def talk() -> str:
    """A short interview in which the secret word is said."""
    return _TALK


@pytest.fixture(scope="session")
def secret() -> str:
    """The word that must never be told."""
    return SECRET


@pytest.fixture(scope="session")
def interviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three interviews; tests only read it."""
    folder = tmp_path_factory.mktemp("interviews")
    for number in range(1, 4):
        (folder / f"p{number}.txt").write_text(_TALK * number)
    return folder


@pytest.fixture(scope="session")
def scored(interviews: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of these interviews; tests only read them."""
    out = tmp_path_factory.mktemp("scored") / "results"
    assert _run("score", interviews, "-o", out, "-q").code == 0
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def files() -> Callable[[Path], dict[str, bytes]]:
    """Every file below a folder with its bytes: ``files(folder)``."""
    return contents
