"""The error behind a verdict: how reliable a value is, what follows for a change, and what regression to the mean would give by itself."""

from __future__ import annotations

import math
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

from rf_scorer.agreement import Range, icc_unequal, ratings_of
from rf_scorer.agreement.paired import single_rater
from rf_scorer.domain.change import ErrorModel, Expected, Regression, Reliability
from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.agreement import Coefficient
    from rf_scorer.study.changing.observed import Observed
    from rf_scorer.study.changing.plan import Plan

__all__ = ["FORMULA", "error_model", "expected", "regression", "reliability", "step_of"]

#: With fewer interviews that several rated, the estimate could be anything.
LEAST_INTERVIEWS = 10
#: How far a value may lie off a step and still be that step.
_SLACK = 1e-9
_REMEDY = "Give one that fits these ratings: --reliability R, such as the ICC(A,1) of the study's reliability set."
FORMULA = "RC = (after - before) / sqrt(2 SE^2), SE = SD sqrt(1 - reliability); reliable where |RC| reaches the normal deviate"
_SOURCE = "Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19"
_BACK = (
    "After a rating x without true change, the next one is normal with mean x + (1 - r)(M - x) and variance SD^2 (1 - r^2), "
    "r the reliability and M the reference mean; shares are averaged over the participants, and where values are whole or half levels, the change "
    "counts from half a step below the least reliable one on (continuity correction)"
)
_BACK_SOURCE = (
    "Kelley 1947, Fundamentals of Statistics; Lord & Novick 1968, Statistical Theories of Mental Test Scores, chapter 3; "
    "Speer 1992, J Consult Clin Psychol 60:402-408"
)


def reliability(observed: Observed, plan: Plan) -> Reliability:
    """How reliable a value is: as a person says, or as interviews that several rated blind show.

    Raises
    ------
    DataError
        If nobody says, and it cannot be estimated.
    """
    if plan.reliability is not None:
        return Reliability(
            value=plan.reliability,
            low=None,
            high=None,
            origin="given",
            name="as given",
            interviews=0,
            raters=0,
            method="as given with --reliability",
            source="",
            note="",
        )
    if not observed.rows:
        raise DataError(
            "The error of measurement is not known: no reliability was given, and no interview has blind ratings of two raters."
            if observed.source != "table"
            else "The error of measurement is not known: a table of one rating each does not tell it.",
            remedy=_REMEDY,
        )
    found, name = _estimated(observed, plan.confidence)
    if found.n_units < LEAST_INTERVIEWS:
        raise DataError(
            f"Only {found.n_units} interviews were rated by several raters, too few to estimate the error of measurement "
            f"({LEAST_INTERVIEWS} are needed).",
            remedy=_REMEDY,
        )
    if found.value is None or not 0.0 < found.value < 1.0:
        raise DataError(
            "The raters' agreement gives no reliability between 0 and 1.",
            remedy=f"{found.reason or 'Look at it: rf-scorer agree.'} {_REMEDY}",
        )
    notes = [found.note] if found.note else []
    if observed.use in {"consensus", "mean"}:
        notes.append(
            f"{name} is the reliability of one rater. A consensus or a mean of several is more reliable as a rule: the error is then "
            "smaller than stated, and fewer changes count as reliable than could."
        )
    return Reliability(
        value=found.value,
        low=found.low,
        high=found.high,
        origin="estimated",
        name=name,
        interviews=found.n_units,
        raters=found.n_raters,
        method=found.method,
        source=found.source,
        note=" ".join(notes),
    )


def _estimated(observed: Observed, confidence: float) -> tuple[Coefficient, str]:
    """ICC(A,1) of the raters who share most; where raters change from interview to interview, ICC(1) of all."""
    used = [place for place in range(len(observed.raters)) if any(row[place] is not None for row in observed.rows)]
    rows = [[row[place] for place in used] for row in observed.rows]
    found = single_rater(rows, confidence=confidence)
    # As an agreement report does: a few interviews that all rated must not speak for the many that some did.
    enough = found.n_units >= LEAST_INTERVIEWS and 2 * found.n_units >= len(rows)
    if enough or len(used) < 3 or observed.level != "overall":
        return found, "ICC(A,1)"
    ratings = ratings_of(
        rows,
        scale=Range(minimum=observed.minimum, maximum=observed.maximum),
        raters=[observed.raters[place] for place in used],
        units=[str(number) for number in range(len(rows))],
    )
    return icc_unequal().of(ratings, confidence=confidence), "ICC(1)"


def step_of(values: Iterable[float]) -> float:
    """1 or 0.5 where all values are whole or half levels, otherwise 0."""
    rest = [value % 1.0 for value in values]
    for step in (1.0, 0.5):
        if all(min(one % step, step - one % step) < _SLACK for one in rest):
            return step
    return 0.0


def error_model(first: Sequence[float], trust: Reliability, plan: Plan, *, step: float) -> ErrorModel:
    """What the reliability means in levels.

    Parameters
    ----------
    first : sequence of float
        Values at the first timepoint.
    trust : Reliability
    plan : Plan
    step : float
        Of all values: :func:`step_of`.

    Raises
    ------
    DataError
        If they do not vary, and no standard deviation was given.
    """
    spread = plan.sd if plan.sd is not None else stdev(first) if len(first) > 1 else 0.0
    if not spread > 0.0:
        raise DataError(
            "The values at the first timepoint do not vary, so the error of measurement cannot be told in levels.",
            remedy="Give the standard deviation of such ratings: --sd LEVELS.",
        )
    error = spread * math.sqrt(1.0 - trust.value)
    deviate = NormalDist().inv_cdf(0.5 + plan.confidence / 2.0)
    least = deviate * math.sqrt(2.0) * error
    return ErrorModel(
        sd=spread,
        sd_origin="given" if plan.sd is not None else "first",
        sd_ratings=0 if plan.sd is not None else len(first),
        standard_error=error,
        difference_error=math.sqrt(2.0) * error,
        confidence=plan.confidence,
        deviate=deviate,
        least=least,
        step=step,
        reached=math.ceil(least / step - _SLACK) * step if step else least,
        formula=FORMULA,
        source=_SOURCE,
    )


def regression(first: Sequence[float], plan: Plan) -> Regression:
    """The mean towards which ratings come back."""
    given = plan.reference_mean
    return Regression(
        mean=fmean(first) if given is None else given,
        origin="first" if given is None else "given",
        formula=_BACK,
        source=_BACK_SOURCE,
    )


def expected(before: Sequence[float], *, trust: float, model: ErrorModel, mean: float) -> Expected | None:
    """What regression to the mean and error alone would give for participants with these first values.

    Parameters
    ----------
    before : sequence of float
    trust : float
        The reliability.
    model : ErrorModel
    mean : float
        The reference mean.

    Returns
    -------
    Expected or None
        None without participants.
    """
    if not before:
        return None
    back = [(1.0 - trust) * (mean - level) for level in before]
    spread = NormalDist(sigma=model.sd * math.sqrt(1.0 - trust**2))
    # Of whole levels, a change of 2 stands for all between 1.5 and 2.5: without the half, chance would look rarer than it is.
    beyond = model.reached - model.step / 2.0
    return Expected(
        change=fmean(back),
        higher=fmean(1.0 - spread.cdf(beyond - shift) for shift in back),
        lower=fmean(spread.cdf(-beyond - shift) for shift in back),
    )
