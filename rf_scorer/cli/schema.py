"""``rf-scorer schema``: print JSON Schemas, or write them into a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import offers
from rf_scorer.cli.options import force_option, out_folder
from rf_scorer.errors import OutputExists, UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command(
    name="schema",
    short_help="Print JSON Schemas, or write them.",
    epilog="""\b
Example:
  rf-scorer schema
  rf-scorer schema rating-sheet
  rf-scorer schema -o schemas/
  rf-scorer schema rate-request rate-record -o schemas/
""",
)
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=offers.schemas)
@out_folder("Write the schemas (without names: all) into this folder, as NAME.schema.json.")
@force_option("files")
def command(names: tuple[str, ...], *, out: Path | None, force: bool) -> None:
    """Print a JSON Schema (2020-12), list them all, or write them into a folder for other programs.

    Every schema stands for itself: none refers to another one. A document names its schema by its key 'schema', which holds the '$id' of that
    schema; lines of a stream have no such key.
    """
    from rf_scorer import validation
    from rf_scorer.jsonio import dumps, write_text

    if out is not None:
        schemas = {out / f"{name}.schema.json": validation.schema(name) for name in names or validation.schema_names()}
        there = next((path for path in schemas if os.path.lexists(path)), None)
        if there is not None and not force:  # before any is written
            raise OutputExists(
                "The output exists already.", where=str(there), remedy="Give another folder, or --force to replace it."
            )
        for path, schema in schemas.items():
            write_text(path, dumps(schema), force=force)
        click.echo(f"{len(schemas)} {'schema' if len(schemas) == 1 else 'schemas'}: {out}")
    elif len(names) > 1:
        raise UsageError("Only one schema can be printed.", remedy="Name one, or give -o DIR to write several.")
    elif names:
        click.echo(dumps(validation.schema(names[0])), nl=False)
    else:
        for known in validation.schema_names():
            click.echo(f"{known:18} {validation.schema(known)['title']}")
