"""Options that more than one command has, under one name and with one meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rf_scorer.study.inputs import Input
    from rf_scorer.study.options import RunOptions

__all__ = [
    "LISTED",
    "file_options",
    "gate_options",
    "inputs_argument",
    "jobs_option",
    "language_model",
    "output_format",
    "pseudonyms_option",
    "reading_options",
    "report_outputs",
    "run_options",
    "tell_unmatched",
    "verbosity",
]

#: Names that one message lists.
LISTED = 5
_MOST_PROCESSES = 1024

Command = TypeVar("Command", bound="Callable[..., Any]")


def _processes(text: str) -> int:
    """A number of processes; ``auto`` is as many as this program has processors."""
    if text == "auto":
        from rf_scorer.study.processes import processors

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

output_format = click.option(
    "-o",
    "--output",
    "output_as",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)


def _apply(command: Command, decorators: Sequence[Callable[[Any], Any]]) -> Command:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def report_outputs(schema: str, *, printed: str) -> Callable[[Command], Command]:
    """``--report``, ``-o``, ``--json`` and ``--force`` of a command that makes a report of this schema and prints ``printed``."""

    def decorate(command: Command) -> Command:
        return _apply(
            command,
            (
                click.option(
                    "--report",
                    type=click.Path(dir_okay=False, path_type=Path),
                    metavar="FILE.html",
                    help="Write one page to read and print.",
                ),
                click.option(
                    "-o",
                    "--out",
                    type=click.Path(dir_okay=False, path_type=Path),
                    metavar="FILE.json",
                    help=f"Write the report document (schema {schema}).",
                ),
                click.option(
                    "--json", "as_json", is_flag=True, help=f"Print the report document instead of {printed}."
                ),
                click.option("--force", is_flag=True, help="Replace outputs that are there."),
            ),
        )

    return decorate


def verbosity(command: Command) -> Command:
    """``-q`` and ``-v``."""
    return _apply(
        command,
        (
            click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors."),
            click.option("-v", "--verbose", is_flag=True, help="Print every note on every file."),
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
                help="An interview protocol by name or path, or 'auto'. Without it, or with 'none', every exchange is a passage. See 'rf-scorer protocols list'.",
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
                help="The participant's speaker label. May be repeated.",
            ),
            click.option(
                "--interviewer",
                "interviewer_labels",
                multiple=True,
                metavar="LABEL",
                help="An interviewer's speaker label. May be repeated.",
            ),
            click.option(
                "--map",
                "case_map",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                metavar="FILE.toml",
                help="The study's table of speaker labels, participants, timepoints and protocols.",
            ),
            click.option(
                "--format",
                "format_name",
                metavar="NAME",
                help="Read every file as this format, whatever it looks like.",
            ),
            click.option("--encoding", metavar="NAME", help="Decode text files as this encoding instead of guessing."),
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
    case_map: Path | None,
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
    from rf_scorer.study.gate import Gate, Mode, read_pseudonyms
    from rf_scorer.study.options import RunOptions
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
        cases=CaseMap.load(case_map) if case_map is not None else CaseMap(),
        gate=Gate(
            mode=Mode(gate), policy=Policy.of(allowed=read_pseudonyms(pseudonyms) if pseudonyms is not None else ())
        ),
        protocol=protocol,
        **others,
    )


def tell_unmatched(options: RunOptions, inputs: Sequence[Input], *, table: str = "the --map table") -> None:
    """Say on standard error which files of the table of cases are not among the inputs: a misspelt name would do nothing, silently."""
    unmatched = options.cases.unmatched(item.name for item in inputs)
    if unmatched:
        listed = ", ".join(map(repr, unmatched[:LISTED])) + (" …" if len(unmatched) > LISTED else "")
        click.echo(f"warning  Files in {table} that are not among the inputs: {listed}", err=True)
