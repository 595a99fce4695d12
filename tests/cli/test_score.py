"""``rf-scorer score``: what stands in the folder at the end, however the run went, and that it is always the same."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., object]


def _rows(out: Path) -> dict[str, dict[str, str]]:
    return {row["file"]: row for row in csv.DictReader(io.StringIO((out / "summary.csv").read_text("utf-8")))}


def _results(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Sheets and pages: what a resumed run must make just as an uninterrupted one does."""
    return {name: data for name, data in contents.items() if "/" in name}


def test_a_run_leaves_sheets_pages_summary_and_manifest(interviews, scored, files, run) -> None:
    """Every input has its sheet, page and row; the manifest knows each output's digest; all of it is valid."""
    names = {f"sheets/p{n}.json" for n in (1, 2, 3)} | {f"pages/p{n}.html" for n in (1, 2, 3)}
    assert set(files(scored)) == names | {"summary.csv", "manifest.json"}
    assert {name: row["status"] for name, row in _rows(scored).items()} == dict.fromkeys(
        (path.name for path in interviews.iterdir()), "done"
    )
    manifest = json.loads((scored / "manifest.json").read_text("utf-8"))
    assert {output["path"] for file in manifest["files"] for output in file["outputs"]} == names
    assert run("validate", scored).code == 0


def test_the_same_input_gives_the_same_bytes(interviews, scored, files, run, tmp_path, monkeypatch) -> None:
    """A second run, from another folder and with relative paths, writes the same bytes into every file."""
    monkeypatch.chdir(interviews.parent)
    assert run("score", interviews.name, "-o", os.path.relpath(tmp_path / "again")).code == 0
    assert files(tmp_path / "again") == files(scored)


def test_the_seed_of_hashes_and_the_number_of_processes_change_nothing(
    interviews, scored, files, spawn, tmp_path
) -> None:
    """Another process with another hash seed, working in two, writes the same bytes, and leaves no temporary file."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = spawn(
        "score", interviews, "-o", tmp_path / "out", "--jobs", 2, env={"PYTHONHASHSEED": "7", "TMPDIR": str(temporary)}
    )
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert files(tmp_path / "out") == files(scored)
    assert list(temporary.iterdir()) == []


def test_where_a_protocol_file_stands_changes_nothing(interviews, files, run, tmp_path, monkeypatch) -> None:
    """A lab's own protocol by relative and by absolute path gives the same bytes, and no document tells the folder."""
    lab = tmp_path / "private-folder"
    lab.mkdir()
    (lab / "lab.toml").write_text(run("protocols", "show", "template").out)
    monkeypatch.chdir(tmp_path)
    outs = []
    for protocol in (Path("private-folder/lab.toml"), lab / "lab.toml"):
        outs.append(tmp_path / f"out{len(outs)}")
        assert run("score", interviews / "p1.txt", "-o", outs[-1], "--protocol", protocol).code == 0
    assert files(outs[0]) == files(outs[1])
    assert not any(b"private-folder" in data for data in files(outs[0]).values())


def test_an_earlier_run_is_not_replaced_unasked(interviews, scored, files, run, tmp_path) -> None:
    """A folder with results is left as it is, with the two ways out named; --force and --resume together are refused."""
    out = shutil.copytree(scored, tmp_path / "out")
    ended = run("score", interviews, "-o", out)
    assert ended.code == 2
    assert "--resume" in ended.err
    assert "--force" in ended.err
    assert files(out) == files(scored)
    assert run("score", interviews, "-o", out, "--force", "--resume").code == 2
    assert run("score", interviews, "-o", out, "--force").code == 0
    assert files(out) == files(scored)


def test_sheets_without_tables_are_not_replaced_either(interviews, scored, run, tmp_path) -> None:
    """Where somebody removed the tables, each sheet that is there refuses its file, and the others are scored."""
    out = tmp_path / "out"
    (out / "sheets").mkdir(parents=True)
    (out / "sheets" / "p2.json").write_text("mine")
    ended = run("score", interviews, "-o", out)
    assert ended.code == 1
    assert "p2.json: The output exists already." in ended.err
    assert (out / "sheets" / "p2.json").read_text() == "mine"
    assert [row["status"] for row in _rows(out).values()] == ["done", "refused", "done"]


def test_resuming_keeps_what_is_good_and_makes_the_rest(interviews, scored, files, run, tmp_path) -> None:
    """A lost sheet, a damaged one and a lost page are made again; what was good is kept; the bytes are as before."""
    out = shutil.copytree(scored, tmp_path / "out")
    (out / "sheets" / "p1.json").unlink()
    (out / "sheets" / "p2.json").write_bytes((out / "sheets" / "p2.json").read_bytes()[:-100])
    (out / "pages" / "p3.html").unlink()
    assert run("score", interviews, "-o", out, "--resume").code == 0
    assert [row["status"] for row in _rows(out).values()] == ["done", "done", "kept"]
    assert _results(files(out)) == _results(files(scored))


def test_resuming_with_other_choices_scores_again(interviews, scored, run, tmp_path) -> None:
    """A sheet that was made with other settings is not kept: here another participant."""
    out = shutil.copytree(scored, tmp_path / "out")
    assert run("score", interviews, "-o", out, "--resume", "--participant", "I", "-q").code == 0
    assert {row["status"] for row in _rows(out).values()} == {"done"}


def test_results_of_an_earlier_run_that_are_not_of_this_one_are_told(interviews, scored, run, tmp_path) -> None:
    """Sheets and pages that the run did not make are named and left where they are."""
    out = shutil.copytree(scored, tmp_path / "out")
    ended = run("score", interviews / "p1.txt", "-o", out, "--force")
    assert ended.code == 0
    assert "4 sheets or pages there are from an earlier run" in ended.err
    assert "sheets/p2.json" in ended.err
    assert (out / "sheets" / "p2.json").exists()
    assert "earlier run" not in run("score", interviews, "-o", out, "--resume").err


def _interrupted(
    spawn: Run, folder: Path, out: Path, how: signal.Signals, *more: object, env: dict[str, str] | None = None
) -> tuple[int, str, list[str]]:
    """Start scoring, send a signal to the whole group after the fourth sheet as a terminal does, and report."""
    process: subprocess.Popen[str] = spawn("score", folder, "-o", out, *more, env=env)  # type: ignore[assignment]
    deadline = time.monotonic() + 60
    while len(list(out.glob("sheets/*.json"))) < 4 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(process.pid, how)
    _, err = process.communicate(timeout=60)
    group = []
    for _ in range(100):  # workers may take a moment to go
        group = [entry for entry in _group(process.pid) if entry != str(process.pid)]
        if not group:
            break
        time.sleep(0.05)
    return process.returncode, err, group


def _group(leader: int) -> list[str]:
    """Processes that still run in a process group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == leader and state != "Z":
            found.append(entry.name)
    return found


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, talk: str) -> Path:
    """Sixteen interviews, long enough that a signal arrives before the last of them."""
    folder = tmp_path_factory.mktemp("study")
    for number in range(16):
        (folder / f"p{number:02}.txt").write_text(
            talk * 12 + f"I: And then?\nP: I hoped it was over, {number} times.\n"
        )
    return folder


@pytest.fixture(scope="module")
def finished(study: Path, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """The uninterrupted results of the study."""
    out = tmp_path_factory.mktemp("finished") / "out"
    assert run("score", study, "-o", out, "-q").code == 0  # type: ignore[attr-defined]
    return out


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_keeps_what_is_finished(study, finished, files, run, spawn, secret, tmp_path, jobs) -> None:
    """Ctrl-C: exit 130, no traceback, no process and no temporary file left; --resume then makes the same bytes."""
    out, temporary = tmp_path / "out", tmp_path / "temporary"
    temporary.mkdir()
    code, err, left = _interrupted(spawn, study, out, signal.SIGINT, "--jobs", jobs, env={"TMPDIR": str(temporary)})
    assert code == 130
    assert "Interrupted" in err
    assert "--resume" in err
    assert "Traceback" not in err
    assert secret not in err
    assert left == []
    assert list(temporary.iterdir()) == []
    statuses = [row["status"] for row in _rows(out).values()]
    assert set(statuses) <= {"done", "not_done"}
    assert "not_done" in statuses
    assert len(list((out / "sheets").iterdir())) >= 4
    assert [file["status"] for file in json.loads((out / "manifest.json").read_text("utf-8"))["files"]] == statuses
    assert run("validate", out).code == 0
    assert run("score", study, "-o", out, "--resume", "-q").code == 0
    assert _results(files(out)) == _results(files(finished))


def test_one_bad_file_among_a_hundred(run, talk, secret, tmp_path) -> None:
    """Ninety-nine sheets, one row with its reason and remedy, exit 1 at the end."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(99):
        (folder / f"p{number:02}.txt").write_text(talk)
    (folder / "p42b.txt").write_text(f"Nobody labelled what {secret} said.\nNot even once.\n")
    ended = run("score", folder, "-o", tmp_path / "out", "--no-pages")
    assert ended.code == 1
    assert ended.err.count("p42b.txt") == 1
    assert "99 scored, 1 refused" in ended.err
    rows = _rows(tmp_path / "out")
    assert len(list((tmp_path / "out" / "sheets").iterdir())) == 99
    assert rows["p42b.txt"]["status"] == "refused"
    assert rows["p42b.txt"]["reason"]
    assert rows["p42b.txt"]["remedy"]
    assert list(rows) == sorted(rows)


def test_a_full_disk_ends_the_run_with_one_message(study, run, spawn, tmp_path) -> None:
    """Where nothing more can be written the run stops, says so once, and leaves only whole files; --resume goes on."""
    out = tmp_path / "out"

    def cramped() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (24_000, 24_000))

    small = tmp_path / "in"
    small.mkdir()
    for name in ("p00.txt", "p01.txt"):
        shutil.copy(study / name, small)
    (small / "a.txt").write_text("I: And?\nP: I hoped so.\n")
    process = spawn("score", small, "-o", out, preexec_fn=cramped)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.count("cannot be written (File too large)") == 1
    assert "free space" in err
    assert [row["status"] for row in _rows(out).values()] == ["done", "not_done", "not_done"]
    assert not list(out.rglob("*.rf-part"))
    assert run("validate", out, "-q").code == 0
    assert run("score", small, "-o", out, "--resume", "-q").code == 0


def test_two_runs_into_one_folder_do_not_mix(interviews, scored, files, spawn, tmp_path) -> None:
    """Of two runs that start together one does the work, and the other says that the folder is taken."""
    out = tmp_path / "out"
    processes = [spawn("score", interviews, "-o", out, "-q") for _ in range(2)]
    endings = [(process.communicate(timeout=120)[1], process.returncode) for process in processes]
    assert sorted(code for _, code in endings) == [0, 2]
    refusals = ("Another run is at work", "earlier run")
    assert any(refusal in err for err, code in endings if code == 2 for refusal in refusals)
    assert files(out) == files(scored)


@pytest.mark.parametrize("force", [False, True])
def test_a_link_in_the_place_of_a_sheet_is_not_followed(interviews, run, tmp_path, force) -> None:
    """What a link points to is never overwritten: without --force the file is refused, with it the link is replaced."""
    out, target = tmp_path / "out", tmp_path / "target.txt"
    target.write_text("mine")
    for folder, name in (("sheets", "p1.json"), ("pages", "p1.html")):
        (out / folder).mkdir(parents=True)
        (out / folder / name).symlink_to(target)
    ended = run("score", interviews / "p1.txt", "-o", out, *(["--force"] if force else []))
    assert ended.code == (0 if force else 1)
    assert target.read_text() == "mine"
    assert (out / "sheets" / "p1.json").is_symlink() is not force


def test_a_link_to_nowhere_in_the_place_of_a_sheet_is_an_output_that_exists(interviews, run, tmp_path) -> None:
    """A dangling link is told as what it is, an output that is there already."""
    (tmp_path / "out" / "sheets").mkdir(parents=True)
    (tmp_path / "out" / "sheets" / "p1.json").symlink_to(tmp_path / "nowhere")
    ended = run("score", interviews / "p1.txt", "-o", tmp_path / "out")
    assert ended.code == 1
    assert "exists already" in ended.err
    assert not (tmp_path / "nowhere").exists()


def test_results_do_not_go_among_the_transcripts(run, talk, files, tmp_path) -> None:
    """The folder of the transcripts is no output folder, even with --force: a summary.csv may be the lab's own."""
    (tmp_path / "a.txt").write_text(talk)
    (tmp_path / "summary.csv").write_text("the lab's own\n")
    before = files(tmp_path)
    ended = run("score", tmp_path, "-o", tmp_path, "--force")
    assert ended.code == 2
    assert "Give another folder" in ended.err
    assert files(tmp_path) == before
    assert run("score", tmp_path / "a.txt", "-o", tmp_path / "out").code == 0


@pytest.mark.parametrize("place", ["file", "below a file", "proc"])
def test_a_folder_that_cannot_be_written_is_told_before_any_work(interviews, run, tmp_path, place) -> None:
    """One message, exit 2, and no row a file."""
    (tmp_path / "file").write_text("mine")
    out = {"file": tmp_path / "file", "below a file": tmp_path / "file" / "out", "proc": Path("/proc/1/out")}[place]
    ended = run("score", interviews, "-o", out)
    assert ended.code == 2
    assert ended.err.count("Error") == 1
    assert "refused" not in ended.err
    assert (tmp_path / "file").read_text() == "mine"


def test_odd_file_names_are_shown_plainly(run, talk, tmp_path) -> None:
    """Line breaks, terminal commands, undecodable bytes and formulas in names harm neither terminal nor table nor JSON."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    names = ["=cmd.txt", "a\nb.txt", "x\x1b[31mred.txt", "Жанна.txt", "sp ace.txt", "-rf.txt", "L" * 250 + ".txt"]
    for name in names:
        (folder / name).write_text(talk)
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).write_text(talk)
    ended = run("score", folder, "-o", out, "-v")
    assert ended.code == 0
    assert "\x1b" not in ended.told
    assert "a\ufffdb.txt" in ended.told
    rows = _rows(out)
    assert "'=cmd.txt" in rows
    assert len(rows) == len(names) + 1
    assert {path.name.isascii() and len(path.name) < 130 for path in (out / "sheets").iterdir()} == {True}
    assert run("validate", out).code == 0
    assert run("check", folder).code == 0


def test_names_that_give_one_id_are_refused_and_never_replace_each_other(run, talk, tmp_path) -> None:
    """``müller`` and ``muller`` would be one sheet: both are refused with each other's name, with --force as well."""
    for name in ("müller.txt", "muller.txt", "other.txt"):
        (tmp_path / name).write_text(talk)
    ended = run("score", tmp_path, "-o", tmp_path / "out", "--force")
    assert ended.code == 1
    assert ended.err.count("2 files would have the transcript id 'muller': muller.txt, müller.txt.") == 2
    assert [path.name for path in (tmp_path / "out" / "sheets").iterdir()] == ["other.json"]


def test_the_map_is_used_and_its_misspelt_files_are_told(run, talk, tmp_path) -> None:
    """An entry for a file that is not there would do nothing, silently: it is named. The others hold."""
    (tmp_path / "a.txt").write_text(talk.replace("I:", "X:").replace("P:", "Y:"))
    table = tmp_path / "cases.toml"
    table.write_text(
        '[labels]\nX = "interviewer"\nY = "participant"\n'
        '[files."a.txt"]\nparticipant = "P7"\ntimepoint = "t2"\n[files."aa.txt"]\nparticipant = "P8"\n'
    )
    ended = run("score", tmp_path / "a.txt", "-o", tmp_path / "out", "--cases", table)
    assert ended.code == 0
    assert "Files in the --cases table that are not among the inputs: 'aa.txt'" in ended.err
    row = _rows(tmp_path / "out")["a.txt"]
    assert (row["participant"], row["timepoint"]) == ("P7", "t2")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("[labels\n", "not TOML"),
        ("[labels]\nP = 'patient'\n", "a role that does not exist"),
        ("labels = 3\n", "labels must be a table"),
        ('[files."p1.txt"]\nprotocol = "aia"\n', "There is no protocol called 'aia'"),
        ('[files."p1.txt"]\nparticipants = "P1"\n', "unknown key 'participants'"),
    ],
)
def test_faults_of_the_map_are_told_before_any_work(interviews, run, tmp_path, table, told) -> None:
    """Exit 2, one message, no output folder."""
    (tmp_path / "cases.toml").write_text(table)
    ended = run("score", interviews, "-o", tmp_path / "out", "--cases", tmp_path / "cases.toml")
    assert ended.code == 2
    assert told in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("--protocol", "aia", "aai, brfi, cai"),
        ("--model", "rf", "rf_passage"),
        ("--format", "word", "docx"),
        ("--encoding", "utf9", "utf-8"),
        ("--protocol", "missing/lab.toml", ".toml"),
        ("--model", "missing/", "missing"),
    ],
)
def test_unknown_names_are_told_once_with_those_that_are_known(interviews, run, tmp_path, option, value, known) -> None:
    """Exit 2 before anything is written, the known names in the message."""
    ended = run("score", interviews, "-o", tmp_path / "out", option, value)
    assert ended.code == 2
    assert ended.err.count("Error") == 1
    assert known in ended.err
    assert not (tmp_path / "out").exists()


def test_a_label_that_nobody_has_is_told_with_those_that_are_there(interviews, run, tmp_path) -> None:
    """``--participant`` with a misspelt label refuses each file; labels that several files share are told once."""
    ended = run("score", interviews, "-o", tmp_path / "out", "--participant", "Mother")
    assert ended.code == 1
    assert ended.err.count("No speaker is called 'Mother'.") == 3
    assert ended.err.count("Labels found:") == 1
    assert not list((tmp_path / "out").glob("sheets/*"))
