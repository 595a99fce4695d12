"""A first look for identifiers: finds the plain ones, stays silent on role codes, and never repeats what it found."""

from __future__ import annotations

import pytest

from rf_scorer import privacy
from rf_scorer.domain import Role, Source, Transcript
from rf_scorer.transcripts.turns import TurnBuilder


def _transcript(*lines: str) -> Transcript:
    text = "\n".join(lines)
    builder, place = TurnBuilder(text), 0
    for line in lines:
        builder.add("P", place, place + len(line), new_turn=True)
        place += len(line) + 1
    source = Source(name="a.txt", format="text", reader="text", sha256="0" * 64, size=len(text), text=text)
    return Transcript(id="a", source=source, speakers=(), turns=builder.finish())


@pytest.mark.parametrize(
    ("kind", "line", "found"),
    [
        ("email", "you can write to mary.ann@post.example.org any time", "mary.ann@post.example.org"),
        ("url", "it is on www.ourfamily.example/pictures I think", "www.ourfamily.example/pictures"),
        ("phone", "her number was 0171 496 0123 for years", "0171 496 0123"),
        ("date", "he died on 3/11/1998 in the night", "3/11/1998"),
        ("date", "it was the 4th of July and hot", "4th of July"),
        ("name", "and then my brother Tobias came in", "Tobias"),
        ("name", "we saw Dr. Ferreira about it", "Ferreira"),
        ("name", "we moved to Little Wenlock in the spring", "Little Wenlock"),
    ],
)
def test_plain_identifiers_are_found_where_they_stand(kind: str, line: str, found: str) -> None:
    """Each kind is found once, with the line, and its span cuts it out of the source."""
    transcript = _transcript("well", line)
    (finding,) = privacy.findings(transcript)
    assert (finding.kind, finding.line) == (kind, 2)
    assert transcript.source.text[finding.start : finding.end] == found


@pytest.mark.parametrize(
    "line",
    [
        "and then {{Brother}} came in, and [Aunt 2] as well",
        "I think I was, um, I'd say about 12 or 13. My mother never knew.",
        "Then on Monday in March we went to church with Mum and Dad",
        'he said "Come here" and I went. (mhm) Yes.',
        "we had 2 dogs, 3 cats and 1200 books",
        "so we went And then he said Not today, on Saturdays",
    ],
)
def test_role_codes_and_plain_speech_are_left_alone(line: str) -> None:
    """Codes in braces, kin words, weekdays and sentence beginnings are nobody's name."""
    assert privacy.findings(_transcript(line)) == ()


def test_notes_give_counts_and_lines_and_no_words() -> None:
    """What a coder is told names kinds and lines alone."""
    notes = privacy.notes(
        _transcript("my friend Oluwaseun and my friend Margarethe", "call 555 123 4567", "my cousin Zbigniew")
    )
    told = " ".join(f"{note.message} {note.remedy}" for note in notes)
    assert {note.code for note in notes} == {"identifier-name", "identifier-phone"}
    assert "3, on lines 1, 3" in told
    for word in ("Oluwaseun", "Margarethe", "Zbigniew", "555"):
        assert word not in told


def test_everybodys_words_are_looked_through() -> None:
    """Interviewers name people too, so no role is left out."""
    transcript = _transcript("so your brother Tobias")
    assert {turn.role for turn in transcript.turns} == {Role.OTHER}
    assert len(privacy.findings(transcript)) == 1


def test_a_name_is_found_at_the_beginning_of_a_sentence_once_it_is_known() -> None:
    """What is capitalised inside one sentence is a name where it begins another; a plain first word is none."""
    found = privacy.findings(
        _transcript("Tobias was late.", "Everyone knew that Tobias's bus was slow.", "Buses were.")
    )
    assert [finding.line for finding in found] == [1, 2]
