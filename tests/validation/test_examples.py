"""Example documents, found by walking: a new one needs no line here.

``tests/schemas/<schema>/valid/*.json`` are documents. ``invalid/*.json`` hold ``fails``, the list of (path, rule) that
must be found and no other, and the ``document``; or, for a long document, ``like`` (a valid one), the path to
``change`` in it, and what it is changed ``to`` (or ``remove``). An invalid file without ``fails`` is the document
itself and must have some fault.
"""

import json
from pathlib import Path

import pytest

from rf_scorer import validation
from rf_scorer.validation import catalogue

EXAMPLES = Path(__file__).parents[1] / "schemas"
VALID = sorted(EXAMPLES.glob("*/valid/*.json"))
INVALID = sorted(EXAMPLES.glob("*/invalid/*.json"))


def name(path):
    """Shorter ids for pytest."""
    return str(path.relative_to(EXAMPLES))


def load(path):
    """The document of an example, and the faults it must have (None for some)."""
    example = json.loads(path.read_text(encoding="utf-8"))
    if path.parent.name == "valid" or not isinstance(example, dict) or "fails" not in example:
        return example, None
    if "like" not in example:
        return example["document"], example["fails"]
    document = json.loads((path.parents[1] / "valid" / example["like"]).read_text(encoding="utf-8"))
    spot = document
    for step in example["change"][:-1]:
        spot = spot[step]
    if example.get("remove"):
        del spot[example["change"][-1]]
    else:
        spot[example["change"][-1]] = example["to"]
    return document, example["fails"]


@pytest.mark.parametrize("path", VALID, ids=name)
def test_a_valid_example_has_no_fault(path):
    """Documents that must be accepted are."""
    document, _ = load(path)
    assert validation.faults(document, path.parents[1].name) == ()


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_example_fails_where_it_says(path):
    """Every fault that the example states is found, in that order, and no other."""
    document, fails = load(path)
    found = validation.faults(document, path.parents[1].name)
    assert found
    if fails is not None:
        assert [[fault.path, fault.rule] for fault in found] == fails


@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=name)
def test_the_quick_validator_and_the_judge_agree(path):
    """The fast first pass never accepts what jsonschema refuses, nor the other way round."""
    document, _ = load(path)
    schema = path.parents[1].name
    assert catalogue.quick(schema).is_valid(document) == catalogue.judge(schema).is_valid(document)


@pytest.mark.parametrize("schema", validation.schema_names())
def test_every_schema_has_examples_of_both_kinds(schema):
    """A schema nobody tried is not a schema."""
    assert list((EXAMPLES / schema / "valid").glob("*.json"))
    assert list((EXAMPLES / schema / "invalid").glob("*.json"))
