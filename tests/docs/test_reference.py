"""``docs/cli.md`` and ``docs/outputs.md`` say what the program says."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import fields
from typing import TYPE_CHECKING

from doc_pages import DOCS, ROOT, first_cells, section

from rf_scorer import cli, validation
from rf_scorer.study.summary import STATUSES, Row

if TYPE_CHECKING:
    from types import ModuleType


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_cli", DOCS / "make_cli.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_reference_is_what_the_program_says() -> None:
    """``docs/cli.md`` is up to date; if it is not: python docs/make_cli.py."""
    assert (DOCS / "cli.md").read_text("utf-8") == _generator().page()


def test_the_command_reference_names_every_option() -> None:
    """Every option of every command stands in the section of its command."""
    for name, command in _generator().commands():
        told = section(DOCS / "cli.md", name)
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert f"`{option}`" in told, (name, option)


def test_the_columns_of_the_summary_are_those_that_are_written() -> None:
    """The table of columns lists every field of a row, each once, and no other."""
    told = first_cells(section(DOCS / "outputs.md", "Columns of summary.csv"))
    assert sorted(told) == sorted(field.name for field in fields(Row))


def test_the_statuses_of_the_summary_are_told() -> None:
    """Each status that a row can have stands in the description of its column."""
    told = section(DOCS / "outputs.md", "Columns of summary.csv")
    assert [status for status in STATUSES if f"`{status}`" not in told] == []


def test_exit_codes_are_those_of_the_program() -> None:
    """The codes told in the docs are those the program leaves with."""
    told = {int(code) for code in re.findall(r"(?:^|· )(\d+) ", section(DOCS / "outputs.md", "Exit codes").strip())}
    assert told == {cli.DONE, cli.NOT_ACCEPTABLE, cli.WRONG_USAGE, cli.OWN_BUG, cli.INTERRUPTED}


def test_schemas_that_are_named_exist() -> None:
    """Every ``rf-scorer schema NAME`` in README and docs names a schema that ships."""
    named = {
        name
        for page in (ROOT / "README.md", *DOCS.glob("*.md"))
        for name in re.findall(r"rf-scorer schema ([a-z][a-z-]*)", page.read_text("utf-8"))
    }
    assert named <= set(validation.schema_names())
