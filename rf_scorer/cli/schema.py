"""``rf-scorer schema``: print a JSON Schema."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command(
    name="schema",
    epilog="""\b
Example:
  rf-scorer schema
  rf-scorer schema rating-sheet > rating-sheet.schema.json
""",
)
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print a JSON Schema (2020-12), or list them."""
    from rf_scorer import validation
    from rf_scorer.jsonio import dumps

    if name is None:
        for known in validation.schema_names():
            click.echo(f"{known:18} {validation.schema(known)['title']}")
    else:
        click.echo(dumps(validation.schema(name)), nl=False)
