"""What README and docs show can be done: commands run, documents are valid, links lead somewhere."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from doc_pages import PAGES, ROOT, Block, anchors, blocks, links

from rf_scorer import cli, protocols, validation
from rf_scorer.study import demo
from rf_scorer.study.casemap import CaseMap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: ``echo '…' | rf-scorer …``: the only pipe in our examples whose left side is not the program's own.
_ECHO = re.compile(r"""^echo '(?P<text>[^']*)' \| (?P<rest>.+)$""")
#: Asks for what an example does not bring along.
_OUTSIDE = "not-run"


def _name(block: Block) -> str:
    return f"{block.page.name}:{block.line}"


def _all(*languages: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.words and block.words[0] in languages]


def _commands(block: Block) -> Iterator[tuple[str | None, list[str]]]:
    """The program's commands in a block, each with what stands on its standard input."""
    for line in block.body.splitlines():
        if not line.startswith("$ "):
            continue
        command, text = line[2:].partition("#")[0].strip() if "'" not in line else line[2:].strip(), None
        echoed = _ECHO.match(command)
        if echoed:
            text, command = echoed["text"] + "\n", echoed["rest"]
        if command.startswith("rf-scorer "):
            yield text, shlex.split(command)[1:]


RUNNABLE = [block for block in _all("console") if _OUTSIDE not in block.words and any(True for _ in _commands(block))]


@pytest.mark.parametrize("block", RUNNABLE, ids=_name)
def test_commands_that_are_shown_run(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command of a block succeeds in a folder with the bundled interviews, one after the other."""
    folder = tmp_path / "interviews"
    folder.mkdir()
    with demo.opened() as (inputs, _):
        for item in inputs:
            (folder / item.name).write_bytes(item.path.read_bytes())
    monkeypatch.chdir(tmp_path)
    for text, arguments in _commands(block):
        code = _run(text, arguments, tmp_path, monkeypatch, capsys)
        assert code == 0, (arguments, capsys.readouterr().err)


def _run(
    text: str | None,
    arguments: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> int:
    target = None
    if ">" in arguments:
        target = folder / arguments[arguments.index(">") + 1]
        arguments = arguments[: arguments.index(">")]
    if text is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    if target is not None:
        target.write_text(capsys.readouterr().out, "utf-8")
    return int(left.value.code or 0)


DOCUMENTS = [block for block in _all("json", "toml") if len(block.words) > 1]


@pytest.mark.parametrize("block", DOCUMENTS, ids=_name)
def test_documents_that_are_shown_are_valid(block: Block, tmp_path: Path) -> None:
    """A JSON or TOML block that names what it is satisfies the schema, or the reader, of that kind."""
    language, kind = block.words[:2]
    if kind == "map":
        (tmp_path / "map.toml").write_text(block.body, "utf-8")
        assert CaseMap.load(tmp_path / "map.toml").files
    elif kind == "protocol" and language == "toml":
        (tmp_path / "lab.toml").write_text(block.body, "utf-8")
        assert [note for note in protocols.check(tmp_path / "lab.toml") if note.severity != "info"] == []
    elif kind == "entry-point":
        assert "project" in tomllib.loads(block.body)
    else:
        assert validation.faults(json.loads(block.body), kind) == ()


def test_every_document_that_is_shown_is_marked() -> None:
    """No JSON or TOML block escapes the test above by saying nothing of its kind."""
    assert [_name(block) for block in _all("json", "toml") if len(block.words) < 2] == []


def test_some_blocks_are_tested() -> None:
    """The tests above have something to do."""
    assert len(RUNNABLE) >= 5
    assert {block.words[1] for block in DOCUMENTS} >= {"alignment", "map", "transcript", "protocol"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link within the project leads to a file that exists and a heading it has."""
    dead = []
    for link in links(page):
        target, _, heading = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or (heading and heading not in anchors(file)) or not file.is_relative_to(ROOT):
            dead.append(link)
    assert dead == []
