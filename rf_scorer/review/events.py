"""Events as a page or a worksheet gives them: their shape, checked in full, and the way back.

An event is ``{"id": a UUID, "kind": …, "unit": "p03" | "overall" | null, "at": "2026-11-30T10:15:00.000Z", "body": {…}}``:

============  ===========================================================================================
kind          body
============  ===========================================================================================
visited       nothing
drafted       ``judgement``, ``after``
locked        ``judgement``, ``after``, ``seconds``
unlocked      ``after``
revealed      ``after``
decided       ``judgement``, ``after``, ``kept``, ``reason``, ``reason_note``, ``seconds``
finished      nothing; no unit
reopened      ``reason``; no unit
adjudicated   ``level``, ``unratable``, ``note``, ``code``, ``by``
============  ===========================================================================================

``after`` is the unit's ``seq`` as the page knew it. A judgement is ``{"level": int | null, "unratable": code | null,
"markers": [{"marker", "turn", "start", "end", "suggested"}], "note": ""}``. What may be left out is ``seconds``, ``reason``,
``reason_note``, ``note``, ``markers``, ``suggested``, and of ``level`` and ``unratable`` the one that is null. A key that is
not known is refused. Numbers are those of JSON: 3.0 is the whole number 3.

Whether an event may happen now is for :mod:`rf_scorer.review.ledger` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.rating import (
    ChangeReason,
    DisagreementCode,
    EventKind,
    Judgement,
    MarkerTag,
    RatingEvent,
    Unratable,
)
from rf_scorer.review import shape

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MOST_MARKERS",
    "Body",
    "event_document",
    "judgement_document",
    "parse",
    "read_body",
    "read_judgement",
]

#: Markers of one unit.
MOST_MARKERS = 100

_EVENT_KEYS = frozenset({"id", "kind", "unit", "at", "body"})
_JUDGEMENT_KEYS = frozenset({"level", "unratable", "markers", "note"})
_MARKER_KEYS = frozenset({"marker", "turn", "start", "end"})

_NOTHING: frozenset[str] = frozenset()
#: What a body must have, and what it may have.
_BODY_KEYS: dict[EventKind, tuple[frozenset[str], frozenset[str]]] = {
    EventKind.VISITED: (_NOTHING, _NOTHING),
    EventKind.DRAFTED: (frozenset({"judgement", "after"}), _NOTHING),
    EventKind.LOCKED: (frozenset({"judgement", "after"}), frozenset({"seconds"})),
    EventKind.UNLOCKED: (frozenset({"after"}), _NOTHING),
    EventKind.REVEALED: (frozenset({"after"}), _NOTHING),
    EventKind.DECIDED: (
        frozenset({"judgement", "after", "kept"}),
        frozenset({"reason", "reason_note", "seconds"}),
    ),
    EventKind.FINISHED: (_NOTHING, _NOTHING),
    EventKind.REOPENED: (frozenset({"reason"}), _NOTHING),
    EventKind.ADJUDICATED: (frozenset({"code", "by"}), frozenset({"level", "unratable", "note"})),
}
_WITHOUT_UNIT = frozenset({EventKind.FINISHED, EventKind.REOPENED})

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UNIT = re.compile(r"[A-Za-z0-9._-]{1,100}")
_MARKER = re.compile(r"[A-Za-z][A-Za-z0-9._]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body of an event, read.

    Attributes
    ----------
    judgement : Judgement or None
        Of drafted, locked, decided and adjudicated.
    after : int
        The unit's ``seq`` as the page knew it.
    seconds : float or None
    kept : bool
        Of decided.
    reason : ChangeReason or None
        Of decided.
    text : str
        ``reason_note`` of decided, ``reason`` of reopened.
    code : DisagreementCode or None
        Of adjudicated.
    by : str or None
        Of adjudicated: ``third`` or ``consensus``.
    """

    judgement: Judgement | None = None
    after: int = 0
    seconds: float | None = None
    kept: bool = False
    reason: ChangeReason | None = None
    text: str = field(default="", repr=False)
    code: DisagreementCode | None = None
    by: str | None = None


def parse(raw: Any, *, rater: str, interview: str, origin: str = "desk") -> RatingEvent:
    """Make an event of what a client sent.

    Parameters
    ----------
    raw : object
        Anything that JSON can hold.
    rater, interview, origin : str
        Known to the caller; a client cannot say them.

    Returns
    -------
    RatingEvent
        With every key of its body, and with ``seq`` 0. ``at`` is the client's time; a store replaces it by its own, except
        for what comes from a worksheet.

    Raises
    ------
    Refused
        ``shape``, with the JSON path and never a value.
    """
    shape.check_object(raw, "$", _EVENT_KEYS, _NOTHING)
    kind = shape.code_of(raw["kind"], EventKind, "$.kind")
    unit = raw["unit"]
    if unit is not None:
        shape.matching(unit, _UNIT, "$.unit")
    if isinstance(raw["id"], str):
        raw = {**raw, "id": raw["id"].lower()}
    return RatingEvent(
        id=shape.matching(raw["id"], _ID, "$.id"),
        at=shape.time(raw["at"], "$.at"),
        rater=rater,
        interview=interview,
        unit=unit,
        kind=kind,
        body=_body_document(kind, read_body(kind, unit, raw["body"])),
        origin=origin,
    )


def event_document(event: RatingEvent) -> dict[str, Any]:
    """An event as a client gives it: :func:`parse` makes the same event of it."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "unit": event.unit,
        "at": event.at,
        "body": dict(event.body),
    }


def read_body(kind: EventKind, unit: str | None, body: Any) -> Body:
    """Check and read the body of an event of this kind.

    Raises
    ------
    Refused
        ``shape``, with the JSON path and never a value.
    """
    if (unit is None) is not (kind in _WITHOUT_UNIT):
        raise shape.bad("A unit is named where there is none, or none where there is one.", "$.unit")
    required, optional = _BODY_KEYS[kind]
    shape.check_object(body, "$.body", required, optional)
    if not required:
        return Body()
    if kind is EventKind.REOPENED:
        return Body(text=shape.text(body["reason"], "$.body.reason"))
    if kind is EventKind.ADJUDICATED:
        return _adjudication(body)
    after = shape.whole(body["after"], "$.body.after", 0, shape.LARGEST)
    if "judgement" not in required:
        return Body(after=after)
    judgement = read_judgement(body["judgement"], where="$.body.judgement")
    if kind is EventKind.DRAFTED:
        return Body(judgement=judgement, after=after)
    seconds = shape.seconds(body.get("seconds"), "$.body.seconds")
    if kind is EventKind.LOCKED:
        return Body(judgement=judgement, after=after, seconds=seconds)
    return Body(
        judgement=judgement,
        after=after,
        seconds=seconds,
        kept=shape.truth(body["kept"], "$.body.kept"),
        reason=shape.code_or_none(body.get("reason"), ChangeReason, "$.body.reason"),
        text=shape.text(body.get("reason_note", ""), "$.body.reason_note"),
    )


def read_judgement(document: Any, *, where: str = "$") -> Judgement:
    """Check and read a judgement.

    Raises
    ------
    Refused
        ``shape``, with the JSON path and never a value.
    """
    shape.check_object(document, where, _NOTHING, _JUDGEMENT_KEYS)
    level = document.get("level")
    if level is not None:
        level = shape.whole(level, f"{where}.level", -shape.LARGEST, shape.LARGEST)
    unratable = shape.code_or_none(document.get("unratable"), Unratable, f"{where}.unratable")
    if level is not None and unratable is not None:
        raise shape.bad("A unit has a level or a reason for none, never both.", where)
    return Judgement(
        level=level,
        unratable=unratable,
        markers=_markers(document.get("markers", ()), f"{where}.markers"),
        note=shape.text(document.get("note", ""), f"{where}.note"),
    )


def judgement_document(judgement: Judgement) -> dict[str, Any]:
    """A judgement as JSON, with every key."""
    return {
        "level": judgement.level,
        "unratable": None if judgement.unratable is None else judgement.unratable.value,
        "markers": [
            {"marker": tag.marker, "turn": tag.turn, "start": tag.start, "end": tag.end, "suggested": tag.suggested}
            for tag in judgement.markers
        ],
        "note": judgement.note,
    }


def _body_document(kind: EventKind, body: Body) -> dict[str, Any]:
    if kind is EventKind.REOPENED:
        return {"reason": body.text}
    document: dict[str, Any] = {}
    if body.judgement is not None:
        document["judgement"] = judgement_document(body.judgement)
    if kind is EventKind.ADJUDICATED:
        given = document["judgement"]
        code = None if body.code is None else body.code.value
        return {**{key: given[key] for key in ("level", "unratable", "note")}, "code": code, "by": body.by}
    if "after" in _BODY_KEYS[kind][0]:
        document["after"] = body.after
    if kind is EventKind.DECIDED:
        document["kept"] = body.kept
        document["reason"] = None if body.reason is None else body.reason.value
        document["reason_note"] = body.text
    if "seconds" in _BODY_KEYS[kind][1]:
        document["seconds"] = body.seconds
    return document


def _adjudication(body: Mapping[str, Any]) -> Body:
    given = {key: body[key] for key in ("level", "unratable", "note") if key in body}
    by = body["by"]
    if by not in ("third", "consensus"):
        raise shape.bad("This is not one of the codes.", "$.body.by")
    return Body(
        judgement=read_judgement(given, where="$.body"),
        code=shape.code_of(body["code"], DisagreementCode, "$.body.code"),
        by=by,
    )


def _markers(tags: Any, where: str) -> tuple[MarkerTag, ...]:
    if not isinstance(tags, (list, tuple)):
        raise shape.bad("A list is expected here.", where)
    if len(tags) > MOST_MARKERS:
        raise shape.bad(f"There are too many markers: at most {MOST_MARKERS} in one unit.", where)
    found: list[MarkerTag] = []
    places: set[tuple[str, int, int, int]] = set()
    for number, given in enumerate(tags):
        tag = _plain_tag(given) or _tag(given, f"{where}[{number}]")
        places.add((tag.marker, tag.turn, tag.start, tag.end))
        if len(places) == number:
            raise shape.bad("The same marker stands twice on the same words.", f"{where}[{number}]")
        found.append(tag)
    return tuple(found)


def _plain_tag(tag: Any) -> MarkerTag | None:
    """A tag in the very form that we write it, quickly (most of a long ledger is tags); None where it must be looked at."""
    try:
        marker, turn, start, end, suggested = tag["marker"], tag["turn"], tag["start"], tag["end"], tag["suggested"]
    except (KeyError, TypeError):
        return None
    if not (len(tag) == 5 and type(turn) is type(start) is type(end) is int and type(suggested) is bool):
        return None
    if not (0 <= turn <= shape.LARGEST and 0 <= start < end <= shape.LARGEST and type(marker) is str):
        return None
    if _MARKER.fullmatch(marker) is None:
        return None
    return MarkerTag(marker=marker, turn=turn, start=start, end=end, suggested=suggested)


def _tag(tag: Any, where: str) -> MarkerTag:
    shape.check_object(tag, where, _MARKER_KEYS, frozenset({"suggested"}))
    marker = shape.matching(tag["marker"], _MARKER, f"{where}.marker")
    turn, start, end = (shape.whole(tag[key], f"{where}.{key}", 0, shape.LARGEST) for key in ("turn", "start", "end"))
    if start >= end:
        raise shape.bad("A marker has no words.", where)
    suggested = shape.truth(tag.get("suggested", False), f"{where}.suggested")
    return MarkerTag(marker=marker, turn=turn, start=start, end=end, suggested=suggested)
