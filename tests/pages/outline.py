"""What a page shows and leads to, and that it needs nothing beside itself."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

_VOID = {"meta", "br", "rect", "path", "circle"}


class Outline(HTMLParser):
    """Collects what a page shows and leads to, and checks that elements are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the tag."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag that closes itself."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.text.append(data)


def needed(html: str) -> list[str]:
    """What a page needs beside itself: scripts, other hosts, styles that the policy does not allow by their digest. Nothing, where it is sound."""
    outline = Outline(html)
    found = [name for name, _ in outline.attributes if name in {"src", "style"} or name.startswith("on")]
    found += ["script"] * ("script" in outline.tags) + ["another host"] * ("://" in html)
    (sheet,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    allowed = f"style-src 'sha256-{digest}'" in html or f"style-src &#39;sha256-{digest}&#39;" in html
    return found if allowed else [*found, "a style"]
