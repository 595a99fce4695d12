"""The learned overall rating as one more way to sum up an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain.sheet import Aggregate, Basis
from rf_scorer.rating.overall.grounds import grounds
from rf_scorer.rating.overall.interview import interview_of
from rf_scorer.rating.overall.obstacles import NO_MODEL, obstacle
from rf_scorer.rating.overall.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain import Suggestion
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.overall.interview import Interview
    from rf_scorer.rating.overall.model import Overall

__all__ = ["ID", "TITLE", "TITLE_RATED", "learned"]

ID = "learned"
TITLE = "All passages and markers weighed, as learned from simulated interviews, not from rated ones"
TITLE_RATED = "All passages and markers weighed, as learned from rated interviews"


def learned(items: Sequence[RatingInput], suggestions: Sequence[Suggestion], model: Overall | None) -> Aggregate:
    """Weigh all passages of an interview.

    Parameters
    ----------
    items : sequence of RatingInput
        All passages, those of questions that were not asked among them.
    suggestions : sequence of Suggestion
        In the same order.
    model : Overall or None
        None where there is none beside the rating model.

    Returns
    -------
    Aggregate
        With its interval, its spread and its lowest and highest passages; or without a value, and a reason.
    """
    title = TITLE_RATED if model is not None and not model.assumptions else TITLE
    reason = NO_MODEL if model is None else obstacle(items, suggestions, model)
    interview = None if model is None or reason else interview_of(items, suggestions, model.scale.values)
    if model is None or interview is None:
        return Aggregate(id=ID, title=title, value=None, passages=(), reason=reason)
    summary = summarise(interview, model.scale.values)
    found = model.judge(summary)
    return Aggregate(
        id=ID,
        title=title,
        value=round(found.expected, 3),
        passages=interview.passages,
        low=float(found.low),
        high=float(found.high),
        basis=Basis(
            level=found.level,
            distribution=found.distribution,
            coverage=model.coverage,
            spread=round(summary.spread, 3),
            lowest=_at(interview, interview.level.min()),
            highest=_at(interview, interview.level.max()),
            grounds=grounds(model, interview, summary, found),
        ),
    )


def _at(interview: Interview, level: int) -> tuple[str, ...]:
    return tuple(name for name, found in zip(interview.passages, interview.level, strict=True) if found == level)
