"""``rf-scorer protocols``: interview protocols, ours and a lab's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rf_scorer.cli.text import counted

if TYPE_CHECKING:
    from rf_scorer.domain import Protocol

__all__ = ["command"]


@click.group(
    name="protocols",
    epilog="""\b
Example:
  rf-scorer protocols list
  rf-scorer protocols show aai
  rf-scorer protocols show template > my-lab.toml
  rf-scorer protocols check my-lab.toml
""",
)
def command() -> None:
    """List, show and check interview protocols."""


@command.command(name="list", epilog="\b\nExample:\n  rf-scorer protocols list")
def list_protocols() -> None:
    """List the protocols."""
    from rf_scorer import protocols

    for name in protocols.names():
        protocol = protocols.load(name)
        demand = sum(question.role.value == "demand" for question in protocol.questions)
        click.echo(
            f"{name:14} {protocol.title} ({counted(len(protocol.questions), 'question')}, {demand} of them demand)"
        )


@command.command(name="show", short_help="Print a protocol.", epilog="\b\nExample:\n  rf-scorer protocols show pdi")
@click.argument("name")
@click.option("--toml", "as_toml", is_flag=True, help="Print the file itself, to copy and change.")
def show_protocol(name: str, *, as_toml: bool) -> None:
    """Print a protocol by name or path; 'template' is the file to start a lab's own from."""
    from rf_scorer import protocols

    if as_toml or name == "template":
        click.echo(protocols.source(name), nl=False)
    else:
        click.echo(_shown(protocols.load(name)))


def _shown(protocol: Protocol) -> str:
    lines = [
        f"{protocol.title} ({protocol.id}, version {protocol.version}, {protocol.language})",
        protocol.check,
        f"Scale {protocol.scale.id}: {protocol.scale.minimum} to {protocol.scale.maximum}",
        "",
    ]
    for question in protocol.questions:
        often = "" if question.expected else "  (often left out)"
        lines.append(f"{question.id:12} {question.role.value:7} {question.number or '':4} {question.topic}{often}")
        lines += [f"{'':25} {wording}" for wording in question.wordings[:2]]
        lines += [f"{'':25} probe {probe.id}: {probe.wordings[0]}" for probe in question.probes if probe.wordings]
        if question.note:
            lines.append(f"{'':25} note: {question.note}")
    if protocol.sources:
        lines += ["", "Sources:", *(f"  {source}" for source in protocol.sources)]
    return "\n".join(lines)


@command.command(name="check", epilog="\b\nExample:\n  rf-scorer protocols check my-lab.toml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def check_protocol(file: str) -> int:
    """Check a lab's own protocol file and tell every fault."""
    from pathlib import Path

    from rf_scorer import protocols
    from rf_scorer.errors import on_one_line

    notes, where = protocols.check(Path(file)), on_one_line(file)
    for note in notes:
        click.echo(
            f"{where}: {note.severity.value}: {note.message} [{note.code}]"
            + (f"\n  {note.remedy}" if note.remedy else "")
        )
    errors = sum(note.severity.value == "error" for note in notes)
    click.echo(f"{where}: {counted(errors, 'error')}, {counted(len(notes) - errors, 'remark')}.", err=True)
    return int(errors > 0)
