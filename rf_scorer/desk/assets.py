"""Style sheets and scripts of the desk, held in memory, each with a digest in its address so that browsers may keep it."""

from __future__ import annotations

import hashlib
import importlib.resources
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.errors import ResourceMissing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

__all__ = ["Asset", "Assets"]

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file: its bytes, its media type, and the first digits of its SHA-256."""

    data: bytes
    kind: str
    digest: str


class Assets:
    """Every file below ``desk/static``, by its path there. What is not among them cannot be asked for, whatever a path says."""

    def __init__(self) -> None:
        self._files: dict[str, Asset] = {}
        for name, entry in _files(importlib.resources.files("rf_scorer.desk") / "static"):
            kind = _KINDS.get(name[name.rfind(".") :])
            if kind is not None:
                data = entry.read_bytes()
                self._files[name] = Asset(data=data, kind=kind, digest=hashlib.sha256(data).hexdigest()[:16])

    def get(self, name: str) -> Asset | None:
        """A file, or None."""
        return self._files.get(name)

    def url(self, name: str) -> str:
        """The address of a file.

        Raises
        ------
        ResourceMissing
            If there is no such file.
        """
        found = self._files.get(name)
        if found is None:
            raise ResourceMissing(
                f"The desk's file {name!r} is missing from this installation.",
                remedy="Install again: pip install --force-reinstall rf_scorer",
            )
        return f"/static/{name}?v={found.digest}"


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry
