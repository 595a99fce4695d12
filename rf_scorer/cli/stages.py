"""Progress through the stages of a long run, on standard error: a line that grows on a terminal, one line a stage in a log."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from rf_scorer.cli.console import draws, unguarded

__all__ = ["Stages"]

#: Seconds between two lines of one stage in a log.
_LOG_EVERY = 30.0


class Stages:
    """Says which stage a run is in and how far.

    Parameters
    ----------
    quiet : bool
    stream : text stream, optional
        Standard error by default, so that piped output stays clean.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._quiet = quiet
        self._terminal = draws(self._stream)
        self._stage = ""
        self._last = 0.0
        self._drawn = False

    def __call__(self, stage: str, done: int, every: int) -> None:
        """``done`` of ``every`` parts of a stage are finished."""
        if self._quiet:
            return
        now = time.monotonic()
        if self._terminal:
            unguarded(self._stream).write(f"\r\x1b[K{stage}: {done} of {every}")
            self._drawn = True
        elif stage != self._stage or now - self._last > _LOG_EVERY:
            self._stream.write(f"{stage} ({every})\n" if stage != self._stage else f"{stage}: {done} of {every}\n")
            self._last = now
        self._stream.flush()
        self._stage = stage

    def end(self) -> None:
        """Clear the line."""
        if self._drawn:
            unguarded(self._stream).write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False
