"""Saved worksheets, taken back into a study."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rf_scorer import jsonio, validation
from rf_scorer.domain.rating import EventKind, Unratable
from rf_scorer.errors import UsageError
from rf_scorer.review import returns
from rf_scorer.review.collect import collect, find
from rf_scorer.review.events import parse
from rf_scorer.review.ledger import Ledger, ledger_document, read_terms
from rf_scorer.review.room import Room
from rf_scorer.review.seal import checksum
from rf_scorer.study.folder import Study

GOLDEN = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"
SECRET = "zwickelmond"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)

SETTINGS = """
schema = "urn:rf-scorer:schema:study:1"
id = "st-3f9c2a7b41d0"
title = "Harbour"
[desk]
reveal = "{reveal}"
control_share = {share}
[[raters]]
id = "anna"
[[raters]]
id = "ben"
[[raters]]
id = "cleo"
role = "adjudicator"
"""


def found_study(root: Path, *, reveal: str = "passage", share: float = 0.0) -> Study:
    """A study with the invented interview, scored."""
    (root / "sheets").mkdir(parents=True)
    (root / "study.toml").write_text(SETTINGS.format(reveal=reveal, share=share), encoding="utf-8")
    sheet = json.loads(GOLDEN.read_text(encoding="utf-8"))
    path = root / "sheets" / f"{sheet['transcript']['id']}.json"
    path.write_text(jsonio.dumps(sheet), encoding="utf-8")
    return Study.open(root)


@pytest.fixture
def study(tmp_path):
    """The study."""
    return found_study(tmp_path / "study")


@pytest.fixture
def room(study):
    """Its ratings, opened."""
    room = Room.open(study)
    yield room
    room.close()


@pytest.fixture
def interview(room):
    """The id of its only interview."""
    return room.interviews("anna")[0].interview


class Paper:
    """A worksheet as a rater's page keeps it: judged by a ledger, and numbered as a page numbers."""

    def __init__(self, room: Room, rater: str, interview: str) -> None:
        self.case = room.case(rater, interview)
        stored = room.store.events(rater=rater, interview=interview)
        base = [parse({**_raw(event)}, rater=rater, interview=interview) for event in stored]
        self.went_on_from = stored[-1].id if stored else None
        self.ledger = Ledger.replay(read_terms(self.case["terms"]), base)
        self.events: list[dict[str, Any]] = []
        self.count = len(base)
        self.required = self.case["terms"]["required"]

    def do(self, kind: str, unit: str | None = None, **body: Any) -> Paper:
        """Something that the rater does; it must be allowed."""
        if kind in {"drafted", "locked", "unlocked", "revealed", "decided"}:
            body = {**body, "after": self.ledger.unit(unit).seq}
        at = (NOON + timedelta(seconds=len(self.events))).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        raw = {"id": str(uuid.uuid4()), "kind": kind, "unit": unit, "at": at, "body": body}
        self.ledger.apply(parse(raw, rater=self.case["rater"], interview=self.case["interview"]))
        self.events.append(raw)
        return self

    def lock(self, unit: str, level: int = 4, note: str = "") -> Paper:
        """A rating, locked."""
        return self.do("locked", unit, judgement=judgement(level, note=note), seconds=12.5)

    def document(self, **changed: Any) -> dict[str, Any]:
        """What the page saves, with what a test changes in it; sound apart from that."""
        document = {
            "schema": returns.SCHEMA,
            **{key: self.case[key] for key in ("study", "interview", "rater")},
            "worksheet": "",
            **{key: self.case[key] for key in ("source_sha256", "sheet_sha256")},
            "went_on_from": self.went_on_from,
            "program": "0.1.0",
            "saved_at": "2026-11-30T13:00:00.000Z",
            "events": list(self.events),
            **changed,
        }
        return sound(document)

    def save(self, path: Path, **changed: Any) -> Path:
        """Save it as a file."""
        path.write_text(jsonio.dumps(self.document(**changed)), encoding="utf-8")
        return path


def sound(document: dict[str, Any]) -> dict[str, Any]:
    """The same with the worksheet's id and the checksum that fit: what a forger can do as well."""
    keys = ("study", "interview", "rater", "source_sha256", "sheet_sha256", "went_on_from")
    document["worksheet"] = returns.worksheet_id(**{key: document[key] for key in keys})
    document.pop("check", None)
    document["check"] = checksum(document)
    return document


def _raw(event):
    return {"id": event.id, "kind": event.kind.value, "unit": event.unit, "at": event.at, "body": dict(event.body)}


def judgement(level: int | None = None, unratable: str | None = None, note: str = "") -> dict[str, Any]:
    """A judgement as JSON."""
    return {"level": level, "unratable": unratable, "markers": [], "note": note}


def stored(room, rater="anna"):
    """What the study has."""
    return room.store.events(rater=rater)


def refusal(room, path, **options):
    """The row of a file that must be refused, and must leave nothing behind."""
    before = room.store.events()
    (row,) = collect(room, [path], now=NOON, **options)
    assert row.status == "refused"
    assert row.remedy
    assert room.store.events() == before
    assert SECRET not in repr(row)
    return row


def test_a_finished_worksheet_is_the_same_ledger_in_the_study(room, interview, tmp_path):
    """Every event, its time by the rater's clock and the file's digest as its origin; the desk shows the same as the worksheet."""
    paper = Paper(room, "anna", interview)
    for unit in paper.required:
        paper.do("visited", unit).do("drafted", unit, judgement=judgement(3, note=SECRET)).lock(unit)
    unit = paper.required[0]
    paper.do("unlocked", unit).lock(unit, 5).do("revealed", unit)
    paper.do("decided", unit, judgement=judgement(6), kept=False, reason="overlooked", reason_note="", seconds=40)
    paper.lock("overall", 5).do("finished")
    path = paper.save(tmp_path / "anna.json")
    (row,) = collect(room, [path], now=NOON)
    assert (row.status, row.events, row.earlier, row.finished) == ("collected", len(paper.events), 0, True)
    assert [event.id for event in stored(room)] == [event["id"] for event in paper.events]
    assert [event.at for event in stored(room)] == [event["at"] for event in paper.events]
    assert {event.origin for event in stored(room)} == {f"worksheet:{hashlib.sha256(path.read_bytes()).hexdigest()}"}
    ours, theirs = ledger_document(paper.ledger), room.state("anna", interview)["ledger"]
    assert _unnumbered(theirs) == _unnumbered(ours)
    assert stored(room, "ben") == ()


def _unnumbered(document):
    """A ledger without ``seq``, which a study counts over all its raters."""
    if isinstance(document, dict):
        return {key: _unnumbered(value) for key, value in document.items() if key != "seq"}
    return document


def test_collecting_twice_changes_nothing(room, interview, tmp_path):
    """Events are known by their ids; the file can lie about for ever."""
    paper = Paper(room, "anna", interview)
    paper.do("visited", paper.required[0]).lock(paper.required[0])
    path = paper.save(tmp_path / "a.json")
    collect(room, [path], now=NOON)
    before = stored(room)
    (row,) = collect(room, [path], now=NOON)
    assert (row.status, row.events, row.earlier) == ("unchanged", 0, 2)
    assert stored(room) == before


def test_a_later_save_adds_what_is_new(room, interview, tmp_path):
    """A rater can hand in the file of every evening; the order in which they are collected does not matter."""
    paper = Paper(room, "anna", interview)
    first, second, third = paper.required[:3]
    early = paper.lock(first).save(tmp_path / "1.json")
    middle = paper.lock(second).do("unlocked", first).save(tmp_path / "2.json")
    late = paper.lock(first, 5).lock(third).save(tmp_path / "3.json")
    Paper(room, "ben", interview).lock(first).save(tmp_path / "ben.json")
    rows = collect(room, [early, tmp_path / "ben.json", late, middle], now=NOON)
    assert [(row.status, row.events) for row in rows] == [
        ("collected", 1),
        ("collected", 1),
        ("collected", 4),
        ("unchanged", 0),
    ]
    assert _unnumbered(room.state("anna", interview)["ledger"]) == _unnumbered(ledger_document(paper.ledger))


def test_visits_to_a_finished_interview_are_never_new(room, interview, tmp_path):
    """Looking at it again is nothing to store, the second time neither."""
    paper = Paper(room, "anna", interview)
    for unit in (*paper.required, "overall"):
        paper.lock(unit)
    path = paper.do("finished").do("visited", "overall").save(tmp_path / "a.json")
    assert collect(room, [path], now=NOON)[0].events == len(paper.events) - 1
    assert collect(room, [path], now=NOON)[0].status == "unchanged"


def test_a_worksheet_goes_on_from_the_desk(room, interview, tmp_path):
    """What was locked at the desk before the worksheet was made is unlocked, changed and finished in it, and the desk goes on from there."""
    unit = Paper(room, "anna", interview).required[0]
    record(room, interview, "locked", unit, judgement=judgement(2), seconds=None)
    record(room, interview, "visited", unit)
    paper = Paper(room, "anna", interview)
    paper.do("unlocked", unit).lock(unit, 6)
    (row,) = collect(room, [paper.save(tmp_path / "a.json")], now=NOON)
    assert (row.status, row.events, row.earlier) == ("collected", 2, 0)
    again = room.state("anna", interview)["ledger"]["units"][unit]
    assert again["blind"]["judgement"]["level"] == 6
    record(room, interview, "unlocked", unit)
    assert room.state("anna", interview)["ledger"]["units"][unit]["stage"] == "draft"


def record(room, interview, kind, unit=None, rater="anna", **body):
    """Something done at the desk."""
    if kind in {"drafted", "locked", "unlocked", "revealed", "decided"}:
        known = room.state(rater, interview)["ledger"]["units"].get(unit)
        body["after"] = known["seq"] if known else 0
    raw = {"id": str(uuid.uuid4()), "kind": kind, "unit": unit, "at": "2026-11-30T12:30:00.000Z", "body": body}
    room.record(rater, interview, [raw])


def test_other_units_may_be_rated_at_the_desk_meanwhile(room, interview, tmp_path):
    """Only the same unit is a conflict."""
    paper = Paper(room, "anna", interview)
    first, second = paper.required[:2]
    path = paper.lock(first).save(tmp_path / "a.json")
    record(room, interview, "locked", second, judgement=judgement(7), seconds=None)
    (row,) = collect(room, [path], now=NOON)
    assert row.status == "collected"
    levels = {unit: made["blind"]["judgement"]["level"] for unit, made in _units(room, interview).items()}
    assert levels == {first: 4, second: 7}


def _units(room, interview):
    return room.state("anna", interview)["ledger"]["units"]


def test_the_same_unit_at_the_desk_meanwhile_is_a_conflict(room, interview, tmp_path):
    """It is told with the unit, and nothing of the file is stored, not even what nobody disputes."""
    paper = Paper(room, "anna", interview)
    first, second = paper.required[:2]
    path = paper.lock(first).lock(second).save(tmp_path / "a.json")
    record(room, interview, "locked", second, judgement=judgement(7), seconds=None)
    row = refusal(room, path)
    assert row.reason.startswith(f"{second}: This was worked on at the desk")
    assert (row.interview, row.rater) == (interview, "anna")


def test_two_copies_of_one_worksheet_that_went_different_ways_are_a_conflict(room, interview, tmp_path):
    """The one that is collected first stays."""
    one = Paper(room, "anna", interview)
    two = Paper(room, "anna", interview)
    collect(room, [one.lock(one.required[0], 2).save(tmp_path / "1.json")], now=NOON)
    row = refusal(room, two.lock(one.required[0], 5).save(tmp_path / "2.json"))
    assert "in another worksheet" in row.reason


def test_what_was_finished_at_the_desk_meanwhile_stays_finished(room, interview, tmp_path):
    """A unit that nobody touched at the desk is not open any more either."""
    paper = Paper(room, "anna", interview)
    spare = next(unit for unit in paper.case["terms"]["ratable"] if unit not in paper.required)
    path = paper.lock(spare).save(tmp_path / "a.json")
    for unit in (*paper.required, "overall"):
        record(room, interview, "locked", unit, judgement=judgement(4), seconds=None)
    record(room, interview, "finished")
    assert "The interview is finished." in refusal(room, path).reason


def test_a_dry_run_says_the_same_and_stores_nothing(room, interview, tmp_path):
    """Two saves of one worksheet, and a copy that disagrees, are told as they would be in earnest."""
    paper, copy = Paper(room, "anna", interview), Paper(room, "anna", interview)
    files = [
        paper.lock(paper.required[0]).save(tmp_path / "1.json"),
        paper.lock(paper.required[1]).save(tmp_path / "2.json"),
        copy.lock(paper.required[1], 2).save(tmp_path / "3.json"),
    ]
    pretended = collect(room, files, now=NOON, dry_run=True)
    assert stored(room) == ()
    assert [row.status for row in pretended] == ["collected", "collected", "refused"]
    assert collect(room, files, now=NOON) == pretended


def test_files_are_never_changed(room, interview, tmp_path):
    """Neither what is collected nor what is refused."""
    good = Paper(room, "anna", interview).save(tmp_path / "good.json")
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (good, bad)}
    rows = collect(room, [bad, good], now=NOON)
    assert [row.status for row in rows] == ["refused", "unchanged"]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (good, bad)} == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "This is not JSON"),
        (b"{", "This is not JSON"),
        (b'{"a": "\xff"}', "This is not UTF-8."),
        (b"[" * 100_000, "The nesting is too deep."),
        (b'{"schema": "%s", "schema": "zwickelmond"}' % returns.SCHEMA.encode(), "A key stands twice in one object."),
        (b'{"schema": NaN}', "NaN and Infinity are not JSON."),
        (b"[]", "This is not what a worksheet saves."),
        (b'"zwickelmond"', "This is not what a worksheet saves."),
        (b'{"schema": "urn:rf-scorer:schema:rating-sheet:1"}', "This is not what a worksheet saves."),
        (b'{"schema": "%s"}' % returns.SCHEMA.encode(), "$: Keys are missing"),
        (b"x" * (returns.LARGEST + 1), "The file has more than 8 MB"),
        (b'{"schema": "%s", "events": [%s0]}' % (returns.SCHEMA.encode(), b"0," * 20_000), "$.events: There are more"),
    ],
    ids=lambda value: None if isinstance(value, str) else "",
)
def test_what_no_worksheet_saved_is_told_in_one_message(room, tmp_path, text, reason):
    """Any bytes at all, of any size, are one row with a reason and a remedy."""
    path = tmp_path / "a.json"
    path.write_bytes(text)
    assert refusal(room, path).reason.startswith(reason)


def test_a_file_that_cannot_be_opened_is_a_row(room, tmp_path):
    """As is what is no file at all: opening it could wait for ever."""
    os.mkfifo(tmp_path / "pipe.json")
    assert refusal(room, tmp_path / "pipe.json").reason == "This is no file."
    (tmp_path / "link.json").symlink_to(tmp_path / "gone")
    assert refusal(room, tmp_path / "link.json").reason == "This is no file."


def _set(document, *steps, to):
    for step in steps[:-1]:
        document = document[step]
    document[steps[-1]] = to


@pytest.mark.parametrize(
    ("steps", "to", "reason"),
    [
        (("events", 0, "body", "judgement", "level"), 6, "The file was changed after it was saved"),
        (("events", 0, "body", "seconds"), 13, "The file was changed after it was saved"),
        (("rater",), "ben", "The file was changed after it was saved"),
        (("events", 0, "body", "judgement", "level"), SECRET, "$.events[0].body.judgement.level: This must be"),
        (("events", 0, "body", f"He said {SECRET}"), 1, "$.events[0].body: Not allowed here: an unexpected key."),
        (("events", 0, "kind"), SECRET, "$.events[0].kind: This must be one of"),
        (("events",), {}, "$.events: This must be a list."),
        (("events", 0, "body", "judgement", "note"), "\ud800", "$: A string holds half of a surrogate pair."),
        (("events", 0, "body", "seconds"), 10**400, "$"),
    ],
)
def test_what_was_changed_by_hand_is_told(room, interview, tmp_path, steps, to, reason):
    """Numbers, names, types and keys: by the checksum or by the schema, and never with the value."""
    paper = Paper(room, "anna", interview)
    document = paper.lock(paper.required[0]).document()
    _set(document, *steps, to=to)
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert reason in refusal(room, path).reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"study": "st-000000000000"}, "$.study: This belongs to another study."),
        ({"rater": "dora"}, "There is no rater called 'dora'."),
        ({"rater": "cleo"}, "There is no interview called"),
        ({"interview": "elsewhere"}, "There is no interview called 'elsewhere'."),
        ({"source_sha256": "0" * 64}, "$.source_sha256: This was made for another version of the transcript."),
        ({"went_on_from": str(uuid.UUID(int=5))}, "$.went_on_from: The worksheet goes on from work that is not"),
    ],
)
def test_what_belongs_elsewhere_is_told(room, interview, tmp_path, change, reason):
    """Another study, rater, interview, transcript or database, each with what to do."""
    paper = Paper(room, "anna", interview)
    paper.lock(paper.required[0])
    assert reason in refusal(room, paper.save(tmp_path / "a.json", **change)).reason


def test_another_raters_name_is_told(room, interview, tmp_path):
    """By the id of the worksheet, which was made for one rater; and by events that are known from another."""
    paper = Paper(room, "anna", interview)
    document = paper.lock(paper.required[0]).document()
    document["rater"] = "ben"
    document["check"] = checksum(document)
    path = tmp_path / "a.json"
    path.write_text(jsonio.dumps(document), encoding="utf-8")
    assert "$.worksheet: The worksheet was not made for this rater" in refusal(room, path).reason
    collect(room, [paper.save(tmp_path / "anna.json")], now=NOON)
    path.write_text(jsonio.dumps(sound(document)), encoding="utf-8")
    assert "$.rater: Events of this file are known from another rater" in refusal(room, path).reason


FIRST = object()


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([("revealed", FIRST, {"after": 0})], "[0]: This cannot have happened in the worksheet. A suggestion is seen"),
        ([("decided", FIRST, {"judgement": judgement(4), "after": 0, "kept": True})], "A rating is decided only once"),
        ([("locked", FIRST, {"judgement": judgement(12), "after": 0})], "The scale goes from -1 to 9."),
        ([("locked", FIRST, {"judgement": judgement(-1), "after": 0})], "needs a note"),
        ([("locked", FIRST, {"judgement": judgement(), "after": 0})], "There is no level yet"),
        ([("locked", FIRST, {"judgement": judgement(4), "after": 7})], "changed in another window"),
        ([("locked", "p99", {"judgement": judgement(4), "after": 0})], "There is nothing to rate here."),
        ([("locked", "overall", {"judgement": judgement(4), "after": 0})], "is not locked yet"),
        ([("finished", None, {})], "is not locked yet"),
        ([("reopened", None, {"reason": "x"})], "The interview is not finished."),
        ([("locked", None, {"judgement": judgement(4), "after": 0})], "$.events[0].unit: A unit is named"),
        ([("locked", FIRST, {"after": 0})], "$.events[0].body: A key is missing."),
        ([("unlocked", FIRST, {"after": 0, "kept": True})], "$.events[0].body: There is a key that is not known."),
        (
            [("locked", FIRST, {"judgement": {**judgement(4), "level": 4, "unratable": "other"}, "after": 0})],
            "$.events[0].body.judgement: A unit has a level or a reason for none",
        ),
    ],
)
def test_what_cannot_have_happened_is_told(room, interview, tmp_path, events, reason):
    """A file whose checksum is right is judged like what is entered at the desk: the event is told by its place, without a value."""
    paper = Paper(room, "anna", interview)
    raw = [
        {
            "id": str(uuid.uuid4()),
            "kind": kind,
            "unit": paper.required[0] if unit is FIRST else unit,
            "at": "2026-11-30T12:00:00.000Z",
            "body": body,
        }
        for kind, unit, body in events
    ]
    told = refusal(room, paper.save(tmp_path / "a.json", events=raw)).reason
    assert reason in told
    assert told.startswith("$.events[0]")


def test_suggestions_that_the_study_does_not_show_cannot_have_been_seen(tmp_path):
    """In a control interview a file that says otherwise is refused, whoever sealed what into it."""
    room = Room.open(found_study(tmp_path / "study", share=1.0))
    paper = Paper(room, "anna", room.interviews("anna")[0].interview)
    unit = paper.required[0]
    paper.lock(unit)
    event = {"id": str(uuid.uuid4()), "kind": "revealed", "unit": unit, "at": "2026-11-30T12:00:00.000Z"}
    raw = [*paper.events, {**event, "body": {"after": 1}}]
    told = refusal(room, paper.save(tmp_path / "a.json", events=raw)).reason
    assert told.startswith("$.events[1]: ")
    assert "There are no suggestions to be seen" in told
    room.close()


@pytest.mark.parametrize("seed", range(40))
def test_no_file_however_broken_is_a_bug(room, interview, tmp_path, seed):
    """Whatever stands anywhere in a file whose checksum is right: a row, and nothing stored that a ledger would not take."""
    chance = random.Random(seed)
    paper = Paper(room, "anna", interview)
    first = paper.required[0]
    paper.do("visited", first).lock(first).do("revealed", first)
    paper.do("decided", first, judgement=judgement(5), kept=False, reason="guide", reason_note="", seconds=None)
    document = paper.document()
    places = [()]
    for place in places:
        found = _at(document, place)
        if isinstance(found, (dict, list)):
            places += [(*place, step) for step in (found if isinstance(found, dict) else range(len(found)))]
    values = [
        None,
        True,
        -1,
        0,
        3.5,
        10**30,
        "",
        "p01",
        "overall",
        SECRET,
        [],
        {},
        [[]],
        {"level": 1},
        "\0",
        "2026-11-30T12:00:00.000Z",
    ]
    for place in chance.sample(places[1:], k=chance.choice([1, 1, 2, 3])):
        try:
            _set(document, *place, to=chance.choice(values))
        except (TypeError, KeyError, IndexError):
            continue  # an earlier change took the place away
    with contextlib.suppress(AttributeError, TypeError):  # the id of no worksheet at all
        sound(document)
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    (row,) = collect(room, [path], now=NOON)
    assert (row.status == "refused") is not bool(stored(room))
    assert SECRET not in repr(row)
    room.state("anna", interview)


def _at(document, place):
    for step in place:
        document = document[step]
    return document


def test_a_fault_among_thousands_of_events_is_told_with_its_place(room, interview, tmp_path):
    """Also beyond those that are looked at together."""
    paper = Paper(room, "anna", interview)
    visit = paper.do("visited", paper.required[0]).events[0]
    many = [{**visit, "id": str(uuid.UUID(int=number))} for number in range(1200)]
    many[1100] = {**visit, "unit": 3}
    told = refusal(room, paper.save(tmp_path / "a.json", events=many)).reason
    assert told == "$.events[1100].unit: This must be a string or null."


def test_an_event_that_stands_twice_is_told(room, interview, tmp_path):
    """A worksheet gives every event an id of its own."""
    paper = Paper(room, "anna", interview)
    event = paper.do("visited", paper.required[0]).events[0]
    told = refusal(room, paper.save(tmp_path / "a.json", events=[event, event])).reason
    assert told == "$.events[1]: An event stands here twice."


def test_an_event_that_was_collected_differently_is_told(room, interview, tmp_path):
    """What was collected first stays, and the file that says otherwise is refused as a whole."""
    paper = Paper(room, "anna", interview)
    first, second = paper.required[:2]
    collect(room, [paper.lock(first, 4).save(tmp_path / "1.json")], now=NOON)
    event = paper.events[0]
    paper.events[0] = {**event, "body": {**event["body"], "judgement": judgement(5)}}
    told = refusal(room, paper.lock(second).save(tmp_path / "2.json")).reason
    assert told == f"{first}: The file tells something that was collected before differently."


@pytest.mark.parametrize("key", ["saved_at", "events"])
def test_times_in_the_future_are_told(room, interview, tmp_path, key):
    """Beyond a day one of two clocks is wrong; where it was the rater's, the file can be taken all the same."""
    paper = Paper(room, "anna", interview)
    paper.lock(paper.required[0])
    late = "2026-12-02T12:00:00.000Z"
    change = {"saved_at": late} if key == "saved_at" else {"events": [{**paper.events[0], "at": late}]}
    path = paper.save(tmp_path / "a.json", **change)
    assert "This time lies in the future." in refusal(room, path).reason
    (row,) = collect(room, [path], now=NOON, any_clock=True)
    assert row.status == "collected"


def test_a_time_that_is_none_is_told(room, interview, tmp_path):
    """The form alone is not enough."""
    path = Paper(room, "anna", interview).save(tmp_path / "a.json", saved_at="2026-02-30T12:00:00.000Z")
    assert refusal(room, path).reason == "$.saved_at: This is no time."


def test_one_refused_file_does_not_stop_the_others(room, interview, tmp_path):
    """A folder of returns is worked through to its end."""
    (tmp_path / "a.json").write_text("no")
    paper = Paper(room, "anna", interview)
    paper.lock(paper.required[0]).save(tmp_path / "b.json")
    rows = collect(room, find([tmp_path / "a.json", tmp_path / "b.json"]), now=NOON)
    assert [row.status for row in rows] == ["refused", "collected"]


def test_a_sheet_that_was_scored_anew_takes_its_ratings(room, study, interview, tmp_path):
    """The same transcript and the same passages: another model's suggestions do not make the work void."""
    paper = Paper(room, "anna", interview)
    path = paper.lock(paper.required[0]).save(tmp_path / "a.json")
    sheet_path = study.layout.sheet(interview)
    sheet = json.loads(sheet_path.read_text(encoding="utf-8"))
    sheet["provenance"]["seed"] = "1"
    sheet_path.unlink()
    sheet_path.write_text(jsonio.dumps(sheet), encoding="utf-8")
    assert collect(room, [path], now=NOON)[0].status == "collected"


def test_folders_are_looked_through(tmp_path):
    """Every .json below, whatever a browser appended to its name, but nothing that a system hides."""
    names = ["a.rating.json", "b/a.rating (1).JSON", "notes.txt", ".hidden.json"]
    (tmp_path / "b").mkdir()
    for name in names:
        (tmp_path / name).write_text("")
    assert [path.relative_to(tmp_path).as_posix() for path in find([tmp_path, tmp_path / names[0]])] == names[:2]
    assert find([tmp_path / "notes.txt"]) == (tmp_path / "notes.txt",)


def test_nothing_to_collect_is_told(tmp_path):
    """An empty folder, or a name that was misspelt."""
    with pytest.raises(UsageError, match="nothing to collect"):
        find([tmp_path])
    with pytest.raises(UsageError, match="no such file"):
        find([tmp_path / "gone.json"])


def test_the_schema_knows_the_words_of_the_domain():
    """A kind of event or a reason that is added in one place must be added in the other."""
    event = validation.schema("worksheet-return")["properties"]["events"]["items"]["properties"]
    judged = event["body"]["properties"]["judgement"]["properties"]
    assert event["kind"]["enum"] == [kind.value for kind in EventKind if kind is not EventKind.ADJUDICATED]
    assert judged["unratable"]["enum"] == [*(code.value for code in Unratable), None]
