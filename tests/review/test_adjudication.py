"""Disagreements for somebody to decide: without names, suggestions and times; and decisions that hold until a rating changes."""

from __future__ import annotations

import json
import uuid

import pytest
from invented_sheets import MACHINE, MARKS, event, sheet, write
from rated_studies import NOTE, RATERS, SECRET, decide, decision, opened, rate, reopen

from rf_scorer.domain.rating import EventKind
from rf_scorer.errors import DataError, RfScorerError, UnknownName, UsageError
from rf_scorer.review import adjudication
from rf_scorer.review.adjudication import (
    adjudication_case,
    adjudication_paper,
    disagreement_rows,
    disagreements,
    record,
)
from rf_scorer.review.gathered import gather
from rf_scorer.review.refused import Refused
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Rater, Study

#: Where the two raters of the first interview differ: the third passage and the whole.
ANNA = {"p02": 4, "p03": 2, "overall": 3}
BEN = {"p02": 5, "p03": 6, "overall": "supplied"}


@pytest.fixture
def room(tmp_path):
    """The room of three interviews; anna and ben have finished the first, and differ in two units."""
    found = opened(tmp_path)
    tag = {"marker": "A2", "turn": 5, "start": 0, "end": 5, "suggested": True}
    rate(found, "anna", "talk-1", ANNA, then={"p02": 4}, markers={"p03": [tag]})
    rate(found, "ben", "talk-1", BEN)
    yield found
    found.close()


def _case(room: Room, interview: str = "talk-1") -> dict:
    return adjudication_case(room, interview=interview, adjudicator="cleo")


def _record(room: Room, *events: object, interview: str = "talk-1") -> dict:
    return record(room, adjudicator="cleo", interview=interview, events=events)


def test_units_that_differ_stand_with_their_ratings(room) -> None:
    """Levels, reasons, notes and markers of each rater, and nothing of units on which they agree within the margin."""
    found = _case(room)["disagreements"]
    assert [one["unit"] for one in found] == ["p03", "overall"]
    third, whole = found
    assert {rating["level"] for rating in third["ratings"]} == {2, 6}
    assert [rating["name"] for rating in third["ratings"]] == ["A", "B"]
    assert sorted((rating["level"], rating["unratable"]) for rating in whole["ratings"] if rating["level"]) == [
        (3, None)
    ]
    assert {rating["unratable"] for rating in whole["ratings"]} == {None, "supplied"}
    assert {rating["note"] for one in found for rating in one["ratings"]} == {NOTE}
    (tagged,) = (rating for rating in third["ratings"] if rating["markers"])
    assert tagged["markers"] == [{"marker": "A2", "turn": 5, "start": 0, "end": 5, "suggested": True}]
    assert tagged["level"] == 2
    assert third["decided"] is None


def test_nobody_is_named_and_no_time_is_told(room) -> None:
    """Neither a code of a rater nor a clock stands anywhere in the disagreements."""
    text = json.dumps(_case(room))
    told = json.dumps(_case(room)["disagreements"])
    assert not any(f'"{rater.id}"' in text for rater in RATERS if not rater.adjudicates)
    assert "2026-" not in told
    assert "seconds" not in told
    assert '"at"' not in told


def test_letters_are_shuffled_from_unit_to_unit(tmp_path) -> None:
    """Whoever is A in one unit is not A in all: over many interviews each rater is A about half of the time, and always alike."""
    sheets = [sheet(f"talk-{number}", participant=None) for number in range(1, 13)]
    room = opened(tmp_path, *sheets)
    for number in range(1, 13):
        rate(room, "anna", f"talk-{number}", {"p02": 1, "p03": 1, "overall": 1})
        rate(room, "ben", f"talk-{number}", {"p02": 6, "p03": 6, "overall": 6})
    first = [
        one["ratings"][0]["level"] for number in range(1, 13) for one in _case(room, f"talk-{number}")["disagreements"]
    ]
    again = [
        one["ratings"][0]["level"] for number in range(1, 13) for one in _case(room, f"talk-{number}")["disagreements"]
    ]
    room.close()
    assert len(first) == 36
    assert first == again
    assert 9 <= first.count(1) <= 27  # of 36 fair draws, outside with a chance below 0.2 %


def test_no_suggestion_is_ever_given(room) -> None:
    """Whatever raters have seen, an adjudicator sees nothing of what the machine suggests, though what it marks."""
    text = json.dumps(_case(room))
    assert not [word for word in MACHINE if word in text]
    assert _case(room)["revealed"] == {}
    assert _case(room)["notice"] is None
    assert _case(room)["assistance"] == {"control": False, "highlights": True, "reveal": "never"}
    paper = adjudication_paper(room, interview="talk-1", adjudicator="cleo")
    assert paper.assisted
    assert not [word for word in MACHINE if word in json.dumps(paper.sheet["suggestions"])]


def test_a_control_interview_stays_one(tmp_path) -> None:
    """Nothing that a machine marked is shown where raters had none of it."""
    room = opened(tmp_path, control_share=1.0)
    rate(room, "anna", "talk-1", ANNA)
    rate(room, "ben", "talk-1", BEN)
    text = json.dumps([_case(room), dict(adjudication_paper(room, interview="talk-1", adjudicator="cleo").sheet)])
    room.close()
    assert not [word for word in (*MACHINE, *MARKS) if word in text]


def test_a_decision_is_stored_and_shown(room) -> None:
    """It holds what was said, its code, and the numbers of the ratings that it was made on."""
    before = _case(room)["disagreements"][0]["of"]
    answer = _record(room, decision("p03", 5))
    assert answer["disagreements"][0]["decided"] == {
        "level": 5,
        "unratable": None,
        "note": NOTE,
        "code": "guide_gap",
        "by": "third",
        "void": False,
    }
    (stored,) = room.store.events(kinds=[EventKind.ADJUDICATED])
    assert (stored.rater, stored.interview, stored.unit) == ("cleo", "talk-1", "p03")
    assert stored.body["of"] == before
    seqs = {one.unit("p03").seq for one in gather(room, "talk-1").ledgers.values()}
    assert set(before) == seqs


def test_the_newest_decision_counts_and_all_are_kept(room) -> None:
    """Deciding again replaces nothing; a page that sends twice stores once."""
    first, second = decision("p03", 5), decision("p03", 3, code="slip", by="consensus")
    _record(room, first)
    _record(room, second)
    answer = _record(room, second)
    assert (answer["disagreements"][0]["decided"]["level"], answer["disagreements"][0]["decided"]["by"]) == (
        3,
        "consensus",
    )
    assert [one.body["level"] for one in room.store.events(kinds=[EventKind.ADJUDICATED])] == [5, 3]


def test_a_change_makes_a_decision_void(room) -> None:
    """A rater who changes a decided unit takes the ground from the decision; one who changes another unit does not."""
    _record(room, decision("p03", 5), decision("overall", 4))
    reopen(room, "anna", "talk-1")
    room.record(
        "anna", "talk-1", [event("revealed", "p03", after=gather(room, "talk-1").ledgers["anna"].unit("p03").seq)]
    )
    decide(room, "anna", "talk-1", "p03", 3, kept=False)
    room.record("anna", "talk-1", [event("finished")])
    third, whole = _case(room)["disagreements"]
    assert (third["decided"]["level"], third["decided"]["void"]) == (5, True)
    assert whole["decided"]["void"] is False
    row = disagreement_rows(room, adjudicator="cleo")[0]
    assert (row.differ, row.decided, row.void) == (2, 1, 1)
    _record(room, decision("p03", 4))
    assert _case(room)["disagreements"][0]["decided"] | {"note": ""} == {
        "level": 4,
        "unratable": None,
        "note": "",
        "code": "guide_gap",
        "by": "third",
        "void": False,
    }


def test_reopening_without_a_change_leaves_a_decision(room) -> None:
    """While the rater is back there is no second rating; when it is finished as it was, the decision stands."""
    _record(room, decision("p03", 5))
    reopen(room, "anna", "talk-1")
    assert _case(room)["disagreements"] == []
    assert disagreement_rows(room, adjudicator="cleo") == ()
    room.record("anna", "talk-1", [event("finished")])
    assert _case(room)["disagreements"][0]["decided"]["void"] is False


def test_ratings_that_came_together_need_no_decision(room) -> None:
    """A void decision on a unit that no longer differs is kept and asks for nothing."""
    _record(room, decision("p03", 5))
    reopen(room, "anna", "talk-1")
    room.record(
        "anna", "talk-1", [event("revealed", "p03", after=gather(room, "talk-1").ledgers["anna"].unit("p03").seq)]
    )
    decide(room, "anna", "talk-1", "p03", 6, kept=False)
    room.record("anna", "talk-1", [event("finished")])
    assert [one["unit"] for one in _case(room)["disagreements"]] == ["overall"]
    row = disagreement_rows(room, adjudicator="cleo")[0]
    assert (row.differ, row.decided, row.void) == (1, 0, 0)


def test_what_was_not_seen_is_not_decided(room) -> None:
    """A page that shows older ratings is refused, and told so; nothing is stored."""
    seen = _case(room)["disagreements"][0]["of"]
    reopen(room, "ben", "talk-1")
    room.record(
        "ben", "talk-1", [event("revealed", "p03", after=gather(room, "talk-1").ledgers["ben"].unit("p03").seq)]
    )
    decide(room, "ben", "talk-1", "p03", 8, kept=False)
    room.record("ben", "talk-1", [event("finished")])
    with pytest.raises(Refused) as refused:
        _record(room, decision("p03", 4, of=seen))
    assert refused.value.code == "stale"
    assert room.store.events(kinds=[EventKind.ADJUDICATED]) == ()
    _record(room, decision("p03", 4, of=_case(room)["disagreements"][0]["of"]))


def test_a_rating_that_changes_meanwhile_is_noticed(room, monkeypatch) -> None:
    """Between reading and storing nobody can change what is decided on: the check is made in the transaction that stores."""
    real, calls = adjudication.gather, []

    def changed(room: Room, interview: str):
        calls.append(interview)
        if len(calls) == 2:  # as if ben had reopened right before the transaction began
            found = real(room, interview)
            others = {rater: ledger for rater, ledger in found.ledgers.items() if rater != "ben"}
            return type(found)(
                study=found.study,
                sheet=found.sheet,
                digest=found.digest,
                assistance=found.assistance,
                terms=found.terms,
                events=found.events,
                ledgers=others,
            )
        return real(room, interview)

    monkeypatch.setattr(adjudication, "gather", changed)
    with pytest.raises(Refused) as refused:
        _record(room, decision("p03", 4))
    assert refused.value.code == "stale"
    assert room.store.events(kinds=[EventKind.ADJUDICATED]) == ()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (decision("p02", 4), "stage"),  # within the margin
        (decision("p01", 4), "stage"),  # nobody rated it
        (decision("p77", 4), "not_ratable"),
        (decision("p03", None), "incomplete"),
        (decision("p03", 10), "off_scale"),
        (decision("p03", -2), "off_scale"),
        (decision("p03", 4.5), "shape"),  # a consensus level is a whole level
        (decision("p03", None, unratable="other", note="  "), "note_needed"),
        (decision("p03", 4, unratable="inaudible"), "shape"),
        (decision("p03", 4, code="whim"), "shape"),
        (decision("p03", 4, by="chance"), "shape"),
        (decision("p03", 4, of="1,2"), "shape"),
        (decision("p03", 4, of=[True]), "shape"),
        (decision("p03", 4, of=[]), "stale"),
        (event("locked", "p03", judgement={"level": 4}, after=0), "shape"),
        (event("adjudicated", None, level=4, code="slip", by="third"), "shape"),
        ({"kind": "adjudicated"}, "shape"),
        (None, "shape"),
    ],
)
def test_what_may_not_be_decided_is_refused(room, raw, code) -> None:
    """With a code for the page and nothing stored; no message repeats a note."""
    with pytest.raises(Refused) as refused:
        _record(room, raw)
    assert refused.value.code == code
    assert SECRET not in str(refused.value)
    assert room.store.events(kinds=[EventKind.ADJUDICATED]) == ()


def test_events_are_stored_all_or_none(room) -> None:
    """One that is refused takes the others with it."""
    with pytest.raises(Refused):
        _record(room, decision("overall", 4), decision("p02", 4))
    assert room.store.events(kinds=[EventKind.ADJUDICATED]) == ()


def test_a_visit_is_passed_over(room) -> None:
    """The page tells where somebody looks; of an adjudicator that is not kept."""
    assert _record(room, event("visited", "p03"))["ledger"]["status"] == "new"
    assert room.store.events(rater="cleo") == ()


def test_who_rated_is_no_third_person(tmp_path) -> None:
    """Somebody who rated the interview before they adjudicated decides it with the others, or not at all."""
    room = opened(tmp_path)
    for rater, said in (("anna", ANNA), ("ben", BEN)):
        rate(room, rater, "talk-1", said)
        rate(room, rater, "talk-2", said)
    rate(room, "dora", "talk-3", ANNA)
    settings = room.study.settings
    room.close()
    text = settings.read_text("utf-8")
    part = 'id = "anna"\nrole = "rater"'
    assert part in text
    settings.write_text(text.replace(part, 'id = "anna"\nrole = "adjudicator"'), "utf-8")
    room = Room.open(Study.open(settings.parent))
    with pytest.raises(Refused, match="yourself") as refused:
        record(room, adjudicator="anna", interview="talk-1", events=[decision("p03", 4)])
    assert refused.value.code == "stage"
    answer = record(room, adjudicator="anna", interview="talk-1", events=[decision("p03", 4, by="consensus")])
    room.close()
    assert answer["disagreements"][0]["decided"]["by"] == "consensus"


def test_whose_interview_it_is_stays_hidden_from_adjudicators_too(tmp_path) -> None:
    """Unless the study shows participants, neither the list nor the case tells code or timepoint."""
    room = opened(tmp_path, sheet("talk-1", participant="person-77"), show_participants=False)
    rate(room, "anna", "talk-1", {"p02": 1, "p03": 4, "overall": 4})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 4, "overall": 4})
    (one,) = disagreement_rows(room, adjudicator="cleo")
    told = json.dumps(adjudication_case(room, interview="talk-1", adjudicator="cleo"))
    room.close()
    assert (one.participant, one.timepoint) == (None, None)
    assert "person-77" not in told
    assert "baseline" not in told


def test_the_list_counts(room) -> None:
    """Interviews that two have finished, with who they are, what differs, and what is decided; the others are not there yet."""
    rate(room, "anna", "talk-2", {"p02": 4, "p03": 4, "overall": 4})
    rate(room, "ben", "talk-2", {"p02": 4, "p03": 4, "overall": 4})
    rate(room, "anna", "talk-3", {"p02": 4, "p03": 4, "overall": 4})
    _record(room, decision("p03", 5))
    one, two = disagreement_rows(room, adjudicator="cleo")
    assert (one.interview, one.participant, one.timepoint, one.raters) == (
        "talk-1",
        "person-1",
        "baseline",
        ("anna", "ben"),
    )
    assert (one.differ, one.decided, one.void) == (2, 1, 0)
    assert (two.interview, two.differ, two.decided, two.void) == ("talk-2", 0, 0, 0)
    assert disagreement_rows(room) == (one, two)


def test_the_list_says_what_the_case_says(room) -> None:
    """Counted from standings or from events, the same units differ."""
    rate(room, "anna", "talk-2", {"p01": 1, "p02": -1, "p03": "inaudible", "overall": 4})
    rate(room, "ben", "talk-2", {"p01": 6, "p02": 0, "p03": "supplied", "overall": 9})
    row = disagreement_rows(room)[1]
    listed = disagreements(gather(room, "talk-2"))
    assert row.differ == len(listed) == 2
    assert [one["unit"] for one in listed] == ["p01", "overall"]


def test_an_adjudicator_gets_their_own_interviews(tmp_path) -> None:
    """Another's interview is not known, whether there is one or not; whoever rates is no adjudicator."""
    raters = (Rater(id="anna"), Rater(id="ben"), Rater(id="cleo", role="adjudicator", interviews=("talk-2",)))
    room = opened(tmp_path, raters=raters)
    for name in ("talk-1", "talk-2"):
        rate(room, "anna", name, ANNA)
        rate(room, "ben", name, BEN)
    assert [row.interview for row in disagreement_rows(room, adjudicator="cleo")] == ["talk-2"]
    for name in ("talk-1", "talk-99"):
        with pytest.raises(UnknownName):
            _case(room, name)
        with pytest.raises(UnknownName):
            _record(room, decision("p03", 4), interview=name)
    for call in (
        lambda: disagreement_rows(room, adjudicator="anna"),
        lambda: adjudication_case(room, interview="talk-1", adjudicator="anna"),
        lambda: record(room, adjudicator="anna", interview="talk-1", events=[]),
    ):
        with pytest.raises(UsageError, match="adjudicator"):
            call()
    with pytest.raises(UnknownName):
        disagreement_rows(room, adjudicator="nobody")
    room.close()


def test_a_transcript_that_changed_is_not_adjudicated(room) -> None:
    """What was rated is not there any more, so nobody can look at it."""
    write(room.study.root, sheet("talk-1", participant="person-1", source="changed"))
    room._seen = None
    with pytest.raises(DataError, match="changed since it was rated") as refused:
        _case(room)
    assert isinstance(refused.value, RfScorerError)
    with pytest.raises(DataError, match="changed since it was rated"):
        _record(room, decision("p03", 4))


def test_an_event_of_somebody_else_is_refused(room) -> None:
    """An id that a rater's event has already cannot hide a decision."""
    taken = room.store.events(rater="anna")[0].id
    with pytest.raises(Refused) as refused:
        _record(room, {**decision("p03", 4), "id": taken})
    assert refused.value.code == "shape"
    assert _record(room, {**decision("p03", 4), "id": str(uuid.uuid4())})["disagreements"][0]["decided"]["level"] == 4
