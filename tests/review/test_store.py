"""Where ratings are kept: nothing that was acknowledged is lost, whatever happens to the program, the disk or the clock."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from stored_events import SECRET, STUDY, event, put

from rf_scorer.domain.rating import EventKind, RatingEvent, Stage, Unratable
from rf_scorer.review.events import parse
from rf_scorer.review.refused import Refused
from rf_scorer.review.store import Store, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ratings" / "desk.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store.open(path, study=STUDY, timeout=0.2)
    yield store
    store.close()


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program sees it."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    yield connection
    connection.close()


# ---- what is stored


def test_events_come_back_in_their_order(store: Store) -> None:
    """With number and time; filters give one rater's, one interview's, some kinds'."""
    put(store, event(), event("visited"))
    put(store, event(rater="ben"))
    put(store, event(interview="two"))
    found = store.events()
    assert [(one.seq, one.rater, one.interview) for one in found] == [
        (1, "anna", "one"),
        (2, "anna", "one"),
        (3, "ben", "one"),
        (4, "anna", "two"),
    ]
    assert found[0].body == {
        "judgement": {"level": 4, "unratable": None, "markers": [], "note": SECRET},
        "after": 0,
    }
    assert [one.seq for one in store.events("anna")] == [1, 2, 4]
    assert [one.seq for one in store.events(interview="one")] == [1, 2, 3]
    assert [one.seq for one in store.events("anna", "one", [EventKind.VISITED])] == [2]
    assert [one.seq for one in store.events(kinds=[EventKind.VISITED, EventKind.DRAFTED])] == [1, 2, 3, 4]
    assert store.events(kinds=[]) == ()
    assert store.events("cleo") == ()


def test_what_is_recorded_is_what_is_read(store: Store) -> None:
    """The events that come back from recording are those that are stored."""
    fresh = put(store, event(), event("visited"))
    assert store.events() == tuple(fresh)


def test_the_time_is_the_stores_but_for_worksheets(path: Path) -> None:
    """At the desk the store's clock counts; out of a worksheet the rater's, which stood in the file."""
    with Store.open(path, clock=lambda: "2027-01-01T00:00:00.000Z") as store:
        desk, sheet = put(store, event(), event(origin="worksheet:ab12"))
    assert desk.at == "2027-01-01T00:00:00.000Z"
    assert (sheet.at, sheet.origin) == ("2026-11-30T10:00:00.000Z", "worksheet:ab12")
    assert parse({**_raw(desk), "at": now()}, rater="anna", interview="one").kind is EventKind.DRAFTED


def _raw(made: RatingEvent) -> dict[str, Any]:
    return {"id": made.id, "kind": made.kind.value, "unit": made.unit, "at": made.at, "body": made.body}


def test_a_clock_that_runs_backwards_changes_no_order(path: Path) -> None:
    """Order is by number: the newest event is the one that was stored last, whatever the clock said."""
    hours = count(23, -1)
    with Store.open(path, clock=lambda: f"2026-11-30T{next(hours):02}:00:00.000Z") as store:
        for level in (1, 2, 3):
            put(store, event(body={"judgement": {"level": level}, "after": 0}))
        found = store.events()
        assert [one.body["judgement"]["level"] for one in found] == [1, 2, 3]
        assert sorted(one.at for one in found) == [one.at for one in reversed(found)]
        assert store.progress("anna")["one"].last_at == found[-1].at


def test_an_event_that_arrives_twice_is_stored_once(store: Store) -> None:
    """A page that heard no answer sends again: the same ids are dropped, what is new is stored, and the judge sees which is which."""
    first, second = event(), event("visited")
    put(store, first)
    seen: list[tuple[list[str], list[str]]] = []

    def judge(past: list[RatingEvent], fresh: list[RatingEvent]) -> None:
        seen.append(([one.id for one in past], [one.id for one in fresh]))

    assert [one.id for one in store.record("anna", "one", [first, second, second], judge=judge)] == [second.id]
    assert store.record("anna", "one", [first, second], judge=judge) == []
    assert seen == [([first.id], [second.id]), ([first.id, second.id], [])]
    assert [one.id for one in store.events()] == [first.id, second.id]


@pytest.mark.parametrize("other", [{"rater": "ben"}, {"interview": "two"}])
def test_an_id_of_somebody_elses_event_is_refused(store: Store, other: dict[str, str]) -> None:
    """Nothing of what came with it is stored."""
    put(store, taken := event(**other))
    with pytest.raises(Refused) as refused:
        put(store, event(), event(id=taken.id))
    assert refused.value.code == "shape"
    assert len(store.events()) == 1


def test_events_of_others_are_a_bug(store: Store) -> None:
    """A caller that mixes raters or interviews is told so before anything is stored."""
    with pytest.raises(ValueError, match="another rater"):
        put(store, event(), event(rater="ben"))
    assert store.events() == ()


def test_the_judge_sees_what_will_be_stored(store: Store) -> None:
    """Past events of this rater and interview only, and new ones with the numbers and times that they will have."""
    put(store, event(rater="ben"))
    past = put(store, event())
    given: list[Any] = []
    fresh = store.record("anna", "one", [event("visited")], judge=lambda *both: given.extend(both))
    assert given == [past, fresh]
    assert [one.seq for one in fresh] == [3]
    assert store.events("anna", "one") == (*past, *fresh)


def test_what_is_refused_leaves_no_trace(store: Store) -> None:
    """If the judge raises, nothing is stored, no number is used up, and what the judge was given is not what the store keeps."""
    put(store, event())

    def judge(past: list[RatingEvent], fresh: list[RatingEvent]) -> None:
        past.clear()
        fresh.clear()
        raise Refused("no", code="stage")

    with pytest.raises(Refused):
        store.record("anna", "one", [event(), event()], judge=judge)
    assert len(store.events()) == 1
    assert [one.seq for one in put(store, event())] == [2]
    given: list[Any] = []
    store.record("anna", "one", [], judge=lambda past, fresh: given.append(len(past)))
    assert given == [2]


def test_a_visit_to_a_finished_interview_is_not_stored(store: Store) -> None:
    """Reading again leaves no trace, until the interview is opened again."""
    finished, reopened = event("finished", None), event("reopened", None, body={"reason": "look"})
    kept = put(store, event("visited"), finished, event("visited"))
    assert [one.kind for one in kept] == [EventKind.VISITED, EventKind.FINISHED]
    assert put(store, event("visited")) == []
    assert [one.kind for one in put(store, event("visited"), reopened, event("visited"))] == [
        EventKind.REOPENED,
        EventKind.VISITED,
    ]
    assert len(put(store, event("visited"))) == 1
    assert [one.seq for one in store.events()] == [1, 2, 3, 4, 5]


def test_what_another_process_stored_meanwhile_is_judged_with(path: Path, store: Store) -> None:
    """A store that has read a rater's events before sees those that others added since."""
    put(store, event())
    with Store.open(path, study=STUDY) as other:
        put(other, event("visited"))
    given: list[int] = []
    store.record("anna", "one", [event()], judge=lambda past, fresh: given.append(len(past)))
    assert given == [2]


# ---- nothing is changed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = '{}'",
        "UPDATE events SET seq = 9 WHERE seq = 1",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = 2",
        "INSERT OR REPLACE INTO events SELECT 1, id, at, rater, interview, unit, kind, '{}', origin FROM events WHERE seq = 1",
        "INSERT OR REPLACE INTO events SELECT 3, id, at, rater, interview, unit, kind, '{}', origin FROM events WHERE seq = 1",
        "INSERT INTO events SELECT 0 + 1, 'new', at, rater, interview, unit, kind, '{}', origin FROM events WHERE seq = 2",
        "REPLACE INTO events (id, at, rater, interview, kind, body, origin) SELECT id, at, rater, interview, kind, '{}', origin FROM events",
        "UPDATE draw SET control = 1",
        "DELETE FROM draw",
    ],
)
def test_the_file_itself_refuses_changes(path: Path, store: Store, statement: str) -> None:
    """Whoever opens the database with another program cannot change or remove events or draws by mistake."""
    put(store, event(), event())
    store.add_draws({"one": False})
    with raw(path) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute(statement)
    assert [one.body["judgement"]["level"] for one in store.events()] == [4, 4]
    assert store.draws() == {"one": False}


def test_a_draw_is_never_drawn_again(path: Path, store: Store) -> None:
    """What was drawn first stays, also against a replacing insert; what is new is added."""
    assert store.add_draws({"one": True, "two": False}) == {"one": True, "two": False}
    assert store.add_draws({"one": False, "three": True}) == {"one": True, "three": True, "two": False}
    with raw(path) as other:
        other.execute("INSERT OR REPLACE INTO draw VALUES ('one', 0, 'x')")
    assert store.draws() == {"one": True, "three": True, "two": False}


# ---- what a list needs


def test_progress_tells_stage_and_rating_of_each_unit(store: Store) -> None:
    """Without notes or markers, and only of interviews with an event of the rater."""
    assert store.progress("anna") == {}
    locked = {"judgement": {"level": 5, "note": SECRET}, "after": 0}
    put(
        store,
        event("visited", "p02"),
        event("locked", "p01", body=locked),
        event("revealed", "p01", body={"after": 2}),
        event(
            "decided", "p01", body={**locked, "judgement": {"unratable": "supplied"}, "kept": False, "reason": "slip"}
        ),
        event("locked", "p02", body=locked),
        event("drafted", "p03"),
        event("drafted", "p04"),
        event("drafted", "p04", body={"judgement": {}, "after": 0}),
        event("locked", "p05", body=locked),
        event("unlocked", "p05", body={"after": 0}),
    )
    put(store, event(rater="ben"))
    standing = store.progress("anna")["one"]
    assert (standing.status, standing.at, standing.seq) == ("open", "p02", 10)
    assert {unit: each.stage for unit, each in standing.units.items()} == {
        "p01": Stage.DECIDED,
        "p02": Stage.LOCKED,
        "p03": Stage.DRAFT,
        "p05": Stage.DRAFT,
    }
    first = standing.units["p01"]
    assert (first.blind, first.decided, first.final) == (
        (5, None),
        (None, Unratable.SUPPLIED),
        (None, Unratable.SUPPLIED),
    )
    assert [unit for unit, each in standing.units.items() if each.done] == ["p01", "p02"]
    assert SECRET not in repr(standing)
    assert [(one.rater, one.interview) for one in store.standings()] == [("anna", "one"), ("ben", "one")]


@pytest.mark.parametrize("loss", ["DELETE FROM standing", "UPDATE standing SET seq = 1, document = '{}'"])
def test_a_standing_that_is_missing_or_old_is_made_anew(path: Path, store: Store, loss: str) -> None:
    """It is only ever a copy of what the events say."""
    put(store, event("locked", body={"judgement": {"level": 5}, "after": 0}), event("visited"))
    put(store, event(rater="ben"))
    before = store.standings()
    with raw(path) as other:
        other.execute(loss)
    put(store, event("visited", "p01"))
    after = store.standings()
    assert after[1] == before[1]
    assert after[0].units == before[0].units
    with raw(path) as other:
        assert other.execute("SELECT COUNT(*), MIN(seq) FROM standing").fetchone() == (2, 3)


#: The work of the first rater as that of another one.
COPY_EVENTS = """INSERT INTO events (id, at, rater, interview, unit, kind, body, origin)
    SELECT id || :rater, at, :rater, interview, unit, kind, body, origin FROM events WHERE rater = 'r0'"""
COPY_STANDINGS = """INSERT INTO standing SELECT :rater, interview,
    (SELECT MAX(seq) FROM events e WHERE e.rater = :rater AND e.interview = s.interview), document
    FROM standing s WHERE rater = 'r0'"""


def test_a_list_of_two_hundred_interviews_reads_no_event(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten raters, with thirty units and more each: a rater's list, and everybody's, without reading an event."""
    body = {"judgement": {"level": 4, "note": "word " * 20}, "after": 0}
    with Store.open(path) as store:
        for number in range(200):
            what = f"i{number:03}"
            put(store, *(event("locked", f"p{unit:02}", rater="r0", interview=what, body=body) for unit in range(30)))
        with raw(path) as other:
            other.execute("BEGIN")
            for rater in [f"r{number}" for number in range(1, 10)]:
                other.execute(COPY_EVENTS, {"rater": rater})
                other.execute(COPY_STANDINGS, {"rater": rater})
            other.execute("COMMIT")
        monkeypatch.setattr(store, "_event", None)
        listed = store.progress("r3")
        everything = store.standings()
    assert len(listed) == 200
    assert len(everything) == 2000
    assert all(len(standing.units) == 30 for standing in listed.values())


def test_the_shelf_is_kept_replaced_and_cleared(store: Store) -> None:
    """Rows come back as they were given; another row of the same interview replaces the first."""
    row = {
        "interview": "one",
        "file": "a.json",
        "mtime_ns": 10**18,
        "size": 3,
        "sha256": "ab",
        "row": {"words": 5, "é": [1]},
    }
    store.put_shelf_rows([row, {**row, "interview": "two"}])
    assert store.shelf_rows() == {"one": row, "two": {**row, "interview": "two"}}
    store.put_shelf_rows([{**row, "size": 4}])
    assert store.shelf_rows()["one"]["size"] == 4
    store.drop_shelf_rows(["one", "three"])
    assert list(store.shelf_rows()) == ["two"]


def test_what_was_rated_stays_once_somebody_rated_it(store: Store) -> None:
    """Digests of transcript and passages can change while raters only look, and not afterwards."""
    assert store.rated("one") is None
    store.put_rated("one", source_sha256="a", shape="b")
    put(store, event("visited"))
    assert store.rated("one") is None
    store.put_rated("one", source_sha256="c", shape="d")
    put(store, event())
    assert store.rated("one") == ("c", "d")
    store.put_rated("one", source_sha256="e", shape="f")
    assert store.rated("one") == ("c", "d")


# ---- many at once


def test_ten_threads_write_at_once(path: Path) -> None:
    """Each with a connection of its own; every event is there once, numbered without a gap, and connections of ended threads go."""
    store = Store.open(path, timeout=60)  # a machine that does much else must not fail this
    start, failures = threading.Barrier(10), []

    def work(rater: str) -> None:
        try:
            start.wait()
            for _ in range(30):
                put(store, event(rater=rater))
            assert len(store.events(rater)) == 30
        except BaseException as error:  # noqa: BLE001 (told below)
            failures.append(error)

    in_threads(*[lambda number=number: work(f"r{number}") for number in range(10)])
    assert failures == []
    assert [one.seq for one in store.events()] == list(range(1, 301))
    in_threads(lambda: store.events("r1"))
    assert len(store._database._connections) <= 2
    store.close()


def in_threads(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
