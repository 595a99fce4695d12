"""One thread at a time: spaCy's pipelines are not made for several, and all of a process share those that are loaded."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["turn"]

_locks = [threading.RLock()]

if hasattr(os, "register_at_fork"):
    # A thread that does not exist in a forked process may have had the turn.
    os.register_at_fork(after_in_child=lambda: _locks.__setitem__(0, threading.RLock()))


@cache
def _libraries() -> ThreadpoolController:
    """Libraries with threads of their own: those that are there when the first work begins. To look for them takes ten milliseconds."""
    return ThreadpoolController()


@contextmanager
def turn() -> Iterator[None]:
    """Wait until no other thread is at work with the models; within, how many threads share a sum does not decide its last digit."""
    with _locks[0], _libraries().limit(limits=1):
        yield
