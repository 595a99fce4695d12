"""Finding transcripts in files and folders, and giving each an id that is its own."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rf_scorer.errors import UnreadableFile, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import identifier, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Input", "check_unchanged", "find"]

#: Beside transcripts stand files that are none; they are left out without a row, since nobody would look for one.
_SIDE_FILES = (".align.json", ".attest.json")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "icon\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file to be read.

    Attributes
    ----------
    path : Path
    name : str
        The path relative to the folder it was found in, with forward slashes: what tables show. Characters that cannot be shown are U+FFFD.
    id : str
        Transcript id.
    clash : tuple of str
        Names of all inputs that would have the same id, this one included; empty where there is no other. Such inputs are refused.
    """

    path: Path
    name: str
    id: str
    clash: tuple[str, ...] = ()


def find(
    paths: Sequence[Path], *, ids: Literal["stem", "path"] = "stem", outside: Path | None = None
) -> tuple[Input, ...]:
    """List the files below the given paths, folders recursively, in a stable order.

    Parameters
    ----------
    paths : sequence of Path
    ids : {"stem", "path"}
        Whether an id is made of the file name alone or of its path within the folder.
    outside : Path, optional
        A folder to leave out (the output folder, if it stands in an input folder).

    Raises
    ------
    UsageError
        If a path does not exist or is the folder to leave out, a folder cannot be opened, or nothing is found.
    """
    found: dict[Path, str] = {}
    seen: set[str] = set()
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 (Path.exists raises where a name is too long)
            raise UsageError("There is no such file or folder.", where=str(path), remedy="Check the path.")
        if not path.is_dir():
            below = {path: path.name}
        elif outside is not None and path.resolve() == outside.resolve():
            raise UsageError(
                "The output folder is the folder of the transcripts.",
                where=str(path),
                remedy="Give another folder for the results; one within it will do.",
            )
        else:
            below = {file: file.relative_to(path).as_posix() for file in _walk(path, outside)}
        for file, name in below.items():
            absolute = os.path.abspath(file)  # noqa: PTH100 (resolve() would take two links to one file for one transcript)
            if absolute not in seen:
                seen.add(absolute)
                found[file] = name
    if not found:
        raise UsageError(
            "No files were found.",
            where=", ".join(map(str, paths)),
            remedy="Give transcripts, or folders that hold some.",
        )
    named = [
        (path, name, identifier(_stem(name if ids == "path" else Path(name).name))) for path, name in found.items()
    ]
    by_id: dict[str, list[str]] = defaultdict(list)
    for _, name, identity in named:
        # Two ids that differ in case alone are one file on many machines.
        by_id[identity.casefold()].append(shown(name))
    return tuple(
        Input(path=path, name=shown(name), id=identity, clash=clash if len(clash) > 1 else ())
        for path, name, identity in sorted(named, key=lambda item: (item[1], str(item[0])))
        for clash in [tuple(sorted(by_id[identity.casefold()]))]
    )


def check_unchanged(item: Input, sha256: str) -> None:
    """Refuse a file that is not what was read of it a moment ago: a sheet would tell of words that stand nowhere any more.

    Parameters
    ----------
    item : Input
    sha256 : str
        Digest of the bytes that were read, 64 hexadecimal digits.

    Raises
    ------
    UnreadableFile
        If it was edited, replaced or removed since.
    """
    try:
        now = hashlib.sha256(read_bytes(item.path)).hexdigest()
    except OSError:
        raise UnreadableFile(
            "The file was removed while it was being scored.",
            remedy="Put it back, close whatever program works on it, and run the same command again with --resume.",
        ) from None
    if now != sha256:
        raise UnreadableFile(
            "The file was changed while it was being scored.",
            remedy="Close whatever program works on it, and run the same command again with --resume.",
        )


def _stem(name: str) -> str:
    return name.removesuffix(Path(name).suffix)


def _walk(folder: Path, outside: Path | None) -> Iterable[Path]:
    skipped = outside.resolve() if outside is not None else None
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(
            f"The folder cannot be opened ({error.strerror}).",
            where=str(folder),
            remedy="Check its permissions, or give the folders to be read one by one.",
        ) from None
    for path in entries:
        name = path.name
        if name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES or name.endswith(_SIDE_FILES):
            continue
        if path.is_dir():
            if path.is_symlink() or path.resolve() == skipped:
                continue
            yield from _walk(path, outside)
        elif (
            path.is_file() or path.is_symlink()
        ):  # a link that leads nowhere is refused with its reason, not passed over
            yield path
