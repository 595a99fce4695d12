"""The overall model's file."""

from __future__ import annotations

import copy
import hashlib
import json

import pytest
from overalls import LEVELS, interview, model

from rf_scorer import jsonio, resources
from rf_scorer.errors import InvalidDocument
from rf_scorer.rating.overall import load, modelfile
from rf_scorer.rating.overall.summary import SET, summarise


@pytest.fixture
def document():
    """A model's document."""
    return modelfile.document(model())


def _read(folder, document):
    jsonio.write_text(folder / modelfile.FILE, jsonio.dumps(document), force=True)
    return load(folder)


def test_what_is_read_back_judges_alike(tmp_path, document):
    """The file says all there is, readable; its digest is that of its bytes."""
    found = _read(tmp_path, document)
    summary = summarise(interview("dddpp", [2.0, 5.0, 6.0, 3.0, 4.0]), LEVELS)
    assert found.judge(summary).expected == pytest.approx(model().judge(summary).expected)
    assert found.strata == model().strata
    assert found.assumptions == model().assumptions
    assert found.sha256 == hashlib.sha256((tmp_path / modelfile.FILE).read_bytes()).hexdigest()
    assert found.provenance["sha256"] == found.sha256
    assert found.provenance["summary_set"] == SET
    assert modelfile.document(found) == document


def test_the_shipped_one_goes_with_the_shipped_model():
    """It was made for the suggestions of the rating model beside it: a new one needs a new overall model."""
    folder = resources.folder("models") / "rf_passage"
    found = load("rf_passage")
    assert found.passage_sha256 == hashlib.sha256((folder / "model.json").read_bytes()).hexdigest()
    assert found.assumptions
    assert "not on rated interviews" in found.provenance["training"]


def test_no_file_is_no_model(tmp_path):
    """A rating model need not have one."""
    assert load(tmp_path) is None


@pytest.mark.parametrize(
    ("key", "value"), [("format", 2), ("format", True), ("kind", "ridge"), ("summary_set", "overall-0")]
)
def test_another_format_or_set_is_refused(tmp_path, document, key, value):
    """Numbers of another set under the same names would be misread: the message says which key and what next."""
    with pytest.raises(InvalidDocument, match=key) as caught:
        _read(tmp_path, document | {key: value})
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("thresholds",), [0.0] * 10),
        (("thresholds",), "many"),
        (("clip",), -1),
        (("clip",), True),
        (("interval", "coverage"), 1.2),
        (("interval", "strata"), []),
        (("summaries", "demand_mean", "coefficient"), -0.3),
        (("summaries", "demand_mean", "mean"), 10**400),
        (("summaries", "demand_mean"), None),
        (("scale", "minimum"), 0.5),
        (("passage_model", "sha256"), 7),
        (("training", "seed"), [1]),
        (("assumptions", "within"), "wide"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, document, path, value):
    """A weight against its sign, numbers that cannot be, other types: one message, and none of it runs."""
    spoilt = copy.deepcopy(document)
    spot = spoilt
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    (tmp_path / modelfile.FILE).write_text(json.dumps(spoilt), encoding="utf-8")
    with pytest.raises(InvalidDocument):
        load(tmp_path)


def test_a_missing_or_strange_part_is_refused(tmp_path, document):
    """As are files that are something else altogether."""
    del document["thresholds"]
    with pytest.raises(InvalidDocument, match="missing"):
        _read(tmp_path, document)
    with pytest.raises(InvalidDocument, match="not an overall model"):
        _read(tmp_path, [1])
    (tmp_path / modelfile.FILE).write_bytes(b" " * 1_000_002)
    with pytest.raises(InvalidDocument, match="which no overall model has"):
        load(tmp_path)
