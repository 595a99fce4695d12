"""Writes ``cli.md`` from the program's own commands and options: ``python docs/make_cli.py``."""

from __future__ import annotations

import inspect
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rf_scorer import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["commands", "page"]

_HEAD = """\
<!-- Generated from the program. To refresh: python docs/make_cli.py -->

# Command line

`rf-scorer COMMAND --help` says the same. `python -m rf_scorer` is the same program. [Exit codes](outputs.md#exit-codes) ·
[messages](bad-input.md) · [what transcripts may look like](input.md)
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and subcommand with its full name, in the program's order."""
    context = click.Context(cli.program)
    for name in cli.COMMANDS:
        command = cli.program.get_command(context, name)
        assert command is not None
        yield f"rf-scorer {name}", command
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield f"rf-scorer {name} {part}", inner


def page() -> str:
    """The whole page (Markdown)."""
    parts = [_HEAD, "| command | |\n|---|---|"]
    listed = list(commands())
    parts[-1] += "".join(f"\n| [`{name}`](#{_anchor(name)}) | {_first(command)} |" for name, command in listed)
    parts.append("")
    for name, command in listed:
        parts += _described(name, command)
    return "\n".join(parts).rstrip() + "\n"


def _described(name: str, command: click.Command) -> Iterator[str]:
    yield f"## {name}\n"
    for paragraph in _paragraphs(command.help or ""):
        yield f"{_cell(paragraph)}\n"
    if not isinstance(command, click.Group):
        yield f"```text\n{_usage(name, command)}\n```\n"
        options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
        if options:
            yield "| option | meaning | default |\n|---|---|---|"
            yield from (f"| {_names(option)} | {_cell(option.help or '')} | {_default(option)} |" for option in options)
            yield ""
    yield f"```text\n{_epilog(command)}\n```\n"


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]


def _first(command: click.Command) -> str:
    return _cell(_paragraphs(command.help or "")[0])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _usage(name: str, command: click.Command) -> str:
    words = [name]
    if any(isinstance(parameter, click.Option) for parameter in command.params):
        words.append("[OPTIONS]")
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            shown = parameter.metavar or _value(parameter)
            words.append(shown if parameter.required or shown.startswith("[") else f"[{shown}]")
    return " ".join(words)


def _value(parameter: click.Parameter) -> str:
    """What stands for the parameter's value; our own words, since Click's differ between its versions."""
    if parameter.metavar:
        return parameter.metavar
    if isinstance(parameter.type, click.Choice):
        return "|".join(str(choice) for choice in parameter.type.choices)
    if isinstance(parameter.type, click.IntRange):
        return f"N (at least {parameter.type.min})"
    return str(parameter.name).upper()


def _names(option: click.Option) -> str:
    told = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" `{_value(option)}`".replace("|", "\\|")
    return f"{told}{value}{' (required)' if option.required else ''}{' (may be repeated)' if option.multiple else ''}"


def _default(option: click.Option) -> str:
    if not option.show_default:
        return ""
    if option.is_flag and option.secondary_opts:
        return f"`{option.opts[0] if option.default else option.secondary_opts[0]}`"
    return f"`{option.default}`"


def _epilog(command: click.Command) -> str:
    return textwrap.dedent((command.epilog or "").replace("\b\n", "")).strip()


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


if __name__ == "__main__":
    Path(__file__).parent.joinpath("reference", "cli.md").write_text(page(), encoding="utf-8")
