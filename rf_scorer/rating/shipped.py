"""The model that ships with rf_scorer, registered by entry point like anybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer import resources

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["rf_passage"]


def rf_passage() -> Traversable:
    """The folder of the shipped model."""
    return resources.folder("models") / "rf_passage"
