"""Structures: what a marker can look for beyond runs of words, found by name. Each is a function from a scene to what it saw there."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rf_scorer.language.structures import low, mind, story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rf_scorer.language.scene import Scene, Seen

__all__ = ["STRUCTURES"]

#: Every structure by the name that the codebook calls it by.
STRUCTURES: Mapping[str, Callable[[Scene], Iterator[Seen]]] = MappingProxyType(
    {**mind.STRUCTURES, **story.STRUCTURES, **low.STRUCTURES}
)
