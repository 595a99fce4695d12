"""``rf-scorer score``: from transcripts to rating sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE, INTERRUPTED, NOT_ACCEPTABLE, OWN_BUG
from rf_scorer.cli.options import (
    LISTED,
    inputs_argument,
    language_model,
    reading_options,
    run_options,
    tell_unmatched,
    verbosity,
)
from rf_scorer.cli.progress import Progress

if TYPE_CHECKING:
    from rf_scorer.study.batch import BatchResult
    from rf_scorer.study.summary import Row

__all__ = ["command", "report"]


@click.command(
    name="score",
    short_help="Score transcripts and write rating sheets.",
    epilog="""\b
Example:
  rf-scorer score interviews/ --protocol aai -o results/
  rf-scorer score session.vtt --protocol session --participant Client -o results/

The folder given with -o gets sheets/<id>.json, pages/<id>.html, summary.csv and manifest.json.
""",
)
@inputs_argument
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where results go.",
)
@reading_options
@click.option(
    "--model",
    default="rf_passage",
    show_default=True,
    metavar="NAME",
    help="A rating model by name or path. See 'rf-scorer models list'.",
)
@language_model
@click.option("--pages/--no-pages", default=True, show_default=True, help="Write an HTML page beside each sheet.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to work in.")
@click.option("--force", is_flag=True, help="Replace the results of an earlier run.")
@click.option("--resume", is_flag=True, help="Keep sheets that this run would make again, and do the rest.")
@verbosity
def command(paths: tuple[Path, ...], out: Path, *, ids: Any, quiet: bool, verbose: bool, **chosen: Any) -> int:
    """Score transcripts: align, highlight, suggest provisional ratings, write sheets.

    PATH is a transcript or a folder of them (with its subfolders): .txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx,
    .json, .cha, .eaf. A file that cannot be scored is a row in the summary with its reason; the others are done all the same.
    """
    if chosen["force"] and chosen["resume"]:
        raise click.UsageError("Choose --force or --resume, not both.")
    from rf_scorer.study import batch, inputs

    options = run_options(**chosen)
    found = inputs.find(paths, ids=ids, outside=out)
    tell_unmatched(options, found)
    with Progress(len(found), quiet=quiet) as progress:

        def told(row: Row) -> None:
            progress.step(None if row.status in {"done", "kept"} and not verbose else _line(row))

        result = batch.run(found, out, options, progress=told)
    if not quiet:
        report(result, out)
    return exit_code(result)


def _line(row: Row) -> str:
    if row.status in {"done", "kept"}:
        return f"{row.status:8} {row.file}: {row.participant_words} words, {row.passages} passages, {row.suggested} suggestions, {row.warnings} warnings"
    return f"{row.status:8} {row.file}: {row.reason}" + (f"\n         {row.remedy}" if row.remedy else "")


def report(result: BatchResult, out: Path) -> None:
    """Say on standard error what was done and where it stands."""
    counts = result.counts
    words = {"done": "scored", "kept": "kept", "refused": "refused", "error": "failed by a bug", "not_done": "not done"}
    told = ", ".join(f"{counts[status]} {word}" for status, word in words.items() if counts[status])
    if result.interrupted:
        click.echo("Interrupted. The same command with --resume does the rest.", err=True)
    click.echo(f"{told}. Results: {out}", err=True)
    if result.strays:
        listed = ", ".join(result.strays[:LISTED]) + (" …" if len(result.strays) > LISTED else "")
        click.echo(
            f"warning  {len(result.strays)} sheets or pages there are from an earlier run, not from this one: {listed}\n"
            "         Remove them if they are not wanted.",
            err=True,
        )
    for files in result.twins:
        click.echo(f"warning  These files hold the same bytes: {', '.join(files)}", err=True)
    click.echo(
        f"Suggestions are provisional, for a trained rater to confirm; the model was {result.training}.", err=True
    )


def exit_code(result: BatchResult) -> int:
    """130 after an interrupt, 3 after a bug of ours, 1 where a file was refused, else 0."""
    counts = result.counts
    if result.interrupted:
        return INTERRUPTED
    if counts["error"]:
        return OWN_BUG
    return NOT_ACCEPTABLE if counts["refused"] else DONE
