"""Who is who at the desk: a link for each rater, made with a key that stands in the study and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from rf_scorer.errors import OutputFailed, UsageError
from rf_scorer.jsonio import PART_SUFFIX, remove_parts
from rf_scorer.regularfile import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rf_scorer.study.folder import Rater

__all__ = ["load_or_make_key", "new_key", "token", "who"]

#: Programs that begin in the same moment clear away one another's beginnings.
_TRIES = 100
_BYTES = 32
#: Bytes of a digest that make a token of 32 characters.
_SHOWN = 24


def token(key: bytes, rater: str) -> str:
    """What a rater's link holds: 32 characters that can stand in an address, the same as long as the key is the same."""
    digest = hmac.new(key, f"rf-desk:{rater}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_SHOWN]).decode()


def who(key: bytes, raters: Iterable[Rater], given: str) -> Rater | None:
    """The rater whose token this is, or None.

    Every rater's token is compared, each in constant time: how long it takes says nothing about how close a guess was.
    """
    guess = given.encode("utf-8", "surrogatepass")
    found = None
    for rater in raters:
        if hmac.compare_digest(token(key, rater.id).encode(), guess):
            found = rater
    return found


def load_or_make_key(path: Path) -> bytes:
    """The key of a study, made at the first call; of two programs that make it at once the first one's stays.

    Raises
    ------
    UsageError
        If there is a file that is no key, or it cannot be opened.
    OutputFailed
        If it cannot be written.
    """
    try:
        return _load(path)
    except FileNotFoundError:
        pass
    for _ in range(_TRIES):
        part = _part(path)
        try:
            # A link cannot replace a key that is there, and nobody ever reads half of one.
            os.link(part, path)
        except FileExistsError:
            pass
        except FileNotFoundError:  # another process took it for what a killed run left, and cleared it away
            continue
        except OSError:  # a file system without links
            _make_in_place(path)
        finally:
            part.unlink(missing_ok=True)
        break
    return _load(path)


def new_key(path: Path) -> bytes:
    """Replace the key: every link that was given out is void.

    Raises
    ------
    OutputFailed
        If it cannot be written.
    """
    part = _part(path)
    try:
        os.replace(part, path)  # noqa: PTH105
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _failed(path, error) from None
    return _load(path)


def _load(path: Path) -> bytes:
    try:
        key = read_bytes(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UsageError(
            f"The key of the raters' links cannot be opened ({error.strerror}).",
            where=str(path),
            remedy="Start the desk as the person who made the study.",
        ) from None
    if len(key) != _BYTES:
        raise UsageError(
            "This is not a key of raters' links.",
            where=str(path),
            remedy="Remove the file; a new one is made, and raters get new links.",
        )
    with suppress(OSError):
        # A copied study may have lost what keeps others on the machine from reading the key.
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    return key


def _part(path: Path) -> Path:
    """A new key under a name of its own."""
    part = path.parent / f".{os.getpid()}-{secrets.token_hex(4)}{PART_SUFFIX}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_parts(path.parent)
        _write(part)
    except OSError as error:
        raise _failed(path, error) from None
    return part


def _make_in_place(path: Path) -> None:
    try:
        _write(path)
    except FileExistsError:
        pass
    except OSError as error:
        raise _failed(path, error) from None


def _write(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor, not a path)
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(descriptor)


def _failed(path: Path, error: OSError) -> OutputFailed:
    return OutputFailed(
        f"The key of the raters' links cannot be written ({error.strerror or 'unknown reason'}).",
        where=str(path),
        remedy="Check the permissions of the study's folder and the free space.",
    )
