"""Interviews, exemplars and overall models made by hand, for the tests of the learned overall rating."""

from __future__ import annotations

import math

import numpy as np
from passages import RF, highlights

from rf_scorer.domain import Passage, PassageState, QuestionRole, Suggestion
from rf_scorer.rating import RatingInput
from rf_scorer.rating.overall.interview import Interview
from rf_scorer.rating.overall.model import Overall, Stratum
from rf_scorer.rating.overall.simulation import Exemplars
from rf_scorer.rating.overall.summary import NAMES, SIGNS

LEVELS = RF.values
SHA = "a" * 64
ROLES = {"d": QuestionRole.DEMAND, "p": QuestionRole.PERMIT, "n": QuestionRole.NONE}
STATES = {
    "": PassageState.ANSWERED,
    "-": PassageState.NOT_ASKED,
    "x": PassageState.NOT_ANSWERED,
    "?": PassageState.INAUDIBLE,
}


def bell(mean: float, spread: float = 1.2) -> np.ndarray:
    """Probabilities of every level around a mean."""
    found = np.exp(-((np.array(LEVELS) - mean) ** 2) / (2 * spread**2))
    return found / found.sum()


def interview(roles: str, means: list[float], *, markers: float = 1.0, words: float = 100.0) -> Interview:
    """Passages with bell-shaped suggestions; ``d`` is a demand passage, ``p`` a permit one."""
    rows = np.array([bell(mean) for mean in means])
    expected = rows @ np.array(LEVELS, dtype=float)
    return Interview(
        passages=tuple(f"p{number:02d}" for number in range(1, len(means) + 1)),
        demand=np.array([role == "d" for role in roles]),
        probabilities=rows,
        expected=expected,
        level=np.floor(expected + 0.5).astype(np.int64),
        markers=np.full((len(means), 4), markers),
        words=np.full(len(means), words),
    )


def model(**changes) -> Overall:
    """A model in which every number counts alike."""
    signs = np.array(list(SIGNS.values()), dtype=float)
    middle = {"demand_ordinary": 0.3, "low_share": 0.15, "negative": 0.2, "markers": 40.0, "kinds": 2.0}
    parts = {
        "name": "made_overall",
        "version": "1",
        "scale": RF,
        "coefficients": 0.4 * signs,
        "mean": np.array([middle.get(name, 4.0) for name in NAMES]),
        "spread": np.array([{"markers": 20.0}.get(name, 0.2 if name in middle else 1.5) for name in NAMES]),
        "clip": 3.0,
        "thresholds": np.linspace(-6.0, 6.0, len(LEVELS) - 1),
        "coverage": 0.8,
        "strata": (
            Stratum(upto=0.3, limit=0.7, interviews=400),
            Stratum(upto=math.inf, limit=0.9, interviews=400),
        ),
        "passage_model": "m",
        "passage_sha256": SHA,
        "training": {"statement": "made by hand", "seed": 1},
        "assumptions": {"within": 1.3},
    }
    return Overall(**(parts | changes))


def scored(plan: str, means: list[float | None]) -> tuple[list[RatingInput], list[Suggestion]]:
    """Passages and suggestions: ``plan`` holds a role each, and a state behind it where it is not ``answered``."""
    words = []
    for sign in plan:
        if sign in ROLES:
            words.append([sign, ""])
        else:
            words[-1][1] = sign
    items, suggestions = [], []
    for number, ((role, state), mean) in enumerate(zip(words, means, strict=True), start=1):
        passage = Passage(id=f"p{number:02d}", state=STATES[state], role=ROLES[role], asking=(0,), answering=(1,))
        text = "I guess she was tired because of us."
        items.append(
            RatingInput(
                passage=passage,
                question_text="Why?",
                texts=(text,),
                highlights=(highlights(text, markers=(("I guess", "A1"), ("because", "link.cause"))),),
            )
        )
        if mean is None:
            suggestions.append(Suggestion(passage=passage.id, status="abstained", model="m", model_sha256=SHA))
            continue
        row = bell(mean)
        suggestions.append(
            Suggestion(
                passage=passage.id,
                status="provisional",
                model="m",
                model_sha256=SHA,
                level=int(np.floor(mean + 0.5)),
                expected=float(row @ np.array(LEVELS)),
                distribution=dict(zip(LEVELS, row.tolist(), strict=True)),
            )
        )
    return items, suggestions


def exemplars(people: int = 60, each: int = 6, *, error: float = 1.2, seed: int = 3) -> Exemplars:
    """Rated passages whose suggestions err."""
    generator = np.random.default_rng(seed)
    count = people * each
    rating = generator.integers(LEVELS[0], LEVELS[-1] + 1, count).astype(float)
    rows = np.array([bell(mean, 1.5) for mean in np.clip(rating + generator.normal(0, error, count), -1, 9)])
    return Exemplars(
        participants=tuple(f"s{number // each}" for number in range(count)),
        demand=np.arange(count) % 2 == 0,
        rating=rating,
        probabilities=rows,
        level=np.array(LEVELS)[np.argmax(rows, axis=1)],
        markers=generator.poisson(0.5, (count, 4)).astype(float),
        words=generator.integers(30, 120, count).astype(float),
    )
