"""Processes that do not hear Ctrl-C."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["deaf_children"]


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started in the block ignore interrupts for good, and so does this one for the moments it lasts.

    Ctrl-C reaches every process of a terminal. The one that was asked for the work ends the others; left to themselves they would die with
    tracebacks. Blocking the signal instead would not do: starting a process unblocks it in some versions of Python.
    """
    if threading.current_thread() is not threading.main_thread():
        # Only the main thread may decide on signals, and only it hears them.
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
