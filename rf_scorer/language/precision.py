"""How often each marker was right where it fired, as somebody read and wrote down (``codebook/precision.toml``)."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import resources
from rf_scorer.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Figure", "load_precision", "parse_precision"]

_FILE = "precision.toml"
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Figure:
    """``right`` of ``read`` hits stood before a reader."""

    right: int
    read: int

    @property
    def share(self) -> float:
        """Right ones among those read, 0 to 1."""
        return self.right / self.read

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share (Wilson's score interval)."""
        n, p = self.read, self.share
        centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, centre - half), min(1.0, centre + half)


def parse_precision(text: str, markers: Collection[str]) -> tuple[str, Mapping[str, Figure]]:
    """What was read, and the figures by marker.

    Parameters
    ----------
    text : str
        TOML: ``about``, and a table ``marker`` of ``ID = { right = …, read = … }``.
    markers : collection of str
        The ids that there are.

    Raises
    ------
    UsageError
        If the file is not TOML, or figures cannot be.
    UnknownName
        If there is no such marker.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"This is not TOML: {error}."
        raise UsageError(message, where=_FILE) from None
    figures = {}
    for name, given in document.get("marker", {}).items():
        if name not in markers:
            raise UnknownName("marker", name, sorted(markers))
        right, read = given.get("right"), given.get("read")
        if not (isinstance(right, int) and isinstance(read, int) and 0 <= right <= read and read):
            raise UsageError(
                "A figure is right = 0 or more, read = at least as many and not 0.", where=f"{_FILE}::{name}"
            )
        figures[name] = Figure(right, read)
    return str(document.get("about", "")), figures


def load_precision(markers: Collection[str]) -> tuple[str, Mapping[str, Figure]]:
    """The figures that ship with rf_scorer (see :func:`parse_precision`)."""
    path = resources.folder("annotation_guides") / "codebook" / _FILE
    return parse_precision(path.read_text(encoding="utf-8"), markers)
