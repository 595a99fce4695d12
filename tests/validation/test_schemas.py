"""The schemas themselves."""

import re

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


#: Keywords that every validator of 2020-12 knows, by the type of value that each is about; None for all.
KEYWORDS = {
    **dict.fromkeys(("$schema", "$id", "$ref", "$defs", "title", "description", "type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else")),
    **dict.fromkeys(("properties", "patternProperties", "additionalProperties", "propertyNames", "required", "dependentRequired", "minProperties", "maxProperties"), "object"),
    **dict.fromkeys(("items", "minItems", "maxItems", "uniqueItems", "contains"), "array"),
    **dict.fromkeys(("minLength", "maxLength", "pattern"), "string"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), "number"),
}  # fmt: skip

#: Those whose schemas are about the same value.
WITHIN = {"allOf", "anyOf", "oneOf", "not", "if", "then", "else"}


def strict_faults(node, place="#", above=()):
    """What ajv's strict mode, which others' programs may run in, refuses to compile: where, and why."""
    kinds = node.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if len(set(kinds) - {"null"}) > 1:
        yield place, "several types in one schema"
    types = {"number" if kind == "integer" else kind for kind in (*kinds, *above)}
    for key, value in node.items():
        if key not in KEYWORDS:
            yield place, f"unknown keyword {key}"
        elif KEYWORDS[key] is not None and KEYWORDS[key] not in types:
            yield place, f"{key} without its type"
        if key == "$ref" and not value.startswith("#/$defs/"):
            yield place, "a reference to another schema"
        if key == "required":
            yield from (
                (place, f"{name} is required and no property")
                for name in value
                if name not in node.get("properties", ())
            )
        for name, below in _below(key, value):
            if isinstance(below, dict):
                same = ("string",) if key == "propertyNames" else types if key in WITHIN else ()
                yield from strict_faults(below, f"{place}/{name}", same)


def _below(key, value):
    """The schemas in a keyword, each with its name."""
    if key in {"properties", "patternProperties", "$defs"}:
        return [(f"{key}/{name}", part) for name, part in value.items()]
    if isinstance(value, list):
        return [(f"{key}/{number}", part) for number, part in enumerate(value)]
    return (
        [(key, value)] if key in WITHIN or key in {"items", "additionalProperties", "propertyNames", "contains"} else []
    )


@pytest.mark.parametrize("name", NAMES)
def test_strict_validators_of_other_languages_take_a_schema(name):
    """Each stands for itself and compiles in ajv's strict mode, so that a program in JavaScript or R can use it as it is."""
    assert list(strict_faults(validation.schema(name))) == []


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": ["string", "integer"]}, "several types"),
        ({"minItems": 1}, "without its type"),
        ({"type": "object", "oneOf": [{"required": ["a"]}], "properties": {"a": True}}, "no property"),
        ({"type": "object", "propertees": {}}, "unknown keyword"),
        ({"$ref": "urn:rf-scorer:schema:rating:1"}, "another schema"),
        ({"type": "array", "items": {"anyOf": [{"maxLength": 3}]}}, "without its type"),
    ],
)
def test_what_strict_validators_refuse_would_be_seen(schema, told):
    """The rules above find each kind of fault."""
    assert any(told in why for _, why in strict_faults(schema))


@pytest.mark.parametrize("name", NAMES)
def test_patterns_mean_the_same_elsewhere(name):
    """They hold to what JavaScript and Python read alike: no classes of letters or digits, which hold other alphabets in one of them alone."""
    assert [one for one in patterns(validation.schema(name)) if re.search(r"\\[wWdDbBAZ]|\(\?[^!:=]", one)] == []


def patterns(node):
    """Every pattern in a schema."""
    if isinstance(node, list):
        for part in node:
            yield from patterns(part)
    elif isinstance(node, dict):
        yield from node.get("patternProperties", {}) if isinstance(node.get("patternProperties"), dict) else ()
        for key, part in node.items():
            if key == "pattern" and isinstance(part, str):
                yield part
            else:
                yield from patterns(part)
