"""The pages as a site: each has its place in the navigation, and says at once what it is for. ``make docs`` tries the rest."""

from __future__ import annotations

import os
import re

import conf
from doc_pages import DOCS, ROOT

PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
LISTS = [page for page in PAGES if page.name == "index.md"]


def test_every_page_is_listed_once() -> None:
    """Whatever is in ``docs`` stands in exactly one of the lists that make the navigation, and these list nothing that is not there."""
    listed = [
        os.path.relpath(page.parent / f"{path}.md", ROOT)
        for page in LISTS
        for _, paths in conf.contents(page.read_text("utf-8"))
        for _, path in paths
    ]
    assert sorted(listed) == sorted(set(listed))
    assert [path for path in listed if not (ROOT / path).is_file()] == []
    told = {path for path in listed if path.startswith("docs/")}
    assert told == {page.relative_to(ROOT).as_posix() for page in PAGES} - {"docs/index.md"}


def test_every_page_begins_with_what_it_is_for() -> None:
    """A page has a title, and below it sentences before any heading, table, list, picture or block."""
    faulty = []
    for page in PAGES:
        title, first = re.sub(r"<!--.*?-->\n+", "", page.read_text("utf-8"), flags=re.DOTALL).split("\n\n")[:2]
        if (
            not title.startswith("# ")
            or re.match(r"#|\||!|```|[*-] |>", first)
            or not re.search(r"[\w`*)]\.(\s|$)", first)
        ):
            faulty.append((page.name, first[:60]))
    assert faulty == []
