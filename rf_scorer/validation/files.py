"""Files and streams of documents: every fault with its file, its line where there are lines, and its path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import DataError, InvalidDocument, on_one_line
from rf_scorer.regularfile import read_bytes
from rf_scorer.validation.check import Fault, faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["LONGEST_LINE", "MAX_BYTES", "Located", "lines_of", "validate_lines", "validate_path", "validate_text"]

#: A sheet of a ten-hour interview has about ten megabytes.
MAX_BYTES = 200_000_000
#: Bytes of a line of a stream. A line is one passage; an interview of 30,000 words has about 200,000 characters.
LONGEST_LINE = 10_000_000
#: Bytes after which a line is no longer waited for: a device can go on for ever.
_ENDLESS = 1_000_000_000
_LINES = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What was found in one document.

    Attributes
    ----------
    where : str
        The file, or ``file:line`` for a line of a stream.
    faults : tuple of Fault
        Empty where all is well.
    """

    where: str
    faults: tuple[Fault, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The faults as ``file::$.json.path: message``."""
        where = on_one_line(self.where)
        return tuple(f"{where}::{fault.path}: {fault.message}" for fault in self.faults)


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream; of one longer than :data:`LONGEST_LINE` only so much and one byte more, so that no stream fills the memory.

    Raises
    ------
    DataError
        If a line does not end.
    """
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        passed = len(line)
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
            passed += len(line)
            if passed > _ENDLESS:
                raise DataError(
                    f"A line has more than {_ENDLESS // 1_000_000} MB and does not end.",
                    remedy="Give JSON Lines: one object a line.",
                )


def _checked(text: str | bytes, where: str, name: str | None) -> Located:
    try:
        document = jsonio.loads(text)
    except InvalidDocument as error:
        return Located(where=where, faults=(Fault(path="$", rule="json", message=error.message),))
    return Located(where=where, faults=faults(document, name))


def validate_lines(lines: Iterable[str | bytes], where: str, *, name: str | None = None) -> Iterator[Located]:
    """Check a stream of JSON Lines, one result for every line that is not blank, as the lines come.

    Parameters
    ----------
    lines : iterable of str or bytes
    where : str
        What stands before the line's number, such as ``-`` or a file name.
    name : str, optional
        Schema of the records; by default every line names its own.

    Raises
    ------
    UnknownName
        If there is no such schema.
    """
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            message = f"The line has more than {LONGEST_LINE // 1_000_000} MB."
            yield Located(where=f"{where}:{number}", faults=(Fault(path="$", rule="size", message=message),))
        elif line.strip():
            yield _checked(line, f"{where}:{number}", name)


def validate_text(
    text: str | bytes, where: str, *, name: str | None = None, lines: bool = False
) -> tuple[Located, ...]:
    """Check one document, or a stream of them.

    Parameters
    ----------
    text : str or bytes
        UTF-8 where bytes.
    where : str
        What to call it; not opened.
    name : str, optional
        Schema to hold it against; by default the one that the document names.
    lines : bool
        Whether every line is a document of its own.

    Returns
    -------
    tuple of Located
        One for the document, or one for every line.

    Raises
    ------
    UnknownName
        If there is no schema called ``name``.
    """
    if not text.strip():
        return (Located(where=where, faults=(Fault(path="$", rule="json", message="There is nothing here."),)),)
    if lines:
        # Only line feeds part lines: JSON text may hold U+2028, at which str.splitlines would cut.
        parts: list[str] | list[bytes] = text.split(b"\n") if isinstance(text, bytes) else text.split("\n")
        return tuple(validate_lines(parts, where, name=name))
    return (_checked(text, where, name),)


def validate_path(path: Path, *, name: str | None = None) -> tuple[Located, ...]:
    """Check a file: a document, or JSON Lines where its name ends in ``.jsonl`` or ``.ndjson``.

    A file that cannot be opened is a fault of that file, so that the others are still checked.

    Raises
    ------
    UnknownName
        If there is no schema called ``name``.
    """
    where = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            text = f"The file has more than {MAX_BYTES // 1_000_000} MB and is not one of rf_scorer's documents."
            return (Located(where=where, faults=(Fault(path="$", rule="size", message=text),)),)
        data = read_bytes(path, most=MAX_BYTES)
    except OSError as error:
        text = f"The file cannot be opened ({error.strerror})."
        return (Located(where=where, faults=(Fault(path="$", rule="file", message=text),)),)
    # Windows editors begin UTF-8 with a mark that JSON does not know.
    return validate_text(data.removeprefix(b"\xef\xbb\xbf"), where, name=name, lines=path.suffix.lower() in _LINES)
