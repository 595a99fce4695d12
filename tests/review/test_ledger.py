"""The order that a rater's events keep."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_table import SCRIPTS, Script

from rf_scorer.domain.rating import (
    Assistance,
    ChangeReason,
    EventKind,
    RatingEvent,
    Reveal,
    Stage,
    UnitRating,
    Unratable,
)
from rf_scorer.errors import DataError
from rf_scorer.review.events import parse
from rf_scorer.review.ledger import CODES, Ledger, Refused, Terms, ledger_document, read_terms, terms_document
from rf_scorer.review.standing import Standing, advance

TERMS = Terms(
    minimum=-1,
    maximum=9,
    ratable=("p01", "p02", "p03"),
    required=("p01", "p02"),
    turns={"p01": {1: 20, 2: 100}, "p02": {4: 57}, "p03": {8: 40}},
    markers=frozenset({"A1", "B2"}),
    assistance=Assistance(),
)


def event(kind: str, unit: str | None = None, *, number: int = 1, **body: Any) -> RatingEvent:
    raw = {
        "id": str(uuid.UUID(int=number, version=4)),
        "kind": kind,
        "unit": unit,
        "at": "2026-11-30T10:00:00.000Z",
        "body": body,
    }
    return parse(raw, rater="anna", interview="one")


def parsed(raw: Any) -> RatingEvent:
    return parse(raw, rater="anna", interview="one")


def send(ledger: Ledger, events: list[Any], *, together: bool) -> list[RatingEvent]:
    """Apply what a page sent; returns what is to be stored."""
    if together:
        return ledger.apply_all([parsed(raw) for raw in events])
    return [made for made in map(parsed, events) if ledger.apply(made)]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_followed(script: Script) -> None:
    """Each step is taken or refused by the code that the table says; a refusal changes nothing, and the end is as the table says."""
    ledger = Ledger(read_terms(script.terms))
    for events, together, code in script.steps:
        before = ledger_document(ledger)
        if code is None:
            send(ledger, events, together=together)
            continue
        with pytest.raises(Refused) as refused:
            send(ledger, events, together=together)
        assert refused.value.code == code
        assert refused.value.message
        assert ledger_document(ledger) == before
    assert ledger_document(ledger) == script.document


def test_the_table_covers_every_code_and_every_kind() -> None:
    """No code and no kind of event is without a script, and every reveal is tried."""
    codes = Counter(code for script in SCRIPTS for _, _, code in script.steps if code)
    assert set(codes) == set(CODES)
    kinds = {raw["kind"] for script in SCRIPTS for events, _, code in script.steps if code is None for raw in events}
    assert kinds == {kind.value for kind in EventKind} - {"adjudicated"}
    assert {script.terms["assistance"]["reveal"] for script in SCRIPTS} == {reveal.value for reveal in Reveal}
    assert len(SCRIPTS) >= 40


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_stored_events_are_replayed_to_the_same_ledger(script: Script) -> None:
    """Whatever was taken one by one comes out of a replay in the same state, and under terms that would refuse it now."""
    terms = read_terms(script.terms)
    ledger, stored = Ledger(terms), []
    for events, together, code in script.steps:
        if code is None:
            stored += send(ledger, events, together=together)
    assert ledger_document(Ledger.replay(terms, stored)) == script.document
    closed = Terms(
        minimum=0,
        maximum=1,
        ratable=terms.ratable,
        required=(),
        turns={},
        markers=frozenset(),
        assistance=Assistance(control=True, highlights=False, reveal=Reveal.NEVER),
    )
    assert ledger_document(Ledger.replay(closed, stored)) == script.document


def test_terms_lead_to_json_and_back() -> None:
    """A page's terms are those of the ledger, through text."""
    for script in SCRIPTS:
        terms = read_terms(script.terms)
        assert json.loads(json.dumps(terms_document(terms))) == {"overall": True, **script.terms}
        assert read_terms(terms_document(terms)) == terms


@pytest.mark.parametrize(
    "wrong",
    [{"minimum": 9}, {"minimum": 10}, {"required": ("p01", "p09")}],
    ids=["one level", "upside down", "required"],
)
def test_terms_that_contradict_themselves_are_a_bug(wrong: dict[str, Any]) -> None:
    """A scale has two levels or more, and what is required is ratable."""
    values = {name: getattr(TERMS, name) for name in Terms.__dataclass_fields__}
    with pytest.raises(ValueError):
        Terms(**{**values, **wrong})


def test_a_refusal_is_a_data_error_without_a_value() -> None:
    """Notes and reasons never stand in a message, and the document for a page has code, message, place and remedy."""
    ledger = Ledger(TERMS)
    with pytest.raises(DataError) as refused:
        ledger.apply(event("locked", "p01", judgement={"level": 44, "note": "zwickelmond"}, after=0))
    assert "zwickelmond" not in str(refused.value)
    assert "44" not in str(refused.value)
    assert isinstance(refused.value, Refused)
    assert refused.value.document() == {
        "code": "off_scale",
        "message": "The scale goes from -1 to 9.",
        "where": "p01",
        "remedy": "Choose a level of the scale.",
    }
    with pytest.raises(ValueError, match="no such code"):
        Refused("x", code="y")


def test_what_a_ledger_tells_of_its_end() -> None:
    """When it was finished, and when and why it was opened again."""
    ledger = Ledger(TERMS)
    for number, unit in enumerate(("p01", "p02", "overall")):
        ledger.apply(event("locked", unit, number=number, judgement={"level": 4}, after=0))
    assert (ledger.status, ledger.finished_at, ledger.reopenings) == ("open", None, ())
    ledger.apply(event("finished"))
    assert (ledger.status, ledger.finished_at) == ("finished", "2026-11-30T10:00:00.000Z")
    ledger.apply(event("reopened", reason="the guide was changed"))
    assert (ledger.status, ledger.finished_at) == ("open", None)
    assert [(one.at, one.reason) for one in ledger.reopenings] == [
        ("2026-11-30T10:00:00.000Z", "the guide was changed")
    ]


def test_a_unit_that_nobody_touched_is_new() -> None:
    """Asking for it is no fault, and units are listed in the order of the interview, the whole last."""
    ledger = Ledger(TERMS)
    assert ledger.unit("p03") == UnitRating(unit="p03")
    for unit in ("overall", "p03", "p01"):
        ledger.apply(event("drafted", unit, judgement={"level": 4}, after=0))
    assert list(ledger.units) == ["p01", "p03", "overall"]


def test_numbers_only_rise() -> None:
    """Events out of a store keep their numbers, with gaps; one that is not newer than the last is refused."""
    ledger = Ledger(TERMS)
    first = event("drafted", "p01", judgement={"level": 4}, after=0)
    ledger.apply(RatingEvent(**{**_fields(first), "seq": 17}))
    assert (ledger.seq, ledger.unit("p01").seq) == (17, 17)
    with pytest.raises(Refused, match="order"):
        ledger.apply(RatingEvent(**{**_fields(first), "seq": 17}))
    ledger.apply(event("visited", "p02"))
    assert ledger.seq == 18


def _fields(made: RatingEvent) -> dict[str, Any]:
    return {name: getattr(made, name) for name in RatingEvent.__dataclass_fields__}


def test_five_thousand_events_are_folded_alike() -> None:
    """Drafts with markers and notes, forty passages: judged one by one or replayed, the ledger is the same."""
    units = tuple(f"p{number:02}" for number in range(40))
    terms = Terms(
        minimum=-1,
        maximum=9,
        ratable=units,
        required=units,
        turns={unit: {5: 1000} for unit in units},
        markers=TERMS.markers,
        assistance=Assistance(),
    )
    tags = [{"marker": "A1", "turn": 5, "start": at, "end": at + 9, "suggested": False} for at in range(3)]
    judgement = {"level": 4, "unratable": None, "markers": tags, "note": "word " * 40}
    events = [
        event("drafted", units[number % 40], number=number, judgement=judgement, after=max(0, number - 39))
        for number in range(5000)
    ]
    judged = Ledger(terms, events)
    replayed = Ledger.replay(terms, events)
    assert ledger_document(judged) == ledger_document(replayed)


# ---- any events at all

UNITS = st.sampled_from(["p01", "p02", "p03", "overall", "p09"])
TAGS = st.fixed_dictionaries(
    {
        "marker": st.sampled_from(["A1", "B2", "X"]),
        "turn": st.integers(0, 5),
        "start": st.integers(0, 8),
        "end": st.integers(1, 30),
    }
)
JUDGEMENTS = st.one_of(
    st.fixed_dictionaries(
        {"level": st.integers(-2, 10)},
        optional={"note": st.sampled_from(["", " ", "so"]), "markers": st.lists(TAGS, max_size=1)},
    ),
    st.fixed_dictionaries(
        {"unratable": st.sampled_from([code.value for code in Unratable])},
        optional={"note": st.sampled_from(["", "so"])},
    ),
    st.just({}),
    st.just({"level": 4}),
)
#: The number that the page knew, as seen from the present one: mostly right.
BEHIND = st.sampled_from([0, 0, 0, 0, 0, 0, 1])
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "visited": st.just({}),
    "drafted": st.fixed_dictionaries({"judgement": JUDGEMENTS, "after": BEHIND}),
    "locked": st.fixed_dictionaries(
        {"judgement": JUDGEMENTS, "after": BEHIND, "seconds": st.sampled_from([None, 3.5])}
    ),
    "unlocked": st.fixed_dictionaries({"after": BEHIND}),
    "revealed": st.fixed_dictionaries({"after": BEHIND}),
    "decided": st.fixed_dictionaries(
        {
            "judgement": JUDGEMENTS,
            "after": BEHIND,
            "kept": st.booleans(),
            "reason": st.sampled_from([None, *(reason.value for reason in ChangeReason)]),
        }
    ),
    "finished": st.just({}),
    "reopened": st.fixed_dictionaries({"reason": st.sampled_from(["", "so"])}),
}
EVENTS = st.sampled_from([*BODIES, "locked", "locked", "revealed", "decided"]).flatmap(
    lambda kind: st.tuples(st.just(kind), st.none() if kind in {"finished", "reopened"} else UNITS, BODIES[kind])
)


@settings(deadline=None, max_examples=300)
@given(
    drawn=st.lists(EVENTS, max_size=60),
    reveal=st.sampled_from(Reveal),
    required=st.sampled_from([(), ("p01",), ("p01", "p02")]),
)
def test_any_events_are_refused_or_leave_a_ledger_that_is_sound(
    drawn: list[tuple[str, str | None, dict[str, Any]]], reveal: Reveal, required: tuple[str, ...]
) -> None:
    """Whatever is sent, a blind judgement stays as it was once its suggestion was seen, nothing is decided unseen, and storing and replaying changes nothing."""
    values = {name: getattr(TERMS, name) for name in Terms.__dataclass_fields__}
    terms = Terms(**{**values, "required": required, "assistance": Assistance(reveal=reveal)})
    ledger, stored = Ledger(terms), []
    for number, (kind, unit, drawn_body) in enumerate(drawn):
        body = dict(drawn_body)
        if "after" in body:
            body["after"] = max(0, ledger.unit(unit or "").seq - body["after"])
        before, text = dict(ledger.units), json.dumps(ledger_document(ledger))
        try:
            made = event(kind, unit, number=number, **body)
            if ledger.apply(made):
                stored.append(RatingEvent(**{**_fields(made), "seq": ledger.seq}))
        except Refused:
            assert json.dumps(ledger_document(ledger)) == text
            continue
        _sound(before, ledger, terms)
    document = ledger_document(ledger)
    assert [one.seq for one in stored] == list(range(1, len(stored) + 1))
    assert json.dumps(ledger_document(Ledger(terms, stored))) == json.dumps(document)
    assert json.dumps(ledger_document(Ledger.replay(terms, stored))) == json.dumps(document)
    assert json.loads(json.dumps(document)) == document
    _standing_agrees(ledger, stored)


def _sound(before: dict[str, UnitRating], ledger: Ledger, terms: Terms) -> None:
    changed = [unit for unit in {*before, *ledger.units} if before.get(unit) != ledger.units.get(unit)]
    assert len(changed) <= 1
    for unit, rating in ledger.units.items():
        old = before.get(unit, UnitRating(unit=unit))
        if old.stage in {Stage.REVEALED, Stage.DECIDED}:
            assert rating.blind == old.blind
            assert rating.revealed_at == old.revealed_at
            assert rating.stage in {Stage.REVEALED, Stage.DECIDED}
        if rating.stage is Stage.REVEALED and old.stage is not Stage.REVEALED:
            assert old.stage is Stage.LOCKED
            assert rating.blind == old.blind
            assert terms.assistance.reveal is not Reveal.NEVER
            if terms.assistance.reveal is Reveal.INTERVIEW:
                assert all(ledger.unit(other).blind for other in (*terms.required, "overall"))
        if rating.decision is not None:
            assert rating.stage is Stage.DECIDED
            assert rating.blind is not None
            assert rating.revealed_at is not None
            assert rating.decision.kept == rating.decision.judgement.same_rating(rating.blind.judgement)
            assert rating.decision.kept == (rating.decision.reason is None)
        assert (rating.blind is not None) == (rating.stage in {Stage.LOCKED, Stage.REVEALED, Stage.DECIDED})
        assert (rating.draft is not None) == (rating.stage is Stage.DRAFT)
        for judgement in (rating.draft, rating.final):
            assert judgement is None or judgement.level is None or -1 <= judgement.level <= 9
    if ledger.status == "finished":
        done = {unit for unit, rating in ledger.units.items() if rating.stage in {Stage.LOCKED, Stage.DECIDED}}
        assert {*terms.required, "overall"} <= done
        assert done == set(ledger.units)


def _standing_agrees(ledger: Ledger, stored: list[RatingEvent]) -> None:
    """What a list shows is what the ledger says."""
    standing = Standing(rater="anna", interview="one")
    for one in stored:
        standing = advance(standing, [one])
    assert standing == advance(Standing(rater="anna", interview="one"), stored)
    assert (standing.status, standing.at, standing.seq, standing.finished_at) == (
        ledger.status,
        ledger.at,
        ledger.seq,
        ledger.finished_at,
    )
    assert {unit: each.stage for unit, each in standing.units.items()} == {
        unit: rating.stage for unit, rating in ledger.units.items()
    }
    for unit, rating in ledger.units.items():
        final, blind = rating.final, rating.blind
        assert standing.units[unit].final == (None if final is None else (final.level, final.unratable))
        assert standing.units[unit].blind == (
            None if blind is None else (blind.judgement.level, blind.judgement.unratable)
        )
        assert standing.units[unit].done == (rating.stage in {Stage.LOCKED, Stage.DECIDED})
