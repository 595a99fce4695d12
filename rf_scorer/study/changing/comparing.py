"""Two timepoints compared, and slopes over several: every participant's change with its interval, and what groups show."""

from __future__ import annotations

import math
from collections import defaultdict
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from rf_scorer.agreement import Resampling, change
from rf_scorer.agreement.estimation import estimates
from rf_scorer.agreement.means import mean_of, share_of
from rf_scorer.agreement.paired import D_Z, G_AV, d_z, g_av
from rf_scorer.agreement.result import Label
from rf_scorer.domain.change import (
    Comparison,
    Counted,
    Estimate,
    GroupChange,
    GroupSlope,
    PersonChange,
    PersonSlope,
    QuestionChange,
    Slopes,
    Verdict,
)
from rf_scorer.study.changing.errors import expected
from rf_scorer.study.changing.order import positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rf_scorer.agreement import Coefficient
    from rf_scorer.agreement.prepared import Prepared
    from rf_scorer.domain.change import Course, ErrorModel
    from rf_scorer.study.changing.plan import Plan

__all__ = ["compared", "questions", "slopes"]

_NOBODY = "No participant has a rating at both timepoints."
_MEAN = Label(id="mean_change", title="Mean change in levels", method="participants rated at both", source="")
_HIGHER = Label(id="higher", title="Share reliably higher", method="participants rated at both", source="Wilson 1927")
_LOWER = Label(id="lower", title="Share reliably lower", method="participants rated at both", source="Wilson 1927")
_SHARES = ((_HIGHER, Verdict.HIGHER), (_LOWER, Verdict.LOWER))
_SLOPE = Label(id="mean_slope", title="Mean slope", method="participants with three or more ratings", source="")
_VERDICTS = {"risen": Verdict.HIGHER, "fallen": Verdict.LOWER, "unchanged": Verdict.NO_RELIABLE_CHANGE}
#: Fewest ratings of a slope: two always lie on a line.
_LEAST_POINTS = 3


def compared(
    courses: Sequence[Course],
    names: tuple[str, ...],
    last: int,
    *,
    trust: float,
    model: ErrorModel,
    mean: float,
    plan: Plan,
) -> Comparison:
    """The first timepoint and a later one.

    Parameters
    ----------
    courses : sequence of Course
    names : tuple of str
        The timepoints in their order.
    last : int
        Index of the later one.
    trust : float
        The reliability.
    model : ErrorModel
    mean : float
        Towards which ratings come back.
    plan : Plan
    """
    both = [one for one in courses if one.values[0] is not None and one.values[last] is not None]
    before = [float(one.values[0] or 0.0) for one in both]
    after = [float(one.values[last] or 0.0) for one in both]
    found = change(
        before,
        after,
        reliability=trust,
        sd=model.sd,
        participants=[str(place) for place in range(len(both))],
        confidence=plan.confidence,
    )
    people = []
    for course, judged in zip(both, found.people, strict=True):
        assert judged.before is not None
        assert judged.after is not None
        assert judged.difference is not None
        assert judged.index is not None
        assert judged.verdict is not None
        people.append(
            PersonChange(
                participant=course.participant,
                group=course.group,
                before=judged.before,
                after=judged.after,
                change=judged.difference,
                low=judged.difference - model.least,
                high=judged.difference + model.least,
                index=judged.index,
                verdict=_VERDICTS[judged.verdict],
            )
        )
    groups = []
    for name in (None, *_names(courses)):
        members = [one for one in people if name is None or one.group == name]
        there = [one for one in courses if name is None or one.group == name]
        groups.append(_group(name, members, there, last, trust=trust, model=model, mean=mean, plan=plan))
    people.sort(key=lambda one: (one.change, one.participant))
    return Comparison(first=names[0], last=names[last], people=tuple(people), groups=tuple(groups))


def _names(courses: Sequence[Course]) -> list[str]:
    return sorted({one.group for one in courses if one.group is not None})


def _group(
    name: str | None,
    people: Sequence[PersonChange],
    courses: Sequence[Course],
    last: int,
    *,
    trust: float,
    model: ErrorModel,
    mean: float,
    plan: Plan,
) -> GroupChange:
    before, after = [one.before for one in people], [one.after for one in people]
    differences = [one.change for one in people]
    drawn = _estimated(
        [(_MEAN, mean_of(differences, raters=1, why=_NOBODY)), (G_AV, g_av(before, after)), (D_Z, d_z(before, after))],
        [one.participant for one in people],
        plan,
    )
    higher, lower = (_counted(label, people, verdict, plan) for label, verdict in _SHARES)
    return GroupChange(
        name=name,
        n=len(people),
        only_first=sum(one.values[0] is not None and one.values[last] is None for one in courses),
        only_last=sum(one.values[0] is None and one.values[last] is not None for one in courses),
        mean_before=fmean(before) if before else None,
        mean_after=fmean(after) if after else None,
        sd_before=stdev(before) if len(before) > 1 else None,
        sd_after=stdev(after) if len(after) > 1 else None,
        sd_change=stdev(differences) if len(differences) > 1 else None,
        change=drawn[0],
        g_av=drawn[1],
        d_z=drawn[2],
        higher=higher,
        lower=lower,
        unchanged=sum(one.verdict is Verdict.NO_RELIABLE_CHANGE for one in people),
        expected=expected(before, trust=trust, model=model, mean=mean),
    )


def _counted(label: Label, people: Sequence[PersonChange], verdict: Verdict, plan: Plan) -> Counted:
    yes = [one.verdict is verdict for one in people]
    prepared = share_of(yes, [True] * len(yes), raters=1, why=_NOBODY)
    (share,) = estimates([(label, prepared)], confidence=plan.confidence)
    return Counted(count=sum(yes), share=_estimate(share))


def _estimated(items: Sequence[tuple[Label, Prepared]], participants: Sequence[str], plan: Plan) -> list[Estimate]:
    """Figures with their intervals by bootstrap over participants."""
    resampling = Resampling(clusters=tuple(participants), seed=plan.seed, resamples=plan.resamples)
    return [_estimate(one) for one in estimates(items, confidence=plan.confidence, resampling=resampling)]


def _estimate(figure: Coefficient) -> Estimate:
    """A coefficient as documents hold it."""
    method = figure.method if not figure.source else f"{figure.method} ({figure.source})"
    return Estimate(value=figure.value, low=figure.low, high=figure.high, reason=figure.reason, method=method)


def questions(
    levels: Mapping[tuple[str, str], Mapping[str, float]], first: str, last: str, plan: Plan
) -> tuple[QuestionChange, ...]:
    """Each question over the participants whose answer has a level at both timepoints.

    Parameters
    ----------
    levels : mapping
        From participant and timepoint to levels by question.
    first, last : str
    plan : Plan
    """
    pairs: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for (who, when), before in levels.items():
        after = levels.get((who, last), {})
        if when == first:
            for question in before.keys() & after.keys():
                pairs[question].append((who, before[question], after[question]))
    found = []
    for question in sorted(pairs):
        rows = sorted(pairs[question])
        differences = [after - before for _, before, after in rows]
        (figure,) = _estimated(
            [(_MEAN, mean_of(differences, raters=1, why=_NOBODY))], [who for who, _, _ in rows], plan
        )
        found.append(
            QuestionChange(
                question=question,
                n=len(rows),
                mean_before=fmean(before for _, before, _ in rows),
                mean_after=fmean(after for _, _, after in rows),
                change=figure,
            )
        )
    return tuple(found)


def slopes(courses: Sequence[Course], names: tuple[str, ...], *, model: ErrorModel, plan: Plan) -> Slopes | None:
    """Least-squares slopes of all with three or more ratings; None where there are fewer timepoints.

    Notes
    -----
    Each rating's error is that of measurement, alike for all: the standard error of a slope is ``SE / sqrt(sum((t - mean(t)) ** 2))``.
    """
    if len(names) < _LEAST_POINTS:
        return None
    places, unit = positions(names)
    people = []
    for course in courses:
        points = [(place, value) for place, value in zip(places, course.values, strict=True) if value is not None]
        if len(points) < _LEAST_POINTS:
            continue
        middle = fmean(place for place, _ in points)
        spread = math.fsum((place - middle) ** 2 for place, _ in points)
        slope = math.fsum((place - middle) * value for place, value in points) / spread
        reach = model.deviate * model.standard_error / math.sqrt(spread)
        reliable = abs(slope) >= reach - 1e-9
        people.append(
            PersonSlope(
                participant=course.participant,
                group=course.group,
                ratings=len(points),
                slope=slope,
                low=slope - reach,
                high=slope + reach,
                verdict=Verdict.NO_RELIABLE_CHANGE if not reliable else Verdict.HIGHER if slope > 0 else Verdict.LOWER,
            )
        )
    groups = []
    for name in (None, *_names(courses)):
        members = [one for one in people if name is None or one.group == name]
        why = "No participant has three ratings."
        (figure,) = _estimated(
            [(_SLOPE, mean_of([one.slope for one in members], raters=1, why=why))],
            [one.participant for one in members],
            plan,
        )
        groups.append(GroupSlope(name=name, n=len(members), slope=figure))
    people.sort(key=lambda one: (one.slope, one.participant))
    return Slopes(unit=unit, people=tuple(people), groups=tuple(groups))
