"""Summing up an interview."""

from __future__ import annotations

import pytest

from rf_scorer.domain import Passage, PassageState, QuestionRole, Suggestion
from rf_scorer.rating import aggregates


def _passages(roles: str) -> list[Passage]:
    kinds = {"d": QuestionRole.DEMAND, "p": QuestionRole.PERMIT}
    return [Passage(id=f"p{index}", state=PassageState.ANSWERED, role=kinds[role]) for index, role in enumerate(roles)]


def _suggestions(levels: list[int | None], scale: range = range(-1, 10)) -> list[Suggestion]:
    found = []
    for index, level in enumerate(levels):
        if level is None:
            found.append(Suggestion(passage=f"p{index}", status="abstained", model="m", model_sha256="0"))
            continue
        shares = {value: float(value == level) for value in scale}
        found.append(
            Suggestion(
                passage=f"p{index}",
                status="provisional",
                model="m",
                model_sha256="0",
                level=level,
                expected=level + 0.25,
                distribution=shares,
            )
        )
    return found


def _values(roles: str, levels: list[int | None]) -> dict[str, float | None]:
    return {found.id: found.value for found in aggregates(_passages(roles), _suggestions(levels))}


def test_by_hand():
    """Every figure of a small interview, worked out by hand; the passage without a suggestion counts nowhere."""
    found = _values("ddpdpp", [2, 6, 4, 5, 9, None])
    assert found == {
        "median": 5,
        "mean": pytest.approx(5.45),
        "trimmed_mean": pytest.approx(5.25),
        "demand_median": 5,
        "demand_mean": pytest.approx(4.583),
        "demand_share": pytest.approx(0.667),
        "lowest": 2,
        "highest": 9,
        "spread": pytest.approx(2.588),
    }


def test_each_names_its_passages():
    """The share names the passages that reach it, the extremes all that share them."""
    found = {one.id: one for one in aggregates(_passages("dddp"), _suggestions([5, 1, 7, 1]))}
    assert found["demand_share"].passages == ("p0", "p2")
    assert found["lowest"].passages == ("p1", "p3")
    assert found["highest"].passages == ("p2",)
    assert found["demand_mean"].passages == ("p0", "p1", "p2")


@pytest.mark.parametrize(("roles", "levels"), [("", []), ("dp", [None, None])])
def test_nothing_to_sum_up(roles, levels):
    """Without a suggestion nothing is defined, and each figure says why."""
    for one in aggregates(_passages(roles), _suggestions(levels)):
        assert one.value is None
        assert one.reason


def test_too_few_for_some():
    """One passage has a median but no spread and no trimmed mean; without demand passages there is no share."""
    found = {one.id: one for one in aggregates(_passages("p"), _suggestions([3]))}
    assert found["median"].value == 3
    for name in ("spread", "trimmed_mean", "demand_share", "demand_median"):
        assert found[name].value is None
        assert found[name].reason


def test_a_scale_without_the_ordinary_level():
    """On a scale that has no 5 the share at 5 or more is undefined rather than 0."""
    found = {one.id: one for one in aggregates(_passages("d"), _suggestions([2], range(3)))}
    assert found["demand_share"].value is None
    assert "no level 5" in found["demand_share"].reason


def test_none_is_called_final():
    """No title promises a final or overall score."""
    for one in aggregates(_passages("d"), _suggestions([2])):
        assert "final" not in one.title.lower()
        assert "overall" not in one.title.lower()
