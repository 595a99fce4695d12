"""What a seed decides, by digests: the same on every machine and version, and untouched by what is added later."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["number", "shuffled", "start"]

_BITS = 256


def number(seed: int, *parts: str) -> int:
    """A number of 256 bits that seed and parts decide."""
    return int.from_bytes(hashlib.sha256("\n".join((str(seed), *parts)).encode()).digest(), "big")


def start(seed: int, *parts: str) -> Fraction:
    """A number from 0 up to and without 1."""
    return Fraction(number(seed, *parts), 2**_BITS)


def shuffled(ids: Iterable[str], seed: int, *parts: str) -> list[str]:
    """Ids in an order of chance; the order in which they are given changes nothing."""
    return sorted(ids, key=lambda one: (number(seed, *parts, one), one))
