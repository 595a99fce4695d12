"""Rating sheets as documents."""

import dataclasses
import json
from pathlib import Path

import pytest

from rf_scorer import jsonio, validation
from rf_scorer.documents import NOTE_ON_AGGREGATES, NOTICE, document_text, sheet_document

GOLDEN = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"


def test_the_example_sheet_is_what_this_program_writes(sheet):
    """The golden example changes only when somebody means it to: it is compared byte by byte."""
    assert document_text(sheet_document(sheet)) == GOLDEN.read_text(encoding="utf-8")


def test_a_sheet_satisfies_its_schema(sheet):
    """What is written has no fault."""
    assert validation.faults(sheet_document(sheet)) == ()


def test_keys_stand_in_the_order_of_the_schema(sheet):
    """A reader finds the kind of document first, and everything else where the schema has it."""
    assert list(sheet_document(sheet)) == list(validation.schema("rating-sheet")["properties"])


def test_every_mark_says_what_stands_at_its_offsets(sheet):
    """The text of a mention or marker is cut out of the source text, not taken from the turn."""
    document = sheet_document(sheet)
    text = document["transcript"]["text"]
    marks = [*document["mentions"], *document["markers"]]
    assert len(marks) > 40
    assert all(mark["text"] == text[mark["start"] : mark["end"]] for mark in marks)


def test_marks_are_ordered_by_start_even_where_turns_are_not(sheet):
    """Formats with one tier a speaker give turns out of the text's order; the document's marks are in it."""
    turned = dataclasses.replace(sheet, mentions=sheet.mentions[::-1], markers=sheet.markers[::-1])
    assert sheet_document(turned)["mentions"] == sheet_document(sheet)["mentions"]


def test_a_marker_names_the_mentions_that_carry_it(sheet):
    """Positions within a turn become ids of this sheet, and lead to mentions of the same turn."""
    document = sheet_document(sheet)
    mentions = {mention["id"]: mention for mention in document["mentions"]}
    named = [(marker, mentions[name]) for marker in document["markers"] for name in marker["mentions"]]
    assert len(named) > 8
    assert all(mention["turn"] == marker["turn"] for marker, mention in named)
    assert all(marker["start"] <= mention["start"] < marker["end"] for marker, mention in named)


def test_a_passage_reaches_as_high_as_its_mentions(sheet):
    """The level of a passage is the highest of its mentions; words without a mention stand on 1, silence on 0."""
    document = sheet_document(sheet)
    for passage in document["passages"]:
        levels = [mention["level"] for mention in document["mentions"] if mention["passage"] == passage["id"]]
        counted = [level for level in levels if level is not None]
        assert passage["reference_level"] == max(counted, default=1 if passage["words"] else 0)
    assert {passage["reference_level"] for passage in document["passages"]} == {0, 1, 3, 5}


def test_words_of_a_passage_are_those_of_its_answers(sheet):
    """Only the participant's words count."""
    document = sheet_document(sheet)
    turns = document["transcript"]["turns"]
    for passage in document["passages"]:
        assert passage["words"] == sum(turns[index]["words"] for index in passage["answering"])


def test_the_notices_are_in_the_document(sheet):
    """No sheet leaves without saying what it is not."""
    document = sheet_document(sheet)
    assert document["provisional"] == NOTICE
    assert document["overall"]["note"] == NOTE_ON_AGGREGATES


@pytest.mark.parametrize(
    ("training", "said"),
    [
        ("trained on invented exemplars, not on human-rated interviews", "trained on invented examples"),
        (
            "60 interviews of this lab, double-coded.",
            "The rating model says of its training: 60 interviews of this lab",
        ),
        ("unknown", "What the rating model was trained on is not stated."),
    ],
)
def test_the_notice_says_what_the_model_was_trained_on(sheet, training, said):
    """A lab's own model is not said to be trained on invented examples, nor the shipped one on anything else."""
    other = dataclasses.replace(sheet, provenance={"rating.training": training})
    assert said in sheet_document(other)["provisional"]
    assert sheet_document(other)["provisional"].startswith("Suggestions are provisional")


def test_without_a_protocol_the_passages_have_no_topic(sheet):
    """Every exchange is a passage, and none has a question."""
    bare = dataclasses.replace(
        sheet,
        protocol=None,
        passages=tuple(dataclasses.replace(p, question_id=None, confidence=None) for p in sheet.passages),
    )
    document = sheet_document(bare)
    assert document["protocol"] is None
    assert {passage["topic"] for passage in document["passages"]} == {None}
    assert validation.faults(document) == ()


def test_the_written_mean_is_that_of_the_written_distribution(sheet):
    """A reader who recomputes the mean from the document finds it."""
    for made in sheet_document(sheet)["suggestions"]:
        if made["distribution"]:
            mean = sum(int(level) * p for level, p in made["distribution"].items())
            assert abs(mean - made["expected"]) <= 5e-7


def test_the_document_is_plain_json(sheet):
    """Writing and reading gives the same document: no tuple, no enum, no key that is not a string."""
    document = sheet_document(sheet)
    assert json.loads(jsonio.dumps(document)) == document
    assert json.loads(document_text(document)) == document


def test_the_text_of_a_document_has_a_row_a_line(sheet):
    """Who compares two sheets sees which turn or mention differs."""
    document = sheet_document(sheet)
    lines = document_text(document).splitlines()
    for row in (*document["transcript"]["turns"], *document["mentions"], *document["suggestions"]):
        assert sum(json.loads(line.rstrip(",")) == row for line in lines if line.lstrip().startswith('{"')) == 1


def test_no_infinity_is_written():
    """A number that is none is our bug, and stops the writing."""
    with pytest.raises(ValueError, match="JSON compliant"):
        document_text({"a": [{"b": float("inf")}]})
