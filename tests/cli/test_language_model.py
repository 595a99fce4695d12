"""``--language-model``: another spaCy pipeline behind the same rules, by name or folder."""

from __future__ import annotations

import json
import shutil
from importlib.resources import as_file

import pytest

from rf_scorer import resources
from rf_scorer.language.pipelines import SHIPPED


@pytest.fixture(scope="module")
def another(tmp_path_factory):
    """A pipeline that is not the shipped one, though it says the same: a copy of another version."""
    folder = tmp_path_factory.mktemp("models") / "another"
    with as_file(resources.folder("models") / SHIPPED) as source:
        shutil.copytree(source, folder)
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta | {"name": "another", "version": "9.9.9"}), "utf-8")
    return folder


def provenance(out):
    """What the manifest of a run says of its making."""
    return json.loads((out / "manifest.json").read_text("utf-8"))["provenance"]


def test_scoring_with_another_pipeline_says_so(interviews, scored, another, run, tmp_path) -> None:
    """Manifest and sheets name the pipeline, its version and its digest; its place on the disk stands nowhere."""
    out = tmp_path / "out"
    assert run("score", interviews, "-o", out, "--language-model", another, "-q").code == 0
    usual, found = provenance(scored), provenance(out)
    assert found["language.pipeline"] == "en_another"
    assert found["language.pipeline_version"] == "9.9.9"
    assert found["language.pipeline_sha256"] != usual["language.pipeline_sha256"]
    manifest = (out / "manifest.json").read_text("utf-8")
    assert json.loads(manifest)["options"]["language_model"] == "another"
    assert str(another.parent) not in manifest
    sheet = json.loads(next((out / "sheets").glob("*.json")).read_text("utf-8"))
    assert sheet["provenance"]["language.pipeline_sha256"] == found["language.pipeline_sha256"]
    assert run("validate", out).code == 0


def test_the_shipped_pipeline_is_named_too(scored) -> None:
    """Without the option the manifest says which pipeline it was, and that none was asked for."""
    assert len(provenance(scored)["language.pipeline_sha256"]) == 64
    assert json.loads((scored / "manifest.json").read_text("utf-8"))["options"]["language_model"] is None


def test_resuming_with_another_pipeline_scores_again(interviews, another, run, tmp_path) -> None:
    """A sheet is kept by the same pipeline only."""
    out = tmp_path / "out"
    assert run("score", interviews, "-o", out, "-q").code == 0
    again = run("score", interviews, "-o", out, "--resume")
    assert "3 kept" in again.err
    other = run("score", interviews, "-o", out, "--resume", "--language-model", another)
    assert "3 scored" in other.err
    assert "3 kept" in run("score", interviews, "-o", out, "--resume", "--language-model", another).err


def test_several_processes_use_it_too(interviews, another, files, run, tmp_path) -> None:
    """The number of processes changes no byte."""
    for jobs in (1, 2):
        assert (
            run("score", interviews, "-o", tmp_path / str(jobs), "--language-model", another, "--jobs", jobs, "-q").code
            == 0
        )
    assert files(tmp_path / "1") == files(tmp_path / "2")


@pytest.mark.parametrize(
    ("command", "record"),
    [
        ("highlight", {"id": 1, "text": "I think she was ashamed."}),
        ("rate", {"id": 1, "question": "Why?", "answer": "I think she was ashamed of it, and so she hid it from us."}),
    ],
)
def test_streams_take_it(another, run, command, record) -> None:
    """The same weights under another name give the same records."""
    line = json.dumps(record).encode()
    with_it = run(command, "--language-model", another, stdin=line)
    assert with_it.code == 0
    assert with_it.out == run(command, stdin=line).out


def test_the_demonstration_takes_it(another, run, tmp_path) -> None:
    """``demo`` scores with it."""
    out = tmp_path / "demo"
    assert run("demo", "--out", out, "--language-model", another, "-q").code == 0
    assert provenance(out)["language.pipeline"] == "en_another"


@pytest.mark.parametrize("command", ["score", "demo", "highlight", "rate"])
def test_a_wrong_one_ends_the_command_before_it_begins(interviews, run, tmp_path, command) -> None:
    """Exit 2, one message with a remedy, nothing written."""
    arguments = {"score": (interviews, "-o", tmp_path / "out"), "demo": ("--out", tmp_path / "out")}.get(command, ())
    ended = run(command, *arguments, "--language-model", "en_core_web_none", stdin=b'{"id": 1, "text": "a"}')
    assert ended.code == 2
    assert "'en_core_web_none'" in ended.err
    assert SHIPPED in ended.err
    assert ended.out == ""
    assert not (tmp_path / "out").exists()


def test_the_shipped_name_may_be_given(scored, interviews, files, run, tmp_path) -> None:
    """``--language-model en_interview`` is the default said aloud; only the manifest's options tell."""
    out = tmp_path / "out"
    assert run("score", interviews, "-o", out, "--language-model", SHIPPED, "-q").code == 0
    one, two = files(out), files(scored)
    one.pop("manifest.json")
    two.pop("manifest.json")
    assert one == two


GERMAN = (
    "I: Wie war das denn damals?\n"
    "P: Also ich war noch ziemlich klein und meine Mutter hat immer gesagt, dass ich leise sein soll, weil der Vater schläft, und das war schwer.\n"
    "I: Warum hat sie das gesagt?\n"
    "P: Weil sie Angst vor ihm hatte, glaube ich, aber darüber haben wir nie gesprochen, auch später nicht, und heute weiß ich es auch nicht.\n"
)


def test_another_language_is_warned_of(run, tmp_path) -> None:
    """A transcript in German gets a warning in its sheet and no rating; its turns' records carry the note."""
    (tmp_path / "german.txt").write_text(GERMAN, "utf-8")
    out = tmp_path / "out"
    assert run("score", tmp_path / "german.txt", "-o", out, "-q").code == 0
    sheet = json.loads((out / "sheets" / "german.json").read_text("utf-8"))
    (note,) = (note for note in sheet["notes"] if note["code"] == "language-doubtful")
    assert note["severity"] == "warning"
    assert note["line"] == 2
    assert {suggestion["status"] for suggestion in sheet["suggestions"]} == {"abstained"}
    answer = GERMAN.splitlines()[1].removeprefix("P: ")
    ended = run("highlight", stdin=json.dumps({"id": 1, "text": answer}).encode())
    assert [note["code"] for note in json.loads(ended.out)["notes"]] == ["language-doubtful"]
    assert run("validate", "--schema", "highlight-record", "-", stdin=ended.out.encode()).code == 0
