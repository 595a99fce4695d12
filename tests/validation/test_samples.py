"""Files as earlier versions wrote them: none was touched, all are valid, and all are read as commands read what users have."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import sqlite3
import tomllib
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer import cli, documents, jsonio, pages, protocols, rating, transcripts, validation
from rf_scorer.documents.rating_back import consensus_from_document, rating_from_document
from rf_scorer.errors import UsageError
from rf_scorer.exchange.gathering import sheets_in
from rf_scorer.pages import change as change_page
from rf_scorer.pages import study_report as study_report_page
from rf_scorer.review import returns
from rf_scorer.review.database import VERSION
from rf_scorer.review.practice_room import _read as read_labels
from rf_scorer.review.room import Room
from rf_scorer.study import settings
from rf_scorer.study.folder import Study
from rf_scorer.study.planning.document import read_plan
from rf_scorer.study.privacy.attestation import attestation_path, read_attestation
from rf_scorer.study.ratings.exported import locate

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "samples"
DOCUMENTS = sorted((SAMPLES / "documents").iterdir())
STUDIES = sorted(SAMPLES.glob("study-*"))
MODELS = sorted(SAMPLES.glob("model-*"))
#: A schema's name and version, in the name of a sample.
_NAME = re.compile(r"(?P<schema>[a-z-]+)-(?P<version>\d+)")
#: What stands in a study or a model, rather than alone.
_ELSEWHERE = {
    "manifest": "study-{}/manifest.json",
    "plan": "study-{}/plan.json",
    "rating": "study-{}/exports/*/ratings/*--anna.json",
    "model-card": "model-{}/card.json",
}


def run(*arguments: object) -> tuple[int, str]:
    """A command in this process: its exit code, and all that it printed."""
    told = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(told), redirect_stderr(told), pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    told.flush()
    return int(left.value.code or 0), told.buffer.getvalue().decode()  # type: ignore[attr-defined]


def schema_of(path: Path) -> tuple[str, int]:
    """What a sample is one of."""
    match = _NAME.fullmatch(path.stem)
    assert match is not None
    return match["schema"], int(match["version"])


def content(path: Path) -> Any:
    """A document, whichever way it is written."""
    data = path.read_bytes()
    return tomllib.loads(data.decode()) if path.suffix == ".toml" else jsonio.loads(data)


def test_no_sample_was_ever_changed() -> None:
    """Every file has the digest that was written down when it was added, and every line its file; nothing else is there."""
    lines = (SAMPLES / "SHA256SUMS").read_text().splitlines()
    stated = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {
        path.relative_to(SAMPLES).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in SAMPLES.rglob("*")
        if path.is_file() and path.name not in {"README.md", "SHA256SUMS"}
    }
    assert len(stated) == len(lines)
    assert there == stated


@pytest.mark.parametrize("name", validation.schema_names())
def test_every_schema_has_a_sample_of_its_present_version(name: str) -> None:
    """Who changes a schema adds a sample of what was valid before; who gives it a new version, one of that."""
    version = validation.schema(name)["$id"].rpartition(":")[2]
    alone = [path for path in DOCUMENTS if schema_of(path) == (name, int(version))]
    assert alone or list(SAMPLES.glob(_ELSEWHERE.get(name, "nowhere").format(version)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_sample_is_valid(path: Path) -> None:
    """By the schema as it is now, as the command that checks documents sees it."""
    assert validation.faults(content(path), schema_of(path)[0]) == ()
    if path.suffix == ".json":
        assert run("validate", "--schema", schema_of(path)[0], path, "-q") == (0, "")


def _override(path: Path, folder: Path) -> Any:
    talk = folder / "talk.txt"
    talk.write_text("I: And?\nP: Yes.\n")
    shutil.copy(path, folder / "talk.align.json")
    return protocols.find_override(talk)


def _sheets(path: Path, folder: Path) -> Any:
    (folder / "sheets").mkdir()
    name = content(path)["transcript"]["id"]
    shutil.copy(path, folder / "sheets" / f"{name}.json")
    return sheets_in(folder / "sheets").documents[name] and pages.render(content(path))


def _attested(path: Path, folder: Path) -> Any:
    talk, document = folder / "talk.txt", content(path)
    target = attestation_path(talk)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target)
    return read_attestation(talk, sha256=document["sha256"])


def _streamed(command: str) -> Callable[[Path, Path], Any]:
    def read(path: Path, folder: Path) -> Any:
        (folder / "records.jsonl").write_bytes(path.read_bytes())
        code, told = run(command, folder / "records.jsonl")
        return code == 0 and json.loads(told)

    return read


#: How commands read a document of each schema. What no command reads is only ever validated, by the command for that.
READERS: dict[str, Callable[[Path, Path], Any]] = {
    "agreement-report": lambda path, _: pages.render_agreement(content(path)),
    "alignment": _override,
    "attestation": _attested,
    "change-report": lambda path, _: change_page.render(content(path)),
    "evaluation-report": lambda path, _: pages.render_evaluation(content(path)),
    "highlight-request": _streamed("highlight"),
    "practice-labels": lambda path, _: read_labels(path),
    "protocol": lambda path, _: protocols.load(str(path)),
    "rate-request": _streamed("rate"),
    "rating-sheet": _sheets,
    "study": lambda path, _: settings.read(path),
    "study-report": lambda path, _: study_report_page.render(content(path)),
    "transcript": lambda path, _: transcripts.read(path),
    "worksheet-return": lambda path, _: returns.read(path, now=datetime(2026, 12, 1, tzinfo=UTC)),
}
#: Documents that are written for people and other programs, and that no command of ours reads.
_ONLY_WRITTEN = frozenset({"highlight-record", "privacy-record", "rate-record", "spans", *_ELSEWHERE})
#: What ships with the program and is nobody's own file.
_OURS = frozenset({"codebook"})


def test_every_schema_is_known_to_be_read_or_not() -> None:
    """A new kind of document is given its reader here, or is said to have none."""
    assert set(validation.schema_names()) <= READERS.keys() | _ONLY_WRITTEN | _OURS


@pytest.mark.parametrize("path", [one for one in DOCUMENTS if schema_of(one)[0] in READERS], ids=lambda path: path.name)
def test_a_sample_is_read(path: Path, tmp_path: Path) -> None:
    """Through the reader that commands use."""
    assert READERS[schema_of(path)[0]](path, tmp_path)


@pytest.fixture(params=STUDIES, ids=lambda path: path.name)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a study: to open a database is to write to it."""
    root = tmp_path / "study"
    shutil.copytree(request.param, root)
    return root


def test_a_study_of_an_earlier_version_is_opened(study: Path) -> None:
    """Its settings, plan, sheets, export and database; every event is there, and is understood."""
    found = Study.open(study)
    assert read_plan(found.plan, study=found.id) is not None
    (interview,) = sheets_in(found.sheets).documents
    assert locate(study).ratings.is_dir()
    assert run("validate", study, "-q") == (0, "")
    with closing(sqlite3.connect(found.database)) as db:
        before = db.execute("SELECT * FROM events ORDER BY seq").fetchall()
    room = Room.open(found)
    try:
        assert [event.id for event in room.store.events()] == [row[1] for row in before]
        states = {one.rater: one.status for one in room.store.standings()}
        assert (states["anna"], states["ben"]) == ("finished", "finished")
        assert room.state("anna", interview)["ledger"]["status"] == "finished"
        room.store.check()
    finally:
        room.close()
    with closing(sqlite3.connect(found.database)) as db:
        assert db.execute("SELECT * FROM events ORDER BY seq").fetchall() == before
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_ratings_of_an_earlier_version_are_exported_as_they_were_then(study: Path, tmp_path: Path) -> None:
    """What follows from the old events now is what followed from them then, level for level."""
    assert run("ratings", "export", study, "-o", tmp_path / "now", "-q") == (0, "")
    (then,) = (study / "exports").iterdir()
    names = {path.name for path in (then / "ratings").iterdir()}
    assert {path.name for path in (tmp_path / "now" / "ratings").iterdir()} == names
    for name in names:
        old, new = (jsonio.loads((folder / "ratings" / name).read_bytes()) for folder in (then, tmp_path / "now"))
        back = consensus_from_document if "consensus" in name else rating_from_document
        assert back(old) == back(new)


def test_commands_take_a_study_of_an_earlier_version(study: Path, tmp_path: Path) -> None:
    """Those that look at it, and those that make something of it."""
    for command in (
        ("ratings", "status", study),
        ("plan", "show", study),
        ("report", study),
        ("review", study, "--print-links"),
        ("worksheet", study, "-q", "-o", tmp_path / "worksheets"),
        ("export", study, "--to", "csv", "-q", "-o", tmp_path / "tables"),
        ("check", study),
    ):
        code, told = run(*command)
        assert code == 0, told


@pytest.mark.parametrize("folder", MODELS, ids=lambda path: path.name)
def test_a_model_of_an_earlier_version_suggests(folder: Path, tmp_path: Path) -> None:
    """It is loaded with its card and says what it thinks of an answer."""
    card = jsonio.loads((folder / "card.json").read_bytes())
    assert validation.faults(card, "model-card") == ()
    assert card["sha256"] == hashlib.sha256((folder / "model.json").read_bytes()).hexdigest()
    assert rating.load(str(folder)).provenance["sha256"] == card["sha256"]
    (tmp_path / "a.jsonl").write_text(
        json.dumps(
            {"id": "a", "question": "Why?", "answer": "I think she was frightened of being alone, so she clung to us."}
        )
    )
    code, told = run("rate", "--model", folder, tmp_path / "a.jsonl")
    assert code == 0
    record = json.loads(told)
    assert validation.faults(record, "rate-record") == ()
    assert record["model_sha256"] == card["sha256"]


def test_a_database_of_a_newer_version_is_refused_by_every_command_and_left_alone(study: Path, tmp_path: Path) -> None:
    """An older program says which way out there is, and does not change a byte, nor leave a file beside it."""
    database = study / "ratings" / "desk.sqlite3"
    with closing(sqlite3.connect(database)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
        db.execute("CREATE TABLE of_the_future (a)")
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = {path.name: path.read_bytes() for path in (study / "ratings").iterdir()}
    returned = tmp_path / "a.rating.json"
    returned.write_text("{}")
    for command in (
        ("review", study, "--print-links"),
        ("review", study, "--print-links", "--new-links"),
        ("ratings", "status", study),
        ("ratings", "export", study),
        ("export", study, "--to", "csv"),
        ("report", study),
        ("worksheet", study),
        ("collect", study, returned),
        ("plan", "make", study, "--force"),
    ):
        code, told = run(*command)
        assert code == 2, command
        assert "newer version of rf_scorer" in told
        assert "Install that version or a later one" in told
        assert {path.name: path.read_bytes() for path in (study / "ratings").iterdir()} == before, command


def test_a_sample_is_what_its_document_type_reads_back() -> None:
    """A transcript is read back to the same document, so that nothing of it is lost on the way."""
    for path in DOCUMENTS:
        if schema_of(path)[0] == "transcript":
            document = content(path)
            again = documents.transcript_document(documents.transcript_from_document(document))
            assert {key: value for key, value in again.items() if key in document} == document


def test_a_newer_database_is_told_by_the_class_of_wrong_usage(study: Path) -> None:
    """Programs that use rf_scorer can tell it from damage."""
    with closing(sqlite3.connect(study / "ratings" / "desk.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 7}")
    with pytest.raises(UsageError, match="newer version"):
        Room.open(Study.open(study))
