"""What stands beside the interview in text formats: titles, notes, headers, paths, other columns, names in fields."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import Role, Transcript
from rf_scorer.errors import RfScorerError
from rf_scorer.transcripts import Document, SpeakerChoice, read_document
from rf_scorer.transcripts.margins import Margin, Place, anonymous, margins, pictures
from rf_scorer.transcripts.margins.margin import LONGEST, said

WHO = SpeakerChoice(
    map={
        **dict.fromkeys(("P", "PAR", "Participant", "Interviewee", "client"), Role.PARTICIPANT),
        **dict.fromkeys(("I", "INV", "Interviewer", "Interviewer 1", "therapist"), Role.INTERVIEWER),
    }
)
TALK = "I: How was that for you?\nP: Hard, I think she was afraid.\nI: Why was she afraid?\nP: She never said.\n"


def look(name: str, content: str | bytes) -> tuple[Transcript, list[Margin]]:
    """Read a file and what stands beside it; every offset must cut the margin's own words."""
    document = Document(name, content.encode() if isinstance(content, str) else content)
    transcript = read_document(document, speakers=WHO)
    found = list(margins(document, transcript))
    for margin in found:
        assert margin.where in set(Place)
        assert margin.text == margin.text.strip() or len(margin.text) == LONGEST
        if margin.start is not None:
            assert transcript.source.text[margin.start : margin.start + len(margin.text)] == margin.text
    assert pictures(document) == 0
    return transcript, found


def places(found: list[Margin]) -> list[tuple[str, str]]:
    """Places and words."""
    return [(margin.where, margin.text) for margin in found]


def names(found: list[Margin]) -> list[tuple[str, str]]:
    """Places and words of those that are names by their meaning."""
    return [(margin.where, margin.text) for margin in found if margin.names]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_labelled_text_without_more_has_no_margins(newline: str) -> None:
    """Labels, numbers, time stamps and blank lines around turns are nobody's words."""
    text = (
        f"\n{TALK}12. [00:04:10] I: And then?\n[00:04:12] P: We moved.\n\n13\n\n**I:** Where?\nP [00:05:00]: North.\n"
    )
    assert look("visit.txt", TALK.replace("\n", newline))[1] == []
    assert look("visit.txt", (TALK + text).replace("\n", newline))[1] == []


def test_lines_around_labelled_text() -> None:
    """Titles, front matter, headings and remarks are told line by line, with their places, stamps taken off."""
    text = (
        "---\nparticipant: Zebulon Quist\n---\n\n[00:00:01] Recorded at Oakham House [00:00:03]\nTel 0171 2345678\n\n"
        + TALK
        + "\n# Second part, with Zebulon\n\n"
        + TALK
    )
    _, found = look("visit.md", text)
    assert places(found) == [
        ("beside the turns", "participant: Zebulon Quist"),
        ("beside the turns", "Recorded at Oakham House"),
        ("beside the turns", "Tel 0171 2345678"),
        ("beside the turns", "# Second part, with Zebulon"),
    ]
    assert all(margin.start is not None for margin in found)


def test_labels_in_other_spellings_are_still_labels() -> None:
    """What the reader takes for a spelling of a label is no margin; words before a label on its line are."""
    text = (
        "INTERVIEWER 1: How was it?\nInterviewee: Hard.\nInterviewer_01: Why?\nInterviewee (cont'd): I was lost.\n"
        "Interviewer 1: And then?\nInterviewee: It was better.\n"
    )
    assert look("visit.txt", text)[1] == []


def test_captions() -> None:
    """Header, notes, styles, identifiers, settings and foreign voices each have a place; captions have none."""
    text = (
        "WEBVTT - Interview with Zebulon Quist\nKind: captions\nLanguage: en\n\n"
        'NOTE Typed by Odalys\nat Oakham\n\nSTYLE\n::cue(v[voice="Odalys"]) { color: red }\n\n'
        "visit-of-quist\n00:01.000 --> 00:04.000 align:start position:0%\n<v Interviewer>What was it like?</v>\n\n"
        "b7f3a1c2-1234-4abc-8def-0123456789ab/12-0\n00:05.000 --> 00:09.000\n<v.loud.quiston Participant>It was loud &amp; long.\n"
        "<v Barnaby></v>\n\n7\n00:10.000 --> 00:11.000\n<v Interviewer>Why?\n"
    )
    _, found = look("visit.vtt", text)
    assert places(found) == [
        ("file headers", "- Interview with Zebulon Quist"),
        ("caption notes", "Typed by Odalys"),
        ("caption notes", "at Oakham"),
        ("caption styles", '::cue(v[voice="Odalys"]) { color: red }'),
        ("cue identifiers", "visit-of-quist"),
        ("speaker tags", "quiston"),
        ("speaker tags", "Barnaby"),
    ]


def test_srt_captions_have_no_margins_of_their_own() -> None:
    """Counters, time lines, labels and formatting are nobody's words."""
    text = "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{who}: <i>{words}</i>\n\n"
        for n, (who, words) in enumerate([("Interviewer", "Why?"), ("Participant", "I was lost.")] * 3, start=1)
    )
    assert look("visit.srt", text)[1] == []


def test_chat_headers_and_tiers() -> None:
    """Names, places, dates and remarks of headers, proper names of other tiers, and explanations in main lines."""
    text = (
        "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tPAR Zebulon Quist Participant, INV Investigator\n"
        "@ID:\teng|oakham|PAR|34;|female|controls||Participant||Odalys|\n@Media:\tquist_2020, audio\n"
        "@Transcriber:\tOdalys\n@Location:\tOakham\n@Birth of PAR:\t12-MAR-1951\n@Comment:\ttyped at\n\tWestbridge\n"
        "*INV:\thow was it ? \x151000_2500\x15\n*PAR:\tI was [= with Barnaby] sad .\n%mor:\tpro|I n:prop|Barnaby adj|sad .\n"
        "%wor:\tI was sad Fennimore .\n%com:\tlooks at Barnaby\n%gls:\tOdalys glossed\n*INV:\twhy ?\n*PAR:\tI don't know .\n@End\n"
    )
    _, found = look("visit.cha", text)
    assert names(found) == [("file headers", "Zebulon"), ("file headers", "Quist"), ("file headers", "Odalys")]
    assert set(places(found)) - set(names(found)) == {
        ("file headers", "oakham"),
        ("file headers", "controls"),
        ("media paths", "quist_2020, audio"),
        ("file headers", "Oakham"),
        ("file headers", "12-MAR-1951"),
        ("file headers", "typed at"),
        ("file headers", "Westbridge"),
        ("beside the turns", "[= with Barnaby]"),
        ("tiers that were not read", "Barnaby"),
        ("tiers that were not read", "Fennimore"),
        ("comments", "looks at Barnaby"),
        ("tiers that were not read", "Odalys glossed"),
    }


def test_chat_without_more_has_no_margins() -> None:
    """Codes, roles, ages and analyses of what was said tell nothing that the turns do not."""
    text = (
        "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tPAR Participant, INV Investigator\n"
        "@ID:\teng||PAR|34;|female|||Participant|||\n*INV:\thow was it ?\n*PAR:\tI was sad .\n%mor:\tpro|I cop|be adj|sad .\n"
        "%wor:\tI \x15100_200\x15 was sad .\n@End\n"
    )
    assert look("visit.cha", text)[1] == []


def test_elan() -> None:
    """Annotators, paths of recordings, properties, other tiers and their speakers."""
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n}000"/>' for n in range(5))

    def tier(attributes: str, *words: str) -> str:
        said = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{word}" TIME_SLOT_REF1="t{n}" TIME_SLOT_REF2="t{n + 1}">'
            f"<ANNOTATION_VALUE>{word}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, word in enumerate(words)
        )
        return f'<TIER LINGUISTIC_TYPE_REF="default-lt" {attributes}>{said}</TIER>'

    text = (
        '<ANNOTATION_DOCUMENT AUTHOR="Odalys Fenn" DATE="2020-01-01T00:00:00+01:00"><HEADER MEDIA_FILE="" TIME_UNITS="ms">'
        '<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/Users/Odalys%20Fenn/quist.wav" RELATIVE_MEDIA_URL="./quist.wav" MIME_TYPE="audio/x-wav"/>'
        '<PROPERTY NAME="URN">urn:nl-mpi-tools-elan-eaf:0c2f1a3e-1234-4abc-8def-0123456789ab</PROPERTY>'
        '<PROPERTY NAME="lastUsedAnnotationId">7</PROPERTY><PROPERTY NAME="place">Oakham</PROPERTY></HEADER>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>"
        + tier('TIER_ID="interviewer" ANNOTATOR="Barnaby"', "How was it?")
        + tier('TIER_ID="participant" ANNOTATOR="R2"', "Hard.", "I was lost.")
        + tier('TIER_ID="gloss of Quist" PARENT_REF="participant" PARTICIPANT="Zebulon"', "Hard.", "seen by Fennimore")
        + '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default-lt"/><CONTROLLED_VOCABULARY CV_ID="Westbridge codes"/></ANNOTATION_DOCUMENT>'
    )
    _, found = look("visit.eaf", text)
    assert names(found) == [("annotators", "Odalys Fenn"), ("annotators", "Barnaby")]
    assert places(found[2:]) == [
        ("document properties", "Oakham"),
        ("media paths", "file:///C:/Users/Odalys Fenn/quist.wav\n./quist.wav"),
        ("speaker tags", "gloss of Quist\nZebulon"),
        ("tiers that were not read", "seen by Fennimore"),
        ("document properties", "Westbridge codes"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_other_columns(delimiter: str) -> None:
    """Cells that are neither words, speakers, times nor counters; names where the column holds persons."""
    rows = [
        ["time", "speaker", "text", "site", "Transcribed by", "turn", "phone of Quist"],
        ["0:05", "therapist", "How was it?", "Oakham", "Odalys", "1", "0171 2345678"],
        ["0:09", "client", '"Hard, and he said ""go"", so I went."', '"Oakham; west, 2"', "R2", "2", ""],
        ["0:12", "therapist", "Why?", "", "", "3", ""],
        ["0:15", "client", "I was lost.", "", "Barnaby", "4", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    transcript, found = look("visit.csv", text)
    assert len(transcript.turns) == 4
    assert places(found) == [
        ("other columns", text)
        for text in (
            "site",
            "Transcribed by",
            "phone of Quist",
            "Oakham",
            "Odalys",
            "0171 2345678",
            "Oakham; west, 2",
            "Barnaby",
        )
    ]
    assert names(found) == [("other columns", "Odalys"), ("other columns", "Barnaby")]


def test_rows_above_the_header_of_a_table() -> None:
    """Titles above the names of the columns."""
    text = "Interview of Zebulon Quist\nspeaker,text\nI,How was it?\nP,Hard.\nI,Why?\nP,I was lost.\n"
    assert places(look("visit.csv", text)[1]) == [("beside the turns", "Interview of Zebulon Quist")]


def test_json_of_transcription_programs() -> None:
    """Every string that is no turn's text: paths, names, keys, voices without words, words that no turn holds."""
    content = {
        "audio_path": "C:\\rec\\Zebulon Quist.wav",
        "source": "/home/odalys/quist%201.mp3",
        "language": "en",
        "annotator": "Odalys",
        "operator": "SPEAKER_00",
        "Barnaby": 1,
        "segments": [
            {
                "start": 0.0,
                "end": 1.0,
                "text": " How was it?",
                "speaker": "I",
                "words": [{"word": w} for w in ("How", "was", "it?")],
            },
            {"start": 1.0, "end": 2.0, "text": " Hard, \u201cso hard\u201d.", "speaker": "P", "note": "met Fennimore"},
            {"start": 2.0, "end": 3.0, "text": " Why?", "speaker": "I", "words": [{"word": "Westbridge"}]},
            {"start": 3.0, "end": 4.0, "text": " I was lost.", "speaker": "P"},
            {"start": 4.0, "end": 5.0, "text": "", "speaker": "Lucasta"},
        ],
        "word_segments": [{"word": "lost.", "speaker": "P"}],
    }
    _, found = look("visit.json", json.dumps(content))
    assert places(found) == [
        ("other fields", "audio_path"),
        ("media paths", "C:\\rec\\Zebulon Quist.wav"),
        ("other fields", "source"),
        ("media paths", "/home/odalys/quist 1.mp3"),
        ("other fields", "annotator"),
        ("other fields", "Odalys"),
        ("other fields", "operator"),
        ("other fields", "Barnaby"),
        ("other fields", "note"),
        ("other fields", "met Fennimore"),
        ("other fields", "Westbridge"),
        ("speaker tags", "Lucasta"),
    ]
    assert names(found) == [("other fields", "Odalys")]


def test_json_without_more_has_no_margins() -> None:
    """What a transcription program writes of turns, words and times is all said in the turns."""
    said_ = [("I", "How was it?"), ("P", "Hard, I was lost.")]
    content = {
        "language": "en",
        "segments": [
            {
                "start": n,
                "end": n + 1,
                "speaker": who,
                "text": f" {words}",
                "words": [{"word": word, "score": 0.9, "speaker": who} for word in words.split()],
            }
            for n, (who, words) in enumerate(said_ * 2)
        ],
    }
    assert look("visit.json", json.dumps(content))[1] == []


def test_our_own_transcript_documents() -> None:
    """Codes, the name of the source, notes and labels of nobody who speaks; and what of the text no turn holds."""
    text = "Title: Oakham\nI: How was it?\nP: Hard."
    turns = [
        {"label": "I", "role": "interviewer", "text": "How was it?", "start": 17, "end": 28},
        {"label": "P", "role": "participant", "text": "Hard.", "start": 32, "end": 37},
    ]
    speaker = {"role": "other", "reason": "Said by Odalys.", "confidence": 1, "turns": 0, "words": 0}
    content = {
        "schema": "urn:rf-scorer:schema:transcript:1",
        "id": "quist-2",
        "participant": "Zebulon",
        "text": text,
        "turns": turns,
        "speakers": [{"label": "Lucasta", **speaker}, {"label": "P", **speaker}],
        "notes": [
            {"code": "a", "severity": "info", "message": "Seen by Barnaby.", "line": None, "remedy": "Ask Fennimore."}
        ],
    }
    _, found = look("visit.json", json.dumps(content))
    assert places(found) == [
        ("beside the turns", "Title: Oakham"),
        ("other fields", "quist-2\nZebulon\nSaid by Odalys.\nSeen by Barnaby.\nAsk Fennimore."),
        ("speaker tags", "Lucasta"),
    ]


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    """JSON can hold half a character; a margin is text."""
    content = {
        "note": "x\ud800Quist",
        "segments": [{"text": "Why?", "speaker": "I"}, {"text": "Lost.", "speaker": "P"}],
    }
    assert ("other fields", "x\ufffdQuist") in places(look("visit.json", json.dumps(content))[1])


@pytest.mark.parametrize(
    "value",
    ["", " - ", "python-docx", "Author", "User", "Unknown", "Microsoft Office User", "Administrator", "admin", "LibreOffice",
     "Transcriber", "R2", "rater 3", "Coder B", "SPEAKER_01", "P-017", "{{Husband}}", "Company 1"],
)  # fmt: skip
def test_values_that_name_nobody(value: str) -> None:
    """Programs, roles and codes in the place of a name."""
    assert anonymous(value)


@pytest.mark.parametrize(
    "value", ["Odalys", "KM", "K. Fenn", "Dr Fenn", "odalys@uni.example", "Müller", "Anna Rater", "Anna 1", "Anna2"]
)
def test_values_that_name_somebody(value: str) -> None:
    """Names, initials, accounts."""
    assert not anonymous(value)


def test_keys_of_programs_are_no_words() -> None:
    """Keys that programs make up are left out; long numbers, which may be a card's, are not."""
    keys = ("0c2f1a3e-1234-4abc-8def-0123456789ab", "3b2f8a9c1d2e3f40", "true", "12", "- : -")
    assert [list(said(Place.BESIDE, key)) for key in keys] == [[]] * 5
    assert [margin.text for margin in said(Place.BESIDE, "4111111111111111")] == ["4111111111111111"]


def test_long_words_are_cut_without_loss() -> None:
    """No margin is longer than a bound, and together they are the whole."""
    text = "Zebulon Quist\n" * 5_000
    parts = list(said(Place.BESIDE, text, 0))
    assert len(parts) > 1
    assert max(len(part.text) for part in parts) <= LONGEST
    assert "".join(part.text for part in parts) == text.strip()
    assert all(text[part.start or 0 :].startswith(part.text) for part in parts)


def test_every_place_is_described() -> None:
    """The page on input names every place that a finding can have."""
    page = (Path(__file__).parents[2] / "docs" / "reference/input.md").read_text(encoding="utf-8")
    assert [place for place in Place if f"`{place}`" not in page] == []


def test_margins_do_not_show_words() -> None:
    """A margin in a traceback or a log does not hold what it found."""
    (margin,) = said(Place.COMMENTS, "Zebulon")
    assert "Zebulon" not in repr(margin)


@settings(max_examples=60)
@given(
    st.sampled_from(["visit.txt", "visit.vtt", "visit.cha", "visit.csv", "visit.json", "visit.eaf"]),
    st.lists(st.tuples(st.integers(0, 500), st.sampled_from([*'\n\r\t:*@%<>"\\,;{}[]() ', "Quist", "00:01.000 --> ", "NOTE", "\u2028", "1"])), max_size=12),
)  # fmt: skip
def test_whatever_a_reader_accepts_has_margins(name: str, changes: list[tuple[int, str]]) -> None:
    """Damaged files are refused by the reader, or their margins are told with exact offsets; nothing else is raised."""
    content = {
        "visit.txt": "Title\n\n" + TALK * 2,
        "visit.vtt": "WEBVTT\n\nNOTE x\n\na\n00:01.000 --> 00:04.000\n<v I>Why?</v>\n\n00:05.000 --> 00:09.000\n<v P>I was lost.\n\n",
        "visit.cha": "@UTF8\n@Begin\n@Participants:\tPAR A Participant, INV Investigator\n*INV:\twhy ?\n%com:\tx\n*PAR:\tI was [= y] sad .\n@End\n",
        "visit.csv": "time,speaker,text,site\n1,I,Why?,A\n2,P,\"I was, lost.\",B\n3,I,And?,C\n",
        "visit.json": json.dumps({"path": "/a", "segments": [{"text": "Why?", "speaker": "I"}, {"text": "Lost.", "speaker": "P"}]}),
        "visit.eaf": "<ANNOTATION_DOCUMENT AUTHOR='x'><TIME_ORDER/><TIER TIER_ID='P'><ANNOTATION><ALIGNABLE_ANNOTATION><ANNOTATION_VALUE>a</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
    }[name]  # fmt: skip
    for place, sign in changes:
        content = content[: place % len(content)] + sign + content[place % len(content) :]
    try:
        look(name, content)
    except RfScorerError:
        return
