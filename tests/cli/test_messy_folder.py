"""A folder as labs keep them: what stands beside transcripts is one clear row, and stops none of them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

_OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.fixture
def folder(tmp_path: Path, talk: str) -> Path:
    """A transcript with its recording and the document it was saved of anew, a copy of it, and two transcripts of one id."""
    inside = tmp_path / "in"
    (inside / "copies").mkdir(parents=True)
    (inside / "a.txt").write_text(talk)
    (inside / "a.doc").write_bytes(_OLD_WORD)
    (inside / "a.mp3").write_bytes(b"ID3\x03" + bytes(range(256)))
    (inside / "copies" / "a-copy.txt").write_text(talk)
    for name in ("b.txt", "copies/b.txt"):
        (inside / name).write_text(talk.replace("loud", f"loud in {len(name)} rooms"))
    return inside


def test_companions_are_refused_by_themselves(folder: Path, run: Run, tmp_path: Path) -> None:
    """A recording and an old document of the same name say what they are; the transcript is scored; rivals are refused, both."""
    assert run("score", folder, "-o", tmp_path / "out").code == 1
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8", newline="") as opened:
        rows = {row["file"]: (row["status"], row["reason"]) for row in csv.DictReader(opened)}
    assert {name: status for name, (status, _) in rows.items()} == {
        "a.doc": "refused",
        "a.mp3": "refused",
        "a.txt": "done",
        "b.txt": "refused",
        "copies/a-copy.txt": "done",
        "copies/b.txt": "refused",
    }
    assert "old binary Office" in rows["a.doc"][1]
    assert "recording" in rows["a.mp3"][1]
    assert "2 files would have the transcript id 'b'" in rows["b.txt"][1]


def test_a_check_sums_up_what_many_files_have_in_common(folder: Path, run: Run) -> None:
    """Files by code, and files with the same bytes, stand at the end; a finding that needs no look has no line of its own."""
    ended = run("check", folder)
    assert ended.code == 1
    assert "Errors: unreadable-file in 4 files." in ended.err
    assert "Warnings: few-words in 2 files." in ended.err
    assert "These files hold the same bytes: a.txt, copies/a-copy.txt" in ended.err
