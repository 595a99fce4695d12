"""The key: the table that leads from codes back to people, for the lab's eyes alone."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import DataError, InvalidDocument, OutputFailed, UsageError
from rf_scorer.privacy import CLASSES
from rf_scorer.privacy.codes import Entry
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.files.csvtext import as_it_was, csv_text
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rf_scorer.study.inputs import Input

__all__ = ["FILE_NAME", "Key", "check_apart"]

#: Class of rows that lead from the name of a copy to the name of its transcript.
FILE_NAME = "file-name"
_WARNING = "# This table says who is meant by the codes and so identifies people. Keep it locked away from the transcripts. Destroy it when nobody needs it any more."
_HEADER = ("code", "class", "original", "first file")
_MAX_BYTES = 20_000_000
#: Codes go into files of many formats, and names of copies into paths.
_CODE = re.compile(r"\w[\w ()-]{0,99}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_REMEDY = "Give the key that an earlier run wrote, as it was written, or the name of a new file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key file and what stood in it when it was read.

    Attributes
    ----------
    path : Path
    entries : tuple of Entry
        Codes of names.
    files : mapping of str to str
        Names of copies by names of transcripts, without suffix.
    data : bytes or None
        None where there was no file.
    """

    path: Path
    entries: tuple[Entry, ...] = ()
    files: dict[str, str] = field(default_factory=dict, repr=False)
    data: bytes | None = field(default=None, repr=False)

    @classmethod
    def read(cls, path: Path) -> Key:
        """Read a key; one that is not there yet is empty.

        Raises
        ------
        InvalidDocument
            If the file is no key: with the line, never with what stands there.
        UsageError
            If it cannot be opened.
        """
        if not os.path.lexists(path):
            return cls(path=path)
        try:
            data = read_bytes(path, most=_MAX_BYTES)
        except OSError as error:
            raise UsageError(f"The key cannot be opened ({error.strerror}).", where=str(path), remedy=_REMEDY) from None
        entries, files = [], {}
        for entry in _rows(data, path.name):
            if entry.kind == FILE_NAME:
                files[entry.original] = entry.code
            else:
                entries.append(entry)
        return cls(path=path, entries=tuple(entries), files=files, data=data)

    def write(self, entries: Iterable[Entry], files: dict[str, str]) -> bool:
        """Write the key whole, for its owner's eyes alone; whether anything in it is new.

        Raises
        ------
        DataError
            If somebody else has changed the file meanwhile.
        OutputFailed
            If it cannot be written.
        """
        text = _text(entries, files)
        if text.encode() == self.data:
            return False
        try:
            now = read_bytes(self.path, most=_MAX_BYTES) if os.path.lexists(self.path) else None
        except OSError as error:
            raise OutputFailed(f"The key cannot be opened ({error.strerror}).", where=str(self.path)) from None
        if now != self.data:
            raise DataError(
                "The key was changed by somebody else meanwhile.", where=str(self.path), remedy="Run the command again."
            )
        _write_private(self.path, text)
        return True


def _rows(data: bytes, name: str) -> Iterator[Entry]:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InvalidDocument("This is no key: it is not UTF-8.", where=name, remedy=_REMEDY) from None
    first = 0
    while first < len(lines) and lines[first].startswith("#"):
        first += 1
    reader = csv.reader(lines[first:])
    try:
        for number, cells in enumerate(reader):
            where = f"{name}:{first + reader.line_num}"
            if number == 0:
                if tuple(cells) != _HEADER:
                    raise InvalidDocument(
                        f"This is no key: its columns are not {', '.join(_HEADER)}.", where=where, remedy=_REMEDY
                    )
                continue
            yield _entry(cells, where)
    except csv.Error:
        raise InvalidDocument("This is no key: it is no table.", where=name, remedy=_REMEDY) from None


def _entry(cells: Sequence[str], where: str) -> Entry:
    if len(cells) != len(_HEADER):
        raise InvalidDocument(
            f"This row of the key has {len(cells)} cells instead of {len(_HEADER)}.", where=where, remedy=_REMEDY
        )
    code, kind, original, file = (as_it_was(cell) for cell in cells)
    bare = code.removeprefix("{{").removesuffix("}}")
    known = kind in CLASSES or kind == FILE_NAME
    if not known or not original or not (_NAME if kind == FILE_NAME else _CODE).fullmatch(bare):
        raise InvalidDocument(
            "This row of the key has no code, or a class that is not known.", where=where, remedy=_REMEDY
        )
    return Entry(code=bare, kind=kind, original=original, file=file)


def _text(entries: Iterable[Entry], files: dict[str, str]) -> str:
    rows = [(f"{{{{{entry.code}}}}}", entry.kind, entry.original, entry.file) for entry in entries]
    rows += [(code, FILE_NAME, name, name) for name, code in files.items()]
    return f"{_WARNING}\n{csv_text(_HEADER, rows)}"


def _write_private(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(f"The key cannot be written ({error.strerror}).", where=str(path)) from None
    # From the first byte on nobody else may read it.
    before = os.umask(0o177)
    try:
        jsonio.write_text(path, text, force=True)
    finally:
        os.umask(before)


def check_apart(key: Path, *, out: Path, inputs: Sequence[Input], paths: Sequence[Path]) -> None:
    """Refuse a key beside the copies that it opens, or among transcripts.

    Parameters
    ----------
    key : Path
    out : Path
        The folder of the copies.
    inputs : sequence of Input
    paths : sequence of Path
        Files and folders that the command was given.

    Raises
    ------
    UsageError
    """
    place = key.resolve()
    remedy = "Give a path in a folder of its own, where only those have access who may know: --key SAFE-PLACE/key.csv."
    if place.is_relative_to(out.resolve()):
        raise UsageError("The key would stand in the folder of the copies.", where=str(key), remedy=remedy)
    folders = [path.resolve() for path in paths if path.is_dir()]
    if any(place.is_relative_to(folder) for folder in folders) or any(
        place.parent == item.path.resolve().parent for item in inputs
    ):
        raise UsageError("The key would stand among the transcripts.", where=shown(str(key)), remedy=remedy)
