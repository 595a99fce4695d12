"""Transcripts as documents, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer import jsonio, validation
from rf_scorer.documents import transcript_document, transcript_from_document, turns_from_document
from rf_scorer.domain import Note, Role, Severity, Source, Speaker, Transcript
from rf_scorer.errors import InvalidDocument
from rf_scorer.transcripts.turns import TurnBuilder

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@st.composite
def transcripts(draw):
    """Transcripts whose turns are pieced together of runs with gaps between them, as captions are."""
    runs = draw(st.lists(st.tuples(st.sampled_from("IP"), WORDS), min_size=1, max_size=8))
    gap = draw(st.sampled_from(["", "\n", "\r\n\r\n", " <v X>"]))
    source, places = "", []
    for label, words in runs:
        source += gap
        places.append((label, len(source), len(source) + len(words)))
        source += words
    builder = TurnBuilder(source)
    for label, start, end in places:
        builder.add(label, start, end, time=draw(st.none() | st.floats(0, 9999)))
    turns = builder.finish()
    return Transcript(
        id="t1",
        source=Source(
            name="t1.vtt",
            format="vtt",
            reader="captions",
            sha256="0" * 64,
            size=len(source.encode()),
            text=source,
            encoding="utf-8",
            newline="mixed",
            notes=(Note(code="a-note", message="Something was guessed.", severity=Severity.WARNING, line=2),),
        ),
        speakers=(Speaker(label="P", role=Role.PARTICIPANT, reason="Said so.", confidence=1.0, turns=1, words=2),),
        turns=turns,
        language="en",
    )


@given(transcripts())
def test_document_and_back_is_the_same_transcript(transcript):
    """Nothing of a transcript is lost or changed on its way through JSON text."""
    document = jsonio.loads(jsonio.dumps(transcript_document(transcript)))
    if transcript.turns:
        assert validation.faults(document) == ()
    assert transcript_from_document(document) == transcript


def test_a_sheet_gives_its_transcript_back(sheet):
    """The transcript part of a rating sheet can be read without its turns' word counts getting in the way."""
    assert transcript_from_document(transcript_document(sheet.transcript)) == sheet.transcript


def test_turns_written_by_hand_get_a_text_of_their_own():
    """Where a person wrote only what was said, a text is made, a line each, and every turn stands in it."""
    document = {
        "schema": "urn:rf-scorer:schema:transcript:1",
        "turns": [{"label": "Q", "text": "How was it?"}, {"role": "participant", "text": "Quiet."}],
    }
    assert validation.faults(document) == ()
    text, turns = turns_from_document(document)
    assert [text[turn.start : turn.end] for turn in turns] == ["How was it?", "Quiet."]
    assert [turn.role for turn in turns] == [Role.OTHER, Role.PARTICIPANT]


def test_a_plain_turn_carries_no_pieces(sheet):
    """Pieces are written only where they say something, so that a sheet stays readable."""
    assert not any("pieces" in turn for turn in transcript_document(sheet.transcript)["turns"])


def test_a_document_that_we_did_not_write_is_not_taken_for_a_whole_transcript():
    """Without id, source or text the error says how to read it instead."""
    document = {"schema": "urn:rf-scorer:schema:transcript:1", "turns": [{"role": "participant", "text": "Quiet."}]}
    with pytest.raises(InvalidDocument, match="rf-scorer score"):
        transcript_from_document(document)
