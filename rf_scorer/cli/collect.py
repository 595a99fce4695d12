"""``rf-scorer collect``: what worksheets saved, taken back into the study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import DONE, NOT_ACCEPTABLE
from rf_scorer.cli.options import dry_run_option, json_option, quiet_option, study_argument
from rf_scorer.cli.text import counted

if TYPE_CHECKING:
    from rf_scorer.review.collect import Row

__all__ = ["command"]

#: Seconds to wait for another collection, which is short.
_PATIENCE = 30.0


@click.command(
    name="collect",
    short_help="Take saved worksheets back into the study.",
    epilog="""\b
Example:
  rf-scorer collect my-study returned/
  rf-scorer collect my-study aai-01--anna.rating.json --dry-run

Exit code 1 if a file was refused. A refused file leaves nothing behind in the study; the others are collected all the same.
""",
)
@study_argument
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--any-clock", is_flag=True, help="Take times that lie in the future, where a rater's clock was wrong.")
@json_option
@dry_run_option
@quiet_option
def command(root: Path, paths: tuple[Path, ...], *, dry_run: bool, any_clock: bool, as_json: bool, quiet: bool) -> int:
    """Collect the files that worksheets saved, into the study's database.

    FILE is a .rating.json that a worksheet saved, or a folder of them. Each is judged like what is entered at the desk: it is for this
    study, this rater and this transcript, and what it tells is in an order that can be. Collecting a file twice changes nothing; a later
    save of the same worksheet adds what is new. Files are never changed.
    """
    from rf_scorer.jsonio import dumps_line
    from rf_scorer.review import collect
    from rf_scorer.review.room import Room
    from rf_scorer.study.files import lock
    from rf_scorer.study.folder import Study

    files, study = collect.find(paths), Study.open(root)
    if not dry_run:
        # Who owns which event is read once, at the start.
        click.get_current_context().with_resource(lock.inside(study.ratings, wait=_PATIENCE))
    room = Room.open(study)
    try:
        rows = collect.collect(room, files, dry_run=dry_run, any_clock=any_clock)
    finally:
        room.close()
    for row in rows:
        if as_json:
            click.echo(dumps_line(_record(row)))
        elif row.status == "refused" or not quiet:
            click.echo(_line(row))
    refused = sum(row.status == "refused" for row in rows)
    if not quiet:
        _sum_up(rows, refused=refused, dry_run=dry_run)
    return NOT_ACCEPTABLE if refused else DONE


def _record(row: Row) -> dict[str, object]:
    return {
        "file": row.file,
        "status": row.status,
        "interview": row.interview,
        "rater": row.rater,
        "events": row.events,
        "earlier": row.earlier,
        "finished": row.finished,
        "reason": row.reason,
        "remedy": row.remedy,
    }


def _line(row: Row) -> str:
    if row.status == "refused":
        return f"{row.status:9} {row.file}: {row.reason}" + (f"\n          {row.remedy}" if row.remedy else "")
    state = "finished" if row.finished else "not finished"
    return f"{row.status:9} {row.file}: {row.interview} by {row.rater}, {counted(row.events, 'new event')}, {row.earlier:,} here before; {state}"


def _sum_up(rows: tuple[Row, ...], *, refused: int, dry_run: bool) -> None:
    collected = sum(row.status == "collected" for row in rows)
    told = (
        f"Files: {len(rows)}; collected: {collected}; unchanged: {len(rows) - collected - refused}; refused: {refused}."
    )
    click.echo(told + (" Nothing was stored: this was a dry run." if dry_run else ""), err=True)
