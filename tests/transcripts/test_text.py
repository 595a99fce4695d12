"""Speaker-labelled plain text."""

import contextlib
import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import Severity
from rf_scorer.errors import UnreadableFile
from rf_scorer.transcripts.document import Document, ReadOptions
from rf_scorer.transcripts.readers.text import READER, labelled


def said(text):
    """Who says what."""
    return [(turn.label, turn.text) for turn in labelled(text).turns]


def codes(text):
    """Codes of the notes, with their lines."""
    return [(note.code, note.line) for note in labelled(text).notes]


TWO = [("I", "How was it?"), ("P", "Fine, I think."), ("I", "And then?"), ("P", "We left.")]
WAYS = {
    "colon": "{label}: {words}\n",
    "colon without space": "{label}:{words}\n",
    "colon after a space": "{label} : {words}\n",
    "full-width colon": "{label}：{words}\n",
    "blank lines": "{label}: {words}\n\n",
    "tab": "{label}\t{words}\n",
    "colon and tab": "{label}:\t{words}\n",
    "dash": "{label} – {words}\n",
    "hyphen": "{label} - {words}\n",
    "brackets": "[{label}] {words}\n",
    "bold": "**{label}:** {words}\n\n",
    "bold label only": "**{label}**: {words}\n\n",
    "quoted": "> {label}: {words}\n",
    "label on its own line": "{label}:\n{words}\n\n",
    "bold label on its own line": "**{label}:**\n{words}\n\n",
    "time before": "[00:12:31] {label}: {words}\n",
    "bare time before": "00:12 {label}: {words}\n",
    "time behind": "{label} [00:12]: {words}\n",
    "time in parentheses, own line": "{label} (00:12):\n{words}\n\n",
    "f4": "{label}: {words} #00:00:05-1#\n\n",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    "labels",
    [
        ("I", "P"),
        ("Interviewer", "Participant"),
        ("INT", "SUB"),
        ("T", "C"),
        ("Q", "A"),
        ("M", "F"),
        ("Speaker 1", "Speaker 2"),
    ],
    ids="/".join,
)
def test_labels_of_many_kinds_are_set_off_in_many_ways(way, labels):
    """The same conversation is read whatever its labels are and however they are set off."""
    names = dict(zip("IP", labels, strict=True))
    text = "".join(way.format(label=names[label], words=words) for label, words in TWO)
    assert said(text) == [(names[label], words) for label, words in TWO]


@pytest.mark.parametrize(
    "labels",
    [
        ("SPEAKER_00", "SPEAKER_01"),
        ("1023", "INT"),
        ("P07", "R1"),
        ("Okafor", "MSM"),
        ("Interviewer (JS)", "Mother"),
        ("Anna", "Dr. Lee"),
    ],
)
def test_codes_and_names_are_labels_if_they_come_back(labels):
    """Codes, initials and names that begin turn after turn are speakers."""
    names = dict(zip("IP", labels, strict=True))
    text = "".join(f"{names[label]}: {words}\n" for label, words in TWO)
    assert said(text) == [(names[label], words) for label, words in TWO]


@pytest.mark.parametrize(
    "form", ["{number} {label}: {words}\n", "{number}. {label}: {words}\n", "({number}) {label}: {words}\n"]
)
def test_numbered_turns_lose_their_numbers(form):
    """A turn's number is neither label nor speech."""
    text = "".join(
        form.format(number=number, label=label, words=words) for number, (label, words) in enumerate(TWO, start=28)
    )
    assert said(text) == TWO


def test_labels_in_capitals_need_no_colon():
    """INTERVIEWER and RESPONDENT at the beginning of paragraphs are labels; words in capitals elsewhere are not."""
    text = (
        "INTERVIEWER  How was it for you\nat home?\n\nRESPONDENT  Fine. NOW and then\nI left.\n\n"
        "INTERVIEWER  Why?\n\nRESPONDENT  I COULD not stay.\n"
    )
    assert said(text) == [
        ("INTERVIEWER", "How was it for you at home?"),
        ("RESPONDENT", "Fine. NOW and then I left."),
        ("INTERVIEWER", "Why?"),
        ("RESPONDENT", "I COULD not stay."),
    ]


def test_a_name_and_a_time_on_a_line_of_their_own_are_a_label():
    """Programs write 'Name  0:12' above each paragraph; times of day in speech stay speech."""
    text = "Ann Lee  0:12  \nHow was it?\n\nBob  0:15  \nFine. We met at\n10:30 I think.\n\nAnn Lee  1:02:15\nI see.\n"
    turns = labelled(text).turns
    assert [(turn.label, turn.text, turn.time) for turn in turns] == [
        ("Ann Lee", "How was it?", 12.0),
        ("Bob", "Fine. We met at 10:30 I think.", 15.0),
        ("Ann Lee", "I see.", 3735.0),
    ]


def test_a_colon_at_the_start_of_a_wrapped_line_is_no_speaker():
    """What looks like a label in the middle of a paragraph is speech."""
    text = (
        "P: There are things that I would say about this, and\n"
        "One thing: she was always there when I came back\n"
        "home from school, and that was good, and my mum said\n"
        "Darling: go out. So at\n"
        "10:30 Meeting: nobody there. It was a bad time for\n"
        "Note: nothing. And at\n"
        "2:00 in the morning he left the house and the dog\n"
        "\n"
        "I: Okay. And what about your father, was he there as\n"
        "well, or did he work somewhere else?\n"
        "\n"
        "P: He did.\n"
    )
    assert [label for label, _ in said(text)] == ["P", "I", "P"]


def test_the_pronoun_before_a_dash_is_speech():
    """'I - I don't know' at the start of a line does not make the interviewer speak."""
    text = "I: How?\nP: Well,\nI - I don't know\nreally.\nI: Okay.\nP: Yes."
    assert said(text)[1] == ("P", "Well, I - I don't know really.")


def test_indented_lines_continue_their_paragraph():
    """In a hanging indent, a colon in an indented line is speech, and a note says where."""
    text = (
        "I:   How was it\n     at home?\n"
        "P:   It was fine and my\n     Mother: a word that comes\n     late\nI:   And?\nP:   Yes.\n"
    )
    assert [label for label, _ in said(text)] == ["I", "P", "I", "P"]
    assert ("label-doubtful", 4) in codes(text)


def test_a_third_person_is_heard():
    """A role that speaks once is a speaker with a warning; an unknown name that occurs once is not."""
    rest = "I: And so?\nP: Well, yes.\n" * 5
    assert ("Child", "Mummy!") in said(f"{rest}Child: Mummy!\n{rest}")
    assert ("label-once", 11) in codes(f"{rest}Child: Mummy!\n{rest}")
    assert {label for label, _ in said(f"{rest}Carol: Sorry!\n{rest}")} == {"I", "P"}
    assert ("label-doubtful", 11) in codes(f"{rest}Carol: Sorry!\n{rest}")


def test_spellings_of_one_label_are_unified():
    """Case, spacing and slips of the finger do not make another speaker; each is noted."""
    rest = "Interviewer 1: And so?\nParticipant: Well, yes.\n" * 5
    text = rest + "INTERVIEWER1: Why?\nParticpant: Because.\nParticipant; also.\nInterviewer 2: I have one.\n"
    found = said(text)
    assert {label for label, _ in found} == {"Interviewer 1", "Participant", "Interviewer 2"}
    assert found[-2] == ("Participant", "Because. also.")
    assert {("labels-unified", 11), ("label-misspelled", 12), ("label-once", 14)} <= set(codes(text))


def test_interviewer_and_interviewee_are_never_one():
    """Two roles that differ by two letters stay two speakers, however rare one is."""
    text = "Interviewer: So?\n\nParticipant: Yes.\n\n" * 9 + "Interviewee: No.\n"
    assert said(text)[-1] == ("Interviewee", "No.")


def test_cover_pages_are_left_out_and_noted():
    """Lines before the first label are no speech, even where they look like labels."""
    text = "Study 12\nDate: 3 May\nInterviewer: JS\nParticipant: P07\n\nInterviewer: How was it?\nParticipant: Fine.\n"
    assert said(text) == [("Interviewer", "How was it?"), ("Participant", "Fine.")]
    text = "Study 12\nInterviewer: JS\nParticipant: P07\n\nI: How?\nP: Fine.\nI: Why?\nP: So.\n"
    assert said(text)[0] == ("I", "How?")
    assert codes(text) == [("cover-dropped", 1)]


def test_a_long_preamble_is_a_warning():
    """Many words before the first label may be speech, so their note is a warning."""
    (note,) = labelled("word " * 100 + "\n\nI: How?\nP: Fine.\n").notes
    assert (note.code, note.severity) == ("cover-dropped", Severity.WARNING)


def test_page_furniture_is_left_out():
    """Running headers and page numbers between the halves of a turn are left out and counted."""
    header = "Interview Study – Participant 7"
    text = (
        f"{header}\n\nI: How was it?\nP: It was good, we were\n\n- 1 -\n"
        f"\f{header}\n\nall together.\nI: And?\n\n- 2 -\n\f{header}\n\nP: No.\n- 3 -\n"
    )
    assert said(text) == [
        ("I", "How was it?"),
        ("P", "It was good, we were all together."),
        ("I", "And?"),
        ("P", "No."),
    ]
    assert {code for code, _ in codes(text)} >= {"page-numbers-dropped", "page-headers-dropped"}


@pytest.mark.parametrize(
    "header",
    ["Interview 03 (draft)          page {} of 3", "ID: 12 | page {}", "Study 7, {}/3", "Home visits 2 - {}"],
)
def test_a_header_may_count_pages_beside_other_numbers(header):
    """One number that rises while the others stay is a page's, wherever it stands in the line."""
    halves = [("left early", "before the rain"), ("stayed up", "until the bus"), ("forgot it", "on the stairs")]
    text = "".join(
        f"I: And day {['one', 'two', 'three'][page]}?\nP: We {first}\n{header.format(page + 1)}\n{second}.\n"
        for page, (first, second) in enumerate(halves)
    )
    assert [words for label, words in said(text) if label == "P"] == [f"We {one} {two}." for one, two in halves]


@pytest.mark.parametrize("line", ["{}", "page {}", "it was number {}."])
def test_what_is_said_may_count_too(line):
    """Answers that rise by one are answers."""
    text = "".join(f"I: And the {word}?\nP: {line.format(n)}\n" for n, word in enumerate(["pear", "fig", "plum"], 1))
    assert [words for label, words in said(text) if label == "P"] == [line.format(n) for n in (1, 2, 3)]


def test_a_number_alone_may_be_an_answer():
    """A number on a line of its own is speech unless it counts pages."""
    assert said("I: How many?\nP:\n7\nI: And now?\nP:\n3\n") == [
        ("I", "How many?"),
        ("P", "7"),
        ("I", "And now?"),
        ("P", "3"),
    ]


def test_repeated_answers_are_speech():
    """What a person says again and again is not a page header."""
    text = "I: And so?\n\nP: I told you.\n\nI really do not know\n\n" * 5
    assert labelled(text).turns[1].text == "I told you. I really do not know"


def test_line_numbers_are_left_out():
    """Numbers that count every line are left out; numbers in speech stay."""
    lines = [
        "I: How was it when you",
        "were small?",
        "P: Fine. I had 3 dogs,",
        "2 cats and a",
        "horse.",
        "I: I see.",
        "P: Yes, I",
        "did.",
        "I: And?",
        "P: No.",
    ]
    text = "".join(f"{number:>3} {line}\n" for number, line in enumerate(lines, start=1))
    assert said(text)[1] == ("P", "Fine. I had 3 dogs, 2 cats and a horse.")


def test_stamps_inside_speech_are_left_out():
    """Bracketed times are not words; '[inaudible]' and times that somebody mentions stay."""
    text = "I: When?\nP: At 10:30 or so [00:12:31] I think [inaudible].\nI: Ah.\nP: Yes.\n"
    assert said(text)[1] == ("P", "At 10:30 or so I think [inaudible].")


def test_stamps_on_lines_of_their_own_give_the_time():
    """A line that holds only a time belongs to the turn after it."""
    turns = labelled("[00:01:00]\nI: When?\n\n[00:01:05]\nP: Then.\n").turns
    assert [(turn.text, turn.time) for turn in turns] == [("When?", 60.0), ("Then.", 65.0)]


@pytest.mark.parametrize(
    "text",
    [
        "This is a story about a house.\n\nIt has no labels at all.\n",
        "only one line",
        "## A heading\n\nand text\n",
        "1\n2\n3\n4\n",
    ],
)
def test_text_without_labels_is_refused_with_a_remedy(text):
    """Without labels nobody knows who speaks; the message says how to label, and none of the words."""
    with pytest.raises(UnreadableFile, match="No speaker labels") as caught:
        labelled(text)
    assert "bold" in str(caught.value.remedy)
    assert "house" not in str(caught.value)


def test_labels_on_lines_of_their_own_stand_behind_blank_lines():
    """In a document of such labels, a word that wrapping leaves alone on a line is speech, even if it is a label elsewhere."""
    pair = "I\nWhere did you live when you\nwere small?\n\nP\nBy the sea, I think.\n\n"
    text = pair * 6 + "I\nWith whom?\n\nP\nMy mother and\nI\nwere there.\n\n"
    assert said(text)[-1] == ("P", "My mother and I were there.")


def test_a_number_behind_a_label_in_capitals_is_speech():
    """'INTERVIEWER 100 times' makes no second interviewer, 'SPEAKER 1' and 'SPEAKER 2' are two."""
    rest = "INTERVIEWER How?\n\nSUBJECT So.\n\n" * 6
    assert said(rest + "INTERVIEWER 100 times?\n\nSUBJECT Yes.\n")[-2] == ("INTERVIEWER", "100 times?")
    assert {label for label, _ in said("SPEAKER 1 How?\n\nSPEAKER 2 So.\n\n" * 4)} == {"SPEAKER 1", "SPEAKER 2"}


def test_half_a_bracket_makes_no_stamp():
    """A remark that wraps before its time keeps it."""
    assert said("I: How?\nP: I was [inaudible\n00:09:27] there.\nI: Ah.\n")[1] == (
        "P",
        "I was [inaudible 00:09:27] there.",
    )


@pytest.mark.parametrize("names", [("Okafor", "Lindgren"), ("JB", "Okafor")])
def test_wrapped_turns_without_blank_lines_are_parted(names):
    """Names are labels although many stand behind a line that ends without a full stop near the margin."""
    words = "and so we went there and it was all that anybody could have wished for in those days and"
    text = "".join(textwrap.fill(f"{name}: {words}", 48) + "\n" for _ in range(12) for name in names)
    assert said(text) == [(name, words) for _ in range(12) for name in names]


@pytest.mark.parametrize(("text", "message"), [("I:\nP:\nI:\n", "no words"), ("\ufeff \n\t\n", "no words")])
def test_files_without_words_are_refused(text, message):
    """Labels alone, or white space alone, are no transcript."""
    with pytest.raises(UnreadableFile, match=message):
        labelled(text)


def test_lost_line_breaks_are_refused():
    """A file whose turns run on in one line is refused rather than given to one speaker."""
    with pytest.raises(UnreadableFile, match="inside lines"):
        labelled("Interviewer: How? Participant: Fine. Interviewer: Why? Participant: Because. Interviewer: So.")


def test_a_label_inside_a_line_is_a_warning():
    """Two turns in one line are noted, not parted: nobody knows where."""
    text = "I: How?\nP: Fine.\n" * 4 + "I: Why? P: Because.\n"
    assert ("labels-inside-lines", 9) in codes(text)


def test_notes_and_errors_hold_no_speech():
    """What was read as speech is never repeated in a note."""
    text = "I: How?\nP: Fine.\n" * 6 + "Zanzibar: secret words\nI: Why?\nP: So.\n"
    assert not any("Zanzibar" in note.message or "secret" in note.message for note in labelled(text).notes)


SPEECH = st.lists(st.text("abc XYZ'-.,?()[]{}é–\u00a0", min_size=1, max_size=30), min_size=1, max_size=4)


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(st.tuples(st.sampled_from(["I", "P"]), SPEECH), min_size=2, max_size=8),
    st.sampled_from(["\r\n", "\r", "\u2028"]),
)
def test_turns_do_not_depend_on_line_ends(conversation, newline):
    """Other line ends make the same turns, and every even piece cuts exactly its words out of the source."""
    text = "".join(
        f"{label}: {chr(10).join(lines)}\n" for label, lines in [("I", ["So?"]), ("P", ["Yes."])] * 2 + conversation
    )
    plain = labelled(text).turns
    other = labelled(text.replace("\n", newline)).turns
    assert [(turn.label, turn.text, turn.time) for turn in plain] == [
        (turn.label, turn.text, turn.time) for turn in other
    ]
    for turn in other:
        for piece in turn.pieces:
            stands = text.replace("\n", newline)[piece.start : piece.end]
            assert stands.replace("\u00a0", " ") == turn.text[piece.offset : piece.offset + piece.length]


@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000,
        ":" * 200_000,
        "I: " + "a " * 200_000,
        "[00:" * 50_000,
        "I" + " " * 100_000 + ": x",
        "*" * 100_000,
        "(" * 100_000,
        "A-" * 100_000,
    ],
)
def test_hostile_lines_take_linear_time(text):
    """Long runs of one character neither hang the reader nor break it."""
    begun = time.process_time()
    with contextlib.suppress(UnreadableFile):
        labelled(f"{text}\nI: How?\nP: Fine.\n")
    assert time.process_time() - begun < 5


def test_the_reader_says_what_it_read():
    """Format, encoding and line ends stand in the reading, and any labelled text is recognised."""
    document = Document("a.txt", "I: Où?\r\nP: Là.\r\n".encode("cp1252"))
    assert READER.recognise(document) > 0.6
    reading = READER.read(document, ReadOptions())
    assert (reading.format, reading.encoding, reading.newline) == ("text", "cp1252", "crlf")
    assert READER.recognise(Document("a.txt", b'{"turns": []}')) == 0
    assert READER.recognise(Document("a.txt", b"PK\x03\x04")) == 0
