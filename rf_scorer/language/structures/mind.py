"""Structures of the families A and B, by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rf_scorer.language.structures import causes, guard, mixture, opacity, perspectives

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["STRUCTURES"]

STRUCTURES: Mapping[str, Callable[[Scene], Iterator[Seen]]] = MappingProxyType(
    {
        **opacity.STRUCTURES,
        **guard.STRUCTURES,
        **causes.STRUCTURES,
        **mixture.STRUCTURES,
        **perspectives.STRUCTURES,
    }
)
