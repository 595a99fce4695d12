"""JSON Lines in, JSON Lines out, in order; a bad line is told and the others are done."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

import click

from rf_scorer.errors import InvalidDocument, on_one_line
from rf_scorer.jsonio import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Records", "input_files"]

input_files = click.argument("files", nargs=-1, metavar="[FILE]...", type=click.File("rb"))

PathAndMessage = tuple[str, str]


class Records:
    """The records of JSON Lines files that match a schema.

    Parameters
    ----------
    files : sequence of binary streams
        Standard input if empty.
    schema : str
        Name of the schema that each record must match.
    judge : callable, optional
        Gives the path and message of what else is wrong with a record, or None.

    Attributes
    ----------
    read, refused : int
        Counts, complete once the iteration has ended.
    """

    def __init__(
        self,
        files: Sequence[IO[bytes]],
        schema: str,
        *,
        judge: Callable[[dict[str, Any]], PathAndMessage | None] = lambda _: None,
    ) -> None:
        self._files: Sequence[IO[bytes]] = files or (sys.stdin.buffer,)
        self._schema = schema
        self._judge = judge
        self.read = 0
        self.refused = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        from rf_scorer.validation import lines_of

        for file in self._files:
            name = getattr(file, "name", "-")
            name = "-" if name in {"<stdin>", 0} else str(name)
            for number, line in enumerate(lines_of(file), start=1):
                if line.strip():
                    record = self._record(line, f"{name}:{number}")
                    if record is not None:
                        yield record

    def _record(self, line: bytes, where: str) -> dict[str, Any] | None:
        self.read += 1
        record, fault = self._parsed(line)
        if fault is None:
            return record
        self.refused += 1
        click.echo(f"{on_one_line(where)}::{fault[0]}: {fault[1]}", err=True)
        return None

    def _parsed(self, line: bytes) -> tuple[dict[str, Any] | None, PathAndMessage | None]:
        from rf_scorer.validation import LONGEST_LINE, faults

        if len(line) > LONGEST_LINE:
            return None, ("$", f"The line has more than {LONGEST_LINE // 1_000_000} MB.")
        try:
            record = loads(line.removeprefix(b"\xef\xbb\xbf"))
        except InvalidDocument as error:
            return None, ("$", error.message)
        for fault in faults(record, self._schema):
            return None, (fault.path, fault.message)
        return record, self._judge(record)

    def exit_code(self) -> int:
        """1 where a line was refused or there was none at all, else 0."""
        if self.read == 0:
            click.echo("Error: There were no records.\n  Give JSON Lines: one object a line.", err=True)
        return int(self.refused > 0 or self.read == 0)
