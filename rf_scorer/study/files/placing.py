"""A new folder with what belongs in it: all of it or nothing, and never anything of somebody else's touched."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import OutputFailed, UsageError
from rf_scorer.study.files import lock
from rf_scorer.study.files.swap import swap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["SYSTEM", "check_room", "names_there", "place", "put", "scratch", "sweep"]

#: What systems put into folders by themselves.
SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
#: How names of folders end that are not complete yet, and that are to be replaced.
_NEW, _OLD = f"-new{jsonio.PART_SUFFIX}", f"-old{jsonio.PART_SUFFIX}"


def names_there(path: Path, *, links: bool = False) -> frozenset[str]:
    """What stands directly in a folder, without what systems put there by themselves; nothing where there is no folder.

    Raises
    ------
    UsageError
        If it is a file, or a link (unless ``links``), or cannot be opened.
    """
    if not os.path.lexists(path):
        return frozenset()
    if not os.path.isdir(path) or (os.path.islink(path) and not links):  # noqa: PTH112, PTH114 (Path's raise where a name is too long)
        raise UsageError("There is a file of this name.", where=str(path), remedy="Give the name of a folder.")
    try:
        return frozenset(entry.name for entry in path.iterdir() if not _passing(entry.name)) - SYSTEM
    except OSError as error:
        raise UsageError(
            f"The folder cannot be opened ({error.strerror}).", where=str(path), remedy="Check its permissions."
        ) from None


def _passing(name: str) -> bool:
    """Whether a name is that of what runs make for themselves, and of what a killed one has left."""
    return name.startswith(".") and (lock.SUFFIX in name or name.endswith(jsonio.PART_SUFFIX))


def check_room(root: Path, *, kept: Sequence[str], files: Collection[str]) -> None:
    """Refuse a place where a folder cannot be made, before any time is spent.

    Parameters
    ----------
    root : Path
    kept : sequence of str
        Names that may be there already, and are then kept as they are; anything else of somebody's is in the way.
    files : collection of str
        What is to be written, by path in the folder: nothing that is kept may stand at these names.

    Raises
    ------
    UsageError
        If there is a file of this name, or the folder holds other things.
    """
    # A link to a folder will do here: what is made goes into the folder, and nothing takes its place.
    there = names_there(root, links=True)
    if there - set(kept):
        listed = " and ".join(f"'{name}'" for name in kept)
        raise UsageError(
            "The folder holds other things.",
            where=str(root),
            remedy=f"Give a new folder, or one that holds nothing but {listed}, which are kept.",
        )
    clash = sorted(there & {name.partition("/")[0] for name in files})
    if clash:
        raise UsageError(
            f"The folder holds what would be made in it: {', '.join(clash)}.",
            where=str(root),
            remedy="Give a new folder.",
        )


def place(root: Path, files: Mapping[str, bytes], *, folders: Sequence[str] = (), last: str) -> None:
    """Make a folder with these files, or add them to one that is there.

    Parameters
    ----------
    root : Path
    files : mapping of str to bytes
        By path in the folder, with forward slashes.
    folders : sequence of str
        Folders directly in it that are to be there even where nothing is in them; one that is there is kept as it is.
    last : str
        The file without which the others mean nothing: it gets its name when all others have theirs.

    Raises
    ------
    FolderTaken
        If another run is at work there.
    OutputFailed
        If the folder cannot be written, or something of these names is there; nothing of ours is left then.
    """
    target = root.absolute()
    there = os.path.lexists(target)
    with (lock.inside if there else lock.beside)(root), _explained(root):
        fresh = _part(target, target if there else target.parent)
        try:
            _fill(fresh, files, folders)
            if there:
                _move_in(fresh, target, last)
            else:
                fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def put(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder beside the one of this name, and give it the name, in its place, when it is complete.

    Whether what is there may be replaced was asked before (:func:`names_there`). What a killed run left is mended or removed first.

    Parameters
    ----------
    path : Path
    files : mapping of str to bytes
        By path in the folder, with forward slashes.

    Raises
    ------
    FolderTaken
        If another run is at work there.
    OutputFailed
        If the folder cannot be written or the disk is full; what was there is there still.
    """
    # As absolute paths: "." has no name of its own to give to another folder.
    target = path.absolute()
    with lock.beside(path), _explained(path):
        fresh = _part(target, target.parent)
        old = fresh.with_name(fresh.name.replace(_NEW, _OLD))
        try:
            _fill(fresh, files, ())
            if not (target.is_dir() and swap(fresh, target)):
                if target.is_dir():
                    target.rename(old)
                fresh.rename(target)
        finally:
            if old.is_dir() and not target.is_dir():
                old.rename(target)
            for left in (fresh, old):
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """A folder for one run's own use beside a folder that is to be written, for libraries that only write to files.

    It is removed at the end, or by the next run where this one was killed.
    """
    target = path.absolute()
    with lock.beside(path):
        made = _part(target, target.parent)
        try:
            with _explained(path):
                made.mkdir(mode=0o700)
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def sweep(path: Path) -> None:
    """Mend what a killed run left of a folder: the old one is there again, or the new one; and no part of either."""
    target = path.absolute()
    with lock.beside(path), suppress(OSError):
        _sweep(target, target.parent)


def _part(target: Path, folder: Path) -> Path:
    """The name of a folder that is to become another one, after what was left of that was swept away."""
    _sweep(target, folder)
    return folder / f".{lock.digest(target)}-{secrets.token_hex(4)}{_NEW}"


def _sweep(target: Path, folder: Path) -> None:
    left = sorted(folder.glob(f".{lock.digest(target)}-*{jsonio.PART_SUFFIX}"))
    for old in left:
        if old.name.endswith(_OLD) and not os.path.lexists(target):
            old.rename(target)
    for part in left:
        shutil.rmtree(part, ignore_errors=True)


def _fill(fresh: Path, files: Mapping[str, bytes], folders: Sequence[str]) -> None:
    fresh.mkdir(parents=True)
    for name in folders:
        (fresh / name).mkdir(exist_ok=True)
    for name, data in files.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _move_in(fresh: Path, target: Path, last: str) -> None:
    moved: list[Path] = []
    names = sorted((entry.name for entry in fresh.iterdir()), key=lambda name: (name == last, name))
    try:
        for name in names:
            source, goal = fresh / name, target / name
            if source.is_dir() and goal.is_dir() and not any(source.iterdir()):
                continue  # theirs, and kept
            if os.path.lexists(goal):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(goal))
            source.rename(goal)
            moved.append(goal)
    except BaseException:
        for goal in reversed(moved):
            goal.rename(fresh / goal.name)
        raise


@contextmanager
def _explained(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        raise OutputFailed(
            f"The folder cannot be written ({reason}).",
            where=str(root),
            remedy="Check the permissions and the free space, or give another folder.",
        ) from None
