"""The folder of an export: there as a whole or not at all, and only an earlier export is ever replaced."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, OutputExists, OutputFailed, UsageError
from rf_scorer.study.placing import place
from rf_scorer.study.ratings.exported import COMMAND, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

__all__ = ["ExportFolder"]

#: What systems put into folders by themselves.
_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFolder:
    """Where an export is to stand.

    Attributes
    ----------
    path : Path
    names : collection of str
        What stands directly in it.
    force : bool
        Whether an earlier export is replaced.
    """

    path: Path
    names: Collection[str]
    force: bool

    def check(self) -> None:
        """Refuse what cannot be, before any time is spent.

        Raises
        ------
        OutputExists
            If there is an export and ``force`` is false.
        UsageError
            If what is there is no export: a folder of other things must not be lost.
        """
        if not os.path.lexists(self.path):
            return
        if not self.path.is_dir() or self.path.is_symlink():
            raise UsageError("There is a file of this name.", where=str(self.path), remedy="Give the name of a folder.")
        try:
            there = {entry.name for entry in self.path.iterdir()} - _SYSTEM
        except OSError as error:
            raise UsageError(
                f"The folder cannot be opened ({error.strerror}).",
                where=str(self.path),
                remedy="Check its permissions.",
            ) from None
        if not there:
            return
        if there - set(self.names) or not self._ours():
            raise UsageError(
                "The folder holds other things than an export.", where=str(self.path), remedy="Give a new folder."
            )
        if not self.force:
            raise OutputExists(
                "There is an export already.",
                where=str(self.path),
                remedy="Give another folder with -o, or --force to replace it.",
            )

    def _ours(self) -> bool:
        try:
            document = jsonio.loads((self.path / MANIFEST).read_bytes())
        except (OSError, InvalidDocument):
            return False
        return isinstance(document, dict) and document.get("command") == COMMAND

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write the files beside the folder, and give them its name when they are complete.

        Parameters
        ----------
        files : mapping of str to bytes
            By path in the folder, with forward slashes.

        Raises
        ------
        OutputFailed
            If the folder cannot be written or the disk is full; what was there is there still.
        """
        self.check()
        target = self.path.absolute()
        mark = f".{os.getpid()}-{secrets.token_hex(4)}"
        fresh, old = (target.parent / f"{mark}{end}{jsonio.PART_SUFFIX}" for end in ("-export", "-old"))
        try:
            place(fresh, files, last=MANIFEST)
            if target.is_dir():
                target.rename(old)
            fresh.rename(target)
        except OSError as error:
            raise OutputFailed(
                f"The export cannot be written ({os.strerror(error.errno) if error.errno else 'unknown reason'}).",
                where=str(self.path),
                remedy="Check the folder's permissions and the free space.",
            ) from None
        except OutputFailed as error:
            error.where = str(self.path)  # and not the name under which it was being written
            raise
        finally:
            if old.is_dir() and not target.is_dir():
                old.rename(target)
            for left in (fresh, old):
                shutil.rmtree(left, ignore_errors=True)
