"""The order of timepoints: as a person says, or by names that have one order only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["HOW", "ordered", "positions"]

_NUMBER = re.compile(r"[-+]?\d{1,9}(?:\.\d{1,9})?")
_NUMBERED = re.compile(r"(.*?)(?<![\s._-])[\s._-]*+(\d{1,9})")
#: Names that say when; two of one rank have no order.
_RANKS = (
    frozenset({"pre", "before", "baseline", "intake", "admission", "start"}),
    frozenset({"mid", "middle", "during", "interim"}),
    frozenset({"post", "after", "end", "discharge", "termination"}),
    frozenset({"follow-up", "followup", "follow up", "fu"}),
)
#: How an order is explained, by what it was taken from.
HOW = {
    "given": "as --timepoints says",
    "numbers": "by the numbers that they are named with",
    "numbered": "by the numbers in their names",
    "words": "by their names (before, during, after, follow-up)",
}


def ordered(names: Iterable[str], told: Sequence[str] | None) -> tuple[tuple[str, ...], str]:
    """The timepoints in their order, and what that was taken from: a key of :data:`HOW`.

    Parameters
    ----------
    names : iterable of str
        Those that occur.
    told : sequence of str, optional
        A person's order. Timepoints that it does not name are left out by the caller.

    Raises
    ------
    UsageError
        If there are fewer than two, a told one does not occur or stands twice, or the names have no order.
    """
    there = sorted(set(names))
    listed = ", ".join(map(repr, there)) or "none"
    if told is not None:
        wanted = tuple(told)
        lacking = [name for name in wanted if name not in there]
        if lacking or len(set(wanted)) < len(wanted):
            raise UsageError(
                "A timepoint does not occur." if lacking else "A timepoint is given twice.",
                where="--timepoints",
                remedy=f"Give each once, the earliest first. There are: {listed}.",
            )
        names_in_order, how = wanted, "given"
    else:
        found = _natural(there)
        if found is None:
            raise UsageError(
                "The names of the timepoints have no order of their own.",
                where="timepoints",
                remedy=f"Give it, the earliest first: --timepoints NAME,NAME. There are: {listed}.",
            )
        names_in_order, how = found
    if len(names_in_order) < 2:
        raise UsageError(
            "There are fewer than two timepoints, so nothing can change.",
            where="timepoints",
            remedy=f"State them in the study's table of cases, or in the table's column. There are: {listed}.",
        )
    return names_in_order, how


def _natural(names: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    if all(_NUMBER.fullmatch(name) for name in names):
        return _unique({name: float(name) for name in names}, "numbers")
    parts = {name: _NUMBERED.fullmatch(name) for name in names}
    if all(parts.values()) and len({match[1].casefold() for match in parts.values() if match}) == 1:
        return _unique({name: float(match[2]) for name, match in parts.items() if match}, "numbered")
    ranks = {name: _rank(name) for name in names}
    known = {name: rank for name, rank in ranks.items() if rank is not None}
    return _unique(known, "words") if len(known) == len(names) else None


def _rank(name: str) -> float | None:
    plain = " ".join(name.casefold().replace("_", " ").split())
    match = _NUMBERED.fullmatch(plain)
    if match is not None and match[1].strip() in _RANKS[-1]:
        return len(_RANKS) + float(match[2])
    return next((float(rank) for rank, known in enumerate(_RANKS) if plain in known), None)


def _unique(places: dict[str, float], how: str) -> tuple[tuple[str, ...], str] | None:
    if len(set(places.values())) < len(places):
        return None
    return tuple(sorted(places, key=places.__getitem__)), how


def positions(names: Sequence[str]) -> tuple[tuple[float, ...], str]:
    """Where timepoints lie for a slope, and its unit: their numbers where all are numbers, otherwise one step from one to the next."""
    if all(_NUMBER.fullmatch(name) for name in names):
        return tuple(map(float, names)), "number"
    return tuple(map(float, range(len(names)))), "timepoint"
