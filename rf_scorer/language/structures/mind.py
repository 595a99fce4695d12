"""Structures of the families A and B, by name."""

from __future__ import annotations

from rf_scorer.language.structures import causes, guard, mixture, opacity, perspectives
from rf_scorer.language.structures.structure import by_name

__all__ = ["STRUCTURES"]

STRUCTURES = by_name(
    *opacity.STRUCTURES.values(),
    *guard.STRUCTURES.values(),
    *causes.STRUCTURES.values(),
    *mixture.STRUCTURES.values(),
    *perspectives.STRUCTURES.values(),
)
