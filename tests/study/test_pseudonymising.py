"""Copies with codes: in every format, with the same turns, nothing of what was found, and everything else as it was."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from fake_gate import finding
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer import validation
from rf_scorer.documents import transcript_document
from rf_scorer.domain import Role
from rf_scorer.study import inputs
from rf_scorer.study.options import RunOptions
from rf_scorer.study.pseudonymising import Key, copying, make
from rf_scorer.transcripts import Document, SpeakerChoice, read_document
from rf_scorer.transcripts.conventions import asides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rf_scorer.domain import Transcript
    from rf_scorer.study.pseudonymising import Copied, Made

    Talk = Sequence[tuple[str, str]]

NAMES = {
    "Zorvath": "person",
    "Quendrith Brixvath": "person",
    "Vathewick": "place",
    "0770 0900": "phone",
    "12 March 1994": "date",
    "9 May": "date",
}
TALK = [
    ("I", "How was it at home, when you were small?"),
    ("P", "My brother Zorvath was loud, and I think he was afraid."),
    ("I", "And why do you think Zorvath was afraid?"),
    ("P", "Because of Quendrith Brixvath, the neighbour. We left for Vathewick on 12 March 1994."),
    ("I", "Would you tell me more about it?"),
    ("P", "Call me at 0770 0900. {laughs} It was {{Sister}} who saw it, and I was sad."),
]
CODED = [
    TALK[0][1],
    "My brother {{Brother}} was loud, and I think he was afraid.",
    "And why do you think {{Brother}} was afraid?",
    "Because of {{Person 1}}, the neighbour. We left for {{Town 1}} on {{Date 1 (1994)}}.",
    TALK[4][1],
    "Call me at {{Phone 1}}. {laughs} It was {{Sister}} who saw it, and I was sad.",
]


def _txt(talk: Talk) -> bytes:
    return "".join(f"{who}: {said}\n" for who, said in talk).encode()


def _windows(talk: Talk) -> bytes:
    return "".join(f"{who}:\t{said} – “é”\r\n\r\n" for who, said in talk).encode("cp1252")


def _utf16(talk: Talk) -> bytes:
    return "".join(f"**{who}:** {said}\r\n" for who, said in talk).encode("utf-16")


def _vtt(talk: Talk) -> bytes:
    cues = (f"{n}\n00:00:{n:02}.000 --> 00:00:{n:02}.900\n<v {who}>{said}</v>\n" for n, (who, said) in enumerate(talk))
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _srt(talk: Talk) -> bytes:
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{who}: {said}\n" for n, (who, said) in enumerate(talk, 1))
    return "\n".join(cues).encode()


def _csv(talk: Talk) -> bytes:
    rows = (f'{n},{who},"{said.replace(chr(34), chr(34) * 2)}"\n' for n, (who, said) in enumerate(talk))
    return ("turn,speaker,text\n" + "".join(rows)).encode("utf-8-sig")


def _whisperx(talk: Talk) -> bytes:
    segments = [{"start": n, "end": n + 0.9, "speaker": who, "text": said} for n, (who, said) in enumerate(talk)]
    return json.dumps({"segments": segments, "language": "en"}).encode()


def _chat(talk: Talk) -> bytes:
    codes = {"I": "INV", "P": "PAR"}
    lines = "".join(f"*{codes.get(who, who)}:\t{said}\n" for who, said in talk)
    head = "@UTF8\n@Begin\n@Participants:\tPAR Participant, INV Investigator\n"
    return f"{head}{lines}@End\n".encode()


def _docx(talk: Talk) -> bytes:
    document = docx.Document()
    document.core_properties.author = "Zorvath"
    for who, said in talk:
        document.add_paragraph(f"{who}: {said}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _house_style(talk: Talk) -> bytes:
    document = docx.Document()
    for who, said in talk:
        document.add_paragraph().add_run(said).bold = who == "I"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx(talk: Talk) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["time", "speaker", "text"])
    for n, (who, said) in enumerate(talk):
        book.active.append([n, who, said])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rtf(talk: Talk) -> bytes:
    said = (text.replace("{", r"\{").replace("}", r"\}") for _, text in talk)
    body = "".join(rf"{who}: {text}\par " for (who, _), text in zip(talk, said, strict=True))
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times;}}{\info{\author Zorvath}}\pard " + body + "}"
    ).encode("latin-1")


def _odt(talk: Talk) -> bytes:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{who}: {said}</text:p>" for who, said in talk)
    xml = f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", xml)
    return out.getvalue()


def _eaf(talk: Talk) -> bytes:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n}500"/>' for n in range(len(talk) + 1))
    tiers = "".join(
        f'<TIER TIER_ID="{who}">'
        + "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="t{n}" TIME_SLOT_REF2="t{n + 1}">'
            f"<ANNOTATION_VALUE>{said}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (speaker, said) in enumerate(talk)
            if speaker == who
        )
        + "</TIER>"
        for who in dict.fromkeys(who for who, _ in talk)
    )
    return f'<?xml version="1.0"?><ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>'.encode()


def _native(talk: Talk) -> bytes:
    turns = [{"label": who, "text": said, "time": n} for n, (who, said) in enumerate(talk)]
    return json.dumps(
        {"schema": "urn:rf-scorer:schema:transcript:1", "participant": "P017", "language": "en", "turns": turns}
    ).encode()


#: Formats that keep their form, with the suffix of the copy.
KEPT = {
    "a.txt": _txt,
    "a.md": _utf16,
    "w.txt": _windows,
    "a.vtt": _vtt,
    "a.srt": _srt,
    "a.csv": _csv,
    "a.json": _whisperx,
    "a.cha": _chat,
}
ANEW = {"a.docx": _docx, "h.docx": _house_style, "a.xlsx": _xlsx, "a.rtf": _rtf, "a.odt": _odt, "a.eaf": _eaf}
CHOICE = SpeakerChoice(map={"I": Role.INTERVIEWER, "P": Role.PARTICIPANT})


def _made(folder: Path, files: dict[str, bytes], key: Key | None = None, options: RunOptions | None = None) -> Made:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    found = inputs.find([folder])
    before = {item.path: item.path.read_bytes() for item in found}
    with finding(NAMES):
        made = make(found, options or RunOptions(), key=key or Key(path=folder / "key.csv"))
    assert {path: path.read_bytes() for path in before} == before
    return made


def _one(folder: Path, name: str, data: bytes, **more: Key | RunOptions) -> Copied:
    (copied,) = _made(folder, {name: data}, **more).copies  # type: ignore[arg-type]
    return copied


def _read(copied: Copied) -> Transcript:
    assert copied.copy is not None, copied.problem
    transcript = read_document(Document(copied.copy, copied.data))
    assert validation.faults(transcript_document(transcript)) == ()
    return transcript


def _told(transcript: Transcript) -> list[tuple[Role, str]]:
    return [(turn.role, turn.text) for turn in transcript.turns]


def _expected(more: str = "") -> list[tuple[Role, str]]:
    roles = {"I": Role.INTERVIEWER, "P": Role.PARTICIPANT}
    return [(roles[who], said + more) for (who, _), said in zip(TALK, CODED, strict=True)]


@pytest.mark.parametrize("name", KEPT)
def test_text_formats_keep_their_form(name: str, tmp_path: Path) -> None:
    """Of text, captions, tables, JSON and CHAT only what was found is another; encoding, line ends and the rest stay byte by byte."""
    data = KEPT[name](TALK)
    copied = _one(tmp_path, name, data)
    assert copied.copy == name
    assert _told(_read(copied)) == _expected(" – “é”" if KEPT[name] is _windows else "")
    coded = [(who, said) for (who, _), said in zip(TALK, CODED, strict=True)]
    assert copied.data == KEPT[name](coded)
    assert copied.replaced == {"person": 3, "place": 1, "phone": 1, "date": 1}
    assert copied.notes == ()
    assert copied.verdict is not None
    assert not copied.verdict.findings


@pytest.mark.parametrize("name", ANEW)
def test_other_formats_become_labelled_text(name: str, tmp_path: Path) -> None:
    """What we do not write becomes text with roles, times and the same turns; properties of the file are not in it, and that is told."""
    copied = _one(tmp_path, name, ANEW[name](TALK))
    assert copied.copy == f"{name[0]}.txt"
    read = _read(copied)
    assert read.source.format == "text"
    assert _told(read) == _expected()
    assert {turn.label for turn in read.turns} == {"Interviewer", "Participant"}
    if name in {"a.xlsx", "a.eaf"}:
        half = 0.5 if name == "a.eaf" else 0
        assert [turn.time for turn in read.turns] == [n + half for n in range(6)]
    assert len(copied.notes) == 1
    assert b"Zorvath" not in copied.data


def test_our_own_documents_stay_documents(tmp_path: Path) -> None:
    """A transcript document keeps roles, times and the participant's code, and loses what points to the file it was made of."""
    copied = _one(tmp_path, "a.json", _native(TALK))
    assert copied.copy == "a.json"
    document = json.loads(copied.data)
    assert validation.faults(document) == ()
    assert [turn["text"] for turn in document["turns"]] == CODED
    assert document["participant"] == "P017"
    assert _told(_read(copied)) == _expected()


@pytest.mark.parametrize("name", [*KEPT, *ANEW])
def test_a_copy_of_a_copy_is_the_copy(name: str, tmp_path: Path) -> None:
    """Run on its own copies, with the key or without, the command changes nothing."""
    data = {**KEPT, **ANEW}[name](TALK)
    made = _made(tmp_path / "in", {name: data})
    (copied,) = made.copies
    assert copied.copy is not None
    for key in (None, Key(path=tmp_path / "k", entries=made.entries)):
        again = _one(tmp_path / "again", copied.copy, copied.data, **({"key": key} if key else {}))
        assert again.data == copied.data
        assert again.replaced == {}


NAMED = [("Interviewer" if who == "I" else "Zorvath Quendrith", said.replace("Zorvath", "he")) for who, said in TALK]


@pytest.mark.parametrize("name", [name for name in KEPT if name != "a.cha"])
def test_labels_that_are_names_become_roles(name: str, tmp_path: Path) -> None:
    """Wherever the label stands in the file, and in speech a code; the roles are the same."""
    copied = _one(tmp_path, name, KEPT[name]([*NAMED, ("Interviewer", "Thank you, Zorvath Quendrith.")]))
    assert copied.copy == name
    assert copied.labels == 1
    read = _read(copied)
    assert [turn.role.value for turn in read.turns] == ["interviewer", "participant"] * 3 + ["interviewer"]
    assert {turn.label for turn in read.turns} == {"Interviewer", "Participant"}
    assert read.turns[-1].text.startswith("Thank you, {{Participant}}.")
    assert "Zorvath" not in read.source.text


def test_codes_of_chat_that_are_names_become_codes_of_chat(tmp_path: Path) -> None:
    """A main line of CHAT has a code; the names of its header are gone, and so are the tiers that say the words again."""
    text = (
        "@UTF8\n@Begin\n@Participants:\tZORVATH Zorvath Participant, INV Quendrith Investigator\n@ID:\teng|c|ZORVATH|||||Participant|||\n"
        "*INV:\tHow was it ?\n*ZORVATH:\tMy brother Zorvath left Vathewick .\n%mor:\tdet my n brother n:prop|Zorvath\n\tn:prop|Vathewick\n"
        "*INV:\tAnd why do you think so ?\n*ZORVATH:\tI do not know .\n%com:\tcries\n@End\n"
    )
    copied = _one(tmp_path, "a.cha", text.encode())
    read = _read(copied)
    assert copied.copy == "a.cha"
    assert [turn.label for turn in read.turns] == ["INV", "PAR", "INV", "PAR"]
    assert not re.search("zorvath|quendrith|vathewick", read.source.text, re.IGNORECASE)
    assert "%" not in read.source.text
    assert read.source.text.endswith("@End\n")
    assert any("taken out" in note for note in copied.notes)


def test_lists_of_words_are_emptied_where_words_were_replaced(tmp_path: Path) -> None:
    """WhisperX says everything twice or three times: what repeats a segment with codes says nothing any more, other segments stay."""

    def words(said: str) -> list[dict[str, object]]:
        return [{"word": word, "start": 0.1, "score": 0.9} for word in said.split()]

    segments = [
        {"start": n, "end": n + 1, "speaker": who, "text": said, "words": words(said)}
        for n, (who, said) in enumerate(TALK)
    ]
    data = json.dumps(
        {"segments": segments, "word_segments": [word for one in segments for word in one["words"]]}
    ).encode()  # type: ignore[attr-defined]
    copied = _one(tmp_path, "a.json", data)
    document = json.loads(copied.data)
    assert _told(_read(copied)) == _expected()
    assert [word["word"] for word in document["segments"][0]["words"]] == TALK[0][1].split()
    assert {word["word"] for word in document["segments"][1]["words"]} == {""}
    assert {word["word"] for word in document["word_segments"]} == {""}
    assert not re.search("Zorvath|Brixvath|0770", copied.data.decode())


def test_words_of_several_voices_are_replaced_word_by_word(tmp_path: Path) -> None:
    """Where a segment is split at its words, a name of two words is the code and nothing; the text of the segment says nothing any more."""
    said = [("I", "Who was it"), ("P", "it was Quendrith Brixvath I think"), ("I", "and why"), ("P", "I do not know")]
    words = [{"word": word, "speaker": who} for who, text in said for word in text.split()]
    segments = [{"start": 0, "end": 9, "speaker": "I", "text": " ".join(text for _, text in said), "words": words}]
    copied = _one(tmp_path, "a.json", json.dumps(segments).encode())
    assert copied.copy == "a.json"
    assert [turn.text for turn in _read(copied).turns] == [
        "Who was it",
        "it was {{Person 1}} I think",
        "and why",
        "I do not know",
    ]
    assert not re.search("Quendrith|Brixvath", copied.data.decode())


@pytest.mark.parametrize(
    ("refused", "suffix"), [((".vtt",), ".txt"), ((".vtt", ".txt"), ".json"), ((".vtt", ".txt", ".json"), None)]
)
def test_a_copy_that_would_be_read_in_another_way_is_written_anew(
    refused: tuple[str, ...], suffix: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First as labelled text, then as a transcript document, and if that is not read alike either, there is none: never a copy with other turns."""
    whole = copying.read_document

    def cut(document: Document, **more: object) -> Transcript:
        read = whole(document, **more)  # type: ignore[arg-type]
        return replace(read, turns=read.turns[:-1]) if document.suffix in refused else read

    monkeypatch.setattr(copying, "read_document", cut)
    copied = _one(tmp_path, "a.vtt", _vtt(TALK))
    if suffix is None:
        assert copied.copy is None
        assert "reads back" in copied.problem
        return
    assert copied.copy == f"a{suffix}"
    assert _told(_read(copied)) == _expected()
    assert [turn.time for turn in _read(copied).turns] == list(range(6))
    assert any("written anew" in note for note in copied.notes)


def test_a_cover_page_that_says_participant_does_not_become_a_turn(tmp_path: Path) -> None:
    """Where the file uses the word of something else, labels are letters."""
    cover = b"Participant: Zorvath Quendrith\n\n"
    copied = _one(tmp_path, "a.txt", cover + _txt(NAMED))
    read = _read(copied)
    assert copied.copy == "a.txt"
    assert copied.data.decode().startswith("Participant: P\n\nInterviewer: How was it")
    assert [turn.role.value for turn in read.turns] == ["interviewer", "participant"] * 3
    assert {turn.label for turn in read.turns} == {"Interviewer", "P"}


def test_a_label_that_is_spelled_in_two_ways_is_renamed_in_both(tmp_path: Path) -> None:
    """A slip of the finger in a name is still the name."""
    talk = [("Interviewer" if who == "I" else "Zorvath", said.replace("Zorvath", "he")) for who, said in [*TALK, *TALK]]
    talk[5] = ("Zorvaht", talk[5][1])
    copied = _one(tmp_path, "a.txt", _txt(talk))
    assert copied.copy == "a.txt"
    assert not re.search("zorva", copied.data.decode(), re.IGNORECASE)
    assert {turn.label for turn in _read(copied).turns} == {"Interviewer", "Participant"}


def test_a_name_that_is_broken_over_captions_is_replaced_once(tmp_path: Path) -> None:
    """The code stands where the name begins; time lines, tags and line breaks in it stay."""
    text = (
        "WEBVTT\n\nNOTE Zorvath, checked\n\n00:01.000 --> 00:02.000\n<v I>Who was it?</v>\n\n"
        "00:03.000 --> 00:04.000\n<v P>It was Quendrith\n\n00:04.000 --> 00:05.000\n<v P>Brixvath &amp; <i>Zor</i>vath, I think.\n"
    )
    copied = _one(tmp_path, "a.vtt", text.encode())
    assert copied.data.decode() == text.replace("NOTE Zorvath", "NOTE Person 2").replace(
        "Quendrith", "{{Person 1}}"
    ).replace("Brixvath", "").replace("<i>Zor</i>vath", "<i>{{Person 2}}</i>")


def test_what_stands_beside_the_turns_gets_codes_without_braces(tmp_path: Path) -> None:
    """Titles, notes and other columns are looked through, too; there a code must not look like somebody's words."""
    cover = b"Interview with Quendrith Brixvath, 9 May\nParticipant: Zorvath\n\n"
    copied = _one(tmp_path / "a", "a.txt", cover + _txt(TALK))
    assert copied.data.decode().splitlines()[:2] == ["Interview with Person 1, Date 2", "Participant: Brother"]
    assert [turn.role for turn in _read(copied).turns] == [role for role, _ in _expected()]
    table = b"speaker,text,note\nI,Who was it?,by Quendrith Brixvath\nP,I think it was he.,9 May\nI,Why?,\nP,I do not know.,\n"
    copied = _one(tmp_path / "b", "a.csv", table)
    assert copied.data.decode() == table.decode().replace("Quendrith Brixvath", "Person 1").replace("9 May", "Date 1")


def test_names_are_the_same_in_all_files_and_in_later_runs(tmp_path: Path) -> None:
    """What one file tells of a name holds in all, found there or not, and in what comes with the same key."""
    other = _txt(
        [("I", "Did you know ZORVATH?"), ("P", "I think I knew Quendrith."), ("I", "Why so?"), ("P", "I saw him.")]
    )
    made = _made(tmp_path / "one", {"a.txt": _txt(TALK), "b/b.txt": other})
    told = [turn.text for turn in _read(made.copies[1]).turns]
    assert told[:2] == ["Did you know {{Brother}}?", "I think I knew {{Person 1}}."]
    key = Key(path=tmp_path / "k", entries=made.entries)
    later = _made(tmp_path / "two", {"c.txt": _txt([*TALK, ("I", "And Brixvath?"), ("P", "On 9 May.")])}, key)
    told = [turn.text for turn in _read(later.copies[0]).turns]
    assert told[1] == CODED[1]
    assert told[-2:] == ["And {{Person 1}}?", "On {{Date 2}}."]
    assert later.entries[: len(made.entries)] == made.entries


def test_pseudonyms_and_what_is_only_noted_may_stand(tmp_path: Path) -> None:
    """The study's list of allowed words, and its actions, hold for copies as they do for the gate."""
    from rf_scorer.privacy import Policy
    from rf_scorer.study.privacy.gate import Gate

    policy = Policy.of(actions={"place": "note", "phone": "off"}, allowed=["Zorvath"])
    copied = _one(tmp_path, "a.txt", _txt(TALK), options=RunOptions(gate=Gate(policy=policy)))
    text = copied.data.decode()
    assert "Zorvath" in text
    assert "Vathewick" in text
    assert "0770" in text
    assert "Brixvath" not in text


def test_what_a_key_knows_may_stand_where_a_study_says_so(tmp_path: Path) -> None:
    """Actions and pseudonyms go before what earlier runs replaced."""
    from rf_scorer.privacy import Policy
    from rf_scorer.study.privacy.gate import Gate

    key = Key(path=tmp_path / "k", entries=_made(tmp_path / "one", {"a.txt": _txt(TALK)}).entries)
    policy = Policy.of(actions={"place": "note"}, allowed=["zorvath"])
    copied = _one(tmp_path / "two", "a.txt", _txt(TALK), key=key, options=RunOptions(gate=Gate(policy=policy)))
    text = copied.data.decode()
    assert "brother Zorvath" in text
    assert "left for Vathewick" in text
    assert "{{Person 1}}" in text


def test_file_names_that_name_somebody_become_numbers(tmp_path: Path) -> None:
    """A name in a file's name or its folder's, known by lists or from the interviews, is in no copy's name; the key tells which is which."""
    files = {"zorvath/t1.txt": _txt(TALK), "p2_vathewick.docx": _docx(TALK), "p3.pdf.txt": _txt(TALK)}
    made = _made(tmp_path / "in", files)
    assert [one.copy for one in made.copies] == ["interview-001.txt", "p3.pdf.txt", "interview-002.txt"]
    assert made.files == {"p2_vathewick.docx": "interview-001", "zorvath/t1.txt": "interview-002"}
    again = _made(tmp_path / "in", {"zorvath/t0.txt": _txt(TALK)}, Key(path=tmp_path / "k", files=made.files))
    assert {one.file: one.copy for one in again.copies}["zorvath/t1.txt"] == "interview-002.txt"
    assert {one.file: one.copy for one in again.copies}["zorvath/t0.txt"] == "interview-003.txt"


def test_a_word_by_which_somebody_is_called_is_a_name_in_a_file_name(tmp_path: Path) -> None:
    """Even one that English has: in "garden_1.txt" Mrs Garden's name would be told."""
    talk = [("I", "Who was it?"), ("P", "My mother Garden, I think."), ("I", "Why?"), ("P", "She was in the garden.")]
    files = {"garden_1.txt": _txt(talk), "p_2.txt": _txt(talk)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with finding({"Garden": "person"}):
        made = make(inputs.find([tmp_path]), RunOptions(), key=Key(path=tmp_path / "key.csv"))
    assert [one.copy for one in made.copies] == ["interview-001.txt", "p_2.txt"]
    assert _read(made.copies[1]).turns[-1].text == "She was in the garden."


def test_two_formats_of_one_name_have_two_copies(tmp_path: Path) -> None:
    """a.docx and a.xlsx are not both a.txt."""
    made = _made(tmp_path, {"a.docx": _docx(TALK), "a.xlsx": _xlsx(TALK)})
    assert [one.copy for one in made.copies] == ["a.txt", "a.xlsx.txt"]


def test_a_file_that_cannot_be_read_costs_no_other_its_copy(tmp_path: Path) -> None:
    """It has a reason instead, without a word of it."""
    made = _made(tmp_path, {"a.txt": _txt(TALK), "b.txt": b"Zorvath said nothing that anybody could give a label.\n"})
    assert [one.copy for one in made.copies] == ["a.txt", None]
    assert made.copies[1].problem
    assert "Zorvath" not in made.copies[1].problem + made.copies[1].remedy


def test_codes_that_a_transcript_has_are_nobody_elses(tmp_path: Path) -> None:
    """A transcript that was half done by hand keeps its codes, and their numbers are not used again."""
    talk = [
        ("I", "Who was it?"),
        ("P", "{{Brother}} and my brother Zorvath, I think."),
        ("I", "Why?"),
        ("P", "Person 1 and Quendrith Brixvath knew."),
    ]
    told = [turn.text for turn in _read(_one(tmp_path, "a.txt", _txt(talk))).turns]
    assert told[1::2] == ["{{Brother}} and my brother {{Brother 2}}, I think.", "Person 1 and {{Person 2}} knew."]


PLAIN = [
    "well",
    "I",
    "think",
    "she",
    "was",
    "tired,",
    "and",
    "then",
    "we",
    "left",
    "the",
    "garden.",
    "so",
    "um,",
    "(laughs)",
    "{{Aunt}}",
    "it's",
    "“no”",
    "été",
    "1994",
]
_SAID = st.lists(st.sampled_from([*PLAIN, *NAMES]), min_size=3, max_size=14).map(
    lambda words: " ".join(["I", "think", *words])
)
_TALKS = st.lists(_SAID, min_size=3, max_size=6).map(
    lambda said: [(who, text) for answer in said for who, text in (("I", "And why do you think so?"), ("P", answer))]
)


@settings(max_examples=60, deadline=None)
@given(_TALKS, st.sampled_from([name for name in KEPT if name != "w.txt"]))
def test_no_found_word_survives_and_every_other_character_does(talk: list[tuple[str, str]], name: str) -> None:
    """In any conversation and any format: what was found is in no turn of the copy; taken out on both sides, the files are the same; a second run changes nothing."""
    data = KEPT[name](talk)
    with tempfile.TemporaryDirectory() as folder:
        made = _made(Path(folder) / "in", {name: data})
        (copied,) = made.copies
        read = _read(copied)
        told = "\n".join(turn.text for turn in read.turns)
        assert not any(words in told for words in NAMES)
        before, after = (
            read_document(Document(name, data), speakers=CHOICE if name != "a.cha" else SpeakerChoice()).source.text,
            read.source.text,
        )
        found = re.compile("|".join(map(re.escape, NAMES)))
        codes = re.compile("|".join(re.escape(f"{{{{{entry.code}}}}}") for entry in made.entries) or "(?!)")
        assert found.split(before) == codes.split(after)
        assert len(read.turns) == len({(turn.start, turn.end) for turn in read.turns})
        kept = [text[aside.start : aside.end] for text in (turn.text for turn in read.turns) for aside in asides(text)]
        assert sum("Aunt" in one for one in kept) == before.count("{{Aunt}}")
        again = _one(Path(folder) / "again", name, copied.data)
        assert again.data == copied.data
