"""Files that a person asked for one by one: refused before the work begins, written when all of it is done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import OutputExists, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Outputs", "check_outside"]

#: What commands read of a study, or of results: folders, and files beside them.
_FOLDERS = ("transcripts", "sheets", "ratings")
_FILES = ("study.toml", "cases.toml", "labels.json", "plan.json", "assignments.csv", "manifest.json", "summary.csv")


def check_outside(root: Path, paths: Iterable[Path | None]) -> None:
    """Refuse outputs among what is read of a study or of results: with --force one would replace a transcript, or the ratings.

    Raises
    ------
    UsageError
        If one stands there.
    """
    folders = [_real(root / name) for name in _FOLDERS]
    files = {_real(root / name) for name in _FILES}
    for path in paths:
        if path is None:
            continue
        whole = _real(path)
        if whole in files or any(whole.is_relative_to(folder) for folder in folders):
            raise UsageError(
                "The output would stand among what is read.", where=str(path), remedy="Give another place."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Paths that are to be written, None for what nobody asked for; and what is read, which nothing may replace.

    ``source`` may be a folder: a study, results, or documents; ``beside`` is what else is read, such as a table of groups.
    """

    paths: tuple[Path | None, ...]
    force: bool
    source: Path
    beside: tuple[Path | None, ...] = ()

    def check(self) -> None:
        """Refuse what cannot be, before any time is spent.

        Raises
        ------
        OutputExists
            If one is there and ``force`` is false.
        UsageError
            If two are one and the same file, or one is the input.
        """
        asked = [path for path in self.paths if path is not None]
        if len({path.absolute() for path in asked}) < len(asked):
            raise UsageError("Two outputs have one name.", remedy="Give each a name of its own.")
        read = {_real(path) for path in (self.source, *self.beside) if path is not None}
        for path in asked:
            if _real(path) in read:
                raise UsageError("An output would replace the input.", where=str(path), remedy="Give another name.")
            if not self.force and os.path.lexists(path):
                raise OutputExists(
                    "The output exists already.",
                    where=str(path),
                    remedy="Give another name, or --force to replace it.",
                )

        if os.path.isdir(self.source):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
            check_outside(self.source, asked)
            self._check_documents(asked)

    def _check_documents(self, asked: Iterable[Path]) -> None:
        """Where documents stand in the very folder that is read, one more would be read with them, and --force could replace one."""
        if os.path.lexists(self.source / "study.toml"):
            return
        for path in asked:
            if path.suffix.lower() == ".json" and _real(path).parent == _real(self.source):
                raise UsageError(
                    "The output would stand among what is read.", where=str(path), remedy="Give another place."
                )

    def write(self, made: Mapping[Path | None, Callable[[], str]]) -> None:
        """Write each file whole or not at all.

        Raises
        ------
        OutputFailed
            If the folder cannot be written or the disk is full.
        """
        texts = {path: make() for path, make in made.items() if path is not None}
        for folder in {path.parent for path in texts}:
            jsonio.remove_parts(folder)
        for path, text in texts.items():
            jsonio.write_text(path, text, force=self.force)


def _real(path: Path) -> Path:
    # Path.resolve raises where links lead in a circle.
    return Path(os.path.realpath(path))
