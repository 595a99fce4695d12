"""Practice: sets as rating sheets in an ordinary study folder, labels behind the lock, and agreement beside a plain baseline."""

from __future__ import annotations

import json
import shutil
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer import pipeline, validation
from rf_scorer.domain.rating import OVERALL
from rf_scorer.errors import InvalidDocument, UsageError
from rf_scorer.rating import metrics
from rf_scorer.review import exemplars
from rf_scorer.review.events import parse
from rf_scorer.review.practice import make_practice, practice_cases, running_agreement
from rf_scorer.review.practice_room import PracticeRoom
from rf_scorer.review.refused import Refused
from rf_scorer.study.creating import create
from rf_scorer.study.folder import PRACTICE, Study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rf_scorer.pipeline import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The shipped engine."""
    return pipeline.Engine.load()


@pytest.fixture(scope="module")
def made(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small practice study; tests only copy it."""
    return make_practice(
        tmp_path_factory.mktemp("made") / "practice", rater="anna", engine=engine, size=6, sets=2, seed=4
    ).root


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Study:
    """One's own copy of it."""
    return Study.open(shutil.copytree(made, tmp_path / "practice"))


@pytest.fixture
def room(study: Study) -> Iterator[PracticeRoom]:
    """It, opened."""
    opened = PracticeRoom.open(study)
    yield opened
    opened.close()


@pytest.fixture
def labels(study: Study) -> dict[tuple[str, str], dict[str, Any]]:
    """Its labels by set and passage."""
    assert study.labels is not None
    document = json.loads(study.labels.read_text("utf-8"))
    return {(label["interview"], label["passage"]): label for label in document["labels"]}


def _event(kind: str, unit: str | None, **body: object) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": kind, "unit": unit, "at": "2026-11-30T10:00:00.000Z", "body": body}


def _lock(room: PracticeRoom, unit: str, level: int | None, interview: str = "set-01") -> int:
    judgement = {"level": level, "unratable": None if level is not None else "inaudible", "markers": [], "note": "why"}
    state = room.record("anna", interview, [_event("locked", unit, judgement=judgement, after=0, seconds=1)])
    return int(state["ledger"]["units"][unit]["seq"])


def _reveal(room: PracticeRoom, unit: str, seq: int, interview: str = "set-01") -> Any:
    return room.record("anna", interview, [_event("revealed", unit, after=seq)])["revealed"][unit]


def test_a_set_is_a_sheet_with_a_passage_for_each_answer(engine: Engine) -> None:
    """Question and answer stand word for word in their turns; roles are the exemplars'; nothing is summed up; every label has its passage."""
    cases = list(practice_cases(None, engine=engine, seed=9, size=8, sets=2))
    by_id = {one.id: one for one in exemplars.read().answers}
    assert [case.id for case in cases] == ["set-01", "set-02"]
    for case in cases:
        sheet = case.sheet
        assert validation.faults(sheet, "rating-sheet") == ()
        assert (sheet["protocol"], sheet["overall"]["aggregates"], sheet["transcript"]["participant"]) == (
            None,
            [],
            None,
        )
        assert [label["passage"] for label in case.labels] == [passage["id"] for passage in sheet["passages"]]
        for label, passage in zip(case.labels, sheet["passages"], strict=True):
            one = by_id[label["exemplar"]]
            turns = sheet["transcript"]["turns"]
            assert [turns[index]["text"] for index in passage["asking"]] == [one.question]
            assert [turns[index]["text"] for index in passage["answering"]] == [one.answer]
            assert (passage["role"], passage["state"]) == (one.role.value, "answered")
            assert (label["level"], label["suggestion"]) == (one.rating, False)


def test_the_same_seed_makes_the_same_bytes(engine: Engine, study: Study, tmp_path: Path) -> None:
    """Two people who practise with one seed practise on the same sets; only the studies' ids differ."""
    other = make_practice(tmp_path / "again", rater="ben", engine=engine, size=6, sets=2, seed=4)
    assert other.id != study.id
    for name in ("labels.json", "sheets/set-01.json", "sheets/set-02.json"):
        assert (other.root / name).read_bytes() == (study.root / name).read_bytes()


def test_a_practice_folder_is_an_ordinary_study(study: Study) -> None:
    """One rater, no controls, labels that match their schema, and no label in any sheet."""
    assert (study.kind, [rater.id for rater in study.raters], study.desk.control_share) == (PRACTICE, ["anna"], 0.0)
    assert validation.faults(json.loads((study.root / "labels.json").read_text("utf-8"))) == ()
    assert sorted(path.name for path in study.sheets.iterdir()) == ["set-01.json", "set-02.json"]
    assert b"blind readings" not in study.layout.sheet("set-01").read_bytes()


def test_a_folder_that_holds_something_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """Transcripts, too, stay out of a practice folder."""
    (tmp_path / "transcripts").mkdir()
    with pytest.raises(UsageError, match="other things"):
        make_practice(tmp_path, rater="anna", exemplars=tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="cannot be opened"):
        make_practice(tmp_path / "p", rater="anna", exemplars=tmp_path / "none.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["transcripts"]


def test_a_label_is_nowhere_until_the_rating_is_locked_and_opened(room: PracticeRoom, labels: dict[Any, Any]) -> None:
    """The page holds neither label nor suggestion; behind the lock it gets the label, what it is worth, and no suggestion that only repeats it."""
    case = room.case("anna", "set-01")
    assert case["mode"] == "practice"
    text = json.dumps(case)
    assert "blind readings" not in text
    assert "distribution" not in text
    assert case["revealed"] == {}
    shown = _reveal(room, "p02", _lock(room, "p02", 4))
    label = labels["set-01", "p02"]
    assert shown == {"label": {"level": label["level"], "about": label["about"]}, "suggestion": None}
    assert room.case("anna", "set-01")["revealed"] == {"p02": shown}


def test_answers_of_a_labs_own_come_with_the_suggestion(engine: Engine, tmp_path: Path) -> None:
    """The model has not learned from them: its suggestion stands beside the label, once that is opened."""
    path = tmp_path / "ours.jsonl"
    answer = (
        "I think she was frightened herself, and because she could not say so she got cross with us instead, number {}."
    )
    rows = [
        {
            "question": "Why do you think she did that?",
            "answer": answer.format(n),
            "rating": n + 0.5,
            "participant": f"P{n}",
        }
        for n in range(4)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    study = make_practice(tmp_path / "p", rater="anna", exemplars=path, engine=engine, size=4, sets=1)
    room = PracticeRoom.open(study)
    try:
        shown = _reveal(room, "p01", _lock(room, "p01", 3))
        assert shown["label"]["level"] in {0.5, 1.5, 2.5, 3.5}
        assert "ours.jsonl" in shown["label"]["about"]
        assert shown["suggestion"]["passage"] == "p01"
    finally:
        room.close()


def test_a_set_is_finished_once_every_answer_is_locked(room: PracticeRoom) -> None:
    """Every answer is required, whatever its question demands; there is no rating of the whole, in the list or in the ledger."""
    case = room.case("anna", "set-01")
    units = [unit["id"] for unit in case["units"]]
    assert (case["terms"]["overall"], case["terms"]["required"], len(units)) == (False, units, 6)
    assert all(unit["required"] for unit in case["units"])
    row = room.interviews("anna")[0]
    assert (row.done, row.required) == (0, 6)
    for unit in units[:-1]:
        _lock(room, unit, 3)
    with pytest.raises(Refused) as refused:
        _lock(room, OVERALL, None)
    assert refused.value.code == "not_ratable"
    with pytest.raises(Refused) as refused:
        room.record("anna", "set-01", [_event("finished", None)])
    assert (refused.value.code, refused.value.where) == ("required_open", units[-1])
    _lock(room, units[-1], 3)
    assert room.record("anna", "set-01", [_event("finished", None)])["ledger"]["status"] == "finished"
    row = room.interviews("anna")[0]
    assert (row.done, row.required, row.status) == (6, 6, "finished")


def test_a_set_whose_whole_was_rated_once_goes_on_without_it(room: PracticeRoom) -> None:
    """What an earlier version stored of the whole stays stored, is shown nowhere, and stands in nobody's way."""
    judgement = {"level": None, "unratable": "other", "markers": [], "note": "no whole"}
    raws = [_event("locked", OVERALL, judgement=judgement, after=0, seconds=1), _event("revealed", OVERALL, after=1)]
    events = [parse(raw, rater="anna", interview="set-01") for raw in raws]
    room.store.record("anna", "set-01", events, judge=lambda past, fresh: None)
    case = room.case("anna", "set-01")
    assert (case["ledger"]["units"][OVERALL]["stage"], case["revealed"]) == ("revealed", {})
    for unit in case["terms"]["required"]:
        _lock(room, unit, 3)
    assert room.record("anna", "set-01", [_event("finished", None)])["ledger"]["status"] == "finished"


def test_agreement_counts_blind_levels_whose_label_was_opened(room: PracticeRoom, labels: dict[Any, Any]) -> None:
    """Not what is only locked, not what has no level, not what was decided after the label was seen; over all sets."""
    own = {("set-01", "p01"): 3, ("set-01", "p02"): 5, ("set-02", "p01"): 0, ("set-02", "p02"): 4, ("set-02", "p03"): 6}
    for (interview, unit), level in own.items():
        seq = _lock(room, unit, level, interview)
        _reveal(room, unit, seq, interview)
    state = room.state("anna", "set-01")
    other = {"level": 6, "unratable": None, "markers": [], "note": ""}
    seq = state["ledger"]["units"]["p01"]["seq"]
    room.record(
        "anna",
        "set-01",
        [_event("decided", "p01", judgement=other, after=seq, kept=False, reason="slip", reason_note="", seconds=2)],
    )
    _lock(room, "p03", 2)
    _reveal(room, "p04", _lock(room, "p04", None))
    found = room.agreement("anna")
    assert found == running_agreement([(level, labels[place]["level"]) for place, level in own.items()])
    assert found["n"] == 5


def test_of_fewer_than_five_answers_only_their_number_is_told() -> None:
    """Figures of three answers would be taken for something."""
    assert running_agreement([]) == {"n": 0}
    assert running_agreement([(3, 3.0)] * 4) == {"n": 4}


def test_figures_are_those_of_their_definitions() -> None:
    """By hand for the shares and means, by the rating package for kappa; each beside the labels' most frequent level."""
    pairs = [(3, 2.67), (4, 5.67), (-1, 0.0), (7, 7.0), (2, 2.5)]
    found = running_agreement(pairs)
    assert (found["n"], found["constant"]) == (5, 3)
    figures = {name: figure["value"] for name, figure in found["figures"].items()}
    always = {name: figure["constant"] for name, figure in found["figures"].items()}
    assert figures["exact"] == 0.4
    assert figures["within_one"] == 0.8
    assert figures["difference"] == pytest.approx((0.33 - 1.67 - 1 + 0 - 0.5) / 5, abs=5e-4)
    assert figures["distance"] == pytest.approx((0.33 + 1.67 + 1 + 0 + 0.5) / 5, abs=5e-4)
    kappa = metrics.quadratic_kappa([3, 4, -1, 7, 2], [3, 6, 0, 7, 3], range(-1, 10))
    assert kappa is not None
    assert figures["kappa"] == pytest.approx(kappa, abs=5e-4)
    assert always["exact"] == 0.4
    assert always["within_one"] == 0.4
    assert always["kappa"] == 0.0
    assert always["distance"] == pytest.approx((0.33 + 2.67 + 3 + 4 + 0.5) / 5, abs=5e-4)


def test_of_levels_that_are_as_frequent_the_nearest_stands_for_the_baseline() -> None:
    """The baseline is the strongest of its kind."""
    found = running_agreement([(1, -1.0), (2, 3.0), (3, 4.0), (4, 5.0), (5, 9.0)])
    assert found["constant"] == 4


def test_what_is_undefined_is_null_with_a_reason() -> None:
    """Kappa of levels and labels that are all the same is neither 1 nor 0."""
    kappa = running_agreement([(3, 3.0)] * 5)["figures"]["kappa"]
    assert (kappa["value"], kappa["constant"]) == (None, None)
    assert "not defined" in kappa["reason"]
    varied = running_agreement([(3, 3.0)] * 4 + [(4, 3.0)])["figures"]["kappa"]
    assert (varied["value"], varied["constant"], varied["reason"]) == (0.0, None, "All labels are the same so far.")


def test_a_study_of_interviews_is_no_room_to_practise(tmp_path: Path) -> None:
    """Its raters must not be shown labels that are none."""
    with pytest.raises(UsageError, match="rf-scorer review"):
        PracticeRoom.open(create(tmp_path / "s", title="x"))


def test_labels_that_are_gone_or_wrong_are_told(study: Study) -> None:
    """Missing, against the schema, or without the one that is asked for."""
    assert study.labels is not None
    document = json.loads(study.labels.read_text("utf-8"))
    document["labels"] = [label for label in document["labels"] if label["passage"] != "p02"]
    study.labels.write_text(json.dumps(document))
    room = PracticeRoom.open(study)
    try:
        seq = _lock(room, "p02", 3)
        with pytest.raises(InvalidDocument, match="no label for this passage"):
            _reveal(room, "p02", seq)
    finally:
        room.close()
    study.labels.write_text("{}")
    with pytest.raises(InvalidDocument, match=r"labels\.json"):
        PracticeRoom.open(study)
    study.labels.unlink()
    with pytest.raises(UsageError, match="labels cannot be opened"):
        PracticeRoom.open(study)
