"""The table of a run: every row whole, numbers that agree with the sheet, and nothing a spreadsheet could run."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.errors import SpeakerError, UnreadableFile
from rf_scorer.study import inputs
from rf_scorer.study.inputs import Input
from rf_scorer.study.options import RunOptions
from rf_scorer.study.reason import bug, refusal
from rf_scorer.study.running import batch
from rf_scorer.study.running.summary import STATUSES, Row, as_csv
from rf_scorer.transcripts.identity import shown

TALK = (
    "I: What was it like at home?\nP: It was loud, and I think my brother hated it.\n"
    "I: Why?\nP: (inaudible)\nI: And then, what did he do about it?\nP: He wanted to be left alone, I felt.\n"
)


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_columns_are_those_of_the_row_in_order() -> None:
    """The header stands even where there is no row."""
    assert as_csv([]) == ",".join(field.name for field in dataclasses.fields(Row)) + "\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start) -> None:
    """A name, reason or code that a spreadsheet would run stays text; numbers below zero stay numbers."""
    row = Row(file=f"{start}cmd|' /C calc'!A0.txt", transcript="a", status="done", provisional_lowest=-1.0)
    (read,) = _read(as_csv([row]))
    assert read["file"] == f"'{row.file}"
    assert read["provisional_lowest"] == "-1.0"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
def test_whatever_a_cell_holds_the_table_is_read_back(names) -> None:
    """Commas, quotation marks and line breaks in names stay in their cell, control characters as U+FFFD."""
    rows = [Row(file=f"x{name}", transcript="a", status="refused", reason=f"x{name}") for name in names]
    assert [read["file"] for read in _read(as_csv(rows))] == [shown(row.file) for row in rows]


def test_figures_agree_with_the_sheet(tmp_path) -> None:
    """What the row counts is what the sheet lists."""
    (tmp_path / "a.txt").write_text(TALK)
    (row,) = batch.run(inputs.find([tmp_path / "a.txt"]), tmp_path / "out", RunOptions()).rows
    sheet = json.loads((tmp_path / "out" / "sheets" / "a.json").read_text("utf-8"))
    (read,) = _read((tmp_path / "out" / "summary.csv").read_text("utf-8"))
    assert row.status in STATUSES
    assert row.passages == len(sheet["passages"]) == row.answered + row.not_asked + row.not_answered + row.inaudible
    assert row.inaudible == 1
    assert row.mentions == len(sheet["mentions"])
    assert row.mentions_per_100_words == round(100 * row.mentions / row.participant_words, 2)
    assert row.suggested + row.abstained == len(sheet["suggestions"])
    assert row.sha256 == sheet["transcript"]["source"]["sha256"]
    assert read["participant_words"] == str(row.participant_words)


def test_an_empty_cell_is_no_zero() -> None:
    """Where there is nothing to count, a refused file's row has empty cells and not zeros."""
    (read,) = _read(as_csv([Row(file="a.txt", transcript="a", status="refused", reason="x", remedy="y")]))
    assert {
        value for name, value in read.items() if name not in {"file", "transcript", "status", "reason", "remedy"}
    } == {""}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (None, "Broken."),
        ("a.txt", "Broken."),
        ("a.txt:12", "line 12: Broken."),
        ("a.align.json", "a.align.json: Broken."),
        ("a.txt (override)", "override: Broken."),
        ("out/sheets/a.json", "out/sheets/a.json: Broken."),
    ],
)
def test_reasons_name_the_place_but_not_the_file_again(tmp_path, where, told) -> None:
    """The file has a column of its own; a line, another file or a part of it does not."""
    item = Input(path=tmp_path / "a.txt", name="x/a.txt", id="a")
    assert refusal(UnreadableFile("Broken.", where=where), item) == told


def test_the_reason_of_a_bug_has_no_message_and_no_value() -> None:
    """The kind of error, the innermost file and line, nothing of what was being worked on."""
    try:
        raise SpeakerError("she never came back") from ValueError("nobody noticed")
    except SpeakerError as error:
        told = bug(error)
    assert told.startswith("This is a bug in rf_scorer: SpeakerError at test_summary.py:")
    assert "never" not in told
    assert "noticed" not in told
