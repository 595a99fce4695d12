"""Two folders that take each other's name in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["swap"]

_SYSTEM = str(sys.platform)
_HERE = -100  # AT_FDCWD of Linux
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swap(one: Path, other: Path) -> bool:
    """Let two files or folders of one drive exchange their names, so that nobody ever finds either name free.

    Returns
    -------
    bool
        False where nothing was done: the system or the drive cannot.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        if _SYSTEM == "linux":
            return bool(ctypes.CDLL(None).renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
        if _SYSTEM == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(*names, _EXCHANGE) == 0)
    except (AttributeError, OSError):  # a C library without it
        return False
    return False
