"""The command line: one file a command; each parses, calls a plain function, and prints.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import importlib
import io
import keyword
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

import rf_scorer
from rf_scorer import discreet
from rf_scorer.cli import console
from rf_scorer.errors import RfScorerError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["INTERRUPTED", "main", "program"]

#: Commands by what they are for, in the order in which a newcomer meets them; each stands in the module of its name.
SECTIONS = {
    "Begin": ("demo", "init"),
    "Prepare transcripts": ("check", "pseudonymise", "attest", "protocols"),
    "Score": ("score", "merge", "validate"),
    "Rate": ("review", "worksheet", "collect", "ratings", "practice", "guides"),
    "Run a study": ("plan", "agree", "change", "report"),
    "Go to other tools and back": ("export", "import"),
    "Build a pipeline": ("highlight", "rate", "schema"),
    "Learn a rating model": ("evaluate", "train", "models"),
    "Set up a shell": ("completion",),
}
COMMANDS = tuple(name for names in SECTIONS.values() for name in names)

#: Parameters that stand first and last in every command's options, in this order.
_FIRST = ("out", "report", "predictions")
_LAST = ("as_json", "dry_run", "yes", "force", "quiet", "verbose")

#: How much is made before Python looks for what is no longer needed. What a command loads stays to its end, and to look it through again and again, as
#: Python would, takes a seventh of the time to the first sheet.
_RUBBISH = (50_000, 20, 100)

DONE, NOT_ACCEPTABLE, WRONG_USAGE, OWN_BUG, INTERRUPTED = 0, 1, 2, 3, 130

_EPILOG = """\b
Exit codes:
  0    done
  1    the data are not acceptable (each fault is told)
  2    wrong usage
  3    a bug in rf_scorer
  130  interrupted; what was finished stays

\b
Example:
  rf-scorer demo
  rf-scorer check interviews/ --protocol aai
  rf-scorer score interviews/ --protocol aai -o results/
  rf-scorer validate results/

'rf-scorer COMMAND --help' says more of each.
"""


def _place(parameter: click.Parameter) -> int:
    """Where a parameter stands in its command's help: arguments and outputs first, what all commands have last."""
    if isinstance(parameter, click.Argument):
        return -len(_FIRST) - 1
    name = str(parameter.name)
    return _FIRST.index(name) - len(_FIRST) if name in _FIRST else _LAST.index(name) + 1 if name in _LAST else 0


class _Commands(click.Group):
    """Imports a command when it is asked for, and lists all by what they are for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (Click calls it so)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (Click calls it so)
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command = importlib.import_module(f"rf_scorer.cli.{module}").command
        assert isinstance(command, click.Command)
        for one in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            one.params.sort(key=_place)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        room = formatter.width - width - 6
        for title, names in SECTIONS.items():
            found = ((name, self.get_command(ctx, name)) for name in names)
            rows = [(name.ljust(width), command.get_short_help_str(room)) for name, command in found if command]
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message} Known: {', '.join(COMMANDS)}.", ctx) from None


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EPILOG
)
@click.version_option(rf_scorer.__version__, prog_name="rf-scorer")
def program() -> None:
    """Read de-identified interviews, highlight mental-state language, and suggest provisional reflective-functioning ratings.

    Suggestions are for a trained rater to confirm. They are never a diagnosis or a final score. Nothing leaves this machine.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code.

    Without arguments this is the program itself, and from then on nothing in this process tells more than kinds and places of errors. Given arguments, it
    is called from Python, whose hooks are left alone.
    """
    console.open_standard_streams()
    if arguments is None:
        discreet.install()
        gc.set_threshold(*_RUBBISH)
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # What is piped or kept is UTF-8 on every machine, whatever the console's code page is.
        sys.stdout.reconfigure(encoding="utf-8")
    with console.guarded():
        code = _ended(arguments)
    if arguments is None:
        # All is done and said: Ctrl-C while Python takes itself apart does not change how the program ended.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code if isinstance(code, int) else DONE)


def _ended(arguments: Sequence[str] | None) -> object:
    """Run the program; how it ended."""
    try:
        code = program.main(
            args=list(arguments) if arguments is not None else None, prog_name="rf-scorer", standalone_mode=False
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    except RfScorerError as error:
        click.echo(f"Error: {error}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        # The reader has gone (`| head`). Python would complain again when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), console.unguarded(sys.stdout).fileno())
        code = NOT_ACCEPTABLE
    except BaseException as error:
        if isinstance(error, SystemExit) and isinstance(error.code, int | None):
            raise
        click.echo(discreet.bug_report(error), err=True)
        code = OWN_BUG
    return code
