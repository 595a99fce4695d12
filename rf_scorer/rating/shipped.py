"""The models that ship with rf_scorer, registered by entry point like anybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer import resources

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["rf_passage", "short_answers"]


def rf_passage() -> Traversable:
    """The folder of the model for passages of interviews."""
    return resources.folder("models") / "rf_passage"


def short_answers() -> Traversable:
    """The folder of the model for short written answers, scored 0 to 2."""
    return resources.folder("models") / "short_answers"
