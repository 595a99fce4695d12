"""Which protocol an interview follows."""

import pytest
from support import INTERVIEWS, marked, transcript

from rf_scorer import protocols


@pytest.mark.parametrize(
    "name",
    [
        "tuning/aai-dev",
        "tuning/pdi-dev",
        "heldout/aai-spoken",
        "heldout/brfi-spoken",
        "heldout/pdi-spoken",
        "heldout/pi-spoken",
        "heldout/cai-spoken",
    ],
)
def test_an_interview_s_protocol_is_chosen(name: str) -> None:
    """An interview that asks most of a protocol's questions is told by them, and the reason counts them."""
    expected, told, _ = marked(INTERVIEWS / f"{name}.txt")
    choice = protocols.choose(told)
    assert choice.protocol is not None, choice.reason
    assert choice.protocol.id == expected
    assert "expected questions" in choice.reason
    assert choice.note.code == "protocol-chosen"


@pytest.mark.parametrize("name", ["heldout/offtopic", "tuning/offtopic-dev"])
def test_another_interview_has_none(name: str) -> None:
    """An interview about something else follows none, and the nearest are named with their counts."""
    _, told, _ = marked(INTERVIEWS / f"{name}.txt")
    choice = protocols.choose(told)
    assert choice.protocol is None
    assert "nearest" in choice.reason
    assert choice.note.remedy is not None


def test_a_therapist_s_label_makes_a_session() -> None:
    """A conversation with a therapist that follows no interview is a session."""
    turns = [("I", "How did that make you feel?"), ("P", "Sad, and then angry with myself.")]
    assert getattr(protocols.choose(transcript(*turns, label="Therapist")).protocol, "id", None) == "session"
    assert protocols.choose(transcript(*turns, label="Interviewer")).protocol is None
