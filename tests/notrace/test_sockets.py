"""Nothing leaves the machine: no command and no import reaches beyond it, resolves a name or starts another program, but for what is named here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from household import HOOK

import rf_scorer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from household import Run
    from world import World

#: Events of files; all others are of sockets, names and programs.
_FILES = {"open", "sqlite3.connect"}
#: The HTTP library that spaCy and presidio import tries, when it is imported, whether this machine has IPv6 at all.
_IMPORTED = ("socket.bind", ("('::1', 0)",))
_SERVING = {"review", "practice"}
#: Addresses that are looked up where nobody need be asked; the server looks up its own default as well, and does not use it.
_NUMERIC = {"'127.0.0.1'", "'0.0.0.0'"}
_LOOPBACK = re.compile(r"\('127\.0\.0\.1', \d+\)")
#: Addresses of other machines, in pages: what a browser would fetch by itself, or be led to.
_ELSEWHERE = re.compile(
    rb"""(?:\b(?:src|href|action|formaction|srcset|poster|data|ping|manifest|background)\s*=\s*["']?\s*|url\(\s*["']?|@import\s+["']?|\bimport\s*\(?\s*["'])(?:[a-z][a-z+.-]*:)?//""",
    re.IGNORECASE,
)


def _asked(events: Iterable[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    found = [(event["event"], tuple(event["told"])) for event in events if event["event"] not in _FILES]
    return [one for one in found if one != _IMPORTED]


def _allowed(run: Run, event: str, told: tuple[str, ...]) -> bool:
    if run.command in _SERVING:
        # The desk listens, on this machine alone. To look up an address that is a number asks nobody, and the server asks for numbers only.
        return (
            (event == "socket.bind" and _LOOPBACK.fullmatch(told[0]) is not None)
            or (event == "socket.getaddrinfo" and told[0] in _NUMERIC)
            or (event == "socket.getnameinfo" and _LOOPBACK.fullmatch(told[0]) is not None)
        )
    # Click asks the shell for its version.
    return run.command == "completion" and event in {"subprocess.Popen", "os.posix_spawn"} and "BASH_VERSION" in told[1]


def test_no_command_reaches_beyond_this_machine(world: World) -> None:
    """Whatever they do and however they end: no connection, no name looked up, no program started; the desk alone listens, on the loopback."""
    reached = [(str(run), *one) for run in world.runs for one in _asked(run.events) if not _allowed(run, *one)]
    assert reached == []


def test_the_desk_was_seen_listening(world: World) -> None:
    """The hook was at work in these runs, so that its silence means something."""
    for command in _SERVING:
        seen = {event for run in world.runs if run.command == command for event, _ in _asked(run.events)}
        assert "socket.bind" in seen
    assert all(run.events for run in world.runs if run.command == "score" and run.why == "good")


def _hooked(code: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]:
    log = folder / "events"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HOOK), str(Path(rf_scorer.__file__).parents[1])]),
        "RF_NOTRACE_LOG": str(log),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    return ended, [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


_EVERY_MODULE = """
import importlib, pkgutil, rf_scorer
names = [one.name for one in pkgutil.walk_packages(rf_scorer.__path__, "rf_scorer.") if not one.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_importing_every_module_asks_for_nothing(tmp_path: Path) -> None:
    """No socket, no name, no program, and no file is written: neither by us nor by a library that we import."""
    ended, events = _hooked(_EVERY_MODULE, tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 200
    assert _asked(events) == []
    assert [event["told"] for event in events if event["event"] in _FILES and event["told"] != ["/dev/null"]] == []
    assert sorted(path.name for path in tmp_path.rglob("*")) in (["events"], [])


_REACHING = """
import os, socket, sqlite3, subprocess, sys, urllib.request
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", 9), timeout=0.1),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.gethostbyname("localhost"),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    lambda: urllib.request.urlopen("http://127.0.0.1:9/", timeout=0.1),
    lambda: subprocess.run([sys.executable, "-c", "pass"]),
    lambda: os.system("true"),
    lambda: open("note.txt", "w"),
    lambda: sqlite3.connect("x.sqlite3"),
):
    try:
        attempt()
    except OSError:
        pass
"""


def test_the_hook_sees_what_it_is_to_see(tmp_path: Path) -> None:
    """A program that connects, looks up names, sends, fetches, starts others and writes is seen doing each of them."""
    _, events = _hooked(_REACHING, tmp_path)
    assert {event["event"] for event in events} >= {
        "open",
        "os.system",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "sqlite3.connect",
        "subprocess.Popen",
        "urllib.Request",
    }


def test_pages_lead_to_no_other_machine(world: World) -> None:
    """Pages, reports and worksheets of these runs fetch nothing and link to nothing: everything that they show is in them."""
    pages = {path: data for run in world.runs for path, data in run.written.items() if path.endswith(".html")}
    kinds = {Path(path).parts[-2] if "/" in path else path for path in pages}
    assert kinds >= {"pages", "worksheets", "report.html", "study"}
    assert {path: match.group() for path, data in pages.items() if (match := _ELSEWHERE.search(data)) is not None} == {}


@pytest.mark.parametrize(
    "text",
    [b'<img src="//x.example/a">', b"<a href='https://x'>", b"url(http://x)", b'@import "//x"', b'import("https://x")'],
)
def test_an_address_in_a_page_would_be_found(text: bytes) -> None:
    """The search of pages is no empty one."""
    assert _ELSEWHERE.search(text) is not None


def test_templates_and_scripts_of_the_desk_lead_to_no_other_machine() -> None:
    """Nor do the pages that are served: their templates, styles and scripts are searched as they ship."""
    root = Path(rf_scorer.__file__).parent
    shipped = [path for path in root.rglob("*") if path.suffix in {".jinja", ".css", ".js", ".html", ".svg"}]
    assert len(shipped) > 40
    assert [path.name for path in shipped if _ELSEWHERE.search(path.read_bytes())] == []
