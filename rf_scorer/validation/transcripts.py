"""What a transcript document must satisfy beyond its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.validation.places import turn_offsets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rf_scorer.validation.places import Finding, Place

__all__ = ["faults"]


def faults(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Findings in a transcript document that its schema accepts."""
    text = document.get("text")
    for index, turn in enumerate(document["turns"]):
        place: Place = ("turns", index)
        if turn.get("label") is None and "role" not in turn:
            yield place, "speaker", "The turn has neither a label nor a role."
        if turn.get("index", index) != index:
            yield (*place, "index"), "order", "The turns are not numbered from 0 in order."
        if not turn["text"].strip():
            yield (*place, "text"), "empty", "The turn has no words."
        if (time := turn.get("time")) is not None and (end := turn.get("time_end")) is not None and end < time:
            yield (*place, "time_end"), "order", "The turn ends before it begins."
        given = [key for key in ("start", "end", "pieces") if key in turn]
        if text is None:
            if given:
                yield (*place, given[0]), "offsets", "The turn has offsets, but the document has no text."
        elif "start" not in turn or "end" not in turn:
            yield place, "offsets", "The document has a text, but the turn has no start or no end in it."
        else:
            yield from turn_offsets(turn, text, place)
