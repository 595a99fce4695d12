"""What README and docs show can be done: commands run, documents are valid, links lead somewhere."""

from __future__ import annotations

import io
import itertools
import json
import re
import shlex
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import click
import pytest
from doc_pages import DOCS, PAGES, ROOT, Block, anchors, blocks, first_cells, links, section, table_rows

from rf_scorer import cli, protocols, transcripts, validation
from rf_scorer.domain import Role
from rf_scorer.study import demo
from rf_scorer.study.casemap import CaseMap
from rf_scorer.transcripts import conventions, detection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: ``echo '…' | rf-scorer …``: the only pipe in our examples whose left side is not the program's own.
_ECHO = re.compile(r"""^echo '(?P<text>[^']*)' \| (?P<rest>.+)$""")
#: Asks for what an example does not bring along.
_OUTSIDE = "not-run"
#: Part of a tutorial, which is run as a whole (``test_tutorials.py``).
_SESSION = "session"


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


RUNNABLE = [
    block
    for block in _all("console")
    if not {_OUTSIDE, _SESSION} & set(block.words) and any(True for _ in _commands(block))
]


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


def _calls(block: Block) -> Iterator[list[str]]:
    """The words of each call of the program in a block, also in the middle of a line."""
    for line in re.sub(r"\\\n", " ", block.body).splitlines():
        if not line.startswith("$ "):
            continue
        words = list(shlex.shlex(line[2:], posix=True, punctuation_chars="|<>;&"))
        for operator, part in itertools.groupby(words, lambda word: set(word) <= set("|<>;&")):
            call = list(part)
            if not operator and call[0] == "rf-scorer" and len(call) > 1:
                yield call[1:]


def test_commands_that_are_not_run_are_understood() -> None:
    """Commands, options and their values that are shown exist, also where an example wants what the tests do not have."""
    shown = [(block, words) for block in _all("console") if _OUTSIDE in block.words for words in _calls(block)]
    assert len(shown) > 100
    for block, words in shown:
        context, called, rest = (
            click.Context(cli.program, **cli.program.context_settings),
            cli.program,
            [word for word in words if word != "…"],
        )
        try:
            while isinstance(called, click.Group) and rest[0] not in {"--help", "--version"}:
                found = called.get_command(context, rest.pop(0))
                assert found is not None
                context, called = click.Context(found, parent=context), found
            called.make_parser(context).parse_args(rest)
        except (click.UsageError, AssertionError) as error:
            pytest.fail(f"{_name(block)}: {' '.join(words)}: {error}")


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
    if kind == "cases":
        (tmp_path / "cases.toml").write_text(block.body, "utf-8")
        assert CaseMap.load(tmp_path / "cases.toml").files
    elif kind == "protocol" and language == "toml":
        (tmp_path / "lab.toml").write_text(block.body, "utf-8")
        assert [note for note in protocols.check(tmp_path / "lab.toml") if note.severity != "info"] == []
    elif kind == "study":
        assert validation.faults(tomllib.loads(block.body), kind) == ()
    elif kind == "entry-point":
        assert "project" in tomllib.loads(block.body)
    else:
        assert validation.faults(json.loads(block.body), kind) == ()


def test_every_document_that_is_shown_is_marked() -> None:
    """No JSON or TOML block escapes the test above by saying nothing of its kind."""
    assert [_name(block) for block in _all("json", "toml") if len(block.words) < 2] == []


def test_some_blocks_are_tested() -> None:
    """The tests above have something to do."""
    assert len(RUNNABLE) >= 4
    assert {block.words[1] for block in DOCUMENTS} >= {"alignment", "cases", "transcript", "protocol"}


SAMPLES = [block for block in _all("text", "csv") if len(block.words) == 2]


def _sample(name: str) -> str:
    return next(block.body for block in SAMPLES if block.words[1] == name)


def _plug_in() -> Any:
    (block,) = (block for block in _all("python") if block.page.name == "readers.md")
    made: dict[str, Any] = {}
    exec(compile(block.body, _name(block), "exec"), made)
    return made["READER"]


@pytest.mark.parametrize("block", SAMPLES, ids=_name)
def test_transcripts_that_are_shown_are_read(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sample is recognised and has an interviewer and a participant; the plug-in's through the plug-in."""
    known = {**detection.readers(), "arrow": _plug_in()}
    monkeypatch.setattr(detection, "readers", lambda: known)
    name = block.words[1]
    read = transcripts.read_document(transcripts.Document(name, block.body.encode()))
    assert {turn.role for turn in read.turns} == {Role.INTERVIEWER, Role.PARTICIPANT}
    assert (read.source.reader == "arrow") == name.endswith(".arrow")


#: What stands beside each label of the page in a conversation.
_OTHER = {
    "Interviewer": "Participant",
    "INT": "PAR",
    "SPEAKER_00": "SPEAKER_01",
    "Q": "A",
    "P-017": "I",
    "I": "P",
}
_SHOWN_LABELS = [
    label
    for row in table_rows(section(DOCS / "reference/input.md", "A labelled transcript"))
    if row[0].startswith(("label", "numbers"))
    for label in re.findall(r"`([^`]+)`", row[1])
]


@pytest.mark.parametrize("shown", _SHOWN_LABELS)
def test_labels_that_are_shown_are_understood(shown: str) -> None:
    """Each way of writing a label on the page tells an interviewer from a participant."""
    name = next(name for name in _OTHER if name in shown)
    asking, answering = shown, shown.replace(name, _OTHER[name])
    if name == "P-017":
        asking, answering = answering, asking
    lines = [
        line
        for day in range(6)
        for line in (
            f"{asking} Why do you think your brother was angry on day {day}?",
            f"{answering} I think he was angry because I was loud on day {day}, and he told me so.",
        )
    ]
    read = transcripts.read_document(transcripts.Document("a.txt", "\n".join(lines).encode()))
    assert [turn.role.value for turn in read.turns] == ["interviewer", "participant"] * 6


def test_notes_of_the_transcriber_are_asides() -> None:
    """Every convention in the sample is told from the speaker's words, and words in parentheses are not."""
    kinds = {aside.kind for aside in conventions.asides(_sample("interview.txt"))}
    assert kinds >= {"event", "pause", "interjection", "cut"}


def test_the_override_fits_the_interview_above_it() -> None:
    """The override's turns, lines and questions exist, and its decisions are followed."""
    (block,) = [block for block in DOCUMENTS if block.words[1] == "alignment"]
    text = _sample("interview.txt")
    read = transcripts.read_document(transcripts.Document("interview.txt", text.encode()))
    passages = protocols.align(read, protocols.load("aai"), override=json.loads(block.body)).passages
    assert [(passage.question_id, passage.merged) for passage in passages if passage.asking] == [
        ("aai.8", ("aai.9",)),
        (None, ()),
    ]


def test_the_transcript_document_is_read() -> None:
    """The JSON transcript gives turns, roles, participant and timepoint."""
    (block,) = [block for block in DOCUMENTS if block.words[1] == "transcript"]
    read = transcripts.read_document(transcripts.Document("a.json", block.body.encode()))
    assert (read.participant, read.timepoint, [turn.role.value for turn in read.turns]) == (
        "P017",
        "t2",
        ["interviewer", "participant"],
    )


def test_every_reader_stands_in_the_table_of_formats() -> None:
    """The table of formats lists exactly the readers that are installed with the program."""
    assert sorted(first_cells(section(DOCS / "reference/input.md", "Formats"))) == sorted(detection.readers())


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
