"""The long table: a row for each interview, rater and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.review.export_tables.columns import (
    LEVELS,
    UNRATABLE,
    YES_NO,
    Column,
    figure,
    help_columns,
    on_one_line,
    sheet_columns,
    unit_columns,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rf_scorer.domain.confirmed import RatedInterview, RatedUnit
    from rf_scorer.domain.rating import Judgement

__all__ = ["LONG", "LongRow", "long_table"]

_NOT_LOCKED = "nothing was locked"
_NOTHING_SEEN = "no suggestion was seen, or nothing decided"


@dataclass(frozen=True, slots=True)
class LongRow:
    """A unit as one rater rated it."""

    interview: RatedInterview
    unit: RatedUnit


def _blind(row: LongRow) -> Judgement | None:
    return None if row.unit.rating.blind is None else row.unit.rating.blind.judgement


def _level(judgement: Judgement | None) -> int | None:
    return None if judgement is None else judgement.level


def _why_none(judgement: Judgement | None) -> str | None:
    return None if judgement is None or judgement.unratable is None else judgement.unratable.value


def _markers(judgement: Judgement | None) -> str | None:
    return None if judgement is None else " ".join(tag.marker for tag in judgement.markers)


def _note(judgement: Judgement | None) -> str | None:
    return None if judgement is None else on_one_line(judgement.note)


def _seconds(row: LongRow, kind: str) -> float | int | None:
    found = getattr(row.unit.rating, kind)
    return None if found is None else figure(found.seconds)


def _judgement_columns(
    when: str, of: Callable[[LongRow], Judgement | None], missing: str
) -> tuple[Column[LongRow], ...]:
    name = {"blind": "before the suggestion was seen", "final": "that counts in the end"}[when]
    return (
        Column(
            name=f"{when}_level",
            meaning=f"The level {name}",
            values=LEVELS,
            missing=f"{missing}, or there is a reason for none",
            cell=lambda row: _level(of(row)),
        ),
        Column(
            name=f"{when}_unratable",
            meaning=f"Why there is no level, {name}; never a low rating",
            values=UNRATABLE,
            missing=f"{missing}, or there is a level",
            cell=lambda row: _why_none(of(row)),
        ),
        Column(
            name=f"{when}_markers",
            meaning="Markers that the rater saw; where they lie stands in the document",
            values="ids of the codebook, with spaces between",
            missing=f"{missing}, or no marker",
            cell=lambda row: _markers(of(row)),
        ),
        Column(
            name=f"{when}_note",
            meaning="The rater's note, on one line",
            values="text",
            missing="none, or notes were left out",
            note=True,
            cell=lambda row: _note(of(row)),
        ),
    )


def _revealed(row: LongRow) -> int | None:
    rating = row.unit.rating
    return None if rating.blind is None else int(rating.revealed_at is not None)


def _kept(row: LongRow) -> int | None:
    decision = row.unit.rating.decision
    return None if decision is None else int(decision.kept)


def _reason(row: LongRow) -> str | None:
    decision = row.unit.rating.decision
    return None if decision is None or decision.reason is None else decision.reason.value


def _reason_note(row: LongRow) -> str | None:
    decision = row.unit.rating.decision
    return None if decision is None else on_one_line(decision.reason_note)


#: A row for each interview, rater and unit.
LONG: tuple[Column[LongRow], ...] = (
    *sheet_columns(lambda row: row.interview.sheet),
    Column(name="rater", meaning="The rater's code", values="text", cell=lambda row: row.interview.rater),
    Column(
        name="status",
        meaning="Whether the rater has finished the interview",
        values="finished, open",
        cell=lambda row: "finished" if row.interview.finished else "open",
    ),
    *help_columns(lambda row: row.interview.assistance),
    *unit_columns(lambda row: row.unit.facts),
    Column(
        name="seen",
        meaning="Which suggestions of the interview had been seen when the rating was locked: none, or some of other units",
        values="blind, other_passages",
        missing=_NOT_LOCKED,
        cell=lambda row: None if row.unit.seen is None else row.unit.seen.value,
    ),
    *_judgement_columns("blind", _blind, _NOT_LOCKED),
    Column(
        name="blind_seconds",
        meaning="Active time with the unit until it was locked, in seconds",
        values="number",
        missing="nothing was locked, or time was not measured",
        cell=lambda row: _seconds(row, "blind"),
    ),
    Column(
        name="revealed",
        meaning="Whether the suggestion was seen after the rating was locked",
        values=YES_NO,
        missing=_NOT_LOCKED,
        cell=lambda row: _revealed(row),
    ),
    Column(
        name="shown_status",
        meaning="What was seen: a provisional suggestion, or that there was none",
        values="provisional, abstained",
        missing="no suggestion was seen, or what was seen is not known",
        cell=lambda row: None if row.unit.shown is None else row.unit.shown.status,
    ),
    Column(
        name="shown_level",
        meaning="The level that was suggested; not a rating",
        values=LEVELS,
        missing="none was seen",
        cell=lambda row: None if row.unit.shown is None else row.unit.shown.level,
    ),
    Column(
        name="kept",
        meaning="Whether the rating was kept after the suggestion was seen",
        values=YES_NO,
        missing=_NOTHING_SEEN,
        cell=_kept,
    ),
    Column(
        name="reason",
        meaning="Why it was changed",
        values="overlooked, guide, slip, other",
        missing="it was kept, or nothing was decided",
        cell=_reason,
    ),
    Column(
        name="reason_note",
        meaning="The reason in the rater's words, on one line",
        values="text",
        missing="none, or notes were left out",
        note=True,
        cell=_reason_note,
    ),
    Column(
        name="decided_seconds",
        meaning="Active time with the unit until it was decided, in seconds",
        values="number",
        missing="nothing was decided, or time was not measured",
        cell=lambda row: _seconds(row, "decision"),
    ),
    *_judgement_columns("final", lambda row: row.unit.rating.final, _NOT_LOCKED),
)


def long_table(rated: Iterable[RatedInterview]) -> Iterator[LongRow]:
    """The rows of :data:`LONG`: every unit of every interview and rater, rated or not."""
    for interview in rated:
        for unit in (*interview.units, interview.overall):
            yield LongRow(interview, unit)
