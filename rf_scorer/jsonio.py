"""JSON in and out: strict reading, deterministic text, and files that are written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import secrets
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import InvalidDocument, OutputExists, OutputFailed

_fcntl: Any
try:
    import fcntl as _fcntl
except ImportError:  # Windows
    _fcntl = None

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PART_SUFFIX", "dumps", "dumps_line", "loads", "remove_parts", "write_bytes", "write_text"]

#: Ends the name of a file that is still being written.
PART_SUFFIX = ".rf-part"


class _DuplicateKey(ValueError):
    pass


class _NotANumber(ValueError):
    pass


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise _DuplicateKey
    return document


def _no_constants(_: str) -> Any:
    raise _NotANumber


def loads(text: str | bytes, *, where: str | None = None) -> Any:
    """Parse JSON strictly: no repeated keys, no NaN or Infinity, no endless nesting.

    Raises
    ------
    InvalidDocument
        With line and column, never with the text found there.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constants)
    except json.JSONDecodeError as error:
        message = f"This is not JSON (line {error.lineno}, column {error.colno})."
    except _DuplicateKey:
        message = "A key stands twice in one object."
    except _NotANumber:
        message = "NaN and Infinity are not JSON."
    except RecursionError:
        message = "The nesting is too deep."
    except UnicodeDecodeError:
        message = "This is not UTF-8."
    except ValueError:  # Python refuses to convert integers of more than a few thousand digits
        message = "A number is too long."
    # Raised outside the handler: a chained JSONDecodeError would carry the document, a participant's words, into a traceback.
    raise InvalidDocument(message, where=where)


def dumps(document: Any) -> str:
    """Readable JSON with a final line break; the same document gives the same bytes on every machine."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def dumps_line(document: Any) -> str:
    """One line of JSON Lines, without the line break."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def write_text(path: Path, text: str, *, force: bool = False) -> bytes:
    """Write UTF-8 text with line feeds, whole or not at all, as :func:`write_bytes` does.

    Returns
    -------
    bytes
        What now stands in the file.

    Raises
    ------
    OutputExists
        If the file is there and ``force`` is false.
    OutputFailed
        If the folder cannot be written or the disk is full.
    """
    data = text.encode("utf-8", errors="surrogatepass")
    write_bytes(path, data, force=force)
    return data


def write_bytes(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file, whole or not at all.

    The bytes reach the disk without a name where the system can do that (a killed run then leaves nothing behind), else
    under a name ending in :data:`PART_SUFFIX`, and take their own name only when they are complete.

    Raises
    ------
    OutputExists
        If the file is there and ``force`` is false.
    OutputFailed
        If the folder cannot be written or the disk is full.
    """
    if not force and os.path.lexists(path):
        raise _exists(path)
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _write_unnamed(path, data, force=force):
            _write_named(path, data, force=force)


def _exists(path: Path) -> OutputExists:
    return OutputExists(
        "The output exists already.", where=str(path), remedy="Give another folder, or --force to replace it."
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            raise _exists(path) from None
        # What is there is a file where a folder on the way should be.
        number = errno.ENOTDIR if isinstance(error, FileExistsError) else error.errno
        reason = os.strerror(number) if number else "unknown reason"
        raise OutputFailed(
            f"The output cannot be written ({reason}).",
            where=str(path),
            remedy="Check the folder's permissions and the free space.",
        ) from None


def _part_name(path: Path) -> Path:
    return path.parent / f".{os.getpid()}-{secrets.token_hex(4)}{PART_SUFFIX}"


def _write_unnamed(path: Path, data: bytes, *, force: bool) -> bool:
    """Write through a file without a name; False where the system or file system has none."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return False
    try:
        descriptor = os.open(path.parent, flag | os.O_WRONLY, 0o666)
    except OSError:
        return False
    with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor, not a path)
        _claim(descriptor)
        file.write(data)
        file.flush()
        os.fsync(descriptor)
        try:
            _give_name(descriptor, path)
        except FileExistsError:
            if not os.path.lexists(path):  # a drive that says so of every link
                return False
            if not force:
                raise
            # A link cannot replace; a name for the blink of an eye and a rename can, and readers never see half a file.
            part = _part_name(path)
            try:
                _give_name(descriptor, part)
            except OSError:
                return False
            _rename(part, path)
        except OSError:
            return False
    return True


def _give_name(descriptor: int, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # Naming the folder by descriptor makes Python call linkat(2), which follows the link in /proc to the unnamed file.
        os.link(f"/proc/self/fd/{descriptor}", path.name, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _write_named(path: Path, data: bytes, *, force: bool) -> None:
    part = _part_name(path)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor, not a path)
            _claim(descriptor)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            if os.name != "nt":  # where a file that is open cannot be renamed
                _take_name(part, path, force=force)
        if os.name == "nt":
            _take_name(part, path, force=force)
    finally:
        part.unlink(missing_ok=True)


def _take_name(part: Path, path: Path, *, force: bool) -> None:
    if force:
        _rename(part, path)
        return
    try:
        os.link(part, path)  # a link never replaces what another run has put there meanwhile
    except OSError:  # it is there, or the drive has no links
        if os.path.lexists(path):
            raise FileExistsError from None
        os.replace(part, path)  # noqa: PTH105


def _rename(part: Path, path: Path) -> None:
    """Put a finished file in the place of the one that is there."""
    try:
        os.replace(part, path)  # noqa: PTH105
    except OSError:
        # Some network drives rename only to names that are free. A folder of this name stays where it is.
        if not os.path.lexists(path) or (path.is_dir() and not path.is_symlink()):
            part.unlink(missing_ok=True)
            raise
        _rename_aside(part, path)


def _rename_aside(part: Path, path: Path) -> None:
    old = _part_name(path)
    try:
        os.rename(path, old)  # noqa: PTH104
        try:
            os.rename(part, path)  # noqa: PTH104
        except OSError:
            os.rename(old, path)  # noqa: PTH104
            raise
    except OSError:
        part.unlink(missing_ok=True)
        raise
    old.unlink(missing_ok=True)


def _claim(descriptor: int) -> bool:
    """Mark an open file as somebody's who is at work on it; False if it is somebody else's. The mark falls with the process."""
    if _fcntl is None:
        return True
    try:
        _fcntl.flock(descriptor, _fcntl.LOCK_EX | _fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a drive without locks
        return True
    return True


def remove_parts(folder: Path) -> int:
    """Remove what killed runs left half-written in a folder; returns how many files that were.

    What another run is writing at this moment stays.
    """
    left = list(folder.glob(f".*{PART_SUFFIX}")) if os.path.isdir(folder) else []  # noqa: PTH112 (Path.is_dir raises on long names)
    return sum(map(_remove_idle, left))


def _remove_idle(path: Path) -> bool:
    try:
        if _fcntl is None:  # where nobody can remove a file that is open
            path.unlink()
            return True
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            idle = stat.S_ISREG(os.fstat(descriptor).st_mode) and _claim(descriptor)
            if idle:
                path.unlink()
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return idle
