"""Human ratings as documents: what was locked and decided, what had been seen, and what follows from several raters."""

from __future__ import annotations

import dataclasses
import json

import pytest

from rf_scorer import documents, validation
from rf_scorer.documents.rating import consensus_document, rating_document
from rf_scorer.documents.rating_back import consensus_from_document, rating_from_document
from rf_scorer.domain import PassageState, QuestionRole
from rf_scorer.domain.confirmed import (
    Adjudication,
    Adjudicator,
    Consensus,
    ConsensusUnit,
    Derivation,
    Finisher,
    Gap,
    GivenRating,
    ModelUsed,
    RatedInterview,
    RatedSheet,
    RatedUnit,
    Reopening,
    Seen,
    Shown,
    UnitFacts,
)
from rf_scorer.domain.rating import (
    Assistance,
    Blind,
    ChangeReason,
    Decision,
    DisagreementCode,
    Judgement,
    MarkerTag,
    Reveal,
    Stage,
    UnitRating,
    Unratable,
)

#: In every invented note of these tests, and nowhere else.
SECRET = "zwickelmond"
AT = "2026-11-30T10:15:00.000Z"
LATER = "2026-11-30T10:20:00.000Z"
SHEET = RatedSheet(
    study="st-3f9c2a7b41d0",
    title="Invented study",
    interview="bakery-01",
    participant="B01",
    timepoint="baseline",
    protocol="home",
    source_sha256="a" * 64,
    sheet_sha256="b" * 64,
    scale="rf",
    minimum=-1,
    maximum=9,
)
MODEL = ModelUsed(
    id="rf_passage", version="2", sha256="c" * 64, notice="Suggestions are provisional, for a trained rater to confirm."
)
PROVENANCE = {"rf_scorer": "0.1.0", "program": "rf-scorer ratings export", "events.seq": "41", "events.at": LATER}
FACTS = (
    UnitFacts(unit="p01", required=False, question_id="home.1", topic="Home", role="permit", state="answered"),
    UnitFacts(unit="p02", required=True, question_id="home.4", topic="Rejected", role="demand", state="answered"),
    UnitFacts(unit="p03", required=True, question_id="home.5", topic="Why parents", role="demand", state="answered"),
    UnitFacts(unit="p04", required=False, question_id="home.6", topic="Loss", role="demand", state="inaudible"),
    UnitFacts(unit="p05", required=False, question_id="home.7", topic="Effect", role="demand", state="not_asked"),
)
WHOLE = UnitFacts(unit="overall", required=True)
ODDS = {-1: 0.0, 0: 0.0, 1: 0.05, 2: 0.1, 3: 0.2, 4: 0.3, 5: 0.2, 6: 0.1, 7: 0.05, 8: 0.0, 9: 0.0}
SHOWN = Shown(
    status="provisional", level=4, expected=4.0, distribution=ODDS, interval=(2.0, 6.0), model_sha256=MODEL.sha256
)


def judged(level: int | None = None, unratable: Unratable | None = None, note: str = "") -> Judgement:
    """A judgement with a marker."""
    tag = MarkerTag(marker="A1", turn=3, start=120, end=133, suggested=True)
    return Judgement(level=level, unratable=unratable, markers=(tag,), note=note)


def locked(facts: UnitFacts, judgement: Judgement) -> RatedUnit:
    """A unit that was locked and whose suggestion nobody saw."""
    blind = Blind(judgement=judgement, at=AT, seconds=61.5)
    return RatedUnit(facts=facts, rating=UnitRating(unit=facts.unit, stage=Stage.LOCKED, blind=blind), seen=Seen.BLIND)


def decided(facts: UnitFacts, blind: Judgement, after: Judgement, *, seen: Seen, shown: Shown = SHOWN) -> RatedUnit:
    """A unit that was locked, seen and decided."""
    kept = blind.same_rating(after)
    decision = Decision(
        judgement=after,
        at=LATER,
        kept=kept,
        reason=None if kept else ChangeReason.OVERLOOKED,
        reason_note="" if kept else f"The {SECRET} was missed.",
        seconds=80,
    )
    rating = UnitRating(
        unit=facts.unit,
        stage=Stage.DECIDED,
        blind=Blind(judgement=blind, at=AT, seconds=40),
        revealed_at=AT,
        decision=decision,
    )
    return RatedUnit(facts=facts, rating=rating, seen=seen, shown=shown)


def new(facts: UnitFacts) -> RatedUnit:
    """A unit that nobody rated."""
    return RatedUnit(facts=facts, rating=UnitRating(unit=facts.unit))


def rated() -> RatedInterview:
    """A finished interview: one passage kept, one changed, one without a level, the overall rating kept."""
    return RatedInterview(
        sheet=SHEET,
        rater="anna",
        finished_at=LATER,
        reopenings=(Reopening(at=AT, reason=f"The {SECRET} again."),),
        assistance=Assistance(control=False, highlights=True, reveal=Reveal.PASSAGE),
        model=MODEL,
        units=(
            new(FACTS[0]),
            decided(FACTS[1], judged(5), judged(5, note=f"Says {SECRET}."), seen=Seen.BLIND),
            decided(FACTS[2], judged(3), judged(4), seen=Seen.OTHER_PASSAGES),
            locked(FACTS[3], judged(unratable=Unratable.INAUDIBLE)),
            new(FACTS[4]),
        ),
        overall=decided(WHOLE, judged(4), judged(4), seen=Seen.OTHER_PASSAGES, shown=Shown(status="abstained")),
    )


def control() -> RatedInterview:
    """A finished control interview."""
    return RatedInterview(
        sheet=SHEET,
        rater="ben",
        finished_at=LATER,
        assistance=Assistance(control=True, highlights=False, reveal=Reveal.NEVER),
        model=None,
        units=(new(FACTS[0]), *(locked(facts, judged(6)) for facts in FACTS[1:3]), new(FACTS[3]), new(FACTS[4])),
        overall=locked(WHOLE, judged(6)),
    )


def opened() -> RatedInterview:
    """An interview that is not finished: one passage seen and undecided, one a draft that nobody has locked."""
    whole = rated()
    seen = whole.units[1].rating
    undecided = dataclasses.replace(
        whole.units[1], rating=UnitRating(unit="p02", stage=Stage.REVEALED, blind=seen.blind, revealed_at=AT)
    )
    draft = RatedUnit(
        facts=FACTS[2], rating=UnitRating(unit="p03", stage=Stage.DRAFT, draft=judged(2, note=f"A {SECRET} draft."))
    )
    units = (whole.units[0], undecided, draft, *whole.units[3:])
    return dataclasses.replace(whole, finished_at=None, units=units, overall=new(WHOLE))


def consensus() -> Consensus:
    """Two raters: agreed, a mean, a decision that counts beside one that is void, and one whose answer only one rated."""
    anna, ben = ("anna", "ben")
    at_odds = (GivenRating(rater=anna, level=2, unratable=None), GivenRating(rater=ben, level=6, unratable=None))
    ruling = Adjudication(
        adjudicator="cleo",
        by=Adjudicator.THIRD,
        level=5,
        unratable=None,
        code=DisagreementCode.GUIDE_GAP,
        note=f"The {SECRET} is not in the guide.",
        at=LATER,
        counts=True,
    )
    return Consensus(
        sheet=SHEET,
        raters=(
            Finisher(rater=anna, status="finished", finished_at=AT),
            Finisher(rater=ben, status="finished", finished_at=LATER),
        ),
        assistance=Assistance(),
        model=MODEL,
        margin=1,
        adjudication=Adjudicator.THIRD,
        units=(
            ConsensusUnit(
                facts=FACTS[0], ratings=(GivenRating(rater=anna, level=3, unratable=None),), gap=Gap.ONE_RATER
            ),
            ConsensusUnit(
                facts=FACTS[1],
                ratings=(
                    GivenRating(rater=anna, level=5, unratable=None),
                    GivenRating(rater=ben, level=6, unratable=None),
                ),
                level=5.5,
                derivation=Derivation.MEAN,
            ),
            ConsensusUnit(
                facts=FACTS[2],
                ratings=at_odds,
                adjudications=(dataclasses.replace(ruling, level=4, counts=False), ruling),
                level=5,
                derivation=Derivation.THIRD,
            ),
            ConsensusUnit(
                facts=FACTS[3],
                ratings=tuple(
                    GivenRating(rater=rater, level=None, unratable=Unratable.INAUDIBLE) for rater in (anna, ben)
                ),
                unratable=Unratable.INAUDIBLE,
                derivation=Derivation.AGREED,
            ),
            ConsensusUnit(facts=FACTS[4], ratings=(), gap=Gap.NOT_RATABLE),
        ),
        overall=ConsensusUnit(
            facts=WHOLE,
            ratings=(
                GivenRating(rater=anna, level=4, unratable=None),
                GivenRating(rater=ben, level=4, unratable=None),
            ),
            level=4,
            derivation=Derivation.AGREED,
        ),
    )


@pytest.mark.parametrize("make", [rated, control, opened])
def test_a_raters_document_is_valid(make) -> None:
    """Finished with help, finished without, and open: each keeps the schema and the rules beyond it."""
    assert validation.faults(rating_document(make(), provenance=PROVENANCE)) == ()
    assert validation.faults(rating_document(make(), provenance=PROVENANCE, notes=False)) == ()


def test_a_consensus_document_is_valid() -> None:
    """With its ratings, decisions and gaps it keeps the schema, and every value follows from its ratings."""
    assert validation.faults(consensus_document(consensus(), provenance=PROVENANCE)) == ()
    assert validation.faults(consensus_document(consensus(), provenance=PROVENANCE, notes=False)) == ()


def test_the_same_ratings_give_the_same_bytes() -> None:
    """Neither the clock nor the order of provenance shows in a document."""
    one = documents.document_text(rating_document(rated(), provenance=PROVENANCE))
    two = documents.document_text(rating_document(rated(), provenance=dict(reversed(PROVENANCE.items()))))
    assert one == two


@pytest.mark.parametrize("make", [rated, control])
def test_a_document_reads_back_as_what_it_was_made_of(make) -> None:
    """Nothing that counts is lost on the way to a file and back."""
    document = json.loads(documents.document_text(rating_document(make(), provenance=PROVENANCE)))
    assert rating_from_document(document) == make()


def test_a_consensus_reads_back_as_what_it_was_made_of() -> None:
    """Ratings, decisions, derivations and gaps survive a file."""
    document = json.loads(documents.document_text(consensus_document(consensus(), provenance=PROVENANCE)))
    assert consensus_from_document(document) == consensus()


def test_a_draft_never_leaves() -> None:
    """What was entered and not locked stands nowhere in the document; a blind rating that awaits its decision does."""
    document = rating_document(opened(), provenance=PROVENANCE)
    draft, seen = document["units"][2], document["units"][1]
    assert (draft["blind"], draft["decision"], draft["final"], draft["seen"]) == (None, None, None, None)
    assert "draft" not in documents.document_text(document)
    assert seen["decision"] is None
    assert seen["final"] == {"level": 5, "unratable": None}
    assert document["status"] == "open"


def test_a_changed_rating_keeps_both() -> None:
    """Blind and final level stand side by side, with the reason; the final one is the rater's, not the suggestion's."""
    unit = rating_document(rated(), provenance=PROVENANCE)["units"][2]
    assert unit["blind"]["judgement"]["level"] == 3
    assert unit["decision"]["judgement"]["level"] == unit["final"]["level"] == 4
    assert (unit["decision"]["kept"], unit["decision"]["reason"]) == (False, "overlooked")
    assert unit["seen"] == "other_passages"


def test_an_abstention_is_kept_without_figures() -> None:
    """That the program made no suggestion is told, and no number stands there."""
    shown = rating_document(rated(), provenance=PROVENANCE)["overall"]["suggestion"]
    assert shown.pop("status") == "abstained"
    assert set(shown.values()) == {None}


def test_notes_are_left_out_where_that_is_asked() -> None:
    """Not a word that a rater or an adjudicator wrote remains."""
    for document in (
        rating_document(rated(), provenance=PROVENANCE, notes=False),
        consensus_document(consensus(), provenance=PROVENANCE, notes=False),
    ):
        assert SECRET not in documents.document_text(document)
    assert SECRET in documents.document_text(rating_document(rated(), provenance=PROVENANCE))
    assert SECRET in documents.document_text(consensus_document(consensus(), provenance=PROVENANCE))


def test_levels_are_whole_where_they_are_whole() -> None:
    """A mean has its decimals; a level is 4 and never 4.0."""
    document = consensus_document(consensus(), provenance=PROVENANCE)
    levels = [unit["final"] and unit["final"]["level"] for unit in document["units"]]
    assert json.dumps(levels) == "[null, 5.5, 5, null, null]"
    thirds = dataclasses.replace(consensus().units[1], level=14 / 3)
    found = consensus_document(dataclasses.replace(consensus(), units=(thirds,)), provenance=PROVENANCE)
    assert found["units"][0]["final"]["level"] == 4.666667


def test_a_consensus_is_open_while_something_required_lacks_one() -> None:
    """A gap in a passage that had to be rated leaves it open; one elsewhere does not."""
    assert consensus_document(consensus(), provenance=PROVENANCE)["status"] == "finished"
    undecided = dataclasses.replace(consensus().units[2], adjudications=(), level=None, derivation=None)
    lacking = dataclasses.replace(undecided, gap=Gap.NOT_ADJUDICATED)
    left = dataclasses.replace(consensus(), units=(*consensus().units[:2], lacking, *consensus().units[3:]))
    document = consensus_document(left, provenance=PROVENANCE)
    assert document["status"] == "open"
    assert validation.faults(document) == ()


def _broken(document, *path, to):
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = to
    return [(fault.path, fault.rule) for fault in validation.faults(document)]


@pytest.mark.parametrize(
    ("path", "to", "fault"),
    [
        (("units", 1, "consensus", "ratings", 1, "level"), 7, ("$.units[1].final", "consensus")),
        (("units", 1, "final", "level"), 5, ("$.units[1].final", "consensus")),
        (("units", 2, "consensus", "derivation"), "mean", ("$.units[2].final", "consensus")),
        (("units", 2, "consensus", "adjudications", 1, "counts"), False, ("$.units[2].final", "consensus")),
        (("units", 0, "consensus", "reason"), "no_rater", ("$.units[0].consensus.reason", "consensus")),
        (("overall", "consensus", "derivation"), "single", ("$.overall.final", "consensus")),
        (("raters", 1, "rater"), "bob", ("$.units[1].consensus.ratings[1].rater", "reference")),
    ],
)
def test_a_consensus_that_does_not_follow_is_told(path, to, fault) -> None:
    """Whoever changes a rating, a value or a derivation by hand is found out."""
    assert fault in _broken(consensus_document(consensus(), provenance=PROVENANCE), *path, to=to)


def test_no_fault_tells_what_a_rater_wrote() -> None:
    """Places and rules only: a note in a broken document stays out of every message."""
    document = rating_document(rated(), provenance=PROVENANCE)
    document["units"][1]["decision"]["judgement"]["note"] = SECRET * 1000
    document["units"][2]["final"]["level"] = 9
    found = validation.faults(document)
    assert found
    assert SECRET not in " ".join(f"{fault.path} {fault.rule} {fault.message}" for fault in found)


def _objects(schema):
    if "properties" in schema:
        yield schema
    for below in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), schema.get("items")):
        if isinstance(below, dict):
            yield from _objects(below)


def test_the_schema_knows_the_codes_of_the_domain() -> None:
    """A code that is added in one place must be added in the other; and a key that is not described is not allowed."""
    schema = validation.schema("rating")
    assert next(iter(schema["properties"])) == "schema" == schema["required"][0]
    assert all(part["additionalProperties"] is False for part in _objects(schema))
    unit, judgement = (schema["$defs"][name]["properties"] for name in ("unit", "judgement"))
    made = unit["consensus"]["properties"]
    decided = made["adjudications"]["items"]["properties"]
    for codes, kind in (
        (unit["seen"], Seen),
        (unit["decision"]["properties"]["reason"], ChangeReason),
        (judgement["unratable"], Unratable),
        (unit["final"]["properties"]["unratable"], Unratable),
        (made["ratings"]["items"]["properties"]["unratable"], Unratable),
        (decided["unratable"], Unratable),
        (made["derivation"], Derivation),
        (made["reason"], Gap),
        (unit["role"], QuestionRole),
        (unit["state"], PassageState),
    ):
        assert codes["enum"] == [*(code.value for code in kind), None]
    for codes, kind in ((decided["code"], DisagreementCode), (decided["by"], Adjudicator)):
        assert codes["enum"] == [code.value for code in kind]
    help_ = schema["properties"]["assistance"]["properties"]
    assert help_["reveal"]["enum"] == [reveal.value for reveal in Reveal]
