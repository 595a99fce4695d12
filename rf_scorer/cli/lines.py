"""Lines as they come: what is there can be taken without waiting for what is not."""

from __future__ import annotations

import os
import select
import stat
from collections import deque
from typing import IO

from rf_scorer.errors import DataError

__all__ = ["Lines"]

#: Bytes that are read at once, and so the most that is read ahead of what is worked on.
_CHUNK = 65_536
#: Bytes after which a line is no longer waited for: a device can go on for ever.
_ENDLESS = 1_000_000_000


class Lines:
    """The lines of one file, pipe or device, with their line ends.

    Parameters
    ----------
    file : binary stream
        From which nothing was read yet.
    longest : int
        Bytes. Of a longer line only so much and one byte more is kept, so that no stream fills the memory.
    """

    def __init__(self, file: IO[bytes], *, longest: int) -> None:
        self._file = file
        self._longest = longest
        self._descriptor = _descriptor(file)
        self._regular = self._descriptor is not None and stat.S_ISREG(os.fstat(self._descriptor).st_mode)
        self._lines: deque[bytes] = deque()
        #: The line that has not ended yet, and how many bytes of it have passed.
        self._begun = bytearray()
        self._passed = 0
        self._over = False

    def take(self, *, wait: bool) -> bytes | None:
        """The next line; nothing (``b""``) at the end; None where no whole line is there yet and it is not to be waited for.

        Raises
        ------
        DataError
            If a line does not end.
        """
        while not self._lines:
            if self._over:
                return b""
            if not wait and not self._ready():
                return None
            self._read()
        return self._lines.popleft()

    def _ready(self) -> bool:
        """Whether something, be it the end, can be read at once; False where the system cannot tell."""
        if self._descriptor is None or self._regular:
            return True
        try:
            return bool(select.select([self._descriptor], [], [], 0)[0])
        except (OSError, ValueError):  # Windows knows it of sockets alone
            return False

    def _read(self) -> None:
        if self._descriptor is None:
            data = self._file.read(_CHUNK)
        else:
            # Past Python's own buffer, of which nobody could say what it holds.
            try:
                data = os.read(self._descriptor, _CHUNK)
            except BlockingIOError:  # whoever opened it wants nobody to wait on it
                select.select([self._descriptor], [], [])
                return
        if not data:
            self._over = True
            if self._begun:
                self._lines.append(bytes(self._begun))
            return
        *whole, rest = data.split(b"\n")
        for part in whole:
            self._grow(part + b"\n")
            self._lines.append(bytes(self._begun))
            self._begun.clear()
            self._passed = 0
        self._grow(rest)

    def _grow(self, part: bytes) -> None:
        self._passed += len(part)
        if self._passed > _ENDLESS:
            raise DataError(
                f"A line has more than {_ENDLESS // 1_000_000} MB and does not end.",
                remedy="Give JSON Lines: one object a line.",
            )
        self._begun += part[: self._longest + 1 - len(self._begun)]


def _descriptor(file: IO[bytes]) -> int | None:
    try:
        return file.fileno()
    except (AttributeError, OSError):  # a stream of Python's own
        return None
