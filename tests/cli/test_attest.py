"""``rf-scorer attest``: looks, asks, writes a person's word, and tells which still hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from rf_scorer.cli import attest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

BY = "R. Ek, data manager"
TALK = (
    "I: How was it at home?\nP: My brother Tobias was loud, and I minded.\nI: Why was that?\nP: Because I was small.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two transcripts, one with a name in it."""
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "p1.txt").write_text(TALK)
    (folder / "p2.txt").write_text(TALK.replace("My brother Tobias", "He"))
    return folder


def test_a_script_attests_what_somebody_has_looked_at(folder: Path, run: Run, files: Any) -> None:
    """Counts and lines are shown, no word; the attestations are valid documents; transcripts stay as they are."""
    ended = run("attest", folder, "--by", BY, "--yes")
    assert ended.code == 0
    assert "line 2" in ended.out
    assert "Tobias" not in ended.told
    assert sorted(files(folder)) == ["p1.txt", "p1.txt.attest.json", "p2.txt", "p2.txt.attest.json"]
    assert "Tobias" not in (folder / "p1.txt.attest.json").read_text()
    assert (folder / "p1.txt").read_text() == TALK
    assert run("validate", folder).code == 0
    assert run("attest", "--check", folder).code == 0


def test_nobody_is_asked_where_nobody_is(folder: Path, run: Run, files: Any) -> None:
    """Without a terminal and without --yes nothing is attested."""
    ended = run("attest", folder, "--by", BY, stdin=b"y\ny\n")
    assert ended.code == 2
    assert "--yes" in ended.err
    assert len(files(folder)) == 2


def test_only_what_is_confirmed_is_attested(
    folder: Path, run: Run, files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the statement is shown and each file asked for; what is declined counts."""
    monkeypatch.setattr(attest, "_somebody_there", lambda: True)
    ended = run("attest", folder, "--by", BY, "--statement", "Seen against the consent form.", stdin=b"n\ny\n")
    assert ended.code == 1
    assert "Seen against the consent form." in ended.err
    assert "attested: 1; not attested: 1" in ended.err
    assert "p1.txt.attest.json" not in files(folder)
    assert json.loads((folder / "p2.txt.attest.json").read_text())["statement"] == "Seen against the consent form."


@pytest.mark.parametrize("by", [[], ["--by", "R. Ek"]])
def test_somebody_attests(folder: Path, run: Run, by: list[str]) -> None:
    """A name with a role, or nothing."""
    assert run("attest", folder, "--yes", *by).code == 2


def test_a_changed_byte_is_told(folder: Path, run: Run) -> None:
    """A void attestation, and one that is not there, are told; then the command can be given again."""
    assert run("attest", folder / "p1.txt", "--by", BY, "--yes").code == 0
    (folder / "p1.txt").write_text(TALK + "\n")
    ended = run("attest", "--check", folder, "--json")
    assert ended.code == 1
    assert [json.loads(line)["attestation"] for line in ended.out.splitlines()] == ["void", "none"]
    assert run("attest", folder / "p1.txt", "--by", BY, "--yes").code == 2
    ended = run("attest", folder / "p1.txt", "--by", BY, "--yes", "--force", "--json")
    assert (ended.code, json.loads(ended.out)["attested"]) == (0, True)
    assert run("attest", "--check", folder / "p1.txt").code == 0


def test_attestations_in_a_folder_of_their_own(folder: Path, run: Run, files: Any) -> None:
    """For transcripts beside which nothing may be written."""
    out = folder / "attestations"
    assert run("attest", folder, "--by", BY, "--yes", "--out", out).code == 0
    assert sorted(files(out)) == ["p1.txt.attest.json", "p2.txt.attest.json"]
    assert run("attest", "--check", folder, "--out", out).code == 0
    assert run("attest", "--check", folder / "p1.txt").code == 1


def test_a_file_that_cannot_be_read_is_not_attested(folder: Path, run: Run) -> None:
    """It has its reason, and the others are attested all the same."""
    (folder / "p3.txt").write_text("nobody has a label here\n")
    ended = run("attest", folder, "--by", BY, "--yes")
    assert ended.code == 1
    assert "attested: 2; not attested: 1" in ended.err


def test_a_transcript_with_a_valid_attestation_passes_the_gate(folder: Path, run: Run, tmp_path: Path) -> None:
    """What was found is still found, and does not block what a named person has attested."""
    assert run("check", "--privacy", folder / "p1.txt").code == 1
    assert run("attest", folder / "p1.txt", "--by", BY, "--yes").code == 0
    assert run("check", "--privacy", folder / "p1.txt").code == 0


def test_a_withdrawn_attestation_leaves_no_sheet_unnoticed(folder: Path, run: Run, tmp_path: Path) -> None:
    """Scored again without it, the transcript is refused, and its sheet and page of before are named apart from other leftovers."""
    assert run("attest", folder / "p1.txt", "--by", BY, "--yes").code == 0
    assert run("score", folder, "-o", tmp_path / "out").code == 0
    (folder / "p1.txt.attest.json").unlink()
    ended = run("score", folder, "-o", tmp_path / "out", "--resume")
    assert ended.code == 1
    assert "2 sheets or pages are still there" in ended.err
    assert "refused now: pages/p1.html, sheets/p1.json" in ended.err
    assert "not from this one" not in ended.err


def test_a_study_keeps_the_attestations_of_its_transcripts(run: Run, tmp_path: Path) -> None:
    """They stand beside the transcripts and are documents of the study."""
    study = tmp_path / "study"
    assert run("init", study, "--title", "T").code == 0
    (study / "transcripts" / "p1.txt").write_text(TALK)
    assert run("attest", study, "--by", BY, "--yes").code == 0
    ended = run("validate", study, "--json")
    assert ended.code == 0
    assert "p1.txt.attest.json" in ended.out
    assert run("attest", "--check", study).code == 0
