"""Ratings that were confirmed at the desk, as answers to learn from."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from invented_exports import document, export, rated, sheet
from rated_tables import ANSWERS, SECRET

from rf_scorer import documents
from rf_scorer.documents import consensus_document, rating_from_document
from rf_scorer.domain.confirmed import Adjudicator, Consensus, ConsensusUnit, Finisher, Gap
from rf_scorer.errors import DataError, InvalidDocument, RfScorerError, UsageError
from rf_scorer.study.ratings import locate, read_confirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXPORT = "exports/2026-11-30-000007"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study with an export of eight people, four passages each."""
    return export(tmp_path / "study")


def _read(study: Path, **more: Any) -> Any:
    return read_confirmed(study / EXPORT / "ratings", study / "sheets", **more)


def test_passages_become_answers(study: Path) -> None:
    """A row for every passage: words of the answering turns, the participant, the question, and each rater's blind level."""
    answers = _read(study)
    assert len(answers.rows) == 8 * 4
    assert answers.raters == ("anna", "ben")
    assert answers.people == 8
    assert (answers.scale.minimum, answers.scale.maximum) == (0, 2)
    first = answers.rows[0]
    text, level = ANSWERS[0]
    assert first.text == f"{text} The {SECRET} was there."
    assert (first.id, first.group, first.question_id, first.protocol) == ("talk-00/p01", f"{SECRET}00", "q.1", "home")
    assert first.question == "Why did they do that?"
    assert (first.rating, first.raters) == (float(level), (float(level), None))
    assert [row.row for row in answers.rows] == list(range(1, 33))


def test_several_raters_are_averaged(study: Path) -> None:
    """Of the second interview both rated: the second passage was given 0 by one and 1 by the other."""
    row = _read(study).rows[5]
    assert row.id == "talk-01/p02"
    # Person 1, place 1: ANSWERS[(7 + 3 + 0) % 20] is one of level 1; ben says 2.
    assert ANSWERS[10][1] == 1
    assert row.raters == (1.0, 2.0)
    assert row.rating == 1.5


def test_blind_levels_are_taken_unless_the_final_ones_are_asked_for(study: Path) -> None:
    """What was changed after the suggestion had been seen counts only with ``use="final"``, and that is then said."""
    blind, final = _read(study), _read(study, use="final")
    assert (blind.rows[0].rating, final.rows[0].rating) == (0.0, 2.0)
    assert [row.rating for row in blind.rows[1:4]] == [row.rating for row in final.rows[1:4]]
    assert not any("--use final" in remark for remark in blind.remarks)
    assert any("--use final" in remark for remark in final.remarks)


def test_it_is_told_how_blind_the_ratings_are(study: Path) -> None:
    """Of 32 + 16 blind ratings the first passage of each of 8 + 4 documents was locked before anything had been seen: 36 were not."""
    assert any(remark.startswith("36 of 48 blind ratings") for remark in _read(study).remarks)


def test_overall_ratings_and_consensus_are_left_aside(study: Path) -> None:
    """Only passages are answers; a consensus is not a rater's."""
    before = _read(study)
    made = json.loads((study / EXPORT / "ratings" / "talk-00--anna.json").read_text("utf-8"))
    back = rating_from_document(made)
    consensus = Consensus(
        sheet=back.sheet,
        raters=(
            Finisher(rater="anna", status="finished", finished_at=back.finished_at),
            Finisher(rater="ben", status="new"),
        ),
        assistance=back.assistance,
        model=back.model,
        margin=1,
        adjudication=Adjudicator.THIRD,
        units=tuple(ConsensusUnit(facts=unit.facts, ratings=(), gap=Gap.NO_RATER) for unit in back.units),
        overall=ConsensusUnit(facts=back.overall.facts, ratings=(), gap=Gap.NO_RATER),
    )
    text = documents.document_text(consensus_document(consensus, provenance={}))
    (study / EXPORT / "ratings" / "talk-00--consensus.json").write_text(text, "utf-8")
    after = _read(study)
    assert after.rows == before.rows
    assert after.sha256 == before.sha256
    assert not any(row.id.endswith("overall") for row in after.rows)


def test_what_is_not_finished_is_left_out(study: Path) -> None:
    """An open document is passed over, and that is told."""
    made = json.loads((study / "sheets" / "talk-00.json").read_text("utf-8"))
    opened = rated(made, "ben", [0, 0, 0, 0], finished=False)
    (study / EXPORT / "ratings" / "talk-00--ben.json").write_text(document(opened), "utf-8")
    answers = _read(study)
    assert answers.rows[0].raters[1] is None
    assert any("not finished" in remark and "talk-00" in remark for remark in answers.remarks)


def test_a_passage_without_a_level_is_no_low_rating(study: Path) -> None:
    """What one rater could not rate is the other's alone; what nobody could rate is left out."""
    made = json.loads((study / "sheets" / "talk-01.json").read_text("utf-8"))
    folder = study / EXPORT / "ratings"
    (folder / "talk-01--anna.json").write_text(document(rated(made, "anna", [None, None, 1, 2])), "utf-8")
    (folder / "talk-01--ben.json").write_text(document(rated(made, "ben", [None, 2, 1, 2])), "utf-8")
    answers = _read(study)
    rows = {row.id: row for row in answers.rows}
    assert "talk-01/p01" not in rows
    assert (rows["talk-01/p02"].rating, rows["talk-01/p02"].raters) == (2.0, (None, 2.0))
    assert any(
        remark.startswith("Passages that have no level, for a stated reason, or no answer: 1.")
        for remark in answers.remarks
    )


def test_an_answer_of_several_turns_is_read_as_one(tmp_path: Path) -> None:
    """Turns between which somebody else spoke are lines of one answer."""
    study = export(tmp_path / "study")
    made = sheet("talk-00", ["First I was sad.\nThen I was not.", *(["He left."] * 3)], participant="X")
    (study / "sheets" / "talk-00.json").write_text(documents.document_text(made), "utf-8")
    (study / EXPORT / "ratings" / "talk-00--anna.json").write_text(document(rated(made, "anna", [1, 0, 0, 0])), "utf-8")
    assert _read(study).rows[0].text == "First I was sad.\nThen I was not."


def test_an_interview_without_a_participant_is_a_person(study: Path) -> None:
    """It counts as a person of its own, and that is told by the interview's name."""
    made = json.loads((study / "sheets" / "talk-00.json").read_text("utf-8"))
    made["transcript"]["participant"] = None
    (study / "sheets" / "talk-00.json").write_text(documents.document_text(made), "utf-8")
    (study / EXPORT / "ratings" / "talk-00--anna.json").write_text(document(rated(made, "anna", [0, 1, 2, 0])), "utf-8")
    answers = _read(study)
    assert {row.group for row in answers.rows[:4]} == {"talk-00"}
    assert any("without a participant" in remark for remark in answers.remarks)


def test_the_same_documents_give_the_same_digest(study: Path, tmp_path: Path) -> None:
    """Where they lie does not matter; what they say does."""
    copy = shutil.copytree(study, tmp_path / "elsewhere")
    assert _read(study).sha256 == _read(copy).sha256
    made = json.loads((copy / "sheets" / "talk-00.json").read_text("utf-8"))
    (copy / EXPORT / "ratings" / "talk-00--anna.json").write_text(document(rated(made, "anna", [1, 1, 1, 1])), "utf-8")
    assert _read(study).sha256 != _read(copy).sha256


def _lose_sheet(study: Path) -> None:
    (study / "sheets" / "talk-03.json").unlink()


def _change_source(study: Path) -> None:
    path = study / "sheets" / "talk-03.json"
    made = json.loads(path.read_text("utf-8"))
    made["transcript"]["source"]["sha256"] = "d" * 64
    path.write_text(documents.document_text(made), "utf-8")


def _other_passages(study: Path) -> None:
    path = study / "sheets" / "talk-03.json"
    made = json.loads(path.read_text("utf-8"))
    made["passages"][1]["question_id"] = "q.9"
    path.write_text(documents.document_text(made), "utf-8")


def _mixed_scales(study: Path) -> None:
    made = sheet("talk-03", [f"I saw the {SECRET}."] * 4, participant="X", scale=(0, 3))
    (study / "sheets" / "talk-03.json").write_text(documents.document_text(made), "utf-8")
    (study / EXPORT / "ratings" / "talk-03--anna.json").write_text(document(rated(made, "anna", [0, 1, 2, 3])), "utf-8")


def _twice(study: Path) -> None:
    folder = study / EXPORT / "ratings"
    shutil.copy(folder / "talk-03--anna.json", folder / "talk-03--again.json")


def _one_person_twice(study: Path) -> None:
    made = json.loads((study / "sheets" / "talk-03.json").read_text("utf-8"))
    made["transcript"]["participant"] = f"{SECRET}02".upper()
    (study / "sheets" / "talk-03.json").write_text(documents.document_text(made), "utf-8")
    for name in ("anna", "ben"):
        text = document(rated(made, name, [0, 1, 2, 0]))
        (study / EXPORT / "ratings" / f"talk-03--{name}.json").write_text(text, "utf-8")


def _only_open(study: Path) -> None:
    folder = study / EXPORT / "ratings"
    for path in folder.glob("*.json"):
        made = json.loads((study / "sheets" / f"{path.name.partition('--')[0]}.json").read_text("utf-8"))
        path.write_text(document(rated(made, "anna", [0, 0, 0, 0], finished=False)), "utf-8")


def _too_few(study: Path) -> None:
    for path in (study / EXPORT / "ratings").glob("talk-0[2-9]*"):
        path.unlink()


def _broken(study: Path) -> None:
    path = study / EXPORT / "ratings" / "talk-03--anna.json"
    made = json.loads(path.read_text("utf-8"))
    made["units"][0]["final"]["level"] = 1
    path.write_text(documents.document_text(made), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "kind", "told"),
    [
        (_lose_sheet, DataError, ("There is no sheet", "talk-03")),
        (_change_source, DataError, ("The transcript is not the one that was rated", "talk-03")),
        (_other_passages, DataError, ("other passages than were rated", "talk-03")),
        (_mixed_scales, DataError, ("different scales",)),
        (_twice, DataError, ("Two documents hold one rater's ratings", "talk-03")),
        (_one_person_twice, DataError, ("differ in case", "talk-02 and talk-03")),
        (_only_open, DataError, ("No rater has finished",)),
        (_too_few, DataError, ("rated answers", "2 participants")),
        (_broken, InvalidDocument, ("$.units[0].final", "talk-03--anna.json")),
    ],
)
def test_what_cannot_be_learned_from_is_refused(
    spoil: Callable[[Path], None], kind: type[RfScorerError], told: tuple[str, ...], study: Path
) -> None:
    """The interview or the file is named; nobody's words or codes are."""
    spoil(study)
    with pytest.raises(kind) as refused:
        _read(study)
    for part in told:
        assert part in str(refused.value)
    assert SECRET not in str(refused.value).lower()


def test_every_fault_is_told_at_once(study: Path) -> None:
    """Two interviews with two faults are one message."""
    _lose_sheet(study)
    made = json.loads((study / "sheets" / "talk-05.json").read_text("utf-8"))
    made["transcript"]["source"]["sha256"] = "d" * 64
    (study / "sheets" / "talk-05.json").write_text(documents.document_text(made), "utf-8")
    with pytest.raises(DataError, match="2 kinds of faults") as refused:
        _read(study)
    assert "talk-03" in str(refused.value)
    assert "talk-05" in str(refused.value)


def test_a_study_leads_to_its_newest_export(study: Path) -> None:
    """The export of the newest state is taken, whatever folders of other things lie beside it."""
    export(study, name="exports/2026-12-01-000041", seq=41)
    export(study, name="exports/2026-12-01-000041-no-notes", seq=41)
    (study / "exports" / "zz-figures").mkdir()
    (study / "study.toml").write_text("", "utf-8")
    found = locate(study)
    assert found.chosen == "exports/2026-12-01-000041"
    assert found.ratings == study / "exports/2026-12-01-000041/ratings"
    assert found.sheets == study / "sheets"


@pytest.mark.parametrize("below", [EXPORT, f"{EXPORT}/ratings"])
def test_an_export_leads_to_the_sheets_of_its_study(below: str, study: Path) -> None:
    """An export, or the folder of ratings in one, is enough where it stands in its study."""
    found = locate(study / below)
    assert found.ratings == study / EXPORT / "ratings"
    assert found.sheets == (study / "sheets").absolute()
    assert found.chosen is None


def test_an_export_elsewhere_needs_the_sheets(study: Path, tmp_path: Path) -> None:
    """A copy does not know where the words are: that must be said."""
    away = shutil.copytree(study / EXPORT, tmp_path / "away" / "copy" / "export")
    with pytest.raises(UsageError, match="--sheets"):
        locate(away)
    assert locate(away, sheets=study / "sheets").sheets == study / "sheets"


@pytest.mark.parametrize(("files", "told"), [({"study.toml": ""}, "Nothing was exported"), ({}, "no exported ratings")])
def test_a_folder_of_something_else_is_refused(files: dict[str, str], told: str, tmp_path: Path) -> None:
    """What to do is said: export first, or name the right folder."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RfScorerError, match=told) as refused:
        locate(tmp_path)
    assert "rf-scorer ratings export" in str(refused.value)
