"""The program as a whole: help, exit codes, and what must never be printed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete

from rf_scorer import cli
from rf_scorer.errors import ResourceMissing, SpeakerError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "she never came back"

#: What `--help` may import beside the standard library.
LIGHT = {"rf_scorer", "click"}


def _leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    return int(left.value.code or 0)


def _commands() -> list[tuple[str, click.Command]]:
    context = click.Context(cli.program, **cli.program.context_settings)
    found = [(name, cli.program.get_command(context, name)) for name in cli.COMMANDS]
    inner = [
        (f"{name} {sub}", part)
        for name, command in found
        if isinstance(command, click.Group)
        for sub, part in command.commands.items()
    ]
    return [(name, command) for name, command in [*found, *inner] if command is not None]


@pytest.mark.parametrize(("name", "command"), _commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_helps_with_a_runnable_example(
    name: str, command: click.Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both spellings of help work, and each help shows an example that begins with the command itself."""
    assert _leave(*name.split(), "--help") == 0
    long = capsys.readouterr().out
    assert _leave(*name.split(), "-h") == 0
    assert capsys.readouterr().out == long
    assert f"rf-scorer {name}" in (command.epilog or "")
    assert "Example:" in long


def test_help_imports_nothing_heavy() -> None:
    """Asking for help must not wait for spaCy, scikit-learn or any other library than Click."""
    script = (
        "import sys\nfrom rf_scorer.cli import main\n"
        "for words in (['--help'], ['score', '--help'], ['rate', '--help']):\n"
        "    try: main(words)\n    except SystemExit: pass\n"
        "print(' '.join(sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names))))"
    )
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    loaded = {name for name in run.stdout.splitlines()[-1].split() if not name.startswith("_")}
    # An editable install brings its own finder, and `site` whatever .pth files name; neither comes from us.
    assert loaded - LIGHT <= {name for name in loaded if name.startswith(("sitecustomize", "distutils"))}


@pytest.mark.parametrize(
    ("error", "code", "shown"),
    [
        (
            SpeakerError("Who is who?", where="a.txt", remedy="--participant LABEL"),
            1,
            "Error: a.txt: Who is who?\n  --participant LABEL",
        ),
        (UnknownName("protocol", "aia", ["aai"]), 2, "Known: aai"),
        (ResourceMissing("The folder is missing."), 3, "The folder is missing."),
        (click.UsageError("No such option."), 2, "No such option."),
        (click.FileError("a.txt", "gone"), 2, "gone"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (click.Abort(), 130, "Interrupted."),
        (ValueError(SECRET), 3, "ValueError"),
    ],
)
def test_every_ending_has_its_code_and_one_message(
    error: BaseException, code: int, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Data 1, usage 2, our own bug 3, interrupt 130; a bug shows where it is and never what it was working on."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli.program, "main", fail)
    assert _leave("score") == code
    printed = capsys.readouterr()
    assert shown in printed.err
    assert SECRET not in printed.err
    assert printed.out == ""


def test_a_bug_is_told_with_its_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The traceback of our own bug names files and lines, of the chained cause not a word."""

    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(f"lost {SECRET}") from error

    monkeypatch.setattr(cli.program, "main", fail)
    assert _leave("score") == 3
    printed = capsys.readouterr().err
    assert "test_program.py:" in printed
    assert "RuntimeError" in printed
    assert SECRET not in printed


def test_an_unknown_command_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever mistypes a command sees those that exist."""
    assert _leave("scoer") == 2
    assert "highlight" in capsys.readouterr().err


def test_a_reader_that_leaves_early_is_no_error_message() -> None:
    """A pipe that is closed by its reader ends the program without a traceback."""
    run = subprocess.run(
        f'"{sys.executable}" -m rf_scorer schema rating-sheet | head -c 10',
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_their_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each completion script calls the program back through its own variable."""
    assert _leave("completion", shell) == 0
    assert "_RF_SCORER_COMPLETE" in capsys.readouterr().out


def _parameters(command: click.Command) -> set[str]:
    return {str(parameter.name) for parameter in command.params}


@pytest.mark.parametrize(
    ("name", "command"),
    [item for item in _commands() if not isinstance(item[1], click.Group)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_commands_take_what_click_gives(name: str, command: click.Command) -> None:
    """Each function accepts every parameter its options declare, so no option can crash it."""
    function: Callable[..., object] = command.callback  # type: ignore[assignment]
    code = getattr(function, "__wrapped__", function).__code__
    accepted = set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    takes_more = bool(code.co_flags & 0x08)
    assert takes_more or _parameters(command) <= accepted, name


@pytest.mark.parametrize("arguments", [("train", "x.csv"), ("import", "x", "--from", "brat"), ("pseudonymise", "x")])
def test_an_option_that_is_needed_is_asked_for(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Commands that must be told where their output goes say so before they do anything."""
    assert _leave(*arguments) == 2
    assert "Missing option '-o' / '--out'." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["schema", "rating"], {"rating", "rating-sheet"}),
        (["validate", "--schema", "rate-"], {"rate-record", "rate-request"}),
        (["rate", "--model", "rf"], {"rf_passage"}),
        (["score", "--protocol", "a"], {"aai", "auto"}),
        (["score", "--gate", ""], {"block", "warn", "off"}),
    ],
)
def test_a_shell_is_offered_the_names_that_are_known(words: list[str], offered: set[str]) -> None:
    """Behind an option or a command that takes one, those that begin as it was begun."""
    *before, begun = words
    complete = ShellComplete(cli.program, {}, "rf-scorer", "_RF_SCORER_COMPLETE")
    assert {item.value for item in complete.get_completions(before, begun)} == offered
