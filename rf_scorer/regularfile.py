"""Files opened by their path: read only where they are regular ones, and never more of them than a bound.

Reading a named pipe waits for a writer who never comes, a terminal or a socket likewise, and some devices never end.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST", "read_bytes"]

#: Bytes that are read of a file of which nobody says how large it may be.
MOST = 500_000_000
#: Without it, opening a named pipe waits; Windows has neither.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)


def read_bytes(path: Path, *, most: int = MOST) -> bytes:
    """The bytes of a regular file.

    Parameters
    ----------
    path : Path
        Links are followed.
    most : int
        Bytes that the file may have.

    Returns
    -------
    bytes

    Raises
    ------
    OSError
        If it cannot be opened; if it is no regular file, or has more bytes than that, with a ``strerror`` that says so.
    """
    # Looked at before it is opened, since to open some devices does something.
    _check(os.stat(path).st_mode)  # noqa: PTH116 (Path.stat raises nothing else, and os.fstat below is its twin)
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _BINARY)
    with open(descriptor, "rb") as file:  # noqa: PTH123 (a descriptor, not a path)
        # And again once it is open: what stands under a name can change in between.
        _check(os.fstat(descriptor).st_mode)
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most // 1_000_000 or 1} MB")
    return data


def _check(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no regular file")
