"""The rating models that can be named, and what their cards say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer import jsonio, registry
from rf_scorer.errors import ResourceMissing

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["card", "names"]


def names() -> tuple[str, ...]:
    """Names of the registered models, sorted."""
    return registry.names("rf_scorer.models")


def card(name: str) -> dict[str, Any]:
    """The card of a registered model: what it was trained on, what it is for, how good it is.

    Raises
    ------
    UnknownName
        If no model has this name; the message lists those that do.
    ResourceMissing
        If the model came without a card.
    """
    folder: Traversable = registry.load("rf_scorer.models", name)()
    path = folder / "card.json"
    if not path.is_file():
        raise ResourceMissing(
            f"The model {name!r} has no card.", remedy="Install again: pip install --force-reinstall rf_scorer"
        )
    document: dict[str, Any] = jsonio.loads(path.read_bytes(), where=f"model {name}/card.json")
    return document
