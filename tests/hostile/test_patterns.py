"""No regular expression of the package takes much longer than its text is long, whatever the text."""

from __future__ import annotations

import itertools
from functools import cache

import pytest
from patterns import Found, Pattern, TooSlow, collected, hard_strings, seconds

#: Characters of the first strings; seconds after which one is tried again at a length at which squares show, and what it may take there.
_SHORT, _NOTABLE, _LONG, _MOST = 1_000, 0.003, 40_000, 4.0
#: Patterns whose texts are bounded where they are used, by how many characters, with room.
_BOUNDED = {
    "rf_scorer.language.examples._BRACKET": 2_000,  # examples of the codebook that ships
    "rf_scorer.privacy.kinds._ANIMAL_AFTER": 200,  # what stands to the right of a name
    "rf_scorer.privacy.relations._LISTED": 200,
    "rf_scorer.transcripts.readers.front_matter._CODE": 200,
}


@cache
def _known() -> dict[Pattern, Found]:
    return collected()


def test_the_patterns_are_found() -> None:
    """Those that modules hold, those of schemas, those in calls and those that are built are among them."""
    places = {found.where for found in _known().values()}
    assert len(places) > 150
    assert "rf_scorer.protocols.matching._NUMBER" in places
    assert any(place.startswith("schema ") for place in places)
    assert any(place.startswith("protocols/session.py:") for place in places)
    assert any(place.startswith("protocols/similarity.py:") for place in places)


def test_a_pattern_that_blows_up_would_be_seen() -> None:
    """Nested, adjacent and unanchored repetitions are found out by strings made of their own pieces."""
    for source, flags in (
        ("(a+)+$", 0),
        (r"\s*,?\s*,?\s*x", 0),
        (r"[.!?]+['\"]*\s+", 0),
        (r"^(\w+\s?)*$", 0),
        (b"(?:x+y?)*z", 0),
    ):
        assert _worst((source, flags), Found("here"), most=0.8) is not None


def test_a_pattern_that_does_not_is_left_alone() -> None:
    """Plain repetitions, however long the text."""
    for source in (r"\w+", r"[.!?]++\s", r"(?:\d{1,3}\.){3}\d", "a|b|c"):
        assert _worst((source, 0), Found("here")) is None


def test_no_pattern_of_ours_blows_up() -> None:
    """Each on strings of its own pieces, repeated, with and without an end that spoils the match: a text forty times as long stays within seconds."""
    slow = {}
    for pattern, found in _known().items():
        worst = _worst(pattern, found)
        if worst is not None:
            slow[found.where] = worst
    assert slow == {}


def _worst(pattern: Pattern, found: Found, *, most: float = _MOST) -> str | None:
    """The beginning of a string that takes too long; None where there is none."""
    bound = _BOUNDED.get(found.where)
    for number, string in enumerate(hard_strings(pattern, bound or _SHORT)):
        try:
            took = seconds(pattern, string, uses=found.uses, limit=most)
            if bound is None and took > _NOTABLE:
                (longer,) = itertools.islice(hard_strings(pattern, _LONG), number, number + 1)
                seconds(pattern, longer, uses=found.uses, limit=most)
        except TooSlow:
            return string[:40]
    return None


@pytest.mark.parametrize("text", ["." * 200_000, " " * 200_000, "a'" * 100_000, "(m" * 100_000, "?! " * 70_000])
def test_a_talk_of_nothing_but_signs_is_read_quickly(text: str) -> None:
    """What several patterns see one after another: a turn of signs, blanks or apostrophes."""
    from rf_scorer.transcripts.document import Document
    from rf_scorer.transcripts.reading import read_document

    transcript = read_document(Document("a.txt", f"I: Why?\nP: well {text} so\nI: And?\nP: Yes.\n".encode()))
    assert len(transcript.turns) == 4
