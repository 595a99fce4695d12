"""One SQLite file: how it is opened, what its tables are, one connection for each thread, and errors that a person can act on.

Write-ahead logging with full synchronisation: what was committed survives a crash of the program and of the machine, and
readers never wait for a writer. Some network drives cannot do that; :attr:`Database.journal_mode` says what was got.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rf_scorer.errors import InvalidDocument, OutputFailed, RfScorerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["TIMEOUT", "VERSION", "Database", "StoreBusy"]

#: Seconds to wait for another program's lock.
TIMEOUT = 5.0

#: Marks the file as ours, in the place that SQLite has for that ("RFDS").
_APPLICATION = 0x52464453

_ONLY_ADDED = "SELECT RAISE(ABORT, 'only ever added')"
#: For each version of the tables what makes it of the one before. A statement here is never changed, only followed by others.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, rater TEXT NOT NULL,
            interview TEXT NOT NULL, unit TEXT, kind TEXT NOT NULL, body TEXT NOT NULL, origin TEXT NOT NULL)""",
        "CREATE INDEX events_of_rater ON events (rater, interview, seq)",
        "CREATE INDEX events_of_interview ON events (interview, seq)",
        "CREATE INDEX events_of_kind ON events (kind, seq)",
        f"CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN {_ONLY_ADDED}; END",
        f"CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN {_ONLY_ADDED}; END",
        # INSERT OR REPLACE removes rows without asking the trigger above.
        """CREATE TRIGGER events_once BEFORE INSERT ON events
            WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id OR seq >= NEW.seq AND NEW.seq > 0)
            BEGIN SELECT RAISE(ABORT, 'only ever added'); END""",
        "CREATE TABLE draw (interview TEXT PRIMARY KEY, control INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID",
        f"CREATE TRIGGER draw_stays BEFORE UPDATE ON draw BEGIN {_ONLY_ADDED}; END",
        f"CREATE TRIGGER draw_remains BEFORE DELETE ON draw BEGIN {_ONLY_ADDED}; END",
        """CREATE TRIGGER draw_once BEFORE INSERT ON draw
            WHEN EXISTS (SELECT 1 FROM draw WHERE interview = NEW.interview) BEGIN SELECT RAISE(IGNORE); END""",
        """CREATE TABLE shelf (
            interview TEXT PRIMARY KEY, file TEXT NOT NULL, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL,
            sha256 TEXT NOT NULL, row TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE rated (
            interview TEXT PRIMARY KEY, source_sha256 TEXT NOT NULL, shape TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE shown (
            event TEXT PRIMARY KEY, sheet_sha256 TEXT NOT NULL, document TEXT, at TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE standing (
            rater TEXT NOT NULL, interview TEXT NOT NULL, seq INTEGER NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY (rater, interview)) WITHOUT ROWID""",
    ),
)
#: Of the tables, as this program knows them.
VERSION = len(_MIGRATIONS)

_EVERY_CONNECTION = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_NOT_ALLOWED = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
#: What SQLite says of a table or column that every database of ours has; a code of its own it has none.
_LACKING = re.compile(r"no such (?:table|column): |table \w+ has no column named |unsupported file format|malformed")
#: What SQLite says where a drive cannot share the memory that write-ahead logging needs.
_NO_LOG = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL})


class StoreBusy(UsageError):
    """Another program, or another thread, holds the database; nothing was changed, and the same can be tried again."""


class Database:
    """A study's database, to be used from any number of threads and processes.

    Parameters
    ----------
    path : Path
        Made, with its folder, if it is not there.
    study : str, optional
        Id of the study; a new database is given it, and another study's is refused.
    timeout : float
        Seconds to wait for another program's lock.

    Attributes
    ----------
    path : Path
    journal_mode : str
        ``wal``, or what SQLite could do on this drive.

    Raises
    ------
    StoreBusy
        If another program holds the file.
    OutputFailed
        If the folder or the file cannot be written.
    InvalidDocument
        If the file is no database, not one of ours, or damaged.
    UsageError
        If it is another study's, or was made by a newer version of rf_scorer.
    """

    def __init__(self, path: Path, *, study: str | None = None, timeout: float = TIMEOUT) -> None:
        self.path = path.absolute()
        self._timeout = timeout
        self._own = threading.local()
        self._guard = threading.Lock()
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        #: Threads of this process take turns: SQLite would have them sleep and look again.
        self._turn = threading.Lock()
        self._identity: tuple[int, int] | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            # What is there is a file where the folder should be.
            number = errno.ENOTDIR if isinstance(error, FileExistsError) else error.errno
            raise self._not_writable(os.strerror(number) if number else "unknown reason") from None
        try:
            with self._explained():
                db = self._connection()
                self._recognise(db, study)
                self.journal_mode = self._log_ahead(db)
            with self.writing() as db:
                self._migrate(db, study)
        except BaseException:
            self._drop()
            raise
        self._identity = self._on_disk()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The calling thread's connection, for one statement that only reads."""
        with self._explained():
            yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The calling thread's connection, in a transaction that no other writer can enter: committed at the end, or all undone."""
        if not self._turn.acquire(timeout=self._timeout):
            raise StoreBusy(
                "Too many are saving at once.",
                where=str(self.path),
                remedy="Nothing is lost; try again in a moment.",
            )
        try:
            with self._explained():
                db = self._connection()
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:
                        with suppress(sqlite3.Error):
                            db.execute("ROLLBACK")
                    raise
        finally:
            self._turn.release()

    def check(self) -> None:
        """Read the whole file and hold it against itself.

        Raises
        ------
        InvalidDocument
            If it is damaged.
        """
        with self.reading() as db:
            found = db.execute("PRAGMA integrity_check(1)").fetchone()
        if found != ("ok",):
            raise self._damaged()

    def close(self) -> bool:
        """Bring everything into the one file, so that the folder can be copied, and close it.

        Returns
        -------
        bool
            False if another program that uses the database kept some of it in the file beside it (``-wal``); nothing is lost.
        """
        with self._guard:
            connections, self._connections = [each for _, each in self._connections], []
            self._own = threading.local()
        whole = True
        for number, db in enumerate(connections, start=1):
            if number == len(connections):
                try:
                    whole = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
                except sqlite3.Error:
                    whole = False
            db.close()
        return whole

    def _connection(self) -> sqlite3.Connection:
        if self._identity is not None and self._on_disk() != self._identity:
            self._drop()
            raise UsageError(
                "The database of ratings was moved or replaced while it was in use.",
                where=str(self.path),
                remedy="Stop rf-scorer, see that the file is the right one, and start it again; "
                "a program that synchronises folders must leave it alone.",
            )
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = sqlite3.connect(self.path, timeout=self._timeout, isolation_level=None, check_same_thread=False)
            with self._guard:
                for thread, old in self._connections:
                    if not thread.is_alive():
                        old.close()
                self._connections = [pair for pair in self._connections if pair[0].is_alive()]
                self._connections.append((threading.current_thread(), found))
            self._own.connection = found
            for statement in _EVERY_CONNECTION:
                found.execute(statement)
        return found

    def _drop(self) -> None:
        """Close this thread's connection; the next use makes a new one."""
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is not None:
            self._own.connection = None
            with self._guard:
                self._connections = [pair for pair in self._connections if pair[1] is not found]
            with suppress(sqlite3.Error):
                found.close()

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _recognise(self, db: sqlite3.Connection, study: str | None) -> None:
        """Refuse what is not for us before anything is changed."""
        application, version = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if application != _APPLICATION:
            if application or version or db.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise InvalidDocument(
                    "This is a database of another program.",
                    where=str(self.path),
                    remedy="Move it away; the ratings of a study have a file of their own.",
                )
            return
        if version > VERSION:
            raise UsageError(
                "The ratings were written by a newer version of rf_scorer.",
                where=str(self.path),
                remedy="Install that version or a later one; nothing was changed.",
            )
        found = db.execute("SELECT value FROM meta WHERE key = 'study'").fetchone() if version else None
        if study is not None and found is not None and found[0] != study:
            raise UsageError(
                "These are the ratings of another study.",
                where=str(self.path),
                remedy="Put back the database that belongs to this study; its id stands in study.toml.",
            )

    def _log_ahead(self, db: sqlite3.Connection) -> str:
        """Ask for write-ahead logging, and take what the drive can do."""
        until = time.monotonic() + self._timeout
        while True:
            try:
                mode = str(db.execute("PRAGMA journal_mode = WAL").fetchone()[0])
                db.execute("SELECT 1 FROM sqlite_master").fetchone()
            except sqlite3.OperationalError as error:
                code = error.sqlite_errorcode & 0xFF
                if code in _NO_LOG:
                    return str(db.execute("PRAGMA journal_mode = DELETE").fetchone()[0])
                # While another program changes the mode SQLite does not wait but says that it is busy.
                if code != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return mode

    def _migrate(self, db: sqlite3.Connection, study: str | None) -> None:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        # Another program can have made the tables in the meantime.
        self._recognise(db, study)
        for number, statements in enumerate(_MIGRATIONS[version:], start=version + 1):
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
            db.execute(f"PRAGMA application_id = {_APPLICATION}")
        if study is not None:
            db.execute("INSERT INTO meta (key, value) VALUES ('study', ?) ON CONFLICT DO NOTHING", (study,))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", None)
            explained = None if code is None else self._explain(code & 0xFF)
            # Where text is none that can be read, Python says so with a part of it, and without a code.
            undecoded = code is None and str(error).startswith("Could not decode")
            if explained is None and (undecoded or _LACKING.match(str(error))):
                explained = self._damaged()
            if explained is None:
                raise
            if not isinstance(explained, StoreBusy):
                # A connection that has failed once is not used again: the drive may come back.
                self._drop()
            raise explained from None
        except UnicodeDecodeError:  # what SQLite says of a damaged file can hold bytes of it
            self._drop()
            raise self._damaged() from None

    def _explain(self, code: int) -> RfScorerError | None:
        if code in _BUSY:
            return self._busy()
        if code == sqlite3.SQLITE_FULL:
            return OutputFailed(
                "The disk is full: nothing of this was saved.",
                where=str(self.path),
                remedy="Free some space and try again; what was saved before is kept.",
            )
        if code == sqlite3.SQLITE_IOERR:
            return self._not_writable("the drive reports an error")
        if code in _NOT_ALLOWED:
            return self._not_writable("not allowed")
        return self._damaged() if code in _DAMAGED else None

    def _busy(self) -> StoreBusy:
        return StoreBusy(
            "Another program holds the database of ratings.",
            where=str(self.path),
            remedy="Nothing is lost; try again in a moment. If it stays so, a program that synchronises folders or makes copies "
            "may hold the file: keep it away from this folder.",
        )

    def _not_writable(self, reason: str) -> OutputFailed:
        return OutputFailed(
            f"The database of ratings cannot be written ({reason}).",
            where=str(self.path),
            remedy="Check the permissions of the file and its folder, the free space, and whether the drive is there.",
        )

    def _damaged(self) -> InvalidDocument:
        return InvalidDocument(
            "The database of ratings is damaged, or it is no database.",
            where=str(self.path),
            remedy="Keep the file as it is, and put back the newest copy that you have of the folder.",
        )
