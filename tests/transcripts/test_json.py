"""WhisperX output and our own transcript documents."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.documents import transcript_document
from rf_scorer.domain import Role
from rf_scorer.errors import InvalidDocument, UnreadableFile
from rf_scorer.transcripts import read_document
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.readers.json_places import string_places, string_runs
from rf_scorer.transcripts.readers.native import READER as NATIVE
from rf_scorer.transcripts.readers.whisperx import READER as WHISPERX

KEY = "urn:rf-scorer:schema:transcript:1"


def document(content, *, name="a.json", ascii_only=True):
    """A JSON file."""
    return Document(name, json.dumps(content, ensure_ascii=ascii_only).encode())


def said(reading):
    """Who says what."""
    return [(turn.label, turn.text) for turn in reading.turns]


def word(text, speaker=None, **more):
    """A word as WhisperX writes it."""
    return {"word": text, **({} if speaker is None else {"speaker": speaker}), **more}


SEGMENTS = [
    {"start": 0.5, "end": 2, "text": ' Did you say "café"?', "speaker": "S0"},
    {"start": 3, "end": 4.5, "text": " I did."},
    {
        "start": 5,
        "end": 6,
        "text": "Yes 5 why",
        "words": [word("Yes", "S1", start=5), word("5"), word("why", "S0", end=6)],
    },
]


@pytest.mark.parametrize("ascii_only", [True, False])
def test_segments_become_turns(ascii_only):
    """Segments are split where speakers change, words without a speaker or a time are kept, and all is counted."""
    reading = WHISPERX.read(document({"segments": SEGMENTS, "language": "en"}, ascii_only=ascii_only), ReadOptions())
    assert said(reading) == [("S0", 'Did you say "café"?'), (None, "I did."), ("S1", "Yes 5"), ("S0", "why")]
    assert [(turn.time, turn.time_end) for turn in reading.turns] == [(0.5, 2.0), (3.0, 4.5), (5.0, None), (None, 6.0)]
    assert {note.code for note in reading.notes} == {
        "words-unassigned",
        "words-inferred",
        "segments-split",
        "speakers-by-machine",
    }
    assert reading.language == "en"
    start, end = reading.turns[0].to_source(8, 18)
    assert json.loads(f'"{reading.text[start:end]}"') == 'say "café"'


def test_a_list_of_segments_is_enough():
    """Some programs write the list alone."""
    found = document(SEGMENTS[:1])
    assert WHISPERX.recognise(found) == 0.9
    assert said(WHISPERX.read(found, ReadOptions())) == [("S0", 'Did you say "café"?')]


@pytest.mark.parametrize("content", [{"segments": []}, {"segments": [{"text": "hello"}]}])
def test_segments_without_speakers_are_refused(content):
    """Without diarization nobody knows who speaks; the message says how to get it."""
    with pytest.raises(UnreadableFile, match="name no speakers") as caught:
        WHISPERX.read(document(content), ReadOptions())
    assert "--diarize" in str(caught.value)


@pytest.mark.parametrize("content", [{"segments": 3}, {"segments": ["secret"]}, {"segments": {"a": 1}}])
def test_other_shapes_are_refused(content):
    """Segments that are none are refused without a word of them."""
    with pytest.raises(InvalidDocument, match="list of objects") as caught:
        WHISPERX.read(document(content), ReadOptions())
    assert "secret" not in str(caught.value)


def test_strange_values_are_passed_over():
    """Numbers for names are names; anything else that does not fit is as good as absent."""
    content = [
        {"text": "How?", "speaker": 0, "start": "x", "end": -1},
        {"text": "Fine.", "speaker": "B", "words": 7, "start": True},
        {"text": 8, "speaker": "B"},
        {"text": "half \ud800 pair", "speaker": "B", "words": [None, "x"]},
    ]
    reading = WHISPERX.read(document({"segments": content, "language": 5}), ReadOptions())
    assert said(reading) == [("0", "How?"), ("B", "Fine. half \ufffd pair")]
    assert {turn.time for turn in reading.turns} == {None}


NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab\\"é', max_size=3), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)  # the machine may be busy
@given(NESTED, st.booleans(), st.sampled_from([None, 1]))
def test_strings_are_found_where_they_stand(content, ascii_only, indent):
    """Every string value of any JSON text is found, and its runs read as Python's parser reads it."""
    text = json.dumps(content, ensure_ascii=ascii_only, indent=indent)
    found = string_places(text, lambda path: True)

    def count(value):
        if isinstance(value, dict):
            return sum(map(count, value.values()))
        return sum(map(count, value)) if isinstance(value, list) else isinstance(value, str)

    if "\\" not in text:
        assert len(found) == count(content)
    for start, end in found.values():
        reads = "".join(
            text[run.start : run.end] if run.text is None else run.text for run in string_runs(text, start, end)
        )
        value = json.loads(f'"{text[start:end]}"')
        assert reads == "".join(" " if ord(mark) < 32 else mark for mark in value)


MINIMAL = {
    "schema": KEY,
    "id": "i-7",
    "turns": [
        {"label": "Ann", "role": "interviewer", "text": "How?"},
        {"label": "Bob", "role": "participant", "text": "Fine."},
    ],
}


def test_a_minimal_document_is_enough():
    """Turns with labels and roles need no text, no offsets and no source."""
    transcript = read_document(document(MINIMAL))
    assert transcript.id == "i-7"
    assert [(turn.label, turn.role) for turn in transcript.turns] == [
        ("Ann", Role.INTERVIEWER),
        ("Bob", Role.PARTICIPANT),
    ]
    assert transcript.source.text[transcript.turns[1].start : transcript.turns[1].end] == "Fine."


def test_what_we_write_we_read():
    """A transcript, written as a document and read again, keeps its id, text, turns, pieces and roles."""
    source = Document(
        "b.vtt",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Interviewer>Tom &amp; I?\n\n"
        b"00:02.000 --> 00:03.000\n<v Participant>Fine\nreally.\n",
    )
    first = read_document(source)
    second = read_document(document(transcript_document(first), ascii_only=False))
    assert (second.id, second.turns, second.source.text) == (first.id, first.turns, first.source.text)
    assert second.source.reader == "transcript"


def test_faults_are_reported_by_place():
    """A document with faults is refused with their places and none of its words."""
    broken = {**MINIMAL, "turns": [{"label": "Ann", "text": "secret", "mood": "secret"}]}
    with pytest.raises(InvalidDocument, match=r"\$\.turns\[0\]") as caught:
        NATIVE.read(document(broken), ReadOptions())
    assert "secret" not in str(caught.value)


def test_one_label_has_one_role():
    """A label that changes its role is refused."""
    turns = [{"label": "A", "role": "participant", "text": "x"}, {"label": "A", "role": "interviewer", "text": "y"}]
    with pytest.raises(UnreadableFile, match="Turn 1"):
        NATIVE.read(document({**MINIMAL, "turns": turns}), ReadOptions())


def test_turns_without_labels_are_named_by_their_role():
    """Where a document gives roles alone, the role is the label."""
    turns = [{"role": "interviewer", "text": "x\ny"}, {"role": "participant", "text": "z"}]
    assert said(NATIVE.read(document({**MINIMAL, "turns": turns}), ReadOptions())) == [
        ("interviewer", "x y"),
        ("participant", "z"),
    ]


def test_each_reader_knows_its_own():
    """The two kinds of JSON are told apart, and anything else is neither's."""
    ours, theirs, other = document(MINIMAL), document({"segments": SEGMENTS}), document({"text": "x"})
    assert (NATIVE.recognise(ours), WHISPERX.recognise(ours)) == (0.99, 0)
    assert (NATIVE.recognise(theirs), WHISPERX.recognise(theirs)) == (0, 0.95)
    assert (NATIVE.recognise(other), WHISPERX.recognise(other)) == (0, 0)
