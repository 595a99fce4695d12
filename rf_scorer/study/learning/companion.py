"""What a lab's own ratings are learned with where questions are new: the invented short answers, highlighted like the lab's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rf_scorer import pipeline
from rf_scorer.rating import companions

if TYPE_CHECKING:
    from collections.abc import Callable

    from rf_scorer.domain import Scale
    from rf_scorer.rating.corpus import Corpus
    from rf_scorer.study.learning.plan import Plan

__all__ = ["NAME", "Companion", "companion"]

#: What the answers are called in provenance: the model that was learned from them alone.
NAME = "short_answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Answers to other questions on the same scale, with what must be said of them wherever they were used."""

    corpus: Corpus
    provenance: dict[str, str]


def companion(
    scale: Scale, plan: Plan, *, engine: pipeline.Engine, progress: Callable[[int, int], None] | None = None
) -> Companion | None:
    """The invented short answers as a corpus, if their scale is this one.

    Parameters
    ----------
    scale : Scale
        Of the ratings that they are to be learned with.
    plan : Plan
        Its language model is the engine's, for other processes.
    engine : Engine
        What highlighted the lab's answers: both must be seen alike.
    progress : callable, optional
        Called with the number of answers that are done, and of all.

    Returns
    -------
    Companion or None
        None where the scale has other levels than 0, 1 and 2.
    """
    if tuple(scale.values) != companions.LEVELS:
        return None
    found = companions.read()
    return Companion(
        corpus=pipeline.corpus(
            found.records,
            engine=engine,
            ratings=found.ratings,
            groups=found.groups,
            questions=found.stories,
            scale=scale,
            language_model=plan.language_model,
            jobs=plan.jobs,
            progress=progress,
        ),
        provenance={
            "companion.id": NAME,
            "companion.answers": str(len(found)),
            "companion.statement": "invented short answers, not human-rated ones",
            "companion.sha256": found.sha256,
        },
    )
