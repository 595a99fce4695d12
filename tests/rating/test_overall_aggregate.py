"""The learned overall rating of a scored interview: never alone, and absent for a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from overalls import model, scored

from rf_scorer.domain import Level, Scale
from rf_scorer.rating.overall import learned

MEANS = [2.0, 6.0, 5.0, 1.0, 3.0, 7.0]


def test_it_comes_with_its_spread_and_its_ends():
    """The figure has an interval, a spread, its lowest and highest passages, and grounds for and against."""
    found = learned(*scored("ddnppd", [2.0, 6.0, 5.0, 1.0, 7.0, 3.0]), model())
    assert found.value is not None
    assert found.reason is None
    assert found.passages == ("p01", "p02", "p04", "p05", "p06")
    assert found.low <= found.value <= found.high
    assert (found.basis.lowest, found.basis.highest) == (("p04",), ("p05",))
    assert found.basis.spread > 1
    assert found.basis.coverage == 0.8
    assert {ground.direction for ground in found.basis.grounds} == {"for", "against"}
    sizes = [abs(ground.contribution) for ground in found.basis.grounds]
    assert sizes == sorted(sizes, reverse=True)


def test_grounds_name_the_passages_that_carry_them():
    """What comes from few passages says from which; all are among those the figure rests on."""
    found = learned(*scored("dddddp", MEANS), model())
    carriers = {ground.summary: ground.passages for ground in found.basis.grounds}
    assert carriers["demand_lowest"] == ("p04",)
    assert carriers["demand_top2"] == ("p02", "p03")
    assert carriers["repeated"] == ("p02", "p03", "p06")
    assert all(set(passages) <= set(found.passages) for passages in carriers.values())


def test_a_lone_demand_side_says_so():
    """Without a permit passage the ground says what stands in for them."""
    found = learned(*scored("dddd", [7.0, 6.0, 8.0, 7.0]), model())
    texts = [ground.text for ground in found.basis.grounds if ground.summary == "permit_mean"]
    assert texts
    assert texts[0].startswith("No permit passage has a suggestion")


def test_the_title_says_where_it_comes_from():
    """Simulated is said to be simulated; and rated, rated; no title promises a final score."""
    simulated = learned(*scored("ddd", [3.0] * 3), model())
    rated = learned(*scored("ddd", [3.0] * 3), model(assumptions={}))
    assert "learned from simulated interviews, not from rated ones" in simulated.title
    assert "learned from rated interviews" in rated.title
    assert "final" not in simulated.title.lower()


@pytest.mark.parametrize(
    ("plan", "means", "reason"),
    [
        ("ddpppp", [3.0] * 6, "needs 3 demand passages with a suggestion, and there are 2"),
        ("nnn", [3.0, 3.0, 3.0], "needs 3 demand passages with a suggestion, and there are 0"),
        ("dddd-d-dxd?", [3.0] * 3 + [None] * 4, "More than half of the demand questions have no answer (4 of 7)"),
        ("dddpppp", [3.0] * 3 + [None] * 4, "Most answered passages have no suggestion (4 of 7)"),
        ("", [], "needs 3 demand passages"),
    ],
)
def test_too_little_is_no_rating(plan, means, reason):
    """Few demand passages, unanswered demand questions or many abstentions: no figure, and a reason in one sentence."""
    found = learned(*scored(plan, means), model())
    assert found.value is None
    assert found.low is None
    assert found.basis is None
    assert reason in found.reason


def test_questions_that_are_not_answered_count_for_nothing_else():
    """Three of five answered is enough; the two others are no low ratings."""
    found = learned(*scored("dddd-d-", [4.0, 4.0, 4.0, None, None]), model())
    fewer = learned(*scored("ddd", [4.0, 4.0, 4.0]), model())
    assert found.value == fewer.value


def test_no_model_is_said():
    """A rating model that has no overall model beside it leaves the figure open."""
    found = learned(*scored("ddd", [3.0] * 3), None)
    assert found.value is None
    assert "no overall model" in found.reason


def test_suggestions_of_another_model_are_not_weighed():
    """What was learned from one model's suggestions says nothing of another's."""
    items, suggestions = scored("ddd", [3.0] * 3)
    others = [replace(made, model_sha256="b" * 64) for made in suggestions]
    assert "another rating model" in learned(items, others, model()).reason


def test_another_scale_is_not_weighed():
    """Nor are suggestions on another scale, whatever their model."""
    items, suggestions = scored("ddd", [1.0] * 3)
    short = Scale(id="short", levels=tuple(Level(value=value) for value in range(3)))
    others = [replace(made, distribution=dict.fromkeys(short.values, 1 / 3)) for made in suggestions]
    assert "another scale" in learned(items, others, model()).reason
