"""One run at a time in a folder, or one for each part of its work: a lock that falls with the process that holds it, however that ends.

Locks are SQLite's, which work alike on every system and are let go by the system when a process is killed. Where a drive has
no locks, a file with the number of the process stands in; one that a killed run left on this machine counts for nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rf_scorer.errors import OutputFailed, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["SUFFIX", "FolderTaken", "beside", "digest", "held", "inside", "part"]

#: Ends the name of an empty file that stands as long as a run is at work.
SUFFIX = ".rf-lock"

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
#: A file can vanish between two looks only while somebody lets go of it.
_TRIES = 20
_PAUSE = 0.05  # seconds
#: Seconds in which whoever only looks whether a lock is held has let go of it.
_BRIEF = 5.0
#: How the lock of a part is called.
_PART = re.compile(rf"\.[0-9]+-of-[0-9]+{re.escape(SUFFIX)}")
#: What this process holds, by path and thread: a run may ask again for what it has.
_OWN: set[tuple[str, int]] = set()


class FolderTaken(UsageError):
    """Another run is at work in the folder; nothing was changed."""


def digest(path: Path) -> str:
    """Twelve hexadecimal digits that stand for a file's or folder's name in names beside it: the name itself may be as long as names can be."""
    return hashlib.sha256(os.fsencode(path.absolute().name)).hexdigest()[:12]


@contextmanager
def inside(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Be the only run in a folder; it is made if it is not there, and taken away again where nothing came into it.

    Parameters
    ----------
    folder : Path
    wait : float
        Seconds to wait for another run, where that one is short.

    Raises
    ------
    FolderTaken
        If another run is at work in it.
    OutputFailed
        If the folder cannot be made or written.
    """
    with _alone(folder.absolute() / SUFFIX, folder, wait):
        _without_parts(folder)
        yield


@contextmanager
def part(folder: Path, name: str, *, wait: float = 0.0) -> Iterator[None]:
    """Be the only run of a part in a folder in which other parts may be at work at the same time; as :func:`inside` in all else.

    Parameters
    ----------
    folder : Path
    name : str
        Such as ``3-of-10``.
    wait : float
        Seconds to wait for a run of the same part.
    """
    whole = folder.absolute() / SUFFIX
    with _alone(folder.absolute() / f".{name}{SUFFIX}", folder, wait):
        # The part's own lock comes first, and a run of the whole takes its own before it looks for those of parts: one of two sees the other.
        # Only where the whole's is there is it tried, so that a thousand parts that begin at once do not stand in each other's way.
        if os.path.lexists(whole):
            _waited(whole, folder, max(wait, _BRIEF))()
        yield


def _without_parts(folder: Path) -> None:
    """Refuse where a part is at work in a folder; what killed ones left is taken away."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if _PART.fullmatch(entry.name)]
    for name in names:
        path = folder.absolute() / name
        if (str(path), threading.get_ident()) not in _OWN:
            _waited(path, folder, 0.0)()


@contextmanager
def beside(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """As :func:`inside`, for a folder that is written beside its place and replaced as a whole: the lock stands beside it, too."""
    whole = folder.absolute()
    with _alone(whole.parent / f".{digest(whole)}{SUFFIX}", folder, wait):
        yield


@contextmanager
def _alone(path: Path, folder: Path, wait: float) -> Iterator[None]:
    name = (str(path), threading.get_ident())
    if name in _OWN:
        yield
        return
    made: tuple[Path, ...] = ()
    try:
        try:
            made = _make(path.parent)
            release = _waited(path, folder, wait)
        except OSError as error:
            # What is there is a file where a folder on the way should be.
            number = errno.ENOTDIR if isinstance(error, FileExistsError) else error.errno
            raise OutputFailed(
                f"The folder cannot be written ({os.strerror(number) if number else 'unknown reason'}).",
                where=str(folder),
                remedy="Check the permissions and the free space, or give another folder.",
            ) from None
        _OWN.add(name)
        try:
            yield
        finally:
            _OWN.discard(name)
            release()
    finally:
        for one in made:
            with suppress(OSError):  # something stands in it
                one.rmdir()


def _make(folder: Path) -> tuple[Path, ...]:
    """Make a folder and those on the way to it; which of them were made, the lowest first."""
    new = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(new)


def _waited(path: Path, folder: Path, wait: float) -> Callable[[], None]:
    until = time.monotonic() + wait
    while True:
        release = _acquire(path)
        if release is not None:
            return release
        if time.monotonic() >= until:
            mark = _mark(path)
            killed = f" If it was killed on another machine, remove {mark.name} there." if mark.exists() else ""
            raise FolderTaken(
                "Another run is at work in this folder.",
                where=str(folder),
                remedy=f"Wait until it has ended, or stop it; then give the same command again.{killed}",
            )
        time.sleep(_PAUSE)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Whether this process got the lock at a path, for a program that goes on either way.

    Parameters
    ----------
    path : Path
        An empty file, made here and taken away at the end.
    """
    try:
        release = _acquire(path)
    except OSError:
        release = None
    try:
        yield release is not None
    finally:
        if release is not None:
            release()


def _acquire(path: Path) -> Callable[[], None] | None:
    """Take a lock, and how to let go of it; None where another has it.

    Raises
    ------
    OSError
        If its file cannot be made.
    """
    for _ in range(_TRIES):
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT, 0o666))
        with suppress(OSError):  # a folder may be shared: whoever finds the file after a kill must be able to lock it
            path.chmod(0o666)
        before = _identity(path)
        lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("PRAGMA journal_mode = OFF")  # nothing is written, and no file for it stands beside
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            lock.close()
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_IOERR) & 0xFF
            if code in _BUSY:
                return None
            if code == sqlite3.SQLITE_CANTOPEN:  # gone since: whoever had it let go of it
                continue
            return _marked(path)
        # Whoever lets go takes the file away: a lock on one that has no name any more keeps nobody out.
        if before is not None and before == _identity(path):
            return lambda: _let_go(path, lock)
        lock.close()
    return None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _let_go(path: Path, lock: sqlite3.Connection) -> None:
    with suppress(OSError):
        path.unlink()
    lock.close()
    if os.name == "nt":  # where a file that is open keeps its name
        with suppress(OSError):
            path.unlink()


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}-pid")


def _marked(path: Path) -> Callable[[], None] | None:
    """The lock of a drive that has none: a file that nobody else can make at the same time, with who made it."""
    mark = _mark(path)
    own = f"{os.getpid()} {hashlib.sha256(platform.node().encode()).hexdigest()}"
    for _ in range(_TRIES):
        try:
            descriptor = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            if not _left(mark, own):
                return None
            mark.unlink(missing_ok=True)
            continue
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor, not a path)
            file.write(own)
        return lambda: _unmark(path, mark)
    return None


def _unmark(*paths: Path) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _left(mark: Path, own: str) -> bool:
    """Whether who made a mark is a process of this machine that has ended."""
    try:
        number, machine = mark.read_text(encoding="utf-8").split()
        if machine != own.split()[1] or os.name == "nt":
            return False
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False
