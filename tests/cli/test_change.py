"""``rf-scorer change``, from a table, from documents, and from a study in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from invented_sheets import sheet
from rated_studies import SECRET, opened, rate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "participant,timepoint,rating,arm\nA,pre,2,x\nA,post,5,x\nB,pre,4,x\nB,post,4,x\nC,pre,4,y\nC,post,5,y\nD,pre,6,y\nD,post,6,y\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Four participants before and after."""
    path = tmp_path / "ratings.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six people interviewed twice; anna and ben rated everything, a level apart in every third interview. Tests only read it."""
    made = []
    for person in range(6):
        for when in ("t1", "t2"):
            one = sheet(f"talk-{person}-{when}", participant=f"person-{person}", source=when)
            one["transcript"]["timepoint"] = when
            made.append(one)
    room = opened(tmp_path_factory.mktemp("changed"), *made)
    for number, one in enumerate(made):
        name, level = one["transcript"]["id"], 1 + number % 7
        rate(room, "anna", name, {"p02": level, "p03": level, "overall": level}, then={"p02": level})
        rate(room, "ben", name, {"p02": level, "p03": level, "overall": level + (number % 3 == 0)})
    root = room.study.root
    room.close()
    return root


def test_a_table_is_judged(run: Callable[..., Any], table: Path, tmp_path: Path) -> None:
    """Groups, the one reliable change and the warnings on the terminal; document and page where they are asked for."""
    page, out = tmp_path / "change.html", tmp_path / "change.json"
    ended = run(
        "change", table, "--scale", "-1:9", "--reliability", "0.84", "--group", "arm", "--report", page, "-o", out
    )
    assert ended.code == 0
    assert "pre, post (by their names" in ended.out
    assert "A            2.00    5.00   3.00    [1.19, 4.81]  3.25   reliably higher" in ended.out
    assert "warning  Whether raters knew the timepoint is not known." in ended.out
    assert "never that a person has recovered" in ended.out
    assert run("validate", out, "-q").code == 0
    assert "Jacobson &amp; Truax 1991" in page.read_text("utf-8")
    assert json.loads(out.read_text("utf-8"))["comparisons"][0]["groups"][0]["change"]["value"] == 1


def test_outputs_are_not_replaced(run: Callable[..., Any], table: Path, tmp_path: Path) -> None:
    """Not without --force, and never the input."""
    out = tmp_path / "change.json"
    out.write_text("mine", "utf-8")
    wanted = ("change", table, "--scale", "-1:9", "--reliability", "0.8", "-q", "-o", out)
    assert run(*wanted).code == 2
    assert out.read_text("utf-8") == "mine"
    ended = run(*wanted, "--force")
    assert (ended.code, ended.told) == (0, "")
    assert run("change", table, "--scale", "-1:9", "--reliability", "0.8", "-o", table, "--force").code == 2
    assert table.read_text("utf-8") == TABLE


def test_what_is_missing_is_asked_for(run: Callable[..., Any], table: Path) -> None:
    """The scale, the reliability, an order that names do not have."""
    assert "--scale" in run("change", table).err
    ended = run("change", table, "--scale", "-1:9")
    assert ended.code == 1
    assert "--reliability R" in ended.err
    table.write_text(TABLE.replace("pre", "spring").replace("post", "autumn"), "utf-8")
    ended = run("change", table, "--scale", "-1:9", "--reliability", "0.8")
    assert ended.code == 2
    assert "'autumn', 'spring'" in ended.err
    ended = run("change", table, "--scale", "-1:9", "--reliability", "0.8", "--timepoints", "spring,autumn", "--json")
    assert json.loads(ended.out)["timepoints"]["order"] == "given"


def test_a_study_tells_its_own_reliability(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """The consensus of each interview, and ICC(A,1) of twelve that both rated, said with its interval; no note of a rater's."""
    groups = tmp_path / "groups.csv"
    groups.write_text("participant,group\n" + "".join(f"person-{n},{'xy'[n % 2]}\n" for n in range(5)), "utf-8")
    ended = run("change", study, "--groups", groups, "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert (found["source"], found["use"], found["reliability"]["name"]) == ("study", "consensus", "ICC(A,1)")
    assert found["reliability"]["interviews"] == 12
    assert found["reliability"]["low"] < found["reliability"]["value"] < 1
    assert [group["name"] for group in found["comparisons"][0]["groups"]] == [None, "x", "y"]
    told = " ".join(found["cautions"])
    assert "1 of 6 participants stand in no group" in told
    assert SECRET not in ended.told


def test_a_study_and_its_export_give_the_same_figures(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """In memory or by way of documents."""
    assert run("ratings", "export", study, "-o", tmp_path / "out", "-q").code == 0
    one = json.loads(run("change", study, "--json", "--use", "mean").out)
    two = json.loads(run("change", tmp_path / "out", "--json", "--use", "mean").out)
    assert (one.pop("source"), two.pop("source")) == ("study", "documents")
    assert one == two


def test_passages_and_one_raters_ratings(run: Callable[..., Any], study: Path) -> None:
    """By question; of several raters one must be named."""
    found = json.loads(
        run(
            "change",
            study,
            "--level",
            "passages",
            "--use",
            "blind",
            "--rater",
            "anna",
            "--reliability",
            "0.8",
            "--json",
        ).out
    )
    assert [one["question"] for one in found["comparisons"][0]["questions"]] == ["aai.5"]
    ended = run("change", study, "--use", "final")
    assert ended.code == 2
    assert "--rater anna" in ended.err


def test_options_that_mean_nothing_are_refused(run: Callable[..., Any], study: Path, table: Path) -> None:
    """Those of tables for a folder, and the other way round."""
    assert "--scale" in run("change", study, "--scale", "-1:9").err
    assert run("change", table, "--scale", "-1:9", "--use", "mean").code == 2
    assert run("change", table, "--scale", "-1:9", "--timepoints", "a,,b").code == 2
