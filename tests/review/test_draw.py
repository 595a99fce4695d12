"""The draw of control interviews: a true share, from a seed, and never taken back."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.review.draw import controls

_IDS = st.sets(st.text(min_size=1, max_size=8), max_size=60)
_SHARES = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
_SEEDS = st.integers(0, 2**53 - 1)


@given(ids=_IDS, share=_SHARES, seed=_SEEDS)
def test_the_share_is_kept_to_less_than_one_interview(ids: set[str], share: float, seed: int) -> None:
    """Of any number of interviews, the controls are the share of them, rounded up or down."""
    drawn = controls(ids, share=share, seed=seed)
    assert set(drawn) == ids
    assert abs(sum(drawn.values()) - share * len(ids)) < 1


@given(
    ids=st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=60), share=_SHARES, seed=_SEEDS, data=st.data()
)
def test_what_was_drawn_stays_and_the_share_is_kept_as_interviews_are_added(
    ids: list[str], share: float, seed: int, data: st.DataObject
) -> None:
    """In however many parts they come, none that was drawn is flipped, and the whole has its share."""
    earlier: dict[str, bool] = {}
    while ids:
        count = data.draw(st.integers(1, len(ids)))
        part, ids = ids[:count], ids[count:]
        drawn = controls([*earlier, *part], share=share, seed=seed, earlier=earlier)
        assert {one: drawn[one] for one in earlier} == earlier
        earlier = drawn
    assert abs(sum(earlier.values()) - share * len(earlier)) < 1


def test_the_order_of_the_interviews_changes_nothing() -> None:
    """A folder that lists its files in another order gives the same draw."""
    ids = [f"aai-{number:02}" for number in range(40)]
    assert controls(ids, share=0.3, seed=5) == controls(reversed(ids), share=0.3, seed=5)


def test_the_draw_is_that_of_its_seed() -> None:
    """The same seed gives the same draw on every machine and in every year; another seed another one."""
    ids = [f"aai-{number:02}" for number in range(20)]
    drawn = [one for one, control in controls(ids, share=0.2, seed=20261130).items() if control]
    assert drawn == ["aai-00", "aai-01", "aai-03", "aai-17"]
    assert drawn != [one for one, control in controls(ids, share=0.2, seed=20261131).items() if control]


def test_every_interview_is_as_likely_as_any_other() -> None:
    """Over many seeds each of five comes up a fifth of the time, and a single interview too."""
    ids = [f"i{number}" for number in range(5)]
    counts: Counter[str] = Counter()
    alone = 0
    for seed in range(2000):
        counts.update(one for one, control in controls(ids, share=0.2, seed=seed).items() if control)
        alone += controls(["i0"], share=0.2, seed=seed)["i0"]
    assert sum(counts.values()) == 2000
    # Four standard deviations of a binomial with n = 2000, p = 0.2.
    assert all(abs(counts[one] - 400) < 72 for one in ids)
    assert abs(alone - 400) < 72


def test_nobody_and_everybody_are_shares_too() -> None:
    """0 draws none and 1 draws all, whatever was drawn before."""
    ids = [f"i{number}" for number in range(9)]
    earlier = {"i0": True, "i1": False}
    assert sum(controls(ids, share=0, seed=1, earlier=earlier).values()) == 1
    assert sum(controls(ids, share=1, seed=1, earlier=earlier).values()) == 8


def test_interviews_that_are_gone_count_towards_the_share() -> None:
    """Taking a control's transcript out of the study and adding another does not draw on until a control comes up."""
    earlier = {f"gone{number}": number == 0 for number in range(4)}
    drawn = controls(["new"], share=0.2, seed=4, earlier=earlier)
    assert drawn == {"new": False}


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    """The settings are checked before; this is the last door."""
    with pytest.raises(ValueError, match="share"):
        controls(["a"], share=share, seed=1)
