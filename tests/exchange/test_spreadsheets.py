"""CSV files and the workbook."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from rf_scorer.exchange.material import Options
from rf_scorer.exchange.spreadsheets import write_csv, write_xlsx

if TYPE_CHECKING:
    from rf_scorer.exchange.material import Material

TABLES = {"mentions", "markers", "passages", "interviews", "ratings-long", "ratings-wide", "consensus", "codebook"}


def _rows(files: Any, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8"))))


def test_there_is_a_table_for_everything(rated: Material) -> None:
    """Highlights, passages, interviews, the desk's own tables of ratings, and a row of the codebook for every column."""
    files = write_csv(rated, Options())
    assert set(files) == {f"{name}.csv" for name in TABLES}
    described = {(row["table"], row["column"]) for row in _rows(files, "codebook")}
    for name in TABLES - {"codebook"}:
        head = files[f"{name}.csv"].decode().splitlines()[0].split(",")
        assert {(name, column) for column in head} <= described


def test_words_are_where_the_table_says(awkward: Material) -> None:
    """Offsets of a row cut its words out of the sheet's text."""
    files = write_csv(awkward, Options())
    rows = _rows(files, "mentions")
    assert len(rows) == sum(len(sheet["mentions"]) for sheet in awkward.sheets.values()) > 20
    for row in rows:
        text = awkward.sheets[row["interview"]]["transcript"]["text"]
        assert text[int(row["start"]) : int(row["end"])].split() == row["text"].split()


@pytest.mark.parametrize(
    ("use", "anna", "ben", "overall"),
    [("blind", "4", "0", ("3", "-1")), ("final", "5", "0", ("3", "-1"))],
)
def test_the_levels_are_those_that_were_asked_for(
    rated: Material, use: Any, anna: str, ben: str, overall: tuple[str, str]
) -> None:
    """Blind or final; zero and -1 are levels, and a reason for none stands beside an empty cell."""
    files = write_csv(rated, Options(use=use))
    rows = {(row["interview"], row["passage"]): row for row in _rows(files, "passages")}
    assert (rows["talk-1", "p02"]["anna_level"], rows["talk-1", "p02"]["ben_level"]) == (anna, ben)
    assert (rows["talk-1", "p03"]["anna_level"], rows["talk-1", "p03"]["anna_unratable"]) == ("", "inaudible")
    assert rows["talk-2", "p02"]["anna_level"] == ""  # not finished
    first = _rows(files, "interviews")[0]
    assert (first["overall_anna_level"], first["overall_ben_level"]) == overall


def test_a_consensus_stands_for_a_rater(rated: Material) -> None:
    """The adjudicated level of the interview; passages that differ and that nobody decided are empty."""
    files = write_csv(rated, Options(use="consensus"))
    assert _rows(files, "interviews")[0]["overall_consensus_level"] == "4"
    assert {row["passage"]: row["consensus_level"] for row in _rows(files, "passages") if row["interview"] == "talk-1"}[
        "p02"
    ] == ""


def test_raters_markers_stand_beside_the_programs(rated: Material) -> None:
    """With who saw them, and their words."""
    rows = [row for row in _rows(write_csv(rated, Options()), "markers") if row["seen_by"] != "program"]
    (row,) = rows
    assert (row["seen_by"], row["marker"], row["family"], row["taken_over"]) == ("anna", "B1", "B", "0")
    text = rated.sheets["talk-1"]["transcript"]["text"]
    assert row["text"] == text[int(row["start"]) : int(row["end"])]


def test_suggestions_only_where_they_are_asked_for(rated: Material) -> None:
    """In columns that say what they are."""
    without = write_csv(rated, Options())["passages.csv"].decode().splitlines()[0]
    assert "provisional" not in without
    rows = _rows(write_csv(rated, Options(suggestions=True)), "passages")
    assert rows[1]["provisional_level"] == "3"
    assert (rows[1]["provisional_low"], rows[1]["provisional_high"]) == ("2", "4")


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_without_text_nobodys_words_are_there(rated: Material, awkward: Material, write: Any) -> None:
    """Neither participants' words nor raters' notes, in any table."""
    for material, words in (
        (rated, ("zwickelmond", "harbour", "frightened")),
        (awkward, ("frightened", "angry", "nobody")),
    ):
        for data in write(material, Options(text=False)).values():
            told = data.decode("utf-8") if write is write_csv else str(list(_cells(data)))
            assert not any(word in told for word in words)


def _cells(data: bytes) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [(sheet.title, cell.coordinate, cell.value) for sheet in book for row in sheet for cell in row]


def _with(material: Material, said: str) -> Material:
    sheet = dict(material.sheets["talk-1"])
    mentions = [{**sheet["mentions"][0], "text": said}]
    return replace(material, sheets={"talk-1": {**sheet, "mentions": mentions}})


@pytest.mark.parametrize("said", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "#REF!"])
def test_words_are_never_a_formula(rated: Material, said: str) -> None:
    """Guarded in CSV, text in a workbook; numbers are numbers in both."""
    material = _with(rated, said)
    row = _rows(write_csv(material, Options()), "mentions")[0]
    assert row["text"] in {said, f"'{said}"}
    assert not row["text"].startswith(("=", "+", "-", "@"))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(material, Options())["study.xlsx"]))
    head = [cell.value for cell in book["mentions"][1]]
    cell = book["mentions"].cell(2, head.index("text") + 1)
    assert (cell.value, cell.data_type) == (said, "s")
    assert book["mentions"].cell(2, head.index("start") + 1).data_type == "n"


def test_a_level_of_minus_one_is_a_number(rated: Material) -> None:
    """And stays one in the workbook's tables of ratings."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(rated, Options())["study.xlsx"]))
    assert set(book.sheetnames) == TABLES
    head = [cell.value for cell in book["interviews"][1]]
    cell = book["interviews"].cell(2, head.index("overall_ben_level") + 1)
    assert (cell.value, cell.data_type) == (-1, "n")


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_the_same_study_gives_the_same_bytes(rated: Material, write: Any) -> None:
    """Whenever it is exported."""
    assert write(rated, Options()) == write(rated, Options())
