"""Counts against a record: what costs more than it did, and what so much less that the record has lost its grip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Verdict", "judge"]

#: How much more, and how much less, than the record. Pythons differ in what they count by some hundredths; what runs twice is far beyond.
_MORE = {"calls": 1.25, "passes": 1.05, "instructions": 1.05}
_LESS = {"calls": 0.6, "passes": 0.8, "instructions": 0.8}
#: Calls for a word below which a part of the package is not looked at alone.
_FEW = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One count beside its record.

    Attributes
    ----------
    name : str
    found : float
    recorded : float or None
        None where there is no record.
    low, high : float
        What would have been accepted.
    """

    name: str
    found: float
    recorded: float | None
    low: float
    high: float

    @property
    def wrong(self) -> bool:
        """Whether it is neither as dear as it was nor nearly."""
        return self.recorded is None or not self.low <= self.found <= self.high

    def __str__(self) -> str:
        if self.recorded is None:
            return f"{self.name:28} {self.found:10.3f}  no record: give --record"
        told = (
            f"{self.name:28} {self.found:10.3f}  record {self.recorded:.3f}, accepted {self.low:.3f} to {self.high:.3f}"
        )
        if self.found > self.high:
            return f"{told}  DEARER"
        return f"{told}  CHEAPER: give --record, or it may come back unseen" if self.found < self.low else told


def judge(record: Mapping[str, Any], found: Mapping[str, Any]) -> list[Verdict]:
    """Every count that was made, beside its record."""
    return [
        Verdict(
            name=f"{kind}: {name}",
            found=value,
            recorded=recorded,
            low=(recorded or 0.0) * _LESS[kind],
            high=(recorded or 0.0) * _MORE[kind],
        )
        for kind, name, value in _counts(found)
        for recorded in [dict(_named(record)).get((kind, name))]
    ]


def _named(document: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], float]]:
    for kind, name, value in _counts(document, few=0.0):
        yield (kind, name), value


def _counts(document: Mapping[str, Any], few: float = _FEW) -> Iterator[tuple[str, str, float]]:
    calls = document.get("calls", {})
    for part, count in calls.items():
        if count >= few:
            yield "calls", part, count
    if calls:
        yield "calls", "all", sum(calls.values())
    for model, count in document.get("passes", {}).items():
        yield "passes", model, count
    if "instructions" in document:
        yield "instructions", "score as a multiple of bare", document["instructions"]["ratio"]
