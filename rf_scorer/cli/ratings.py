"""``rf-scorer ratings``: what raters finished, as documents and tables; and how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import force_option, json_option, out_folder, quiet_option, study_argument
from rf_scorer.cli.studies import opened_room
from rf_scorer.cli.text import MISSING, counted, listed, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rf_scorer.review.export import Export
    from rf_scorer.review.overview import OverviewRow, Progress

__all__ = ["command"]


@click.group(
    name="ratings",
    short_help="Export what raters finished, and see how far they are.",
    epilog="""\b
Example:
  rf-scorer ratings status my-study
  rf-scorer ratings export my-study
  rf-scorer train my-study -o our-model
""",
)
def command() -> None:
    """Export what raters finished, and see how far they are."""


@command.command(
    name="export",
    short_help="Write ratings as documents and tables.",
    epilog="""\b
Example:
  rf-scorer ratings export my-study
  rf-scorer ratings export my-study -o for-analysis/ --no-notes
  rf-scorer validate my-study/exports/

Exit code 1 if nobody has finished an interview, or one is not what was rated.
""",
)
@study_argument
@out_folder("Where the export goes.", usual="a folder in STUDY/exports, named after the newest rating")
@click.option(
    "--unfinished", is_flag=True, help="Also what raters have locked in interviews that they have not finished."
)
@click.option("--no-notes", is_flag=True, help="Leave out what raters and adjudicators wrote.")
@force_option("an export")
@quiet_option
def export_command(root: Path, *, out: Path | None, unfinished: bool, no_notes: bool, force: bool, quiet: bool) -> int:
    """Write what raters finished: a document for each interview and rater, the consensus, and tables.

    STUDY is the folder of a study. The export holds ratings/, ratings-long.csv, ratings-wide.csv, consensus.csv, codebook.csv and
    manifest.json, all of them or none. It holds no participant's words; raters' notes may quote some.
    """
    from rf_scorer.review.export import export

    with opened_room(root) as room:
        made = export(room, out, unfinished=unfinished, notes=not no_notes, force=force)
    if not quiet:
        for line in _told(made):
            click.echo(line, err=True)
    return DONE


def _told(made: Export) -> Iterator[str]:
    raters, interviews = counted(made.raters, "rater"), counted(made.interviews, "interview")
    yield f"Ratings of {interviews} by {raters}: {counted(made.ratings, 'document')}. Export: {made.path}"
    if made.unfinished:
        yield f"note     {counted(made.unfinished, 'of them is', 'of them are')} not finished, and marked as open."
    if made.waiting:
        differ = counted(made.waiting, "unit waits", "units wait")
        yield f"note     {differ} for an adjudicator: the ratings differ, and there is no consensus."
    if made.left_out:
        yield f"warning  Rated interviews that have no sheet any more were left out: {listed(made.left_out)}"


@command.command(
    name="status",
    short_help="Say how far raters are.",
    epilog="""\b
Example:
  rf-scorer ratings status my-study
  rf-scorer ratings status my-study --json
""",
)
@study_argument
@json_option
def status_command(root: Path, *, as_json: bool) -> int:
    """Say how far every rater is with every interview, and what waits for an adjudicator.

    STUDY is the folder of a study. Ratings that must be given are counted, the overall one among them.
    """
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.review.overview import overview

    with opened_room(root) as room:
        rows = overview(room)
    if as_json:
        for row in rows:
            click.echo(dumps_line(_record(row)))
    else:
        click.echo("\n".join(_lines(rows)))
    return DONE


def _record(row: OverviewRow) -> dict[str, object]:
    return {
        "interview": row.interview,
        "participant": row.participant,
        "timepoint": row.timepoint,
        "raters": [
            {"rater": rater, "status": one.status, "done": one.done, "required": one.required}
            for rater, one in row.raters.items()
        ],
        "differ": row.differ,
        "decided": row.decided,
        "void": row.void,
        "fault": row.fault,
    }


def _lines(rows: Sequence[OverviewRow]) -> Iterator[str]:
    if not rows:
        yield "There are no interviews yet. Copy transcripts into the study and score it: rf-scorer score STUDY."
        return
    raters = sorted({rater for row in rows for rater in row.raters})
    found = [["interview", *raters, "differ", "decided"]]
    for row in rows:
        cells = [_cell(row.raters.get(rater)) for rater in raters]
        apart = [str(row.differ), f"{row.decided}" + (f" ({row.void} void)" if row.void else "")]
        found.append([row.interview, *cells, *(apart if _both(row) else [MISSING, MISSING])])
    yield from table(found)
    for row in rows:
        if row.fault is not None:
            yield f"warning  {row.interview}: {row.fault}"
    finished = sum(one.status == "finished" for row in rows for one in row.raters.values())
    every = sum(one.counts for row in rows for one in row.raters.values())
    yield f"Finished: {finished} of {every}. To adjudicate: {sum(row.differ - row.decided for row in rows)}."


def _both(row: OverviewRow) -> bool:
    """Whether there is anything to compare."""
    return sum(one.status == "finished" for one in row.raters.values()) > 1


def _cell(one: Progress | None) -> str:
    if one is None:
        return MISSING
    return one.status if one.status == "finished" else f"{one.status} {one.done}/{one.required}"
