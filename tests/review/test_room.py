"""The room: one door, through which a rater gets their own interviews, their own work, and nothing before its time."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from dataclasses import replace

import pytest
from invented_sheets import MACHINE, MARKS, TALK, event, judged, locking, sheet, study, write

from rf_scorer.domain.rating import Reveal
from rf_scorer.errors import DataError, InvalidDocument, UnknownName, UsageError
from rf_scorer.review.refused import Refused
from rf_scorer.review.room import Room
from rf_scorer.review.store import Store, StoreBusy
from rf_scorer.study.folder import Study


@pytest.fixture
def opened(tmp_path):
    """Open rooms on a study of three interviews: ``opened(**rules)``; they are closed at the end."""
    rooms = []

    def make(*sheets, **rules):
        root = tmp_path / "study"
        if not root.exists():
            study(root, *(sheets or (sheet("talk-1"), sheet("talk-2"), sheet("talk-3"))), **rules)
        rooms.append(Room.open(Study.open(root)))
        return rooms[-1]

    yield make
    for room in rooms:
        room.close()


def _seqs(answer):
    return {unit: found["seq"] for unit, found in answer["ledger"]["units"].items()}


def _told(document) -> list[str]:
    text = json.dumps(document)
    return [word for word in MACHINE if word in text]


def _rated(room, rater="anna", interview="talk-1"):
    """Everything that must be rated, locked."""
    return room.record(rater, interview, [locking("p02"), locking("p03"), locking("overall")])


def test_a_list_says_how_far_the_rater_is(opened) -> None:
    """Counts include the overall rating; what others do changes nothing in it."""
    room = opened()
    assert [(row.interview, row.required, row.done, row.status, row.last_at) for row in room.interviews("anna")] == [
        (name, 3, 0, "new", None) for name in ("talk-1", "talk-2", "talk-3")
    ]
    room.record("ben", "talk-2", [locking("p02")])
    room.record("anna", "talk-1", [event("visited", "p02"), locking("p02"), locking("p01")])
    one, two, _ = room.interviews("anna")
    assert (one.done, one.status, one.at, one.fault) == (1, "open", "p02", None)
    assert one.last_at
    assert (two.done, two.status) == (0, "new")
    assert (one.participant, one.timepoint, one.protocol, one.units) == (
        "person-1",
        "baseline",
        "Adult Attachment Interview",
        5,
    )
    room.record("anna", "talk-1", [locking("p03"), locking("overall"), event("finished")])
    one = room.interviews("anna")[0]
    assert (one.done, one.status) == (3, "finished")


def test_a_unit_that_was_seen_and_not_decided_is_not_done(opened) -> None:
    """Between the suggestion and the decision a rating is not given."""
    room = opened()
    seq = _seqs(room.record("anna", "talk-1", [locking("p02")]))["p02"]
    room.record("anna", "talk-1", [event("revealed", "p02", after=seq)])
    assert room.interviews("anna")[0].done == 0


def test_a_rater_gets_only_the_interviews_that_are_theirs(opened) -> None:
    """Ben has one; the others are as unknown to him as those that do not exist, whatever he asks for."""
    room = opened()
    assert [row.interview for row in room.interviews("ben")] == ["talk-2"]
    for interview in ("talk-1", "talk-9", "../talk-2", "", "TALK-2", "talk-2\0"):
        for ask in (room.case, room.paper, room.state):
            with pytest.raises(UnknownName) as raised:
                ask("ben", interview)
            assert raised.value.known == ("talk-2",)
        with pytest.raises(UnknownName):
            room.record("ben", interview, [locking("p02")])
    assert room.store.events() == ()


def test_an_adjudicator_rates_nothing_and_a_stranger_gets_nothing(opened) -> None:
    """Adjudicators have no cases, and who is not of the study has no list."""
    room = opened()
    assert room.interviews("cleo") == []
    for who in ("cleo", "nobody", ""):
        with pytest.raises(UnknownName):
            room.case(who, "talk-1")
        with pytest.raises(UnknownName):
            room.record(who, "talk-1", [locking("p02")])
    with pytest.raises(UnknownName):
        room.interviews("nobody")


def test_raters_do_not_see_one_another(opened) -> None:
    """What one enters is in nothing that another gets: not the rating, not the note, not that it was revealed."""
    room = opened(reveal=Reveal.PASSAGE)
    note = "only-anna-wrote-this"
    given = {"judgement": judged(7, note=note), "after": 0, "seconds": 1}
    seq = _seqs(room.record("anna", "talk-2", [event("locked", "p02", **given)]))["p02"]
    room.record("anna", "talk-2", [event("revealed", "p02", after=seq)])
    others = room.case("ben", "talk-2")
    assert (others["ledger"]["units"], others["revealed"], others["rater"]) == ({}, {}, "ben")
    assert note not in json.dumps([others, room.state("ben", "talk-2")])
    assert note in json.dumps(room.case("anna", "talk-2"))


def test_nothing_is_revealed_before_the_passage_is_locked(opened) -> None:
    """Asking for it early is refused, stores nothing, and tells nothing."""
    room = opened()
    with pytest.raises(Refused) as raised:
        room.record("anna", "talk-1", [event("revealed", "p02", after=0)])
    assert raised.value.code == "stage"
    seqs = _seqs(room.record("anna", "talk-1", [locking("p02")]))
    found = room.case("anna", "talk-1")
    assert (found["revealed"], _told(found)) == ({}, [])
    answer = room.record("anna", "talk-1", [event("revealed", "p02", after=seqs["p02"])])
    assert [*answer["revealed"]] == ["p02"]
    assert answer["revealed"]["p02"]["coverage"] == 0.876543
    # Another passage's suggestion is still under the table.
    assert [*room.case("anna", "talk-1")["revealed"]] == ["p02"]
    assert "p03" not in json.dumps(room.state("anna", "talk-1")["revealed"])


def test_an_answer_holds_what_these_events_revealed_and_the_state_holds_all(opened) -> None:
    """A page is not sent again and again what it has; a page that begins anew is sent everything."""
    room = opened()
    seqs = _seqs(room.record("anna", "talk-1", [locking("p02"), locking("p03")]))
    room.record("anna", "talk-1", [event("revealed", "p02", after=seqs["p02"])])
    answer = room.record("anna", "talk-1", [event("revealed", "p03", after=seqs["p03"])])
    assert [*answer["revealed"]] == ["p03"]
    assert [*room.state("anna", "talk-1")["revealed"]] == ["p02", "p03"]
    assert room.record("anna", "talk-1", [event("visited", "p01")])["revealed"] == {}


def test_a_reveal_of_the_whole_interview_waits_for_all_of_it(opened) -> None:
    """Until everything that must be rated is locked nothing is revealed; then each unit can be."""
    room = opened(reveal=Reveal.INTERVIEW)
    seqs = _seqs(room.record("anna", "talk-1", [locking("p02"), locking("p03")]))
    with pytest.raises(Refused) as raised:
        room.record("anna", "talk-1", [event("revealed", "p02", after=seqs["p02"])])
    assert raised.value.code == "required_open"
    assert _told(room.case("anna", "talk-1")) == []
    room.record("anna", "talk-1", [locking("overall")])
    answer = room.record("anna", "talk-1", [event("revealed", "p02", after=seqs["p02"])])
    assert [*answer["revealed"]] == ["p02"]


def test_a_control_interview_leaves_the_room_without_anything_a_machine_made(opened) -> None:
    """In the case, in the paper that the page is drawn from, and in every answer: nothing, up to the end."""
    room = opened(control_share=1.0)
    seq = _seqs(_rated(room))["p02"]
    with pytest.raises(Refused) as raised:
        room.record("anna", "talk-1", [event("revealed", "p02", after=seq)])
    assert raised.value.code == "no_assistance"
    end = room.record("anna", "talk-1", [event("finished")])
    paper = room.paper("anna", "talk-1")
    assert not paper.assisted
    leaving = [room.case("anna", "talk-1"), room.state("anna", "talk-1"), end, paper.sheet]
    assert _told(leaving) == []
    assert [word for word in MARKS if word in json.dumps(leaving)] == []
    assert {passage["reference_level"] for passage in paper.sheet["passages"]} == {0}


def test_paper_of_an_assisted_interview_has_marks_and_no_suggestion(opened) -> None:
    """Highlights are help that may be seen; suggestions and sums are not there to be shown by mistake."""
    paper = opened().paper("anna", "talk-1")
    assert paper.assisted
    assert paper.sheet["mentions"]
    assert paper.sheet["markers"]
    assert _told({key: value for key, value in paper.sheet.items() if key not in {"mentions", "markers"}}) == []
    assert [turn["text"] for turn in paper.sheet["transcript"]["turns"]] == [said for _, said in TALK]


def test_the_draw_is_kept_and_new_interviews_are_drawn_as_they_come(opened) -> None:
    """Which interviews are controls never changes: not when the room opens again, nor when sheets are added, nor by other rules."""
    room = opened(*(sheet(f"talk-{number}") for number in range(1, 11)), control_share=0.3)
    before = {row.interview: room.assistance(row.interview).control for row in room.interviews("anna")}
    assert sum(before.values()) == 3
    write(room.study.root, *(sheet(f"talk-{number}") for number in range(11, 21)))
    after = {row.interview: room.assistance(row.interview).control for row in room.interviews("anna")}
    assert len(after) == 20
    assert sum(after.values()) == 6
    assert {name: after[name] for name in before} == before
    settings = room.study.settings
    settings.write_text(settings.read_text().replace("control_share = 0.3", "control_share = 1.0"))
    again = opened()
    assert {name: again.assistance(name).control for name in after} == after


def test_whose_interview_it_is_stays_hidden_unless_the_study_says_otherwise(opened) -> None:
    """Neither the list nor the case tells the participant's code or the timepoint: raters are blind to what came before."""
    room = opened(sheet("talk-1", participant="person-77"), show_participants=False)
    (one,) = room.interviews("anna")
    assert (one.participant, one.timepoint) == (None, None)
    assert "person-77" not in json.dumps(room.case("anna", "talk-1"))
    assert "baseline" not in json.dumps(room.case("anna", "talk-1"))


def test_newly_scored_interviews_appear_by_themselves(opened) -> None:
    """A sheet that is added, written anew or taken away shows in the next list and case."""
    room = opened(sheet("talk-1"))
    assert [row.interview for row in room.interviews("anna")] == ["talk-1"]
    write(room.study.root, sheet("talk-2"))
    assert [row.interview for row in room.interviews("anna")] == ["talk-1", "talk-2"]
    first = room.case("anna", "talk-2")["sheet_sha256"]
    _replace(room, sheet("talk-2", participant="person-9"))
    assert room.interviews("anna")[1].participant == "person-9"
    assert room.case("anna", "talk-2")["sheet_sha256"] != first
    (room.study.sheets / "talk-1.json").unlink()
    assert [row.interview for row in room.interviews("anna")] == ["talk-2"]


def test_looking_again_costs_nothing_where_nothing_changed(opened, monkeypatch) -> None:
    """Between two looks at an unchanged folder the shelf is left alone."""
    room = opened()
    long_ago = room.study.sheets.stat().st_mtime_ns - 60_000_000_000
    os.utime(room.study.sheets, ns=(long_ago, long_ago))
    room.interviews("anna")
    looks = []
    monkeypatch.setattr(room.shelf, "refresh", lambda: looks.append(1))
    room.interviews("anna")
    room.case("anna", "talk-1")
    assert looks == []
    os.utime(room.study.sheets)
    room.interviews("anna")
    assert looks == [1]


def _replace(room, document) -> None:
    """A sheet is scored anew: written beside the old one, and put in its place."""
    path = room.study.sheets / f"{document['transcript']['id']}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(document))
    part.replace(path)


def test_work_goes_on_after_a_sheet_was_scored_anew(opened) -> None:
    """Another model's suggestions for the same text change nothing for a rater who has begun."""
    room = opened()
    room.record("anna", "talk-1", [locking("p02")])
    changed = sheet("talk-1")
    changed["provenance"] = {"model": "another"}
    _replace(room, changed)
    case = room.case("anna", "talk-1")
    assert case["ledger"]["units"]["p02"]["stage"] == "locked"
    assert room.record("anna", "talk-1", [locking("p03")])["ledger"]["units"]["p03"]["stage"] == "locked"


def test_a_transcript_that_changed_after_it_was_rated_is_refused(opened) -> None:
    """For all who would rate it, and until the old text is back; nobody's words are in the message."""
    room = opened()
    room.record("anna", "talk-2", [locking("p02")])
    talk = (TALK[0], ("participant", "It was another house, I think, and I never knew why."), *TALK[2:])
    _replace(room, sheet("talk-2", talk=talk))
    for rater in ("anna", "ben"):
        for ask in (room.case, room.paper, room.state):
            with pytest.raises(DataError, match="changed since it was rated") as raised:
                ask(rater, "talk-2")
            assert "house" not in str(raised.value)
        with pytest.raises(DataError, match="changed since it was rated"):
            room.record(rater, "talk-2", [locking("p03")])
    assert room.case("anna", "talk-1")
    again = opened()
    with pytest.raises(DataError, match="changed since it was rated"):
        again.case("ben", "talk-2")
    _replace(room, sheet("talk-2"))
    assert room.case("anna", "talk-2")["ledger"]["units"]["p02"]["stage"] == "locked"


def test_other_passages_of_the_same_text_are_refused_as_well(opened) -> None:
    """The units of a rating are its passages; roles may change, turns may not."""
    room = opened()
    room.record("anna", "talk-1", [locking("p02")])
    _replace(room, sheet("talk-1", roles=("demand", "demand", "permit", "none")))
    assert room.case("anna", "talk-1")["terms"]["required"] == ["p01", "p02"]
    moved = sheet("talk-1")
    moved["passages"][0]["asking"] = []
    _replace(room, moved)
    with pytest.raises(DataError, match="divided into other passages"):
        room.case("anna", "talk-1")


def test_who_only_looked_does_not_tie_an_interview_to_its_text(opened) -> None:
    """Before the first rating a transcript can be mended."""
    room = opened()
    room.record("anna", "talk-1", [event("visited", "p01")])
    _replace(room, sheet("talk-1", source="mended"))
    assert room.record("anna", "talk-1", [locking("p02")])["ledger"]["status"] == "open"
    _replace(room, sheet("talk-1"))
    with pytest.raises(DataError, match="changed since"):
        room.case("anna", "talk-1")


def test_a_refused_rating_does_not_tie_it_either(opened) -> None:
    """What was not stored is no rating."""
    room = opened()
    with pytest.raises(Refused):
        room.record("anna", "talk-1", [locking("p02", 99)])
    _replace(room, sheet("talk-1", source="mended"))
    assert room.record("anna", "talk-1", [locking("p02")])["ledger"]["status"] == "open"


def test_a_sheet_with_a_fault_stands_in_nobodys_list_until_somebody_began(opened) -> None:
    """It cannot be opened either; who has begun sees what is wrong with it."""
    room = opened()
    room.record("anna", "talk-1", [locking("p02")])
    for name in ("talk-1", "talk-3"):
        broken = sheet(name)
        broken["passages"][0]["words"] = -1
        _replace(room, broken)
    rows = {row.interview: row.fault for row in room.interviews("anna")}
    assert [*rows] == ["talk-1", "talk-2"]
    assert rows["talk-1"].startswith("$.passages[0].words")
    for name in ("talk-1", "talk-3"):
        with pytest.raises(InvalidDocument):
            room.case("anna", name)


def test_events_are_stored_all_or_none(opened) -> None:
    """One that is refused takes the others with it, and the database is as it was."""
    room = opened()
    with pytest.raises(Refused) as raised:
        room.record("anna", "talk-1", [locking("p02"), locking("p05")])
    assert raised.value.code == "not_ratable"
    assert room.store.events() == ()
    for bad in ([{}], [None], ["x"], [{**locking("p02"), "body": []}], [{**locking("p02"), "rater": "ben"}]):
        with pytest.raises(Refused) as raised:
            room.record("anna", "talk-1", bad)
        assert raised.value.code == "shape"


def test_events_that_arrive_twice_count_once(opened) -> None:
    """A page that heard no answer sends again, and is told what it asked for the first time."""
    room = opened()
    lock = locking("p02")
    seq = _seqs(room.record("anna", "talk-1", [lock]))["p02"]
    reveal = event("revealed", "p02", after=seq)
    first = room.record("anna", "talk-1", [reveal])
    again = room.record("anna", "talk-1", [lock, reveal])
    assert again == first
    assert len(room.store.events()) == 2


def test_what_followed_an_unheard_answer_is_taken(opened) -> None:
    """Later events that name the number from before the unheard ones are no conflict; another window's change is one."""
    room = opened()
    draft = event("drafted", "p02", judgement=judged(3), after=0)
    room.record("anna", "talk-1", [draft])
    answer = room.record("anna", "talk-1", [draft, locking("p02", 4, after=0)])
    assert answer["ledger"]["units"]["p02"]["stage"] == "locked"
    other = event("drafted", "p03", judgement=judged(2), after=0)
    seq = _seqs(room.record("anna", "talk-1", [other]))["p03"]
    room.record("anna", "talk-1", [event("drafted", "p03", judgement=judged(5), after=seq)])
    with pytest.raises(Refused) as raised:
        room.record("anna", "talk-1", [other, locking("p03", 2, after=0)])
    assert raised.value.code == "stale"


def test_a_stale_page_changes_nothing(opened) -> None:
    """Two windows of one rater: the later one is refused, and the state says what is true."""
    room = opened()
    room.record("anna", "talk-1", [event("drafted", "p02", judgement=judged(3), after=0)])
    with pytest.raises(Refused) as raised:
        room.record("anna", "talk-1", [event("drafted", "p02", judgement=judged(6), after=0)])
    assert raised.value.code == "stale"
    assert room.state("anna", "talk-1")["ledger"]["units"]["p02"]["draft"]["level"] == 3


def test_two_threads_lock_one_unit_once(opened) -> None:
    """Whoever comes second is refused, however close the two are."""
    room = opened()
    ended, start = [], threading.Barrier(2)

    def rate(level: int) -> None:
        start.wait()
        try:
            room.record("anna", "talk-1", [locking("p02", level)])
            ended.append("locked")
        except Refused as refused:
            ended.append(refused.code)

    threads = [threading.Thread(target=rate, args=(level,)) for level in (3, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["locked", "stale"]
    assert len(room.store.events()) == 1


def test_a_worksheets_events_keep_their_time(opened) -> None:
    """What is collected happened when the rater's clock said; what comes from the desk, when it was stored."""
    room = opened()
    room.record("anna", "talk-1", [locking("p02")], origin="worksheet:" + "a" * 64)
    room.record("anna", "talk-1", [locking("p03")])
    collected, entered = room.store.events()
    assert collected.at == "2026-11-30T10:00:00.000Z"
    assert entered.at != collected.at
    assert (collected.origin, entered.origin) == ("worksheet:" + "a" * 64, "desk")


def test_tokens_tell_who_somebody_is_until_new_links_are_made(opened) -> None:
    """Every rater has one of their own, the same after a restart, and another after new links."""
    room = opened()
    tokens = {name: room.token(name) for name in ("anna", "ben", "cleo")}
    assert {name: room.who(token).id for name, token in tokens.items()} == {name: name for name in tokens}
    assert [room.who(guess) for guess in ("", "x", tokens["anna"][:-1], tokens["anna"] + "A")] == [None] * 4
    assert opened().token("anna") == tokens["anna"]
    fresh = Room.open(room.study, new_links=True)
    assert fresh.who(tokens["anna"]) is None
    assert fresh.token("anna") != tokens["anna"]
    fresh.close()
    with pytest.raises(UnknownName):
        room.token("nobody")


def test_a_room_of_another_study_is_refused(opened, tmp_path) -> None:
    """A database that belongs to another study is not written to."""
    room = opened()
    room.close()
    other = replace(room.study, id="st-000000000000")
    with pytest.raises(UsageError):
        Room.open(other)


def test_closing_leaves_one_file(opened) -> None:
    """Everything is in the database itself when the room is closed, so that a copy of the folder is whole."""
    room = opened()
    room.record("anna", "talk-1", [locking("p02")])
    assert room.close()
    assert sorted(path.name for path in room.study.ratings.iterdir()) == ["access.key", "desk.sqlite3"]
    with sqlite3.connect(room.study.database) as db:
        assert db.execute("SELECT COUNT(*) FROM events").fetchone() == (1,)
    db.close()


def test_a_database_held_by_another_program_is_busy(opened) -> None:
    """Nothing is stored, and the same can be tried again."""
    room = opened()
    room.close()
    room.store = Store.open(room.study.database, study=room.study.id, timeout=0.05)
    held = sqlite3.connect(room.study.database, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        room.record("anna", "talk-1", [locking("p02")])
    held.close()
    assert room.record("anna", "talk-1", [locking("p02")])["ledger"]["status"] == "open"
    room.store.close()


def test_notes_for_raters_come_from_the_protocol_of_the_sheet(opened) -> None:
    """A question's note stands beside its passage; a protocol of another version has nothing to say."""
    room = opened()
    assert room.case("anna", "talk-1")["units"][1]["note"]
    other = sheet("talk-2")
    other["protocol"]["version"] = "99"
    _replace(room, other)
    assert room.case("anna", "talk-2")["units"][1]["note"] == ""
