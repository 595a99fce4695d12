"""Makes ``reference/commands``: a page for each command, from the program's own commands and options."""

from __future__ import annotations

import inspect
import textwrap
import tomllib
from typing import TYPE_CHECKING, Any

import click
from generated import DOCS, cell, facts, page, table

from rf_scorer import cli

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["commands", "pages"]

_FOLDER = "reference/commands"
#: From so many options they stand in groups.
_MANY = 10
_EXIT = (
    ("0", "done"),
    ("1", "the data are not acceptable; each fault is told"),
    ("2", "wrong usage"),
    ("3", "a bug in rf_scorer"),
    ("130", "interrupted; what was finished stays"),
)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and subcommand with its full name, in the program's order."""
    context = click.Context(cli.program, **cli.program.context_settings)
    for name in cli.COMMANDS:
        command = cli.program.get_command(context, name)
        assert command is not None
        yield f"rf-scorer {name}", command
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield f"rf-scorer {name} {part}", inner


def pages() -> dict[str, str]:
    """The overview and a page for each command."""
    told = tomllib.loads((DOCS / "commands.toml").read_text("utf-8"))
    known = {name: about for task in told["tasks"] for name, about in task["commands"].items()}
    if sorted(known) != sorted(cli.COMMANDS):
        raise ValueError(f"commands.toml and the program differ: {sorted(set(known) ^ set(cli.COMMANDS))}")
    listed = dict(commands())
    made = {f"{_FOLDER}/index.md": _overview(told["tasks"], listed)}
    for name in cli.COMMANDS:
        own = {full: command for full, command in listed.items() if full.split()[1] == name}
        made[f"{_FOLDER}/{name}.md"] = _page(own, known[name], told["options"])
    return made


def _overview(tasks: list[dict[str, Any]], listed: Mapping[str, click.Command]) -> str:
    parts = [
        (
            "Every command of the program `rf-scorer`, by what it is for. For everybody who uses it; `rf-scorer COMMAND --help` says the same, and "
            "`python -m rf_scorer` is the same program."
        ),
        "[Messages](../bad-input.md) · [what transcripts may look like](../input.md) · [what a run leaves](../outputs.md)",
    ]
    for task in tasks:
        rows = []
        for name, about in task["commands"].items():
            command = listed[f"rf-scorer {name}"]
            rows.append((f"[`{name}`]({name}.md)", _first(command), about["reads"], about["writes"]))
        parts += [f"## {task['title']}", table(("command", "what it does", "reads", "writes"), rows)]
    parts += [
        "## Exit codes",
        table(("code", "meaning"), _EXIT),
        "[What a program may rely on](../outputs.md#exit-codes).",
    ]
    return page("Commands", *parts)


def _page(own: Mapping[str, click.Command], about: Mapping[str, str], groups: list[dict[str, Any]]) -> str:
    (name, command), *inner = own.items()
    parts = list(_described(name, command, groups, depth=2))
    parts.insert(2, facts([("reads", about["reads"]), ("writes", about["writes"])]))
    for part, subcommand in inner:
        parts += [f"## {part}", *_described(part, subcommand, groups, depth=3)]
    parts.append("[All commands](index.md) · [exit codes](index.md#exit-codes)")
    return page(name, *parts)


def _described(name: str, command: click.Command, groups: list[dict[str, Any]], depth: int) -> Iterator[str]:
    told = [cell(paragraph) for paragraph in _paragraphs(command.help or "")]
    yield told[0]
    yield f"```text\n{_usage(name, command)}\n```"
    yield from told[1:]
    if not isinstance(command, click.Group):
        yield from _options(name, command, groups, depth)
    yield _epilog(command, depth)


def _options(name: str, command: click.Command, groups: list[dict[str, Any]], depth: int) -> Iterator[str]:
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    if not options:
        return
    yield f"{'#' * depth} Options"
    if len(options) < _MANY:
        yield _listed(options)
        return
    own = [group for group in groups if name.split()[1] in group["commands"]]
    homes = {option: group["title"] for group in own for option in group["names"]}
    ordered: dict[str, list[click.Option]] = {"": []} | {group["title"]: [] for group in own}
    for option in options:
        ordered[homes.get(option.opts[-1], "")].append(option)
    for title, grouped in ordered.items():
        if grouped:
            if title:
                yield f"**{title}**"
            yield _listed(grouped)


def _listed(options: list[click.Option]) -> str:
    return table(
        ("option", "meaning", "default"),
        ((_names(option), cell(option.help or ""), _default(option)) for option in options),
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]


def _first(command: click.Command) -> str:
    return cell(_paragraphs(command.help or "")[0])


def _usage(name: str, command: click.Command) -> str:
    words = [name]
    if any(isinstance(parameter, click.Option) for parameter in command.params):
        words.append("[OPTIONS]")
    if isinstance(command, click.Group):
        words.append("|".join(command.commands))
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
    again = option.multiple and "repeated" not in (option.help or "")
    return f"{told}{value}{' (required)' if option.required else ''}{' (may be repeated)' if again else ''}"


def _default(option: click.Option) -> str:
    if not option.show_default:
        return ""
    if option.is_flag and option.secondary_opts:
        return f"`{option.opts[0] if option.default else option.secondary_opts[0]}`"
    return f"`{option.default}`" if not isinstance(option.show_default, str) else cell(option.show_default)


def _epilog(command: click.Command, depth: int) -> str:
    """The examples as commands to copy, and what stands below them as it is."""
    parts = []
    for part in textwrap.dedent((command.epilog or "").replace("\b\n", "")).strip().split("\n\n"):
        head, *lines = part.splitlines()
        if head in {"Example:", "Examples:"}:
            shown = "\n".join(f"$ {line.strip()}" for line in lines)
            parts += [f"{'#' * depth} Examples", f"```console not-run\n{shown}\n```"]
        elif lines and all(line.startswith("  ") for line in lines):
            parts.append(f"```text\n{part}\n```")
        elif part:
            parts.append(cell(part))
    return "\n\n".join(parts)


if __name__ == "__main__":
    import make  # every page that hangs on a command

    make.main()
