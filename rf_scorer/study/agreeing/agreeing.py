"""Agreement of raters: what was read, worked out part by part, and written down as a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import rf_scorer
from rf_scorer import documents, validation
from rf_scorer.errors import DataError, UnknownName
from rf_scorer.study.agreeing import methods, wording
from rf_scorer.study.agreeing.effort import effort
from rf_scorer.study.agreeing.figures import MEAN, SINGLE, UNEQUAL, Asked
from rf_scorer.study.agreeing.report import Data, Facts, Intervals, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.agreement import Ratings
    from rf_scorer.study.agreeing.matrix import Gathered, Matrix
    from rf_scorer.study.agreeing.plan import Plan
    from rf_scorer.study.agreeing.report import Groups

__all__ = ["agree"]

_SCHEMA = "agreement-report"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raters:
    """Who is compared: humans, and a calibration key apart."""

    humans: tuple[str, ...]
    key: str | None


def agree(gathered: Gathered, plan: Plan, *, progress: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Work out a report.

    Parameters
    ----------
    gathered : Gathered
    plan : Plan
    progress : callable
        Told what is being worked on.

    Returns
    -------
    dict
        A document without faults by the schema ``agreement-report``. What is undefined in it is None with a reason.

    Raises
    ------
    DataError
        If there are not two raters of anything, or no unit that two rated, with nothing else to compare.
    UnknownName
        If the calibration key is nobody among the raters.
    """
    known = sorted({column.rater for matrix in gathered.matrices for column in matrix.columns})
    if plan.key is not None and plan.key not in known:
        raise UnknownName("rater", plan.key, known).at("--key")
    chosen = [_only_rated(matrix) for matrix in gathered.matrices if plan.wants(matrix.level)]
    _check(chosen, gathered, plan)
    parts, remarks = [], list(gathered.remarks)
    for matrix in chosen:
        raters = _raters(matrix, plan)
        if not _comparable(matrix, raters):
            remarks.append(
                f"{wording.title(matrix.level)}: there are not two raters here, nor anything else to compare; they are left out."
            )
            continue
        progress(wording.title(matrix.level).lower())
        parts.append(_part(matrix, raters, gathered, plan))
    data = _data(gathered, plan, parts)
    for part in parts:
        remarks += wording.warnings(part, data, plan)
    document = documents.agreement_document(
        data=data,
        parts=parts,
        version=rf_scorer.__version__,
        settings={
            "confidence": plan.confidence,
            "group": gathered.group,
            "key": plan.key,
            "level": plan.levels,
            "minimum": plan.minimum,
            "resamples": plan.resamples,
            "seed": plan.seed,
            "use": gathered.use,
        },
        provenance={"rf_scorer": rf_scorer.__version__},
        statements=wording.statements(parts, data, plan),
        remarks=list(dict.fromkeys(remarks)),
        methods=methods.sentences(parts, data, plan, version=rf_scorer.__version__),
        citation=methods.citation(rf_scorer.__version__),
    )
    faults = validation.faults(document, _SCHEMA)
    if faults:
        raise AssertionError(f"the report breaks its own schema at {faults[0].path} ({faults[0].rule})")
    return document


def _only_rated(matrix: Matrix) -> Matrix:
    """Without raters who rated no unit of this kind, and units that nobody rated."""
    columns = [column for column in matrix.columns if any(level is not None for level in column.levels)]
    keep = [place for place in range(len(matrix.units)) if any(column.levels[place] is not None for column in columns)]
    if len(keep) == len(matrix.units):
        return replace(matrix, columns=tuple(columns))
    machine = matrix.machine
    return replace(
        matrix,
        units=tuple(matrix.units[place] for place in keep),
        columns=tuple(
            replace(
                column,
                levels=[column.levels[place] for place in keep],
                times=None if column.times is None else [column.times[place] for place in keep],
            )
            for column in columns
        ),
        machine=None
        if machine is None
        else replace(
            machine,
            levels=[machine.levels[place] for place in keep],
            scores=None if machine.scores is None else [machine.scores[place] for place in keep],
        ),
    )


def _raters(matrix: Matrix, plan: Plan) -> _Raters:
    there = [column.rater for column in matrix.columns]
    return _Raters(
        humans=tuple(rater for rater in there if rater != plan.key), key=plan.key if plan.key in there else None
    )


def _comparable(matrix: Matrix, raters: _Raters) -> bool:
    if not raters.humans:
        return False
    return len(raters.humans) > 1 or raters.key is not None or matrix.machine is not None or bool(matrix.twice)


def _check(chosen: Sequence[Matrix], gathered: Gathered, plan: Plan) -> None:
    where = "confirmed ratings" if gathered.source == "documents" else "the table"
    if not any(matrix.columns for matrix in chosen):
        told = "" if plan.levels == "both" else f" of {plan.levels} (--level)"
        raise DataError(f"There is no rating{told}.", where=where, remedy="Leave --level out to compare all.")
    pairs = [(matrix, _raters(matrix, plan)) for matrix in chosen]
    if not any(_comparable(matrix, raters) for matrix, raters in pairs):
        raise DataError(
            "There is one rater only, and agreement needs two.",
            where=where,
            remedy="Name every rater's column, or add the other raters' ratings; a machine is named with --machine.",
        )
    alone = all(not _shared(matrix, raters.humans) for matrix, raters in pairs)
    if alone and not any(matrix.machine or matrix.twice or raters.key for matrix, raters in pairs):
        raise DataError(
            "No unit is rated by two raters, so nothing can be compared.",
            where=where,
            remedy="Let raters rate some of the same interviews; check that units have the same ids for all raters.",
        )


def _shared(matrix: Matrix, humans: Sequence[str]) -> bool:
    levels = [column.levels for column in matrix.columns if column.rater in humans]
    return any(sum(level is not None for level in row) > 1 for row in zip(*levels, strict=True))


def _part(matrix: Matrix, raters: _Raters, gathered: Gathered, plan: Plan) -> Part:
    facts = _facts(matrix, raters.humans, gathered)
    everybody = len(matrix.columns) + (matrix.machine is not None)
    levels = len(facts.by_level)
    found = effort(
        clusters=facts.clusters, units=facts.units, raters=everybody, levels=levels, resamples=plan.resamples
    )
    asked = Asked(matrix=matrix, scale=gathered.scale, step=gathered.step, plan=plan, effort=found)
    ratings = asked.ratings(raters.humans) if len(raters.humans) > 1 else None
    with_key = None if raters.key is None else asked.ratings((*raters.humans, raters.key))
    return Part(
        level=matrix.level,
        facts=facts,
        single=_single(facts),
        mean=MEAN,
        iccs=() if ratings is None else asked.iccs(ratings),
        figures={} if ratings is None else asked.together(ratings),
        closeness=() if ratings is None else asked.close(ratings),
        pairs=() if ratings is None else asked.pairs(ratings),
        profiles=() if ratings is None else asked.profiles(ratings),
        drift=() if ratings is None else asked.drift(ratings, raters.humans, key=raters.key),
        key=()
        if with_key is None or raters.key is None
        else asked.pairs(with_key, [(rater, raters.key) for rater in raters.humans]),
        machine=asked.machine(raters.humans) if found.over_pairs else None,
        anchoring=asked.anchoring(),
        groups=() if ratings is None else _groups(asked, ratings, gathered.group),
        intervals=Intervals(
            main=found.main,
            pairs=found.pairs,
            machine=0 if matrix.machine is None or not found.over_pairs else found.machine,
        ),
    )


def _single(facts: Facts) -> str:
    """Where raters share the work, the few units that all of them rated must not speak for the many that some did."""
    shared = sum(units for count, units in facts.by_raters.items() if int(count) > 1)
    return UNEQUAL if 2 * facts.complete < shared else SINGLE


def _groups(asked: Asked, ratings: Ratings, column: str | None) -> tuple[Groups, ...]:
    found = []
    units = asked.matrix.units
    if column is not None:
        found.append(asked.groups(ratings, column, [unit.group for unit in units]))
    helped = [None if unit.control is None else "control" if unit.control else "assisted" for unit in units]
    if len({one for one in helped if one is not None}) > 1 and column != "assistance":
        found.append(asked.groups(ratings, "assistance", helped))
    return tuple(found)


def _facts(matrix: Matrix, humans: Sequence[str], gathered: Gathered) -> Facts:
    columns = [column.levels for column in matrix.columns if column.rater in humans]
    rows = list(zip(*columns, strict=True))
    by_raters = Counter(sum(level is not None for level in row) for row in rows)
    # Units that a key alone rated are nobody's agreement.
    units = [unit for unit, row in zip(matrix.units, rows, strict=True) if any(level is not None for level in row)]
    named = [unit.participant for unit in units if unit.participant is not None]
    low, step = gathered.scale.minimum, gathered.step
    width = round((gathered.scale.maximum - low) / step) + 1
    spread = Counter(round((level - low) / step) for row in rows for level in row if level is not None)
    by = "interview" if not named else "participant" if len(named) == len(units) else "participant or interview"
    return Facts(
        units=len(units),
        interviews=len({unit.interview for unit in units}),
        participants=len(set(named)) if named else None,
        clusters=len({unit.cluster for unit in units}),
        clustered_by=by,
        raters=len(humans),
        ratings=sum(spread.values()),
        complete=by_raters[len(humans)],
        by_raters={str(count): times for count, times in sorted(by_raters.items()) if count},
        by_level=tuple(spread[place] for place in range(width)),
    )


def _data(gathered: Gathered, plan: Plan, parts: Sequence[Part]) -> Data:
    raters = sorted(
        {column.rater for matrix in gathered.matrices for column in matrix.columns if column.rater != plan.key}
    )
    machines = [matrix.machine.name for matrix in gathered.matrices if matrix.machine is not None]
    return Data(
        source=gathered.source,
        use=gathered.use,
        sha256=gathered.sha256,
        minimum=gathered.scale.minimum,
        maximum=gathered.scale.maximum,
        step=gathered.step,
        raters=tuple(raters),
        key=plan.key,
        machine=machines[0] if machines and any(part.machine is not None for part in parts) else None,
        group=gathered.group,
        protocols=gathered.protocols,
        assistance=gathered.assistance,
        left_out=tuple({"what": one.what, "count": one.count} for one in gathered.left_out),
    )
