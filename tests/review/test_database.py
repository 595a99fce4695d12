"""The file of ratings under crashes, locks, full disks, damage and other programs."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from stored_events import SECRET, STUDY, event, put

from rf_scorer.errors import InvalidDocument, OutputFailed, RfScorerError, UsageError
from rf_scorer.review import database
from rf_scorer.review.database import VERSION, Database
from rf_scorer.review.store import Store, StoreBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
#: A rater at work in a process of its own: tells each event's id once it is stored.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from stored_events import event, put
from rf_scorer.review.store import Store
from rf_scorer.errors import RfScorerError
store = Store.open(Path(sys.argv[1]), timeout=30)
most = int(sys.argv[4])
try:
    for _ in range(most):
        made = event(rater=sys.argv[2], body={"judgement": {"level": 4, "note": "word " * 100}, "after": 0})
        put(store, made)
        print(made.id, flush=True)
except RfScorerError as error:
    print(type(error).__name__, error.message, sep="|", flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ratings" / "desk.sqlite3"


def writer(path: Path, rater: str = "anna", most: int = 1_000_000, **more: Any) -> subprocess.Popen[str]:
    """Start a writer."""
    command = [sys.executable, "-c", WRITER, str(path), rater, str(HERE), str(most)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program sees it."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    yield connection
    connection.close()


def said(error: RfScorerError, path: Path) -> None:
    """A message has a place, says what to do next, and holds nothing of what is stored."""
    assert error.where == str(path)
    assert error.remedy
    assert SECRET not in str(error)


# ---- crashes


def test_what_was_acknowledged_outlives_a_kill(path: Path) -> None:
    """A writer is killed at twenty-four random moments; the file is whole each time, and every event that it told of is there."""
    chance = random.Random(20261130)
    told: set[str] = set()
    for _ in range(24):
        with writer(path) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(chance.randrange(12))]
            until = time.perf_counter() + chance.random() * 0.004
            while time.perf_counter() < until:
                pass
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        # The last line may have been cut by the kill.
        told |= {line.strip() for line in lines if line.endswith("\n")}
        with raw(path) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Store.open(path) as store:
        stored = store.events()
        assert told <= {one.id for one in stored}
        assert len(told) > 50
        assert [one.seq for one in stored] == list(range(1, len(stored) + 1))
        # What was stored in the same transaction as an event is as new as the event.
        assert store.progress("anna")["one"].seq == stored[-1].seq


def test_two_processes_write_at_once(path: Path) -> None:
    """Each stores all of its events, and together they are numbered without a gap."""
    with writer(path, "anna", 150) as first, writer(path, "ben", 150) as second:
        told = [process.communicate()[0].split() for process in (first, second)]
    with Store.open(path) as store:
        assert [[one.id for one in store.events(rater)] for rater in ("anna", "ben")] == told
        assert [one.seq for one in store.events()] == list(range(1, 301))


# ---- other programs


def test_a_lock_of_another_program_is_told_in_time(path: Path) -> None:
    """Writing waits no longer than it was told to, says that nothing is lost, and works once the lock is gone; reading never waits."""
    with Store.open(path, timeout=0.1) as store:
        put(store, event())
        with raw(path) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            with pytest.raises(StoreBusy, match="Another program holds") as busy:
                put(store, event())
            assert time.monotonic() - began < 2
            assert len(store.events()) == 1
            other.execute("ROLLBACK")
        said(busy.value, path)
        assert "Nothing is lost" in str(busy.value.remedy)
        put(store, event())
        assert len(store.events()) == 2


def test_a_lock_on_the_whole_file_is_told_when_it_is_opened(path: Path) -> None:
    """A program that copies or checks the file may hold it altogether."""
    Store.open(path).close()
    with raw(path) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy):
            Store.open(path, timeout=0.1)
        other.execute("ROLLBACK")


def test_a_thread_that_waits_for_another_is_told_in_time(path: Path) -> None:
    """Threads of one program take turns, and wait no longer than for another program."""
    base = Database(path, timeout=0.05)
    base._turn.acquire()
    with pytest.raises(StoreBusy, match="Too many"), base.writing():
        pytest.fail("two were let in at once")
    base._turn.release()
    with base.writing():
        pass
    base.close()


def test_a_file_that_was_replaced_is_not_written_on(path: Path) -> None:
    """If a program puts another file in the place of the open one, nothing more is acknowledged that would not be there tomorrow."""
    store = Store.open(path, timeout=0.1)
    put(store, event())
    shutil.copy(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").replace(path)
    for _ in range(2):
        with pytest.raises(UsageError, match="moved or replaced") as moved:
            put(store, event())
    said(moved.value, path)
    path.unlink()
    with pytest.raises(UsageError, match="moved or replaced"):
        store.events()
    assert not path.exists()
    store.close()


# ---- the drive


def test_a_full_disk_is_told_and_loses_nothing(path: Path) -> None:
    """What does not fit is undone as a whole; what was there stays, and writing goes on once there is room."""
    with Store.open(path) as store:
        put(store, event())
        with store._database.reading() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {pages + 2}")
        many = [event(body={"judgement": {"note": "word " * 700}, "after": 0}) for _ in range(20)]
        with pytest.raises(OutputFailed, match="disk is full") as full:
            put(store, *many)
        said(full.value, path)
        assert len(store.events()) == 1
        put(store, *many)
        store.check()
        assert [one.seq for one in store.events()] == list(range(1, 22))


def test_a_file_that_may_not_grow_is_told_and_loses_nothing(path: Path) -> None:
    """Where the system ends the writing, the program says so, and what it had acknowledged is there and whole."""
    resource = pytest.importorskip("resource", reason="this system has no limits for processes")
    Store.open(path).close()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    with writer(path, preexec_fn=limit) as process:
        *told, last = process.communicate()[0].splitlines()
    assert process.returncode == 0
    assert last.startswith("OutputFailed|")
    assert told
    with Store.open(path) as store:
        store.check()
        assert [one.id for one in store.events()] == told


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of an administrator, whom no permission stops."""
    if os.name != "posix":
        pytest.skip("permissions of folders are told for POSIX systems")
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can reach, unlike those of pytest."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    """Neither a new database nor a new event can be had where nothing may be written."""
    Store.open(folder / "there.sqlite3").close()
    (folder / "there.sqlite3").chmod(0o444)
    folder.chmod(0o555)
    with as_nobody():
        for name in ("new.sqlite3", "below/new.sqlite3", "there.sqlite3"):
            with pytest.raises(OutputFailed, match="cannot be written") as failed:
                Store.open(folder / name)
            assert failed.value.remedy


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """A path below something that is no folder, and a path that is one."""
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file" / "desk.sqlite3", tmp_path):
        with pytest.raises(OutputFailed, match="cannot be written"):
            Store.open(path)


def test_a_drive_without_shared_memory_is_worked_on_without_the_log(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network drives cannot do write-ahead logging: the store goes on in the mode that it gets, and says which."""
    connect = sqlite3.connect

    def on_such_a_drive(where: Path, **more: Any) -> sqlite3.Connection:
        return connect(f"file:{where}?vfs=unix-dotfile", uri=True, **more)

    monkeypatch.setattr(sqlite3, "connect", on_such_a_drive)
    with Store.open(path, timeout=0.1) as store:
        assert store.journal_mode == "delete"
        put(store, event(), event("visited"))
        assert len(store.events()) == 2
        store.check()
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.journal_mode == "wal"
        assert len(store.events()) == 2


def test_every_connection_waits_for_the_disk(path: Path) -> None:
    """What is acknowledged has reached the disk: full synchronisation, write-ahead log."""
    with Store.open(path) as store:
        assert store.journal_mode == "wal"
        with store._database.reading() as db:
            assert db.execute("PRAGMA synchronous").fetchone() == (2,)


# ---- what is no database of ours


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + bytes(5000), SECRET.encode() * 1000, b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_what_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    """With the place; not a byte of the file is changed."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(InvalidDocument) as refused:
        Store.open(path)
    said(refused.value, path)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE theirs (a)", "PRAGMA application_id = 7", "PRAGMA user_version = 3"]
)
def test_a_database_of_another_program_is_refused_and_left_alone(path: Path, statement: str) -> None:
    """It may be somebody's only copy of something else."""
    path.parent.mkdir()
    with raw(path) as other:
        other.execute(statement)
    before = path.read_bytes()
    with pytest.raises(InvalidDocument, match="another program") as refused:
        Store.open(path)
    said(refused.value, path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    """As a program leaves it that was killed before its first write."""
    path.parent.mkdir()
    path.touch()
    with Store.open(path) as store:
        put(store, event())
    with raw(path) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_ratings_of_another_study_are_refused(path: Path) -> None:
    """The id of the first study stays; who asks for none gets in."""
    Store.open(path, study=STUDY).close()
    with pytest.raises(UsageError, match="another study") as refused:
        Store.open(path, study="st-000000000000")
    said(refused.value, path)
    Store.open(path, study=STUDY).close()
    Store.open(path).close()


def test_the_ratings_of_a_newer_version_are_refused_and_left_alone(path: Path) -> None:
    """An older program does not write into tables that it does not know."""
    Store.open(path, study=STUDY).close()
    with raw(path) as other:
        other.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(UsageError, match="newer version") as refused:
        Store.open(path, study=STUDY)
    said(refused.value, path)
    assert path.read_bytes() == before


def test_tables_are_brought_up_to_date_or_left_as_they_are(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version adds its statements in one transaction; if one fails, the file is as before."""
    with Store.open(path, study=STUDY) as store:
        put(store, event())
    step = ("CREATE TABLE later (a)", "CREATE TABLE later (a)")
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    monkeypatch.setattr(database, "_MIGRATIONS", (*database._MIGRATIONS, step))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Store.open(path, study=STUDY)
    with raw(path) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert other.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)
    monkeypatch.setattr(database, "_MIGRATIONS", (*database._MIGRATIONS[:-1], step[:1]))
    with Store.open(path, study=STUDY) as store:
        assert len(store.events()) == 1
        put(store, event())
    with raw(path) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
        assert other.execute("SELECT COUNT(*) FROM later").fetchone() == (0,)


def test_damage_is_told_with_the_place(path: Path) -> None:
    """Pages that were overwritten are found by reading or by the check, and told without what stands there."""
    with Store.open(path, study=STUDY) as store:
        put(store, *(event(body={"judgement": {"note": SECRET * 100}, "after": 0}) for _ in range(50)))
    content = bytearray(path.read_bytes())
    content[4096 * 3 : -4096] = random.Random(1).randbytes(len(content) - 4096 * 4)
    path.write_bytes(content)
    with pytest.raises(InvalidDocument, match="damaged") as told, Store.open(path, study=STUDY) as store:
        store.check()
    said(told.value, path)
    with pytest.raises(InvalidDocument, match="damaged"), Store.open(path, study=STUDY) as store:
        store.events()


@pytest.mark.parametrize(
    ("kind", "body"), [("drafted", SECRET), ("drafted", f'["{SECRET}"]'), (SECRET, "{}")], ids=["text", "list", "kind"]
)
def test_an_event_that_another_program_wrote_badly_is_told_by_its_number(path: Path, kind: str, body: str) -> None:
    """The database refuses changes, not additions; what cannot be read is told by number and not by content."""
    with Store.open(path) as store:
        put(store, event())
        with raw(path) as other:
            other.execute(
                "INSERT INTO events (id, at, rater, interview, unit, kind, body, origin) VALUES ('x', '', 'anna', 'one', 'p01', ?, ?, 'desk')",
                (kind, body),
            )
        for read in (store.events, lambda: put(store, event())):
            with pytest.raises(InvalidDocument, match="event 2 cannot be read") as told:
                read()
            said(told.value, path)


# ---- closing


def test_a_closed_database_is_one_file(path: Path, tmp_path: Path) -> None:
    """Everything stands in the one file, which can be copied and opened elsewhere."""
    store = Store.open(path, study=STUDY)
    put(store, *(event() for _ in range(200)))
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    assert store.close() is True
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    shutil.copy(path, tmp_path / "copy.sqlite3")
    with Store.open(tmp_path / "copy.sqlite3", study=STUDY) as copy:
        assert len(copy.events()) == 200
    assert store.close() is True


def test_closing_tells_if_another_program_keeps_a_part(path: Path) -> None:
    """While somebody reads an older state, the newest part stays in the file beside it; nothing is lost."""
    store = Store.open(path, timeout=0.1)
    put(store, event())
    with raw(path) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT COUNT(*) FROM events").fetchone() == (1,)
        put(store, event())
        assert store.close() is False
        other.execute("ROLLBACK")
    with Store.open(path) as store:
        assert len(store.events()) == 2


def test_a_store_that_cannot_be_opened_holds_nothing_open(path: Path) -> None:
    """After a refusal the file can be moved away, also where open files cannot be."""
    Store.open(path, study=STUDY).close()
    before = _open_files()
    with pytest.raises(UsageError):
        Store.open(path, study="st-000000000000")
    assert _open_files() == before


def _open_files() -> list[str]:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("this system does not list open files")
    found = []
    for link in folder.iterdir():
        with suppress(FileNotFoundError):  # the one that lists the folder
            found.append(str(link.readlink()))
    return sorted(name for name in found if "sqlite" in name)
