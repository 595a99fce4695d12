"""CHAT transcripts."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import Role
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, Reading, ReadOptions
from rf_scorer.transcripts.readers.chat import READER

BODY = """@UTF8
@Begin
@Languages:\teng
@Participants:\tPAR Sam Participant, INV Investigator
@ID:\teng|corpus|PAR|34;|female|||Participant|||
*INV:\thow did you feel then ? \x151000_2500\x15
*PAR:\t&-um I <was a> [//] was (.) sad (be)cause she &=laughs went +...
\tand goin(g) home@f , you know . \x152600_5000\x15
%mor:\tpro|I cop|be
*PAR:\t+" 0is xxx [?] &+fr frightened +//. \x155000_7000\x15
*INV:\tmhm .
@End
"""
BLANKS = str.maketrans("\n\t\r", "   ")


def read(text: str) -> Reading:
    """Read and hold every piece against the text."""
    document = Document("visit.cha", text.encode())
    assert READER.recognise(document) >= 0.9
    reading = READER.read(document, ReadOptions())
    assert reading.text == text
    for turn in reading.turns:
        for piece in turn.pieces:
            cut = text[piece.start : piece.end].translate(BLANKS)
            assert turn.text[piece.offset : piece.offset + piece.length] == cut
    return reading


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_main_lines(newline: str) -> None:
    """Fillers, fragments and retracings stay; codes, tiers and time marks go; times are kept in seconds."""
    reading = read(BODY.replace("\n", newline))
    assert [(turn.label, turn.text, turn.time, turn.time_end) for turn in reading.turns] == [
        ("INV", "how did you feel then?", 1.0, 2.5),
        (
            "PAR",
            "um I was a was (.) sad because she went... and going home, you know. xxx fr frightened.",
            2.6,
            7.0,
        ),
        ("INV", "mhm.", None, None),
    ]
    assert reading.language == "en"


def test_the_header_says_who_is_who() -> None:
    """Roles come from the header, and the names in it are not repeated."""
    reading = read(BODY)
    assert reading.styled == {"PAR": Role.PARTICIPANT, "INV": Role.INTERVIEWER}
    assert "Sam" not in "".join(note.message for note in reading.notes)


def test_other_speakers_words_inside_a_line_are_not_the_speakers() -> None:
    """An interposed word of somebody else is left out of the speaker's words."""
    reading = read(BODY.replace("I <was a>", "I &*INV:mhm <was a>"))
    assert "mhm" not in reading.turns[1].text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("(laughs) It was", "(laughs) It was"),
        ("it was loud (sighs)", "it was loud (sighs)"),
        ("so (2.5)", "so (2.5)"),
        ("(I think so) he said", "(I think so) he said"),
        ("(be)cause (a)n(d) he go(t) (it)", "because and he got (it)"),
    ],
)
def test_a_remark_in_parentheses_keeps_both(line: str, said: str) -> None:
    """Parentheses go where they mark letters of a word that were not said, and stay where they hold a remark."""
    assert [turn.text for turn in read(f"@UTF8\n@Begin\n*PAR:\t{line}\n@End\n").turns] == [said]


def test_broken_files() -> None:
    """A main line without a code is refused with its line; a missing end is a warning."""
    with pytest.raises(UnreadableFile) as caught:
        read(BODY.replace("*PAR:\t+", "*PAR secret words +"))
    assert caught.value.where == "visit.cha:10"
    assert "secret" not in str(caught.value)
    assert "end-missing" in {note.code for note in read(BODY.replace("@End\n", "")).notes}
    with pytest.raises(UnreadableFile, match="no main lines"):
        READER.read(Document("visit.cha", b"@UTF8\n@Begin\n@End\n"), ReadOptions())


def test_other_text_is_not_claimed() -> None:
    """Labelled text with a star is not CHAT, and neither are bytes."""
    assert READER.recognise(Document("a.txt", b"*INV: hello\n*PAR: hello\n")) == 0
    assert READER.recognise(Document("a.cha", bytes(range(256)))) == 0


PARTS = st.sampled_from(
    [
        "word",
        "I",
        "[//]",
        "<a b>",
        "&-uh",
        "&=cries",
        "(.)",
        "(1.5)",
        "(a)bout",
        "0so",
        ".",
        "+/.",
        "+...",
        ",",
        "x@f",
        "(",
        ")",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_any_mixture_of_codes_keeps_its_offsets(parts: list[str], newline: str) -> None:
    """Whatever codes are mixed, pieces cut their words out of the file and no blank is doubled."""
    text = f"@UTF8\n@Begin\n*PAR:\tso {' '.join(parts)}\n*INV:\twell .\n@End\n".replace("\n", newline)
    for turn in read(text).turns:
        assert "  " not in turn.text


@pytest.mark.parametrize("part", ["  ", "[<(", "+/", "\x15a_", "\n\t "])
def test_long_nonsense_takes_no_longer_than_it_is_long(part: str) -> None:
    """Codes that never close are passed over in one go: twice the length takes about twice the time, not four times."""

    def spent(times: int) -> float:
        text = f"@UTF8\n@Begin\n*PAR:\tso {part * times}\n@End\n".encode()
        begin = process_time()
        READER.read(Document("a.cha", text), ReadOptions())
        return process_time() - begin

    assert spent(40_000) < 20 * spent(4_000) + 0.5
