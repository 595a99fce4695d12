"""The folder of an export: there as a whole or not at all, and only an earlier export is ever replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import InvalidDocument, OutputExists, UsageError
from rf_scorer.regularfile import read_bytes
from rf_scorer.study.files.placing import names_there, put
from rf_scorer.study.ratings.exported import COMMAND, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

__all__ = ["ExportFolder"]


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
        there = names_there(self.path)
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
            document = jsonio.loads(read_bytes(self.path / MANIFEST))
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
        put(self.path, files)
