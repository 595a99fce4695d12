"""``rf-scorer plan``: who rates what, in the folder of a study."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from invented_sheets import TALK, sheet
from rated_studies import rate

from rf_scorer.review.room import Room
from rf_scorer.study.creating import create
from rf_scorer.study.folder import Rater, Study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

FOUR = ("anna", "ben", "cleo", "dora")
ROLES = ("permit", "demand", "demand", "none")
CASES = "participant;group\n" + "".join(f"person-{number};{'ab'[number % 2]}\n" for number in range(1, 9))


def _sheet(number: int, time: int) -> dict[str, Any]:
    often = 1 + number * time % 3
    made = sheet(f"p{number}-t{time}", participant=f"person-{number}", talk=TALK * often, roles=ROLES * often)
    made["transcript"]["timepoint"] = f"t{time}"
    return made


def _add(root: Path, *numbers: int) -> None:
    (root / "sheets").mkdir(exist_ok=True)
    for number in numbers:
        for time in (1, 2):
            made = _sheet(number, time)
            (root / "sheets" / f"{made['transcript']['id']}.json").write_text(json.dumps(made), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A study of sixteen interviews of eight people, with four raters and an adjudicator, and a table of groups beside it."""
    raters = (*(Rater(id=one) for one in FOUR), Rater(id="judge", role="adjudicator"))
    made = create(tmp_path / "study", title="Ours", raters=raters).root
    _add(made, *range(1, 9))
    (tmp_path / "groups.csv").write_text(CASES, "utf-8")
    return made


def _plan(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "plan.json").read_text("utf-8"))
    return found


def _list(root: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((root / "assignments.csv").read_text("utf-8"))))


def _parts(root: Path) -> dict[str, list[str]]:
    return {rater["id"]: rater["interviews"] for rater in _plan(root)["raters"]}


def _finish(root: Path, rater: str, interview: str, *, finish: bool = True) -> None:
    room = Room.open(Study.open(root))
    units = [unit for unit in room.shelf.row(interview).required_units if unit != "overall"]
    rate(room, rater, interview, {**dict.fromkeys(units, 4), "overall": 4}, finish=finish)
    room.close()


def test_a_plan_is_made_and_kept(run: Run, root: Path) -> None:
    """Every interview has one rater, a quarter two, everybody the calibration set; the files are valid; no database is made by it."""
    ended = run(
        "plan", "make", root, "--by", "group,timepoint", "--groups", root.parent / "groups.csv", "--calibration", "2"
    )
    assert ended.code == 0, ended.err
    plan = _plan(root)
    purposes = [one["purpose"] for one in plan["interviews"]]
    assert (purposes.count("calibration"), len(purposes)) == (2, 16)
    assert purposes.count("double") >= 3
    listed = _list(root)
    assert len(listed) == sum(len(those) for those in _parts(root).values())
    assert {row["round"] for row in listed} == {"calibration", "rating"}
    assert not (root / "ratings").exists()
    assert run("validate", root, "-q").code == 0
    assert "16 interviews: 2 rated by everybody" in ended.out
    assert "Without help at the desk:" in ended.err
    assert "judge" not in _parts(root)


def test_the_desk_goes_by_the_plan(run: Run, root: Path) -> None:
    """Each rater's room has the interviews of the plan, and no other."""
    assert run("plan", "make", root, "-q").told == ""
    room = Room.open(Study.open(root))
    for rater in FOUR:
        assert {row.interview for row in room.interviews(rater)} == set(_parts(root)[rater])
    room.close()


def test_a_try_writes_nothing(run: Run, root: Path, files: Callable[[Path], dict[str, bytes]]) -> None:
    """With --dry-run the plan is shown and the study stays as it was, even where there is a plan."""
    before = files(root)
    ended = run("plan", "make", root, "--dry-run", "--codes")
    assert ended.code == 0
    assert "Nothing was written." in ended.err
    assert files(root) == before
    assert run("plan", "make", root, "-q").code == 0
    before = files(root)
    for arguments in (("make", root, "--dry-run"), ("leave", root, "ben", "--dry-run"), ("show", root)):
        assert run("plan", *arguments).code == 0
    assert files(root) == before


def test_the_same_seed_gives_the_same_bytes(run: Run, root: Path) -> None:
    """And another seed others."""
    found = []
    for seed in (1, 1, 2):
        assert run("plan", "make", root, "--seed", seed, "--force", "-q").code == 0
        found.append((root / "plan.json").read_bytes())
    assert found[0] == found[1] != found[2]


def test_a_plan_is_not_replaced_unless_that_is_said(run: Run, root: Path) -> None:
    """Exit 2 and the ways to go on; so for a list that somebody else put there."""
    (root / "assignments.csv").write_text("mine", "utf-8")
    ended = run("plan", "make", root)
    assert (ended.code, "list of assignments already" in ended.err) == (2, True)
    assert (root / "assignments.csv").read_text("utf-8") == "mine"
    assert not (root / "plan.json").exists()
    assert run("plan", "make", root, "-q", "--force").code == 0
    ended = run("plan", "make", root)
    assert ended.code == 2
    assert "--extend" in ended.err
    (root / "plan.json").write_text("{", "utf-8")
    assert run("plan", "show", root).code == 1
    assert run("plan", "make", root, "--force", "-q").code == 0


def test_new_interviews_are_planned_beside_the_old(run: Run, root: Path) -> None:
    """--extend keeps every list and adds to it, by the rules that the plan has; without new ones nothing happens."""
    cases = root.parent / "groups.csv"
    assert run("plan", "make", root, "--by", "group", "--groups", cases, "-q").code == 0
    before = _parts(root)
    ended = run("plan", "make", root, "--extend")
    assert (ended.code, "no new interviews" in ended.err) == (0, True)
    _add(root, 9, 10)
    ended = run("plan", "make", root, "--extend")
    assert (ended.code, "Nothing says the 'group'" in ended.err) == (2, True)
    assert "not planned yet: p10-t1, p10-t2, p9-t1, p9-t2" in run("plan", "show", root).err
    ended = run("plan", "make", root, "--extend", "--groups", cases)
    assert ended.code == 0
    assert "table of groups does not have: p10-t1" in ended.err
    after = _parts(root)
    assert all(after[rater][: len(before[rater])] == before[rater] for rater in FOUR)
    assert {one for those in after.values() for one in those} >= {"p9-t1", "p9-t2", "p10-t1", "p10-t2"}
    ended = run("plan", "make", root, "--extend", "--double", "0.5")
    assert (ended.code, "has settled --double" in ended.err) == (2, True)


def test_codes_stand_in_the_place_of_names(run: Run, root: Path) -> None:
    """With --codes the list for raters holds codes alone; the list that leads back is apart, and codes stay when the plan changes."""
    assert run("plan", "make", root, "--codes", "-q").code == 0
    text = (root / "codes" / "codes.csv").read_text("utf-8")
    codes = {row["interview"]: row["code"] for row in csv.DictReader(io.StringIO(text))}
    assert {row["code"] for row in _list(root)} == set(codes.values())
    assert "p1-t1" not in (root / "assignments.csv").read_text("utf-8")
    assert sorted(path.stem for path in (root / "sheets").iterdir()) == sorted(codes)
    _add(root, 9)
    assert run("plan", "make", root, "--extend", "-q").code == 0
    text = (root / "codes" / "codes.csv").read_text("utf-8")
    assert codes.items() < {row["interview"]: row["code"] for row in csv.DictReader(io.StringIO(text))}.items()


def test_a_rater_leaves_and_comes_back(run: Run, root: Path) -> None:
    """What was finished stays, what was begun is told, the rest goes to others who lose nothing; and who joins gets a part of it."""
    assert run("plan", "make", root, "-q").code == 0
    before = _parts(root)
    done, open_ = before["ben"][:2]
    _finish(root, "ben", done)
    _finish(root, "ben", open_, finish=False)
    ended = run("plan", "leave", root, "ben")
    assert ended.code == 0, ended.err
    assert f"begins anew: {open_}" in ended.err
    assert "no part in the plan" not in ended.err
    after = _parts(root)
    assert after["ben"] == [done]
    # Nobody waits for what he had begun: it is on another list now.
    assert f"Finished: 1 of {sum(map(len, after.values()))}." in run("ratings", "status", root).out
    for rater in ("anna", "cleo", "dora"):
        assert after[rater][: len(before[rater])] == before[rater]
    assert _plan(root)["history"][-1]["rater"] == "ben"
    assert [rater["active"] for rater in _plan(root)["raters"]] == [True, False, True, True]
    ended = run("plan", "leave", root, "ben")
    assert (ended.code, "not among the raters of the plan" in ended.err) == (2, True)
    held = after["anna"][0]
    _finish(root, "anna", held)
    _add(root, 9)
    assert run("plan", "make", root, "--extend", "-q").code == 0
    ended = run("plan", "join", root, "ben", "--capacity", "6")
    assert ended.code == 0, ended.err
    back = _parts(root)
    assert held in back["anna"]
    assert done in back["ben"]
    assert 1 < len(back["ben"]) <= 6
    assert run("validate", root / "plan.json", "-q").code == 0


def test_what_raters_have_begun_is_not_taken_away(run: Run, root: Path) -> None:
    """A new plan that would is refused, with who and what to do; with --keep-begun it is planned around."""
    assert run("plan", "make", root, "-q").code == 0
    mine = _parts(root)["anna"]
    for interview in mine:
        _finish(root, "anna", interview, finish=False)
    ended = run("plan", "make", root, "--force", "--seed", "5")
    assert ended.code == 1
    assert "anna" in ended.err
    assert "--keep-begun" in ended.err
    assert run("plan", "make", root, "--force", "--seed", "5", "--keep-begun", "-q").code == 0
    assert set(mine) <= set(_parts(root)["anna"])
    ended = run("plan", "make", root, "--force", "--seed", "5", "--rater", "ben", "--rater", "cleo")
    assert (ended.code, "anna" in ended.err) == (1, True)


def test_what_somebody_finished_who_is_gone_counts(run: Run, root: Path) -> None:
    """It is kept as theirs and nobody rates it again for them; what they only began counts for nothing."""
    _finish(root, "dora", "p1-t1")
    _finish(root, "dora", "p2-t1", finish=False)
    settings = root / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace('id = "dora"', 'id = "emil"'), "utf-8")
    ended = run("plan", "make", root, "--double", "0")
    assert ended.code == 1
    assert "dora 1 (p1-t1)" in ended.err
    assert run("plan", "make", root, "--double", "0", "--keep-begun", "-q").code == 0
    parts = _parts(root)
    assert parts.pop("dora") == ["p1-t1"]
    assert sorted(one for those in parts.values() for one in those) == sorted(
        f"p{number}-t{time}" for number in range(1, 9) for time in (1, 2) if (number, time) != (1, 1)
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--double", "nan"), 2, "between 0 and 1"),
        (("--double", "2"), 2, "--double"),
        (("--by", "site"), 2, "Nothing says the 'site'"),
        (("--by", "group,,site"), 2, "names with commas"),
        (("--by", "site", "--groups", "groups.csv"), 2, "no column 'site'"),
        (("--calibration", "99"), 2, "there are 16 interviews"),
        (
            ("--capacity", "anna=1", "--capacity", "ben=2", "--capacity", "cleo=2", "--capacity", "dora=2"),
            1,
            "room for 7",
        ),
        (("--capacity", "anna"), 2, "anna=10"),
        (("--capacity", "who=3"), 2, "no rater of this plan"),
        (("--capacity", "anna=3", "--capacity", "anna=4"), 2, "two capacities"),
        (("--rater", "anna"), 2, "One rater cannot double-code"),
        (("--rater", "who"), 2, "Known: anna"),
        (("--rater", "judge"), 2, "adjudicates"),
        (("--groups", "no.csv"), 2, "no.csv"),
        (("--recalibrate",), 2, "--calibration"),
        (("--extend",), 1, "no plan yet"),
    ],
)
def test_what_cannot_be_planned_is_told(
    arguments: tuple[str, ...], code: int, told: str, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence and what to do, and nothing is written."""
    monkeypatch.chdir(root.parent)
    ended = run("plan", "make", root, *arguments)
    assert ended.code == code, ended.err
    assert told in ended.err
    assert not (root / "plan.json").exists()


@pytest.mark.parametrize(
    ("case", "code", "told"),
    [
        ("no study", 2, "rf-scorer init"),
        ("practice", 2, "practise"),
        ("no sheets", 1, "rf-scorer score"),
        ("nobody", 2, "study.toml"),
    ],
)
def test_where_there_is_nothing_to_plan(case: str, code: int, told: str, run: Run, tmp_path: Path) -> None:
    """Each says what to do next."""
    root = tmp_path / "study"
    anna = (Rater(id="anna"), Rater(id="ben"))
    if case == "practice":
        create(root, title="Practice", raters=anna, files={"labels.json": b"{}"}, labels="labels.json")
    elif case != "no study":
        create(root, title="Ours", raters=() if case == "nobody" else anna)
        if case == "nobody":
            _add(root, 1)
    ended = run("plan", "make", root)
    assert ended.code == code, ended.err
    assert told in ended.err


def test_settings_that_would_go_before_the_plan_are_told(run: Run, tmp_path: Path) -> None:
    """A rater whose interviews study.toml names is planned for only once that line is gone."""
    raters = (Rater(id="anna", interviews=("p1-t1",)), Rater(id="ben"), Rater(id="cleo"))
    root = create(tmp_path / "study", title="Ours", raters=raters).root
    _add(root, 1, 2, 3)
    ended = run("plan", "make", root)
    assert ended.code == 2
    assert "anna" in ended.err
    assert run("plan", "make", root, "--rater", "ben", "--rater", "cleo", "-q").code == 0
    assert sorted(_parts(root)) == ["ben", "cleo"]
    assert Study.open(root).rater("anna").interviews == ("p1-t1",)


def test_a_sheet_that_cannot_be_used_is_left_out(run: Run, root: Path) -> None:
    """The others are planned, and it is named."""
    (root / "sheets" / "p1-t1.json").write_text("{", "utf-8")
    ended = run("plan", "make", root)
    assert ended.code == 0
    assert "were not planned: p1-t1" in ended.err
    assert len(_plan(root)["interviews"]) == 15


def test_everybodys_part_is_shown(run: Run, root: Path) -> None:
    """A table with strata and what pairs share; as JSON the same in figures; and where study and plan differ."""
    assert run("plan", "show", root).code == 1
    assert run("plan", "make", root, "--rater", "anna", "--rater", "ben", "--rater", "cleo", "-q").code == 0
    ended = run("plan", "show", root)
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[2].split() == ["rater", "interviews", "words", "calibration", "double", "single", "t1", "t2"]
    assert "dora. 'rf-scorer plan join'" in ended.err
    found = json.loads(run("plan", "show", root, "--json").out)
    parts = {part["rater"]: part for part in found["raters"]}
    assert sum(part["interviews"] for part in parts.values()) == sum(len(those) for those in _parts(root).values())
    assert sum(pair["interviews"] for pair in found["shared"]) == found["interviews"]["double"]
    anna = lines[3].split()
    assert [int(cell) for cell in anna[1:3]] == [parts["anna"]["interviews"], parts["anna"]["words"]]


def test_sizes_are_told_with_what_they_assume(run: Run) -> None:
    """A line for each number of interviews, the smallest that suffices, the assumptions, and how many studies were simulated."""
    ended = run("plan", "size", "--simulations", "300", "--units", "10,40", "--width", "0.3")
    assert ended.code == 0
    assert "2 raters: 40 is the smallest" in ended.out
    assert "ICC(A,1) of 0.8" in ended.out
    assert "whole levels from -1 to 9" in ended.out
    assert "300 studies were simulated" in ended.out
    found = json.loads(run("plan", "size", "--simulations", "300", "--units", "10,40", "--json").out)
    assert [one["interviews"] for one in found["designs"]] == [10, 40]
    assert found["designs"][0]["width_95"] > found["designs"][1]["width_95"]
    assert found["assumed"]["scale"] == [-1, 9]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--units", "ten"), "whole numbers"),
        (("--units", "1"), "two interviews"),
        (("--raters", "1"), "two raters"),
        (("--scale", "9"), "--scale"),
        (("--width", "nan"), "a width above 0"),
        (("--icc", "0.95", "--sd", "0.5"), "vary so little"),
    ],
)
def test_sizes_that_make_no_sense_are_told(arguments: tuple[str, ...], told: str, run: Run) -> None:
    """Exit 2, and what to give instead."""
    ended = run("plan", "size", *arguments)
    assert ended.code == 2, ended.told
    assert told in ended.err
