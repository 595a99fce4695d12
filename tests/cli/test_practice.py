"""``rf-scorer practice``: a folder at the first call, the same folder later, and one message for what cannot be."""

from __future__ import annotations

import json
import re
import signal
from typing import TYPE_CHECKING

import pytest

from rf_scorer.study.folder import Study

if TYPE_CHECKING:
    from pathlib import Path

_SMALL = ("--set-size", 4, "--sets", 2, "--print-links")


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory) -> Path:
    """A folder to practise in, made once; tests do not change it."""
    made = tmp_path_factory.mktemp("practice") / "mine"
    ended = run("practice", made, *_SMALL)
    assert ended.code == 0
    assert ended.err == "Drawing 2 sets of 4 answers …\n"
    return made


def test_the_first_call_makes_the_folder(folder, run) -> None:
    """Sheets and labels of as many sets as were asked for, one rater, and everything in it valid."""
    assert sorted(path.name for path in (folder / "sheets").iterdir()) == ["set-01.json", "set-02.json"]
    document = json.loads((folder / "labels.json").read_text("utf-8"))
    assert len(document["labels"]) == 8
    assert [rater.id for rater in Study.open(folder).raters] == ["me"]
    assert run("validate", folder).err == "Documents: 4; valid: 4; not valid: 0.\n"


def test_a_later_call_goes_on_with_it(folder, run, files) -> None:
    """Nothing is drawn again: the same link, the same sheets, the same labels."""
    kept = {name: data for name, data in files(folder).items() if not name.startswith("ratings/desk")}
    first, second = run("practice", folder, "--print-links"), run("practice", folder, "--rater", "me", "--print-links")
    assert (first.code, first.err) == (0, "")
    assert first.out == second.out
    assert re.fullmatch(r"me\thttp://127\.0\.0\.1:8750/enter#[A-Za-z0-9_-]{32}\n", first.out)
    assert {name: data for name, data in files(folder).items() if not name.startswith("ratings/desk")} == kept


@pytest.mark.parametrize("options", [("--sets", 3), ("--seed", 20), ("--set-size", 5)])
def test_what_decides_on_the_sets_is_only_for_a_new_folder(options, folder, run) -> None:
    """Otherwise somebody would believe that other answers had been drawn."""
    ended = run("practice", folder, *options)
    assert ended.code == 2
    assert f"{options[0]} can only be given for a new folder" in ended.err


def test_who_practises_is_told_or_asked(folder, run, tmp_path) -> None:
    """Somebody who is not there is unknown; of several, one must be named."""
    assert "There is no rater called 'ben'.\n  Known: me." in run("practice", folder, "--rater", "ben").err
    assert run("practice", tmp_path / "p", "--rater", "anna", *_SMALL).code == 0
    with (tmp_path / "p" / "study.toml").open("a") as settings:
        settings.write('\n[[raters]]\nid = "ben"\n')
    ended = run("practice", tmp_path / "p", "--print-links")
    assert (ended.code, "Several people practise here.\n  Say who: --rater ID." in ended.err) == (2, True)
    assert run("practice", tmp_path / "p", "--rater", "ben", "--print-links").out.startswith("ben\t")


def test_answers_of_ones_own_are_practised_on(run, tmp_path) -> None:
    """A file of JSON Lines with question, answer and rating; too few for what was asked are refused with the way out."""
    path = tmp_path / "ours.jsonl"
    row = {"question": "Why was that?", "answer": "I think she was afraid of what he would say to her.", "rating": 4}
    path.write_text("".join(json.dumps({**row, "rating": number}) + "\n" for number in range(6)))
    ended = run("practice", tmp_path / "p", "--exemplars", path)
    assert ended.code == 2
    assert (
        "5 sets of 10 take 50 answers; there are 6.\n  Ask for fewer or smaller sets: --sets, --set-size." in ended.err
    )
    assert not (tmp_path / "p").exists()
    assert run("practice", tmp_path / "p", "--exemplars", path, "--set-size", 3, "--sets", 2, "--print-links").code == 0
    document = json.loads((tmp_path / "p" / "labels.json").read_text("utf-8"))
    assert document["source"]["name"] == "ours.jsonl"
    assert sorted(label["level"] for label in document["labels"]) == [0, 1, 2, 3, 4, 5]


def test_a_bad_line_is_told_by_its_number_and_not_by_its_words(run, tmp_path, secret) -> None:
    """No word of an answer is printed, and no folder is made."""
    path = tmp_path / "ours.jsonl"
    path.write_text(json.dumps({"question": secret, "answer": secret, "rating": 12}) + "\n")
    ended = run("practice", tmp_path / "p", "--exemplars", path)
    assert ended.code == 1
    assert "ours.jsonl:1: 'rating' must be a number from -1 to 9." in ended.err
    assert secret not in ended.told
    assert not (tmp_path / "p").exists()


def test_other_folders_are_left_alone(run, tmp_path) -> None:
    """A study of interviews is for 'review', a folder of other things for nobody, and a practice folder not for 'score'."""
    assert run("init", tmp_path / "study", "--rater", "anna").code == 0
    assert "rf-scorer review" in run("practice", tmp_path / "study").err
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "a.txt").write_text("I: …")
    ended = run("practice", tmp_path / "loose")
    assert (ended.code, "The folder holds other things." in ended.err) == (2, True)
    assert [path.name for path in (tmp_path / "loose").iterdir()] == ["a.txt"]


def test_a_practice_folder_is_not_scored(folder, run) -> None:
    """Its sheets come with it."""
    for command in ("score", "check"):
        ended = run(command, folder)
        assert ended.code == 2
        assert f"rf-scorer practice {folder}" in ended.err


def test_the_desk_opens_and_closes(folder, spawn) -> None:
    """It answers until Ctrl-C, and then leaves with 0."""
    process = spawn("practice", folder, "--no-browser")
    link = process.stdout.readline()
    opened = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert re.match(r"me\thttp://127\.0\.0\.1:[0-9]+/enter#", link), opened + err
    assert opened == "The desk is open. Ctrl-C closes it; what was entered is saved.\n"
    assert err == "The desk is closed.\n"
    assert process.returncode == 0
