"""``rf-scorer demo``: the main job on the bundled interviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rf_scorer.cli.options import jobs_option, language_model, verbosity
from rf_scorer.cli.progress import Progress
from rf_scorer.cli.score import exit_code, report

if TYPE_CHECKING:
    from rf_scorer.study.batch import BatchResult

__all__ = ["command"]


@click.command(
    name="demo",
    short_help="Score the bundled, invented interviews.",
    epilog="""\b
Example:
  rf-scorer demo
  rf-scorer demo --out try-it --force
""",
)
@click.option(
    "--out",
    default="rf-scorer-demo",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where results go.",
)
@language_model
@jobs_option
@click.option("--force", is_flag=True, help="Replace the results of an earlier run.")
@verbosity
def command(out: Path, *, language_model: str | None, jobs: int, force: bool, quiet: bool, verbose: bool) -> int:
    """Score the bundled interviews (all invented) and show what comes out."""
    from rf_scorer.study import batch, demo
    from rf_scorer.study.layout import Layout

    titles = {interview.id: interview for interview in demo.bundled()}
    with (
        demo.opened(language_model=language_model, jobs=jobs, force=force) as (inputs, options),
        Progress(len(inputs), quiet=quiet) as progress,
    ):
        result = batch.run(inputs, out, options, progress=lambda _: progress.step())
    if not quiet:
        click.echo(_table(result))
        if verbose:
            for row in result.rows:
                click.echo(f"{row.transcript}: {titles[row.transcript].title}. {titles[row.transcript].shows}")
        report(result, out)
        page = next((path for row in result.rows if (path := Layout(out).page(row.transcript)).exists()), None)
        if page is not None:
            click.echo(f"Open in a browser: {page.resolve()}", err=True)
    return exit_code(result)


def _table(result: BatchResult) -> str:
    head = (
        "interview",
        "format",
        "protocol",
        "words",
        "passages",
        "mentions",
        "suggested",
        "abstained",
        "median",
        "demand",
        "range",
    )
    rows = [
        (
            row.transcript,
            row.format or row.status,
            row.protocol or "-",
            *(
                "-" if value is None else str(value)
                for value in (row.participant_words, row.passages, row.mentions, row.suggested, row.abstained)
            ),
            _number(row.provisional_median),
            _number(row.provisional_demand_median),
            f"{_number(row.provisional_lowest)} to {_number(row.provisional_highest)}",
        )
        for row in result.rows
    ]
    widths = [max(len(line[column]) for line in (head, *rows)) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 3 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in (head, *rows)
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
