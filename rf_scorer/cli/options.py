"""Options that more than one command has, under one name and with one meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from rf_scorer.cli import offers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = [
    "confidence_option",
    "dry_run_option",
    "encoding_option",
    "file_options",
    "force_option",
    "gate_options",
    "groups_option",
    "inputs_argument",
    "jobs_option",
    "json_option",
    "language_model",
    "out_folder",
    "pseudonyms_option",
    "quiet_option",
    "reading_options",
    "report_outputs",
    "resamples_option",
    "run_options",
    "seed_option",
    "study_argument",
    "tell_unmatched",
    "verbosity",
]

_MOST_PROCESSES = 1024
_LARGEST_SEED = 2**53 - 1

Command = TypeVar("Command", bound="Callable[..., Any]")


def _processes(text: str) -> int:
    """A number of processes; ``auto`` is as many as this program has processors."""
    if text == "auto":
        from rf_scorer.study.running.processes import processors

        return processors()
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _MOST_PROCESSES):
        raise click.BadParameter(f"Give a number from 1 to {_MOST_PROCESSES}, or auto.")
    return int(text)


jobs_option = click.option(
    "--jobs",
    type=_processes,
    metavar="N|auto",
    default="1",
    show_default=True,
    help="Processes to work in; 'auto' for as many as there are processors for this program.",
)

pseudonyms_option = click.option(
    "--pseudonyms",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.txt",
    help="Words that may stand in the transcripts, one a line.",
)

inputs_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))

study_argument = click.argument("root", metavar="STUDY", type=click.Path(file_okay=False, path_type=Path))

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")

dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")

encoding_option = click.option(
    "--encoding", metavar="NAME", help="Decode text files as this encoding instead of guessing."
)

groups_option = click.option(
    "--groups",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The table of groups: .csv, .tsv or .xlsx with the columns participant and group.",
)

confidence_option = click.option(
    "--confidence",
    type=click.FloatRange(0.5, 0.999),
    default=0.95,
    show_default=True,
    metavar="SHARE",
    help="How much intervals are meant to hold.",
)

resamples_option = click.option(
    "--resamples",
    type=click.IntRange(200, 100_000),
    default=2000,
    show_default=True,
    metavar="N",
    help="Draws of participants for each interval.",
)


def _seed(text: str) -> int:
    """A seed, which programs in other languages can hold as a number too."""
    if not (text.isascii() and text.isdigit() and int(text) <= _LARGEST_SEED):
        raise click.BadParameter(f"Give a whole number from 0 to {_LARGEST_SEED}.")
    return int(text)


def seed_option(default: int | None, decides: str) -> Callable[[Command], Command]:
    """``--seed``; without a default it is drawn."""
    told = f"Decides {decides}." + ("" if default is not None else "  [default: drawn]")
    return click.option(
        "--seed",
        type=_seed,
        default=None if default is None else str(default),
        show_default=default is not None,
        metavar="N",
        help=told,
    )


def force_option(what: str) -> Callable[[Command], Command]:
    """``--force`` of a command that writes these."""
    return click.option(
        "--force", is_flag=True, help=f"Replace {what} that {'is' if what[:2] in {'a ', 'an'} else 'are'} there."
    )


def out_folder(
    told: str, *, required: bool = False, default: str | None = None, usual: str | None = None
) -> Callable[[Command], Command]:
    """``-o DIR``: where a command's files go.

    Parameters
    ----------
    told : str
        What it is the folder of: its help.
    required : bool
    default : str, optional
        The folder, where it is not given.
    usual : str, optional
        The same in words, where it depends.
    """
    # To Click, None that is given is a default like any other, and nothing is missing then.
    preset: dict[str, Any] = {} if default is None else {"default": default, "show_default": True}
    return click.option(
        "-o",
        "--out",
        required=required,
        **preset,
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=told + (f"  [default: {usual}]" if usual is not None else ""),
    )


def _apply(command: Command, decorators: Sequence[Callable[[Any], Any]]) -> Command:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def report_outputs(schema: str, *, printed: str, page: str | None = None) -> Callable[[Command], Command]:
    """``-o``, ``--report``, ``--json`` and ``--force`` of a command that makes a report of this schema and prints ``printed``.

    ``page`` says where the page goes if that is not said.
    """
    usual = "" if page is None else f"  [default: {page}]"

    def decorate(command: Command) -> Command:
        return _apply(
            command,
            (
                click.option(
                    "-o",
                    "--out",
                    type=click.Path(dir_okay=False, path_type=Path),
                    metavar="FILE.json",
                    help=f"Write the report as a document (schema {schema}).",
                ),
                click.option(
                    "--report",
                    type=click.Path(dir_okay=False, path_type=Path),
                    metavar="FILE.html",
                    help=f"Write the report as a page to read and print.{usual}",
                ),
                click.option("--json", "as_json", is_flag=True, help=f"Print the document instead of {printed}."),
                force_option("outputs"),
            ),
        )

    return decorate


def verbosity(command: Command) -> Command:
    """``-q`` and ``-v``."""
    return _apply(
        command,
        (
            quiet_option,
            click.option("-v", "--verbose", is_flag=True, help="Print more: every note, every row."),
        ),
    )


def language_model(command: Command) -> Command:
    """``--language-model``."""
    return _apply(
        command,
        (
            click.option(
                "--language-model",
                metavar="NAME",
                help="A spaCy pipeline for English with tagger and parser, by name or folder, instead of the one that ships.",
            ),
        ),
    )


def reading_options(command: Command) -> Command:
    """How files are found, named, read and aligned, and whose words are whose."""
    return _apply(
        file_options(command),
        (
            click.option(
                "--protocol",
                metavar="NAME",
                shell_complete=offers.protocols,
                help="An interview protocol by name or path, or 'auto'; see 'rf-scorer protocols list'. Without it, or with 'none', every exchange is a passage.",
            ),
            click.option(
                "--ids",
                type=click.Choice(["stem", "path"]),
                default="stem",
                show_default=True,
                help="Make transcript ids of file names, or of paths within the folder.",
            ),
        ),
    )


def file_options(command: Command) -> Command:
    """How files are read, and whose words are whose."""
    return _apply(
        command,
        (
            click.option(
                "--participant",
                "participant_labels",
                multiple=True,
                metavar="LABEL",
                help="The participant's speaker label; can be repeated.",
            ),
            click.option(
                "--interviewer",
                "interviewer_labels",
                multiple=True,
                metavar="LABEL",
                help="An interviewer's speaker label; can be repeated.",
            ),
            click.option(
                "--cases",
                "case_table",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE.toml",
                help="The table of cases: whose labels are whose, participants, timepoints, protocols.",
            ),
            click.option(
                "--format",
                "format_name",
                metavar="NAME",
                help="Read every file as this format, whatever it looks like.",
            ),
            encoding_option,
            click.option(
                "--tracked-changes",
                type=click.Choice(["refuse", "accept", "reject"]),
                default="refuse",
                show_default=True,
                help="What to do with undecided insertions and deletions in documents.",
            ),
            click.option(
                "--comments",
                type=click.Choice(["refuse", "drop"]),
                default="refuse",
                show_default=True,
                help="What to do with margin comments in documents.",
            ),
            click.option("--text-column", metavar="NAME", help="The column of a table that holds the words."),
            click.option("--speaker-column", metavar="NAME", help="The column of a table that holds the speaker."),
        ),
    )


def gate_options(command: Command) -> Command:
    """What is done about identifiers."""
    return _apply(
        command,
        (
            click.option(
                "--gate",
                type=click.Choice(["block", "warn", "off"]),
                default="block",
                show_default=True,
                help="What becomes of a transcript in which something may identify somebody.",
            ),
            pseudonyms_option,
        ),
    )


def run_options(
    *,
    protocol: str | None,
    participant_labels: tuple[str, ...],
    interviewer_labels: tuple[str, ...],
    case_table: Path | None,
    format_name: str | None,
    encoding: str | None,
    tracked_changes: str,
    comments: str,
    text_column: str | None,
    speaker_column: str | None,
    gate: str = "block",
    pseudonyms: Path | None = None,
    **others: Any,
) -> RunOptions:
    """What :func:`reading_options` collected, as the study package wants it; ``others`` are further fields of ``RunOptions``."""
    from rf_scorer.privacy import Policy
    from rf_scorer.study.casemap import CaseMap
    from rf_scorer.study.options import RunOptions
    from rf_scorer.study.privacy.gate import Gate, Mode, read_pseudonyms
    from rf_scorer.transcripts.document import ReadOptions
    from rf_scorer.transcripts.speakers import SpeakerChoice

    return RunOptions(
        read=ReadOptions(
            format=format_name,
            encoding=encoding,
            tracked_changes=tracked_changes,  # type: ignore[arg-type]
            comments=comments,  # type: ignore[arg-type]
            text_column=text_column,
            speaker_column=speaker_column,
        ),
        speakers=SpeakerChoice(participant=participant_labels, interviewer=interviewer_labels),
        cases=CaseMap.load(case_table) if case_table is not None else CaseMap(),
        gate=Gate(
            mode=Mode(gate), policy=Policy.of(allowed=read_pseudonyms(pseudonyms) if pseudonyms is not None else ())
        ),
        protocol=protocol,
        **others,
    )


def tell_unmatched(options: RunOptions, inputs: Sequence[Input], *, table: str = "the --cases table") -> None:
    """Say on standard error which files of the table of cases are not among the inputs, and which inputs its pattern for names does not fit.

    A misspelt name would do nothing, silently.
    """
    from rf_scorer.cli.text import listed

    unmatched = [repr(name) for name in options.cases.unmatched(item.name for item in inputs)]
    if unmatched:
        click.echo(f"warning  Files in {table} that are not among the inputs: {listed(unmatched)}", err=True)
    unread = options.cases.unread(item.name for item in inputs)
    if unread:
        click.echo(
            f"warning  Files whose names tell neither participant nor timepoint by the pattern in {table}: {listed(unread)}\n"
            "         Rename them, or give each an entry of its own in the table.",
            err=True,
        )
