"""``rf-scorer completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

__all__ = ["command"]


@click.command(
    name="completion",
    epilog="""\b
Example:
  eval "$(rf-scorer completion bash)"
  rf-scorer completion fish > ~/.config/fish/completions/rf-scorer.fish
""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "rf-scorer", "_RF_SCORER_COMPLETE").source())
