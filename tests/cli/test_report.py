"""``rf-scorer report``: one page of a study, whatever state it is in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from invented_sheets import MACHINE, TALK
from rated_studies import SECRET, decision, opened, rate

from rf_scorer.review.adjudication import record
from rf_scorer.study.creating import create
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in which two raters finished the first interview and one began the second."""
    room = opened(tmp_path)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3}, then={"p02": 6})
    rate(room, "ben", "talk-1", {"p02": 4, "p03": 6, "overall": 5})
    rate(room, "anna", "talk-2", {"p02": 4}, finish=False)
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("overall", 4)])
    root = room.study.root
    room.close()
    return root


def test_a_study_is_told_on_one_page(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """The page in the study, the document where it is asked for; ratings of who finished, progress of all."""
    out = tmp_path / "report.json"
    ended = run("report", study, "-o", out, "--report", study / "report.html")
    assert ended.code == 0
    assert "Raters finished 2 of 7 interviews on their lists" in ended.out
    assert f"Page: {study / 'report.html'}" in ended.err
    found = json.loads(out.read_text("utf-8"))
    assert run("validate", out, "-q").code == 0
    (levels,) = found["distributions"]
    assert {level: count for level, count in levels["blind"].items() if count} == {"2": 1, "4": 2, "6": 1}
    assert {level: count for level, count in levels["final"].items() if count} == {"2": 1, "4": 1, "6": 2}
    assert [(one["rater"], one["finished"], one["open"]) for one in found["ratings"]["raters"]] == [
        ("anna", 1, 1),
        ("ben", 1, 0),
        ("dora", 0, 0),
    ]
    assert (found["ratings"]["differ"], found["ratings"]["decided"]) == (3, 1)


def test_no_word_leaves(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """No participant's, no rater's note, nothing that a machine said of an interview."""
    out = tmp_path / "report.json"
    ended = run("report", study, "-o", out, "--report", study / "report.html")
    told = ended.told + out.read_text("utf-8") + (study / "report.html").read_text("utf-8")
    assert SECRET not in told
    assert not [word for word in MACHINE if word in told]
    assert not [said for _, said in TALK if len(said.split()) > 2 and said in told]


def test_nothing_is_replaced_unless_that_is_said(run: Callable[..., Any], study: Path) -> None:
    """Exit 2 the second time; --force makes it anew, the same to the byte; sheets, transcripts and ratings are never replaced."""
    assert run("report", study, "-q").told == ""
    before = (study / "report.html").read_bytes()
    assert run("report", study).code == 2
    assert run("report", study, "--force", "-q").code == 0
    assert (study / "report.html").read_bytes() == before
    sheet = study / "sheets" / "talk-1.json"
    kept = sheet.read_bytes()
    assert run("report", study, "-o", sheet, "--force").code == 2
    assert run("report", study, "--report", study / "study.toml", "--force").code == 2
    assert sheet.read_bytes() == kept


def test_a_study_that_nobody_has_rated(run: Callable[..., Any], tmp_path: Path) -> None:
    """With nothing in it at all; and no database is made for the looking."""
    root = tmp_path / "new"
    create(root, title="New", raters=(Rater(id="anna"),))
    ended = run("report", root)
    assert ended.code == 0
    assert "Copy transcripts into the study" in ended.out
    assert not (root / "ratings").exists()


def test_links_lead_from_where_the_page_stands(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """A page elsewhere finds the interviews' pages in the study."""
    (study / "pages").mkdir()
    (study / "pages" / "talk-1.html").write_text("x", "utf-8")
    page = tmp_path / "elsewhere" / "overview.html"
    assert run("report", study, "--report", page, "-q").code == 0
    assert 'href="../study/pages/talk-1.html"' in page.read_text("utf-8")


def test_suggestions_can_be_left_out(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """Neither levels nor reasons for none."""
    out = tmp_path / "report.json"
    assert run("report", study, "--no-suggestions", "-o", out, "-q").code == 0
    found = json.loads(out.read_text("utf-8"))
    assert found["distributions"][0]["suggestions"] is None
    assert found["abstentions"] == []


def test_groups_are_counted(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """From a table of participants."""
    groups, out = tmp_path / "groups.csv", tmp_path / "report.json"
    groups.write_text("participant,group\nperson-1,x\nperson-2,y\n", "utf-8")
    assert run("report", study, "--groups", groups, "-o", out, "-q").code == 0
    named = [(one["name"], one["interviews"]) for one in json.loads(out.read_text("utf-8"))["groups"]]
    assert named == [("x", 1), ("y", 1), (None, 1)]


def test_what_is_no_study_is_refused(run: Callable[..., Any], tmp_path: Path) -> None:
    """Exit 2, and how to make one."""
    ended = run("report", tmp_path)
    assert ended.code == 2
    assert "rf-scorer init" in ended.err
