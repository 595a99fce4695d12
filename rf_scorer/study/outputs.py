"""Files that a person asked for one by one: refused before the work begins, written when all of it is done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import jsonio
from rf_scorer.errors import OutputExists, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["Outputs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Paths that are to be written, None for what nobody asked for; and what is read, which nothing may replace."""

    paths: tuple[Path | None, ...]
    force: bool
    source: Path

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
        for path in asked:
            if path.resolve() == self.source.resolve():
                raise UsageError("An output would replace the input.", where=str(path), remedy="Give another name.")
            if not self.force and os.path.lexists(path):
                raise OutputExists(
                    "The output exists already.",
                    where=str(path),
                    remedy="Give another name, or --force to replace it.",
                )

    def write(self, made: Mapping[Path | None, Callable[[], str]]) -> None:
        """Write each file whole or not at all.

        Raises
        ------
        OutputFailed
            If the folder cannot be written or the disk is full.
        """
        texts = {path: make() for path, make in made.items() if path is not None}
        for path, text in texts.items():
            jsonio.write_text(path, text, force=self.force)
