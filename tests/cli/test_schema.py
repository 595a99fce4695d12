"""``rf-scorer schema``: listed, printed, or written into a folder for programs of other languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rf_scorer import cli, validation

if TYPE_CHECKING:
    from pathlib import Path


def _run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(["schema", *map(str, arguments)])
    return int(left.value.code or 0)


def test_schemas_are_listed_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name each with its title; with one the schema itself, and nothing else."""
    assert _run() == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(validation.schema_names())
    assert _run("rating") == 0
    assert json.loads(capsys.readouterr().out) == validation.schema("rating")


def test_all_schemas_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One file for each, with the bytes that would be printed."""
    assert _run("-o", tmp_path / "schemas") == 0
    assert str(tmp_path / "schemas") in capsys.readouterr().out
    written = {
        path.name.removesuffix(".schema.json"): path.read_text("utf-8") for path in (tmp_path / "schemas").iterdir()
    }
    assert sorted(written) == list(validation.schema_names())
    for name in ("rating-sheet", "rate-record"):
        _run(name)
        assert capsys.readouterr().out == written[name]


def test_what_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where one of the files is there, none is written without --force."""
    there = tmp_path / "spans.schema.json"
    there.write_text("mine")
    assert _run("rating", "spans", "-o", tmp_path) == 2
    assert "spans.schema.json: The output exists already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [there.name]
    assert there.read_text() == "mine"
    assert _run("rating", "spans", "-o", tmp_path, "--force") == 0
    assert json.loads(there.read_text("utf-8")) == validation.schema("spans")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(("names", "said"), [(("spam",), "Known: agreement-report"), (("rating", "spans"), "-o DIR")])
def test_wrong_names_write_nothing(
    names: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown name, and several to be printed one behind the other, are wrong usage."""
    assert _run(*names, *(() if len(names) > 1 else ("-o", tmp_path / "out"))) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
