"""Events to store."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from rf_scorer.review.events import parse

if TYPE_CHECKING:
    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.store import Store

__all__ = ["SECRET", "STUDY", "event", "put"]

SECRET = "zwickelmond"
STUDY = "st-3f9c2a7b41d0"


def event(
    kind: str = "drafted", unit: str | None = "p01", *, rater: str = "anna", interview: str = "one", **more: Any
) -> RatingEvent:
    """A new event, well-formed and not judged."""
    body = more.pop("body", {"judgement": {"level": 4, "note": SECRET}, "after": 0} if kind == "drafted" else {})
    raw = {
        "id": more.pop("id", str(uuid.uuid4())),
        "kind": kind,
        "unit": unit,
        "at": "2026-11-30T10:00:00.000Z",
        "body": body,
    }
    return parse(raw, rater=rater, interview=interview, **more)


def put(store: Store, *events: RatingEvent) -> list[RatingEvent]:
    """Record without judging."""
    first = events[0]
    return store.record(first.rater, first.interview, events, judge=lambda past, fresh: None)
