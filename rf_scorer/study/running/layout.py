"""Where results stand in an output folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

__all__ = ["Layout", "strays"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths in one output folder.

    Attributes
    ----------
    root : Path
    part : str
        What the names of the tables have before their endings, where a run does a part of the inputs alone: ``-3-of-10``.
    """

    root: Path
    part: str = ""

    @property
    def manifest(self) -> Path:
        """What was run, on what, with what."""
        return self.root / f"manifest{self.part}.json"

    @property
    def summary(self) -> Path:
        """One row per input file."""
        return self.root / f"summary{self.part}.csv"

    def sheet(self, transcript_id: str) -> Path:
        """The rating sheet of a transcript."""
        return self.root / "sheets" / f"{transcript_id}.json"

    def page(self, transcript_id: str) -> Path:
        """The page to read of a transcript."""
        return self.root / "pages" / f"{transcript_id}.html"


def strays(layout: Layout, *, known: Container[str], waiting: Container[str] = ()) -> tuple[str, ...]:
    """Sheets and pages that stand in an output folder and that nobody knows of, below it, sorted.

    Parameters
    ----------
    layout : Layout
    known : container of str
        Paths below the folder that are accounted for.
    waiting : container of str
        Ids of transcripts whose sheets and pages may stand there although nobody has said so.
    """
    there = [*layout.sheet("any").parent.glob("*.json"), *layout.page("any").parent.glob("*.html")]
    names = (path.relative_to(layout.root).as_posix() for path in there if path.stem not in waiting)
    return tuple(sorted(name for name in names if name not in known))
