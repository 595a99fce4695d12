"""``rf-scorer init``: a study folder out of options, whole or not at all, and what to do next."""

from __future__ import annotations

import json
import shutil
import tomllib
from typing import TYPE_CHECKING

import pytest

from rf_scorer.study import demo
from rf_scorer.study.folder import Study

if TYPE_CHECKING:
    from pathlib import Path


def _settings(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "study.toml").read_text("utf-8"))


def test_every_option_stands_in_the_settings(run, tmp_path) -> None:
    """What was asked for is what study.toml says; raters come before adjudicators."""
    ended = run(
        *("init", tmp_path / "s", "--title", "Mothers, first wave", "--protocol", "pdi", "--model", "short_answers"),
        *("--rater", "anna", "--rater", "ben", "--adjudicator", "cleo", "--control-share", "0.25"),
        *("--reveal", "interview", "--no-highlights", "--margin", 2, "--adjudication", "consensus", "--seed", 42),
    )
    assert ended.code == 0
    found = _settings(tmp_path / "s")
    assert found["title"] == "Mothers, first wave"
    assert found["score"] == {"protocol": "pdi", "model": "short_answers"}
    assert found["desk"] == {
        "reveal": "interview",
        "highlights": False,
        "show_participants": False,
        "control_share": 0.25,
        "seed": 42,
        "margin": 2,
        "adjudication": "consensus",
    }
    assert found["raters"] == [
        {"id": "anna", "role": "rater"},
        {"id": "ben", "role": "rater"},
        {"id": "cleo", "role": "adjudicator"},
    ]


def test_what_to_do_next_is_told_in_order(run, tmp_path) -> None:
    """Transcripts first where there are none, then raters where there are none, then the three commands with the folder's name."""
    lines = run("init", tmp_path / "my study").err.splitlines()
    steps = [line.strip() for line in lines[2:]]
    folder = f"'{tmp_path / 'my study'}'"
    assert steps[0] == f"1. Copy the transcripts into {tmp_path / 'my study' / 'transcripts'}"
    assert steps[1].startswith("2. Name the raters")
    assert steps[2:] == [f"{n}. rf-scorer {name} {folder}" for n, name in ((3, "check"), (4, "score"), (5, "review"))]
    filled = run("init", tmp_path / "demo", "--demo", "--rater", "anna").err
    assert "Copy the transcripts" not in filled
    assert "Name the raters" not in filled


def test_the_title_is_the_folders_name_and_the_seed_is_drawn(run, tmp_path, monkeypatch) -> None:
    """Nothing has to be chosen; in the current folder too."""
    (tmp_path / "wave-1").mkdir()
    monkeypatch.chdir(tmp_path / "wave-1")
    assert run("init", ".").code == 0
    assert run("init", "sub").code == 0
    first, second = _settings(tmp_path / "wave-1"), _settings(tmp_path / "wave-1" / "sub")
    assert (first["title"], second["title"]) == ("wave-1", "sub")
    assert first["desk"]["seed"] != second["desk"]["seed"]


def test_the_demonstration_is_what_the_demo_scores(run, tmp_path) -> None:
    """The bundled interviews, byte for byte, with a table of their protocols; scored, they give the demonstration's sheets."""
    study = tmp_path / "try"
    assert run("init", study, "--demo", "--rater", "anna").code == 0
    with demo.opened() as (inputs, _):
        assert {path.name: path.read_bytes() for path in (study / "transcripts").iterdir()} == {
            item.name: item.path.read_bytes() for item in inputs
        }
    cases = Study.open(study).cases
    assert cases is not None
    assert {name: (case.participant, case.protocol) for name, case in cases.files.items()} == {
        one.file: (one.id, one.protocol) for one in demo.bundled()
    }
    kept = study / "transcripts" / "brief-interview.md"
    for path in (study / "transcripts").iterdir():
        if path != kept:
            path.unlink()
    assert run("score", study, "-q").code == 0
    assert run("demo", "--out", tmp_path / "demo", "-q").code == 0
    sheet = "sheets/brief-interview.json"
    assert (study / sheet).read_bytes() == (tmp_path / "demo" / sheet).read_bytes()


def test_a_protocol_of_ones_own_is_copied(run, tmp_path) -> None:
    """The study is whole when it is moved; the lab's file may go."""
    mine = tmp_path / "lab.toml"
    mine.write_text(run("protocols", "show", "template").out)
    assert run("init", tmp_path / "s", "--protocol", mine).code == 0
    assert (tmp_path / "s" / "protocol.toml").read_bytes() == mine.read_bytes()
    mine.unlink()
    shutil.move(tmp_path / "s", tmp_path / "moved")
    protocol = Study.open(tmp_path / "moved").protocol
    assert protocol == str(tmp_path / "moved" / "protocol.toml")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--protocol", "aia"), "There is no protocol called 'aia'.\n  Known: aai"),
        (("--protocol", "./none.toml"), "none.toml: The file cannot be opened"),
        (("--model", "rf"), "There is no model called 'rf'.\n  Known: rf_passage"),
        (("--rater", "anna", "--rater", "ANNA"), "$.raters[1].id: Another rater has this code"),
        (("--rater", "anna", "--adjudicator", "anna"), "$.raters[1].id: Another rater has this code"),
        (("--rater", "Anna K."), "$.raters[0].id: This does not have the form"),
        (("--control-share", "2"), "2.0 is not in the range 0<=x<=1"),
        (("--margin", "-1"), "-1 is not in the range"),
        (("--reveal", "always"), "'always' is not one of"),
        (("--title", "  "), "$.title"),
    ],
)
def test_what_cannot_be_makes_nothing(options, told, run, tmp_path, monkeypatch) -> None:
    """One message, exit 2, and no folder."""
    monkeypatch.chdir(tmp_path)
    ended = run("init", "s", *options)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.count("Error: ") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(run, tmp_path, files) -> None:
    """A study, a folder of other things, and a file: exit 2 with the way out; transcripts that are there are kept."""
    assert run("init", tmp_path / "s").code == 0
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "a.txt").write_text("I: …")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "kept" / "transcripts").mkdir(parents=True)
    (tmp_path / "kept" / "transcripts" / "a.txt").write_text("I: …")
    before = files(tmp_path)
    for name, told in (("s", "a study already"), ("loose", "other things"), ("file", "is a file")):
        ended = run("init", tmp_path / name)
        assert ended.code == 2
        assert told in ended.err
    assert run("init", tmp_path / "kept", "--demo").code == 2
    assert files(tmp_path) == before
    assert run("init", tmp_path / "kept").code == 0
    assert files(tmp_path).keys() - before.keys() == {"kept/study.toml"}


def test_a_pattern_for_names_goes_into_the_table_of_cases(run, tmp_path) -> None:
    """Participant and timepoint are then read out of file names by every command; names that do not fit are listed."""
    study = tmp_path / "s"
    said = "I: Why did she leave?\nP: I think she was scared, and she hid it by shouting at us.\n"
    assert "not blind" in run("init", study, "--names", "{participant}_{timepoint}").err
    assert Study.open(study).cases.names.text == "{participant}_{timepoint}"
    for name in ("P01_T1.txt", "P01_T2.txt", "other.txt"):
        (study / "transcripts" / name).write_text(said.replace("scared", f"scared of {name.split('.')[0]}"))
    ended = run("check", study, "--json")
    told = {
        entry["file"]: (entry["participant"], entry["timepoint"]) for entry in map(json.loads, ended.out.splitlines())
    }
    assert told == {"P01_T1.txt": ("P01", "T1"), "P01_T2.txt": ("P01", "T2"), "other.txt": (None, None)}
    assert "cases.toml: other.txt" in ended.err
    assert "participant: P01; timepoint: T2" in run("check", study).out


@pytest.mark.parametrize(
    ("given", "told"),
    [(("--names", "P01"), "--names"), (("--demo", "--names", "{participant}"), "not both")],
)
def test_a_pattern_that_cannot_be_makes_no_study(run, tmp_path, given, told) -> None:
    """It is wrong usage, told with what a pattern looks like."""
    ended = run("init", tmp_path / "s", *given)
    assert (ended.code, (tmp_path / "s").exists()) == (2, False)
    assert told in ended.err
