"""``highlight`` and ``rate``: JSON Lines in, JSON Lines out, in order, and a bad line never costs a good one."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from rf_scorer import validation

if TYPE_CHECKING:
    from pathlib import Path

SECRET = b"zwickelmond"

#: Lines that are refused, with the path and a part of the message that is told.
BAD = {
    b"zwickelmond": "$: This is not JSON",
    b'{"id": 1, "text": "cut zwickelmond': "$: This is not JSON",
    b"\x00\x00\x00": "$: This is not",
    b'{"id": 1, "text": "zwickelmond \xff"}': "$: This is not UTF-8",
    b'{"id": 1, "text": "zwickelmond \\ud800"}': "$: A string holds half of a surrogate pair",
    b'{"id": 1, "text": "zwickelmond \xed\xa0\x80"}': "$: A string holds half of a surrogate pair",
    b'{"id": 1, "text": NaN}': "$: NaN and Infinity are not JSON",
    b'{"id": -Infinity, "text": "zwickelmond"}': "$: NaN and Infinity are not JSON",
    b'{"id": 1e999, "text": "zwickelmond"}': "$: A number is not finite",
    b'{"id": 1, "text": "zwickelmond", "text": "b"}': "$: A key stands twice",
    b"[" * 200_000: "$: The nesting is too deep",
    b'{"id": 1, "text": "a", "more": ' + b"[" * 60 + b"]" * 60 + b"}": "$: The nesting is deeper",
    b'{"id": ' + b"9" * 6000 + b', "text": "a"}': "$: A number is too long",
    b'"zwickelmond"': "$: This must be an object",
    b'["zwickelmond"]': "$: This must be an object",
    b'{"text": "zwickelmond"}': "$: The key 'id' is missing",
    b'{"id": "zwickelmond"}': "$: The key 'text' is missing",
    b'{"id": true, "text": "zwickelmond"}': "$.id: This must be",
    b'{"id": 1, "text": ["zwickelmond"]}': "$.text: This must be",
}

#: Texts whose offsets are easily cut wrong, each with the mention that stands in it.
TEXTS = {
    "plain": ("I wanted it.", "wanted"),
    "emoji": ("\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 so I wanted it \U0001f600.", "wanted"),
    "decomposed": ("Cafe\u0301 re\u0301sume\u0301, and I wanted it.", "wanted"),
    "right to left": ("\u202b\u05e9\u05dc\u05d5\u05dd\u202c I wanted it.", "wanted"),
    "nul": ("Well \x00 I wanted it.", "wanted"),
    "line separators": ("Well\u2028\u2029\x85\r\n I wanted it.", "wanted"),
    "marked": ("\ufeffI wanted it.", "wanted"),
}


def _line(**record: object) -> bytes:
    return json.dumps(record).encode()


@pytest.fixture(scope="module")
def mixed() -> bytes:
    """Good lines with every bad line between them, a mark at the beginning, both line ends, blank lines, no last line end."""
    lines = [b"\xef\xbb\xbf" + _line(id="first", text="I wanted it.")]
    for number, bad in enumerate(BAD):
        lines += [bad, b"", b"  \t", _line(id=number, text="I felt sad.")]
    return b"\r\n".join(lines) + b"\n" + _line(id="last", text="I wanted it.")


def test_bad_lines_are_told_by_place_and_the_others_are_done(run, mixed) -> None:
    """Every good record comes back in its order; every bad line is one message with its line and path; exit 1."""
    ended = run("highlight", stdin=mixed)
    assert ended.code == 1
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == ["first", *range(len(BAD)), "last"]
    told = ended.err.splitlines()
    for number, (line, expected) in enumerate(zip(told, BAD.values(), strict=True)):
        assert line.startswith(f"-:{2 + 4 * number}::{expected}")
    assert SECRET.decode() not in ended.told


def test_files_are_named_where_standard_input_is_a_dash(run, mixed, tmp_path) -> None:
    """Several files are one stream; a message names the file and the line within it; ``-`` is standard input."""
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(mixed)
    ended = run("highlight", path, "-", stdin=b"no\n" + _line(id="stdin", text="") + b"\n")
    assert json.loads(ended.out.splitlines()[-1])["id"] == "stdin"
    assert f"{path}:2::$" in ended.err
    assert ended.err.splitlines()[-1].startswith("-:1::$")


@pytest.mark.parametrize("name", TEXTS)
def test_offsets_cut_what_was_said(run, name) -> None:
    """Offsets count code points of the text as it came: half-open, whatever stands before."""
    text, expected = TEXTS[name]
    ended = run("highlight", stdin=_line(id=1, text=text))
    assert ended.code == 0
    record = json.loads(ended.out)
    assert expected in [text[mention["start"] : mention["end"]] for mention in record["mentions"]]


def test_a_line_that_is_too_long_does_not_fill_the_memory(run, monkeypatch) -> None:
    """It is passed over to its end in pieces, told once, and the next line has the right number."""
    monkeypatch.setattr(validation, "LONGEST_LINE", 1000)
    monkeypatch.setattr("rf_scorer.validation.files.LONGEST_LINE", 1000)
    long = _line(id=1, text="a" * 5000)
    ended = run("highlight", stdin=long + b"\nno\n" + _line(id=2, text="I wanted it.") + b"\n" + long)
    assert [line.split(":: ")[0].partition("::")[0] for line in ended.err.splitlines()] == ["-:1", "-:2", "-:4"]
    assert json.loads(ended.out)["id"] == 2


def test_a_line_without_an_end_is_told_after_the_answers_before_it(run, monkeypatch) -> None:
    """What came before it is answered; then the program ends, with 1."""
    monkeypatch.setattr("rf_scorer.cli.lines._ENDLESS", 200_000)
    ended = run("highlight", stdin=_line(id=1, text="I wanted it.") + b"\n" + b"a" * 400_000)
    assert ended.code == 1
    assert json.loads(ended.out)["id"] == 1
    assert "does not end" in ended.err


@pytest.mark.parametrize("command", ["highlight", "rate"])
@pytest.mark.parametrize("stdin", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_nothing_in_is_said(run, command, stdin) -> None:
    """An empty stream is more likely a broken pipe than a wish: exit 1."""
    ended = run(command, stdin=stdin)
    assert ended.code == 1
    assert ended.out == ""
    assert ended.err


def test_what_comes_out_is_valid_and_the_same_every_time(run, mixed) -> None:
    """``highlight | validate`` finds no fault; a second run gives the same bytes."""
    ended = run("highlight", stdin=mixed)
    assert run("highlight", stdin=mixed).out == ended.out
    judged = run("validate", "--schema", "highlight-record", "-", stdin=ended.out.encode())
    assert judged.code == 0


def test_ratings_come_in_order_and_say_what_the_model_was_trained_on(run) -> None:
    """Long answers get a provisional level, short and empty ones none with a reason; all are valid records."""
    answer = (
        "I think she was scared of being left alone, really. Her mother went away when she was small, and nobody told her why, "
        "so I suppose she decided that it was safer to leave first. At the time I was just angry, I thought she did not want "
        "me around. It was only when I had my own daughter that I began to wonder what it must have been like for her."
    )
    requests = [
        {"id": "a", "question": "Why did she do that?", "answer": answer, "participant": "P1"},
        {"id": "b", "question": "Why?", "answer": ""},
        {"id": "c", "question": "Why?", "answer": "No."},
        {"id": "d", "question": None, "answer": answer},
    ]
    ended = run("rate", stdin=b"\n".join(_line(**request) for request in requests))
    assert ended.code == 0
    records = [json.loads(line) for line in ended.out.splitlines()]
    assert [record["id"] for record in records] == ["a", "b", "c", "d"]
    assert [record["status"] for record in records[:3]] == ["provisional", "abstained", "abstained"]
    assert all(record["reasons"] for record in records[1:3])
    assert all("invented" in record["training"] for record in records)
    assert run("validate", "--schema", "rate-record", "-", stdin=ended.out.encode()).code == 0


def test_a_question_that_the_protocol_lacks_is_a_fault_of_its_line(run) -> None:
    """An unknown ``question_id`` refuses its record, not the stream, and is not repeated in the message."""
    lines = [
        _line(id=1, question="Why?", answer="I wanted it.", question_id="aai.1"),
        _line(id=2, question="Why?", answer="I wanted it.", question_id=SECRET.decode()),
        _line(id=3, question="Why?", answer="I wanted it.", question_id=None),
    ]
    ended = run("rate", "--protocol", "aai", stdin=b"\n".join(lines))
    assert ended.code == 1
    assert [json.loads(line)["id"] for line in ended.out.splitlines()] == [1, 3]
    assert ended.err.startswith("-:2::$.question_id: The protocol aai has no such question.")
    assert SECRET.decode() not in ended.told


@pytest.mark.parametrize("arguments", [("--protocol", "aia"), ("--model", "rf")])
def test_unknown_names_end_the_stream_before_it_begins(run, arguments) -> None:
    """A wrong name is wrong usage, with the known names."""
    ended = run("rate", *arguments, stdin=_line(id=1, question="Why?", answer="a"))
    assert ended.code == 2
    assert "Known: " in ended.err
    assert ended.out == ""


def test_a_reader_that_leaves_ends_the_stream_quietly(tmp_path) -> None:
    """``highlight | head -1`` prints one record and no complaint."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(b"\n".join(_line(id=number, text="I wanted it.") for number in range(3000)))
    run = subprocess.run(
        f'"{sys.executable}" -m rf_scorer highlight "{path}" | head -n 1',
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(run.stdout)["id"] == 0
    assert run.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="its shell cannot close a stream")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("highlight <&-", 1),
        ("highlight >&-", 0),
        ("highlight --jobs 2 2>&-", 0),
        ("schema rating <&- >&- 2>&-", 0),
        ("schema spam >&- 2>&-", 2),
    ],
)
def test_streams_that_a_scheduler_has_closed_are_no_bug(words: str, code: int, tmp_path: Path) -> None:
    """A program that is started without standard streams ends as it does with them, and writes no message into a file of its own."""
    request = json.dumps({"id": 1, "text": "I wanted it."})
    command = f"echo '{request}' | {shlex.quote(sys.executable)} -m rf_scorer {words}"
    made = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == code, made.stderr
    assert "bug" not in made.stderr
    assert bool(made.stdout) == (">&-" not in words.replace("2>&-", "") and code == 0)
    assert list(tmp_path.iterdir()) == []
