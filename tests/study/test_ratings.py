"""Tables of human ratings: every way to write one, every fault told by row and column, and never a value."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from rated_tables import SECRET, as_csv, rows

from rf_scorer.errors import DataError, RfScorerError, UnreadableFile, UsageError
from rf_scorer.study.ratings import RatingRules, Wanted, cells, parse_scale, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rf_scorer.study.ratings import RatedAnswers

SCALE = parse_scale("0:2")


def _read(path: Path, *, allow_between: bool = False, encoding: str | None = None, **wanted: Any) -> RatedAnswers:
    rules = RatingRules(scale=SCALE, allow_between=allow_between)
    return read(path, Wanted(**wanted), rules, encoding=encoding)


def _written(folder: Path, text: str | bytes, name: str = "r.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _refused(folder: Path, data: str | bytes, name: str = "r.csv", **more: Any) -> str:
    with pytest.raises(RfScorerError) as caught:
        _read(_written(folder, data, name), **more)
    assert SECRET not in str(caught.value)
    assert name in str(caught.value)
    assert caught.value.exit_code == 1
    return str(caught.value)


def _changed(number: int, **cells_: Any) -> str:
    """The table with other cells in one answer, which stands in row ``number``."""
    table = rows()
    table[number - 2] |= cells_
    return as_csv(table)


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    notes, sheet = book.active, book.create_sheet("ratings")
    notes.append(["what", "when"])
    table = rows()
    sheet.append(list(table[0]))
    for row in table:
        sheet.append(list(row.values()))
    book.save(path)


FORMS: dict[str, Callable[[], bytes]] = {
    "commas": lambda: as_csv(rows()).encode(),
    "semicolons": lambda: as_csv(rows(), delimiter=";").encode(),
    "tabs": lambda: as_csv(rows(), delimiter="\t").encode(),
    "mark": lambda: as_csv(rows()).encode("utf-8-sig"),
    "utf16": lambda: as_csv(rows()).encode("utf-16"),
    "crlf": lambda: as_csv(rows()).replace("\n", "\r\n").encode(),
    "windows": lambda: as_csv([{**row, "answer": row["answer"] + " – café"} for row in rows()]).encode("cp1252"),
    "blank-lines": lambda: as_csv(rows()).replace("\n", "\n\n").encode(),
    "json-lines": lambda: "\n".join(json.dumps(row) for row in rows()).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_table_gives_the_same_answers(form: str, tmp_path: Path) -> None:
    """Delimiter, encoding, line ends and JSON Lines make no difference to what is read."""
    found = _read(_written(tmp_path, FORMS[form](), "r.jsonl" if form == "json-lines" else "r.csv"))
    assert [(row.id, row.rating, row.group) for row in found.answers] == [
        (row["id"], float(row["rating"]), row["participant"]) for row in rows()
    ]
    assert found.answers[0].question == rows()[0]["question"]
    assert len(set(found.questions or ())) == 4


def test_the_sheet_that_holds_the_columns_is_read(tmp_path: Path) -> None:
    """Of a workbook with several sheets the one is taken whose header fits, and that is told."""
    _workbook(tmp_path / "r.xlsx")
    found = _read(tmp_path / "r.xlsx")
    assert len(found.answers) == len(rows())
    assert any("Sheet 2 of 2" in remark for remark in found.remarks)


def test_columns_are_taken_as_named(tmp_path: Path) -> None:
    """Names from the command line win over usual ones, whatever the case; a column is not used twice."""
    table = [{"Said": r["answer"], "RF": r["rating"], "id": r["participant"], "text": "other"} for r in rows()]
    found = _read(_written(tmp_path, as_csv(table)), text="said", rating="rf", group="id")
    assert found.people == 12
    assert found.answers[0].id == "2"
    assert found.answers[0].text == rows()[0]["answer"]


def test_rows_without_an_answer_are_kept_and_left_out(tmp_path: Path) -> None:
    """No answer is no low rating: the row stays in its place, is not among the answers, and is told."""
    found = _read(_written(tmp_path, _changed(3, answer=" \u200b", rating="")))
    assert len(found.rows) == len(rows())
    assert len(found.answers) == len(rows()) - 1
    assert math.isnan(found.rows[1].rating)
    assert found.remarks[0].startswith("Row 3 has no answer")


def test_the_mean_of_raters_is_what_is_learned(tmp_path: Path) -> None:
    """With a second rater the rating is the mean of those who rated, and may lie between two levels."""
    found = _read(_written(tmp_path, _changed(2, rating=1, second=2)), second=("second",))
    assert found.raters == ("rating", "second")
    assert found.answers[0].rating == 1.5
    assert found.answers[0].raters == (1.0, 2.0)
    alone = _read(_written(tmp_path, _changed(2, rating="", second=2)), second=("second",))
    assert alone.answers[0].rating == 2.0
    assert any("not rated by every rater" in remark for remark in alone.remarks)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("3", "off the scale (0 to 2)"),
        ("-1", "off the scale (0 to 2)"),
        ("1.5", "between two levels"),
        ("", "missing"),
        ("nan", "not a finite number"),
        ("inf", "not a finite number"),
        ("-Infinity", "not a finite number"),
        (f"high, {SECRET}", "text, not a number"),
        ("1e400", "text, not a number"),
        ("9" * 400, "text, not a number"),
        ("true", "text, not a number"),
    ],
)
def test_a_bad_rating_is_told_by_row_and_column(cell: str, told: str, tmp_path: Path) -> None:
    """Row and column are named, and not what stands there."""
    message = _refused(tmp_path, _changed(5, rating=cell))
    assert "row 5, column 'rating'" in message
    assert told in message


def test_half_points_are_taken_when_that_is_said(tmp_path: Path) -> None:
    """The message says how, and then they are kept as they are."""
    text = _changed(5, rating="1.5")
    assert "--allow-between" in _refused(tmp_path, text)
    assert _read(_written(tmp_path, text), allow_between=True).answers[3].rating == 1.5


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Each kind stands once, with all its rows."""
    table = rows()
    for place in (1, 4, 7):
        table[place]["rating"] = 9
    table[2]["participant"] = " "
    table[5]["id"] = table[4]["id"]
    message = _refused(tmp_path, as_csv(table))
    assert "3 kinds of faults" in message
    assert "rows 3, 6 and 9, column 'rating': The rating is off the scale" in message
    assert "row 4, column 'participant': The participant is missing." in message
    assert "row 7, column 'id'" in message


def test_many_rows_with_one_fault_are_counted(tmp_path: Path) -> None:
    """Twenty rows are named, the others are counted."""
    message = _refused(tmp_path, as_csv([{**row, "rating": 7} for row in rows()]))
    assert "21 and 28 more" in message


@pytest.mark.parametrize("variant", ["{}", " {}", "{}\u200b", "{}\u00a0"])
def test_one_participant_under_two_names_is_refused(variant: str, tmp_path: Path) -> None:
    """Case, spaces and width must not put one person on both sides of a fold; rows are named, not the codes."""
    code = rows()[0]["participant"]
    other = variant.format(code.upper() if variant == "{}" else code)
    message = _refused(tmp_path, _changed(3, participant=other))
    assert "Rows 2 and 3" in message
    assert "column 'participant'" in message


def test_wide_letters_are_the_same_letters(tmp_path: Path) -> None:
    """Full-width letters are told apart from narrow ones by nobody who types them."""
    assert cells.same("Ｐ１ ") == cells.same("p1")
    assert cells.same("p1") != cells.same("p11")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04" + bytes(60), "zip archive"),
        (b'[{"answer": "zwickelmond"}]', "JSON array"),
        ("\n".join(f"{SECRET} and nothing else {n}" for n in range(50)), "Only one column"),
        (as_csv(rows()).partition("\n")[2], "Is the first row the names of the columns?"),
        (as_csv(rows(), columns=["answer", "participant"]), "No column is known to hold the ratings"),
        (as_csv(rows()).replace("second", "rating", 1), "Two columns are called 'rating'"),
        (as_csv(rows()).replace('"', "") + f"a,b,c,d {SECRET},1,1,north,x,y\n", "more cells than columns"),
        (as_csv(rows()) + f'a99,"{SECRET}', "never closed"),
        (as_csv(rows()).encode() + b"\xff\xc3\xa9\xc3\xa9", "not utf-8"),
        (as_csv(rows(people=2, each=20)), "answers of 2 participants"),
        (as_csv(rows(people=3, each=2)), "There are 6 rated answers"),
        (as_csv([{**row, "rating": 1} for row in rows()]), "All answers have the same rating"),
        (as_csv([{**row, "answer": ""} for row in rows()]), "There are 0 rated answers"),
    ],
)
def test_what_is_no_usable_table_is_refused(text: str | bytes, told: str, tmp_path: Path) -> None:
    """Whatever is wrong with the file as a whole is one message that says what to do."""
    assert told in _refused(tmp_path, text)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "x", "answer": "zwickelmond", ', "line 2: This is not JSON"),
        ("[1]", "line 2: This is not an object"),
        ('{"answer": ["zwickelmond"], "rating": 1, "participant": "a", "id": "x"}', "line 2, column 'answer'"),
        ('{"answer": "zwickelmond", "rating": true, "participant": "a", "id": "x"}', "line 2, column 'rating'"),
        ('{"answer": "zwickelmond", "rating": NaN, "participant": "a", "id": "x"}', "line 2: NaN"),
    ],
)
def test_faults_of_json_lines_are_told_by_line(line: str, told: str, tmp_path: Path) -> None:
    """A line that is no row does not end the reading, and is told with the others."""
    lines = [json.dumps(row) for row in rows()]
    lines[1] = line
    assert told in _refused(tmp_path, "\n".join(lines), "r.jsonl")


def test_columns_that_are_missing_are_told_with_those_there_are(tmp_path: Path) -> None:
    """A misspelt option names itself; the columns there are stand beside it."""
    message = _refused(tmp_path, as_csv(rows()), text="anwser", rating="rated")
    assert "no column 'anwser' (--text)" in message
    assert "no column 'rated' (--rating)" in message
    assert "Columns found: id, participant, question" in message


def test_words_are_not_shown_as_names_of_columns(tmp_path: Path) -> None:
    """A file without a header shows nothing of its first row, however short."""
    text = "\n".join(f"P{n},{SECRET},{n % 3}" for n in range(40))
    assert "Columns found" not in _refused(tmp_path, text)


def test_few_participants_are_told(tmp_path: Path) -> None:
    """Below ten participants a remark says what can and what cannot be said."""
    found = _read(_written(tmp_path, as_csv(rows(people=6, each=6))))
    (remark,) = (remark for remark in found.remarks if "only 6 participants" in remark)
    assert "What cannot" in remark


def test_questions_that_do_not_recur_are_not_treated_so(tmp_path: Path) -> None:
    """Another question in every row is told; the words are kept for what they say about echoes."""
    table = [{**row, "question": f"Why number {n}?"} for n, row in enumerate(rows())]
    found = _read(_written(tmp_path, as_csv(table)))
    assert found.questions is None
    assert found.answers[0].question == "Why number 0?"
    assert any("Hardly any question recurs" in remark for remark in found.remarks)


def test_a_cell_may_hold_line_breaks(tmp_path: Path) -> None:
    """A row is then told with its line as well, since editors count lines and spreadsheets rows."""
    table = rows()
    table[0]["answer"] = "one\ntwo\nthree"
    table[1]["rating"] = 8
    assert "row 3 (line 5)" in _refused(tmp_path, as_csv(table))


def test_ids_may_be_left_aside(tmp_path: Path) -> None:
    """A column called id that names something else is not used when that is said."""
    table = [{**row, "id": "same"} for row in rows()]
    assert "--id none" in _refused(tmp_path, as_csv(table))
    assert _read(_written(tmp_path, as_csv(table)), id="none").answers[0].id == "2"


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    """A large table is read in seconds."""
    table = rows(people=2000, each=50)
    found = _read(_written(tmp_path, as_csv(table)))
    assert len(found.answers) == 100_000


@pytest.mark.parametrize("text", ["0-2", "2:0", "1:1", "0:500", "a b", ""])
def test_a_scale_that_is_none_is_refused(text: str) -> None:
    """The scale is never guessed: it must be two whole numbers, the lowest first."""
    with pytest.raises(UsageError, match="--scale"):
        parse_scale(text)


def test_scales_by_ends_and_by_protocol() -> None:
    """Both ends count; a protocol's name stands for its scale."""
    assert parse_scale("-1:9").values == tuple(range(-1, 10))
    assert parse_scale("−1..9").values == parse_scale("-1:9").values
    assert parse_scale("aai").values == tuple(range(-1, 10))


@pytest.mark.parametrize(
    ("cell", "value"), [("2", 2.0), (" 2 ", 2.0), ("1,5", 1.5), ("−1", -1.0), ("+1", 1.0), (".5", 0.5)]
)
def test_numbers_are_read_as_people_write_them(cell: str, value: float) -> None:
    """Decimal commas, true minus signs and spaces are no faults."""
    assert cells.rating(cell) == value


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """The name alone, not the folder."""
    with pytest.raises(UnreadableFile, match="no such file"):
        _read(tmp_path / "none.csv")


def test_faults_are_data_errors(tmp_path: Path) -> None:
    """What is wrong with ratings leaves with exit code 1."""
    with pytest.raises(DataError):
        _read(_written(tmp_path, _changed(5, rating=9)))
