"""Studies in which invented raters have rated: through the room, like everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invented_sheets import event, judged, sheet, study

from rf_scorer.review.room import Room
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["NOTE", "RATERS", "SECRET", "decision", "opened", "rate", "reopen"]

#: In every note of these raters, and nowhere else.
SECRET = "zwickelmond"
NOTE = f"The {SECRET} decides it."
#: Three raters, and somebody who decides where they differ.
RATERS = (
    Rater(id="anna"),
    Rater(id="ben"),
    Rater(id="dora", interviews=("talk-3",)),
    Rater(id="cleo", role="adjudicator"),
)


def opened(root: Path, *sheets: dict[str, Any], raters: tuple[Rater, ...] = RATERS, **rules: Any) -> Room:
    """The room of a study of three interviews, unless others are given."""
    made = sheets or tuple(sheet(f"talk-{number}", participant=f"person-{number}") for number in (1, 2, 3))
    return Room.open(study(root / "study", *made, raters=raters, **rules))


def _judgement(said: int | str) -> dict[str, Any]:
    if isinstance(said, str):
        return judged(None, unratable=said, note=NOTE)
    return judged(said, note=NOTE)


def rate(
    room: Room,
    rater: str,
    interview: str,
    said: Mapping[str, int | str],
    *,
    then: Mapping[str, int | str] | None = None,
    markers: Mapping[str, list[dict[str, Any]]] | None = None,
    finish: bool = True,
) -> dict[str, Any]:
    """Lock levels, or reasons for none, in this order; reveal and decide those of ``then`` right behind; and finish.

    A unit that is decided otherwise than it was locked has been overlooked.
    """
    for unit, level in said.items():
        known = _seq(room, rater, interview, unit)
        judgement = {**_judgement(level), "markers": (markers or {}).get(unit, [])}
        room.record(rater, interview, [event("locked", unit, judgement=judgement, after=known, seconds=30.5)])
        if then is None or unit not in then:
            continue
        room.record(rater, interview, [event("revealed", unit, after=_seq(room, rater, interview, unit))])
        decide(room, rater, interview, unit, then[unit], kept=then[unit] == level)
    return room.record(rater, interview, [event("finished")]) if finish else room.state(rater, interview)


def decide(room: Room, rater: str, interview: str, unit: str, level: int | str, *, kept: bool) -> None:
    """Decide on a unit whose suggestion was seen."""
    body = {
        "judgement": _judgement(level),
        "after": _seq(room, rater, interview, unit),
        "kept": kept,
        "reason": None if kept else "overlooked",
        "reason_note": "" if kept else NOTE,
        "seconds": 41,
    }
    room.record(rater, interview, [event("decided", unit, **body)])


def reopen(room: Room, rater: str, interview: str) -> None:
    """Take up a finished interview again."""
    room.record(rater, interview, [event("reopened", reason=NOTE)])


def decision(unit: str, level: int | None = 5, **more: Any) -> dict[str, Any]:
    """A decision as an adjudicator's page sends it."""
    body = {"level": level, "unratable": None, "note": NOTE, "code": "guide_gap", "by": "third", **more}
    return event("adjudicated", unit, **body)


def _seq(room: Room, rater: str, interview: str, unit: str) -> int:
    units = room.state(rater, interview)["ledger"]["units"]
    return units[unit]["seq"] if unit in units else 0
