"""When an interview has no learned overall rating, and why: one sentence for a rater."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rf_scorer.domain import PassageState, QuestionRole
from rf_scorer.rating.overall.interview import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain import Suggestion
    from rf_scorer.rating.inputs import RatingInput
    from rf_scorer.rating.overall.model import Overall

__all__ = ["LEAST", "NO_MODEL", "obstacle"]

#: Demand passages with a suggestion that an overall rating needs.
LEAST = 3
NO_MODEL = "There is no overall model beside the rating model."


def obstacle(items: Sequence[RatingInput], suggestions: Sequence[Suggestion], model: Overall) -> str | None:
    """What stands against an overall rating, or None.

    Parameters
    ----------
    items : sequence of RatingInput
        All passages, those of questions that were not asked among them.
    suggestions : sequence of Suggestion
        In the same order.
    model : Overall
    """
    rated = [made for made in suggestions if made.distribution is not None]
    if any(made.model_sha256 != model.passage_sha256 for made in rated):
        return "The overall model was made for the suggestions of another rating model."
    if any(tuple(made.distribution or ()) != model.scale.values for made in rated):
        return "The passages are rated on another scale than the overall model's."
    return _scarcity(items, suggestions)


def _scarcity(items: Sequence[RatingInput], suggestions: Sequence[Suggestion]) -> str | None:
    pairs = list(zip(items, suggestions, strict=True))
    demand = [item for item, _ in pairs if item.passage.role is QuestionRole.DEMAND]
    # What was asked and is not there: skipped by the interviewer, not answered, or not to be heard.
    missing = sum(item.passage.state is not PassageState.ANSWERED for item in demand)
    if 2 * missing > len(demand):
        return f"More than half of the demand questions have no answer ({missing} of {len(demand)})."
    answered = [
        made for item, made in pairs if item.passage.role in ROLES and item.passage.state is PassageState.ANSWERED
    ]
    abstained = sum(made.distribution is None for made in answered)
    if 2 * abstained > len(answered):
        return f"Most answered passages have no suggestion ({abstained} of {len(answered)})."
    count = sum(item.passage.role is QuestionRole.DEMAND and made.distribution is not None for item, made in pairs)
    if count < LEAST:
        return f"This needs {LEAST} demand passages with a suggestion, and there are {count}."
    return None
