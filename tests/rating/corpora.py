"""Rated answers made up for the tests of learning: what is said of minds makes the rating, or nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from passages import RF, rating_input

from rf_scorer.domain import Level, Scale
from rf_scorer.rating import learning, teacher
from rf_scorer.rating.corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.rating import RatingInput
    from rf_scorer.rating.fitted import Fitted

#: A scale of three levels, as simpler codings have.
THREE = Scale(id="three", levels=tuple(Level(value=value) for value in range(3)))
SCALES = pytest.mark.parametrize("scale", [RF, THREE], ids=["-1:9", "0:2"])
FEELINGS = ("sad", "angry", "afraid", "ashamed", "proud", "lonely", "hurt", "jealous")
DOINGS = (
    "He went to work and he came home and we had the dinner on the table.",
    "And then they had to go to the shop in town for it.",
    "My mother had the car and she was at the school to get us.",
    "We were by the river most days in the summer, or in the yard.",
    "They put it in the kitchen and that was it, it was an old house.",
)
#: In the order of their codes.
QUESTIONS = ("What was she like?", "Why did they behave as they did?")


def answer(ties: int, number: int, *, question: str | None = QUESTIONS[0], more: str = "") -> RatingInput:
    """An answer with so many ties between minds, among doings; ``more`` is said at the end."""
    generator = np.random.default_rng([ties + 1, number])
    parts, mentions, markers = [], [], []
    for index in range(ties):
        one, two = generator.choice(FEELINGS, 2, replace=False).tolist()
        parts.append(f"I guess she was {one} because I had been {two} at the time.")
        mentions += [(one, "emotion", "other"), (two, "emotion", "self")]
        markers += [("I guess", "A1"), ("because", "link.cause")] if index % 2 == 0 else [("because", "link.cause")]
    if ties < 1:
        parts.append("How should I know that, and what sort of a question is it?")
        markers.append(("How should I know", "low.hostility"))
    parts += generator.choice(DOINGS, int(generator.integers(1, 5)), replace=False).tolist()
    text = " ".join([*parts, more] if more else parts)
    return rating_input(text, tuple(mentions), tuple(markers), passage_id=f"x{ties}-{number}", question=question)


def corpus(
    scale: Scale = RF,
    *,
    people: int = 12,
    each: int = 5,
    seed: int = 1,
    fractional: bool = False,
    random: bool = False,
    questions: Sequence[str] = (),
    effects: Sequence[float] = (),
) -> Corpus:
    """Answers of several people.

    Parameters
    ----------
    scale : Scale
    people, each : int
    seed : int
    fractional : bool
        Ratings are means of two raters, half a level apart from whole ones now and then.
    random : bool
        Ratings are drawn without looking at the answers.
    questions : sequence of str
        Asked in turn; none recurs where there are none.
    effects : sequence of float
        What each question adds to a rating.
    """
    generator = np.random.default_rng(seed)
    items, ratings, groups, asked = [], [], [], []
    top = scale.maximum - scale.minimum
    for index in range(people * each):
        share = generator.uniform()
        place = index % len(questions) if questions else 0
        question = questions[place] if questions else None
        items.append(answer(round(share * 5), 1000 * seed + index, question=question))
        rating = scale.minimum + top * share + (effects[place] if effects else 0.0)
        rating = np.floor(2 * rating + 0.5) / 2 if fractional else np.floor(rating + 0.5)
        ratings.append(float(np.clip(rating, scale.minimum, scale.maximum)))
        groups.append(f"s{index // each}")
        asked.append(question)
    found = np.array(ratings)
    if random:
        found = generator.permutation(found)
    return Corpus(items=tuple(items), ratings=found, groups=tuple(groups), questions=tuple(asked), scale=scale)


def learned(rated: Corpus, **options: object) -> Fitted:
    """A model of a corpus, with the options of :class:`rf_scorer.rating.learning.Options`."""
    settings = learning.Options(**options)
    return learning.learn(rated, settings, name="made_up", version="1", statement="trained on made-up answers")


def with_members(rated: Corpus, *names: str, **options: object) -> Fitted:
    """A model of a corpus with these members, whatever would have been chosen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teacher.Teacher, "candidates", lambda _: [names])
        patch.setattr(teacher, "_FEW_QUESTIONS", 0)  # else some members are not even learned
        return learned(rated, **options)
