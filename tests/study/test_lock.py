"""One run at a time in a folder, whatever becomes of the runs, and whatever the drive can do."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.errors import OutputFailed
from rf_scorer.study.files import lock
from rf_scorer.study.files.lock import FolderTaken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOLDER = """
import sys
from pathlib import Path
from rf_scorer.study.files import lock
with getattr(lock, sys.argv[1])(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(way: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is at work in a folder until its standard input is closed."""
    command = [sys.executable, "-c", _HOLDER, way, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


class _Busted(sqlite3.Connection):
    """A connection on a drive that has no locks."""

    def execute(self, *_: Any) -> Any:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK
        raise error


@pytest.fixture
def lockless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drive without locks."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **more, factory=_Busted))


@pytest.fixture(params=["locks", "no locks"])
def drive(request: pytest.FixtureRequest) -> str:
    """Drives that have locks, and those that have none."""
    if request.param == "no locks":
        request.getfixturevalue("lockless")
    return str(request.param)


@pytest.mark.parametrize("way", ["inside", "beside"])
def test_a_second_run_is_refused_until_the_first_has_ended(way: str, tmp_path: Path) -> None:
    """At once, with the folder and what to do; and a run that has ended leaves nothing there."""
    folder = tmp_path / "results"
    with holder(way, folder) as first:
        with pytest.raises(FolderTaken, match="Another run is at work") as refused, getattr(lock, way)(folder):
            pytest.fail("two were let in at once")
        assert refused.value.where == str(folder)
        assert refused.value.exit_code == 2
        first.communicate()
    with getattr(lock, way)(folder):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["inside", "beside"])
def test_a_killed_run_keeps_nobody_out(way: str, tmp_path: Path) -> None:
    """The lock falls with the process; the file that it leaves is used, and taken away, by the next one."""
    with holder(way, tmp_path / "results") as process:
        process.send_signal(signal.SIGKILL)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [(path.name.endswith(lock.SUFFIX), path.stat().st_size) for path in left] == [(True, 0)]
    with getattr(lock, way)(tmp_path / "results"):
        pass
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_short_run_is_waited_for(tmp_path: Path) -> None:
    """Where the other one ends in time, the second goes on behind it."""
    with holder("inside", tmp_path) as first:
        assert first.stdin is not None
        ending = threading.Timer(0.2, first.stdin.close)
        ending.start()
        with lock.inside(tmp_path, wait=30):
            assert first.wait(10) == 0
        ending.join()


@pytest.mark.usefixtures("drive")
def test_a_run_may_ask_again_for_what_it_has(tmp_path: Path) -> None:
    """Within a run, what it calls may want to be alone as well; another thread is another run."""
    refused = []

    def other() -> None:
        try:
            with lock.inside(tmp_path):
                pytest.fail("two were let in at once")
        except FolderTaken:
            refused.append(True)

    with lock.inside(tmp_path), lock.inside(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert refused == [True]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("drive")
def test_of_many_only_one_is_in(tmp_path: Path) -> None:
    """Threads that come and go all the time are never in the folder together."""
    inside, together, times = [], [], []

    def work() -> None:
        for _ in range(40):
            try:
                with lock.inside(tmp_path):
                    inside.append(1)
                    if len(inside) != 1:
                        together.append(len(inside))
                    times.append(1)
                    inside.pop()
            except FolderTaken:
                pass

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == []
    assert times
    assert list(tmp_path.iterdir()) == []


def test_folders_that_were_made_for_nothing_are_taken_away(tmp_path: Path) -> None:
    """Those on the way as well, but never one that somebody has put something into, or that was there before."""
    (tmp_path / "there").mkdir()
    with lock.inside(tmp_path / "there" / "a" / "b"):
        pass
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]
    with lock.inside(tmp_path / "there" / "a" / "b"):
        (tmp_path / "there" / "a" / "sheet").write_text("x")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "sheet", "there"]


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    """A file on the way, with the system's reason."""
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputFailed, match=r"cannot be written \(Not a directory\)") as told, lock.inside(folder):
            pytest.fail("nothing can be written there")
        assert told.value.remedy


@pytest.mark.usefixtures("lockless")
def test_a_drive_without_locks_gets_a_mark(tmp_path: Path) -> None:
    """It keeps others out, names no person or place, and counts for nothing once its process has ended."""
    with lock.inside(tmp_path):
        mark = tmp_path / f"{lock.SUFFIX}-pid"
        written = mark.read_text()
        assert written.split()[0] == str(os.getpid())
        assert os.uname().nodename not in written
    assert list(tmp_path.iterdir()) == []
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mark.write_text(written.replace(str(os.getpid()), str(ended.pid), 1))
    with lock.inside(tmp_path):
        pass
    # Of another machine nobody can tell, and what stands there may be anything.
    for theirs in (f"{ended.pid} {'0' * 64}", "", "\udcff"):
        mark.write_bytes(theirs.encode("utf-8", "surrogateescape"))
        with pytest.raises(FolderTaken), lock.inside(tmp_path):
            pytest.fail("somebody may be at work there")


def test_whoever_goes_on_either_way_is_only_told(tmp_path: Path) -> None:
    """The first is told that it is alone, the second that it is not, and one that cannot even ask likewise."""
    with ExitStack() as stack:
        assert stack.enter_context(lock.held(tmp_path / "desk.lock")) is True
        assert stack.enter_context(lock.held(tmp_path / "desk.lock")) is False
        assert stack.enter_context(lock.held(tmp_path / "nowhere" / "desk.lock")) is False
    assert list(tmp_path.iterdir()) == []


def test_names_as_long_as_names_can_be_have_a_lock(tmp_path: Path) -> None:
    """The lock beside a folder has a short name whatever that of the folder is."""
    with lock.beside(tmp_path / ("x" * 255)):
        (found,) = tmp_path.iterdir()
        assert len(found.name) < 40
