"""Finding transcripts in files and folders, and giving each an id that is its own."""

from __future__ import annotations

import hashlib
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from rf_scorer.errors import UnreadableFile, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.transcripts.identity import identifier, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Input", "check_unchanged", "find"]

#: Beside transcripts stand files that are none; they are left out without a row, since nobody would look for one.
_SIDE_FILES = (".align.json", ".attest.json")
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "icon\r"}
#: What labs keep beside a transcript under the same name: the recording, a scan, the document it was saved of anew. None of them can be read, and
#: none may stop the transcript.
_COMPANIONS = frozenset(
    """
    .3gp .7z .aac .aif .aiff .amr .avi .bmp .doc .flac .gif .gz .heic .jpeg .jpg .m4a .m4v .mkv .mov .mp3 .mp4 .mpeg .mpg .oga .ogg .opus .pages
    .png .rar .tif .tiff .wav .webm .wma .wmv .xls .zip
    """.split()  # noqa: SIM905
)


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
        Names of all inputs that would have the same id, this one included; empty where there is no other. Such inputs are refused. Files that
        are no transcripts by their suffix, such as recordings, are in no other input's way.
    size : int
        Bytes when it was found, 0 where that is not known: for the order of work and for progress, and nothing else.
    place : int
        From 0, among all that were found together.
    """

    path: Path
    name: str
    id: str
    clash: tuple[str, ...] = ()
    size: int = field(default=0, compare=False)
    place: int = field(default=0, compare=False)


class _Found(NamedTuple):
    path: str
    name: str
    size: int


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
    found: list[_Found] = []
    seen: set[str] = set()
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 (Path.exists raises where a name is too long)
            raise UsageError("There is no such file or folder.", where=str(path), remedy="Check the path.")
        if not path.is_dir():
            below: Iterable[_Found] = [_Found(str(path), path.name, _size(path))]
        elif outside is not None and path.resolve() == outside.resolve():
            raise UsageError(
                "The output folder is the folder of the transcripts.",
                where=str(path),
                remedy="Give another folder for the results; one within it will do.",
            )
        else:
            below = _walk(str(path), "", outside.resolve() if outside is not None else None)
        for one in below:
            if len(paths) > 1:  # one path alone cannot lead to a file twice
                absolute = os.path.abspath(one.path)  # noqa: PTH100 (resolve() would take two links to one file for one transcript)
                if absolute in seen:
                    continue
                seen.add(absolute)
            found.append(one)
    if not found:
        raise UsageError(
            "No files were found.",
            where=", ".join(map(str, paths)),
            remedy="Give transcripts, or folders that hold some.",
        )
    return _named(found, whole=ids == "path")


def _named(found: list[_Found], *, whole: bool) -> tuple[Input, ...]:
    """Inputs in their order, each with its id and with those that would have the same one."""
    found.sort(key=lambda one: (one.name, one.path))
    identities = [identifier(_stem(one.name if whole else one.name.rpartition("/")[2])) for one in found]
    # Two ids that differ in case alone are one file on many machines.
    companions = [Path(one.name).suffix.lower() in _COMPANIONS for one in found]
    times = Counter(identity.casefold() for identity in identities)
    rivals = Counter(
        identity.casefold() for identity, companion in zip(identities, companions, strict=True) if not companion
    )
    clashes: dict[str, list[str]] = defaultdict(list)
    for one, identity in zip(found, identities, strict=True):
        if times[identity.casefold()] > 1:
            clashes[identity.casefold()].append(shown(one.name))
    groups = {identity: tuple(sorted(names)) for identity, names in clashes.items()}
    return tuple(
        Input(
            path=Path(one.path),
            name=shown(one.name),
            id=identity,
            clash=groups.get(identity.casefold(), ()) if companion or rivals[identity.casefold()] > 1 else (),
            size=one.size,
            place=place,
        )
        for place, (one, identity, companion) in enumerate(zip(found, identities, companions, strict=True))
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


def _size(path: str | Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 (what is asked for ten thousand files at a time)
    except OSError:  # a link that leads nowhere, or gone already: reading it will tell
        return 0


def _walk(folder: str, below: str, skipped: Path | None) -> Iterator[_Found]:
    try:
        with os.scandir(folder) as opened:
            entries = sorted(opened, key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(
            f"The folder cannot be opened ({error.strerror}).",
            where=folder,
            remedy="Check its permissions, or give the folders to be read one by one.",
        ) from None
    for entry in entries:
        name = entry.name
        if name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES or name.endswith(_SIDE_FILES):
            continue
        if entry.is_dir():
            if not entry.is_symlink() and (skipped is None or Path(entry.path).resolve() != skipped):
                yield from _walk(entry.path, f"{below}{name}/", skipped)
        elif entry.is_symlink() or entry.is_file():
            # A link that leads nowhere is refused with its reason, not passed over.
            yield _Found(entry.path, f"{below}{name}", _size(entry.path))
