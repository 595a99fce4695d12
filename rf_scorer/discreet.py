"""How our own bugs, and whatever libraries have to say, are told: kinds and places, never a message.

A message may quote what was read: ``KeyError`` quotes a key, ``UnicodeDecodeError`` the bytes, JSON and SQLite errors a part of the input, a library's
warning or log line anything at all. So do notes added to an exception, its arguments, local variables, and the source line that Python shows beside a
frame, which may have been compiled out of something. None of them is ever printed; what is, points to lines of code.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
import sysconfig
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TextIO, TypeVar

import rf_scorer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

__all__ = ["bug_report", "hush", "install", "kind", "place", "quietly"]

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

_HEAD = "This is a bug in rf_scorer. Please report the lines below; they hold nothing of your transcripts."
#: Seconds between two looks of a worker whether its program is still there.
_LOOK = 0.5
#: Frames of one error, of its innermost part: endless recursion has a thousand.
_FRAMES = 40
#: Errors of a chain or a group.
_ERRORS = 20
_LONGEST_NAME = 100


def kind(error: BaseException | type[BaseException]) -> str:
    """The class of an error; a class that is named by something that is no name of Python's is not named."""
    found = error if isinstance(error, type) else type(error)
    name = found.__name__
    return name if name.isidentifier() and len(name) <= _LONGEST_NAME else "an error without a name"


def place(filename: str, line: int | None) -> str:
    """A line of code, by its path below the folder of libraries that it stands in.

    Of a file elsewhere only the name is told, since homes of people are nobody's business; and of code that is in no file nothing, since it may call itself
    whatever it was made of.
    """
    with suppress(ValueError, OSError):
        path = Path(filename)
        if path.is_file():
            root = next((root for root in _roots() if path.is_relative_to(root)), path.parent)
            return f"{path.relative_to(root).as_posix()}:{line}"
    return f"code that is in no file:{line}"


@functools.cache
def _roots() -> tuple[Path, ...]:
    known = sysconfig.get_paths()
    found = {Path(known[name]) for name in ("purelib", "platlib", "stdlib") if name in known}
    found.add(Path(rf_scorer.__file__).resolve().parent.parent)
    # The innermost first: libraries often stand below the folder of the project that uses them.
    return tuple(sorted(found, key=lambda path: (-len(path.parts), path)))


def bug_report(error: BaseException) -> str:
    """Where an error arose and of what kind it is, with the errors behind it; nothing that any of them says.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str
        Several lines, without a final line break.
    """
    lines = [_HEAD, f"rf_scorer {rf_scorer.__version__}, Python {sys.version.split()[0]}"]
    for number, (how, one) in enumerate(_chain(error, "", set())):
        if number == _ERRORS:
            lines.append("and more errors behind these")
            break
        lines += [f"{how}{kind(one)}", *_frames(one.__traceback__)]
    return "\n".join(lines)


def _chain(error: BaseException, how: str, seen: set[int]) -> Iterator[tuple[str, BaseException]]:
    if id(error) in seen:
        return
    seen.add(id(error))
    yield how, error
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _chain(part, "one of several: ", seen)
    if error.__cause__ is not None:
        yield from _chain(error.__cause__, "caused by ", seen)
    elif error.__context__ is not None and not error.__suppress_context__:
        yield from _chain(error.__context__, "while dealing with ", seen)


def _frames(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"  {place(code.co_filename, trace.tb_lineno)} in {code.co_name[:_LONGEST_NAME]}")
        trace = trace.tb_next
    return found if len(found) <= _FRAMES else [f"  {len(found) - _FRAMES} more", *found[-_FRAMES:]]


def install() -> None:
    """Have this process tell everything so, for good: whatever no handler of ours catches, in any thread, until the very end.

    Also without core dumps, which would hold whatever is in memory, where the system lets a program decide that. For the program alone: whoever uses
    the package as a library has hooks of their own.
    """
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread
    hush()
    # A record that cannot be formatted would be shown with its arguments.
    logging.raiseExceptions = False
    with suppress(ImportError, ValueError, OSError):  # Windows has none of it
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def hush() -> None:
    """Have this process tell of libraries' warnings and log records where they arose, and not what they say."""
    warnings.showwarning = _warned
    # What Python does with log records that nobody handles: their text to standard error.
    logging.lastResort = _Places()


def quietly(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """The same function, to be called in a worker process, which tells nothing more than the program itself does, and ends with it."""
    return functools.partial(_quietly, os.getpid(), function)


def _quietly(parent: int, function: Callable[..., _Made], *given: Any, **named: Any) -> _Made:
    if os.getpid() != parent:
        install()
        _watch(parent)
    return function(*given, **named)


@functools.cache
def _watch(parent: int) -> None:
    # Once a process. Left to themselves, workers of a program that was killed would wait for work for minutes, with what they were last given in memory.
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)  # what is half-written has no name yet


def _tell(text: str) -> None:
    with suppress(Exception):  # standard error may be gone; nothing can be said of that
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def _uncaught(_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        _tell("Interrupted.")
        return
    _tell(bug_report(error if error.__traceback__ is not None else error.with_traceback(trace)))


def _uncaught_in_thread(found: Any) -> None:
    if found.exc_value is not None and not isinstance(found.exc_value, SystemExit):
        _tell(bug_report(found.exc_value))


def _unraisable(found: Any) -> None:
    if found.exc_value is not None:
        _tell(bug_report(found.exc_value))


def _warned(
    message: Warning | str,  # noqa: ARG001 (what is not to be told)
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 (Python calls it so)
    line: str | None = None,  # noqa: ARG001
) -> None:
    _tell(f"note  A library warns ({kind(category)} at {place(filename, lineno)}); its words are kept back.")


class _Places(logging.Handler):
    """Says where a library logged something worth a warning, and not what."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        _tell(
            f"note  A library logs ({record.levelname} at {place(record.pathname, record.lineno)}); its words are kept back."
        )
