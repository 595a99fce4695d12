"""Faults: where, in words of ours, and never with a value."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer import validation
from rf_scorer.errors import UnknownName
from rf_scorer.validation.messages import json_path

SMALL = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "small.json"
#: Must never be seen again once it is in a document.
SECRET = "Gwendolyn whispered zxqv"


def small():
    """A sheet without faults."""
    return json.loads(SMALL.read_text(encoding="utf-8"))


def places(value, path=()):
    """Every place in a document."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in pairs:
        yield from places(below, (*path, key))


PLACES = [place for place in places(small()) if place]


@given(
    st.sampled_from(PLACES),
    st.sampled_from([SECRET, [SECRET], {SECRET: SECRET}, -7_013_577, 7.013577e20, None, True, "", {}, []]),
)
def test_no_fault_ever_shows_a_value(place, value):
    """Whatever stands wherever, text, key or number: the fault says where, never what."""
    document = copy.deepcopy(small())
    spot = document
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    for fault in validation.faults(document, "rating-sheet"):
        shown = f"{fault.path} {fault.rule} {fault.message}"
        assert not any(word in shown for word in ("Gwendolyn", "zxqv", "7013577", "7.013577", "7_013"))


@given(st.sampled_from(PLACES))
def test_an_extra_key_that_may_be_speech_is_not_shown(place):
    """People paste columns into the wrong place; what they paste stays out of logs, even as a key."""
    document = copy.deepcopy(small())
    spot = document
    for step in place:
        spot = spot[step]
    if isinstance(spot, dict):
        spot[SECRET] = 1
        assert SECRET not in str(validation.faults(document, "rating-sheet"))
        assert validation.faults(document, "rating-sheet") or place in {("provenance",)}


def test_an_unexpected_key_of_a_program_is_shown_with_those_allowed():
    """A misspelt key is named, so that it can be found."""
    record = {"id": 1, "mentions": [], "markers": [], "reference_level": 0, "reference_level_75": 0}
    (fault,) = validation.faults(record | {"model_name": "x"}, "highlight-record")
    allowed = "'id', 'mentions', 'markers', 'reference_level', 'reference_level_75', 'notes'"
    assert fault.message == f"Not allowed here: 'model_name'. Allowed: {allowed}."


def test_missing_keys_are_one_fault():
    """An object that lacks several keys is told once."""
    (fault,) = validation.faults({}, "rate-request")
    assert (fault.path, fault.message) == ("$", "Keys are missing: 'id', 'question', 'answer'.")


def test_the_message_of_a_type_says_what_it_must_be():
    """Types are named as a person would."""
    faults = validation.faults({"id": [], "text": 3, "question": 3}, "highlight-request")
    assert [(fault.path, fault.message) for fault in faults] == [
        ("$.id", "This must be a string or a whole number."),
        ("$.question", "This must be a string or null."),
        ("$.text", "This must be a string."),
    ]


def test_places_read_as_json_paths():
    """Positions in brackets, plain keys with a dot, levels quoted, and speech hidden."""
    assert json_path(["turns", 3, "role"]) == "$.turns[3].role"
    assert json_path(["distribution", "-1"]) == '$.distribution["-1"]'
    assert json_path(["options", "My mother"]) == "$.options[?]"


@pytest.mark.parametrize(
    "document", [{}, {"schema": "urn:other:1"}, {"schema": 3}, {"schema": SECRET}, [], "x", None, 3]
)
def test_a_document_that_names_no_known_schema_is_a_fault(document):
    """It is told where the name must stand, and which are known, and the name it gave is not repeated."""
    (fault,) = validation.faults(document)
    assert fault.path in {"$", "$.schema"}
    assert SECRET not in fault.message
    if isinstance(document, dict):
        assert "urn:rf-scorer:schema:rating-sheet:1" in fault.message


def test_a_document_chooses_its_schema_by_its_key():
    """Nobody has to say what a sheet is."""
    document = small()
    document["mentions"][0]["end"] = 28
    assert [fault.path for fault in validation.faults(document)] == ["$.mentions[0].text"]


def test_the_callers_choice_wins_over_the_documents():
    """A sheet held against the transcript's schema fails at its key."""
    assert "$.schema" in {fault.path for fault in validation.faults(small(), "transcript")}


def test_an_unknown_schema_is_the_callers_error():
    """A wrong name on the command line is not a fault of the document."""
    with pytest.raises(UnknownName):
        validation.faults({}, "sheet")


def test_endless_nesting_is_a_fault_not_a_crash():
    """A thousand levels exhaust neither stack nor patience."""
    document = []
    for _ in range(5000):
        document = [document]
    assert [fault.rule for fault in validation.faults(document, "transcript")] == ["depth"]


@pytest.mark.parametrize(
    ("value", "rule"), [("\ud83d", "characters"), (float("inf"), "number"), (float("nan"), "number")]
)
def test_what_cannot_be_written_is_a_fault(value, rule):
    """Halves of characters and infinite numbers would break whoever writes the document next."""
    assert [fault.rule for fault in validation.faults({"id": 1, "text": value}, "highlight-request")] == [rule]


def test_faults_beyond_a_hundred_are_counted():
    """A file of the wrong kind does not flood the terminal."""
    document = {"schema": "urn:rf-scorer:schema:transcript:1", "turns": [{"role": "nobody"}] * 300}
    found = validation.faults(document)
    assert len(found) == validation.MAX_FAULTS + 1
    assert found[-1].message == "500 more faults are not listed."


def test_faults_come_in_the_documents_order():
    """Position 10 comes after position 9, not after position 1."""
    turns = [{"role": "nobody", "text": "x"}] * 12
    found = validation.faults({"schema": "urn:rf-scorer:schema:transcript:1", "turns": turns})
    assert [fault.path for fault in found] == [f"$.turns[{index}].role" for index in range(12)]


def test_a_value_that_json_does_not_have_is_a_fault() -> None:
    """A date, as TOML has them, is told as a fault rather than breaking the validator."""
    (fault,) = validation.faults({"schema": "urn:rf-scorer:schema:protocol:1", "version": date(2026, 1, 1)})
    assert (fault.path, fault.rule) == ("$", "type")
