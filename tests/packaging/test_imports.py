"""Importing rf_scorer, or any library it uses, neither reaches for a network nor starts or writes anything."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from foreign import PACKAGE, ROOT, foreign_modules

if TYPE_CHECKING:
    from pathlib import Path

#: Run in a fresh interpreter: each module on standard input is imported; what must not happen is printed.
_WATCH = """
import importlib, os, sys

NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "socket.sendmsg", "socket.bind",
           "socket.getnameinfo", "urllib.Request", "http.client.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.",
           "telnetlib.", "webbrowser.")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.")
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.", "tempfile.")
seen = set()

def harmless(event, arguments):
    # urllib3, which spaCy brings, tries whether this machine knows IPv6: a socket on loopback, closed at once, nothing sent.
    return (event == "socket.bind" and arguments[1] == ("::1", 0)
            and sys._getframe(2).f_globals.get("__name__") == "urllib3.util.connection")

def hook(event, arguments):
    if harmless(event, arguments):
        return
    if event.startswith(NETWORK + PROGRAMS + CHANGES):
        seen.add(f"{module}: {event}")
    elif event == "open":
        path, mode, flags = arguments
        if isinstance(path, (str, bytes, os.PathLike)) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen.add(f"{module}: open for writing, {os.fsdecode(path)}")

names = sys.stdin.read().split()
module = ""
sys.addaudithook(hook)
for module in names:
    importlib.import_module(module)
module = "check"
sys.stdout.write("\\n".join(sorted(seen)))
"""


def _ours() -> list[str]:
    modules = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "_data" not in parts and parts[-1] != "__main__":
            modules.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return modules


def _watched(modules: list[str], folder: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-B", "-c", _WATCH],
        input="\n".join(modules),
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stdout


def test_imports_stay_on_the_machine(tmp_path: Path) -> None:
    """No module of ours, and none of a library that ours name, connects, resolves, starts a program or writes a file."""
    ours, theirs = _ours(), foreign_modules()
    assert len(ours) > 400
    assert {"spacy", "sklearn", "flask", "polars"} <= {name.split(".")[0] for name in theirs}
    present = [name for name in theirs if find_spec(name.split(".")[0]) is not None]
    assert _watched([*ours, *present], tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("import socket; socket.socket().connect_ex(('127.0.0.1', 9))", "socket.connect"),
        ("import socket; socket.getaddrinfo('localhost', 9)", "socket.getaddrinfo"),
        ("import subprocess, sys; subprocess.run([sys.executable, '-c', ''])", "subprocess.Popen"),
        ("open('left.txt', 'w').close()", "open for writing, left.txt"),
        ("import os; os.mkdir('left')", "os.mkdir"),
    ],
)
def test_what_must_not_happen_would_be_seen(body: str, told: str, tmp_path: Path) -> None:
    """A module that does it on import is found out."""
    (tmp_path / "bad_module.py").write_text(body, "utf-8")
    assert f"bad_module: {told}" in _watched(["bad_module"], tmp_path).splitlines()
