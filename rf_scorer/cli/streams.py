"""JSON Lines in, JSON Lines out, in order; a bad line is told and the others are done."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

import click

from rf_scorer.errors import InvalidDocument
from rf_scorer.jsonio import loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Records", "input_files"]

input_files = click.argument("files", nargs=-1, metavar="[FILE]...", type=click.File("rb"))

#: A line is one passage; an interview of 30,000 words has about 200,000 characters.
_LONGEST_LINE = 10_000_000


class Records:
    """The records of JSON Lines files that match a schema.

    Parameters
    ----------
    files : sequence of binary streams
        Standard input if empty.
    schema : str
        Name of the schema that each record must match.

    Attributes
    ----------
    read, refused : int
        Counts, complete once the iteration has ended.
    """

    def __init__(self, files: Sequence[IO[bytes]], schema: str) -> None:
        self._files: Sequence[IO[bytes]] = files or (sys.stdin.buffer,)
        self._schema = schema
        self.read = 0
        self.refused = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for file in self._files:
            name = getattr(file, "name", "-")
            name = "-" if name in {"<stdin>", 0} else str(name)
            for number, line in enumerate(_lines(file), start=1):
                if line.strip():
                    record = self._record(line, f"{name}:{number}")
                    if record is not None:
                        yield record

    def _record(self, line: bytes, where: str) -> dict[str, Any] | None:
        from rf_scorer.validation import faults

        self.read += 1
        record: dict[str, Any] | None = None
        if len(line) > _LONGEST_LINE:
            told = ("$", f"The line has more than {_LONGEST_LINE // 1_000_000} MB.")
        else:
            try:
                record = loads(line.removeprefix(b"\xef\xbb\xbf"))
            except InvalidDocument as error:
                told = ("$", error.message)
            else:
                found = faults(record, self._schema)
                if not found:
                    told = self._judge(record) if self._judge is not None else None
                    if told is None:
                        return record
                else:
                    told = (found[0].path, found[0].message)
        self._refuse(where, *told)
        return None

    def _refuse(self, where: str, path: str, message: str) -> None:
        self.refused += 1
        click.echo(f"{where}::{path}: {message}", err=True)

    def exit_code(self) -> int:
        """1 where a line was refused or there was none at all, else 0."""
        if self.read == 0:
            click.echo("Error: There were no records.\n  Give JSON Lines: one object a line.", err=True)
        return int(self.refused > 0 or self.read == 0)
