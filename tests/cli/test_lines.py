"""Lines from a pipe: what is there can be taken, and what is not there is not waited for unless asked."""

from __future__ import annotations

import io
import os
from contextlib import closing
from typing import IO, TYPE_CHECKING

import pytest

from rf_scorer.cli import lines as module
from rf_scorer.cli.lines import Lines
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Pipe:
    """Both ends of a pipe."""

    def __init__(self) -> None:
        out, self.into = os.pipe()
        self.out: IO[bytes] = os.fdopen(out, "rb")

    def write(self, data: bytes) -> None:
        os.write(self.into, data)

    def close(self) -> None:
        if self.into >= 0:
            os.close(self.into)
        self.into = -1


@pytest.fixture
def pipe() -> Iterator[_Pipe]:
    """A pipe with nothing in it."""
    with closing(_Pipe()) as made:
        yield made
        made.out.close()


def test_whole_lines_are_taken_and_halves_are_not_waited_for(pipe: _Pipe) -> None:
    """Without waiting, only what is whole and there is taken; the end is an empty line, and a last line needs no line end."""
    lines = Lines(pipe.out, longest=100)
    assert lines.take(wait=False) is None
    pipe.write(b"one\ntwo\nthr")
    assert [lines.take(wait=False) for _ in range(3)] == [b"one\n", b"two\n", None]
    pipe.write(b"ee\n\nfour")
    assert [lines.take(wait=True), lines.take(wait=True), lines.take(wait=False)] == [b"three\n", b"\n", None]
    pipe.close()
    assert [lines.take(wait=False) for _ in range(3)] == [b"four", b"", b""]


def test_a_pipe_that_nobody_may_wait_on_is_waited_for(pipe: _Pipe) -> None:
    """Where another program has set a pipe to never block, taking a line with patience still works."""
    os.set_blocking(pipe.out.fileno(), False)
    lines = Lines(pipe.out, longest=100)
    pipe.write(b"one\n")
    assert lines.take(wait=True) == b"one\n"
    assert lines.take(wait=False) is None
    pipe.close()
    assert lines.take(wait=True) == b""


def test_where_the_system_cannot_tell_nothing_is_waited_for(pipe: _Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot say whether a pipe has something gets every line answered by itself: slower, and never stuck."""

    def unknown(*_: object) -> None:
        raise OSError("not a socket")

    monkeypatch.setattr("select.select", unknown)
    lines = Lines(pipe.out, longest=100)
    pipe.write(b"one\ntwo\n")
    assert lines.take(wait=False) is None
    assert [lines.take(wait=True), lines.take(wait=False), lines.take(wait=False)] == [b"one\n", b"two\n", None]


def test_no_more_is_kept_of_a_long_line_than_is_asked_for(pipe: _Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more than the longest tells that it was too long; the next line is whole; one that does not end is an error."""
    monkeypatch.setattr(module, "_CHUNK", 7)
    lines = Lines(io.BytesIO(b"a" * 500 + b"\nnext\n" + b"b" * 101), longest=100)
    assert [lines.take(wait=True) for _ in range(4)] == [b"a" * 101, b"next\n", b"b" * 101, b""]
    monkeypatch.setattr(module, "_ENDLESS", 1000)
    with pytest.raises(DataError, match="does not end"):
        Lines(io.BytesIO(b"c" * 2000), longest=100).take(wait=True)


def test_streams_of_python_are_read_as_well() -> None:
    """A stream without a descriptor is always ready."""
    lines = Lines(io.BytesIO(b"one\ntwo"), longest=100)
    assert [lines.take(wait=False) for _ in range(3)] == [b"one\n", b"two", b""]
