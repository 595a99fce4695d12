"""Invented short answers as further questions: what is read, and what is refused."""

from __future__ import annotations

import json

import pytest

from rf_scorer.errors import InvalidDocument, ResourceMissing
from rf_scorer.rating import companions

GOOD = {
    "id": "sa-0001",
    "participant": "c-00001",
    "story_id": "st-001",
    "story": "Zwickelmond sulks.",
    "question": "Why?",
    "answer": "He lost.",
    "rating": 1,
}


def _lines(*changes: dict[str, object]) -> bytes:
    return "".join(json.dumps(GOOD | change) + "\n" for change in changes).encode()


def test_the_shipped_ones_are_read():
    """Hundreds of stories with one question each, scored on the whole scale, every answer by another invented child."""
    found = companions.read()
    assert len(found) == len(found.ratings) == len(found.groups) == len(found.stories) > 3000
    assert len(set(found.groups)) == len(found)
    assert len(set(found.stories)) > 200
    assert set(found.ratings) == set(companions.LEVELS)
    assert all(set(record) == {"id", "question", "answer"} for record in found.records)


def test_what_is_read_stands_in_order():
    """Records, ratings, children and stories belong together, line by line; the digest is the bytes'."""
    data = _lines({}, {"id": "sa-0002", "participant": "c-00002", "answer": "He won.", "rating": 0})
    found = companions.read(data)
    assert [record["answer"] for record in found.records] == ["He lost.", "He won."]
    assert found.ratings == (1.0, 0.0)
    assert found.groups == ("c-00001", "c-00002")
    assert found.stories == ("st-001", "st-001")
    assert found.sha256 != companions.read(_lines({})).sha256


@pytest.mark.parametrize("change", [{"rating": 3}, {"rating": 0.5}, {"rating": "1"}, {"more": 1}])
def test_a_line_at_fault_is_told_by_its_place(change):
    """A rating off the scale and a key too many are told by the line, never by what it holds."""
    with pytest.raises(InvalidDocument) as told:
        companions.read(_lines({}, change), where="answers.jsonl")
    assert "answers.jsonl:2" in str(told.value)
    assert "Zwickelmond" not in str(told.value)


def test_a_lacking_key_is_told():
    """A line without a story is refused."""
    with pytest.raises(InvalidDocument, match="lacks a key"):
        companions.read(json.dumps({key: value for key, value in GOOD.items() if key != "story"}).encode())


def test_answers_that_were_not_installed_are_told(tmp_path, monkeypatch):
    """Where the file is missing the message says what to do."""
    monkeypatch.setattr(companions, "short_answers", lambda: tmp_path)
    with pytest.raises(ResourceMissing, match="Install again"):
        companions.read()
