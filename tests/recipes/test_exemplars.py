"""The exemplars' checks and data statement: faults by place, tables that are what the file holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "models" / "rf_passage"
GOOD: dict[str, Any] = {
    "protocol": "aai",
    "role": "demand",
    "question": "Why was that, in your view?",
    "answer": "She shouted since she was afraid of the water, and I took it for anger.",
    "rating": 5.33,
    "intended": 5,
    "readings": [5, 6],
    "writer": "w01",
    "subtype": "ordinary",
    "speaker": "woman, 40, baker, non-clinical",
    "variety": "Welsh",
    "style": "verbatim",
}

#: Spearman, weighted kappa and mean absolute error on a part of the file, with speakers and with writers left out.
PART_SPEAKERS = (0.615, 0.298, 1.901)
PART_WRITERS = (0.304, 0.140, 2.050)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def _file(folder: Path, *changes: dict[str, Any]) -> Path:
    """A file of good passages, each with its changes; answers differ."""
    path = folder / "exemplars.jsonl"
    lines = []
    for number, change in enumerate(changes, 1):
        record = GOOD | {"id": f"ex-{number:04d}", "participant": f"s{number:02d}", "answer": f"It was a {number}."}
        lines.append(json.dumps({key: value for key, value in (record | change).items() if value is not None}) + "\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _run(*options: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.exemplars", *map(str, options)],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_shipped_file_has_no_fault() -> None:
    """Every line has its form, and nothing between the passages is wrong."""
    from benchmarks.exemplars import checks, passages

    found, faults = passages.read(FOLDER / "exemplars.jsonl")
    assert [*faults, *checks.check(found)] == []


def test_the_data_statement_is_what_the_command_prints() -> None:
    """The tables of EXEMPLARS.md are those of the file beside it; those of fitted models, which take long, name its digest."""
    from benchmarks.exemplars import document, passages

    found, _ = passages.read(FOLDER / "exemplars.jsonl")
    text = (FOLDER / "EXEMPLARS.md").read_text(encoding="utf-8")
    made, again = document.part(text, where="EXEMPLARS.md"), "run: python -m benchmarks.exemplars --write"
    counted = document.counted(found)
    assert made[: len(counted)] == counted, again
    assert f"SHA-256 `{document.digest(FOLDER / 'exemplars.jsonl')}`" in made[len(counted) :], again
    assert document.replaced(text, made, where="EXEMPLARS.md") == text


def test_what_the_fitted_models_reach_on_a_part_of_the_file() -> None:
    """On the speakers of four blocks whose number ends in 0 or 5, the ridge of the answer gives the figures pinned here."""
    from benchmarks.exemplars import learned, passages, trivial

    found, _ = passages.read(FOLDER / "exemplars.jsonl")
    part = [one for one in found if "w01" <= one.writer <= "w04" and one.participant[-1] in "05"]
    (answer,) = trivial.predictions(part, titles=[trivial.ANSWER])
    for way, figures in ((answer.speakers, PART_SPEAKERS), (answer.writers, PART_WRITERS)):
        assert (way.spearman, way.qwk, way.error) == pytest.approx(figures, abs=0.02)
    rows = learned.by_writer(part, answer).splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == [f"| `w0{number}`" for number in range(1, 5)]


def test_leaving_out_tests_every_row_once_and_parts_no_group() -> None:
    """No group stands on both sides, every row is tested once, and one group alone is refused."""
    from benchmarks.exemplars import trivial

    groups = ["b", "a", "b", "c", "a"]
    splits = [(train.tolist(), test.tolist()) for train, test in trivial.leave_one_out(groups)]
    assert splits == [([0, 2, 3], [1, 4]), ([1, 3, 4], [0, 2]), ([0, 1, 2, 4], [3])]
    with pytest.raises(ValueError, match="two groups"):
        trivial.leave_one_out(["a", "a"])


def test_models_are_judged_without_the_writer_and_without_the_speaker(tmp_path: Path) -> None:
    """The mean rating of the others is that of other writers' passages, or of other speakers'."""
    from benchmarks.exemplars import passages, trivial

    ratings = ((1, "w01"), (3, "w01"), (7, "w02"))
    changes = [
        {"intended": level, "readings": [level, level], "rating": level, "writer": writer} for level, writer in ratings
    ]
    found, _ = passages.read(_file(tmp_path, *changes))
    (mean,) = trivial.predictions(found, titles=["mean rating of the others"])
    assert mean.writers.predicted.tolist() == [7.0, 7.0, 2.0]
    assert mean.speakers.predicted.tolist() == [5.0, 4.0, 2.0]


def test_a_writer_is_told_where_words_tell_and_not_where_they_do_not(tmp_path: Path) -> None:
    """Writers with a word of their own are all named; where nothing differs, no more than by chance."""
    from benchmarks.exemplars import authorship, passages

    def share(words: tuple[str, str]) -> float:
        changes = [{"answer": f"It was {words[number % 2]} then.", "writer": f"w0{number % 2}"} for number in range(20)]
        found, _ = passages.read(_file(tmp_path, *changes))
        result = authorship.told(found)
        assert (result.passages, result.chance) == (20, 0.5)
        return result.right

    assert share(("blue", "green")) == 1.0
    assert share(("grey", "grey")) <= 0.6


def test_habits_are_counted_where_words_stand_together(tmp_path: Path) -> None:
    """A habit is told with its passages, writers, mean and the shares at the ends; one that nobody has is left out."""
    from benchmarks.exemplars import habits, passages

    changes = (
        {"answer": "So I thought (mhm) he was ill.", "rating": 7, "intended": 7, "readings": [7, 7]},
        {"answer": "I THOUGHT, he said, of her.", "writer": "w02", "rating": 1, "intended": 1, "readings": [1, 1]},
        {"answer": "He was thoughtful.", "writer": "w02", "rating": 5, "intended": 5, "readings": [5, 5]},
    )
    found, _ = passages.read(_file(tmp_path, *changes))
    assert list(habits.habits(found)) == [
        ("every passage", 3, 2, pytest.approx(13 / 3), pytest.approx(1 / 3), pytest.approx(1 / 3)),
        ("*I thought*", 2, 2, 4.0, 0.5, 0.5),
    ]


def test_the_statement_says_how_text_and_readings_came_about() -> None:
    """The sentence on writers and readers stands in the data statement word by word."""
    text = " ".join((FOLDER / "EXEMPLARS.md").read_text(encoding="utf-8").split())
    assert (
        "invented for this project, by writers who worked from one written brief, and read blind by readers who worked "
        "from one written description of the scale; writers and readers are not certified raters, and no expertise may "
        "be assumed"
    ) in text


def test_the_practice_script_draws_a_sheet_without_ratings(tmp_path: Path) -> None:
    """The script of the data statement runs as it stands; the sheet has the passages, the key their ratings."""
    text = (FOLDER / "EXEMPLARS.md").read_text(encoding="utf-8")
    block = re.search(r"^ +```python\n(.*?)^ +```", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    script = "\n".join(line.removeprefix("   ") for line in block[1].splitlines())
    (tmp_path / "exemplars.jsonl").write_bytes((FOLDER / "exemplars.jsonl").read_bytes())
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    sheet = re.findall(r"^## (ex-\d{4})$", (tmp_path / "practice.md").read_text("utf-8"), re.MULTILINE)
    key = [line.split()[0] for line in (tmp_path / "key.md").read_text("utf-8").splitlines()]
    assert sheet == key
    assert len(key) == 22


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"rating": "5"}, "$.rating"),
        ({"intended": 4.5}, "$.intended"),
        ({"intended": True}, "$.intended"),
        ({"readings": [5, 10]}, "$.readings"),
        ({"readings": [5]}, "$.readings"),
        ({"subtype": "canary"}, "$.subtype"),
        ({"style": ["canary"]}, "$.style"),
        ({"answer": " canary"}, "$.answer"),
        ({"question": ""}, "$.question"),
        ({"speaker": "canary"}, "$.speaker"),
        ({"id": "ex-1"}, "$.id"),
        ({"participant": None}, "$.participant"),
        ({"writer": None}, "$.writer"),
        ({"writer": "canary"}, "$.writer"),
        ({"pair": {"kind": "same words"}}, "$.pair"),
        ({"pair": {"kind": "canary", "of": "ex-0002"}}, "$.pair.kind"),
        ({"surface": "  "}, "$.surface"),
        ({"canary": 1}, "exemplars.jsonl:1"),
    ],
)
def test_a_line_at_fault_is_told_by_its_place(change: dict[str, Any], place: str, tmp_path: Path) -> None:
    """File, line and key are named, the value is not; other lines are read."""
    from benchmarks.exemplars import passages

    found, faults = passages.read(_file(tmp_path, change, {}))
    assert [passage.id for passage in found] == ["ex-0002"]
    assert len(faults) == 1
    assert faults[0].place.startswith("exemplars.jsonl:1")
    assert faults[0].place.endswith(place)
    assert "canary" not in "".join(faults[0])


SHARED = "and there was nothing in the pantry but a jar of figs"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (({}, {"id": "ex-0001"}), "twice"),
        (({"id": "ex-0009"}, {}), "behind a higher one"),
        (({"rating": 5.0}, {}), "not the mean"),
        (({"intended": 8, "rating": 6.33}, {}), "more than 2 apart"),
        (({}, {"participant": "s01", "variety": "Irish"}), "variety differs"),
        (({}, {"participant": "s01", "writer": "w02"}), "writer differs"),
        (({}, {"writer": "w02"}, {}), "do not stand together"),
        (({}, {"pair": {"kind": "same words", "of": "ex-0003"}}), "no passage of this file"),
        (({}, {"pair": {"kind": "same words", "of": "ex-0002"}}), "itself"),
        (({}, {"pair": {"kind": "same words", "of": "ex-0001"}}), "another participant"),
        (({"answer": "So (mhm) I left."}, {"answer": "so I left!"}), "is that of ex-0001"),
        (({"answer": f"Well {SHARED}."}, {"answer": f"Oh, {SHARED}"}), "of 8 words with ex-0001"),
        (({"answer": "Write to canary@home.invalid then."}, {}), "e-mail"),
        (({"answer": "It was on canary.com then."}, {}), "web address"),
        (({"question": "Was it 0161 496 0000 you rang?"}, {}), "telephone"),
        (({"answer": "I was cafe\u0301."}, {}), "normal form"),
        (({"answer": "I was.\nThen not."}, {}), "control character"),
        (({"answer": "I was {{laughs} there."}, {}), "no partner"),
    ],
)
def test_what_is_wrong_between_or_in_texts_is_told_by_id(
    changes: tuple[dict[str, Any], ...], told: str, tmp_path: Path
) -> None:
    """Every check finds its fault, alone, and repeats no word of an answer."""
    from benchmarks.exemplars import checks, passages

    found, faults = passages.read(_file(tmp_path, *changes))
    assert not faults
    (fault,) = checks.check(found)
    assert fault.place.startswith("ex-0")
    assert told in fault.message
    assert not re.search("canary|pantry", fault.message)


def test_shared_runs_are_allowed_within_a_speaker(tmp_path: Path) -> None:
    """Passages of one speaker, such as a pair of the same words, may share what they like short of the whole answer."""
    from benchmarks.exemplars import checks, passages

    first = {"answer": f"Well {SHARED}."}
    second = {"answer": f"Oh, {SHARED}.", "participant": "s01", "pair": {"kind": "same words", "of": "ex-0001"}}
    found, _ = passages.read(_file(tmp_path, first, second))
    assert checks.check(found) == []


def test_two_capitalised_words_are_listed_for_reading(tmp_path: Path) -> None:
    """What could be a full name is listed with its ids; openings, days and role codes are not."""
    from benchmarks.exemplars import names, passages

    answer = (
        "And Tobias Ålund came. On Monday He'd sing. {{Foster Mother}} Ruth left. Then Anne-Marie wept, Told Ida so."
    )
    found, _ = passages.read(_file(tmp_path, {"answer": answer}, {"question": "And Tobias Ålund?"}))
    assert names.capitalised(found) == {"Anne Marie": ["ex-0001"], "Tobias Ålund": ["ex-0001", "ex-0002"]}


def test_levels_round_halves_upwards(tmp_path: Path) -> None:
    """A rating between two levels counts with the nearer one, also below zero."""
    from benchmarks.exemplars import passages

    ratings = {-1.0: -1, -0.67: -1, -0.5: 0, -0.33: 0, 0.5: 1, 2.33: 2, 8.67: 9}
    found, _ = passages.read(_file(tmp_path, *({"rating": rating} for rating in ratings)))
    assert [passage.level for passage in found] == list(ratings.values())


def test_faults_end_with_1_and_wrong_usage_with_2(tmp_path: Path) -> None:
    """Faults go to the error stream, one a line, and nothing is written where lines cannot be read."""
    document = tmp_path / "EXEMPLARS.md"
    document.write_text("as it was", encoding="utf-8")
    path = _file(tmp_path, {"rating": "canary"}, {"style": "canary"})
    run = _run("--exemplars", path, "--document", document, "--write")
    assert run.returncode == 1
    assert [line.split(": ")[0] for line in run.stderr.splitlines()] == [
        "exemplars.jsonl:1::$.rating",
        "exemplars.jsonl:2::$.style",
    ]
    assert "canary" not in run.stderr
    assert document.read_text("utf-8") == "as it was"
    assert _run("--exemplars", tmp_path / "none.jsonl").returncode == 2
    alone = _run("--exemplars", _file(tmp_path, {}, {}), "--document", document, "--write")
    assert (alone.returncode, alone.stderr.count("two writers")) == (1, 1)
    assert document.read_text("utf-8") == "as it was"


def test_a_document_without_its_marks_is_refused() -> None:
    """Nothing is guessed about where the tables belong."""
    from benchmarks.exemplars import document
    from rf_scorer.errors import InvalidDocument

    good = f"one\n{document.BEGIN}\nold\n{document.END}\ntwo\n"
    assert document.replaced(good, "new\n", where="x") == f"one\n{document.BEGIN}\n\nnew\n\n{document.END}\ntwo\n"
    for bad in ("one\n", good + good, f"{document.END}\n{document.BEGIN}\n"):
        with pytest.raises(InvalidDocument, match="two marks"):
            document.replaced(bad, "new\n", where="x")
