"""What becomes of results and ratings when files change, folders vanish, disks fill, runs meet, and databases are lost."""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rated_studies import SECRET, decision, opened, rate
from rated_tables import as_csv, rows

from rf_scorer.cli import collect as collect_module
from rf_scorer.cli import planned
from rf_scorer.review.adjudication import record
from rf_scorer.study.files import lock
from rf_scorer.study.files.placing import put
from rf_scorer.study.folder import Rater
from rf_scorer.study.running import work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., Any]
    Files = Callable[[Path], dict[str, bytes]]


RATERS = (Rater(id="anna"), Rater(id="ben"), Rater(id="cleo", role="adjudicator"))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study in which two raters finished an interview and somebody settled a disagreement."""
    room = opened(tmp_path, raters=RATERS)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3}, then={"p02": 4})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 6, "overall": 5})
    record(room, adjudicator="cleo", interview="talk-1", events=[decision("overall", 4)])
    room.close()
    return room.study.root


def statuses(out: Path) -> dict[str, tuple[str, str]]:
    """Status and reason of every row of a summary."""
    with (out / "summary.csv").open(encoding="utf-8") as file:
        return {row["file"]: (row["status"], row["reason"]) for row in csv.DictReader(file)}


def hidden(folder: Path) -> list[str]:
    """What runs have for themselves in a folder and below it."""
    return sorted(path.name for path in folder.rglob(".*"))


# ---- files and folders that change under a run


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Have something happen once, between the reading of the first file and the writing of its sheet."""

    def arrange(happening: Callable[[], object]) -> None:
        score, left = work.pipeline.score, [happening]

        def slow(*given: Any, **named: Any) -> Any:
            if left:
                left.pop()()
            return score(*given, **named)

        monkeypatch.setattr(work.pipeline, "score", slow)

    return arrange


@pytest.mark.parametrize("resumes", [False, True])
def test_a_file_that_is_edited_while_it_is_scored_has_no_sheet(
    run: Run, interviews: Path, tmp_path: Path, meanwhile: Any, resumes: bool
) -> None:
    """Its row says why, the others are done, an earlier sheet stays; and once the editing is over, --resume makes the sheet of what stands there."""
    talks, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(interviews, talks)
    sheet_path, first = out / "sheets" / "p1.json", talks / "p1.txt"
    if resumes:
        assert run("score", talks, "-o", out, "-q").code == 0
        first.write_text(first.read_text() + "I: Yes?\nP: Yes.\n")
    before = sheet_path.read_bytes() if resumes else None
    meanwhile(lambda: first.write_text(first.read_text() + "I: Anything else?\nP: I was afraid of her.\n"))
    ended = run("score", talks, "-o", out, *(["--resume"] if resumes else []))
    assert ended.code == 1
    assert "p1.txt: The file was changed while it was being scored." in ended.err
    assert "--resume" in ended.err
    assert {status for status, _ in statuses(out).values()} == {"refused", "kept" if resumes else "done"}
    assert (sheet_path.read_bytes() if sheet_path.exists() else None) == before
    assert run("score", talks, "-o", out, "--resume", "-q").code == 0
    assert json.loads(sheet_path.read_bytes())["transcript"]["source"]["size"] == first.stat().st_size
    assert "afraid of her" in sheet_path.read_text()


def test_a_file_that_was_only_touched_is_the_same_file(
    run: Run, interviews: Path, tmp_path: Path, meanwhile: Any
) -> None:
    """What counts are its bytes: a program that synchronises folders may set another time."""
    talks = tmp_path / "in"
    shutil.copytree(interviews, talks)
    meanwhile(lambda: os.utime(talks / "p1.txt", (1, 1)))
    assert run("score", talks, "-o", tmp_path / "out", "-q").code == 0


@pytest.mark.parametrize("when", ["before it is read", "while it is scored"])
def test_a_file_that_vanishes_is_a_row_with_its_reason(
    run: Run, interviews: Path, tmp_path: Path, meanwhile: Any, when: str
) -> None:
    """The file, or the whole folder of transcripts: no sheet of what is not there, and no end of the run."""
    talks, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(interviews, talks)
    if when == "before it is read":
        meanwhile(lambda: (talks / "p2.txt").unlink())
        gone = {"p2.txt"}
    else:
        meanwhile(lambda: shutil.rmtree(talks))
        gone = {"p1.txt", "p2.txt", "p3.txt"}
    ended = run("score", talks, "-o", out)
    assert ended.code == 1
    found = statuses(out)
    assert {name for name, (status, _) in found.items() if status == "refused"} == gone
    assert all(reason for name, (_, reason) in found.items() if name in gone)
    if len(gone) == 3:
        assert found["p1.txt"][1] == "The file was removed while it was being scored."
    assert len(list((out / "sheets").glob("*.json"))) == 3 - len(gone)
    assert "This is a bug" not in ended.told


@pytest.mark.parametrize("what", ["moved", "removed"])
def test_results_that_are_not_there_any_more_are_not_said_to_be(
    run: Run, interviews: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The folder of results is moved or removed during the run: exit 2 and what to do, and --resume makes what is missing."""
    out, render, left = tmp_path / "out", work.pages.render, [2]

    def slow(document: Any) -> str:
        left[0] -= 1
        if not left[0]:
            out.rename(tmp_path / "elsewhere") if what == "moved" else shutil.rmtree(out)
        return render(document)

    monkeypatch.setattr(work.pages, "render", slow)
    ended = run("score", interviews, "-o", out)
    assert ended.code == 2
    assert "The folder was moved or removed during the run" in ended.err
    assert f"Results: {out}" not in ended.err
    assert run("score", interviews, "-o", out, "--resume", "-q").code == 0
    assert {status for status, _ in statuses(out).values()} <= {"done", "kept"}
    assert run("validate", out, "-q").code == 0
    assert not hidden(out)


# ---- disks and folders that take nothing


def _table(folder: Path) -> Path:
    path = folder / "ratings.csv"
    path.write_text(as_csv(rows(people=10, each=4)), "utf-8")
    return path


def _train(table: Path, out: Path) -> tuple[object, ...]:
    return "train", table, "--scale", "0:2", "-o", out, "--no-evaluation", "--warm-start", "none", "-q"


def _commands(study: Path, interviews: Path, table: Path, out: Path) -> dict[str, tuple[object, ...]]:
    """Commands that write, each with a place where something stands already."""
    return {
        "score": ("score", interviews, "-o", out / "results", "-q", "--force"),
        "train": (*_train(table, out / "model"), "--force"),
        "plan": ("plan", "make", study, "-q", "--force", "--seed", "7", "--keep-begun"),
        "ratings export": ("ratings", "export", study, "-o", out / "ratings", "-q", "--force"),
        "export": ("export", study, "--to", "csv", "--to", "sav", "-o", out / "tables", "-q", "--force"),
        "collect": ("collect", study, out / "returned", "-q"),
    }


COMMANDS = tuple(_commands(Path(), Path(), Path(), Path()))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, interviews: Path, scored: Path, run: Run) -> Path:
    """A folder in which every command has written once; tests work on copies."""
    root = tmp_path_factory.mktemp("written")
    room = opened(root, raters=RATERS)
    rate(room, "anna", "talk-1", {"p02": 4, "p03": 2, "overall": 3})
    rate(room, "ben", "talk-1", {"p02": 5, "p03": 6, "overall": 5})
    room.close()
    commands = _commands(room.study.root, interviews, _table(root), root)
    for name in ("train", "plan", "ratings export", "export"):
        ended = run(*commands[name])
        assert ended.code == 0, (name, ended.err)
    shutil.copytree(scored, root / "results")
    (root / "returned").mkdir()
    example = Path(__file__).parents[1] / "schemas" / "worksheet-return" / "valid" / "finished.json"
    shutil.copy(example, root / "returned" / "a.rating.json")
    return root


@pytest.fixture
def place(written: Path) -> Iterator[Path]:
    """A copy of it that everybody can reach, unlike the folders of pytest."""
    root = Path(tempfile.mkdtemp())
    shutil.copytree(written, root, dirs_exist_ok=True)
    root.chmod(0o755)
    yield root
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    shutil.rmtree(root)


def _whole(root: Path, files: Files) -> dict[str, bytes]:
    """All but the database's own files, whose pages lie where they happen to."""
    return {name: data for name, data in files(root).items() if "desk.sqlite3" not in name}


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "collect"])
def test_a_disk_that_takes_no_more_leaves_what_was_there(
    name: str, place: Path, interviews: Path, files: Files, spawn: Callable[..., subprocess.Popen[str]]
) -> None:
    """Files may not grow beyond a few bytes: exit 2, one message with what to do, the earlier output as it was, and no remains."""

    def cramped() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    before = _whole(place, files)
    command = _commands(place / "study", interviews, place / "ratings.csv", place)[name]
    with closing(sqlite3.connect(place / "study" / "ratings" / "desk.sqlite3")) as db:
        events = db.execute("SELECT * FROM events").fetchall()
    process = spawn(*command, preexec_fn=cramped)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 2, err
    assert err.count("Error: ") == 1
    assert "cannot be" in err
    assert "free space" in err
    assert _whole(place, files) == before
    assert not hidden(place)
    with closing(sqlite3.connect(place / "study" / "ratings" / "desk.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT * FROM events").fetchall() == events


@contextmanager
def tiny_disk(path: Path, size: str) -> Iterator[None]:
    """A disk of so many bytes."""
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "none", str(path)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("only an administrator may make a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(path)], check=True)


def test_a_disk_that_is_full_is_told_and_gone_on_from(
    run: Run, interviews: Path, scored: Path, files: Files, tmp_path: Path
) -> None:
    """A real disk of 100 kB: what was finished is whole, nothing else is there, and --resume goes on once there is room."""
    disk = tmp_path / "disk"
    with tiny_disk(disk, "100k"):
        ended = run("score", interviews, "-o", disk / "out", "-q")
        assert ended.code == 2
        assert "cannot be written (No space left on device)" in ended.err
        assert run("validate", disk / "out", "-q").code == 0
        made = files(disk / "out")
        assert all(data == files(scored)[name] for name, data in made.items() if "/" in name)
        assert 0 < sum("/" in name for name in made) < sum("/" in name for name in files(scored))
        assert not hidden(disk)
        subprocess.run(["mount", "-o", "remount,size=10m", str(disk)], check=True)
        assert run("score", interviews, "-o", disk / "out", "-q", "--resume").code == 0
        assert {name for name in files(disk / "out") if "/" in name} == {name for name in files(scored) if "/" in name}


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of an administrator, whom no permission stops."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_may_not_be_written_is_told(
    name: str, run: Run, place: Path, interviews: Path, files: Files
) -> None:
    """Exit 2, one message with what to do, and everything as it was."""
    talks = place / "interviews"
    shutil.copytree(interviews, talks)
    before = _whole(place, files)
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with as_nobody():
        ended = run(*_commands(place / "study", talks, place / "ratings.csv", place)[name])
    assert ended.code == 2, ended.err
    assert "cannot be written" in ended.err
    assert "permissions" in ended.err
    assert ended.err.count("Error: ") == 1
    assert _whole(place, files) == before


# ---- two runs


@contextmanager
def occupied(way: str, folder: Path) -> Iterator[None]:
    """Another run is at work in a folder."""
    ready, over = threading.Event(), threading.Event()

    def work_on() -> None:
        with getattr(lock, way)(folder):
            ready.set()
            over.wait()

    thread = threading.Thread(target=work_on)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_second_run_is_refused_and_changes_nothing(
    name: str, run: Run, place: Path, interviews: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another run is at work in the same folder, whatever was asked with --force: exit 2, and what to do."""
    monkeypatch.setattr(planned, "_PATIENCE", 0.05)
    monkeypatch.setattr(collect_module, "_PATIENCE", 0.05)
    way, folder = {
        "score": ("inside", place / "results"),
        "train": ("beside", place / "model"),
        "plan": ("inside", place / "study"),
        "ratings export": ("beside", place / "ratings"),
        "export": ("beside", place / "tables"),
        "collect": ("inside", place / "study" / "ratings"),
    }[name]
    command = _commands(place / "study", interviews, place / "ratings.csv", place)[name]
    before = _whole(place, files)
    with occupied(way, folder):
        ended = run(*command)
    assert ended.code == 2
    assert "Another run is at work in this folder." in ended.err
    assert "Wait until it has ended" in ended.err
    assert str(folder) in ended.err
    assert _whole(place, files) == before
    assert not hidden(place)


def test_who_only_reads_is_never_kept_waiting(run: Run, place: Path) -> None:
    """Looking at a study, its plan, its ratings and its documents, and trying a plan, goes on while another run writes."""
    study = place / "study"
    with occupied("inside", study), occupied("inside", study / "ratings"), occupied("inside", place / "results"):
        for command in (
            ("plan", "show", study),
            ("plan", "make", study, "--force", "--keep-begun", "--dry-run"),
            ("ratings", "status", study),
            ("validate", place / "results", "-q"),
            ("collect", study, place / "returned", "--dry-run"),
        ):
            assert "Another run" not in run(*command).err, command


def test_of_two_plans_at_once_one_is_made(study: Path, spawn: Callable[..., subprocess.Popen[str]]) -> None:
    """Both want the study's first plan: one makes it, and the other is told that there is one."""
    (study / "ratings" / "desk.sqlite3").unlink()
    (study / "ratings" / "access.key").unlink()
    both = [spawn("plan", "make", study, "--seed", seed, "-q") for seed in (1, 2)]
    endings = [(process.communicate(timeout=120)[1], process.returncode) for process in both]
    assert sorted(code for _, code in endings) == [0, 2]
    assert "The study has a plan already." in next(err for err, code in endings if code == 2)
    winner = [seed for seed, (_, code) in zip((1, 2), endings, strict=True) if code == 0]
    assert json.loads((study / "plan.json").read_text())["rules"]["seed"] == winner[0]


# ---- ratings that are lost, or not what anybody entered


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_lost_ratings_are_told_and_not_begun_anew(run: Run, study: Path, tmp_path: Path, what: str) -> None:
    """The key is there and the database is not: every command that needs ratings says what to do, and makes nothing; without the key all begins anew."""
    database = study / "ratings" / "desk.sqlite3"
    database.unlink()
    if what == "empty":
        database.touch()
    there = sorted(path.name for path in (study / "ratings").iterdir())
    returned = tmp_path / "a.rating.json"
    returned.write_text("{}")
    for command in (
        ("review", study, "--print-links"),
        ("review", study, "--print-links", "--new-links"),
        ("ratings", "status", study),
        ("ratings", "export", study),
        ("export", study, "--to", "csv"),
        ("plan", "make", study),
        ("report", study),
        ("worksheet", study),
        ("collect", study, returned),
    ):
        ended = run(*command)
        assert ended.code == 1, (command, ended.told)
        assert f"The database of ratings is {what}" in ended.err
        assert "Put back the newest copy" in ended.err
        assert "remove access.key" in ended.err
        assert sorted(path.name for path in (study / "ratings").iterdir()) == there
    (study / "ratings" / "access.key").unlink()
    assert run("review", study, "--print-links").code == 0
    assert database.stat().st_size > 0


def _forge(study: Path, change: Callable[[dict[str, Any]], object], kind: str) -> None:
    with closing(sqlite3.connect(study / "ratings" / "desk.sqlite3")) as db:
        db.execute("DROP TRIGGER events_stay")
        seq, body = db.execute("SELECT MAX(seq), body FROM events WHERE kind = ?", (kind,)).fetchone()
        document = json.loads(body)
        change(document)
        db.execute("UPDATE events SET body = ? WHERE seq = ?", (json.dumps(document), seq))
        db.commit()


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("locked", lambda body: body["judgement"].update(level=42)),
        ("locked", lambda body: body["judgement"].update(level=SECRET)),
        ("locked", lambda body: body.pop("judgement")),
        ("decided", lambda body: body["judgement"].update(level=-7)),
        ("adjudicated", lambda body: body.update(level=42)),
        ("adjudicated", lambda body: body.update(level=SECRET)),
    ],
    ids=["level", "word", "nothing", "decision", "settled level", "settled word"],
)
def test_what_nobody_can_have_entered_stops_an_export(
    run: Run, study: Path, kind: str, change: Callable[[dict[str, Any]], object]
) -> None:
    """A database that was edited by hand: exit 1 with the interview and what to do, and not a word of what stands there."""
    _forge(study, change, kind)
    for command in (("ratings", "export", study), ("export", study, "--to", "csv")):
        ended = run(*command)
        assert ended.code == 1, ended.told
        assert "talk-1" in ended.err
        assert "cannot have been entered" in ended.err
        assert "Put back the newest copy" in ended.err
        assert SECRET not in ended.told
        assert "42" not in ended.err
    assert not (study / "exports").exists()


# ---- what runs have for themselves


def test_no_library_writes_outside_of_the_output_folder(
    run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SPSS's library can only write to files: it does so beside the export, under a name that the next run sweeps away, and nowhere else."""
    pyreadstat = pytest.importorskip("pyreadstat")
    system, out = tmp_path / "system", tmp_path / "out"
    system.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(system))
    paths, real = [], pyreadstat.write_sav

    def watched(frame: Any, path: str, **more: Any) -> None:
        paths.append(Path(path))
        real(frame, path, **more)
        if len(paths) > 1:
            # As a kill leaves it: nobody cleans up.
            shutil.copytree(paths[-1].parents[1], tmp_path / "left")
            raise KeyboardInterrupt

    monkeypatch.setattr(pyreadstat, "write_sav", watched)
    assert run("export", study, "--to", "sav", "-o", out, "-q").code == 0
    assert paths[0].parents[2] == tmp_path
    assert paths[0].parents[1].name.endswith(".rf-part")
    assert run("export", study, "--to", "sav", "-o", out, "-q", "--force").code == 130
    assert not hidden(tmp_path)
    (tmp_path / "left").rename(paths[1].parents[1])
    monkeypatch.setattr(pyreadstat, "write_sav", real)
    assert run("export", study, "--to", "sav", "-o", out, "-q", "--force").code == 0
    assert not hidden(tmp_path)
    assert list(system.iterdir()) == []


def test_what_a_killed_run_left_is_no_obstacle(run: Run, tmp_path: Path) -> None:
    """Parts and locks of killed runs in a folder are passed over by whoever asks what stands there, and swept away."""
    root = tmp_path / "study"
    root.mkdir()
    (root / "transcripts").mkdir()
    left = root / f".{lock.digest(root)}-0123abcd-new.rf-part"
    left.mkdir()
    (left / "study.toml").write_text("")
    (root / lock.SUFFIX).touch()
    assert run("init", root, "--rater", "anna").code == 0
    assert hidden(root) == []
    put(tmp_path / "model", {"model.json": b"{}"})
    assert hidden(tmp_path) == []


_HELPERS = """
import os, time
from joblib import Parallel, delayed
from rf_scorer.discreet import quietly
def work(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(number)
Parallel(n_jobs=2, batch_size=1)(delayed(quietly(work))(600) for _ in range(2))
"""


def _is_at_work(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up on Linux alone")
def test_helpers_of_a_killed_program_end_with_it() -> None:
    """Nobody is left who holds an interview in memory."""
    with subprocess.Popen([sys.executable, "-c", _HELPERS], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        helpers = {int(process.stdout.readline()) for _ in range(2)}
        process.kill()
    try:
        until = time.monotonic() + 60
        while any(map(_is_at_work, helpers)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(map(_is_at_work, helpers))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_ctrl_c_while_python_ends_changes_nothing(tmp_path: Path) -> None:
    """All is done and said: the exit code stays that of what was done, and nothing more is printed."""
    script = (
        "import atexit, os, signal, sys\n"
        "from rf_scorer.cli import main\n"
        "class Last:\n"
        "    def __del__(self, kill=os.kill, pid=os.getpid(), number=signal.SIGINT):\n"
        "        kill(pid, number)\n"
        "sys.last = Last()\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
        "sys.argv = ['rf-scorer', *sys.argv[1:]]\n"
        "main()\n"
    )
    for arguments, code in ((["schema"], 0), (["schema", "nothing"], 2)):
        ended = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False, text=True)
        assert ended.returncode == code
        assert "Traceback" not in ended.stderr
        assert "Interrupt" not in ended.stderr
