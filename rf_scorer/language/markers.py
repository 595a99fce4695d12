"""Finding markers: runs of words that may show reflective functioning, or its lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rf_scorer.language.codebook import Codebook, MarkerEntry
    from rf_scorer.language.mentions import Found
    from rf_scorer.language.patterns import Pattern
    from rf_scorer.language.view import View

__all__ = ["FoundMarker", "MarkerFinder", "tags_of"]


@dataclass(frozen=True, slots=True)
class FoundMarker:
    """A marker in words of the view; ``start`` and ``end`` are half-open word indices."""

    start: int
    end: int
    marker: str
    family: str
    rule: str


def tags_of(view: View, mentions: Iterable[Found]) -> list[str]:
    """For each word ``category/holder`` of the mention it belongs to, or an empty string."""
    tags = [""] * len(view.w)
    for mention in mentions:
        for k in range(mention.start, mention.end):
            tags[k] = f"{mention.category}/{mention.holder}"
    return tags


class MarkerFinder:
    """The marker rules, compiled.

    Parameters
    ----------
    codebook : Codebook
    """

    def __init__(self, codebook: Codebook) -> None:
        self._index: dict[str, list[tuple[MarkerEntry, Pattern, str]]] = {}
        self._by_mention: list[tuple[MarkerEntry, Pattern, str]] = []
        for entry in codebook.markers:
            for number, pattern in enumerate(entry.patterns, start=1):
                if pattern.by_mention:
                    self._by_mention.append((entry, pattern, f"{entry.id}.{number}"))
                for key in pattern.keys:
                    self._index.setdefault(key, []).append((entry, pattern, f"{entry.id}.{number}"))
        self._keys = frozenset(self._index)

    def find(self, view: View, mentions: list[Found]) -> list[FoundMarker]:
        """Every marker in a text, ordered by start; of two that overlap under one id the longer is kept."""
        keys, w = self._keys, view.w
        tags = tags_of(view, mentions)
        found: dict[str, list[FoundMarker]] = {}
        tries = [(i, self._index[word]) for i, word in enumerate(w) if word in keys]
        tries += [(mention.start, self._by_mention) for mention in mentions]
        for i, candidates in tries:
            for entry, pattern, rule in candidates:
                match = pattern.at_anchor(view, i, tags)
                if match is None or match[3] <= match[2]:
                    continue
                if entry.unless and self._excluded(entry, view, match, tags):
                    continue
                found.setdefault(entry.id, []).append(FoundMarker(match[2], match[3], entry.id, entry.family, rule))
        kept: list[FoundMarker] = []
        for same in found.values():
            same.sort(key=lambda marker: (marker.start - marker.end, marker.start))
            chosen: list[FoundMarker] = []
            for marker in same:
                if all(marker.end <= other.start or marker.start >= other.end for other in chosen):
                    chosen.append(marker)
            kept += chosen
        kept.sort(key=lambda marker: (marker.start, marker.end, marker.marker))
        return kept

    @staticmethod
    def _excluded(entry: MarkerEntry, view: View, match: tuple[int, int, int, int], tags: list[str]) -> bool:
        first, last = view.first[match[2]], view.last[match[2]]
        if any(pattern.by_mention for pattern in entry.unless) and any(
            tags[k] for k in range(match[0], min(match[1] + 3, last))
        ):
            return True
        return any(
            view.w[k] in pattern.keys
            and (hit := pattern.at_anchor(view, k, tags)) is not None
            and hit[0] < match[1]
            and hit[1] > match[0]
            for pattern in entry.unless
            for k in range(first, last)
        )
