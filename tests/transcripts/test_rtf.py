"""Rich text: bold type, labels, tables, encodings, changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from rf_scorer.domain import Role
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.rtf import READER

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset204 Cyr;}}{\*\generator W;}"
HOUSE = (
    HEAD + r"{\header Subject 12\par}{\stylesheet{\s1 heading 1;}}"
    r"\pard\plain{\b\ul 1. Where did you live when you were small?}\par "
    r"\pard\plain We lived by the sea, it\'92s f\u252?r me {\b never} home. {\i (mhm)} "
    r"\u8220?So\u8221? \u-10179?\u-8704?\par "
    r"\b Why do you think that was?\b0\par Because she was afraid.{\footnote aside} {\f1 \'e4\'e0}\par }"
)


def read(rtf: str, **options: str) -> Reading:
    """Read and hold every piece against the text."""
    document = Document("visit.rtf", rtf.encode("latin-1"))
    assert READER.recognise(document) == 1.0
    reading = READER.read(document, ReadOptions(**options))
    for turn in reading.turns:
        for piece in turn.pieces:
            cut = reading.text[piece.start : piece.end].translate(str.maketrans("\t\n\u00a0", "   "))
            assert turn.text[piece.offset : piece.offset + piece.length] == cut
    return reading


def said(reading: Reading) -> list[tuple[str | None, str]]:
    """Labels and words."""
    return [(turn.label, turn.text) for turn in reading.turns]


def test_house_style_and_characters() -> None:
    """Bold type marks the interviewer; code pages, fonts and Unicode escapes become the right characters."""
    reading = read(HOUSE)
    assert said(reading) == [
        ("bold", "1. Where did you live when you were small?"),
        ("plain", "We lived by the sea, it’s für me never home. (mhm) “So” 😀"),
        ("bold", "Why do you think that was?"),
        ("plain", "Because she was afraid. да"),
    ]
    assert reading.styled == {"bold": Role.INTERVIEWER, "plain": Role.PARTICIPANT}
    assert {"page-headers-dropped", "footnotes-dropped"} <= {note.code for note in reading.notes}


def test_labels() -> None:
    """A labelled document reads by its labels."""
    lines = "".join(rf"I: What then, in part {n}?\par P: I was worried about it.\par " for n in range(4))
    assert [turn.label for turn in read(HEAD + lines + "}").turns] == ["I", "P"] * 4


def test_tables() -> None:
    """Cells and rows make a speaker table."""
    row = r"\trowd\cellx900\cellx9000\pard\intbl {a}\cell {b}\cell\row "
    rows = [("INT", "How was it?"), ("MO", "Lonely, I thought."), ("INT", "Why was that?"), ("MO", "She had left.")]
    assert said(read(HEAD + "".join(row.replace("{a}", a).replace("{b}", b) for a, b in rows) + r"\pard\par}")) == rows


def test_changes_and_comments() -> None:
    """Undecided changes and comments are refused, and honoured as asked for."""
    body = (
        HEAD + r"{\b How did she take it?}\par I think {\revised she was probably }{\deleted he seemed }sad."
        r"{\*\annotation marked\par}\par }"
    )
    with pytest.raises(UnreadableFile, match="1 insertions, 1 deletions"):
        read(body)
    with pytest.raises(UnreadableFile, match="1 margin comment"):
        read(body, tracked_changes="accept")
    assert read(body, tracked_changes="accept", comments="drop").turns[1].text == "I think she was probably sad."
    assert read(body, tracked_changes="reject", comments="drop").turns[1].text == "I think he seemed sad."


@pytest.mark.parametrize(
    ("rtf", "message"),
    [
        (HOUSE[:-20], "cut short"),
        (HEAD + r"Only one voice, in one style.\par }", "Nothing tells the speakers apart"),
        (HEAD + "}", "no words"),
    ],
)
def test_what_cannot_be_read_is_refused(rtf: str, message: str) -> None:
    """A truncated file, one voice, and no words each have their message."""
    with pytest.raises(UnreadableFile, match=message):
        read(rtf)


WORDS = st.lists(
    st.sampled_from(["she", "knew", r"\'e9t\'e9", r"\u8217?", r"\emdash ", r"\{x\}", "12.", r"{\i so}"]), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=6))
def test_words_agree_with_another_reader(lines: list[str]) -> None:
    """On plain running text, an independent library finds the same characters."""
    body = HEAD + r"{\b How was it at home, then?}\par " + "".join(rf"and {line}\par " for line in lines) + "}"
    assert read(body).text.split() == rtf_to_text(body).split()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["{", "}", "\\b ", "\\par ", "\\u999999999?", "\\bin9 ", "\\'", "\\", "\\uc9 ", "\\cell ", "\\row ", "x"]
        )
    )
)
def test_nonsense_is_read_or_refused(parts: list[str]) -> None:
    """Whatever follows the mark, the outcome is a reading or one clear refusal."""
    data = ("{\\rtf1 " + "".join(parts)).encode("latin-1")
    try:
        READER.read(Document("a.rtf", data), ReadOptions())
    except UnreadableFile as error:
        assert error.remedy  # noqa: PT017 - either outcome is right
