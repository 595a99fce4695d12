"""Who rates what: what every plan keeps, what people may change, and what a plan says of itself."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rf_scorer import validation
from rf_scorer.errors import DataError, InvalidDocument, UsageError
from rf_scorer.jsonio import dumps
from rf_scorer.study.creating import create
from rf_scorer.study.folder import Rater, Study
from rf_scorer.study.planning import (
    APART,
    TOGETHER,
    Interview,
    RatingPlan,
    Rules,
    extend,
    join,
    leave,
    make,
    taken_away,
)
from rf_scorer.study.planning.board import enough
from rf_scorer.study.planning.calibration import calibration
from rf_scorer.study.planning.cases import Cases, grouped, read_cases
from rf_scorer.study.planning.codes import code_list, codes
from rf_scorer.study.planning.document import plan_document, plan_text, read_plan
from rf_scorer.study.planning.listing import assignments
from rf_scorer.study.planning.order import mixed
from rf_scorer.study.planning.overview import overview, remarks
from rf_scorer.study.planning.rating_plan import Purpose
from rf_scorer.study.planning.sampling import doubles, strata
from rf_scorer.study.planning.size import Assumed, sizes
from rf_scorer.study.ratings.scale import parse_scale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STUDY = "st-3f9c2a7b41d0"
SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def studies(draw: st.DrawFn, *, most: int = 24) -> list[Interview]:
    """Interviews of any lengths, of participants who have up to three, in up to four strata."""
    count = draw(st.integers(1, most))
    people = draw(st.integers(1, 3))
    return [
        Interview(
            id=f"i{number:02}",
            words=draw(st.integers(0, 12_000)),
            participant=draw(st.sampled_from((f"p{number // people}", f"p{number // people}", None))),
            stratum=(draw(st.sampled_from("ab")), f"t{number % people}"),
        )
        for number in range(count)
    ]


@st.composite
def plans(draw: st.DrawFn, *, least: int = 2, participant: str | None = None) -> RatingPlan:
    """Plans made anew, without capacities."""
    interviews = draw(studies())
    raters = draw(st.integers(least, 6))
    rules = Rules(
        double=draw(st.sampled_from((0.0, 0.25, 0.29, 0.5, 1.0))) if raters > 1 else 0.0,
        participant=participant or draw(st.sampled_from((APART, TOGETHER))),
        by=("group", "timepoint"),
        calibration=draw(st.integers(0, min(3, len(interviews)))),
        seed=draw(st.integers(0, 5)),
    )
    return make(interviews, {f"r{number}": None for number in range(raters)}, rules, study=STUDY)


def _words(plan: RatingPlan) -> dict[str, int]:
    return {
        rater.id: rater.head_start + sum(plan.by_id[one].interview.words for one in rater.interviews)
        for rater in plan.active
    }


def _longest(plan: RatingPlan) -> int:
    """The longest of what is given out and never divided: an interview, or all of a participant that stay together."""
    lengths: Counter[str] = Counter()
    for one in plan.interviews:
        if one.purpose is not Purpose.CALIBRATION:
            together = plan.rules.participant == TOGETHER
            lengths[one.interview.person if together else one.interview.id] += one.interview.words
    return max(lengths.values(), default=0)


def _sound(plan: RatingPlan) -> None:
    """Nobody has an interview twice, and each has as many raters as its purpose says."""
    for rater in plan.raters:
        assert len(set(rater.interviews)) == len(rater.interviews)
    active = {rater.id for rater in plan.active}
    for one in plan.interviews:
        who = plan.raters_of[one.interview.id]
        assert len(set(who)) == len(who)
        if one.purpose is Purpose.CALIBRATION:
            assert active <= set(who)
        else:
            assert len(who) == one.purpose.wanted(len(active))
    document = plan_document(plan)
    assert validation.faults(document, "plan") == ()


@SMALL
@given(plans(least=1))
def test_every_interview_has_the_raters_that_are_wanted(plan: RatingPlan) -> None:
    """Two for what is double-coded, all for the calibration set, one for the rest; nobody twice; and the document keeps its schema."""
    _sound(plan)
    assert len(plan.of(Purpose.CALIBRATION)) == plan.rules.calibration


@SMALL
@given(plans(least=1))
def test_words_are_balanced(plan: RatingPlan) -> None:
    """The rater with the most words is at most the longest interview ahead of the one with the fewest.

    So nobody has more than the mean and one interview: the bound of list scheduling, which no order of giving away can promise to better.
    """
    words = _words(plan)
    assert max(words.values()) - min(words.values()) <= _longest(plan)


@SMALL
@given(plans(participant=APART))
def test_interviews_of_a_participant_go_to_different_raters(plan: RatingPlan) -> None:
    """Nobody gets two, where a participant's interviews need no more raters than there are and are not in the calibration set."""
    for person in {one.interview.person for one in plan.interviews}:
        theirs = [one for one in plan.interviews if one.interview.person == person]
        needed = sum(one.purpose.wanted(len(plan.active)) for one in theirs)
        if needed <= len(plan.active):
            who = [rater for one in theirs for rater in plan.raters_of[one.interview.id]]
            assert len(set(who)) == len(who)


@SMALL
@given(plans(participant=TOGETHER))
def test_interviews_of_a_participant_stay_together(plan: RatingPlan) -> None:
    """One rater has all of them that are not in the calibration set, and one other, if any, those that are double-coded."""
    for person in {one.interview.person for one in plan.interviews}:
        theirs = [one for one in plan.interviews if one.interview.person == person]
        theirs = [one for one in theirs if one.purpose is not Purpose.CALIBRATION]
        if theirs:
            who = [set(plan.raters_of[one.interview.id]) for one in theirs]
            assert set.intersection(*who)
            assert len(set.union(*who)) <= 2


@SMALL
@given(studies(), st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_same_seed_makes_the_same_plan(interviews: list[Interview], chance: Any, seed: int) -> None:
    """Neither the order of interviews nor that of raters changes a byte."""
    rules = Rules(seed=seed, by=("group", "timepoint"))
    raters = ["anna", "ben", "cleo"]
    first = plan_text(make(interviews, dict.fromkeys(raters), rules, study=STUDY))
    chance.shuffle(interviews)
    chance.shuffle(raters)
    assert plan_text(make(interviews, dict.fromkeys(raters), rules, study=STUDY)) == first


def test_another_seed_makes_another_plan() -> None:
    """What is double-coded, and each rater's order, are drawn."""
    found = {plan_text(_planned(24, 4, seed=seed)) for seed in range(4)}
    assert len(found) == 4


def _interviews(count: int, *, per_person: int = 2) -> list[Interview]:
    return [
        Interview(
            id=f"i{number:05}",
            words=3_000 + 37 * (number * number % 101),
            participant=f"p{number // per_person}",
            stratum=("ab"[number // per_person % 2], f"t{number % per_person}"),
        )
        for number in range(count)
    ]


def _planned(count: int, raters: int, *, per_person: int = 2, **rules: Any) -> RatingPlan:
    asked = Rules(by=("group", "timepoint"), **rules)
    return make(
        _interviews(count, per_person=per_person), {f"r{number}": None for number in range(raters)}, asked, study=STUDY
    )


@pytest.mark.parametrize(("count", "raters", "per_person"), [(24, 3, 1), (24, 4, 2), (60, 6, 2), (100, 5, 2)])
@pytest.mark.parametrize("seed", range(3))
def test_every_pair_of_raters_overlaps(count: int, raters: int, per_person: int, seed: int) -> None:
    """Where there are as many double-coded interviews as pairs, all pairs share some, and no two pairs differ by more than one."""
    plan = _planned(count, raters, per_person=per_person, seed=seed)
    shared = [overview(plan).shared[pair] for pair in combinations(sorted(one.id for one in plan.active), 2)]
    assert min(shared) >= 1
    assert max(shared) - min(shared) <= 1


def test_strata_are_spread_over_raters_and_over_their_lists() -> None:
    """Nobody has one group alone, and neither half of a list does."""
    plan = _planned(80, 4, double=0.25)
    for rater in plan.raters:
        groups = [plan.by_id[one].interview.stratum[0] for one in rater.interviews]
        for half in (groups[: len(groups) // 2], groups[len(groups) // 2 :]):
            assert abs(half.count("a") - half.count("b")) <= 4


@SMALL
@given(studies(most=60), st.sampled_from((0.0, 0.1, 0.29, 0.5, 1.0)), st.integers(0, 9))
def test_every_stratum_has_its_share_of_doubles(interviews: list[Interview], share: float, seed: int) -> None:
    """To within one interview, and at least one of four or more unless none are wanted."""
    found = doubles(interviews, share=share, seed=seed)
    for members in strata(interviews).values():
        drawn = sum(one.id in found for one in members)
        exact = round(share * 1000) * len(members) / 1000
        assert floor(exact) <= drawn <= max(ceil(exact), 1)
        if share and len(members) >= 4:
            assert drawn >= 1
    assert (len(found) == 0) == (share == 0) or len(interviews) < 12
    assert len(found) == len(interviews) or share < 1


def test_doubles_hold_those_without_help_in_proportion() -> None:
    """Of 400 interviews a fifth is rated without help, and of the double-coded ones too, to within a few."""
    interviews = _interviews(400)
    controls = {one.id for one in interviews[::5]}
    for seed in range(5):
        found = doubles(interviews, share=0.25, seed=seed, controls=controls)
        assert abs(len(found & controls) - 20) <= 2


def test_what_is_settled_stays_settled() -> None:
    """Interviews of an earlier draw are drawn again or left out again, and the share holds over all."""
    interviews = _interviews(40)
    first = doubles(interviews[:20], share=0.25, seed=1)
    both = doubles(interviews, share=0.25, seed=1, settled={one.id: one.id in first for one in interviews[:20]})
    assert {one for one in both if one < "i00020"} == first
    assert abs(len(both) - 10) <= 2
    with pytest.raises(ValueError, match="between 0 and 1"):
        doubles(interviews, share=1.5, seed=1)


def test_the_calibration_set_comes_from_all_strata_and_from_lone_interviews() -> None:
    """Each stratum has its part, everybody rates it first in one order, and participants with one interview go before others."""
    interviews = [*_interviews(20), *(Interview(id=f"lone{n}", words=9, stratum=("a", "t0")) for n in range(6))]
    found = calibration(interviews, count=5, seed=3)
    assert len(set(found)) == 5
    by_id = {one.id: one for one in interviews}
    assert len({by_id[one].stratum for one in found}) == 4
    assert all(one.startswith("lone") for one in found if by_id[one].stratum == ("a", "t0"))
    plan = make(interviews, dict.fromkeys("abc"), Rules(calibration=5, seed=3), study=STUDY)
    assert len({rater.interviews[:5] for rater in plan.raters}) == 1


@st.composite
def progress(draw: st.DrawFn, plan: RatingPlan) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Who has begun and finished what of a plan."""
    begun: dict[str, list[str]] = {}
    finished: dict[str, list[str]] = {}
    for rater in plan.active:
        for one in rater.interviews:
            state = draw(st.sampled_from(("new", "new", "open", "finished")))
            if state != "new":
                begun.setdefault(one, []).append(rater.id)
            if state == "finished":
                finished.setdefault(one, []).append(rater.id)
    return begun, finished


@SMALL
@given(plans(least=3), st.data())
def test_who_leaves_keeps_what_is_finished_and_nobody_else_loses_anything(
    plan: RatingPlan, data: st.DataObject
) -> None:
    """The rest goes behind what others have, in its order; every interview still has its raters; and the history says what changed hands."""
    _, finished = data.draw(progress(plan))
    leaver = data.draw(st.sampled_from([rater.id for rater in plan.active]))
    mine = [one for one, who in finished.items() if leaver in who]
    after = leave(plan, leaver, finished=mine)
    _sound(after)
    before = {rater.id: rater for rater in plan.raters}
    for rater in after.raters:
        old = before[rater.id].interviews
        if rater.id == leaver:
            assert not rater.active
            assert rater.interviews == tuple(one for one in old if one in set(mine))
        else:
            assert rater.interviews[: len(old)] == old
    assert after.history[:-1] == plan.history
    assert {move.giver for move in after.history[-1].moves} <= {leaver}
    lost = set(before[leaver].interviews) - set(mine)
    assert {move.interview for move in after.history[-1].moves} == lost


@SMALL
@given(plans(least=2), st.data())
def test_who_joins_takes_nothing_that_was_begun(plan: RatingPlan, data: st.DataObject) -> None:
    """The calibration set comes first; the others' orders stay; and every interview still has its raters."""
    begun, finished = data.draw(progress(plan))
    after = join(plan, "new", begun=begun, finished=finished)
    _sound(after)
    assert taken_away(after, begun) == {}
    old = {rater.id: rater.interviews for rater in plan.raters}
    for rater in after.raters:
        if rater.id == "new":
            first = rater.interviews[: plan.rules.calibration]
            assert first == plan.raters[0].interviews[: plan.rules.calibration]
        else:
            assert rater.interviews == tuple(one for one in old[rater.id] if one in set(rater.interviews))
    moves = after.history[-1].moves
    assert {move.taker for move in moves} <= {"new"}
    assert {move.interview for move in moves} == set(after.raters[-1].interviews)


@SMALL
@given(studies(), st.integers(2, 5), st.data())
def test_who_joins_has_as_much_before_them_as_the_others(
    interviews: list[Interview], raters: int, data: st.DataObject
) -> None:
    """Of what is not finished nobody has more than an interview beyond them, unless it was begun or they share it already."""
    lone = [Interview(id=one.id, words=one.words, stratum=one.stratum) for one in interviews]
    rules = Rules(by=("group", "timepoint"), double=0.0)
    plan = make(lone, {f"r{number}": None for number in range(raters)}, rules, study=STUDY)
    begun, finished = data.draw(progress(plan))
    after = join(plan, "new", begun=begun, finished=finished)
    words = {one.id: one.words for one in lone}
    before = {
        rater.id: sum(words[one] for one in rater.interviews if rater.id not in finished.get(one, ()))
        for rater in after.raters
    }
    for rater in after.raters[:-1]:
        free = [words[one] for one in rater.interviews if rater.id not in begun.get(one, ())]
        if free:
            assert before[rater.id] - before["new"] <= min(free)


@SMALL
@given(plans(), studies(most=10))
def test_new_interviews_change_nothing_that_was_planned(plan: RatingPlan, more: list[Interview]) -> None:
    """Lists begin as they were; the new ones have their raters; and with nothing new the plan is the same."""
    new = [
        Interview(id=f"new-{one.id}", words=one.words, participant=one.participant, stratum=one.stratum) for one in more
    ]
    after = extend(plan, [*(one.interview for one in plan.interviews), *new])
    _sound(after)
    for old, rater in zip(plan.raters, after.raters, strict=True):
        assert rater.interviews[: len(old.interviews)] == old.interviews
    assert {one.interview.id: one.purpose for one in plan.interviews}.items() <= {
        one.interview.id: one.purpose for one in after.interviews
    }.items()
    assert extend(after, new) is after


def test_somebody_who_comes_back_keeps_what_they_had_finished() -> None:
    """Leaving and joining again gives a part anew, beside what was finished before."""
    plan = _planned(40, 4, calibration=2)
    kept = plan.raters[1].interviews[:5]
    finished = {one: ["r1"] for one in kept}
    after = join(leave(plan, "r1", finished=kept), "r1", begun=finished, finished=finished)
    _sound(after)
    again = next(rater for rater in after.raters if rater.id == "r1")
    assert set(kept) <= set(again.interviews)
    assert len(again.interviews) > len(kept)
    assert [step.action for step in after.history] == ["make", "leave", "join"]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.integers(0, 4), st.integers(0, 4))
@settings(max_examples=150, deadline=None)
def test_whether_room_suffices_is_told_exactly(rooms: list[int], twice: int, once: int) -> None:
    """As trying all ways of giving interviews away says."""
    states = {tuple(rooms)}
    for size in (2,) * twice + (1,) * once:
        states = {
            tuple(room - (place in who) for place, room in enumerate(state))
            for state, who in product(states, combinations(range(len(rooms)), size))
            if all(state[place] > 0 for place in who)
        }
    assert enough(rooms, doubles=twice, singles=once) == bool(states)


@SMALL
@given(studies(), st.lists(st.integers(0, 14), min_size=2, max_size=4), st.sampled_from((0.25, 1.0)))
def test_nobody_gets_more_than_they_take(interviews: list[Interview], rooms: list[int], share: float) -> None:
    """A plan keeps to all capacities wherever any plan could, and else says that they are too small."""
    raters = {f"r{number}": room for number, room in enumerate(rooms)}
    drawn = len(doubles(interviews, share=share, seed=0))
    if not enough(rooms, doubles=drawn, singles=len(interviews) - drawn):
        with pytest.raises(DataError, match="room for"):
            make(interviews, raters, Rules(double=share), study=STUDY)
        return
    plan = make(interviews, raters, Rules(double=share), study=STUDY)
    _sound(plan)
    assert all(len(rater.interviews) <= raters[rater.id] for rater in plan.raters)


@SMALL
@given(studies(), st.lists(st.integers(0, 30), min_size=2, max_size=4), st.integers(0, 3))
def test_participants_are_divided_before_capacities_are_exceeded(
    interviews: list[Interview], rooms: list[int], seed: int
) -> None:
    """What should stay together is divided where nobody has room for it; and where everybody has, there always is a plan."""
    raters = {f"r{number}": room for number, room in enumerate(rooms)}
    rules = Rules(participant=TOGETHER, seed=seed, by=("group", "timepoint"))
    try:
        plan = make(interviews, raters, rules, study=STUDY)
    except DataError:
        assert min(rooms) < len(interviews)
        return
    _sound(plan)
    assert all(len(rater.interviews) <= raters[rater.id] for rater in plan.raters)


@pytest.mark.parametrize("participant", [APART, TOGETHER])
def test_what_was_begun_stays_where_that_is_asked(participant: str) -> None:
    """Begun interviews are in the lists of whoever began them, those who left among them, and two beginners make a double."""
    begun = {"i00001": ["r0"], "i00002": ["r0", "r1"], "i00003": ["gone"], "i00004": ["r0", "r1", "r2"]}
    interviews, raters = _interviews(30), dict.fromkeys(("r0", "r1", "r2"))
    without = make(interviews, raters, Rules(participant=participant), study=STUDY)
    assert "gone" in taken_away(without, begun)
    plan = make(interviews, raters, Rules(participant=participant), study=STUDY, begun=begun)
    assert taken_away(plan, begun) == {}
    assert plan.by_id["i00002"].purpose is Purpose.DOUBLE
    assert set(plan.raters_of["i00004"]) == {"r0", "r1", "r2"}
    assert [rater.id for rater in plan.raters if not rater.active] == ["gone"]
    for one in plan.interviews:
        assert len(plan.raters_of[one.interview.id]) >= one.purpose.wanted(3)
    assert plan_document(plan)


@pytest.mark.parametrize(
    ("count", "raters", "rules", "told"),
    [
        (8, 1, {}, "One rater cannot double-code"),
        (8, 0, {}, "no raters"),
        (0, 2, {}, "no interviews"),
        (4, 2, {"calibration": 5}, "calibration set of 5 is wanted, and there are 4"),
        (4, 2, {"double": float("nan")}, "between 0 and 1"),
        (4, 2, {"recalibrate": True}, "no calibration set to rate again"),
    ],
)
def test_what_cannot_be_planned_is_told(count: int, raters: int, rules: dict[str, Any], told: str) -> None:
    """One sentence, and what to give instead."""
    with pytest.raises((UsageError, DataError), match=told) as caught:
        _planned(count, raters, **rules)
    assert caught.value.remedy


def test_a_capacity_below_the_calibration_set_is_told() -> None:
    """With who that is."""
    with pytest.raises(DataError, match="more than some raters take: ben"):
        make(_interviews(9), {"anna": None, "ben": 2}, Rules(calibration=3), study=STUDY)


def test_nobody_can_leave_a_plan_that_would_lack_a_second_rater() -> None:
    """Of two raters none can go while something is double-coded, and of one nobody."""
    with pytest.raises(DataError, match="second rater") as caught:
        leave(_planned(12, 2), "r0", finished=())
    assert "join" in str(caught.value)
    with pytest.raises(UsageError, match="Nobody would be left"):
        leave(_planned(6, 1, double=0.0), "r0", finished=())
    with pytest.raises(UsageError, match="not among the raters"):
        leave(_planned(6, 2), "who", finished=())
    with pytest.raises(UsageError, match="already"):
        join(_planned(6, 2), "r0", begun={}, finished={})
    with pytest.raises(DataError, match="more than the capacity"):
        join(_planned(6, 2, calibration=2), "new", capacity=1, begun={}, finished={})


def test_one_rater_without_doubles_gets_everything() -> None:
    """A share of nothing and one rater are no fault."""
    plan = _planned(7, 1, double=0.0)
    assert sorted(plan.raters[0].interviews) == [one.interview.id for one in plan.interviews]


def test_a_large_study_is_planned_in_seconds() -> None:
    """Ten thousand interviews and twelve raters: balanced to within an interview, nobody twice, all pairs alike."""
    plan = _planned(10_000, 12)
    _sound(plan)
    words = _words(plan)
    assert max(words.values()) - min(words.values()) <= 100
    counts = overview(plan).shared.values()
    assert max(counts) - min(counts) <= 2


def test_an_order_has_every_stratum_at_equal_distances() -> None:
    """Of two equal strata any five in a row hold two or three of each; two raters have different orders."""
    interviews = [Interview(id=f"{group}{number}", words=1, stratum=(group,)) for group in "ab" for number in range(10)]
    listed = mixed(interviews, rater="anna", seed=1)
    assert sorted(listed) == sorted(one.id for one in interviews)
    for place in range(16):
        assert 2 <= sum(one[0] == "a" for one in listed[place : place + 5]) <= 3
    assert mixed(interviews, rater="ben", seed=1) != listed


def test_a_plan_reads_back_as_it_was(tmp_path: Path) -> None:
    """Through its file, after somebody left and joined; another study's is refused, and so is one that was broken by hand."""
    plan = join(leave(_planned(20, 4, calibration=2), "r2", finished=()), "dora", capacity=9, begun={}, finished={})
    path = tmp_path / "plan.json"
    assert read_plan(path, study=STUDY) is None
    path.write_text(plan_text(plan), "utf-8")
    assert read_plan(path, study=STUDY) == plan
    with pytest.raises(InvalidDocument, match="another study"):
        read_plan(path, study="st-000000000000")


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (
            ("raters", 0, "interviews", 0),
            "who-knows",
            r"\$\.raters\[0\]\.interviews\[0\]: The plan has no such interview",
        ),
        (("raters", 0, "interviews"), [], r"\$\.interviews\[\d+\]: Fewer raters have this interview"),
        (("interviews", 0, "id"), "i00001", r"\$\.interviews\[1\]\.id: Another interview has this id"),
        (("raters", 1, "id"), "R0", r"\$\.raters\[1\]\.id: Another rater has this code"),
        (("interviews", 0, "stratum"), ["a"], r"\$\.interviews\[0\]\.stratum: There must be a value for each column"),
        (("rules", "double"), 2, r"\$\.rules\.double"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    place: Sequence[str | int], value: object, told: str, tmp_path: Path
) -> None:
    """The message gives the place and what to do."""
    document: Any = plan_document(_planned(8, 2))
    spot = document
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    path = tmp_path / "plan.json"
    path.write_text(dumps(document), "utf-8")
    with pytest.raises(InvalidDocument, match=told) as caught:
        read_plan(path, study=STUDY)
    assert "--force" in str(caught.value)


def test_a_study_goes_by_its_plan(tmp_path: Path) -> None:
    """Whoever has no interviews in the settings gets those of the plan in its order, somebody unknown to it none, an adjudicator all."""
    raters = (
        Rater(id="r0"),
        Rater(id="r1", interviews=("mine",)),
        Rater(id="late"),
        Rater(id="judge", role="adjudicator"),
    )
    study = create(tmp_path / "s", title="Ours", raters=raters)
    assert study.raters == raters
    plan = make(_interviews(10), dict.fromkeys(("r0", "r1")), Rules(by=("group", "timepoint")), study=study.id)
    study.plan.write_text(plan_text(plan), "utf-8")
    r0, r1, late, judge = Study.open(study.root).raters
    assert r0.interviews == plan.raters[0].interviews
    assert (r1.interviews, late.interviews, judge.interviews) == (("mine",), (), None)
    assert sorted(r0.interviews, key=r0.place) == list(r0.interviews)
    assert r0.place("unknown") == len(r0.interviews)
    assert [r0.gets(one.interview.id) for one in plan.interviews] == [
        one.interview.id in r0.interviews for one in plan.interviews
    ]
    assert Study.open(study.root, planned=False).raters == raters
    study.plan.write_text("{", "utf-8")
    with pytest.raises(InvalidDocument, match=r"plan\.json: This is not JSON"):
        Study.open(study.root)


def _table(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_groups_come_from_a_table(tmp_path: Path) -> None:
    """A row for an interview goes before one for its participant; case and spaces of codes do not matter; sheets fill in timepoints."""
    table = _table(tmp_path / "c.csv", "Interview;Participant;Group;Site\n;P1;A;x\nI-2;;b;y\n;p 2;a;\n;p9;a;z\n")
    cases = read_cases(table, ("group", "site"), known=("timepoint",))
    interviews = [
        Interview(id="i-1", words=5, participant="p1"),
        Interview(id="i-2", words=5, participant="p1"),
        Interview(id="i-3", words=5, participant="P2"),
        Interview(id="i-4", words=5),
    ]
    sheets: dict[str, dict[str, str | None]] = {"i-1": {"timepoint": "t1"}, "i-2": {"timepoint": None}}
    found, told = grouped(interviews, sheets, ("group", "site", "timepoint"), cases)
    assert [one.stratum for one in found] == [("A", "x", "t1"), ("b", "y", ""), ("A", "", ""), ("", "", "")]
    assert [one.participant for one in found] == ["p1", "p1", "p2", None]
    text = " ".join(told)
    assert "name nothing in the study: 5." in text
    assert "table of groups does not have: i-4" in text
    assert "without a site, which make a stratum of their own: i-3 and i-4" in text
    assert "without a participant, planned as if each were somebody else's: i-4" in text


def test_a_table_can_say_whose_interviews_are(tmp_path: Path) -> None:
    """Where sheets have no participants, rows that name both do."""
    cases = read_cases(_table(tmp_path / "c.csv", "interview,participant\na,P1\nb,P1\n"), ())
    found, told = grouped([Interview(id="a", words=1), Interview(id="b", words=1)], {}, (), cases)
    assert [one.participant for one in found] == ["p1", "p1"]
    assert told == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("interview,site\na,x\n", r"no column 'group'.*\n.*Columns found: interview, site"),
        ("who,group\na,x\n", "no column 'interview' and none 'participant'"),
        ("interview,group\na,x\nA,zwickelmond\n", "something else of a case than a row above them: 3"),
        ("interview,group\n,zwickelmond\n", "name neither an interview nor a participant: 2"),
        ("interview,group,Group\na,x,y\n", "Two columns are called 'group'"),
        ("", "empty"),
    ],
)
def test_a_table_with_faults_is_refused(text: str, told: str, tmp_path: Path) -> None:
    """The message gives the rows, and no value."""
    with pytest.raises((UsageError, DataError), match=told) as caught:
        read_cases(_table(tmp_path / "c.csv", text), ("group",))
    assert "zwickelmond" not in str(caught.value)


def test_participants_whose_codes_differ_by_case_are_one() -> None:
    """They are kept apart like any two interviews of one participant, and that is told."""
    interviews = [Interview(id="a", words=1, participant="P1"), Interview(id="b", words=1, participant="p1")]
    found, told = grouped(interviews, {}, (), Cases())
    assert len({one.person for one in found}) == 1
    assert "differ by case" in told[0]


def test_codes_say_nothing_and_stay(tmp_path: Path) -> None:
    """The same key gives the same code whatever else is planned, another key another; none looks like its interview."""
    first = codes(b"k" * 32, ("aai-01", "aai-02"))
    assert codes(b"k" * 32, ("aai-01", "x", "y"))["aai-01"] == first["aai-01"]
    assert codes(b"l" * 32, ("aai-01",))["aai-01"] != first["aai-01"]
    many = codes(b"k" * 32, (f"aai-{number}" for number in range(5_000)))
    assert len(set(many.values())) == 5_000
    assert all(len(code) == 9 and code[4] == "-" for code in many.values())
    assert code_list(first).splitlines()[0] == "interview,code"
    assert f"aai-02,{first['aai-02']}" in code_list(first)


def test_the_list_for_people_keeps_raters_blind() -> None:
    """It says order, words and round, and neither group nor timepoint nor what somebody else rates too; codes take the place of ids."""
    plan = _planned(12, 3, calibration=2, recalibrate=True)
    lines = assignments(plan).splitlines()
    assert lines[0] == "rater,place,interview,words,round"
    mine = [line.split(",") for line in lines if line.startswith("r0,")]
    assert [row[1] for row in mine] == [str(place) for place in range(1, len(mine) + 1)]
    assert [row[4] for row in mine].count("calibration") == 2
    assert [row[2] for row in mine[-2:]] == [row[2] for row in mine[:2]]
    assert {row[4] for row in mine[-2:]} == {"recalibration"}
    names = codes(b"k" * 32, plan.by_id)
    hidden = assignments(plan, names)
    assert not any(one in hidden for one in plan.by_id)
    assert "code" in hidden.splitlines()[0]


def test_a_plan_says_what_did_not_come_out_as_wanted() -> None:
    """Pairs without overlap, participants whom somebody rates twice, small strata, and how those without help fell."""
    two = remarks(_planned(12, 2, double=0.5))
    assert any("somebody rates more than one interview" in line for line in two)
    many = remarks(_planned(16, 8, double=0.25))
    assert any("share no double-coded interview" in line and "fewer than 28 pairs" in line for line in many)
    lone = make(
        [*_interviews(8), Interview(id="x", words=1, stratum=("c", "t0"))],
        dict.fromkeys("abcd"),
        Rules(by=("group", "timepoint")),
        study=STUDY,
    )
    assert any(line == "1 stratum has one interview alone: x." for line in remarks(lone))
    plan = _planned(40, 4, double=0.25)
    even = remarks(plan, controls={one.interview.id for one in plan.interviews})
    assert any("40 of 40 interviews, 10 of 10 that are double-coded" in line for line in even)
    twice = set(plan.of(Purpose.DOUBLE))
    odd = remarks(plan, controls={one for one in plan.by_id if one not in twice})
    assert any("do not hold those without help in proportion" in line for line in odd)
    again = remarks(_planned(12, 3, calibration=2, recalibrate=True))
    assert any("a study of its own" in line for line in again)


def test_sizes_say_how_well_an_agreement_will_be_known() -> None:
    """Intervals become narrower with more interviews, the expected agreement is that which was asked for, and the least size is found."""
    assumed = Assumed(scale=parse_scale("-1:9"), mean=3.5, sd=1.4, icc=0.8)
    found = sizes((100, 10, 30), (2,), assumed, width=0.3, seed=1, simulations=400)
    assert [one.units for one in found.designs] == [10, 30, 100]
    widths = [one.width for one in found.designs]
    assert widths == sorted(widths, reverse=True)
    large = found.designs[-1]
    assert large.expected == pytest.approx(0.8, abs=0.01)
    assert large.low is not None
    assert large.high is not None
    assert large.low < 0.8 < large.high
    assert found.least == ((2, 30),)
    assert sizes((30,), (2,), assumed, width=0.01, seed=1, simulations=200).least == ((2, None),)
    assert sizes((100, 10, 30), (2,), assumed, width=0.3, seed=1, simulations=400) == found


def test_sizes_count_raters_of_different_severity() -> None:
    """The agreement that is asked for is that of absolute levels, severity counted."""
    assumed = Assumed(scale=parse_scale("-1:9"), mean=3.5, sd=1.4, icc=0.7, rater_sd=0.4)
    (one,) = sizes((300,), (30,), assumed, width=0.3, seed=1, simulations=200).designs
    assert one.expected == pytest.approx(0.7, abs=0.015)


@pytest.mark.parametrize(
    ("units", "raters", "given", "told"),
    [
        ((1,), (2,), {}, "two interviews and two raters"),
        ((30,), (1,), {}, "two interviews and two raters"),
        ((30,), (2,), {"width": 0.0}, "a width above 0"),
        ((999_999,), (2,), {}, "take too long"),
        ((30,), (2,), {"sd": 0.4, "icc": 0.9}, "vary so little cannot agree so well"),
        ((30,), (2,), {"sd": 0.0}, "not above 0, or wider"),
        ((30,), (2,), {"sd": -1.4}, "not above 0, or wider"),
        ((30,), (2,), {"rater_sd": -0.1}, "below 0, or wider"),
        ((30,), (2,), {"rater_sd": float("nan")}, "below 0, or wider"),
        ((30,), (2,), {"icc": float("nan")}, "between 0 and 1"),
        ((30,), (2,), {"mean": float("nan")}, "off the scale"),
        ((30,), (2,), {"icc": 1.0}, "between 0 and 1"),
        ((30,), (2,), {"mean": 12.0}, "off the scale"),
        ((30,), (2,), {"sd": float("inf")}, "wider than the scale"),
        ((30,), (2,), {"sd": float("nan")}, "wider than the scale"),
        ((30,), (2,), {"sd": 1e308}, "wider than the scale"),
    ],
)
def test_sizes_that_make_no_sense_are_told(
    units: tuple[int, ...], raters: tuple[int, ...], given: dict[str, float], told: str
) -> None:
    """Each with what to give instead."""
    width = given.pop("width", 0.2)
    asked: dict[str, Any] = {"mean": 3.5, "sd": 1.4, "icc": 0.8, **given}
    with pytest.raises(UsageError, match=told) as caught:
        sizes(units, raters, Assumed(scale=parse_scale("-1:9"), **asked), width=width, seed=0)
    assert caught.value.remedy


def test_much_to_simulate_is_simulated_less_often() -> None:
    """Time is bounded, and how many studies there were is told."""
    assumed = Assumed(scale=parse_scale("-1:9"), mean=3.5, sd=1.4, icc=0.8)
    assert sizes((20_000,), (2,), assumed, width=0.2, seed=0).simulations == 500
