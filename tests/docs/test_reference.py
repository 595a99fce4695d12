"""Commands, documents, columns, exit codes, layers and doors: the docs say what the program is."""

from __future__ import annotations

import importlib
import importlib.util
import re
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from doc_pages import DOCS, ROOT, blocks, first_cells, section, table_rows

from rf_scorer import cli, transcripts, validation
from rf_scorer.study import demo
from rf_scorer.study.summary import STATUSES, Row

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

TALK = "I: Where was the café?\nP: By the sea – I think she loved it.\n"


def _generator(name: str = "make_cli") -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_what_the_program_says() -> None:
    """``docs/reference/cli.md`` is up to date; if it is not: python docs/make_cli.py."""
    assert (DOCS / "reference/cli.md").read_text("utf-8") == _generator().page()


def test_the_pages_of_documents_say_what_the_schemas_say() -> None:
    """``docs/reference/schemas.md`` is up to date; if it is not: python docs/make_schemas.py."""
    assert (DOCS / "reference/schemas.md").read_text("utf-8") == _generator("make_schemas").page()


def test_every_key_of_a_document_is_described() -> None:
    """No row of the tables of keys lacks its meaning."""
    rows = table_rows((DOCS / "reference/schemas.md").read_text("utf-8"))
    assert len(rows) > 100
    assert [row[0] for row in rows if not row[2]] == []


def test_the_layers_are_those_that_are_held() -> None:
    """The layers drawn in ``docs/explanation/architecture.md`` are those of the import contract, in its order."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    drawn = next(block.body for block in blocks(DOCS / "explanation/architecture.md") if block.body.startswith("cli "))
    told = [re.split(r" {2,}", line)[0].strip() for line in drawn.splitlines()]
    assert told == next(contract["layers"] for contract in contracts if contract["type"] == "layers")


def _doors() -> list[tuple[str, str]]:
    return [
        (row[0].strip("`"), name)
        for row in table_rows(section(DOCS / "explanation/architecture.md", "Doors between the rooms"))
        for name in re.findall(r"`([A-Za-z_][\w.]*)", row[1])
    ]


@pytest.mark.parametrize(("module", "name"), _doors(), ids=lambda value: value)
def test_doors_between_the_rooms_exist(module: str, name: str) -> None:
    """Whatever the architecture says others call is there under that name."""
    found: Any = importlib.import_module(f"rf_scorer.{module}")
    for part in name.split("."):
        if isinstance(found, type) and part in {*found.__annotations__, *dir(found)}:
            return
        found = getattr(found, part, None) or importlib.import_module(f"{found.__name__}.{part}")


def test_the_command_reference_names_every_option() -> None:
    """Every option of every command stands in the section of its command."""
    for name, command in _generator().commands():
        told = section(DOCS / "reference/cli.md", name)
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert f"`{option}`" in told, (name, option)


def test_the_columns_of_the_summary_are_those_that_are_written() -> None:
    """The table of columns lists every field of a row, each once, and no other."""
    told = first_cells(section(DOCS / "reference/outputs.md", "Columns of summary.csv"))
    assert sorted(told) == sorted(field.name for field in fields(Row))


def test_the_statuses_of_the_summary_are_told() -> None:
    """Each status that a row can have stands in the description of its column."""
    told = section(DOCS / "reference/outputs.md", "Columns of summary.csv")
    assert [status for status in STATUSES if f"`{status}`" not in told] == []


def test_exit_codes_are_those_of_the_program() -> None:
    """The codes told in the docs are those the program leaves with."""
    told = {
        int(code)
        for code in re.findall(r"(?:^|· )(\d+) ", section(DOCS / "reference/outputs.md", "Exit codes").strip())
    }
    assert told == {cli.DONE, cli.NOT_ACCEPTABLE, cli.WRONG_USAGE, cli.OWN_BUG, cli.INTERRUPTED}


def test_schemas_that_are_named_exist() -> None:
    """Every ``rf-scorer schema NAME`` in README and docs names a schema that ships."""
    named = {
        name
        for page in (ROOT / "README.md", *DOCS.rglob("*.md"))
        for name in re.findall(r"rf-scorer schema ([a-z][a-z-]*)", page.read_text("utf-8"))
    }
    assert named <= set(validation.schema_names())


@pytest.mark.parametrize("data", [TALK.encode(), TALK.replace("\n", "\r\n").encode("utf-8-sig"), TALK.encode("cp1252")])
def test_offsets_point_into_the_file_as_the_page_says(data: bytes, tmp_path: Path) -> None:
    """A text file that is opened as the page tells is the text into which offsets point."""
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    read = transcripts.read(path)
    with path.open(encoding=read.source.encoding, newline="") as file:
        text = file.read()
    assert text == read.source.text
    assert all(text[turn.start : turn.end] == turn.text for turn in read.turns)


def test_formats_that_are_not_text_have_no_encoding() -> None:
    """Of the bundled interviews only text formats name the encoding with which to open the file again."""
    with demo.opened() as (inputs, _):
        found = {item.path.suffix: transcripts.read(item.path).source.encoding for item in inputs}
    assert {suffix for suffix, encoding in found.items() if encoding is None} == {".docx"}
