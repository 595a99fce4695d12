"""JSON in and out: strict reading, deterministic text, and files that are written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import InvalidDocument, OutputExists, OutputFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PART_SUFFIX", "dumps", "dumps_line", "loads", "remove_parts", "write_text"]

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
    """Write UTF-8 text with line feeds, whole or not at all.

    The bytes reach the disk without a name where the system can do that (a killed run then leaves nothing behind), else
    under a name ending in :data:`PART_SUFFIX`, and take their own name only when they are complete.

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
    if not force and os.path.lexists(path):
        raise _exists(path)
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode("utf-8", errors="surrogatepass")
        if not _write_unnamed(path, data, force=force):
            _write_named(path, data, force=force)
    return data


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
        file.write(data)
        file.flush()
        os.fsync(descriptor)
        try:
            _give_name(descriptor, path)
        except FileExistsError:
            if not force:
                raise
            # A link cannot replace; a name for the blink of an eye and a rename can, and readers never see half a file.
            part = _part_name(path)
            _give_name(descriptor, part)
            try:
                os.replace(part, path)  # noqa: PTH105
            except OSError:  # there is a folder of this name
                part.unlink(missing_ok=True)
                raise
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
    part: str | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=PART_SUFFIX, delete=False) as file:
            part = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o666 & ~_umask())
        if not force and os.path.lexists(path):
            raise FileExistsError
        os.replace(part, path)  # noqa: PTH105
        part = None
    finally:
        if part is not None:
            Path(part).unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def remove_parts(folder: Path) -> int:
    """Remove what a killed run left half-written in a folder; returns how many files that were."""
    left = list(folder.glob(f".*{PART_SUFFIX}")) if os.path.isdir(folder) else []  # noqa: PTH112 (Path.is_dir raises on long names)
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
