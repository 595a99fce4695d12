"""What follows from the ratings of several: by hand, for every way in which they can agree or not."""

from __future__ import annotations

import pytest
from rated_studies import RATERS, decision, opened, rate, reopen

from rf_scorer.domain.confirmed import Adjudication, Adjudicator, Derivation, Gap, GivenRating, UnitFacts
from rf_scorer.domain.rating import DisagreementCode, Unratable
from rf_scorer.review.adjudication import record
from rf_scorer.review.consensus import differ, finishers, settled
from rf_scorer.review.gathered import gather
from rf_scorer.review.rated import consensus_of
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Rater, Study

FACTS = UnitFacts(unit="p02", required=True, role="demand", state="answered")
GONE = Unratable.INAUDIBLE


def given(*said):
    """Ratings of raters a, b, c …: levels, or reasons for none."""
    return tuple(
        GivenRating(
            rater=chr(ord("a") + number),
            level=one if isinstance(one, int) else None,
            unratable=None if isinstance(one, int) else one,
        )
        for number, one in enumerate(said)
    )


def ruling(level, *, counts=True, by=Adjudicator.THIRD, unratable=None):
    """A decision."""
    return Adjudication(
        adjudicator="z",
        by=by,
        level=level,
        unratable=unratable,
        code=DisagreementCode.SLIP,
        note="",
        at="2026-11-30T10:00:00.000Z",
        counts=counts,
    )


@pytest.mark.parametrize(
    ("said", "margin", "apart"),
    [
        ((4, 5), 1, False),
        ((4, 6), 1, True),
        ((4, 6), 2, False),
        ((4, 5), 0, True),
        ((4, 4), 0, False),
        ((3, 4, 5), 1, True),  # the outer two count, not neighbours
        ((-1, 0), 1, False),
        ((-1, 1), 1, True),
        ((4, GONE), 1, True),
        ((GONE, GONE), 1, False),
        ((GONE, Unratable.SUPPLIED), 1, False),
        ((4,), 0, False),
        ((), 1, False),
    ],
)
def test_what_differs(said, margin, apart) -> None:
    """Levels further apart than the margin, or a level beside a reason for none; two reasons for none are no disagreement."""
    assert differ(given(*said), margin=margin) is apart


@pytest.mark.parametrize(
    ("said", "made", "raters", "margin", "level", "unratable", "derivation"),
    [
        ((4,), (), 1, 1, 4, None, Derivation.SINGLE),
        ((GONE,), (), 1, 1, None, GONE, Derivation.SINGLE),
        ((4, 4), (), 2, 0, 4, None, Derivation.AGREED),
        ((4, 4, 4), (), 3, 1, 4, None, Derivation.AGREED),
        ((GONE, GONE), (), 2, 1, None, GONE, Derivation.AGREED),
        ((4, 5), (), 2, 1, 4.5, None, Derivation.MEAN),
        ((4, 5, 5), (), 3, 1, 4.666667, None, Derivation.MEAN),  # 14 / 3
        ((-1, 0, 0), (), 3, 1, -0.333333, None, Derivation.MEAN),  # -1 / 3
        ((3, 5), (), 2, 2, 4, None, Derivation.MEAN),
        ((2, 6), (ruling(5),), 2, 1, 5, None, Derivation.THIRD),
        ((2, 6), (ruling(3, counts=False), ruling(5, by=Adjudicator.CONSENSUS)), 2, 1, 5, None, Derivation.CONSENSUS),
        ((2, GONE), (ruling(None, unratable=GONE),), 2, 1, None, GONE, Derivation.THIRD),
        ((4, 5), (ruling(5),), 2, 1, 5, None, Derivation.THIRD),  # the margin was narrower when it was decided
        ((4, 4), (), 3, 1, 4, None, Derivation.AGREED),  # the third one did not rate it
    ],
)
def test_what_follows(said, made, raters, margin, level, unratable, derivation) -> None:
    """Each derivation with its value, worked out by hand."""
    found = settled(FACTS, given(*said), made, raters=raters, margin=margin)
    assert (found.level, found.unratable, found.derivation, found.gap) == (level, unratable, derivation, None)


@pytest.mark.parametrize(
    ("said", "made", "state", "raters", "gap"),
    [
        ((), (), "answered", 2, Gap.NO_RATER),
        ((), (), "not_asked", 2, Gap.NOT_RATABLE),
        ((4,), (), "answered", 2, Gap.ONE_RATER),
        ((2, 6), (), "answered", 2, Gap.NOT_ADJUDICATED),
        ((2, GONE), (), "answered", 2, Gap.NOT_ADJUDICATED),
        ((2, 6), (ruling(4, counts=False),), "answered", 2, Gap.NOT_ADJUDICATED),
        ((GONE, Unratable.SUPPLIED), (), "answered", 2, Gap.NOT_RATABLE),
    ],
)
def test_what_does_not_follow(said, made, state, raters, gap) -> None:
    """Without a consensus there is a reason and no figure."""
    facts = UnitFacts(unit="p02", required=True, role="demand", state=state)
    found = settled(facts, given(*said), made, raters=raters, margin=1)
    assert (found.level, found.unratable, found.derivation, found.gap) == (None, None, None, gap)


@pytest.fixture
def room(tmp_path):
    """The room of three interviews; anna and ben rate all of them, dora the third."""
    found = opened(tmp_path)
    yield found
    found.close()


def test_only_those_who_finished_count(room) -> None:
    """A rater who has locked everything and not finished has no say yet."""
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 5, "overall": 4})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 5, "overall": 6}, finish=False)
    consensus = consensus_of(gather(room, "talk-1"))
    assert [(one.rater, one.status) for one in consensus.raters] == [("anna", "finished"), ("ben", "open")]
    assert consensus.overall.gap is Gap.ONE_RATER
    assert not consensus.complete


def test_a_finished_interview_has_its_consensus(room) -> None:
    """Agreement, a mean, a disagreement, a passage that one rated, one that nobody did, and one that was not asked."""
    rate(room, "anna", "talk-1", {"p01": 3, "p02": 4, "p03": 5, "overall": 4})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 5, "overall": 6})
    consensus = consensus_of(gather(room, "talk-1"))
    found = [
        (unit.facts.unit, unit.level, unit.derivation or unit.gap) for unit in (*consensus.units, consensus.overall)
    ]
    assert found == [
        ("p01", None, Gap.ONE_RATER),
        ("p02", 4.5, Derivation.MEAN),
        ("p03", 5, Derivation.AGREED),
        ("p04", None, Gap.NO_RATER),
        ("p05", None, Gap.NOT_RATABLE),
        ("overall", None, Gap.NOT_ADJUDICATED),
    ]
    assert not consensus.complete
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("overall", 5)])
    assert consensus_of(gather(room, "talk-1")).complete


def test_three_raters_and_the_newest_decision(room) -> None:
    """The third rater's rating voids a decision that did not know it; what is decided then holds."""
    for rater, level in (("anna", 2), ("ben", 6)):
        rate(room, rater, "talk-3", {"p02": 4, "p03": 4, "overall": level})
    record(room, adjudicator="cleo", interview="talk-3", events=[decision("overall", 3)])
    assert consensus_of(gather(room, "talk-3")).overall.level == 3
    rate(room, "dora", "talk-3", {"p02": 5, "p03": 4, "overall": 5})
    now = consensus_of(gather(room, "talk-3"))
    assert (now.overall.level, now.overall.gap) == (None, Gap.NOT_ADJUDICATED)
    assert now.units[1].level == 4.333333  # 13 / 3
    record(room, adjudicator="cleo", interview="talk-3", events=[decision("overall", 5, by="consensus")])
    last = consensus_of(gather(room, "talk-3")).overall
    assert (last.level, last.derivation) == (5, Derivation.CONSENSUS)
    assert [(one.level, one.counts) for one in last.adjudications] == [(3, False), (5, True)]


def test_a_rater_who_left_counts_if_finished(tmp_path) -> None:
    """Whoever is no longer among the raters keeps their finished interviews, and is not waited for in the others."""
    room = opened(tmp_path)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 4, "overall": 4})
    rate(room, "ben", "talk-1", {"p02": 4, "p03": 4, "overall": 4})
    rate(room, "anna", "talk-2", {"p02": 4, "p03": 4, "overall": 4})
    rate(room, "ben", "talk-2", {"p02": 4, "p03": 4, "overall": 4}, finish=False)
    settings = room.study.settings
    room.close()
    text = settings.read_text("utf-8")
    part = '[[raters]]\nid = "ben"'
    assert part in text
    settings.write_text(text.replace(part, '[[raters]]\nid = "eve"\ninterviews = ["talk-9"]', 1), "utf-8")
    again = Room.open(Study.open(settings.parent))
    one, two = (consensus_of(gather(again, name)) for name in ("talk-1", "talk-2"))
    again.close()
    assert [rater.rater for rater in one.raters] == ["anna", "ben"]
    assert one.overall.derivation is Derivation.AGREED
    assert [rater.rater for rater in two.raters] == ["anna"]
    assert two.overall.derivation is Derivation.SINGLE


def test_the_only_rater_needs_no_second(tmp_path) -> None:
    """In an interview that is given to one rater alone, that rating is the consensus."""
    room = opened(tmp_path, raters=(Rater(id="anna"), Rater(id="ben", interviews=("talk-2",))))
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 4, "overall": 6})
    consensus = consensus_of(gather(room, "talk-1"))
    room.close()
    assert (consensus.overall.level, consensus.overall.derivation) == (6, Derivation.SINGLE)
    assert consensus.complete


def test_a_reopened_interview_has_no_say(room) -> None:
    """While a rater works on it again, the other one is alone; nothing that was finished is taken for what it may become."""
    for rater in ("anna", "ben"):
        rate(room, rater, "talk-1", {"p02": 4, "p03": 4, "overall": 4})
    reopen(room, "ben", "talk-1")
    gathered = gather(room, "talk-1")
    assert consensus_of(gathered).overall.gap is Gap.ONE_RATER
    assert [one.status for one in finishers(gathered.ledgers, assigned=gathered.assigned)] == ["finished", "open"]


def test_everybody_who_is_to_rate_is_told(room) -> None:
    """Raters who have not begun stand there as new; adjudicators do not."""
    rate(room, "anna", "talk-3", {"p02": 4, "p03": 4, "overall": 4})
    raters = consensus_of(gather(room, "talk-3")).raters
    assert [(one.rater, one.status) for one in raters] == [("anna", "finished"), ("ben", "new"), ("dora", "new")]
    assert {one.id for one in RATERS} - {one.rater for one in raters} == {"cleo"}
