"""Bad input of every kind in one run: each file refused with one message, the good one scored, and no word told."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from rf_scorer import pages, pipeline, privacy
from rf_scorer.study.running import work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "zwickelmond"

_DTD = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY f "zwickelmond">]>'


def _changed(data: bytes, part: str, change: Callable[[str], str], *, extra: int = 0) -> bytes:
    """A zip container with one part changed, and a part of zeros added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            read = source.read(member)
            target.writestr(member, change(read.decode()).encode() if member == part else read)
        if extra:
            target.writestr("zeros.bin", bytes(extra))
    return out.getvalue()


def _entity(xml: str) -> str:
    head, mark, rest = xml.partition("?>")
    return f"{head}{mark}{_DTD}{rest}" if mark else _DTD + xml


def _word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for index in range(8):
        document.add_paragraph().add_run(f"Was it loud when {SECRET} came home, the {index}th time?").bold = (
            index % 2 == 0
        )
    document.save(out)
    return out.getvalue()


def _sheet() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [("speaker", "text"), ("I", "What was it like?"), ("P", f"I think {SECRET} hated it.")]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _odt(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        target.writestr("content.xml", content)
    return out.getvalue()


def _lines(*labels: str) -> bytes:
    return "".join(f"{label}: I think {SECRET} knew it, on day {n}.\n" for n, label in enumerate(labels * 3)).encode()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_CUES = "WEBVTT\n\n00:01.000 --> 00:04.000\nIt was loud, zwickelmond.\n\n00:05.000 --> 00:09.000\nWhy was that?\n"


def _bad() -> dict[str, tuple[bytes, str]]:
    """Files by name, each with a part of what must be told about it."""
    word, sheet = _word(), _sheet()
    return {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \r\n\t\n", "empty"),
        "mark.txt": (b"\xef\xbb\xbf", "no words"),
        "binary.txt": (bytes(range(256)) * 20, "not text"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(900), "a picture, whatever its name"),
        "zip.txt": (b"PK\x03\x04" + bytes(99), "Office document, whatever its name"),
        "broken.txt": (f"I: Où ?\nP: là, {SECRET} é\n".encode() + b"\xff\xfe\n", "not utf-8"),
        "half.txt": (b"\xff\xfe" + f"I: A?\nP: {SECRET}\n".encode("utf-16-le") + b"\x00\xd8I\x00", "not utf-16"),
        "nul.txt": (f"I: A?\nP: {SECRET}".encode() + b"\0" * 40, "binary"),
        "word-bomb.docx": (_changed(word, "", str, extra=60_000_000), "unpack"),
        "locked.docx": (_OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        "old.doc": (_OLE + "WordDocument".encode("utf-16-le"), "old binary Office"),
        "word-cut.docx": (word[: len(word) // 2], "cut short"),
        "word-entity.docx": (_changed(word, "word/document.xml", _entity), "XML entities"),
        "writer-entity.odt": (
            _odt(f'<?xml version="1.0"?>{_DTD}<a xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">&e;</a>'),
            "XML entities",
        ),
        "elan-entity.eaf": (
            f'<?xml version="1.0"?>{_DTD}<ANNOTATION_DOCUMENT>&e;</ANNOTATION_DOCUMENT>'.encode(),
            "XML entities",
        ),
        "excel-entity.xlsx": (_changed(sheet, "xl/worksheets/sheet1.xml", _entity), "XML entities"),
        "excel-entity-unused.xlsx": (_changed(sheet, "xl/styles.xml", _entity), "XML entities"),
        "excel-cut.xlsx": (sheet[: len(sheet) // 2], "cut short"),
        "excel-bomb.xlsx": (_changed(sheet, "", str, extra=60_000_000), "unpack"),
        "torn.pdf": (b"%PDF-1.7\n1 0 obj\n<< /zwickelmond", "damaged"),
        "one.txt": (_lines(*"PPPP"), "Only one speaker"),
        "five.txt": (_lines("Anna", "Ben", "Carl", "Dora", "Emil"), "'Anna', 'Ben', 'Carl', 'Dora', 'Emil'"),
        "none.txt": (f"It was loud, {SECRET}.\nWhy?\nNobody noticed {SECRET}.\n".encode(), "No speaker labels"),
        "silent.txt": (b"I: Why was that?\nP: (inaudible)\nI: And then?\nP: [cries]\n", "no word"),
        "labels.txt": (b"I:\nP:\nI:\nP:\n", "no words after"),
        "voiceless.vtt": (_CUES.encode(), "do not say who speaks"),
        "columns.csv": (f"turn,speaker,mood\n1,I,calm\n2,P,{SECRET}\n".encode(), "No column holds what was said"),
        "commas.csv": (f"speaker,text,mood\nI,Why?,calm\nP,Nobody, {SECRET}, knew,sad\n".encode(), "cut at commas"),
        "header.csv": (b"speaker,text\n", "no row"),
        "other.json": (json.dumps({"said": SECRET}).encode(), "looks like JSON"),
        "deep.json": (b"[" * 100_000, "looks like JSON"),
        "ours.json": (
            json.dumps(
                {"schema": "urn:rf-scorer:schema:transcript:1", "turns": SECRET, f"And {SECRET}": SECRET}
            ).encode(),
            "not a valid transcript",
        ),
        "page.html": (f"<!DOCTYPE html><html><body>I: {SECRET}</body></html>".encode(), "web page"),
    }


BAD = _bad()


@pytest.fixture(scope="module")
def ended(tmp_path_factory, run, talk, files):
    """One run over every bad file and a good one: how it ended, its rows, its folders."""
    folder = tmp_path_factory.mktemp("bad")
    temporary = tmp_path_factory.mktemp("temporary")
    out = tmp_path_factory.mktemp("results") / "out"
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    with (folder / "large.txt").open("wb") as file:
        file.truncate(300_000_000)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "good.txt").write_text(talk)
    before = {name: data for name, data in files(folder).items() if name != "large.txt"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        ending = run("score", folder, "-o", out)
    after = {name: data for name, data in files(folder).items() if name != "large.txt"}
    return ending, folder, out, temporary, before == after


def _rows(out: Path) -> dict[str, dict[str, str]]:
    return {row["file"]: row for row in csv.DictReader(io.StringIO((out / "summary.csv").read_text("utf-8")))}


EXPECTED = {**{name: told for name, (_, told) in BAD.items()}, "large.txt": "300 MB", "gone.txt": "not there"}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_bad_file_is_refused_with_one_clear_message(ended, name) -> None:
    """Its row has a reason that names the trouble and a remedy, and standard error tells it once, in one line and a remedy."""
    ending, _, out, _, _ = ended
    row = _rows(out)[name]
    assert EXPECTED[name] in row["reason"]
    assert row["status"] == "refused"
    assert row["remedy"]
    assert row["reason"].endswith(".")
    assert "\n" not in row["reason"] + row["remedy"]
    assert ending.err.count(f" {name}: ") == 1


def test_the_good_file_among_them_is_scored_and_nothing_is_harmed(ended, run) -> None:
    """One sheet, exit 1, inputs as before, no temporary file, no trace of any library, valid documents."""
    ending, _, out, temporary, unharmed = ended
    assert ending.code == 1
    assert f"1 scored, {len(EXPECTED)} refused" in ending.err
    assert [path.name for path in (out / "sheets").iterdir()] == ["good.json"]
    assert unharmed
    assert list(temporary.iterdir()) == []
    for trace in ("Traceback", "Warning", "bug", 'File "'):
        assert trace not in ending.told
    assert run("validate", out).code == 0


def test_no_word_of_any_file_is_told(ended, run, secret) -> None:
    """The secret word stands in no message, table or manifest; only the sheet and the page of the good file hold it."""
    ending, folder, out, _, _ = ended
    checked = run("check", folder, "-v", "--protocol", "auto")
    as_json = run("check", folder, "--json", "--protocol", "aai")
    rescored = run("score", folder, "-o", out, "--resume", "-v", "--protocol", "auto")
    assert {checked.code, as_json.code, rescored.code} == {1}
    for told in (ending.told, checked.told, as_json.told, rescored.told):
        assert secret not in told.lower()
    holding = sorted(
        path.relative_to(out).as_posix()
        for path in out.rglob("*")
        if path.is_file() and secret in path.read_text("utf-8")
    )
    assert holding == ["pages/good.html", "sheets/good.json"]


def test_check_says_of_each_file_what_score_says(ended, run) -> None:
    """The same files are refused for the same reasons before and while scoring."""
    _, folder, out, _, _ = ended
    found = [json.loads(line) for line in run("check", folder, "--json").out.splitlines()]
    refused = {
        record["file"]: next(note["message"] for note in record["notes"] if note["severity"] == "error")
        for record in found
        if record["worst"] == "error"
    }
    assert refused == {name: row["reason"] for name, row in _rows(out).items() if row["status"] == "refused"}


def test_warnings_of_libraries_stay_out_of_sight(ended, tmp_path) -> None:
    """In a process of its own, where nothing turns warnings into errors, standard error holds our messages alone."""
    _, folder, _, _, _ = ended
    damaged = [folder / name for name in ("torn.pdf", "excel-cut.xlsx", "excel-entity.xlsx", "word-cut.docx")]
    run = subprocess.run(
        [sys.executable, "-m", "rf_scorer", "score", *damaged, "-o", tmp_path / "out", "--no-pages"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    # On a machine with much else to do the run takes long enough to tell how far it is.
    lines = [line for line in run.stderr.splitlines() if " files done" not in line or line.startswith("4 of 4")]
    # Two of them ask for the same remedy, which is told once.
    assert [line[:8] for line in lines[:7]] == [*["refused ", "        "] * 3, "refused "]
    assert len(lines) == 10


@pytest.mark.parametrize(
    ("module", "name"),
    [(pipeline, "score"), (pages, "render"), (work.validation, "faults"), (work.documents, "sheet_document")],
)
def test_a_bug_of_ours_tells_its_line_and_nothing_else(run, talk, secret, tmp_path, monkeypatch, module, name) -> None:
    """Whichever step fails with a message full of words: a row ``error`` with the line of code, the rest done, exit 3."""
    for file in ("a.txt", "b.txt"):
        (tmp_path / file).write_text(talk)
    step, failed = getattr(module, name), []

    def fail(*arguments: object, **more: object) -> object:
        if not failed:
            failed.append(name)
            raise ValueError(talk)
        return step(*arguments, **more)

    monkeypatch.setattr(module, name, fail)
    ended = run("score", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out")
    rows = _rows(tmp_path / "out")
    assert ended.code == 3
    assert [row["status"] for row in rows.values()] == ["error", "done"]
    assert "ValueError at test_bad_input.py:" in rows["a.txt"]["reason"]
    tables = "".join((tmp_path / "out" / name).read_text() for name in ("summary.csv", "manifest.json"))
    assert secret not in ended.told + tables
    assert run("validate", tmp_path / "out", "-q").code == 0


def test_a_bug_does_not_end_a_check(run, talk, secret, tmp_path, monkeypatch) -> None:
    """``check`` tells the line of code for one file and looks at the next; exit 3."""
    for file in ("a.txt", "b.txt"):
        (tmp_path / file).write_text(talk)
    look, failed = privacy.revealed, []

    def fail(transcript: object, **more: object) -> object:
        if not failed:
            failed.append(transcript)
            raise KeyError(talk)
        return look(transcript, **more)

    monkeypatch.setattr(privacy, "revealed", fail)
    ended = run("check", tmp_path, "--json")
    assert ended.code == 3
    assert secret not in ended.told
    assert [json.loads(line)["worst"] for line in ended.out.splitlines()] == ["error", "warning"]


def test_a_folder_that_may_not_be_opened_is_told(run, tmp_path, monkeypatch) -> None:
    """One message with the folder, exit 2: files in it would otherwise be missed silently."""

    def refuse(_: Path) -> object:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "in").mkdir()
    monkeypatch.setattr(os, "scandir", refuse)
    ended = run("check", tmp_path / "in")
    assert ended.code == 2
    assert "The folder cannot be opened (Permission denied)." in ended.err


def test_a_file_that_goes_away_is_refused_and_the_others_are_done(run, talk, tmp_path, monkeypatch) -> None:
    """A file that was there when the folder was listed, and is not when its turn comes."""
    for file in ("a.txt", "b.txt"):
        (tmp_path / file).write_text(talk)
    attempt = work.attempt

    def late(job: work.Job) -> work.Outcome:
        if job.input.name == "a.txt":
            job.input.path.unlink()
        return attempt(job)

    monkeypatch.setattr("rf_scorer.study.running.batch.attempt", late)
    ended = run("score", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out")
    assert ended.code == 1
    assert [row["status"] for row in _rows(tmp_path / "out").values()] == ["refused", "done"]


def test_what_is_printed_is_utf8_whatever_the_console_says(tmp_path, talk) -> None:
    """A label that the console's encoding cannot hold neither fails nor is mangled in a file."""
    (tmp_path / "Ж.txt").write_text(talk)
    run = subprocess.run(
        [sys.executable, "-m", "rf_scorer", "check", tmp_path, "--json"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert run.returncode == 0
    assert json.loads(run.stdout.decode("utf-8"))["file"] == "Ж.txt"
