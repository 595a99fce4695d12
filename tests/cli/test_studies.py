"""Commands that take the folder of a study: its settings hold unless options say otherwise, and its results stand in itself."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from rf_scorer.cli.studies import tell_lacking
from rf_scorer.study.folder import Study

if TYPE_CHECKING:
    from pathlib import Path


def _rows(study: Path) -> dict[str, dict[str, str]]:
    return {row["transcript"]: row for row in csv.DictReader(io.StringIO((study / "summary.csv").read_text("utf-8")))}


def _status(study: Path) -> dict[str, str]:
    return {name: row["status"] for name, row in _rows(study).items()}


def _set(study: Path, old: str, new: str) -> None:
    path = study / "study.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def made(run, interviews, tmp_path_factory) -> Path:
    """A study of three interviews, with a protocol and a table, scored once; tests copy it."""
    root = tmp_path_factory.mktemp("studies") / "study"
    shutil.copytree(interviews, root / "transcripts")
    (root / "cases.toml").write_text('[files."p2.txt"]\nparticipant = "P-two"\nprotocol = "pdi"\n')
    assert run("init", root, "--protocol", "brfi", "--rater", "anna").code == 0
    assert run("score", root, "-q").code == 0
    return root


@pytest.fixture
def study(made, tmp_path) -> Path:
    """One's own copy of it."""
    return shutil.copytree(made, tmp_path / "study")


def test_a_study_is_scored_into_itself_by_its_settings(made, run, files) -> None:
    """Sheets, pages, summary and manifest stand in the study; protocol and table are those of study.toml; transcripts are not changed."""
    names = {f"{kind}/p{n}.{end}" for n in (1, 2, 3) for kind, end in (("sheets", "json"), ("pages", "html"))}
    found = files(made)
    assert names | {"summary.csv", "manifest.json"} <= set(found)
    assert {name: row["protocol"] for name, row in _rows(made).items()} == {"p1": "brfi", "p2": "pdi", "p3": "brfi"}
    assert _rows(made)["p2"]["participant"] == "P-two"
    assert not any(b".rf-part" in name.encode() for name in found)


def test_a_second_run_keeps_what_is_good_and_does_what_is_new(study, run, files) -> None:
    """Without any option: three kept byte for byte, one new, and what to do next is told."""
    before = files(study)
    (study / "transcripts" / "new.txt").write_bytes((study / "transcripts" / "p1.txt").read_bytes() + b"I: Why?\n")
    ended = run("score", study)
    assert ended.code == 0
    assert _status(study) == {"p1": "kept", "p2": "kept", "p3": "kept", "new": "done"}
    after = files(study)
    assert {name: after[name] for name in before if name.startswith(("sheets/", "transcripts/", "study"))} == {
        name: data for name, data in before.items() if name.startswith(("sheets/", "transcripts/", "study"))
    }
    assert f"rf-scorer review {study}" in ended.err
    assert "made anew" not in ended.err


def test_a_sheet_that_becomes_another_is_told(study, run) -> None:
    """Somebody may have begun to rate it: changed transcripts are scored again, and named."""
    path = study / "transcripts" / "p1.txt"
    path.write_text(path.read_text() + "I: Why?\nP: I do not know.\n")
    ended = run("score", study)
    assert ended.code == 0
    assert _status(study) == {"p1": "done", "p2": "kept", "p3": "kept"}
    assert "made anew" in ended.err
    assert ended.err.partition("had changed: ")[2].splitlines()[0] == "p1"


def test_force_does_all_again(study, run, files) -> None:
    """Everything is scored anew, to the same bytes."""
    before = files(study)
    assert run("score", study, "--force", "-q").code == 0
    assert set(_status(study).values()) == {"done"}
    assert {name: data for name, data in files(study).items() if name.startswith("sheets/")} == {
        name: data for name, data in before.items() if name.startswith("sheets/")
    }


def test_options_win_over_settings(study, run, tmp_path) -> None:
    """A protocol, a model and a table that are given hold for this run; results go elsewhere where that is said."""
    table = tmp_path / "cases.toml"
    table.write_text('[files."p1.txt"]\nparticipant = "P-one"\n')
    before = (study / "manifest.json").read_bytes()
    out = tmp_path / "out"
    ended = run("score", study, "-o", out, "--protocol", "none", "--model", "short_answers", "--cases", table, "-q")
    assert ended.code == 0
    rows = _rows(out)
    assert {row["protocol"] for row in rows.values()} == {""}
    assert {row["model"] for row in rows.values()} == {"short_answers"}
    assert (rows["p1"]["participant"], rows["p2"]["participant"]) == ("P-one", "")
    assert (study / "manifest.json").read_bytes() == before
    again = run("score", study, "-o", out)
    assert again.code == 2
    assert "--resume" in again.err
    assert run("score", study, "-o", study).code == 0


def test_without_a_study_the_goal_must_be_said(interviews, study, run) -> None:
    """One message with both ways out; other paths beside a study are refused."""
    ended = run("score", interviews)
    assert ended.code == 2
    assert ended.err == (
        "Error: -o: Where the results are to go is not said.\n  Give a folder with -o DIR, or score a study, which keeps "
        "its own results: rf-scorer init STUDY makes one.\n"
    )
    assert "A study is given by itself." in run("score", study, interviews).err
    assert "A study is given by itself." in run("check", interviews, study).err


@pytest.mark.parametrize("command", ["score", "check"])
def test_a_name_in_the_settings_that_is_not_known_is_told_with_the_file(command, study, run) -> None:
    """A misspelt protocol is mended in study.toml, and the message says so; one that an option names is not blamed on it."""
    _set(study, '"brfi"', '"brif"')
    ended = run(command, study)
    assert ended.code == 2
    assert ended.err.startswith(f"Error: {study / 'study.toml'}: There is no protocol called 'brif'.\n  Known: aai")
    assert run(command, study, "--protocol", "aia").err.startswith("Error: There is no protocol called 'aia'.")


def test_a_model_in_the_settings_that_is_not_known_is_told_with_the_file(study, run, files) -> None:
    """Nothing is written."""
    _set(study, '"rf_passage"', '"rf"')
    before = files(study)
    ended = run("score", study)
    assert ended.code == 2
    assert ended.err.startswith(f"Error: {study / 'study.toml'}: There is no model called 'rf'.")
    assert files(study) == before


@pytest.mark.parametrize("command", ["score", "check", "validate"])
def test_settings_with_faults_are_told_once_by_every_command(command, study, run) -> None:
    """Exit 1 with the key and the rule."""
    _set(study, "control_share = 0.2", "control_share = 2")
    ended = run(command, study)
    assert ended.code == 1
    assert ended.told.count("$.desk.control_share: This must be 1 or less.") == 1


def test_a_study_without_transcripts_says_where_they_go(run, tmp_path) -> None:
    """The folder is named; so is one that somebody removed."""
    assert run("init", tmp_path / "s").code == 0
    ended = run("score", tmp_path / "s")
    assert (ended.code, ended.err) == (
        2,
        f"Error: {tmp_path / 's' / 'transcripts'}: The study has no transcripts yet.\n  Copy them into this folder.\n",
    )
    (tmp_path / "s" / "transcripts").rmdir()
    assert "transcripts: There is no such file or folder." in run("check", tmp_path / "s").err


def test_checking_a_study_looks_at_its_transcripts_with_its_settings(study, run, files) -> None:
    """Each transcript once, its protocol named, nothing else read, nothing written; a name of the table that fits nothing is told by its file."""
    before = files(study)
    with (study / "cases.toml").open("a") as table:
        table.write('[files."p9.txt"]\n')
    before["cases.toml"] = (study / "cases.toml").read_bytes()
    ended = run("check", study, "--json")
    assert ended.code == 0
    found = {record["file"]: record["protocol"] for record in map(json.loads, ended.out.splitlines())}
    assert found == {"p1.txt": "brfi", "p2.txt": "pdi", "p3.txt": "brfi"}
    assert "Files in cases.toml that are not among the inputs: 'p9.txt'" in ended.err
    assert files(study) == before


def test_validating_a_study_looks_at_its_documents_alone(study, run) -> None:
    """Settings, manifest and sheets; not the database, exports, worksheets or transcripts, whatever they are called."""
    for name in ("ratings/desk.sqlite3", "exports/ratings.json", "worksheets/w.json", "transcripts/whisper.json"):
        (study / name).parent.mkdir(exist_ok=True)
        (study / name).write_bytes(b"\x00 no document")
    ended = run("validate", study)
    assert (ended.code, ended.err) == (0, "Documents: 5; valid: 5; not valid: 0.\n")
    assert run("validate", study / "study.toml").err == "Documents: 1; valid: 1; not valid: 0.\n"
    (study / "sheets" / "p1.json").write_text("{}")
    (study / "transcripts" / "p1.align.json").write_text('{"schema": "urn:rf-scorer:schema:alignment:1"}')
    ended = run("validate", study)
    assert ended.code == 1
    assert [line.partition("::")[0].rpartition("/")[2] for line in ended.out.splitlines()] == [
        "p1.json",
        "p1.align.json",
    ]


def test_interviews_that_nobody_can_be_given_are_told(study, capsys) -> None:
    """A rater's interview without a sheet is a warning with the rater, the interviews and the place to mend; others are not mentioned."""
    with (study / "study.toml").open("a") as settings:
        settings.write('\n[[raters]]\nid = "ben"\ninterviews = ["p1", "p11", "p12"]\n')
    tell_lacking(Study.open(study), ["p1", "p2"])
    told = capsys.readouterr().err
    assert "ben is to get interviews that have no sheet: p11, p12\n" in told
    assert str(study / "study.toml") in told
    assert "anna" not in told


def test_an_interrupted_study_goes_on_with_the_same_command(study, spawn, run) -> None:
    """After Ctrl-C nothing is half-written, the message names no option, and the same command does the rest."""
    talk = (study / "transcripts" / "p3.txt").read_text()
    for number in range(14):
        (study / "transcripts" / f"q{number:02}.txt").write_text(talk * 12)
    process = spawn("score", study)
    deadline = time.monotonic() + 90
    while not list((study / "sheets").glob("q*.json")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=90)
    assert process.returncode == 130
    assert "The same command does the rest." in err
    assert "not_done" in _status(study).values()
    assert run("score", study, "-q").code == 0
    assert set(_status(study).values()) == {"done", "kept"}
    assert not list(study.rglob("*.rf-part"))
