"""Whether there are enough rated answers, of enough people, to learn from; and what can be said of so many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.study.ratings.answers import RatedAnswer, RatedAnswers
    from rf_scorer.study.ratings.faults import Faults

__all__ = ["FEW_PEOPLE", "check_enough", "remarks_on_size"]

#: Below these nothing is learnt.
_LEAST_ANSWERS = 30
_LEAST_PEOPLE = 3
#: Below this a cross-validation over people is still possible, and says little.
FEW_PEOPLE = 10


def check_enough(answers: Sequence[RatedAnswer], faults: Faults) -> None:
    """Add a fault for everything of which there is too little."""
    people, ratings = len({row.group for row in answers}), {row.rating for row in answers}
    if len(answers) < _LEAST_ANSWERS:
        faults.add(
            f"There are {len(answers)} rated answers; it takes {_LEAST_ANSWERS} at least.",
            remedy="Hundreds, of forty participants or more, are a fair beginning.",
        )
    if people < _LEAST_PEOPLE:
        faults.add(
            f"There are answers of {people} participant{'s' if people != 1 else ''}; it takes {_LEAST_PEOPLE} at least.",
            remedy="Nobody may be judged by a model that knew them, so that people are left out in turn.",
        )
    if len(ratings) == 1:
        faults.add("All answers have the same rating.", remedy="There is nothing to tell apart, and nothing to learn.")


def remarks_on_size(answers: RatedAnswers, *, asked: bool) -> list[str]:
    """What a person should know before reading any figure."""
    found = []
    if not answers.people_known:
        found.append(
            "Nobody says whose answers these are (--participant none): each counts as another person's. Where several are one person's, agreement looks better "
            "than it would be for people one has not seen, and words that nobody else used may be taken for those of several."
        )
    if answers.people < FEW_PEOPLE:
        found.append(
            f"There are only {answers.people} participants. What can be said: whether suggestions follow these people's "
            "ratings better than the baselines do, with wide intervals. What cannot: how well they would follow other people's, "
            "how groups differ, or which of two models is better."
        )
    if asked and answers.questions is None:
        found.append("Hardly any question recurs, so that leaving one out at a time is not tried.")
    incomplete = sum(None in row.raters for row in answers.answers)
    if incomplete and len(answers.raters) > 1:
        found.append(f"{incomplete} answers were not rated by every rater; their mean is that of those who did.")
    return found
