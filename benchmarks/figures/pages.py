"""Pages made of what is kept: tables between their marks, and numbers in sentences.

A table stands between ``<!-- figures: NAME -->`` and ``<!-- /figures -->``; NAME is one of :data:`TABLES`. A sentence is known by its words
(:mod:`figures.sentences`). What has not been measured is left as it stands.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling import tables

from figures import conversations, index, keeping, language, privacy, rating, robustness, sentences
from figures.table import as_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from figures.table import Table

__all__ = ["PAGES", "TABLES", "fill", "filled", "marks"]

ROOT = Path(__file__).parents[2]
_MARK = re.compile(r"(?P<open><!-- figures: (?P<name>[a-z.-]+) -->\n).*?(?P<close><!-- /figures -->)", re.DOTALL)
#: Pages that hold figures, from the root of the project.
PAGES = (
    "README.md",
    "docs/measurements/overview.md",
    "docs/measurements/accuracy.md",
    "docs/measurements/robustness.md",
    "docs/measurements/real-input.md",
    "docs/how-to/privacy.md",
    "docs/explanation/confidentiality.md",
    "docs/explanation/language-pipeline.md",
    "docs/reference/limits.md",
    "docs/reference/outputs.md",
)
#: Pages that hold the tables of ``scale.py``.
SPEED = ("docs/measurements/speed.md", "docs/how-to/scale.md")
#: What makes each table, from the runs of everything that is kept.
TABLES: dict[str, Callable[[Mapping[str, Any]], Iterable[Table]]] = {
    **language.TABLES,
    **rating.TABLES,
    **privacy.TABLES,
    **robustness.TABLES,
    **conversations.TABLES,
    **index.TABLES,
}


def filled(page: str, kept: Mapping[str, Any]) -> str:
    """A page with the tables and the sentences of what is kept."""

    def between(match: re.Match[str]) -> str:
        try:
            made = [as_markdown(table) for table in TABLES[match["name"]](kept)]
        except KeyError as error:
            if match["name"] not in TABLES:
                raise ValueError(f"no such table: {match['name']}") from error
            return match[0]  # not measured yet
        return "\n".join([f"{match['open']}", *made]) + match["close"]

    return sentences.filled(_MARK.sub(between, page), kept)


def marks(page: str) -> list[str]:
    """The tables that a page has marks for."""
    return [match["name"] for match in _MARK.finditer(page)]


def fill() -> Iterator[str]:
    """Fill all pages, those of ``scale.py`` too, which keeps its figures in a form of its own; the names of those that changed."""
    kept = keeping.read()
    speed = json.loads((keeping.DATA / "speed.json").read_text("utf-8"))
    for name in (*PAGES, *SPEED):
        path = ROOT / name
        before = path.read_text("utf-8")
        after = tables.filled(before, speed) if name in SPEED else filled(before, kept)
        if after != before:
            path.write_text(after, "utf-8")
            yield name
