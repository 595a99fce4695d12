"""Invented tables and documents of several raters, made when a test asks for them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from rf_scorer.domain.confirmed import RatedInterview, RatedSheet, RatedUnit, Seen, Shown, UnitFacts
from rf_scorer.domain.rating import (
    Assistance,
    Blind,
    ChangeReason,
    Decision,
    Judgement,
    Reveal,
    Stage,
    UnitRating,
    Unratable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["SECRET", "document", "long", "wide"]

#: In every note of these raters, and nowhere else.
SECRET = "zwickelmond"
_OVERALL = "overall"

#: A blind level, a suggestion, and a final level; None for no level, or none suggested.
Said = tuple[int | None, int | None, int | None]


def wide(path: Path, columns: Mapping[str, Sequence[object]], *, units: Sequence[str] | None = None) -> Path:
    """A row for each unit and a column for each rater, and whatever else is named."""
    count = len(next(iter(columns.values())))
    names = units or [f"i{number:02}" for number in range(count)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["interview", *columns])
        rows.writerows([name, *row] for name, row in zip(names, zip(*columns.values(), strict=True), strict=True))
    return path


def long(
    path: Path, rows: Sequence[Sequence[object]], *, header: Sequence[str] = ("interview", "rater", "rating")
) -> Path:
    """A row for each rating."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def document(
    interview: str,
    rater: str,
    said: Mapping[str, Said],
    *,
    participant: str | None = None,
    scale: tuple[int, int] = (-1, 9),
    control: bool = False,
    finished: bool = True,
    day: int = 1,
    transcript: str = "a",
) -> RatedInterview:
    """One rater's ratings of an interview, by unit; ``overall`` must be among them."""
    low, high = scale
    units = {name: _unit(name, *levels, day=day) for name, levels in said.items()}
    return RatedInterview(
        sheet=RatedSheet(
            study="st-1",
            title="Invented",
            interview=interview,
            participant=participant,
            timepoint="t1",
            protocol="home",
            source_sha256=transcript * 64,
            sheet_sha256="b" * 64,
            scale="rf",
            minimum=low,
            maximum=high,
        ),
        rater=rater,
        finished_at=f"2026-11-{day:02}T10:00:00.000Z" if finished else None,
        assistance=Assistance(control=True, highlights=False, reveal=Reveal.NEVER) if control else Assistance(),
        model=None,
        units=tuple(unit for name, unit in units.items() if name != _OVERALL),
        overall=units[_OVERALL],
    )


def _unit(name: str, blind: int | None, suggestion: int | None, final: int | None, *, day: int) -> RatedUnit:
    at = f"2026-11-{day:02}T10:00:00.000Z"
    shown = None if suggestion is None else Shown(status="provisional", level=suggestion, expected=float(suggestion))
    kept = blind == final
    decision = None
    if shown is not None:
        reason = None if kept else ChangeReason.GUIDE
        decision = Decision(judgement=_judgement(final), at=at, kept=kept, reason=reason, seconds=50.0)
    return RatedUnit(
        facts=UnitFacts(unit=name, required=True, role=None if name == _OVERALL else "demand"),
        rating=UnitRating(
            unit=name,
            stage=Stage.LOCKED if shown is None else Stage.DECIDED,
            blind=Blind(judgement=_judgement(blind), at=at, seconds=40.0),
            revealed_at=None if shown is None else at,
            decision=decision,
        ),
        seen=Seen.BLIND,
        shown=shown,
    )


def _judgement(level: int | None) -> Judgement:
    return Judgement(level=level, unratable=Unratable.INAUDIBLE if level is None else None, note=f"A {SECRET} note.")
