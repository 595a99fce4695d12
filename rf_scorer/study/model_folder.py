"""A model's folder: its files are there together or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import OutputExists, OutputFailed, UsageError
from rf_scorer.rating import card, modelfile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["ModelFolder"]

_README = "README.md"
#: What a model's folder holds; nothing else is ever replaced.
_OURS = frozenset({modelfile.FILE, card.FILE, _README})


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """Where a model is to stand; ``force`` replaces a model that is there."""

    path: Path
    force: bool

    def check(self) -> None:
        """Refuse what cannot be, before any time is spent.

        Raises
        ------
        OutputExists
            If something is there and ``force`` is false.
        UsageError
            If what is there is no model's folder: with ``force`` a folder of other things must not be lost.
        """
        if not os.path.lexists(self.path):
            return
        if not self.path.is_dir() or self.path.is_symlink():
            raise UsageError("There is a file of this name.", where=str(self.path), remedy="Give the name of a folder.")
        there = {entry.name for entry in self.path.iterdir()}
        if there - _OURS:
            raise UsageError(
                "The folder holds other things than a model.", where=str(self.path), remedy="Give a new folder."
            )
        if there and not self.force:
            raise OutputExists(
                "There is a model already.",
                where=str(self.path),
                remedy="Give another folder, or --force to replace it.",
            )

    def write(self, *, model: str, about: str, readme: str) -> None:
        """Write the files beside the folder and give them its name when they are complete.

        Raises
        ------
        OutputFailed
            If the folder cannot be written or the disk is full.
        """
        self.check()
        self._place({modelfile.FILE: model, card.FILE: about, _README: readme})

    def _place(self, files: Mapping[str, str]) -> None:
        # As absolute paths: "." has no name of its own to give to another folder.
        target = self.path.absolute()
        mark = f".{os.getpid()}-{secrets.token_hex(4)}"
        fresh, old = (target.parent / f"{mark}{end}{jsonio.PART_SUFFIX}" for end in ("-new", "-old"))
        try:
            for name, text in files.items():
                jsonio.write_text(fresh / name, text)
            if target.is_dir():
                target.rename(old)
            fresh.rename(target)
        except OSError as error:
            raise OutputFailed(
                f"The model cannot be written ({os.strerror(error.errno) if error.errno else 'unknown reason'}).",
                where=str(self.path),
                remedy="Check the folder's permissions and the free space.",
            ) from None
        finally:
            if old.is_dir() and not target.is_dir():
                old.rename(target)
            for left in (fresh, old):
                shutil.rmtree(left, ignore_errors=True)
