"""Which interviews are rated without any help, so that a study can tell what the help does."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["controls"]


def controls(
    ids: Iterable[str], *, share: float, seed: int, earlier: Mapping[str, bool] | None = None
) -> dict[str, bool]:
    """Draw the interviews that get no help, for good.

    A systematic sample from a random start: interviews that were not drawn on before are put into an order made of their digests, and one
    is a control wherever the controls have fallen behind their share of all that were ever drawn on.

    Parameters
    ----------
    ids : iterable of str
        Interviews, in any order; the order changes nothing.
    share : float
        0 to 1.
    seed : int
    earlier : mapping of str to bool, optional
        What was drawn before, of interviews that are there or are gone; none of it is ever changed.

    Returns
    -------
    dict of str to bool
        For each of ``ids``, whether it is a control.

    Raises
    ------
    ValueError
        If the share is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    before = dict(earlier or {})
    wanted = set(ids)
    # As it was written: 0.29 of 100 is 29, which no float says.
    part = Fraction(repr(share))
    start = Fraction(_number(seed, ""), 2**256)
    drawn, count = len(before), sum(before.values())
    found = {one: before[one] for one in wanted if one in before}
    for one in sorted(wanted - before.keys(), key=lambda one: (_number(seed, one), one)):
        drawn += 1
        found[one] = count < floor(part * drawn + start)
        count += found[one]
    return dict(sorted(found.items()))


def _number(seed: int, one: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{one}".encode()).digest(), "big")
