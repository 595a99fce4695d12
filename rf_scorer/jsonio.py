"""JSON in and out: strict reading, deterministic text, and files that are written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer.errors import InvalidDocument, OutputExists, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["dumps", "dumps_line", "loads", "write_bytes", "write_text"]


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise _DuplicateKey
    return document


def _no_constants(_: str) -> Any:
    raise _NotANumber


class _DuplicateKey(ValueError):
    pass


class _NotANumber(ValueError):
    pass


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
    # Raised outside the handler: a chained JSONDecodeError would carry the document, a participant's words, into a traceback.
    raise InvalidDocument(message, where=where)


def dumps(document: Any) -> str:
    """Readable JSON with a final line break; the same document gives the same bytes on every machine."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def dumps_line(document: Any) -> str:
    """One line of JSON Lines, without the line break."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def write_bytes(path: Path, parts: Iterable[bytes], *, force: bool = False) -> None:
    """Write a file whole or not at all.

    The bytes go to a temporary file in the same folder, reach the disk, and only then take the name.

    Raises
    ------
    OutputExists
        If the file is there and ``force`` is false.
    UsageError
        If the folder cannot be written or the disk is full.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not force and path.exists():
            raise OutputExists("The output exists already.", where=str(path), remedy="Give another folder, or --force to replace it.")
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part", delete=False) as file:
            temporary = file.name
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        # A link fails where the name has been taken meanwhile; a rename would silently win the race.
        if force:
            os.replace(temporary, path)  # noqa: PTH105 (Path.replace would hide the symmetry with link)
            temporary = None
        else:
            _claim(temporary, path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        raise UsageError(f"The output cannot be written ({reason}).", where=str(path), remedy="Check the folder's permissions and the free space.") from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _claim(temporary: str, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise OutputExists(
            "The output appeared while this run was working.", where=str(path), remedy="Is another run writing to the same folder?"
        ) from None
    except OSError:
        # Some network and FAT file systems know no links.
        if path.exists():
            raise OutputExists("The output exists already.", where=str(path), remedy="Give another folder, or --force to replace it.") from None
        os.replace(temporary, path)  # noqa: PTH105


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """:func:`write_bytes` for UTF-8 text with line feeds."""
    write_bytes(path, [text.encode()], force=force)
