"""``rf-scorer ratings``, and learning from what it exports."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from invented_exports import export as invented
from rated_studies import SECRET, decision, opened, rate

from rf_scorer.review.adjudication import record
from rf_scorer.study.creating import create
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_draws")
EXPORT = "exports/2026-11-30-000007"
SMALL = ("--warm-start", "none", "--folds", "2", "--quick")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in which two raters finished the first interview and one began the second."""
    room = opened(tmp_path)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3}, then={"p02": 4})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 6, "overall": 5})
    rate(room, "anna", "talk-2", {"p02": 4}, finish=False)
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("overall", 4)])
    root = room.study.root
    room.close()
    return root


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with an export of eight invented people; tests only read it."""
    root = invented(tmp_path_factory.mktemp("exported") / "study")
    (root / "study.toml").write_text("", "utf-8")
    return root


def test_an_export_is_written_and_valid(run: Callable[..., Any], study: Path) -> None:
    """Its place and what waits are told; every document in it keeps its schema."""
    ended = run("ratings", "export", study)
    assert ended.code == 0
    assert ended.out == ""
    (folder,) = (study / "exports").iterdir()
    assert f"Ratings of 1 interview by 2 raters: 2 documents. Export: {folder}" in ended.err
    assert "1 unit waits for an adjudicator" in ended.err
    assert run("validate", study / "exports", "-q").code == 0
    assert SECRET not in ended.told


def test_options_decide_what_leaves(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """Unfinished interviews only where that is asked for, notes unless that is refused, and a folder of one's own."""
    out = tmp_path / "mine"
    ended = run("ratings", "export", study, "-o", out, "--unfinished", "--no-notes")
    assert ended.code == 0
    assert "1 of them is not finished" in ended.err
    text = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file()).decode()
    assert "talk-2" in text
    assert SECRET not in text
    assert not (study / "exports").exists()


def test_an_export_is_not_replaced_unless_that_is_said(run: Callable[..., Any], study: Path) -> None:
    """The second time nothing is new: exit 2 and how to go on; with --force it is made again, and with -q nothing is printed."""
    assert run("ratings", "export", study, "-q").told == ""
    ended = run("ratings", "export", study)
    assert ended.code == 2
    assert "--force" in ended.err
    assert run("ratings", "export", study, "--force").code == 0


@pytest.mark.parametrize(
    ("case", "code", "told"),
    [
        ("no study", 2, "rf-scorer init"),
        ("nobody came", 1, "rf-scorer review"),
        ("nobody finished", 1, "finish"),
        ("practice", 2, "practise"),
    ],
)
def test_where_there_is_nothing_to_export(
    case: str, code: int, told: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    """Each says what to do next, and leaves no folder."""
    root = tmp_path / "study"
    if case == "nobody came":
        assert run("init", root, "--rater", "anna").code == 0
    elif case == "nobody finished":
        room = opened(tmp_path)
        rate(room, "anna", "talk-1", {"p02": 4}, finish=False)
        room.close()
    elif case == "practice":
        create(root, title="Practice", raters=(Rater(id="anna"),), files={"labels.json": b"{}"}, labels="labels.json")
    for command in ("export", "status"):
        ended = run("ratings", command, root)
        if case == "nobody finished" and command == "status":
            continue
        assert ended.code == code
        assert told in ended.err
    assert not (root / "exports").exists()


def test_interviews_that_are_gone_are_told(run: Callable[..., Any], study: Path) -> None:
    """The others are exported; a warning names what was left out."""
    (study / "sheets" / "talk-2.json").unlink()
    ended = run("ratings", "export", study)
    assert ended.code == 0
    assert "warning" in ended.err
    assert "talk-2" in ended.err


def test_a_transcript_that_was_changed_stops_the_export(run: Callable[..., Any], study: Path) -> None:
    """Exit 1 with the sheet's name and what to do."""
    path = study / "sheets" / "talk-1.json"
    sheet = json.loads(path.read_text("utf-8"))
    sheet["transcript"]["source"]["sha256"] = "d" * 64
    path.write_text(json.dumps(sheet), "utf-8")
    ended = run("ratings", "export", study)
    assert ended.code == 1
    assert "sheets/talk-1.json" in ended.err
    assert "Put back the transcript" in ended.err


def test_the_status_of_everybody_is_a_table(run: Callable[..., Any], study: Path) -> None:
    """Three interviews by three raters: finished, so many of so many, not begun, not given; and what waits."""
    ended = run("ratings", "status", study)
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0].split() == ["interview", "anna", "ben", "dora", "differ", "decided"]
    assert lines[1].split() == ["talk-1", "finished", "finished", "-", "2", "1"]
    assert lines[2].split() == ["talk-2", "open", "1/3", "new", "0/3", "-", "-", "-"]
    assert lines[3].split() == ["talk-3", "new", "0/3", "new", "0/3", "new", "0/3", "-", "-"]
    assert lines[4] == "Finished: 2 of 7. To adjudicate: 1."
    assert SECRET not in ended.told


def test_the_status_is_a_record_for_programs(run: Callable[..., Any], study: Path) -> None:
    """One line an interview."""
    (study / "sheets" / "talk-2.json").unlink()
    rows = [json.loads(line) for line in run("ratings", "status", study, "--json").out.splitlines()]
    assert [row["interview"] for row in rows] == ["talk-1", "talk-2", "talk-3"]
    assert (rows[0]["differ"], rows[0]["decided"], rows[0]["void"]) == (2, 1, 0)
    assert rows[0]["raters"][0] == {"rater": "anna", "status": "finished", "done": 3, "required": 3}
    assert "no sheet" in rows[1]["fault"]


def test_exported_ratings_are_evaluated(run: Callable[..., Any], exported: Path, tmp_path: Path) -> None:
    """A study, or an export, in place of a table: the export is named, its scale is known, every passage has its suggestion."""
    predictions = tmp_path / "predictions.csv"
    ended = run("evaluate", exported, *SMALL, "--json", "--predictions", predictions)
    assert ended.code == 0, ended.err
    assert f"Read from {EXPORT}" in ended.err
    report = json.loads(ended.out)
    facts = report["facts"]
    assert (facts["answers"], facts["participants"], facts["minimum"], facts["maximum"]) == (32, 8, 0, 2)
    assert facts["raters"] == 2
    assert any("blind ratings were locked after" in remark for remark in report["remarks"])
    assert SECRET not in ended.told
    rows = list(csv.DictReader(io.StringIO(predictions.read_text("utf-8"))))
    assert rows[0]["id"] == "talk-00/p01"
    again = run("evaluate", exported / EXPORT, *SMALL, "--json", "-q", "--scale", "0:2")
    assert json.loads(again.out)["facts"] == facts


def test_final_levels_are_only_taken_where_that_is_said(run: Callable[..., Any], exported: Path) -> None:
    """With --use final the first passages have the highest level, and a note says what that means."""
    blind = json.loads(run("evaluate", exported, *SMALL, "--json", "-q").out)
    ended = run("evaluate", exported, *SMALL, "--json", "--use", "final")
    final = json.loads(ended.out)
    assert final["facts"]["levels"]["2"] > blind["facts"]["levels"]["2"]
    assert "--use final" in ended.err
    assert any("--use final" in remark for remark in final["remarks"])


def test_a_model_is_learned_from_exported_ratings(run: Callable[..., Any], exported: Path, tmp_path: Path) -> None:
    """The card says that it was an export, whose digest it is, and how the model is made again."""
    out = tmp_path / "model"
    ended = run(
        "train",
        exported / EXPORT,
        "-o",
        out,
        *SMALL[:-1],
        "--no-evaluation",
        "--use",
        "blind",
        "--sheets",
        exported / "sheets",
    )
    assert ended.code == 0, ended.err
    card = json.loads((out / "card.json").read_text("utf-8"))
    assert card["data"]["description"].startswith("An export of 32 passages with confirmed ratings, 32 of them answers")
    assert "ratings by 2 raters" in card["data"]["description"]
    assert card["rebuild"] == ["rf-scorer train DATA -o DIR --use blind --no-evaluation --folds 2 --warm-start none"]
    assert SECRET not in json.dumps(card)
    answer = (
        b'{"id": 1, "question": "Why did they do that?", "answer": "I suppose he was sad and left us all alone then."}'
    )
    assert run("rate", "--model", out, stdin=answer).code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--text", "answer", "--id", "none"), "--text, --id"),
        (("--second", "ben"), "--second"),
        (("--allow-between",), "--allow-between"),
        (("--scale", "0:3"), "not on the one that --scale says"),
    ],
)
def test_options_of_tables_mean_nothing_for_an_export(
    arguments: tuple[str, ...], told: str, run: Callable[..., Any], exported: Path
) -> None:
    """Nothing is silently ignored."""
    ended = run("evaluate", exported, *SMALL, *arguments)
    assert ended.code == 2
    assert told in ended.err


def test_options_of_an_export_mean_nothing_for_a_table(run: Callable[..., Any], tmp_path: Path) -> None:
    """And a folder that holds neither is refused, with what to do."""
    table = tmp_path / "ratings.csv"
    table.write_text("answer,rating,participant\nHe was sad.,1,a\n", "utf-8")
    ended = run("evaluate", table, "--scale", "0:2", "--use", "final")
    assert ended.code == 2
    assert "folder" in ended.err
    empty = tmp_path / "empty"
    empty.mkdir()
    ended = run("evaluate", empty)
    assert ended.code == 2
    assert "rf-scorer ratings export" in ended.err


def test_what_was_really_exported_is_refused_if_it_is_too_little(run: Callable[..., Any], study: Path) -> None:
    """From the desk to learning without a table between: here there are two passages of one person, and that is told."""
    assert run("ratings", "export", study, "-q").code == 0
    ended = run("evaluate", study, *SMALL)
    assert ended.code == 1
    assert "2 rated answers" in ended.err
