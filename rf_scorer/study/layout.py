"""Where results stand in an output folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths in one output folder."""

    root: Path

    @property
    def manifest(self) -> Path:
        """What was run, on what, with what."""
        return self.root / "manifest.json"

    @property
    def summary(self) -> Path:
        """One row per input file."""
        return self.root / "summary.csv"

    def sheet(self, transcript_id: str) -> Path:
        """The rating sheet of a transcript."""
        return self.root / "sheets" / f"{transcript_id}.json"

    def page(self, transcript_id: str) -> Path:
        """The page to read of a transcript."""
        return self.root / "pages" / f"{transcript_id}.html"
