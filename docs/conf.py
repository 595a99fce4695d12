"""How ``make docs`` makes the pages of a checkout a site.

The source folder is the checkout itself, so that a link between two files means the same on the site, on the screen of somebody who reads the
files, and to ``tests/docs``. Pages are plain Markdown: which of them belong together is said by the links of the pages named ``index.md``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sphinx.util import logging  # noqa: E402

from rf_scorer import __version__  # noqa: E402 (this checkout's, whatever is installed)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

project = "rf_scorer"
author = "The rf_scorer developers"
project_copyright = author
release = version = __version__
language = "en-GB"
# Pages say what is typed: quotes stay as they are.
smartquotes = False

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "annotation_guides/*.md",
    "annotation_guides/*/README.md",
    "benchmarks/README.md",
    "benchmarks/*/README.md",
    "benchmarks/data/*/README.md",
    "docs/**.md",
    "models/*/*.md",
]
exclude_patterns = [
    ".*",
    "**/.*",
    "**/*.dist-info",
    "build",
    "demo-output",
    "dist",
    "docs/_build",
    "models/private",
    "rf_scorer",
    "tests",
]

# A heading of any depth can be linked to, by the name that Markdown hosts give it.
myst_heading_anchors = 6
myst_enable_extensions = ["attrs_inline"]
# Our languages for code blocks beside those that have a lexer.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
nitpicky = True

html_theme = "furo"
html_title = f"rf_scorer {__version__}"
html_static_path = ["site/static"]
html_css_files = ["site.css"]
# The address without a page leads to the first one.
html_extra_path = ["site/index.html"]
html_copy_source = False
html_show_sphinx = False
# Pages that are opened as files may not fetch one another.
html_show_search_summary = False
html_theme_options = {"navigation_with_keys": True}

_HEADING = re.compile(r"^## +(.+?) *$")
#: What a browser would fetch by itself.
_FOREIGN = re.compile(
    r"""<(?:audio|embed|iframe|img|link|object|script|source|video)\b[^>]*?\b(?:data|href|src|srcset)=["'](?:https?:)?//"""
)
_ENTRY = re.compile(r"^(?:[*-] |\| ?)\[([^\]]+)\]\(([^)#\s]+)\.md\)")


def contents(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What a page lists: below each second-level heading, the pages that lines of a list or a table begin with, as title and path."""
    heading, pages = "", []
    for line in [*text.splitlines(), "## "]:
        found = _HEADING.match(line) if line != "## " else line
        if found:
            if pages:
                yield heading, pages
            heading, pages = ("" if isinstance(found, str) else found[1]), []
        elif entry := _ENTRY.match(line):
            pages.append((entry[1], entry[2]))


def _add_contents(_: Sphinx, docname: str, content: list[str]) -> None:
    if docname.rpartition("/")[2] != "index":
        return
    first = docname == root_doc
    for heading, pages in contents(content[0]):
        caption = f":caption: {heading}\n" if heading and first else ""
        listed = "\n".join(f"{title} <{path}>" if first else path for title, path in pages)
        content[0] += f"\n```{{toctree}}\n:hidden:\n{caption}\n{listed}\n```\n"


def _look_for_hosts(app: Sphinx, failed: Exception | None) -> None:
    if failed is None and app.builder.format == "html":
        for page in sorted(app.outdir.rglob("*.html")):
            if _FOREIGN.search(page.read_text("utf-8")):
                logging.getLogger(__name__).warning(
                    "%s loads something from another host", page.relative_to(app.outdir)
                )


def setup(app: Sphinx) -> None:
    """Let lists of links be what other generators want tables of contents for, and let no page load anything from elsewhere."""
    app.connect("source-read", _add_contents)
    app.connect("build-finished", _look_for_hosts)
