"""``rf-scorer worksheet``: raters without a network."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from rf_scorer.cli import DONE, NOT_ACCEPTABLE
from rf_scorer.cli.options import force_option, out_folder, quiet_option, study_argument
from rf_scorer.errors import DataError, OutputExists, UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rf_scorer.review.room import Room
    from rf_scorer.study.folder import Rater, Study

__all__ = ["command"]


@click.command(
    name="worksheet",
    short_help="Make files in which raters rate without a network.",
    epilog="""\b
Example:
  rf-scorer worksheet my-study
  rf-scorer worksheet my-study --rater anna --interview aai-01 -o usb-stick/
  rf-scorer collect my-study returned/

A worksheet holds the interview's words: keep it where the transcripts are kept. What raters save in it comes back with
'rf-scorer collect'.
""",
)
@study_argument
@click.option("--rater", "raters", multiple=True, metavar="ID", help="Only for this rater; can be repeated.")
@click.option("--interview", "interviews", multiple=True, metavar="ID", help="Only of this interview; can be repeated.")
@out_folder("Where worksheets go.", usual="STUDY/worksheets")
@click.option(
    "--no-suggestions",
    is_flag=True,
    help="Leave the suggestions out. Otherwise they are in the file under a seal: not readable by accident, but not encrypted.",
)
@force_option("worksheets")
@quiet_option
def command(
    root: Path,
    *,
    raters: tuple[str, ...],
    interviews: tuple[str, ...],
    out: Path | None,
    no_suggestions: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Make one HTML file for each rater and interview: the desk's page, to be opened without a network.

    STUDY is the folder of a study that was scored. A worksheet is rated blind, locked, and shows its
    suggestions only then. It goes on from what the rater entered at the desk. It keeps nothing in the browser: raters save a file, and go
    on with it another day. Interviews that the rater has finished get none.
    """
    from rf_scorer.desk.worksheet import Worksheets, file_name
    from rf_scorer.jsonio import remove_parts, write_text
    from rf_scorer.review.room import Room
    from rf_scorer.study.files.outputs import check_outside
    from rf_scorer.study.folder import Study

    study = Study.open(root)
    chosen = _raters(study, raters)
    room = Room.open(study)
    made, failed = 0, 0
    try:
        wanted, finished = _wanted(room, chosen, interviews)
        folder = out or study.worksheets
        paths = {(rater, interview): folder / file_name(interview, rater) for rater, interview in wanted}
        check_outside(study.root, paths.values())
        _free(list(paths.values()), force=force)
        remove_parts(folder)
        worksheets = Worksheets(room)
        for (rater, interview), path in paths.items():
            try:
                sheet = worksheets.make(rater, interview, suggestions=not no_suggestions)
            except DataError as error:
                failed += 1
                click.echo(f"refused  {interview} for {rater}: {error}")
                continue
            write_text(path, sheet.html, force=force)
            made += 1
            if not quiet:
                click.echo(f"written  {path}")
    finally:
        room.close()
    if not quiet:
        told = f"Worksheets: {made} written, {failed} refused"
        click.echo(told + (f", {finished} not needed: finished already." if finished else "."), err=True)
    return NOT_ACCEPTABLE if failed else DONE


def _raters(study: Study, names: Sequence[str]) -> list[Rater]:
    """The raters to make worksheets for, in the study's order."""
    from rf_scorer.study.folder import PRACTICE

    if study.kind == PRACTICE:
        raise UsageError(
            "There are no worksheets to practise with.",
            where=str(study.root),
            remedy=f"Practise at the desk: rf-scorer practice {study.root}.",
        )
    named = {study.rater(name).id for name in names}
    for rater in study.raters:
        if rater.id in named and rater.adjudicates:
            raise UsageError(
                f"{rater.id} adjudicates and does not rate interviews.",
                where=str(study.settings),
                remedy="Adjudicators work at the desk: rf-scorer review.",
            )
    found = [rater for rater in study.raters if not rater.adjudicates and (not named or rater.id in named)]
    if not found:
        raise UsageError(
            "The study has no raters.", where=str(study.settings), remedy="Name them at its end: [[raters]] and id = …"
        )
    return found


def _wanted(room: Room, raters: Sequence[Rater], interviews: Sequence[str]) -> tuple[list[tuple[str, str]], int]:
    """Raters with their interviews, and how many more of these are finished."""
    known = [row.interview for row in room.shelf.rows()]
    for interview in interviews:
        if interview not in known:
            raise UnknownName("interview", interview, known)
    asked = [interview for interview in known if not interviews or interview in interviews]
    pairs = [(rater.id, interview) for rater in raters for interview in asked if rater.gets(interview)]
    done = {
        (rater.id, row.interview)
        for rater in raters
        for row in room.interviews(rater.id)
        if row.status == "finished" and row.fault is None
    }
    if not pairs:
        raise UsageError(
            "There is nothing to make worksheets of.",
            where=str(room.study.root),
            remedy="None of these raters has one of these interviews, or nothing is scored yet: rf-scorer score STUDY.",
        )
    return [pair for pair in pairs if pair not in done], sum(pair in done for pair in pairs)


def _free(paths: Sequence[Path], *, force: bool) -> None:
    """Refuse before the first file is written: what is there already, and two worksheets of one name."""
    names = [path.name.casefold() for path in paths]
    twice = next((path for path in paths if names.count(path.name.casefold()) > 1), None)
    if twice is not None:
        raise UsageError(
            "Two worksheets would have the same file name.",
            where=str(twice),
            remedy="Make them one at a time into different folders, with --rater, --interview and -o.",
        )
    there = [path for path in paths if os.path.lexists(path)]
    if there and not force:
        raise OutputExists(
            "A worksheet is there already."
            if len(there) == 1
            else f"{len(there)} of the worksheets are there already.",
            where=str(there[0]),
            remedy="Give another folder, or --force to replace what is there; what raters saved is in files of its own.",
        )
