"""The raters' guides as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

from rf_scorer.language import guides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

__all__ = ["Guide", "guide", "names", "standing_alone"]

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_BREAK = "\ue000"
_PLACES = re.compile(r'</?a\b[^>]*>| id="[^"]*"')
_LINK = re.compile(r"(?P<name>[A-Za-z0-9_-]+)\.md(?P<rest>#[A-Za-z0-9_-]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide: its first heading, and all of it as HTML."""

    name: str
    title: str
    body: Markup


def names() -> tuple[str, ...]:
    """Names of the guides, sorted."""
    return guides.names()


@cache
def guide(name: str) -> Guide:
    """A guide as HTML, in which links to other guides lead to their pages here, and other links are plain text.

    Raises
    ------
    UnknownName
        If there is no such guide.
    """
    text = _COMMENT.sub("", guides.text(name))
    # Cells of the guides' tables break their lines so. No other HTML of a guide is HTML here.
    text = text.replace("<br>", _BREAK)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    _lead(tokens)
    _anchor(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    html = html.replace(_BREAK, "<br>").replace("<table>", '<div class="wide"><table>')
    html = html.replace("</table>", "</table></div>")
    return Guide(name=name, title=_title(tokens) or name, body=Markup(html))  # noqa: S704 (made from our own Markdown, without its HTML)


@cache
def standing_alone(name: str) -> Markup:
    """A guide as HTML for a page that has no others beside it: without links, and without ids that this page may have.

    Raises
    ------
    UnknownName
        If there is no such guide.
    """
    return Markup(_PLACES.sub("", guide(name).body))  # noqa: S704 (parts of our own HTML, left out)


def _lead(tokens: Sequence[Token]) -> None:
    """Lead links to other guides to their pages, and take the rest out."""
    for token in tokens:
        kept = []
        inside = True
        for child in token.children or ():
            if child.type == "link_open":
                found = _LINK.fullmatch(str(child.attrGet("href")))
                inside = found is not None and found["name"] in guides.names()
                if found is not None and inside:
                    child.attrSet("href", f"/guides/{found['name']}{found['rest'] or ''}")
            if inside or child.type not in {"link_open", "link_close"}:
                kept.append(child)
        if token.children is not None:
            token.children = kept


def _anchor(tokens: Sequence[Token]) -> None:
    """Give every heading an id, so that one can link to it."""
    seen: dict[str, int] = {}
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            slug = re.sub(r"[^a-z0-9]+", "-", inline.content.lower()).strip("-") or "part"
            seen[slug] = seen.get(slug, 0) + 1
            heading.attrSet("id", slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")


def _title(tokens: Sequence[Token]) -> str:
    return next(
        (inline.content for heading, inline in pairwise(tokens) if heading.type == "heading_open"),
        "",
    )
