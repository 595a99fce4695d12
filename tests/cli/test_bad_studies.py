"""Studies, tables and exports that are broken, hostile, or given where they do not belong: one message, and no harm."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from rated_studies import SECRET, opened, rate

from rf_scorer import jsonio
from rf_scorer.errors import OutputFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

LONG = "x" * 300


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in which two raters finished an interview."""
    room = opened(tmp_path)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 2, "overall": 4})
    root = room.study.root
    room.close()
    (root / "transcripts").mkdir(exist_ok=True)
    (root / "transcripts" / "talk-1.txt").write_text("as it was", encoding="utf-8")
    return root


def _told(ended: Any, code: int, message: str) -> None:
    assert ended.code == code, ended.told
    assert message in ended.told
    assert "\n  " in ended.err, "what to do next"
    assert ended.err.count("Error:") == 1
    assert "bug in rf_scorer" not in ended.told
    assert SECRET not in ended.told


def _change(database: Path, *statements: str) -> None:
    connection = sqlite3.connect(database)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


READ = (
    "ratings/desk.sqlite3",
    "ratings/access.key",
    "sheets/talk-1.json",
    "transcripts/talk-1.txt",
    "study.toml",
)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(
    "command",
    [("agree", "-o"), ("change", "-o"), ("report", "-o"), ("report", "--report")],
    ids=lambda command: " ".join(command),
)
def test_no_output_replaces_what_a_study_is_made_of(run: Run, study: Path, command: tuple[str, str], name: str) -> None:
    """Not even with --force: ratings cannot be made again."""
    path = study / name
    before = path.read_bytes()
    ended = run(command[0], study, command[1], path, "--force")
    assert ended.code == 2
    assert path.read_bytes() == before


def test_no_report_is_written_among_documents_that_are_read(run: Run, study: Path, tmp_path: Path) -> None:
    """It would be read as a rating next time, or replace one."""
    assert run("ratings", "export", study, "-o", tmp_path / "export", "-q").code == 0
    folder = tmp_path / "export" / "ratings"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in (folder / "report.json", next(iter(folder.iterdir()))):
        _told(run("agree", folder, "-o", path, "--force"), 2, "among what is read")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_no_output_replaces_the_table_of_groups(run: Run, study: Path, tmp_path: Path) -> None:
    """It is an input as well."""
    groups = tmp_path / "arms.csv"
    groups.write_text("participant,group\nperson-1,one\n", encoding="utf-8")
    for command in (("change", study, "-o", groups), ("report", study, "-o", groups)):
        _told(run(*command, "--groups", groups, "--force"), 2, "would replace the input")
    assert groups.read_text(encoding="utf-8").startswith("participant,group")


@pytest.mark.parametrize("folder", ["transcripts", "sheets", "ratings"])
def test_no_worksheet_is_laid_among_transcripts(run: Run, study: Path, folder: str) -> None:
    """It would be scored, or shown, as an interview."""
    before = sorted((study / folder).iterdir())
    _told(run("worksheet", study, "--rater", "anna", "-o", study / folder), 2, "among what is read")
    assert sorted((study / folder).iterdir()) == before


DAMAGE = {
    "a table is gone": ("DROP TABLE events",),
    "another table is gone": ("DROP TABLE draw",),
    "a column is gone": ("ALTER TABLE events RENAME COLUMN body TO bodies",),
    "no JSON": (f"UPDATE events SET body = '{SECRET}'",),
    "endless nesting": (f"UPDATE events SET body = '{'[' * 5000}'",),
    "no time": (f"UPDATE events SET at = '{SECRET}'",),
    "an empty time": ("UPDATE events SET at = ''",),
    "a time of no zone": ("UPDATE events SET at = '2026-11-30T10:00:00'",),
    "bytes": ("UPDATE events SET body = x'ff00ff'",),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("command", [("ratings", "export"), ("agree",), ("export",)], ids=lambda command: command[0])
def test_a_database_that_lacks_something_is_damaged(
    run: Run, study: Path, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    """Whatever it is: one message, and nothing is written."""
    _change(study / "ratings" / "desk.sqlite3", *DAMAGE[name])
    options = ("--to", "csv", "-o", tmp_path / "out") if command == ("export",) else ()
    _told(run(*command, study, *options), 1, "The database of ratings is damaged")
    assert not (tmp_path / "out").exists()
    assert not (study / "exports").exists()


def test_a_file_in_place_of_the_folder_of_ratings_is_told(run: Run, study: Path) -> None:
    """The system says of it that it exists, which is no help."""
    for path in (study / "ratings").iterdir():
        path.unlink()
    (study / "ratings").rmdir()
    (study / "ratings").write_text("", encoding="utf-8")
    _told(run("review", study, "--print-links"), 2, "cannot be written (Not a directory)")
    _told(
        run("report", study, "--report", study / "study.toml" / "page.html"), 2, "cannot be written (Not a directory)"
    )


def test_settings_that_are_too_large_are_told_with_what_to_do(run: Run, study: Path) -> None:
    """Like any other fault of theirs."""
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write("#" * 2_000_001)
    _told(run("ratings", "status", study), 1, "which no settings of a study have")


@pytest.mark.parametrize("text", [SECRET, "[" * 5000, "{}"])
def test_a_plan_that_is_none_is_told_with_what_to_do(run: Run, study: Path, text: str) -> None:
    """Every command that goes by it says so."""
    (study / "plan.json").write_text(text, encoding="utf-8")
    for command in (("ratings", "status"), ("plan", "show"), ("report",)):
        _told(run(*command, study), 1, "plan.json")


def test_a_folder_in_place_of_a_file_leaves_nothing_behind(tmp_path: Path) -> None:
    """No half-written file stays beside it."""
    path = tmp_path / "summary.csv"
    path.mkdir()
    with pytest.raises(OutputFailed, match="Is a directory"):
        jsonio.write_text(path, "x", force=True)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "command",
    [
        ("export", LONG, "--to", "csv"),
        ("import", LONG, "--from", "brat", "--sheets", "sheets", "-o", "out"),
        ("import", "loop.qdpx", "--from", "qdpx", "--sheets", "sheets", "-o", "out"),
    ],
    ids=["export", "import", "loop"],
)
def test_names_that_no_system_can_open_are_told(
    run: Run, study: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Too long, or a link that leads to itself."""
    monkeypatch.chdir(study)
    if os.name != "nt":
        (study / "loop.qdpx").symlink_to("loop.qdpx")
    ended = run(*command)
    assert ended.code in {1, 2}
    assert ended.err.startswith("Error: ")
    assert not (study / "out").exists()


TABLES = {
    "half of a surrogate pair": (r'{"interview":"t1","rater":"\ud800","rating":3}', "half of a surrogate pair"),
    "half of a pair in a key": (r'{"interview":"t1","rater":"a","rating":3,"\ud800":1}', "half of a surrogate pair"),
    "a code of 300 characters": (
        json.dumps({"interview": "t1", "rater": LONG, "rating": 3}),
        "more than 200 characters",
    ),
    "a key twice": ('{"interview":"t1","rater":"a","rating":3,"rating":4}', "A key stands twice"),
    "a list": ('{"interview":"t1","rater":"a","rating":[3]}', "neither text nor a number"),
}


@pytest.mark.parametrize("name", TABLES)
def test_lines_that_no_report_could_hold_are_told(run: Run, tmp_path: Path, name: str) -> None:
    """By line and column, with what to do."""
    line, message = TABLES[name]
    table = tmp_path / "ratings.jsonl"
    sound = '{"interview":"t1","rater":"b","rating":3}'
    table.write_text(f"{sound}\n{line}\n", encoding="utf-8")
    ended = run("agree", table, "--scale", "-1:9")
    _told(ended, 1, message)
    assert "line 2" in ended.err


def test_groups_and_columns_of_long_names_are_told(run: Run, tmp_path: Path) -> None:
    """The report could not name them."""
    table = tmp_path / "ratings.csv"
    table.write_text(f"interview,anna,{LONG},arm\nt1,3,4,{LONG}\n", encoding="utf-8")
    ended = run("agree", table, "--scale", "-1:9", "--rater-columns", f"anna,{LONG}", "--group", "arm")
    _told(ended, 1, "more than 200 characters")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--sd", "1e-300"),
        ("--sd", "1e300"),
        ("--sd", "nan"),
        ("--reference-mean", "nan"),
        ("--reference-mean", "1e400"),
        ("--reference-mean", "99"),
    ],
)
def test_figures_that_no_scale_has_are_told(run: Run, tmp_path: Path, option: str, value: str) -> None:
    """Rather than worked with."""
    table = tmp_path / "ratings.csv"
    rows = "".join(f"p{who},t{time},{who % 7 + time}\n" for who in range(9) for time in (1, 2))
    table.write_text(f"participant,timepoint,rating\n{rows}", encoding="utf-8")
    fine = ("change", table, "--scale", "-1:9", "--reliability", "0.8", "--resamples", "200")
    assert run(*fine).code == 0
    _told(run(*fine, option, value), 2, option)


def test_annotations_of_places_beyond_measure_are_told(run: Run, study: Path, tmp_path: Path) -> None:
    """Python refuses to convert such numbers."""
    assert run("export", study, "--to", "brat", "-o", tmp_path / "out", "-q").code == 0
    folder = tmp_path / "out" / "brat"
    (folder / "talk-1.ann").write_text(f"T1\tcognition 0 {'9' * 5000}\tI\n", encoding="utf-8")
    ended = run("import", folder, "--from", "brat", "--study", study, "-o", tmp_path / "back")
    _told(ended, 1, "This line is no annotation.")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("text", [SECRET, "[" * 5000, '{"a":1,"a":2}', '[{"data"'])
@pytest.mark.parametrize("tool", ["labelstudio", "doccano", "prodigy"])
def test_broken_json_of_tools_is_told_with_what_to_do(
    run: Run, study: Path, tmp_path: Path, tool: str, text: str
) -> None:
    """And without what stands in it."""
    path = tmp_path / ("back.json" if tool == "labelstudio" else "back.jsonl")
    path.write_text(text, encoding="utf-8")
    ended = run("import", path, "--from", tool, "--study", study, "-o", tmp_path / "back")
    assert ended.code == 1
    assert "Export it again." in ended.err
    assert SECRET not in ended.told
    assert not (tmp_path / "back").exists()


def test_a_project_that_leads_out_of_its_container_is_refused(run: Run, study: Path, tmp_path: Path) -> None:
    """Nothing is ever unpacked to the disk."""
    assert run("export", study, "--to", "qdpx", "-o", tmp_path / "out", "-q").code == 0
    with (
        zipfile.ZipFile(tmp_path / "out" / "qdpx" / "project.qdpx") as ours,
        zipfile.ZipFile(tmp_path / "evil.qdpx", "w") as evil,
    ):
        for name in ours.namelist():
            evil.writestr(name, ours.read(name))
        evil.writestr("../../planted.txt", "x")
    ended = run("import", tmp_path / "evil.qdpx", "--from", "qdpx", "--study", study, "-o", tmp_path / "back")
    _told(ended, 1, "lead out of it")
    assert not list(tmp_path.rglob("planted.txt"))


def test_a_workbook_is_made_without_a_temporary_file(
    run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed run would leave it behind, with ratings in it."""
    import openpyxl
    from openpyxl.worksheet import _writer

    monkeypatch.setattr(_writer, "create_temporary_file", _refused)
    assert run("export", study, "--to", "xlsx", "-o", tmp_path / "out", "-q").code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "xlsx" / "study.xlsx")
    assert "ratings-long" in book.sheetnames


def test_an_spss_file_that_cannot_be_made_is_told(
    run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its library can only write to a file, and knows one error for everything."""
    pyreadstat = pytest.importorskip("pyreadstat")

    def full(*_: object, **__: object) -> None:
        raise pyreadstat.ReadstatError("Unable to write data")

    monkeypatch.setattr(pyreadstat, "write_sav", full)
    ended = run("export", study, "--to", "sav", "-o", tmp_path / "out")
    _told(ended, 2, "The SPSS file cannot be made")
    assert not (tmp_path / "out").exists()


def _refused(*_: object, **__: object) -> str:
    raise AssertionError("a temporary file")
