"""Finding markers: runs of words and structures that may show reflective functioning, or its lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.language.runs import RunIndex
from rf_scorer.language.scene import Scene
from rf_scorer.language.structures import STRUCTURES
from rf_scorer.language.structures.structure import Due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rf_scorer.language.codebook import Codebook, MarkerEntry
    from rf_scorer.language.mentions import Found
    from rf_scorer.language.view import View

__all__ = ["FoundMarker", "MarkerFinder", "tags_of"]


@dataclass(frozen=True, slots=True)
class FoundMarker:
    """A marker in words of the view.

    Attributes
    ----------
    start, end : int
        Half-open word indices.
    marker, family, rule : str
    mentions : tuple of int
        The mentions that carry it, as indices into the mentions that the finder was given.
    """

    start: int
    end: int
    marker: str
    family: str
    rule: str
    mentions: tuple[int, ...] = ()


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
        self._words = codebook.words
        rules = [
            ((entry, f"{entry.id}.{number}"), pattern)
            for entry in codebook.markers
            for number, pattern in enumerate(entry.patterns, start=1)
        ]
        self._index = RunIndex(rules)
        self._by_mention = [(rule, pattern) for rule, pattern in rules if pattern.by_mention]
        self._structures = [
            (entry, f"{entry.id}.{name}", STRUCTURES[name]) for entry in codebook.markers for name in entry.structures
        ]
        self._due = Due(structure for _, _, structure in self._structures)

    def find(self, view: View, mentions: list[Found], question: Sequence[str] = ()) -> list[FoundMarker]:
        """Every marker in a text, ordered by start; of two that overlap under one id the longer is kept.

        Parameters
        ----------
        view : View
        mentions : list of Found
            In order.
        question : sequence of str
            Words of the question before the text, in lower case.
        """
        scene = view.scene = Scene(view, mentions, question, self._words)
        tags = tags_of(view, mentions)
        found: dict[str, list[FoundMarker]] = {}
        for marker in (*self._runs(scene, tags), *self._seen(scene, tags)):
            found.setdefault(marker.marker, []).append(marker)
        if not found:
            return []
        kept: list[FoundMarker] = []
        for same in found.values():
            if len(same) == 1:
                kept += same
                continue
            same.sort(key=lambda marker: (marker.start - marker.end, marker.start))
            taken: set[int] = set()
            for marker in same:
                span = range(marker.start, marker.end)
                if taken.isdisjoint(span):
                    kept.append(marker)
                    taken.update(span)
        kept.sort(key=lambda marker: (marker.start, marker.end, marker.marker))
        return kept

    def _runs(self, scene: Scene, tags: list[str]) -> Iterator[FoundMarker]:
        """Markers by their words."""
        view = scene.view
        runs = [(run.rule, run.span) for run in self._index.found(view, tags)]
        runs += [
            (rule, span)
            for mention in scene.mentions
            for rule, pattern in self._by_mention
            if (span := pattern.at_anchor(view, mention.start, tags)) is not None
        ]
        for (entry, rule), span in runs:
            if span[3] <= span[2] or (entry.unless and self._excluded(entry, view, span, tags)):
                continue
            yield FoundMarker(span[2], span[3], entry.id, entry.family, rule, _carriers(scene, span))

    def _seen(self, scene: Scene, tags: list[str]) -> Iterator[FoundMarker]:
        """Markers by their structure."""
        view = scene.view
        if not view.head:
            return
        for number in self._due.of(view, scene.mentions):
            entry, rule, structure = self._structures[number]
            for seen in structure.find(scene):
                if entry.unless and self._excluded(entry, view, (seen.start, seen.end, seen.start, seen.end), tags):
                    continue
                yield FoundMarker(seen.start, seen.end, entry.id, entry.family, rule, seen.mentions)

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


def _carriers(scene: Scene, match: tuple[int, int, int, int]) -> tuple[int, ...]:
    """The mentions in the matched words; where there are none, those of the clauses that these words stand in."""
    start, end = match[2], match[3]
    if inside := scene.states(start, end) or scene.states(match[0], match[1]):
        return tuple(inside)
    if not scene.mentions or not scene.view.head:
        return ()
    heads = {scene.clause(k) for k in range(start, end)}
    low, high = scene.view.first[start], scene.view.last[end - 1]
    return tuple(n for n in scene.states(low, high) if scene.clause(scene.mentions[n].start) in heads)
