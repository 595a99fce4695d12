"""What leaves the desk: documents, consensus and tables; only what a human locked, and nothing of what a participant said."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from invented_sheets import TALK, event, judged, sheet, write
from rated_studies import NOTE, SECRET, decide, decision, opened, rate, reopen

from rf_scorer import validation
from rf_scorer.errors import DataError, OutputExists, OutputFailed, UsageError
from rf_scorer.review import export as module
from rf_scorer.review.adjudication import record
from rf_scorer.review.export import export
from rf_scorer.review.room import Room
from rf_scorer.study.folder import Rater, Study

TAG = {"marker": "A2", "turn": 5, "start": 6, "end": 8, "suggested": True}
FILES = ["codebook.csv", "consensus.csv", "manifest.json", "ratings", "ratings-long.csv", "ratings-wide.csv"]


def _rate(room: Room) -> None:
    """Anna and ben finish the first interview; anna begins the second."""
    said = {"p02": 4, "p03": 2, "overall": 3}
    rate(room, "anna", "talk-1", said, then={"p02": 4, "p03": 3}, markers={"p03": [TAG]})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 6, "overall": "supplied"})
    rate(room, "anna", "talk-2", {"p02": 4}, finish=False)
    room.record("anna", "talk-2", [event("drafted", "p03", judgement=judged(7, note=f"A {SECRET} draft."), after=0)])


@pytest.fixture
def room(tmp_path):
    """The room of a study with one interview that two raters finished."""
    found = opened(tmp_path)
    _rate(found)
    yield found
    found.close()


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"))))


def _document(folder: Path, name: str) -> dict:
    return json.loads((folder / "ratings" / f"{name}.json").read_text("utf-8"))


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_an_export_is_documents_tables_and_their_manifest(room) -> None:
    """Every document keeps its schema, and the manifest names every file with its digest and size."""
    made = export(room)
    assert sorted(path.name for path in made.path.iterdir()) == FILES
    assert sorted(path.name for path in (made.path / "ratings").iterdir()) == [
        "talk-1--anna.json",
        "talk-1--ben.json",
        "talk-1--consensus.json",
    ]
    assert (made.ratings, made.raters, made.interviews, made.unfinished, made.waiting) == (2, 2, 1, 0, 2)
    found = _everything(made.path)
    for name in found:
        if name.endswith(".json"):
            assert [located.faults for located in validation.validate_path(made.path / name)] == [()], name
    manifest = json.loads(found.pop("manifest.json"))
    listed = {one["path"]: (one["sha256"], one["size"]) for row in manifest["files"] for one in row["outputs"]}
    assert listed == {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in found.items()}
    assert [row["file"] for row in manifest["files"]] == ["study.toml", "sheets/talk-1.json"]
    assert manifest["command"] == "ratings export"


def test_the_folder_is_named_after_the_newest_rating(room) -> None:
    """The day and the number of the newest event that counts: visits and drafts change neither name nor bytes."""
    first = export(room)
    newest = room.store.events()[-2]  # the last is a draft
    assert first.path == room.study.exports / f"{newest.at[:10]}-{newest.seq:06}"
    before = _everything(first.path)
    room.record("anna", "talk-2", [event("visited", "p03"), event("drafted", "p01", judgement=judged(3), after=0)])
    with pytest.raises(OutputExists):
        export(room)
    assert _everything(export(room, force=True).path) == before
    assert export(room, unfinished=True).path.name == f"{first.path.name}-unfinished"
    assert export(room, notes=False).path.name == f"{first.path.name}-no-notes"
    rate(room, "ben", "talk-3", {"p02": 4}, finish=False)
    assert export(room).path.name > first.path.name


def test_markers_stand_in_the_source(room) -> None:
    """Where a rater tagged words of a turn, the document leads to these words in the sheet's text."""
    made = export(room)
    text = json.loads(room.study.layout.sheet("talk-1").read_text("utf-8"))["transcript"]["text"]
    unit = _document(made.path, "talk-1--anna")["units"][2]
    (tag,) = unit["blind"]["judgement"]["markers"]
    assert text[tag["start"] : tag["end"]] == TALK[5][1][6:8]
    assert (tag["marker"], tag["turn"], tag["suggested"]) == ("A2", 5, True)


def test_blind_final_and_what_was_seen_stand_side_by_side(room) -> None:
    """Anna locked 4, saw the suggestion and kept it; then locked 2, having seen that one, and changed to 3; overall she saw none."""
    anna = _document(export(room).path, "talk-1--anna")
    one, two, three = anna["units"][1], anna["units"][2], anna["overall"]
    assert [unit["seen"] for unit in (one, two, three)] == ["blind", "other_passages", "other_passages"]
    assert (one["blind"]["judgement"]["level"], one["decision"]["kept"], one["final"]["level"]) == (4, True, 4)
    assert (two["blind"]["judgement"]["level"], two["decision"]["kept"], two["final"]["level"]) == (2, False, 3)
    assert (two["decision"]["reason"], two["blind"]["seconds"], two["decision"]["seconds"]) == ("overlooked", 30.5, 41)
    assert (three["decision"], three["revealed_at"], three["suggestion"]) == (None, None, None)
    assert three["final"] == {"level": 3, "unratable": None}
    shown = one["suggestion"]
    assert (shown["status"], shown["level"], shown["interval"]) == ("provisional", 3, [2, 4])
    # 0.057721 + 2 * 0.141421 + 3 * 0.618034 + 4 * 0.1 + 5 * 0.082824
    assert shown["expected"] == 3.008785
    assert _document(export(room, force=True).path, "talk-1--ben")["units"][1]["seen"] == "blind"


def test_a_suggestion_is_kept_as_it_was_shown(room) -> None:
    """After the sheet is scored anew the document tells what the rater saw, and the digest of the sheet as it is now."""
    path = room.study.layout.sheet("talk-1")
    anew = json.loads(path.read_text("utf-8"))
    for made in anew["suggestions"]:
        if made["status"] == "provisional":
            made |= {"level": 4, "interval": [3, 5], "model_sha256": "e" * 64}
    path.write_text(json.dumps(anew), "utf-8")
    room._seen = None
    anna = _document(export(room).path, "talk-1--anna")
    assert (anna["units"][1]["suggestion"]["level"], anna["units"][1]["suggestion"]["model_sha256"]) == (3, "a" * 64)
    assert anna["interview"]["sheet_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_was_seen_in_another_sheet_is_not_made_up(tmp_path) -> None:
    """A worksheet that was made of an older sheet showed what nobody here knows: the suggestion is then left empty."""
    room = opened(tmp_path)
    raw = [event("locked", "p02", judgement=judged(4), after=0), event("revealed", "p02", after=1)]
    room.record("anna", "talk-1", raw, origin=f"worksheet:{'f' * 64}", sheet="9" * 64)
    decide(room, "anna", "talk-1", "p02", 4, kept=True)
    rate(room, "anna", "talk-1", {"p03": 4, "overall": 4})
    unit = _document(export(room).path, "talk-1--anna")["units"][1]
    room.close()
    assert unit["revealed_at"] is not None
    assert unit["suggestion"] is None
    assert unit["decision"]["kept"] is True


def test_nothing_leaves_that_is_not_finished(room) -> None:
    """Of the interview that anna has begun there is neither a document nor a row."""
    found = _everything(export(room).path)
    assert not [name for name, data in found.items() if b"talk-2" in data or "talk-2" in name]


def test_what_is_not_finished_is_marked_where_it_is_asked_for(room) -> None:
    """With --unfinished it is open, and holds what was locked; a draft never leaves."""
    made = export(room, unfinished=True)
    assert (made.ratings, made.interviews, made.unfinished) == (3, 2, 1)
    anna = _document(made.path, "talk-2--anna")
    assert (anna["status"], anna["finished_at"]) == ("open", None)
    assert anna["units"][1]["final"] == {"level": 4, "unratable": None}
    assert anna["units"][2]["final"] is None
    assert b"draft" not in b"".join(_everything(made.path).values())
    assert not (made.path / "ratings" / "talk-2--consensus.json").exists()
    assert {row["status"] for row in _table(made.path, "ratings-long.csv") if row["interview"] == "talk-2"} == {"open"}


def test_no_word_of_a_participant_leaves(room) -> None:
    """Not a sentence of the interview stands in any file of an export."""
    text = b"".join(_everything(export(room).path).values()).decode()
    assert not [said for role, said in TALK if len(said) > 10 and said in text]
    assert not [said for role, said in TALK if role == "participant" and len(said) > 10 and said[:25] in text]


def test_notes_are_left_out_where_that_is_asked(room) -> None:
    """Neither documents nor tables hold a word that somebody wrote; without that they do."""
    reopen(room, "anna", "talk-1")
    room.record("anna", "talk-1", [event("finished")])
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("p03", 5)])
    assert SECRET.encode() in b"".join(_everything(export(room).path).values())
    made = export(room, notes=False)
    assert SECRET.encode() not in b"".join(_everything(made.path).values())
    assert [column for column in _table(made.path, "ratings-long.csv")[0] if "note" in column] != []


def test_the_long_table_has_a_row_for_every_unit(room) -> None:
    """Two raters, five passages and the whole: twelve rows; levels, reasons and flags as they were given."""
    rows = _table(export(room).path, "ratings-long.csv")
    assert len(rows) == 2 * 6
    assert [(row["rater"], row["unit"]) for row in rows][:7] == [
        ("anna", "p01"), ("anna", "p02"), ("anna", "p03"), ("anna", "p04"), ("anna", "p05"), ("anna", "overall"), ("ben", "p01"),
    ]  # fmt: skip
    changed = rows[2]
    wanted = {
        "interview": "talk-1", "participant": "person-1", "timepoint": "baseline", "protocol": "aai", "status": "finished",
        "control": "0", "highlights": "1", "reveal": "passage", "question_id": "", "role": "demand", "state": "answered",
        "required": "1", "seen": "other_passages", "blind_level": "2", "blind_unratable": "", "blind_markers": "A2",
        "blind_seconds": "30.5", "blind_note": NOTE, "revealed": "1", "shown_status": "provisional", "shown_level": "3",
        "kept": "0", "reason": "overlooked", "reason_note": NOTE, "decided_seconds": "41", "final_level": "3", "final_unratable": "",
        "final_markers": "", "final_note": NOTE,
    }  # fmt: skip
    assert {key: changed[key] for key in wanted} == wanted
    nothing = rows[0]
    assert {nothing[key] for key in nothing if key.startswith(("blind_", "final_", "kept", "seen", "revealed"))} == {""}
    assert rows[4]["state"] == "not_asked"
    assert (rows[11]["final_level"], rows[11]["final_unratable"], rows[11]["revealed"]) == ("", "supplied", "0")


def test_the_table_of_consensus(room) -> None:
    """4 and 5 make 4.5; 3 and 6 are decided; a level beside a reason for none is not."""
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("p03", 5)])
    made = export(room)
    rows = {row["unit"]: row for row in _table(made.path, "consensus.csv")}
    keys = ("raters", "lowest", "highest", "level", "derivation", "reason", "code", "adjudicator", "decisions")
    assert [rows["p02"][key] for key in keys] == ["2", "4", "5", "4.5", "mean", "", "", "", "0"]
    assert [rows["p03"][key] for key in keys] == ["2", "3", "6", "5", "third", "", "guide_gap", "cleo", "1"]
    assert [rows["overall"][key] for key in keys] == ["2", "3", "3", "", "", "not_adjudicated", "", "", "0"]
    assert [rows["p05"][key] for key in keys] == ["0", "", "", "", "", "not_ratable", "", "", "0"]
    assert rows["p03"]["note"] == NOTE
    assert made.waiting == 1


def test_the_consensus_follows_from_its_ratings(room) -> None:
    """The document says so of itself: whoever changes a rating in it breaks it."""
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("p03", 5)])
    document = _document(export(room).path, "talk-1--consensus")
    assert document["rater"] is None
    assert [one["rater"] for one in document["raters"]] == ["anna", "ben"]
    assert document["rules"] == {"margin": 1, "adjudication": "third"}
    document["units"][1]["consensus"]["ratings"][0]["level"] = 5
    assert [fault.rule for fault in validation.faults(document)] == ["consensus"]


def test_a_void_decision_is_kept_and_does_not_count(room) -> None:
    """After anna changes the decided passage the decision stands in the document, and there is no consensus."""
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("p03", 5)])
    reopen(room, "anna", "talk-1")
    decide(room, "anna", "talk-1", "p03", 1, kept=False)
    room.record("anna", "talk-1", [event("finished")])
    made = export(room)
    unit = _document(made.path, "talk-1--consensus")["units"][2]
    assert (unit["final"], unit["consensus"]["reason"]) == (None, "not_adjudicated")
    assert [(one["level"], one["counts"]) for one in unit["consensus"]["adjudications"]] == [(5, False)]
    assert len(_document(made.path, "talk-1--anna")["reopenings"]) == 1


def test_the_wide_table_has_a_row_for_each_interview(tmp_path) -> None:
    """Columns are questions, not places: what is p02 in one interview and p01 in another is one column, and empty where nothing was given."""
    room = opened(tmp_path, raters=(Rater(id="anna"), Rater(id="ben")))
    other = sheet("talk-4", roles=("demand", "demand", "demand", "none"), participant="person-4")
    other["passages"][0] |= {"question_id": "aai.5", "topic": "why they acted as they did"}
    other["passages"][1] |= {"question_id": "aai.5", "topic": "why they acted as they did"}
    write(room.study.root, other)
    room._seen = None
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3}, then={"p02": 6})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": "inaudible", "overall": 3})
    rate(room, "anna", "talk-4", {"p01": 1, "p02": 7, "p03": 4, "overall": 5})
    made = export(room)
    room.close()
    one, two = _table(made.path, "ratings-wide.csv")
    assert (one["interview"], two["interview"]) == ("talk-1", "talk-4")
    assert (one["anna_status"], one["ben_status"], two["ben_status"]) == ("finished", "finished", "")
    assert (one["anna_aai_5_blind"], one["anna_aai_5_final"]) == ("4", "6")
    assert (two["anna_aai_5_blind"], two["anna_aai_5_2_blind"]) == ("1", "7")
    assert (one["anna_aai_5_2_blind"], two["ben_aai_5_blind"]) == ("", "")
    assert (one["ben_p03_final"], one["anna_p03_final"], two["anna_p03_final"]) == ("", "2", "4")
    assert list(one)[-2:] == ["ben_overall_blind", "ben_overall_final"]
    told = {row["column"]: row for row in _table(made.path, "codebook.csv") if row["table"] == "ratings-wide.csv"}
    assert (told["anna_aai_5_2_blind"]["rater"], told["anna_aai_5_2_blind"]["unit"]) == ("anna", "aai.5 (2)")
    assert "why they acted as they did" in told["anna_aai_5_blind"]["meaning"]
    assert told["anna_aai_5_blind"]["values"].endswith("-1 to 9")


def test_names_suit_any_statistics_program(tmp_path) -> None:
    """Letters, digits and underscores, a letter first, 64 at most, and no two alike whatever their case; codes and ids stand in the codebook."""
    raters = tuple(
        Rater(id=code)
        for code in (
            "1.anna",
            "1-anna",
            "AN.na",
            "an_na",
            "a" * 40,
            "a" * 39 + "b",
            "consensus",
            "overall",
            "anna_p02_blind",
        )
    )
    room = opened(tmp_path, raters=raters)
    for rater in raters:
        rate(room, rater.id, "talk-1", {"p02": 4, "p03": 4, "overall": 4})
    made = export(room)
    room.close()
    (row,) = _table(made.path, "ratings-wide.csv")
    names = list(row)
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) or name.endswith("_")] == []
    told = [line for line in _table(made.path, "codebook.csv") if line["table"] == "ratings-wide.csv"]
    assert [line["column"] for line in told] == names
    finals = [line["rater"] for line in told if line["column"].endswith("_final") and line["unit"] == "overall"]
    assert sorted(finals) == sorted(rater.id for rater in raters)
    assert all(row[line["column"]] == "4" for line in told if line["rater"] and line["unit"])


def test_file_names_do_not_clash(tmp_path) -> None:
    """Codes with dashes in them, and a rater called consensus, get documents of their own."""
    raters = (Rater(id="b--c"), Rater(id="c"), Rater(id="consensus"))
    sheets = (sheet("talk-1--b", participant="x"), sheet("talk-1", participant="y"))
    room = opened(tmp_path, *sheets, raters=raters)
    for interview in ("talk-1--b", "talk-1"):
        for rater in raters:
            rate(room, rater.id, interview, {"p02": 4, "p03": 4, "overall": 4})
    made = export(room)
    room.close()
    found = [json.loads(path.read_text("utf-8")) for path in sorted((made.path / "ratings").iterdir())]
    pairs = sorted((one["interview"]["id"], str(one["rater"])) for one in found)
    assert pairs == sorted(
        (interview, rater) for interview in ("talk-1", "talk-1--b") for rater in ("b--c", "c", "consensus", "None")
    )
    assert json.loads((made.path / "ratings/talk-1--consensus.json").read_text("utf-8"))["kind"] == "consensus"


def test_cells_are_never_formulas(tmp_path) -> None:
    """A note, a code or a name that a spreadsheet would run stays text, and a note of several lines stays one row."""
    room = opened(tmp_path, sheet("talk-1", participant="=cmd|'/c calc'!A1"))
    body = {"judgement": judged(4, note="=HYPERLINK(1)\n+second\r\n@third"), "after": 0, "seconds": None}
    room.record("anna", "talk-1", [event("locked", "p02", **body)])
    rate(room, "anna", "talk-1", {"p03": -1, "overall": 4})
    made = export(room)
    room.close()
    rows = _table(made.path, "ratings-long.csv")
    assert len(rows) == 6
    assert {row["participant"] for row in rows} == {"'=cmd|'/c calc'!A1"}
    assert rows[1]["blind_note"] == "'=HYPERLINK(1) +second @third"
    assert rows[2]["blind_level"] == "-1"
    assert _document(made.path, "talk-1--anna")["units"][1]["blind"]["judgement"]["note"].count("\n") == 2


def test_every_column_is_in_the_codebook(room) -> None:
    """Each column of each table once, in its order, with its meaning and what an empty cell says wherever there is one."""
    made = export(room)
    told = _table(made.path, "codebook.csv")
    for name in ("ratings-long.csv", "ratings-wide.csv", "consensus.csv"):
        rows = _table(made.path, name)
        described = {row["column"]: row for row in told if row["table"] == name}
        assert list(described) == list(rows[0])
        assert all(row["meaning"] and row["values"] for row in described.values())
        empty = {column for row in rows for column, cell in row.items() if cell == ""}
        assert [column for column in empty if not described[column]["missing"]] == []


def test_control_interviews_tell_that_nothing_was_seen(tmp_path) -> None:
    """Everything is blind, and no model is named."""
    room = opened(tmp_path, control_share=1.0)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 4, "overall": 4})
    made = export(room)
    room.close()
    anna = _document(made.path, "talk-1--anna")
    assert anna["assistance"] == {"control": True, "highlights": False, "reveal": "never", "model": None}
    assert {unit["seen"] for unit in (*anna["units"], anna["overall"])} == {"blind", None}
    assert {row["control"] for row in _table(made.path, "ratings-long.csv")} == {"1"}


def test_the_model_is_named_with_its_notice(tmp_path) -> None:
    """Id, version, digest, and what was said wherever a suggestion was shown."""
    named = sheet("talk-1")
    named["provenance"] |= {"rating.id": "rf_passage", "rating.version": "2", "rating.sha256": "a" * 64}
    room = opened(tmp_path, named)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 4, "overall": 4})
    made = export(room)
    room.close()
    assert _document(made.path, "talk-1--anna")["assistance"]["model"] == {
        "id": "rf_passage",
        "version": "2",
        "sha256": "a" * 64,
        "notice": named["provisional"],
    }


def test_the_same_ratings_give_the_same_bytes(room, tmp_path) -> None:
    """Wherever and whenever they are exported, and whatever the folder is called."""
    one, two = export(room), export(room, tmp_path / "elsewhere" / "for-analysis")
    assert two.path == tmp_path / "elsewhere" / "for-analysis"
    assert _everything(one.path) == _everything(two.path)


@pytest.mark.parametrize("began", [False, True])
def test_without_a_finished_rating_there_is_no_export(began, tmp_path) -> None:
    """What to do is said, and no folder is left."""
    room = opened(tmp_path)
    if began:
        rate(room, "anna", "talk-1", {"p02": 4}, finish=False)
    with pytest.raises(DataError) as refused:
        export(room)
    assert "finish" in str(refused.value)
    assert refused.value.exit_code == 1
    assert not room.study.exports.exists()
    room.close()


def test_an_interview_that_was_deleted_is_left_out_and_told(room) -> None:
    """A participant who is gone from the study is gone from its exports; the manifest says which interview that was."""
    rate(room, "anna", "talk-3", {"p02": 4, "p03": 4, "overall": 4})
    room.study.layout.sheet("talk-3").unlink()
    room._seen = None
    made = export(room)
    assert made.left_out == ("talk-3",)
    assert not list((made.path / "ratings").glob("talk-3*"))
    assert {row["interview"] for row in _table(made.path, "ratings-long.csv")} == {"talk-1"}
    manifest = json.loads((made.path / "manifest.json").read_text("utf-8"))
    (row,) = [row for row in manifest["files"] if row["id"] == "talk-3"]
    assert (row["status"], row["outputs"], row["sha256"]) == ("refused", [], None)
    assert "no sheet any more" in row["reason"]


def test_all_interviews_deleted_is_no_export(room) -> None:
    """Nothing is left to write, and the message counts what is missing."""
    shutil.rmtree(room.study.sheets)
    room._seen = None
    with pytest.raises(DataError, match="have no sheet any more: 2"):
        export(room)


def test_changed_transcripts_are_told_all_at_once(room) -> None:
    """What was rated is not what is there: no export, and each interview by name, without a word of it."""
    write(
        room.study.root,
        sheet("talk-1", participant="person-1", source="changed"),
        sheet("talk-2", participant="person-2", source="changed"),
    )
    room._seen = None
    with pytest.raises(DataError, match="2 interviews cannot be exported") as refused:
        export(room)
    assert "sheets/talk-1.json" in str(refused.value)
    assert "sheets/talk-2.json" in str(refused.value)
    assert SECRET not in str(refused.value)
    assert not room.study.exports.exists()


def test_a_sheet_with_more_required_passages_makes_ratings_open(room) -> None:
    """Whoever finished before a passage had to be rated has not finished now: nothing is handed on as complete that is not."""
    anew = json.loads(room.study.layout.sheet("talk-1").read_text("utf-8"))
    anew["passages"][0]["role"] = "demand"
    room.study.layout.sheet("talk-1").write_text(json.dumps(anew), "utf-8")
    room._seen = None
    with pytest.raises(DataError, match="No rater has finished"):
        export(room)
    made = export(room, unfinished=True)
    assert _document(made.path, "talk-1--anna")["status"] == "open"
    assert made.unfinished == 3


def test_a_rater_who_withdrew_is_exported_with_what_was_finished(tmp_path) -> None:
    """Three raters, of whom one left with one interview done and one begun: the first counts, the second does not."""
    room = opened(tmp_path)
    for rater in ("anna", "ben", "dora"):
        rate(room, rater, "talk-3", {"p02": 4, "p03": 5, "overall": {"anna": 4, "ben": 5, "dora": 5}[rater]})
    rate(room, "ben", "talk-1", {"p02": 4}, finish=False)
    settings = room.study.settings
    room.close()
    text = settings.read_text("utf-8")
    kept, _, rest = text.partition('[[raters]]\nid = "ben"')
    settings.write_text(kept + "[[raters]]" + rest.partition("[[raters]]")[2], "utf-8")
    again = Room.open(Study.open(settings.parent))
    made = export(again)
    again.close()
    assert sorted(path.name for path in (made.path / "ratings").iterdir()) == [
        "talk-3--anna.json", "talk-3--ben.json", "talk-3--consensus.json", "talk-3--dora.json",
    ]  # fmt: skip
    overall = _document(made.path, "talk-3--consensus")["overall"]
    assert (overall["final"]["level"], overall["consensus"]["derivation"]) == (4.666667, "mean")  # 14 / 3


def test_only_an_export_is_replaced(room, tmp_path) -> None:
    """A folder of other things, a file, and an export without --force stay as they are; an empty folder is used."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="other things"):
        export(room, other, force=True)
    assert (other / "thesis.txt").read_text("utf-8") == "mine"
    alike = tmp_path / "alike"
    alike.mkdir()
    (alike / "manifest.json").write_text('{"command": "score"}', "utf-8")
    with pytest.raises(UsageError, match="other things"):
        export(room, alike, force=True)
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="file of this name"):
        export(room, file, force=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    export(room, empty)
    with pytest.raises(OutputExists):
        export(room, empty)
    before = _everything(empty)
    reopen(room, "ben", "talk-1")
    export(room, empty, force=True)
    assert _everything(empty) != before
    assert not (empty / "ratings" / "talk-1--ben.json").exists()
    assert [path.name for path in tmp_path.iterdir() if ".rf-part" in path.name] == []


def test_an_export_that_fails_leaves_what_was_there(room, monkeypatch, tmp_path) -> None:
    """A full disk while the new one is written: the earlier export stands, nothing half-written lies about."""
    made = export(room, tmp_path / "out")
    before = _everything(made.path)
    reopen(room, "ben", "talk-1")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputFailed, match="out: The folder cannot be written"):
        export(room, tmp_path / "out", force=True)
    assert _everything(made.path) == before
    monkeypatch.undo()

    def no_rename(self: Path, target: Path) -> Path:
        if target.name == "out" and "-new" in self.name:
            raise OSError(28, "No space left on device")
        return Path(shutil.move(self, target))

    # A system on which two folders cannot exchange their names.
    monkeypatch.setattr("rf_scorer.study.files.placing.swap", lambda *_: False)
    monkeypatch.setattr(Path, "rename", no_rename)
    with pytest.raises(OutputFailed):
        export(room, tmp_path / "out", force=True)
    assert _everything(made.path) == before
    assert [path.name for path in tmp_path.iterdir() if ".rf-part" in path.name] == []


def test_a_folder_is_refused_before_the_work(room, monkeypatch, tmp_path) -> None:
    """Nothing is gathered for an export that cannot be written."""
    made = export(room, tmp_path / "out")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("gathered")

    monkeypatch.setattr(module, "outcome", never)
    with pytest.raises(OutputExists):
        export(room, made.path)
