"""``rf-scorer pseudonymise``: copies with codes, a key apart, and never a word on the screen."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

TALK = (
    "I: How was it at home?\nP: My brother Tobias was loud, and I minded. Write to tobias@example.org.\n"
    "I: Why was that, do you think?\nP: Because Tobias was afraid, and nobody noticed.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two transcripts, one with names in it and in its own name."""
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "p1.txt").write_text(TALK)
    (folder / "tobias.md").write_text(TALK)
    return folder


def test_copies_hold_codes_and_the_key_the_names(folder: Path, run: Run, files: Any, tmp_path: Path) -> None:
    """Names are in the key and nowhere else: not in a copy, not in its name, not on the screen; transcripts stay as they are."""
    before = files(folder)
    out, key = tmp_path / "out", tmp_path / "safe" / "key.csv"
    ended = run("pseudonymise", folder, "-o", out, "--key", key)
    assert ended.code == 0, ended.told
    coded = (
        TALK.replace("brother Tobias", "brother {{Brother}}")
        .replace("tobias@example.org", "{{Email 1}}")
        .replace("Tobias", "{{Brother}}")
    )
    assert {name: data.decode() for name, data in files(out).items()} == {"p1.txt": coded, "interview-001.md": coded}
    assert "Tobias" not in ended.told.replace("tobias.md", "")
    assert "example" not in ended.told
    assert "Tobias" in key.read_text()
    assert "interview-001,file-name,tobias.md" in key.read_text()
    assert files(folder) == before
    if os.name != "nt":
        assert key.stat().st_mode & 0o077 == 0


def test_a_name_in_a_note_is_replaced_within_it(run: Run, files: Any, tmp_path: Path) -> None:
    """What a transcriber noted keeps its brackets; codes that were there already stay."""
    (tmp_path / "in").mkdir()
    said = "I: And then?\nP: [Tobias laughs] He was loud, {{Sister}} said (Tobias coughs), and I minded.\n"
    (tmp_path / "in" / "p1.txt").write_text(said)
    ended = run("pseudonymise", tmp_path / "in", "-o", tmp_path / "out", "--key", tmp_path / "safe" / "key.csv")
    assert "left that blocks: 0" in ended.err
    assert files(tmp_path / "out")["p1.txt"].decode() == said.replace("Tobias", "Person 1")


def test_a_second_run_uses_and_extends_the_key(folder: Path, run: Run, files: Any, tmp_path: Path) -> None:
    """The same name has the same code in later copies; copies are not replaced unasked."""
    out, key = tmp_path / "out", tmp_path / "safe" / "key.csv"
    assert run("pseudonymise", folder, "-o", out, "--key", key).code == 0
    first = files(out)
    assert run("pseudonymise", folder, "-o", out, "--key", key).code == 2
    (folder / "p3.txt").write_text(
        TALK.replace("My brother Tobias", "Tobias").replace("Tobias was afraid", "my sister Marta was afraid")
    )
    ended = run("pseudonymise", folder, "-o", out, "--key", key, "--force", "--json")
    assert ended.code == 0
    assert {name: data for name, data in files(out).items() if name in first} == first
    assert "P: {{Brother}} was loud" in (out / "p3.txt").read_text()
    assert "my sister {{Sister}} was afraid" in (out / "p3.txt").read_text()
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert rows[0] == {
        "file": "p1.txt",
        "copy": "p1.txt",
        "replaced": {"email": 1, "person": 2},
        "labels": 0,
        "notes": [],
        "left": {},
        "blocked": False,
    }


def test_the_key_and_the_copies_are_kept_apart(folder: Path, run: Run, tmp_path: Path) -> None:
    """No key among copies or transcripts, no copies among transcripts, with --force or without."""
    for out, key in (
        (tmp_path / "out", tmp_path / "out" / "key.csv"),
        (tmp_path / "out", folder / "key.csv"),
        (folder, tmp_path / "key.csv"),
    ):
        ended = run("pseudonymise", folder, "-o", out, "--key", key, "--force")
        assert ended.code == 2
        assert not key.exists()
    assert run("pseudonymise", folder / "p1.txt", "-o", folder, "--key", tmp_path / "key.csv", "--force").code == 2
    assert (folder / "p1.txt").read_text() == TALK


def test_a_file_that_is_no_key_is_left_alone(folder: Path, run: Run, tmp_path: Path) -> None:
    """A table of something else is never written over."""
    key = tmp_path / "notes.csv"
    key.write_text("a,b\n1,2\n")
    assert run("pseudonymise", folder, "-o", tmp_path / "out", "--key", key, "--force").code == 1
    assert key.read_text() == "a,b\n1,2\n"
    assert not (tmp_path / "out").exists()


def test_pseudonyms_may_stand(folder: Path, run: Run, tmp_path: Path) -> None:
    """Names that are pseudonyms already stay, and do not block."""
    listed = tmp_path / "pseudonyms.txt"
    listed.write_text("Tobias\n")
    out = tmp_path / "out"
    assert (
        run(
            "pseudonymise", folder / "p1.txt", "-o", out, "--key", tmp_path / "safe" / "k.csv", "--pseudonyms", listed
        ).code
        == 0
    )
    assert (out / "p1.txt").read_text() == TALK.replace("tobias@example.org", "{{Email 1}}")


def test_a_transcript_without_a_copy_is_told(folder: Path, run: Run, files: Any, tmp_path: Path) -> None:
    """Others have theirs all the same, and the exit code says that one is missing."""
    (folder / "x.txt").write_text("nobody has a label here, said Tobias\n")
    ended = run("pseudonymise", folder, "-o", tmp_path / "out", "--key", tmp_path / "safe" / "k.csv")
    assert ended.code == 1
    assert len(files(tmp_path / "out")) == 2
    assert "No speaker labels were found" in ended.out


def test_copies_can_be_scored(folder: Path, run: Run, tmp_path: Path) -> None:
    """What comes out is a transcript like any other, and passes the gate."""
    out = tmp_path / "out"
    assert run("pseudonymise", folder, "-o", out, "--key", tmp_path / "safe" / "k.csv").code == 0
    assert run("check", "--privacy", out).code == 0
