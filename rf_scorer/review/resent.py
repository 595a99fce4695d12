"""Events that a page sends a second time because it heard no answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rf_scorer.domain.rating import EventKind
from rf_scorer.review.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rf_scorer.domain.rating import RatingEvent
    from rf_scorer.review.terms import Terms

__all__ = ["brought_up"]


def brought_up(
    fresh: Sequence[RatingEvent], *, past: Sequence[RatingEvent], ids: Collection[str], terms: Terms
) -> list[RatingEvent]:
    """New events, with ``after`` as it is now where a page could not know better.

    A page that heard no answer sends its events again, and with them what happened since. If the first ones had arrived after
    all, the later ones still name the ``seq`` from before them; they know the unit as it is unless somebody else changed it.

    Parameters
    ----------
    fresh : sequence of RatingEvent
        Those that are not stored.
    past : sequence of RatingEvent
        Stored ones of this rater and interview.
    ids : collection of str
        Of all that the page sent this time.
    terms : Terms
    """
    first = next((index for index, event in enumerate(past) if event.id in ids), None)
    if first is None or not fresh:
        return list(fresh)
    before, now = Ledger.replay(terms, past[:first]), Ledger.replay(terms, past)
    others = {event.unit for event in past[first:] if event.id not in ids and event.kind is not EventKind.VISITED}
    known = []
    for event in fresh:
        unit = event.unit
        if unit is not None and unit not in others and event.body.get("after") == before.unit(unit).seq:
            event = replace(event, body={**event.body, "after": now.unit(unit).seq})
        known.append(event)
    return known
