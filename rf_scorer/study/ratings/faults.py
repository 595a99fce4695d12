"""Everything that is wrong with a table of ratings, told at once: the row and the column, never what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from rf_scorer.errors import DataError

__all__ = ["Faults", "listed"]

#: Rows that one message names.
_NAMED = 20


class _Kind(NamedTuple):
    problem: str
    column: str | None
    remedy: str


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults by kind, each with the rows that have it, in the order in which they were met."""

    unit: str = "row"
    found: dict[_Kind, list[str]] = field(default_factory=dict)

    def add(self, problem: str, *, place: str = "", column: str | None = None, remedy: str = "") -> None:
        """Note a fault; ``place`` is the row's number, or nothing for one of the table as a whole."""
        self.found.setdefault(_Kind(problem, column, remedy), []).append(place)

    def raise_any(self, where: str) -> None:
        """Tell all faults in one error.

        Raises
        ------
        DataError
            If there is any.
        """
        if not self.found:
            return
        lines = [self._line(kind, places) for kind, places in self.found.items()]
        if len(lines) == 1:
            raise DataError(lines[0][0], where=where, remedy=lines[0][1] or None)
        told = "".join(f"\n  {message}" + (f" {remedy}" if remedy else "") for message, remedy in lines)
        raise DataError(f"The ratings have {len(lines)} kinds of faults:{told}", where=where)

    def _line(self, kind: _Kind, places: list[str]) -> tuple[str, str]:
        named = [place for place in places if place]
        where = ""
        if named:
            where = f"{self.unit}{'s' if len(named) > 1 else ''} {listed(named)}"
        if kind.column is not None:
            where = f"{where}, column {kind.column!r}" if where else f"column {kind.column!r}"
        return (f"{where}: {kind.problem}" if where else kind.problem), kind.remedy


def listed(places: list[str]) -> str:
    """``3``, ``3 and 5``, ``3, 5 and 7``; of many the first twenty and how many more there are."""
    if len(places) > _NAMED:
        return f"{', '.join(places[:_NAMED])} and {len(places) - _NAMED} more"
    return " and ".join(", ".join(places).rsplit(", ", 1)) if len(places) > 1 else places[0]
