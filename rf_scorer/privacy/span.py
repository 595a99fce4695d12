"""A stretch of text that may identify somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Span", "merged"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span with its class and who found it.

    Attributes
    ----------
    start, end : int
        Characters of the text that was looked through.
    kind : str
        A key of :data:`rf_scorer.privacy.classes.CLASSES`.
    found_by : tuple of str
        Names of detectors.
    """

    start: int
    end: int
    kind: str
    found_by: tuple[str, ...]


def merged(spans: Iterable[Span], *, order: Sequence[str]) -> list[Span]:
    """Spans without overlap: what overlaps becomes one, with the class that comes first in ``order``."""
    spans = list(spans)
    if len(spans) < 2:
        return spans
    rank = {kind: place for place, kind in enumerate(order)}
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if found and span.start < found[-1].end:
            last = found[-1]
            kind = min((last.kind, span.kind), key=lambda kind: rank[kind])
            by = tuple(dict.fromkeys((*last.found_by, *span.found_by)))
            found[-1] = Span(last.start, max(last.end, span.end), kind, by)
        else:
            found.append(span)
    return found
