"""The order that events keep: what may happen at which stage, so that a rating is blind until it is locked.

Checks come in a fixed order, the same in ``desk/static/js/ledger.js``: is the unit one of the interview's, has it changed since
the page read it, is it at the right stage, is the judgement whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain.rating import OVERALL, ChangeReason, EventKind, Judgement, Reveal, Stage, UnitRating, Unratable
from rf_scorer.review.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rf_scorer.review.events import Body
    from rf_scorer.review.terms import Terms

__all__ = ["judge_finish", "judge_reopening", "judge_unit", "on_scale"]

#: At which stages something may happen to a unit, and what is said at another.
_STAGES: dict[EventKind, tuple[frozenset[Stage], str]] = {
    EventKind.DRAFTED: (frozenset({Stage.NEW, Stage.DRAFT}), "This rating is locked and cannot be edited."),
    EventKind.LOCKED: (frozenset({Stage.NEW, Stage.DRAFT}), "This rating is locked already."),
    EventKind.UNLOCKED: (
        frozenset({Stage.LOCKED}),
        "Only a locked rating whose suggestion was not seen can be unlocked.",
    ),
    EventKind.REVEALED: (frozenset({Stage.LOCKED}), "A suggestion is seen only once the rating is locked."),
    EventKind.DECIDED: (
        frozenset({Stage.REVEALED, Stage.DECIDED}),
        "A rating is decided only once its suggestion was seen.",
    ),
}
#: Stages at which nothing may be left, and what is said then.
_LEFT = {
    Stage.REVEALED: (
        "is not decided yet: its suggestion was seen.",
        "Keep your rating or change it; then finish the interview.",
    ),
    Stage.DRAFT: ("was begun and is not locked.", "Lock the rating or empty it; then finish the interview."),
}
_OPEN = frozenset({Stage.NEW, Stage.DRAFT})

#: What a browser and Python both take for nothing to read; their own ideas of white space differ.
_BLANK = (
    "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)


def judge_unit(
    kind: EventKind, unit: str, body: Body, *, terms: Terms, units: Mapping[str, UnitRating], known: tuple[int, ...]
) -> None:
    """Say whether something may happen with a unit.

    Parameters
    ----------
    kind : EventKind
        From drafted to decided.
    unit : str
    body : Body
    terms : Terms
    units : mapping
        Every unit that is no longer new.
    known : tuple of int
        Values of ``after`` by which the page has shown that it knows the unit as it is.

    Raises
    ------
    Refused
    """
    if not terms.knows(unit):
        raise Refused("There is nothing to rate here.", code="not_ratable", where=unit)
    if body.after not in known:
        raise Refused(
            "This was changed in another window.",
            code="stale",
            where=unit,
            remedy="Look at it as it is now, then enter your change again.",
        )
    if kind is EventKind.REVEALED and terms.assistance.reveal is Reveal.NEVER:
        raise Refused("There are no suggestions to be seen for this interview.", code="no_assistance", where=unit)
    rating = units.get(unit)
    stages, otherwise = _STAGES[kind]
    if (Stage.NEW if rating is None else rating.stage) not in stages:
        raise Refused(otherwise, code="stage", where=unit, remedy="Load the page again to see where this stands.")
    _FURTHER[kind](unit, body, terms, units)


def judge_finish(*, terms: Terms, units: Mapping[str, UnitRating]) -> None:
    """Say whether an interview can be finished.

    Raises
    ------
    Refused
        ``required_open`` or ``incomplete``, with the first unit that stands against it.
    """
    _all_locked(terms.needed, units, "Rate it and lock the rating; then finish the interview.")
    for unit in terms.units:
        left = _LEFT.get(units[unit].stage) if unit in units else None
        if left is not None:
            raise Refused(f"{_name(unit)} {left[0]}", code="incomplete", where=unit, remedy=left[1])


def judge_reopening(reason: str) -> None:
    """Say whether a finished interview can be opened again.

    Raises
    ------
    Refused
        ``reason_needed`` without a reason.
    """
    if _blank(reason):
        raise Refused("Opening a finished interview again needs a reason.", code="reason_needed")


def _drafted(unit: str, body: Body, terms: Terms, units: Mapping[str, UnitRating]) -> None:  # noqa: ARG001
    _fits(unit, _given(body), terms)


def _locked_now(unit: str, body: Body, terms: Terms, units: Mapping[str, UnitRating]) -> None:
    _whole(unit, _given(body), terms)
    if unit != OVERALL:
        return
    _all_locked(terms.required, units, "Rate the passages first, the whole interview last.")
    if not any(_locked(passage, units) for passage in terms.ratable):
        raise Refused(
            "No passage is locked yet.",
            code="required_open",
            where=unit,
            remedy="Rate at least one passage first, the whole interview last.",
        )


def _unlocked(unit: str, body: Body, terms: Terms, units: Mapping[str, UnitRating]) -> None:
    """Nothing more is asked."""


def _revealed(unit: str, body: Body, terms: Terms, units: Mapping[str, UnitRating]) -> None:  # noqa: ARG001
    if terms.assistance.reveal is Reveal.INTERVIEW:
        remedy = "In this study suggestions are seen once the whole interview is locked."
        _all_locked(terms.needed, units, remedy)


def _decided(unit: str, body: Body, terms: Terms, units: Mapping[str, UnitRating]) -> None:
    judgement, blind = _given(body), units[unit].blind
    _whole(unit, judgement, terms)
    same = blind is not None and judgement.same_rating(blind.judgement)
    if body.kept is not same:
        raise Refused(
            "Whether the rating was kept is not what the rating says.",
            code="kept",
            where=unit,
            remedy="Load the page again, then keep or change the rating.",
        )
    if body.kept:
        if body.reason is not None:
            raise Refused("A rating that was kept has no reason for a change.", code="kept", where=unit)
        return
    if body.reason is None:
        raise Refused("A changed rating needs a reason.", code="reason_needed", where=unit)
    if body.reason is ChangeReason.OTHER and _blank(body.text):
        raise Refused("This reason needs a few words of your own.", code="reason_needed", where=unit)


_FURTHER: dict[EventKind, Callable[[str, Body, Terms, Mapping[str, UnitRating]], None]] = {
    EventKind.DRAFTED: _drafted,
    EventKind.LOCKED: _locked_now,
    EventKind.UNLOCKED: _unlocked,
    EventKind.REVEALED: _revealed,
    EventKind.DECIDED: _decided,
}


def _given(body: Body) -> Judgement:
    assert body.judgement is not None
    return body.judgement


def on_scale(unit: str, judgement: Judgement, terms: Terms) -> None:
    """A level must be one of the scale.

    Raises
    ------
    Refused
        ``off_scale``, with the unit.
    """
    if judgement.level is not None and not terms.minimum <= judgement.level <= terms.maximum:
        raise Refused(
            f"The scale goes from {terms.minimum} to {terms.maximum}.",
            code="off_scale",
            where=unit,
            remedy="Choose a level of the scale.",
        )


def _fits(unit: str, judgement: Judgement, terms: Terms) -> None:
    """Level, markers and turns must be those of the interview."""
    on_scale(unit, judgement, terms)
    turns = terms.turns.get(unit, {})
    for tag in judgement.markers:
        if tag.marker not in terms.markers:
            raise Refused("There is no such marker.", code="shape", where=unit, remedy="Choose one of the list.")
        if tag.end > turns.get(tag.turn, 0):
            raise Refused(
                "A marker lies outside of the passage.", code="shape", where=unit, remedy="Remove the marker."
            )


def _whole(unit: str, judgement: Judgement, terms: Terms) -> None:
    """A judgement that is to count has a level or a reason for none, and a note where one is due."""
    _fits(unit, judgement, terms)
    if not judgement.given:
        raise Refused(
            "There is no level yet, and no reason for none.",
            code="incomplete",
            where=unit,
            remedy="Choose a level, or say why there is none.",
        )
    if not _blank(judgement.note):
        return
    if judgement.unratable is Unratable.OTHER:
        raise Refused(
            "This reason for no level needs a note.", code="note_needed", where=unit, remedy="Write why there is none."
        )
    if judgement.level is not None and terms.extreme(judgement.level):
        raise Refused(
            "A rating at an end of the scale needs a note.",
            code="note_needed",
            where=unit,
            remedy="Write what in the words speaks for it.",
        )


def _all_locked(wanted: Iterable[str], units: Mapping[str, UnitRating], remedy: str) -> None:
    for unit in wanted:
        if not _locked(unit, units):
            raise Refused(f"{_name(unit)} is not locked yet.", code="required_open", where=unit, remedy=remedy)


def _locked(unit: str, units: Mapping[str, UnitRating]) -> bool:
    """Whether a unit is locked, revealed or decided."""
    return unit in units and units[unit].stage not in _OPEN


def _blank(text: str) -> bool:
    return not text.strip(_BLANK)


def _name(unit: str) -> str:
    return "The rating of the whole interview" if unit == OVERALL else f"Passage {unit}"
