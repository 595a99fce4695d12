"""``rf-scorer export`` and ``rf-scorer import``."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from exchange_studies import rated_study
from rated_studies import opened, rate

from rf_scorer.cli import export as export_module
from rf_scorer.cli import import_ as import_module
from rf_scorer.exchange.formats import FORMATS
from rf_scorer.study.creating import create
from rf_scorer.study.folder import Rater

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALL = tuple(FORMATS)
READABLE = tuple(name for name, made in FORMATS.items() if made.reads is not None)
NOTE = "zwickelmond"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that two raters worked on; tests only read it."""
    return rated_study(tmp_path_factory.mktemp("exchange"))


def _to(*names: str) -> list[str]:
    return [part for name in names for part in ("--to", name)]


def test_the_options_name_the_formats_that_there_are() -> None:
    """So that --help needs none of them."""
    assert set(export_module._NAMES) == set(FORMATS)
    assert set(import_module._NAMES) == set(READABLE) == set(import_module._ENDINGS)


def test_every_format_is_written(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """Each into a folder of its name, with a valid manifest; on standard error, once, that it is confidential."""
    out = tmp_path / "out"
    ended = run("export", study, *_to(*ALL), "-o", out)
    assert ended.code == 0, ended.err
    assert ended.out == ""
    assert {path.name for path in out.iterdir()} == {*ALL, "manifest.json"}
    assert ended.err.count("words") == 1
    assert "3 interviews, ratings by 2 raters, " in ended.err
    assert NOTE not in ended.told
    assert run("validate", out / "manifest.json", "-q").code == 0
    for name, made in FORMATS.items():
        assert list((out / name).glob(f"*.{made.extension}")), name


def test_the_same_command_gives_the_same_bytes(
    run: Callable[..., Any], files: Callable[[Path], Any], study: Path, tmp_path: Path
) -> None:
    """Manifest and all."""
    for name in ("one", "two"):
        assert run("export", study, *_to(*ALL), "-o", tmp_path / name, "-q").told == ""
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_an_export_has_its_place_in_the_study(run: Callable[..., Any], tmp_path: Path) -> None:
    """And is not taken for one of ratings; a second time only with --force."""
    root = rated_study(tmp_path)
    assert run("export", root, *_to("csv"), "-q").code == 0
    assert (root / "exports" / "to-csv" / "csv" / "mentions.csv").is_file()
    again = run("export", root, *_to("csv"))
    assert again.code == 2
    assert "--force" in again.err
    assert run("export", root, *_to("csv"), "--force", "-q").code == 0
    assert run("validate", root, "-q").code == 0


@pytest.mark.parametrize("case", ["other things", "one thing more", "a file"])
def test_nothing_of_somebody_elses_is_replaced(case: str, run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """Not even with --force: a folder that holds more than an export of ours is left alone."""
    out = tmp_path / "out"
    if case == "a file":
        out.write_text("mine")
    elif case == "other things":
        out.mkdir()
        (out / "thesis.txt").write_text("mine")
    else:
        assert run("export", study, *_to("csv"), "-o", out, "-q").code == 0
        (out / "csv" / "my-analysis.R").write_text("mine")
    ended = run("export", study, *_to("csv"), "-o", out, "--force")
    assert ended.code == 2
    kept = out if case == "a file" else next(out.rglob("thesis.txt"), out / "csv" / "my-analysis.R")
    assert kept.read_text() == "mine"


def test_without_text_nobodys_words_leave(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """Neither an answer nor a note; nothing is said of words then."""
    out = tmp_path / "out"
    ended = run("export", study, *_to("csv", "xlsx", "sav", "rsmeval", "qdc"), "--no-text", "-o", out)
    assert ended.code == 0
    assert "note" not in ended.err
    data = b""
    for path in out.rglob("*"):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                data += b"".join(book.read(name) for name in book.namelist())
        elif path.is_file():
            data += path.read_bytes()
    for word in (NOTE, "harbour", "frightened of"):
        assert word.encode() not in data


@pytest.mark.parametrize("name", [name for name, made in FORMATS.items() if made.is_text])
def test_formats_that_are_the_text_cannot_do_without(
    name: str, run: Callable[..., Any], study: Path, tmp_path: Path
) -> None:
    """Exit 2, and nothing is written."""
    ended = run("export", study, *_to(name), "--no-text", "-o", tmp_path / "out")
    assert ended.code == 2
    assert "--no-text" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("case", "code", "told"),
    [
        ("no study", 2, "rf-scorer score"),
        ("no sheets", 2, "rating sheets"),
        ("practice", 2, "practise"),
        ("nobody finished", 1, "finished"),
        ("broken sheet", 1, "sheets/talk-1.json"),
        ("other transcript", 1, "sheets/talk-1.json"),
    ],
)
def test_where_there_is_nothing_to_export(
    case: str, code: int, told: str, run: Callable[..., Any], tmp_path: Path
) -> None:
    """Each says what to do next, and leaves no folder."""
    root, name = tmp_path / "study", "csv"
    if case == "no sheets":
        assert run("init", root, "--rater", "anna").code == 0
    elif case == "practice":
        create(root, title="Practice", raters=(Rater(id="anna"),), files={"labels.json": b"{}"}, labels="labels.json")
    elif case == "nobody finished":
        room, name = opened(tmp_path), "sav"
        rate(room, "anna", "talk-1", {"p02": 4}, finish=False)
        room.close()
    elif case in {"broken sheet", "other transcript"}:
        root = rated_study(tmp_path)
        path = root / "sheets" / "talk-1.json"
        sheet = json.loads(path.read_text("utf-8"))
        if case == "broken sheet":
            sheet["mentions"][0]["end"] += 1
        else:
            sheet["transcript"]["source"]["sha256"] = "d" * 64
        path.write_text(json.dumps(sheet), "utf-8")
    ended = run("export", root, *_to(name), "-o", tmp_path / "out")
    assert ended.code == code, ended.err
    assert told in ended.err
    assert not (tmp_path / "out").exists()


def test_results_without_a_study_are_exported_too(run: Callable[..., Any], scored: Path, tmp_path: Path) -> None:
    """Highlights and passages, without ratings."""
    ended = run("export", scored, *_to("csv"), "-o", tmp_path / "out")
    assert ended.code == 0
    assert "no ratings" in ended.err
    assert not list((tmp_path / "out").rglob("ratings-*"))


def _brat(run: Callable[..., Any], study: Path, tmp_path: Path) -> Path:
    assert run("export", study, *_to("brat"), "-o", tmp_path / "out", "-q").code == 0
    return tmp_path / "out" / "brat"


@pytest.mark.parametrize("name", READABLE)
def test_what_was_not_edited_is_kept(name: str, run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """There and back by files: documents that keep their schema, and nothing else than what was exported."""
    assert run("export", study, *_to(name), "-o", tmp_path / "out", "-q").code == 0
    source = tmp_path / "out" / name
    if name == "labelstudio":
        tasks = json.loads((source / "tasks.json").read_text("utf-8"))
        for task in tasks:
            task["annotations"] = [{"completed_by": 3, "result": task["predictions"][0]["result"]}]
        (source / "tasks.json").write_text(json.dumps(tasks), "utf-8")
    ended = run("import", source, "--from", name, "--study", study, "-o", tmp_path / "back")
    assert ended.code == 0, ended.err
    assert "3 documents: 18 spans kept, 0 changed, 0 added, 0 removed." in ended.err
    assert run("validate", tmp_path / "back", "-q").code == 0
    names = {path.name for path in (tmp_path / "back").iterdir()}
    end = "--3" if name == "labelstudio" else ""
    assert names == {f"talk-{number}{end}.json" for number in (1, 2, 3)} | {"manifest.json"}


def test_edits_are_told_and_no_words_are_kept(run: Callable[..., Any], study: Path, tmp_path: Path) -> None:
    """One span deleted, one with a label of its own; sheets by their folder; the documents hold places and no words."""
    source = _brat(run, study, tmp_path)
    path = source / "talk-1.ann"
    lines = [line for line in path.read_text("utf-8").splitlines() if " T1" not in line and not line.startswith("T1\t")]
    path.write_text("\n".join([*lines, "T80\tMetaphor 3 8\tWhere", ""]), "utf-8")
    ended = run(
        "import",
        path,
        path.with_suffix(".txt"),
        "--from",
        "brat",
        "--sheets",
        study / "sheets",
        "-o",
        tmp_path / "back",
    )
    assert ended.code == 0, ended.err
    assert "1 document: 5 spans kept, 0 changed, 0 added, 1 removed." in ended.err
    assert "talk-1: spans left out: 1" in ended.err
    told = (tmp_path / "back" / "talk-1.json").read_text("utf-8")
    assert json.loads(told)["removed"] == ["m1"]
    assert "harbour" not in told


@pytest.mark.parametrize(
    ("case", "code", "told"),
    [
        ("changed text", 1, "not that of the interview talk-1"),
        ("no file", 2, ".ann"),
        ("gone", 1, "cannot be opened"),
        ("both", 2, "one of them"),
        ("there already", 2, "--force"),
    ],
)
def test_an_import_that_cannot_be(
    case: str, code: int, told: str, run: Callable[..., Any], study: Path, tmp_path: Path
) -> None:
    """Says why, and leaves what is there."""
    source = _brat(run, study, tmp_path)
    back = tmp_path / "back"
    more: list[object] = []
    if case == "changed text":
        path = source / "talk-1.txt"
        path.write_text(path.read_text("utf-8").replace("harbour", "seaside"), "utf-8")
    elif case == "no file":
        source = tmp_path / "empty"
        source.mkdir()
    elif case == "gone":
        source = tmp_path / "gone.ann"
    elif case == "both":
        more = ["--sheets", study]
    else:
        assert run("import", source, "--from", "brat", "--study", study, "-o", back, "-q").code == 0
    ended = run("import", source, "--from", "brat", "--study", study, "-o", back, *more)
    assert ended.code == code
    assert told in ended.err
    assert "seaside" not in ended.told
    assert back.exists() == (case == "there already")
