"""``rf-scorer guides``: the guides raters work from."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.group(
    name="guides",
    epilog="""\b
Example:
  rf-scorer guides list
  rf-scorer guides show highlights | less
""",
)
def command() -> None:
    """Read the rater-facing guides."""


@command.command(name="list", epilog="\b\nExample:\n  rf-scorer guides list")
def list_guides() -> None:
    """List the guides."""
    from rf_scorer.language import guides

    for name in guides.names():
        title = next((line.lstrip("# ") for line in guides.text(name).splitlines() if line.startswith("# ")), "")
        click.echo(f"{name:14} {title}")


@command.command(name="show", epilog="\b\nExample:\n  rf-scorer guides show rating | less")
@click.argument("name")
def show_guide(name: str) -> None:
    """Print a guide (Markdown)."""
    from rf_scorer.language import guides

    click.echo(guides.text(name), nl=False)
