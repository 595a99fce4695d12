"""Judging suggestions: figures against what can be worked out by hand, and no person drawn apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rf_scorer.domain import Level, Passage, PassageState, Scale
from rf_scorer.rating import RatingInput, appraisal
from rf_scorer.rating.appraisal import Judged
from rf_scorer.rating.assembly import corpus_of
from rf_scorer.rating.validation import OutOfFold

SCALE = Scale(id="0:2", levels=tuple(Level(value=value) for value in range(3)))
PEOPLE, EACH = 20, 4


def _judged(
    ratings: Any = None, *, noise: float = 0.0, questions: bool = True, seed: int = 1, levels: Any = None
) -> Judged:
    generator = np.random.default_rng(seed)
    n = PEOPLE * EACH
    ratings = generator.integers(0, 3, n).astype(float) if ratings is None else np.asarray(ratings, dtype=float)
    passage = Passage(
        id="p",
        state=PassageState.ANSWERED,
        question_id=None,
        role="demand",
        asking=(0,),
        answering=(1,),  # type: ignore[arg-type]
    )
    items = [RatingInput(passage=passage, question_text=None, texts=(), highlights=()) for _ in range(n)]
    corpus = corpus_of(
        items,
        ratings=ratings.tolist(),
        groups=[f"P{row // EACH}" for row in range(n)],
        questions=None,
        scale=SCALE,
    )
    if levels is None:
        levels = np.clip(np.floor(ratings + 0.5 + noise * generator.normal(size=n)), 0, 2).astype(np.int64)
    shares = np.full((n, 3), 0.05)
    shares[np.arange(n), levels] = 0.9
    made = OutOfFold(
        title="it",
        probabilities=shares,
        level=levels,
        expected=shares @ np.arange(3),
        low=levels,
        high=np.minimum(levels + 1, 2),
        fold=np.arange(n) % 2,
    )
    asked = tuple(f"Q{row % EACH}" for row in range(n)) if questions else None
    return Judged(corpus=corpus, made=made, questions=asked)


def test_perfect_suggestions_are_perfect() -> None:
    """Every figure of agreement is at its best, within questions and between people as well."""
    found = _judged().figures(np.arange(PEOPLE * EACH))
    for name in ("qwk", "accuracy", "within_1", "spearman", "question_qwk", "coverage"):
        assert found[name] == pytest.approx(1.0)
    assert found["mae"] == 0.0
    assert (found["participant_spearman"] or 0) > 0.99


def test_figures_have_intervals_that_hold_them() -> None:
    """The interval of each figure lies around it and is the same for the same seed."""
    rows = [appraisal.compared(_judged(noise=0.7), title="it", kind="model", seed=3) for _ in range(2)]
    assert rows[0] == rows[1]
    for figure in rows[0].figures.values():
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= figure.value <= figure.high


def test_suggestions_that_are_all_alike_have_no_rank_correlation() -> None:
    """Undefined is None, in the figure and its interval, and counts as no agreement within questions."""
    same = np.ones(PEOPLE * EACH, dtype=np.int64)
    found = appraisal.compared(_judged(levels=same), title="it", kind="baseline", seed=3).figures
    assert found["spearman"].value is None
    assert found["spearman"].low is None
    assert found["question_spearman"].value == 0.0


def test_gain_is_drawn_in_pairs() -> None:
    """A model is not better than itself, whatever the draw."""
    one = _judged(noise=0.8)
    found = appraisal.gain(one, one, seed=1)
    assert found["qwk"].value == found["qwk"].low == found["qwk"].high == 0.0


def test_means_of_raters_count_at_the_nearest_level() -> None:
    """A rating between two levels is rounded halves upwards where levels are compared, and not where errors are measured."""
    judged = _judged(np.tile([0.5, 1.5, 2.0, 0.0], PEOPLE))
    assert judged.rounded[:4].tolist() == [1, 2, 2, 0]
    assert judged.figures(np.arange(PEOPLE * EACH))["mae"] == pytest.approx(0.25)


def test_the_reliability_curve_counts_every_statement() -> None:
    """Each answer makes one statement for every step of the scale; sure and right ones lie at both ends."""
    bins = appraisal.reliability(_judged())
    assert sum(row.statements for row in bins) == PEOPLE * EACH * 2
    assert bins[0].observed == 0.0
    assert bins[-1].observed == 1.0


def test_levels_count_what_was_suggested() -> None:
    """The rows of the table add up to the answers of each level; a level that nobody rated is there and empty."""
    judged = _judged(np.tile([0.0, 0.0, 2.0, 2.0], PEOPLE), noise=0.6)
    rows = appraisal.rated_levels(judged)
    assert [row.level for row in rows] == [0, 1, 2]
    assert [sum(row.suggested) for row in rows] == [row.answers for row in rows] == [40, 0, 40]
    assert rows[1].spread is None


def test_small_groups_have_neither_name_nor_figures() -> None:
    """Who belongs to few can be recognised by what is said of these few."""
    judged = _judged(noise=0.5)
    values = [("rare" if row < 4 * EACH else "common",) for row in range(PEOPLE * EACH)]
    common, rare = appraisal.subgroups(judged, ["site"], values, least=5, seed=1)
    assert (common.name, common.participants, common.too_small) == ("common", 16, False)
    assert (rare.name, rare.participants, rare.figures) == (None, 4, None)


def test_questions_are_judged_apart() -> None:
    """Each question in the order in which it was first asked."""
    assert [row.question for row in appraisal.rated_questions(_judged())] == ["Q0", "Q1", "Q2", "Q3"]
    assert appraisal.rated_questions(_judged(questions=False)) == ()


def test_raters_agree_with_each_other_where_both_rated() -> None:
    """Only answers that every rater rated count; raters that say the same agree wholly."""
    judged = _judged(noise=0.9)
    ratings = judged.corpus.ratings.tolist()
    pairs = [(value, value if row % 2 else None) for row, value in enumerate(ratings)]
    found = appraisal.human(judged, pairs, seed=1)
    assert found is not None
    assert found.answers == PEOPLE * EACH // 2
    assert found.between_raters["qwk"].value == pytest.approx(1.0)
    assert (found.suggestions_with_raters["qwk"].value or 0) < 1.0
    assert appraisal.human(judged, [(value,) for value in ratings], seed=1) is None


def test_length_is_held_constant() -> None:
    """Suggestions that follow nothing but length correlate with ratings only through it."""
    generator = np.random.default_rng(5)
    words = generator.integers(5, 200, PEOPLE * EACH)
    third = np.quantile(words, [1 / 3, 2 / 3])
    noisy = np.clip(np.searchsorted(third, words) + generator.integers(-1, 2, len(words)), 0, 2)
    judged = _judged(noisy, levels=np.searchsorted(third, words).astype(np.int64))
    found = appraisal.length_check(judged, words, seed=1)
    assert (found.expected_words.value or 0) > 0.9
    assert abs(found.expected_rating_without_words.value or 0) < 0.5 * (found.expected_rating.value or 0)
