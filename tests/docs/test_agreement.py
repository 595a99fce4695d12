"""``docs/how-to/agreement.md``: its example is run, and prints what the page shows."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from doc_pages import DOCS, blocks

from rf_scorer import cli
from rf_scorer.study.agreeing.confirmed import GROUPS

if TYPE_CHECKING:
    from pathlib import Path

PAGE = DOCS / "how-to/agreement.md"


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table on the page, given to the command below it, makes the text below that, to the letter."""
    found = blocks(PAGE)
    (table,) = (block.body for block in found if block.words == ("csv",))
    (shown,) = (block.body for block in found if block.words == ("text",))
    (command,) = (
        line[2:]
        for block in found
        for line in block.body.splitlines()
        if line.startswith("$ rf-scorer agree rated.csv")
    )
    (tmp_path / "rated.csv").write_text(table, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        cli.main(shlex.split(command)[1:])
    assert left.value.code == 0
    assert capsys.readouterr().out == shown


def test_groups_of_confirmed_ratings_are_listed() -> None:
    """The page names every property that agreement can be told apart by."""
    assert ", ".join(f"`{name}`" for name in GROUPS) in PAGE.read_text("utf-8")
