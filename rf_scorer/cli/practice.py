"""``rf-scorer practice``: rating invented answers, with labels to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rf_scorer.cli import DONE
from rf_scorer.cli.options import seed_option
from rf_scorer.cli.review import check_extra, desk_options, run
from rf_scorer.cli.studies import explicit
from rf_scorer.cli.text import counted
from rf_scorer.errors import UsageError

if TYPE_CHECKING:
    from rf_scorer.study.folder import Rater, Study

__all__ = ["command"]

_FOLDER = "rf-scorer-practice"
_RATER = "me"
#: What decides on the sets of a new folder, and can't be chosen for one that is there.
_MAKING = {"exemplars": "--exemplars", "size": "--set-size", "sets": "--sets", "seed": "--seed"}


@click.command(
    name="practice",
    short_help="Practise rating on invented answers.",
    epilog="""\b
Example:
  rf-scorer practice
  rf-scorer practice try-it --rater anna --sets 3
  rf-scorer practice ours --exemplars rated-by-us.jsonl

The folder is made at the first call; the same command goes on with it. What is entered stands in DIR/ratings/.
""",
)
@click.argument(
    "folder", metavar="[DIR]", default=_FOLDER, type=click.Path(file_okay=False, path_type=Path), required=False
)
@click.option(
    "--rater", metavar="ID", help=f"The code of who practises.  [default: the folder's only one, or '{_RATER}']"
)
@click.option(
    "--exemplars",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Your own answers: JSON Lines with question, answer and rating (-1 to 9).  [default: the invented ones that ship]",
)
@click.option(
    "--set-size",
    "size",
    type=click.IntRange(1, 50),
    default=10,
    show_default=True,
    metavar="N",
    help="Answers in a set.",
)
@click.option("--sets", type=click.IntRange(1, 100), default=5, show_default=True, metavar="N", help="Sets.")
@seed_option(20, "which answers are drawn")
@desk_options
def command(
    folder: Path,
    *,
    rater: str | None,
    exemplars: Path | None,
    size: int,
    sets: int,
    seed: int,
    quiet: bool,
    **options: Any,
) -> int:
    """Practise: rate answers blind, lock, and then see what others made of them.

    The answers are invented, and their labels are the mean of what the writer meant and two blind readings: no certified rater gave them, and they
    are no expert's ratings. From five answers on, the desk counts how your levels agree with the labels, beside always giving the same one.
    """
    check_extra()
    from rf_scorer.review.practice import make_practice
    from rf_scorer.review.practice_room import PracticeRoom
    from rf_scorer.study.folder import Study, is_study

    if is_study(folder):
        given = [option for name, option in _MAKING.items() if explicit(name)]
        if given:
            raise UsageError(
                f"The sets are drawn already; {', '.join(given)} can only be given for a new folder.",
                where=str(folder),
                remedy="Leave it out, or give another folder.",
            )
        study = Study.open(folder)
    else:
        if not quiet:
            click.echo(f"Drawing {counted(sets, 'set')} of {counted(size, 'answer')} …", err=True)
        study = make_practice(folder, rater=rater or _RATER, exemplars=exemplars, seed=seed, size=size, sets=sets)
    room = PracticeRoom.open(study, new_links=options["new_links"])
    try:
        run(room, study, [_who(study, rater)], quiet=quiet, **options)
    finally:
        room.close()
    return DONE


def _who(study: Study, rater: str | None) -> Rater:
    if rater is not None:
        return study.rater(rater)
    if len(study.raters) != 1:
        raise UsageError(
            "Several people practise here." if study.raters else "Nobody practises here.",
            where=str(study.settings),
            remedy="Say who: --rater ID." if study.raters else "Name them at its end: [[raters]] and id = …",
        )
    return study.raters[0]
