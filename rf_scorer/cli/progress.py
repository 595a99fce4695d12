"""Progress on standard error: a bar on a terminal, a plain line now and then in a log, nothing when quiet."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TextIO

from rf_scorer.cli.console import unguarded

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Progress"]

#: Seconds between two plain lines in a log.
_LOG_EVERY = 15.0
_WIDTH = 24


class Progress:
    """Counts finished files.

    Parameters
    ----------
    total : int
    quiet : bool
    stream : text stream, optional
        Standard error by default, so that piped output stays clean.
    """

    def __init__(self, total: int, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._total = total
        self._done = 0
        self._stream = stream if stream is not None else sys.stderr
        self._quiet = quiet
        self._terminal = self._stream.isatty()
        self._began = self._last = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Progress:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn and self._terminal:
            unguarded(self._stream).write("\r\x1b[K")
            self._stream.flush()

    def step(self, message: str | None = None) -> None:
        """One more file is finished; ``message`` is printed above the bar."""
        self._done += 1
        if message is not None:
            if self._drawn and self._terminal:
                unguarded(self._stream).write("\r\x1b[K")
            self._stream.write(message + "\n")
        self._draw()

    def _draw(self) -> None:
        if self._quiet or self._total < 2:
            return
        now = time.monotonic()
        if self._terminal:
            if self._done in {0, self._total} or now - self._last > 0.1:
                filled = _WIDTH * self._done // self._total
                bar = "█" * filled + "░" * (_WIDTH - filled)
                unguarded(self._stream).write(f"\r\x1b[K{bar} {self._done}/{self._total} files{self._remaining(now)}")
                self._stream.flush()
                self._drawn, self._last = True, now
        elif self._done == self._total or now - self._last > _LOG_EVERY:
            self._stream.write(f"{self._done} of {self._total} files done{self._remaining(now)}\n")
            self._stream.flush()
            self._last = now

    def _remaining(self, now: float) -> str:
        if not self._done or self._done == self._total:
            return ""
        seconds = (now - self._began) / self._done * (self._total - self._done)
        return f", about {seconds:.0f} s left" if seconds < 90 else f", about {seconds / 60:.0f} min left"
