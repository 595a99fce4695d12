"""A model's folder: its files are there together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.errors import OutputExists, UsageError
from rf_scorer.rating import card, modelfile
from rf_scorer.study.files.placing import names_there, put

if TYPE_CHECKING:
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
        there = names_there(self.path)
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
        files = {modelfile.FILE: model, card.FILE: about, _README: readme}
        put(self.path, {name: text.encode("utf-8") for name, text in files.items()})
