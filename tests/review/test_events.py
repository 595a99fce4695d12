"""What a client sends, and what an event is made of."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer import jsonio
from rf_scorer.domain.rating import ChangeReason, DisagreementCode, EventKind, Judgement, MarkerTag, Unratable
from rf_scorer.review.events import (
    MOST_MARKERS,
    event_document,
    judgement_document,
    parse,
    read_body,
    read_judgement,
)
from rf_scorer.review.refused import Refused
from rf_scorer.review.shape import LONGEST_TEXT

SECRET = "zwickelmond"
RAW = {
    "id": "6f1c2a7b-41d0-4f9c-8a57-3e2b90c1d5e6",
    "kind": "locked",
    "unit": "p03",
    "at": "2026-11-30T10:15:00.123Z",
    "body": {
        "judgement": {
            "level": 4,
            "unratable": None,
            "markers": [{"marker": "A1", "turn": 5, "start": 10, "end": 25, "suggested": True}],
            "note": "a note",
        },
        "after": 7,
        "seconds": 12.5,
    },
}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
TAGS = st.builds(
    MarkerTag,
    marker=st.sampled_from(["A1", "B2", "low.cliche"]),
    turn=st.integers(0, 900),
    start=st.integers(0, 50),
    end=st.integers(51, 90),
    suggested=st.booleans(),
)
#: What a note can hold: anything but half of a character pair.
NOTES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
JUDGEMENTS = st.builds(
    Judgement,
    level=st.none() | st.integers(-1, 9),
    markers=st.lists(TAGS, max_size=5, unique_by=lambda tag: (tag.marker, tag.turn, tag.start, tag.end)).map(tuple),
    note=NOTES,
) | st.builds(Judgement, unratable=st.sampled_from(Unratable), note=NOTES)
SECONDS = st.none() | st.floats(0, 999_999) | st.integers(0, 999_999)


def bodies(kind: EventKind) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies as we write them, with every key."""
    judgement, after = JUDGEMENTS.map(judgement_document), st.integers(0, 10**9)
    match kind:
        case EventKind.DRAFTED:
            return st.fixed_dictionaries({"judgement": judgement, "after": after})
        case EventKind.LOCKED:
            return st.fixed_dictionaries({"judgement": judgement, "after": after, "seconds": SECONDS})
        case EventKind.UNLOCKED | EventKind.REVEALED:
            return st.fixed_dictionaries({"after": after})
        case EventKind.DECIDED:
            return st.fixed_dictionaries(
                {
                    "judgement": judgement,
                    "after": after,
                    "kept": st.booleans(),
                    "reason": st.none() | st.sampled_from([reason.value for reason in ChangeReason]),
                    "reason_note": NOTES,
                    "seconds": SECONDS,
                }
            )
        case EventKind.REOPENED:
            return st.fixed_dictionaries({"reason": NOTES})
        case EventKind.ADJUDICATED:
            return st.fixed_dictionaries(
                {
                    "level": st.none() | st.integers(-1, 9),
                    "unratable": st.none(),
                    "note": NOTES,
                    "code": st.sampled_from([code.value for code in DisagreementCode]),
                    "by": st.sampled_from(["third", "consensus"]),
                }
            )
    return st.just({})


def made(raw: Any) -> Any:
    return parse(raw, rater="anna", interview="one")


def test_an_event_is_made_of_what_a_page_sends() -> None:
    """Rater, interview and origin come from the caller; number and store's time come later."""
    event = parse(RAW, rater="anna", interview="one", origin="worksheet:ab12")
    assert (event.rater, event.interview, event.origin, event.seq) == ("anna", "one", "worksheet:ab12", 0)
    assert (event.id, event.kind, event.unit, event.at) == (RAW["id"], EventKind.LOCKED, "p03", RAW["at"])
    assert event.body == RAW["body"]
    assert event_document(event) == RAW


def test_a_body_is_stored_with_every_key() -> None:
    """What was left out stands there with its default, so that later readers need not know the defaults."""
    raw = {**RAW, "kind": "decided", "body": {"judgement": {"level": 4}, "after": 7, "kept": True}}
    assert made(raw).body == {
        "judgement": {"level": 4, "unratable": None, "markers": [], "note": ""},
        "after": 7,
        "kept": True,
        "reason": None,
        "reason_note": "",
        "seconds": None,
    }


def test_an_id_is_kept_in_small_letters() -> None:
    """One UUID is one id, however it is written."""
    assert made({**RAW, "id": RAW["id"].upper()}).id == RAW["id"]


@given(data=st.data(), kind=st.sampled_from(EventKind), number=st.uuids())
def test_events_lead_to_json_and_back(data: st.DataObject, kind: EventKind, number: Any) -> None:
    """Any event of any kind goes through text and comes back the same, and its text is the same each time."""
    without = kind in {EventKind.FINISHED, EventKind.REOPENED}
    raw = {
        "id": str(number),
        "kind": kind.value,
        "unit": None if without else data.draw(st.sampled_from(["p01", "overall"])),
        "at": data.draw(st.datetimes()).isoformat(timespec="milliseconds") + "Z",
        "body": data.draw(bodies(kind)),
    }
    event = made(raw)
    text = jsonio.dumps_line(event_document(event))
    again = made(jsonio.loads(text))
    assert again == event
    assert jsonio.dumps_line(event_document(again)) == text
    assert event_document(event) == raw


@given(judgement=JUDGEMENTS)
def test_judgements_lead_to_json_and_back(judgement: Judgement) -> None:
    """A judgement goes through text and comes back the same."""
    assert read_judgement(json.loads(json.dumps(judgement_document(judgement)))) == judgement


@settings(max_examples=400)
@given(raw=ANY_JSON)
def test_whatever_is_sent_is_an_event_or_refused(raw: Any) -> None:
    """Nothing that JSON can hold breaks the parser, at any depth of an event."""
    assert _refused_or_made(raw)
    for key in RAW:
        assert _refused_or_made({**RAW, key: raw})
    for kind in EventKind:
        assert _refused_or_made({**RAW, "kind": kind.value, "body": raw})
        assert _refused_or_made({**RAW, "kind": kind.value, "unit": None, "body": raw})
    for key in RAW["body"]:
        assert _refused_or_made({**RAW, "body": {**RAW["body"], key: raw}})
    for key in RAW["body"]["judgement"]:
        assert _refused_or_made(_with_judgement({key: raw}))
    tag = RAW["body"]["judgement"]["markers"][0]
    for key in tag:
        assert _refused_or_made(_with_judgement({"markers": [{**tag, key: raw}]}))


def _with_judgement(part: dict[str, Any]) -> dict[str, Any]:
    return {**RAW, "body": {**RAW["body"], "judgement": {**RAW["body"]["judgement"], **part}}}


def _refused_or_made(raw: Any) -> bool:
    try:
        event = made(raw)
    except Refused as refused:
        return refused.code == "shape" and str(refused.where).startswith("$")
    jsonio.dumps_line(event_document(event)).encode()
    return read_body(event.kind, event.unit, event.body) is not None


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({**RAW, SECRET: 1}, "$"),
        ({**RAW, "id": SECRET}, "$.id"),
        ({**RAW, "kind": SECRET}, "$.kind"),
        ({**RAW, "unit": f"{SECRET} {SECRET}"}, "$.unit"),
        ({**RAW, "unit": None}, "$.unit"),
        ({**RAW, "at": SECRET}, "$.at"),
        ({**RAW, "body": SECRET}, "$.body"),
        ({**RAW, "body": {**RAW["body"], SECRET: SECRET}}, "$.body"),
        (_with_judgement({SECRET: SECRET}), "$.body.judgement"),
        (_with_judgement({"level": SECRET}), "$.body.judgement.level"),
        (_with_judgement({"unratable": SECRET, "level": None}), "$.body.judgement.unratable"),
        (_with_judgement({"unratable": "other"}), "$.body.judgement"),
        (_with_judgement({"note": [SECRET]}), "$.body.judgement.note"),
        (_with_judgement({"note": SECRET * 400}), "$.body.judgement.note"),
        (_with_judgement({"note": f"{SECRET}\ud83d"}), "$.body.judgement.note"),
        (_with_judgement({"markers": SECRET}), "$.body.judgement.markers"),
        (_with_judgement({"markers": [SECRET]}), "$.body.judgement.markers[0]"),
        (_with_judgement({"markers": [{"marker": SECRET}]}), "$.body.judgement.markers[0]"),
        (
            _with_judgement({"markers": [{"marker": f" {SECRET}", "turn": 5, "start": 10, "end": 25}]}),
            "$.body.judgement.markers[0].marker",
        ),
        (
            _with_judgement({"markers": [{"marker": "A1", "turn": 5, "start": SECRET, "end": 25}]}),
            "$.body.judgement.markers[0].start",
        ),
        ({**RAW, "body": {**RAW["body"], "seconds": SECRET}}, "$.body.seconds"),
        ({**RAW, "body": {**RAW["body"], "after": SECRET}}, "$.body.after"),
    ],
)
def test_what_is_wrong_is_told_by_place_and_never_by_value(wrong: Any, where: str) -> None:
    """A refusal names the path, and neither it nor what it is chained to holds anything of what was sent."""
    with pytest.raises(Refused) as refused:
        made(wrong)
    error: BaseException | None = refused.value
    assert refused.value.code == "shape"
    assert refused.value.where == where
    while error is not None:
        assert SECRET not in str(error)
        error = error.__context__


@pytest.mark.parametrize("kind", EventKind)
def test_what_is_not_finite_is_no_number(kind: EventKind) -> None:
    """NaN and infinity, which Python's own objects could hold, are refused wherever a number stands."""
    for number in (float("nan"), float("inf"), float("-inf")):
        for key in ("after", "seconds", "level"):
            with pytest.raises(Refused):
                read_body(kind, "p01", {**RAW["body"], key: number})
            with pytest.raises(Refused):
                made(_with_judgement({"level": number}))


def test_limits_are_what_they_are_said_to_be() -> None:
    """A note of 4,000 characters, wide ones too, and a hundred markers pass; one more does not."""
    tags = [{"marker": "A1", "turn": 5, "start": at, "end": at + 1} for at in range(MOST_MARKERS + 1)]
    assert len(made(_with_judgement({"markers": tags[:-1]})).body["judgement"]["markers"]) == 100
    assert made(_with_judgement({"note": "\U0001f642" * LONGEST_TEXT})).body["judgement"]["note"]
    for part in ({"markers": tags}, {"note": "x" * (LONGEST_TEXT + 1)}):
        with pytest.raises(Refused):
            made(_with_judgement(part))


def test_a_number_is_written_in_one_way() -> None:
    """12.0 and 12 are one number in JSON, and are stored as one."""
    first, second = (made({**RAW, "body": {**RAW["body"], "seconds": number}}) for number in (12, 12.0))
    assert json.dumps(first.body) == json.dumps(second.body)


def test_an_adjudication_has_a_code_and_a_way() -> None:
    """What an adjudicator says is read into the same parts as a rater's judgement."""
    body = {"level": None, "unratable": "supplied", "note": "as agreed", "code": "guide_gap", "by": "consensus"}
    event = made({**RAW, "kind": "adjudicated", "body": body})
    assert event.body == body
    read = read_body(event.kind, event.unit, event.body)
    assert read.judgement == Judgement(unratable=Unratable.SUPPLIED, note="as agreed")
    assert (read.code, read.by) == (DisagreementCode.GUIDE_GAP, "consensus")
    for wrong in ({"code": "whim"}, {"by": "first"}, {"by": ["third"]}, {"level": 4}, {"markers": []}):
        with pytest.raises(Refused):
            made({**RAW, "kind": "adjudicated", "body": {**body, **wrong}})


def test_events_are_frozen() -> None:
    """Nobody changes an event that was made."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        made(RAW).seq = 3
