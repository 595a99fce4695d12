"""What a person decides about alignment wins."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import transcript

from rf_scorer import protocols
from rf_scorer.errors import AlignmentError

SCHEMA = "urn:rf-scorer:schema:alignment:1"
TOLD = transcript(
    ("I", "So, the boat."),
    ("P", "It sank."),
    ("I", "As a child, did you ever feel rejected?"),
    ("P", "Once."),
    ("I", "And the shed?"),
    ("P", "Gone."),
)


def align(*turns: dict[str, Any], **more: Any) -> protocols.Alignment:
    return protocols.align(TOLD, protocols.load("aai"), override={"schema": SCHEMA, "turns": list(turns), **more})


def test_questions_by_turn_and_by_line() -> None:
    """Turns named by index or by line ask what the override says, with full confidence and its own method."""
    found = align({"turn": 0, "question": "aai.3"}, {"line": 5, "question": "aai.10", "also": ["aai.11"]}).passages
    assert [(p.question_id, p.method, p.confidence) for p in (found[0], found[2])] == [
        ("aai.3", "override", 1.0),
        ("aai.10", "override", 1.0),
    ]
    assert found[2].merged == ("aai.11",)
    assert found[1].question_id == "aai.8"


def test_follow_up_outside_and_exclude() -> None:
    """A question can be made a follow-up, a turn can begin a passage of its own, and a turn can belong nowhere."""
    found = align({"turn": 2, "follow_up": True}, {"turn": 4, "outside": True}, {"turn": 3, "exclude": True}).passages
    assert [(p.question_id, p.asking, p.answering) for p in found[:2]] == [(None, (0, 2), (1,)), (None, (4,), (5,))]


def test_without_a_protocol() -> None:
    """Without a protocol a named turn begins a passage, and a follow-up joins the one before."""
    document = {"schema": SCHEMA, "turns": [{"turn": 2, "follow_up": True}]}
    found = protocols.align(TOLD, None, override=document).passages
    assert [(p.asking, p.answering) for p in found] == [((0, 2), (1, 3)), ((4,), (5,))]


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({"turn": 99, "question": "aai.3"}, "$.turns[0].turn"),
        ({"line": 99, "question": "aai.3"}, "$.turns[0].line"),
        ({"turn": 1, "question": "aai.3"}, "$.turns[0]"),
        ({"turn": 0, "question": "aai.99"}, "$.turns[0].question"),
        ({"turn": 0, "question": "aai.3", "also": ["x"]}, "$.turns[0].also[0]"),
        ({"turn": 0}, "$.turns[0]"),
        ({"turn": 0, "question": "aai.3", "exclude": True}, "$.turns[0]"),
        ({"turn": 0, "why": "no"}, "$.turns[0]"),
    ],
)
def test_faults_are_placed(entry: dict[str, Any], path: str) -> None:
    """A fault is an error with its path in the override, without a value."""
    with pytest.raises(AlignmentError) as caught:
        align(entry)
    assert path in str(caught.value)
    assert "aai.99" not in str(caught.value)


def test_all_faults_at_once() -> None:
    """A wrong protocol, a changed transcript and a turn that is named twice are reported together."""
    with pytest.raises(AlignmentError) as caught:
        align({"turn": 0, "exclude": True}, {"turn": 0, "exclude": True}, protocol="pdi", sha256="1" * 64)
    assert all(part in str(caught.value) for part in ("$.protocol", "$.sha256", "$.turns[1]", "3 faults"))


def test_found_beside_the_transcript(tmp_path: Path) -> None:
    """The override beside a transcript is found by the stem or the whole name; two are refused; none is none."""
    path = tmp_path / "a.txt"
    assert protocols.find_override(path) is None
    document = {"schema": SCHEMA, "turns": []}
    (tmp_path / "a.align.json").write_text(json.dumps(document), encoding="utf-8")
    assert protocols.find_override(path) == document
    (tmp_path / "a.txt.align.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(AlignmentError, match="Two alignment overrides"):
        protocols.find_override(path)


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": "x", "turns": []}', '{"turns": NaN}'])
def test_a_broken_override_is_an_error(tmp_path: Path, content: str) -> None:
    """An override that is not JSON or not of the schema is refused with its name."""
    (tmp_path / "a.align.json").write_text(content, encoding="utf-8")
    with pytest.raises(AlignmentError) as caught:
        protocols.find_override(tmp_path / "a.txt")
    assert "a.align.json" in str(caught.value)
