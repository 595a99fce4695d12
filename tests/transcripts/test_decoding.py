"""Bytes to text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.errors import UnreadableFile, UsageError
from rf_scorer.transcripts.decoding import binary_kind, decode

WORDS = "I: Tell me about “home” …\r\nP: It was naïve – or so I’d say at the café.\r\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]


@pytest.mark.parametrize("codec", ENCODINGS)
def test_text_in_common_encodings_is_read_without_being_told(codec):
    """Every encoding that editors write is recognised, and its name turns the bytes into the same text again."""
    data = WORDS.encode(codec)
    decoded = decode(data)
    assert decoded is not None
    assert decoded.text == WORDS
    assert data.decode(decoded.encoding) == decoded.text
    assert decoded.newline == "crlf"


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "utf-16-le"])
def test_a_guess_is_reported(codec):
    """An encoding that the file does not state is a guess, and a note says so."""
    decoded = decode(WORDS.encode(codec))
    assert decoded is not None
    assert [note.code for note in decoded.notes] == ["encoding-guessed"]


@pytest.mark.parametrize(
    ("text", "newline"), [("a\nb\n", "lf"), ("a\r\nb", "crlf"), ("a\rb", "cr"), ("a\r\nb\nc", "mixed"), ("a", "lf")]
)
def test_line_ends_are_named(text, newline):
    """The line ends of the file are kept in the text and named."""
    decoded = decode(text.encode())
    assert decoded is not None
    assert (decoded.text, decoded.newline) == (text, newline)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
        b"ID3\x04\x00sound",
        b"\x00\x00\x00\x18ftypmp42",
        bytes(range(256)) * 4,
        b"I: hello\x00\x01\x02\x03\x04\x05 world",
    ],
)
def test_binary_files_are_no_text(data):
    """Documents, archives, recordings and loose bytes are not mistaken for text."""
    assert decode(data) is None


def test_a_label_that_begins_like_a_recording_is_text():
    """A participant called ID3 does not make a sound file."""
    assert binary_kind(b"ID3: I was there.\n") is None
    assert decode(b"ID3: I was there.\n") is not None


def test_damaged_utf8_is_refused_with_its_line():
    """Text that is UTF-8 but for a broken byte is refused: another encoding would spoil every accent."""
    with pytest.raises(UnreadableFile, match="line 2") as caught:
        decode("café, café\ncaf".encode() + b"\xff\n")
    assert "caf" not in str(caught.value)


def test_a_stated_encoding_overrules_the_guess():
    """What a person says about the encoding is used as it is, and no note calls it a guess."""
    decoded = decode("žluť".encode("cp1250"), encoding="cp1250")
    assert decoded is not None
    assert (decoded.text, decoded.notes) == ("žluť", ())
    marked = decode(WORDS.encode("utf-8-sig"), encoding="UTF-8")
    assert marked is not None
    assert marked.text == WORDS


@pytest.mark.parametrize("encoding", ["klingon", "base64", "idna", "unicode_escape", "undefined"])
def test_an_encoding_that_is_none_is_a_usage_error(encoding):
    """Names that are no text encodings are refused by name."""
    with pytest.raises(UsageError, match="no text encoding"):
        decode(b"text", encoding=encoding)


def test_a_stray_control_character_is_noted_with_its_line():
    """One control character in a long text is reported, not taken for a sign of a binary file."""
    decoded = decode(b"I: fine\nP: a\x07b " + b"word " * 500)
    assert decoded is not None
    assert [(note.code, note.line) for note in decoded.notes] == [("control-characters", 2)]


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none_or_refused(data):
    """Whatever the bytes, the outcome is text that can be traced back to them, None, or a message."""
    try:
        decoded = decode(data)
    except UnreadableFile:
        return
    if decoded is not None:
        assert data.decode(decoded.encoding) == decoded.text
