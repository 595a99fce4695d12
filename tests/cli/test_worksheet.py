"""``rf-scorer worksheet`` and ``rf-scorer collect``."""

import json
import uuid
from pathlib import Path

import pytest

from rf_scorer import jsonio, validation
from rf_scorer.review.returns import SCHEMA, worksheet_id
from rf_scorer.review.room import Room
from rf_scorer.review.seal import checksum
from rf_scorer.study.creating import create
from rf_scorer.study.folder import DeskRules, Rater, Study

GOLDEN = Path(__file__).parents[1] / "schemas" / "rating-sheet" / "valid" / "interview.json"
INTERVIEWS = ("harbour-01", "harbour-02")
RATERS = (Rater(id="anna"), Rater(id="ben", interviews=("harbour-02",)), Rater(id="cleo", role="adjudicator"))


def add_sheet(study, interview):
    """A scored interview; the invented one under another name."""
    sheet = json.loads(GOLDEN.read_text(encoding="utf-8"))
    sheet["transcript"]["id"] = interview
    study.sheets.mkdir(parents=True, exist_ok=True)
    study.layout.sheet(interview).write_text(jsonio.dumps(sheet), encoding="utf-8")


@pytest.fixture
def study(tmp_path):
    """Two interviews; one rater for both, one for the second, and an adjudicator."""
    found = create(tmp_path / "study", title="Harbour study", desk=DeskRules(control_share=0.0), raters=RATERS)
    for interview in INTERVIEWS:
        add_sheet(found, interview)
    return found


def written(folder):
    """Names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


ALL = ["harbour-01--anna.html", "harbour-02--anna.html", "harbour-02--ben.html"]


def test_every_rater_gets_a_file_of_every_interview_of_theirs(run, study):
    """Into the study's own folder, each told by name, and summed up on standard error."""
    ending = run("worksheet", study.root)
    assert ending.code == 0
    assert written(study.worksheets) == ALL
    assert [line.rpartition("/")[2] for line in ending.out.splitlines()] == sorted(ALL, key=lambda name: name[12:])
    assert ending.err == "Worksheets: 3 written, 0 refused.\n"


def test_raters_and_interviews_can_be_chosen(run, study, tmp_path):
    """Into any folder."""
    out = tmp_path / "stick"
    assert run("worksheet", study.root, "--rater", "anna", "--interview", "harbour-02", "-o", out, "-q").told == ""
    assert written(out) == ["harbour-02--anna.html"]
    assert written(study.worksheets) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--rater", "dora"), "There is no rater called 'dora'."),
        (("--rater", "cleo"), "cleo adjudicates and does not rate"),
        (("--interview", "elsewhere"), "There is no interview called 'elsewhere'."),
        (("--rater", "ben", "--interview", "harbour-01"), "There is nothing to make worksheets of."),
    ],
)
def test_what_cannot_be_made_is_told(run, study, arguments, told):
    """Nobody of that name, or nothing of theirs: nothing is written."""
    ending = run("worksheet", study.root, *arguments)
    assert ending.code == 2
    assert told in ending.err
    assert written(study.worksheets) == []


def test_a_folder_that_is_no_study_is_told(run, tmp_path):
    """With the way to make one."""
    for command in (("worksheet", tmp_path), ("collect", tmp_path, tmp_path)):
        ending = run(*command)
        assert ending.code == 2


def test_there_are_no_worksheets_to_practise_with(run, study):
    """The labels of invented answers are for the desk alone."""
    text = study.settings.read_text(encoding="utf-8").replace("title =", 'kind = "practice"\ntitle =', 1)
    study.settings.write_text(text + '\n[practice]\nlabels = "labels.json"\n', encoding="utf-8")
    ending = run("worksheet", study.root)
    assert ending.code == 2
    assert "There are no worksheets to practise with." in ending.err


def test_an_earlier_worksheet_is_not_replaced_unasked(run, study):
    """And where one is there, none of the others is written either; with --force all are."""
    study.worksheets.mkdir()
    (study.worksheets / ALL[1]).write_text("mine")
    ending = run("worksheet", study.root)
    assert (ending.code, written(study.worksheets)) == (2, [ALL[1]])
    assert "A worksheet is there already." in ending.err
    assert (study.worksheets / ALL[1]).read_text() == "mine"
    assert run("worksheet", study.root, "--force").code == 0
    assert written(study.worksheets) == ALL
    assert (study.worksheets / ALL[1]).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_two_worksheets_of_one_name_are_told(run, study):
    """Dashes may stand in ids."""
    raters = (Rater(id="c", interviews=("a--b",)), Rater(id="b--c", interviews=("a",)))
    other = create(study.root.parent / "other", title="Other", raters=raters)
    for interview in ("a--b", "a"):
        add_sheet(other, interview)
    ending = run("worksheet", other.root)
    assert (ending.code, written(other.worksheets)) == (2, [])
    assert "Two worksheets would have the same file name." in ending.err


def test_a_sheet_that_cannot_be_used_does_not_stop_the_others(run, study, secret):
    """It is told with its fault and no word of it."""
    study.layout.sheet("harbour-01").write_text(json.dumps({"schema": secret}))
    ending = run("worksheet", study.root)
    assert (ending.code, written(study.worksheets)) == (1, ALL[1:])
    assert "refused  harbour-01 for anna: " in ending.out
    assert secret not in ending.told
    assert ending.err == "Worksheets: 2 written, 1 refused.\n"


def test_suggestions_are_sealed_or_left_out(run, study, tmp_path):
    """The choice is the study's."""
    run("worksheet", study.root, "-o", tmp_path / "with", "-q")
    run("worksheet", study.root, "-o", tmp_path / "without", "-q", "--no-suggestions")
    assert '"sealed":{"p01":"' in (tmp_path / "with" / ALL[0]).read_text(encoding="utf-8")
    assert '"sealed":{}' in (tmp_path / "without" / ALL[0]).read_text(encoding="utf-8")


def lock(study, rater="anna", interview="harbour-01", *, units=1, finish=False, at="2026-11-30T10:00:00.000Z"):
    """What a worksheet saves in which units were locked, and the whole interview finished."""
    room = Room.open(Study.open(study.root))
    case = room.case(rater, interview)
    room.close()
    required = case["terms"]["required"]
    named = [*required, "overall"] if finish else required[:units]
    judgement = {"level": 4, "unratable": None, "markers": [], "note": ""}
    events = [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{rater} {interview} {unit}")),
            "kind": "locked",
            "unit": unit,
            "at": at,
            "body": {"judgement": judgement, "after": 0, "seconds": None},
        }
        for unit in named
    ]
    if finish:
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{rater} {interview} finished"))
        events.append({"id": name, "kind": "finished", "unit": None, "at": at, "body": {}})
    keys = {key: case[key] for key in ("study", "interview", "rater", "source_sha256", "sheet_sha256")}
    keys["went_on_from"] = None
    document = {
        "schema": SCHEMA,
        **keys,
        "worksheet": worksheet_id(**keys),
        "program": "0.1.0",
        "saved_at": at,
        "events": events,
    }
    document["check"] = checksum(document)
    assert validation.faults(document) == ()
    return document


def save(folder, document, name=None):
    """The file that a rater hands in."""
    folder.mkdir(exist_ok=True)
    path = folder / (name or f"{document['interview']}--{document['rater']}.rating.json")
    path.write_text(jsonio.dumps(document), encoding="utf-8")
    return path


def test_what_was_saved_is_collected_once(run, study, tmp_path):
    """A folder of files; a second run changes nothing, and a finished interview gets no new worksheet."""
    returned = tmp_path / "returned"
    save(returned, lock(study, finish=True))
    save(returned, lock(study, "ben", "harbour-02"))
    ending = run("collect", study.root, returned)
    assert ending.code == 0
    assert ending.err == "Files: 2; collected: 2; unchanged: 0; refused: 0.\n"
    assert "harbour-01 by anna, 6 new events, 0 here before; finished" in ending.out
    assert "harbour-02 by ben, 1 new event, 0 here before; not finished" in ending.out
    again = run("collect", study.root, returned)
    assert again.err == "Files: 2; collected: 0; unchanged: 2; refused: 0.\n"
    told = run("worksheet", study.root)
    assert told.err == "Worksheets: 2 written, 0 refused, 1 not needed: finished already.\n"
    assert written(study.worksheets) == ALL[1:]


def test_rows_can_be_had_as_json(run, study, tmp_path):
    """One line a file, with what was refused among them."""
    good = save(tmp_path / "returned", lock(study))
    bad = save(tmp_path / "returned", {**lock(study, "ben", "harbour-02"), "rater": "anna"}, "bad.json")
    ending = run("collect", study.root, tmp_path / "returned", "--json")
    assert ending.code == 1
    rows = {row["file"]: row for row in map(json.loads, ending.out.splitlines())}
    assert rows[str(good)] == {
        "file": str(good),
        "status": "collected",
        "interview": "harbour-01",
        "rater": "anna",
        "events": 1,
        "earlier": 0,
        "finished": False,
        "reason": None,
        "remedy": None,
    }
    assert rows[str(bad)]["status"] == "refused"
    assert "changed after it was saved" in rows[str(bad)]["reason"]
    assert rows[str(bad)]["remedy"]


def test_a_dry_run_leaves_no_event(run, study, tmp_path):
    """It tells what would be done."""
    path = save(tmp_path / "returned", lock(study))
    ending = run("collect", study.root, path, "--dry-run")
    assert ending.code == 0
    assert ending.err.endswith("Nothing was stored: this was a dry run.\n")
    assert run("collect", study.root, path).err.startswith("Files: 1; collected: 1;")


def test_a_refused_file_is_told_even_when_asked_to_be_quiet(run, study, tmp_path):
    """With what to do; a clock that went wrong can be overruled."""
    path = save(tmp_path / "returned", lock(study, at="2999-01-01T00:00:00.000Z"))
    ending = run("collect", study.root, path, "-q")
    assert ending.code == 1
    assert "This time lies in the future." in ending.out
    assert "--any-clock" in ending.out
    assert run("collect", study.root, path, "-q", "--any-clock").told == ""


def test_nothing_to_collect_is_wrong_usage(run, study, tmp_path):
    """A misspelt path or an empty folder."""
    for path in (tmp_path / "gone", study.transcripts):
        assert run("collect", study.root, path).code == 2
