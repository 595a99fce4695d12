"""``rf-scorer demo``: the main job on the bundled interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rf_scorer.cli.options import force_option, jobs_option, language_model, out_folder, verbosity
from rf_scorer.cli.progress import Progress
from rf_scorer.cli.score import exit_code, report
from rf_scorer.cli.text import MISSING, table

if TYPE_CHECKING:
    from pathlib import Path

    from rf_scorer.study.running.batch import BatchResult

__all__ = ["command"]


@click.command(
    name="demo",
    short_help="Score the bundled, invented interviews.",
    epilog="""\b
Example:
  rf-scorer demo
  rf-scorer demo -o try-it --force

The folder gets sheets/<id>.json, pages/<id>.html, summary.csv and manifest.json.
""",
)
@out_folder("Where results go.", default="rf-scorer-demo")
@language_model
@jobs_option
@force_option("results")
@verbosity
def command(out: Path, *, language_model: str | None, jobs: int, force: bool, quiet: bool, verbose: bool) -> int:
    """Score the bundled interviews (all invented) and show what comes out."""
    from rf_scorer.study import demo
    from rf_scorer.study.running import batch
    from rf_scorer.study.running.layout import Layout

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
            row.protocol or MISSING,
            *(
                MISSING if value is None else f"{value:,}"
                for value in (row.participant_words, row.passages, row.mentions, row.suggested, row.abstained)
            ),
            _number(row.provisional_median),
            _number(row.provisional_demand_median),
            f"{_number(row.provisional_lowest)} to {_number(row.provisional_highest)}",
        )
        for row in result.rows
    ]
    return "\n".join(table((head, *rows), right=3))


def _number(value: float | None) -> str:
    return MISSING if value is None else f"{value:g}"
