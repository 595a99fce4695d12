"""Style sheets of the pages, each page's in one block with its digest, so that a content security policy can allow it and nothing else."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from functools import cache

from markupsafe import Markup

__all__ = ["style"]


@cache
def style(*names: str) -> tuple[Markup, str]:
    """The style sheets of these names as one text, and its digest as a policy wants it (``sha256-…``)."""
    folder = importlib.resources.files("rf_scorer.pages") / "templates"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return Markup(text), f"sha256-{digest}"  # noqa: S704 (our own files)
