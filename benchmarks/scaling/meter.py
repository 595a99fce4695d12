"""Time by stage: functions are wrapped wherever they are referred to, and each moment counts for the innermost stage alone."""

from __future__ import annotations

import functools
import importlib
import sys
import time
from collections import Counter
from contextlib import contextmanager
from types import GeneratorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["REST", "Meter", "Moved", "metered"]

#: What no stage takes.
REST = "rest"


class Moved(Exception):
    """No function of a stage is where it was: the table of stages is to be brought up to date."""


class Meter:
    """CPU seconds by stage."""

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        self.seconds: Counter[str] = Counter()
        self._clock = clock
        self._stack: list[str] = [REST]
        self._since = clock()

    def enter(self, stage: str) -> None:
        """From now on time counts for this stage."""
        self._count()
        self._stack.append(stage)

    def leave(self) -> None:
        """From now on time counts for the stage that was left for this one."""
        self._count()
        self._stack.pop()

    def read(self) -> dict[str, float]:
        """Seconds of every stage until now; the clock starts anew."""
        self._count()
        seconds = dict(self.seconds)
        self.seconds.clear()
        return seconds

    def _count(self) -> None:
        now = self._clock()
        self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def wrapped(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time counted; that of a generator counts while it makes something."""

        @functools.wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self.enter(stage)
            try:
                made = work(*args, **kwargs)
            finally:
                self.leave()
            return self._drawn(stage, made) if isinstance(made, GeneratorType) else made

        return timed

    def _drawn(self, stage: str, made: Iterator[Any]) -> Iterator[Any]:
        while True:
            self.enter(stage)
            try:
                one = next(made)
            except StopIteration:
                return
            finally:
                self.leave()
            yield one


@contextmanager
def metered(stages: Mapping[str, Sequence[str]], *, package: str = "rf_scorer") -> Iterator[Meter]:
    """Within the block the functions of each stage are timed.

    Parameters
    ----------
    stages : mapping of str to sequence of str
        Functions and methods by stage, each as ``module:name`` or ``module:Class.name``. Those that are not there are left out.
    package : str
        Whose modules refer to the functions.

    Raises
    ------
    Moved
        If a stage has none that is there.
    """
    meter = Meter()
    undo: list[tuple[Any, str, Any]] = []
    try:
        for stage, targets in stages.items():
            there = [found for target in targets if (found := _found(target)) is not None]
            if not there:
                raise Moved(f"nothing of the stage {stage!r} is there: {', '.join(targets)}")
            for holder, name in there:
                work = vars(holder)[name]
                timed = meter.wrapped(stage, work)
                places = [(holder, name)] if isinstance(holder, type) else _references(work, package)
                for place, attribute in places:
                    undo.append((place, attribute, vars(place)[attribute]))
                    setattr(place, attribute, timed)
        meter.read()
        yield meter
    finally:
        for place, attribute, before in reversed(undo):
            setattr(place, attribute, before)


def _found(target: str) -> tuple[Any, str] | None:
    module, _, path = target.partition(":")
    try:
        holder: Any = importlib.import_module(module)
    except ModuleNotFoundError:
        return None
    *owners, name = path.split(".")
    for owner in owners:
        holder = getattr(holder, owner, None)
    return (holder, name) if holder is not None and name in vars(holder) else None


def _references(work: Any, package: str) -> list[tuple[Any, str]]:
    """Every module of a package that has the function under some name."""
    return [
        (module, name)
        for title, module in list(sys.modules.items())
        if title == package or title.startswith(f"{package}.")
        for name, value in list(vars(module).items())
        if value is work
    ]
