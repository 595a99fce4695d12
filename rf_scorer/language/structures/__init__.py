"""Structures: what a marker can look for beyond runs of words, found by name. Each is a function from a scene to what it saw there."""

from __future__ import annotations

from rf_scorer.language.structures import low, mind, story
from rf_scorer.language.structures.structure import by_name

__all__ = ["STRUCTURES"]

#: Every structure by the name that the codebook calls it by.
STRUCTURES = by_name(*mind.STRUCTURES.values(), *story.STRUCTURES.values(), *low.STRUCTURES.values())
