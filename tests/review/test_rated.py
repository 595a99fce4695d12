"""What had been seen when a rating was locked, and what was shown, figure by figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented_sheets import event, judged, sheet
from rated_studies import opened, rate

from rf_scorer.documents import rating_document
from rf_scorer.domain.confirmed import Seen
from rf_scorer.domain.rating import EventKind, RatingEvent
from rf_scorer.review.gathered import gather
from rf_scorer.review.rated import rated_interview, seen_before
from rf_scorer.review.shown import figures_shown, read_shown, shown_document
from rf_scorer.validation import faults

#: An invented interview with a learned summary.
GOLDEN = json.loads(
    (Path(__file__).parents[1] / "schemas/rating-sheet/valid/interview.json").read_text(encoding="utf-8")
)


def happened(*steps: tuple[str, str]) -> list[RatingEvent]:
    """Events of one rater: kind and unit."""
    return [
        RatingEvent(id=str(seq), at="", rater="anna", interview="talk-1", unit=unit, kind=EventKind(kind), seq=seq)
        for seq, (kind, unit) in enumerate(steps, start=1)
    ]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([("locked", "p01"), ("locked", "p02")], {"p01": Seen.BLIND, "p02": Seen.BLIND}),
        (
            [("locked", "p01"), ("revealed", "p01"), ("locked", "p02")],
            {"p01": Seen.BLIND, "p02": Seen.OTHER_PASSAGES},
        ),
        # What is unlocked and locked again is as blind as the last time.
        (
            [("locked", "p01"), ("locked", "p02"), ("revealed", "p02"), ("unlocked", "p01"), ("locked", "p01")],
            {"p01": Seen.OTHER_PASSAGES, "p02": Seen.BLIND},
        ),
        ([("locked", "p01"), ("unlocked", "p01"), ("locked", "p01"), ("revealed", "p01")], {"p01": Seen.BLIND}),
        ([("drafted", "p01"), ("visited", "p02")], {}),
    ],
)
def test_what_had_been_seen_is_told_by_the_order_of_events(steps, found) -> None:
    """Only suggestions that were revealed before the last lock of a unit count, and a unit's own is never among them."""
    assert seen_before(happened(*steps)) == found


def test_what_is_shown_of_a_passage_is_the_sheets_suggestion() -> None:
    """Its figures as they stand there, without evidence; where the program abstained there is none."""
    provisional = next(made for made in GOLDEN["suggestions"] if made["status"] == "provisional")
    shown = shown_document(GOLDEN, provisional["passage"])
    assert shown == {key: provisional[key] for key in shown}
    assert set(shown) == {"status", "level", "expected", "distribution", "interval", "model_sha256"}
    abstained = next(made for made in GOLDEN["suggestions"] if made["status"] == "abstained")
    assert read_shown(shown_document(GOLDEN, abstained["passage"])).level is None
    assert shown_document(GOLDEN, "p99")["status"] == "abstained"


def test_what_is_shown_of_the_whole_is_the_learned_summary() -> None:
    """With its interval, distribution and median; without one there are no figures, and no other summary stands in."""
    learned = next(one for one in GOLDEN["overall"]["aggregates"] if one["id"] == "learned")
    shown = read_shown(shown_document(GOLDEN, "overall"))
    assert (shown.status, shown.expected, shown.level) == ("provisional", learned["value"], learned["basis"]["level"])
    assert shown.interval == (learned["low"], learned["high"])
    assert shown.distribution == {int(level): share for level, share in learned["basis"]["distribution"].items()}
    assert shown_document(sheet(), "overall")["status"] == "abstained"


def test_only_reveals_show_something() -> None:
    """Of a sheet that is not here nothing is known but that something was shown."""
    events = happened(("locked", "p02"), ("revealed", "p02"))
    assert list(figures_shown(GOLDEN, events)) == ["2"]
    assert figures_shown(None, events) == {"2": None}


def test_a_whole_interview_with_everything_revealed_is_valid(tmp_path) -> None:
    """Every answered passage and the whole locked, seen and decided, in a sheet as the program writes it."""
    room = opened(tmp_path, GOLDEN)
    units = [passage["id"] for passage in GOLDEN["passages"] if passage["asking"]]
    said = {**dict.fromkeys(units, 4), "overall": 5}
    rate(room, "anna", GOLDEN["transcript"]["id"], said, then={**said, "p02": 6, "overall": 6})
    gathered = gather(room, GOLDEN["transcript"]["id"])
    rated = rated_interview(gathered, "anna", shown=room.store.shown())
    room.close()
    assert all(unit.shown is not None for unit in rated.units if unit.facts.unit in said)
    assert rated.overall.shown is not None
    assert rated.overall.shown.status == "provisional"
    document = rating_document(rated, provenance={})
    assert faults(document) == ()
    assert (document["overall"]["decision"]["kept"], document["overall"]["final"]["level"]) == (False, 6)


def test_what_was_shown_stays(tmp_path) -> None:
    """A page that sends its events twice shows the same; what was shown first is kept."""
    room = opened(tmp_path)
    lock = event("locked", "p02", judgement=judged(4), after=0)
    reveal = event("revealed", "p02", after=1)
    room.record("anna", "talk-1", [lock, reveal])
    before = room.store.shown()
    room.record("anna", "talk-1", [lock, reveal])
    room.store.put_shown({reveal["id"]: None}, sheet_sha256="0" * 64)
    assert room.store.shown() == before
    assert before[reveal["id"]][1]["level"] == 3
    room.close()
