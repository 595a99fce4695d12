"""The wide table: a row for each interview, and columns for every rater and question, named so that any statistics program takes them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer.domain.rating import OVERALL
from rf_scorer.review.export_tables.columns import LEVELS, Column, help_columns, sheet_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rf_scorer.domain.confirmed import RatedInterview, RatedSheet, RatedUnit
    from rf_scorer.domain.rating import Assistance

__all__ = ["LONGEST_NAME", "WideRow", "unit_keys", "wide_table"]

#: Characters of a name in SPSS.
LONGEST_NAME = 64
#: What is left of a rater's code and of a question's id in a name: with a suffix and a number they stay below the limit.
_LONGEST_RATER, _LONGEST_UNIT = 20, 28
_WHEN = {"blind": "before the suggestion was seen", "final": "that counts in the end"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WideRow:
    """One interview with its raters; ``units`` are each rater's, by the keys of :func:`unit_keys`."""

    sheet: RatedSheet
    assistance: Assistance
    raters: Mapping[str, RatedInterview]
    units: Mapping[str, Mapping[str, RatedUnit]]


def unit_keys(rated: RatedInterview) -> dict[str, str]:
    """A key for every unit that means the same in every interview: by passage, its question, and how often that was asked before.

    A passage that no question covers has its own id as key, which means nothing in another interview.
    """
    asked: dict[str, int] = defaultdict(int)
    keys = {}
    for unit in rated.units:
        question = unit.facts.question_id
        if question is None:
            keys[unit.facts.unit] = unit.facts.unit
            continue
        asked[question] += 1
        keys[unit.facts.unit] = question if asked[question] == 1 else f"{question} ({asked[question]})"
    return {**keys, OVERALL: OVERALL}


def wide_table(rated: Sequence[RatedInterview]) -> tuple[tuple[Column[WideRow], ...], tuple[WideRow, ...]]:
    """The columns and the rows.

    Parameters
    ----------
    rated : sequence of RatedInterview
        In the order of the rows, an interview's raters together.

    Returns
    -------
    tuple of Column
        What is told of the interview; then for each rater the status, and the blind and the final level of every question that anybody
        gave a level to, in the order in which the interviews ask them, the overall rating last.
    tuple of WideRow
    """
    rows = _rows(rated)
    raters = sorted({one.rater for one in rated})
    asked = {
        key: unit.facts.topic or ""
        for row in rows
        for units in row.units.values()
        for key, unit in units.items()
        if unit.rating.blind is not None
    }
    ordered = dict.fromkeys(key for row in rows for units in row.units.values() for key in units if key in asked)
    ordered.pop(OVERALL, None)
    keys = [*ordered, OVERALL]
    facts = (*sheet_columns(lambda row: row.sheet), *help_columns(lambda row: row.assistance))
    names = _Names(column.name for column in facts)
    of_rater = names.parts(raters, longest=_LONGEST_RATER, first="r")
    of_unit = names.parts(keys, longest=_LONGEST_UNIT, first="q")
    columns = [*facts]
    for rater in raters:
        columns.append(_status(names.new(f"{of_rater[rater]}_status"), rater))
        for key in keys:
            for when in _WHEN:
                name = names.new(f"{of_rater[rater]}_{of_unit[key]}_{when}")
                columns.append(_level(name, rater, key, when, asked.get(key, "")))
    return tuple(columns), rows


def _rows(rated: Iterable[RatedInterview]) -> tuple[WideRow, ...]:
    together: dict[str, list[RatedInterview]] = defaultdict(list)
    for one in rated:
        together[one.sheet.interview].append(one)
    return tuple(
        WideRow(
            sheet=many[0].sheet,
            assistance=many[0].assistance,
            raters={one.rater: one for one in many},
            units={
                one.rater: {keys[unit.facts.unit]: unit for unit in (*one.units, one.overall)}
                for one in many
                for keys in [unit_keys(one)]
            },
        )
        for many in together.values()
    )


def _status(name: str, rater: str) -> Column[WideRow]:
    def cell(row: WideRow) -> str | None:
        one = row.raters.get(rater)
        return None if one is None else "finished" if one.finished else "open"

    return Column(
        name=name,
        meaning="Whether the rater has finished the interview",
        values="finished, open",
        missing="the rater has no rating of it here",
        cell=cell,
        rater=rater,
    )


def _level(name: str, rater: str, key: str, when: str, topic: str) -> Column[WideRow]:
    def cell(row: WideRow) -> int | None:
        unit = row.units.get(rater, {}).get(key)
        if unit is None or unit.rating.blind is None:
            return None
        judgement = unit.rating.blind.judgement if when == "blind" else unit.rating.final
        return None if judgement is None else judgement.level

    about = "the whole interview" if key == OVERALL else f"{key}, {topic}" if topic else key
    return Column(
        name=name,
        meaning=f"The level {_WHEN[when]}: {about}",
        values=LEVELS,
        missing="not asked, not rated, or a reason for none: see ratings-long.csv",
        cell=cell,
        rater=rater,
        unit=key,
    )


class _Names:
    """Names that are used once, whatever their case."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def new(self, wanted: str) -> str:
        """The name, or the first with a number behind it that is free."""
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name.casefold())
        return name

    def parts(self, codes: Iterable[str], *, longest: int, first: str) -> dict[str, str]:
        """A part of a name for every code: letters, digits and underscores, a letter first, each another."""
        own = _Names(())
        found = {}
        for code in codes:
            plain = re.sub(r"[^A-Za-z0-9]+", "_", code).strip("_") or first
            plain = plain if plain[0].isalpha() else f"{first}{plain}"
            found[code] = own.new(plain[:longest].strip("_"))
        return found
