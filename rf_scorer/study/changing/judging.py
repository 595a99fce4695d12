"""From values at timepoints to the report: order, error of measurement, comparisons, and what stands against reading too much into them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from rf_scorer.domain.change import ChangeReport, Course, Timepoints
from rf_scorer.errors import DataError
from rf_scorer.study.changing.comparing import compared, questions, slopes
from rf_scorer.study.changing.errors import error_model, regression, reliability, step_of
from rf_scorer.study.changing.order import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain.change import Comparison, ErrorModel, Regression, Reliability
    from rf_scorer.study.changing.observed import Observation, Observed
    from rf_scorer.study.changing.plan import Plan

__all__ = ["FEW", "judge"]

#: Fewer participants than this, and the figures of a group move a good deal with each of them.
FEW = 20
_BLINDING = {
    None: "Whether raters knew the timepoint is not known. Raters who know it may see the change that they expect.",
    False: "Raters knew the timepoint. Raters who know it may see the change that they expect.",
    True: "Raters are said not to have known the timepoint; transcripts may tell it all the same.",
}


def judge(observed: Observed, plan: Plan) -> ChangeReport:
    """The report of these values.

    Raises
    ------
    UsageError
        If the timepoints have no order, or a number of the plan cannot be on this scale.
    DataError
        If the error of measurement cannot be told, or nobody was rated at the first timepoint and a later one.
    """
    plan.check(observed.minimum, observed.maximum)
    names, how = ordered((one.timepoint for one in observed.observations), plan.timepoints)
    used = [one for one in observed.observations if one.timepoint in names]
    courses = _courses(used, names)
    later = range(1, len(names))
    if not any(one.values[0] is not None and any(one.values[place] is not None for place in later) for one in courses):
        raise DataError(
            "No participant was rated at the first timepoint and a later one.",
            remedy="Are participants' codes the same at every timepoint, and is the order right (--timepoints)?",
        )
    first = [value for one in courses if (value := one.values[0]) is not None]
    trust = reliability(observed, plan)
    model = error_model(first, trust, plan, step=step_of(one.value for one in used))
    back = regression(first, plan)
    comparisons = tuple(
        compared(courses, names, place, trust=trust.value, model=model, mean=back.mean, plan=plan) for place in later
    )
    if observed.level == "passages":
        levels = {(one.participant, one.timepoint): one.questions for one in used}
        comparisons = tuple(replace(one, questions=questions(levels, one.first, one.last, plan)) for one in comparisons)
    left_out = dict(observed.left_out)
    if len(used) < len(observed.observations):
        left_out["values at timepoints that --timepoints does not name"] = len(observed.observations) - len(used)
    return ChangeReport(
        source=observed.source,
        sha256=observed.sha256,
        minimum=observed.minimum,
        maximum=observed.maximum,
        level=observed.level,
        use=observed.use,
        timepoints=Timepoints(
            names=names,
            order=how,
            ratings=tuple(sum(one.values[place] is not None for one in courses) for place in range(len(names))),
        ),
        reliability=trust,
        error=model,
        regression=back,
        courses=courses,
        comparisons=comparisons,
        slopes=slopes(courses, names, model=model, plan=plan),
        left_out=left_out,
        cautions=(
            _BLINDING[plan.blind],
            *observed.cautions,
            *_doubts(trust, model, back, comparisons),
        ),
    )


def _courses(observations: Sequence[Observation], names: tuple[str, ...]) -> tuple[Course, ...]:
    values: dict[str, dict[str, float]] = {}
    groups: dict[str, str | None] = {}
    for one in observations:
        values.setdefault(one.participant, {})[one.timepoint] = one.value
        groups[one.participant] = one.group
    return tuple(
        Course(participant=who, group=groups[who], values=tuple(values[who].get(name) for name in names))
        for who in sorted(values)
    )


def _doubts(trust: Reliability, model: ErrorModel, back: Regression, comparisons: Sequence[Comparison]) -> list[str]:
    found = []
    for one in comparisons:
        everybody = one.groups[0]
        if everybody.only_first:
            found.append(
                f"{everybody.only_first} of {everybody.n + everybody.only_first} participants rated at {one.first} have no rating at "
                f"{one.last}: those who stayed may differ from those who left."
            )
        if 0 < everybody.n < FEW:
            found.append(
                f"{everybody.n} participants are rated at both {one.first} and {one.last}: few, so that each of them moves the figures."
            )
        small = Counter(group.name for group in one.groups[1:] if group.n < FEW and everybody.n >= FEW)
        if small:
            found.append(
                f"Groups with fewer than {FEW} participants rated at both {one.first} and {one.last}: {len(small)}."
            )
    if trust.low is not None and trust.low < 0.5:
        found.append(
            f"The reliability was estimated from {trust.interviews} interviews and may be as low as {trust.low:.2f}: with that, fewer "
            "changes would be reliable."
        )
    if trust.origin == "given":
        found.append(
            "The reliability was given, not estimated from these ratings. One from other raters or samples may not hold here."
        )
    if trust.origin == "estimated":
        found.append(
            "The reliability is that of raters reading the same interview. What a person says also differs from day to day: a retest figure "
            "would be lower, and fewer changes reliable."
        )
    if model.sd_origin == "first" and model.sd_ratings < FEW:
        found.append(
            f"The standard deviation behind the error of measurement comes from {model.sd_ratings} participants; --sd takes that of a larger sample."
        )
    if back.origin == "first":
        found.append(
            "Regression to the mean is judged against this sample's own first mean. Where people were chosen because they rated low or high, "
            "more of the change is regression than stated: --reference-mean takes the mean of the population."
        )
    return found
