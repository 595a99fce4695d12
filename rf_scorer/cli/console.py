"""What is printed: text, and nothing that a terminal would act on.

File names, labels, ids and titles come from strangers, and can hold commands to a terminal: to change its colours, its title, the clipboard, to go up
and write over what stands there, to turn the direction of letters round. While the program runs, standard output and standard error are
:class:`Guard`s, so that whatever is printed, by whichever command or library, is harmless; what they would not let through is printed as
``\\u001b``, which is also how JSON writes it.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Guard", "draws", "guarded", "harmless", "open_standard_streams", "style", "unguarded"]

#: Controls (line feed and tab are none here), separators of lines, marks that turn the direction of letters round, halves of surrogate pairs.
_ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: Between these, and with this process's own word in it, stands a colour of ours. No input can know the word.
_OPEN, _CLOSE = "\ue000", "\ue001"
_WORD = secrets.token_hex(8)
_OURS = re.compile(f"{_OPEN}{_WORD}([0-9;]*m){_CLOSE}")


def harmless(text: str) -> str:
    """A text with everything that a terminal would act on written out; line feeds and tabs stay."""
    return _ACTED_ON.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


class Guard:
    """A text stream that passes on what is harmless, and in all else is the stream that it stands for.

    Parameters
    ----------
    stream : text stream
    """

    #: Whatever the stream's own is: Click would go behind a stream whose encoding it does not like.
    encoding = "utf-8"

    def __init__(self, stream: TextIO) -> None:
        self.inner = stream

    def __getattr__(self, name: str) -> Any:
        if name == "fileno" and os.name == "nt":  # Click would write to the console itself
            raise AttributeError(name)
        return getattr(self.inner, name)

    def write(self, text: str) -> int:
        """Write a text."""
        shown = harmless(text)
        if _OPEN in shown:
            shown = _OURS.sub(self._colour, shown)
        try:
            self.inner.write(shown)
        except UnicodeEncodeError:
            encoding = self.inner.encoding or "ascii"
            self.inner.write(shown.encode(encoding, "backslashreplace").decode(encoding))
        return len(text)

    def _colour(self, found: re.Match[str]) -> str:
        return f"\x1b[{found[1]}" if self.inner.isatty() and not os.environ.get("NO_COLOR") else ""

    def writelines(self, lines: Iterator[str]) -> None:
        """Write texts."""
        for line in lines:
            self.write(line)


def unguarded(stream: TextIO) -> TextIO:
    """The stream itself, for what draws on a terminal and prints nothing but its own."""
    given: object = stream
    return given.inner if isinstance(given, Guard) else stream


def draws(stream: TextIO) -> bool:
    """Whether a stream is a terminal on which a line can be drawn anew."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def style(text: str, **how: Any) -> str:
    """A text in a colour, as ``click.style`` makes it; without one where it goes to no terminal, or ``NO_COLOR`` is set."""
    before, after = click.style("\0", **how).split("\0")
    output: object = sys.stdout
    if not isinstance(output, Guard):
        return f"{before}{text}{after}"
    mark = re.compile(r"\x1b\[([0-9;]*m)")
    return f"{mark.sub(_marked, before)}{text}{mark.sub(_marked, after)}"


def _marked(found: re.Match[str]) -> str:
    return f"{_OPEN}{_WORD}{found[1]}{_CLOSE}"


def open_standard_streams() -> None:
    """Give the process the standard streams that it was started without, as schedulers do: of nothing to read, and for nobody to read.

    Otherwise the first file that is opened gets the number of the missing one, and whatever is printed would be written into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115 (stays open to the end)
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


@contextmanager
def guarded() -> Iterator[None]:
    """Standard output and standard error as guards for as long as it lasts."""
    output: Any = sys.stdout
    error: Any = sys.stderr
    if isinstance(output, Guard):
        yield
        return
    watching: tuple[Any, Any] = (Guard(output), Guard(error))
    sys.stdout, sys.stderr = watching
    try:
        yield
    finally:
        # Whoever has put another in its place meanwhile keeps that.
        sys.stdout = output if sys.stdout is watching[0] else sys.stdout
        sys.stderr = error if sys.stderr is watching[1] else sys.stderr
