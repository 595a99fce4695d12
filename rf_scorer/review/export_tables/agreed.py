"""The table of consensus: a row for each interview and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rf_scorer.review.export_tables.columns import (
    LEVELS,
    UNRATABLE,
    Column,
    figure,
    help_columns,
    on_one_line,
    sheet_columns,
    unit_columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rf_scorer.domain.confirmed import Consensus, ConsensusUnit

__all__ = ["CONSENSUS", "AgreedRow", "consensus_table"]


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """A unit with what follows from its ratings."""

    consensus: Consensus
    unit: ConsensusUnit


def _levels(row: AgreedRow) -> list[int]:
    return [one.level for one in row.unit.ratings if one.level is not None]


def _newest(row: AgreedRow, what: str) -> Any:
    decided = next((one for one in row.unit.adjudications if one.counts), None)
    return None if decided is None else getattr(decided, what)


#: A row for each interview and unit.
CONSENSUS: tuple[Column[AgreedRow], ...] = (
    *sheet_columns(lambda row: row.consensus.sheet),
    *help_columns(lambda row: row.consensus.assistance),
    *unit_columns(lambda row: row.unit.facts),
    Column(
        name="raters",
        meaning="How many have finished the interview and rated this unit",
        values="count",
        cell=lambda row: len(row.unit.ratings),
    ),
    Column(
        name="lowest",
        meaning="The lowest of their final levels",
        values=LEVELS,
        missing="nobody gave a level",
        cell=lambda row: min(_levels(row), default=None),
    ),
    Column(
        name="highest",
        meaning="The highest of their final levels",
        values=LEVELS,
        missing="nobody gave a level",
        cell=lambda row: max(_levels(row), default=None),
    ),
    Column(
        name="level",
        meaning="The level of the consensus",
        values="the scale's levels; a mean has up to six decimal places",
        missing="no consensus, or one that there is no level",
        cell=lambda row: figure(row.unit.level),
    ),
    Column(
        name="unratable",
        meaning="Why there is no level, by consensus; never a low rating",
        values=UNRATABLE,
        missing="no consensus, or there is a level",
        cell=lambda row: None if row.unit.unratable is None else row.unit.unratable.value,
    ),
    Column(
        name="derivation",
        meaning="How it came about: the only rater's rating, agreement, a mean within the margin, or a decision",
        values="single, agreed, mean, third, consensus",
        missing="no consensus",
        cell=lambda row: None if row.unit.derivation is None else row.unit.derivation.value,
    ),
    Column(
        name="reason",
        meaning="Why there is no consensus",
        values="not_adjudicated, no_rater, one_rater, not_ratable",
        missing="there is one",
        cell=lambda row: None if row.unit.gap is None else row.unit.gap.value,
    ),
    Column(
        name="code",
        meaning="What was found behind the disagreement that was decided",
        values="guide_gap, ambiguous, slip",
        missing="nothing was decided",
        cell=lambda row: None if (code := _newest(row, "code")) is None else code.value,
    ),
    Column(
        name="adjudicator",
        meaning="Code of the person who entered the decision",
        values="text",
        missing="nothing was decided",
        cell=lambda row: _newest(row, "adjudicator"),
    ),
    Column(
        name="note",
        meaning="The adjudicator's note, on one line",
        values="text",
        missing="none, or notes were left out",
        note=True,
        cell=lambda row: on_one_line(_newest(row, "note") or ""),
    ),
    Column(
        name="decisions",
        meaning="How often it was decided, decisions that are void among them",
        values="count",
        cell=lambda row: len(row.unit.adjudications),
    ),
)


def consensus_table(agreed: Iterable[Consensus]) -> Iterator[AgreedRow]:
    """The rows of :data:`CONSENSUS`."""
    for consensus in agreed:
        for unit in (*consensus.units, consensus.overall):
            yield AgreedRow(consensus, unit)
