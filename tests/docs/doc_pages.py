"""Reading our own documentation: sections, tables, code blocks, links."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "DOCS",
    "PACKAGE",
    "PAGES",
    "ROOT",
    "Block",
    "anchors",
    "blocks",
    "first_cells",
    "links",
    "section",
    "table_rows",
]

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "rf_scorer"
#: Every page a user reads.
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
_RULE = re.compile(r"^\|[\s:|-]+\|$")


class Block(NamedTuple):
    """A fenced block: page, first line of its content, the words behind the fence, and the content."""

    page: Path
    line: int
    words: tuple[str, ...]
    body: str


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page."""
    text = page.read_text("utf-8")
    return [
        Block(page, text.count("\n", 0, match.start("body")) + 1, tuple(match["info"].split()), match["body"])
        for match in _FENCE.finditer(text)
    ]


def _unfenced(page: Path) -> str:
    return _FENCE.sub(lambda match: "\n" * match.group().count("\n"), page.read_text("utf-8"))


def section(page: Path, heading: str) -> str:
    """The text below a second-level heading, up to the next one; without fenced blocks."""
    text = _unfenced(page)
    found = re.search(rf"^## {re.escape(heading)} *$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{page.name} has no section {heading!r}"
    return found[1]


def table_rows(text: str) -> list[list[str]]:
    """The cells of every table row below a header, without white space at their ends."""
    rows, body = [], False
    for line in text.splitlines():
        if not line.startswith("|"):
            body = False
        elif _RULE.match(line):
            body = True
        elif body:
            rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def first_cells(text: str) -> list[str]:
    """Every name in backticks in the first column; a cell may hold several."""
    return [name for row in table_rows(text) for name in re.findall(r"`([^`]+)`", row[0])]


def links(page: Path) -> list[str]:
    """Where a page's links lead, those to other hosts left out."""
    return [
        target for target in _LINK.findall(_unfenced(page)) if "://" not in target and not target.startswith("mailto:")
    ]


def anchors(page: Path) -> set[str]:
    """The names by which headings can be linked to, as Markdown hosts and our site make them: of equal ones the second is ``-1``."""
    found: Counter[str] = Counter()
    names = set()
    for _, title in _HEADING.findall(_unfenced(page)):
        name = re.sub(r"[^\w\- ]", "", title.lower().replace("`", "")).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if found[name] else name)
        found[name] += 1
    return names
