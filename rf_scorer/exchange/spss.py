"""SPSS: ratings with labels of variables and values, and reasons for no level as declared missing values.

No participant's words and no notes are in these files.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rf_scorer.domain.rating import OVERALL, Unratable
from rf_scorer.errors import DataError, MissingExtra, OutputFailed
from rf_scorer.transcripts.identity import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rf_scorer.exchange.material import Given, Material, Options

__all__ = ["MISSING", "write_sav"]

#: Codes of the reasons for no level; no scale reaches so low.
MISSING = {reason: -91 - number for number, reason in enumerate(Unratable)}
_REASONS = {
    Unratable.NOT_ANSWERED: "not ratable: not answered",
    Unratable.INAUDIBLE: "not ratable: inaudible",
    Unratable.SUPPLIED: "not ratable: the interviewer supplied it",
    Unratable.NO_OPPORTUNITY: "not ratable: no opportunity",
    Unratable.OTHER: "not ratable: other reason",
}
_ROLES = {"demand": 1, "permit": 2, "none": 3}
_STATES = {"answered": 1, "not_asked": 2, "not_answered": 3, "inaudible": 4}
_LONGEST_NAME, _LONGEST_LABEL = 64, 250
#: Where the header of the file holds date and time of its making.
_DATE, _TIME = slice(92, 101), slice(101, 109)


@dataclass(slots=True, kw_only=True)
class _Variable:
    name: str
    label: str
    measure: str
    format: str
    cells: list[Any] = field(default_factory=list)
    values: dict[float, str] = field(default_factory=dict)
    missing: bool = False
    text: bool = False


def write_sav(material: Material, options: Options) -> Mapping[str, bytes]:
    """``ratings.sav``: a row for each interview and unit (the whole interview is one), a variable for each rater's level.

    Raises
    ------
    MissingExtra
        If the library is not installed.
    DataError
        If nothing is rated, or interviews were rated on different scales.
    """
    try:
        import polars
        import pyreadstat
    except ImportError:
        raise MissingExtra("spss", "The format sav") from None
    given = list(material.given(options.use))
    if not given:
        raise DataError(
            "Nobody has finished an interview, so there is nothing for SPSS.",
            where="sav",
            remedy="Let raters finish, then export again.",
        )
    variables = _variables(material, options, given)
    frame = polars.DataFrame(
        {
            one.name: polars.Series(one.cells, dtype=polars.String if one.text else polars.Float64, strict=False)
            for one in variables
        }
    )
    try:
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            path = Path(folder) / "ratings.sav"
            pyreadstat.write_sav(
                frame,
                str(path),
                file_label="Reflective functioning: confirmed human ratings",
                column_labels={one.name: one.label[:_LONGEST_LABEL] for one in variables},
                variable_value_labels={one.name: one.values for one in variables if one.values},
                missing_ranges={
                    one.name: [{"lo": min(MISSING.values()), "hi": max(MISSING.values())}]
                    for one in variables
                    if one.missing
                },
                variable_measure={one.name: one.measure for one in variables},
                variable_format={one.name: one.format for one in variables if one.format},
            )
            data = bytearray(path.read_bytes())
    except (OSError, pyreadstat.ReadstatError):
        # It can only write to a file, and says no more than that it cannot.
        raise OutputFailed(
            "The SPSS file cannot be made.",
            where=str(options.scratch.parent if options.scratch else tempfile.gettempdir()),
            remedy="Check the folder's permissions and the free space.",
        ) from None
    # The same ratings give the same bytes on any day.
    data[_DATE], data[_TIME] = b"01 Jan 80", b"00:00:00"
    return {"ratings.sav": bytes(data)}


def _variables(material: Material, options: Options, given: Sequence[Given]) -> list[_Variable]:
    levels = _levels(material)
    names = _Names()
    text = {
        name: _Variable(name=names.new(name), label=label, measure="nominal", format="", text=True)
        for name, label in (
            ("interview", "Id of the interview"),
            ("participant", "Code of the person interviewed"),
            ("timepoint", "When in the study the interview took place"),
            ("protocol", "Id of the interview protocol"),
            ("unit", "Passage of the interview; overall for the whole of it"),
            ("question_id", "Id of the protocol's question"),
            ("topic", "What the question is about"),
        )
    }
    role = _Variable(
        name=names.new("role"),
        label="Whether the question asks for reflective functioning",
        measure="nominal",
        format="F4.0",
    )
    role.values = {float(code): name for name, code in _ROLES.items()}
    state = _Variable(name=names.new("state"), label="What became of the question", measure="nominal", format="F4.0")
    state.values = {float(code): name for name, code in _STATES.items()}
    decimals = 2 if options.use == "consensus" else 0
    rated = {
        rater: _Variable(
            name=names.new(f"level_{rater}"),
            label=f"Level given by {rater} ({options.use})",
            measure="ordinal" if not decimals else "scale",
            format=f"F8.{decimals}",
            values={**levels, **{float(code): _REASONS[reason] for reason, code in MISSING.items()}},
            missing=True,
        )
        for rater in sorted({one.rater for one in given})
    }
    suggested = _Variable(
        name=names.new("provisional_level"), label="PROVISIONAL level suggested by a program; not a rating", measure="ordinal", format="F8.0", values=dict(levels),
    )  # fmt: skip
    by_unit: dict[tuple[str, str], dict[str, Given]] = {}
    for one in given:
        by_unit.setdefault((one.interview, one.facts.unit), {})[one.rater] = one
    for name, sheet in material.sheets.items():
        made = {one["passage"]: one["level"] for one in sheet["suggestions"]}
        for facts in (*sheet["passages"], {"id": OVERALL}):
            row = {
                "interview": name,
                "participant": sheet["transcript"]["participant"],
                "timepoint": sheet["transcript"]["timepoint"],
                "protocol": sheet["protocol"]["id"] if sheet["protocol"] else None,
                "unit": facts["id"],
                "question_id": facts.get("question_id"),
                "topic": facts.get("topic"),
            }
            for key, variable in text.items():
                variable.cells.append(shown(row[key] or ""))
            role.cells.append(_ROLES.get(facts.get("role", "")))
            state.cells.append(_STATES.get(facts.get("state", "")))
            for rater, variable in rated.items():
                variable.cells.append(_cell(by_unit.get((name, facts["id"]), {}).get(rater)))
            suggested.cells.append(made.get(facts["id"]))
    return [*text.values(), role, state, *rated.values(), *([suggested] if options.suggestions else [])]


def _cell(one: Given | None) -> float | None:
    if one is None:
        return None
    return float(MISSING[one.unratable]) if one.unratable is not None else one.level


def _levels(material: Material) -> dict[float, str]:
    """The names of the levels; a level without a name has its number."""
    sheets = [*(one.sheet for one in material.ratings), *(one.sheet for one in material.consensus)]
    scales = {(sheet.scale, sheet.minimum, sheet.maximum) for sheet in sheets}
    if len(scales) > 1:
        raise DataError(
            "The interviews were rated on different scales.",
            where="sav",
            remedy="Export those of one scale: keep the others in a study of their own.",
        )
    ((scale, low, high),) = scales
    if low <= max(MISSING.values()):
        raise DataError(
            "The scale reaches down to the codes of reasons for no level (-91 to -95).",
            where="sav",
            remedy="Export the tables with --to csv.",
        )
    named = {
        level["value"]: level["name"]
        for document in material.sheets.values()
        if document["protocol"] and document["protocol"]["scale"]["id"] == scale
        for level in document["protocol"]["scale"]["levels"]
    }
    return {float(level): named.get(level) or str(level) for level in range(low, high + 1)}


class _Names:
    """Names that SPSS takes: letters, digits and underscores, a letter first, each used once whatever its case."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def new(self, wanted: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", wanted).rstrip("_")[: _LONGEST_NAME - 4]
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{plain}_{number}"
        self._taken.add(name.casefold())
        return name
