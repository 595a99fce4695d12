"""The schemas themselves."""

import jsonschema
import pytest

from rf_scorer import domain, validation
from rf_scorer.errors import UnknownName
from rf_scorer.validation.catalogue import PREFIX

NAMES = validation.schema_names()
OURS = (
    "highlight-record",
    "highlight-request",
    "manifest",
    "rate-record",
    "rate-request",
    "rating-sheet",
    "transcript",
)


def parts(schema, place="$"):
    """Every (place, subschema) of a schema that describes a property."""
    for key, below in schema.get("properties", {}).items():
        yield f"{place}.{key}", below
        yield from parts(below, f"{place}.{key}")
    if isinstance(schema.get("items"), dict):
        yield from parts(schema["items"], f"{place}[]")
    for below in schema.get("$defs", {}).values():
        yield from parts(below, f"{place}.$defs")


def objects(schema):
    """Every subschema of an object with named keys."""
    if "properties" in schema:
        yield schema
    for below in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), schema.get("items")):
        if isinstance(below, dict):
            yield from objects(below)


def test_our_documents_all_have_a_schema():
    """Nothing is written that cannot be checked."""
    assert set(OURS) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name):
    """It satisfies the metaschema of JSON Schema 2020-12 and has its name and version as id."""
    schema = validation.schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{PREFIX}{name}:1"


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_described(name):
    """Who reads the schema alone learns what every key means."""
    assert [place for place, part in parts(validation.schema(name)) if not part.get("description")] == []


@pytest.mark.parametrize("name", OURS)
def test_what_is_not_described_is_not_allowed(name):
    """A misspelt key is a fault, except in requests, which may carry the caller's own columns."""
    whole = validation.schema(name)
    for part in objects(whole):
        open_to_callers = part is whole and name.endswith("-request")
        assert part["additionalProperties"] is open_to_callers


@pytest.mark.parametrize("name", ["rating-sheet", "transcript", "manifest"])
def test_a_document_says_what_it_is(name):
    """The schema key is required, comes first, and names this very schema."""
    schema = validation.schema(name)
    assert next(iter(schema["properties"])) == "schema" == schema["required"][0]
    assert schema["properties"]["schema"]["const"] == schema["$id"]


def test_enums_are_those_of_the_domain():
    """A category, holder, flag, family, role or state that is added in one place must be added in the other."""
    sheet = validation.schema("rating-sheet")["properties"]
    record = validation.schema("highlight-record")["properties"]
    turn = sheet["transcript"]["properties"]["turns"]["items"]["properties"]
    passage = sheet["passages"]["items"]["properties"]
    for mention in (sheet["mentions"]["items"]["properties"], record["mentions"]["items"]["properties"]):
        assert mention["category"]["enum"] == list(domain.CATEGORIES)
        assert mention["holder"]["enum"] == list(domain.HOLDERS)
        assert mention["flags"]["items"]["enum"] == list(domain.FLAGS)
    for marker in (sheet["markers"]["items"]["properties"], record["markers"]["items"]["properties"]):
        assert marker["family"]["enum"] == list(domain.MARKER_FAMILIES)
    assert turn["role"]["enum"] == [role.value for role in domain.Role]
    assert passage["state"]["enum"] == [state.value for state in domain.PassageState]
    assert passage["role"]["enum"] == [role.value for role in domain.QuestionRole]
    assert sheet["notes"]["items"]["properties"]["severity"]["enum"] == [level.value for level in domain.Severity]


def test_sheets_and_transcripts_describe_turns_alike():
    """A turn that a sheet may hold, a transcript document may hold: word counts are all that a sheet adds."""
    alone = validation.schema("transcript")["properties"]
    within = validation.schema("rating-sheet")["properties"]["transcript"]["properties"]
    ours, theirs = within["turns"]["items"]["properties"], alone["turns"]["items"]["properties"]
    assert set(ours) - set(theirs) == {"words"}
    assert set(theirs) <= set(ours)
    assert within["speakers"] == alone["speakers"]
    assert within["notes"] == alone["notes"]
    assert within["source"]["properties"] == alone["source"]["properties"]


def test_an_unknown_schema_is_told_with_those_that_are_known():
    """A typing error is mended without opening the documentation."""
    with pytest.raises(UnknownName, match="rating-sheet"):
        validation.schema("rating-shet")


def test_a_schema_is_the_callers_own_copy():
    """Nobody can spoil the validator by changing what was handed out."""
    validation.schema("transcript")["required"].append("spoilt")
    assert "spoilt" not in validation.schema("transcript")["required"]
