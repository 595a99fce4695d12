"""Progress on standard error: a bar on a terminal, a plain line now and then in a log, nothing when quiet."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TextIO

from rf_scorer.cli.console import draws, unguarded

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Progress"]

#: Seconds between two plain lines in a log, the share of the time that has passed that lies between them later on, and the most.
_LOG_EVERY, _LOG_SHARE, _LOG_MOST = 15.0, 0.05, 600.0
#: Seconds between two drawings of a bar.
_DRAW_EVERY = 0.1
#: Seconds of work before anything is said of what is left of it.
_SURE = 1.0
_WIDTH = 24


class Progress:
    """Counts finished files, and tells how fast it goes and how long the rest may take.

    Parameters
    ----------
    total : int
        Files.
    weight : float, optional
        Of all files together, if they are not alike: such as their bytes. What is left is estimated by it, since large files come first.
    quiet : bool
    stream : text stream, optional
        Standard error by default, so that piped output stays clean.
    """

    def __init__(
        self, total: int, *, weight: float | None = None, quiet: bool = False, stream: TextIO | None = None
    ) -> None:
        self._total = total
        self._whole = weight if weight else float(total)
        self._done = self._worked = 0
        self._lifted = self._over = 0.0
        self._stream = stream if stream is not None else sys.stderr
        self._quiet = quiet
        self._terminal = draws(self._stream)
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

    def step(self, message: str | None = None, *, weight: float = 1.0, worked: bool = True) -> None:
        """Note that one more file is finished.

        Parameters
        ----------
        message : str, optional
            Printed above the bar.
        weight : float
            Its share of the weight of all.
        worked : bool
            Whether it took work: a file that was only looked at says nothing of how fast the others go.
        """
        self._done += 1
        self._over += weight
        if worked:
            self._worked += 1
            self._lifted += weight
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
            if self._done in {0, self._total} or now - self._last > _DRAW_EVERY:
                filled = int(_WIDTH * min(self._over / self._whole, 1.0))
                bar = "█" * filled + "░" * (_WIDTH - filled)
                unguarded(self._stream).write(f"\r\x1b[K{bar} {self._done:,} of {self._total:,} files{self._pace(now)}")
                self._stream.flush()
                self._drawn, self._last = True, now
        elif self._done == self._total or now - self._last > self._pause(now):
            self._stream.write(f"{self._done:,} of {self._total:,} files done{self._pace(now)}\n")
            self._stream.flush()
            self._last = now

    def _pause(self, now: float) -> float:
        """Seconds between two lines: a night's log should not have a line for every quarter of a minute."""
        return min(max(_LOG_EVERY, _LOG_SHARE * (now - self._began)), _LOG_MOST)

    def _pace(self, now: float) -> str:
        passed = now - self._began
        if not self._worked or passed < _SURE:
            return ""
        if self._done == self._total:
            return f" in {_duration(passed)}"
        left = passed * (self._whole - self._over) / self._lifted if self._lifted else 0.0
        return f", {_rate(self._worked / passed)}, about {_duration(max(left, 0.0))} left"


def _rate(each_second: float) -> str:
    return f"{each_second:,.0f} a second" if each_second >= 10 else f"{60 * each_second:,.0f} a minute"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours < 48 else f"{hours / 24:.1f} days"
