"""JSON Lines in, JSON Lines out, in order; a bad line is told and the others are done."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from rf_scorer.cli import console
from rf_scorer.cli.options import jobs_option
from rf_scorer.errors import DataError, InvalidDocument, OutputFailed, on_one_line
from rf_scorer.jsonio import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.cli.lines import Lines
    from rf_scorer.study.running.records import Task

__all__ = ["Records", "answer", "stream_arguments"]

Command = TypeVar("Command", bound="Callable[..., Any]")

#: Bytes of lines that are worked on together, but for a single line that is longer.
_MOST_BYTES = 1_000_000


def stream_arguments(command: Command) -> Command:
    """``FILE``, ``--jobs`` and ``--flush``."""
    for decorate in (
        click.option(
            "--flush", is_flag=True, help="Answer line by line, instead of up to 64 together where so many are waiting."
        ),
        jobs_option,
        click.argument("files", nargs=-1, metavar="[FILE]...", type=click.File("rb")),
    ):
        command = decorate(command)
    return command


def answer(files: Sequence[IO[bytes]], task: Task, *, jobs: int, flush: bool) -> int:
    """Answer every record on standard output; the exit code.

    Whatever is waiting is answered together, and never is more waited for before what has come is answered: a program that sends a line and waits for the
    answer before it sends the next one gets it. Nothing is read as long as nobody takes the answers.

    Parameters
    ----------
    files : sequence of binary streams
        Standard input if empty.
    task : Task
        What is done with each record.
    jobs : int
        Processes.
    flush : bool
        Whether each line is worked on alone.
    """
    from rf_scorer.study.running.ordered import in_order
    from rf_scorer.study.running.records import BATCH, Lined

    records = Records(files, task, most=1 if flush else BATCH)
    with closing(in_order(records, Lined(task=task), jobs=jobs)) as answers:
        for text in answers:
            _print(text)
    return records.exit_code()


def _print(text: str) -> None:
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written would be tried again, and fail again, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), console.unguarded(sys.stdout).fileno())
        raise OutputFailed(
            f"The output cannot be written ({error.strerror}).",
            where="standard output",
            remedy="Check the free space where it goes.",
        ) from None


class Records:
    """The records of JSON Lines files that can be answered; those that cannot are told on standard error, by their place.

    Parameters
    ----------
    files : sequence of binary streams
        Standard input if empty.
    task : Task
        Knows what is wrong with a record.
    most : int
        Records that are taken together.

    Attributes
    ----------
    read, refused : int
        Counts, complete once the end was reached.
    """

    def __init__(self, files: Sequence[IO[bytes]], task: Task, *, most: int) -> None:
        self._files = iter(files or (sys.stdin.buffer,))
        self._task = task
        self._most = most
        self._lines: Lines | None = None
        self._name = ""
        self._number = 0
        # Nothing is asked first, so that names that nobody knows are told before anything is read.
        self._begun = False
        self._error: DataError | None = None
        self.read = 0
        self.refused = 0

    def take(self, *, wait: bool) -> list[dict[str, Any]] | None:
        """The next records, as many as are there and may be taken together; None at the end, and where none is there and it is not to be waited for."""
        if not self._begun:
            self._begun = True
            return []
        taken: list[dict[str, Any]] = []
        size = 0
        while self._error is None and len(taken) < self._most and size < _MOST_BYTES:
            try:
                line = self._line(wait=wait and not taken)
            except DataError as error:  # a line without an end: told when what came before it is answered
                self._error = error
                break
            if not line:
                break
            if line.strip():
                record = self._record(line)
                if record is not None:
                    taken.append(record)
                    size += len(line)
        if self._error is not None and not taken:
            raise self._error
        return taken or None

    def _line(self, *, wait: bool) -> bytes | None:
        """The next line of any file; nothing at the end of all."""
        while True:
            if self._lines is None and not self._open():
                return b""
            assert self._lines is not None
            line = self._lines.take(wait=wait)
            if line != b"":
                self._number += line is not None
                return line
            self._lines = None

    def _open(self) -> bool:
        from rf_scorer import validation
        from rf_scorer.cli.lines import Lines

        file = next(self._files, None)
        if file is None:
            return False
        name = getattr(file, "name", "-")
        self._name = "-" if name in {"<stdin>", 0} else str(name)
        self._number = 0
        self._lines = Lines(file, longest=validation.LONGEST_LINE)
        return True

    def _record(self, line: bytes) -> dict[str, Any] | None:
        self.read += 1
        record, fault = self._parsed(line)
        if fault is None:
            return record
        self.refused += 1
        click.echo(f"{on_one_line(f'{self._name}:{self._number}')}::{fault[0]}: {fault[1]}", err=True)
        return None

    def _parsed(self, line: bytes) -> tuple[dict[str, Any] | None, tuple[str, str] | None]:
        from rf_scorer.validation import LONGEST_LINE

        if len(line) > LONGEST_LINE:
            return None, ("$", f"The line has more than {LONGEST_LINE // 1_000_000} MB.")
        try:
            record = loads(line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n"))
        except InvalidDocument as error:
            return None, ("$", error.message)
        return record, self._task.fault(record)

    def exit_code(self) -> int:
        """1 where a line was refused or there was none at all, else 0."""
        if self.read == 0:
            click.echo("Error: There were no records.\n  Give JSON Lines: one object a line.", err=True)
        return int(self.refused > 0 or self.read == 0)
