"""``rf-scorer validate``: documents against their schemas."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import offers
from rf_scorer.cli.options import json_option, quiet_option
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rf_scorer.validation import Located

__all__ = ["command"]

#: What a folder of results holds beside documents is passed over; a file that is named is always checked.
_DOCUMENTS = frozenset({".json", ".jsonl", ".ndjson"})


@click.command(
    name="validate",
    short_help="Check documents against their schemas.",
    epilog="""\b
Example:
  rf-scorer validate results/
  rf-scorer validate my-study/
  rf-scorer highlight texts.jsonl | rf-scorer validate --schema highlight-record -
  rf-scorer validate --json results/sheets/*.json

Exit code 0 if every document is valid, 1 if one is not, 2 if nothing could be checked.
""",
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--schema",
    "name",
    metavar="NAME",
    shell_complete=offers.schemas,
    help="Hold every document against this schema instead of the one it names.",
)
@json_option
@quiet_option
def command(paths: tuple[Path, ...], *, name: str | None, as_json: bool, quiet: bool) -> int:
    """Check documents: rating sheets, manifests, transcripts, protocols, records.

    FILE is a JSON document, a .jsonl file, a folder of either, or - for JSON Lines from standard input. Of a study (a folder made by
    'rf-scorer init') its study.toml, sheets, manifest, labels, corrected alignments and exported ratings are checked, and nothing else in it. Faults are told as
    file::$.json.path, never with a value from the document.
    """
    from rf_scorer.jsonio import dumps_line

    documents = invalid = 0
    for located in _located(paths, name):
        documents += 1
        invalid += bool(located.faults)
        if quiet and not located.faults:
            continue
        if as_json:
            faults = [{"path": fault.path, "rule": fault.rule, "message": fault.message} for fault in located.faults]
            click.echo(dumps_line({"where": located.where, "valid": not faults, "faults": faults}))
        else:
            for line in located.lines:
                click.echo(line)
    if documents == 0:
        raise UsageError("There was nothing to check.", remedy="Give .json or .jsonl files, or folders that hold some.")
    if not quiet:
        click.echo(f"Documents: {documents}; valid: {documents - invalid}; not valid: {invalid}.", err=True)
    return int(invalid > 0)


def _located(paths: Sequence[Path], name: str | None) -> Iterator[Located]:
    from rf_scorer import validation
    from rf_scorer.study import settings
    from rf_scorer.study.folder import documents_of, is_study

    for path in paths:
        if str(path) == "-":
            yield from validation.validate_lines(validation.lines_of(sys.stdin.buffer), "-", name=name)
        elif path.name == settings.FILE and name is None:
            yield settings.located(path)
        elif is_study(path):
            if name is None:
                yield settings.located(path / settings.FILE)
            for file in documents_of(path):
                yield from validation.validate_path(file, name=name)
        elif os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
            for file in sorted(path.rglob("*")):
                if file.suffix.lower() in _DOCUMENTS and file.is_file() and not file.name.startswith("."):
                    yield from validation.validate_path(file, name=name)
        elif not os.path.exists(path):  # noqa: PTH110
            raise UsageError("There is no such file or folder.", where=str(path), remedy="Check the path.")
        else:
            yield from validation.validate_path(path, name=name)
