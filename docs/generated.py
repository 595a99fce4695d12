"""What the makers of generated pages share: the remark at the top, tables, and writing a set of pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DOCS", "REMARK", "cell", "facts", "page", "table", "write"]

DOCS = Path(__file__).resolve().parent
#: The first line of every generated page; a page that begins with it and is made no more is removed.
REMARK = "<!-- Generated from the program. To refresh: python docs/make.py -->"


def cell(text: str) -> str:
    """Text as it may stand in a table: on one line, with what Markdown or HTML would take for theirs escaped."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are Markdown already."""
    names = list(head)
    lines = [f"| {' | '.join(names)} |", "|" + "---|" * len(names)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """What is known of something, name by name; names without anything are left out."""
    return "\n".join(f"* **{name}**: {text}" for name, text in pairs if text)


def page(title: str, *parts: str) -> str:
    """A page: the remark, its title, and its parts with an empty line between them."""
    body = "\n\n".join(part.strip("\n") for part in (f"# {title}", *parts) if part.strip())
    return f"{REMARK}\n\n{body}\n"


def write(pages: Mapping[str, str], folder: Path = DOCS) -> tuple[str, ...]:
    """Write pages (path below ``docs`` → text) that differ from what is there, and remove generated ones that are no more; what changed."""
    changed = []
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            changed.append(name)
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if name not in pages and path.read_text("utf-8").startswith(REMARK):
            path.unlink()
            changed.append(name)
    return tuple(changed)
