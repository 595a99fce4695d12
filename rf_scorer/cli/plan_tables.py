"""A plan, and a table of sizes, as people read them in a terminal and as programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.cli.text import MISSING, counted, table
from rf_scorer.study.planning.size import FORM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.study.planning.overview import Overview
    from rf_scorer.study.planning.rating_plan import RatingPlan
    from rf_scorer.study.planning.size import Assumed, Design, Sizes

__all__ = ["plan_lines", "plan_record", "size_lines", "size_record"]

#: More strata or raters than this would not fit a line.
_WIDE = 12


def plan_lines(plan: RatingPlan, found: Overview) -> Iterator[str]:
    """The parts of the raters, and what pairs of them share."""
    rules, purposes = plan.rules, found.purposes
    yield (
        f"{counted(len(plan.interviews), 'interview')}: {purposes['calibration']:,} rated by everybody, {purposes['double']:,} by two, "
        f"{purposes['single']:,} by one. Share asked for: {rules.double:g}. Seed: {rules.seed}."
    )
    shown = found.strata if rules.by and len(found.strata) <= _WIDE else ()
    rows = [["rater", "interviews", "words", "calibration", "double", "single", *map(_stratum, shown)]]
    for part in found.parts:
        counts = (part.interviews, part.words, part.calibration, part.double, part.single)
        strata = [str(part.strata.get(stratum, 0)) for stratum in shown]
        rows.append([part.rater + ("" if part.active else " (left)"), *(f"{one:,}" for one in counts), *strata])
    yield ""
    yield from table(rows, right=1)
    if rules.by and not shown:
        yield f"({len(found.strata)} strata: --json lists them.)"
    if 1 < len(found.parts) <= _WIDE and purposes["double"]:
        yield ""
        yield "Interviews that both rate, the calibration set not counted:"
        yield from table(_matrix(found), right=1)


def _stratum(stratum: Sequence[str]) -> str:
    return "/".join(value or MISSING for value in stratum)


def _matrix(found: Overview) -> list[list[str]]:
    names = [part.rater for part in found.parts]
    rows = [["", *names]]
    for one in names:
        cells = ["·" if one == other else str(found.shared[min(one, other), max(one, other)]) for other in names]
        rows.append([one, *cells])
    return rows


def plan_record(plan: RatingPlan, found: Overview, remarks: Sequence[str]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "study": plan.study,
        "interviews": found.purposes,
        "by": list(plan.rules.by),
        "raters": [
            {
                "rater": part.rater,
                "active": part.active,
                "interviews": part.interviews,
                "words": part.words,
                "calibration": part.calibration,
                "double": part.double,
                "single": part.single,
                "strata": [{"stratum": list(one), "interviews": part.strata.get(one, 0)} for one in found.strata],
            }
            for part in found.parts
        ],
        "shared": [{"raters": list(pair), "interviews": count} for pair, count in sorted(found.shared.items())],
        "remarks": list(remarks),
    }


def size_lines(assumed: Assumed, found: Sizes) -> Iterator[str]:
    """What designs promise, and what that rests on."""
    scale = assumed.scale
    yield "How well an agreement is known that rests on so many interviews, each rated by all of so many raters."
    yield ""
    rows = [["interviews", "raters", "mean ICC", "5th to 95th percentile", "mean width of the 95 % interval"]]
    rows += [_size_row(one) for one in found.designs]
    yield from table(rows, right=1)
    yield ""
    for raters, units in found.least:
        if units is None:
            yield f"{counted(raters, 'rater')}: none of these numbers gives intervals of a mean width of {found.width:g} or less."
        else:
            yield (
                f"{counted(raters, 'rater')}: {units} is the smallest of these numbers of interviews whose intervals have a mean width of "
                f"{found.width:g} or less."
            )
    yield ""
    yield (
        f"Assumed: single ratings agree with an ICC(A,1) of {assumed.icc:g}; one rater's ratings have mean {assumed.mean:g} and "
        f"standard deviation {assumed.sd:g}; raters differ in severity by {assumed.rater_sd:g} (SD); whole levels from "
        f"{scale.minimum:g} to {scale.maximum:g}; normal true scores and errors, cut off at the ends of the scale."
    )
    yield (
        "Interviews are taken to be independent (two of one participant count for less than two), and the same raters to rate them "
        "all: where pairs change, expect somewhat more uncertainty."
    )
    yield f"{found.simulations:,} studies were simulated for each line, with seed {found.seed}. The figures assume; they promise nothing."


def _size_row(one: Design) -> list[str]:
    if one.expected is None or one.low is None or one.high is None or one.width is None:
        return [str(one.units), str(one.raters), MISSING, one.reason or MISSING, MISSING]
    return [
        str(one.units),
        str(one.raters),
        f"{one.expected:.2f}",
        f"{one.low:.2f} to {one.high:.2f}",
        f"{one.width:.2f}",
    ]


def size_record(assumed: Assumed, found: Sizes) -> dict[str, Any]:
    """The same for programs."""
    return {
        "form": FORM,
        "assumed": {
            "icc": assumed.icc,
            "mean": assumed.mean,
            "sd": assumed.sd,
            "rater_sd": assumed.rater_sd,
            "scale": [assumed.scale.minimum, assumed.scale.maximum],
        },
        "simulations": found.simulations,
        "seed": found.seed,
        "designs": [
            {
                "interviews": one.units,
                "raters": one.raters,
                "icc": one.expected,
                "percentile_5": one.low,
                "percentile_95": one.high,
                "width_95": one.width,
                "reason": one.reason,
            }
            for one in found.designs
        ],
        "width": found.width,
        "least": [{"raters": raters, "interviews": units} for raters, units in found.least],
    }
