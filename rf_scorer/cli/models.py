"""``rf-scorer models``: rating models and what their cards say."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["command"]


@click.group(
    name="models",
    epilog="""\b
Example:
  rf-scorer models list
  rf-scorer models show rf_passage
""",
)
def command() -> None:
    """List and show rating models."""


@command.command(name="list", epilog="\b\nExample:\n  rf-scorer models list")
def list_models() -> None:
    """List the installed rating models."""
    from rf_scorer.rating import catalogue

    for name in catalogue.names():
        card = catalogue.card(name)
        click.echo(f"{name:14} {card['version']:8} {card['statement']}")


@command.command(
    name="show",
    short_help="Print a model's card.",
    epilog="\b\nExample:\n  rf-scorer models show rf_passage\n  rf-scorer models show rf_passage --json > card.json",
)
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the card itself (schema model-card).")
def show_model(name: str, *, as_json: bool) -> None:
    """Print what a model was trained on, what it is for and not for, and how good it is."""
    from rf_scorer.jsonio import dumps
    from rf_scorer.rating import catalogue

    card = catalogue.card(name)
    click.echo(dumps(card) if as_json else "\n".join(_lines(card)), nl=not as_json)


def _lines(value: Any, indent: str = "") -> list[str]:
    """A card as indented text: every key it has, in its own order."""
    lines: list[str] = []
    for key, item in value.items():
        label = f"{indent}{key.replace('_', ' ')}:"
        if isinstance(item, dict):
            lines += [label, *_lines(item, indent + "  ")]
        elif isinstance(item, list) and any(isinstance(part, dict) for part in item):
            lines.append(label)
            for part in item:
                lines += [f"{indent}  -", *_lines(part, indent + "    ")]
        elif isinstance(item, list):
            lines += [label, *(f"{indent}  - {part}" for part in item)]
        else:
            lines.append(f"{label} {item}")
    return lines
