"""Ids of raters, units and participants: each of its own, whatever its case."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["check_ids"]


def check_ids(kind: str, ids: Sequence[str]) -> None:
    """Refuses ids that are empty, repeated, or differ by case only.

    Parameters
    ----------
    kind : str
        What they are ids of, such as ``rater``.
    ids : sequence of str

    Raises
    ------
    DataError
        Names the first such id, or the place of an empty one.
    """
    for place, name in enumerate(ids, start=1):
        if not name.strip():
            raise DataError(f"A {kind} has no id.", where=f"{kind} {place}", remedy=f"Give every {kind} an id.")
    folded = Counter(name.casefold() for name in ids)
    twice = [name for name in ids if folded[name.casefold()] > 1]
    if twice:
        raise DataError(
            f"Ids of {kind}s are the same, or differ by case only.",
            where=f"{kind} {twice[0]}",
            remedy=f"Give every {kind} an id of its own.",
        )
