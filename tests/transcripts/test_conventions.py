"""What in a turn is not the speaker's own words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.transcripts.conventions import asides, masked, word_count


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{{Husband}}", "code"),
        ("{{second husband}}", "code"),
        ("{{Baby}}", "code"),
        ("[Company 1]", "code"),
        ("{{5 seconds}}", "pause"),
        ("(5.0)", "pause"),
        ("(.)", "pause"),
        ("[long pause]", "pause"),
        ("{{laughs}}", "event"),
        ("((clears her throat))", "event"),
        ("{{dog barks}}", "event"),
        ("[00:12:31]", "event"),
        ("(mhm)", "interjection"),
        ("(yeah, okay)", "interjection"),
        ("[inaudible]", "inaudible"),
        ("[inaudible 00:12:31]", "inaudible"),
        ("[?]", "inaudible"),
        ("xxx", "inaudible"),
        ("________", "inaudible"),
        ("<inaudible>", "inaudible"),
        ("<laughs>", "event"),
        ("[scoffs]", "event"),
        ("[tape fades out, end of side one]", "event"),
        ("(END OF SIDE 1)", "event"),
        ("(TAPE 2, SIDE 1)", "event"),
        ("[foreign language]", "event"),
        ("{{sic}}", "sic"),
        ("//", "cut"),
    ],
)
def test_each_convention_has_its_kind(text: str, kind: str) -> None:
    """A transcriber's mark between words is found whole, with its kind."""
    (found,) = asides(f"we went {text} home")
    assert ("we went " + text + " home")[found.start : found.end] == text
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "(I was six then)",
        "(1985)",
        "(my mother's sister, that is)",
        "<b>so</b>",
        "by my side (one of us was)",
        "a < b > c",
        "see http://a.example/b",
        "a / b",
    ],
)
def test_own_parentheses_stay(text: str) -> None:
    """What a speaker says in parentheses, a year, and a web address are the speaker's own words."""
    assert asides(text) == ()


@given(st.text(alphabet="ab .()[]{}<>_/?xX1:", max_size=200))
def test_masking_keeps_every_offset(text: str) -> None:
    """Asides are ordered, do not overlap, and masking changes nothing else and no length."""
    found = asides(text)
    blank = masked(text, found)
    assert len(blank) == len(text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    inside = {place for aside in found for place in range(aside.start, aside.end)}
    assert all(blank[place] == (" " if place in inside else text[place]) for place in range(len(text)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I didn't, um, know.", 4),
        ("{{Husband}} said {{laughs}} no (mhm) . . {{5 seconds}} never //", 4),
        ("-- ... !", 0),
        ("", 0),
        ("it was [inaudible] 1985 (well, (mhm) maybe)", 5),
    ],
)
def test_words_are_counted_as_spoken(text: str, words: int) -> None:
    """Contractions and fillers are a word each, a name's code too; punctuation and the transcriber's notes are none."""
    assert word_count(text) == words
