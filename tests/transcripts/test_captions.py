"""WebVTT and SRT captions."""

import io

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.readers.captions import READER

TEAMS = """\ufeffWEBVTT

0b7c2a4e-5b1d-4c52-9f2e-0d4a7f6f1a11/12-0
00:00:03.120 --> 00:00:05.000
<v Lee, Ann>Tom &amp; I wondered
how it was.</v>

0b7c2a4e-5b1d-4c52-9f2e-0d4a7f6f1a11/12-1
00:00:05.100 --> 00:00:07.000
<v Lee, Ann>At home.

0b7c2a4e-5b1d-4c52-9f2e-0d4a7f6f1a11/13-0
01:00:07.500 --> 01:00:09.000
<v.loud Bob>It was <i>really</i> <c.yellow>fine</c>, <00:00:08.000>I&nbsp;think.</v>
"""
ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Ann Lee: How was it?

2
00:00:02.500 --> 00:00:04.000
bob07 (he/him): Fine. One thing: I left.

3
00:04.500 --> 00:05.000
Ann Lee: And then?

4
00:05.000 --> 00:06.000
bob07 (he/him): Nothing.

5
00:06.000 --> 00:07.000
bob07 (he/him): Really.
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
I: How was it?

2
00:00:02,500 --> 00:00:04,250
P: Fine. {\\an8}I said:
<i>so what</i>

3
00:00:05,000 --> 00:00:06,000
and I went.
"""


def read(text, name="a.vtt", newline="\n"):
    """Read captions with other line ends."""
    return READER.read(Document(name, text.replace("\n", newline).encode()), ReadOptions())


def said(reading):
    """Who says what."""
    return [(turn.label, turn.text) for turn in reading.turns]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_teams_voices_are_speakers(newline):
    """Voices with and without closing tag, entities, style tags and ids are understood; their captions are joined."""
    reading = read(TEAMS, newline=newline)
    assert reading.format == "vtt"
    assert said(reading) == [
        ("Lee, Ann", "Tom & I wondered how it was. At home."),
        ("Bob", "It was really fine, I think."),
    ]
    assert [(turn.time, turn.time_end) for turn in reading.turns] == [(3.12, 7.0), (3607.5, 3609.0)]
    start, end = reading.turns[0].to_source(0, 7)
    assert reading.text[start:end] == "Tom &amp; I"


def test_zoom_names_are_speakers():
    """Names before a colon are speakers if captions keep beginning with them, whatever people call themselves."""
    assert said(read(ZOOM)) == [
        ("Ann Lee", "How was it?"),
        ("bob07 (he/him)", "Fine. One thing: I left."),
        ("Ann Lee", "And then?"),
        ("bob07 (he/him)", "Nothing. Really."),
    ]


def test_srt_prefixes_are_speakers():
    """In SRT the label stands before a colon; a caption without one continues the one before, with a note."""
    reading = read(SRT, "a.srt")
    assert reading.format == "srt"
    assert said(reading) == [("I", "How was it?"), ("P", "Fine. I said: so what and I went.")]
    assert reading.turns[1].time_end == 6.0
    assert [(note.code, note.line) for note in reading.notes] == [("captions-unnamed", 11)]


def test_blocks_that_are_no_captions_are_left_out():
    """Notes, styles and regions are no speech."""
    text = (
        "WEBVTT - a title\nKind: captions\n\nNOTE nobody\nsays this\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:x\n\n"
        "00:01.000 --> 00:02.000 align:start\n<v I>How?\n\nNOTE\nnor this\n\n00:02.000 --> 00:03.000\n<v P>Fine."
        "\n\nNOTE the end\n"
    )
    assert said(read(text)) == [("I", "How?"), ("P", "Fine.")]


def test_words_behind_a_blank_line_are_kept():
    """A caption with a blank line in it loses no words, and a note says so."""
    reading = read(
        "1\n00:00:01,000 --> 00:00:02,000\nI: How\n\nwas it?\n\n2\n00:00:03,000 --> 00:00:04,000\nP: Fine.\n", "a.srt"
    )
    assert said(reading) == [("I", "How was it?"), ("P", "Fine.")]
    assert ("captions-broken", 5) in [(note.code, note.line) for note in reading.notes]


def test_one_caption_may_hold_two_voices():
    """Two voices in one caption are two turns."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>How?</v> <v P>Fine.</v>\n"
    assert said(read(text)) == [("I", "How?"), ("P", "Fine.")]


def test_angle_brackets_that_are_no_tags_are_words():
    """A transcriber's '<laughs>' and a lone '<' stay in the text."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>5 < 6 & 7?\n\n00:02.000 --> 00:03.000\n<v P><laughs> yes\n"
    assert said(read(text)) == [("I", "5 < 6 & 7?"), ("P", "<laughs> yes")]


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHow was it at home?\n\n00:02.000 --> 00:03.000\nFine.\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n>> So.\n\n00:02.000 --> 00:03.000\n>> One thing: fine.\n",
    ],
)
def test_captions_without_speakers_are_refused(text):
    """Captions that do not say who speaks are refused with a remedy, and without a word of them."""
    with pytest.raises(UnreadableFile, match="do not say who speaks") as caught:
        read(text)
    assert "Teams" in str(caught.value)
    assert "home" not in str(caught.value)


@pytest.mark.parametrize("text", ["WEBVTT\n", "WEBVTT\n\nNOTE x\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"])
def test_captions_without_words_are_refused(text):
    """A signature alone, or times alone, are no transcript."""
    with pytest.raises(UnreadableFile, match="no captions"):
        read(text)


def test_malformed_times_lose_no_words():
    """A time line that cannot be understood costs the time, not the caption."""
    reading = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>How?\n\n00:02:xx\n00:00:02. --> 3\n<v P>Fine.\n")
    assert said(reading)[-1] == ("P", "Fine.")
    assert "times-malformed" in [note.code for note in reading.notes]


def test_captions_are_recognised_by_content():
    """The suffix plays no part."""
    assert READER.recognise(Document("a.txt", TEAMS.encode())) > 0.9
    assert READER.recognise(Document("a.txt", SRT.encode())) > 0.9
    assert READER.recognise(Document("a.vtt", b"I: How?\nP: Fine.\n")) == 0
    assert READER.recognise(Document("a.vtt", b"\x00\x01\x02\x03\x04")) == 0


WORDS = st.text("abc é.,!?'-", min_size=1, max_size=20).filter(lambda text: text.strip())
CAPTIONS = st.lists(
    st.tuples(st.sampled_from(["Ann", "Bob Ray"]), st.lists(WORDS, min_size=1, max_size=3)), min_size=1, max_size=6
)


@settings(deadline=None)  # the machine may be busy
@given(CAPTIONS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_words_agree_with_webvtt_py(captions, newline, closed):
    """Voices and words are those that webvtt-py finds, and every even piece stands in the file as it reads."""
    text = "WEBVTT\n\n"
    for number, (voice, lines) in enumerate(captions):
        words = "\n".join(line.strip() for line in lines)
        text += (
            f"id-{number}\n00:{number:02}.000 --> 00:{number:02}.500\n<v {voice}>{words}{'</v>' if closed else ''}\n\n"
        )
    text = text.replace("\n", newline)
    theirs = webvtt.from_buffer(io.StringIO(text, newline="" if newline == "\n" else None))
    reading = read(text)
    assert " ".join(turn.text for turn in reading.turns) == " ".join(
        caption.text.replace("\n", " ") for caption in theirs
    )
    merged = [
        caption.voice
        for position, caption in enumerate(theirs)
        if position == 0 or caption.voice != theirs[position - 1].voice
    ]
    assert [turn.label for turn in reading.turns] == merged
    for turn in reading.turns:
        for piece in turn.pieces:
            assert reading.text[piece.start : piece.end] == turn.text[piece.offset : piece.offset + piece.length]


@pytest.mark.parametrize(
    "payload", ["<" * 100_000, "&" * 100_000, "<v " + "a" * 100_000, "<c" + ".x" * 50_000 + ">", "{\\" * 50_000]
)
def test_hostile_captions_take_linear_time(payload):
    """Long runs of half-open tags neither hang the reader nor break it."""
    assert (
        len(read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>{payload}\n\n00:02.000 --> 00:03.000\n<v P>yes\n").turns)
        == 2
    )
