"""``evaluate`` and ``train`` on a lab's own ratings: what is written, what is printed, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import rated_tables as tables

from rf_scorer import jsonio, validation
from rf_scorer.rating.validation import OutOfFold
from rf_scorer.study.learning import evaluating, training
from rf_scorer.study.learning.model_folder import ModelFolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("few_draws")
SECRET = tables.SECRET
SMALL = ("--scale", "0:2", "--warm-start", "none", "--folds", "2", "--quick")


def _guess(corpus: Any, title: str, *, sure: bool) -> OutOfFold:
    """Suggestions out of thin air: right for three answers of four."""
    levels = np.asarray(corpus.scale.values)
    whole = np.floor(corpus.ratings + 0.5).astype(np.int64)
    level = np.where(np.arange(len(corpus)) % (4 if sure else 2) == 0, levels[0], whole)
    shares = np.full((len(level), len(levels)), 0.1)
    shares[np.arange(len(level)), level - levels[0]] = 1.0 - 0.1 * (len(levels) - 1)
    return OutOfFold(
        title=title,
        probabilities=shares,
        level=level,
        expected=shares @ levels,
        low=level if sure else None,
        high=np.minimum(level + 1, levels[-1]) if sure else None,
        fold=np.arange(len(level)) % 2,
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is learned: these tests are about what is read and written."""
    monkeypatch.setattr(evaluating, "cross_validate", lambda corpus, *_, **__: _guess(corpus, "model", sure=True))
    monkeypatch.setattr(
        evaluating, "baselines", lambda corpus, **_: tuple(_guess(corpus, name, sure=False) for name in ("one", "two"))
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A table of forty-eight rated answers of twelve participants, one of them without an answer."""
    rows = tables.rows()
    rows[2]["answer"] = ""
    path = tmp_path / "ratings.csv"
    path.write_text(tables.as_csv(rows))
    return path


@pytest.mark.usefixtures("quick")
def test_predictions_stand_beside_the_rows(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """One row for each of the input's, in its order, without its words; what was not answered is there and empty."""
    out = tmp_path / "predictions.csv"
    assert run("evaluate", data, *SMALL, "--predictions", out).code == 0
    found = list(csv.DictReader(io.StringIO(out.read_text(), newline="")))
    assert [row["id"] for row in found] == [row["id"] for row in tables.rows()]
    assert list(found[0]) == [
        *("row", "id", "participant", "rating", "level", "expected", "low", "high", "fold"),
        *("p_0", "p_1", "p_2"),
    ]
    for place, row in enumerate(found):
        if place == 2:
            assert {row[name] for name in list(row)[3:]} == {""}
            continue
        shares = [float(row[f"p_{level}"]) for level in range(3)]
        assert sum(shares) == pytest.approx(1.0, abs=1e-9)
        assert float(row["expected"]) == pytest.approx(sum(level * share for level, share in enumerate(shares)))
        assert int(row["low"]) <= int(row["level"]) <= int(row["high"])
        assert row["rating"] == str(tables.rows()[place]["rating"])
    text = out.read_text()
    assert not any(answer in text for answer, _ in tables.ANSWERS)


@pytest.mark.usefixtures("quick")
def test_the_report_document_is_valid_and_holds_nobody(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """What is printed is what is written; it fits its schema and holds no word and no code of a participant."""
    out, page = tmp_path / "report.json", tmp_path / "report.html"
    ended = run(
        "evaluate", data, *SMALL, "--second", "second", "--group", "site", "-o", out, "--report", page, "--json"
    )
    assert ended.code == 0
    document = json.loads(ended.out)
    assert document == json.loads(out.read_text())
    assert validation.faults(document, "evaluation-report") == ()
    assert SECRET not in ended.told + out.read_text() + page.read_text()
    assert [row["kind"] for row in document["comparisons"][0]["rows"]] == ["model", "baseline", "baseline"]
    assert document["facts"]["answers"] == 47
    assert document["human"]["raters"] == 2
    assert {group["too_small"] for group in document["subgroups"]} == {True}


@pytest.mark.usefixtures("quick")
def test_a_table_is_printed_for_people(run: Callable[..., Any], data: Path) -> None:
    """Model first, baselines below, sentences last; what was left out is told on standard error."""
    ended = run("evaluate", data, *SMALL, "-v", "--group", "site", "--min-group", "4")
    assert ended.code == 0
    assert "the model" in ended.out
    assert ended.out.index("the model") < ended.out.index("  one")
    assert "47 answers of 12 participants, rated 0 to 2" in ended.out
    assert "north" in ended.out
    assert "Row 4 has no answer" in ended.err
    assert SECRET not in ended.told


@pytest.mark.usefixtures("quick")
def test_questions_are_left_out_where_they_recur(run: Callable[..., Any], data: Path) -> None:
    """Without --quick both are tried; asked for alone it is the evaluation that all details speak of."""
    more = ("--scale", "0:2", "--warm-start", "none", "--json")
    ways = json.loads(run("evaluate", data, *SMALL[2:-1], "--scale", "0:2", "--json", "--leave-out", "question").out)
    assert [one["left_out"] for one in ways["comparisons"]] == ["question"]
    refused = run("evaluate", data, *more, "--leave-out", "protocol")
    assert refused.code == 2
    assert "--leave-out" in refused.err


@pytest.mark.usefixtures("quick")
def test_outputs_are_not_replaced_unless_that_is_said(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """An output that is there is refused before any work; the input is never an output."""
    out = tmp_path / "report.json"
    out.write_text("mine")
    assert run("evaluate", data, *SMALL, "-o", out).code == 2
    assert out.read_text() == "mine"
    assert run("evaluate", data, *SMALL, "-o", data, "--force").code == 2
    assert run("evaluate", data, *SMALL, "-o", out, "--report", out, "--force").code == 2
    assert run("evaluate", data, *SMALL, "-o", out, "--force", "-q").told == ""
    assert json.loads(out.read_text())["schema"].endswith("evaluation-report:1")


@pytest.mark.usefixtures("quick")
def test_the_same_ratings_give_the_same_bytes(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """No time, no folder and no chance stands in any output."""
    kept = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ratings.csv").write_bytes(data.read_bytes())
        outputs = [folder / "p.csv", folder / "r.html", folder / "r.json"]
        options = zip(("--predictions", "--report", "-o"), outputs, strict=True)
        assert run("evaluate", folder / "ratings.csv", *SMALL, *(part for pair in options for part in pair)).code == 0
        kept.append([path.read_bytes() for path in outputs])
    assert kept[0] == kept[1]


BAD: dict[str, tuple[dict[str, Any], tuple[str, ...], int]] = {
    "off the scale": ({"rating": 7}, (), 1),
    "half point": ({"rating": 0.5}, (), 1),
    "text": ({"rating": f"{SECRET} rated"}, (), 1),
    "missing": ({"rating": ""}, (), 1),
    "not a number": ({"rating": "NaN"}, (), 1),
    "nobody": ({"participant": ""}, (), 1),
    "case of a participant": ({"participant": tables.rows()[0]["participant"].upper()}, (), 1),
    "id twice": ({"id": "a0-0"}, (), 1),
    "no such column": ({}, ("--text", "what"), 1),
    "no such model": ({}, ("--warm-start", "nobody"), 2),
    "no such scale": ({}, ("--scale", "high"), 2),
    "no such encoding": ({}, ("--encoding", "utf9"), 2),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_bad_input_is_refused_with_a_message(case: str, command: str, run: Callable[..., Any], tmp_path: Path) -> None:
    """Place and remedy, exit code, nothing written, and not a word or a code of a participant."""
    change, options, code = BAD[case]
    rows = tables.rows()
    rows[1] |= change
    path = tmp_path / "ratings.csv"
    path.write_text(tables.as_csv(rows))
    output = ("-o", tmp_path / "out")
    ended = run(command, path, "--scale", "0:2", "--warm-start", "none", *options, *output)
    assert ended.code == code, ended.told
    assert ended.err.startswith("Error: ")
    assert SECRET not in ended.told.lower()
    assert not (tmp_path / "out").exists()
    if change:
        assert "ratings.csv" in ended.err
        assert "3" in ended.err
        assert f"column '{next(iter(change))}'" in ended.err


def test_the_scale_is_never_guessed(run: Callable[..., Any], data: Path) -> None:
    """Without a declared scale nothing is done."""
    ended = run("evaluate", data)
    assert ended.code == 2
    assert "--scale" in ended.err


@pytest.mark.usefixtures("quick")
def test_an_interrupt_leaves_nothing_half_written(
    run: Callable[..., Any], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the midst of learning or of writing ends with 130 and without any output."""
    before = set(tmp_path.iterdir())

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "learn", interrupt)
    assert run("train", data, *SMALL[:-1], "-o", tmp_path / "model").code == 130
    monkeypatch.setattr(evaluating, "cross_validate", interrupt)
    outputs = ("-o", tmp_path / "r.json", "--report", tmp_path / "r.html", "--predictions", tmp_path / "p.csv")
    assert run("evaluate", data, *SMALL, *outputs).code == 130
    assert set(tmp_path.iterdir()) == before


def test_a_model_folder_is_refused_before_the_work(run: Callable[..., Any], tmp_path: Path) -> None:
    """A model that is there is told at once, even if the ratings could not be read."""
    ModelFolder(path=tmp_path / "model", force=False).write(model="m", about="a", readme="r")
    ended = run("train", tmp_path / "none.csv", "--scale", "0:2", "-o", tmp_path / "model")
    assert ended.code == 2
    assert "There is a model already" in ended.err


@pytest.fixture(scope="module")
def trained(run: Callable[..., Any], few_draws: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model really learned from the small table; tests only read it."""
    folder = tmp_path_factory.mktemp("trained")
    (folder / "ratings.csv").write_text(tables.as_csv(tables.rows()))
    ended = run("train", folder / "ratings.csv", *SMALL[:-1], "-o", folder / "our-model")
    assert ended.code == 0, ended.err
    assert SECRET not in ended.told
    return folder / "our-model"


def test_a_model_and_its_card_are_written_together(trained: Path) -> None:
    """Three files; the card fits its schema, speaks of this very model, and names neither folder nor participant."""
    assert sorted(path.name for path in trained.iterdir()) == ["README.md", "card.json", "model.json"]
    card = jsonio.loads((trained / "card.json").read_bytes())
    assert validation.faults(card, "model-card") == ()
    assert card["name"] == "our_model"
    assert card["data"]["people"] == 12
    assert [len(one["results"]) >= 2 for one in card["evaluations"]] == [True]
    (again,) = card["rebuild"]
    assert again == "rf-scorer train DATA -o DIR --scale 0:2 --folds 2 --warm-start none"
    for path in trained.iterdir():
        assert str(trained.parent) not in path.read_text()
        assert "zwickelmond0" not in path.read_text()


def test_the_card_says_what_words_the_model_holds(trained: Path) -> None:
    """How many of which kind stand in this very file, below which threshold they were dropped, and that they stay confidential."""
    card, model = (jsonio.loads((trained / name).read_bytes()) for name in ("card.json", "model.json"))
    told, wording = card["words"], model["members"]["wording"]
    grams = [] if wording is None else list(wording["grams"])
    assert told["least_people"] == model["training"]["least_people"] == 5
    assert told["words"] == len(model["familiarity"]["known"]) > 0
    assert told["runs"] + told["letters"] == len(grams)
    assert (told["counted_by"], told["invented_people_count"], told["earlier_models"]) == ("participants", False, [])
    readme = (trained / "README.md").read_text("utf-8")
    assert "**The model file holds words**" in readme
    assert "fewer than 5 different participants" in readme
    assert "If the texts are confidential, so is this file" in readme


def test_without_participants_every_answer_is_somebody_elses(
    run: Callable[..., Any], data: Path, tmp_path: Path
) -> None:
    """With --participant none the card, its statement and the terminal say that nobody knows whose words these are."""
    out = tmp_path / "model"
    ended = run("train", data, *SMALL[:-1], "--no-evaluation", "--participant", "none", "-o", out)
    assert ended.code == 0, ended.err
    assert "Nobody says whose answers these are (--participant none)" in ended.err
    card = jsonio.loads((out / "card.json").read_bytes())
    assert card["words"]["counted_by"] == "answers"
    assert "participants who were not told apart" in card["statement"]
    assert any("--participant none" in limit for limit in card["limits"])
    assert "nobody said whose answers they are" in (out / "README.md").read_text("utf-8")


def test_a_threshold_of_one_is_warned_of(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """Even when quiet; the card says that nothing was dropped, and none is lower."""
    few = ("train", data, *SMALL[:-1], "--no-evaluation", "-q", "-o", tmp_path / "model", "--least-people")
    ended = run(*few, 1)
    assert ended.code == 0
    assert "warning  With --least-people 1 the model keeps words that one participant alone used" in ended.err
    assert "Nothing was dropped for being one person's." in (tmp_path / "model" / "README.md").read_text("utf-8")
    assert jsonio.loads((tmp_path / "model" / "card.json").read_bytes())["words"]["least_people"] == 1
    assert run(*few, 0).code == 2


def test_a_trained_model_rates_and_scores(
    trained: Path, run: Callable[..., Any], interviews: Path, tmp_path: Path
) -> None:
    """The commands that suggest take the folder as their model and name it in what they write."""
    line = json.dumps({"id": 1, "question": "Why?", "answer": "I think she was scared, so she hid it by shouting."})
    ended = run("rate", "--model", trained, stdin=line.encode())
    assert ended.code == 0, ended.err
    assert list(json.loads(ended.out)["distribution"] or {"0": 0, "1": 0, "2": 0}) == ["0", "1", "2"]
    assert run("score", interviews, "-o", tmp_path / "out", "--model", trained, "-q").code == 0
    sheet = json.loads((tmp_path / "out" / "sheets" / "p1.json").read_text())
    assert sheet["provenance"]["rating.id"] == "our_model"
    assert "12 participants" in sheet["provenance"]["rating.training"]


def test_a_card_without_evaluation_says_so(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """With --no-evaluation the limits say that nobody has tried."""
    out = tmp_path / "model"
    assert run("train", data, *SMALL[:-1], "--no-evaluation", "--name", "mine", "-o", out, "-q").code == 0
    card = jsonio.loads((out / "card.json").read_bytes())
    assert card["evaluations"] == []
    assert "Nobody has tried" in card["limits"][0]
    assert "--no-evaluation" in card["rebuild"][0]
