"""Bids in therapy sessions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import transcript

from rf_scorer import protocols
from rf_scorer.protocols.session import BidMatcher

#: What bids are worded with.
WORDS = sorted(
    {
        word.strip(".…")
        for question in protocols.load("session").questions
        for wording in question.wordings
        for word in wording.split()
    }
)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("And how did that make you feel?", "session.feelings"),
        ("What was that like for you, when she left?", "session.feelings"),
        ("What do you think was going on in his mind?", "session.other-mind"),
        ("How do you think your sister felt about that?", "session.other-mind"),
        ("Why do you think that happened?", "session.reasons"),
        ("What made you turn round at the door?", "session.reasons"),
        ("What went through your mind?", "session.thoughts"),
        ("What do you make of that?", "session.thoughts"),
        ("How has that changed since the spring?", "session.change"),
        ("Tell me more about the evening.", "session.open"),
        ("I wonder what that was like for you.", "session.feelings"),
        ("How many days a week do you work?", "session.information"),
    ],
)
def test_kinds_of_bid(said: str, kind: str) -> None:
    """A therapist's turn opens a passage of its kind, with the kind's role."""
    protocol = protocols.load("session")
    (passage,) = protocols.align(transcript(("I", said), ("P", "Well, it was late.")), protocol).passages
    question = protocol.question(kind)
    assert question is not None
    assert (passage.question_id, passage.role) == (kind, question.role)


@pytest.mark.parametrize(
    "said", ["Mhm, right.", "So you were late again.", "Is that so?", "You told him how you feel about it."]
)
def test_turns_that_bid_for_nothing_continue(said: str) -> None:
    """Acknowledgements, reflections and tags continue the passage before them."""
    told = transcript(("I", "How did you feel?"), ("P", "Tired."), ("I", said), ("P", "Yes, I was."))
    (passage,) = protocols.align(told, protocols.load("session")).passages
    assert passage.answering == (1, 3)


def test_a_session_without_bids_says_so() -> None:
    """A session in which nobody asks for mental states is one passage without a question, and a warning."""
    found = protocols.align(transcript(("I", "You were late."), ("P", "I was.")), protocols.load("session"))
    assert [passage.question_id for passage in found.passages] == [None]
    assert [note.code for note in found.notes] == ["session-no-bids"]


def test_runs_of_apostrophes_take_no_time() -> None:
    """A turn made to be ambiguous is judged at once."""
    told = transcript(("I", "what" + "' a" * 300 + "'" * 3000 + "?"), ("P", "Yes."))
    assert len(protocols.align(told, protocols.load("session")).passages) == 1


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([*WORDS, "um", "the", "?", ".", "'", "…"]), max_size=9))
def test_a_first_look_misses_no_bid(said: list[str]) -> None:
    """A turn is only held against the wordings whose words are all in it, and that changes nothing."""
    protocol = protocols.load("session")
    quick, thorough = BidMatcher(protocol), BidMatcher(protocol)
    thorough._kinds = [(place, pattern, (frozenset(),)) for place, pattern, _ in quick._kinds]
    text = " ".join(said)
    assert quick.match([text, text + "?"]) == thorough.match([text, text + "?"])
