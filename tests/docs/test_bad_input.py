"""``docs/reference/bad-input.md`` shows what really comes out: each row is made, run, and compared word for word."""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import docx
import openpyxl
import pytest
from doc_pages import DOCS, ROOT, table_rows

from rf_scorer import cli, documents, jsonio
from rf_scorer.study.running import batch
from rf_scorer.study.running.summary import as_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TALK = (
    "I: What was it like at home?\n"
    "P: It was loud, and I think my brother hated it more than I did.\n"
    "I: Why do you think he hated it?\n"
    "P: Because he wanted to be left alone, and nobody noticed that he was frightened.\n"
)
TURNS = ("What was it like at home?", "It was loud, I think.", "Why was that?", "Nobody noticed it, I suppose.")


class Case(NamedTuple):
    """Files to make in an empty folder, and what to type; ``stdin`` is None where nothing is piped in."""

    files: dict[str, bytes]
    command: str
    stdin: str | None = None


def _docx(change: Callable[[str], str] = lambda xml: xml, *, extra: dict[str, bytes] | None = None) -> bytes:
    """A Word document in house style whose main part goes through ``change``."""
    document = docx.Document()
    for index, words in enumerate(TURNS * 2):
        document.add_paragraph().add_run(words).bold = index % 2 == 0
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            data = source.read(member)
            if member == "word/document.xml":
                data = change(data.decode()).encode()
            target.writestr(member, data)
        for member, data in (extra or {}).items():
            target.writestr(member, data)
    return out.getvalue()


def _insertion(xml: str) -> str:
    before, _, after = xml.partition("<w:r>")
    return f'{before}<w:ins w:id="1" w:author="A"><w:r>{after.replace("</w:r>", "</w:r></w:ins>", 1)}'


def _comment(xml: str) -> str:
    return xml.replace("</w:p>", '<w:r><w:commentReference w:id="0"/></w:r></w:p>', 1)


def _entity(xml: str) -> str:
    head, _, rest = xml.partition("?>")
    return f'{head}?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>{rest}'


def _csv(*rows: str) -> bytes:
    return "\n".join(rows).encode() + b"\n"


def _transcript(**more: object) -> bytes:
    turns = [{"label": label, "text": words} for label, words in zip("IPIP", TURNS, strict=True)]
    return json.dumps({"schema": "urn:rf-scorer:schema:transcript:1", "turns": turns, **more}).encode()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_EAF = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><ANNOTATION_DOCUMENT>&e;</ANNOTATION_DOCUMENT>'
_CUES = "WEBVTT\n\n00:01.000 --> 00:04.000\n{}It was loud at home.\n\n00:05.000 --> 00:09.000\n{}Why was that?\n"
_ALIGN = {"schema": "urn:rf-scorer:schema:alignment:1", "turns": [{"turn": 40, "question": "aai.8"}]}


def _said(*labels: str) -> bytes:
    lines = [f"{label}: It was loud at home on number {index}." for index, label in enumerate(labels * 3)]
    return "\n".join(lines).encode()


def _pipeline(folder: str, *, language: str = "en") -> dict[str, bytes]:
    """The files of the shipped spaCy pipeline without its parser, below another folder."""
    source = ROOT / "models" / "en_interview"
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    files = {name: data for name, data in files.items() if not name.startswith("parser/")}
    files["config.cfg"] = re.sub(rb',\s*"parser"', b"", files["config.cfg"]).replace(
        b'lang = "en"', f'lang = "{language}"'.encode(), 1
    )
    return {f"{folder}/{name}": data for name, data in files.items()}


def _workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _project(xml: bytes, *, beside: str = "sources/a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("project.qde", xml)
        container.writestr(beside, "x")
    return out.getvalue()


def _part() -> dict[str, bytes]:
    """The first of two parts, with nothing in it."""
    summary = as_csv(()).encode()
    document = documents.manifest_document(
        version="1",
        command="score",
        options={},
        provenance={},
        files=[],
        settings="0" * 64,
        summary=hashlib.sha256(summary).hexdigest(),
        shard={"number": 1, "of": 2, "inputs": 3, "digest": "0" * 64},
    )
    return {"results/manifest-1-of-2.json": jsonio.dumps(document).encode(), "results/summary-1-of-2.csv": summary}


_STUDY = """schema = "urn:rf-scorer:schema:study:1"
id = "st-3f9c2a7b41d0"
title = "Invented"
[[raters]]
id = "anna"
[desk]
control_share = {}
"""
_NAMED = TALK.replace("my brother", "my brother Tobias", 1).encode()
_ATTESTED = {
    "schema": "urn:rf-scorer:schema:attestation:1",
    "file": "a.txt",
    "sha256": "0" * 64,
    "size": 4,
    "by": "R. Ek, data manager",
    "at": "2026-11-30T09:15:00Z",
    "statement": "Seen.",
    "findings": {},
    "words": 9,
    "detectors": {"rf_scorer.privacy": "1"},
    "version": "0.1.0",
}
_SETTINGS = {"study/study.toml": _STUDY.format(0.2).encode()}
_SHEET = {
    "study/sheets/aai-1.json": (ROOT / "tests" / "schemas" / "rating-sheet" / "valid" / "interview.json").read_bytes()
}
_AGREE = "agree ratings.csv --scale -1:9 --rater-columns anna,ben"
_QDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><Project>&e;</Project>'


def _rated(anna: str) -> dict[str, bytes]:
    return {"ratings.csv": _csv("interview,anna,ben", "t1,3,4", f"t2,{anna},4")}


CASES: dict[str, Case] = {
    "empty file": Case({"a.txt": b""}, "check a.txt"),
    "no words at all": Case({"a.txt": b" \n \n"}, "check a.txt"),
    "binary file named `.txt`": Case({"a.txt": bytes(range(256)) * 8}, "check a.txt"),
    "Word document named `.csv`": Case({"a.csv": b"PK\x03\x04" + bytes(60)}, "check a.csv"),
    "recording": Case({"a.mp3": b"ID3\x03" + bytes(60)}, "check a.mp3"),
    "300 MB": Case({"a.txt": b"300 MB"}, "check a.txt"),
    "damaged UTF-8": Case({"a.txt": "I: Où étais-tu, à la fête ?\nP: là ".encode() + b"\xff\n"}, "check a.txt"),
    "wrong `--encoding`": Case({"a.txt": "I: Où ?\nP: là\n".encode("cp1252")}, "check a.txt --encoding utf-8"),
    "unknown `--encoding`": Case({"a.txt": TALK.encode()}, "check a.txt --encoding utf9"),
    "web page": Case({"a.html": b"<!DOCTYPE html><html><body>I: Hello</body></html>"}, "check a.html"),
    "some other JSON": Case({"a.json": b'{"hello": [1, 2]}'}, "check a.json"),
    "`.docx` that is a zip bomb": Case(
        {"a.docx": _docx(extra={"word/media/b.bin": bytes(60_000_000)})}, "check a.docx"
    ),
    "`.docx` with a password": Case({"a.docx": _OLE + "EncryptedPackage".encode("utf-16-le")}, "check a.docx"),
    "old `.doc`": Case({"a.doc": _OLE + "WordDocument".encode("utf-16-le")}, "check a.doc"),
    "`.docx` cut short": Case({"a.docx": _docx()[:9000]}, "check a.docx"),
    "`.docx` with external entities": Case({"a.docx": _docx(_entity)}, "check a.docx"),
    "ELAN file with external entities": Case({"a.eaf": _EAF}, "check a.eaf"),
    "`.docx` with tracked changes": Case({"a.docx": _docx(_insertion)}, "check a.docx"),
    "`.docx` with comments": Case({"a.docx": _docx(_comment)}, "check a.docx"),
    "`.docx` without labels and without bold": Case(
        {"a.docx": _docx(lambda xml: xml.replace("<w:b/>", "").replace('<w:b w:val="0"/>', ""))}, "check a.docx"
    ),
    "damaged PDF": Case({"a.pdf": b"%PDF-1.7\n1 0 obj\n<<"}, "check a.pdf"),
    "no speaker labels": Case({"a.txt": b"It was loud at home.\nWhy was that?\nNobody noticed.\n"}, "check a.txt"),
    "one speaker": Case({"a.txt": _said(*"PPPP")}, "check a.txt"),
    "five speakers": Case({"a.txt": _said("Anna", "Ben", "Carl", "Dora", "Emil")}, "check a.txt"),
    "two who could be the participant": Case({"a.txt": _said("Interviewer", "Mother", "Father")}, "check a.txt"),
    "no word of the participant": Case(
        {"a.txt": b"I: Why was that?\nP: (inaudible)\nI: And then?\nP: [cries]\n"}, "check a.txt"
    ),
    "`--participant` names nobody": Case({"a.txt": TALK.encode()}, "check a.txt --participant Mother"),
    "captions without names": Case({"a.vtt": _CUES.format("", "").encode()}, "check a.vtt"),
    "CSV without a text column": Case({"a.csv": _csv("turn,speaker,mood", "1,I,calm", "2,P,sad")}, "check a.csv"),
    "CSV without a speaker column": Case(
        {"a.csv": _csv("turn,text", "1,Why was that?", "2,Nobody knew.")}, "check a.csv"
    ),
    "`--text-column` that is not there": Case(
        {"a.csv": _csv("speaker,text", "I,Why was that?", "P,Nobody knew.")}, "check a.csv --text-column words"
    ),
    "text cut at commas": Case(
        {"a.csv": _csv("speaker,text,mood", "I,Why was that?,calm", "P,Nobody, I think, knew,sad")}, "check a.csv"
    ),
    "WhisperX without speakers": Case(
        {"a.json": json.dumps({"segments": [{"start": 0, "end": 2, "text": "It was loud."}] * 3}).encode()},
        "check a.json",
    ),
    "transcript JSON that breaks its schema": Case({"a.json": _transcript(mood="sad")}, "check a.json"),
    "override that does not fit": Case(
        {"a.txt": TALK.encode(), "a.align.json": json.dumps(_ALIGN).encode()}, "check a.txt --protocol aai"
    ),
    "two files with one id": Case({"site-1/a.txt": TALK.encode(), "site-2/a.txt": TALK.encode()}, "check ."),
    "nothing there": Case({}, "check nowhere/"),
    "empty folder": Case({"folder/.keep": b""}, "check folder/"),
    "output among the inputs": Case({"folder/a.txt": TALK.encode()}, "score folder/ -o folder/"),
    "unknown protocol": Case({"a.txt": TALK.encode()}, "check a.txt --protocol aia"),
    "unknown `--format`": Case({"a.txt": TALK.encode()}, "check a.txt --format word"),
    "unknown model": Case({"a.txt": TALK.encode()}, "score a.txt -o results --model rf"),
    "language model that is not there": Case({}, "highlight --language-model en_core_web_none", "{}"),
    "language model that is no pipeline": Case({"notes/a.txt": b"notes"}, "highlight --language-model notes", "{}"),
    "language model without a parser": Case(
        {"a.txt": TALK.encode()} | _pipeline("lacking"), "score a.txt -o results --language-model lacking"
    ),
    "language model for another language": Case(
        _pipeline("german", language="de"), "demo --out results --language-model german"
    ),
    "damaged language model": Case(
        _pipeline("lacking") | {"lacking/tagger/model": b""}, "rate --language-model lacking", "{}"
    ),
    "faults in the table of cases": Case(
        {"a.txt": TALK.encode(), "cases.toml": b"[labels]\nP = 'patient'\n[file]\n"}, "check a.txt --cases cases.toml"
    ),
    "output exists": Case({"a.txt": TALK.encode(), "results/summary.csv": b"file\n"}, "score a.txt -o results"),
    "output cannot be written": Case({"a.txt": TALK.encode()}, "score a.txt -o a.txt/results"),
    "one bad file among good ones": Case({"a.txt": TALK.encode(), "b.txt": b""}, "score a.txt b.txt -o results"),
    "Ctrl-C in a batch": Case({"a.txt": TALK.encode(), "b.txt": TALK.encode()}, "score a.txt b.txt -o results"),
    "transcript that names somebody": Case({"a.txt": _NAMED}, "score a.txt -o results"),
    "transcript that was changed after it was attested": Case(
        {"a.txt": _NAMED, "a.txt.attest.json": json.dumps(_ATTESTED).encode()}, "check a.txt"
    ),
    "damaged attestation": Case({"a.txt": _NAMED, "a.txt.attest.json": b"{\n"}, "score a.txt -o results"),
    "`--show-words` where output would be kept": Case({"a.txt": _NAMED}, "check a.txt --privacy --show-words"),
    "list of pseudonyms that is no text": Case(
        {"a.txt": _NAMED, "names.txt": b"\xff\xfe\x00"}, "check a.txt --pseudonyms names.txt"
    ),
    "list of pseudonyms that a study lacks": Case(
        {"study/study.toml": _STUDY.format("0.2\n[privacy]\npseudonyms = 'names.txt'").encode()}, "score study"
    ),
    "class of identifiers that is none": Case(
        {"study/study.toml": _STUDY.format("0.2\n[privacy.classes]\nsurname = 'block'").encode()}, "score study"
    ),
    "nobody attests": Case({"a.txt": _NAMED}, "attest a.txt --yes"),
    "attestation without a role": Case({"a.txt": _NAMED}, "attest a.txt --yes --by Ek"),
    "attestation with nobody there": Case({"a.txt": _NAMED}, "attest a.txt --by Ek,manager"),
    "attestation that is there already": Case(
        {"a.txt": _NAMED, "a.txt.attest.json": json.dumps(_ATTESTED).encode()}, "attest a.txt --yes --by Ek,manager"
    ),
    "key among the copies": Case({"in/a.txt": _NAMED}, "pseudonymise in -o copies --key copies/key.csv"),
    "key among the transcripts": Case({"in/a.txt": _NAMED}, "pseudonymise in -o copies --key in/key.csv"),
    "key that is none": Case(
        {"in/a.txt": _NAMED, "safe/key.csv": b"hello\n"}, "pseudonymise in -o copies --key safe/key.csv"
    ),
    "folder that is no study": Case({"folder/.keep": b""}, "ratings status folder"),
    "two raters whose codes differ by case": Case({}, "init study --rater Anna --adjudicator anna"),
    "fault in `study.toml`": Case({"study/study.toml": _STUDY.format(1.5).encode()}, "review study"),
    "database that is none": Case(
        {**_SETTINGS, "study/ratings/desk.sqlite3": b"no database\n" * 99}, "ratings status study"
    ),
    "database that is gone": Case({**_SETTINGS, "study/ratings/access.key": bytes(32)}, "ratings status study"),
    "output over what a study is made of": Case(
        {**_SETTINGS, "study/ratings/desk.sqlite3": b""}, "agree study -o study/ratings/desk.sqlite3 --force"
    ),
    "file that no worksheet saved": Case(
        {**_SETTINGS, **_SHEET, "a.rating.json": b"{}"}, "collect study a.rating.json"
    ),
    "ratings without a declared scale": Case(_rated("3"), "agree ratings.csv --rater-columns anna,ben"),
    "rating that is text": Case(_rated("three"), _AGREE),
    "rating off the scale": Case(_rated("12"), _AGREE),
    "half points": Case(_rated("3.5"), _AGREE),
    "one name for two columns": Case({"ratings.csv": _csv("interview,anna,anna,ben", "t1,3,4,4")}, _AGREE),
    "ids that differ by case": Case({"ratings.csv": _csv("interview,anna,ben", "t1,3,4", "T1,3,4")}, _AGREE),
    "formula without its result": Case(
        {"ratings.xlsx": _workbook(("interview", "anna", "ben"), ("t1", "=1+2", 4))}, _AGREE.replace("csv", "xlsx")
    ),
    "change without a reliability": Case(
        {"ratings.csv": _csv("participant,timepoint,rating", "p1,t1,3", "p1,t2,4", "p2,t1,5", "p2,t2,4")},
        "change ratings.csv --scale -1:9",
    ),
    "timepoints without an order": Case(
        {"ratings.csv": _csv("participant,timepoint,rating", "p1,before,3", "p1,later,4")},
        "change ratings.csv --scale -1:9 --reliability 0.8",
    ),
    "design that cannot be": Case({}, "plan size --sd -1"),
    "project with external entities": Case(
        {**_SHEET, "project.qdpx": _project(_QDE)}, "import project.qdpx --from qdpx --sheets study -o out"
    ),
    "project that leads out of its container": Case(
        {**_SHEET, "project.qdpx": _project(b"<Project/>", beside="../../planted.txt")},
        "import project.qdpx --from qdpx --sheets study -o out",
    ),
    "stream: not JSON": Case({}, "highlight", "It was loud.\n"),
    "stream: a key is missing": Case({}, "highlight", '{"id": 1}\n'),
    "stream: unknown `question_id`": Case(
        {}, "rate --protocol aai", '{"id": 1, "question": "why", "answer": "because", "question_id": "aai.99"}\n'
    ),
    "stream: nothing at all": Case({}, "highlight", ""),
    "document that breaks its schema": Case({"a.json": _transcript(mood="sad")}, "validate a.json"),
    "nothing to validate": Case({"folder/.keep": b""}, "validate folder/"),
    "unknown schema": Case({}, "schema sheet"),
    "unknown command": Case({}, "scoer"),
    "part that is none": Case({"a.txt": TALK.encode()}, "score a.txt -o results --shard 4/3"),
    "address of no cluster": Case({"a.txt": TALK.encode()}, "score a.txt -o results --dask nowhere"),
    "folder without parts to merge": Case({"results/.keep": b""}, "merge results"),
    "part that is missing": Case(_part(), "merge results"),
}

ROWS = {
    row[0]: row[1:]
    for row in table_rows((DOCS / "reference/bad-input.md").read_text("utf-8").partition("## Other things")[0])
}


def _make(case: Case, folder: Path) -> None:
    for name, data in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if data == b"300 MB":
            with path.open("wb") as file:
                file.truncate(300_000_000)
        else:
            path.write_bytes(data)


def test_the_page_has_a_row_for_every_case() -> None:
    """Each case has its row, and each row its case."""
    assert sorted(ROWS) == sorted(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_message_is_the_one_that_is_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's message, remedy and exit code are what comes out, and no file is harmed."""
    case = CASES[name]
    message, code, remedy = ROWS[name]
    _make(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((case.stdin or "").encode())))
    if name == "Ctrl-C in a batch":
        monkeypatch.setattr(batch, "attempt", _interrupted())
    with pytest.raises(SystemExit) as left:
        cli.main(case.command.split())
    captured = capsys.readouterr()
    printed = captured.out + captured.err
    assert message.strip("`") in printed
    assert int(left.value.code or 0) == int(code)
    if not remedy.startswith("*"):  # a remark of the page
        assert remedy in printed
    assert "bug in rf_scorer" not in printed
    for path, data in case.files.items():
        assert data == b"300 MB" or (tmp_path / path).read_bytes() == data


def _interrupted() -> Callable[[object], object]:
    """The work on a file, interrupted at the second."""
    attempt, done = batch.attempt, []

    def stop(job: object) -> object:
        if done:
            raise KeyboardInterrupt
        done.append(job)
        return attempt(job)  # type: ignore[arg-type]

    return stop
