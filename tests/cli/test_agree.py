"""``rf-scorer agree``: tables, studies and exports in; figures on the terminal, a document and a page out."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from invented_exports import export as invented
from rated_by_several import long, wide
from rated_studies import SECRET, opened, rate

from rf_scorer import validation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FAST = ("--resamples", "200")
RATERS = ("--rater-columns", "anna,ben")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Thirty interviews of which two raters differ by no more than a level or so, and a machine."""
    draw = random.Random(3)
    true = [draw.gauss(4, 2) for _ in range(30)]
    levels = {who: [min(9, max(-1, round(one + draw.gauss(0, 0.7)))) for one in true] for who in ("anna", "ben")}
    return wide(tmp_path / "rated.csv", {**levels, "engine": levels["ben"]})


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in which two raters finished two interviews, and one of them was shown suggestions."""
    room = opened(tmp_path)
    for interview, more in (("talk-1", 0), ("talk-2", 2)):
        rate(room, "anna", interview, {"p02": 4 + more, "p03": 2, "overall": 3 + more}, then={"p02": 4 + more})
        rate(room, "ben", interview, {"p02": 5 + more, "p03": 2 + more, "overall": 4})
    rate(room, "anna", "talk-3", {"p02": 4}, finish=False)
    root = room.study.root
    room.close()
    return root


def test_a_table_is_compared_and_told_on_a_terminal(run: Callable[..., Any], table: Path) -> None:
    """The handful of figures with intervals and baselines; no line is wider than 100 columns, nothing is on standard error."""
    ended = run("agree", table, "--scale", "-1:9", *RATERS, "--machine", "engine", *FAST)
    assert ended.code == 0
    assert ended.err == ""
    for shown in (
        "ICC(A,1)",
        "kappa, quadratic",
        "alpha, ordinal",
        "always giving",
        "anna - ben",
        "engine with raters",
        "95 % interval",
    ):
        assert shown in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_groups_that_were_asked_for_are_told_on_the_terminal(run: Callable[..., Any], tmp_path: Path) -> None:
    """Each with its size and its figure; one that is too small has no name and no figure."""
    draw = random.Random(5)
    levels = [draw.randint(0, 8) for _ in range(34)]
    site = ["north"] * 15 + ["south"] * 15 + ["tiny"] * 4
    path = wide(tmp_path / "g.csv", {"anna": levels, "ben": [one + 1 for one in levels], "site": site})
    ended = run("agree", path, "--scale", "-1:9", *RATERS, *FAST, "--group", "site", "-q")
    assert (ended.code, ended.out) == (0, "")
    ended = run("agree", path, "--scale", "-1:9", *RATERS, *FAST, "--group", "site")
    assert ended.code == 0, ended.err
    rows = {
        line.split()[0]: line.split() for line in ended.out.partition("by site")[2].splitlines()[1:4] if line.strip()
    }
    assert [rows[name][1] for name in ("north", "south")] == ["15", "15"]
    assert rows["north"][-2:] == ["100", "%"]  # within one level, always
    assert float(rows["south"][2]) > 0.8
    assert "tiny" not in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100


def test_the_document_and_the_page_are_written(run: Callable[..., Any], table: Path, tmp_path: Path) -> None:
    """Both once; again only with --force; what is printed as JSON is what is written."""
    page, document = tmp_path / "a.html", tmp_path / "a.json"
    asked = ("agree", table, "--scale", "-1:9", *RATERS, *FAST, "--report", page, "-o", document)
    ended = run(*asked, "--json")
    assert ended.code == 0
    written = json.loads(document.read_text("utf-8"))
    assert written == json.loads(ended.out)
    assert validation.faults(written, "agreement-report") == ()
    assert "Agreement report" in page.read_text("utf-8")
    assert run("validate", document, "-q").code == 0
    again = run(*asked)
    assert again.code == 2
    assert "--force" in again.err
    assert run(*asked, "--force", "-q").told == ""


def test_a_table_without_its_scale_is_refused(run: Callable[..., Any], table: Path) -> None:
    """The scale is declared, never guessed."""
    ended = run("agree", table, *RATERS)
    assert ended.code == 2
    assert "--scale" in ended.err


def test_columns_are_asked_for_with_those_that_there_are(run: Callable[..., Any], table: Path) -> None:
    """Whoever names no raters is told which columns hold numbers."""
    ended = run("agree", table, "--scale", "-1:9")
    assert ended.code == 1
    assert "Columns that hold numbers: anna, ben, engine" in ended.err
    assert "--rater-columns" in ended.err


def test_undefined_figures_are_dashes_with_the_reason_below(run: Callable[..., Any], tmp_path: Path) -> None:
    """Unanimous raters are no error; what cannot be said is not said."""
    path = wide(tmp_path / "same.csv", {"anna": [1] * 10, "ben": [1] * 10})
    ended = run("agree", path, "--scale", "0:2", *RATERS, *FAST)
    assert ended.code == 0
    (line,) = [line for line in ended.out.splitlines() if line.strip().startswith("ICC(A,1)  ")]
    assert line.split()[1] == "-"
    assert "All ratings are the same" in ended.out
    assert "100 %" in ended.out


def test_a_study_is_compared_without_an_export(
    run: Callable[..., Any], files: Callable[[Path], Any], study: Path
) -> None:
    """Finished ratings from the desk, blind; nothing in the study changes, and no note is told."""
    exports = study / "exports"
    ended = run("agree", study, *FAST, "--json")
    assert ended.code == 0
    report = json.loads(ended.out)
    assert (report["data"]["source"], report["data"]["use"], report["data"]["raters"]) == (
        "documents",
        "blind",
        ["anna", "ben"],
    )
    assert [(part["level"], part["facts"]["units"]) for part in report["parts"]] == [("passages", 4), ("overall", 2)]
    assert any("not finished" in one["what"] for one in report["data"]["left_out"])
    assert not exports.exists()
    assert SECRET not in ended.told


def test_an_export_says_what_its_study_says(run: Callable[..., Any], study: Path) -> None:
    """The documents of an export give the same figures of raters as the study that they are from."""
    assert run("ratings", "export", study, "-q").code == 0
    (export,) = (study / "exports").iterdir()
    one = json.loads(run("agree", study, *FAST, "--json").out)
    two = json.loads(run("agree", export, *FAST, "--json").out)
    three = json.loads(run("agree", export / "ratings", "--sheets", study / "sheets", *FAST, "--json").out)
    assert [part["figures"] for part in one["parts"]] == [part["figures"] for part in two["parts"]]
    assert two["parts"][0]["figures"] == three["parts"][0]["figures"]


def test_final_levels_come_with_a_warning(run: Callable[..., Any], tmp_path: Path) -> None:
    """They are compared where that is asked for, and the report says that they are not independent."""
    root = invented(tmp_path / "study")
    ended = run("agree", root / "exports" / "2026-11-30-000007", "--use", "final", *FAST)
    assert ended.code == 0
    assert "suggestions had been seen" in ended.out
    assert SECRET not in ended.told


WRONG = {
    "column options for a folder": (
        "folder",
        ("--rater-columns", "a,b"),
        2,
        "mean nothing for confirmed ratings: --rater-columns",
    ),
    "folder options for a table": ("table", ("--scale", "-1:9", "--use", "final"), 2, "DATA is not a folder: --use"),
    "unknown key": ("table", ("--scale", "-1:9", *RATERS, "--key", "gold"), 2, "There is no rater called 'gold'"),
    "another scale": ("table", ("--scale", "0:2", *RATERS), 1, "off the scale (0 to 2)"),
    "an empty folder": ("empty", (), 2, "no rating documents"),
    "nothing there": ("nowhere", ("--scale", "-1:9"), 1, "There is no such file"),
    "a group that is none": ("folder", ("--group", "participant"), 2, "Known: assistance, protocol"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_told_in_one_message(run: Callable[..., Any], table: Path, tmp_path: Path, name: str) -> None:
    """With the exit code of its kind, and what to do."""
    data, options, code, told = WRONG[name]
    (tmp_path / "empty").mkdir()
    paths = {"table": table, "empty": tmp_path / "empty", "nowhere": tmp_path / "nowhere.csv"}
    if data == "folder":
        paths["folder"] = invented(tmp_path / "study") / "exports" / "2026-11-30-000007"
    ended = run("agree", paths[data], *options)
    assert ended.code == code
    assert told in ended.err
    assert "Traceback" not in ended.err


def test_many_pairs_are_cut_on_the_terminal(run: Callable[..., Any], tmp_path: Path) -> None:
    """Twelve pairs are listed, and where the others are is said."""
    names = [f"rater{number}" for number in range(6)]
    draw = random.Random(1)
    rows = [(f"i{n}", name, draw.randint(0, 2)) for n in range(12) for name in names]
    ended = run("agree", long(tmp_path / "a.csv", rows), "--scale", "0:2", *FAST)
    assert ended.code == 0
    assert "and 3 more pairs" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100
