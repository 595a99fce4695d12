"""What the pages show to programs runs: the Python of ``python-api.md`` and the Makefile of ``workflows.md``."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from doc_pages import DOCS, ROOT, blocks

from rf_scorer import validation
from rf_scorer.study import demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: the bundled interviews in ``interviews``."""
    (tmp_path / "interviews").mkdir()
    with demo.opened() as (inputs, _):
        for item in inputs:
            (tmp_path / "interviews" / item.name).write_bytes(item.path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_python_of_the_page_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Block after block, as a reader would try them; what is bound is what the page says of it."""
    parts = [block for block in blocks(DOCS / "how-to/python-api.md") if block.words == ("python",)]
    assert len(parts) >= 8
    made: dict[str, Any] = {}
    for block in parts:
        exec(compile("\n" * (block.line - 1) + block.body, "python-api.md", "exec"), made)
    assert validation.faults(made["sheet"], "rating-sheet") == ()
    assert dict(made["result"].counts) == {"done": 6}
    assert dict(made["again"].counts) == {"kept": 6}
    assert [error.where for error in made["refused"]] == ["record 1::$.answer"]
    assert len(made["sheets"]) == 2
    said = capsys.readouterr().out
    assert "refused:" not in said
    assert "Whitfield" not in said


def test_the_stream_of_the_page_runs(tmp_path: Path) -> None:
    """One process answers a program line by line."""
    (block,) = (block for block in blocks(DOCS / "how-to/workflows.md") if block.words[:1] == ("python",))
    made = subprocess.run(
        [sys.executable, "-c", block.body], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=300
    )
    assert made.stdout.splitlines() == ["0 ['thought', 'angry']", "1 []", "0"]


@pytest.mark.skipif(shutil.which("make") is None, reason="this system has no make")
def test_the_makefile_of_the_page_runs(folder: Path) -> None:
    """Everything is made once; by one job or by several with the same bytes; of a second run nothing is left to do."""
    (block,) = (block for block in blocks(DOCS / "how-to/workflows.md") if block.words[:1] == ("makefile",))
    (folder / "Makefile").write_text(block.body)
    for name in ("aai-harbour.docx", "aai-north.docx", "brief-interview.md", "therapy-session.csv"):
        (folder / "interviews" / name).unlink()
    request = {"id": 1, "question": "Why did she leave?", "answer": "I think she was scared."}
    (folder / "answers.jsonl").write_text(json.dumps(request) + "\n")

    def make(*goals: str) -> str:
        program = f"RF={sys.executable} -m rf_scorer"
        made = subprocess.run(
            ["make", program, *goals],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        return made.stdout

    make("all", "each/parent-interview")
    names = ["parent-interview.json", "pregnancy-interview.json"]
    assert sorted(path.name for path in (folder / "results" / "sheets").iterdir()) == names
    alone = folder / "each" / "parent-interview" / "sheets" / names[0]
    assert alone.read_bytes() == (folder / "results" / "sheets" / names[0]).read_bytes()
    (line,) = (folder / "suggestions.jsonl").read_text().splitlines()
    assert validation.faults(json.loads(line), "rate-record") == ()
    assert "Nothing to be done" in make("all")
